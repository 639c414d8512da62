/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of booking ahead: when a line is expected free, and who may book it. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

static void
without_call_ahead_only_free_lines_are_booked (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='2'/>"
                     "<stage id='culture' uses='line'><constant value='10'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,1\nr,2\ns,2\n");
  assert_day (run, "p", "booked", 0);
  assert_day (run, "q", "booked", 1);
  assert_day (run, "r", "booked", 10);
  assert_day (run, "s", "booked", 11);
  assert_near (test_booking_number (run, 0, "bookable"), 2.0, 0.0);
  assert_near (test_booking_number (run, 1, "bookable"), 1.0, 0.0);
}

static void
the_ith_booking_takes_the_ith_line_expected (void **state)
{
  (void) state;
  /* Lines are expected on days 10 and 11 and may be booked 5 days before: r and s, who
   * came on day 2, are booked on 5 and 6, each for the day on which its line is free. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line' call-ahead-days='5'>"
                     "<pool id='line' capacity='2'/>"
                     "<stage id='culture' uses='line'><constant value='10'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,1\nr,2\ns,2\n");
  assert_day (run, "r", "booked", 5);
  assert_day (run, "r", "harvested", 10);
  assert_day (run, "r", "line", 1);
  assert_day (run, "s", "booked", 6);
  assert_day (run, "s", "harvested", 11);
  assert_day (run, "s", "line", 2);
  assert_near (test_booking_number (run, 2, "time"), 5.0, 0.0);
  assert_near (test_booking_number (run, 2, "bookable"), 1.0, 0.0);
}

static void
bookings_ahead_leave_time_for_draws (void **state)
{
  (void) state;
  /* The line is free on day 10; draws are 7 and 3 days before the harvest. Booked on day
   * 2 (call-ahead 8): harvest 10, draws 3 and 7. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<blood total-ml='400' draws='2' max-draw-ml='200'>"
                     "<draw day='-7'/><draw day='-3'/></blood>"
                     "<plant gate='line' call-ahead-days='8'>"
                     "<pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><constant value='8'/></stage>"
                     "</plant>"),
      "id,injured\np,0\nq,1\n");
  /* p: draws on 0 and 1, harvest on 2, line until 10. */
  assert_day (run, "p", "harvested", 2);
  assert_day (run, "q", "booked", 2);
  assert_day (run, "q", "draw1", 3);
  assert_day (run, "q", "draw2", 7);
  assert_day (run, "q", "harvested", 10);
}

/* Two batches want one suite for their second stage: the second is 4 days late, which the
 * expected course does not know. */
#define LATE_LINE(window)                                                                \
  TEST_SCENARIO (TEST_PATIENTS window                                                    \
                 "<plant gate='line' call-ahead-days='5'>"                               \
                 "<pool id='line' capacity='2'/><pool id='suite' capacity='1'/>"         \
                 "<stage id='culture' uses='line'><constant value='6'/></stage>"         \
                 "<stage id='fill' uses='line suite'><constant value='4'/></stage>"      \
                 "</plant>")

static void
a_harvest_moves_while_its_line_is_not_expected_in_time (void **state)
{
  (void) state;
  /* Both lines are expected on day 10, so r and s are booked on 5 for 10.  But q waits
   * for the suite from 6 to 10 and fills until 14.  On day 10 one line is free: r's; q's
   * is expected on 14, so s moves day by day, and is harvested on 14. */
  static const char csv[] = "id,injured\np,0\nq,0\nr,2\ns,2\n";
  g_autoptr (TestRun) run = test_run (LATE_LINE (""), csv);
  assert_stage (run, "p", "stage:fill", 6, 10);
  assert_stage (run, "q", "stage:fill", 10, 14);
  assert_day (run, "r", "booked", 5);
  assert_day (run, "s", "booked", 5);
  assert_day (run, "r", "harvested", 10);
  assert_day (run, "s", "harvested", 14);
  /* With a window of 10 days s is inside it until day 12: on 12 it would move to 13. */
  g_autoptr (TestRun) lost =
      test_run (LATE_LINE ("<harvest window='10' count='elapsed'/>"), csv);
  assert_fate (lost, "s", "window-line");
  assert_day (lost, "s", "left", 12);
  assert_day (lost, "s", "booked", 5);
  assert_blank (lost, "s", "harvested");
}

