/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pools: interchangeable units of one capacity, each with a number. */
#include "sim/pool.h"

#define WORD_BITS SIM_POOL_WORD_BITS

static inline bool
has_bit (const uint64_t *bits, int unit)
{
  return bits[unit / WORD_BITS] >> (unit % WORD_BITS) & 1;
}

static inline void
set_bit (uint64_t *bits, int unit, bool value)
{
  uint64_t bit = (uint64_t) 1 << (unit % WORD_BITS);
  if (value)
    bits[unit / WORD_BITS] |= bit;
  else
    bits[unit / WORD_BITS] &= ~bit;
}

static inline int
count_words (int n_bits)
{
  return (n_bits + WORD_BITS - 1) / WORD_BITS;
}

SimPool *
sim_pool_new (void)
{
  return g_new0 (SimPool, 1);
}

void
sim_pool_free (SimPool *pool)
{
  if (pool == NULL)
    return;
  g_free (pool->free_bits);
  g_free (pool->free_words);
  g_free (pool->down_bits);
  g_free (pool->holder);
  g_free (pool);
}

static void
grow (SimPool *pool, int n_units)
{
  if (n_units <= pool->n_allocated)
    return;
  int n = count_words (n_units) * WORD_BITS;
  pool->free_bits = g_renew (uint64_t, pool->free_bits, n / WORD_BITS);
  pool->free_words = g_renew (uint64_t, pool->free_words, count_words (n / WORD_BITS));
  pool->down_bits = g_renew (uint64_t, pool->down_bits, n / WORD_BITS);
  pool->holder = g_renew (int32_t, pool->holder, n);
  for (int word = count_words (pool->n_allocated / WORD_BITS);
       word < count_words (n / WORD_BITS); word++)
    pool->free_words[word] = 0;
  for (int word = pool->n_allocated / WORD_BITS; word < n / WORD_BITS; word++)
    pool->free_bits[word] = pool->down_bits[word] = 0;
  for (int unit = pool->n_allocated; unit < n; unit++)
    pool->holder[unit] = -1;
  pool->n_allocated = n;
}

static void
put_free (SimPool *pool, int unit)
{
  set_bit (pool->free_bits, unit, true);
  set_bit (pool->free_words, unit / WORD_BITS, true);
  pool->free_count++;
}

static void
remove_free (SimPool *pool, int unit)
{
  set_bit (pool->free_bits, unit, false);
  if (pool->free_bits[unit / WORD_BITS] == 0)
    set_bit (pool->free_words, unit / WORD_BITS, false);
  pool->free_count--;
}

void
sim_pool_integrate (SimPool *pool, SimTime now)
{
  int64_t span = now - pool->since;
  int64_t in_use = pool->held - pool->held_down;
  pool->integral_in_use += in_use * span;
  pool->integral_available += (in_use + pool->free_count) * span;
  pool->since = now;
}

void
sim_pool_reset (SimPool *pool, int capacity, SimTime now)
{
  for (int word = 0; word < pool->n_allocated / WORD_BITS; word++)
    pool->free_bits[word] = pool->down_bits[word] = 0;
  for (int word = 0; word < count_words (pool->n_allocated / WORD_BITS); word++)
    pool->free_words[word] = 0;
  for (int unit = 0; unit < pool->n_units; unit++)
    pool->holder[unit] = -1;
  pool->capacity = 0;
  pool->n_units = 0;
  pool->free_count = pool->held = pool->held_down = pool->free_down = 0;
  pool->since = now;
  pool->integral_in_use = pool->integral_available = 0;
  sim_pool_set_capacity (pool, capacity, now);
}

void
sim_pool_set_capacity (SimPool *pool, int capacity, SimTime now)
{
  sim_pool_integrate (pool, now);
  grow (pool, capacity);
  for (int unit = pool->capacity; unit < capacity; unit++)
    if (pool->holder[unit] < 0)
      {
        if (has_bit (pool->down_bits, unit))
          pool->free_down++;
        else
          put_free (pool, unit);
      }
  for (int unit = capacity; unit < pool->capacity; unit++)
    if (pool->holder[unit] < 0)
      {
        if (has_bit (pool->down_bits, unit))
          pool->free_down--;
        else
          remove_free (pool, unit);
      }
  pool->capacity = capacity;
  if (capacity > pool->n_units)
    pool->n_units = capacity;
}

int
sim_pool_held_count (const SimPool *pool)
{
  return pool->held;
}

int
sim_pool_in_use (const SimPool *pool)
{
  return pool->held - pool->held_down;
}

static inline void
take_unit (SimPool *pool, int unit, int32_t holder, SimTime now)
{
  sim_pool_integrate (pool, now);
  remove_free (pool, unit);
  pool->holder[unit] = holder;
  pool->held++;
}

void
sim_pool_take_unit (SimPool *pool, int unit, int32_t holder, SimTime now)
{
  g_return_if_fail (unit >= 0 && unit < pool->n_units && has_bit (pool->free_bits, unit));
  take_unit (pool, unit, holder, now);
}

int
sim_pool_take (SimPool *pool, int32_t holder, SimTime now)
{
  g_return_val_if_fail (pool->free_count > 0, -1);
  int words = 0;
  while (pool->free_words[words] == 0)
    words++;
  int word = words * WORD_BITS + __builtin_ctzll (pool->free_words[words]);
  int unit = word * WORD_BITS + __builtin_ctzll (pool->free_bits[word]);
  take_unit (pool, unit, holder, now);
  return unit;
}

void
sim_pool_release (SimPool *pool, int unit, SimTime now)
{
  g_return_if_fail (unit >= 0 && unit < pool->n_units && pool->holder[unit] >= 0);
  sim_pool_integrate (pool, now);
  bool is_down = has_bit (pool->down_bits, unit);
  pool->holder[unit] = -1;
  pool->held--;
  if (is_down)
    pool->held_down--;
  if (unit >= pool->capacity)
    return;
  if (is_down)
    pool->free_down++;
  else
    put_free (pool, unit);
}

void
sim_pool_set_down (SimPool *pool, int unit, bool is_down, SimTime now)
{
  if (unit >= pool->n_allocated || has_bit (pool->down_bits, unit) == is_down)
    return;
  sim_pool_integrate (pool, now);
  set_bit (pool->down_bits, unit, is_down);
  if (pool->holder[unit] >= 0)
    pool->held_down += is_down ? 1 : -1;
  else if (unit < pool->capacity)
    {
      pool->free_down += is_down ? 1 : -1;
      if (is_down)
        remove_free (pool, unit);
      else
        put_free (pool, unit);
    }
}

int64_t
sim_pool_integral_in_use (const SimPool *pool)
{
  return pool->integral_in_use;
}

int64_t
sim_pool_integral_available (const SimPool *pool)
{
  return pool->integral_available;
}
