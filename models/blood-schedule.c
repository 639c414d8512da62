/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Schedules of blood draws: the days on which a patient's draws are wanted. */
#include "models/blood-schedule.h"

#include "models/site.h"

#include <math.h>

bool
model_blood_schedule_is_early (const ModelRun *run,
                               const ModelPatient *patient,
                               const ModelBloodSchedule *schedule,
                               int index)
{
  if (schedule->is_absolute && isnan (schedule->harvest))
    return index == 0;
  return model_blood_schedule_is_before_harvest (run, patient, schedule, index,
                                                 SIM_TIME_NEVER);
}

SimTime
model_blood_schedule_due_time (const ModelRun *run,
                               const ModelPatient *patient,
                               const ModelBloodSchedule *schedule,
                               int index,
                               SimTime harvest_at)
{
  const ModelSite *site = &run->sites[patient->site];
  double day = schedule->days[index];
  if (schedule->is_absolute)
    return model_site_from_date (site, patient->injured + sim_time_from_days (day));
  if (!isnan (schedule->harvest))
    day -= schedule->harvest;
  /* A draw before the harvest is on an earlier date. */
  if (day < 0.0)
    day = fmin (day, -1.0);
  return model_site_from_date (site, harvest_at + sim_time_from_days (day));
}

SimTime
model_blood_schedule_listed_or (const ModelRun *run,
                                const ModelPatient *patient,
                                int index,
                                SimTime otherwise)
{
  if (!patient->keeps_draws)
    return otherwise;
  const ScenarioInitialRow *row = &run->scenario->initial[patient->listed];
  if (index < row->n_made || index >= row->n_draws)
    return otherwise;
  return model_site_from_date (&run->sites[patient->site], row->draws[index]);
}
