/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the schedule bound: never below the best schedule, and as low as it says. */
#include "models/schedule-bound.h"
#include "sim/stream.h"
#include "tests/support/assert.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>

#define MAX_JOBS 6

typedef struct
{
  ModelBoundJob jobs[MAX_JOBS];
  int n_jobs;
  ModelBoundStep steps[2];
  size_t n_steps;
} Instance;

static double
bound_of (const Instance *instance)
{
  return model_schedule_bound (instance->jobs, (size_t) instance->n_jobs, instance->steps,
                               instance->n_steps);
}

/* ---- The best schedule, by trying all ---- */

/* Jobs are begun one after the other, each on the line that is free first, as early as it
 * may be: every schedule can be shifted to the left until it is one of these. */
static double
best_schedule (const Instance *instance, unsigned done, const SimTime *free_from, int n)
{
  double best = 0;
  int line = 0;
  for (int l = 1; l < n; l++)
    if (free_from[l] < free_from[line])
      line = l;
  for (int j = 0; j < instance->n_jobs && n > 0; j++)
    {
      const ModelBoundJob *job = &instance->jobs[j];
      SimTime start = MAX (free_from[line], job->earliest);
      if ((done >> j & 1) || start > job->latest_start)
        continue;
      SimTime next[8];
      for (int l = 0; l < n; l++)
        next[l] = free_from[l];
      next[line] = start + job->duration;
      double value = job->weight + best_schedule (instance, done | 1u << j, next, n);
      best = fmax (best, value);
    }
  return best;
}

static double
optimum_of (const Instance *instance)
{
  SimTime free_from[8];
  int n = 0;
  for (size_t i = 0; i < instance->n_steps; i++)
    while (n < instance->steps[i].lines)
      free_from[n++] = instance->steps[i].from;
  return best_schedule (instance, 0, free_from, n);
}

/* ---- The relaxation's own value, by minimum cuts ---- */

static SimTime
overlap (SimTime a, SimTime b, SimTime c, SimTime d)
{
  SimTime length = MIN (b, d) - MAX (a, c);
  return MAX (length, 0);
}

/* The slices' time, or what the jobs of @set may take of it, whichever is less. */
static SimTime
slices_of (const Instance *instance, unsigned set, SimTime origin)
{
  SimTime total = 0;
  for (int s = 0; s < 30; s++)
    {
      SimTime begin = origin + s * MODEL_BOUND_SLICE, end = begin + MODEL_BOUND_SLICE;
      SimTime capacity = 0, wanted = 0;
      for (size_t i = 0; i < instance->n_steps; i++)
        capacity +=
            instance->steps[i].lines *
            overlap (begin, end, instance->steps[i].from,
                     i + 1 < instance->n_steps ? instance->steps[i + 1].from : end);
      for (int j = 0; j < instance->n_jobs; j++)
        if (set >> j & 1)
          wanted += overlap (begin, end, instance->jobs[j].earliest,
                             instance->jobs[j].latest_start + instance->jobs[j].duration);
      total += MIN (capacity, wanted);
    }
  return total;
}

/* The most that the jobs of @set get together: the least cut, over all of its subsets
 * that are left on the source's side (Ford and Fulkerson 1956). */
static SimTime
flow_of (const Instance *instance, unsigned set, SimTime origin)
{
  SimTime least = INT64_MAX;
  for (unsigned side = set;; side = (side - 1) & set)
    {
      SimTime cut = slices_of (instance, side, origin);
      for (int j = 0; j < instance->n_jobs; j++)
        if ((set & ~side) >> j & 1)
          cut += instance->jobs[j].duration;
      least = MIN (least, cut);
      if (side == 0)
        return least;
    }
}

/* Edmonds's greedy value from the flows of its prefixes. */
static double
relaxation_of (const Instance *instance)
{
  SimTime origin = SIM_TIME_NEVER;
  double value = 0;
  unsigned set = 0;
  for (int j = 0; j < instance->n_jobs; j++)
    origin = MIN (origin, instance->jobs[j].earliest);
  for (int turn = 0; turn < instance->n_jobs; turn++)
    {
      int next = -1;
      double density = -1;
      for (int j = 0; j < instance->n_jobs; j++)
        {
          double own = instance->jobs[j].weight / (double) instance->jobs[j].duration;
          if (!(set >> j & 1) && own > density)
            {
              density = own;
              next = j;
            }
        }
      SimTime before = flow_of (instance, set, origin);
      set |= 1u << next;
      value += density * (double) (flow_of (instance, set, origin) - before);
    }
  return value;
}

/* ---- Tests ---- */

/* Six jobs or fewer in 25 days, 2 to 30 days long, on one or two lines, a line more from
 * a day on in half of the cases. */
