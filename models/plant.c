/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plant: intake, pools, and the stages of a batch. */
#include "models/plant.h"

#include "models/allocation.h"
#include "models/blood.h"
#include "models/harvest.h"
#include "models/infusion.h"
#include "models/releases.h"
#include "models/trace.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define NO_UNIT (-1)

void
model_plant_init (ModelRun *run)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  run->gate = plant->has_plant ? plant->gate : -1;
  run->call_ahead = sim_time_from_days (plant->call_ahead_days);
  model_releases_init (run);
  run->pools = g_new0 (ModelPool, MAX (plant->n_pools, 1));
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      pool->pool = sim_pool_new ();
      pool->data = &plant->pools[i];
      int most = plant->pools[i].capacity;
      for (size_t k = 0; k < plant->pools[i].n_changes; k++)
        most = MAX (most, plant->pools[i].changes[k].capacity);
      pool->n_units = most;
      pool->closed_since = g_new (SimTime, MAX (most, 1));
      if (plant->pools[i].down_every != NULL)
        {
          pool->unit_index = g_new0 (uint32_t, MAX (most, 1));
          pool->down_since = g_new0 (SimTime, MAX (most, 1));
        }
    }
  run->stages = g_new0 (ModelStage, MAX (plant->n_stages, 1));
  run->last_gate_stage = -1;
  for (size_t i = 0; i < plant->n_stages; i++)
    {
      run->stages[i].mean =
          sim_time_from_days (sim_distribution_mean (plant->stages[i].duration));
      run->stages[i].uses_gate =
          run->gate >= 0 && (plant->stages[i].uses >> run->gate & 1) != 0;
      if (run->stages[i].uses_gate)
        run->last_gate_stage = (int) i;
      uint64_t before = i > 0 ? plant->stages[i - 1].uses : 0;
      run->stages[i].shared = plant->stages[i].uses & before;
      run->stages[i].needed = plant->stages[i].uses & ~before;
    }
  if (plant->has_intake)
    run->intake = sim_appointments_new (plant->intake_calendar, plant->intake_per_day);
}

void
model_plant_clear (ModelRun *run)
{
  for (size_t i = 0; run->pools != NULL && i < run->scenario->plant.n_pools; i++)
    {
      sim_pool_free (run->pools[i].pool);
      g_free (run->pools[i].unit_index);
      g_free (run->pools[i].down_since);
      g_free (run->pools[i].closed_since);
    }
  g_clear_pointer (&run->pools, g_free);
  g_clear_pointer (&run->stages, g_free);
  g_clear_pointer (&run->intake, sim_appointments_free);
  g_clear_pointer (&run->queueing, g_free);
  model_releases_clear (run);
  g_clear_pointer (&run->held_units, g_free);
}

/* The next up or down period of a unit, by the unit's own random numbers. */
static void
schedule_unit (ModelRun *run, int pool_index, int unit, bool goes_down)
{
  ModelPool *pool = &run->pools[pool_index];
  uint64_t entity = (uint64_t) pool_index << 32 | (uint64_t) unit;
  uint32_t index = pool->unit_index[unit];
  SimBlock block = sim_stream_block (run->key, entity, MODEL_PURPOSE_UNIT, index);
  SimTime duration =
      model_run_duration (goes_down ? pool->data->down_every : pool->data->down_lasts,
                          block.word[goes_down ? 0 : 1]);
  if (!goes_down)
    pool->unit_index[unit]++;
  sim_event_queue_schedule (run->queue, run->now + duration, SIM_PHASE_CALENDAR,
                            MODEL_EVENT_UNIT, (uint32_t) pool_index, goes_down,
                            (uint32_t) unit);
}

