/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the path of a patient: every date, draw and dose derived by hand. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

/* Day 14 is a Monday without work. */
#define CLOSED_MONDAY                                                                    \
  "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'>"     \
  "<closed on='2019-05-20'/></calendar>"

static void
every_step_of_the_full_path_through_closures (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          CLOSED_MONDAY
          "<sites><site id='ward' share='1' calendar='weekdays' beds='1'>"
          "<transport><constant value='0.25'/></transport>"
          "<rehabilitation after-days='14'/></site></sites>" TEST_PATIENTS
          "<eligibility grades='A B C'>"
          "<screening><constant value='1'/></screening></eligibility>"
          "<harvest window='31' count='dates'/>" TEST_BLOOD (
              "min-interval-days='2' min-haemoglobin='11.8' haemoglobin-per-day='0.05'",
              "") "<plant gate='line'><intake calendar='weekdays' per-day='1'/>"
                  "<pool id='line' capacity='1'/><pool id='suite' capacity='1'/>"
                  "<stage id='culture' uses='line' serum='0.5'><constant value='14'/>"
                  "</stage>"
                  "<stage id='fill' uses='line suite' serum='1' calendar='weekdays'>"
                  "<constant value='0.25'/></stage>"
                  "<stage id='testing' uses='line'><constant value='3'/></stage>"
                  "<yield><constant value='2.5e8'/></yield>"
                  "<dose min='0.5e8' max='2.0e8' per-kg='3e6' volume-ml='40'/></plant>"
                  "<infusion grades='A B C'><transport><constant value='1'/></transport>"
                  "</infusion>"),
      "id,injured,referred,grade,age,weight,haemoglobin\n"
      "p,0.5,2,A,40,60,13\n");
  /* Injured Monday noon, referred two days later, screened for one. */
  assert_day (run, "p", "injured", 0.5);
  assert_day (run, "p", "referred", 2.5);
  assert_day (run, "p", "eligible", 3.5);
  assert_day (run, "p", "booked", 3.5);
  /* 60 kg give 4 x 60 = 240 mL a draw: four draws.  Two come before the harvest: the
   * first on Friday, day 4, at nine (4.375), for Thursday's opening is past; the second
   * two days later, which is Sunday, so on Monday, day 7.  The harvest is on the next
   * date, Tuesday, day 8. */
  assert_day (run, "p", "draw1", 4.375);
  assert_day (run, "p", "draw2", 7.375);
  assert_day (run, "p", "harvested", 8.375);
  /* Six hours later, at 15:00, the marrow is at the plant, whose intake is open; 480 mL
   * are half of the blood, so the culture starts at once: 8.625 to 22.625. */
  assert_day (run, "p", "cultured", 8.625);
  /* Haemoglobin: 240 mL are 240 / (70 x 60) = 2/35 of the blood.
   *   draw 1: 13 x 33/35 = 12.257143; three days on 12.407143;
   *   draw 2: 12.407143 x 33/35 = 11.698163, under 11.8 until day 7.375 + 2.037.
   * Draw 3 is due on day 8 + 5 = 13, a Sunday; Monday 14 is closed, so Tuesday 15.  There
   * the haemoglobin is 11.698163 + 8 x 0.05 = 12.098163 and falls to 11.406839.
   * Draw 4 is due on day 18, but 11.8 is reached 7.863 days after 15.375, at 23.238: so
   * on Wednesday, day 23, at nine. */
  assert_day (run, "p", "draw3", 15.375);
  assert_day (run, "p", "draw4", 23.375);
  assert_blank (run, "p", "draw5");
  assert_day (run, "p", "draws", 4);
  assert_day (run, "p", "blood_ml", 960);
  /* Filling waits for that serum: 23.375 to 23.625; testing to 26.625, a Saturday; a day
   * of transport to Sunday, 27.625; infused on Monday, day 28, at nine. */
  double begin, end;
  int unit;
  assert_true (test_span (run, "p", "stage:culture", 0, &begin, &end, &unit));
  assert_near (begin, 8.625, 0.0);
  assert_near (end, 22.625, 0.0);
  assert_int_equal (unit, 1);
  assert_true (test_span (run, "p", "stage:fill", 0, &begin, &end, &unit));
  assert_near (begin, 23.375, 0.0);
  assert_near (end, 23.625, 0.0);
  assert_true (test_span (run, "p", "stage:testing", 0, &begin, &end, &unit));
  assert_near (end, 26.625, 0.0);
  assert_day (run, "p", "released", 26.625);
  assert_day (run, "p", "infused", 28.375);
  assert_day (run, "p", "left", 28.375);
  assert_fate (run, "p", "infused");
  assert_text (test_text (run, "p", "grade_infusion"), "A");
  /* The dose: min (2.5e8, 2.0e8, 3e6 x 60 = 1.8e8); 40 mL at 0.85 mL a minute. */
  assert_day (run, "p", "dose_cells", 1.8e8);
  assert_near (test_day (run, "p", "infusion_minutes"), 40.0 / 0.85, 1e-9);
  /* The window ends at the midnight that ends day 31: 32 days after day 0's beginning. */
  assert_near (test_day (run, "p", "_deadline"), 32.0, 2.0 / 86400.0);
  /* The bed goes to rehabilitation 14 days after the infusion. */
  assert_true (test_span (run, "p", "bed", 0, &begin, &end, &unit));
  assert_near (begin, 28.375, 0.0);
  assert_near (end, 42.375, 0.0);
}

