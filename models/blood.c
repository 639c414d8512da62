/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blood: the draws that feed the culture, and the haemoglobin that they cost. */
#include "models/blood.h"

#include "models/harvest.h"
#include "models/outcome.h"
#include "models/plant.h"
#include "models/releases.h"
#include "models/site.h"
#include "models/trace.h"

#include <math.h>

/* A millilitre that rounding may leave is not missing. */
#define SLACK_ML 1e-6

static double
draw_limit (const ScenarioBlood *blood, double weight, double draw_volume)
{
  if (!isnan (draw_volume))
    return draw_volume;
  double per_kg = isnan (weight) ? HUGE_VAL : blood->per_kg_ml * weight;
  return fmin (blood->max_draw_ml, per_kg);
}

/* The fall of haemoglobin by a draw of @volume; 0 where weights or haemoglobin are
 * unknown. */
static double
fall (double haemoglobin, double volume, double weight)
{
  if (isnan (haemoglobin) || isnan (weight))
    return 0.0;
  return haemoglobin * volume / (MODEL_BLOOD_ML_PER_KG * weight);
}

bool
model_blood_can_be_given (const ScenarioBlood *blood,
                          double weight,
                          double haemoglobin,
                          double draw_volume)
{
  double limit = draw_limit (blood, weight, draw_volume);
  if (limit * blood->max_draws < blood->total_ml - SLACK_ML)
    return false;
  if (isnan (haemoglobin))
    return true;
  if (haemoglobin < blood->min_haemoglobin)
    return false;
  if (blood->haemoglobin_per_day > 0.0)
    return true;
  double missing = blood->total_ml;
  while (missing > SLACK_ML)
    {
      if (haemoglobin < blood->min_haemoglobin)
        return false;
      double volume = fmin (limit, missing);
      haemoglobin -= fall (haemoglobin, volume, weight);
      missing -= volume;
    }
  return true;
}

/* The row of the trace or profile that the patient follows; NULL if none. */
static const ScenarioTraceRow *
patient_row (const ModelRun *run, const ModelPatient *patient)
{
  const ScenarioPatients *patients = &run->scenario->patients;
  if (patient->row < 0)
    return NULL;
  if (patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE)
    return &patients->arrivals.trace[patient->row];
  return patients->profile != NULL ? &patients->profile->rows[patient->row] : NULL;
}

/* The planned draws: of the patient's row, or of the scenario. */
typedef struct
{
  const double *days;
  int n;
  bool is_absolute; /* days since injury, else offsets from the harvest */
  double harvest;   /* of the row, to tell before from after; NaN */
} Schedule;

static Schedule
schedule_of (const ModelRun *run, const ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  const ScenarioPatients *patients = &run->scenario->patients;
  bool is_trace = patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE;
  const ScenarioTraceRow *row = patient_row (run, patient);
  if (row != NULL && row->n_draws > 0 && (is_trace || patients->profile->gives_draws))
    return (Schedule){ row->draws, row->n_draws, is_trace, row->harvest };
  return (Schedule){ blood->draw_days, blood->n_draws, false, NAN };
}

void
model_blood_set_row (const ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL)
    return;
  Schedule schedule = schedule_of (run, patient);
  if (schedule.days != blood->draw_days)
    patient->draw_volume = blood->total_ml / schedule.n;
}

