/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a results directory: what is replaced, resumed, refused and left alone. */
#include "output/store.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/error.h"
#include "tests/support/synthetic-run.h"

/* Opens for writing; the start is NEW, REPLACED or RESUMED. */
static OutputStore *
try_new (SyntheticFixture *fixture,
         OutputStoreForce force,
         OutputStoreStart *ret_start,
         GError **error)
{
  return output_store_new (fixture->directory, &fixture->run, fixture->catalogue, force,
                           ret_start, error);
}

static void
assert_starts (SyntheticFixture *fixture,
               OutputStoreForce force,
               OutputStoreStart expected)
{
  OutputStoreStart start;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutputStore) store = try_new (fixture, force, &start, &error);
  if (!store)
    fail_msg ("%s", error->message);
  assert_int_equal (start, expected);
}

static void
assert_refused (SyntheticFixture *fixture,
                OutputStoreForce force,
                int code,
                const char *ending)
{
  g_autoptr (GError) error = NULL;
  assert_null (try_new (fixture, force, NULL, &error));
  if (!g_error_matches (error, OUTPUT_ERROR, code) || !strstr (error->message, ending))
    fail_msg ("unexpected: %s", error->message);
}

static void
write_file (SyntheticFixture *fixture, OutputStore *store, const char *name)
{
  (void) fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (OutputAtomicFile) file = output_store_new_file (store, name, &error);
  if (!file)
    fail_msg ("%s", error->message);
  output_atomic_file_write (file, "ours", 4);
  assert_true (output_atomic_file_commit (file, NULL));
}

static bool
has_file (SyntheticFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
put_foreign (SyntheticFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_mkdir_with_parents (folder, 0777);
  assert_true (g_file_set_contents (path, "mine", -1, NULL));
}

static void
assert_is_mine (SyntheticFixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->directory, name, NULL);
  g_autofree char *content = NULL;
  assert_true (g_file_get_contents (path, &content, NULL, NULL));
  assert_string_equal (content, "mine");
}

/* A finished run that wrote two files. */
static void
make_finished (SyntheticFixture *fixture)
{
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, NULL, NULL);
  synthetic_complete (store);
  write_file (fixture, store, "summary.csv");
  write_file (fixture, store, "charts/throughput.png");
  assert_true (output_store_finish (store, NULL));
}

/* One block of this run. */
static void
make_unfinished (SyntheticFixture *fixture)
{
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, NULL, NULL);
  assert_true (synthetic_add (store, 0, 0, NULL));
}

static void
directory_is_made_with_those_above (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autofree char *deep = g_build_filename (fixture->directory, "a", "b", NULL);
  g_autoptr (OutputStore) store = output_store_new (
      deep, &fixture->run, fixture->catalogue, OUTPUT_STORE_CAREFUL, NULL, NULL);
  assert_non_null (store);
  assert_true (has_file (fixture, "a/b/results.sqlite"));
}

static void
finished_results_are_replaced_whole (void **state)
{
  SyntheticFixture *fixture = *state;
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_NEW);
  make_finished (fixture);
  put_foreign (fixture, "notes.txt");
  put_foreign (fixture, "more/notes.txt");
  fixture->run.seed = 5;
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_REPLACED);
  assert_false (has_file (fixture, "summary.csv"));
  assert_false (has_file (fixture, "charts"));
  assert_is_mine (fixture, "notes.txt");
  assert_is_mine (fixture, "more/notes.txt");
}

static void
foreign_chart_beside_ours_stays (void **state)
{
  SyntheticFixture *fixture = *state;
  make_finished (fixture);
  put_foreign (fixture, "charts/mine.png");
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_REPLACED);
  assert_false (has_file (fixture, "charts/throughput.png"));
  assert_is_mine (fixture, "charts/mine.png");
}

static void
unfinished_run_is_resumed (void **state)
{
  SyntheticFixture *fixture = *state;
  make_unfinished (fixture);
  OutputStoreStart start;
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, &start, NULL);
  assert_int_equal (start, OUTPUT_STORE_RESUMED);
  assert_true (output_store_is_done (store, 0, 0));
  assert_false (output_store_is_done (store, 1, 0));
}

/* A resumed run knows the files that it wrote before it was killed. */
static void
resumed_run_replaces_its_own_files (void **state)
{
  SyntheticFixture *fixture = *state;
  {
    g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, NULL, NULL);
    write_file (fixture, store, "summary.csv");
  }
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, NULL, NULL);
  assert_non_null (store);
  write_file (fixture, store, "summary.csv");
}

