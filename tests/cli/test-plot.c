/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot: charts drawn again from results, as asked for. */
#include "tests/cli/program.h"

/* What pdftotext reads in a chart; NULL where the chart was not drawn. */
static char *
read_chart (const char *folder, const char *results, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".pdf", NULL);
  g_autofree char *path = g_build_filename (folder, results, "charts", file, NULL);
  const char *const argv[] = { "pdftotext", "-layout", path, "-", NULL };
  char *text = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             &text, NULL, NULL, NULL));
  return text;
}

static void
assert_shows (const char *text, const char *part)
{
  if (text == NULL || strstr (text, part) == NULL)
    fail_msg ("expected '%s' in\n%s", part, text != NULL ? text : "no chart");
}

static void
run_ends_well (const char *folder, const char *arguments)
{
  g_auto (ProgramResult) result = program_run (folder, NULL, arguments);

  if (result.status != 0)
    fail_msg ("%s: status %d, %s", arguments, result.status, result.err);
}

/* The small model's window is 31 x 24 h: it closes when day 31 begins.  Table 6 counts
 * dates: its window closes at the midnight that ends day 31. */
static void
window_closes_as_its_days_are_counted (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "run @scenarios/small-model.xml -n 4 -q -o small --format pdf");
  run_ends_well (folder, "run @scenarios/table6.xml -q -o table6 --format pdf");
  g_autofree char *elapsed = read_chart (folder, "small", "harvest-day");
  assert_shows (elapsed, "Day 31");
  assert_null (strstr (elapsed, "End of day 31"));
  g_autofree char *dates = read_chart (folder, "table6", "harvest-day");
  assert_shows (dates, "End of day 31");
}

/* Table 6 has 13 patients, called 1 to 13.  297 x 210 mm are 841.89 x 595.28 pt. */
static void
charts_show_whom_and_what_was_asked_for (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "run @scenarios/table6.xml -q -o r --format pdf");
  g_autofree char *all = read_chart (folder, "r", "gantt-patients");
  assert_null (strstr (all, "as selected"));
  run_ends_well (folder, "plot r --chart gantt-patients --patients 3,7 --patients 11 "
                         "--size 297x210 --format pdf");
  g_autofree char *few = read_chart (folder, "r", "gantt-patients");
  assert_shows (few, "3 of 13 patients, as selected");
  run_ends_well (folder, "plot r --chart gantt-patients --patients 3 --lang ja "
                         "--format pdf");
  g_autofree char *japanese = read_chart (folder, "r", "gantt-patients");
  assert_shows (japanese, "骨髄液採取");
}

static void
wrong_wishes_are_told (void **state)
{
  static const struct
  {
    const char *arguments;
    int status;
    const char *message;
  } cases[] = {
    { "plot r --patients 14", 1, "--patients: expected patients of the traced" },
    { "plot r --size 297", 2, "--size: expected WIDTHxHEIGHT in mm, like 297x210" },
    { "plot r --size x210", 2, "--size: expected WIDTHxHEIGHT in mm" },
    { "plot r --size 0x210", 2, "--size: expected WIDTHxHEIGHT in mm" },
    { "plot r --size 10x10", 1, "" }, /* below OUTPUT_MIN_POINTS */
    { "plot r --from 2020-01-01 --to 2019-01-01", 2, "--from: expected a date before" },
  };
  const char *folder = *state;

  run_ends_well (folder, "run @scenarios/table6.xml -q -o r --format svg");
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ProgramResult) result = program_run (folder, NULL, cases[i].arguments);

      assert_int_equal (result.status, cases[i].status);
      assert_shows (result.err, cases[i].message);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (window_closes_as_its_days_are_counted),
    unit_test_in_folder (charts_show_whom_and_what_was_asked_for),
    unit_test_in_folder (wrong_wishes_are_told),
  };

  return cmocka_run_group_tests_name ("plot", tests, NULL, NULL);
}
