/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrivals: who is injured, when, and with what body. */
#include "models/arrivals.h"

#include "models/natural-course.h"
#include "models/referral.h"
#include "models/site.h"
#include "models/trace.h"

#include <math.h>
#include <string.h>

static double
rate_at (const Scenario *scenario, SimTime time)
{
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  double per_year = arrivals->per_year;
  for (size_t i = 0; i < arrivals->n_changes && arrivals->changes[i].at <= time; i++)
    per_year = arrivals->changes[i].per_year;
  SimDate date =
      sim_date_from_epoch_day (scenario->start_epoch_day + sim_time_day (time));
  return per_year * arrivals->season[date.month - 1] /
         (SIM_DAYS_PER_YEAR * (double) SIM_DAY);
}

/* Who is on a list has been referred: those who were injured before the start and are
 * referred after it arrive like all others.  How long before the start that may have
 * been: later than its window nobody's referral matters to anybody. */
static SimTime
first_injury (const Scenario *scenario)
{
  /* One in a million is referred later still. */
  static const double rare = 1.0 - 1e-6;
  const ScenarioPatients *patients = &scenario->patients;
  if (!scenario->has_initial || patients->referral == NULL ||
      patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE)
    return 0;
  double longest = sim_distribution_quantile (patients->referral, rare);
  double window = scenario->harvest.window_days + scenario->harvest.tolerance_days + 1.0;
  return -sim_time_from_days (fmin (longest, window));
}

void
model_arrivals_init (ModelRun *run)
{
  const Scenario *scenario = run->scenario;
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  run->first_injury = first_injury (scenario);
  if (arrivals->kind != SCENARIO_ARRIVALS_POISSON)
    return;
  bool has_seasons = false;
  for (int month = 0; month < 12; month++)
    has_seasons |= arrivals->season[month] != 1.0;

  SimTime last = scenario->end + scenario->drain;
  size_t n_months =
      has_seasons ? (size_t) ((last - run->first_injury) / (28 * SIM_DAY)) + 2 : 0;
  /* Plain memory: workers make their runs at the same time, and GLib's slices would look
   * like races to the thread sanitizer. */
  g_autofree SimTime *times = g_new (SimTime, 1 + arrivals->n_changes + n_months);
  size_t n = 0;
  times[n++] = run->first_injury;
  for (size_t i = 0; i < arrivals->n_changes; i++)
    times[n++] = arrivals->changes[i].at;
  SimDate date = sim_date_from_epoch_day (scenario->start_epoch_day +
                                          sim_time_day (run->first_injury));
  for (size_t month = 0; month < n_months; month++)
    {
      date.day = 1;
      date.year += date.month == 12;
      date.month = date.month % 12 + 1;
      SimTime begin =
          (sim_date_to_epoch_day (date) - scenario->start_epoch_day) * SIM_DAY;
      if (begin > last)
        break;
      times[n++] = begin;
    }
  /* Insertion sort: months and changes are two ascending lists. */
  for (size_t i = 1; i < n; i++)
    for (size_t j = i; j > 0 && times[j] < times[j - 1]; j--)
      {
        SimTime swap = times[j];
        times[j] = times[j - 1];
        times[j - 1] = swap;
      }
  run->rate_begins = g_new (SimTime, n);
  run->rates = g_new (double, n);
  for (size_t i = 0; i < n; i++)
    {
      if (times[i] < run->first_injury)
        continue;
      if (run->n_rates > 0 && run->rate_begins[run->n_rates - 1] == times[i])
        continue;
      run->rate_begins[run->n_rates] = times[i];
      run->rates[run->n_rates++] = rate_at (scenario, times[i]);
    }
}

void
model_arrivals_clear (ModelRun *run)
{
  g_clear_pointer (&run->rate_begins, g_free);
  g_clear_pointer (&run->rates, g_free);
}

/* When the expected number of arrivals since run->next_exact reaches @expected. */
static void
advance_poisson (ModelRun *run, double expected)
{
  for (;;)
    {
      double rate = run->rates[run->rate_piece];
      bool is_last = run->rate_piece + 1 == run->n_rates;
      double until = is_last ? HUGE_VAL : (double) run->rate_begins[run->rate_piece + 1];
      if (rate > 0.0 && run->next_exact + expected / rate < until)
        {
          run->next_exact += expected / rate;
          return;
        }
      if (is_last)
        {
          run->next_exact = HUGE_VAL;
          return;
        }
      expected -= rate * (until - run->next_exact);
      run->next_exact = until;
      run->rate_piece++;
    }
}

