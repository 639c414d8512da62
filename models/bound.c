/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hindsight bound: what no rule could have exceeded on the same patients. */
#include "models/bound.h"

#include "models/attrition.h"
#include "models/harvest.h"
#include "models/infusion.h"
#include "models/measures.h"
#include "models/plant.h"
#include "models/schedule-bound.h"
#include "models/site.h"

#include <math.h>
#include <string.h>

/* ---- A patient, foreseen ---- */

/* What a batch that does not fail needs at least; the minima may be of several. */
typedef struct
{
  bool is_possible;
  SimTime transport;    /* of the marrow */
  SimTime before;       /* in the plant, until the line is taken */
  SimTime line;         /* the line held */
  SimTime to_infusion;  /* from taking the line to the product at the site */
  SimTime slowest_road; /* the longest transport of the marrow among them */
} Need;

static void
sum_stages (const ModelRun *run, const ModelPatient *patient, int batch, Need *need)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  bool has_begun = run->gate < 0;
  for (int stage = 0; stage < (int) plant->n_stages; stage++)
    {
      SimTime duration = model_plant_drawn_duration (run, patient, batch, stage);
      bool uses_gate = run->gate >= 0 && (plant->stages[stage].uses >> run->gate & 1);
      has_begun |= uses_gate;
      if (!has_begun)
        need->before += duration;
      else
        need->to_infusion += duration;
      if (uses_gate)
        need->line += duration;
    }
}

static Need
need_of_batch (const ModelRun *run, const ModelPatient *patient, int batch)
{
  Need need = { .is_possible = model_plant_can_succeed (run, patient, batch) };
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_MARROW, (uint64_t) batch);
  need.transport = need.slowest_road =
      model_run_duration (run->sites[patient->site].site->transport, block.word[0]);
  sum_stages (run, patient, batch, &need);
  need.to_infusion +=
      model_run_duration (run->scenario->infusion.transport, block.word[3]);
  return need;
}

static Need
need_of (const ModelRun *run, const ModelPatient *patient)
{
  Need least = { 0 };
  for (int batch = 0; batch <= run->scenario->plant.remake_attempts; batch++)
    {
      Need need = need_of_batch (run, patient, batch);
      if (!need.is_possible)
        continue;
      if (!least.is_possible)
        {
          least = need;
          continue;
        }
      least.transport = MIN (least.transport, need.transport);
      least.before = MIN (least.before, need.before);
      least.line = MIN (least.line, need.line);
      least.to_infusion = MIN (least.to_infusion, need.to_infusion);
      least.slowest_road = MAX (least.slowest_road, need.slowest_road);
    }
  return least;
}

/* The last instant at which the second judgement would pass the patient. */
static SimTime
covered_until (const ModelRun *run, const ModelPatient *patient)
{
  unsigned covered = run->scenario->infusion.grades;
  if (covered == 0 || patient->grade_injury == MODEL_GRADE_NONE)
    return SIM_TIME_NEVER;
  SimTime until = INT64_MIN;
  uint8_t grade = patient->grade_injury;
  for (int i = 0; i < patient->n_changes; i++)
    {
      if (covered >> grade & 1)
        until = patient->change_at[i] - SIM_SECOND;
      grade = patient->change_grade[i];
    }
  return covered >> grade & 1 ? SIM_TIME_NEVER : until;
}

static SimTime
last_infusion (const ModelRun *run, const ModelPatient *patient)
{
  SimTime last = covered_until (run, patient);
  /* Attrition comes before an infusion of the same instant. */
  SimTime leaves = model_attrition_time (run, patient);
  if (leaves != SIM_TIME_NEVER)
    last = MIN (last, leaves - SIM_SECOND);
  if (isfinite (run->scenario->infusion.latest_day))
    last = MIN (last, patient->injured +
                          sim_time_from_days (run->scenario->infusion.latest_day));
  return last;
}

/* Whether a harvest's marrow takes its line at once: the line counted at the harvest's
 * hour is free, and nothing is between. */
static bool
starts_at_harvest (const ModelRun *run, const ModelPatient *patient)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  const ScenarioStage *first = &plant->stages[0];
  const ScenarioPool *gate = &plant->pools[run->gate];
  bool falls = false;
  for (size_t i = 0; i < gate->n_changes; i++)
    falls |= gate->changes[i].capacity <
             (i == 0 ? gate->capacity : gate->changes[i - 1].capacity);
  return run->sites[patient->site].site->transport == NULL && !plant->has_intake &&
         run->call_ahead == 0 && gate->down_every == NULL && !falls &&
         first->uses == UINT64_C (1) << run->gate && first->calendar == NULL &&
         first->serum <= 0.0;
}

/* The last instant at which the marrow of the window's last harvest may begin. */
static SimTime
last_start (const ModelRun *run, const ModelPatient *patient, const Need *need)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  if (patient->window_last == SIM_TIME_NEVER || run->gate < 0 ||
      !(plant->stages[0].uses >> run->gate & 1))
    return SIM_TIME_NEVER;
  double expires = run->sites[patient->site].site->transport_expires_days;
  if (!isnan (expires))
    return patient->window_last + sim_time_from_days (expires);
  if (starts_at_harvest (run, patient))
    return patient->window_last;
  return patient->window_last + need->slowest_road + MODEL_BOUND_MARROW_WAIT;
}

/* Returns: false if no harvest is possible even where nobody else is */
static bool
first_harvest (const ModelRun *run, const ModelPatient *patient, SimTime *ret_harvest)
{
  const ModelSite *site = &run->sites[patient->site];
  if (run->scenario->blood != NULL && run->scenario->blood->starts_eligible)
    {
      /* Draws taken from now on are not planned yet: they are left out. */
      *ret_harvest = model_site_next_appointment (site, site->harvests, run->now);
      return *ret_harvest <= patient->window_last;
    }
  ModelPlan plan;
  if (model_harvest_plan (run, patient, run->now, run->now, INT64_MIN, &plan) !=
      MODEL_OBSTACLE_NONE)
    return false;
  *ret_harvest = plan.harvest_at;
  return true;
}

