/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the plant: intake, stages, calendars, downtime, capacity, deadlock. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "sim/error.h"

#include <string.h>

static void
intake_takes_so_many_a_day_in_its_hours (void **state)
{
  (void) state;
  /* Friday noon, one marrow a day: p today; q's marrow of today or of the weekend would
   * be taken in on Monday at nine: harvested on Saturday noon; r's on Tuesday. */
#define INTAKE(expiry)                                                                   \
  TEST_SCENARIO (TEST_WEEKDAYS                                                           \
                 "<sites><site id='ward' share='1'><transport " expiry                   \
                 "><constant value='0'/></transport></site></sites>" TEST_PATIENTS       \
                 "<plant gate='line'><intake calendar='weekdays' per-day='1'/>"          \
                 "<pool id='line' capacity='9'/>"                                        \
                 "<stage id='culture' uses='line'><constant value='1'/></stage>"         \
                 "</plant>")
  static const char csv[] = "id,injured\np,4.5\nq,4.5\nr,4.5\n";
  g_autoptr (TestRun) run = test_run (INTAKE (""), csv);
  assert_day (run, "p", "cultured", 4.5);
  assert_day (run, "q", "harvested", 5.5);
  assert_day (run, "q", "cultured", 7.375);
  assert_day (run, "r", "harvested", 8.5);
  assert_day (run, "r", "cultured", 8.5);
  /* Marrow that keeps for a day is not taken on Saturday noon: it would expire on Sunday
   * noon.  Of Sunday noon it reaches Monday at nine. */
  g_autoptr (TestRun) fresh = test_run (INTAKE ("expires-days='1'"), csv);
  assert_day (fresh, "q", "harvested", 6.5);
  assert_day (fresh, "q", "cultured", 7.375);
  assert_fate (fresh, "r", "infused");
  /* On Friday at 17:00 the intake has closed: half-open hours. */
  g_autoptr (TestRun) closing = test_run (INTAKE (""), "id,injured\nt,4.7083333333\n");
  assert_day (closing, "t", "cultured", 7.375);
  /* Of Sunday at nine it reaches Monday at nine, the instant at which it would expire. */
  g_autoptr (TestRun) just =
      test_run (INTAKE ("expires-days='1'"), "id,injured\ns,6.375\n");
  assert_day (just, "s", "harvested", 6.375);
  assert_day (just, "s", "cultured", 7.375);
}

static void
marrow_that_comes_early_or_late_waits_for_room (void **state)
{
  (void) state;
  /* Transport takes 0 or 2 days and is planned as 1: the marrow comes a day before or
   * after its place in the intake, and finds one a day nevertheless. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO ("<calendar id='daily' days='Mon Tue Wed Thu Fri Sat Sun'"
                     " opens='00:00' closes='24:00'/>"
                     "<sites><site id='ward' share='1'><transport><empirical>"
                     "<value>0</value><value>2</value></empirical></transport></site>"
                     "</sites>" TEST_PATIENTS
                     "<plant gate='line'><intake calendar='daily' per-day='1'/>"
                     "<pool id='line' capacity='20'/>"
                     "<stage id='culture' uses='line'><constant value='1'/></stage>"
                     "</plant>"),
      "id,injured\np1,0\np2,0\np3,0\np4,0\np5,0\np6,0\np7,0\np8,0\n");
  bool is_taken[40] = { false };
  int early = 0;
  for (int number = 1; number <= 8; number++)
    {
      char id[] = { 'p', (char) ('0' + number), '\0' };
      double harvested = test_day (run, id, "harvested");
      double cultured = test_day (run, id, "cultured");
      int day = (int) cultured;
      assert_false (is_taken[day]);
      is_taken[day] = true;
      assert_true (cultured >= harvested);
      early += cultured < harvested + 2.0;
    }
  assert_true (early > 0 && early < 8);
}

static void
pools_of_successive_stages_stay_held_and_others_go (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='2'/>"
                     "<pool id='suite' capacity='1'/>"
                     "<stage id='a' uses='line'><constant value='2'/></stage>"
                     "<stage id='b' uses='line suite'><constant value='3'/></stage>"
                     "<stage id='c' uses='suite'><constant value='1'/></stage>"
                     "<stage id='d'><constant value='5'/></stage></plant>"),
      "id,injured\np,0\nq,0\nr,1\n");
  /* p: a 0-2, b 2-5, c 5-6 with the suite kept and the line given back, d 6-11 with
   * nothing.  q: a 0-2, b from 6, when the suite is free: 6-9, c 9-10.  r takes p's line
   * on 5: a 5-7, b when q's suite is free, 10-13. */
  assert_stage (run, "p", "stage:b", 2, 5);
  assert_stage (run, "p", "stage:c", 5, 6);
  assert_stage (run, "p", "stage:d", 6, 11);
  assert_stage (run, "q", "stage:b", 6, 9);
  assert_stage (run, "r", "stage:a", 5, 7);
  assert_stage (run, "r", "stage:b", 10, 13);
  assert_day (run, "r", "line", 1);
  assert_day (run, "p", "infused", 11);
  /* In use: p 5, q 9, r 8 line-days. */
  assert_near (test_metric (run, "wasted-line-days", "all"), 0.0, 0.0);
}

