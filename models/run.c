/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: one replication of one variant, from the first injury to the cohort's last fate.
 */
#include "models/run.h"

#include "models/allocation.h"
#include "models/arrivals.h"
#include "models/attrition.h"
#include "models/blood.h"
#include "models/counting.h"
#include "models/eligibility.h"
#include "models/harvest.h"
#include "models/infusion.h"
#include "models/initial.h"
#include "models/natural-course.h"
#include "models/outcome.h"
#include "models/plant.h"
#include "models/referral.h"
#include "models/rule.h"
#include "models/site.h"
#include "models/trace.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum
{
  MEASURE_WARM_UP,
  MEASURE_END,
  MEASURE_DRAIN,
};

static bool
rule_sees_time (const ScenarioRule *rule)
{
  bool sees = false;
  for (size_t p = 0; p < rule->n_phases; p++)
    {
      const ScenarioPhase *phase = &rule->phases[p];
      for (size_t i = 0; i < phase->n_only; i++)
        sees |= model_rule_group_sees_time (&phase->only[i]);
      for (size_t i = 0; i < phase->n_protects; i++)
        sees |= model_rule_group_sees_time (&phase->protects[i].group);
      for (size_t i = 0; i < phase->n_reserves; i++)
        sees |= model_rule_group_sees_time (&phase->reserves[i].group);
    }
  return sees;
}

ModelRun *
model_run_new (const Scenario *scenario, int rule, const ModelMeasures *measures)
{
  ModelRun *run = g_new0 (ModelRun, 1);
  run->scenario = scenario;
  run->rule = &scenario->rules[rule];
  run->measures = measures;
  run->queue = sim_event_queue_new ();
  run->waiting = model_waiting_list_new ();
  run->has_window = isfinite (scenario->harvest.window_days);
  if (run->has_window)
    run->window_delay = sim_time_from_days (scenario->harvest.window_days);
  for (size_t i = 0; i < scenario->n_hazards; i++)
    run->hazard += scenario->hazards[i].per_day / (double) SIM_DAY;
  run->rule_sees_time = rule_sees_time (run->rule);
  run->fates = g_new0 (int64_t, measures->n_fates);
  const int most_extras = 6 + 2 * measures->n_scores + measures->n_events;
  run->extras = g_new (ModelExtra, most_extras);
  model_arrivals_init (run);
  model_site_init (run);
  model_plant_init (run);
  model_initial_init (run);
  return run;
}

void
model_run_free (ModelRun *run)
{
  if (run == NULL)
    return;
  model_arrivals_clear (run);
  model_site_clear (run);
  model_plant_clear (run);
  g_free (run->initial_order);
  sim_event_queue_free (run->queue);
  model_waiting_list_free (run->waiting);
  g_clear_error (&run->error);
  g_free (run->patients);
  g_free (run->fates);
  g_free (run->extras);
  g_free (run->reserve_bookings);
  g_clear_pointer (&run->reserve_recent, g_ptr_array_unref);
  g_free (run);
}

void
model_run_fail (ModelRun *run, GError *error)
{
  if (run->error == NULL)
    run->error = error;
  else
    g_error_free (error);
}

/* Brings the levels of waiting, reserved and idle lines up to date after any change. */
static void
update_levels (ModelRun *run)
{
  run->levels_due = false;
  int64_t waiting = model_waiting_list_length (run->waiting);
  if (waiting != run->level_waiting.value)
    sim_level_set (&run->level_waiting, waiting, run->now);
  if (run->gate < 0)
    return;
  int free_lines = sim_pool_free_count (run->pools[run->gate].pool);
  int reserved = MIN (free_lines, run->open_bookings);
  int idle = waiting > 0 ? free_lines - reserved : 0;
  if (reserved != run->level_reserved.value)
    sim_level_set (&run->level_reserved, reserved, run->now);
  if (idle != run->level_idle.value)
    sim_level_set (&run->level_idle, idle, run->now);
}

void
model_run_forget_window (ModelRun *run, const ModelPatient *patient)
{
  sim_event_queue_withdraw (run->queue, MODEL_LANE_WINDOW, patient->window_place);
}