void
model_plant_start (ModelRun *run)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      const ScenarioPool *data = &plant->pools[i];
      ModelPool *pool = &run->pools[i];
      /* Every unit exists from the start: those outside capacity go down and up too. */
      sim_pool_reset (pool->pool, pool->n_units, run->now);
      sim_pool_set_capacity (pool->pool, data->capacity, run->now);
      for (int unit = 0; unit < pool->n_units; unit++)
        pool->closed_since[unit] = unit < data->capacity ? SIM_TIME_NEVER : run->now;
      pool->in_use_at_month = pool->available_at_month = 0;
      for (size_t k = 0; k < data->n_changes; k++)
        sim_event_queue_schedule (run->queue, data->changes[k].at, SIM_PHASE_CALENDAR,
                                  MODEL_EVENT_CAPACITY, (uint32_t) i, 0, (uint32_t) k);
      if (pool->unit_index != NULL)
        for (int unit = 0; unit < pool->n_units; unit++)
          {
            pool->unit_index[unit] = 0;
            schedule_unit (run, (int) i, unit, true);
          }
    }
  run->n_queueing = 0;
  run->queueing_stages = 0;
  for (size_t i = 0; i < plant->n_stages; i++)
    run->stages[i].n_queueing = 0;
  run->open_bookings = run->marrows = 0;
  run->calendar_wake = SIM_TIME_NEVER;
  model_releases_reset (run);
  if (run->intake != NULL)
    sim_appointments_reset (run->intake, sim_time_day (run->now));
}

/* Where the units of @patient's batch are noted: one a pool. */
static int32_t *
units_of (ModelRun *run, const ModelPatient *patient)
{
  size_t n_pools = run->scenario->plant.n_pools;
  if (run->n_held_units < run->n_allocated)
    {
      run->held_units =
          g_renew (int32_t, run->held_units, (size_t) run->n_allocated * n_pools);
      run->n_held_units = run->n_allocated;
    }
  return run->held_units + model_run_slot (run, patient) * n_pools;
}

SimTime
model_plant_next_intake (const ModelRun *run, SimTime arrival, int64_t *ret_day)
{
  *ret_day = INT64_MAX;
  if (run->intake == NULL)
    return arrival;
  const SimCalendar *calendar = run->scenario->plant.intake_calendar;
  int64_t day = sim_time_day (arrival);
  if (!sim_calendar_is_working_day (calendar, day) ||
      arrival >= sim_calendar_closing (calendar, day))
    day = sim_calendar_next_working_day (calendar, day + 1);
  *ret_day = day;
  return MAX (arrival, sim_calendar_opening (calendar, day));
}

/* The batch stands in the queue for its next stage. */
static void
enqueue (ModelRun *run, ModelPatient *patient)
{
  if (run->n_queueing == run->n_queueing_allocated)
    {
      run->n_queueing_allocated = MAX (64, 2 * run->n_queueing_allocated);
      run->queueing = g_renew (int32_t, run->queueing, run->n_queueing_allocated);
    }
  patient->state = MODEL_STATE_QUEUEING;
  model_releases_change (run, patient);
  run->queueing[run->n_queueing++] = (int32_t) model_run_slot (run, patient);
  run->stages[patient->stage].n_queueing++;
  run->queueing_stages |= UINT64_C (1) << patient->stage;
  run->stages_due = true;
}

/* A batch that stood in the queue for @stage does so no more. */
static void
count_out_of_queue (ModelRun *run, int stage)
{
  if (--run->stages[stage].n_queueing == 0)
    run->queueing_stages &= ~(UINT64_C (1) << stage);
}

void
model_plant_take_in (ModelRun *run, ModelPatient *patient)
{
  if (run->intake != NULL)
    {
      int64_t day;
      SimTime at = model_plant_next_intake (run, run->now, &day);
      int64_t planned = patient->intake_day;
      if (planned != INT64_MAX)
        sim_appointments_give_back (run->intake, planned);
      if (!sim_appointments_has_room (run->intake, day))
        {
          day = sim_appointments_next_day (run->intake, day);
          at = sim_calendar_opening (run->scenario->plant.intake_calendar, day);
        }
      sim_appointments_take (run->intake, day);
      patient->intake_day = day;
      if (planned != INT64_MAX && planned != day)
        {
          run->freed_version++;
          run->allocation_due = true;
        }
      if (at > run->now)
        {
          model_run_schedule (run, at, SIM_PHASE_COMPLETION, MODEL_EVENT_INTAKE, patient);
          return;
        }
    }
  model_plant_intake_event (run, patient);
}