/* The first random numbers of patient @number.  Those of the next few are made with them:
 * a processor works on several at the same time; one after the other they wait. */
static const ModelFirstNumbers *
first_numbers (ModelRun *run, int64_t number)
{
  int64_t at = number - run->first_block;
  if (at < 0 || at >= MODEL_ARRIVAL_BLOCKS)
    {
      for (int i = 0; i < MODEL_ARRIVAL_BLOCKS; i++)
        run->blocks[i].block = sim_stream_block (run->key, (uint64_t) (number + i),
                                                 MODEL_PURPOSE_ARRIVAL, 0);
      for (int i = 0; i < MODEL_ARRIVAL_BLOCKS; i++)
        run->blocks[i].expected = -log (sim_uniform (run->blocks[i].block.word[0]));
      for (int i = 0; i < MODEL_ARRIVAL_BLOCKS; i++)
        run->blocks[i].referral = model_run_duration (run->scenario->patients.referral,
                                                      run->blocks[i].block.word[2]);
      run->first_block = number;
      at = 0;
    }
  return &run->blocks[at];
}

/* Draws the injury of patient run->n_numbers + 1; SIM_TIME_NEVER: there is none. */
static SimTime
next_injury (ModelRun *run)
{
  const ScenarioArrivals *arrivals = &run->scenario->patients.arrivals;
  const ModelFirstNumbers *numbers = first_numbers (run, run->n_numbers + 1);
  SimTime next = SIM_TIME_NEVER;
  if (arrivals->kind == SCENARIO_ARRIVALS_TRACE)
    {
      if (run->next_row < arrivals->n_trace)
        next = sim_time_from_days (arrivals->trace[run->next_row].injured);
    }
  else
    {
      if (arrivals->kind == SCENARIO_ARRIVALS_POISSON)
        advance_poisson (run, numbers->expected);
      else
        run->next_exact += sim_distribution_quantile (
                               arrivals->interval, sim_uniform (numbers->block.word[0])) *
                           (double) SIM_DAY;
      if (run->next_exact < SIM_MAX_DAYS * (double) SIM_DAY)
        next = sim_time_from_seconds (run->next_exact);
    }
  return next;
}

static void
schedule_injury (ModelRun *run, SimTime at)
{
  sim_event_queue_schedule_in_order (run->queue, MODEL_LANE_ARRIVAL, at,
                                     SIM_PHASE_ARRIVAL, MODEL_EVENT_ARRIVAL, 0, 0);
}

/* With a size that the compiler knows it would use a string instruction, which takes
 * three times as long to begin as the library's loop to end. */
#ifdef __clang__
#define OPAQUE G_NO_INLINE
#else
#define OPAQUE __attribute__ ((noipa))
#endif

static OPAQUE void
copy (ModelPatient *to, const ModelPatient *from, size_t size)
{
  memcpy (to, from, size);
}

ModelPatient *
model_arrivals_new_patient (ModelRun *run)
{
  int32_t slot = run->free_slot;
  if (slot >= 0)
    run->free_slot = run->patients[slot].next_free;
  else
    {
      if (run->n_patients == run->n_allocated)
        {
          run->n_allocated = MAX (256, 2 * run->n_allocated);
          run->patients = g_renew (ModelPatient, run->patients, run->n_allocated);
        }
      slot = run->n_patients++;
      run->patients[slot].stamp = 0;
    }
  ModelPatient *patient = &run->patients[slot];
  uint32_t stamp = patient->stamp;
  static const ModelPatient blank = {
    .state = MODEL_STATE_REFERRING,
    .sex = -1,
    .row = -1,
    .listed = -1,
    .line = -1,
    .trace_row = -1,
    .age = NAN,
    .weight = NAN,
    .haemoglobin_first = NAN,
    .haemoglobin = NAN,
    .draw_volume = NAN,
    .dose = NAN,
    .referred = SIM_TIME_NEVER,
    .eligible = SIM_TIME_NEVER,
    .booked = SIM_TIME_NEVER,
    .harvested = SIM_TIME_NEVER,
    .cultured = SIM_TIME_NEVER,
    .released = SIM_TIME_NEVER,
    .infused = SIM_TIME_NEVER,
    .left = SIM_TIME_NEVER,
    .deadline = SIM_TIME_NEVER,
    .window_last = SIM_TIME_NEVER,
    .window_place = SIM_EVENT_NO_PLACE,
    .last_draw = SIM_TIME_NEVER,
    .line_since = SIM_TIME_NEVER,
    .stage_end = SIM_TIME_NEVER,
    .harvest_at = SIM_TIME_NEVER,
    .infusion_at = SIM_TIME_NEVER,
    .intake_day = INT64_MAX,
    .infusion_day = INT64_MAX,
    .infeasible_version = -1,
    .line_free_until = INT64_MIN,
    .release_place = MODEL_RELEASE_NONE,
    .grade_booking = MODEL_GRADE_NONE,
    .grade_infusion = MODEL_GRADE_NONE,
    .grade_outcome = MODEL_GRADE_NONE,
  };
  copy (patient, &blank, offsetof (ModelPatient, change_at));
  patient->stamp = stamp;
  patient->number = ++run->n_numbers;
  run->present++;
  return patient;
}

