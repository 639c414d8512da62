/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation: who of the waiting gets the next booking. */
#include "models/allocation.h"

#include "models/blood.h"
#include "models/counting.h"
#include "models/expectation.h"
#include "models/harvest.h"
#include "models/natural-course.h"
#include "models/plant.h"
#include "models/rule.h"
#include "models/site.h"
#include "models/trace.h"

#include <limits.h>
#include <string.h>

static void
add_group (ModelRun *run, const ScenarioGroup *group)
{
  if (run->n_groups < MODEL_WAITING_GROUPS && !model_rule_group_sees_time (group))
    run->groups[run->n_groups++] = group;
}

static void
collect_groups (ModelRun *run, const ScenarioPhase *phase)
{
  run->n_groups = 0;
  for (size_t i = 0; i < phase->n_reserves; i++)
    add_group (run, &phase->reserves[i].group);
  for (size_t i = 0; i < phase->n_only; i++)
    add_group (run, &phase->only[i]);
  for (size_t i = 0; i < phase->n_protects; i++)
    add_group (run, &phase->protects[i].group);
}

static void
begin_phase (ModelRun *run)
{
  const ScenarioPhase *phase = model_rule_phase (run);
  collect_groups (run, phase);
  run->bookings_in_phase = 0;
  g_clear_pointer (&run->reserve_bookings, g_free);
  if (run->reserve_recent != NULL)
    g_ptr_array_set_size (run->reserve_recent, 0);
  run->reserve_bookings = g_new0 (int64_t, MAX (phase->n_reserves, 1));
  if (run->reserve_recent == NULL)
    run->reserve_recent = g_ptr_array_new_with_free_func (g_free);
  for (size_t i = 0; i < phase->n_reserves; i++)
    g_ptr_array_add (run->reserve_recent,
                     phase->reserves[i].over > 0
                         ? g_new0 (uint8_t, (size_t) phase->reserves[i].over)
                         : NULL);
  if (phase->end == SCENARIO_PHASE_UNTIL_DATE && phase->until > run->now)
    sim_event_queue_schedule (run->queue, phase->until, SIM_PHASE_CALENDAR,
                              MODEL_EVENT_PHASE_DATE, 0, 0, 0);
}

void
model_allocation_start (ModelRun *run)
{
  run->phase = 0;
  run->freed_version = 0;
  run->last_line_from = SIM_TIME_NEVER;
  run->wake_at = SIM_TIME_NEVER;
  begin_phase (run);
  model_waiting_list_reset (run->waiting, model_rule_key_count (model_rule_phase (run)));
  model_allocation_check_phase (run);
}

/* What the list knows of the patient's last look, before the place in it is lost. */
static void
keep_version (ModelPatient *patient, int64_t seen)
{
  patient->infeasible_version = MAX (patient->infeasible_version, seen);
}

static void
insert (ModelRun *run, ModelPatient *patient)
{
  double keys[MODEL_RULE_MAX_KEYS];
  model_rule_keys (run, patient, keys);
  unsigned groups = 0;
  for (int i = 0; i < run->n_groups; i++)
    groups |= (unsigned) model_rule_is_member (run, run->groups[i], patient) << i;
  model_waiting_list_insert (run->waiting, (int32_t) model_run_slot (run, patient),
                             patient->number, keys, groups);
}

/* Puts everybody into the order of the present phase and moment. */
static void
sort_again (ModelRun *run)
{
  size_t n_slots = (size_t) model_waiting_list_length (run->waiting);
  g_autofree int32_t *slots = g_new (int32_t, n_slots);
  ModelWaitingPlace place;
  int n = 0;
  for (int32_t slot = model_waiting_list_first (run->waiting, 0, &place); slot >= 0;
       slot = model_waiting_list_next (run->waiting, &place))
    {
      keep_version (&run->patients[slot], model_waiting_list_seen (run->waiting, &place));
      slots[n++] = slot;
    }
  model_waiting_list_reset (run->waiting, model_rule_key_count (model_rule_phase (run)));
  for (int i = 0; i < n; i++)
    insert (run, &run->patients[slots[i]]);
}

