/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small model of DESIGN section 11, written for that model alone in plain C. */
#pragma once

#include <stdint.h>

/* Contract: nothing of day31 is used here, so that it can be the yardstick of day31's
 * speed and an independent witness of its results.  Poisson 0.4 injuries a day; grades A
 * .45, B .15, C .40; referral after an exponential time of mean 5 days; a window of 31
 * days of elapsed time; eight lines; culture gamma of mean 28 and sd 2.8 days from the
 * booking; A first, then by deadline; injuries for ten years, 3653 days, and none after
 * them, as in scenarios/small-model.xml.  Every arrival, referral, end of a window and
 * end of a culture is an event in the heap. */

typedef struct
{
  int64_t injured[2]; /* A; B and C */
  int64_t served[2];
  int64_t events; /* that were taken from the heap */
} SmallModelCounts;

/** Runs replication @replication of the stream of numbers @seed. */
SmallModelCounts small_model_run (uint64_t seed, uint64_t replication);
