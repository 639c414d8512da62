/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of readings that only show where two parts of the path meet. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#define LINE(attributes, duration)                                                       \
  "<plant gate='line' " attributes "><pool id='line' capacity='1'/>"                     \
  "<stage id='culture' uses='line'><constant value='" duration "'/></stage></plant>"
#define RULE(content) "<allocation use='r'><rule id='r'>" content "</rule></allocation>"

static void
a_remake_starts_while_the_tolerance_lasts (void **state)
{
  (void) state;
  /* The guide's window ends on day 10, the culture fails on day 12: with 5 days more the
   * remake is harvested then, and fails on 24; with one day more there is none. */
#define TOLERANT(days)                                                                   \
  TEST_SCENARIO (TEST_PATIENTS                                                           \
                 "<harvest window='10' count='elapsed' tolerance-days='" days            \
                 "' tolerance-share='1'/>"                                               \
                 "<plant gate='line'><pool id='line' capacity='1'/>"                     \
                 "<stage id='culture' uses='line'><constant value='12'/>"                \
                 "<fail probability='1'/></stage><remake attempts='1'/></plant>")
  static const char csv[] = "id,injured\np,0\n";
  g_autoptr (TestRun) open = test_run (TOLERANT ("5"), csv);
  assert_day (open, "p", "harvested", 12);
  assert_day (open, "p", "left", 24);
  assert_day (open, "p", "_deadline", 10);
  g_autoptr (TestRun) closed = test_run (TOLERANT ("1"), csv);
  assert_day (closed, "p", "harvested", 0);
  assert_day (closed, "p", "left", 12);
  assert_fate (closed, "p", "culture");
}

static void
draws_put_off_past_the_window_give_everything_back (void **state)
{
  (void) state;
  /* No draw ever succeeds (but once in a billion).  p's is put off day by day with the
   * harvest behind it; the attempt of day 4 would leave day 6, past day 5.  The line, the
   * bed and the places go to q at once, and on day 8 q ends alike. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO ("<sites><site id='ward' share='1' beds='1' draws-per-day='1'"
                     " harvests-per-day='1'/></sites>" TEST_PATIENTS
                     "<harvest window='5' count='elapsed'/>"
                     "<blood total-ml='200' draws='1'><draw day='-1'/>"
                     "<deferral probability='0.999999999'/></blood>" LINE ("", "10")),
      "id,injured\np,0\nq,4\n");
  assert_fate (run, "p", "window-blood");
  assert_day (run, "p", "left", 4);
  assert_day (run, "p", "draws", 0);
  assert_day (run, "q", "booked", 4);
  assert_fate (run, "q", "window-blood");
  assert_day (run, "q", "left", 8);
}

static void
bookings_stand_when_capacity_falls_and_harvests_move (void **state)
{
  (void) state;
  /* Two free lines are booked on day 0 for harvests on day 5, behind draws 5 days apart;
   * one line is closed on day 3 (2019-05-09).  On day 5 p is harvested; for q no line is
   * free, until p's is on day 15: inside a window of 15 days, not of 14. */
#define FALLING(window)                                                                  \
  TEST_SCENARIO (TEST_PATIENTS "<harvest window='" window "' count='elapsed'/>"          \
                               "<blood total-ml='400' draws='2' max-draw-ml='200'"       \
                               " min-interval-days='4'><draw day='-5'/>"                 \
                               "<draw day='-1'/></blood>"                                \
                               "<plant gate='line'><pool id='line' capacity='2'>"        \
                               "<change on='2019-05-09' capacity='1'/></pool>"           \
                               "<stage id='culture' uses='line'><constant value='10'/>"  \
                               "</stage></plant>")
  static const char csv[] = "id,injured\np,0\nq,0\n";
  g_autoptr (TestRun) run = test_run (FALLING ("15"), csv);
  assert_day (run, "q", "booked", 0);
  assert_day (run, "p", "harvested", 5);
  assert_day (run, "q", "harvested", 15);
  g_autoptr (TestRun) late = test_run (FALLING ("14"), csv);
  assert_fate (late, "q", "window-line");
  assert_day (late, "q", "left", 14);
}

