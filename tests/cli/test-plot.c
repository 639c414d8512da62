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

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (window_closes_as_its_days_are_counted),
  };

  return cmocka_run_group_tests_name ("plot", tests, NULL, NULL);
}
