/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of measures: every metric of one small history, by hand. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

/* One line, ten days of culture, one draw on a date before the harvest.  B is let in from
 * day 45 (2019-06-20) on only, C is eligible but not covered at the infusion.
 *
 *      injured  booked  draw  harvest  culture   end
 *   p  A   0       0      0      1      1 to 11  infused on 11
 *   q  A   2      11     11     12     12 to 22  infused on 22
 *   r  C   3      22     22     23     23 to 33  recovered on 33
 *   s  B  38      45     45     46     46 to 56  infused on 56
 *
 * Measured are days 10 to 366: 356 days. */
#define HISTORY                                                                          \
  "<scenario format='1' name='test' start='" TEST_START "' end='2020-05-06'>"            \
  "<experiment warm-up='10'/>" TEST_PATIENTS "<eligibility grades='A B C'/>" TEST_WINDOW \
  "<blood total-ml='200' draws='1'><draw day='-1'/></blood>"                             \
  "<plant gate='line'><pool id='line' capacity='1'/>"                                    \
  "<stage id='culture' uses='line'><constant value='10'/></stage></plant>"               \
  "<infusion grades='A B'/>"                                                             \
  "<outcome day='220'><observed grade='A' n='1' one-or-more='1' two-or-more='0'/>"       \
  "<score id='scim' grade='A' n='6' mean='3.25' sd='0'/>"                                \
  "<adverse-event id='anaemia' at='draw' n='1' of='1'/>"                                 \
  "<adverse-event id='pain' at='harvest' n='1' of='1'/>"                                 \
  "<adverse-event id='shock' at='harvest' n='0' of='1'/>"                                \
  "<adverse-event id='fever' at='infusion' n='1' of='1'/></outcome>"                     \
  "<cost per='product' amount='1000' currency='JPY'/>"                                   \
  "<cost per='harvest' amount='100' currency='JPY'/>"                                    \
  "<cost per='draw' amount='10' currency='JPY'/>"                                        \
  "<cost per='line-day' amount='1' currency='JPY'/>"                                     \
  "<allocation use='r'><rule id='r'>"                                                    \
  "<phase until='2019-06-20'><only grade='A C'/><order by='referral'/></phase>"          \
  "<phase><order by='referral'/></phase></rule></allocation></scenario>"
static const char history[] = "id,injured,grade\np,0,A\nq,2,A\nr,3,C\ns,38,B\n";

#define assert_metric(run, name, group, expected)                                        \
  assert_near (test_metric ((run), (name), (group)), (expected), 1e-12)

static void
counts_are_of_patients_and_each_counts_once (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (HISTORY, history);
  assert_day (run, "s", "infused", 56);
  assert_metric (run, "referred", "all", 4);
  assert_metric (run, "booked", "all", 4);
  assert_metric (run, "harvested", "all", 4);
  assert_metric (run, "released", "all", 4);
  assert_metric (run, "infused", "all", 3);
  assert_metric (run, "infused", "A", 2);
  assert_metric (run, "infused-share", "all", 3.0 / 4);
  assert_metric (run, "infused-of-referred", "C", 0);
  assert_metric (run, "lost-recovered", "all", 1);
  assert_metric (run, "lost-window", "all", 0);
}

static void
times_are_from_their_beginnings (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (HISTORY, history);
  /* Waits of 0, 9, 19 and 7 days; exactly 7 days are within 7. */
  assert_metric (run, "wait", "all", (0 + 9 + 19 + 7) / 4.0);
  assert_metric (run, "booked-by.7", "all", 2.0 / 4);
  assert_metric (run, "booked-by.14", "all", 3.0 / 4);
  assert_metric (run, "booked-by.21", "all", 4.0 / 4);
  assert_metric (run, "booked-by.7", "A", 1.0 / 2);
  assert_metric (run, "harvest-day", "all", (1 + 10 + 20 + 8) / 4.0);
  assert_metric (run, "infusion-day", "all", (11 + 20 + 18) / 3.0);
  assert_metric (run, "vein-to-vein", "all", 10);
}

static void
what_was_in_vain_and_what_it_cost (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (HISTORY, history);
  assert_metric (run, "wasted-products", "all", 1);
  assert_metric (run, "wasted-products", "A", 0);
  assert_metric (run, "wasted-line-days", "all", 10);
  assert_metric (run, "blood-in-vain", "all", 200);
  assert_metric (run, "harvests-in-vain", "C", 1);
  assert_metric (run, "draws", "all", 1);
  /* Four products, four harvests, four draws, forty line days. */
  assert_metric (run, "cost", "all", 4000 + 400 + 40 + 40);
  assert_metric (run, "cost", "A", 2000 + 200 + 20 + 20);
}

