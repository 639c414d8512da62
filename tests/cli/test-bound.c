/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of compare --bound: the share of what perfect foresight could have reached. */
#include "tests/cli/program.h"

/* One line, windows of 4 days, cultures of 10.  p (A) and q (B) cannot both be treated: p
 * has the line when q comes.  r (B) can.  tests/models/test-bound.c works the bounds out:
 * 2 where all count 1; and 2.3 where A counts a half. */
static const char patients[] = "id,injured,referred,grade\np,0,0,A\nq,2,0,B\nr,30,0,B\n";

static const char scenario[] =
    "<scenario format='1' name='bounded' start='2019-05-06' end='2020-05-06'>"
    "<patients><arrivals><trace href='patients.csv'/></arrivals></patients>"
    "<harvest window='4' count='elapsed'/>"
    "<plant gate='line'><pool id='line' capacity='1'/>"
    "<stage id='culture' uses='line'><constant value='10'/></stage></plant>"
    "<allocation use='first-come'>"
    "<rule id='first-come'><order by='referral'/></rule>"
    "<rule id='b-only'><only grade='B'/><order by='referral'/></rule>"
    "</allocation></scenario>";

static ProgramResult
compare (const char *folder, const char *arguments)
{
  g_autofree char *xml = g_build_filename (folder, "bounded.xml", NULL);
  g_autofree char *csv = g_build_filename (folder, "patients.csv", NULL);
  g_autofree char *line = g_strdup_printf (
      "compare bounded.xml --replications 2 --output results --format svg %s", arguments);
  assert_true (g_file_set_contents (xml, scenario, -1, NULL));
  assert_true (g_file_set_contents (csv, patients, -1, NULL));
  return program_run (folder, NULL, line);
}

static char *
read_bound (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "results", "bound.csv", NULL);
  char *text = NULL;
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* First come treats p and r, B only q and r: two each of the bound of 2; of A, one of one
 * and none of one.  Nothing is drawn: the intervals have no width. */
static void
each_rule_has_its_share_of_both_objectives (void **state)
{
  g_auto (ProgramResult) result = compare (*state, "--bound");
  assert_int_equal (result.status, 0);
  g_autofree char *csv = read_bound (*state);
  assert_string_equal (csv, "rule,objective,mean,bound,share,low,high\n"
                            "first-come,A:1 B:0 C:0,1,1,1,1,1\n"
                            "b-only,A:1 B:0 C:0,0,1,0,0,0\n"
                            "first-come,all,2,2,1,1,1\n"
                            "b-only,all,2,2,1,1,1\n");
  assert_holds (result.out, "perfect foresight");
}

/* B only reaches 2 of 2.3. */
static void
weights_make_an_objective (void **state)
{
  g_auto (ProgramResult) result = compare (*state, "--bound=A:0.5,B:1,C:1 --quiet");
  assert_int_equal (result.status, 0);
  g_autofree char *csv = read_bound (*state);
  assert_string_equal (csv, "rule,objective,mean,bound,share,low,high\n"
                            "first-come,A:0.5 B:1 C:1,1.5,2.3,0.652173913,0.652173913,"
                            "0.652173913\n"
                            "b-only,A:0.5 B:1 C:1,2,2.3,0.8695652174,0.8695652174,"
                            "0.8695652174\n");
}

static void
weights_that_are_none_are_wrong_usage (void **state)
{
  static const char *const wrong[] = { "A", "F:1", "A:x", "A:-1", "A:1,,B:1", "A:inf" };
  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *option = g_strconcat ("--bound=", wrong[i], NULL);
      g_auto (ProgramResult) result = compare (*state, option);
      assert_int_equal (result.status, 2);
      assert_holds (result.err, "--bound: expected weights of grades");
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (each_rule_has_its_share_of_both_objectives),
    unit_test_in_folder (weights_make_an_objective),
    unit_test_in_folder (weights_that_are_none_are_wrong_usage),
  };
  return cmocka_run_group_tests_name ("bound", tests, NULL, NULL);
}
