/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare, and what the statistics of an experiment say on the terminal. */
#include "tests/cli/program.h"

/* Four lines, two years, half as many again as they can serve; "again" is fcfs by another
 * name, so it must differ from it in nothing.  Places: what stands in <experiment>. */
#define SCENARIO                                                                         \
  "<scenario format=\"1\" name=\"few-lines\" start=\"2020-01-01\" end=\"2022-01-01\">\n" \
  "<experiment replications=\"100\" seed=\"7\">%s</experiment>\n"                        \
  "<patients><arrivals per-year=\"80\"/><grades A=\"0.4\" C=\"0.6\"/></patients>\n"      \
  "<harvest window=\"31\"/>\n"                                                           \
  "<plant gate=\"line\"><pool id=\"line\" capacity=\"4\"/>\n"                            \
  "<stage id=\"culture\" uses=\"line\"><constant value=\"28\"/></stage></plant>\n"       \
  "<outcome day=\"220\" uncertainty=\"dirichlet\">\n"                                    \
  "<observed grade=\"A\" n=\"6\" one-or-more=\"5\" two-or-more=\"2\"/></outcome>\n"      \
  "<allocation use=\"fcfs\">\n"                                                          \
  "<rule id=\"fcfs\"><title>First come</title><order by=\"referral\"/></rule>\n"         \
  "<rule id=\"a-first\"><title>A first</title><first grade=\"A\"/>"                      \
  "<order by=\"referral\"/></rule>\n"                                                    \
  "<rule id=\"again\"><title>Again</title><order by=\"referral\"/></rule>\n"             \
  "</allocation></scenario>\n"

static int
make_directory (void **state)
{
  *state = g_dir_make_tmp ("day31-compare-XXXXXX", NULL);
  return *state == NULL;
}

static int
remove_directory (void **state)
{
  program_remove_tree (*state);
  g_free (*state);
  return 0;
}

static void
write_scenario (const char *directory, const char *experiment)
{
  g_autofree char *path = g_build_filename (directory, "few-lines.xml", NULL);
  g_autofree char *text = g_strdup_printf (SCENARIO, experiment);

  assert_true (g_file_set_contents (path, text, -1, NULL));
}

static char *
read_result (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail_msg ("%s: cannot be read", path);
  return text;
}

/* The line of a table that begins so. */
static char *
find_line (const char *text, const char *beginning)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, beginning))
      return g_strdup (*line);
  fail_msg ("no line '%s'", beginning);
  return NULL;
}

static void
differences_stand_with_their_intervals (void **state)
{
  const char *directory = *state;
  write_scenario (directory, "");
  g_auto (ProgramResult) result = program_run (
      directory, NULL, "compare few-lines.xml --rules fcfs,a-first -n 40 --format svg");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "fcfs (baseline)");
  assert_holds (result.out, "“A first” treats ");
  assert_holds (result.out, " more A (");
  assert_holds (result.out, " fewer C (");
  assert_holds (result.out, " a year than “First come” (95 % intervals)");
  assert_holds (result.out, "primary measures");
  g_autofree char *table = read_result (directory, "few-lines-compare/comparison.csv");
  g_autofree char *header = find_line (table, "rule,");
  assert_string_equal (header,
                       "rule,baseline,metric,group,unit,replications,difference,low,high,"
                       "p,p_holm,variance_reduction,role");
  /* Primary by default, and of two groups of grades only. */
  g_autofree char *line = find_line (table, "a-first,fcfs,infused-of-referred,A,");
  assert_true (g_str_has_suffix (line, ",primary"));
  g_autofree char *other = find_line (table, "a-first,fcfs,infused,A,");
  assert_true (g_str_has_suffix (other, ",exploratory"));
  g_autofree char *chart =
      g_build_filename (directory, "few-lines-compare", "charts", "comparison.svg", NULL);
  assert_true (g_file_test (chart, G_FILE_TEST_EXISTS));
}