static bool
has_ended (const ModelRun *run, const ScenarioPhase *phase)
{
  switch (phase->end)
    {
    case SCENARIO_PHASE_UNTIL_DATE:
      return run->now >= phase->until;
    case SCENARIO_PHASE_UNTIL_INFUSED:
      return run->infusions >= phase->count;
    case SCENARIO_PHASE_UNTIL_CAPACITY:
      return run->gate >= 0 &&
             sim_pool_capacity (run->pools[run->gate].pool) >= phase->count;
    case SCENARIO_PHASE_UNTIL_BACKLOG:
      return model_waiting_list_length (run->waiting) >= phase->count;
    case SCENARIO_PHASE_FOREVER:
      break;
    }
  return false;
}

void
model_allocation_check_phase (ModelRun *run)
{
  bool has_changed = false;
  while (run->phase + 1 < run->rule->n_phases && has_ended (run, model_rule_phase (run)))
    {
      run->phase++;
      begin_phase (run);
      has_changed = true;
    }
  if (!has_changed)
    return;
  sort_again (run);
  run->allocation_due = true;
}

static void
schedule_next_change (ModelRun *run, ModelPatient *patient)
{
  model_run_schedule (run, model_rule_next_change (run, patient), SIM_PHASE_CHANGE,
                      MODEL_EVENT_RERANK, patient);
}

void
model_allocation_enter (ModelRun *run, ModelPatient *patient)
{
  patient->state = MODEL_STATE_WAITING;
  patient->wait_began = run->now;
  patient->obstacle = MODEL_OBSTACLE_LINE;
  patient->infeasible_version = -1;
  /* First the draws: a score may ask for the expected infusion. */
  if (run->scenario->blood != NULL)
    model_blood_start_eligible (run, patient);
  insert (run, patient);
  run->allocation_due = true;
  if (run->scenario->n_improvements > 0)
    model_natural_course_schedule (run, patient);
  if (run->rule_sees_time)
    schedule_next_change (run, patient);
  if (model_rule_phase (run)->end == SCENARIO_PHASE_UNTIL_BACKLOG)
    model_allocation_check_phase (run);
}

void
model_allocation_withdraw (ModelRun *run, ModelPatient *patient)
{
  model_waiting_list_remove (run->waiting, (int32_t) model_run_slot (run, patient));
  run->levels_due = true;
  run->sum_of_waits += run->now - patient->wait_began;
  model_trace_span (run, patient, MODEL_SPAN_WAITING, -1, -1, patient->wait_began,
                    run->now);
}

void
model_allocation_rerank (ModelRun *run, ModelPatient *patient, uint8_t grade)
{
  int32_t slot = (int32_t) model_run_slot (run, patient);
  keep_version (patient, model_waiting_list_seen_slot (run->waiting, slot));
  model_waiting_list_remove (run->waiting, slot);
  patient->grade_known = grade;
  insert (run, patient);
  run->allocation_due = true;
}

void
model_allocation_membership_event (ModelRun *run, ModelPatient *patient)
{
  run->allocation_due = true;
  schedule_next_change (run, patient);
}

/* One decision, with what all looks share. */
typedef struct
{
  const ScenarioPhase *phase;
  bool is_of_moment; /* the rule's order is of this moment only */
  int bookable;
  SimTime line_from;
  ModelPlan plan; /* of the patient found */
  int reserve;    /* whose group the patient was found in; -1: none */
} Decision;

/* Whether filters and protection let the patient be booked now. */
static bool
is_allowed (const ModelRun *run, const Decision *decision, const ModelPatient *patient)
{
  const ScenarioPhase *phase = decision->phase;
  for (size_t i = 0; i < phase->n_only; i++)
    if (!model_rule_is_member (run, &phase->only[i], patient))
      return false;
  for (size_t i = 0; i < phase->n_protects; i++)
    if (decision->bookable <= phase->protects[i].lines &&
        !model_rule_is_member (run, &phase->protects[i].group, patient))
      return false;
  return true;
}

/* Where in the list a look may be worth while: everywhere under a rule that puts the list
 * into a new order every time. */
static const ModelWaitingSearch *
make_search (const ModelRun *run,
             const Decision *decision,
             bool wants_open,
             ModelWaitingSearch *search)
{
  if (decision->is_of_moment)
    return NULL;
  int64_t day = sim_time_day (decision->line_from);
  *search = (ModelWaitingSearch){
    .now = run->now,
    .day = (int32_t) CLAMP (day, INT32_MIN + 1, MODEL_WAITING_ANY_DAY),
    .wants_open = wants_open,
  };
  return search;
}

