/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the hindsight bound: no rule exceeds it, and it is exact where nothing binds.
 */
#include "models/bound.h"
#include "models/study.h"
#include "scenarios/parameters.h"
#include "scenarios/reader.h"
#include "tests/support/assert.h"
#include "tests/support/shipped.h"
#include "tests/support/replication.h"

#include <string.h>

#define N_REPLICATIONS 6

static const ModelBoundObjective objectives[] = {
  { { 1, 0, 0, 0, 0, 0 } },
  { { 1, 1, 1, 1, 1, 1 } },
  { { 1, 0.5, 0.25, 0, 0, 0 } },
};
#define N_OBJECTIVES G_N_ELEMENTS (objectives)

/* @scenario with one value changed; takes it over. */
static Scenario *
with (Scenario *scenario, const char *address, const char *value)
{
  g_autoptr (GError) error = NULL;
  Scenario *changed = scenario_with (scenario, address, value, &error);
  if (changed == NULL)
    fail_msg ("%s", error->message);
  scenario_free (scenario);
  return changed;
}

static void
bound (const Scenario *scenario, double *ret_bounds)
{
  g_autoptr (GError) error = NULL;
  if (!model_bound_replications (scenario, 7, N_REPLICATIONS, objectives, N_OBJECTIVES,
                                 ret_bounds, &error))
    fail_msg ("%s", error->message);
}

/* What @rule infuses of grade @group in each replication. */
static void
infused (const Scenario *scenario, int rule, const char *group, double *ret_counts)
{
  const ModelVariant variant = { .label = "r", .scenario = scenario, .rule = rule };
  g_autoptr (ModelStudy) study = model_study_new (&variant, 1, 7);
  const SimCatalogue *catalogue = model_study_catalogue (study);
  int metric = sim_catalogue_find_metric (catalogue, "infused", group);
  assert_true (metric >= 0);
  gpointer worker = model_study_worker_new (study);
  SimRecord record;
  sim_record_init (&record, catalogue);
  for (int64_t r = 0; r < N_REPLICATIONS; r++)
    {
      g_autoptr (GError) error = NULL;
      sim_record_reset (&record, catalogue);
      assert_true (model_study_run (worker, 0, r, false, &record, &error));
      ret_counts[r] = record.columns[catalogue->metrics[metric].column];
    }
  sim_record_clear (&record, catalogue);
  model_study_worker_free (worker);
}

/* Every rule of @scenario, replication by replication, for each objective. */
static void
assert_no_rule_exceeds_the_bound (const Scenario *scenario)
{
  double bounds[N_OBJECTIVES * N_REPLICATIONS];
  bound (scenario, bounds);
  for (int rule = 0; rule < (int) scenario->n_rules; rule++)
    {
      double counts[3][N_REPLICATIONS];
      for (int g = 0; g < 3; g++)
        infused (scenario, rule, scenario_grade_name ((ScenarioGrade) g), counts[g]);
      for (size_t o = 0; o < N_OBJECTIVES; o++)
        for (int r = 0; r < N_REPLICATIONS; r++)
          {
            double reached = 0;
            for (int g = 0; g < 3; g++)
              reached += objectives[o].weights[g] * counts[g][r];
            if (reached > bounds[o * N_REPLICATIONS + (size_t) r] + 1e-9)
              fail_msg ("%s, rule %s, objective %d, replication %d: %g above %g",
                        scenario->name, scenario->rules[rule].id, (int) o, r, reached,
                        bounds[o * N_REPLICATIONS + (size_t) r]);
          }
    }
}

static void
no_rule_exceeds_the_bound_in_early_supply (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = shipped_read ("early-supply.xml");
  assert_no_rule_exceeds_the_bound (scenario);
}

static void
no_rule_exceeds_the_bound_while_lines_grow (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = shipped_read ("when-to-open.xml");
  assert_no_rule_exceeds_the_bound (scenario);
}

static void
no_rule_exceeds_the_bound_without_call_ahead (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario =
      with (shipped_read ("early-supply.xml"), "plant.call-ahead-days", "0");
  assert_no_rule_exceeds_the_bound (scenario);
}

