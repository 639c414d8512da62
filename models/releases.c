/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Releases: when further lines are expected to be free, in their order. */
#include "models/releases.h"

#include "models/expectation.h"
#include "models/plant.h"

#include <stdlib.h>

/* Sorting by insertion is the quickest for so few, most of them equal. */
#define FEW 24

void
model_releases_init (ModelRun *run)
{
  if (run->call_ahead == 0)
    return;
  run->releases = model_waiting_list_new ();
  run->release_ends = model_waiting_list_new ();
  run->drifting = model_waiting_list_new ();
}

void
model_releases_clear (ModelRun *run)
{
  g_clear_pointer (&run->releases, model_waiting_list_free);
  g_clear_pointer (&run->release_ends, model_waiting_list_free);
  g_clear_pointer (&run->drifting, model_waiting_list_free);
  g_clear_pointer (&run->moving, g_free);
  g_clear_pointer (&run->line_times, g_free);
}

void
model_releases_reset (ModelRun *run)
{
  if (run->call_ahead == 0)
    return;
  model_waiting_list_reset (run->releases, 1);
  model_waiting_list_reset (run->release_ends, 1);
  model_waiting_list_reset (run->drifting, 1);
  run->n_moving = run->n_line_times = 0;
}

static void
add_moving (ModelRun *run, ModelPatient *patient)
{
  if (run->n_moving == run->n_moving_allocated)
    {
      run->n_moving_allocated = MAX (64, 2 * run->n_moving_allocated);
      run->moving = g_renew (int32_t, run->moving, run->n_moving_allocated);
      run->line_times = g_renew (SimTime, run->line_times, run->n_moving_allocated);
    }
  patient->release_place = run->n_moving;
  run->moving[run->n_moving++] = (int32_t) model_run_slot (run, patient);
}

static void
remove_moving (ModelRun *run, ModelPatient *patient)
{
  int32_t last = run->moving[--run->n_moving];
  run->moving[patient->release_place] = last;
  run->patients[last].release_place = patient->release_place;
}

/* Takes an estimate out that was filed in the lists. */
static void
remove_filed (ModelRun *run, const ModelPatient *patient)
{
  int32_t slot = (int32_t) model_run_slot (run, patient);
  if (patient->release_place == MODEL_RELEASE_DRIFTING)
    {
      model_waiting_list_remove (run->drifting, slot);
      return;
    }
  model_waiting_list_remove (run->releases, slot);
  model_waiting_list_remove (run->release_ends, slot);
}

static bool
is_filed (const ModelPatient *patient)
{
  return patient->release_place == MODEL_RELEASE_SETTLED ||
         patient->release_place == MODEL_RELEASE_DRIFTING;
}

void
model_releases_take (ModelRun *run, ModelPatient *patient)
{
  if (run->call_ahead > 0)
    add_moving (run, patient);
}

void
model_releases_forget (ModelRun *run, ModelPatient *patient)
{
  if (is_filed (patient))
    remove_filed (run, patient);
  else if (patient->release_place != MODEL_RELEASE_NONE)
    remove_moving (run, patient);
  patient->release_place = MODEL_RELEASE_NONE;
}

void
model_releases_change (ModelRun *run, ModelPatient *patient)
{
  patient->line_free_until = INT64_MIN;
  if (!is_filed (patient))
    return;
  remove_filed (run, patient);
  add_moving (run, patient);
}

/* Files an estimate that holds for some time. */
static void
settle (ModelRun *run, ModelPatient *patient)
{
  remove_moving (run, patient);
  patient->release_place = MODEL_RELEASE_SETTLED;
  int32_t slot = (int32_t) model_run_slot (run, patient);
  const double release = (double) patient->line_free;
  const double end = (double) patient->line_free_until;
  model_waiting_list_insert (run->releases, slot, patient->number, &release, 0);
  model_waiting_list_insert (run->release_ends, slot, patient->number, &end, 0);
}

/* Files an estimate that is always so long from now. */
static void
drift (ModelRun *run, ModelPatient *patient)
{
  remove_moving (run, patient);
  patient->release_place = MODEL_RELEASE_DRIFTING;
  const double rest = (double) (patient->line_free - run->now);
  model_waiting_list_insert (run->drifting, (int32_t) model_run_slot (run, patient),
                             patient->number, &rest, 0);
}

static int
compare_times (const void *a, const void *b)
{
  SimTime x = *(const SimTime *) a, y = *(const SimTime *) b;
  return (x > y) - (x < y);
}

static void
sort_times (SimTime *times, int n)
{
  if (n > FEW)
    {
      qsort (times, (size_t) n, sizeof (SimTime), compare_times);
      return;
    }
  for (int i = 1; i < n; i++)
    {
      SimTime time = times[i];
      int place = i;
      for (; place > 0 && times[place - 1] > time; place--)
        times[place] = times[place - 1];
      times[place] = time;
    }
}

SimTime
model_releases_inside (const ModelRun *run, int unit, SimTime time)
{
  const ScenarioPool *gate = run->pools[run->gate].data;
  int capacity = gate->capacity;
  size_t k = 0;
  for (; k < gate->n_changes && gate->changes[k].at <= time; k++)
    capacity = gate->changes[k].capacity;
  if (unit < capacity)
    return time;
  for (; k < gate->n_changes; k++)
    if (unit < gate->changes[k].capacity)
      return gate->changes[k].at;
  return SIM_TIME_NEVER;
}

