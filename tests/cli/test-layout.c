/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layouts: charts and reports of the shipped scenarios, shape by shape.
 *
 * No text may overlap another or leave its page, in either language, at a chart's own
 * size and at half of it; and at its own size none may end in dots.  The layouts of Table
 * 6 are golden: after a change that is wanted, run this program with --update, and read
 * the difference. */
#include "tests/cli/program.h"

#include "cli/chart-source.h"
#include "output/report.h"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full): the names of all shipped scenarios, sorted; rules.xml is none
 */
static GPtrArray *
find_scenarios (void)
{
  g_autofree char *path = program_source ("scenarios");
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  assert_non_null (folder);
  for (const char *name = g_dir_read_name (folder); name != NULL;
       name = g_dir_read_name (folder))
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autofree char *content = NULL;

      if (g_str_has_suffix (name, ".xml") &&
          g_file_get_contents (file, &content, NULL, NULL) &&
          strstr (content, "<scenario ") != NULL)
        g_ptr_array_add (names, g_strndup (name, strlen (name) - strlen (".xml")));
    }
  g_ptr_array_sort (names, compare_names);
  assert_true (names->len >= 12);
  return names;
}

static void
run_ends_well (const char *folder, const char *arguments)
{
  g_auto (ProgramResult) result = program_run (folder, NULL, arguments);

  if (result.status != 0)
    fail_msg ("%s: status %d, %s", arguments, result.status, result.err);
}

/* Reports every fault of a layout with the line above it. Returns: how many */
static int
count_faults (GBytes *layout, const char *what, bool is_half)
{
  gsize length;
  const char *bytes = g_bytes_get_data (layout, &length);
  g_autofree char *text = g_strndup (bytes, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  int n = 0;

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "# ") && !(is_half && strcmp (*line, "# cut") == 0))
      {
        if (n++ < 5)
          print_error ("%s: %s at: %s\n", what, *line + 2, line > lines ? line[-1] : "");
      }
  return n;
}

static int
draw_chart (const OutputChart *chart, const OutputChartData *data, const char *scenario)
{
  int n = 0;

  for (int half = 0; half < 2; half++)
    {
      OutputChartOptions options = output_chart_options_default ();
      g_autofree char *what = g_strdup_printf (
          "%s, %s, %s%s", scenario, chart->name,
          output_language_code (data->caption.language), half != 0 ? ", half" : "");
      g_autoptr (GError) error = NULL;

      if (half != 0)
        {
          options.width = 841.89 / 2;
          options.height = 595.28 / 2;
        }
      g_autoptr (GBytes) layout =
          output_chart_render (chart, data, &options, OUTPUT_FORMAT_TEXT, NULL, &error);
      if (layout == NULL)
        fail_msg ("%s: %s", what, error->message);
      n += count_faults (layout, what, half != 0);
    }
  return n;
}

static int
draw_report (const OutputChartData *data, OutputStore *store, const char *scenario)
{
  const OutputReport report = { .data = data, .run = output_store_run (store) };
  g_autofree char *what = g_strdup_printf ("%s, report, %s", scenario,
                                           output_language_code (data->caption.language));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) layout =
      output_report_render (&report, OUTPUT_FORMAT_TEXT, NULL, NULL, &error);

  if (layout == NULL)
    fail_msg ("%s: %s", what, error->message);
  return count_faults (layout, what, false);
}

