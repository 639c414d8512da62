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

static void
a_batch_lost_before_the_infusion_is_wasted_alone (void **state)
{
  (void) state;
  /* Batches of 5 days fail as often as not, up to three remakes.  With the harvest of the
   * last batch on day 5k, k batches came before it; who is infused has wasted those. */
  g_autoptr (Scenario) scenario = test_scenario (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><constant value='5'/>"
                     "<fail probability='0.5'/></stage><remake attempts='3'/></plant>"),
      "id,injured\np,0\n");
  int n_infused_later = 0;
  for (int replication = 0; replication < 12; replication++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, replication);
      double lost = test_day (run, "p", "harvested") / 5;
      bool is_infused = test_metric (run, "infused", "all") > 0.0;
      n_infused_later += is_infused && lost > 0.0;
      lost += !is_infused;
      assert_metric (run, "wasted-line-days", "all", 5 * lost);
      assert_metric (run, "harvests-in-vain", "all", lost);
    }
  assert_true (n_infused_later > 0);
}

static void
a_lost_batch_counts_though_no_other_follows (void **state)
{
  (void) state;
  /* p: draw 0, harvest 1, failure on day 6; q, who goes first, has the line from then on:
   * draw 6, harvest 7, failure on 12, when its window has closed.  p's closes on day 8.
   */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<harvest window='8' count='elapsed'/>"
                                   "<blood total-ml='200' draws='1'><draw day='-1'/>"
                                   "</blood><plant gate='line'>"
                                   "<pool id='line' capacity='1'/>"
                                   "<stage id='culture' uses='line'>"
                                   "<constant value='5'/><fail probability='1'/></stage>"
                                   "<remake attempts='1'/></plant>"
                                   "<cost per='draw' amount='10' currency='JPY'/>"
                                   "<allocation use='r'><rule id='r'><order by='referral'"
                                   " direction='descending'/></rule></allocation>"),
      "id,injured\np,0\nq,1\n");
  assert_fate (run, "p", "window-line");
  assert_fate (run, "q", "culture");
  assert_metric (run, "harvest-day", "all", (1 + 6) / 2.0);
  assert_metric (run, "blood-in-vain", "all", 400);
  assert_metric (run, "cost", "all", 20);
}

static void
the_cohort_and_the_period_end_before_the_end (void **state)
{
  (void) state;
  /* An injury a day from day 1 on: the cohort's are those of days 10 to 365. */
  g_autoptr (TestRun) cohort = test_run (
      "<scenario format='1' name='test' start='" TEST_START "' end='2020-05-06'>"
      "<experiment warm-up='10'/><patients><arrivals><interval><constant value='1'/>"
      "</interval></arrivals></patients></scenario>",
      NULL);
  assert_metric (cohort, "injured", "all", 356);
  /* The second infusion, on day 375, is after the end. */
  g_autoptr (TestRun) late = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<plant><stage id='culture'><constant value='10'/>"
                                   "</stage></plant>"),
      "id,injured\np,0\nq,365\n");
  assert_metric (late, "infused", "all", 2);
  assert_metric (late, "infused-per-year", "all", 1 / (366 / 365.25));
  /* Three wait from day 0 to 3, two to 6, one to 9: from day 5 on at most two. */
  g_autoptr (TestRun) waiting = test_run (
      "<scenario format='1' name='test' start='" TEST_START "' end='2020-05-06'>"
      "<experiment warm-up='5'/>" TEST_PATIENTS
      "<plant gate='line'><pool id='line' capacity='1'/>"
      "<stage id='culture' uses='line'><constant value='3'/></stage></plant></scenario>",
      "id,injured\np,0\nq,0\nr,0\ns,0\n");
  assert_metric (waiting, "waiting-max", "all", 2);
  assert_metric (waiting, "waiting", "all", (2 * 1 + 1 * 3) / 361.0);
}

static void
ages_are_of_the_injury_in_bands_and_of_the_referral_in_groups (void **state)
{
  (void) state;
  /* Ten days are 0.027 years: of 17.99 at the injury, 18.02 at the referral. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO ("<group id='adult' min-age='18'/>" TEST_PATIENTS),
                "id,injured,referred,age\np,0,10,17.99\nq,0,0,18\nr,0,0,65\n");
  assert_metric (run, "injured", "age:0-17", 1);
  assert_metric (run, "injured", "age:18-64", 1);
  assert_metric (run, "injured", "age:65+", 1);
  assert_metric (run, "injured", "adult", 3);
}

static void
uncertain_shares_have_jeffreys_prior (void **state)
{
  (void) state;
  /* Nobody of one improved: Dirichlet (1.5, 0.5, 0.5), by which one in 2.5 improves.  Of
   * 600 draws the share's standard error is 0.02; a prior of 1 each would say 0.5. */
  g_autoptr (Scenario) scenario = test_scenario (
      "<scenario format='1' name='test' start='" TEST_START "' end='2020-05-06'>"
      "<experiment><inputs draws='600' replications='1'/></experiment>" TEST_PATIENTS
      "<outcome day='220' uncertainty='dirichlet'><observed grade='A' n='1'"
      " one-or-more='0' two-or-more='0'/></outcome></scenario>",
      "id,injured,grade\np,0,A\n");
  double improved = 0.0;
  for (int replication = 0; replication < 600; replication++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, replication);
      improved += test_metric (run, "improved", "all");
    }
  assert_near (improved / 600, 1 / 2.5, 3 * 0.02);
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
    cmocka_unit_test (a_batch_lost_before_the_infusion_is_wasted_alone),
    cmocka_unit_test (a_lost_batch_counts_though_no_other_follows),
    cmocka_unit_test (the_cohort_and_the_period_end_before_the_end),
    cmocka_unit_test (ages_are_of_the_injury_in_bands_and_of_the_referral_in_groups),
    cmocka_unit_test (uncertain_shares_have_jeffreys_prior),
  };
  return cmocka_run_group_tests_name ("models/measures", tests, NULL, NULL);
}
