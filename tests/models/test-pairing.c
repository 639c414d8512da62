/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules on the same patients: what pairing saves, and what no rule can change. */
#include "tests/support/study.h"

#include "scenarios/reader.h"
#include "sim/comparison.h"
#include "sim/queueing.h"
#include "tests/support/replication.h"

#define LEVEL 0.95

static void
pairing_makes_differences_sharper (G_GNUC_UNUSED void **state)
{
  /* Var (A first) + var (first come), what independent runs would give, against the
   * variance of the paired difference, in 100 replications.  A reduction is a ratio of
   * variances: its relative error is about root (2 x 2 / 99), a fifth. */
  static const struct
  {
    const char *name, *group;
    double least;
  } measures[] = {
    { "infused", "all", 2 }, { "infused-share", "all", 2 },   { "infused", "A", 1 },
    { "infused", "C", 2 },   { "wasted-products", "all", 1 },
  };
  static const char *const rules[] = { "fcfs", "ais-a-first", NULL };
  g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "scenarios",
                                            "early-supply.xml", NULL);
  g_autoptr (GError) error = NULL;
  scenario_reader_init ();
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  assert_non_null (scenario);
  g_autoptr (TestStudy) test = test_study_new (scenario, rules, scenario->seed);
  test_study_simulate (test, 0, 100);
  int baseline = test_study_variant (test, "fcfs");
  int variant = test_study_variant (test, "ais-a-first");
  g_autofree SimDifference *differences =
      g_new (SimDifference, test->catalogue->n_metrics);
  assert_true (sim_comparison_paired (test->results, baseline, &variant, 1, NULL, 0,
                                      LEVEL, differences, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (measures); i++)
    {
      int metric = test_study_metric (test, measures[i].name, measures[i].group);
      print_message ("# %s:%s %+.3f, variance divided by %.2f\n", measures[i].name,
                     measures[i].group, differences[metric].difference,
                     differences[metric].variance_reduction);
      assert_true (differences[metric].variance_reduction > measures[i].least);
    }
  /* The same patients arrive under both: no difference, and no p. */
  int referred = test_study_metric (test, "referred", "all");
  assert_near (differences[referred].low, 0, 0);
  assert_near (differences[referred].high, 0, 0);
}

/* M/M/5 with three grades, 87.5 per cent busy, nobody ever lost: 7 a day, a day and 5/8
 * of culture.  Every rule here gives a free line to somebody who waits. */
#define SERVERS 5
#define MU      1.6
#define PLAIN                                                                            \
  "<scenario format='1' name='plain' start='2020-01-01' end='2021-01-01'>"               \
  "<experiment warm-up='60'/>"                                                           \
  "<patients><arrivals per-year='2556.75'/><grades A='0.2' B='0.3' C='0.5'/></patients>" \
  "<plant gate='line'><pool id='line' capacity='5'/>"                                    \
  "<stage id='culture' uses='line'><exponential mean='0.625'/></stage></plant>"          \
  "<allocation use='fcfs'>"                                                              \
  "<rule id='fcfs'><order by='referral'/></rule>"                                        \
  "<rule id='a-first'><first grade='A'/><order by='referral'/></rule>"                   \
  "<rule id='by-severity'><order by='grade'/><order by='referral'/></rule>"              \
  "<rule id='last-first'><order by='referral' direction='descending'/></rule>"           \
  "<rule id='lottery'><order by='lottery'/></rule>"                                      \
  "<rule id='reserve'><reserve grade='A' share='0.5' kind='soft' over='20'/>"            \
  "<order by='referral'/></rule>"                                                        \
  "<rule id='points'><points of='grade' A='3' B='2' C='1'/>"                             \
  "<points of='waited' per-day='1'/></rule>"                                             \
  "</allocation></scenario>"