/* A look at the patient, at @place in the list: is there a day? */
static bool
look (ModelRun *run,
      Decision *decision,
      ModelPatient *patient,
      const ModelWaitingPlace *place)
{
  /* At the midnight that closes the window no look finds out more than the last one. */
  if (run->now > patient->window_last)
    return false;
  keep_version (patient, model_waiting_list_seen (run->waiting, place));
  if (patient->infeasible_version == run->freed_version)
    return false;
  ModelWaitingNote note;
  ModelObstacle obstacle =
      model_harvest_look (run, patient, decision->line_from, &decision->plan, &note);
  patient->obstacle = (uint8_t) obstacle;
  if (obstacle == MODEL_OBSTACLE_NONE)
    return true;
  patient->infeasible_version = run->freed_version;
  if (!decision->is_of_moment)
    model_waiting_list_note (run->waiting, place, note);
  return false;
}

/* Lines are bookable and the rule chose nobody: for whom all else is there, the rule is
 * what stands in the way, and stays so while the rule does. */
static void
look_at_barred (ModelRun *run, Decision *decision)
{
  static const ModelWaitingNote barred = { .until = INT64_MIN,
                                           .reach = MODEL_WAITING_ANY_DAY,
                                           .is_barred = true };
  ModelWaitingSearch search;
  ModelWaitingPlace place;
  for (int32_t slot = model_waiting_list_seek (
           run->waiting, 0, make_search (run, decision, true, &search), &place);
       slot >= 0; slot = model_waiting_list_next (run->waiting, &place))
    {
      ModelPatient *patient = &run->patients[slot];
      if (patient->obstacle != MODEL_OBSTACLE_RULE &&
          !look (run, decision, patient, &place))
        continue;
      patient->obstacle = MODEL_OBSTACLE_RULE;
      if (!decision->is_of_moment)
        model_waiting_list_note (run->waiting, &place, barred);
    }
  model_waiting_list_pass (run->waiting, 0, -1, run->freed_version);
}

/* Adds the class of @group to @groups. Returns: false if the group is no class */
static bool
require (const ModelRun *run, const ScenarioGroup *group, unsigned *groups)
{
  for (int i = 0; i < run->n_groups; i++)
    if (run->groups[i] == group)
      {
        *groups |= 1u << i;
        return true;
      }
  return false;
}

/* The first of the list that is allowed, of @group (NULL: anybody) and feasible; -1 if
 * none. */
static int32_t
find_first (ModelRun *run, Decision *decision, const ScenarioGroup *group)
{
  const ScenarioPhase *phase = decision->phase;
  unsigned groups = 0;
  bool is_enough = group == NULL || require (run, group, &groups);
  for (size_t i = 0; i < phase->n_only; i++)
    is_enough &= require (run, &phase->only[i], &groups);
  for (size_t i = 0; i < phase->n_protects; i++)
    if (decision->bookable <= phase->protects[i].lines)
      is_enough &= require (run, &phase->protects[i].group, &groups);
  ModelWaitingSearch search;
  ModelWaitingPlace place;
  int32_t slot = model_waiting_list_seek (
      run->waiting, groups,
      is_enough ? make_search (run, decision, false, &search) : NULL, &place);
  for (; slot >= 0; slot = model_waiting_list_next (run->waiting, &place))
    {
      ModelPatient *patient = &run->patients[slot];
      if (!is_enough && ((group != NULL && !model_rule_is_member (run, group, patient)) ||
                         !is_allowed (run, decision, patient)))
        continue;
      if (look (run, decision, patient, &place))
        break;
    }
  /* Who was passed over is as if looked at. */
  if (is_enough)
    model_waiting_list_pass (run->waiting, groups, slot, run->freed_version);
  return slot;
}

/* A share times a number that is a whole number in decimals may be a little more in
 * binary: 0.28 x 25 > 7.  Shares with six decimals of up to a million bookings differ
 * from a whole number by more than this part. */
#define SHARE_ROUNDING 1e-12

/* Whether the reserve's group has had less than its share. */
static bool
is_owed (const ModelRun *run, size_t index)
{
  const ScenarioReserve *reserve = &model_rule_phase (run)->reserves[index];
  int64_t bookings = run->bookings_in_phase;
  if (reserve->over > 0)
    bookings = MIN (bookings, reserve->over);
  double due = reserve->share * (double) (bookings + 1) * (1.0 - SHARE_ROUNDING);
  return (double) run->reserve_bookings[index] < due;
}

