/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blood: the draws that feed the culture, reserved, taken and given back. */
#include "models/blood.h"

#include "models/blood-schedule.h"
#include "models/harvest.h"
#include "models/outcome.h"
#include "models/releases.h"
#include "models/site.h"
#include "models/trace.h"

#include <math.h>

void
model_blood_set_row (const ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL)
    return;
  ModelBloodSchedule schedule = model_blood_schedule_of (run, patient);
  if (schedule.days != blood->draw_days)
    patient->draw_volume = blood->total_ml / schedule.n;
}

static void
take_places (ModelRun *run, ModelPatient *patient, const SimTime *draws, int n)
{
  SimAppointments *places = run->sites[patient->site].draws;
  patient->first_planned = 0;
  patient->n_planned = (int8_t) n;
  for (int i = 0; i < n; i++)
    {
      patient->planned_draw[i] = draws[i];
      sim_appointments_take (places, sim_time_day (draws[i]));
    }
  if (n > 0)
    model_run_schedule (run, draws[0], SIM_PHASE_APPOINTMENT, MODEL_EVENT_DRAW, patient);
}

void
model_blood_book (ModelRun *run, ModelPatient *patient, const ModelPlan *plan)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL || blood->starts_eligible)
    return;
  take_places (run, patient, plan->draws, plan->n_draws);
}

/* start="eligible": reserves the remaining draws before the harvest.  Out of line:
 * whoever gives no blood so early need not pay for the array. */
static G_GNUC_NO_INLINE void
book_early (ModelRun *run, ModelPatient *patient, SimTime not_before)
{
  SimTime draws[SCENARIO_MAX_DRAWS];
  int n = model_blood_plan_early (run, patient, not_before, draws);
  take_places (run, patient, draws, n);
}

void
model_blood_start_eligible (ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood != NULL && blood->starts_eligible)
    book_early (run, patient, run->now);
}

/* Places of days after today return; today's has been used up. */
static void
give_back (ModelRun *run, ModelPatient *patient, SimTime at)
{
  if (at < run->now)
    return;
  sim_appointments_give_back (run->sites[patient->site].draws, sim_time_day (at));
  run->freed_version++;
  run->allocation_due = true;
}

static void
release_planned (ModelRun *run, ModelPatient *patient)
{
  for (int i = patient->first_planned; i < patient->n_planned; i++)
    give_back (run, patient, patient->planned_draw[i]);
  patient->first_planned = patient->n_planned = 0;
}

void
model_blood_release_plan (ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood != NULL && !blood->starts_eligible)
    release_planned (run, patient);
}

void
model_blood_release (ModelRun *run, ModelPatient *patient)
{
  release_planned (run, patient);
  if (patient->has_next_draw)
    {
      patient->has_next_draw = false;
      give_back (run, patient, patient->next_draw);
    }
}

static void
make_later_draw (ModelRun *run, ModelPatient *patient, SimTime earliest)
{
  SimTime at = model_blood_next_draw (run, patient, earliest);
  if (at == SIM_TIME_NEVER)
    {
      model_run_leave (run, patient, MODEL_FATE_BLOOD);
      return;
    }
  sim_appointments_take (run->sites[patient->site].draws, sim_time_day (at));
  model_releases_change (run, patient);
  patient->has_next_draw = true;
  patient->next_draw = at;
  model_run_schedule (run, at, SIM_PHASE_APPOINTMENT, MODEL_EVENT_DRAW, patient);
}

