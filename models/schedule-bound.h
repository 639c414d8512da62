/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schedule bound: what no schedule of jobs on lines can exceed. */
#pragma once

#include "sim/time.h"

#include <stddef.h>

/* A job: once begun, it holds one line for @duration without a break. */
typedef struct
{
  double weight;        /* what is gained by doing it; >= 0 */
  SimTime earliest;     /* of its start */
  SimTime latest_start; /* SIM_TIME_NEVER: no limit */
  SimTime duration;     /* >= 0 */
} ModelBoundJob;

/* From @from on there are @lines, which may only grow. */
typedef struct
{
  SimTime from;
  int lines;
} ModelBoundStep;

/* Time is cut into slices of a week: a line's work may move freely inside one. */
#define MODEL_BOUND_SLICE (7 * SIM_DAY)

/* A job whose latest start lies so far behind its earliest is taken as done. */
#define MODEL_BOUND_FREE_AFTER (400 * SIM_DAY)

/**
 * model_schedule_bound:
 * @steps: ascending, never fewer lines than before; none before the first
 *
 * A number that the weight of the jobs done by any schedule cannot exceed.  The
 * relaxation: a job may be interrupted, moved between lines, and done in part, which
 * gains the same part of its weight; it still gets one line at a time at most, only
 * between its earliest start and its latest start plus duration, and all jobs together
 * never more line time in a slice than the lines have there.  A schedule that does whole
 * jobs without a break is one case of that, so the greatest weight of the relaxation is
 * never below its own.
 *
 * The line time given to jobs is a flow from jobs to slices.  The amounts that flows can
 * give form a polymatroid, so giving each job as much as can be, in the order of weight a
 * unit of time, is the greatest (Edmonds 1970).  Each job's amount is found by augmenting
 * paths that move earlier jobs between slices; slices from which no path leads on stay
 * full for good, and are left out from then on.
 *
 * Source: Edmonds 1970, Submodular functions, matroids and certain polyhedra; Ford and
 * Fulkerson 1956, Can. J. Math. 8, 399-404.
 */
double model_schedule_bound (const ModelBoundJob *jobs,
                             size_t n_jobs,
                             const ModelBoundStep *steps,
                             size_t n_steps);