static void
without_anything_mentioned_the_infusion_is_at_the_injury (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (TEST_SCENARIO (TEST_PATIENTS), "id,injured\np,3\n");
  assert_fate (run, "p", "infused");
  assert_day (run, "p", "eligible", 3);
  assert_day (run, "p", "harvested", 3);
  assert_day (run, "p", "infused", 3);
  assert_blank (run, "p", "draws");
  assert_blank (run, "p", "blood_ml");
  assert_blank (run, "p", "line");
  assert_text (test_text (run, "p", "site"), "");
}

static void
tolerance_closes_the_window_later_but_not_the_deadline (void **state)
{
  (void) state;
  static const char csv[] = "id,injured\np,0\nq,0\n";
#define TOLERANT(share)                                                                  \
  TEST_SCENARIO (TEST_PATIENTS                                                           \
                 "<harvest window='10' count='elapsed' tolerance-days='7'"               \
                 " tolerance-share='" share "'/>"                                        \
                 "<plant gate='line'><pool id='line' capacity='1'/>"                     \
                 "<stage id='culture' uses='line'><constant value='15'/></stage>"        \
                 "</plant>")
  g_autoptr (TestRun) none = test_run (TOLERANT ("0"), csv);
  assert_fate (none, "q", "window-line");
  assert_day (none, "q", "left", 10);
  g_autoptr (TestRun) all = test_run (TOLERANT ("1"), csv);
  assert_fate (all, "q", "infused");
  assert_day (all, "q", "harvested", 15);
  assert_day (all, "q", "_deadline", 10);
  assert_near (test_booking_number (all, 1, "slack"), -5.0, 1e-9);
}

static void
second_judgement_sees_what_changed_since_the_booking (void **state)
{
  (void) state;
  /* C leaves at a rate that ends on day 12: 5 a day, so surely by then; a patient who is
   * booked on day 0 is infused on day 20 and has recovered by then. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<eligibility grades='A B C'/>"
                     "<natural-course><improves from='C' to='D'"
                     " per-day='5' until-day='12'/></natural-course>" TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><constant value='20'/>"
                     "</stage></plant><infusion grades='A B C'/>"),
      "id,injured,grade\nc,0,C\nw,0,C\na,0,A\n");
  assert_fate (run, "c", "recovered");
  assert_day (run, "c", "left", 20);
  assert_text (test_text (run, "c", "grade_booking"), "C");
  assert_text (test_text (run, "c", "grade_infusion"), "D");
  assert_near (test_metric (run, "wasted-products", "C"), 1.0, 0.0);
  assert_near (test_metric (run, "wasted-line-days", "all"), 20.0, 1e-9);
  assert_near (test_metric (run, "harvests-in-vain", "all"), 1.0, 0.0);
  /* The one who waits is seen: the first judgement. */
  assert_fate (run, "w", "recovered-waiting");
  assert_true (test_day (run, "w", "left") < 12.0);
  assert_fate (run, "a", "infused");
  assert_day (run, "a", "infused", 40);
  /* Nobody improves, but C is eligible and not covered: the same fate, and counted. */
  g_autoptr (TestRun) uncovered =
      test_run (TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B C'/>"
                                             "<infusion grades='A B'/>"),
                "id,injured,grade\nc,0,C\n");
  assert_fate (uncovered, "c", "recovered");
  assert_near (test_metric (uncovered, "lost-recovered", "C"), 1.0, 0.0);
}

