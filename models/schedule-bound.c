/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schedule bound: what no schedule of jobs on lines can exceed. */
#include "models/schedule-bound.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>

/* What a job may get and has in the slices that it touches. */
typedef struct
{
  int job;
  int first;     /* slice */
  int n;         /* slices */
  SimTime *room; /* n: what it may still get */
  SimTime *has;  /* n */
} Share;

typedef struct
{
  SimTime origin; /* of slice 0 */
  int n_slices;
  SimTime *left;   /* of each slice's line time */
  GArray **users;  /* of each slice: indexes of shares that have or had some of it */
  bool *is_closed; /* no path leads on from here any more */
  Share *shares;
  int n_shares;
  /* Of one search. */
  int *queue;
  int *from_slice; /* -1: reached from the job itself; -2: not reached */
  int *from_share; /* whose time moves from from_slice to here */
} Flow;

static SimTime
end_of (const ModelBoundJob *job)
{
  return job->latest_start + job->duration;
}

static SimTime
overlap (SimTime a, SimTime b, SimTime c, SimTime d)
{
  SimTime length = MIN (b, d) - MAX (a, c);
  return MAX (length, 0);
}

/* ---- Set-up ---- */

static void
fill_capacity (Flow *flow, const ModelBoundStep *steps, size_t n_steps)
{
  for (int s = 0; s < flow->n_slices; s++)
    {
      SimTime begin = flow->origin + s * MODEL_BOUND_SLICE;
      SimTime end = begin + MODEL_BOUND_SLICE;
      for (size_t i = 0; i < n_steps; i++)
        {
          SimTime until = i + 1 < n_steps ? steps[i + 1].from : end;
          flow->left[s] += steps[i].lines * overlap (begin, end, steps[i].from, until);
        }
    }
}

static void
add_share (Flow *flow, const ModelBoundJob *jobs, int index)
{
  const ModelBoundJob *job = &jobs[index];
  Share *share = &flow->shares[flow->n_shares++];
  share->job = index;
  share->first = (int) ((job->earliest - flow->origin) / MODEL_BOUND_SLICE);
  share->n =
      (int) ((end_of (job) - 1 - flow->origin) / MODEL_BOUND_SLICE) - share->first + 1;
  share->room = g_new (SimTime, share->n);
  share->has = g_new0 (SimTime, share->n);
  for (int i = 0; i < share->n; i++)
    {
      SimTime begin = flow->origin + (share->first + i) * MODEL_BOUND_SLICE;
      share->room[i] =
          overlap (job->earliest, end_of (job), begin, begin + MODEL_BOUND_SLICE);
    }
}

static void
flow_clear (Flow *flow)
{
  for (int i = 0; i < flow->n_shares; i++)
    {
      g_free (flow->shares[i].room);
      g_free (flow->shares[i].has);
    }
  for (int s = 0; s < flow->n_slices; s++)
    g_array_unref (flow->users[s]);
  g_free (flow->users);
  g_free (flow->shares);
  g_free (flow->left);
  g_free (flow->is_closed);
  g_free (flow->queue);
  g_free (flow->from_slice);
  g_free (flow->from_share);
}

static void
flow_init (Flow *flow, size_t n_jobs, SimTime origin, SimTime end)
{
  int n = (int) ((end - origin) / MODEL_BOUND_SLICE) + 1;
  *flow = (Flow){ .origin = origin,
                  .n_slices = n,
                  .left = g_new0 (SimTime, n),
                  .users = g_new (GArray *, n),
                  .is_closed = g_new0 (bool, n),
                  .shares = g_new0 (Share, n_jobs),
                  .queue = g_new (int, n),
                  .from_slice = g_new (int, n),
                  .from_share = g_new (int, n) };
  for (int s = 0; s < n; s++)
    flow->users[s] = g_array_new (FALSE, FALSE, sizeof (int));
}

/* ---- Augmenting paths ---- */

/* Puts the slices that @share may have more of, and that were not reached, behind the
 * queue. Returns: its new length */
static int
reach (Flow *flow, int share_index, int from, int length)
{
  const Share *share = &flow->shares[share_index];
  for (int i = 0; i < share->n; i++)
    {
      int s = share->first + i;
      if (share->room[i] <= 0 || flow->is_closed[s] || flow->from_slice[s] != -2)
        continue;
      flow->from_slice[s] = from;
      flow->from_share[s] = share_index;
      flow->queue[length++] = s;
    }
  return length;
}

/* Returns: a slice with time left to which a path leads, or -1: then all that were
 * reached are closed */
