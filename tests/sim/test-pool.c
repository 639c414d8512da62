/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/pool.h. */
#include "tests/support/assert.h"

#include "sim/pool.h"
#include "sim/stream.h"

static void
the_free_unit_of_the_lowest_number_is_taken (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 3, 0);
  assert_int_equal (sim_pool_take (pool, 10, 0), 0);
  assert_int_equal (sim_pool_take (pool, 11, 0), 1);
  assert_int_equal (sim_pool_take (pool, 12, 0), 2);
  assert_int_equal (sim_pool_free_count (pool), 0);
  sim_pool_release (pool, 1, 5);
  sim_pool_release (pool, 0, 5);
  assert_int_equal (sim_pool_holder (pool, 0), -1);
  assert_int_equal (sim_pool_holder (pool, 2), 12);
  assert_int_equal (sim_pool_take (pool, 13, 5), 0);
  assert_int_equal (sim_pool_take (pool, 14, 5), 1);
  assert_int_equal (sim_pool_holder (pool, 1), 14);
  assert_int_equal (sim_pool_held_count (pool), 3);
}

static void
a_unit_can_be_taken_by_its_number (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 3, 0);
  sim_pool_take_unit (pool, 1, 7, 0);
  assert_int_equal (sim_pool_holder (pool, 1), 7);
  assert_int_equal (sim_pool_take (pool, 8, 0), 0);
  assert_int_equal (sim_pool_take (pool, 9, 0), 2);
}

static void
units_in_use_outlive_a_fall_of_capacity (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 4, 0);
  for (int unit = 0; unit < 3; unit++)
    sim_pool_take (pool, unit, 0);
  /* Units 0, 1, 2 are held, 3 is free.  Capacity 2: the free one goes at once, unit 2
   * when it is released; nothing is free although only two of three may stay. */
  sim_pool_set_capacity (pool, 2, 0);
  assert_int_equal (sim_pool_free_count (pool), 0);
  assert_int_equal (sim_pool_held_count (pool), 3);
  sim_pool_release (pool, 2, 0);
  assert_int_equal (sim_pool_free_count (pool), 0);
  sim_pool_release (pool, 0, 0);
  assert_int_equal (sim_pool_free_count (pool), 1);
  assert_int_equal (sim_pool_take (pool, 20, 0), 0);
  /* Back to 4: units 2 and 3 return. */
  sim_pool_set_capacity (pool, 4, 0);
  assert_int_equal (sim_pool_free_count (pool), 2);
  assert_int_equal (sim_pool_unit_count (pool), 4);
}

static void
a_unit_held_beyond_capacity_is_inside_again_when_capacity_returns (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 2, 0);
  sim_pool_take (pool, 0, 0);
  sim_pool_take (pool, 1, 0);
  sim_pool_set_capacity (pool, 1, 0);
  sim_pool_set_capacity (pool, 2, 0);
  assert_int_equal (sim_pool_free_count (pool), 0);
  sim_pool_release (pool, 1, 0);
  assert_int_equal (sim_pool_free_count (pool), 1);
}

static void
a_unit_that_is_down_is_neither_taken_nor_available (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 2, 0);
  sim_pool_set_down (pool, 0, true, 0);
  assert_true (sim_pool_is_down (pool, 0));
  assert_int_equal (sim_pool_free_count (pool), 1);
  assert_int_equal (sim_pool_take (pool, 5, 0), 1);
  assert_int_equal (sim_pool_free_count (pool), 0);
  sim_pool_set_down (pool, 0, false, 0);
  assert_int_equal (sim_pool_free_count (pool), 1);
  /* A unit in use goes down: still held, no longer in use, and not free when released. */
  sim_pool_set_down (pool, 1, true, 0);
  assert_int_equal (sim_pool_held_count (pool), 1);
  assert_int_equal (sim_pool_in_use (pool), 0);
  sim_pool_release (pool, 1, 0);
  assert_int_equal (sim_pool_held_count (pool), 0);
  assert_int_equal (sim_pool_free_count (pool), 1);
  sim_pool_set_down (pool, 1, false, 0);
  assert_int_equal (sim_pool_free_count (pool), 2);
}

static void
a_unit_may_go_down_and_up_outside_capacity (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 3, 0);
  sim_pool_set_capacity (pool, 1, 0);
  sim_pool_set_down (pool, 2, true, 0);
  assert_int_equal (sim_pool_free_count (pool), 1);
  sim_pool_set_capacity (pool, 3, 0);
  assert_int_equal (sim_pool_free_count (pool), 2);
  sim_pool_set_down (pool, 2, false, 0);
  assert_int_equal (sim_pool_free_count (pool), 3);
}

