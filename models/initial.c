/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <initial> list: patients who are in the system when the run starts. */
#include "models/initial.h"

#include "models/allocation.h"
#include "models/arrivals.h"
#include "models/attrition.h"
#include "models/blood-initial.h"
#include "models/blood.h"
#include "models/harvest.h"
#include "models/infusion.h"
#include "models/natural-course.h"
#include "models/plant.h"
#include "models/referral.h"
#include "models/site.h"
#include "models/trace.h"

#include <math.h>

static SimTime
first_known (SimTime own, SimTime later)
{
  return own != SIM_TIME_NEVER ? own : later;
}

static uint8_t
state_of (const ScenarioInitialRow *row)
{
  if (row->released != SIM_TIME_NEVER)
    return MODEL_STATE_PRODUCT;
  if (row->stage >= 0)
    return row->queued != SIM_TIME_NEVER ? MODEL_STATE_QUEUEING : MODEL_STATE_CULTURE;
  if (row->harvested != SIM_TIME_NEVER)
    return MODEL_STATE_MARROW;
  if (row->planned_harvest != SIM_TIME_NEVER)
    return MODEL_STATE_BOOKED;
  if (row->eligible != SIM_TIME_NEVER || row->booked != SIM_TIME_NEVER)
    return MODEL_STATE_WAITING;
  return row->referred != SIM_TIME_NEVER ? MODEL_STATE_SCREENING : MODEL_STATE_REFERRING;
}

/* Who goes first where rows claim the same place: the further on the path, then the
 * earlier there. */
static SimTime
claim_of (const ScenarioInitialRow *row)
{
  switch (state_of (row))
    {
    case MODEL_STATE_QUEUEING:
      return row->queued;
    case MODEL_STATE_MARROW:
      /* Who has arrived goes before whoever is on the way. */
      return row->arrived != SIM_TIME_NEVER ? row->arrived - SIM_TIME_NEVER / 2
                                            : row->harvested;
    case MODEL_STATE_BOOKED:
      return row->planned_harvest;
    default:
      return 0;
    }
}

static int
compare_claims (const void *a, const void *b, void *data)
{
  const Scenario *scenario = data;
  int32_t x = *(const int32_t *) a, y = *(const int32_t *) b;
  const ScenarioInitialRow *row = &scenario->initial[x], *other = &scenario->initial[y];
  if (state_of (row) != state_of (other))
    return state_of (row) > state_of (other) ? -1 : 1;
  SimTime claim = claim_of (row), claim_of_other = claim_of (other);
  if (claim != claim_of_other)
    return claim < claim_of_other ? -1 : 1;
  return x - y;
}

void
model_initial_init (ModelRun *run)
{
  const Scenario *scenario = run->scenario;
  if (scenario->n_initial == 0)
    return;
  run->initial_order = g_new (int32_t, scenario->n_initial);
  for (size_t i = 0; i < scenario->n_initial; i++)
    run->initial_order[i] = (int32_t) i;
  g_qsort_with_data (run->initial_order, (int) scenario->n_initial, sizeof (int32_t),
                     compare_claims, (void *) scenario);
}

static void
tell_past (ModelRun *run, const ModelPatient *patient)
{
  model_trace_mark_at (run, patient, MODEL_MARK_INJURY, 0, patient->injured);
  if (patient->referred != SIM_TIME_NEVER)
    model_trace_mark_at (run, patient, MODEL_MARK_REFERRAL, 0, patient->referred);
  if (patient->eligible != SIM_TIME_NEVER)
    model_trace_span (run, patient, MODEL_SPAN_WAITING, -1, -1, patient->eligible,
                      MIN (run->now, patient->booked));
  for (int i = 0; i < patient->draws; i++)
    model_trace_mark_at (run, patient, MODEL_MARK_DRAW, i + 1, patient->drawn_at[i]);
  if (patient->harvested == SIM_TIME_NEVER)
    return;
  model_trace_span (run, patient, MODEL_SPAN_BOOKED, -1, -1, patient->booked,
                    patient->harvested);
  model_trace_mark_at (run, patient, MODEL_MARK_HARVEST, 0, patient->harvested);
}