static void
threads_change_no_difference (void **state)
{
  static const char *const tables[] = { "summary.csv", "comparison.csv", "inputs.csv",
                                        "timeline.csv", "replications.csv" };
  const char *directory = *state;
  write_scenario (directory, "<inputs draws=\"6\" replications=\"3\"/>");
  for (int threads = 1; threads <= 3; threads += 2)
    {
      g_autofree char *arguments = g_strdup_printf (
          "compare few-lines.xml --format svg --threads %d -o with-%d", threads, threads);
      g_auto (ProgramResult) result = program_run (directory, NULL, arguments);

      assert_int_equal (result.status, 0);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *one = g_build_filename ("with-1", tables[i], NULL);
      g_autofree char *three = g_build_filename ("with-3", tables[i], NULL);
      g_autofree char *first = read_result (directory, one);
      g_autofree char *second = read_result (directory, three);

      assert_string_equal (first, second);
    }
}

static void
rule_by_another_name_differs_in_nothing (void **state)
{
  const char *directory = *state;
  write_scenario (directory, "");
  g_auto (ProgramResult) result = program_run (
      directory, NULL,
      "compare few-lines.xml --rules again,fcfs --baseline fcfs -n 8 --format svg");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "“Again” treats and wastes the same as “First come” in every "
                            "replication.");
  g_autofree char *table = read_result (directory, "few-lines-compare/comparison.csv");
  g_autofree char *line = find_line (table, "again,fcfs,infused,all,");
  assert_string_equal (line, "again,fcfs,infused,all,patients,8,0,0,0,,,,exploratory");
  /* Zero in every replication: [0, 0], and no p although it is primary. */
  g_autofree char *primary = find_line (table, "again,fcfs,infused-of-referred,all,");
  assert_string_equal (primary,
                       "again,fcfs,infused-of-referred,all,1,8,0,0,0,,,,primary");
}

static void
one_replication_says_no_difference (void **state)
{
  const char *directory = *state;
  write_scenario (directory, "");
  g_auto (ProgramResult) result =
      program_run (directory, NULL, "compare few-lines.xml -n 1 --format svg");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "one replication has no interval");
  assert_null (strstr (result.out, " more A"));
  assert_null (strstr (result.out, "% points"));
}

static void
wrong_rules_are_refused_with_the_valid_ones (void **state)
{
  static const struct
  {
    const char *arguments, *message;
  } cases[] = {
    { "--rules fcfs,nobody",
      "--rules: unknown rule 'nobody'; rules here: a-first, again" },
    { "--rules fcfs,fcfs", "--rules: expected each rule once, found 'fcfs' twice" },
    { "--rules fcfs", "expected two rules or more to compare, found 1" },
    { "--rules fcfs,again --baseline a-first", "--baseline: expected one of the rules" },
    { "--rule fcfs", "--rule" },
  };
  const char *directory = *state;
  write_scenario (directory, "");
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *arguments =
          g_strconcat ("compare few-lines.xml ", cases[i].arguments, NULL);
      g_auto (ProgramResult) result = program_run (directory, NULL, arguments);

      assert_int_equal (result.status, 2);
      assert_holds (result.err, cases[i].message);
      assert_string_equal (result.out, "");
    }
}