static void
every_change_of_a_waiting_patients_grade_is_seen (void **state)
{
  (void) state;
  /* A, B, C and D within a day or so, while no line is there: the third change ends it.
   */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B C'/>"
                                   "<natural-course>"
                                   "<improves from='A' to='B' per-day='9'/>"
                                   "<improves from='B' to='C' per-day='9'/>"
                                   "<improves from='C' to='D' per-day='9'/>"
                                   "</natural-course>" TEST_WINDOW
                                   "<plant gate='line'><pool id='line' capacity='0'>"
                                   "<change on='2020-01-01' capacity='1'/></pool>"
                                   "<stage id='culture' uses='line'>"
                                   "<constant value='1'/></stage></plant>"),
      "id,injured,grade\np,0,A\n");
  assert_fate (run, "p", "recovered-waiting");
  assert_true (test_day (run, "p", "left") < 5.0);
}

static void
without_grades_on_infusion_there_is_no_second_judgement (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B C'/>"
                                   "<natural-course><improves from='C' to='D'"
                                   " per-day='5'/></natural-course>"
                                   "<plant><stage id='culture'><constant value='20'/>"
                                   "</stage></plant>"),
      "id,injured,grade\nc,0,C\n");
  assert_fate (run, "c", "infused");
  assert_text (test_text (run, "c", "grade_infusion"), "D");
}

static void
products_expire_and_protocols_end (void **state)
{
  (void) state;
  /* Released on day 3, a day of transport to Friday noon (4.5): infused on Monday, day 7,
   * at nine (7.375), 3.875 days after the release of day 3.5. */
#define INFUSED_MONDAY(attributes)                                                       \
  TEST_SCENARIO (TEST_WEEKDAYS                                                           \
                 "<sites><site id='ward' share='1' calendar='weekdays'/></sites>"        \
                 "<patients><arrivals><trace href='patients.csv'/></arrivals>"           \
                 "</patients>"                                                           \
                 "<harvest window='31'/>"                                                \
                 "<plant><stage id='culture'><constant value='3.125'/></stage></plant>"  \
                 "<infusion " attributes                                                 \
                 "><transport><constant value='1'/></transport></infusion>")
  static const char csv[] = "id,injured\np,0\n";
  g_autoptr (TestRun) in_time = test_run (INFUSED_MONDAY ("expires-days='3.875'"), csv);
  assert_day (in_time, "p", "released", 3.5);
  assert_day (in_time, "p", "infused", 7.375);
  g_autoptr (TestRun) expired = test_run (INFUSED_MONDAY ("expires-days='3.87'"), csv);
  assert_fate (expired, "p", "expired");
  assert_day (expired, "p", "left", 7.375);
  g_autoptr (TestRun) stopped = test_run (INFUSED_MONDAY ("stopped='1'"), csv);
  assert_fate (stopped, "p", "infusion-stopped");
  /* With a latest day the booking itself is refused where the expected infusion is late:
   * 7.375 > 7. */
  g_autoptr (TestRun) latest = test_run (INFUSED_MONDAY ("latest-day='7'"), csv);
  assert_fate (latest, "p", "window-latest");
  assert_blank (latest, "p", "booked");
  g_autoptr (TestRun) last = test_run (INFUSED_MONDAY ("latest-day='7.375'"), csv);
  assert_fate (last, "p", "infused");
}

