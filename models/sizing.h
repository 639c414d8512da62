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

/* Where the trials of a search are kept, so that one that is broken off need not simulate
 * them again: the search itself is gone through as before, and takes what is there.  The
 * replications of a trial count from 0.  Called from the calling thread. */
typedef struct
{
  /* A capacity is tried, in the search (@proof 0) or as proof number @proof.
   * @ret_trial: (out): its number, the same whenever the same is tried */
  bool (*begin) (int capacity, int proof, int *ret_trial, gpointer data, GError **error);
  /* Returns: true if the whole block is there and need not be simulated */
  bool (*is_done) (int trial, int64_t first, gpointer data);
  /* @chunk: a whole block, whose variant is the trial's number */
  bool (*sink) (const SimChunk *chunk, gpointer data, GError **error);
  /* Returns: (transfer full): the first @n_replications of every trial that has them */
  SimResults *(*results) (int64_t n_replications, gpointer data);
  gpointer data;
} ModelSizingKeeper;

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
  atomic_int *cancelled;           /* (nullable) */
  SimRanks *ranks;                 /* (nullable): all of them search together */
  const ModelSizingKeeper *keeper; /* (nullable): memory; of the root alone */
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

/** Returns: the most replications that a trial is given, whole blocks */
int64_t model_sizing_most_replications (const ModelSizing *sizing);

/**
 * model_sizing_search:
 *
 * Errors: those of scenario_with(), sim_experiment_run() and of the keeper.
 */
bool model_sizing_search (const ModelSizing *sizing,
                          ModelSizingAnswer *ret_answer,
                          GError **error);