static void
levels_are_averages_of_the_measured_period (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (HISTORY, history);
  /* Waiting: q 10 to 11, r 10 to 22, s 38 to 45.  In use: p 10 to 11 and three batches.
   * Reserved: from the bookings on 11, 22 and 45 to the harvests.  Idle while s waits. */
  assert_metric (run, "waiting", "all", (1 + 12 + 7) / 356.0);
  assert_metric (run, "waiting-max", "all", 2);
  assert_metric (run, "utilisation:line", "all", (1 + 10 + 10 + 10) / 356.0);
  assert_metric (run, "reserved:line", "all", 3 / 356.0);
  assert_metric (run, "idle-while-waiting:line", "all", 7 / 356.0);
  assert_metric (run, "infused-per-year", "all", 3 / (356 / 365.25));
}

static void
outcomes_are_of_the_infused (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (HISTORY, history);
  /* A surely improves by one grade, B has neither an effect nor a natural course. */
  assert_metric (run, "improved", "all", 2.0 / 3);
  assert_metric (run, "improved-two", "all", 0);
  assert_metric (run, "improved-natural", "all", 0);
  assert_metric (run, "benefit", "all", 2.0 / 3);
  assert_metric (run, "grade-B-at-outcome", "all", 3.0 / 3);
  /* The mean over those whose grade has a score. */
  assert_metric (run, "score:scim", "all", 3.25);
  /* Of the four drawn, the four harvested, the three infused. */
  assert_metric (run, "adverse:anaemia", "all", 4.0 / 4);
  assert_metric (run, "adverse:pain", "all", 4.0 / 4);
  assert_metric (run, "adverse:shock", "all", 0);
  assert_metric (run, "adverse:fever", "all", 3.0 / 3);
}

static void
months_count_what_happened_in_them (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (HISTORY, history);
  /* May is days 0 to 26, June 26 to 56; on day 56 it is July. */
  assert_near (test_series (run, "harvested", "all", 0), 3, 0.0);
  assert_near (test_series (run, "harvested", "all", 1), 1, 0.0);
  assert_near (test_series (run, "infused", "all", 0), 2, 0.0);
  assert_near (test_series (run, "infused", "all", 1), 0, 0.0);
  assert_near (test_series (run, "infused", "B", 2), 1, 0.0);
  assert_near (test_series (run, "lost", "C", 1), 1, 0.0);
  assert_near (test_series (run, "waiting", "all", 0), (9 + 19) / 26.0, 1e-12);
  assert_near (test_series (run, "waiting", "all", 1), 7 / 30.0, 1e-12);
  assert_near (test_series (run, "in-use:line", "all", 0), (10 + 10 + 3) / 26.0, 1e-12);
  assert_near (test_series (run, "in-use:line", "all", 1), (7 + 10) / 30.0, 1e-12);
  assert_near (test_series (run, "capacity:line", "all", 1), 1, 1e-12);
}

static void
a_remake_counts_once_but_costs_twice (void **state)
{
  (void) state;
  /* Both batches fail after 5 days. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><constant value='5'/>"
                     "<fail probability='1'/></stage><remake attempts='1'/></plant>"
                     "<cost per='harvest' amount='100' currency='JPY'/>"
                     "<cost per='line-day' amount='1' currency='JPY'/>"),
      "id,injured\np,0\n");
  assert_metric (run, "booked", "all", 1);
  assert_metric (run, "harvested", "all", 1);
  assert_near (test_series (run, "booked", "all", 0), 1, 0.0);
  assert_near (test_series (run, "harvested", "all", 0), 1, 0.0);
  assert_metric (run, "harvests-in-vain", "all", 2);
  assert_metric (run, "wasted-line-days", "all", 10);
  assert_metric (run, "harvest-day", "all", 5);
  assert_metric (run, "cost", "all", 200 + 10);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (counts_are_of_patients_and_each_counts_once),
    cmocka_unit_test (times_are_from_their_beginnings),
    cmocka_unit_test (what_was_in_vain_and_what_it_cost),
    cmocka_unit_test (levels_are_averages_of_the_measured_period),
    cmocka_unit_test (outcomes_are_of_the_infused),
    cmocka_unit_test (months_count_what_happened_in_them),
    cmocka_unit_test (a_remake_counts_once_but_costs_twice),
  };
  return cmocka_run_group_tests_name ("models/measures", tests, NULL, NULL);
}