void
model_plant_intake_event (ModelRun *run, ModelPatient *patient)
{
  patient->intake_day = INT64_MAX;
  if (run->scenario->plant.n_stages == 0)
    {
      model_infusion_release (run, patient);
      return;
    }
  patient->stage = 0;
  enqueue (run, patient);
}

static bool
is_marrow_lost (const ModelRun *run, const ModelPatient *patient, int batch)
{
  double lost = run->sites[patient->site].site->transport_lost;
  if (lost <= 0.0)
    return false;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_MARROW, (uint64_t) batch);
  return sim_uniform (block.word[1]) < lost;
}

void
model_plant_receive (ModelRun *run, ModelPatient *patient)
{
  if (is_marrow_lost (run, patient, patient->batch))
    {
      model_allocation_lose_batch (run, patient, MODEL_FATE_MARROW);
      return;
    }
  model_plant_take_in (run, patient);
}

void
model_plant_marrow_expires (ModelRun *run, ModelPatient *patient)
{
  bool is_waiting = patient->state == MODEL_STATE_MARROW ||
                    (patient->state == MODEL_STATE_QUEUEING && patient->stage == 0);
  double expires = run->sites[patient->site].site->transport_expires_days;
  if (is_waiting && patient->harvested + sim_time_from_days (expires) <= run->now)
    model_allocation_lose_batch (run, patient, MODEL_FATE_MARROW);
}

static void
release_pools (ModelRun *run, ModelPatient *patient, uint64_t mask)
{
  mask &= patient->held;
  if (mask == 0)
    return;
  int32_t *units = units_of (run, patient);
  patient->held &= ~mask;
  for (; mask != 0; mask &= mask - 1)
    {
      int pool = __builtin_ctzll (mask);
      if (sim_pool_is_down (run->pools[pool].pool, units[pool]))
        patient->down_held--;
      sim_pool_release (run->pools[pool].pool, units[pool], run->now);
      if (pool == run->gate)
        {
          patient->line_time += run->now - patient->line_since;
          patient->line_since = SIM_TIME_NEVER;
          model_releases_forget (run, patient);
        }
    }
  run->stages_due = run->n_queueing > 0;
  run->freed_version++;
  run->allocation_due = true;
}

static void
close_booking (ModelRun *run, ModelPatient *patient)
{
  if (!patient->has_booking)
    return;
  patient->has_booking = false;
  run->open_bookings--;
  if (patient->harvested != SIM_TIME_NEVER)
    run->marrows--;
}

void
model_plant_release (ModelRun *run, ModelPatient *patient)
{
  if (patient->state == MODEL_STATE_QUEUEING)
    {
      int32_t slot = (int32_t) model_run_slot (run, patient);
      int i = 0;
      while (run->queueing[i] != slot)
        i++;
      count_out_of_queue (run, patient->stage);
      run->n_queueing--;
      memmove (run->queueing + i, run->queueing + i + 1,
               (size_t) (run->n_queueing - i) * sizeof (int32_t));
      /* Who loses a batch is released here, and again on leaving: out of the queue once.
       */
      patient->state = MODEL_STATE_MARROW;
    }
  if (run->intake != NULL && patient->intake_day != INT64_MAX)
    {
      sim_appointments_give_back (run->intake, patient->intake_day);
      patient->intake_day = INT64_MAX;
      run->freed_version++;
    }
  if (patient->has_booking)
    {
      close_booking (run, patient);
      run->freed_version++;
      run->allocation_due = true;
    }
  release_pools (run, patient, patient->held);
}

