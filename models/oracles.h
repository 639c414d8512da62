/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Oracles: textbook queues whose closed forms the simulator must agree with. */
#pragma once

#include "scenarios/scenario.h"

#include <stdatomic.h>

/* Contract: the cases run on the scenarios of scenarios/queueing/, which are embedded in
 * the program; cases of one scenario stand together.  What is expected is computed by
 * sim/queueing.h from the numbers that the scenario itself holds, so neither can drift
 * from the other unseen.  A case agrees when its estimate lies within MODEL_ORACLE_Z
 * standard errors of what is expected; where nothing varies, when they are equal. */

/* Two-sided, this happens by chance to 6 of 100,000 cases: with the fifty or so of the
 * table, to three of a thousand choices of seeds. */
#define MODEL_ORACLE_Z 4.0

typedef struct ModelQueue
    ModelQueue; /* the numbers of a scenario as a textbook has them */

typedef struct
{
  const char *scenario; /* "erlang-b-5-gamma": the file's name without ".xml" */
  const char *model;    /* "M/G/5/5" */
  const char *tests;    /* msgid: what part of the simulator stands or falls with it */
  const char *metric;   /* "infused-share" */
  const char *group;    /* "all" */
  double (*closed_form) (const ModelQueue *queue, double argument);
  double argument; /* of the closed form: a class, a probability; else 0 */
} ModelOracle;

typedef struct
{
  double expected;
  double estimate;
  double error; /* standard error of the estimate */
  double z;     /* (estimate - expected) / error; 0 where both are 0 */
  bool is_met;
} ModelOracleVerdict;

size_t model_oracle_count (void);
/** Returns: (transfer none): the case at place @oracle of the table, from 0 */
const ModelOracle *model_oracle (size_t oracle);

/** Returns: how many cases from @first on share its scenario, @first included */
size_t model_oracles_together (size_t first);

/** Returns: (transfer full): the scenario of case @oracle, from the program itself.
 * Errors: those of scenario_read(). */
Scenario *model_oracle_scenario (size_t oracle, GError **error);

/** Returns: the closed form of case @oracle with the numbers of @scenario, which is its
 * own */
double model_oracle_expected (size_t oracle, const Scenario *scenario);

/** Returns: what follows from an estimate and its standard error */
ModelOracleVerdict model_oracle_judge (double expected, double estimate, double error);

/**
 * model_oracles_run:
 * @first: the first case of a scenario
 * @n_threads: >= 1; changes nothing but the time it takes
 * @seed: (nullable): of the random numbers; NULL for that of the scenario
 * @cancelled: (nullable): as in SimExperiment
 * @verdicts: (out): one for each of the model_oracles_together() cases
 *
 * Runs the scenario once and judges all of its cases.
 *
 * Errors: those of scenario_read() and sim_experiment_run().
 */
bool model_oracles_run (size_t first,
                        int n_threads,
                        const uint64_t *seed,
                        atomic_int *cancelled,
                        ModelOracleVerdict *verdicts,
                        GError **error);
