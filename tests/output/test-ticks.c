/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of ticks: round steps, whole numbers, calendar dates. */
#include "output/ticks.h"

#include "tests/support/assert.h"

static void
steps_are_one_two_or_five (void **state)
{
  (void) state;
  /* 56 days in at most 12 ticks: 11 parts of 5.09 at least, so 10; in 13: 4.67, so 5. */
  assert_near (output_ticks_step (56.0, 12, true), 10.0, 0.0);
  assert_near (output_ticks_step (56.0, 13, true), 5.0, 0.0);
  /* 0.8 in at most 5: 4 parts of 0.2. */
  assert_near (output_ticks_step (0.8, 5, false), 0.2, 1e-12);
  /* Whole things are never split. */
  assert_near (output_ticks_step (2.0, 9, true), 1.0, 0.0);
  assert_near (output_ticks_step (0.0, 9, false), 1.0, 0.0);
}

static void
numbers_stay_inside_and_carry_the_decimals_of_their_step (void **state)
{
  (void) state;
  g_autoptr (OutputTicks) ticks = output_ticks_number (0.05, 0.81, 5, false);
  /* Step 0.2: 0.2, 0.4, 0.6, 0.8. */
  assert_int_equal (ticks->n, 4);
  assert_string_equal (ticks->ticks[0].label, "0.2");
  assert_string_equal (ticks->ticks[3].label, "0.8");
  g_autoptr (OutputTicks) large = output_ticks_number (0.0, 20000.0, 3, true);
  assert_int_equal (large->n, 3);
  assert_string_equal (large->ticks[1].label, "10,000");
  g_autoptr (OutputTicks) shares = output_ticks_percent (0.0, 1.0, 6);
  assert_int_equal (shares->n, 6);
  assert_string_equal (shares->ticks[1].label, "20 %");
}

static void
dates_fall_on_firsts_of_quarters_over_three_years (void **state)
{
  (void) state;
  int64_t start = sim_date_to_epoch_day ((SimDate){ 2019, 5, 1 });
  /* 2019-05-01 to 2022-05-01 has 37 firsts of months, 19 of every other, 12 of quarters
   * (July 2019 to April 2022): the first step with at most 12. */
  g_autoptr (OutputTicks) ticks =
      output_ticks_date (OUTPUT_LANGUAGE_EN, start, 0.0, 1096.0, 12);
  assert_int_equal (ticks->n, 12);
  /* May has 31 days, June 30. */
  assert_near (ticks->ticks[0].value, 61.0, 0.0);
  assert_string_equal (ticks->ticks[0].label, "Jul 2019");
  assert_string_equal (ticks->ticks[11].label, "Apr 2022");
  g_autoptr (OutputTicks) ja =
      output_ticks_date (OUTPUT_LANGUAGE_JA, start, 0.0, 1096.0, 12);
  assert_string_equal (ja->ticks[0].label, "2019年7月");
}

static void
weeks_begin_on_monday (void **state)
{
  (void) state;
  int64_t start = sim_date_to_epoch_day ((SimDate){ 2019, 5, 1 }); /* a Wednesday */
  g_autoptr (OutputTicks) ticks =
      output_ticks_date (OUTPUT_LANGUAGE_EN, start, 0.0, 28.0, 4);
  /* Mondays 6, 13, 20, 27 May. */
  assert_int_equal (ticks->n, 4);
  assert_near (ticks->ticks[0].value, 5.0, 0.0);
  assert_string_equal (ticks->ticks[0].label, "6 May 2019");
}

static void
two_centuries_have_few_ticks (void **state)
{
  (void) state;
  g_autoptr (OutputTicks) ticks =
      output_ticks_date (OUTPUT_LANGUAGE_EN, 0, 0.0, 73050.0, 6);
  /* 1970 to 2170: fifties at 2000, 2050, 2100, 2150. */
  assert_int_equal (ticks->n, 4);
  assert_string_equal (ticks->ticks[0].label, "2000");
}

static void
the_top_of_an_axis_is_round (void **state)
{
  (void) state;
  assert_near (output_ticks_ceiling (8.81, 6, false), 10.0, 1e-9);
  assert_near (output_ticks_ceiling (0.0, 6, false), 1.0, 0.0);
  assert_near (output_ticks_ceiling (10.0, 6, false), 10.0, 1e-9);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (steps_are_one_two_or_five),
    cmocka_unit_test (numbers_stay_inside_and_carry_the_decimals_of_their_step),
    cmocka_unit_test (dates_fall_on_firsts_of_quarters_over_three_years),
    cmocka_unit_test (weeks_begin_on_monday),
    cmocka_unit_test (two_centuries_have_few_ticks),
    cmocka_unit_test (the_top_of_an_axis_is_round),
  };
  return cmocka_run_group_tests_name ("ticks", tests, NULL, NULL);
}