static void
take_pools (ModelRun *run, ModelPatient *patient, uint64_t mask)
{
  int32_t slot = (int32_t) model_run_slot (run, patient);
  int32_t *units = units_of (run, patient);
  patient->held |= mask;
  for (; mask != 0; mask &= mask - 1)
    {
      int pool = __builtin_ctzll (mask);
      units[pool] = sim_pool_take (run->pools[pool].pool, slot, run->now);
      if (pool == run->gate)
        {
          patient->line = units[pool];
          patient->line_since = run->now;
          model_releases_take (run, patient);
          model_trace_span (run, patient, MODEL_SPAN_BOOKED, pool, units[pool],
                            patient->booked_at, run->now);
          close_booking (run, patient);
        }
    }
}

static bool
has_free_units (const ModelRun *run, uint64_t mask)
{
  for (; mask != 0; mask &= mask - 1)
    if (sim_pool_free_count (run->pools[__builtin_ctzll (mask)].pool) <= 0)
      return false;
  return true;
}

static void
wake_at_opening (ModelRun *run, const SimCalendar *calendar)
{
  SimTime at = sim_calendar_next_open (calendar, run->now);
  if (at >= run->calendar_wake)
    return;
  run->calendar_wake = at;
  sim_event_queue_schedule (run->queue, at, SIM_PHASE_CALENDAR, MODEL_EVENT_CALENDAR, 0,
                            0, 0);
}

static void
schedule_stage_end (ModelRun *run, ModelPatient *patient, SimTime end)
{
  const ScenarioStage *data = &run->scenario->plant.stages[patient->stage];
  patient->work_end = end;
  patient->stage_end =
      data->calendar == NULL ? end : sim_calendar_next_open (data->calendar, end);
  model_run_schedule (run, patient->stage_end, SIM_PHASE_COMPLETION,
                      MODEL_EVENT_STAGE_END, patient);
}

static SimBlock
stage_block (const ModelRun *run, const ModelPatient *patient, int batch, int stage)
{
  return model_run_block (run, patient, MODEL_PURPOSE_STAGE,
                          (uint64_t) batch * 32 + (uint64_t) stage / 2);
}

SimTime
model_plant_drawn_duration (const ModelRun *run,
                            const ModelPatient *patient,
                            int batch,
                            int stage)
{
  SimBlock block = stage_block (run, patient, batch, stage);
  return model_run_duration (run->scenario->plant.stages[stage].duration,
                             block.word[stage % 2 * 2]);
}

static bool
has_stage_failed (const ModelRun *run, const ModelPatient *patient, int batch, int stage)
{
  double fail = run->scenario->plant.stages[stage].fail;
  if (fail <= 0.0)
    return false;
  SimBlock block = stage_block (run, patient, batch, stage);
  return sim_uniform (block.word[stage % 2 * 2 + 1]) < fail;
}

/* The cells that the batch yields; NaN where no yield is drawn. */
static double
drawn_cells (const ModelRun *run, const ModelPatient *patient, int batch)
{
  const SimDistribution *yield = run->scenario->plant.yield;
  if (yield == NULL)
    return NAN;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_MARROW, (uint64_t) batch);
  return sim_distribution_quantile (yield, sim_uniform (block.word[2]));
}

bool
model_plant_can_succeed (const ModelRun *run, const ModelPatient *patient, int batch)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  if (is_marrow_lost (run, patient, batch))
    return false;
  for (int stage = 0; stage < (int) plant->n_stages; stage++)
    if (has_stage_failed (run, patient, batch, stage))
      return false;
  return !plant->has_dose || !(drawn_cells (run, patient, batch) < plant->dose_min);
}