static void
who_can_start_passes_who_must_wait (void **state)
{
  (void) state;
  /* At day 2 p takes the suite for 9 days.  q waits for the suite from day 3; r, who came
   * later, needs none for its first stage and starts at once. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='3'/>"
                     "<pool id='suite' capacity='1'/>"
                     "<stage id='a' uses='line'><constant value='2'/></stage>"
                     "<stage id='b' uses='line suite'><constant value='9'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,1\nr,4\n");
  assert_stage (run, "q", "stage:b", 11, 20);
  assert_stage (run, "r", "stage:a", 4, 6);
  assert_stage (run, "r", "stage:b", 20, 29);
}

static void
stages_with_a_calendar_start_and_end_while_it_is_open (void **state)
{
  (void) state;
  /* Friday 16:00 (4 + 16/24), an hour before closing: a stage of a day starts and would
   * end on Saturday; it ends on Monday at nine with its line held, and the next stage,
   * of two hours (1/12 d), starts then. */
  double friday = 4.0 + 16.0 / 24.0;
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_WEEKDAYS TEST_PATIENTS
                               "<plant gate='line'><pool id='line' capacity='1'/>"
                               "<stage id='a' uses='line' calendar='weekdays'>"
                               "<constant value='1'/></stage>"
                               "<stage id='b' uses='line' calendar='weekdays'>"
                               "<constant value='0.125'/></stage></plant>"),
                "id,injured\np,4.6666666667\nq,5\n");
  assert_stage (run, "p", "stage:a", friday, 7.375);
  assert_stage (run, "p", "stage:b", 7.375, 7.5);
  /* q gets the line on Monday at noon: a till Tuesday noon, b till 15:00. */
  assert_stage (run, "q", "stage:a", 7.5, 8.5);
  assert_stage (run, "q", "stage:b", 8.5, 8.625);
}

static void
a_stage_that_becomes_ready_at_night_starts_in_the_morning (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_WEEKDAYS TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='a' uses='line'><constant value='0.75'/></stage>"
                     "<stage id='b' uses='line' calendar='weekdays'>"
                     "<constant value='0.25'/></stage></plant>"),
      "id,injured\np,0\n");
  assert_stage (run, "p", "stage:a", 0, 0.75);
  assert_stage (run, "p", "stage:b", 1.375, 1.625);
}

static void
downtime_stops_a_stage_and_it_goes_on (void **state)
{
  (void) state;
  /* Up 4, down 6: 4 of 6 days of culture are done on day 4, the rest from 10 to 12. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'>"
                     "<downtime><every><constant value='4'/></every>"
                     "<lasts><constant value='6'/></lasts></downtime></pool>"
                     "<stage id='culture' uses='line'><constant value='6'/></stage>"
                     "</plant>"),
      "id,injured\np,0\n");
  assert_stage (run, "p", "stage:culture", 0, 12);
  double begin, end;
  int unit;
  assert_true (test_unit_span (run, "down", 0, &begin, &end, &unit));
  assert_near (begin, 4.0, 0.0);
  assert_near (end, 10.0, 0.0);
  assert_int_equal (unit, 1);
}

static void
work_and_not_the_wait_for_the_opening_goes_on_after_downtime (void **state)
{
  (void) state;
  /* Five days of work from Monday at nine end on Saturday at nine; a stop of three hours
   * on Friday noon makes it Saturday noon: ended on Monday at nine, either way. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_WEEKDAYS TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'>"
                     "<downtime><every><constant value='4.5'/></every>"
                     "<lasts><constant value='0.125'/></lasts></downtime></pool>"
                     "<stage id='culture' uses='line' calendar='weekdays'>"
                     "<constant value='5'/></stage></plant>"),
      "id,injured\np,0.375\n");
  assert_stage (run, "p", "stage:culture", 0.375, 7.375);
}

static void
a_line_that_is_down_starts_no_stage (void **state)
{
  (void) state;
  /* Both lines are up 4, down 6.  p and q culture for 3 days; p has the suite from 3 on,
   * stopped from 4 to 10: until 11. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='2'>"
                     "<downtime><every><constant value='4'/></every>"
                     "<lasts><constant value='6'/></lasts></downtime></pool>"
                     "<pool id='suite' capacity='1'>"
                     "<change on='2019-05-12' capacity='2'/></pool>"
                     "<stage id='culture' uses='line'><constant value='3'/></stage>"
                     "<stage id='fill' uses='line suite'><constant value='2'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,0\n");
  assert_stage (run, "p", "stage:fill", 3, 11);
  /* A second suite comes on day 6, but q's line is down until 10. */
  assert_stage (run, "q", "stage:fill", 10, 12);
}

