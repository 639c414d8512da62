/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --shard and merge: what is refused and how it is said; what a shard's directory is
 * good for.  That merged results have the bytes of the whole: see test-scale.c. */
#include "tests/cli/folder.h"

#define SMALL "@scenarios/small-model.xml"

/* Runs @arguments in @folder, which must go well. */
static void
run_well (const char *folder, const char *arguments)
{
  g_auto (ProgramResult) result = program_run (folder, NULL, arguments);

  if (result.status != 0)
    fail_msg ("day31 %s: status %d\n%s", arguments, result.status, result.err);
}

/* Three shards of ten replications: blocks of 4, 4 and 2. */
static void
make_shards (const char *folder)
{
  run_well (folder, "run " SMALL " -n 10 --shard 1/3 -q");
  run_well (folder, "run " SMALL " -n 10 --shard 2/3 -q");
  run_well (folder, "run " SMALL " -n 10 --shard 3/3 -q");
}

typedef struct
{
  const char *arguments;
  int status;
  const char *message;
} Case;

static void
check_cases (const char *folder, const Case *cases, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      g_auto (ProgramResult) result = program_run (folder, NULL, cases[i].arguments);

      if (result.status != cases[i].status ||
          strstr (result.err, cases[i].message) == NULL)
        fail_msg ("day31 %s: status %d\n%s", cases[i].arguments, result.status,
                  result.err);
      assert_string_equal (result.out, "");
    }
}

static void
gaps_doubles_and_strangers_are_refused (void **state)
{
  static const Case cases[] = {
    { "merge small-model-shard-1-of-3 small-model-shard-3-of-3", 1,
      "day31: of the 3 shards of 'small-model' these are missing: 2; give merge the "
      "directories of all\n" },
    { "merge small-model-shard-3-of-3", 1, "these are missing: 1, 2; give" },
    { "merge small-model-shard-1-of-3 small-model-shard-2-of-3 small-model-shard-3-of-3 "
      "./small-model-shard-2-of-3",
      1,
      "day31: ./small-model-shard-2-of-3: expected each shard once, found shard 2 of 3 "
      "in "
      "'small-model-shard-2-of-3' too\n" },
    { "merge small-model-shard-1-of-3 seed small-model-shard-3-of-3", 1,
      "day31: seed: expected a shard of the run that 'small-model-shard-1-of-3' is of, "
      "found another (seed 2 instead of 31)\n" },
    { "merge small-model-shard-1-of-3 more small-model-shard-3-of-3", 1,
      "(14 replications instead of 10)" },
    { "merge small-model-shard-1-of-3 traced small-model-shard-3-of-3", 1,
      "(5 replications traced instead of 1)" },
    { "merge small-model-shard-1-of-3 four small-model-shard-3-of-3", 1,
      "(one of 4 shards instead of 3)" },
    { "merge small-model-shard-1-of-3 rule small-model-shard-3-of-3", 1,
      "(other rules or parameters)" },
    { "merge small-model-shard-1-of-3 compared small-model-shard-3-of-3", 1,
      "(command 'compare' instead of 'run')" },
    { "merge small-model-shard-1-of-3 other small-model-shard-3-of-3", 1,
      "(scenario 'erlang-c-5' instead of 'small-model')" },
    { "merge small-model-shard-1-of-3 whole small-model-shard-3-of-3", 1,
      "day31: whole: expected a shard, as --shard I/N leaves it, found the results of a "
      "whole run\n" },
    { "merge nothing", 1, "nothing: cannot open the directory" },
    { "merge", 2, "expected RESULTS..." },
    { "merge small-model-shard-1-of-3 small-model-shard-2-of-3 small-model-shard-3-of-3 "
      "-o small-model-shard-2-of-3",
      1,
      "day31: small-model-shard-2-of-3: is one of the shards; choose another directory "
      "with --output\n" },
  };
  const char *folder = *state;
  g_autofree char *merged = g_build_filename (folder, "small-model", NULL);

  make_shards (folder);
  run_well (folder, "run " SMALL " -n 10 --seed 2 --shard 2/3 -q -o seed");
  run_well (folder, "run " SMALL " -n 14 --shard 2/3 -q -o more");
  run_well (folder, "run " SMALL " -n 10 --trace 5 --shard 2/3 -q -o traced");
  run_well (folder, "run " SMALL " -n 10 --shard 2/4 -q -o four");
  run_well (folder, "run " SMALL " -n 10 --rule fcfs --shard 2/3 -q -o rule");
  run_well (folder, "compare " SMALL " -n 10 --shard 2/3 -q -o compared");
  run_well (folder, "run @scenarios/queueing/erlang-c-5.xml -n 10 --shard 2/3 -q "
                    "-o other");
  run_well (folder, "run " SMALL " -n 10 -q -o whole");
  check_cases (folder, cases, G_N_ELEMENTS (cases));
  assert_false (g_file_test (merged, G_FILE_TEST_EXISTS));
}

