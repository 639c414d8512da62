/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep: grids of parameters against closed forms, and what it refuses. */
#include "tests/cli/program.h"

#include <math.h>

/* Erlang B, 3 offered and nobody waits: closed forms for every number of lines. */
#define QUEUE "@scenarios/queueing/erlang-b-5-exponential.xml"

static GStrv
read_lines (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail_msg ("%s: cannot be read", path);
  return g_strsplit (text, "\n", -1);
}

/* The cells of the first line that begins so; fails where there is none. */
static GStrv
find_cells (const char *const *lines, const char *beginning)
{
  for (; *lines != NULL; lines++)
    if (g_str_has_prefix (*lines, beginning))
      return g_strsplit (*lines, ",", -1);
  fail_msg ("no line '%s'", beginning);
  return NULL;
}

static void
lines_follow_erlang_b (void **state)
{
  const char *directory = *state;
  g_auto (ProgramResult) result = program_run (
      directory, NULL,
      "sweep " QUEUE " --vary pool:line=1..5:2 -n 40 --format svg --output out");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "pool:line");
  assert_holds (result.out, "every row saw the same 40 replications");
  g_auto (GStrv) lines = read_lines (directory, "out/sweep.csv");
  assert_string_equal (lines[0],
                       "pool:line,rule,metric,group,unit,replications,mean,sd,low,high");
  /* B(k) = a B(k-1) / (k + a B(k-1)), a = 3: B(1) = 3/4, B(2) = 9/17, B(3) = 9/26,
   * B(4) = 27/131, B(5) = 81/736 = 0.110054. */
  static const struct
  {
    const char *beginning;
    double lost;
  } cases[] = {
    { "1,fcfs,infused-share,all,", 3.0 / 4.0 },
    { "3,fcfs,infused-share,all,", 9.0 / 26.0 },
    { "5,fcfs,infused-share,all,", 81.0 / 736.0 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) cells = find_cells ((const char *const *) lines, cases[i].beginning);
      double error = g_ascii_strtod (cells[7], NULL) / sqrt (40.0);

      assert_near (g_ascii_strtod (cells[6], NULL), 1.0 - cases[i].lost, 4.0 * error);
    }
  g_autofree char *chart = g_build_filename (directory, "out/charts/sweep.svg", NULL);
  assert_true (g_file_test (chart, G_FILE_TEST_EXISTS));
}

static void
grid_is_full_and_sees_the_same_patients (void **state)
{
  const char *directory = *state;
  g_auto (ProgramResult) result = program_run (
      directory, NULL,
      "sweep @scenarios/early-supply.xml --vary pool:line=5,9 --vary "
      "rule=fcfs,ais-a-first "
      "--vary plant.call-ahead-days=0,8 -n 8 --format svg --trace 0 --output out");
  assert_int_equal (result.status, 0);
  g_auto (GStrv) lines = read_lines (directory, "out/sweep.csv");
  /* The varied rule is in the column of that name. */
  assert_true (
      g_str_has_prefix (lines[0], "pool:line,plant.call-ahead-days,rule,metric,"));
  static const char *const points[] = { "5,0,fcfs,",        "5,8,fcfs,",
                                        "5,0,ais-a-first,", "5,8,ais-a-first,",
                                        "9,0,fcfs,",        "9,8,fcfs,",
                                        "9,0,ais-a-first,", "9,8,ais-a-first," };
  /* Common random numbers: the same patients are referred everywhere. */
  g_autofree char *referred = NULL;
  for (size_t i = 0; i < G_N_ELEMENTS (points); i++)
    {
      g_autofree char *beginning = g_strconcat (points[i], "referred,all,", NULL);
      g_auto (GStrv) cells = find_cells ((const char *const *) lines, beginning);

      if (referred == NULL)
        referred = g_strdup (cells[7]);
      assert_string_equal (cells[7], referred);
    }
}

static void
fate_of_one_variant_has_its_row_in_all (void **state)
{
  /* Without failures nobody is lost in culture; the metric is there all the same. */
  static const char scenario[] =
      "<scenario format=\"1\" name=\"few\" start=\"2020-01-01\" end=\"2021-01-01\">"
      "<patients><arrivals per-year=\"80\"/></patients><harvest window=\"31\"/>"
      "<plant gate=\"line\"><pool id=\"line\" capacity=\"9\"/>"
      "<stage id=\"culture\" uses=\"line\"><constant value=\"9\"/>"
      "<fail probability=\"0\"/></stage></plant></scenario>";
  const char *directory = *state;
  g_autofree char *path = g_build_filename (directory, "few.xml", NULL);
  assert_true (g_file_set_contents (path, scenario, -1, NULL));
  g_auto (ProgramResult) result =
      program_run (directory, NULL,
                   "sweep few.xml --vary stage:culture.fail.probability=0,1 -n 4 "
                   "--format svg --trace 0 --output out");
  assert_int_equal (result.status, 0);
  g_auto (GStrv) lines = read_lines (directory, "out/sweep.csv");
  g_auto (GStrv) none =
      find_cells ((const char *const *) lines, "0,referral,lost-culture,all,");
  g_auto (GStrv) all =
      find_cells ((const char *const *) lines, "1,referral,lost-culture,all,");
  g_auto (GStrv) eligible =
      find_cells ((const char *const *) lines, "1,referral,harvested,all,");
  assert_string_equal (none[6], "0");
  /* Every batch fails, and nine lines are enough for all 80 patients of nine days. */
  assert_string_equal (all[6], eligible[6]);
}