static int
search (Flow *flow, int share)
{
  for (int s = 0; s < flow->n_slices; s++)
    flow->from_slice[s] = -2;
  int length = reach (flow, share, -1, 0);
  for (int at = 0; at < length; at++)
    {
      int s = flow->queue[at];
      if (flow->left[s] > 0)
        return s;
      for (guint u = 0; u < flow->users[s]->len; u++)
        {
          int user = g_array_index (flow->users[s], int, u);
          const Share *other = &flow->shares[user];
          if (other->has[s - other->first] > 0)
            length = reach (flow, user, s, length);
        }
    }
  for (int at = 0; at < length; at++)
    flow->is_closed[flow->queue[at]] = true;
  return -1;
}

/* Gives @amount in slice @s to the share, or takes it where it is negative. */
static void
give (Flow *flow, int share_index, int s, SimTime amount)
{
  Share *share = &flow->shares[share_index];
  int i = s - share->first;
  if (share->has[i] == 0 && amount > 0)
    g_array_append_val (flow->users[s], share_index);
  share->has[i] += amount;
  share->room[i] -= amount;
}

/* Returns: how much, up to @wanted, was sent along the path that ends in @last */
static SimTime
augment (Flow *flow, int last, SimTime wanted)
{
  SimTime amount = MIN (wanted, flow->left[last]);
  for (int s = last; s >= 0; s = flow->from_slice[s])
    {
      const Share *share = &flow->shares[flow->from_share[s]];
      int from = flow->from_slice[s];
      amount = MIN (amount, share->room[s - share->first]);
      if (from >= 0)
        amount = MIN (amount, share->has[from - share->first]);
    }
  flow->left[last] -= amount;
  for (int s = last; s >= 0; s = flow->from_slice[s])
    {
      give (flow, flow->from_share[s], s, amount);
      if (flow->from_slice[s] >= 0)
        give (flow, flow->from_share[s], flow->from_slice[s], -amount);
    }
  return amount;
}

/* Returns: how much line time the job of the last share gets, at most */
static SimTime
fill (Flow *flow, SimTime wanted)
{
  SimTime given = 0;
  while (given < wanted)
    {
      int last = search (flow, flow->n_shares - 1);
      if (last < 0)
        break;
      given += augment (flow, last, wanted - given);
    }
  return given;
}

/* ---- The bound ---- */

typedef struct
{
  double density;
  int index;
} Rank;

static int
compare_ranks (const void *a, const void *b)
{
  const Rank *one = a, *two = b;
  if (one->density != two->density)
    return one->density > two->density ? -1 : 1;
  return one->index < two->index ? -1 : one->index > two->index;
}

/* Whether the job needs no search: it takes no line time, or may take it whenever. */
static bool
is_free (const ModelBoundJob *job)
{
  return job->duration == 0 || job->latest_start == SIM_TIME_NEVER ||
         job->latest_start - job->earliest > MODEL_BOUND_FREE_AFTER;
}

static bool
is_possible (const ModelBoundJob *job)
{
  return job->weight > 0 && job->latest_start >= job->earliest;
}

double
model_schedule_bound (const ModelBoundJob *jobs,
                      size_t n_jobs,
                      const ModelBoundStep *steps,
                      size_t n_steps)
{
  double total = 0;
  SimTime origin = SIM_TIME_NEVER, end = INT64_MIN;
  g_autofree Rank *ranks = g_new (Rank, n_jobs + 1);
  int n = 0;
  for (size_t i = 0; i < n_jobs; i++)
    {
      if (!is_possible (&jobs[i]))
        continue;
      if (is_free (&jobs[i]))
        {
          total += jobs[i].weight;
          continue;
        }
      origin = MIN (origin, jobs[i].earliest);
      end = MAX (end, end_of (&jobs[i]));
      ranks[n++] = (Rank){ jobs[i].weight / (double) jobs[i].duration, (int) i };
    }
  if (n == 0)
    return total;
  qsort (ranks, (size_t) n, sizeof *ranks, compare_ranks);
  Flow flow;
  flow_init (&flow, (size_t) n, origin, end);
  fill_capacity (&flow, steps, n_steps);
  for (int i = 0; i < n; i++)
    {
      const ModelBoundJob *job = &jobs[ranks[i].index];
      add_share (&flow, jobs, ranks[i].index);
      SimTime given = fill (&flow, job->duration);
      total += job->weight * ((double) given / (double) job->duration);
    }
  flow_clear (&flow);
  return total;
}
