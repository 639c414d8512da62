/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting: patients who leave, and levels, are added to the columns of the record. */
#include "models/counting.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static double
cost_of (const Scenario *scenario, const ModelPatient *patient)
{
  double cost = 0.0;
  for (size_t i = 0; i < scenario->n_costs; i++)
    {
      double n = 0.0;
      switch (scenario->costs[i].per)
        {
        case SCENARIO_COST_PRODUCT:
          n = patient->released != SIM_TIME_NEVER;
          break;
        case SCENARIO_COST_HARVEST:
          n = patient->harvests;
          break;
        case SCENARIO_COST_DRAW:
          n = patient->draws_all;
          break;
        case SCENARIO_COST_LINE_DAY:
          n = sim_time_to_days (patient->line_time);
          break;
        }
      cost += n * scenario->costs[i].amount;
    }
  return cost;
}

/* Whether the patient belongs to the metric group @index: by the grade at referral. */
static bool
is_in_own_group (const ModelRun *run, const ModelPatient *patient, size_t index)
{
  const ScenarioGroup *group = &run->scenario->groups[index];
  if (group->grades != 0 && !(group->grades >> patient->grade_referral & 1))
    return false;
  if ((group->site >= 0 && group->site != patient->site) ||
      (group->sex >= 0 && group->sex != patient->sex))
    return false;
  SimTime at = patient->referred == SIM_TIME_NEVER ? patient->injured : patient->referred;
  double age = model_patient_age_at (patient, at);
  return (isnan (group->min_age) || age >= group->min_age) &&
         (isnan (group->max_age) || age <= group->max_age);
}

/* What few scenarios count, computed once for all of a patient's cells: at most five
 * columns of the outcome, the cost, two for each score and one for each event. */
static void
add_extra (ModelRun *run, int column, double value)
{
  run->extras[run->n_extras++] = (ModelExtra){ column, value };
}

static void
add_outcome (ModelRun *run, const ModelPatient *patient)
{
  const ModelMeasures *measures = run->measures;
  const ScenarioOutcome *outcome = run->scenario->outcome;
  for (int i = 0; i < measures->n_events; i++)
    if (patient->adverse >> i & 1)
      add_extra (run, measures->column_event + i, 1.0);
  if (patient->grade_outcome == MODEL_GRADE_NONE)
    return;
  int steps = patient->grade_outcome - patient->grade_infusion;
  add_extra (run, MODEL_COLUMN_IMPROVED, steps >= 1);
  add_extra (run, MODEL_COLUMN_IMPROVED_TWO, steps >= 2);
  add_extra (run, MODEL_COLUMN_IMPROVED_NATURAL, patient->natural_steps >= 1);
  add_extra (run, MODEL_COLUMN_BENEFIT, (steps >= 1) - (patient->natural_steps >= 1));
  add_extra (run, MODEL_COLUMN_OUTCOME_GRADE + patient->grade_outcome, 1.0);
  for (size_t i = 0; i < outcome->n_scores; i++)
    {
      const ScenarioScore *score = &outcome->scores[i];
      if (score->grade != (ScenarioGrade) patient->grade_infusion)
        continue;
      int id = 0;
      while (strcmp (measures->score_ids[id], score->id) != 0)
        id++;
      double u = model_run_uniform_of (run, patient, MODEL_PURPOSE_SCORE, (uint64_t) id);
      add_extra (run, measures->column_score + 2 * id,
                 score->mean + score->sd * gsl_cdf_ugaussian_Pinv (u));
      add_extra (run, measures->column_score + 2 * id + 1, 1.0);
    }
}

/* The part of the path from the harvest on. */
static void
count_batches (const ModelPatient *patient,
               bool is_infused,
               double *columns,
               SimHistogram *histograms)
{
  if (patient->harvests > 0)
    {
      SimTime day = patient->last_harvest - patient->injured;
      SimTime wasted = is_infused ? patient->wasted_line : patient->line_time;
      columns[MODEL_COLUMN_DRAWS] += patient->draws_all;
      columns[MODEL_COLUMN_HARVESTS_IN_VAIN] += patient->harvests - is_infused;
      columns[MODEL_COLUMN_HARVEST_DAY] += (double) day;
      columns[MODEL_COLUMN_WASTED_LINE] += (double) wasted;
      sim_histogram_add (&histograms[MODEL_TIME_HARVEST_DAY], day);
    }
  if (patient->released != SIM_TIME_NEVER)
    {
      columns[MODEL_COLUMN_RELEASED] += 1.0;
      columns[MODEL_COLUMN_WASTED_PRODUCTS] += !is_infused;
    }
  if (is_infused)
    {
      SimTime day = patient->infused - patient->injured;
      SimTime lead = patient->infused - patient->harvested;
      columns[MODEL_COLUMN_INFUSION_DAY] += (double) day;
      columns[MODEL_COLUMN_VEIN_TO_VEIN] += (double) lead;
      sim_histogram_add (&histograms[MODEL_TIME_INFUSION_DAY], day);
      sim_histogram_add (&histograms[MODEL_TIME_VEIN_TO_VEIN], lead);
    }
}

