/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizing: the least capacity of a pool that meets targets, with a stated confidence. */
#include "models/sizing.h"

#include <math.h>

#include "scenarios/reader.h"
#include "sim/confidence.h"

/* Ours: two blocks tell capacities that are far from a target. */
#define LEAST_REPLICATIONS (2 * SIM_BLOCK)
/* The level of the search alone, which proves nothing. */
#define SEARCH_LEVEL 0.95

/* One capacity with the replications that it has been given so far. */
typedef struct
{
  Scenario *scenario;
  ModelStudy *study;
  const ModelSizingKeeper *keeper; /* (nullable) */
  SimResults *memory;              /* without a keeper, else NULL */
  SimEstimate *estimates;
  int number;    /* the keeper's; 0 without one */
  int64_t first; /* the replication that counts as number 0 */
  int64_t replications;
} Trial;

typedef enum
{
  MISSED,
  OPEN,
  MET,
} Verdict;

static void
trial_free (Trial *trial)
{
  if (trial == NULL)
    return;
  g_free (trial->estimates);
  sim_results_free (trial->memory);
  model_study_free (trial->study);
  scenario_free (trial->scenario);
  g_free (trial);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trial, trial_free)

/* Far beyond those of the proof, and at the border of a draw of uncertain inputs. */
static int64_t
search_first (const ModelSizing *sizing)
{
  return (INT64_C (1) << 24) * SIM_BLOCK * MAX (1, sizing->scenario->input_replications);
}

/* @proof: its number, or 0 for a trial of the search */
static Trial *
trial_new (const ModelSizing *sizing, int capacity, int proof, GError **error)
{
  g_autofree char *address = g_strconcat ("pool:", sizing->pool, NULL);
  g_autofree char *value = g_strdup_printf ("%d", capacity);
  Scenario *scenario = scenario_with (sizing->scenario, address, value, error);

  if (scenario == NULL)
    return NULL;
  g_autoptr (Trial) trial = g_new0 (Trial, 1);
  const ModelVariant variant = { .label = value,
                                 .scenario = scenario,
                                 .rule = sizing->rule };
  trial->scenario = scenario;
  trial->study = model_study_new (&variant, 1, sizing->seed);
  const SimCatalogue *catalogue = model_study_catalogue (trial->study);
  trial->estimates = g_new (SimEstimate, catalogue->n_metrics);
  trial->first = proof > 0 ? 0 : search_first (sizing);
  trial->keeper = sizing->keeper;
  if (trial->keeper == NULL)
    trial->memory = sim_results_memory_new (catalogue, 1);
  bool is_begun =
      trial->keeper == NULL ||
      trial->keeper->begin (capacity, proof, &trial->number, trial->keeper->data, error);
  return sim_ranks_follow (sizing->ranks, is_begun, error) ? g_steal_pointer (&trial)
                                                           : NULL;
}

static gpointer
new_worker (gpointer data)
{
  Trial *trial = data;

  return model_study_worker_new (trial->study);
}

static bool
is_done (G_GNUC_UNUSED int variant, int64_t first, gpointer data)
{
  const Trial *trial = data;

  return trial->keeper->is_done (trial->number, first - trial->first,
                                 trial->keeper->data);
}

static bool
sink (const SimChunk *chunk, gpointer data, GError **error)
{
  const Trial *trial = data;
  SimChunk moved = *chunk;

  moved.variant = trial->number;
  moved.first -= trial->first;
  if (trial->keeper != NULL)
    return trial->keeper->sink (&moved, trial->keeper->data, error);
  sim_results_memory_add (trial->memory, &moved);
  return true;
}

/* By the trial's replications so far, whatever more is kept of it. */
static bool
estimate (Trial *trial, double level, GError **error)
{
  if (trial->keeper == NULL)
    return sim_confidence_estimate (trial->memory, 0, level, trial->estimates, error);
  g_autoptr (SimResults) kept =
      trial->keeper->results (trial->replications, trial->keeper->data);
  return sim_confidence_estimate (kept, trial->number, level, trial->estimates, error);
}