void
model_run_leave (ModelRun *run, ModelPatient *patient, int fate)
{
  if (patient->state == MODEL_STATE_WAITING)
    model_allocation_withdraw (run, patient);
  else
    model_trace_end_state (run, patient);
  if (patient->state == MODEL_STATE_BOOKED && patient->harvest_at != SIM_TIME_NEVER)
    model_harvest_release (run, patient);
  if (run->scenario->blood != NULL)
    model_blood_release (run, patient);
  model_plant_release (run, patient);
  if (patient->infusion_day != INT64_MAX)
    model_infusion_cancel (run, patient);
  if (patient->has_bed)
    model_site_free_bed (run, patient);
  model_run_forget_window (run, patient);
  patient->left = run->now;
  run->fates[fate]++;
  run->n_after_eligibility += patient->eligible != SIM_TIME_NEVER;
  if (patient->is_cohort)
    {
      run->cohort_open--;
      model_counting_patient (run, patient, fate);
    }
  if (fate != MODEL_FATE_INFUSED && patient->referred != SIM_TIME_NEVER)
    model_counting_monthly (run, patient, MODEL_MONTHLY_LOST);
  model_trace_mark (run, patient, MODEL_MARK_FATE, 0);
  model_trace_patient (run, patient, fate);
  patient->state = MODEL_STATE_ABSENT;
  patient->stamp++;
  patient->next_free = run->free_slot;
  run->free_slot = (int32_t) model_run_slot (run, patient);
  run->present--;
}

static void
measure (ModelRun *run, uint32_t what, bool *is_over)
{
  switch (what)
    {
    case MEASURE_WARM_UP:
      model_counting_begin_period (run);
      break;
    case MEASURE_END:
      model_counting_end_period (run);
      run->is_past_end = true;
      break;
    default:
      *is_over = true;
      break;
    }
}

static void
begin_month (ModelRun *run)
{
  model_counting_month (run);
  model_site_forget_past (run);
  run->month++;
  if (run->month < run->measures->n_months)
    sim_event_queue_schedule (run->queue,
                              run->measures->month_starts[run->month + 1] * SIM_DAY,
                              SIM_PHASE_CALENDAR, MODEL_EVENT_MONTH, 0, 0, 0);
}

static void
dispatch (ModelRun *run, const SimEvent *event, bool *is_over)
{
  if (event->kind == MODEL_EVENT_ARRIVAL)
    {
      model_arrivals_event (run);
      return;
    }
  if (event->kind >= MODEL_EVENT_BED_FREE)
    switch (event->kind)
      {
      case MODEL_EVENT_BED_FREE:
        model_site_bed_event (run, event->subject);
        return;
      case MODEL_EVENT_CAPACITY:
        model_plant_capacity_event (run, event);
        return;
      case MODEL_EVENT_UNIT:
        model_plant_unit_event (run, event);
        return;
      case MODEL_EVENT_CALENDAR:
        run->calendar_wake = SIM_TIME_NEVER;
        run->stages_due = true;
        return;
      case MODEL_EVENT_MONTH:
        begin_month (run);
        return;
      case MODEL_EVENT_MEASURE:
        measure (run, event->detail, is_over);
        return;
      case MODEL_EVENT_PHASE_DATE:
        model_allocation_check_phase (run);
        return;
      case MODEL_EVENT_WAKE:
        if (run->wake_at <= run->now)
          run->wake_at = SIM_TIME_NEVER;
        run->allocation_due = true;
        return;
      default:
        g_assert_not_reached ();
      }
  ModelPatient *patient = &run->patients[event->subject];
  if (patient->stamp != event->stamp)
    return;
  switch (event->kind)
    {
    case MODEL_EVENT_REFERRAL:
      model_referral_event (run, patient);
      return;
    case MODEL_EVENT_TRANSFERRED:
      model_referral_transferred (run, patient);
      return;
    case MODEL_EVENT_SCREENED:
      model_eligibility_event (run, patient);
      return;
    case MODEL_EVENT_GRADE:
      model_natural_course_event (run, patient);
      return;
    case MODEL_EVENT_ATTRITION:
      model_attrition_event (run, patient);
      return;
    case MODEL_EVENT_DRAW:
      model_blood_event (run, patient);
      return;
    case MODEL_EVENT_HARVEST:
      model_harvest_event (run, patient);
      return;
    case MODEL_EVENT_MARROW_ARRIVES:
      if (patient->state == MODEL_STATE_MARROW &&
          event->detail == (uint32_t) patient->batch)
        model_plant_receive (run, patient);
      return;
    case MODEL_EVENT_INTAKE:
      if (patient->state == MODEL_STATE_MARROW &&
          event->detail == (uint32_t) patient->batch)
        model_plant_intake_event (run, patient);
      return;
    case MODEL_EVENT_STAGE_END:
      model_plant_stage_end_event (run, patient);
      return;
    case MODEL_EVENT_PRODUCT_ARRIVES:
      model_infusion_arrives (run, patient);
      return;
    case MODEL_EVENT_INFUSION:
      model_infusion_event (run, patient);
      return;
    case MODEL_EVENT_WINDOW:
      model_allocation_window_event (run, patient);
      return;
    case MODEL_EVENT_MARROW_EXPIRES:
      model_plant_marrow_expires (run, patient);
      return;
    case MODEL_EVENT_RERANK:
      if (patient->state == MODEL_STATE_WAITING)
        model_allocation_membership_event (run, patient);
      return;
    default:
      g_assert_not_reached ();
    }
}

