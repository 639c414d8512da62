/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pools: interchangeable units of one capacity, each with a number. */
#pragma once

#include "sim/time.h"

#include <glib.h>

/* Contract: units are numbered from 0; a request gets the free unit of the lowest number.
 * When capacity falls, free units of the highest numbers go first and units in use go
 * when they are released.  A unit that is down can be held, but neither taken nor counted
 * as available.  Every unit taken is given back: the pool counts takes and releases.
 *
 * Levels are integrated in whole unit-seconds: in use (held and up) and available (up,
 * and within capacity or held). */

#define SIM_POOL_WORD_BITS 64

/* The members are the pool's own.  They are visible so that questions are inlined. */
typedef struct SimPool
{
  int capacity;
  int n_units;     /* units that ever were within capacity */
  int n_allocated; /* a multiple of SIM_POOL_WORD_BITS */
  int free_count;
  int held;
  int held_down;
  int free_down; /* down, not held, within capacity */
  uint64_t *free_bits;
  uint64_t *free_words; /* which words of free_bits are not 0 */
  uint64_t *down_bits;
  int32_t *holder;
  SimTime since;
  int64_t integral_in_use;
  int64_t integral_available;
} SimPool;

SimPool *sim_pool_new (void);
void sim_pool_free (SimPool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimPool, sim_pool_free)

/** Starts a new history at @now with @capacity free units. */
void sim_pool_reset (SimPool *pool, int capacity, SimTime now);
void sim_pool_set_capacity (SimPool *pool, int capacity, SimTime now);

static inline int
sim_pool_capacity (const SimPool *pool)
{
  return pool->capacity;
}

/** Returns: units that can be taken now: up, free, within capacity */
static inline int
sim_pool_free_count (const SimPool *pool)
{
  return pool->free_count;
}

/** Returns: units held, whether up or down */
int sim_pool_held_count (const SimPool *pool);
/** Returns: held units that are up */
int sim_pool_in_use (const SimPool *pool);

/** @holder: the caller's number, >= 0. Returns: the unit; there must be a free one */
int sim_pool_take (SimPool *pool, int32_t holder, SimTime now);
/** Takes the unit of that number, which must be free. */
void sim_pool_take_unit (SimPool *pool, int unit, int32_t holder, SimTime now);
void sim_pool_release (SimPool *pool, int unit, SimTime now);
/** Returns: who holds @unit, or -1 */
static inline int32_t
sim_pool_holder (const SimPool *pool, int unit)
{
  g_return_val_if_fail (unit >= 0 && unit < pool->n_units, -1);
  return pool->holder[unit];
}

/** Returns: one more than the highest unit number that was ever within capacity */
static inline int
sim_pool_unit_count (const SimPool *pool)
{
  return pool->n_units;
}

void sim_pool_set_down (SimPool *pool, int unit, bool is_down, SimTime now);

static inline bool
sim_pool_is_down (const SimPool *pool, int unit)
{
  return pool->down_bits[unit / SIM_POOL_WORD_BITS] >> (unit % SIM_POOL_WORD_BITS) & 1;
}

/** Brings the integrals up to @now. */
void sim_pool_integrate (SimPool *pool, SimTime now);
/** Returns: unit-seconds in use up to the last change or integration */
int64_t sim_pool_integral_in_use (const SimPool *pool);
int64_t sim_pool_integral_available (const SimPool *pool);
