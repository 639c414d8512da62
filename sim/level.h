/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time-weighted levels: how many, integrated over time in whole unit-seconds. */
#pragma once

#include "sim/time.h"

/* Contract: exact integer arithmetic; an integral of up to 1e6 units over 400 years fits.
 */

typedef struct
{
  int64_t value;
  int64_t greatest;
  SimTime since;
  int64_t integral;
} SimLevel;

static inline void
sim_level_reset (SimLevel *level, int64_t value, SimTime now)
{
  *level = (SimLevel){ .value = value, .greatest = value, .since = now };
}

static inline void
sim_level_integrate (SimLevel *level, SimTime now)
{
  level->integral += level->value * (now - level->since);
  level->since = now;
}

static inline void
sim_level_set (SimLevel *level, int64_t value, SimTime now)
{
  sim_level_integrate (level, now);
  level->value = value;
  if (value > level->greatest)
    level->greatest = value;
}
