/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of fates: each by a scenario made for it. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#define ELAPSED(days) "<harvest window='" days "' count='elapsed'/>"
#define DATES(days)   "<harvest window='" days "' count='dates'/>"
/* A line for everybody. */
#define LINES                                                                            \
  "<plant gate='line'><pool id='line' capacity='9'/>"                                    \
  "<stage id='culture' uses='line'><constant value='5'/></stage></plant>"

static void
screening_tests_come_in_their_order (void **state)
{
  (void) state;
  /* Patients fail from the last test to the first: each row fails one test more, and the
   * first of them all gives the fate. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          TEST_PATIENTS
          "<eligibility grades='A B C'>"
          "<exclusion id='old' min-age='80'/>"
          "<caution id='young' max-age='17' accept='0'/></eligibility>" ELAPSED (
              "20") "<blood total-ml='960' draws='5' per-kg-ml='4' min-haemoglobin='10'>"
                    "<draw day='-1'/></blood>"
                    "<plant><stage id='culture'><constant value='1'/></stage>"
                    "<dose min='0.5e8' per-kg='3.34e6'/></plant>"),
      "id,injured,referred,grade,age,weight,haemoglobin\n"
      "well,0,1,A,40,60,13\n"
      "thin,0,1,A,40,60,9.9\n"
      "light,0,1,A,40,47,13\n"
      "tiny,0,1,A,40,14,9\n"
      "young,0,1,A,17.9,14,9\n"
      "adult,0,1,A,18,60,13\n"
      "old,0,1,A,80,14,9\n"
      "mild,0,1,D,80,14,9\n"
      "late,0,20.00002,D,80,14,9\n"
      "just,0,20,A,40,60,13\n");
  assert_fate (run, "well", "infused");
  assert_fate (run, "thin", "excluded-blood");
  assert_fate (run, "light", "excluded-blood");
  assert_fate (run, "tiny", "excluded-dose");
  assert_fate (run, "young", "excluded-young");
  assert_fate (run, "adult", "infused");
  assert_fate (run, "old", "excluded-old");
  assert_fate (run, "mild", "excluded-grade");
  assert_fate (run, "late", "late-referral");
  /* In the window still, but a draw on a date before the harvest is too late. */
  assert_fate (run, "just", "window-blood");
  assert_blank (run, "mild", "eligible");
  assert_near (test_metric (run, "referred", "all"), 10.0, 0.0);
  assert_near (test_metric (run, "eligible", "all"), 3.0, 0.0);
  assert_near (test_metric (run, "lost-excluded-blood", "all"), 2.0, 0.0);
}

static void
consent_comes_last (void **state)
{
  (void) state;
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B'>"
                                             "<consent probability='0'/></eligibility>"),
                "id,injured,grade\np,0,A\nq,0,C\n");
  assert_fate (run, "p", "declined");
  assert_fate (run, "q", "excluded-grade");
}

