/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The harvest: its day inside the window, its appointments, and the marrow's departure.
 */
#include "models/harvest.h"

#include "models/allocation.h"
#include "models/blood.h"
#include "models/counting.h"
#include "models/expectation.h"
#include "models/infusion.h"
#include "models/outcome.h"
#include "models/plant.h"
#include "models/site.h"
#include "models/trace.h"

#include <math.h>

ModelFate
model_harvest_window_fate (ModelObstacle obstacle)
{
  switch (obstacle)
    {
    case MODEL_OBSTACLE_SITE:
      return MODEL_FATE_WINDOW_SITE;
    case MODEL_OBSTACLE_BLOOD:
      return MODEL_FATE_WINDOW_BLOOD;
    case MODEL_OBSTACLE_TRANSPORT:
      return MODEL_FATE_WINDOW_TRANSPORT;
    case MODEL_OBSTACLE_LATEST:
      return MODEL_FATE_WINDOW_LATEST;
    case MODEL_OBSTACLE_DEFERRAL:
      return MODEL_FATE_WINDOW_DEFERRAL;
    case MODEL_OBSTACLE_RULE:
      return MODEL_FATE_WINDOW_RULE;
    case MODEL_OBSTACLE_NONE:
    case MODEL_OBSTACLE_LINE:
      break;
    }
  return MODEL_FATE_WINDOW_LINE;
}

/* The harvest day that the patient's row gives, as the earliest; INT64_MIN if none. */
static SimTime
given_harvest (const ModelRun *run, const ModelPatient *patient)
{
  const ScenarioPatients *patients = &run->scenario->patients;
  if (patient->row < 0)
    return INT64_MIN;
  double day = NAN;
  if (patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE)
    day = patients->arrivals.trace[patient->row].harvest;
  else if (patients->profile != NULL && patients->profile->gives_harvest)
    day = patients->profile->rows[patient->row].harvest;
  if (isnan (day))
    return INT64_MIN;
  return model_site_from_date (&run->sites[patient->site],
                               patient->injured + sim_time_from_days (day));
}

/* Everything that must be there for a harvest at @harvest_at; what is missing, if
 * anything. */
static ModelObstacle
try_harvest (const ModelRun *run,
             const ModelPatient *patient,
             SimTime harvest_at,
             SimTime draws_not_before,
             SimTime line_from,
             ModelPlan *plan)
{
  const ModelSite *site = &run->sites[patient->site];
  plan->harvest_at = harvest_at;
  plan->n_draws = 0;
  if (run->scenario->blood != NULL &&
      !model_blood_plan (run, patient, harvest_at, draws_not_before, plan))
    return MODEL_OBSTACLE_BLOOD;
  plan->arrival =
      model_plant_next_intake (run, harvest_at + site->mean_transport, &plan->intake_day);
  if (run->intake != NULL && !sim_appointments_has_room (run->intake, plan->intake_day))
    return MODEL_OBSTACLE_TRANSPORT;
  double expires = site->site->transport_expires_days;
  if (!isnan (expires) && plan->arrival > harvest_at + sim_time_from_days (expires))
    return MODEL_OBSTACLE_TRANSPORT;
  if (line_from != INT64_MIN && sim_time_day (plan->arrival) < sim_time_day (line_from))
    return MODEL_OBSTACLE_LINE;
  if (isfinite (run->scenario->infusion.latest_day) &&
      model_infusion_expected (run, patient, plan) >
          patient->injured + sim_time_from_days (run->scenario->infusion.latest_day))
    return MODEL_OBSTACLE_LATEST;
  return MODEL_OBSTACLE_NONE;
}

/* The days that a search has tried. */
typedef struct
{
  SimTime last;       /* INT64_MIN: none */
  SimTime line_until; /* a day that only lacks the line stays possible so long */
} Tried;

