/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sensitivity: one change at a time, and the constraint that binds. */
#include "tests/cli/program.h"

#include <math.h>

/* Two sites that close for a fortnight; lines are short and wait for nobody, all else is
 * plenty.  Places: lines, culture days. */
#define SCENARIO                                                                         \
  "<scenario format=\"1\" name=\"plant\" start=\"2020-01-01\" end=\"2024-01-01\">\n"     \
  "<experiment replications=\"20\" seed=\"7\" primary=\"infused-share:all\"/>\n"         \
  "<calendar id=\"daily\" days=\"Mon Tue Wed Thu Fri Sat Sun\" opens=\"00:00\" "         \
  "closes=\"24:00\"><closed from=\"2020-02-01\" through=\"2020-02-14\"/></calendar>\n"   \
  "<sites><site id=\"a\" share=\"0.5\" calendar=\"daily\" harvests-per-day=\"40\"/>"     \
  "<site id=\"b\" share=\"0.5\" calendar=\"daily\" harvests-per-day=\"40\"/></sites>\n"  \
  "<patients><arrivals per-year=\"200\"/>"                                               \
  "<referral><constant value=\"3\"/></referral></patients>\n"                            \
  "<harvest window=\"31\"/>\n"                                                           \
  "<plant gate=\"line\"><pool id=\"line\" capacity=\"%d\"/>\n"                           \
  "<stage id=\"culture\" uses=\"line\"><constant value=\"20\" low=\"10\" "               \
  "high=\"20\"/></stage></plant></scenario>\n"

static void
write_scenario (const char *directory, int lines)
{
  g_autofree char *path = g_build_filename (directory, "plant.xml", NULL);
  g_autofree char *text = g_strdup_printf (SCENARIO, lines);

  assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* The difference of infused-share in the line of comparison.csv that names @change. */
static double
find_difference (const char *directory, const char *change)
{
  g_autofree char *path = g_build_filename (directory, "out", "comparison.csv", NULL);
  g_autofree char *text = NULL;
  g_autofree char *beginning =
      g_strdup_printf ("\"referral, %s\",referral,infused-share,all,", change);

  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  const char *line = strstr (text, beginning);
  if (line == NULL)
    fail_msg ("no line '%s'", beginning);
  g_auto (GStrv) cells = g_strsplit (line + strlen (beginning), ",", 4);
  assert_string_equal (cells[0], "1");
  return g_ascii_strtod (cells[2], NULL);
}

static void
short_lines_bind (void **state)
{
  const char *directory = *state;
  write_scenario (directory, 4);
  g_auto (ProgramResult) result = program_run (
      directory, NULL, "sensitivity plant.xml --format svg --trace 0 --output out");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "What binds: of the changes that a planner can make, 'one "
                            "more line' (5) does most: +");
  assert_holds (result.out, "Of the declared ranges, 'stage:culture.value' at 10 moves");
  assert_holds (result.out, "lost, in the base, to window-line ");
  /* Four lines begin at most 4 x 365.25 / 20 = 73 batches a year of 200 patients, and
   * they are never idle for want of one: a fifth adds a quarter of about 0.365, 0.09. */
  assert_near (find_difference (directory, "one more line 5"), 0.09, 0.01);
  /* Half the days, twice the batches; the declared high is the value, and no change. */
  assert_near (find_difference (directory, "stage:culture.value 10"), 0.36, 0.03);
  assert_null (strstr (result.out, "stage:culture.value  20"));
  /* Forty slots a day are never full: one more differs in nothing. */
  assert_near (find_difference (directory, "one more harvest a day +1"), 0, 0);
  assert_holds (result.out, "nothing, in every replication");
  static const char *const others[] = { "referral a day earlier 2", "one more site +1",
                                        "call-ahead 7", "no closures 0" };
  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    assert_true (fabs (find_difference (directory, others[i])) < 0.05);
  g_autofree char *chart = g_build_filename (directory, "out/charts/tornado.svg", NULL);
  assert_true (g_file_test (chart, G_FILE_TEST_EXISTS));
}

static void
plenty_of_lines_do_not_bind (void **state)
{
  const char *directory = *state;
  write_scenario (directory, 200);
  g_auto (ProgramResult) result = program_run (
      directory, NULL, "sensitivity plant.xml --format svg --trace 0 --output out");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "none of the changes that a planner can make helps for "
                            "certain");
}

static void
table_names_change_value_and_end (void **state)
{
  const char *directory = *state;
  write_scenario (directory, 4);
  g_auto (ProgramResult) result =
      program_run (directory, NULL,
                   "sensitivity plant.xml -n 4 --format svg --trace 0 --output out -q "
                   "--metric lost-window-line");
  assert_int_equal (result.status, 0);
  g_autofree char *path = g_build_filename (directory, "out", "sensitivity.csv", NULL);
  g_autofree char *text = NULL;
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  assert_true (g_str_has_prefix (
      text, "change,value,end,rule,metric,group,unit,replications,mean,sd,low,high\n"
            "base,,,referral,injured,all,patients,4,"));
  assert_holds (text, "\none more line,5,high,referral,infused,all,patients,4,");
  assert_holds (text, "\nstage:culture.value,10,low,referral,infused,all,patients,4,");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (short_lines_bind, program_make_folder,
                                     program_remove_folder),
    cmocka_unit_test_setup_teardown (plenty_of_lines_do_not_bind, program_make_folder,
                                     program_remove_folder),
    cmocka_unit_test_setup_teardown (table_names_change_value_and_end,
                                     program_make_folder, program_remove_folder),
  };
  return cmocka_run_group_tests_name ("cli-sensitivity", tests, NULL, NULL);
}