/* Whether planned draw @index comes before a harvest at @harvest_at. */
static bool
is_before_harvest (const ModelRun *run,
                   const ModelPatient *patient,
                   const Schedule *schedule,
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

/* Whether planned draw @index is made from the eligibility on, where draws start so. */
static bool
is_early (const ModelRun *run,
          const ModelPatient *patient,
          const Schedule *schedule,
          int index)
{
  if (schedule->is_absolute && isnan (schedule->harvest))
    return index == 0;
  return is_before_harvest (run, patient, schedule, index, SIM_TIME_NEVER);
}

/* The instant from which planned draw @index may be made, for a harvest at @harvest_at.
 */
static SimTime
due_time (const ModelRun *run,
          const ModelPatient *patient,
          const Schedule *schedule,
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

/* When the list has the patient's draw @index, if it is yet to come; else @otherwise. */
static SimTime
listed_or (const ModelRun *run, const ModelPatient *patient, int index, SimTime otherwise)
{
  if (!patient->keeps_draws)
    return otherwise;
  const ScenarioInitialRow *row = &run->scenario->initial[patient->listed];
  if (index < row->n_made || index >= row->n_draws)
    return otherwise;
  return model_site_from_date (&run->sites[patient->site], row->draws[index]);
}

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
  double limit = draw_limit (blood, patient->weight, patient->draw_volume);
  double volume = fmin (limit, forecast->missing);
  double recovered =
      forecast->haemoglobin +
      blood->haemoglobin_per_day * sim_time_to_days (at - forecast->haemoglobin_at);
  forecast->haemoglobin = fmin (patient->haemoglobin_first, recovered);
  forecast->haemoglobin -= fall (forecast->haemoglobin, volume, patient->weight);
  forecast->haemoglobin_at = at;
  forecast->last_draw = at;
  forecast->missing -= volume;
  forecast->draws++;
}

/* start="eligible": whether a draw due before the harvest has found no day at all. */
static bool
lacks_early_draw (const ModelRun *run,
                  const ModelPatient *patient,
                  const Schedule *schedule)
{
  int n_planned = patient->n_planned - patient->first_planned;
  int next = patient->next_offset + n_planned;
  if (next >= schedule->n || !is_early (run, patient, schedule, next))
    return false;
  const ScenarioBlood *blood = run->scenario->blood;
  double coming = draw_limit (blood, patient->weight, patient->draw_volume) * n_planned;
  return blood->total_ml - patient->blood_ml - coming > SLACK_ML;
}

SimTime
model_blood_earliest_harvest (const ModelRun *run,
                              const ModelPatient *patient,
                              SimTime not_before)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL)
    return INT64_MIN;
  Schedule schedule = schedule_of (run, patient);
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
  for (int i = patient->next_offset; i < schedule.n && forecast.missing > SLACK_ML; i++)
    {
      /* Days since injury may change sides with the harvest: then nothing is known yet.
       */
      if (schedule.is_absolute && isnan (schedule.harvest))
        return INT64_MIN;
      if (!is_before_harvest (run, patient, &schedule, i, SIM_TIME_NEVER))
        break;
      SimTime earliest = not_before;
      if (schedule.is_absolute)
        earliest = MAX (earliest, due_time (run, patient, &schedule, i, 0));
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
  Schedule schedule = schedule_of (run, patient);
  Forecast forecast = forecast_of (run, patient);
  for (int i = patient->next_offset; i < schedule.n && forecast.missing > SLACK_ML; i++)
    {
      if (!is_before_harvest (run, patient, &schedule, i, harvest_at))
        break;
      SimTime due =
          listed_or (run, patient, i, due_time (run, patient, &schedule, i, harvest_at));
      SimTime at = next_draw_time (run, patient, &forecast, MAX (due, not_before));
      if (at == SIM_TIME_NEVER || sim_time_day (at) >= sim_time_day (harvest_at))
        return false;
      plan->draws[plan->n_draws++] = at;
      forecast_draw (run, patient, &forecast, at);
    }
  return true;
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

/* start="eligible": the remaining draws before the harvest, keeping the plan's gaps; none
 * where one of them can never be made, and with it no harvest. */
static void
plan_eligible (ModelRun *run, ModelPatient *patient, SimTime not_before)
{
  Schedule schedule = schedule_of (run, patient);
  Forecast forecast = forecast_of (run, patient);
  SimTime draws[SCENARIO_MAX_DRAWS];
  int n = 0;
  const ModelSite *site = &run->sites[patient->site];
  for (int i = patient->next_offset; i < schedule.n && forecast.missing > SLACK_ML; i++)
    {
      if (!is_early (run, patient, &schedule, i))
        break;
      SimTime earliest = not_before;
      if (schedule.is_absolute)
        earliest = MAX (earliest, due_time (run, patient, &schedule, i, 0));
      else if (i > 0 && forecast.last_draw != SIM_TIME_NEVER && forecast.draws > 0)
        {
          double gap = schedule.days[i] - schedule.days[i - 1];
          SimTime kept = forecast.last_draw + sim_time_from_days (gap);
          earliest = MAX (earliest, model_site_from_date (site, kept));
        }
      earliest = MAX (not_before, listed_or (run, patient, i, earliest));
      SimTime at = next_draw_time (run, patient, &forecast, earliest);
      if (at == SIM_TIME_NEVER)
        {
          n = 0;
          break;
        }
      draws[n++] = at;
      forecast_draw (run, patient, &forecast, at);
    }
  take_places (run, patient, draws, n);
}

void
model_blood_start_eligible (ModelRun *run, ModelPatient *patient)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood != NULL && blood->starts_eligible)
    plan_eligible (run, patient, run->now);
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
  Forecast forecast = forecast_of (run, patient);
  SimTime at = next_draw_time (run, patient, &forecast, earliest);
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
      blood->total_ml - patient->blood_ml <= SLACK_ML)
    return;
  if (patient->draws >= blood->max_draws)
    {
      model_run_leave (run, patient, MODEL_FATE_BLOOD);
      return;
    }
  Schedule schedule = schedule_of (run, patient);
  SimTime due = run->now;
  if (patient->next_offset < schedule.n)
    {
      if (patient->harvested == SIM_TIME_NEVER)
        return;
      due = due_time (run, patient, &schedule, patient->next_offset, patient->harvested);
    }
  else if (patient->harvested == SIM_TIME_NEVER && patient->state == MODEL_STATE_WAITING)
    return;
  due = listed_or (run, patient, patient->next_offset, due);
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
      plan_eligible (run, patient, tomorrow);
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
  double limit = draw_limit (blood, patient->weight, patient->draw_volume);
  double volume = fmin (limit, blood->total_ml - patient->blood_ml);
  double haemoglobin = model_patient_haemoglobin_at (patient, blood, run->now);
  patient->haemoglobin = haemoglobin - fall (haemoglobin, volume, patient->weight);
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