static void
limits_are_inclusive_and_completed_years_are_those_of_the_screening (void **state)
{
  (void) state;
  /* 17.999 years at the injury and a screening of a day (0.0027 years): 18 by then. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<eligibility grades='A B C'>"
                                   "<screening><constant value='1'/></screening>"
                                   "<caution id='young' max-age='17' accept='0'/>"
                                   "<caution id='light' max-weight='40' accept='0'/>"
                                   "<caution id='thin' max-haemoglobin='11' accept='0'/>"
                                   "</eligibility>"),
      "id,injured,grade,age,weight,haemoglobin\n"
      "eighteen,0,A,17.999,50,12\nseventeen,0,A,17.99,50,12\n"
      "forty,0,A,30,40,12\nmore,0,A,30,40.1,12\neleven,0,A,30,50,11\n");
  assert_fate (run, "eighteen", "infused");
  assert_fate (run, "seventeen", "excluded-young");
  assert_fate (run, "forty", "excluded-light");
  assert_fate (run, "more", "infused");
  assert_fate (run, "eleven", "excluded-thin");
}

static void
window_line_is_whenever_no_line_was_bookable_at_the_closing (void **state)
{
  (void) state;
  /* The site has no harvests either; but no line is bookable when the windows close. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          "<sites><site id='ward' share='1' harvests-per-day='1'/></sites>" TEST_PATIENTS
              ELAPSED (
                  "3") "<plant gate='line'><pool id='line' capacity='1'/>"
                       "<stage id='culture' uses='line'><constant value='5'/></stage>"
                       "</plant>"),
      "id,injured\np,0\nq,0\n");
  assert_fate (run, "p", "infused");
  assert_fate (run, "q", "window-line");
  assert_near (test_metric (run, "lost-window", "all"), 1.0, 0.0);
  assert_near (test_metric (run, "lost-window-line", "all"), 1.0, 0.0);
}

static void
window_site_by_hours_slots_and_beds (void **state)
{
  (void) state;
  /* Hours: Friday afternoon, a window until Sunday night. */
  g_autoptr (TestRun) hours = test_run (
      TEST_SCENARIO (
          TEST_WEEKDAYS
          "<sites><site id='ward' share='1' calendar='weekdays'/></sites>" TEST_PATIENTS
              DATES ("2") LINES),
      "id,injured\nlate,4.5\nearly,4.375\n");
  assert_fate (hours, "late", "window-site");
  assert_day (hours, "late", "left", 7);
  assert_day (hours, "early", "harvested", 4.375);
  /* The draw before the harvest fits on Friday at nine; Saturday and Sunday are no days
   * of the site, and that is what stands in the way. */
  g_autoptr (TestRun) weekend = test_run (
      TEST_SCENARIO (
          TEST_WEEKDAYS
          "<sites><site id='ward' share='1' calendar='weekdays'/></sites>" TEST_PATIENTS
              DATES ("2") "<blood total-ml='200' draws='1' max-draw-ml='200'>"
                          "<draw day='-1'/></blood>" LINES),
      "id,injured\np,4\n");
  assert_fate (weekend, "p", "window-site");
  /* Slots: one harvest a day, two days, three patients. */
  g_autoptr (TestRun) slots = test_run (
      TEST_SCENARIO (
          "<sites><site id='ward' share='1' harvests-per-day='1'/></sites>" TEST_PATIENTS
              ELAPSED ("1") LINES),
      "id,injured\np,0\nq,0\nr,0\n");
  assert_day (slots, "p", "harvested", 0);
  assert_day (slots, "q", "harvested", 1);
  assert_fate (slots, "r", "window-site");
  assert_day (slots, "r", "left", 1);
  /* Beds: p's is free on day 5, after q's window of 3 days. */
  g_autoptr (TestRun) beds = test_run (
      TEST_SCENARIO (
          "<sites><site id='ward' share='1' beds='1'/></sites>" TEST_PATIENTS ELAPSED (
              "3") LINES),
      "id,injured\np,0\nq,0\nr,3\n");
  assert_fate (beds, "q", "window-site");
  assert_fate (beds, "r", "infused");
  assert_day (beds, "r", "booked", 5);
}

static void
window_blood_where_the_draws_take_too_long (void **state)
{
  (void) state;
  /* Two draws 4 days apart before the harvest: 5 days at the least. */
#define SLOW_DRAWS(window)                                                               \
  TEST_SCENARIO (TEST_PATIENTS ELAPSED (                                                 \
      window) "<blood total-ml='400' draws='2' max-draw-ml='200'"                        \
              " min-interval-days='4'><draw day='-5'/><draw day='-1'/></blood>" LINES)
  g_autoptr (TestRun) late = test_run (SLOW_DRAWS ("4.99"), "id,injured\np,0\n");
  assert_fate (late, "p", "window-blood");
  assert_day (late, "p", "draws", 0);
  g_autoptr (TestRun) just = test_run (SLOW_DRAWS ("5"), "id,injured\np,0\n");
  assert_fate (just, "p", "infused");
  assert_day (just, "p", "harvested", 5);
  /* Draws from 0.6 on, on 0.6 and 4.6; the date after is day 5, whose first harvest is at
   * the hour of now, 5.6: past a window of 5 days from 0.5, though the date is inside. */
  g_autoptr (TestRun) hour =
      test_run (SLOW_DRAWS ("5"), "id,injured,referred\np,0.5,0.1\n");
  assert_fate (hour, "p", "window-blood");
}