void
model_blood_continue (ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL || patient->has_next_draw ||
      patient->first_planned < patient->n_planned ||
      blood->total_ml - patient->blood_ml <= MODEL_BLOOD_SLACK_ML)
    return;
  if (patient->draws >= blood->max_draws)
    {
      model_run_leave (run, patient, MODEL_FATE_BLOOD);
      return;
    }
  ModelBloodSchedule schedule = model_blood_schedule_of (run, patient);
  SimTime due = run->now;
  if (patient->next_offset < schedule.n)
    {
      if (patient->harvested == SIM_TIME_NEVER)
        return;
      due = model_blood_schedule_due_time (run, patient, &schedule, patient->next_offset,
                                           patient->harvested);
    }
  else if (patient->harvested == SIM_TIME_NEVER && patient->state == MODEL_STATE_WAITING)
    return;
  due = model_blood_schedule_listed_or (run, patient, patient->next_offset, due);
  make_later_draw (run, patient, MAX (run->now, due));
}

/* The patient is not fit to give blood today: the next possible day. */
static void
defer (ModelRun *run, ModelPatient *patient, bool is_planned)
{
  patient->keeps_draws = false;
  const ModelSite *site = &run->sites[patient->site];
  SimTime tomorrow = site->site->calendar == NULL
                         ? run->now + SIM_DAY
                         : (sim_time_day (run->now) + 1) * SIM_DAY;
  if (!is_planned)
    {
      patient->has_next_draw = false;
      make_later_draw (run, patient, tomorrow);
      return;
    }
  patient->first_planned++;
  model_blood_release (run, patient);
  if (run->scenario->blood->starts_eligible)
    {
      book_early (run, patient, tomorrow);
      if (patient->state == MODEL_STATE_BOOKED &&
          patient->harvest_at < model_blood_earliest_harvest (run, patient, tomorrow))
        model_harvest_move (run, patient, run->now, tomorrow, MODEL_OBSTACLE_BLOOD);
    }
  else
    model_harvest_move (run, patient, patient->harvest_at, tomorrow,
                        MODEL_OBSTACLE_BLOOD);
}

static void
take_blood (ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  double limit = model_blood_draw_limit (blood, patient->weight, patient->draw_volume);
  double volume = fmin (limit, blood->total_ml - patient->blood_ml);
  double haemoglobin = model_patient_haemoglobin_at (patient, blood, run->now);
  patient->haemoglobin =
      haemoglobin - model_blood_draw_fall (haemoglobin, volume, patient->weight);
  patient->haemoglobin_at = run->now;
  patient->last_draw = run->now;
  patient->drawn_at[patient->draws++] = run->now;
  patient->draws_all++;
  patient->blood_ml += volume;
  patient->blood_taken_ml += volume;
  if (patient->next_offset < SCENARIO_MAX_DRAWS)
    patient->next_offset++;
  model_releases_change (run, patient);
  model_trace_mark (run, patient, MODEL_MARK_DRAW, patient->draws);
  if (run->scenario->outcome != NULL)
    model_outcome_adverse (run, patient, SCENARIO_AT_DRAW);
  if (patient->state == MODEL_STATE_QUEUEING)
    run->stages_due = true;
}

void
model_blood_event (ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  bool is_planned = patient->first_planned < patient->n_planned &&
                    patient->planned_draw[patient->first_planned] == run->now;
  if (!is_planned && !(patient->has_next_draw && patient->next_draw == run->now))
    return;
  if (blood->deferral > 0.0 &&
      model_run_uniform_of (run, patient, MODEL_PURPOSE_DRAW, patient->draw_attempts++) <
          blood->deferral)
    {
      defer (run, patient, is_planned);
      return;
    }
  if (is_planned)
    patient->first_planned++;
  else
    patient->has_next_draw = false;
  take_blood (run, patient);
  if (patient->first_planned < patient->n_planned)
    model_run_schedule (run, patient->planned_draw[patient->first_planned],
                        SIM_PHASE_APPOINTMENT, MODEL_EVENT_DRAW, patient);
  else
    model_blood_continue (run, patient);
}

void
model_blood_begin_remake (ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL)
    return;
  model_blood_release (run, patient);
  patient->keeps_draws = false;
  patient->draws = 0;
  patient->next_offset = 0;
  patient->blood_ml = (1.0 - run->scenario->plant.remake_blood) * blood->total_ml;
}