static ModelObstacle
find_day (const ModelRun *run,
          const ModelPatient *patient,
          SimTime earliest,
          SimTime draws_not_before,
          SimTime line_from,
          ModelPlan *ret_plan,
          Tried *tried)
{
  const ModelSite *site = &run->sites[patient->site];
  if (!patient->has_bed && !model_site_has_bed (site))
    return MODEL_OBSTACLE_SITE;
  SimTime blood_from = INT64_MIN;
  if (run->scenario->blood != NULL)
    blood_from = model_blood_earliest_harvest (run, patient, draws_not_before);
  if (blood_from == SIM_TIME_NEVER)
    return MODEL_OBSTACLE_BLOOD;
  ModelObstacle worst = MODEL_OBSTACLE_SITE;
  SimTime from = MAX (earliest, given_harvest (run, patient));
  if (blood_from > from)
    {
      /* Without a calendar the harvest keeps the hour of the day. */
      if (site->site->calendar == NULL)
        from += (sim_time_day (blood_from - 1) + 1 - sim_time_day (from)) * SIM_DAY;
      else
        from = blood_from;
      if (from > patient->window_last)
        worst = MODEL_OBSTACLE_BLOOD;
    }
  SimTime last = MIN (patient->window_last,
                      MAX (from, run->now) + MODEL_HARVEST_HORIZON_DAYS * SIM_DAY);
  SimTime at = model_site_next_appointment (site, site->harvests, from);
  while (at <= last)
    {
      ModelObstacle obstacle =
          try_harvest (run, patient, at, draws_not_before, line_from, ret_plan);
      if (obstacle == MODEL_OBSTACLE_NONE)
        return MODEL_OBSTACLE_NONE;
      worst = MAX (worst, obstacle);
      tried->last = at;
      if (obstacle == MODEL_OBSTACLE_LINE)
        tried->line_until = ret_plan->n_draws > 0 ? MIN (at, ret_plan->draws[0]) : at;
      if (obstacle == MODEL_OBSTACLE_LATEST)
        break;
      at = model_site_next_day_appointment (site, site->harvests, at);
    }
  return worst;
}

ModelObstacle
model_harvest_plan (const ModelRun *run,
                    const ModelPatient *patient,
                    SimTime earliest,
                    SimTime draws_not_before,
                    SimTime line_from,
                    ModelPlan *ret_plan)
{
  Tried tried;
  return find_day (run, patient, earliest, draws_not_before, line_from, ret_plan, &tried);
}

/* Whether a look depends on nothing but the patient, the line and the passage of time. */
static bool
is_steady (const ModelRun *run, const ModelPatient *patient)
{
  const ModelSite *site = &run->sites[patient->site];
  const ScenarioBlood *blood = run->scenario->blood;
  return (site->site->beds < 0 || patient->has_bed) &&
         site->harvests->per_day == SIM_UNLIMITED && run->intake == NULL &&
         (blood == NULL ||
          (!blood->starts_eligible && site->draws->per_day == SIM_UNLIMITED)) &&
         patient->window_last - run->now <= MODEL_HARVEST_HORIZON_DAYS * SIM_DAY;
}

/* The day on which a marrow that arrives at @arrives is taken in. */
static int32_t
reach_of (const ModelRun *run, SimTime arrives)
{
  int64_t day;
  SimTime taken_in = model_plant_next_intake (run, arrives, &day);
  return (int32_t) CLAMP (sim_time_day (taken_in), INT32_MIN, MODEL_WAITING_ANY_DAY);
}

/* The note of a site whose harvests may be at any instant of the window, where that is
 * all that counts. */
static ModelWaitingNote
note_of_any_hour (const ModelRun *run,
                  const ModelPatient *patient,
                  SimTime line_from,
                  SimTime last_tried)
{
  SimTime transport = run->sites[patient->site].mean_transport;
  ModelWaitingNote note = { .until = patient->window_last,
                            .reach = reach_of (run, patient->window_last + transport) };
  if (note.reach < sim_time_day (line_from))
    return note;
  /* At this hour of the day the last harvest would be a day before the window's last: so
   * much can be said until its marrow would arrive on the next date. */
  SimTime arrives = last_tried + transport;
  SimTime midnight = (sim_time_day (arrives) + 1) * SIM_DAY - SIM_SECOND;
  note.until = MIN (note.until, run->now + (midnight - arrives));
  note.reach = reach_of (run, midnight);
  return note;
}

ModelObstacle
model_harvest_look (const ModelRun *run,
                    const ModelPatient *patient,
                    SimTime line_from,
                    ModelPlan *ret_plan,
                    ModelWaitingNote *ret_note)
{
  const ModelSite *site = &run->sites[patient->site];
  Tried tried = { .last = INT64_MIN, .line_until = INT64_MIN };
  ModelObstacle obstacle =
      find_day (run, patient, run->now, run->now, line_from, ret_plan, &tried);
  *ret_note = (ModelWaitingNote){ .until = INT64_MIN, .reach = MODEL_WAITING_ANY_DAY };
  if (obstacle == MODEL_OBSTACLE_NONE || obstacle >= MODEL_OBSTACLE_LATEST ||
      !is_steady (run, patient))
    return obstacle;
  bool is_line = obstacle == MODEL_OBSTACLE_LINE;
  if (site->site->calendar == NULL)
    {
      /* Draws and expiry would follow the hour of the day. */
      if (run->scenario->blood != NULL || !isnan (site->site->transport_expires_days))
        return obstacle;
      if (is_line)
        *ret_note = note_of_any_hour (run, patient, line_from, tried.last);
      else
        *ret_note =
            (ModelWaitingNote){ .until = patient->window_last, .reach = INT32_MIN };
      return obstacle;
    }
  /* All appointments are at openings: until the next one is past, time changes nothing.
   * What no line can mend is the same for every line. */
  SimTime opening = model_site_next_appointment (site, site->harvests, run->now);
  ret_note->until = is_line ? MAX (opening, tried.line_until) : opening;
  ret_note->reach =
      is_line ? reach_of (run, tried.last + site->mean_transport) : INT32_MIN;
  return obstacle;
}