static void
window_transport_by_intake_room_and_expiry (void **state)
{
  (void) state;
  /* One marrow a day, two days: the third patient finds no room. */
  g_autoptr (TestRun) room =
      test_run (TEST_SCENARIO (TEST_WEEKDAYS TEST_PATIENTS ELAPSED (
                    "1") "<plant gate='line'><intake calendar='weekdays' per-day='1'/>"
                         "<pool id='line' capacity='9'/>"
                         "<stage id='culture' uses='line'><constant value='5'/></stage>"
                         "</plant>"),
                "id,injured\np,0.5\nq,0.5\nr,0.5\n");
  assert_day (room, "q", "harvested", 1.5);
  assert_fate (room, "r", "window-transport");
  /* Marrow that keeps a day, harvested on Saturday, would wait until Monday at nine. */
  g_autoptr (TestRun) expiry = test_run (
      TEST_SCENARIO (
          TEST_WEEKDAYS
          "<sites><site id='ward' share='1'><transport expires-days='1'>"
          "<constant value='0'/></transport></site></sites>" TEST_PATIENTS ELAPSED (
              "1.3") "<plant gate='line'><intake calendar='weekdays'/>"
                     "<pool id='line' capacity='9'/>"
                     "<stage id='culture' uses='line'><constant value='5'/></stage>"
                     "</plant>"),
      "id,injured\nsaturday,5\nsunday,6.4\n");
  assert_fate (expiry, "saturday", "window-transport");
  assert_day (expiry, "sunday", "harvested", 6.4);
  assert_day (expiry, "sunday", "cultured", 7.375);
}

static void
window_latest_where_the_protocol_ends_first (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW LINES "<infusion latest-day='10'/>"),
      "id,injured,referred\njust,0,5\nlate,0,5.01\n");
  assert_fate (run, "just", "infused");
  assert_day (run, "just", "infused", 10);
  assert_fate (run, "late", "window-latest");
  assert_day (run, "late", "left", 31);
}

static void
window_deferral_where_the_harvest_is_put_off_past_it (void **state)
{
  (void) state;
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS
                               "<harvest window='3' count='elapsed'>"
                               "<deferral probability='0.999999999'/></harvest>" LINES),
                "id,injured\np,0.25\n");
  /* Attempts on 0.25, 1.25, 2.25 and 3.25, the window's last instant. */
  assert_fate (run, "p", "window-deferral");
  assert_day (run, "p", "left", 3.25);
  assert_day (run, "p", "booked", 0.25);
}

static void
window_rule_where_a_rule_barred_the_patient_alone (void **state)
{
  (void) state;
#define RULE(rule)                                                                       \
  TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW LINES                                         \
                 "<allocation use='r'><rule id='r'>" rule                                \
                 "<order by='referral'/></rule>"                                         \
                 "</allocation>")
  static const char csv[] = "id,injured,grade\na,0,A\nc,0,C\n";
  static const char *const rules[] = {
    RULE ("<only grade='A'/>"),
    RULE ("<reserve grade='A' share='1' kind='hard'/>"),
    RULE ("<protect grade='A' lines='9'/>"),
  };
  for (size_t i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autoptr (TestRun) run = test_run (rules[i], csv);
      assert_fate (run, "a", "infused");
      assert_fate (run, "c", "window-rule");
      assert_day (run, "c", "left", 31);
    }
}

static void
attrition_goes_by_its_hazards_until_the_infusion (void **state)
{
  (void) state;
  /* A rate of 1e7 a day ends everything within a second or so; the other has rate 0. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS
                               "<eligibility grades='A'><screening>"
                               "<constant value='2'/></screening></eligibility>"
                               "<attrition><hazard id='died' per-day='1e7'/>"
                               "<hazard id='withdrawn' per-day='0'/></attrition>" LINES),
                "id,injured,grade\np,0,A\nq,0,B\n");
  /* Nobody dies before eligibility. */
  assert_fate (run, "p", "died");
  assert_near (test_day (run, "p", "left"), 2.0, 1.0 / 86400.0);
  assert_fate (run, "q", "excluded-grade");
  /* A booking, once made, is given back: conservation was checked by the run. */
}