static void
unfinished_run_of_anything_else_is_refused (void **state)
{
  SyntheticFixture *fixture = *state;
  const OutputVariant others[] = { synthetic_variants[0], { .label = "lottery" } };
  make_unfinished (fixture);
  const OutputRun same = fixture->run;
  const struct
  {
    OutputRun run;
    const char *difference;
  } cases[] = {
    { .run = same, .difference = "(command 'compare' instead of 'run')" },
    { .run = same, .difference = "(scenario 'made-up' instead of 'other')" },
    { .run = same, .difference = "(another content of scenario 'made-up')" },
    { .run = same, .difference = "(seed 18446744073709551615 instead of 1)" },
    { .run = same, .difference = "(version 0.1.0 instead of 0.2.0)" },
    { .run = same, .difference = "(other rules or parameters)" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture->run = same;
      if (i == 0)
        fixture->run.command = "run";
      else if (i == 1)
        fixture->run.scenario = "other";
      else if (i == 2)
        fixture->run.digest = "fedcba";
      else if (i == 3)
        fixture->run.seed = 1;
      else if (i == 4)
        fixture->run.version = "0.2.0";
      else
        fixture->run.variants = others;
      assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_FOREIGN,
                      cases[i].difference);
    }
  /* Refusing changed nothing. */
  fixture->run = same;
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_RESUMED);
  fixture->run.seed = 1;
  assert_starts (fixture, OUTPUT_STORE_FORCE, OUTPUT_STORE_REPLACED);
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_RESUMED);
}

/* A search: its one variant of before, then @n_trials with a block each. */
static void
make_search (SyntheticFixture *fixture, const char *question, int n_trials)
{
  static const char *const settings[] = { "pool:line=4", "pool:line=2" };
  fixture->run.question = question;
  fixture->run.answer = NULL;
  fixture->run.variants = synthetic_variants;
  fixture->run.n_variants = 1;
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, NULL, NULL);
  assert_non_null (store);
  for (int i = 0; i < n_trials; i++)
    {
      const OutputVariant trial = { .label = "fcfs", .settings = settings[i] };
      assert_true (output_store_add_variant (store, &trial, NULL));
      assert_true (synthetic_add (store, 1 + i, 0, NULL));
    }
}

/* The run of the answer @answer. */
static void
be_answered (SyntheticFixture *fixture, const char *answer)
{
  fixture->run.answer = answer;
  fixture->run.variants = synthetic_variants;
  fixture->run.n_variants = 2;
}

static void
search_goes_on_with_the_trials_that_are_there (void **state)
{
  SyntheticFixture *fixture = *state;
  make_search (fixture, "how many?", 2);
  OutputStoreStart start;
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, &start, NULL);
  assert_int_equal (start, OUTPUT_STORE_RESUMED);
  const OutputRun *run = output_store_run (store);
  assert_true (output_run_is_search (run));
  assert_int_equal (run->n_variants, 3);
  assert_string_equal (run->variants[2].settings, "pool:line=2");
  assert_false (output_store_is_done (store, 0, 0));
  assert_true (output_store_is_done (store, 1, 0));
  assert_true (output_store_is_done (store, 2, 0));
}

static void
search_of_another_question_is_refused (void **state)
{
  SyntheticFixture *fixture = *state;
  make_search (fixture, "how many?", 1);
  fixture->run.question = "how few?";
  assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_FOREIGN,
                  "(the question 'how many?')");
  /* And so is a run that asks nothing. */
  fixture->run.question = NULL;
  assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_FOREIGN,
                  "(the question 'how many?')");
  fixture->run.question = "how few?";
  assert_starts (fixture, OUTPUT_STORE_FORCE, OUTPUT_STORE_REPLACED);
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_RESUMED);
}

static void
run_of_an_answer_takes_the_place_of_its_search (void **state)
{
  SyntheticFixture *fixture = *state;
  make_search (fixture, "how many?", 1);
  be_answered (fixture, "four");
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_REPLACED);
  /* Itself unfinished it is resumed; another answer is another run. */
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_RESUMED);
  be_answered (fixture, "five");
  assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_FOREIGN,
                  "(other rules or parameters)");
}

