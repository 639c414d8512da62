/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the order at one instant (DESIGN section 3), where everything coincides. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

/* One line, a culture of 10 days, p and q injured at the start. */
#define ONE_LINE(harvest, pool, more)                                                    \
  TEST_SCENARIO (TEST_PATIENTS harvest                                                   \
                 "<plant gate='line'><pool id='line' capacity='1'>" pool "</pool>"       \
                 "<stage id='culture' uses='line'><constant value='10'/></stage>"        \
                 "</plant>" more)

static void
a_completion_frees_a_line_for_a_window_that_closes_at_that_instant (void **state)
{
  (void) state;
  static const char csv[] = "id,injured\np,0\nq,0\n";
  /* Elapsed: the window includes its last instant, day 10, when p's culture ends. */
  g_autoptr (TestRun) elapsed =
      test_run (ONE_LINE ("<harvest window='10' count='elapsed'/>", "", ""), csv);
  assert_fate (elapsed, "p", "infused");
  assert_day (elapsed, "p", "infused", 10);
  assert_day (elapsed, "q", "booked", 10);
  assert_day (elapsed, "q", "harvested", 10);
  assert_fate (elapsed, "q", "infused");
  assert_day (elapsed, "q", "infused", 20);
  /* Dates: the window of 9 days closes at the midnight that ends day 9, the same instant,
   * and a harvest at that midnight is outside. */
  g_autoptr (TestRun) dates =
      test_run (ONE_LINE ("<harvest window='9' count='dates'/>", "", ""), csv);
  assert_fate (dates, "q", "window-line");
  assert_day (dates, "q", "left", 10);
  assert_blank (dates, "q", "booked");
  /* A day more, and it is inside. */
  g_autoptr (TestRun) later =
      test_run (ONE_LINE ("<harvest window='10' count='dates'/>", "", ""), csv);
  assert_day (later, "q", "harvested", 10);
}

static void
a_window_closes_a_second_before_the_completion (void **state)
{
  (void) state;
  /* 9.99998 days are 863,998 s: two seconds before the line is free. */
  g_autoptr (TestRun) run =
      test_run (ONE_LINE ("<harvest window='9.99998' count='elapsed'/>", "", ""),
                "id,injured\np,0\nq,0\n");
  assert_fate (run, "q", "window-line");
  assert_near (test_day (run, "q", "left"), 863998.0 / 86400.0, 1e-12);
}

static void
release_deadline_arrival_and_capacity_fall_into_one (void **state)
{
  (void) state;
  /* On day 10 (2019-05-16) a second line comes, p's culture ends, q's window closes, and
   * r is injured: capacity, completion, arrival, allocation, then expiry.  So q gets one
   * line and r the other, and nobody is lost. */
  g_autoptr (TestRun) run =
      test_run (ONE_LINE ("<harvest window='10' count='elapsed'/>",
                          "<change on='2019-05-16' capacity='2'/>", ""),
                "id,injured\np,0\nq,0\nr,10\n");
  assert_day (run, "q", "booked", 10);
  assert_day (run, "r", "booked", 10);
  assert_fate (run, "q", "infused");
  assert_day (run, "q", "line", 1);
  assert_day (run, "r", "line", 2);
  assert_text (test_bookings (run), "p q r");
  /* The capacity falls to 0 at that instant: p's line, in use until then, goes with it,
   * for capacity comes before completions. */
  g_autoptr (TestRun) falls =
      test_run (ONE_LINE ("<harvest window='10' count='elapsed'/>",
                          "<change on='2019-05-16' capacity='0'/>"
                          "<change on='2019-05-18' capacity='1'/>",
                          ""),
                "id,injured\np,0\nq,0\nr,10\n");
  assert_fate (falls, "p", "infused");
  assert_fate (falls, "q", "window-line");
  assert_day (falls, "r", "booked", 12);
}