static int32_t
choose (ModelRun *run, Decision *decision)
{
  const ScenarioPhase *phase = decision->phase;
  for (size_t i = 0; i < phase->n_reserves; i++)
    {
      const ScenarioReserve *reserve = &phase->reserves[i];
      if (!is_owed (run, i))
        continue;
      int32_t slot = find_first (run, decision, &reserve->group);
      decision->reserve = (int) i;
      if (slot >= 0 || reserve->is_hard)
        return slot;
    }
  decision->reserve = -1;
  return find_first (run, decision, NULL);
}

static void
count_for_reserves (ModelRun *run, const ModelPatient *patient)
{
  const ScenarioPhase *phase = model_rule_phase (run);
  for (size_t i = 0; i < phase->n_reserves; i++)
    {
      const ScenarioReserve *reserve = &phase->reserves[i];
      bool is_member = model_rule_is_member (run, &reserve->group, patient);
      if (reserve->over > 0)
        {
          uint8_t *recent = g_ptr_array_index (run->reserve_recent, i);
          uint8_t *oldest = &recent[run->bookings_in_phase % reserve->over];
          run->reserve_bookings[i] -= *oldest;
          *oldest = is_member;
        }
      run->reserve_bookings[i] += is_member;
    }
  run->bookings_in_phase++;
}

static void
book (ModelRun *run, ModelPatient *patient, const ModelPlan *plan)
{
  count_for_reserves (run, patient);
  model_allocation_withdraw (run, patient);
  patient->state = MODEL_STATE_BOOKED;
  patient->booked_at = run->now;
  if (patient->batch >= run->scenario->plant.remake_attempts)
    model_run_forget_window (run, patient);
  if (patient->booked == SIM_TIME_NEVER)
    {
      patient->booked = run->now;
      model_counting_monthly (run, patient, MODEL_MONTHLY_BOOKED);
    }
  patient->grade_booking = patient->grade_known;
  if (run->gate >= 0)
    {
      patient->has_booking = true;
      run->open_bookings++;
    }
  if (run->scenario->has_sites)
    model_site_take_bed (run, patient);
  model_harvest_book (run, patient, plan);
  if (plan->harvest_at == run->now)
    model_harvest_event (run, patient);
}

/* The first of the @n feasible, in the order of the list, who is allowed, not @chosen and
 * of @group (NULL: anybody). */
static const ModelPatient *
find_runner_up (const ModelRun *run,
                const Decision *decision,
                const int32_t *feasible,
                int n,
                int32_t chosen,
                const ScenarioGroup *group)
{
  for (int i = 0; i < n; i++)
    {
      const ModelPatient *patient = &run->patients[feasible[i]];
      if (feasible[i] != chosen && is_allowed (run, decision, patient) &&
          (group == NULL || model_rule_is_member (run, group, patient)))
        return patient;
    }
  return NULL;
}

/* Whom the rule would have booked, had the one chosen not been there. */
static const ModelPatient *
choose_runner_up (const ModelRun *run,
                  const Decision *decision,
                  const int32_t *feasible,
                  int n,
                  int32_t chosen)
{
  const ScenarioPhase *phase = decision->phase;
  for (size_t i = 0; i < phase->n_reserves; i++)
    {
      if (!is_owed (run, i))
        continue;
      const ScenarioReserve *reserve = &phase->reserves[i];
      const ModelPatient *found =
          find_runner_up (run, decision, feasible, n, chosen, &reserve->group);
      if (found != NULL || reserve->is_hard)
        return found;
    }
  return find_runner_up (run, decision, feasible, n, chosen, NULL);
}

