/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of relations: what must not change, or only one way, when a scenario changes. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "scenarios/reader.h"

#include <string.h>

/* Everything of the path, two years of demand above what five lines can make. */
#define RICH(sites, rules)                                                               \
  "<scenario format='1' name='rich' start='2019-05-06' end='2021-05-06'>"                \
  "<experiment seed='31' drain='400'/>"                                                  \
  "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'>"     \
  "<closed from='2019-12-28' through='2020-01-05'/></calendar>" sites                    \
  "<patients><arrivals per-year='150'/><sex female='0.25'/>"                             \
  "<grades A='0.4' B='0.2' C='0.4'/>"                                                    \
  "<age><normal mean='55' sd='18' min='0' max='95'/></age>"                              \
  "<weight><normal mean='62' sd='11' min='30' max='120'/></weight>"                      \
  "<haemoglobin><normal mean='12.5' sd='1.3' min='7' max='17'/></haemoglobin>"           \
  "<referral><lognormal mean='7' sd='4'/></referral></patients>"                         \
  "<eligibility grades='A B C'><screening><uniform min='1' max='3'/></screening>"        \
  "<consent probability='0.95'/>"                                                        \
  "<caution id='child' max-age='17' accept='0.1'/></eligibility>"                        \
  "<attrition><hazard id='died' per-day='0.003'/></attrition>"                           \
  "<natural-course><improves from='A' to='B' per-day='0.005' until-day='56'/>"           \
  "<improves from='C' to='D' per-day='0.01' until-day='180'/></natural-course>"          \
  "<harvest window='31'><deferral probability='0.1'/></harvest>"                         \
  "<blood total-ml='960' draws='5' per-kg-ml='5' max-draw-ml='250'"                      \
  " min-interval-days='2' min-haemoglobin='10' haemoglobin-per-day='0.05'>"              \
  "<draw day='-7'/><draw day='-3'/><draw day='5'/><draw day='10'/>"                      \
  "<deferral probability='0.1'/></blood>"                                                \
  "<plant gate='line' call-ahead-days='8'><intake calendar='weekdays' per-day='2'/>"     \
  "<pool id='line' capacity='5'/><pool id='suite' capacity='1'/>"                        \
  "<stage id='culture' uses='line' serum='0.4'><gamma mean='14' sd='3'/>"                \
  "<fail probability='0.05'/></stage>"                                                   \
  "<stage id='fill' uses='line suite' serum='1' calendar='weekdays'>"                    \
  "<constant value='0.25'/></stage>"                                                     \
  "<stage id='testing' uses='line'><constant value='8'/></stage>"                        \
  "<yield><lognormal mean='1.2e8' sd='0.3e8'/></yield>"                                  \
  "<dose min='0.5e8' max='2.0e8' per-kg='3.34e6'/>"                                      \
  "<remake attempts='1' blood='1'/></plant>"                                             \
  "<infusion grades='A B C' expires-days='60'><transport><constant value='1'/>"          \
  "</transport></infusion>"                                                              \
  "<allocation use='fcfs'>" rules "</allocation></scenario>"

#define ONE_SITE                                                                         \
  "<sites><site id='only' share='1' calendar='weekdays'>"                                \
  "<transport lost='0.01' expires-days='4'><triangular min='0.2' mode='0.3' max='1'/>"   \
  "</transport></site></sites>"
#define TWO_SITES                                                                        \
  "<sites><site id='east' share='0.3' calendar='weekdays'>"                              \
  "<transport lost='0.01' expires-days='4'><triangular min='0.2' mode='0.3' max='1'/>"   \
  "</transport></site><site id='west' share='0.7' calendar='weekdays'>"                  \
  "<transport lost='0.01' expires-days='4'><triangular min='0.2' mode='0.3' max='1'/>"   \
  "</transport></site></sites>"
#define FCFS "<rule id='fcfs'><order by='referral'/></rule>"

static bool
is_among (const char *name, const char *const *names)
{
  for (; *names != NULL; names++)
    if (strcmp (name, *names) == 0)
      return true;
  return false;
}

/* Asserts that the tables agree in all columns but @but (NULL-terminated). */
static void
assert_same_table (const SimTable *a, const SimTable *b, const char *const *but)
{
  assert_int_equal (sim_table_row_count (a), sim_table_row_count (b));
  assert_true (sim_table_row_count (a) > 0);
  for (size_t column = 0; column < sim_table_column_count (a); column++)
    {
      const SimTableColumn *told = sim_table_column (a, column);
      if (is_among (told->name, but))
        continue;
      for (size_t row = 0; row < sim_table_row_count (a); row++)
        {
          const SimCell *x = &sim_table_row (a, row)[column];
          const SimCell *y = &sim_table_row (b, row)[column];
          bool is_same;
          if (told->decimals == SIM_TABLE_TEXT)
            is_same = g_strcmp0 (x->text, y->text) == 0;
          else
            is_same = x->number == y->number || (isnan (x->number) && isnan (y->number));
          if (!is_same)
            fail_msg ("row %zu differs in %s", row, told->name);
        }
    }
}