static void
start (ModelRun *run)
{
  const Scenario *scenario = run->scenario;
  sim_event_queue_reset (run->queue);
  run->now = 0;
  run->allocation_due = run->stages_due = false;
  run->levels_due = true;
  for (int slot = 0; slot < run->n_patients; slot++)
    run->patients[slot].state = MODEL_STATE_ABSENT;
  run->n_patients = 0;
  run->free_slot = -1;
  run->n_numbers = run->n_known = run->cohort_open = run->present = 0;
  run->infusions = run->infused_in_period = 0;
  run->sum_of_waits = run->n_eligible = run->n_after_eligibility = 0;
  run->month = 0;
  memset (run->monthly, 0, sizeof run->monthly);
  run->n_decisions = 0;
  run->n_ranked = 0;
  run->is_past_end = false;
  run->waiting_at_month = 0;
  for (int i = 0; i < run->measures->n_fates; i++)
    run->fates[i] = 0;
  if (scenario->patients.arrivals.kind == SCENARIO_ARRIVALS_TRACE &&
      scenario->patients.arrivals.n_trace > 0)
    run->now = MIN (0, sim_time_from_days (scenario->patients.arrivals.trace[0].injured));
  model_site_start (run);
  model_plant_start (run);
  model_allocation_start (run);
  model_outcome_start (run);
  sim_level_reset (&run->level_waiting, 0, run->now);
  sim_level_reset (&run->level_reserved, 0, run->now);
  sim_level_reset (&run->level_idle, 0, run->now);
  const struct
  {
    SimTime at;
    SimPhase phase;
    uint32_t what;
  } measures[] = { { scenario->warm_up, SIM_PHASE_CALENDAR, MEASURE_WARM_UP },
                   { scenario->end, SIM_PHASE_CALENDAR, MEASURE_END },
                   { scenario->end + scenario->drain, SIM_PHASE_OBSERVE,
                     MEASURE_DRAIN } };
  for (size_t i = 0; i < G_N_ELEMENTS (measures); i++)
    sim_event_queue_schedule (run->queue, measures[i].at, measures[i].phase,
                              MODEL_EVENT_MEASURE, 0, 0, measures[i].what);
  sim_event_queue_schedule (run->queue, run->measures->month_starts[1] * SIM_DAY,
                            SIM_PHASE_CALENDAR, MODEL_EVENT_MONTH, 0, 0, 0);
  if (run->trace != NULL)
    model_trace_start (run);
  model_initial_start (run);
  model_arrivals_start (run);
}

/* Whether the cohort's last patient has a fate and the measured period is over. */
static bool
is_finished (const ModelRun *run)
{
  const ScenarioArrivals *arrivals = &run->scenario->patients.arrivals;
  if (!run->is_past_end || run->cohort_open > 0)
    return false;
  return arrivals->kind != SCENARIO_ARRIVALS_TRACE || run->next_row >= arrivals->n_trace;
}