/* Gives @trial more replications, and estimates at @level. */
static bool
simulate (const ModelSizing *sizing,
          Trial *trial,
          int64_t replications,
          double level,
          GError **error)
{
  const SimExperiment experiment = {
    .catalogue = model_study_catalogue (trial->study),
    .n_variants = 1,
    .first_replication = trial->first + trial->replications,
    .end_replication = trial->first + replications,
    .n_threads = sizing->n_threads,
    .worker_new = new_worker,
    .worker_free = model_study_worker_free,
    .run = model_study_run,
    .is_done = trial->keeper != NULL ? is_done : NULL,
    .sink = sink,
    .data = trial,
    .cancelled = sizing->cancelled,
    .ranks = sizing->ranks,
  };

  if (replications > trial->replications && !sim_experiment_run (&experiment, error))
    return false;
  trial->replications = MAX (trial->replications, replications);
  /* The root has the results; with its estimates all ranks decide alike. */
  bool is_estimated =
      !sim_ranks_is_root (sizing->ranks) || estimate (trial, level, error);
  if (!sim_ranks_follow (sizing->ranks, is_estimated, error))
    return false;
  sim_ranks_share (sizing->ranks, trial->estimates,
                   experiment.catalogue->n_metrics * sizeof *trial->estimates);
  return true;
}

/* An empty group meets nothing; a metric that never varies is its own interval. */
static Verdict
judge (const ModelSizing *sizing, const Trial *trial)
{
  Verdict verdict = MET;

  for (size_t i = 0; i < sizing->n_targets; i++)
    {
      const ModelTarget *target = &sizing->targets[i];
      const SimEstimate *estimate = &trial->estimates[target->metric];
      double sign = target->is_at_most ? -1 : 1;
      double worst = sign * (target->is_at_most ? estimate->high : estimate->low);
      double best = sign * (target->is_at_most ? estimate->low : estimate->high);

      if (best < sign * target->bound || isnan (estimate->mean))
        return MISSED;
      if (!(worst >= sign * target->bound))
        verdict = OPEN;
    }
  return verdict;
}

static bool
is_met_in_mean (const ModelSizing *sizing, const Trial *trial)
{
  for (size_t i = 0; i < sizing->n_targets; i++)
    {
      const ModelTarget *target = &sizing->targets[i];
      double mean = trial->estimates[target->metric].mean;

      if (!(target->is_at_most ? mean <= target->bound : mean >= target->bound))
        return false;
    }
  return true;
}

/* Whole blocks, since results in memory go on behind the last one. */
static int64_t
round_up (int64_t replications)
{
  return (replications + SIM_BLOCK - 1) / SIM_BLOCK * SIM_BLOCK;
}

/* ---- The search ---- */

static int64_t
search_replications (const ModelSizing *sizing)
{
  return round_up (MAX (sizing->replications, LEAST_REPLICATIONS));
}

/* Few replications where they tell, more where they do not. */
static Trial *
try_capacity (const ModelSizing *sizing, int capacity, bool *ret_is_met, GError **error)
{
  int64_t most = search_replications (sizing);
  int64_t n = MAX (LEAST_REPLICATIONS, round_up (most / 8));
  g_autoptr (Trial) trial = trial_new (sizing, capacity, 0, error);

  if (trial == NULL)
    return NULL;
  for (;; n = MIN (2 * n, most))
    {
      if (!simulate (sizing, trial, MIN (n, most), SEARCH_LEVEL, error))
        return NULL;
      Verdict verdict = judge (sizing, trial);
      if (verdict == OPEN && n < most)
        continue;
      *ret_is_met = verdict == OPEN ? is_met_in_mean (sizing, trial) : verdict == MET;
      break;
    }
  if (sizing->tell != NULL)
    sizing->tell (capacity, trial->replications, *ret_is_met, sizing->data);
  return g_steal_pointer (&trial);
}

/* Whether the targets' metrics are the same to the last bit: more units change nothing.
 */
static bool
is_saturated (const ModelSizing *sizing, Trial *less, Trial *more, GError **error)
{
  int64_t n = MAX (less->replications, more->replications);

  if (!simulate (sizing, less, n, SEARCH_LEVEL, error) ||
      !simulate (sizing, more, n, SEARCH_LEVEL, error))
    return false;
  for (size_t i = 0; i < sizing->n_targets; i++)
    {
      int metric = sizing->targets[i].metric;

      if (less->estimates[metric].mean != more->estimates[metric].mean)
        return false;
    }
  return true;
}

typedef struct
{
  int missed, met; /* the greatest that misses, 0 for none; the least that meets, or 0 */
} Bracket;

static int
capacity_now (const ModelSizing *sizing)
{
  const ScenarioPlant *plant = &sizing->scenario->plant;

  for (size_t i = 0; i < plant->n_pools; i++)
    if (g_strcmp0 (plant->pools[i].id, sizing->pool) == 0)
      return MAX (1, plant->pools[i].capacity);
  g_return_val_if_reached (1);
}