static void
precision_adds_batches_until_it_is_met (void **state)
{
  /* The share of A is known to about 0.02 with 100 replications: 0.0001 cannot be met
   * with 160, and 0.5 is met at once. */
  const char *directory = *state;
  write_scenario (directory, "<precision metric=\"infused-share\" group=\"A\" "
                             "half-width=\"0.0001\" max-replications=\"160\"/>");
  g_auto (ProgramResult) most =
      program_run (directory, NULL, "run few-lines.xml --format svg --trace 0");
  assert_int_equal (most.status, 0);
  assert_holds (most.out, " after 160 replications, the most allowed; 0.0001 asked.");
  g_auto (ProgramResult) named =
      program_run (directory, NULL, "run few-lines.xml -n 12 --format svg --trace 0");
  assert_int_equal (named.status, 0);
  assert_holds (named.err,
                "--replications 12 stands instead of the scenario's <precision>");
  assert_null (strstr (named.out, "Precision of"));

  write_scenario (directory,
                  "<precision metric=\"infused-share\" group=\"A\" half-width=\"0.5\" "
                  "of=\"difference\" rule=\"fcfs\" max-replications=\"160\"/>");
  g_auto (ProgramResult) first =
      program_run (directory, NULL,
                   "compare few-lines.xml --rules fcfs,a-first --format svg --trace 0");
  assert_int_equal (first.status, 0);
  assert_holds (first.out, " reached with 100 replications; 0.5 asked.");
  g_auto (ProgramResult) alone =
      program_run (directory, NULL, "run few-lines.xml --format svg --trace 0");
  assert_int_equal (alone.status, 0);
  assert_holds (alone.out, "is of a difference from 'fcfs': 'day31 compare' sees to it.");
  g_auto (ProgramResult) without =
      program_run (directory, NULL,
                   "compare few-lines.xml --rules again,a-first --format svg --trace 0");
  assert_int_equal (without.status, 0);
  assert_holds (without.err, "<precision> asks for differences from 'fcfs'");
}

static void
check_says_what_is_uncertain (void **state)
{
  const char *directory = *state;
  write_scenario (directory, "");
  g_auto (ProgramResult) without = program_run (directory, NULL, "check few-lines.xml");
  assert_int_equal (without.status, 0);
  assert_holds (without.out, "observed effect: shares taken as observed");
  write_scenario (directory, "<inputs draws=\"12\" replications=\"5\"/>");
  g_auto (ProgramResult) with = program_run (directory, NULL, "check few-lines.xml");
  assert_holds (with.out, "12 draws of 5 replications each");
  assert_holds (with.out, "observed effect: shares drawn anew for each draw");
}

static void
inputs_are_told_from_chance (void **state)
{
  const char *directory = *state;
  write_scenario (directory, "<inputs draws=\"12\" replications=\"5\"/>");
  g_auto (ProgramResult) result =
      program_run (directory, NULL, "run few-lines.xml --format svg --trace 0");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "60 replications");
  assert_holds (result.out, "Uncertain inputs, drawn anew every 5 replications");
  g_autofree char *table = read_result (directory, "few-lines/inputs.csv");
  g_autofree char *line = find_line (table, "fcfs,improved,A,1,12,60,");
  g_auto (GStrv) cells = g_strsplit (line, ",", -1);
  /* 5 of 6 with Jeffreys' prior is Beta (5.5, 1.5), sd root (5.5 x 1.5 / (49 x 8)) =
   * 0.145; some 40 infused A a replication have about root (0.79 x 0.21 / 40) = 0.064
   * beside it: the inputs make 0.84 of the variance. */
  assert_near (g_ascii_strtod (cells[11], NULL), 0.84, 0.15);
  g_autofree char *patients = find_line (table, "fcfs,referred,all,patients,12,60,");
  g_auto (GStrv) counts = g_strsplit (patients, ",", -1);
  assert_true (g_ascii_strtod (counts[11], NULL) < 0.3);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (differences_stand_with_their_intervals,
                                     make_directory, remove_directory),
    cmocka_unit_test_setup_teardown (threads_change_no_difference, make_directory,
                                     remove_directory),
    cmocka_unit_test_setup_teardown (rule_by_another_name_differs_in_nothing,
                                     make_directory, remove_directory),
    cmocka_unit_test_setup_teardown (one_replication_says_no_difference, make_directory,
                                     remove_directory),
    cmocka_unit_test_setup_teardown (wrong_rules_are_refused_with_the_valid_ones,
                                     make_directory, remove_directory),
    cmocka_unit_test_setup_teardown (precision_adds_batches_until_it_is_met,
                                     make_directory, remove_directory),
    cmocka_unit_test_setup_teardown (check_says_what_is_uncertain, make_directory,
                                     remove_directory),
    cmocka_unit_test_setup_teardown (inputs_are_told_from_chance, make_directory,
                                     remove_directory),
  };
  return cmocka_run_group_tests_name ("cli-compare", tests, NULL, NULL);
}