static void
a_grade_that_changed_before_the_screening_is_the_one_judged (void **state)
{
  (void) state;
  /* C leaves so fast that the change falls into day 0, before the referral of day 1. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B C'/>"
                                             "<natural-course><improves from='C' to='D'"
                                             " per-day='1e7'/></natural-course>"),
                "id,injured,referred,grade\nc,0,1,C\na,0,1,A\n");
  assert_fate (run, "c", "excluded-grade");
  assert_day (run, "c", "left", 1);
  assert_text (test_text (run, "c", "grade_referral"), "D");
  assert_fate (run, "a", "infused");
}

static void
equal_patients_go_by_number_at_one_instant (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><constant value='1'/></stage>"
                     "</plant>"),
      "id,injured\nz,0\ny,0\nx,0\nw,0\n");
  assert_text (test_bookings (run), "z y x w");
  assert_day (run, "w", "infused", 4);
}

static void
a_unit_that_comes_up_serves_a_window_that_closes_then (void **state)
{
  (void) state;
  /* The line is up for 4 days and down for 6: p's culture of 3 days ends on day 3; q, of
   * day 4, finds it down until day 10, when its window of 6 days closes. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<harvest window='6' count='elapsed'/>"
                                   "<plant gate='line'><pool id='line' capacity='1'>"
                                   "<downtime><every><constant value='4'/></every>"
                                   "<lasts><constant value='6'/></lasts></downtime>"
                                   "</pool><stage id='culture' uses='line'>"
                                   "<constant value='3'/></stage></plant>"),
      "id,injured\np,0\nq,4\nr,4\n");
  assert_day (run, "p", "infused", 3);
  assert_day (run, "q", "booked", 10);
  assert_day (run, "q", "infused", 13);
  assert_fate (run, "r", "window-line");
  assert_day (run, "r", "left", 10);
}

static void
a_unit_that_goes_down_at_the_completion_delays_it (void **state)
{
  (void) state;
  /* Up 4, down 6: a culture of 4 days has no work left when the line goes down at the
   * very instant of its end; capacity comes before completions, so it ends when the line
   * is up again, on day 10. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'>"
                     "<downtime><every><constant value='4'/></every>"
                     "<lasts><constant value='6'/></lasts></downtime></pool>"
                     "<stage id='culture' uses='line'><constant value='4'/></stage>"
                     "</plant>"),
      "id,injured\np,0\n");
  assert_day (run, "p", "infused", 10);
}

static void
marrow_that_expires_as_a_line_is_freed_is_cultured (void **state)
{
  (void) state;
  /* Two lines by booking, but the second goes at p's harvest: q's marrow waits for p's
   * line, free on day 10, the instant at which q's marrow, harvested on day 5, expires.
   */
#define EXPIRING(days)                                                                   \
  TEST_SCENARIO ("<sites><site id='ward' share='1'>"                                     \
                 "<transport expires-days='" days "'><constant value='4'/></transport>"  \
                 "</site></sites>" TEST_PATIENTS                                         \
                 "<plant gate='line'><pool id='line' capacity='2'>"                      \
                 "<change on='2019-05-12' capacity='1'/></pool>"                         \
                 "<stage id='culture' uses='line'><constant value='6'/></stage>"         \
                 "</plant>")
  static const char csv[] = "id,injured\np,0\nq,5\n";
  g_autoptr (TestRun) just = test_run (EXPIRING ("5"), csv);
  assert_day (just, "p", "cultured", 4);
  assert_day (just, "q", "harvested", 5);
  assert_day (just, "q", "cultured", 10);
  assert_fate (just, "q", "infused");
  g_autoptr (TestRun) late = test_run (EXPIRING ("4.99"), csv);
  assert_fate (late, "q", "marrow");
  assert_near (test_day (late, "q", "left"), 9.99, 1e-5);
}

static void
a_stage_of_no_time_ends_at_its_start (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='a' uses='line'><constant value='0'/></stage>"
                     "<stage id='b' uses='line'><constant value='0'/></stage></plant>"),
      "id,injured\np,2\nq,2\n");
  assert_day (run, "p", "infused", 2);
  assert_day (run, "q", "infused", 2);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_completion_frees_a_line_for_a_window_that_closes_at_that_instant),
    cmocka_unit_test (a_window_closes_a_second_before_the_completion),
    cmocka_unit_test (release_deadline_arrival_and_capacity_fall_into_one),
    cmocka_unit_test (a_grade_that_changed_before_the_screening_is_the_one_judged),
    cmocka_unit_test (equal_patients_go_by_number_at_one_instant),
    cmocka_unit_test (a_unit_that_comes_up_serves_a_window_that_closes_then),
    cmocka_unit_test (a_unit_that_goes_down_at_the_completion_delays_it),
    cmocka_unit_test (marrow_that_expires_as_a_line_is_freed_is_cultured),
    cmocka_unit_test (a_stage_of_no_time_ends_at_its_start),
  };
  return cmocka_run_group_tests_name ("models/instant", tests, NULL, NULL);
}
