/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <initial> list: patients who are in the system when the run starts. */
#include "models/initial.h"

#include "models/allocation.h"
#include "models/arrivals.h"
#include "models/attrition.h"
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
    return MODEL_STATE_CULTURE;
  if (row->harvested != SIM_TIME_NEVER)
    return MODEL_STATE_MARROW;
  if (row->booked != SIM_TIME_NEVER)
    return MODEL_STATE_BOOKED;
  if (row->eligible != SIM_TIME_NEVER)
    return MODEL_STATE_WAITING;
  return row->referred != SIM_TIME_NEVER ? MODEL_STATE_SCREENING : MODEL_STATE_REFERRING;
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

  patient->harvested = patient->harvest_at = row->harvested;
  patient->booked = patient->booked_at = first_known (row->booked, row->harvested);
  patient->eligible = first_known (row->eligible, patient->booked);
  patient->referred = first_known (row->referred, patient->eligible);
  if (patient->harvested != SIM_TIME_NEVER)
    {
      patient->harvests = 1;
      patient->last_harvest = patient->harvested;
    }
  if (patient->booked != SIM_TIME_NEVER)
    patient->grade_booking = patient->grade_known;
  if (patient->eligible != SIM_TIME_NEVER)
    {
      run->n_eligible++;
      model_blood_set_row (run, patient);
      model_blood_resume (run, patient, row->draws, row->n_draws, row->blood_ml,
                          !isnan (row->haemoglobin));
    }

  SimTime closes = model_arrivals_set_window (run, patient);
  /* Who was booked for a day behind the guide's is one of those with some days more. */
  SimTime latest =
      row->harvested != SIM_TIME_NEVER ? row->harvested : row->planned_harvest;
  if (latest != SIM_TIME_NEVER && latest > patient->window_last)
    {
      SimTime extra = sim_time_from_days (run->scenario->harvest.tolerance_days) -
                      (patient->window_last - patient->deadline);
      patient->window_last += extra;
      closes += extra;
    }
  if (closes != SIM_TIME_NEVER)
    model_run_schedule (run, MAX (closes, run->now), SIM_PHASE_EXPIRY, MODEL_EVENT_WINDOW,
                        patient);
  model_natural_course_draw (run, patient,
                             sim_time_to_days (run->now - patient->injured));
  tell_past (run, patient);
}

static void
take_booking (ModelRun *run, ModelPatient *patient)
{
  if (run->gate < 0)
    return;
  patient->has_booking = true;
  run->open_bookings++;
}

/* On the way to a site, or in screening; a window that has closed ends it at once. */
static void
enter_screening (ModelRun *run, ModelPatient *patient)
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
  if (scenario->has_sites && scenario->sites[patient->site].opens > run->now)
    {
      model_referral_transfer (run, patient);
      return;
    }
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_SCREENING, 0);
  SimTime left = model_run_residual (scenario->eligibility.screening,
                                     run->now - patient->referred, block.word[0]);
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
      enter_screening (run, patient);
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
  uint32_t stamp = patient->stamp;
  switch ((ModelState) patient->state_first)
    {
    case MODEL_STATE_BOOKED:
      patient->state = MODEL_STATE_BOOKED;
      take_booking (run, patient);
      model_harvest_keep (run, patient, row->planned_harvest);
      break;
    case MODEL_STATE_MARROW:
      take_booking (run, patient);
      model_harvest_resume (run, patient);
      break;
    case MODEL_STATE_CULTURE:
      model_plant_resume (run, patient, row->stage_began);
      model_blood_continue (run, patient);
      break;
    case MODEL_STATE_PRODUCT:
      model_trace_mark_at (run, patient, MODEL_MARK_RELEASE, 0, row->released);
      model_infusion_resume (run, patient, row->released);
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
        if (run->patients[i].state_first == MODEL_STATE_CULTURE &&
            (row->unit > 0) == (named == 1))
          model_plant_take_units (run, &run->patients[i], row->stage, row->unit - 1);
      }
  for (int i = 0; i < n; i++)
    enter_state (run, &run->patients[i]);
}
