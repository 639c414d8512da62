/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/appointments.h. */
#include "tests/support/assert.h"

#include "sim/appointments.h"

/* Monday to Friday; day 0 is Monday 2019-05-06, so days 5 and 6 are a weekend. */
static SimCalendar *
weekdays (void)
{
  int64_t monday = sim_date_to_epoch_day ((SimDate){ 2019, 5, 6 });
  return sim_calendar_new (0x1f, 0, SIM_DAY, monday, NULL, 0, NULL);
}

static void
a_day_has_so_many_places (void **state)
{
  (void) state;
  g_autoptr (SimAppointments) appointments = sim_appointments_new (NULL, 2);
  assert_true (sim_appointments_has_room (appointments, 3));
  sim_appointments_take (appointments, 3);
  assert_true (sim_appointments_has_room (appointments, 3));
  sim_appointments_take (appointments, 3);
  assert_false (sim_appointments_has_room (appointments, 3));
  assert_int_equal (sim_appointments_next_day (appointments, 3), 4);
  sim_appointments_give_back (appointments, 3);
  assert_int_equal (sim_appointments_next_day (appointments, 3), 3);
  assert_int_equal (sim_appointments_taken (appointments), 1);
}

static void
full_friday_gives_monday (void **state)
{
  (void) state;
  g_autoptr (SimCalendar) calendar = weekdays ();
  g_autoptr (SimAppointments) appointments = sim_appointments_new (calendar, 1);
  sim_appointments_take (appointments, 4);
  assert_int_equal (sim_appointments_next_day (appointments, 4), 7);
  assert_false (sim_appointments_has_room (appointments, 5));
}

static void
no_places_a_day_means_never (void **state)
{
  (void) state;
  g_autoptr (SimAppointments) appointments = sim_appointments_new (NULL, 0);
  assert_false (sim_appointments_has_room (appointments, 0));
  assert_false (sim_appointments_has_room (appointments, 1000));
  assert_true (sim_appointments_next_day (appointments, 0) == INT64_MAX);
}

static void
unlimited_days_are_counted_all_the_same (void **state)
{
  (void) state;
  g_autoptr (SimCalendar) calendar = weekdays ();
  g_autoptr (SimAppointments) appointments =
      sim_appointments_new (calendar, SIM_UNLIMITED);
  for (int i = 0; i < 1000; i++)
    sim_appointments_take (appointments, 4);
  assert_int_equal (sim_appointments_next_day (appointments, 4), 4);
  assert_int_equal (sim_appointments_taken (appointments), 1000);
  assert_false (sim_appointments_has_room (appointments, 5));
}

static void
forgotten_days_count_no_more_and_may_be_given_back (void **state)
{
  (void) state;
  g_autoptr (SimAppointments) appointments = sim_appointments_new (NULL, 1);
  sim_appointments_reset (appointments, -10);
  sim_appointments_take (appointments, -10);
  sim_appointments_take (appointments, 5);
  sim_appointments_forget (appointments, -9);
  assert_int_equal (sim_appointments_taken (appointments), 1);
  sim_appointments_give_back (appointments, -10);
  assert_int_equal (sim_appointments_taken (appointments), 1);
  sim_appointments_forget (appointments, -20);
  assert_false (sim_appointments_has_room (appointments, 5));
  sim_appointments_give_back (appointments, 5);
  assert_int_equal (sim_appointments_taken (appointments), 0);
  /* Further than the ring is long. */
  sim_appointments_take (appointments, 20);
  sim_appointments_forget (appointments, 100000);
  assert_int_equal (sim_appointments_taken (appointments), 0);
  for (int64_t day = 100000; day < 100064; day++)
    assert_true (sim_appointments_has_room (appointments, day));
}

static void
far_days_keep_the_near_ones (void **state)
{
  (void) state;
  g_autoptr (SimAppointments) appointments = sim_appointments_new (NULL, 1);
  sim_appointments_reset (appointments, 1000);
  for (int64_t day = 1000; day < 1064; day += 2)
    sim_appointments_take (appointments, day);
  /* 5000 days off: the ring must grow seven times, from 64 to 8192 days. */
  assert_true (sim_appointments_has_room (appointments, 6000));
  sim_appointments_take (appointments, 6000);
  assert_false (sim_appointments_has_room (appointments, 6000));
  assert_int_equal (sim_appointments_taken (appointments), 33);
  for (int64_t day = 1000; day < 1064; day++)
    assert_int_equal (sim_appointments_has_room (appointments, day), day % 2);
  assert_true (sim_appointments_has_room (appointments, 1064));
}

static void
reset_forgets_all_and_may_go_back (void **state)
{
  (void) state;
  g_autoptr (SimAppointments) appointments = sim_appointments_new (NULL, 1);
  for (int64_t day = 0; day < 200; day++)
    sim_appointments_take (appointments, day);
  sim_appointments_reset (appointments, -30);
  assert_int_equal (sim_appointments_taken (appointments), 0);
  for (int64_t day = -30; day < 250; day++)
    assert_true (sim_appointments_has_room (appointments, day));
}

static void
a_rolling_year_agrees_with_plain_counts (void **state)
{
  (void) state;
  g_autoptr (SimAppointments) appointments = sim_appointments_new (NULL, 2);
  int counts[4000] = { 0 };
  unsigned number = 12345;
  for (int64_t today = 0; today < 3000; today++)
    {
      sim_appointments_forget (appointments, today);
      for (int i = 0; i < 3; i++)
        {
          number = number * 1664525u + 1013904223u;
          int64_t wanted = today + (number >> 16) % 400;
          int64_t expected = wanted;
          while (counts[expected] == 2)
            expected++;
          assert_int_equal (sim_appointments_next_day (appointments, wanted), expected);
          sim_appointments_take (appointments, expected);
          counts[expected]++;
          if ((number >> 8) % 2 == 0)
            {
              sim_appointments_give_back (appointments, expected);
              counts[expected]--;
            }
        }
      int64_t sum = 0;
      for (int64_t day = today; day < 4000; day++)
        sum += counts[day];
      assert_int_equal (sim_appointments_taken (appointments), sum);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_day_has_so_many_places),
    cmocka_unit_test (full_friday_gives_monday),
    cmocka_unit_test (no_places_a_day_means_never),
    cmocka_unit_test (unlimited_days_are_counted_all_the_same),
    cmocka_unit_test (forgotten_days_count_no_more_and_may_be_given_back),
    cmocka_unit_test (far_days_keep_the_near_ones),
    cmocka_unit_test (reset_forgets_all_and_may_go_back),
    cmocka_unit_test (a_rolling_year_agrees_with_plain_counts),
  };
  return cmocka_run_group_tests_name ("sim/appointments", tests, NULL, NULL);
}