static int
draw_everything (const char *folder, const char *results, const char *scenario)
{
  g_autofree char *path = g_build_filename (folder, results, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (OutputStore) store = output_store_open (path, &error);
  g_auto (CliChartSource) source = { 0 };
  size_t n_charts;
  const OutputChart *charts = output_charts (&n_charts);
  int n = 0;

  if (store == NULL || !cli_chart_source_load (&source, store, &error))
    fail_msg ("%s: %s", scenario, error->message);
  for (int language = 0; language < 2; language++)
    {
      source.data.caption.language =
          language == 0 ? OUTPUT_LANGUAGE_EN : OUTPUT_LANGUAGE_JA;
      for (size_t c = 0; c < n_charts; c++)
        if (charts[c].has_data (&source.data))
          n += draw_chart (&charts[c], &source.data, scenario);
      n += draw_report (&source.data, store, scenario);
    }
  return n;
}

static void
shipped_scenarios_are_laid_out_without_a_fault (void **state)
{
  const char *folder = *state;
  int n = 0;

  g_autoptr (GPtrArray) scenarios = find_scenarios ();

  for (guint i = 0; i < scenarios->len; i++)
    {
      const char *name = g_ptr_array_index (scenarios, i);
      g_autofree char *arguments = g_strdup_printf (
          "run @scenarios/%s.xml -n 2 -q --force -o r --format svg", name);

      run_ends_well (folder, arguments);
      n += draw_everything (folder, "r", name);
    }
  assert_int_equal (n, 0);
}

static void
comparisons_are_laid_out_without_a_fault (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "compare @scenarios/early-supply.xml -n 3 -q -o c --format svg "
                         "--rules fcfs,ais-a-first,by-severity,guideline,lottery");
  assert_int_equal (draw_everything (folder, "c", "early-supply, compare"), 0);
  run_ends_well (folder, "compare @scenarios/today.xml -n 3 -q -o d --format svg");
  assert_int_equal (draw_everything (folder, "d", "today, compare"), 0);
}

/* Many variants are told in brief, in charts and report. */
static void
sweeps_are_laid_out_without_a_fault (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "sweep @scenarios/early-supply.xml -n 2 -q -o s --format svg "
                         "--vary pool:line=4..8:1 --vary rule=fcfs,ais-a-first");
  assert_int_equal (draw_everything (folder, "s", "early-supply, sweep"), 0);
}

/* A map of two numbers, and a tornado of every change. */
static void
maps_and_tornados_are_laid_out_without_a_fault (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "sweep @scenarios/small-model.xml -n 2 -q -o m --format svg "
                         "--vary pool:line=4..24:2 --vary arrivals=50..300:50");
  assert_int_equal (draw_everything (folder, "m", "small-model, map"), 0);
  run_ends_well (folder,
                 "sensitivity @scenarios/early-supply.xml -n 2 -q -o w --format svg");
  assert_int_equal (draw_everything (folder, "w", "early-supply, sensitivity"), 0);
}

/* One replication has no interval; nobody at all has nothing to draw. */
static void
odd_results_are_laid_out_without_a_fault (void **state)
{
  static const char *const empty =
      "<scenario format='1' name='empty' start='2019-01-01' end='2020-01-01'>"
      "<experiment replications='2' seed='5'/>"
      "<patients><arrivals per-year='0.001'/></patients>"
      "<harvest window='10' count='elapsed'/>"
      "<plant><pool id='line' capacity='8'/>"
      "<stage id='culture' uses='line'><exponential mean='28'/></stage></plant>"
      "</scenario>";
  const char *folder = *state;
  g_autofree char *path = g_build_filename (folder, "empty.xml", NULL);

  assert_true (g_file_set_contents (path, empty, -1, NULL));
  run_ends_well (folder, "run empty.xml -q -o e --format svg");
  assert_int_equal (draw_everything (folder, "e", "empty"), 0);
  run_ends_well (folder, "run @scenarios/early-supply.xml -n 1 -q -o one --format svg");
  assert_int_equal (draw_everything (folder, "one", "early-supply, once"), 0);
}

/* Compares with the golden file, or writes it where --update was given. */
static void
compare_golden (const char *name, GBytes *layout)
{
  g_autofree char *relative = g_strconcat ("tests/golden/layouts/", name, ".txt", NULL);
  g_autofree char *path = program_source (relative);
  g_autofree char *expected = NULL;
  gsize length, expected_length;
  const char *found = g_bytes_get_data (layout, &length);

  if (g_getenv ("DAY31_UPDATE_GOLDEN") != NULL)
    {
      assert_true (g_file_set_contents (path, found, (gssize) length, NULL));
      return;
    }
  assert_true (g_file_get_contents (path, &expected, &expected_length, NULL));
  if (length == expected_length && memcmp (expected, found, length) == 0)
    return;
  g_autofree char *text = g_strndup (found, length);
  g_auto (GStrv) ours = g_strsplit (text, "\n", -1);
  g_auto (GStrv) theirs = g_strsplit (expected, "\n", -1);
  size_t i = 0;
  while (ours[i] != NULL && theirs[i] != NULL && strcmp (ours[i], theirs[i]) == 0)
    i++;
  fail_msg ("%s: line %zu: expected '%s', found '%s'; --update rewrites", relative, i + 1,
            theirs[i] != NULL ? theirs[i] : "", ours[i] != NULL ? ours[i] : "");
}

