/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasts of blood: when a patient's draws could be, nothing being reserved. */
#include "models/blood-forecast.h"

#include "models/blood-draw.h"
#include "models/blood-schedule.h"
#include "models/site.h"

#include <math.h>

/* A patient's blood as it will be while a plan is made. */
typedef struct
{
  double haemoglobin;
  SimTime haemoglobin_at;
  SimTime last_draw;
  double missing;
  int draws;
} Forecast;

static Forecast
forecast_of (const ModelRun *run, const ModelPatient *patient)
{
  return (Forecast){ .haemoglobin = patient->haemoglobin,
                     .haemoglobin_at = patient->haemoglobin_at,
                     .last_draw = patient->last_draw,
                     .missing = run->scenario->blood->total_ml - patient->blood_ml,
                     .draws = patient->draws };
}

/* The first appointment at or after @earliest at which the interval is over, the date is
 * a new one and the haemoglobin is high enough again. */
static SimTime
next_draw_time (const ModelRun *run,
                const ModelPatient *patient,
                const Forecast *forecast,
                SimTime earliest)
{
  const ScenarioBlood *blood = run->scenario->blood;
  const ModelSite *site = &run->sites[patient->site];
  if (forecast->last_draw != SIM_TIME_NEVER)
    {
      earliest = MAX (earliest, forecast->last_draw +
                                    sim_time_from_days (blood->min_interval_days));
      if (sim_time_day (earliest) <= sim_time_day (forecast->last_draw))
        earliest = site->site->calendar == NULL
                       ? forecast->last_draw + SIM_DAY
                       : (sim_time_day (forecast->last_draw) + 1) * SIM_DAY;
    }
  if (!isnan (forecast->haemoglobin) && forecast->haemoglobin < blood->min_haemoglobin)
    {
      double lacking = blood->min_haemoglobin - forecast->haemoglobin;
      if (blood->haemoglobin_per_day <= 0.0 ||
          patient->haemoglobin_first < blood->min_haemoglobin)
        return SIM_TIME_NEVER;
      double seconds = lacking / blood->haemoglobin_per_day * (double) SIM_DAY;
      SimTime recovered = forecast->haemoglobin_at + (SimTime) ceil (seconds);
      earliest = MAX (earliest, recovered);
    }
  return model_site_next_appointment (site, site->draws, earliest);
}

static void
forecast_draw (const ModelRun *run,
               const ModelPatient *patient,
               Forecast *forecast,
               SimTime at)
{
  const ScenarioBlood *blood = run->scenario->blood;
  double limit = model_blood_draw_limit (blood, patient->weight, patient->draw_volume);
  double volume = fmin (limit, forecast->missing);
  double recovered =
      forecast->haemoglobin +
      blood->haemoglobin_per_day * sim_time_to_days (at - forecast->haemoglobin_at);
  forecast->haemoglobin = fmin (patient->haemoglobin_first, recovered);
  forecast->haemoglobin -=
      model_blood_draw_fall (forecast->haemoglobin, volume, patient->weight);
  forecast->haemoglobin_at = at;
  forecast->last_draw = at;
  forecast->missing -= volume;
  forecast->draws++;
}

/* start="eligible": whether a draw due before the harvest has found no day at all. */
static bool
lacks_early_draw (const ModelRun *run,
                  const ModelPatient *patient,
                  const ModelBloodSchedule *schedule)
{
  int n_planned = patient->n_planned - patient->first_planned;
  int next = patient->next_offset + n_planned;
  if (next >= schedule->n ||
      !model_blood_schedule_is_early (run, patient, schedule, next))
    return false;
  const ScenarioBlood *blood = run->scenario->blood;
  double coming =
      model_blood_draw_limit (blood, patient->weight, patient->draw_volume) * n_planned;
  return blood->total_ml - patient->blood_ml - coming > MODEL_BLOOD_SLACK_ML;
}

SimTime
model_blood_earliest_harvest (const ModelRun *run,
                              const ModelPatient *patient,
                              SimTime not_before)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL)
    return INT64_MIN;
  ModelBloodSchedule schedule = model_blood_schedule_of (run, patient);
  if (blood->starts_eligible)
    {
      if (lacks_early_draw (run, patient, &schedule))
        return SIM_TIME_NEVER;
      if (patient->n_planned > 0)
        return (sim_time_day (patient->planned_draw[patient->n_planned - 1]) + 1) *
               SIM_DAY;
      return INT64_MIN;
    }
  Forecast forecast = forecast_of (run, patient);
  for (int i = patient->next_offset;
       i < schedule.n && forecast.missing > MODEL_BLOOD_SLACK_ML; i++)
    {
      /* Days since injury may change sides with the harvest: then nothing is known yet.
       */
      if (schedule.is_absolute && isnan (schedule.harvest))
        return INT64_MIN;
      if (!model_blood_schedule_is_before_harvest (run, patient, &schedule, i,
                                                   SIM_TIME_NEVER))
        break;
      SimTime earliest = not_before;
      if (schedule.is_absolute)
        earliest =
            MAX (earliest, model_blood_schedule_due_time (run, patient, &schedule, i, 0));
      SimTime at = next_draw_time (run, patient, &forecast, earliest);
      if (at == SIM_TIME_NEVER)
        return SIM_TIME_NEVER;
      forecast_draw (run, patient, &forecast, at);
    }
  if (forecast.last_draw == SIM_TIME_NEVER || forecast.draws == patient->draws)
    return INT64_MIN;
  return (sim_time_day (forecast.last_draw) + 1) * SIM_DAY;
}