void
model_harvest_book (ModelRun *run, ModelPatient *patient, const ModelPlan *plan)
{
  ModelSite *site = &run->sites[patient->site];
  patient->harvest_at = plan->harvest_at;
  patient->expected_arrival = plan->arrival;
  patient->intake_day = plan->intake_day;
  if (site->site->harvests_per_day >= 0)
    sim_appointments_take (site->harvests, sim_time_day (plan->harvest_at));
  if (run->intake != NULL)
    sim_appointments_take (run->intake, plan->intake_day);
  if (run->scenario->blood != NULL)
    model_blood_book (run, patient, plan);
  if (plan->harvest_at > run->now)
    model_run_schedule (run, plan->harvest_at, SIM_PHASE_APPOINTMENT, MODEL_EVENT_HARVEST,
                        patient);
}

void
model_harvest_release (ModelRun *run, ModelPatient *patient)
{
  ModelSite *site = &run->sites[patient->site];
  if (patient->harvest_at != SIM_TIME_NEVER && patient->harvested == SIM_TIME_NEVER &&
      site->site->harvests_per_day >= 0)
    sim_appointments_give_back (site->harvests, sim_time_day (patient->harvest_at));
  patient->harvest_at = SIM_TIME_NEVER;
  if (run->intake != NULL && patient->intake_day != INT64_MAX)
    sim_appointments_give_back (run->intake, patient->intake_day);
  patient->intake_day = INT64_MAX;
  run->freed_version++;
  run->allocation_due = true;
}

void
model_harvest_move (ModelRun *run,
                    ModelPatient *patient,
                    SimTime earliest,
                    SimTime draws_not_before,
                    ModelObstacle reason)
{
  model_harvest_release (run, patient);
  model_blood_release_plan (run, patient);
  patient->keeps_draws = false;
  ModelPlan plan;
  ModelObstacle obstacle =
      model_harvest_plan (run, patient, earliest, draws_not_before, INT64_MIN, &plan);
  if (obstacle != MODEL_OBSTACLE_NONE)
    {
      model_run_leave (run, patient, model_harvest_window_fate (reason));
      return;
    }
  model_harvest_book (run, patient, &plan);
}

void
model_harvest_schedule_expiry (ModelRun *run, ModelPatient *patient)
{
  double expires = run->sites[patient->site].site->transport_expires_days;
  if (isnan (expires))
    return;
  SimTime at = patient->harvested + sim_time_from_days (expires);
  model_run_schedule (run, MAX (at, run->now), SIM_PHASE_EXPIRY,
                      MODEL_EVENT_MARROW_EXPIRES, patient);
}

/* The marrow leaves the site. */
static void
send_marrow (ModelRun *run, ModelPatient *patient)
{
  const ScenarioSite *site = run->sites[patient->site].site;
  SimTime duration = 0;
  if (site->transport != NULL)
    {
      SimBlock block =
          model_run_block (run, patient, MODEL_PURPOSE_MARROW, (uint64_t) patient->batch);
      duration = model_run_duration (site->transport, block.word[0]);
    }
  model_harvest_schedule_expiry (run, patient);
  if (duration > 0)
    model_run_schedule (run, run->now + duration, SIM_PHASE_COMPLETION,
                        MODEL_EVENT_MARROW_ARRIVES, patient);
  else
    model_plant_receive (run, patient);
}

/* The day for which the list plans the intake of the patient's marrow; else @otherwise.
 */
static int64_t
listed_intake (const ModelRun *run, const ModelPatient *patient, int64_t otherwise)
{
  SimTime planned = run->scenario->initial[patient->listed].planned_intake;
  return planned == SIM_TIME_NEVER ? otherwise : sim_time_day (planned);
}