/* The layouts of @names from the results in @folder/t, in both languages. */
static void
compare_layouts (const char *folder,
                 const char *scenario,
                 const char *const *names,
                 size_t n_names)
{
  g_autofree char *path = g_build_filename (folder, "t", NULL);
  g_autoptr (OutputStore) store = output_store_open (path, NULL);
  g_auto (CliChartSource) source = { 0 };
  assert_non_null (store);
  assert_true (cli_chart_source_load (&source, store, NULL));
  for (size_t i = 0; i < n_names; i++)
    for (int language = 0; language < 2; language++)
      {
        source.data.caption.language =
            language == 0 ? OUTPUT_LANGUAGE_EN : OUTPUT_LANGUAGE_JA;
        g_autofree char *name =
            g_strconcat (scenario, "-", names[i], language == 0 ? "" : "-ja", NULL);
        g_autoptr (GBytes) layout =
            output_chart_render (output_chart_find (names[i], NULL), &source.data, NULL,
                                 OUTPUT_FORMAT_TEXT, NULL, NULL);
        assert_non_null (layout);
        compare_golden (name, layout);
      }
}

static void
table_6_keeps_its_layout (void **state)
{
  static const char *const names[] = { "gantt-patients", "gantt-lines", "harvest-day",
                                       "fates" };

  run_ends_well (*state, "run @scenarios/table6.xml -q -o t --format svg");
  compare_layouts (*state, "table6", names, G_N_ELEMENTS (names));
}

/* Under culture, waiting, and too late; nothing is random. */
static void
a_forecast_keeps_its_layout (void **state)
{
  static const char *const names[] = { "forecast" };
  static const char xml[] =
      "<scenario format='1' name='list' start='2019-05-06' end='2019-08-06'>"
      "<title>Three patients</title><title xml:lang='ja'>3例</title>"
      "<patients><arrivals per-year='0'/></patients>"
      "<harvest window='31' count='elapsed'/>"
      "<plant gate='line'><pool id='line' capacity='1'/>"
      "<stage id='culture' uses='line'><constant value='10'/></stage></plant>"
      "<initial href='list.csv'/></scenario>";
  static const char rows[] =
      "id,injured,referred,eligible,harvested,stage,stage_began\n"
      "P-1,2019-04-20,2019-04-22,2019-04-23,2019-05-01,culture,2019-05-01\n"
      "P-2,2019-04-25,2019-04-26,2019-04-27,,,\n"
      "P-3,2019-04-12,2019-04-28,2019-04-29,,,\n";
  g_autofree char *scenario = g_build_filename (*state, "list.xml", NULL);
  g_autofree char *list = g_build_filename (*state, "list.csv", NULL);

  assert_true (g_file_set_contents (scenario, xml, -1, NULL));
  assert_true (g_file_set_contents (list, rows, -1, NULL));
  run_ends_well (*state, "run list.xml -n 3 -q -o t --format svg");
  compare_layouts (*state, "list", names, G_N_ELEMENTS (names));
}

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (shipped_scenarios_are_laid_out_without_a_fault),
    unit_test_in_folder (comparisons_are_laid_out_without_a_fault),
    unit_test_in_folder (sweeps_are_laid_out_without_a_fault),
    unit_test_in_folder (maps_and_tornados_are_laid_out_without_a_fault),
    unit_test_in_folder (odd_results_are_laid_out_without_a_fault),
    unit_test_in_folder (table_6_keeps_its_layout),
    unit_test_in_folder (a_forecast_keeps_its_layout),
  };

  if (argc > 1 && strcmp (argv[1], "--update") == 0)
    g_setenv ("DAY31_UPDATE_GOLDEN", "1", TRUE);
  return cmocka_run_group_tests_name ("layout", tests, NULL, NULL);
}