/* Starts the next stage of @patient's batch if all that it needs is there. */
static bool
start_stage (ModelRun *run, ModelPatient *patient)
{
  const ScenarioStage *data = &run->scenario->plant.stages[patient->stage];
  uint64_t needed = run->stages[patient->stage].needed;
  if (patient->down_held > 0 || !has_free_units (run, needed) ||
      (data->serum > 0.0 && !model_blood_has_serum (run, patient, data->serum)))
    return false;
  if (data->calendar != NULL && !sim_calendar_is_open (data->calendar, run->now))
    {
      wake_at_opening (run, data->calendar);
      return false;
    }
  /* First of all, since all else can be done while a processor waits for it. */
  SimTime duration =
      model_plant_drawn_duration (run, patient, patient->batch, patient->stage);
  if (needed != 0)
    take_pools (run, patient, needed);
  if (patient->stage == 0)
    {
      patient->cultured = run->now;
      model_trace_span (run, patient, MODEL_SPAN_MARROW, -1, -1, patient->harvested,
                        run->now);
    }
  patient->state = MODEL_STATE_CULTURE;
  patient->stage_began = run->now;
  model_releases_change (run, patient);
  schedule_stage_end (run, patient, run->now + duration);
  return true;
}

void
model_plant_take_units (ModelRun *run, ModelPatient *patient, uint64_t pools, int line)
{
  int32_t slot = (int32_t) model_run_slot (run, patient);
  int32_t *units = units_of (run, patient);
  patient->held = pools;
  for (uint64_t mask = pools; mask != 0; mask &= mask - 1)
    {
      int pool = __builtin_ctzll (mask);
      if (pool == run->gate && line >= 0)
        {
          sim_pool_take_unit (run->pools[pool].pool, line, slot, run->now);
          units[pool] = line;
        }
      else
        units[pool] = sim_pool_take (run->pools[pool].pool, slot, run->now);
      if (pool == run->gate)
        {
          patient->line = units[pool];
          model_releases_take (run, patient);
        }
    }
}

/* Since when the patient of the list holds a line: the start of the first stage, if it is
 * known and the line has been held from there on. */
static SimTime
line_since (const ModelRun *run,
            const ModelPatient *patient,
            const ScenarioInitialRow *row)
{
  if (run->gate < 0 || (patient->held >> run->gate & 1) == 0)
    return SIM_TIME_NEVER;
  if (row->cultured != SIM_TIME_NEVER && run->stages[0].uses_gate)
    return row->cultured;
  return row->queued != SIM_TIME_NEVER ? row->queued : row->stage_began;
}

void
model_plant_resume (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row)
{
  const ScenarioStage *data = &run->scenario->plant.stages[row->stage];
  patient->stage = (int8_t) row->stage;
  patient->cultured = row->cultured;
  patient->line_since = line_since (run, patient, row);
  if (row->queued != SIM_TIME_NEVER)
    {
      enqueue (run, patient);
      return;
    }
  patient->state = MODEL_STATE_CULTURE;
  patient->stage_began = row->stage_began;
  if (patient->cultured == SIM_TIME_NEVER)
    patient->cultured = row->stage_began;
  /* What was over in the closed hours would end at the opening: it is not known to have
   * taken longer than until the calendar closed. */
  SimTime known = sim_calendar_last_open (data->calendar, run->now, row->stage_began);
  SimBlock block = stage_block (run, patient, patient->batch, patient->stage);
  SimTime left = model_run_residual (data->duration, known - row->stage_began,
                                     block.word[patient->stage % 2 * 2]);
  schedule_stage_end (run, patient, MAX (known + left, run->now));
}

/* Batches that hold pools and wait for others' can wait for each other for ever.  All
 * that can still come to an end is crossed out; what is left is the deadlock. Source:
 * Coffman, Elphick and Shoshani 1971, Computing Surveys 3(2), section 4. */