static void
assert_same_run (const TestRun *a, const TestRun *b, const char *const *but)
{
  assert_same_table (test_run_trace (a)->patients, test_run_trace (b)->patients, but);
  assert_same_table (test_run_trace (a)->decisions, test_run_trace (b)->decisions, but);
}

static void
a_site_without_limits_split_in_two_changes_names_only (void **state)
{
  (void) state;
  static const char *const but[] = { "site", NULL };
  g_autoptr (Scenario) one = test_scenario (RICH (ONE_SITE, FCFS), NULL);
  g_autoptr (Scenario) two = test_scenario (RICH (TWO_SITES, FCFS), NULL);
  for (int replication = 0; replication < 3; replication++)
    {
      g_autoptr (TestRun) a = test_run_borrowed (one, NULL, replication);
      g_autoptr (TestRun) b = test_run_borrowed (two, NULL, replication);
      assert_same_run (a, b, but);
    }
}

static void
equal_points_followed_by_referral_are_first_come_first_served (void **state)
{
  (void) state;
  static const char *const but[] = { "keys", "runner_up_keys", NULL };
  g_autoptr (Scenario) scenario = test_scenario (
      RICH (ONE_SITE,
            FCFS "<rule id='equal'><points of='grade' A='7' B='7' C='7'/>"
                 "<points of='slack' per-day='0'/><order by='referral'/></rule>"),
      NULL);
  g_autoptr (TestRun) fcfs = test_run_borrowed (scenario, "fcfs", 1);
  g_autoptr (TestRun) equal = test_run_borrowed (scenario, "equal", 1);
  assert_same_run (fcfs, equal, but);
}

static void
a_hard_reserve_of_everything_is_only (void **state)
{
  (void) state;
  static const char *const but[] = { "reason", NULL };
  g_autoptr (Scenario) scenario = test_scenario (
      RICH (ONE_SITE,
            FCFS "<rule id='only'><only grade='A'/><order by='deadline'/></rule>"
                 "<rule id='reserve'><reserve grade='A' share='1' kind='hard'/>"
                 "<order by='deadline'/></rule>"
                 "<rule id='first'><first grade='A'/><order by='deadline'/></rule>"
                 "<rule id='soft'><reserve grade='A' share='1' kind='soft'/>"
                 "<order by='deadline'/></rule>"),
      NULL);
  for (int replication = 0; replication < 3; replication++)
    {
      g_autoptr (TestRun) only = test_run_borrowed (scenario, "only", replication);
      g_autoptr (TestRun) hard = test_run_borrowed (scenario, "reserve", replication);
      assert_same_run (only, hard, but);
      g_autoptr (TestRun) first = test_run_borrowed (scenario, "first", replication);
      g_autoptr (TestRun) soft = test_run_borrowed (scenario, "soft", replication);
      assert_same_run (first, soft, but);
    }
}

static void
a_waiting_time_that_all_share_alike_ranks_like_the_order (void **state)
{
  (void) state;
  /* Points by waiting alone rank by eligibility, whatever the slope. */
  static const char *const but[] = { "keys", "runner_up_keys", NULL };
  g_autoptr (Scenario) scenario = test_scenario (
      RICH (ONE_SITE, FCFS "<rule id='order'><order by='eligible'/></rule>"
                           "<rule id='points'><points of='waited' per-day='1'/></rule>"
                           "<rule id='slack'><points of='slack' per-day='-2'/></rule>"
                           "<rule id='deadline'><order by='deadline'/></rule>"),
      NULL);
  g_autoptr (TestRun) order = test_run_borrowed (scenario, "order", 2);
  g_autoptr (TestRun) points = test_run_borrowed (scenario, "points", 2);
  assert_same_run (order, points, but);
  g_autoptr (TestRun) slack = test_run_borrowed (scenario, "slack", 2);
  g_autoptr (TestRun) deadline = test_run_borrowed (scenario, "deadline", 2);
  assert_same_run (slack, deadline, but);
}

/* Asserts that patients of the same number have the same body and injury in both.  Who is
 * still present when the run ends is not followed further, so only fates are compared. */