static void
a_batch_that_takes_longer_than_expected_may_be_too_late (void **state)
{
  (void) state;
  /* Mean 10 days, but half of the batches take 19 and half 1 day: with a latest day of 15
   * all are booked, and those of 19 days are too late. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                               "<plant><stage id='culture'><empirical><value>1</value>"
                               "<value>19</value></empirical></stage></plant>"
                               "<infusion latest-day='15'/>"),
                "id,injured\np1,0\np2,0\np3,0\np4,0\np5,0\np6,0\np7,0\np8,0\n");
  int late = 0;
  for (int number = 1; number <= 8; number++)
    {
      char id[] = { 'p', (char) ('0' + number), '\0' };
      bool is_long = test_day (run, id, "left") > 18.0;
      assert_day (run, id, "left", is_long ? 19 : 1);
      assert_fate (run, id, is_long ? "too-late" : "infused");
      late += is_long;
    }
  assert_true (late > 0 && late < 8);
}

static void
a_failed_batch_is_remade_while_the_window_is_open (void **state)
{
  (void) state;
  /* Each batch takes 10 days and fails at its end.  Day 10: remake one; day 20: remake
   * two; day 30: no remake left. */
#define FAILING(window, attempts)                                                        \
  TEST_SCENARIO (TEST_PATIENTS "<harvest window='" window "' count='elapsed'/>"          \
                               "<plant gate='line'><pool id='line' capacity='1'/>"       \
                               "<stage id='culture' uses='line'><constant value='10'/>"  \
                               "<fail probability='1'/></stage>"                         \
                               "<remake attempts='" attempts "' blood='1'/></plant>")
  static const char csv[] = "id,injured\np,0\n";
  g_autoptr (TestRun) run = test_run (FAILING ("31", "2"), csv);
  assert_fate (run, "p", "culture");
  assert_day (run, "p", "left", 30);
  assert_day (run, "p", "booked", 0);
  assert_day (run, "p", "harvested", 20);
  assert_int_equal (test_booking_count (run), 3);
  assert_near (test_metric (run, "harvests-in-vain", "all"), 3.0, 0.0);
  assert_near (test_metric (run, "harvested", "all"), 1.0, 0.0);
  assert_near (test_metric (run, "wasted-line-days", "all"), 30.0, 1e-9);
  /* A window that closes at the very instant of the failure is still open; one that has
   * closed before it is not. */
  g_autoptr (TestRun) just = test_run (FAILING ("10", "2"), csv);
  assert_day (just, "p", "left", 20);
  g_autoptr (TestRun) closed = test_run (FAILING ("9.99", "2"), csv);
  assert_day (closed, "p", "left", 10);
  assert_fate (closed, "p", "culture");
}

static void
the_marrow_of_a_remake_arrives_like_the_first (void **state)
{
  (void) state;
  /* A day on the way, 10 days of culture that fails: the first batch ends at 11, the
   * remake is harvested then and ends at 22. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO ("<sites><site id='s' share='1'><transport><constant value='1'/>"
                     "</transport></site></sites>" TEST_PATIENTS TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><constant value='10'/>"
                     "<fail probability='1'/></stage>"
                     "<remake attempts='1' blood='1'/></plant>"),
      "id,injured\np,0\n");
  assert_fate (run, "p", "culture");
  assert_day (run, "p", "harvested", 11);
  assert_day (run, "p", "left", 22);
}

static void
a_yield_under_the_least_dose_is_out_of_specification (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><constant value='5'/></stage>"
                     "<yield><constant value='0.49e8'/></yield>"
                     "<dose min='0.5e8' max='2e8' per-kg='3.34e6'/></plant>"),
      "id,injured,weight\np,0,70\nlight,1,14.9\n");
  assert_fate (run, "p", "specification");
  assert_day (run, "p", "left", 5);
  assert_blank (run, "p", "released");
  assert_fate (run, "light", "excluded-dose");
  /* No span of a kind that the trace does not know (checked by the search itself). */
  double begin, end;
  int unit;
  assert_false (test_span (run, "p", "stage:culture", 1, &begin, &end, &unit));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_step_of_the_full_path_through_closures),
    cmocka_unit_test (without_anything_mentioned_the_infusion_is_at_the_injury),
    cmocka_unit_test (tolerance_closes_the_window_later_but_not_the_deadline),
    cmocka_unit_test (second_judgement_sees_what_changed_since_the_booking),
    cmocka_unit_test (every_change_of_a_waiting_patients_grade_is_seen),
    cmocka_unit_test (without_grades_on_infusion_there_is_no_second_judgement),
    cmocka_unit_test (products_expire_and_protocols_end),
    cmocka_unit_test (a_batch_that_takes_longer_than_expected_may_be_too_late),
    cmocka_unit_test (a_failed_batch_is_remade_while_the_window_is_open),
    cmocka_unit_test (the_marrow_of_a_remake_arrives_like_the_first),
    cmocka_unit_test (a_yield_under_the_least_dose_is_out_of_specification),
  };
  return cmocka_run_group_tests_name ("models/path", tests, NULL, NULL);
}
