/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Golden layouts of the charts of results: shape by shape, free of pixels.
 *
 * After a change that is wanted, run this program with --update and read the difference.
 * Gantt charts, fates and harvest days have theirs of Table 6 (tests/cli/test-layout.c).
 * Measured with the fonts of Debian 12 (fonts-dejavu-core). */
#include "tests/output/sample-results.h"
#include "tests/support/assert.h"

static void
compare_golden (const char *name, const char *text)
{
  g_autofree char *file = g_strconcat (name, ".txt", NULL);
  g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "tests",
                                            "golden", "charts", file, NULL);
  g_autofree char *approved = NULL;
  if (g_getenv ("DAY31_UPDATE_GOLDEN") != NULL)
    assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_true (g_file_get_contents (path, &approved, NULL, NULL));
  g_auto (GStrv) ours = g_strsplit (text, "\n", -1);
  g_auto (GStrv) theirs = g_strsplit (approved, "\n", -1);
  for (size_t i = 0; ours[i] != NULL || theirs[i] != NULL; i++)
    if (g_strcmp0 (ours[i], theirs[i]) != 0)
      fail_msg ("%s: line %zu: expected '%s', found '%s'; --update rewrites", file, i + 1,
                theirs[i] != NULL ? theirs[i] : "", ours[i] != NULL ? ours[i] : "");
}

static void
charts_of_results_lie_as_approved (void **state)
{
  (void) state;
  static const char *const names[] = { "throughput", "queue",           "utilisation",
                                       "waiting",    "latest-referral", "comparison",
                                       "equity",     "sweep",           "tornado" };
  g_autoptr (Sample) sample = sample_new ();
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
      sample_choose_metric (&data, names[i]);
      g_autofree char *text =
          sample_draw_text (output_chart_find (names[i], NULL), &data, NULL);
      compare_golden (names[i], text);
    }
}

/* Lines 4 and 8 by 100 and 200 arrivals a year; one cell was never simulated, one has no
 * interval. */
static void
a_map_lies_as_approved (void **state)
{
  (void) state;
  static const SimTableColumn columns[] = {
    { "pool:line", 0 },
    { "arrivals", 0 },
    { "rule", SIM_TABLE_TEXT },
    { "metric", SIM_TABLE_TEXT },
    { "group", SIM_TABLE_TEXT },
    { "unit", SIM_TABLE_TEXT },
    { "mean", 6 },
    { "low", 6 },
    { "high", 6 },
  };
  static const double cells[][5] = { { 4, 100, 0.369, 0.352, 0.386 },
                                     { 8, 100, 0.470, 0.453, 0.487 },
                                     { 4, 200, 0.214, NAN, NAN } };
  g_autoptr (Sample) sample = sample_new ();
  g_autoptr (SimTable) table = sim_table_new (columns, G_N_ELEMENTS (columns));
  const char *const texts[] = { sim_table_intern (table, "fcfs"),
                                sim_table_intern (table, "infused-share"),
                                sim_table_intern (table, "all"),
                                sim_table_intern (table, "1") };
  for (size_t i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      SimCell *row = sim_table_add_row (table);
      row[0].number = cells[i][0];
      row[1].number = cells[i][1];
      for (size_t t = 0; t < G_N_ELEMENTS (texts); t++)
        row[2 + t].text = texts[t];
      row[6].number = cells[i][2];
      row[7].number = cells[i][3];
      row[8].number = cells[i][4];
    }
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  sample_choose_metric (&data, "sweep");
  data.sweep = table;
  g_autofree char *text =
      sample_draw_text (output_chart_find ("sweep", NULL), &data, NULL);
  assert_non_null (strstr (text, " 36.9 ±1.7\n"));
  assert_non_null (strstr (text, " 21.4\n"));
  compare_golden ("sweep-map", text);
}

int
main (int argc, char **argv)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (charts_of_results_lie_as_approved),
    cmocka_unit_test (a_map_lies_as_approved),
  };
  if (argc > 1 && strcmp (argv[1], "--update") == 0)
    g_setenv ("DAY31_UPDATE_GOLDEN", "1", TRUE);
  return cmocka_run_group_tests_name ("chart-layouts", tests, NULL, NULL);
}