static void
assert_same_patients (const TestRun *a, const TestRun *b)
{
  static const char *const columns[] = { "sex",         "age",     "weight",
                                         "haemoglobin", "injured", "referred",
                                         "eligible",    "site",    "grade_referral" };
  const SimTable *x = test_run_trace (a)->patients, *y = test_run_trace (b)->patients;
  size_t n = MIN (sim_table_row_count (x), sim_table_row_count (y));
  assert_true (n > 100);
  int fate = sim_table_find_column (x, "fate");
  for (size_t i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      int column = sim_table_find_column (x, columns[i]);
      bool is_text = sim_table_column (x, (size_t) column)->decimals == SIM_TABLE_TEXT;
      for (size_t row = 0; row < n; row++)
        {
          const SimCell *p = &sim_table_row (x, row)[column];
          const SimCell *q = &sim_table_row (y, row)[column];
          if (sim_table_row (x, row)[fate].text == NULL ||
              sim_table_row (y, row)[fate].text == NULL)
            continue;
          if (is_text)
            assert_int_equal (g_strcmp0 (p->text, q->text), 0);
          else if (!isnan (p->number) || !isnan (q->number))
            assert_near (p->number, q->number, 0.0);
        }
    }
}

static void
the_nth_patient_is_the_same_under_every_rule_and_capacity (void **state)
{
  (void) state;
  scenario_reader_init ();
  GError *error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "scenarios",
                                            "early-supply.xml", NULL);
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  assert_null (error);
  g_autoptr (TestRun) base = test_run_borrowed (scenario, NULL, 0);
  for (size_t rule = 0; rule < scenario->n_rules; rule++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, scenario->rules[rule].id, 0);
      assert_same_patients (base, run);
    }
  g_autoptr (Scenario) more = scenario_with (scenario, "pool:line", "20", &error);
  assert_null (error);
  g_autoptr (TestRun) run = test_run_borrowed (more, NULL, 0);
  assert_same_patients (base, run);
  assert_true (test_metric (run, "infused", "all") >
               test_metric (base, "infused", "all"));
}

static void
the_same_replication_twice_is_the_same_and_another_is_not (void **state)
{
  (void) state;
  static const char *const but[] = { NULL };
  g_autoptr (Scenario) scenario = test_scenario (RICH (ONE_SITE, FCFS), NULL);
  g_autoptr (TestRun) a = test_run_borrowed (scenario, NULL, 4);
  g_autoptr (TestRun) b = test_run_borrowed (scenario, NULL, 4);
  assert_same_run (a, b, but);
  g_autoptr (TestRun) c = test_run_borrowed (scenario, NULL, 5);
  assert_true (test_day (a, "1", "injured") != test_day (c, "1", "injured"));
}

static void
one_more_line_never_serves_fewer_in_a_plain_queue (void **state)
{
  (void) state;
  /* First come, first served, constant patience: more lines serve more, on average; the
   * same patients, so that the mean difference of 20 replications is far from 0. */
  GError *error = NULL;
  g_autoptr (Scenario) scenario = test_scenario (
      "<scenario format='1' name='plain' start='2019-01-01' end='2023-01-01'>"
      "<patients><arrivals per-year='120'/></patients>"
      "<harvest window='31' count='elapsed'/>"
      "<plant gate='line'><pool id='line' capacity='5'/>"
      "<stage id='culture' uses='line'><gamma mean='28' sd='6'/></stage></plant>"
      "</scenario>",
      NULL);
  double last = 0.0;
  for (int lines = 5; lines <= 9; lines++)
    {
      char capacity[8];
      g_snprintf (capacity, sizeof capacity, "%d", lines);
      g_autoptr (Scenario) changed =
          scenario_with (scenario, "pool:line", capacity, &error);
      assert_null (error);
      double infused = 0.0;
      for (int replication = 0; replication < 20; replication++)
        {
          g_autoptr (TestRun) run = test_run_borrowed (changed, NULL, replication);
          infused += test_metric (run, "infused", "all");
        }
      assert_true (infused > last);
      last = infused;
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_site_without_limits_split_in_two_changes_names_only),
    cmocka_unit_test (equal_points_followed_by_referral_are_first_come_first_served),
    cmocka_unit_test (a_hard_reserve_of_everything_is_only),
    cmocka_unit_test (a_waiting_time_that_all_share_alike_ranks_like_the_order),
    cmocka_unit_test (the_nth_patient_is_the_same_under_every_rule_and_capacity),
    cmocka_unit_test (the_same_replication_twice_is_the_same_and_another_is_not),
    cmocka_unit_test (one_more_line_never_serves_fewer_in_a_plain_queue),
  };
  return cmocka_run_group_tests_name ("models/metamorphic", tests, NULL, NULL);
}