/* Without calendars, blood, loss, and with more lines than patients, whoever is eligible
 * is infused, and the bound knows it. */
static void
the_bound_is_reached_where_nothing_binds (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario =
      with (shipped_read ("small-model.xml"), "pool:line", "1000");
  double bounds[N_OBJECTIVES * N_REPLICATIONS], counts[N_REPLICATIONS];
  bound (scenario, bounds);
  infused (scenario, 0, "A", counts);
  for (int r = 0; r < N_REPLICATIONS; r++)
    assert_near (bounds[r], counts[r], 0);
  infused (scenario, 0, "all", counts);
  for (int r = 0; r < N_REPLICATIONS; r++)
    assert_near (bounds[N_REPLICATIONS + r], counts[r], 0);
}

/* One line, windows of 4 days, cultures of 10: p (referred on day 0) and q (day 2) cannot
 * both be treated, r (day 30) can.  q's culture may work from 2 to 16 (injured on day 2,
 * start by day 6), p's from 0 to 14.  Slices of 7 days from day 0: 7 and 7, and of the
 * third q's two days: 16 of 20 wanted.  r has its ten.  1.6 + 1 = 2.6, rounded down: 2,
 * which is the optimum.  With a weight of a half for p (A) and 1 for q and r (B): q
 * first, 10, then p 6: 1 + 0.3 + 1 = 2.3, not rounded. */
static void
a_small_case_is_bounded_as_by_hand (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = test_scenario (
      TEST_SCENARIO (TEST_PATIENTS "<harvest window='4' count='elapsed'/>"
                                   "<plant gate='line'><pool id='line' capacity='1'/>"
                                   "<stage id='culture' uses='line'>"
                                   "<constant value='10'/></stage></plant>"),
      "id,injured,referred,grade\np,0,0,A\nq,2,0,B\nr,30,0,B\n");
  static const ModelBoundObjective own[] = { { { 1, 1, 1, 1, 1, 1 } },
                                             { { 0.5, 1, 1, 0, 0, 0 } } };
  double bounds[2];
  assert_true (model_bound_replications (scenario, 1, 1, own, 2, bounds, NULL));
  assert_near (bounds[0], 2, 0);
  assert_near (bounds[1], 2.3, 1e-12);
  g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, 0);
  assert_near (test_metric (run, "infused", "all"), 2, 0);
}

/* What foresight knows to be in vain counts nothing: a batch that fails, an infusion that
 * is stopped, a latest day that the culture passes. */
static void
what_is_in_vain_is_not_counted (void **state)
{
  (void) state;
  static const char *const tails[] = {
    "<constant value='10'/><fail probability='1'/></stage></plant>",
    "<constant value='10'/></stage></plant><infusion stopped='1'/>",
    "<constant value='10'/></stage></plant><infusion latest-day='9'/>",
  };
  for (size_t i = 0; i < G_N_ELEMENTS (tails); i++)
    {
      g_autofree char *xml = g_strconcat (
          "<scenario format='1' name='test' start='" TEST_START
          "' end='2020-05-06'>" TEST_PATIENTS "<harvest window='4' count='elapsed'/>"
          "<plant gate='line'><pool id='line' capacity='1'/>"
          "<stage id='culture' uses='line'>",
          tails[i], "</scenario>", NULL);
      g_autoptr (Scenario) scenario =
          test_scenario (xml, "id,injured,referred,grade\np,0,0,A\n");
      double bounds[1];
      assert_true (
          model_bound_replications (scenario, 1, 1, &objectives[1], 1, bounds, NULL));
      assert_near (bounds[0], 0, 0);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (no_rule_exceeds_the_bound_in_early_supply),
    cmocka_unit_test (no_rule_exceeds_the_bound_while_lines_grow),
    cmocka_unit_test (no_rule_exceeds_the_bound_without_call_ahead),
    cmocka_unit_test (the_bound_is_reached_where_nothing_binds),
    cmocka_unit_test (a_small_case_is_bounded_as_by_hand),
    cmocka_unit_test (what_is_in_vain_is_not_counted),
  };
  return cmocka_run_group_tests_name ("bound", tests, NULL, NULL);
}