static void
count_in_cell (ModelRun *run, const ModelPatient *patient, int fate, int cell)
{
  double *columns = run->record->columns + cell * run->measures->stride;
  SimHistogram *histograms = run->record->histograms + cell * MODEL_N_TIMES;
  bool is_infused = fate == MODEL_FATE_INFUSED;
  columns[MODEL_COLUMN_FATES + fate] += 1.0;
  columns[MODEL_COLUMN_REFERRED] += patient->referred != SIM_TIME_NEVER;
  columns[MODEL_COLUMN_ELIGIBLE] += patient->eligible != SIM_TIME_NEVER;
  if (patient->draws_all > 0)
    {
      columns[MODEL_COLUMN_DRAWN_PATIENTS] += 1.0;
      if (!is_infused)
        columns[MODEL_COLUMN_BLOOD_IN_VAIN] += patient->blood_taken_ml;
    }
  if (patient->booked != SIM_TIME_NEVER)
    {
      SimTime wait = patient->booked - patient->eligible;
      columns[MODEL_COLUMN_WAIT] += (double) wait;
      sim_histogram_add (&histograms[MODEL_TIME_WAIT], wait);
    }
  count_batches (patient, is_infused, columns, histograms);
  for (int i = 0; i < run->n_extras; i++)
    columns[run->extras[i].column] += run->extras[i].value;
}

/* The chart `latest-referral`: who could be harvested, by the day of referral. */
static void
count_chance (ModelRun *run, const ModelPatient *patient, int fate)
{
  const ModelMeasures *measures = run->measures;
  if (measures->n_chance_days == 0 || patient->referred == SIM_TIME_NEVER ||
      (patient->eligible == SIM_TIME_NEVER && fate != MODEL_FATE_LATE_REFERRAL))
    return;
  int64_t day = (patient->referred - patient->injured) / SIM_DAY;
  if (day >= measures->n_chance_days)
    return;
  /* The group of all is the sum, taken in the end; who is in none of the others counts
   * there at once. */
  int group = patient->grade_referral + 1;
  if (group >= measures->n_monthly_groups)
    group = 0;
  size_t point =
      (size_t) (measures->series_chance + group * measures->n_chance_days + (int) day);
  run->record->series[point] += patient->harvests > 0;
  run->record->series_base[point] += 1.0;
}

static void
finish_chance (ModelRun *run)
{
  const ModelMeasures *measures = run->measures;
  double *series = run->record->series + measures->series_chance;
  double *base = run->record->series_base + measures->series_chance;
  const int n = measures->n_chance_days;
  for (int group = 1; group < measures->n_monthly_groups; group++)
    for (int day = 0; day < n; day++)
      {
        series[day] += series[group * n + day];
        base[day] += base[group * n + day];
      }
}

/* When the decision comes that a listed patient's state waits for: eligibility, booking,
 * harvest or infusion; the end, where it never comes. */
static SimTime
decision_of (const ModelPatient *patient)
{
  SimTime at = patient->infused;
  switch (patient->state_first)
    {
    case MODEL_STATE_REFERRING:
    case MODEL_STATE_SCREENING:
      at = patient->eligible;
      break;
    case MODEL_STATE_WAITING:
      at = patient->booked;
      break;
    case MODEL_STATE_BOOKED:
      if (patient->harvests > 0)
        at = patient->last_harvest;
      break;
    default:
      break;
    }
  return at != SIM_TIME_NEVER ? at : patient->left;
}

static void
count_listed (ModelRun *run, const ModelPatient *patient, int fate)
{
  const ModelMeasures *measures = run->measures;
  double *columns = run->record->columns + measures->column_listed +
                    patient->listed * (MODEL_LISTED_FATES + measures->n_fates);
  SimHistogram *histograms = run->record->histograms + measures->histogram_listed +
                             patient->listed * MODEL_N_LISTED_TIMES;
  columns[MODEL_LISTED_HARVESTED] = patient->harvests > 0;
  columns[MODEL_LISTED_INJURED] = sim_time_to_days (patient->injured);
  columns[MODEL_LISTED_FATES + fate] = 1.0;
  sim_histogram_add (&histograms[MODEL_LISTED_DECISION_DAY],
                     decision_of (patient) - patient->injured);
  if (patient->harvests > 0)
    sim_histogram_add (&histograms[MODEL_LISTED_HARVEST_DAY],
                       patient->last_harvest - patient->injured);
  if (fate == MODEL_FATE_INFUSED)
    sim_histogram_add (&histograms[MODEL_LISTED_INFUSION_DAY],
                       patient->infused - patient->injured);
  static const double probabilities[] = { 0.1, 0.5, 0.9 };
  for (int t = 0; t < MODEL_N_LISTED_TIMES; t++)
    sim_histogram_quantiles (&histograms[t], probabilities, 3,
                             columns + MODEL_LISTED_QUANTILES + 3 * t);
}