/* What bookings.csv wants to know besides; looks here leave no mark on anybody. */
static void
trace_decision (ModelRun *run, const Decision *decision, int32_t chosen)
{
  const ScenarioPhase *phase = decision->phase;
  char reason[32];
  if (decision->reserve < 0)
    g_strlcpy (reason, phase->n_only > 0 ? "only" : "order", sizeof reason);
  else if (phase->reserves[decision->reserve].is_first)
    g_strlcpy (reason, "first", sizeof reason);
  else
    g_snprintf (reason, sizeof reason, "reserve:%d", decision->reserve + 1);
  int64_t waiting = model_waiting_list_length (run->waiting);
  g_autofree int32_t *feasible = g_new (int32_t, (size_t) waiting);
  g_autofree uint8_t *obstacles = g_new (uint8_t, (size_t) waiting);
  ModelDecision told = { .bookable = decision->bookable,
                         .waiting = waiting,
                         .patient = &run->patients[chosen],
                         .reason = reason,
                         .obstacles = obstacles };
  ModelWaitingPlace place;
  int rank = 0;
  for (int32_t slot = model_waiting_list_first (run->waiting, 0, &place); slot >= 0;
       slot = model_waiting_list_next (run->waiting, &place))
    {
      const ModelPatient *patient = &run->patients[slot];
      ModelPlan plan;
      ModelObstacle obstacle = model_harvest_plan (run, patient, run->now, run->now,
                                                   decision->line_from, &plan);
      if (obstacle == MODEL_OBSTACLE_NONE)
        feasible[told.feasible++] = slot;
      if (obstacle == MODEL_OBSTACLE_NONE && !is_allowed (run, decision, patient))
        obstacle = MODEL_OBSTACLE_RULE;
      obstacles[rank++] = (uint8_t) obstacle;
    }
  told.runner_up = choose_runner_up (run, decision, feasible, told.feasible, chosen);
  model_trace_decision (run, &told);
}

static G_GNUC_NO_INLINE void
allocate (ModelRun *run)
{
  while (run->error == NULL && model_waiting_list_length (run->waiting) > 0)
    {
      Decision decision;
      decision.phase = model_rule_phase (run);
      decision.bookable = model_plant_bookable (run, &decision.line_from);
      if (decision.bookable <= 0)
        break;
      if (decision.line_from < run->last_line_from)
        run->freed_version++;
      run->last_line_from = decision.line_from;
      decision.is_of_moment = model_rule_depends_on_moment (decision.phase);
      if (decision.is_of_moment)
        sort_again (run);
      int32_t slot = choose (run, &decision);
      if (slot < 0)
        {
          look_at_barred (run, &decision);
          break;
        }
      if (run->trace != NULL)
        trace_decision (run, &decision, slot);
      book (run, &run->patients[slot], &decision.plan);
    }
  /* To whom the rule denies the last lines, one more makes a difference. */
  if (run->call_ahead > 0)
    model_plant_schedule_wake (run, model_rule_phase (run)->n_protects > 0);
}

void
model_allocation_run (ModelRun *run)
{
  run->allocation_due = false;
  if (model_waiting_list_length (run->waiting) == 0)
    return;
  SimTime line_from;
  /* Most passes end here. */
  if (run->call_ahead == 0 && model_plant_bookable (run, &line_from) <= 0)
    return;
  allocate (run);
}

void
model_allocation_window_event (ModelRun *run, ModelPatient *patient)
{
  if (patient->state != MODEL_STATE_WAITING)
    return;
  SimTime line_from;
  ModelFate fate = MODEL_FATE_WINDOW_LINE;
  if (model_plant_bookable (run, &line_from) > 0)
    fate = model_harvest_window_fate ((ModelObstacle) patient->obstacle);
  model_run_leave (run, patient, (int) fate);
}

void
model_allocation_lose_batch (ModelRun *run, ModelPatient *patient, ModelFate fate)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  model_plant_release (run, patient);
  patient->wasted_line = patient->line_time;
  bool is_in_time = run->now <= patient->window_last;
  if (patient->batch >= plant->remake_attempts || !is_in_time)
    {
      model_run_leave (run, patient, (int) fate);
      return;
    }
  uint8_t grade = model_patient_grade_at (patient, run->now);
  patient->grade_known = grade;
  if (run->scenario->has_eligibility && grade != MODEL_GRADE_NONE &&
      !(run->scenario->eligibility.grades >> grade & 1))
    {
      model_run_leave (run, patient, MODEL_FATE_RECOVERED_WAITING);
      return;
    }
  model_trace_end_state (run, patient);
  model_blood_begin_remake (run, patient);
  patient->batch++;
  patient->stage = 0;
  patient->harvested = patient->cultured = patient->harvest_at = SIM_TIME_NEVER;
  patient->stage_end = SIM_TIME_NEVER;
  model_allocation_enter (run, patient);
}
