/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/calendar.h. */
#include "tests/support/assert.h"

#include "sim/calendar.h"
#include "sim/error.h"

#define WEEKDAYS 0x1fu
#define SATURDAY 0x20u
#define NINE     (9 * SIM_HOUR)
#define FIVE     (17 * SIM_HOUR)

/* 2019-05-01, the scenario's first day in these tests, was a Wednesday:
 * days 0 Wed, 1 Thu, 2 Fri, 3 Sat, 4 Sun, 5 Mon. */
static int64_t
start (void)
{
  return sim_date_to_epoch_day ((SimDate){ 2019, 5, 1 });
}

static SimCalendar *
weekdays_with (const SimDaySpan *closures, size_t n)
{
  g_autoptr (GError) error = NULL;
  SimCalendar *calendar =
      sim_calendar_new (WEEKDAYS, NINE, FIVE, start (), closures, n, &error);
  assert_non_null (calendar);
  assert_null (error);
  return calendar;
}

static void
weekend_is_no_working_day (void **state)
{
  (void) state;
  g_autoptr (SimCalendar) calendar = weekdays_with (NULL, 0);
  static const bool expected[] = { true, true, true, false, false, true };
  for (int64_t day = 0; day < 6; day++)
    assert_int_equal (sim_calendar_is_working_day (calendar, day), expected[day]);
  assert_int_equal (sim_calendar_next_working_day (calendar, 2), 2);
  assert_int_equal (sim_calendar_next_working_day (calendar, 3), 5);
  /* Day -1 is Tuesday, -2 Monday, -3 Sunday, -4 Saturday. */
  assert_true (sim_calendar_is_working_day (calendar, -2));
  assert_false (sim_calendar_is_working_day (calendar, -3));
  assert_int_equal (sim_calendar_next_working_day (calendar, -4), -2);
}

static void
hours_are_half_open (void **state)
{
  (void) state;
  g_autoptr (SimCalendar) calendar = weekdays_with (NULL, 0);
  assert_false (sim_calendar_is_open (calendar, NINE - 1));
  assert_true (sim_calendar_is_open (calendar, NINE));
  assert_true (sim_calendar_is_open (calendar, FIVE - 1));
  assert_false (sim_calendar_is_open (calendar, FIVE));
  assert_false (sim_calendar_is_open (calendar, 3 * SIM_DAY + NINE));
  assert_int_equal (sim_calendar_opening (calendar, 5), 5 * SIM_DAY + NINE);
  assert_int_equal (sim_calendar_closing (calendar, 5), 5 * SIM_DAY + FIVE);
}

static void
next_open_is_now_this_morning_or_after_the_weekend (void **state)
{
  (void) state;
  g_autoptr (SimCalendar) calendar = weekdays_with (NULL, 0);
  SimTime friday = 2 * SIM_DAY;
  SimTime monday_opening = 5 * SIM_DAY + NINE;
  assert_int_equal (sim_calendar_next_open (calendar, friday), friday + NINE);
  assert_int_equal (sim_calendar_next_open (calendar, friday + NINE), friday + NINE);
  assert_int_equal (sim_calendar_next_open (calendar, friday + FIVE - 1),
                    friday + FIVE - 1);
  assert_int_equal (sim_calendar_next_open (calendar, friday + FIVE), monday_opening);
  assert_int_equal (sim_calendar_next_open (calendar, 4 * SIM_DAY + NINE),
                    monday_opening);
  assert_int_equal (sim_calendar_next_open (calendar, SIM_TIME_NEVER), SIM_TIME_NEVER);
}

/* Friday 2 closes at 17:00; nothing is open again before Monday 5 at 9:00. */
static void
last_open_is_now_or_when_it_closed (void **state)
{
  (void) state;
  g_autoptr (SimCalendar) calendar = weekdays_with (NULL, 0);
  SimTime friday = 2 * SIM_DAY, monday = 5 * SIM_DAY;
  assert_int_equal (sim_calendar_last_open (calendar, friday + NINE, 0), friday + NINE);
  assert_int_equal (sim_calendar_last_open (calendar, friday + FIVE - 1, 0),
                    friday + FIVE - 1);
  assert_int_equal (sim_calendar_last_open (calendar, friday + FIVE, 0), friday + FIVE);
  assert_int_equal (sim_calendar_last_open (calendar, monday + NINE - 1, 0),
                    friday + FIVE);
  assert_int_equal (sim_calendar_last_open (calendar, monday, 3 * SIM_DAY), 3 * SIM_DAY);
  assert_int_equal (sim_calendar_last_open (calendar, friday, friday - SIM_HOUR),
                    friday - SIM_HOUR);
  assert_int_equal (sim_calendar_last_open (NULL, friday, 0), friday);
}