/* The first haemoglobin of whom the draws have brought to @now's value: each draw and the
 * recovery since undone, the greatest on the way, for recovery stops at the first value.
 */
static double
first_haemoglobin (const ModelRun *run,
                   const ModelPatient *patient,
                   const ScenarioInitialRow *row,
                   const double *volumes)
{
  const ScenarioBlood *blood = run->scenario->blood;
  double haemoglobin = row->haemoglobin, greatest = haemoglobin;
  SimTime at = run->now;
  for (int i = row->n_made - 1; i >= 0; i--)
    {
      haemoglobin -= blood->haemoglobin_per_day * sim_time_to_days (at - row->draws[i]);
      haemoglobin /= 1.0 - fall (1.0, volumes[i], patient->weight);
      greatest = fmax (greatest, haemoglobin);
      at = row->draws[i];
    }
  return greatest;
}

/* What each draw of the list gave: by the rule, or in that proportion the blood known.
 * Returns: the blood in stock */
static double
listed_volumes (const ModelRun *run,
                const ModelPatient *patient,
                const ScenarioInitialRow *row,
                double *volumes)
{
  const ScenarioBlood *blood = run->scenario->blood;
  double limit = draw_limit (blood, patient->weight, patient->draw_volume);
  double kept =
      row->remakes > 0 ? (1.0 - run->scenario->plant.remake_blood) * blood->total_ml : 0;
  double stock = kept;
  for (int i = 0; i < row->n_made; i++)
    {
      volumes[i] = fmin (limit, blood->total_ml - stock);
      stock += volumes[i];
    }
  if (isnan (row->blood_ml))
    return row->n_made >= blood->max_draws ? blood->total_ml : stock;
  double known = fmin (row->blood_ml, blood->total_ml);
  for (int i = 0; i < row->n_made && stock > kept; i++)
    volumes[i] *= fmax (known - kept, 0.0) / (stock - kept);
  return known;
}

void
model_blood_resume (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL)
    return;
  double volumes[SCENARIO_MAX_DRAWS];
  patient->blood_ml = listed_volumes (run, patient, row, volumes);
  bool is_known = !isnan (row->haemoglobin);
  if (isnan (row->haemoglobin_first) && is_known)
    patient->haemoglobin_first = first_haemoglobin (run, patient, row, volumes);
  for (int i = 0; i < row->n_made; i++)
    {
      patient->drawn_at[i] = row->draws[i];
      patient->blood_taken_ml += volumes[i];
      if (is_known)
        continue;
      double haemoglobin = model_patient_haemoglobin_at (patient, blood, row->draws[i]);
      patient->haemoglobin =
          haemoglobin - fall (haemoglobin, volumes[i], patient->weight);
      patient->haemoglobin_at = row->draws[i];
    }
  patient->draws = patient->draws_all = patient->next_offset = (int8_t) row->n_made;
  patient->last_draw = row->n_made > 0 ? row->draws[row->n_made - 1] : row->last_draw;
  patient->keeps_draws = row->n_draws > row->n_made;
}

bool
model_blood_has_serum (const ModelRun *run, const ModelPatient *patient, double share)
{
  const ScenarioBlood *blood = run->scenario->blood;
  return blood == NULL || patient->blood_ml >= share * blood->total_ml - SLACK_ML;
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
  Schedule schedule = schedule_of (run, patient);
  double limit = draw_limit (blood, patient->weight, patient->draw_volume);
  double wanted = share * blood->total_ml - SLACK_ML;
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
            earliest = MAX (earliest, due_time (run, patient, &schedule, i, harvest_at));
          SimTime next = model_site_next_appointment (site, site->draws, earliest);
          at = next == SIM_TIME_NEVER ? earliest : next;
        }
      have += fmin (limit, blood->total_ml - have);
    }
  return at;
}