static void
wrong_shards_are_wrong_usage (void **state)
{
  static const Case cases[] = {
    { "run " SMALL " --shard 4/3", 2,
      "--shard: expected I/N with I from 1 to N and N up to 100000, as 2/8, found "
      "'4/3'" },
    { "run " SMALL " --shard 0/3", 2, "found '0/3'" },
    { "sweep " SMALL " --vary pool:line=4,5 --shard half", 2, "found 'half'" },
    /* Precision looks at all results, which no shard has. */
    { "run @scenarios/early-supply.xml --shard 1/2", 2,
      "--shard: the scenario's <precision> decides by the results of all replications "
      "how many there are; say how many with -n" },
    { "compare " SMALL " --bound --shard 1/2 -n 8", 2,
      "--bound: not offered with --shard: it is of all replications" },
    { "size " SMALL " --target wait<=7 --shard 1/2", 2, "unknown option '--shard'" },
  };

  check_cases (*state, cases, G_N_ELEMENTS (cases));
}

/* What one shard says of the whole would be taken for the whole. */
static void
a_shard_is_not_told (void **state)
{
  static const Case cases[] = {
    { "plot part", 1,
      "day31: part: expected the results of a whole run, found shard 1 of 2; 'day31 "
      "merge' joins all of them into a directory that can be told\n" },
    { "report part", 1, "found shard 1 of 2" },
    { "explain part 1", 1, "found shard 1 of 2" },
  };
  const char *folder = *state;
  g_autofree char *part = g_build_filename (folder, "part", NULL);
  g_auto (ProgramResult) result =
      program_run (folder, NULL, "run " SMALL " -n 10 --shard 1/2 -o part");

  assert_int_equal (result.status, 0);
  /* Three blocks: the first shard has one of them, the second two. */
  assert_string_equal (result.out, "Shard 1 of 2: 4 of 10 replications, in part; 'day31 "
                                   "merge' joins all shards.\n");
  g_autoptr (GHashTable) texts = read_results (part);
  assert_int_equal (g_hash_table_size (texts), 2);
  g_autofree char *json_path = g_build_filename (part, "run.json", NULL);
  g_autofree char *json = NULL;
  assert_true (g_file_get_contents (json_path, &json, NULL, NULL));
  assert_holds (json, "\"shard\": 1");
  assert_holds (json, "\"shards\": 2");
  check_cases (folder, cases, G_N_ELEMENTS (cases));
}

/* More shards than blocks: some are empty, and the whole is whole all the same. */
static void
empty_shards_join_too (void **state)
{
  const char *folder = *state;
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  g_autofree char *merged = g_build_filename (folder, "small-model", NULL);

  for (int i = 1; i <= 4; i++)
    {
      g_autofree char *arguments =
          g_strdup_printf ("run " SMALL " -n 5 --shard %d/4 -q", i);

      run_well (folder, arguments);
    }
  run_well (folder, "merge -q small-model-shard-4-of-4 small-model-shard-2-of-4 "
                    "small-model-shard-1-of-4 small-model-shard-3-of-4");
  run_well (folder, "run " SMALL " -n 5 -q -o whole");
  g_autoptr (GHashTable) texts = read_results (whole);
  g_autoptr (GHashTable) others = read_results (merged);
  assert_same_results (texts, others, "four shards of two blocks");
}

/* merge prints what the run would have printed, and treats its directory alike. */
static void
merging_ends_as_the_run_does (void **state)
{
  static const char *const join = "merge small-model-shard-1-of-3 "
                                  "small-model-shard-2-of-3 small-model-shard-3-of-3";
  const char *folder = *state;
  g_autofree char *foreign = g_build_filename (folder, "small-model", NULL);
  g_autofree char *letter = g_build_filename (foreign, "letter.txt", NULL);
  g_autofree char *forced_join = g_strconcat (join, " --force", NULL);

  make_shards (folder);
  assert_int_equal (g_mkdir (foreign, 0777), 0);
  assert_true (g_file_set_contents (letter, "dear", -1, NULL));
  g_auto (ProgramResult) refused = program_run (folder, NULL, join);
  assert_int_equal (refused.status, 1);
  assert_holds (refused.err, "found 'letter.txt'");
  g_auto (ProgramResult) forced = program_run (folder, NULL, forced_join);
  assert_int_equal (forced.status, 0);
  assert_true (g_file_test (letter, G_FILE_TEST_EXISTS));
  g_auto (ProgramResult) whole =
      program_run (folder, NULL, "run " SMALL " -n 10 -o small-model");
  assert_int_equal (whole.status, 0);
  assert_string_equal (forced.out, whole.out);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (gaps_doubles_and_strangers_are_refused),
    unit_test_in_folder (wrong_shards_are_wrong_usage),
    unit_test_in_folder (a_shard_is_not_told),
    unit_test_in_folder (empty_shards_join_too),
    unit_test_in_folder (merging_ends_as_the_run_does),
  };

  return cmocka_run_group_tests_name ("shard", tests, NULL, NULL);
}