void
model_bound_note (ModelRun *run, const ModelPatient *patient)
{
  /* Nobody else is counted, so nobody else is given a line. */
  if (!patient->is_cohort)
    return;
  ModelBoundPatient note = { .grade_referral = patient->grade_referral };
  Need need = need_of (run, patient);
  SimTime harvest;
  if (need.is_possible && !model_infusion_is_stopped (run, patient) &&
      first_harvest (run, patient, &harvest))
    {
      int64_t day;
      SimTime last = last_infusion (run, patient);
      note.can_be_infused = true;
      note.earliest =
          model_plant_next_intake (run, harvest + need.transport, &day) + need.before;
      note.latest_start = last_start (run, patient, &need);
      if (last != SIM_TIME_NEVER)
        note.latest_start = MIN (note.latest_start, last - need.to_infusion);
      note.duration = need.line;
    }
  g_array_append_val (run->census, note);
}

/* ---- A replication ---- */

/* The gate's lines, as many as there ever were up to then. */
static GArray *
collect_steps (const Scenario *scenario)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (ModelBoundStep));
  if (scenario->plant.gate < 0)
    return steps;
  const ScenarioPool *pool = &scenario->plant.pools[scenario->plant.gate];
  ModelBoundStep step = { INT64_MIN / 4, pool->capacity };
  g_array_append_val (steps, step);
  for (size_t i = 0; i < pool->n_changes; i++)
    {
      step.from = pool->changes[i].at;
      step.lines = MAX (step.lines, pool->changes[i].capacity);
      g_array_append_val (steps, step);
    }
  return steps;
}

static double
bound_of (const GArray *census, const GArray *steps, const ModelBoundObjective *objective)
{
  g_autofree ModelBoundJob *jobs = g_new (ModelBoundJob, census->len + 1);
  size_t n = 0;
  bool is_whole = true;
  for (int g = 0; g < MODEL_N_GRADES; g++)
    is_whole &= objective->weights[g] == floor (objective->weights[g]);
  for (guint i = 0; i < census->len; i++)
    {
      const ModelBoundPatient *note = &g_array_index (census, ModelBoundPatient, i);
      if (note->can_be_infused)
        jobs[n++] = (ModelBoundJob){ objective->weights[note->grade_referral],
                                     note->earliest, note->latest_start, note->duration };
    }
  double bound = model_schedule_bound (
      jobs, n, (const ModelBoundStep *) (const void *) steps->data, steps->len);
  /* The sum's rounding is far below the millionth. */
  return is_whole ? floor (bound + 1e-6) : bound;
}

bool
model_bound_replications (const Scenario *scenario,
                          uint64_t seed,
                          int64_t n_replications,
                          const ModelBoundObjective *objectives,
                          size_t n_objectives,
                          double *ret_bounds,
                          GError **error)
{
  g_return_val_if_fail (!scenario->has_initial, false);
  ModelMeasures *measures = model_measures_new (scenario);
  g_autoptr (ModelRun) run = model_run_new (scenario, 0, measures);
  g_autoptr (GArray) census = g_array_new (FALSE, FALSE, sizeof (ModelBoundPatient));
  g_autoptr (GArray) steps = collect_steps (scenario);
  bool is_done = true;
  SimRecord record;
  sim_record_init (&record, measures->catalogue);
  run->census = census;
  for (int64_t r = 0; r < n_replications && is_done; r++)
    {
      g_array_set_size (census, 0);
      sim_record_reset (&record, measures->catalogue);
      is_done = model_run_replicate (run, seed, r, false, &record, error);
      for (size_t o = 0; o < n_objectives && is_done; o++)
        ret_bounds[o * (size_t) n_replications + (size_t) r] =
            bound_of (census, steps, &objectives[o]);
    }
  sim_record_clear (&record, measures->catalogue);
  g_clear_pointer (&run, model_run_free);
  model_measures_free (measures);
  return is_done;
}

/* ---- What a rule reached of it ---- */

SimEstimate
model_bound_share (const double *reached,
                   const double *bounds,
                   int64_t n_replications,
                   int64_t draw_replications,
                   double level)
{
  int64_t size = MAX (draw_replications, 1);
  int64_t n = (n_replications + size - 1) / size;
  double sum = 0, bound = 0, squares = 0, mean = 0;
  g_autofree double *own = g_new0 (double, n);
  g_autofree double *limit = g_new0 (double, n);
  for (int64_t r = 0; r < n_replications; r++)
    {
      own[r / size] += reached[r];
      limit[r / size] += bounds[r];
      sum += reached[r];
      bound += bounds[r];
    }
  SimEstimate share = { n_replications, NAN, NAN, NAN, NAN };
  if (bound <= 0)
    return share;
  share.mean = sum / bound;
  if (n < 2)
    return share;
  for (int64_t i = 0; i < n; i++)
    mean += (sum - own[i]) / (bound - limit[i]) / (double) n;
  for (int64_t i = 0; i < n; i++)
    {
      double off = (sum - own[i]) / (bound - limit[i]) - mean;
      squares += off * off;
    }
  double error = sqrt ((double) (n - 1) / (double) n * squares);
  double reach = sim_confidence_t_quantile (level, (double) (n - 1)) * error;
  share.sd = error * sqrt ((double) n);
  share.low = share.mean - reach;
  share.high = share.mean + reach;
  return share;
}
