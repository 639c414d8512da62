/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain inputs: the rows of a profile, and the observed effect, drawn anew. */
#include "tests/support/study.h"

#include "sim/comparison.h"
#include "sim/inputs.h"
#include "tests/support/replication.h"

#define LEVEL 0.95
#define DRAWS 200
#define EACH  4

/* Guideline, Table 6: harvest day. */
static const char table6[] =
    "id,harvest\n1,11\n2,19\n3,23\n4,23\n5,22\n6,25\n7,16\n8,25\n9,22\n10,21\n11,21\n"
    "12,21\n13,18\n";

#define PROFILE(resample)                                                                \
  "<scenario format='1' name='rows' start='2020-01-01' end='2021-01-01'>"                \
  "<experiment><inputs draws='200' replications='4'/></experiment>"                      \
  "<patients><arrivals per-year='200'/><profile href='patients.csv' gives='harvest' "    \
  "resample='" resample "'/></patients>"                                                 \
  "<harvest window='31'/>"                                                               \
  "<plant gate='line'><pool id='line' capacity='200'/>"                                  \
  "<stage id='culture' uses='line'><constant value='20'/></stage></plant>"               \
  "<allocation use='fcfs'><rule id='fcfs'><order by='referral'/></rule>"                 \
  "<rule id='lottery'><order by='lottery'/></rule></allocation></scenario>"

/* The sum of the 13 days is 267, of their squares 5661: mean 20.54, variance 5661/13 -
 * (267/13)^2 = 13.63.  The mean of 13 rows drawn with replacement has the variance
 * 13.63 / 13 = 1.049, sd 1.024.  A replication's some 200 patients add 13.63 / 200 =
 * 0.07.
 */
#define MEAN         (267 / 13.0)
#define ROW_VARIANCE (5661 / 13.0 - MEAN * MEAN)

static void
estimate (TestStudy *test, SimEstimate *ret_estimate, SimInputEffect *ret_effect)
{
  size_t n_metrics = test->catalogue->n_metrics;
  g_autofree SimEstimate *estimates = g_new (SimEstimate, n_metrics);
  g_autofree SimInputEffect *effects = g_new (SimInputEffect, n_metrics);
  int metric = test_study_metric (test, "harvest-day", "all");
  assert_true (sim_confidence_estimate (test->results, 0, LEVEL, estimates, NULL));
  assert_true (sim_inputs_estimate (test->results, 0, LEVEL, effects, NULL));
  *ret_estimate = estimates[metric];
  *ret_effect = effects[metric];
}

static void
rows_redrawn_for_each_draw_spread_like_a_bootstrap (G_GNUC_UNUSED void **state)
{
  static const char *const rules[] = { "fcfs", NULL };
  g_autoptr (Scenario) scenario = test_scenario (PROFILE ("inputs"), table6);
  g_autoptr (TestStudy) test = test_study_new (scenario, rules, 6);
  test_study_simulate (test, 0, DRAWS * EACH);
  SimEstimate day;
  SimInputEffect effect;
  estimate (test, &day, &effect);
  double of_inputs = ROW_VARIANCE / 13;
  double of_chance = ROW_VARIANCE / 200;
  assert_int_equal (effect.draws, DRAWS);
  /* Without a calendar a harvest is due at the instant, whole days after the injury. */
  assert_near (day.mean, MEAN, 4 * sqrt (of_inputs / DRAWS));
  /* sd and quantiles of 200 draws are known to one part in root 400: a twentieth. */
  double half = (day.high - day.low) / 2;
  double expected = 1.96 * sqrt ((of_inputs + of_chance / EACH) / DRAWS);
  assert_near (half, expected, 3 * 0.05 * expected);
  assert_near (effect.high - effect.low, 2 * 1.96 * sqrt (of_inputs),
               3 * 0.08 * 2 * 1.96 * sqrt (of_inputs));
  assert_near (effect.share, of_inputs / (of_inputs + of_chance), 0.03);
}

static void
rows_drawn_for_each_patient_leave_the_inputs_certain (G_GNUC_UNUSED void **state)
{
  static const char *const rules[] = { "fcfs", NULL };
  g_autoptr (Scenario) scenario = test_scenario (PROFILE ("patient"), table6);
  g_autoptr (TestStudy) test = test_study_new (scenario, rules, 6);
  test_study_simulate (test, 0, DRAWS * EACH);
  SimEstimate day;
  SimInputEffect effect;
  estimate (test, &day, &effect);
  /* Chance alone: the share estimated is at most about 3 root (2 / 200) / 4. */
  assert_true (effect.share < 0.08);
  assert_near ((day.high - day.low) / 2,
               1.96 * sqrt (ROW_VARIANCE / 200 / (DRAWS * EACH)), 0.006);
}

static void
all_rules_see_the_same_inputs (G_GNUC_UNUSED void **state)
{
  /* Lines for all: the rules cannot differ unless their rows do. */
  g_autoptr (Scenario) scenario = test_scenario (PROFILE ("inputs"), table6);
  g_autoptr (TestStudy) test = test_study_new (scenario, NULL, 6);
  test_study_simulate (test, 0, 10 * EACH);
  g_autofree SimDifference *differences =
      g_new (SimDifference, test->catalogue->n_metrics);
  int variant = test_study_variant (test, "lottery");
  assert_true (sim_comparison_paired (test->results, test_study_variant (test, "fcfs"),
                                      &variant, 1, NULL, 0, LEVEL, differences, NULL));
  int metric = test_study_metric (test, "harvest-day", "all");
  assert_near (differences[metric].low, 0, 0);
  assert_near (differences[metric].high, 0, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (rows_redrawn_for_each_draw_spread_like_a_bootstrap),
    cmocka_unit_test (rows_drawn_for_each_patient_leave_the_inputs_certain),
    cmocka_unit_test (all_rules_see_the_same_inputs),
  };
  return cmocka_run_group_tests_name ("models-inputs", tests, NULL, NULL);
}
