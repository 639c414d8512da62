/* SPDX-License-Identifier: GPL-3.0-or-later */
/* size: the answer, its confidence and its neighbours; targets out of reach. */
#include "tests/cli/program.h"

/* Erlang B, 3 offered: 1 - B(c) = .794, .890, .948, .978 for 4 to 7 lines. */
#define QUEUE "@scenarios/queueing/erlang-b-5-exponential.xml"

static void
answer_stands_with_its_neighbours (void **state)
{
  const char *directory = *state;
  g_auto (ProgramResult) result =
      program_run (directory, NULL,
                   "size " QUEUE " --pool line --target 'infused-share>=0.93' --target "
                   "'utilisation:line<=0.6' -n 40 --format svg --trace 0 --output out");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "Least capacity of 'line': 6 meets infused-share:all>=0.93, "
                            "utilisation:line:all<=0.6 with 95 % confidence.\nOne unit "
                            "less misses.\n");
  assert_holds (result.out, "\n5          0.89");
  assert_holds (result.out, "\n6          0.94");
  assert_holds (result.out, "\n7          0.97");
  assert_holds (result.err, "day31: line 5: missed in the search");
  g_autofree char *path = g_build_filename (directory, "out", "size.csv", NULL);
  g_autofree char *text = NULL;
  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  assert_true (g_str_has_prefix (
      text, "pool:line,rule,metric,group,unit,replications,mean,sd,low,high\n5,fcfs,"));
  assert_holds (text, "\n6,fcfs,infused-share,all,1,");
  assert_holds (text, "\n7,fcfs,infused-share,all,1,");
  g_autofree char *chart = g_build_filename (directory, "out/charts/sweep.svg", NULL);
  assert_true (g_file_test (chart, G_FILE_TEST_EXISTS));
}

static void
target_out_of_reach_is_explained (void **state)
{
  /* Blood, attrition and failures take their share however many lines there are. */
  const char *directory = *state;
  g_auto (ProgramResult) result = program_run (
      directory, NULL,
      "size @scenarios/early-supply.xml --target 'infused-share:A>=0.99' -n 16 --format "
      "svg --trace 0 --output out");
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "No capacity of 'line' meets infused-share:A>=0.99: from ");
  assert_holds (result.out, "What binds then, of the eligible (A): window-");
  assert_null (strstr (result.out, "Least capacity"));
}

static void
wrong_targets_are_refused (void **state)
{
  static const struct
  {
    const char *arguments, *message;
  } cases[] = {
    { "", "expected --target METRIC>=NUMBER" },
    { "--target 'infused-share=0.9'", "found 'infused-share=0.9'" },
    { "--target 'infused-share>0.9'", "found 'infused-share>0.9'" },
    { "--target 'infused-share>=much'", "found 'infused-share>=much'" },
    { "--target 'fame>=0.9'", "expected a metric" },
    { "--pool lines --target 'infused-share>=0.9'",
      "unknown pool 'lines'; pools here: line" },
  };
  const char *directory = *state;
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *arguments =
          g_strconcat ("size " QUEUE " ", cases[i].arguments, NULL);
      g_auto (ProgramResult) result = program_run (directory, NULL, arguments);

      assert_int_equal (result.status, 2);
      assert_holds (result.err, cases[i].message);
      assert_string_equal (result.out, "");
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown (answer_stands_with_its_neighbours,
                                     program_make_folder, program_remove_folder),
    cmocka_unit_test_setup_teardown (target_out_of_reach_is_explained,
                                     program_make_folder, program_remove_folder),
    cmocka_unit_test_setup_teardown (wrong_targets_are_refused, program_make_folder,
                                     program_remove_folder),
  };
  return cmocka_run_group_tests_name ("cli-size", tests, NULL, NULL);
}