static void
closed_on_holiday_opens_next_working_day (void **state)
{
  (void) state;
  /* Closed on Monday 5 and on Friday 2, given out of order: from Thursday evening the
   * next working day is Tuesday 6. */
  const SimDaySpan closures[] = { { 5, 5 }, { 2, 2 } };
  g_autoptr (SimCalendar) calendar = weekdays_with (closures, 2);
  assert_false (sim_calendar_is_working_day (calendar, 2));
  assert_int_equal (sim_calendar_next_open (calendar, 1 * SIM_DAY + FIVE),
                    6 * SIM_DAY + NINE);
}

static void
overlapping_and_touching_closures_are_one (void **state)
{
  (void) state;
  const SimDaySpan closures[] = {
    { 30, 40 }, { 12, 20 }, { 15, 16 }, { 21, 29 }, { 9, 8 }
  };
  g_autoptr (SimCalendar) calendar = weekdays_with (closures, 5);
  /* Day 12 is a Monday; closed 12 to 40, a Monday; 41 is a Tuesday. */
  assert_true (sim_calendar_is_working_day (calendar, 9));
  assert_int_equal (sim_calendar_next_working_day (calendar, 12), 41);
  assert_int_equal (sim_calendar_next_working_day (calendar, 10), 41);
}

static void
closures_far_away_are_found_too (void **state)
{
  (void) state;
  /* A century after the start and long before it; 36526 = 7 x 5218: a Wednesday. */
  const SimDaySpan closures[] = { { 36526, 36526 }, { -70000, -69990 }, { 300, 400 } };
  g_autoptr (SimCalendar) calendar = weekdays_with (closures, 3);
  assert_false (sim_calendar_is_working_day (calendar, 36526));
  assert_true (sim_calendar_is_working_day (calendar, 36525));
  assert_int_equal (sim_calendar_next_working_day (calendar, 36526), 36527);
  /* -70000 = -7 x 10000: a Wednesday; ten days on, -69990 is a Saturday. */
  assert_int_equal (sim_calendar_next_working_day (calendar, -70000), -69988);
}

static void
every_day_near_and_far_agrees_with_a_plain_search (void **state)
{
  (void) state;
  SimDaySpan closures[200];
  for (int i = 0; i < 200; i++)
    {
      closures[i].first = -3000 + 137 * i + i % 13;
      closures[i].last = closures[i].first + i % 31;
    }
  g_autoptr (SimCalendar) calendar = weekdays_with (closures, 200);
  int64_t next = INT64_MAX;
  for (int64_t day = 26000; day >= -4000; day--)
    {
      bool works = sim_epoch_day_weekday (start () + day) < 5;
      for (int i = 0; i < 200; i++)
        works = works && !(closures[i].first <= day && day <= closures[i].last);
      assert_int_equal (sim_calendar_is_working_day (calendar, day), works);
      next = works ? day : next;
      if (next != INT64_MAX)
        assert_int_equal (sim_calendar_next_working_day (calendar, day), next);
    }
}

static void
one_weekday_around_the_clock (void **state)
{
  (void) state;
  g_autoptr (SimCalendar) calendar =
      sim_calendar_new (SATURDAY, 0, SIM_DAY, start (), NULL, 0, NULL);
  assert_false (sim_calendar_is_open (calendar, 3 * SIM_DAY - 1));
  assert_true (sim_calendar_is_open (calendar, 3 * SIM_DAY));
  assert_true (sim_calendar_is_open (calendar, 4 * SIM_DAY - 1));
  assert_int_equal (sim_calendar_next_open (calendar, 4 * SIM_DAY), 10 * SIM_DAY);
}

static void
no_calendar_is_always_open (void **state)
{
  (void) state;
  assert_true (sim_calendar_is_working_day (NULL, 3));
  assert_true (sim_calendar_is_open (NULL, -1));
  assert_int_equal (sim_calendar_next_working_day (NULL, 4), 4);
  assert_int_equal (sim_calendar_opening (NULL, 2), 2 * SIM_DAY);
  assert_int_equal (sim_calendar_closing (NULL, 2), 3 * SIM_DAY);
  assert_int_equal (sim_calendar_next_open (NULL, 12345), 12345);
}

static void
no_weekday_is_refused (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  assert_null (sim_calendar_new (0x80, NINE, FIVE, 0, NULL, 0, &error));
  assert_true (g_error_matches (error, SIM_ERROR, SIM_ERROR_NEVER_OPEN));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (weekend_is_no_working_day),
    cmocka_unit_test (hours_are_half_open),
    cmocka_unit_test (next_open_is_now_this_morning_or_after_the_weekend),
    cmocka_unit_test (last_open_is_now_or_when_it_closed),
    cmocka_unit_test (closed_on_holiday_opens_next_working_day),
    cmocka_unit_test (overlapping_and_touching_closures_are_one),
    cmocka_unit_test (closures_far_away_are_found_too),
    cmocka_unit_test (every_day_near_and_far_agrees_with_a_plain_search),
    cmocka_unit_test (one_weekday_around_the_clock),
    cmocka_unit_test (no_calendar_is_always_open),
    cmocka_unit_test (no_weekday_is_refused),
  };
  return cmocka_run_group_tests_name ("sim/calendar", tests, NULL, NULL);
}