static Instance
random_instance (uint64_t number)
{
  SimStreamKey key = { 31, number };
  SimBlock block = sim_stream_block (key, 0, 0, 0);
  Instance instance = { .n_jobs = 2 + (int) (block.word[0] % (MAX_JOBS - 1)),
                        .steps = { { 0, 1 + (int) (block.word[1] % 2) } },
                        .n_steps = 1 };
  if (block.word[2] % 2 == 0)
    instance.steps[instance.n_steps++] =
        (ModelBoundStep){ (SimTime) (block.word[3] % 20) * SIM_DAY,
                          instance.steps[0].lines + 1 };
  for (int j = 0; j < instance.n_jobs; j++)
    {
      SimBlock words = sim_stream_block (key, 1, 0, (uint64_t) j);
      ModelBoundJob *job = &instance.jobs[j];
      job->weight = (double) (1 + words.word[0] % 3);
      job->earliest = (SimTime) (words.word[1] % 600) * SIM_HOUR;
      job->latest_start = job->earliest + (SimTime) (words.word[2] % 480) * SIM_HOUR;
      job->duration = (SimTime) (48 + words.word[3] % 672) * SIM_HOUR;
    }
  return instance;
}

static void
the_bound_is_never_below_the_best_schedule (void **state)
{
  (void) state;
  double optimum = 0, bound = 0, possible = 0;
  for (uint64_t i = 0; i < 400; i++)
    {
      Instance instance = random_instance (i);
      double own = optimum_of (&instance);
      double limit = bound_of (&instance);
      if (limit < own - 1e-9)
        fail_msg ("instance %d: bound %g below the optimum %g", (int) i, limit, own);
      optimum += own;
      bound += limit;
      for (int j = 0; j < instance.n_jobs; j++)
        possible += instance.jobs[j].weight;
    }
  /* It says something: of the 3,190 - 2,764 that no schedule can have, it sees more than
   * a third. */
  assert_true (bound < possible - (possible - optimum) / 3);
}

static void
the_bound_is_the_relaxations_greatest_weight (void **state)
{
  (void) state;
  for (uint64_t i = 0; i < 200; i++)
    {
      Instance instance = random_instance (i);
      assert_near (bound_of (&instance), relaxation_of (&instance), 1e-9);
    }
}

static void
two_jobs_of_ten_days_share_sixteen (void **state)
{
  (void) state;
  /* Both between day 0 and day 15, on one line.  Slices: days 0-7 and 7-14 give 7 each;
   * of the third each job may take its one day, 14-15: 16 days for jobs of 10, so 1.6
   * where a real schedule does 1. */
  Instance instance = { .jobs = { { 1, 0, 5 * SIM_DAY, 10 * SIM_DAY },
                                  { 1, 0, 5 * SIM_DAY, 10 * SIM_DAY } },
                        .n_jobs = 2,
                        .steps = { { 0, 1 } },
                        .n_steps = 1 };
  assert_near (bound_of (&instance), 1.6, 1e-12);
  assert_near (optimum_of (&instance), 1, 0);
  /* The heavier one is served whole: 3 + 0.6. */
  instance.jobs[1].weight = 3;
  assert_near (bound_of (&instance), 3.6, 1e-12);
}

static void
what_cannot_be_done_counts_nothing_and_what_needs_no_line_all (void **state)
{
  (void) state;
  Instance instance = { .jobs = { { 1, 5 * SIM_DAY, 4 * SIM_DAY, SIM_DAY },
                                  { 1, 5 * SIM_DAY, 5 * SIM_DAY, 0 },
                                  { 0, 0, SIM_DAY, SIM_DAY },
                                  { 1, 0, SIM_TIME_NEVER, SIM_DAY } },
                        .n_jobs = 4,
                        .steps = { { 0, 1 } },
                        .n_steps = 1 };
  /* Too late; no duration: 1; no weight; at any time: 1. */
  assert_near (bound_of (&instance), 2, 0);
}

static void
lines_that_come_later_serve_only_then (void **state)
{
  (void) state;
  /* From day 7 on; the job may work from 0 to 10: 3 of its 10 days. */
  Instance instance = { .jobs = { { 1, 0, 0, 10 * SIM_DAY } },
                        .n_jobs = 1,
                        .steps = { { 0, 0 }, { 7 * SIM_DAY, 1 } },
                        .n_steps = 2 };
  assert_near (bound_of (&instance), 0.3, 1e-12);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_bound_is_never_below_the_best_schedule),
    cmocka_unit_test (the_bound_is_the_relaxations_greatest_weight),
    cmocka_unit_test (two_jobs_of_ten_days_share_sixteen),
    cmocka_unit_test (what_cannot_be_done_counts_nothing_and_what_needs_no_line_all),
    cmocka_unit_test (lines_that_come_later_serve_only_then),
  };
  return cmocka_run_group_tests_name ("schedule-bound", tests, NULL, NULL);
}