/* The body, blank numbers of @row drawn from the scenario's distributions. */
static void
draw_body (ModelRun *run, ModelPatient *patient, const ScenarioTraceRow *row)
{
  const ScenarioPatients *patients = &run->scenario->patients;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_BODY, 0);
  int sex = -1;
  if (patients->has_sex)
    sex = sim_uniform (block.word[0]) < patients->female ? SCENARIO_SEX_FEMALE
                                                         : SCENARIO_SEX_MALE;
  if (row != NULL && row->sex >= 0)
    sex = row->sex;
  patient->sex = (int8_t) sex;
  int law = MAX (sex, 0);
  if (patients->age != NULL)
    patient->age = sim_distribution_quantile (patients->age, sim_uniform (block.word[1]));
  if (patients->weight[law] != NULL)
    patient->weight =
        sim_distribution_quantile (patients->weight[law], sim_uniform (block.word[2]));
  if (patients->haemoglobin[law] != NULL)
    patient->haemoglobin_first = sim_distribution_quantile (patients->haemoglobin[law],
                                                            sim_uniform (block.word[3]));
  if (row != NULL)
    {
      patient->age = isnan (row->age) ? patient->age : row->age;
      patient->weight = isnan (row->weight) ? patient->weight : row->weight;
      if (!isnan (row->haemoglobin))
        patient->haemoglobin_first = row->haemoglobin;
    }
  patient->haemoglobin = patient->haemoglobin_first;
  patient->haemoglobin_at = run->now;
}

static void
draw_grade_and_site (ModelRun *run,
                     ModelPatient *patient,
                     const ScenarioTraceRow *row,
                     const SimBlock *block)
{
  const Scenario *scenario = run->scenario;
  int grade = MODEL_GRADE_NONE;
  if (scenario->patients.has_grades)
    {
      /* Without a jump out of the loop, which nobody could guess. */
      double u = sim_uniform (block->word[1]);
      for (int g = 0; g < SCENARIO_N_GRADES; g++)
        if (scenario->patients.grades[g] > 0.0)
          {
            grade = u < 0.0 ? grade : g;
            u -= scenario->patients.grades[g];
          }
    }
  if (row != NULL && row->grade >= 0)
    grade = row->grade;
  patient->grade_injury = patient->grade_known = patient->grade_referral =
      (uint8_t) grade;
  int site = 0;
  if (scenario->n_sites > 1)
    site = model_site_draw (run, sim_uniform (block->word[3]));
  if (row != NULL && row->site >= 0)
    site = row->site;
  patient->site = site;
}

SimTime
model_arrivals_set_window (ModelRun *run, ModelPatient *patient)
{
  const ScenarioHarvest *harvest = &run->scenario->harvest;
  if (!run->has_window)
    return SIM_TIME_NEVER;
  if (harvest->counts_dates)
    patient->deadline =
        (sim_time_day (patient->injured) + 1) * SIM_DAY + run->window_delay - SIM_SECOND;
  else
    patient->deadline = patient->injured + run->window_delay;
  patient->window_last = patient->deadline;
  if (harvest->tolerance_share > 0.0)
    {
      SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_SCREENING, 0);
      if (sim_uniform (block.word[2]) < harvest->tolerance_share)
        patient->window_last += sim_time_from_days (harvest->tolerance_days);
    }
  /* Dates: the window closes at the midnight behind its last second. */
  return patient->window_last + (harvest->counts_dates ? SIM_SECOND : 0);
}

/* The event of the window's closing is for the waiting alone, but injuries come in the
 * order of their windows, and referrals do not. */
