/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectation: when stages are expected to end and lines to be free, by means alone. */
#include "models/expectation.h"

#include "models/blood.h"
#include "models/plant.h"
#include "models/releases.h"

/* The expected end of @stage and all later ones up to @last.  @is_under_way: @at is
 * already the expected end of @stage.  @plan: of the harvest, NULL once it is done. */
static SimTime
expected_course (const ModelRun *run,
                 const ModelPatient *patient,
                 int stage,
                 int last,
                 SimTime at,
                 bool is_under_way,
                 const ModelPlan *plan)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  for (int s = stage; s <= last; s++)
    {
      const ScenarioStage *data = &plant->stages[s];
      if (!is_under_way || s > stage)
        {
          if (data->serum > 0.0)
            at = MAX (at, model_blood_serum_time (run, patient, data->serum, plan));
          at = sim_calendar_next_open (data->calendar, at) + run->stages[s].mean;
        }
      if (data->calendar != NULL)
        at = sim_calendar_next_open (data->calendar, at);
    }
  return at;
}

SimTime
model_plant_expected_end (const ModelRun *run,
                          const ModelPatient *patient,
                          const ModelPlan *plan)
{
  return expected_course (run, patient, 0, (int) run->scenario->plant.n_stages - 1,
                          plan->arrival, false, plan);
}

SimTime
model_plant_expected_release (ModelRun *run, ModelPatient *patient)
{
  if (run->now <= patient->line_free_until)
    return patient->line_free;
  bool is_under_way = patient->state == MODEL_STATE_CULTURE;
  SimTime at = run->now;
  patient->line_free_until = run->now;
  if (is_under_way)
    {
      at = patient->stage_began + run->stages[patient->stage].mean;
      if (at >= run->now)
        patient->line_free_until = at;
      at = MAX (at, run->now);
    }
  patient->line_free = expected_course (run, patient, patient->stage,
                                        run->last_gate_stage, at, is_under_way, NULL);
  if (run->pools[run->gate].data->n_changes > 0)
    patient->line_free = model_releases_inside (run, patient->line, patient->line_free);
  return patient->line_free;
}

int
model_plant_bookable_ahead (ModelRun *run, SimTime *ret_line_from)
{
  int free_lines = sim_pool_free_count (run->pools[run->gate].pool);
  int bookable = free_lines - run->open_bookings;
  model_releases_settle (run);
  bookable += model_releases_count_until (run, run->now + run->call_ahead);
  int next = run->open_bookings - free_lines;
  if (bookable > 0)
    *ret_line_from = next >= 0 ? model_releases_at (run, next) : run->now;
  return bookable;
}

bool
model_plant_release_drifts (const ModelRun *run, const ModelPatient *patient)
{
  if (run->pools[run->gate].data->n_changes > 0)
    return false;
  for (int s = patient->stage; s <= run->last_gate_stage; s++)
    {
      const ScenarioStage *data = &run->scenario->plant.stages[s];
      if (data->calendar != NULL ||
          (data->serum > 0.0 && !model_blood_has_serum (run, patient, data->serum)))
        return false;
    }
  return true;
}

void
model_plant_schedule_wake (ModelRun *run, bool wants_more)
{
  if (run->gate < 0)
    return;
  int free_lines = sim_pool_free_count (run->pools[run->gate].pool);
  int next = run->open_bookings - free_lines;
  if (next < 0 && !wants_more)
    return;
  model_releases_settle (run);
  if (wants_more)
    next = MAX (next, model_releases_count_until (run, run->now + run->call_ahead));
  /* Most often the wake that is scheduled is early enough. */
  if (run->wake_at != SIM_TIME_NEVER &&
      model_releases_count_until (run, run->wake_at + run->call_ahead - SIM_SECOND) <=
          next)
    return;
  SimTime line = model_releases_at (run, next);
  if (line == SIM_TIME_NEVER)
    return;
  SimTime at = line - run->call_ahead;
  if (at <= run->now || at >= run->wake_at)
    return;
  run->wake_at = at;
  sim_event_queue_schedule (run->queue, at, SIM_PHASE_ALLOCATE, MODEL_EVENT_WAKE, 0, 0,
                            0);
}

bool
model_plant_has_line_for (ModelRun *run, const ModelPatient *patient)
{
  if (run->gate < 0)
    return true;
  int lines = sim_pool_free_count (run->pools[run->gate].pool);
  if (run->call_ahead > 0 && lines < run->marrows + 1)
    {
      SimTime midnight = (sim_time_day (patient->expected_arrival) + 1) * SIM_DAY;
      model_releases_settle (run);
      lines += model_releases_count_until (run, midnight - SIM_SECOND);
    }
  return lines >= run->marrows + 1;
}