static void
an_overdue_batch_counts_as_expected_now (void **state)
{
  (void) state;
  /* The stage takes 1 or 19 days, 10 in the mean; call-ahead 2.  Behind a batch that
   * began on day c and takes 1 day, the next is booked and harvested on c + 1, when the
   * line is free.  Behind one of 19 days it is booked on c + 8 for c + 10; there the line
   * is overdue and expected now, so the marrow is taken and waits until c + 19. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line' call-ahead-days='2'>"
                     "<pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><empirical><value>1</value>"
                     "<value>19</value></empirical></stage></plant>"),
      "id,injured\np1,0\np2,0\np3,0\np4,0\np5,0\np6,0\np7,0\np8,0\n");
  double booked = 0.0, harvested = 0.0, cultured = 0.0;
  int n_long = 0;
  for (size_t i = 0; i < 8; i++)
    {
      const char *id = test_booking_text (run, i, "patient");
      assert_near (test_booking_number (run, i, "time"), booked, 1e-9);
      assert_near (test_day (run, id, "harvested"), harvested, 1e-9);
      assert_near (test_day (run, id, "cultured"), cultured, 1e-9);
      double released = test_day (run, id, "released");
      bool is_long = released > cultured + 18.0;
      booked = cultured + (is_long ? 8.0 : 1.0);
      harvested = cultured + (is_long ? 10.0 : 1.0);
      cultured = released;
      n_long += is_long;
    }
  assert_true (n_long > 0 && n_long < 8);
}

static void
a_stage_that_ends_early_brings_the_line_nearer (void **state)
{
  (void) state;
  /* The first stage takes 1 or 19 days, 10 in the mean, the second 2: p's line is
   * expected on day 12, after q's window of 5 days.  Where the first takes 1 day, the
   * line is expected on 3 from then on: q is booked on day 1 for day 3. */
  g_autoptr (Scenario) scenario = test_scenario (
      TEST_SCENARIO (TEST_PATIENTS "<harvest window='5' count='elapsed'/>"
                                   "<plant gate='line' call-ahead-days='20'>"
                                   "<pool id='line' capacity='1'/>"
                                   "<stage id='one' uses='line'><empirical>"
                                   "<value>1</value><value>19</value></empirical>"
                                   "</stage><stage id='two' uses='line'>"
                                   "<constant value='2'/></stage></plant>"),
      "id,injured\np,0\nq,0\n");
  int n_early = 0;
  for (int replication = 0; replication < 8; replication++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, replication);
      bool is_early = test_day (run, "p", "released") < 4.0;
      n_early += is_early;
      if (is_early)
        {
          assert_day (run, "q", "booked", 1);
          assert_day (run, "q", "harvested", 3);
        }
      else
        assert_fate (run, "q", "window-line");
    }
  assert_true (n_early > 0 && n_early < 8);
}