static void
check_deadlock (ModelRun *run)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  g_autofree int *coming = g_new0 (int, plant->n_pools);
  g_autofree bool *is_freed = g_new0 (bool, (size_t) run->n_queueing);
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      const ModelPool *pool = &run->pools[i];
      coming[i] = sim_pool_capacity (pool->pool);
      for (size_t k = 0; k < pool->data->n_changes; k++)
        if (pool->data->changes[k].at > run->now)
          coming[i] = MAX (coming[i], pool->data->changes[k].capacity);
    }
  /* What the waiting hold is not coming, until they can go on themselves. */
  for (int q = 0; q < run->n_queueing; q++)
    for (uint64_t mask = run->patients[run->queueing[q]].held; mask != 0;
         mask &= mask - 1)
      coming[__builtin_ctzll (mask)]--;
  bool has_changed = true;
  int n_stuck = run->n_queueing;
  while (has_changed)
    {
      has_changed = false;
      for (int q = 0; q < run->n_queueing; q++)
        {
          const ModelPatient *patient = &run->patients[run->queueing[q]];
          if (is_freed[q])
            continue;
          bool can_go = true;
          uint64_t needed = plant->stages[patient->stage].uses & ~patient->held;
          for (uint64_t mask = needed; mask != 0; mask &= mask - 1)
            can_go = can_go && coming[__builtin_ctzll (mask)] > 0;
          if (!can_go)
            continue;
          for (uint64_t mask = patient->held; mask != 0; mask &= mask - 1)
            coming[__builtin_ctzll (mask)]++;
          is_freed[q] = has_changed = true;
          n_stuck--;
        }
    }
  for (int q = 0; n_stuck > 0 && q < run->n_queueing; q++)
    {
      const ModelPatient *patient = &run->patients[run->queueing[q]];
      if (is_freed[q] || patient->held == 0)
        continue;
      uint64_t needed = plant->stages[patient->stage].uses & ~patient->held;
      int held = __builtin_ctzll (patient->held);
      for (; needed != 0; needed &= needed - 1)
        if (coming[__builtin_ctzll (needed)] <= 0)
          {
            model_run_fail (
                run,
                g_error_new (
                    SIM_ERROR, SIM_ERROR_DEADLOCK,
                    _ ("deadlock between pools: batches that hold '%s' wait for '%s' "
                       "at stage '%s', and none of them can go on; let the stages use "
                       "the pools in one order, or add units"),
                    plant->pools[held].id, plant->pools[__builtin_ctzll (needed)].id,
                    plant->stages[patient->stage].id));
            return;
          }
    }
}

void
model_plant_start_stages (ModelRun *run)
{
  run->stages_due = false;
  /* Stages without a free unit of what they need: nothing is given back meanwhile, so
   * whoever else queues for them need not be asked. */
  uint64_t lacking = 0;
  bool holds_and_waits = false;
  int q = 0, kept = 0;
  for (; q < run->n_queueing && (run->queueing_stages & ~lacking) != 0; q++)
    {
      ModelPatient *patient = &run->patients[run->queueing[q]];
      int stage = patient->stage;
      bool is_lacking = (lacking >> stage & 1) != 0;
      if (!is_lacking && start_stage (run, patient))
        {
          count_out_of_queue (run, stage);
          continue;
        }
      run->queueing[kept++] = run->queueing[q];
      if (is_lacking || has_free_units (run, run->stages[stage].needed))
        continue;
      lacking |= UINT64_C (1) << stage;
      holds_and_waits |= run->stages[stage].shared != 0;
    }
  if (kept != q)
    {
      memmove (run->queueing + kept, run->queueing + q,
               (size_t) (run->n_queueing - q) * sizeof (int32_t));
      run->n_queueing -= q - kept;
      /* A booking's line is now the batch's: only what is expected ahead has changed. */
      run->allocation_due |= run->call_ahead > 0;
    }
  if (holds_and_waits)
    check_deadlock (run);
}

static void
finish_culture (ModelRun *run, ModelPatient *patient)
{
  const ScenarioPlant *plant = &run->scenario->plant;
  if (plant->yield != NULL)
    {
      double cells = drawn_cells (run, patient, patient->batch);
      if (plant->has_dose)
        {
          if (cells < plant->dose_min)
            {
              model_allocation_lose_batch (run, patient, MODEL_FATE_SPECIFICATION);
              return;
            }
          cells = fmin (cells, plant->dose_max);
          if (!isnan (patient->weight))
            cells = fmin (cells, plant->dose_per_kg * patient->weight);
        }
      patient->dose = cells;
    }
  model_infusion_release (run, patient);
}