static void
open_window (ModelRun *run, ModelPatient *patient)
{
  SimTime closes = model_arrivals_set_window (run, patient);
  if (closes == SIM_TIME_NEVER)
    return;
  /* Who was injured before the start may be too late already. */
  patient->window_place = sim_event_queue_schedule_in_order (
      run->queue, MODEL_LANE_WINDOW, MAX (closes, run->now), SIM_PHASE_EXPIRY,
      MODEL_EVENT_WINDOW, model_run_slot (run, patient), patient->stamp);
}

/* The row of the profile at @u.  Where the rows are an uncertain input, as many are
 * redrawn with replacement for each input draw, and @u picks among those: the bootstrap's
 * estimate of what other 13 patients might have shown. Source: Efron and Tibshirani 1993,
 * An Introduction to the Bootstrap, section 6.2. */
static int32_t
profile_row (const ModelRun *run, double u)
{
  const ScenarioProfile *profile = run->scenario->patients.profile;
  double n = (double) profile->n_rows;
  int32_t row = (int32_t) (u * n);
  if (!profile->resamples_inputs || run->scenario->input_draws == 0)
    return row;
  SimBlock block = model_run_input_block (run, SCENARIO_N_GRADES + (uint64_t) row / 4);
  return (int32_t) (sim_uniform (block.word[row % 4]) * n);
}

void
model_arrivals_draw_person (ModelRun *run,
                            ModelPatient *patient,
                            const ScenarioTraceRow *row,
                            const SimBlock *block)
{
  const ScenarioPatients *patients = &run->scenario->patients;
  draw_grade_and_site (run, patient, row, block);
  if (patients->has_sex || patients->age != NULL || patients->weight[0] != NULL ||
      patients->haemoglobin[0] != NULL || row != NULL)
    draw_body (run, patient, row);
  if (patients->profile != NULL && patients->arrivals.kind != SCENARIO_ARRIVALS_TRACE)
    {
      SimBlock pick = model_run_block (run, patient, MODEL_PURPOSE_PROFILE, 0);
      patient->row = profile_row (run, sim_uniform (pick.word[0]));
    }
}

/* Makes the patient who is injured at @at. */
static ModelPatient *
injure (ModelRun *run, SimTime at, SimTime *ret_referral)
{
  const Scenario *scenario = run->scenario;
  const ScenarioPatients *patients = &scenario->patients;
  const ScenarioTraceRow *row = NULL;
  ModelPatient *patient = model_arrivals_new_patient (run);
  patient->injured = at;
  bool is_trace = patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE;
  if (is_trace)
    {
      patient->row = (int32_t) run->next_row;
      row = &patients->arrivals.trace[run->next_row++];
    }
  patient->is_cohort = is_trace || (at >= scenario->warm_up && at < scenario->end);
  run->cohort_open += patient->is_cohort;

  const ModelFirstNumbers *numbers = first_numbers (run, patient->number);
  model_arrivals_draw_person (run, patient, row, &numbers->block);
  open_window (run, patient);
  if (scenario->n_improvements > 0)
    model_natural_course_draw (run, patient, 0.0);

  if (row != NULL && !isnan (row->referred))
    *ret_referral = at + sim_time_from_days (row->referred);
  else
    *ret_referral = at + numbers->referral;
  model_trace_mark_at (run, patient, MODEL_MARK_INJURY, 0, at);
  return patient;
}

void
model_arrivals_start (ModelRun *run)
{
  run->next_exact = (double) run->first_injury;
  run->rate_piece = 0;
  run->next_row = 0;
  run->first_block = -MODEL_ARRIVAL_BLOCKS;
  SimTime at = next_injury (run);
  for (; run->first_injury < 0 && at < 0; at = next_injury (run))
    {
      SimTime referral = at + first_numbers (run, run->n_numbers + 1)->referral;
      if (referral > 0)
        model_run_schedule (run, referral, SIM_PHASE_ARRIVAL, MODEL_EVENT_REFERRAL,
                            injure (run, at, &referral));
      else
        {
          run->n_numbers++;
          run->n_known++;
        }
    }
  schedule_injury (run, at);
}

void
model_arrivals_event (ModelRun *run)
{
  SimTime referral;
  ModelPatient *patient = injure (run, run->now, &referral);
  schedule_injury (run, next_injury (run));
  if (referral == run->now)
    model_referral_event (run, patient);
  else
    model_run_schedule (run, referral, SIM_PHASE_ARRIVAL, MODEL_EVENT_REFERRAL, patient);
}
