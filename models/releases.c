/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Releases: when the lines in use are expected to be free again, in their order. */
#include "models/releases.h"

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
}

void
model_releases_clear (ModelRun *run)
{
  g_clear_pointer (&run->releases, model_waiting_list_free);
  g_clear_pointer (&run->release_ends, model_waiting_list_free);
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
  run->n_moving = run->n_line_times = run->n_outside = 0;
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

static void
remove_settled (ModelRun *run, const ModelPatient *patient)
{
  int32_t slot = (int32_t) model_run_slot (run, patient);
  model_waiting_list_remove (run->releases, slot);
  model_waiting_list_remove (run->release_ends, slot);
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
  if (patient->release_place == MODEL_RELEASE_SETTLED)
    remove_settled (run, patient);
  else if (patient->release_place != MODEL_RELEASE_NONE)
    remove_moving (run, patient);
  patient->release_place = MODEL_RELEASE_NONE;
}

void
model_releases_change (ModelRun *run, ModelPatient *patient)
{
  patient->line_free_until = INT64_MIN;
  if (patient->release_place != MODEL_RELEASE_SETTLED)
    return;
  remove_settled (run, patient);
  add_moving (run, patient);
}

void
model_releases_rebuild (ModelRun *run)
{
  if (run->call_ahead == 0 || run->gate < 0)
    return;
  const SimPool *gate = run->pools[run->gate].pool;
  int capacity = sim_pool_capacity (gate);
  run->n_outside = 0;
  for (int unit = 0; unit < sim_pool_unit_count (gate); unit++)
    {
      int32_t holder = sim_pool_holder (gate, unit);
      if (holder < 0)
        continue;
      ModelPatient *patient = &run->patients[holder];
      model_releases_forget (run, patient);
      if (unit < capacity)
        add_moving (run, patient);
      else
        run->n_outside++;
    }
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

int
model_releases_settle (ModelRun *run)
{
  /* A line outside capacity was given back, or lines were in use from the start. */
  int64_t known = run->n_moving + model_waiting_list_length (run->releases);
  if (known + run->n_outside != sim_pool_held_count (run->pools[run->gate].pool))
    model_releases_rebuild (run);
  ModelWaitingPlace place;
  int32_t slot;
  while ((slot = model_waiting_list_first (run->release_ends, 0, &place)) >= 0 &&
         run->patients[slot].line_free_until < run->now)
    {
      remove_settled (run, &run->patients[slot]);
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
      else
        run->line_times[run->n_line_times++] = release;
    }
  sort_times (run->line_times, run->n_line_times);
  return run->n_line_times + (int) model_waiting_list_length (run->releases);
}

int
model_releases_count_until (const ModelRun *run, SimTime time)
{
  int n = 0;
  while (n < run->n_line_times && run->line_times[n] <= time)
    n++;
  return n + (int) model_waiting_list_count_until (run->releases, (double) time);
}

SimTime
model_releases_at (const ModelRun *run, int rank)
{
  /* Before the one sought stand @low to @high moving ones.  Seeks the least number of
   * them for which the settled one in front is no later than the next moving one. */
  int64_t settled = model_waiting_list_length (run->releases);
  int low = 0, high = MIN (rank, run->n_line_times);
  while (low < high)
    {
      int middle = (low + high) / 2;
      int64_t in_front = rank - middle - 1;
      bool is_enough =
          in_front < settled && model_waiting_list_key_at (run->releases, in_front) <=
                                    (double) run->line_times[middle];
      if (is_enough)
        high = middle;
      else
        low = middle + 1;
    }
  SimTime moving = low < run->n_line_times ? run->line_times[low] : SIM_TIME_NEVER;
  if (rank - low >= settled)
    return moving;
  return MIN (moving, (SimTime) model_waiting_list_key_at (run->releases, rank - low));
}