static void
a_phase_that_ends_with_an_instant_rules_its_allocation_no_more (void **state)
{
  (void) state;
  /* Only A until two lines, until one infusion, until three wait: at the instant at which
   * that comes, C is booked. */
  g_autoptr (TestRun) capacity = test_run (
      TEST_SCENARIO (
          TEST_PATIENTS
          "<plant gate='line'><pool id='line' capacity='0'>"
          "<change on='2019-05-16' capacity='2'/></pool>"
          "<stage id='culture' uses='line'><constant value='3'/></stage></plant>" RULE (
              "<phase until-capacity='2'><only grade='A'/><order by='referral'/></phase>"
              "<phase><order by='referral'/></phase>")),
      "id,injured,grade\nc,0,C\n");
  assert_day (capacity, "c", "booked", 10);
  g_autoptr (TestRun) infused =
      test_run (TEST_SCENARIO (TEST_PATIENTS LINE ("", "10") RULE (
                    "<phase until-infused='1'><only grade='A'/><order by='referral'/>"
                    "</phase><phase><order by='referral'/></phase>")),
                "id,injured,grade\na,0,A\nc,1,C\n");
  assert_day (infused, "a", "infused", 10);
  assert_day (infused, "c", "booked", 10);
  g_autoptr (TestRun) backlog =
      test_run (TEST_SCENARIO (TEST_PATIENTS LINE ("", "10") RULE (
                    "<phase until-backlog='3'><only grade='A'/><order by='referral'/>"
                    "</phase><phase><order by='referral'/></phase>")),
                "id,injured,grade\nc,0,C\nd,1,C\ne,2,C\n");
  assert_day (backlog, "c", "booked", 2);
}

static void
protected_lines_count_those_expected (void **state)
{
  (void) state;
  /* Lines are free on days 10 and 12; with a call-ahead of 5 days the first is bookable
   * from day 5 on, the second from 7 on.  With one line protected for A, C is booked
   * when both are: on day 7, for day 10; a, injured on day 8, gets day 12. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          TEST_PATIENTS
          "<plant gate='line' call-ahead-days='5'><pool id='line' capacity='2'/>"
          "<stage id='culture' uses='line'><constant value='10'/></stage></plant>" RULE (
              "<protect grade='A' lines='1'/><order by='referral'/>")),
      "id,injured,grade\np,0,A\nq,2,A\nc,3,C\na,8,A\n");
  assert_day (run, "c", "booked", 7);
  assert_day (run, "c", "harvested", 10);
  assert_day (run, "a", "booked", 8);
  assert_day (run, "a", "harvested", 12);
}

static void
dates_count_from_the_injurys_own_midnight (void **state)
{
  (void) state;
  /* Two days after Monday: until the midnight that ends Wednesday, whether injured as
   * Monday begins or a second before it ends (0.99999 is 23:59:59). */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS "<harvest window='2' count='dates'/>"),
                "id,injured,referred\n"
                "first,0,2.99998\nlast,0.99999,2\n"
                "gone,0,3\nlate,0.99999,2.00001\nnext,1,2.99998\n");
  assert_fate (run, "first", "infused");
  assert_fate (run, "last", "infused");
  assert_fate (run, "gone", "late-referral");
  assert_fate (run, "late", "late-referral");
  assert_fate (run, "next", "infused");
  assert_near (test_day (run, "next", "harvested"), 3.99998, 1e-5);
}