static void
an_overdue_stage_puts_the_later_ones_off (void **state)
{
  (void) state;
  /* One stage of 1 or 19 days (mean 10), then one of 2; call-ahead 2.  While the first is
   * overdue, the line is expected in 2 days, day after day: q is booked on day 10 for 12,
   * and then moves until the first stage ends on 19 and the line is free on 21. */
  g_autoptr (Scenario) scenario = test_scenario (
      TEST_SCENARIO (TEST_PATIENTS "<plant gate='line' call-ahead-days='2'>"
                                   "<pool id='line' capacity='1'/>"
                                   "<stage id='one' uses='line'><empirical>"
                                   "<value>1</value><value>19</value></empirical>"
                                   "</stage><stage id='two' uses='line'>"
                                   "<constant value='2'/></stage></plant>"),
      "id,injured\np,0\nq,0\n");
  int n_late = 0;
  for (int replication = 0; replication < 8; replication++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, replication);
      bool is_late = test_day (run, "p", "released") > 4.0;
      n_late += is_late;
      assert_day (run, "q", "booked", is_late ? 10 : 1);
      assert_day (run, "q", "harvested", is_late ? 21 : 3);
    }
  assert_true (n_late > 0 && n_late < 8);
}

static void
a_line_is_expected_when_the_stage_calendar_lets_it_go (void **state)
{
  (void) state;
  /* Two days from Thursday at nine (3.375) end on Saturday; the stage may end on Monday
   * at nine only (7.375), so with a call-ahead of 2 days q is booked on 5.375. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_WEEKDAYS TEST_PATIENTS
                               "<plant gate='line' call-ahead-days='2'>"
                               "<pool id='line' capacity='1'/>"
                               "<stage id='culture' uses='line' calendar='weekdays'>"
                               "<constant value='2'/></stage></plant>"),
                "id,injured\np,3.375\nq,3.375\n");
  assert_stage (run, "p", "stage:culture", 3.375, 7.375);
  assert_day (run, "q", "booked", 5.375);
  assert_day (run, "q", "harvested", 7.375);
}

static void
a_planned_change_of_capacity_is_known_ahead (void **state)
{
  (void) state;
#define CHANGING(capacity, changes)                                                      \
  TEST_SCENARIO (TEST_PATIENTS                                                           \
                 "<plant gate='line' call-ahead-days='5'>"                               \
                 "<pool id='line' capacity='" capacity "'>" changes "</pool>"            \
                 "<stage id='culture' uses='line'><constant value='10'/></stage>"        \
                 "</plant>")
  /* The first line comes on day 10 (2019-05-16): p is booked on 5 for it.  It is free
   * again on day 20: q is booked on 15. */
  g_autoptr (TestRun) first = test_run (
      CHANGING ("0", "<change on='2019-05-16' capacity='1'/>"), "id,injured\np,0\nq,1\n");
  assert_day (first, "p", "booked", 5);
  assert_day (first, "p", "harvested", 10);
  assert_day (first, "q", "booked", 15);
  assert_day (first, "q", "harvested", 20);
  /* Between two releases, of day 10 and of day 14, two more lines on day 12: bookings on
   * 5, 7, 7 and 9. */
  g_autoptr (TestRun) between =
      test_run (CHANGING ("2", "<change on='2019-05-18' capacity='4'/>"),
                "id,injured\na,0\nb,4\nr,4\ns,4\nt,4\nu,4\n");
  const char *const ids[] = { "r", "s", "t", "u" };
  const double harvests[] = { 10, 12, 12, 14 };
  for (int i = 0; i < 4; i++)
    {
      assert_day (between, ids[i], "booked", harvests[i] - 5);
      assert_day (between, ids[i], "harvested", harvests[i]);
    }
  /* Line 2 is closed on day 6, before its release on 10: it is not expected.  s gets the
   * line of r. */
  g_autoptr (TestRun) closed =
      test_run (CHANGING ("2", "<change on='2019-05-12' capacity='1'/>"),
                "id,injured\np,0\nq,0\nr,1\ns,1\n");
  assert_day (closed, "r", "booked", 5);
  assert_day (closed, "r", "harvested", 10);
  assert_day (closed, "s", "booked", 15);
  assert_day (closed, "s", "harvested", 20);
  /* It is opened again on day 12: expected then, not on 10. */
  g_autoptr (TestRun) again =
      test_run (CHANGING ("2", "<change on='2019-05-12' capacity='1'/>"
                               "<change on='2019-05-18' capacity='2'/>"),
                "id,injured\np,0\nq,0\nr,1\ns,1\n");
  assert_day (again, "s", "booked", 7);
  assert_day (again, "s", "harvested", 12);
  assert_day (again, "s", "line", 2);
}