static void
units_beyond_capacity_go_up_and_down_too (void **state)
{
  (void) state;
  /* All 80 units are up for 4 days and down for 6.  On day 5 (2019-05-11) capacity rises
   * from 1 to 80, all of them down until day 10. */
  GString *csv = g_string_new ("id,injured\n");
  for (int i = 1; i <= 70; i++)
    g_string_append_printf (csv, "p%d,5\n", i);
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'>"
                     "<change on='2019-05-11' capacity='80'/>"
                     "<downtime><every><constant value='4'/></every>"
                     "<lasts><constant value='6'/></lasts></downtime></pool>"
                     "<stage id='culture' uses='line'><constant value='1'/></stage>"
                     "</plant>"),
      csv->str);
  g_string_free (csv, TRUE);
  assert_int_equal (test_booking_count (run), 70);
  for (size_t row = 0; row < 70; row++)
    assert_near (test_booking_number (run, row, "time"), 10.0, 0.0);
}

static void
a_fall_of_capacity_lets_units_in_use_finish (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='2'>"
                     "<change on='2019-05-08' capacity='1'/></pool>"
                     "<stage id='culture' uses='line'><constant value='5'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,1\nr,1\n");
  /* Day 2: one line only.  p's (line 1) is free on 5, q's goes on 6: r gets p's. */
  assert_day (run, "q", "infused", 6);
  assert_day (run, "r", "booked", 5);
  assert_day (run, "r", "line", 1);
}

static void
batches_that_wait_for_each_other_are_reported (void **state)
{
  (void) state;
  /* a, b and a again, each kept while the next is asked for: p holds b after its third
   * stage and wants a; q holds a after its first and wants b. */
  g_autoptr (GError) error = test_run_error (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='2'/>"
                     "<pool id='a' capacity='1'/><pool id='b' capacity='1'/>"
                     "<stage id='one' uses='line a'><constant value='1'/></stage>"
                     "<stage id='two' uses='line a b'><constant value='1'/></stage>"
                     "<stage id='three' uses='line b'><constant value='1'/></stage>"
                     "<stage id='four' uses='line a b'><constant value='1'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,0\n");
  assert_int_equal (error->domain, SIM_ERROR);
  assert_int_equal (error->code, SIM_ERROR_DEADLOCK);
  assert_non_null (strstr (error->message, "deadlock"));
  assert_non_null (strstr (error->message, "replication 0"));
  assert_non_null (strstr (error->message, "seed 1"));
}

static void
a_wait_that_capacity_will_end_is_no_deadlock (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='2'/>"
                     "<pool id='a' capacity='1'><change on='2019-06-06' capacity='2'/>"
                     "</pool><pool id='b' capacity='1'/>"
                     "<stage id='one' uses='line a'><constant value='1'/></stage>"
                     "<stage id='two' uses='line a b'><constant value='1'/></stage>"
                     "<stage id='three' uses='line b'><constant value='1'/></stage>"
                     "<stage id='four' uses='line a b'><constant value='1'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,0\n");
  /* 2019-06-06 is day 31: p goes on there, and then q. */
  assert_stage (run, "p", "stage:four", 31, 32);
  assert_fate (run, "q", "infused");
}

/* No time, but for one in 1e9: a mean of 8.64 s, and a million zeros in a row. */
#define NEARLY_NEVER                                                                     \
  "<empirical><value weight='1e9'>0</value><value weight='1'>1e5</value></empirical>"

static void
something_that_goes_round_in_no_time_is_reported (void **state)
{
  (void) state;
  g_autoptr (GError) error = test_run_error (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'>"
                     "<downtime><every>" NEARLY_NEVER "</every>"
                     "<lasts>" NEARLY_NEVER "</lasts></downtime></pool>"
                     "<stage id='one' uses='line'><constant value='1'/></stage></plant>"),
      "id,injured\np,3\n");
  assert_int_equal (error->code, SIM_ERROR_ENDLESS);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (intake_takes_so_many_a_day_in_its_hours),
    cmocka_unit_test (marrow_that_comes_early_or_late_waits_for_room),
    cmocka_unit_test (pools_of_successive_stages_stay_held_and_others_go),
    cmocka_unit_test (who_can_start_passes_who_must_wait),
    cmocka_unit_test (stages_with_a_calendar_start_and_end_while_it_is_open),
    cmocka_unit_test (a_stage_that_becomes_ready_at_night_starts_in_the_morning),
    cmocka_unit_test (downtime_stops_a_stage_and_it_goes_on),
    cmocka_unit_test (work_and_not_the_wait_for_the_opening_goes_on_after_downtime),
    cmocka_unit_test (a_line_that_is_down_starts_no_stage),
    cmocka_unit_test (units_beyond_capacity_go_up_and_down_too),
    cmocka_unit_test (a_fall_of_capacity_lets_units_in_use_finish),
    cmocka_unit_test (batches_that_wait_for_each_other_are_reported),
    cmocka_unit_test (a_wait_that_capacity_will_end_is_no_deadlock),
    cmocka_unit_test (something_that_goes_round_in_no_time_is_reported),
  };
  return cmocka_run_group_tests_name ("models/plant", tests, NULL, NULL);
}