bool
model_blood_plan (const ModelRun *run,
                  const ModelPatient *patient,
                  SimTime harvest_at,
                  SimTime not_before,
                  ModelPlan *plan)
{
  plan->n_draws = 0;
  if (run->scenario->blood == NULL)
    return true;
  if (run->scenario->blood->starts_eligible)
    return harvest_at >= model_blood_earliest_harvest (run, patient, not_before);
  ModelBloodSchedule schedule = model_blood_schedule_of (run, patient);
  Forecast forecast = forecast_of (run, patient);
  for (int i = patient->next_offset;
       i < schedule.n && forecast.missing > MODEL_BLOOD_SLACK_ML; i++)
    {
      if (!model_blood_schedule_is_before_harvest (run, patient, &schedule, i,
                                                   harvest_at))
        break;
      SimTime due = model_blood_schedule_listed_or (
          run, patient, i,
          model_blood_schedule_due_time (run, patient, &schedule, i, harvest_at));
      SimTime at = next_draw_time (run, patient, &forecast, MAX (due, not_before));
      if (at == SIM_TIME_NEVER || sim_time_day (at) >= sim_time_day (harvest_at))
        return false;
      plan->draws[plan->n_draws++] = at;
      forecast_draw (run, patient, &forecast, at);
    }
  return true;
}

int
model_blood_plan_early (const ModelRun *run,
                        const ModelPatient *patient,
                        SimTime not_before,
                        SimTime *draws)
{
  ModelBloodSchedule schedule = model_blood_schedule_of (run, patient);
  Forecast forecast = forecast_of (run, patient);
  int n = 0;
  const ModelSite *site = &run->sites[patient->site];
  for (int i = patient->next_offset;
       i < schedule.n && forecast.missing > MODEL_BLOOD_SLACK_ML; i++)
    {
      if (!model_blood_schedule_is_early (run, patient, &schedule, i))
        break;
      SimTime earliest = not_before;
      if (schedule.is_absolute)
        earliest =
            MAX (earliest, model_blood_schedule_due_time (run, patient, &schedule, i, 0));
      else if (i > 0 && forecast.last_draw != SIM_TIME_NEVER && forecast.draws > 0)
        {
          double gap = schedule.days[i] - schedule.days[i - 1];
          SimTime kept = forecast.last_draw + sim_time_from_days (gap);
          earliest = MAX (earliest, model_site_from_date (site, kept));
        }
      earliest =
          MAX (not_before, model_blood_schedule_listed_or (run, patient, i, earliest));
      SimTime at = next_draw_time (run, patient, &forecast, earliest);
      if (at == SIM_TIME_NEVER)
        return 0;
      draws[n++] = at;
      forecast_draw (run, patient, &forecast, at);
    }
  return n;
}

SimTime
model_blood_next_draw (const ModelRun *run, const ModelPatient *patient, SimTime earliest)
{
  Forecast forecast = forecast_of (run, patient);
  return next_draw_time (run, patient, &forecast, earliest);
}

bool
model_blood_has_serum (const ModelRun *run, const ModelPatient *patient, double share)
{
  const ScenarioBlood *blood = run->scenario->blood;
  return blood == NULL ||
         patient->blood_ml >= share * blood->total_ml - MODEL_BLOOD_SLACK_ML;
}

SimTime
model_blood_serum_time (const ModelRun *run,
                        const ModelPatient *patient,
                        double share,
                        const ModelPlan *plan)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL || model_blood_has_serum (run, patient, share))
    return INT64_MIN;
  const ModelSite *site = &run->sites[patient->site];
  SimTime harvest_at = plan != NULL ? plan->harvest_at : patient->harvested;
  const SimTime *planned = patient->planned_draw + patient->first_planned;
  int n_planned = patient->n_planned - patient->first_planned;
  if (plan != NULL && !blood->starts_eligible)
    {
      planned = plan->draws;
      n_planned = plan->n_draws;
    }
  ModelBloodSchedule schedule = model_blood_schedule_of (run, patient);
  double limit = model_blood_draw_limit (blood, patient->weight, patient->draw_volume);
  double wanted = share * blood->total_ml - MODEL_BLOOD_SLACK_ML;
  double have = patient->blood_ml;
  SimTime at = patient->last_draw == SIM_TIME_NEVER ? INT64_MIN : patient->last_draw;
  SimTime interval = MAX (sim_time_from_days (blood->min_interval_days), SIM_DAY);
  bool has_next = patient->has_next_draw;
  for (int i = patient->next_offset, n = 0; i < SCENARIO_MAX_DRAWS && have < wanted;
       i++, n++)
    {
      if (n < n_planned)
        at = planned[n];
      else if (n == n_planned && has_next)
        at = patient->next_draw;
      else
        {
          SimTime earliest = at == INT64_MIN ? harvest_at : at + interval;
          if (i < schedule.n)
            earliest = MAX (earliest, model_blood_schedule_due_time (
                                          run, patient, &schedule, i, harvest_at));
          SimTime next = model_site_next_appointment (site, site->draws, earliest);
          at = next == SIM_TIME_NEVER ? earliest : next;
        }
      have += fmin (limit, blood->total_ml - have);
    }
  return at;
}
