/* SPDX-License-Identifier: GPL-3.0-or-later */
/* size: the answer, its confidence and its neighbours; targets out of reach. */
#include "tests/cli/started.h"

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

static void
foreign_directory_is_refused_before_anything_is_simulated (void **state)
{
  const char *directory = *state;
  g_autofree char *results = g_build_filename (directory, "out", NULL);

  assert_int_equal (g_mkdir (results, 0700), 0);
  program_write_file (results, "letter.txt", "dear");
  g_auto (ProgramResult) result = program_run (
      directory, NULL, "size " QUEUE " --target 'infused-share>=0.93' -n 40 -o out");
  assert_int_equal (result.status, 1);
  assert_holds (result.err, "found 'letter.txt'");
  assert_null (strstr (result.err, "in the search"));
}

#define SEARCH "size " QUEUE " --target 'infused-share>=0.93' --trace 0 --format svg -n "

static void
unfinished_search_tells_nothing_and_gives_way_to_no_other (void **state)
{
  static const char *const readers[] = { "plot out", "report out", "explain out 1" };
  static const struct
  {
    const char *arguments, *difference;
  } others[] = {
    { "size " QUEUE " --target 'infused-share>=0.94' -n 40 -o out",
      "the question 'pool=line; rule=fcfs; replications=40; "
      "targets=infused-share:all>=0.93'" },
    { SEARCH "44 -o out", "the question 'pool=line; rule=fcfs; replications=40" },
    { SEARCH "40 --seed 7 -o out", "instead of 7" },
    { "run " QUEUE " -o out", "command 'size' instead of 'run'" },
  };
  const char *directory = *state;
  GPid pid = program_start (NULL, directory, SEARCH "40", "out");

  assert_int_equal (kill (pid, SIGKILL), 0);
  assert_int_equal (program_wait (pid), 128 + SIGKILL);
  for (size_t i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_auto (ProgramResult) result = program_run (directory, NULL, readers[i]);

      assert_int_equal (result.status, 1);
      assert_holds (result.err, "out: expected results, found an unfinished search of "
                                "'day31 size'");
      assert_string_equal (result.out, "");
    }
  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_auto (ProgramResult) result = program_run (directory, NULL, others[i].arguments);

      assert_int_equal (result.status, 1);
      assert_holds (result.err, "holds an unfinished run of something else");
      assert_holds (result.err, others[i].difference);
      assert_null (strstr (result.err, "in the search"));
    }
  /* The same in other words is the same. */
  g_auto (ProgramResult) result =
      program_run (directory, NULL,
                   "size " QUEUE " --pool line --target 'infused-share:all>=0.930' "
                   "--trace 0 --format svg -n 40 -o out");
  assert_int_equal (result.status, 0);
  assert_holds (result.err, "day31: going on with the unfinished run in 'out'");
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
    unit_test_in_folder (foreign_directory_is_refused_before_anything_is_simulated),
    unit_test_in_folder (unfinished_search_tells_nothing_and_gives_way_to_no_other),
  };
  return cmocka_run_group_tests_name ("cli-size", tests, NULL, NULL);
}