static void
marrow_is_lost_on_its_way_and_found_so_at_arrival (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          "<sites><site id='ward' share='1'><transport lost='1'>"
          "<constant value='2'/></transport></site></sites>" TEST_PATIENTS TEST_WINDOW
              LINES),
      "id,injured\np,0\n");
  assert_fate (run, "p", "marrow");
  assert_day (run, "p", "left", 2);
  assert_day (run, "p", "harvested", 0);
  assert_blank (run, "p", "cultured");
  assert_near (test_metric (run, "harvests-in-vain", "all"), 1.0, 0.0);
  assert_near (test_metric (run, "wasted-line-days", "all"), 0.0, 0.0);
  double begin, end;
  int unit;
  assert_true (test_span (run, "p", "marrow", 0, &begin, &end, &unit));
  assert_near (begin, 0.0, 0.0);
  assert_near (end, 2.0, 0.0);
}

static void
the_trace_tells_of_whatever_state_a_patient_leaves (void **state)
{
  (void) state;
  /* The marrow is lost on day 2, and that of the remake on day 4. */
  g_autoptr (TestRun) twice = test_run (
      TEST_SCENARIO (
          "<sites><site id='ward' share='1'><transport lost='1'>"
          "<constant value='2'/></transport></site></sites>" TEST_PATIENTS TEST_WINDOW
          "<plant gate='line'><pool id='line' capacity='1'/>"
          "<stage id='culture' uses='line'><constant value='5'/></stage>"
          "<remake attempts='1'/></plant>"),
      "id,injured\np,0\n");
  double begin, end;
  int unit;
  for (int batch = 0; batch < 2; batch++)
    {
      assert_true (test_span (twice, "p", "marrow", batch, &begin, &end, &unit));
      assert_near (begin, 2.0 * batch, 0.0);
      assert_near (end, 2.0 * batch + 2.0, 0.0);
    }
  assert_false (test_span (twice, "p", "marrow", 2, &begin, &end, &unit));
  /* Cultured for a day, then on the way for 10,000 days: nobody lives as long. */
  g_autoptr (TestRun) product = test_run (
      TEST_SCENARIO (
          TEST_PATIENTS
          "<attrition><hazard id='died' per-day='0.01'/></attrition>"
          "<plant><stage id='culture'><constant value='1'/></stage></plant>"
          "<infusion><transport><constant value='10000'/></transport></infusion>"),
      "id,injured\np,0\n");
  assert_fate (product, "p", "died");
  assert_day (product, "p", "released", 1);
  assert_true (test_span (product, "p", "product", 0, &begin, &end, &unit));
  assert_near (begin, 1.0, 0.0);
  assert_near (end, test_day (product, "p", "left"), 0.0);
  assert_false (test_span (product, "p", "product", 1, &begin, &end, &unit));
}

static void
who_never_ends_is_unresolved_when_the_drain_is_over (void **state)
{
  (void) state;
  /* No line ever, no window: the drain of 10 days ends on day 366 + 10. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO ("<experiment drain='10'/>" TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='0'>"
                     "<change on='2020-05-20' capacity='1'/></pool>"
                     "<stage id='culture' uses='line'><constant value='1'/></stage>"
                     "</plant>"),
      "id,injured\np,0\n");
  assert_fate (run, "p", "unresolved");
  assert_day (run, "p", "left", 376);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (screening_tests_come_in_their_order),
    cmocka_unit_test (consent_comes_last),
    cmocka_unit_test (
        limits_are_inclusive_and_completed_years_are_those_of_the_screening),
    cmocka_unit_test (window_line_is_whenever_no_line_was_bookable_at_the_closing),
    cmocka_unit_test (window_site_by_hours_slots_and_beds),
    cmocka_unit_test (window_blood_where_the_draws_take_too_long),
    cmocka_unit_test (window_transport_by_intake_room_and_expiry),
    cmocka_unit_test (window_latest_where_the_protocol_ends_first),
    cmocka_unit_test (window_deferral_where_the_harvest_is_put_off_past_it),
    cmocka_unit_test (window_rule_where_a_rule_barred_the_patient_alone),
    cmocka_unit_test (attrition_goes_by_its_hazards_until_the_infusion),
    cmocka_unit_test (marrow_is_lost_on_its_way_and_found_so_at_arrival),
    cmocka_unit_test (the_trace_tells_of_whatever_state_a_patient_leaves),
    cmocka_unit_test (who_never_ends_is_unresolved_when_the_drain_is_over),
  };
  return cmocka_run_group_tests_name ("models/fates", tests, NULL, NULL);
}