void
model_plant_stage_end_event (ModelRun *run, ModelPatient *patient)
{
  if (patient->state != MODEL_STATE_CULTURE || patient->stage_end != run->now)
    return;
  const ScenarioPlant *plant = &run->scenario->plant;
  model_trace_span (run, patient, MODEL_N_SPANS + patient->stage, run->gate,
                    patient->line_since == SIM_TIME_NEVER ? -1 : patient->line,
                    patient->stage_began, run->now);
  patient->stage_began = run->now; /* told: nothing is left for a loss to tell */
  bool has_failed = has_stage_failed (run, patient, patient->batch, patient->stage);
  patient->stage_end = SIM_TIME_NEVER;
  if (has_failed)
    {
      model_allocation_lose_batch (run, patient, MODEL_FATE_CULTURE);
      return;
    }
  patient->stage++;
  if (patient->stage < (int) plant->n_stages)
    {
      release_pools (run, patient, ~plant->stages[patient->stage].uses);
      enqueue (run, patient);
      return;
    }
  release_pools (run, patient, ~(uint64_t) 0);
  finish_culture (run, patient);
}

void
model_plant_capacity_event (ModelRun *run, const SimEvent *event)
{
  ModelPool *pool = &run->pools[event->subject];
  int capacity = pool->data->changes[event->detail].capacity;
  sim_pool_set_capacity (pool->pool, capacity, run->now);
  for (int unit = 0; unit < pool->n_units; unit++)
    if (unit >= capacity && pool->closed_since[unit] == SIM_TIME_NEVER)
      pool->closed_since[unit] = run->now;
    else if (unit < capacity && pool->closed_since[unit] != SIM_TIME_NEVER)
      {
        model_trace_span (run, NULL, MODEL_SPAN_CLOSED, (int) event->subject, unit,
                          pool->closed_since[unit], run->now);
        pool->closed_since[unit] = SIM_TIME_NEVER;
      }
  run->freed_version++;
  run->stages_due = run->allocation_due = true;
  model_allocation_check_phase (run);
}

void
model_plant_unit_event (ModelRun *run, const SimEvent *event)
{
  int pool_index = (int) event->subject, unit = (int) event->detail;
  ModelPool *pool = &run->pools[pool_index];
  bool goes_down = event->stamp != 0;
  int32_t holder = unit < sim_pool_unit_count (pool->pool)
                       ? sim_pool_holder (pool->pool, unit)
                       : NO_UNIT;
  sim_pool_set_down (pool->pool, unit, goes_down, run->now);
  if (holder >= 0)
    {
      ModelPatient *patient = &run->patients[holder];
      bool was_stopped = patient->down_held > 0;
      patient->down_held = (int8_t) (patient->down_held + (goes_down ? 1 : -1));
      bool is_stopped = patient->down_held > 0;
      model_releases_change (run, patient);
      if (patient->state == MODEL_STATE_CULTURE && !was_stopped && is_stopped)
        {
          patient->stage_left = MAX (patient->work_end - run->now, 0);
          patient->stage_end = SIM_TIME_NEVER;
        }
      else if (patient->state == MODEL_STATE_CULTURE && was_stopped && !is_stopped)
        schedule_stage_end (run, patient, run->now + patient->stage_left);
    }
  schedule_unit (run, pool_index, unit, !goes_down);
  if (goes_down)
    pool->down_since[unit] = run->now;
  else
    {
      model_trace_span (run, NULL, MODEL_SPAN_DOWN, pool_index, unit,
                        pool->down_since[unit], run->now);
      run->freed_version++;
      run->stages_due = run->allocation_due = true;
    }
}