static void
marrow_comes_on_the_lines_day_not_after_its_hour (void **state)
{
  (void) state;
  /* The line is free on Thursday at noon (10.5); q's site harvests at nine.  The marrow
   * reaches the plant on the line's day: at nine, and waits for three hours. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          TEST_WEEKDAYS
          "<sites><site id='any' share='0.5'/>"
          "<site id='ward' share='0.5' calendar='weekdays'/></sites>" TEST_PATIENTS
          "<harvest window='31'/>" LINE ("call-ahead-days='20'", "10")),
      "id,injured,site\np,0.5,any\nq,1,ward\n");
  assert_day (run, "p", "infused", 10.5);
  assert_day (run, "q", "booked", 1);
  assert_day (run, "q", "harvested", 10.375);
  assert_day (run, "q", "cultured", 10.5);
}

static void
a_line_that_is_down_is_expected_by_its_stage_alone (void **state)
{
  (void) state;
  /* The culture of ten days, from 0, stops on day 6 for 3 days: it ends on 13.  What is
   * expected is its start plus its mean, day 10, and from then on now: with a call-ahead
   * of 2 days q is booked on 8 for 10, and its marrow waits for the line. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          TEST_PATIENTS
          "<plant gate='line' call-ahead-days='2'><pool id='line' capacity='1'>"
          "<downtime><every><constant value='6'/></every>"
          "<lasts><constant value='3'/></lasts></downtime></pool>"
          "<stage id='culture' uses='line'><constant value='10'/></stage></plant>"),
      "id,injured\np,0\nq,0\n");
  assert_day (run, "p", "infused", 13);
  assert_day (run, "q", "booked", 8);
  assert_day (run, "q", "harvested", 10);
}

static void
a_transfer_may_outlast_the_window (void **state)
{
  (void) state;
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO ("<sites><transfer><constant value='4'/></transfer>"
                               "<site id='north' share='0.5' open-from='2019-06-06'/>"
                               "<site id='south' share='0.5'/></sites>" TEST_PATIENTS
                               "<harvest window='5' count='elapsed'/>"),
                "id,injured,referred,site\np,0,1,north\nq,0,1.1,north\nr,0,5,south\n");
  assert_fate (run, "p", "infused");
  assert_fate (run, "q", "late-referral");
  assert_text (test_text (run, "q", "site"), "south");
  assert_fate (run, "r", "infused");
}

static void
the_effect_is_that_of_the_grade_at_the_infusion (void **state)
{
  (void) state;
  /* A becomes B within a day or so (5 a day, for 12 days: e^-60 is nobody); the infusion
   * is on day 20.  The effect declared for A would surely fail, that for B surely gives
   * two steps: B to D. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          TEST_PATIENTS
          "<natural-course><improves from='A' to='B' per-day='5'"
          " until-day='12'/></natural-course>" LINE (
              "", "20") "<infusion grades='A B C'/><outcome day='220'>"
                        "<observed grade='A' n='1' one-or-more='0' two-or-more='0'/>"
                        "<observed grade='B' n='1' one-or-more='1' two-or-more='1'/>"
                        "</outcome>"),
      "id,injured,grade\np,0,A\n");
  assert_text (test_text (run, "p", "grade_referral"), "A");
  assert_text (test_text (run, "p", "grade_booking"), "A");
  assert_text (test_text (run, "p", "grade_infusion"), "B");
  assert_text (test_text (run, "p", "grade_outcome"), "D");
  assert_near (test_metric (run, "improved-two", "A"), 1.0, 0.0);
}

static void
who_has_recovered_by_the_failure_is_not_remade (void **state)
{
  (void) state;
  /* C to D within twelve days, unseen in culture; the batch fails on day 15. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B C'/><natural-course>"
                                   "<improves from='C' to='D' per-day='5'"
                                   " until-day='12'/></natural-course>" TEST_WINDOW
                                   "<plant gate='line'><pool id='line' capacity='1'/>"
                                   "<stage id='culture' uses='line'>"
                                   "<constant value='15'/><fail probability='1'/>"
                                   "</stage><remake attempts='1'/></plant>"),
      "id,injured,grade\np,0,C\n");
  assert_fate (run, "p", "recovered-waiting");
  assert_day (run, "p", "left", 15);
}

static void
who_recovers_while_screened_is_judged_so (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B C'><screening>"
                                   "<constant value='20'/></screening></eligibility>"
                                   "<natural-course><improves from='C' to='D'"
                                   " per-day='5' until-day='12'/></natural-course>"),
      "id,injured,grade\np,0,C\n");
  assert_text (test_text (run, "p", "grade_referral"), "C");
  assert_fate (run, "p", "excluded-grade");
}

static void
the_least_dose_and_the_least_weight_are_enough (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<plant><stage id='culture'><constant value='1'/>"
                                   "</stage><yield><constant value='0.5e8'/></yield>"
                                   "<dose min='0.5e8' max='2e8' per-kg='1e6'/></plant>"),
      "id,injured,weight\np,0,50\nq,0,49.9\n");
  assert_fate (run, "p", "infused");
  assert_day (run, "p", "dose_cells", 0.5e8);
  assert_fate (run, "q", "excluded-dose");
}

static void
a_later_draw_that_is_not_needed_gives_its_place_back (void **state)
{
  (void) state;
  /* p: draw 0, harvest 1, the second draw reserved for day 11; the culture fails on 6.
   * One draw a day: q has that of day 11. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          "<sites><site id='ward' share='1' draws-per-day='1'/></sites>" TEST_PATIENTS
              TEST_WINDOW "<blood total-ml='400' draws='2' max-draw-ml='200'>"
          "<draw day='-1'/><draw day='10'/></blood>"
          "<plant gate='line'><pool id='line' capacity='1'/>"
          "<stage id='culture' uses='line'><constant value='5'/>"
          "<fail probability='1'/></stage></plant>"),
      "id,injured\np,0\nq,11\n");
  assert_day (run, "p", "left", 6);
  assert_day (run, "q", "draw1", 11);
  assert_day (run, "q", "harvested", 12);
}

static void
what_the_rule_barred_stays_the_rules_doing (void **state)
{
  (void) state;
  /* A line is free, C is not let in.  On Thursday c could be harvested; its window ends
   * on Sunday night, and d, who comes on Saturday, has all looked at once more. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_WEEKDAYS "<sites><site id='ward' share='1'"
                                   " calendar='weekdays'/></sites>" TEST_PATIENTS
                                   "<harvest window='3'/>" LINE ("", "5")
                                       RULE ("<only grade='A'/><order by='referral'/>")),
      "id,injured,grade\nc,3,C\nd,5,C\n");
  assert_fate (run, "c", "window-rule");
  assert_day (run, "c", "left", 7);
}

static void
a_grade_that_is_not_covered_promises_no_benefit (void **state)
{
  (void) state;
  /* B improves surely, A every second time; but B is not covered at the infusion. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B'/>" LINE (
                    "", "5") "<infusion grades='A'/><outcome day='220'>"
                             "<observed grade='A' n='2' one-or-more='1' two-or-more='0'/>"
                             "<observed grade='B' n='1' one-or-more='1' two-or-more='0'/>"
                             "</outcome>" RULE ("<points of='benefit' weight='1'/>")),
                "id,injured,grade\nfirst,0,A\nb,1,B\na,2,A\n");
  assert_text (test_bookings (run), "first a b");
}

static void
past_changes_and_lines_in_use_are_no_lines_to_come (void **state)
{
  (void) state;
#define CALL_AHEAD(days, pool, culture)                                                  \
  TEST_SCENARIO (TEST_PATIENTS                                                           \
                 "<plant gate='line' call-ahead-days='" days "'>" pool                   \
                 "<stage id='culture' uses='line'><constant value='" culture             \
                 "'/></stage></plant>")
  /* A second line from day 2 to 4 only: q, of day 6, is booked on 15 for p's, of 20. */
  g_autoptr (TestRun) past = test_run (
      CALL_AHEAD ("5",
                  "<pool id='line' capacity='1'><change on='2019-05-08' capacity='2'/>"
                  "<change on='2019-05-10' capacity='1'/></pool>",
                  "20"),
      "id,injured\np,0\nq,6\n");
  assert_day (past, "q", "booked", 15);
  /* Closed from day 6 to 8, but in use until 10: on 8 it is not free, and r,
   * injured on day 7, is booked 2 days before 10. */
  g_autoptr (TestRun) in_use = test_run (
      CALL_AHEAD ("2",
                  "<pool id='line' capacity='2'><change on='2019-05-12' capacity='1'/>"
                  "<change on='2019-05-14' capacity='2'/></pool>",
                  "10"),
      "id,injured\np,0\nq,0\nr,7\n");
  assert_day (in_use, "r", "booked", 8);
  assert_day (in_use, "r", "harvested", 10);
  /* Both lines are down from day 8 to 108.  The second, open from day 10, is not expected
   * on day 9; p's culture is expected on 20. */
  g_autoptr (TestRun) down = test_run (
      CALL_AHEAD ("1",
                  "<pool id='line' capacity='1'><change on='2019-05-16' capacity='2'/>"
                  "<downtime><every><constant value='8'/></every><lasts>"
                  "<constant value='100'/></lasts></downtime></pool>",
                  "20"),
      "id,injured\np,0\nq,8.5\n");
  assert_day (down, "q", "booked", 19);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_remake_starts_while_the_tolerance_lasts),
    cmocka_unit_test (draws_put_off_past_the_window_give_everything_back),
    cmocka_unit_test (bookings_stand_when_capacity_falls_and_harvests_move),
    cmocka_unit_test (a_phase_that_ends_with_an_instant_rules_its_allocation_no_more),
    cmocka_unit_test (protected_lines_count_those_expected),
    cmocka_unit_test (dates_count_from_the_injurys_own_midnight),
    cmocka_unit_test (marrow_comes_on_the_lines_day_not_after_its_hour),
    cmocka_unit_test (a_line_that_is_down_is_expected_by_its_stage_alone),
    cmocka_unit_test (a_transfer_may_outlast_the_window),
    cmocka_unit_test (the_effect_is_that_of_the_grade_at_the_infusion),
    cmocka_unit_test (who_has_recovered_by_the_failure_is_not_remade),
    cmocka_unit_test (who_recovers_while_screened_is_judged_so),
    cmocka_unit_test (the_least_dose_and_the_least_weight_are_enough),
    cmocka_unit_test (a_later_draw_that_is_not_needed_gives_its_place_back),
    cmocka_unit_test (what_the_rule_barred_stays_the_rules_doing),
    cmocka_unit_test (a_grade_that_is_not_covered_promises_no_benefit),
    cmocka_unit_test (past_changes_and_lines_in_use_are_no_lines_to_come),
  };
  return cmocka_run_group_tests_name ("models/interplay", tests, NULL, NULL);
}