static void
integrals_are_exact (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 2, 100);
  int first = sim_pool_take (pool, 0, 110);
  sim_pool_set_capacity (pool, 1, 120);
  sim_pool_set_down (pool, first, true, 130);
  sim_pool_set_down (pool, first, false, 137);
  sim_pool_release (pool, first, 150);
  sim_pool_integrate (pool, 160);
  /* In use: 110-130 and 137-150, 20 + 13 = 33 unit-seconds.
   * Available: 2 x (120 - 100) + 1 x (130 - 120) + 0 x 7 + 1 x (160 - 137) = 73. */
  assert_int_equal (sim_pool_integral_in_use (pool), 33);
  assert_int_equal (sim_pool_integral_available (pool), 73);
  sim_pool_reset (pool, 2, 0);
  sim_pool_integrate (pool, 5);
  assert_int_equal (sim_pool_integral_in_use (pool), 0);
  assert_int_equal (sim_pool_integral_available (pool), 10);
}

static void
a_unit_held_beyond_capacity_is_available_until_released (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  sim_pool_reset (pool, 1, 0);
  sim_pool_take (pool, 0, 0);
  sim_pool_set_capacity (pool, 0, 10);
  sim_pool_release (pool, 0, 25);
  sim_pool_integrate (pool, 40);
  assert_int_equal (sim_pool_integral_in_use (pool), 25);
  assert_int_equal (sim_pool_integral_available (pool), 25);
}

/* The contract again, as slowly and plainly as it can be written. */
#define PLAIN_UNITS 200

typedef struct
{
  int capacity;
  bool is_held[PLAIN_UNITS];
  bool is_down[PLAIN_UNITS];
  int64_t in_use, available;
} Plain;

static bool
is_plainly_free (const Plain *plain, int unit)
{
  return unit < plain->capacity && !plain->is_held[unit] && !plain->is_down[unit];
}

static void
pass_time (Plain *plain, int seconds)
{
  for (int unit = 0; unit < PLAIN_UNITS; unit++)
    if (!plain->is_down[unit])
      {
        plain->in_use += plain->is_held[unit] ? seconds : 0;
        plain->available += plain->is_held[unit] || unit < plain->capacity ? seconds : 0;
      }
}

static void
check_against_plain (const SimPool *pool, const Plain *plain)
{
  int n_free = 0, n_held = 0, n_up = 0;
  for (int unit = 0; unit < PLAIN_UNITS; unit++)
    {
      n_free += is_plainly_free (plain, unit);
      n_held += plain->is_held[unit];
      n_up += plain->is_held[unit] && !plain->is_down[unit];
    }
  assert_int_equal (sim_pool_free_count (pool), n_free);
  assert_int_equal (sim_pool_held_count (pool), n_held);
  assert_int_equal (sim_pool_in_use (pool), n_up);
}

static void
a_long_random_history_agrees_with_a_plain_array (void **state)
{
  (void) state;
  g_autoptr (SimPool) pool = sim_pool_new ();
  SimStreamKey key = { 31, 0 };
  Plain plain = { .capacity = PLAIN_UNITS };
  SimTime now = 0;
  /* All units are within capacity once, so that each may go down at any time. */
  sim_pool_reset (pool, PLAIN_UNITS, now);
  for (uint64_t step = 0; step < 20000; step++)
    {
      SimBlock block = sim_stream_block (key, 0, 0, step);
      int seconds = (int) (block.word[3] % 3);
      now += seconds;
      pass_time (&plain, seconds);
      int unit = (int) (block.word[1] % PLAIN_UNITS);
      switch (block.word[0] % 8)
        {
        case 0:
          plain.capacity = (int) (block.word[1] % (PLAIN_UNITS + 1));
          sim_pool_set_capacity (pool, plain.capacity, now);
          break;
        case 1:
        case 2:
          plain.is_down[unit] = !plain.is_down[unit];
          sim_pool_set_down (pool, unit, plain.is_down[unit], now);
          break;
        case 3:
        case 4:
          if (plain.is_held[unit])
            {
              plain.is_held[unit] = false;
              sim_pool_release (pool, unit, now);
            }
          break;
        default:
          unit = 0;
          while (unit < PLAIN_UNITS && !is_plainly_free (&plain, unit))
            unit++;
          if (unit == PLAIN_UNITS)
            break;
          assert_int_equal (sim_pool_take (pool, unit, now), unit);
          plain.is_held[unit] = true;
          break;
        }
      check_against_plain (pool, &plain);
    }
  sim_pool_integrate (pool, now);
  assert_int_equal (sim_pool_integral_in_use (pool), plain.in_use);
  assert_int_equal (sim_pool_integral_available (pool), plain.available);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_free_unit_of_the_lowest_number_is_taken),
    cmocka_unit_test (a_unit_can_be_taken_by_its_number),
    cmocka_unit_test (units_in_use_outlive_a_fall_of_capacity),
    cmocka_unit_test (a_unit_held_beyond_capacity_is_inside_again_when_capacity_returns),
    cmocka_unit_test (a_unit_that_is_down_is_neither_taken_nor_available),
    cmocka_unit_test (a_unit_may_go_down_and_up_outside_capacity),
    cmocka_unit_test (integrals_are_exact),
    cmocka_unit_test (a_unit_held_beyond_capacity_is_available_until_released),
    cmocka_unit_test (a_long_random_history_agrees_with_a_plain_array),
  };
  return cmocka_run_group_tests_name ("sim/pool", tests, NULL, NULL);
}
