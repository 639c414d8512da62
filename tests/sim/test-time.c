/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/time.h. */
#include "tests/support/assert.h"

#include "sim/time.h"

static void
days_round_to_the_nearest_second_halves_away_from_zero (void **state)
{
  (void) state;
  assert_int_equal (sim_time_from_days (1.0), 86400);
  assert_int_equal (sim_time_from_days (-2.5), -216000);
  /* Half a second is 0.5 / 86400 days; powers of two keep the product exact:
   * 2^-8 days are 86400 / 256 = 337.5 s. */
  assert_int_equal (sim_time_from_days (0x1p-8), 338);
  assert_int_equal (sim_time_from_days (-0x1p-8), -338);
  /* 3 x 2^-9 days are 86400 x 3 / 512 = 506.25 s. */
  assert_int_equal (sim_time_from_days (3 * 0x1p-9), 506);
  assert_int_equal (sim_time_from_days (0.0), 0);
}

static void
seconds_on_both_sides_of_a_half_part_exactly (void **state)
{
  (void) state;
  /* The doubles next to n + 1/2, by definition of rounding.  At 2^51 s they stand half a
   * second apart, at 2^52 s a whole one: there is no other rest. */
  static const int64_t wholes[] = {
    0, 1, 2, 86399, INT64_C (1) << 40, INT64_C (1) << 51
  };
  for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
    {
      double half = (double) wholes[i] + 0.5;
      assert_int_equal (sim_time_from_seconds (nextafter (half, 0)), wholes[i]);
      assert_int_equal (sim_time_from_seconds (half), wholes[i] + 1);
      assert_int_equal (sim_time_from_seconds (-nextafter (half, 0)), -wholes[i]);
      assert_int_equal (sim_time_from_seconds (-half), -wholes[i] - 1);
    }
  const int64_t large = (INT64_C (1) << 52) + 1;
  assert_int_equal (sim_time_from_seconds ((double) large), large);
  assert_int_equal (sim_time_from_seconds (-(double) large), -large);
}

static void
days_beyond_the_limit_are_the_limit (void **state)
{
  (void) state;
  SimTime limit = (SimTime) 100000000000 * SIM_DAY;
  assert_int_equal (sim_time_from_days (1e11), limit);
  assert_int_equal (sim_time_from_days (HUGE_VAL), limit);
  assert_int_equal (sim_time_from_days (-1e300), -limit);
}

static void
day_of_an_instant_is_floored_before_day_zero_too (void **state)
{
  (void) state;
  assert_int_equal (sim_time_day (0), 0);
  assert_int_equal (sim_time_day (86399), 0);
  assert_int_equal (sim_time_day (86400), 1);
  assert_int_equal (sim_time_day (-1), -1);
  assert_int_equal (sim_time_day (-86400), -1);
  assert_int_equal (sim_time_day (-86401), -2);
}

static void
epoch_days_of_known_dates (void **state)
{
  (void) state;
  assert_int_equal (sim_date_to_epoch_day ((SimDate){ 1970, 1, 1 }), 0);
  assert_int_equal (sim_date_to_epoch_day ((SimDate){ 1969, 12, 31 }), -1);
  /* 30 years of 365 days and the leap days of 1972, 76, 80, 84, 88, 92 and 96:
   * 10950 + 7 = 10957. */
  assert_int_equal (sim_date_to_epoch_day ((SimDate){ 2000, 1, 1 }), 10957);
  /* 2000 is a leap year though a century: 31 + 29 days to 1 March. */
  assert_int_equal (sim_date_to_epoch_day ((SimDate){ 2000, 3, 1 }), 10957 + 60);
  /* 719162 days lie between 0001-01-01 and 1970-01-01: 1969 years of 365 days and
   * 1969/4 - 1969/100 + 1969/400 = 492 - 19 + 4 = 477 leap days. */
  assert_int_equal (sim_date_to_epoch_day ((SimDate){ 1, 1, 1 }), -(1969 * 365 + 477));
}