static void
search_finds_the_unfinished_run_of_its_answer (void **state)
{
  SyntheticFixture *fixture = *state;
  make_search (fixture, "how many?", 1);
  be_answered (fixture, "four");
  make_unfinished (fixture);
  fixture->run.answer = NULL;
  fixture->run.n_variants = 1;
  OutputStoreStart start;
  OutputStore *store = try_new (fixture, OUTPUT_STORE_CAREFUL, &start, NULL);
  assert_int_equal (start, OUTPUT_STORE_RESUMED);
  assert_string_equal (output_store_run (store)->answer, "four");
  assert_int_equal (output_store_run (store)->n_variants, 2);
  assert_true (output_store_is_done (store, 0, 0));
  output_store_free (store);
  /* A finished one is a result like any other: the search begins anew. */
  be_answered (fixture, "four");
  make_finished (fixture);
  fixture->run.answer = NULL;
  fixture->run.n_variants = 1;
  store = try_new (fixture, OUTPUT_STORE_CAREFUL, &start, NULL);
  assert_int_equal (start, OUTPUT_STORE_REPLACED);
  assert_null (output_store_run (store)->answer);
  output_store_free (store);
}

static void
foreign_directory_is_refused_unless_forced (void **state)
{
  SyntheticFixture *fixture = *state;
  put_foreign (fixture, "notes.txt");
  put_foreign (fixture, "a.txt");
  assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_FOREIGN,
                  "results of day31, found 'a.txt'");
  assert_false (has_file (fixture, OUTPUT_STORE_NAME));
  assert_starts (fixture, OUTPUT_STORE_FORCE, OUTPUT_STORE_NEW);
  assert_is_mine (fixture, "notes.txt");
}

static void
foreign_file_of_our_name_is_never_replaced (void **state)
{
  SyntheticFixture *fixture = *state;
  put_foreign (fixture, "summary.csv");
  assert_refused (fixture, OUTPUT_STORE_FORCE, OUTPUT_ERROR_FOREIGN,
                  "summary.csv: expected");
  assert_is_mine (fixture, "summary.csv");
  g_autofree char *path = g_build_filename (fixture->directory, "summary.csv", NULL);
  unlink (path);
  put_foreign (fixture, OUTPUT_STORE_NAME);
  assert_refused (fixture, OUTPUT_STORE_FORCE, OUTPUT_ERROR_FOREIGN,
                  "results.sqlite: expected");
  assert_is_mine (fixture, OUTPUT_STORE_NAME);
}

static void
foreign_chart_of_our_name_is_never_replaced (void **state)
{
  SyntheticFixture *fixture = *state;
  put_foreign (fixture, "charts/queue.png");
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_FORCE, NULL, NULL);
  assert_non_null (store);
  g_autoptr (GError) error = NULL;
  assert_null (output_store_new_file (store, "charts/queue.png", &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN));
  assert_is_mine (fixture, "charts/queue.png");
}

static void
directory_in_use_is_refused (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_CAREFUL, NULL, NULL);
  assert_non_null (store);
  assert_refused (fixture, OUTPUT_STORE_FORCE, OUTPUT_ERROR_IN_USE,
                  "in use by another run of day31");
  g_autoptr (GError) error = NULL;
  assert_null (output_store_open (fixture->directory, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_IN_USE));
}

static void
readers_share_but_keep_runs_out (void **state)
{
  SyntheticFixture *fixture = *state;
  make_finished (fixture);
  g_autoptr (OutputStore) one = output_store_open (fixture->directory, NULL);
  g_autoptr (OutputStore) two = output_store_open (fixture->directory, NULL);
  assert_non_null (one);
  assert_non_null (two);
  assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_IN_USE, "in use");
}

/* plot draws into results that a run left; the next run must know those charts. */
static void
chart_drawn_by_a_reader_is_ours (void **state)
{
  SyntheticFixture *fixture = *state;
  make_finished (fixture);
  OutputStore *reader = output_store_open (fixture->directory, NULL);
  write_file (fixture, reader, "charts/queue.pdf");
  write_file (fixture, reader, "charts/queue.pdf");
  output_store_free (reader);
  assert_true (has_file (fixture, "charts/queue.pdf"));
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_REPLACED);
  assert_false (has_file (fixture, "charts"));
}