void
model_counting_patient (ModelRun *run, const ModelPatient *patient, int fate)
{
  const ModelMeasures *measures = run->measures;
  const Scenario *scenario = run->scenario;
  run->n_extras = 0;
  if (scenario->n_costs > 0)
    add_extra (run, MODEL_COLUMN_COST, cost_of (scenario, patient));
  if (scenario->outcome != NULL)
    add_outcome (run, patient);
  count_in_cell (run, patient, fate, MODEL_CELL_GRADE + patient->grade_referral);
  if (measures->cell_site >= 0 && patient->site < measures->n_sites)
    count_in_cell (run, patient, fate, measures->cell_site + patient->site);
  if (measures->cell_sex >= 0 && patient->sex >= 0)
    count_in_cell (run, patient, fate, measures->cell_sex + patient->sex);
  if (measures->cell_age >= 0 && !isnan (patient->age))
    {
      double age = floor (patient->age);
      count_in_cell (run, patient, fate,
                     measures->cell_age + (age >= 18.0) + (age >= 65.0));
    }
  for (size_t i = 0; i < scenario->n_groups; i++)
    if (is_in_own_group (run, patient, i))
      count_in_cell (run, patient, fate, measures->cell_own + (int) i);
  count_chance (run, patient, fate);
  if (patient->listed >= 0)
    count_listed (run, patient, fate);
}

/* The month's counts, and the group of all as their sum. */
static void
close_counts (ModelRun *run)
{
  const ModelMeasures *measures = run->measures;
  double *series = run->record->series + measures->series_monthly + run->month;
  for (int what = 0; what < MODEL_N_MONTHLY; what++)
    {
      uint32_t sum = 0;
      for (int grade = 0; grade < MODEL_N_GRADES; grade++)
        {
          uint32_t count = run->monthly[what][grade];
          sum += count;
          if (grade + 1 < measures->n_monthly_groups)
            series[(grade + 1) * measures->n_months] = count;
        }
      *series = sum;
      series += measures->n_monthly_groups * measures->n_months;
    }
  memset (run->monthly, 0, sizeof run->monthly);
}

void
model_counting_month (ModelRun *run)
{
  const ModelMeasures *measures = run->measures;
  const int month = run->month;
  close_counts (run);
  double *series = run->record->series + measures->series_levels + month;
  double seconds =
      (double) ((measures->month_starts[month + 1] - measures->month_starts[month]) *
                SIM_DAY);
  sim_level_integrate (&run->level_waiting, run->now);
  *series = (double) (run->level_waiting.integral - run->waiting_at_month) / seconds;
  run->waiting_at_month = run->level_waiting.integral;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      sim_pool_integrate (pool->pool, run->now);
      int64_t in_use = sim_pool_integral_in_use (pool->pool);
      int64_t available = sim_pool_integral_available (pool->pool);
      series += measures->n_months;
      *series = (double) (in_use - pool->in_use_at_month) / seconds;
      series += measures->n_months;
      *series = (double) (available - pool->available_at_month) / seconds;
      pool->in_use_at_month = in_use;
      pool->available_at_month = available;
    }
}

/* What the fates and the histograms tell without being counted patient by patient. */
static void
derive_counts (ModelRun *run, int cell)
{
  double *columns = run->record->columns + cell * run->measures->stride;
  const SimHistogram *histograms = run->record->histograms + cell * MODEL_N_TIMES;
  const double *fates = columns + MODEL_COLUMN_FATES;
  const SimHistogram *wait = &histograms[MODEL_TIME_WAIT];

  for (int fate = 0; fate < run->measures->n_fates; fate++)
    columns[MODEL_COLUMN_INJURED] += fates[fate];
  for (int fate = MODEL_FATE_WINDOW_LINE; fate <= MODEL_FATE_WINDOW_RULE; fate++)
    columns[MODEL_COLUMN_LOST_WINDOW] += fates[fate];
  columns[MODEL_COLUMN_INFUSED] = fates[MODEL_FATE_INFUSED];
  columns[MODEL_COLUMN_HARVESTED] = (double) histograms[MODEL_TIME_HARVEST_DAY].count;
  columns[MODEL_COLUMN_BOOKED] = (double) wait->count;
  columns[MODEL_COLUMN_BOOKED_7] = (double) sim_histogram_count_until (wait, 7 * 24);
  columns[MODEL_COLUMN_BOOKED_14] = (double) sim_histogram_count_until (wait, 14 * 24);
  columns[MODEL_COLUMN_BOOKED_21] = (double) sim_histogram_count_until (wait, 21 * 24);
}