static bool
bracket_above (const ModelSizing *sizing, Trial *first, Bracket *bracket, GError **error)
{
  g_autoptr (Trial) less = first;
  GError *failure = NULL;

  while (bracket->met == 0 && bracket->missed < MODEL_SIZING_MOST_CAPACITY)
    {
      int capacity = MIN (2 * bracket->missed, MODEL_SIZING_MOST_CAPACITY);
      bool is_met;
      g_autoptr (Trial) more = try_capacity (sizing, capacity, &is_met, error);

      if (more == NULL)
        return false;
      if (is_met)
        bracket->met = capacity;
      else if (is_saturated (sizing, less, more, &failure))
        return true;
      else if (failure != NULL)
        {
          g_propagate_error (error, failure);
          return false;
        }
      else
        bracket->missed = capacity;
      trial_free (less);
      less = g_steal_pointer (&more);
    }
  return true;
}

static bool
find_bracket (const ModelSizing *sizing, Bracket *bracket, GError **error)
{
  int capacity = capacity_now (sizing);
  bool is_met;

  *bracket = (Bracket){ 0 };
  g_autoptr (Trial) trial = try_capacity (sizing, capacity, &is_met, error);
  if (trial == NULL)
    return false;
  if (!is_met)
    {
      bracket->missed = capacity;
      return bracket_above (sizing, g_steal_pointer (&trial), bracket, error);
    }
  bracket->met = capacity;
  for (capacity /= 2; capacity > 0 && bracket->missed == 0; capacity /= 2)
    {
      g_autoptr (Trial) less = try_capacity (sizing, capacity, &is_met, error);

      if (less == NULL)
        return false;
      if (is_met)
        bracket->met = capacity;
      else
        bracket->missed = capacity;
    }
  return true;
}

static bool
bisect (const ModelSizing *sizing, Bracket *bracket, GError **error)
{
  while (bracket->met - bracket->missed > 1)
    {
      int middle = bracket->missed + (bracket->met - bracket->missed) / 2;
      bool is_met;
      g_autoptr (Trial) trial = try_capacity (sizing, middle, &is_met, error);

      if (trial == NULL)
        return false;
      if (is_met)
        bracket->met = middle;
      else
        bracket->missed = middle;
    }
  return true;
}

/* ---- The proof ---- */

/* Puts @capacity to proof number @number (from 1). */
static bool
prove (const ModelSizing *sizing,
       int capacity,
       int number,
       ModelSizingAnswer *answer,
       bool *ret_is_proved,
       GError **error)
{
  double error_probability = (1 - sizing->confidence) / pow (2, number) /
                             (double) sizing->n_targets / MODEL_SIZING_LOOKS;
  int64_t n = search_replications (sizing);
  g_autoptr (Trial) trial = trial_new (sizing, capacity, number, error);

  if (trial == NULL)
    return false;
  /* One side of the interval is what is claimed. */
  answer->level = 1 - 2 * error_probability;
  *ret_is_proved = false;
  for (int look = 0; look < MODEL_SIZING_LOOKS; look++, n *= 2)
    {
      if (!simulate (sizing, trial, n, answer->level, error))
        return false;
      Verdict verdict = judge (sizing, trial);
      answer->replications = n;
      *ret_is_proved = verdict == MET;
      if (verdict != OPEN)
        break;
    }
  return true;
}

int64_t
model_sizing_most_replications (const ModelSizing *sizing)
{
  return search_replications (sizing) << (MODEL_SIZING_LOOKS - 1);
}

bool
model_sizing_search (const ModelSizing *sizing,
                     ModelSizingAnswer *ret_answer,
                     GError **error)
{
  Bracket bracket;
  bool is_proved = false;
  ModelSizingAnswer answer = { 0 };

  g_return_val_if_fail (sizing->n_targets > 0, false);
  if (!find_bracket (sizing, &bracket, error))
    return false;
  answer.capacity = bracket.missed;
  answer.replications = search_replications (sizing);
  answer.level = sizing->confidence;
  if (bracket.met > 0)
    {
      if (!bisect (sizing, &bracket, error))
        return false;
      for (int number = 1; !is_proved && number <= MODEL_SIZING_PROOFS; number++)
        {
          answer.capacity = bracket.met + number - 1;
          if (!prove (sizing, answer.capacity, number, &answer, &is_proved, error))
            return false;
        }
    }
  answer.outcome = is_proved         ? MODEL_SIZING_PROVED
                   : bracket.met > 0 ? MODEL_SIZING_UNPROVED
                                     : MODEL_SIZING_UNREACHABLE;
  *ret_answer = answer;
  return true;
}