static void
leftovers_of_a_killed_run_are_swept (void **state)
{
  SyntheticFixture *fixture = *state;
  put_foreign (fixture, ".day31-4711-0");
  put_foreign (fixture, ".day31-store-journal");
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_NEW);
  put_foreign (fixture, "charts/.day31-4711-0");
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_RESUMED);
  assert_false (has_file (fixture, ".day31-4711-0"));
  assert_false (has_file (fixture, ".day31-store-journal"));
  assert_false (has_file (fixture, "charts/.day31-4711-0"));
}

/* Changes the number @value, all eight bytes of it, where it is stored. */
static void
damage_number (SyntheticFixture *fixture, double value)
{
  g_autofree char *path = g_build_filename (fixture->directory, OUTPUT_STORE_NAME, NULL);
  g_autofree char *bytes = NULL;
  gsize length;
  assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  gsize place = 0;
  while (place + sizeof value < length &&
         memcmp (bytes + place, &value, sizeof value) != 0)
    place++;
  assert_true (place + sizeof value < length);
  bytes[place] ^= 1;
  assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

static void
damaged_store_is_replaced_only_by_force (void **state)
{
  SyntheticFixture *fixture = *state;
  make_unfinished (fixture);
  /* Of replication 0, variant 0: column 1 is 1 / 7. */
  damage_number (fixture, 1.0 / 7);
  assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_DAMAGED, "checksum");
  assert_starts (fixture, OUTPUT_STORE_FORCE, OUTPUT_STORE_REPLACED);
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_RESUMED);
}

static void
damaged_search_is_begun_anew_by_force (void **state)
{
  SyntheticFixture *fixture = *state;
  make_search (fixture, "how many?", 1);
  /* Of replication 0, variant 1: column 1 is 101 / 7. */
  damage_number (fixture, synthetic_value (1, 0, 1));
  assert_refused (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_ERROR_DAMAGED, "checksum");
  OutputStoreStart start;
  g_autoptr (OutputStore) store = try_new (fixture, OUTPUT_STORE_FORCE, &start, NULL);
  assert_int_equal (start, OUTPUT_STORE_REPLACED);
  assert_int_equal (output_store_run (store)->n_variants, 1);
  assert_int_equal (output_store_replication_count (store), 0);
}

/* A store may come from anywhere: names in it must not lead out of its directory. */
static void
names_that_lead_out_are_not_followed (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autofree char *results = g_build_filename (fixture->directory, "results", NULL);
  put_foreign (fixture, "charts/throughput.png");
  char *kept = fixture->directory;
  fixture->directory = results;
  make_finished (fixture);
  /* Somebody puts a link where our folder was, and a file of our name behind it. */
  g_autofree char *link = g_build_filename (results, "charts", NULL);
  synthetic_directory_remove (link);
  assert_int_equal (symlink ("../charts", link), 0);
  assert_starts (fixture, OUTPUT_STORE_CAREFUL, OUTPUT_STORE_REPLACED);
  fixture->directory = kept;
  assert_is_mine (fixture, "charts/throughput.png");
}

int
main (void)
{
#define TEST(name)                                                                       \
  cmocka_unit_test_setup_teardown (name, synthetic_set_up, synthetic_tear_down)
  const struct CMUnitTest tests[] = {
    TEST (directory_is_made_with_those_above),
    TEST (finished_results_are_replaced_whole),
    TEST (foreign_chart_beside_ours_stays),
    TEST (unfinished_run_is_resumed),
    TEST (resumed_run_replaces_its_own_files),
    TEST (unfinished_run_of_anything_else_is_refused),
    TEST (search_goes_on_with_the_trials_that_are_there),
    TEST (search_of_another_question_is_refused),
    TEST (run_of_an_answer_takes_the_place_of_its_search),
    TEST (search_finds_the_unfinished_run_of_its_answer),
    TEST (foreign_directory_is_refused_unless_forced),
    TEST (foreign_file_of_our_name_is_never_replaced),
    TEST (foreign_chart_of_our_name_is_never_replaced),
    TEST (directory_in_use_is_refused),
    TEST (readers_share_but_keep_runs_out),
    TEST (chart_drawn_by_a_reader_is_ours),
    TEST (leftovers_of_a_killed_run_are_swept),
    TEST (damaged_store_is_replaced_only_by_force),
    TEST (damaged_search_is_begun_anew_by_force),
    TEST (names_that_lead_out_are_not_followed),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
