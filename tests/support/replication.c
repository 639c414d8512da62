/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One traced replication of a small scenario, and what it says of each patient. */
#include "tests/support/replication.h"

#include "tests/support/assert.h"

#include "models/run.h"
#include "scenarios/reader.h"

#include <glib/gstdio.h>
#include <string.h>

struct TestRun
{
  Scenario *owned;
  const Scenario *scenario;
  ModelMeasures *measures;
  SimRecord record;
  char *bookings;
};

Scenario *
test_scenario (const char *xml, const char *csv)
{
  GError *error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("day31-test-XXXXXX", NULL);
  assert_non_null (folder);
  g_autofree char *path = g_build_filename (folder, "scenario.xml", NULL);
  g_autofree char *patients = g_build_filename (folder, "patients.csv", NULL);
  assert_true (g_file_set_contents (path, xml, -1, NULL));
  if (csv != NULL)
    assert_true (g_file_set_contents (patients, csv, -1, NULL));
  scenario_reader_init ();
  Scenario *scenario = scenario_read (path, NULL, &error);
  g_unlink (path);
  g_unlink (patients);
  g_rmdir (folder);
  if (error != NULL)
    print_error ("%s\n", error->message);
  assert_null (error);
  return scenario;
}

static TestRun *
run_or_fail (const Scenario *scenario,
             const char *rule,
             int64_t replication,
             GError **error)
{
  TestRun *run = g_new0 (TestRun, 1);
  run->scenario = scenario;
  run->measures = model_measures_new (scenario);
  sim_record_init (&run->record, run->measures->catalogue);
  int index = rule == NULL ? scenario->use : scenario_find_rule (scenario, rule);
  assert_true (index >= 0);
  g_autoptr (ModelRun) model = model_run_new (scenario, index, run->measures);
  if (model_run_replicate (model, scenario->seed, replication, true, &run->record, error))
    return run;
  test_run_free (run);
  return NULL;
}

TestRun *
test_run_borrowed (const Scenario *scenario, const char *rule, int64_t replication)
{
  GError *error = NULL;
  TestRun *run = run_or_fail (scenario, rule, replication, &error);
  if (error != NULL)
    print_error ("%s\n", error->message);
  assert_non_null (run);
  return run;
}

TestRun *
test_run_of (Scenario *scenario, const char *rule)
{
  TestRun *run = test_run_borrowed (scenario, rule, 0);
  run->owned = scenario;
  return run;
}

TestRun *
test_run (const char *xml, const char *csv)
{
  return test_run_of (test_scenario (xml, csv), NULL);
}

GError *
test_run_error (const char *xml, const char *csv)
{
  GError *error = NULL;
  g_autoptr (Scenario) scenario = test_scenario (xml, csv);
  assert_null (run_or_fail (scenario, NULL, 0, &error));
  assert_non_null (error);
  return error;
}

void
test_run_free (TestRun *run)
{
  if (run == NULL)
    return;
  sim_record_clear (&run->record, run->measures->catalogue);
  model_measures_free (run->measures);
  scenario_free (run->owned);
  g_free (run->bookings);
  g_free (run);
}

const SimTrace *
test_run_trace (const TestRun *run)
{
  return run->record.trace;
}

const Scenario *
test_run_scenario (const TestRun *run)
{
  return run->scenario;
}

static const SimCell *
cell_of (const SimTable *table, size_t row, const char *column, bool is_text)
{
  int index = sim_table_find_column (table, column);
  if (index < 0)
    fail_msg ("no column '%s'", column);
  bool has_text = sim_table_column (table, (size_t) index)->decimals == SIM_TABLE_TEXT;
  assert_int_equal (has_text, is_text);
  assert_true (row < sim_table_row_count (table));
  return &sim_table_row (table, row)[index];
}

static const char *
text_of (const SimTable *table, size_t row, const char *column)
{
  const char *text = cell_of (table, row, column, true)->text;
  return text != NULL ? text : "";
}