/* The window by what is known: by the list, or by a harvest, planned or made, or a wait
 * behind the guide's day, which only those have who are given some days more. */
static void
set_window (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row)
{
  SimTime closes = model_arrivals_set_window (run, patient);
  if (closes == SIM_TIME_NEVER)
    return;
  const ScenarioHarvest *harvest = &run->scenario->harvest;
  SimTime latest =
      row->harvested != SIM_TIME_NEVER ? row->harvested : row->planned_harvest;
  bool is_behind = latest != SIM_TIME_NEVER
                       ? latest > patient->window_last
                       : harvest->tolerance_share > 0.0 && closes < run->now;
  SimTime extra = patient->window_last - patient->deadline;
  if (row->tolerant == 0)
    extra = 0;
  else if (row->tolerant == 1 || is_behind)
    extra = sim_time_from_days (harvest->tolerance_days);
  closes += patient->deadline + extra - patient->window_last;
  patient->window_last = patient->deadline + extra;
  model_run_schedule (run, MAX (closes, run->now), SIM_PHASE_EXPIRY, MODEL_EVENT_WINDOW,
                      patient);
}

static void
set_times (ModelPatient *patient, const ScenarioInitialRow *row)
{
  patient->harvested = patient->harvest_at = row->harvested;
  patient->booked = patient->booked_at = first_known (row->booked, row->harvested);
  patient->eligible = first_known (row->eligible, patient->booked);
  patient->referred = first_known (row->referred, patient->eligible);
  patient->batch = (int8_t) row->remakes;
  if (patient->harvested == SIM_TIME_NEVER)
    return;
  patient->harvests = 1;
  patient->last_harvest = patient->harvested;
}

/* The patient as the list knows him, in no state yet. */
static void
make_patient (ModelRun *run, int index)
{
  const ScenarioInitialRow *row = &run->scenario->initial[index];
  ModelPatient *patient = model_arrivals_new_patient (run);
  patient->listed = index;
  patient->state_first = state_of (row);
  patient->injured = row->injured;
  patient->is_cohort = true;
  run->cohort_open++;
  const ScenarioTraceRow known = { .sex = row->sex,
                                   .grade = row->grade,
                                   .site = row->site,
                                   .age = row->age,
                                   .weight = row->weight,
                                   .haemoglobin = row->haemoglobin };
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_ARRIVAL, 0);
  model_arrivals_draw_person (run, patient, &known, &block);
  if (!isnan (row->haemoglobin_first))
    {
      patient->haemoglobin_first = row->haemoglobin_first;
      if (isnan (row->haemoglobin))
        patient->haemoglobin = row->haemoglobin_first;
    }
  set_times (patient, row);
  SimTime graded = row->graded != SIM_TIME_NEVER ? row->graded : run->now;
  model_natural_course_draw (run, patient, sim_time_to_days (graded - patient->injured));
  if (patient->state_first == MODEL_STATE_WAITING)
    patient->grade_known = model_patient_grade_at (patient, run->now);
  if (row->grade_referral >= 0)
    patient->grade_referral = (uint8_t) row->grade_referral;
  if (patient->booked != SIM_TIME_NEVER)
    patient->grade_booking = patient->grade_known;
  if (patient->eligible != SIM_TIME_NEVER)
    {
      run->n_eligible++;
      model_blood_set_row (run, patient);
      model_blood_resume (run, patient, row);
    }
  set_window (run, patient, row);
  tell_past (run, patient);
}

/* Whose line is still to come has an open booking. */
static void
take_booking (ModelRun *run, ModelPatient *patient)
{
  if (run->gate < 0)
    return;
  patient->has_booking = true;
  run->open_bookings++;
  run->marrows += patient->harvested != SIM_TIME_NEVER;
}

/* Whether no stage so far has used a line. */
static bool
is_before_line (const ModelRun *run, const ScenarioInitialRow *row)
{
  int n_begun = row->stage + (row->queued == SIM_TIME_NEVER);
  for (int stage = 0; stage < n_begun; stage++)
    if (run->stages[stage].uses_gate)
      return false;
  return true;
}