static void
every_day_of_ten_thousand_years_follows_the_one_before (void **state)
{
  (void) state;
  int64_t first = sim_date_to_epoch_day ((SimDate){ 1, 1, 1 });
  int64_t last = sim_date_to_epoch_day ((SimDate){ 9999, 12, 31 });
  SimDate before = { 1, 1, 1 };
  /* 0001-01-01 was a Monday in the proleptic calendar: 1970-01-01, 719162 = 7 x 102737 +
   * 3 days later, a Thursday. */
  int weekday = 0;
  for (int64_t day = first; day <= last; day++)
    {
      SimDate date = sim_date_from_epoch_day (day);
      assert_true (sim_date_is_valid (date));
      assert_int_equal (sim_date_to_epoch_day (date), day);
      assert_int_equal (sim_epoch_day_weekday (day), weekday);
      weekday = weekday == 6 ? 0 : weekday + 1;
      if (day > first)
        {
          SimDate next = { before.year, before.month, before.day + 1 };
          if (!sim_date_is_valid (next))
            next = (SimDate){ before.year, before.month + 1, 1 };
          if (!sim_date_is_valid (next))
            next = (SimDate){ before.year + 1, 1, 1 };
          assert_int_equal (date.year, next.year);
          assert_int_equal (date.month, next.month);
          assert_int_equal (date.day, next.day);
        }
      before = date;
    }
}

static void
only_dates_that_exist_are_valid (void **state)
{
  (void) state;
  assert_true (sim_date_is_valid ((SimDate){ 2020, 2, 29 }));
  assert_false (sim_date_is_valid ((SimDate){ 2019, 2, 29 }));
  assert_false (sim_date_is_valid ((SimDate){ 1900, 2, 29 }));
  assert_true (sim_date_is_valid ((SimDate){ 2000, 2, 29 }));
  assert_false (sim_date_is_valid ((SimDate){ 2020, 4, 31 }));
  assert_false (sim_date_is_valid ((SimDate){ 2020, 13, 1 }));
  assert_false (sim_date_is_valid ((SimDate){ 2020, 0, 1 }));
  assert_false (sim_date_is_valid ((SimDate){ 2020, 1, 0 }));
  assert_false (sim_date_is_valid ((SimDate){ 0, 1, 1 }));
  assert_false (sim_date_is_valid ((SimDate){ 10000, 1, 1 }));
}

static void
dates_are_read_strictly (void **state)
{
  (void) state;
  static const char *const wrong[] = {
    "",          "2019",        "2019-",      "2019-05-1",      "2019-5-01",
    "19-05-01",  "2019-02-30",  "2019/05/01", " 2019-05-01",    "2019-05-01 ",
    "+019-05-1", "2019-05-01T", "2019-00-10", "２０１９-05-01", "0000-01-01",
  };
  SimDate date = { 7, 7, 7 };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    {
      assert_false (sim_date_parse (wrong[i], &date));
      assert_int_equal (date.year, 7);
    }
  assert_true (sim_date_parse ("2019-05-01", &date));
  assert_int_equal (date.year, 2019);
  assert_int_equal (date.month, 5);
  assert_int_equal (date.day, 1);
}

static void
dates_are_written_with_zeros (void **state)
{
  (void) state;
  char buffer[11];
  sim_date_format ((SimDate){ 33, 4, 3 }, buffer);
  assert_string_equal (buffer, "0033-04-03");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (days_round_to_the_nearest_second_halves_away_from_zero),
    cmocka_unit_test (seconds_on_both_sides_of_a_half_part_exactly),
    cmocka_unit_test (days_beyond_the_limit_are_the_limit),
    cmocka_unit_test (day_of_an_instant_is_floored_before_day_zero_too),
    cmocka_unit_test (epoch_days_of_known_dates),
    cmocka_unit_test (every_day_of_ten_thousand_years_follows_the_one_before),
    cmocka_unit_test (only_dates_that_exist_are_valid),
    cmocka_unit_test (dates_are_read_strictly),
    cmocka_unit_test (dates_are_written_with_zeros),
  };
  return cmocka_run_group_tests_name ("sim/time", tests, NULL, NULL);
}
