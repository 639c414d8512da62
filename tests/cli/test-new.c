/* SPDX-License-Identifier: GPL-3.0-or-later */
/* new: what it writes is a scenario that passes check, runs and draws. */
#include "tests/cli/program.h"

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail_msg ("%s was not written", path);
  return text;
}

static void
the_new_scenario_runs_as_it_is (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) made = program_run (folder, NULL, "new mine.xml");
  g_autofree char *text = read_file (folder, "mine.xml");

  assert_int_equal (made.status, 0);
  assert_string_equal (made.err, "");
  assert_holds (made.out, "day31 run mine.xml");
  assert_holds (text, " name=\"mine\"");
  assert_holds (text, "CHANGE");
  assert_null (strstr (text, "SPDX"));

  /* Not a warning either, and no number without a source. */
  g_auto (ProgramResult) checked = program_run (folder, NULL, "check mine.xml");
  assert_int_equal (checked.status, 0);
  assert_string_equal (checked.err, "");
  assert_holds (checked.out, "unsourced: 0");

  g_auto (ProgramResult) ran =
      program_run (folder, NULL, "run mine.xml -n 4 --format svg");
  g_autofree char *summary = read_file (folder, "mine/summary.csv");
  g_autofree char *chart = read_file (folder, "mine/charts/gantt-lines.svg");
  assert_int_equal (ran.status, 0);
  assert_holds (summary, "ais-a-first,infused-share,all,");
  assert_holds (chart, "</svg>");

  g_auto (ProgramResult) compared =
      program_run (folder, NULL, "compare mine.xml -n 4 --format svg");
  assert_int_equal (compared.status, 0);
  assert_holds (compared.out, "earliest-deadline against fcfs");
}

static void
what_exists_is_left_as_it_is (void **state)
{
  const char *folder = *state;
  g_autofree char *path = g_build_filename (folder, "mine.xml", NULL);

  assert_true (g_file_set_contents (path, "precious", -1, NULL));
  g_auto (ProgramResult) result = program_run (folder, NULL, "new mine.xml");
  g_autofree char *text = read_file (folder, "mine.xml");
  assert_int_equal (result.status, 1);
  assert_string_equal (result.out, "");
  assert_holds (result.err, "mine.xml: exists already");
  assert_string_equal (text, "precious");

  g_auto (ProgramResult) on_folder = program_run (folder, NULL, "new .");
  assert_int_equal (on_folder.status, 1);
  assert_holds (on_folder.err, "exists already");
}

static void
mistakes_write_nothing (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) nowhere = program_run (folder, NULL, "new absent/mine.xml");
  g_auto (ProgramResult) nothing = program_run (folder, NULL, "new");
  g_auto (ProgramResult) twice = program_run (folder, NULL, "new a.xml b.xml");
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);

  assert_int_equal (nowhere.status, 1);
  assert_holds (nowhere.err, "absent/mine.xml");
  assert_int_equal (nothing.status, 2);
  assert_holds (nothing.err, "expected FILE");
  assert_int_equal (twice.status, 2);
  assert_null (g_dir_read_name (entries));
}

/* Names of files may be what names of scenarios may not; commands that are shown can be
 * copied all the same. */
static void
any_name_of_a_file_will_do (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) made = program_run (folder, NULL, "new 'our plant.xml'");
  g_autofree char *text = read_file (folder, "our plant.xml");
  g_auto (ProgramResult) checked = program_run (folder, NULL, "check 'our plant.xml'");

  assert_int_equal (made.status, 0);
  assert_holds (made.out, "day31 check 'our plant.xml'");
  assert_holds (text, " name=\"starting-point\"");
  assert_int_equal (checked.status, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (the_new_scenario_runs_as_it_is),
    unit_test_in_folder (what_exists_is_left_as_it_is),
    unit_test_in_folder (mistakes_write_nothing),
    unit_test_in_folder (any_name_of_a_file_will_do),
  };

  return cmocka_run_group_tests_name ("cli/new", tests, NULL, NULL);
}