void
model_harvest_keep (ModelRun *run, ModelPatient *patient, SimTime planned)
{
  const ModelSite *site = &run->sites[patient->site];
  model_blood_start_eligible (run, patient);
  SimTime earliest = MAX (run->now, model_site_from_date (site, planned));
  ModelPlan plan;
  plan.harvest_at = model_site_next_appointment (site, site->harvests, earliest);
  if (plan.harvest_at > patient->window_last ||
      !model_blood_plan (run, patient, plan.harvest_at, run->now, &plan))
    {
      patient->keeps_draws = false;
      ModelObstacle obstacle =
          model_harvest_plan (run, patient, earliest, run->now, INT64_MIN, &plan);
      if (obstacle != MODEL_OBSTACLE_NONE)
        {
          model_run_leave (run, patient, model_harvest_window_fate (obstacle));
          return;
        }
    }
  else
    {
      SimTime arrives = plan.harvest_at + site->mean_transport;
      plan.arrival = model_plant_next_intake (run, arrives, &plan.intake_day);
      if (run->intake != NULL)
        plan.intake_day = sim_appointments_next_day (
            run->intake, listed_intake (run, patient, plan.intake_day));
    }
  model_harvest_book (run, patient, &plan);
  if (plan.harvest_at == run->now)
    model_run_schedule (run, run->now, SIM_PHASE_APPOINTMENT, MODEL_EVENT_HARVEST,
                        patient);
}

/* The list's intake day, if that is not over; else by the expected arrival.  Who has
 * arrived without a day gets the first with room when all others have theirs. */
static void
reserve_intake (ModelRun *run, ModelPatient *patient, bool has_arrived)
{
  if (run->intake == NULL)
    return;
  SimTime expected = patient->harvested + run->sites[patient->site].mean_transport;
  int64_t day = INT64_MAX, today = sim_time_day (run->now);
  if (!has_arrived)
    model_plant_next_intake (run, MAX (expected, run->now), &day);
  day = listed_intake (run, patient, day);
  if (day < today || day == INT64_MAX)
    return;
  patient->intake_day = sim_appointments_next_day (run->intake, day);
  sim_appointments_take (run->intake, patient->intake_day);
}

void
model_harvest_resume (ModelRun *run, ModelPatient *patient, bool has_arrived)
{
  const ModelSite *site = &run->sites[patient->site];
  patient->state = MODEL_STATE_MARROW;
  uint32_t stamp = patient->stamp;
  model_blood_continue (run, patient);
  if (patient->stamp != stamp)
    return;
  model_harvest_schedule_expiry (run, patient);
  reserve_intake (run, patient, has_arrived);
  if (has_arrived && patient->intake_day == INT64_MAX)
    {
      model_plant_take_in (run, patient);
      return;
    }
  if (has_arrived)
    {
      SimTime opens = sim_calendar_opening (run->scenario->plant.intake_calendar,
                                            patient->intake_day);
      model_run_schedule (run, MAX (opens, run->now), SIM_PHASE_COMPLETION,
                          MODEL_EVENT_INTAKE, patient);
      return;
    }
  SimBlock block =
      model_run_block (run, patient, MODEL_PURPOSE_MARROW, (uint64_t) patient->batch);
  SimTime left = model_run_residual (site->site->transport, run->now - patient->harvested,
                                     block.word[0]);
  model_run_schedule (run, run->now + left, SIM_PHASE_COMPLETION,
                      MODEL_EVENT_MARROW_ARRIVES, patient);
}

void
model_harvest_event (ModelRun *run, ModelPatient *patient)
{
  if (patient->state != MODEL_STATE_BOOKED || patient->harvest_at != run->now)
    return;
  const ModelSite *site = &run->sites[patient->site];
  SimTime tomorrow = site->site->calendar == NULL
                         ? run->now + SIM_DAY
                         : (sim_time_day (run->now) + 1) * SIM_DAY;
  if (!model_plant_has_line_for (run, patient))
    {
      model_harvest_move (run, patient, tomorrow, tomorrow, MODEL_OBSTACLE_LINE);
      return;
    }
  double deferral = run->scenario->harvest.deferral;
  if (deferral > 0.0 && model_run_uniform_of (run, patient, MODEL_PURPOSE_HARVEST,
                                              patient->harvest_attempts++) < deferral)
    {
      model_harvest_move (run, patient, tomorrow, tomorrow, MODEL_OBSTACLE_DEFERRAL);
      return;
    }
  patient->harvested = patient->last_harvest = run->now;
  patient->harvests++;
  patient->state = MODEL_STATE_MARROW;
  run->marrows += patient->has_booking;
  model_trace_mark (run, patient, MODEL_MARK_HARVEST, 0);
  model_trace_span (run, patient, MODEL_SPAN_BOOKED, -1, -1, patient->booked_at,
                    run->now);
  if (patient->harvests == 1)
    model_counting_monthly (run, patient, MODEL_MONTHLY_HARVESTED);
  if (run->scenario->outcome != NULL)
    model_outcome_adverse (run, patient, SCENARIO_AT_HARVEST);
  uint32_t stamp = patient->stamp;
  if (run->scenario->blood != NULL)
    model_blood_continue (run, patient);
  if (patient->stamp == stamp)
    send_marrow (run, patient);
}
