/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizing: the least capacity of a pool that meets targets, with a stated confidence. */
#pragma once

#include "models/study.h"

/* Contract: more capacity is taken to help; what is found is the least that does where it
 * does.  The search (doubling or halving from the scenario's capacity, then bisection)
 * spends few replications on capacities that are far from the targets and up to @reps on
 * those near them; all of its capacities see the same patients.  Its answer is then put
 * to the proof on replications that the search has not seen, so that having searched does
 * not flatter it: proof number k has the error probability (1 - confidence) / 2^k, shared
 * by targets and looks, so that all proofs together keep @confidence.  What is not proved
 * gives way to one unit more. */

#define MODEL_SIZING_MOST_CAPACITY 100000 /* where the search gives up */
#define MODEL_SIZING_PROOFS        6 /* successive capacities that are put to the proof */
#define MODEL_SIZING_LOOKS         4 /* of a proof, each on twice the replications */

typedef struct
{
  int metric; /* of the study's catalogue */
  bool is_at_most;
  double bound;
} ModelTarget;

typedef struct
{
  const Scenario *scenario;
  int rule;
  uint64_t seed;
  const char *pool; /* its id */
  const ModelTarget *targets;
  size_t n_targets;
  double confidence;
  int64_t replications; /* of the search at most, and of the proof's first look */
  int n_threads;
  atomic_int *cancelled; /* (nullable) */
  SimRanks *ranks;       /* (nullable): all of them search together */
  /* (nullable): a capacity of the search was judged */
  void (*tell) (int capacity, int64_t replications, bool is_met, gpointer data);
  gpointer data;
} ModelSizing;

typedef enum
{
  MODEL_SIZING_PROVED,
  MODEL_SIZING_UNPROVED,    /* the targets are met in the mean, too narrowly to prove */
  MODEL_SIZING_UNREACHABLE, /* no capacity meets them */
} ModelSizingOutcome;

typedef struct
{
  ModelSizingOutcome outcome;
  int capacity;         /* the answer, or the last that was not proved; where nothing
                         * reaches the targets, one at which more units change nothing, or
                         * the most that were tried */
  int64_t replications; /* of the proof: from 0 on, under the seed asked for */
  double level;         /* two-sided, of the intervals that the proof rests on */
} ModelSizingAnswer;

/**
 * model_sizing_search:
 *
 * Errors: those of scenario_with() and sim_experiment_run().
 */
bool model_sizing_search (const ModelSizing *sizing,
                          ModelSizingAnswer *ret_answer,
                          GError **error);