static void
no_rule_changes_the_mean_wait_of_all (G_GNUC_UNUSED void **state)
{
  /* Conservation (Kleinrock 1965, Nav. Res. Logist. Q. 12, 181-192): the rules ask
   * nothing of how long a culture takes, so the mean number waiting and, by Little's law,
   * the mean wait are the same under all.  Six rules, 4 standard errors. */
  g_autoptr (Scenario) scenario = test_scenario (PLAIN, NULL);
  g_autoptr (TestStudy) test = test_study_new (scenario, NULL, 1965);
  test_study_simulate (test, 0, 60);
  int n_variants = test->results->n_variants;
  size_t n_metrics = test->catalogue->n_metrics;
  g_autofree int *others = g_new (int, n_variants);
  g_autofree SimDifference *differences =
      g_new (SimDifference, (size_t) n_variants * n_metrics);
  int n_others = 0;
  for (int v = 0; v < n_variants; v++)
    if (v != test_study_variant (test, "fcfs"))
      others[n_others++] = v;
  assert_int_equal (n_others, 6);
  assert_true (sim_comparison_paired (test->results, test_study_variant (test, "fcfs"),
                                      others, n_others, NULL, 0, LEVEL, differences,
                                      NULL));
  int wait = test_study_metric (test, "wait", "all");
  int tail = test_study_metric (test, "wait.p90", "all");
  for (int i = 0; i < n_others; i++)
    {
      const SimDifference *of_rule = differences + (size_t) i * n_metrics;
      print_message ("# %s: %+.5f +- %.5f days\n",
                     model_study_variant (test->study, (size_t) others[i])->label,
                     of_rule[wait].difference, of_rule[wait].se);
      assert_true (of_rule[wait].se > 0);
      assert_near (of_rule[wait].difference, 0, 4 * of_rule[wait].se);
    }
  /* Who waits long is another matter: the rules are not all one. */
  int last = 0;
  while (others[last] != test_study_variant (test, "last-first"))
    last++;
  assert_true (differences[(size_t) last * n_metrics + (size_t) tail].high < 0);
}

static void
waits_of_grades_follow_the_priority_formula (G_GNUC_UNUSED void **state)
{
  /* Cobham 1954: A before the rest is two classes, by severity three. */
  static const double two[] = { 7 * 0.2, 7 * 0.8 };
  static const double three[] = { 7 * 0.2, 7 * 0.3, 7 * 0.5 };
  static const struct
  {
    const char *rule, *grade;
    const double *lambda;
    int n_classes, class;
  } cases[] = {
    { "a-first", "A", two, 2, 0 },
    { "by-severity", "A", three, 3, 0 },
    { "by-severity", "B", three, 3, 1 },
    { "by-severity", "C", three, 3, 2 },
  };
  static const char *const rules[] = { "fcfs", "a-first", "by-severity", NULL };
  g_autoptr (Scenario) scenario = test_scenario (PLAIN, NULL);
  g_autoptr (TestStudy) test = test_study_new (scenario, rules, 1954);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, test->catalogue->n_metrics);
  test_study_simulate (test, 0, 60);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double expected = sim_queueing_priority_wait (
          SERVERS, cases[i].lambda, cases[i].n_classes, MU, cases[i].class);
      assert_true (sim_confidence_estimate (test->results,
                                            test_study_variant (test, cases[i].rule),
                                            LEVEL, estimates, NULL));
      const SimEstimate *wait =
          &estimates[test_study_metric (test, "wait", cases[i].grade)];
      assert_near (wait->mean, expected,
                   4 * wait->sd / sqrt ((double) wait->replications));
    }
  /* And first come, first served treats all grades alike: Erlang C. */
  assert_true (sim_confidence_estimate (test->results, test_study_variant (test, "fcfs"),
                                        LEVEL, estimates, NULL));
  double alike = sim_queueing_priority_wait (SERVERS, (const double[]){ 7 }, 1, MU, 0);
  const SimEstimate *of_a = &estimates[test_study_metric (test, "wait", "A")];
  assert_near (of_a->mean, alike, 4 * of_a->sd / sqrt ((double) of_a->replications));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (pairing_makes_differences_sharper),
    cmocka_unit_test (no_rule_changes_the_mean_wait_of_all),
    cmocka_unit_test (waits_of_grades_follow_the_priority_formula),
  };
  return cmocka_run_group_tests_name ("models-pairing", tests, NULL, NULL);
}