static void
serum_of_the_plan_itself_decides_the_expected_infusion (void **state)
{
  (void) state;
  /* Draws on days 0 and 3 (interval 3), harvest on 4, then 5 days of culture: 9, which is
   * the latest day.  The serum is there on day 3 and delays nothing. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<blood total-ml='400' draws='2' max-draw-ml='200'"
                     " min-interval-days='3'><draw day='-4'/><draw day='-1'/></blood>"
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line' serum='1'><constant value='5'/>"
                     "</stage></plant><infusion latest-day='9'/>"),
      "id,injured\np,0\n");
  assert_fate (run, "p", "infused");
  assert_day (run, "p", "infused", 9);
  /* A draw planned 2 days after the harvest delays the stage, and that is expected: with
   * draws on 0 and 3 (harvest 1, serum 3, infusion 8) a latest day of 7 is too early. */
#define LATER_DRAW(latest)                                                               \
  TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW                                               \
                 "<blood total-ml='400' draws='2' max-draw-ml='200'>"                    \
                 "<draw day='-1'/><draw day='2'/></blood>"                               \
                 "<plant gate='line'><pool id='line' capacity='1'/>"                     \
                 "<stage id='culture' uses='line' serum='1'><constant value='5'/>"       \
                 "</stage></plant><infusion latest-day='" latest "'/>")
  g_autoptr (TestRun) in_time = test_run (LATER_DRAW ("8"), "id,injured\np,0\n");
  assert_day (in_time, "p", "infused", 8);
  g_autoptr (TestRun) late = test_run (LATER_DRAW ("7"), "id,injured\np,0\n");
  assert_fate (late, "p", "window-latest");
}

static void
the_expected_release_of_a_line_waits_for_the_serum (void **state)
{
  (void) state;
  /* p: harvest on 0, second draw on day 4, culture 0-2, then the stage that needs all of
   * the serum from 4 to 6.  Call-ahead 1: bookable on day 5, and not on day 3, when the
   * means alone (2 + 2) would expect it. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<blood total-ml='400' draws='2' max-draw-ml='200'>"
                     "<draw day='0'/><draw day='4'/></blood>"
                     "<plant gate='line' call-ahead-days='1'>"
                     "<pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line' serum='0.5'><constant value='2'/>"
                     "</stage><stage id='fill' uses='line' serum='1'>"
                     "<constant value='2'/></stage></plant>"),
      "id,injured\np,0\nq,1\n");
  assert_stage (run, "p", "stage:fill", 4, 6);
  assert_day (run, "q", "booked", 5);
  assert_day (run, "q", "harvested", 6);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (without_call_ahead_only_free_lines_are_booked),
    cmocka_unit_test (the_ith_booking_takes_the_ith_line_expected),
    cmocka_unit_test (bookings_ahead_leave_time_for_draws),
    cmocka_unit_test (a_harvest_moves_while_its_line_is_not_expected_in_time),
    cmocka_unit_test (an_overdue_batch_counts_as_expected_now),
    cmocka_unit_test (a_stage_that_ends_early_brings_the_line_nearer),
    cmocka_unit_test (an_overdue_stage_puts_the_later_ones_off),
    cmocka_unit_test (a_line_is_expected_when_the_stage_calendar_lets_it_go),
    cmocka_unit_test (a_planned_change_of_capacity_is_known_ahead),
    cmocka_unit_test (serum_of_the_plan_itself_decides_the_expected_infusion),
    cmocka_unit_test (the_expected_release_of_a_line_waits_for_the_serum),
  };
  return cmocka_run_group_tests_name ("models/call-ahead", tests, NULL, NULL);
}