static void
two_numbers_are_a_map_with_figures (void **state)
{
  const char *directory = *state;
  g_auto (ProgramResult) result =
      program_run (directory, NULL,
                   "sweep " QUEUE
                   " --vary pool:line=1,5 --vary arrivals=365.25,1095.75 -n 20 --format "
                   "pdf --trace 0 --output out --metric infused-share");
  assert_int_equal (result.status, 0);
  g_autofree char *chart = g_build_filename (directory, "out/charts/sweep.pdf", NULL);
  g_autofree char *line = g_strdup_printf ("pdftotext -layout %s -", chart);
  g_autofree char *text = NULL;
  assert_true (g_spawn_command_line_sync (line, &text, NULL, NULL, NULL));
  /* 1 - B(5, 1), B = (1/120) / (163/60) = 1/326: 99.7 %. */
  assert_holds (text, "99.7 ±");
  assert_holds (text, "± half of the 95 % confidence interval");
}

static void
charts_are_drawn_again_without_simulating (void **state)
{
  const char *directory = *state;
  g_auto (ProgramResult) first = program_run (
      directory, NULL,
      "sweep " QUEUE " --vary pool:line=2,4 -n 8 --format svg --output out -q");
  assert_int_equal (first.status, 0);
  assert_string_equal (first.out, "");
  g_autofree char *chart = g_build_filename (directory, "out/charts/sweep.svg", NULL);
  g_autofree char *before = NULL, *after = NULL;
  assert_true (g_file_get_contents (chart, &before, NULL, NULL));
  assert_int_equal (g_unlink (chart), 0);
  g_auto (ProgramResult) again =
      program_run (directory, NULL, "plot out --chart sweep --format svg");
  assert_int_equal (again.status, 0);
  assert_true (g_file_get_contents (chart, &after, NULL, NULL));
  assert_string_equal (before, after);
}

static void
wrong_grids_are_refused (void **state)
{
  static const struct
  {
    const char *arguments, *message;
  } cases[] = {
    { "", "expected --vary ADDRESS=LIST" },
    { "--vary pool:lin=4", "unknown parameter 'pool:lin'" },
    { "--vary pool:lin=4", "as pool:line" },
    { "--vary pool:line", "expected ADDRESS=VALUES" },
    { "--vary pool:line=", "found ''" },
    { "--vary pool:line=4..2", "found '4..2'" },
    { "--vary pool:line=4..8:0", "found '4..8:0'" },
    { "--vary pool:line=1..1001", "at most 1000" },
    { "--vary pool:line=many", "the scenario refuses pool:line=many" },
    { "--vary pool:line=4,4", "found '4' twice" },
    { "--vary pool:line=4 --vary pool:line=5", "found 'pool:line' twice" },
    { "--vary pool:line=4 --vary pool:line.capacity=5", "found 'pool:line' twice" },
    { "--vary rule=fcfs,best", "unknown rule 'best'; rules here: fcfs" },
    { "--vary pool:line=1..100 --vary arrivals=1..11", "at most 1000 combinations" },
    { "--vary pool:line=4 --metric fame", "expected a metric" },
    { "--vary pool:line=4 --metric infused-share:Z", "there are all" },
    { "--vary pool:line=4 --rule best", "unknown rule 'best'" },
  };
  const char *directory = *state;
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *arguments =
          g_strconcat ("sweep " QUEUE " ", cases[i].arguments, NULL);
      g_auto (ProgramResult) result = program_run (directory, NULL, arguments);

      assert_int_equal (result.status, 2);
      assert_holds (result.err, cases[i].message);
      assert_string_equal (result.out, "");
    }
  g_autoptr (GDir) folder = g_dir_open (directory, 0, NULL);
  assert_null (g_dir_read_name (folder));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (lines_follow_erlang_b, program_make_folder,
                                     program_remove_folder),
    cmocka_unit_test_setup_teardown (grid_is_full_and_sees_the_same_patients,
                                     program_make_folder, program_remove_folder),
    cmocka_unit_test_setup_teardown (fate_of_one_variant_has_its_row_in_all,
                                     program_make_folder, program_remove_folder),
    cmocka_unit_test_setup_teardown (two_numbers_are_a_map_with_figures,
                                     program_make_folder, program_remove_folder),
    cmocka_unit_test_setup_teardown (charts_are_drawn_again_without_simulating,
                                     program_make_folder, program_remove_folder),
    cmocka_unit_test_setup_teardown (wrong_grids_are_refused, program_make_folder,
                                     program_remove_folder),
  };
  return cmocka_run_group_tests_name ("cli-sweep", tests, NULL, NULL);
}
