/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schedules of blood draws: the days on which a patient's draws are wanted. */
#pragma once

#include "models/run.h"

#include <math.h>

/* Contract: a schedule is a value that borrows its days from the scenario.  It says when
 * draws are wanted; whether a site has an appointment then, and whether the patient may
 * give blood, is the forecast's (models/blood-forecast.h).  Nothing here changes the run.
 * Constant time each; what the loop over draws asks most is inline. */

/* The planned draws: of the patient's row, or of the scenario. */
typedef struct
{
  const double *days;
  int n;
  bool is_absolute; /* days since injury, else offsets from the harvest */
  double harvest;   /* of the row, to tell before from after; NaN */
} ModelBloodSchedule;

/** Returns: (transfer none) (nullable): the row of the trace or profile that the patient
 * follows; valid as long as the scenario */
static inline const ScenarioTraceRow *
model_blood_schedule_row (const ModelRun *run, const ModelPatient *patient)
{
  const ScenarioPatients *patients = &run->scenario->patients;
  if (patient->row < 0)
    return NULL;
  if (patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE)
    return &patients->arrivals.trace[patient->row];
  return patients->profile != NULL ? &patients->profile->rows[patient->row] : NULL;
}

/** Returns: the schedule of a patient in a scenario with blood; valid as long as the
 * scenario */
static inline ModelBloodSchedule
model_blood_schedule_of (const ModelRun *run, const ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  const ScenarioPatients *patients = &run->scenario->patients;
  bool is_trace = patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE;
  const ScenarioTraceRow *row = model_blood_schedule_row (run, patient);
  if (row != NULL && row->n_draws > 0 && (is_trace || patients->profile->gives_draws))
    return (ModelBloodSchedule){ row->draws, row->n_draws, is_trace, row->harvest };
  return (ModelBloodSchedule){ blood->draw_days, blood->n_draws, false, NAN };
}

/**
 * model_blood_schedule_is_before_harvest:
 * @index: of the planned draw, less than the schedule's n
 * @harvest_at: the harvest; SIM_TIME_NEVER: not known yet, days since the injury are then
 * compared with today
 *
 * Returns: true if the planned draw comes before the harvest
 */
static inline bool
model_blood_schedule_is_before_harvest (const ModelRun *run,
                                        const ModelPatient *patient,
                                        const ModelBloodSchedule *schedule,
                                        int index,
                                        SimTime harvest_at)
{
  double day = schedule->days[index];
  if (!isnan (schedule->harvest))
    return day < schedule->harvest;
  if (!schedule->is_absolute)
    return day < 0.0;
  return sim_time_day (patient->injured + sim_time_from_days (day)) <
         sim_time_day (harvest_at == SIM_TIME_NEVER ? run->now : harvest_at);
}

/** Returns: true if planned draw @index is made from the eligibility on, where draws
 * start so */
bool model_blood_schedule_is_early (const ModelRun *run,
                                    const ModelPatient *patient,
                                    const ModelBloodSchedule *schedule,
                                    int index);

/** Returns: the instant from which planned draw @index may be made, for a harvest at
 * @harvest_at */
SimTime model_blood_schedule_due_time (const ModelRun *run,
                                       const ModelPatient *patient,
                                       const ModelBloodSchedule *schedule,
                                       int index,
                                       SimTime harvest_at);

/** Returns: when the <initial> list has the patient's draw @index, if it is yet to come;
 * else @otherwise */
SimTime model_blood_schedule_listed_or (const ModelRun *run,
                                        const ModelPatient *patient,
                                        int index,
                                        SimTime otherwise);