static void
loop (ModelRun *run)
{
  int64_t n_at_instant = 0;
  bool is_over = false;
  while (!is_over && run->error == NULL)
    {
      const SimEvent *next = sim_event_queue_peek (run->queue);
      bool is_later = next->time > run->now;
      if ((run->stages_due || run->allocation_due) &&
          (is_later || sim_event_phase (next) > SIM_PHASE_ALLOCATE))
        {
          if (run->stages_due)
            model_plant_start_stages (run);
          if (run->allocation_due && run->error == NULL)
            model_allocation_run (run);
          run->levels_due = true;
          n_at_instant++;
        }
      else
        {
          if (is_later)
            {
              if (run->levels_due)
                update_levels (run);
              if (next->time == SIM_TIME_NEVER || is_finished (run))
                break;
              n_at_instant = 0;
            }
          SimEvent event;
          sim_event_queue_take (run->queue, next, &event);
          run->now = event.time;
          run->n_events++;
          dispatch (run, &event, &is_over);
          n_at_instant++;
        }
      if (n_at_instant > SIM_MAX_EVENTS_AN_INSTANT)
        model_run_fail (
            run,
            g_error_new (SIM_ERROR, SIM_ERROR_ENDLESS,
                         _ ("more than %d events at one instant (day %.4f): something "
                            "in the scenario goes round in no time"),
                         SIM_MAX_EVENTS_AN_INSTANT, sim_time_to_days (run->now)));
    }
}

/* The drain is over: the cohort's patients that remain have no fate but this one. */
static void
end_unresolved (ModelRun *run)
{
  for (int slot = 0; slot < run->n_patients; slot++)
    {
      ModelPatient *patient = &run->patients[slot];
      if (patient->state != MODEL_STATE_ABSENT && patient->is_cohort)
        model_run_leave (run, patient, MODEL_FATE_UNRESOLVED);
    }
}

/* The laws of conservation (DESIGN section 3), in integers. */
static void
check_conservation (ModelRun *run)
{
  sim_level_integrate (&run->level_waiting, run->now);
  int64_t waits = run->sum_of_waits, eligible = 0, present = 0, fates = 0, lines = 0;
  g_autofree int64_t *beds = g_new0 (int64_t, run->scenario->n_sites);
  g_autofree int64_t *held = g_new0 (int64_t, run->scenario->plant.n_pools);
  for (int slot = 0; slot < run->n_patients; slot++)
    {
      const ModelPatient *patient = &run->patients[slot];
      if (patient->state == MODEL_STATE_ABSENT)
        continue;
      present++;
      eligible += patient->eligible != SIM_TIME_NEVER;
      beds[patient->site] += patient->has_bed;
      lines += patient->has_booking;
      if (patient->state == MODEL_STATE_WAITING)
        waits += run->now - patient->wait_began;
      for (uint64_t mask = patient->held; mask != 0; mask &= mask - 1)
        held[__builtin_ctzll (mask)]++;
    }
  for (int i = 0; i < run->measures->n_fates; i++)
    fates += run->fates[i];
  const char *broken = NULL;
  if (waits != run->level_waiting.integral)
    broken = _ ("the integral of the number waiting is not the sum of the waits");
  else if (run->n_eligible != run->n_after_eligibility + eligible)
    broken = _ ("the eligible are not the infused and the fates after eligibility");
  else if (run->n_numbers - run->n_known != fates + present || present != run->present)
    broken = _ ("the injured are not the fates and those present");
  else if (lines != run->open_bookings)
    broken = _ ("the open bookings are not those of the patients");
  for (size_t i = 0; i < run->scenario->n_sites; i++)
    if (run->sites[i].beds_used != beds[i] + run->sites[i].beds_rehabilitation)
      broken = _ ("a bed was not given back");
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    if (sim_pool_held_count (run->pools[i].pool) != held[i])
      broken = _ ("a unit of a pool was not given back");
  if (broken != NULL)
    model_run_fail (run, g_error_new (SIM_ERROR, SIM_ERROR_CONSERVATION,
                                      _ ("conservation is broken, a defect of day31: %s"),
                                      broken));
}

bool
model_run_replicate (ModelRun *run,
                     uint64_t seed,
                     int64_t replication,
                     bool is_traced,
                     SimRecord *record,
                     GError **error)
{
  run->key = (SimStreamKey){ seed, (uint64_t) replication };
  run->replication = replication;
  run->record = record;
  run->trace = is_traced ? sim_trace_new () : NULL;
  start (run);
  loop (run);
  if (run->error == NULL)
    {
      update_levels (run);
      end_unresolved (run);
      update_levels (run);
      check_conservation (run);
    }
  if (run->error == NULL)
    {
      model_trace_finish (run);
      model_counting_finish (run);
      record->trace = g_steal_pointer (&run->trace);
      return true;
    }
  g_clear_pointer (&run->trace, sim_trace_free);
  g_propagate_error (error, g_steal_pointer (&run->error));
  g_prefix_error (error,
                  _ ("replication %" PRId64 " of rule '%s' with seed %" PRIu64 ": "),
                  replication, run->rule->id, seed);
  return false;
}