/* On the way to a site, or in screening; a window that has closed ends it at once. */
static void
enter_screening (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row)
{
  const Scenario *scenario = run->scenario;
  patient->state = patient->state_first;
  if (run->now > patient->window_last)
    {
      model_run_leave (run, patient, MODEL_FATE_LATE_REFERRAL);
      return;
    }
  if (patient->referred == SIM_TIME_NEVER)
    {
      SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_ARRIVAL, 0);
      SimTime left = model_run_residual (scenario->patients.referral,
                                         run->now - patient->injured, block.word[2]);
      model_run_schedule (run, run->now + left, SIM_PHASE_ARRIVAL, MODEL_EVENT_REFERRAL,
                          patient);
      return;
    }
  SimTime began = first_known (row->transferred, patient->referred);
  if (began > run->now)
    {
      model_run_schedule (run, began, SIM_PHASE_ARRIVAL, MODEL_EVENT_TRANSFERRED,
                          patient);
      return;
    }
  if (scenario->has_sites && scenario->sites[patient->site].opens > run->now)
    {
      model_referral_transfer (run, patient);
      return;
    }
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_SCREENING, 0);
  SimTime left = model_run_residual (scenario->eligibility.screening, run->now - began,
                                     block.word[0]);
  model_run_schedule (run, run->now + left, SIM_PHASE_ARRIVAL, MODEL_EVENT_SCREENED,
                      patient);
}

static bool
has_recovered (const ModelRun *run, const ModelPatient *patient)
{
  return run->scenario->has_eligibility && patient->grade_known != MODEL_GRADE_NONE &&
         !(run->scenario->eligibility.grades >> patient->grade_known & 1);
}

static void
enter_state (ModelRun *run, ModelPatient *patient)
{
  const ScenarioInitialRow *row = &run->scenario->initial[patient->listed];
  if (patient->eligible == SIM_TIME_NEVER)
    {
      enter_screening (run, patient, row);
      return;
    }
  model_attrition_schedule (run, patient);
  if (patient->state_first == MODEL_STATE_WAITING)
    {
      model_allocation_enter (run, patient);
      if (has_recovered (run, patient))
        model_run_leave (run, patient, MODEL_FATE_RECOVERED_WAITING);
      return;
    }
  if (run->scenario->has_sites)
    model_site_take_bed (run, patient);
  if (patient->state_first != MODEL_STATE_PRODUCT && is_before_line (run, row))
    take_booking (run, patient);
  uint32_t stamp = patient->stamp;
  switch ((ModelState) patient->state_first)
    {
    case MODEL_STATE_BOOKED:
      patient->state = MODEL_STATE_BOOKED;
      model_harvest_keep (run, patient, row->planned_harvest);
      break;
    case MODEL_STATE_MARROW:
      model_harvest_resume (run, patient, row->arrived != SIM_TIME_NEVER);
      break;
    case MODEL_STATE_QUEUEING:
    case MODEL_STATE_CULTURE:
      model_harvest_schedule_expiry (run, patient);
      model_plant_resume (run, patient, row);
      model_blood_continue (run, patient);
      break;
    case MODEL_STATE_PRODUCT:
      model_infusion_resume (run, patient, row);
      break;
    default:
      g_assert_not_reached ();
    }
  if (patient->stamp != stamp)
    run->allocation_due = true;
}

void
model_initial_start (ModelRun *run)
{
  const Scenario *scenario = run->scenario;
  int n = (int) scenario->n_initial;
  for (int i = 0; i < n; i++)
    make_patient (run, i);
  /* Nobody has left yet: the slots are in the order of the list.  Lines that the list
   * names are taken before those that it leaves open. */
  for (int named = 1; named >= 0; named--)
    for (int i = 0; i < n; i++)
      {
        const ScenarioInitialRow *row = &scenario->initial[i];
        if ((row->unit > 0) == (named == 1))
          model_plant_take_units (run, &run->patients[i],
                                  scenario_initial_held (scenario, row), row->unit - 1);
      }
  for (int i = 0; i < n; i++)
    enter_state (run, &run->patients[run->initial_order[i]]);
}