static size_t
row_of (const TestRun *run, const char *patient)
{
  const SimTable *table = run->record.trace->patients;
  for (size_t row = 0; row < sim_table_row_count (table); row++)
    if (strcmp (text_of (table, row, "patient"), patient) == 0)
      return row;
  fail_msg ("no patient '%s'", patient);
  return 0;
}

double
test_day (const TestRun *run, const char *patient, const char *column)
{
  return cell_of (run->record.trace->patients, row_of (run, patient), column, false)
      ->number;
}

const char *
test_text (const TestRun *run, const char *patient, const char *column)
{
  return text_of (run->record.trace->patients, row_of (run, patient), column);
}

double
test_booking_number (const TestRun *run, size_t row, const char *column)
{
  return cell_of (run->record.trace->decisions, row, column, false)->number;
}

const char *
test_booking_text (const TestRun *run, size_t row, const char *column)
{
  return text_of (run->record.trace->decisions, row, column);
}

size_t
test_booking_count (const TestRun *run)
{
  return sim_table_row_count (run->record.trace->decisions);
}

const char *
test_bookings (const TestRun *run)
{
  if (run->bookings == NULL)
    {
      GString *text = g_string_new (NULL);
      for (size_t row = 0; row < test_booking_count (run); row++)
        g_string_append_printf (text, "%s%s", row > 0 ? " " : "",
                                test_booking_text (run, row, "patient"));
      ((TestRun *) run)->bookings = g_string_free (text, FALSE);
    }
  return run->bookings;
}

static bool
find_span (const TestRun *run,
           int64_t number,
           const char *kind,
           int nth,
           double *ret_begin,
           double *ret_end,
           int *ret_unit)
{
  const SimTrace *trace = run->record.trace;
  int index = sim_trace_find_span_kind (trace, kind);
  if (index < 0)
    fail_msg ("no kind of span '%s'", kind);
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      /* No span may be of a kind that the trace does not explain. */
      assert_true (span->kind >= 0 && (size_t) span->kind < trace->n_span_kinds);
      if (span->patient != number || span->kind != index || nth-- > 0)
        continue;
      *ret_begin = sim_time_to_days (span->begin);
      *ret_end = sim_time_to_days (span->end);
      *ret_unit = span->lane < 0 ? 0 : trace->lanes[span->lane].unit;
      return true;
    }
  return false;
}

bool
test_span (const TestRun *run,
           const char *patient,
           const char *kind,
           int nth,
           double *ret_begin,
           double *ret_end,
           int *ret_unit)
{
  double number = test_day (run, patient, "_number");
  return find_span (run, (int64_t) number, kind, nth, ret_begin, ret_end, ret_unit);
}

bool
test_unit_span (const TestRun *run,
                const char *kind,
                int nth,
                double *ret_begin,
                double *ret_end,
                int *ret_unit)
{
  return find_span (run, -1, kind, nth, ret_begin, ret_end, ret_unit);
}

double
test_metric (const TestRun *run, const char *name, const char *group)
{
  const SimCatalogue *catalogue = run->measures->catalogue;
  int index = sim_catalogue_find_metric (catalogue, name, group);
  if (index < 0)
    fail_msg ("no metric '%s:%s'", name, group);
  const SimMetric *metric = &catalogue->metrics[index];
  double value = run->record.columns[metric->column];
  if (metric->kind == SIM_METRIC_RATIO)
    value /= run->record.columns[metric->denominator];
  return value;
}

double
test_series (const TestRun *run, const char *name, const char *group, size_t point)
{
  const SimCatalogue *catalogue = run->measures->catalogue;
  int index = sim_catalogue_find_series (catalogue, name, group);
  if (index < 0)
    fail_msg ("no series '%s:%s'", name, group);
  const SimSeries *series = &catalogue->series[index];
  assert_true (point < series->n_points);
  return run->record.series[series->offset + point];
}

void
assert_stage (const TestRun *run,
              const char *patient,
              const char *kind,
              double expected_begin,
              double expected_end)
{
  double begin, end;
  int unit;
  assert_true (test_span (run, patient, kind, 0, &begin, &end, &unit));
  assert_near (begin, expected_begin, 1e-9);
  assert_near (end, expected_end, 1e-9);
}