void
model_releases_settle (ModelRun *run)
{
  g_assert (run->n_moving + model_waiting_list_length (run->releases) +
                model_waiting_list_length (run->drifting) ==
            sim_pool_held_count (run->pools[run->gate].pool));
  ModelWaitingPlace place;
  int32_t slot;
  while ((slot = model_waiting_list_first (run->release_ends, 0, &place)) >= 0 &&
         run->patients[slot].line_free_until < run->now)
    {
      remove_filed (run, &run->patients[slot]);
      add_moving (run, &run->patients[slot]);
    }
  /* Backwards: who settles changes places with the last, who has been looked at. */
  run->n_line_times = 0;
  for (int i = run->n_moving - 1; i >= 0; i--)
    {
      ModelPatient *patient = &run->patients[run->moving[i]];
      SimTime release = model_plant_expected_release (run, patient);
      if (patient->line_free_until > run->now)
        settle (run, patient);
      else if (model_plant_release_drifts (run, patient))
        drift (run, patient);
      else
        run->line_times[run->n_line_times++] = release;
    }
  sort_times (run->line_times, run->n_line_times);
}

/* The estimates stand in three sequences, each in its order; the longest is the last. */
enum
{
  MOVING,
  DRIFTING,
  SETTLED,
  N_SEQUENCES,
};

static int64_t
length_of (const ModelRun *run, int sequence)
{
  if (sequence == MOVING)
    return run->n_line_times;
  return model_waiting_list_length (sequence == SETTLED ? run->releases : run->drifting);
}

static SimTime
time_at (const ModelRun *run, int sequence, int64_t rank)
{
  if (sequence == MOVING)
    return run->line_times[rank];
  if (sequence == DRIFTING)
    return run->now + (SimTime) model_waiting_list_key_at (run->drifting, rank);
  double time = model_waiting_list_key_at (run->releases, rank);
  /* Never is no number of seconds in a double. */
  return time < (double) SIM_TIME_NEVER ? (SimTime) time : SIM_TIME_NEVER;
}

/* How many lines in use are expected at or before @time. */
static int
count_released (const ModelRun *run, SimTime time)
{
  int n = 0;
  while (n < run->n_line_times && run->line_times[n] <= time)
    n++;
  return n + (int) model_waiting_list_count_until (run->releases, (double) time) +
         (int) model_waiting_list_count_until (run->drifting, (double) (time - run->now));
}

static SimTime released_from (const ModelRun *run, int sequence, int64_t rank);

/* Whether the one at @place of @sequence is among those before @rank of it and all
 * behind it. */
static bool
is_before (const ModelRun *run, int sequence, int64_t place, int64_t rank)
{
  return time_at (run, sequence, place) < released_from (run, sequence + 1, rank - place);
}

/* When the line in use of rank @rank in @sequence and all behind it is expected.  So many
 * of @sequence come before it that the next is no earlier than the one that the others
 * give for the rest. */
static SimTime
released_from (const ModelRun *run, int sequence, int64_t rank)
{
  if (rank < 0)
    return INT64_MIN;
  const int64_t length = length_of (run, sequence);
  if (sequence == N_SEQUENCES - 1)
    return rank < length ? time_at (run, sequence, rank) : SIM_TIME_NEVER;
  int64_t low = 0, high = MIN (length, rank + 1);
  /* Those that drift are overdue, and nearly always all of them come before: steps from
   * the end double until one does. */
  for (int64_t step = 1; low == 0 && step <= high; step *= 2)
    {
      if (is_before (run, sequence, high - step, rank))
        low = high - step + 1;
      else
        high -= step;
    }
  while (low < high)
    {
      int64_t middle = (low + high) / 2;
      if (is_before (run, sequence, middle, rank))
        low = middle + 1;
      else
        high = middle;
    }
  SimTime others = released_from (run, sequence + 1, rank - low);
  return low > 0 ? MAX (others, time_at (run, sequence, low - 1)) : others;
}

/* The planned rise @k, behind which @capacity lines have been inside already: how many
 * free lines it adds. */
static int
count_opened (const ModelRun *run, size_t k, int capacity)
{
  const ModelPool *gate = &run->pools[run->gate];
  int n = 0;
  for (int unit = capacity; unit < gate->data->changes[k].capacity; unit++)
    n += sim_pool_holder (gate->pool, unit) < 0 && !sim_pool_is_down (gate->pool, unit);
  return n;
}

int
model_releases_count_until (const ModelRun *run, SimTime time)
{
  const ScenarioPool *data = run->pools[run->gate].data;
  int n = count_released (run, time);
  int capacity = sim_pool_capacity (run->pools[run->gate].pool);
  for (size_t k = 0; k < data->n_changes && data->changes[k].at <= time; k++)
    if (data->changes[k].at > run->now)
      {
        n += count_opened (run, k, capacity);
        capacity = MAX (capacity, data->changes[k].capacity);
      }
  return n;
}

SimTime
model_releases_at (const ModelRun *run, int rank)
{
  const ScenarioPool *data = run->pools[run->gate].data;
  int capacity = sim_pool_capacity (run->pools[run->gate].pool);
  for (size_t k = 0; k < data->n_changes; k++)
    {
      SimTime at = data->changes[k].at;
      if (at <= run->now || data->changes[k].capacity <= capacity)
        continue;
      if (rank < count_released (run, at))
        break;
      rank -= count_opened (run, k, capacity);
      if (rank < count_released (run, at))
        return at;
      capacity = data->changes[k].capacity;
    }
  return released_from (run, MOVING, rank);
}