/* Sums of times in days, the cell `all`, and each cell's own quantiles. */
static void
finish_cell (ModelRun *run, int cell)
{
  double *columns = run->record->columns + cell * run->measures->stride;
  const SimHistogram *histograms = run->record->histograms + cell * MODEL_N_TIMES;
  static const int sums[] = { MODEL_COLUMN_WAIT, MODEL_COLUMN_HARVEST_DAY,
                              MODEL_COLUMN_INFUSION_DAY, MODEL_COLUMN_VEIN_TO_VEIN,
                              MODEL_COLUMN_WASTED_LINE };
  for (size_t i = 0; i < G_N_ELEMENTS (sums); i++)
    columns[sums[i]] /= (double) SIM_DAY;
  for (int t = 0; t < MODEL_N_TIMES; t++)
    {
      static const double probabilities[] = { 0.5, 0.9 };
      sim_histogram_quantiles (&histograms[t], probabilities, 2,
                               columns + MODEL_COLUMN_QUANTILES + 2 * t);
    }
}

void
model_counting_finish (ModelRun *run)
{
  const ModelMeasures *measures = run->measures;
  SimRecord *record = run->record;
  for (int cell = MODEL_CELL_GRADE; cell < measures->n_cells; cell++)
    derive_counts (run, cell);
  for (int g = 0; g < MODEL_N_GRADES; g++)
    {
      int cell = MODEL_CELL_GRADE + g;
      const double *columns = record->columns + cell * measures->stride;
      if (columns[MODEL_COLUMN_INJURED] <= 0.0)
        continue;
      for (int i = 0; i < measures->stride; i++)
        record->columns[i] += columns[i];
      for (int t = 0; t < MODEL_N_TIMES; t++)
        sim_histogram_merge (&record->histograms[t],
                             &record->histograms[cell * MODEL_N_TIMES + t]);
    }
  for (int cell = 0; cell < measures->n_cells; cell++)
    finish_cell (run, cell);
  finish_chance (run);

  double seconds = (double) (run->scenario->end - run->scenario->warm_up);
  double *global = record->columns + measures->column_global;
  global[MODEL_GLOBAL_INFUSED_PER_YEAR] =
      (double) run->infused_in_period / (seconds / (double) SIM_DAY / SIM_DAYS_PER_YEAR);
  global[MODEL_GLOBAL_WAITING] =
      (double) (run->waiting_at_end - run->waiting_at_warm_up) / seconds;
  global[MODEL_GLOBAL_WAITING_MAX] = (double) run->waiting_max;
  global[MODEL_GLOBAL_RESERVED] =
      (double) (run->reserved_at_end - run->reserved_at_warm_up) / seconds;
  global[MODEL_GLOBAL_IDLE] =
      (double) (run->idle_at_end - run->idle_at_warm_up) / seconds;
  double *pools = record->columns + measures->column_pools;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      const ModelPool *pool = &run->pools[i];
      pools[2 * i] = (double) (pool->in_use_at_end - pool->in_use_at_warm_up);
      pools[2 * i + 1] = (double) (pool->available_at_end - pool->available_at_warm_up);
    }
}

void
model_counting_begin_period (ModelRun *run)
{
  sim_level_integrate (&run->level_waiting, run->now);
  sim_level_integrate (&run->level_reserved, run->now);
  sim_level_integrate (&run->level_idle, run->now);
  run->waiting_at_warm_up = run->level_waiting.integral;
  run->reserved_at_warm_up = run->level_reserved.integral;
  run->idle_at_warm_up = run->level_idle.integral;
  run->level_waiting.greatest = run->level_waiting.value;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      sim_pool_integrate (pool->pool, run->now);
      pool->in_use_at_warm_up = sim_pool_integral_in_use (pool->pool);
      pool->available_at_warm_up = sim_pool_integral_available (pool->pool);
    }
}

void
model_counting_end_period (ModelRun *run)
{
  sim_level_integrate (&run->level_waiting, run->now);
  sim_level_integrate (&run->level_reserved, run->now);
  sim_level_integrate (&run->level_idle, run->now);
  run->waiting_at_end = run->level_waiting.integral;
  run->reserved_at_end = run->level_reserved.integral;
  run->idle_at_end = run->level_idle.integral;
  run->waiting_max = run->level_waiting.greatest;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      sim_pool_integrate (pool->pool, run->now);
      pool->in_use_at_end = sim_pool_integral_in_use (pool->pool);
      pool->available_at_end = sim_pool_integral_available (pool->pool);
    }
}
