/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of conservation: in every shipped scenario, told anew from what a run leaves. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "scenarios/reader.h"

#include <string.h>

/* The run itself checks the laws of conservation in integers and fails where one is
 * broken (models/run.c).  Here they are checked once more from outside, by the metrics
 * and the trace. */

static double
lost_by (const TestRun *run, const SimCatalogue *catalogue, const char *fate)
{
  g_autofree char *name = g_strconcat ("lost-", fate, NULL);
  return sim_catalogue_find_metric (catalogue, name, "all") < 0
             ? 0.0
             : test_metric (run, name, "all");
}

/* Each patient of the cohort has exactly one fate; the eligible are the infused and every
 * fate after eligibility. */
static void
check_fates (const TestRun *run)
{
  const Scenario *scenario = test_run_scenario (run);
  g_autoptr (ModelMeasures) measures = model_measures_new (scenario);
  double infused = test_metric (run, "infused", "all");
  double fates = infused, after = infused;
  double unresolved = 0.0;
  for (int fate = MODEL_FATE_INFUSED + 1; fate < model_fate_count (scenario); fate++)
    {
      g_autofree char *name = model_fate_name (scenario, fate);
      double lost = lost_by (run, measures->catalogue, name);
      fates += lost;
      if (fate == MODEL_FATE_UNRESOLVED)
        unresolved = lost;
      else if (model_fate_is_after_eligibility (scenario, fate))
        after += lost;
    }
  assert_near (fates, test_metric (run, "injured", "all"), 0.0);
  double eligible = test_metric (run, "eligible", "all");
  assert_true (after <= eligible && eligible <= after + unresolved);
}

/* The cohort's rows: one a patient, each with one fate, dates in their order. */
static void
check_rows (const TestRun *run)
{
  static const char *const steps[] = { "injured", "referred", "eligible", "booked",
                                       "left" };
  static const char *const batch[] = { "harvested", "cultured", "released", "infused" };
  const SimTable *table = test_run_trace (run)->patients;
  int fate = sim_table_find_column (table, "fate");
  int cohort = sim_table_find_column (table, "_cohort");
  int number = sim_table_find_column (table, "_number");
  double n_cohort = 0.0, last_number = 0.0;
  for (size_t row = 0; row < sim_table_row_count (table); row++)
    {
      const SimCell *cells = sim_table_row (table, row);
      assert_true (cells[number].number > last_number);
      last_number = cells[number].number;
      if (cells[cohort].number > 0.0)
        {
          n_cohort++;
          assert_non_null (cells[fate].text);
        }
      double last = -HUGE_VAL;
      for (size_t i = 0; i < G_N_ELEMENTS (steps); i++)
        {
          double day = cells[sim_table_find_column (table, steps[i])].number;
          assert_false (day < last);
          last = isnan (day) ? last : day;
        }
      last = cells[sim_table_find_column (table, "booked")].number;
      for (size_t i = 0; i < G_N_ELEMENTS (batch); i++)
        {
          double day = cells[sim_table_find_column (table, batch[i])].number;
          assert_false (day < last);
          last = isnan (day) ? last : day;
        }
    }
  assert_near (n_cohort, test_metric (run, "injured", "all"), 0.0);
}

/* Little's law on this very run: the time-average number waiting over the measured period
 * is the sum of the waits in it, by the period. */
static void
check_little (const TestRun *run)
{
  const Scenario *scenario = test_run_scenario (run);
  const SimTrace *trace = test_run_trace (run);
  int waiting = sim_trace_find_span_kind (trace, "waiting");
  int64_t sum = 0;
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      assert_true (span->kind >= 0 && (size_t) span->kind < trace->n_span_kinds);
      if (span->kind != waiting)
        continue;
      SimTime begin = MAX (span->begin, scenario->warm_up);
      sum += MAX (0, MIN (span->end, scenario->end) - begin);
    }
  double period = (double) (scenario->end - scenario->warm_up);
  assert_near (test_metric (run, "waiting", "all"), (double) sum / period, 1e-12);
}

static void
check_file (const char *folder, const char *name, bool with_all_rules)
{
  GError *error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), folder, name, NULL);
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  if (error != NULL)
    print_error ("%s\n", error->message);
  assert_null (error);
  for (int rule = 0; rule < (int) scenario->n_rules; rule++)
    if (with_all_rules || rule == scenario->use)
      for (int replication = 0; replication < 2; replication++)
        {
          g_autoptr (TestRun) run =
              test_run_borrowed (scenario, scenario->rules[rule].id, replication);
          check_fates (run);
          check_rows (run);
          check_little (run);
        }
}

/* Checks every scenario file of @folder; rules.xml is none. */
static void
check_folder (const char *folder, bool with_all_rules, int least)
{
  scenario_reader_init ();
  g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), folder, NULL);
  g_autoptr (GDir) files = g_dir_open (path, 0, NULL);
  assert_non_null (files);
  int n = 0;
  for (const char *name = g_dir_read_name (files); name != NULL;
       name = g_dir_read_name (files))
    if (g_str_has_suffix (name, ".xml") && strcmp (name, "rules.xml") != 0)
      {
        print_message ("# %s\n", name);
        check_file (folder, name, with_all_rules);
        n++;
      }
  assert_true (n >= least);
}

static void
conservation_in_every_shipped_scenario_under_every_rule (void **state)
{
  (void) state;
  check_folder ("scenarios", true, 10);
}

static void
conservation_in_every_textbook_queue (void **state)
{
  (void) state;
  check_folder ("scenarios/queueing", false, 10);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (conservation_in_every_shipped_scenario_under_every_rule),
    cmocka_unit_test (conservation_in_every_textbook_queue),
  };
  return cmocka_run_group_tests_name ("models/conservation", tests, NULL, NULL);
}
