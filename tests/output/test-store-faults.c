/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of a store that is damaged, killed or out of room: it is reported. */
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/description.h"
#include "output/error.h"
#include "tests/output/stores.h"

/* @ret_length: (nullable) */
static char *
finished_bytes (SyntheticFixture *fixture, gsize *ret_length)
{
  OutputStore *store = new_store (fixture, 10, 2);
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  g_autofree char *path = store_path (fixture);
  char *bytes = NULL;
  assert_true (g_file_get_contents (path, &bytes, ret_length, NULL));
  return bytes;
}

/* What @store (transfer full) lacks of @replications can be added, and nothing shows what
 * befell it. */
static void
assert_completes (SyntheticFixture *fixture, OutputStore *store, int64_t replications)
{
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  g_autofree char *text = dump_directory (fixture->directory, NULL);
  g_autofree char *expected = expected_dump (replications, 0);
  assert_true (strcmp (text, expected) == 0);
}

static void
overwrite (const char *path, const char *bytes, gsize length)
{
  FILE *file = fopen (path, "wb");
  assert_non_null (file);
  assert_int_equal (fwrite (bytes, 1, length, file), length);
  assert_int_equal (fclose (file), 0);
}

/* A changed bit is reported, or, where it fell on unused room, changes nothing. */
static void
changed_bit_is_reported_or_changes_nothing (void **state)
{
  SyntheticFixture *fixture = *state;
  gsize length;
  g_autofree char *bytes = finished_bytes (fixture, &length);
  g_autofree char *path = store_path (fixture);
  g_autofree char *expected = dump_directory (fixture->directory, NULL);
  assert_non_null (expected);
  int n_tried = 0;
  int n_reported = 0;
  for (gsize place = 0; place < length; place++)
    {
      /* Most of the pages is unused and 0: there, one byte in 997 is enough. */
      if (bytes[place] == 0 ? place % 997 != 0 : place % 7 != 0)
        continue;
      char kept = bytes[place];
      bytes[place] = (char) (kept ^ 1 << place % 8);
      overwrite (path, bytes, length);
      bytes[place] = kept;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = dump_directory (fixture->directory, &error);
      if (text)
        assert_string_equal (text, expected);
      else
        {
          assert_non_null (error);
          n_reported++;
        }
      n_tried++;
    }
  /* Whatever is not unused is data, bookkeeping, or the text of the schema. */
  print_message ("# %d of %d changed bits were reported\n", n_reported, n_tried);
  assert_true (n_reported > n_tried / 3);
}

/* A bit of the stored numbers themselves. */
static void
changed_number_is_reported_as_damage (void **state)
{
  SyntheticFixture *fixture = *state;
  gsize length;
  g_autofree char *bytes = finished_bytes (fixture, &length);
  g_autofree char *path = store_path (fixture);
  /* Column 1 of replication 9 of variant 1 is 110 / 7: its lowest byte, as stored. */
  double value = 110.0 / 7;
  char *found = NULL;
  for (gsize i = 0; i + sizeof value <= length && !found; i++)
    if (memcmp (bytes + i, &value, sizeof value) == 0)
      found = bytes + i;
  assert_non_null (found);
  *found ^= 1;
  overwrite (path, bytes, length);
  g_autoptr (GError) error = NULL;
  assert_null (output_store_open (fixture->directory, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_DAMAGED));
  assert_true (g_str_has_suffix (
      error->message,
      "results.sqlite: the store is damaged: a row does not match its checksum"));
}

/* One that an older program wrote is whole, and not to be called damaged. */
static void
store_of_another_form_is_told_as_such (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autofree char *bytes = finished_bytes (fixture, NULL);
  g_autofree char *path = store_path (fixture);
  g_autoptr (OutputDatabase) database =
      output_database_new (path, OUTPUT_DATABASE_WRITE, NULL);
  assert_true (output_description_set (database, "format", "0", NULL));
  g_clear_pointer (&database, output_database_free);
  g_autoptr (GError) error = NULL;
  assert_null (output_store_open (fixture->directory, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_READ));
  assert_true (g_str_has_suffix (
      error->message, "results.sqlite: expected results of format " OUTPUT_FORMAT
                      ", found '0'; simulate them again, into another directory or "
                      "with --force"));
}

static void
truncated_store_is_reported (void **state)
{
  SyntheticFixture *fixture = *state;
  gsize length;
  g_autofree char *bytes = finished_bytes (fixture, &length);
  g_autofree char *path = store_path (fixture);
  for (gsize cut = 0; cut < length; cut += 4099)
    {
      overwrite (path, bytes, cut);
      g_autoptr (GError) error = NULL;
      assert_null (dump_directory (fixture->directory, &error));
      assert_non_null (error);
    }
}

static void
missing_store_is_reported (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autoptr (GError) error = NULL;
  assert_null (output_store_open (fixture->directory, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_READ));
  assert_true (g_str_has_suffix (
      error->message,
      "results.sqlite: expected the results of a run, found no such file"));
}

/* Adds blocks, over and over, until it is killed. */
static void
write_until_killed (SyntheticFixture *fixture, int64_t replications, int ready)
{
  OutputStore *store = new_store (fixture, replications, replications);
  char byte = 0;
  for (int64_t first = 0; first < replications; first += SIM_BLOCK)
    for (int variant = 0; variant < 2; variant++)
      {
        if (!output_store_is_done (store, variant, first))
          synthetic_add (store, variant, first, NULL);
        if (first == 8 && write (ready, &byte, 1) != 1)
          _exit (1);
      }
  for (;;)
    pause ();
}

static void
killed_run_keeps_whole_replications_and_resumes (void **state)
{
  SyntheticFixture *fixture = *state;
  const int64_t replications = 1200;
  int64_t kept = 0;
  for (int round = 0; round < 6; round++)
    {
      int ready[2];
      assert_int_equal (pipe (ready), 0);
      pid_t child = fork ();
      assert_true (child >= 0);
      if (child == 0)
        write_until_killed (fixture, replications, ready[1]);
      char byte;
      close (ready[1]);
      assert_int_equal (read (ready[0], &byte, 1), 1);
      close (ready[0]);
      /* Some writes later, at a different place each time. */
      g_usleep ((gulong) (1500 * round));
      kill (child, SIGKILL);
      int status;
      assert_int_equal (waitpid (child, &status, 0), child);
      assert_true (WIFSIGNALED (status));
      g_autoptr (GError) error = NULL;
      g_autoptr (OutputStore) store = output_store_open (fixture->directory, &error);
      if (!store)
        fail_msg ("%s", error->message);
      assert_false (output_store_is_finished (store));
      /* What was there stays, and every row of it is as it should be. */
      assert_true (output_store_replication_count (store) >= kept);
      kept = output_store_replication_count (store);
      RowCheck check = { 0 };
      static const int both[] = { 0, 1 };
      g_autoptr (SimResults) results = output_store_results (store);
      assert_true (results->for_each_row (results, both, 2, check_row, &check, NULL));
      assert_int_equal (check.next, kept);
    }
  OutputStore *store = new_store (fixture, replications, replications);
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  assert_is_one_file (fixture);
  g_autofree char *text = dump_directory (fixture->directory, NULL);
  g_autofree char *expected = expected_dump (replications, replications);
  assert_true (strcmp (text, expected) == 0);
}

/* A limit on the size of files stands for a full disk. */
static void
full_disk_is_reported_and_what_was_committed_stands (void **state)
{
  SyntheticFixture *fixture = *state;
  const int64_t replications = 8000;
  OutputStore *store = new_store (fixture, replications, 0);
  assert_true (synthetic_add (store, 0, 0, NULL));
  assert_true (synthetic_add (store, 1, 0, NULL));
  assert_true (output_store_flush (store, NULL));
  struct rlimit limit;
  getrlimit (RLIMIT_FSIZE, &limit);
  struct rlimit small = { 300000, limit.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  g_autoptr (GError) error = NULL;
  int64_t first = SIM_BLOCK;
  while (first < replications && synthetic_add (store, 0, first, &error))
    first += SIM_BLOCK;
  if (!error)
    output_store_flush (store, &error);
  assert_non_null (error);
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  OutputStoreStart start;
  output_store_free (store);
  setrlimit (RLIMIT_FSIZE, &limit);
  OutputRun run = synthetic_run (replications, 0);
  store = output_store_new (fixture->directory, &run, fixture->catalogue,
                            OUTPUT_STORE_CAREFUL, &start, NULL);
  assert_non_null (store);
  assert_int_equal (start, OUTPUT_STORE_RESUMED);
  assert_true (output_store_is_done (store, 0, 0));
  assert_true (output_store_is_done (store, 1, 0));
  assert_completes (fixture, store, replications);
}

static void
variant_that_cannot_be_added_is_reported_and_not_there (void **state)
{
  SyntheticFixture *fixture = *state;
  OutputStore *store = new_store (fixture, 8, 0);
  assert_true (synthetic_add (store, 0, 0, NULL));
  assert_true (output_store_flush (store, NULL));
  assert_true (synthetic_add (store, 1, 0, NULL));
  struct rlimit limit;
  getrlimit (RLIMIT_FSIZE, &limit);
  struct rlimit small = { 4096, limit.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  const OutputVariant trial = { .label = "fcfs", .settings = "pool:line=3" };
  g_autoptr (GError) error = NULL;
  assert_false (output_store_add_variant (store, &trial, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  setrlimit (RLIMIT_FSIZE, &limit);
  /* The block that waited for the same commit went with it. */
  assert_int_equal (output_store_run (store)->n_variants, 2);
  assert_true (output_store_is_done (store, 0, 0));
  assert_false (output_store_is_done (store, 1, 0));
  assert_completes (fixture, store, 8);
}

/* Executes @sql on the store behind its back. */
static void
tamper (SyntheticFixture *fixture, const char *sql)
{
  g_autofree char *path = store_path (fixture);
  sqlite3 *database = NULL;
  assert_int_equal (sqlite3_open (path, &database), SQLITE_OK);
  assert_int_equal (sqlite3_exec (database, sql, NULL, NULL, NULL), SQLITE_OK);
  assert_int_equal (sqlite3_close (database), SQLITE_OK);
}

static void
damage_of_an_added_variant_is_reported (void **state)
{
  static const char *const damages[][2] = {
    { "UPDATE variant SET settings = 'pool:line=4' WHERE variant = 2", "checksum" },
    { "DELETE FROM variant WHERE variant = 2", "its description has gaps" },
    { "DELETE FROM block WHERE id >> 32 = 2", "a row too many" },
    { "DELETE FROM replication WHERE id >> 32 = 2", "rows are missing" },
  };
  SyntheticFixture *fixture = *state;
  const OutputVariant trial = { .label = "fcfs", .settings = "pool:line=3" };
  OutputStore *store = new_store (fixture, 8, 0);
  assert_true (output_store_add_variant (store, &trial, NULL));
  assert_true (synthetic_add (store, 2, 0, NULL));
  output_store_free (store);
  g_autofree char *path = store_path (fixture);
  g_autofree char *bytes = NULL;
  gsize length;
  assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      overwrite (path, bytes, length);
      tamper (fixture, damages[i][0]);
      g_autoptr (GError) error = NULL;
      assert_null (output_store_open (fixture->directory, &error));
      assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_DAMAGED));
      if (!strstr (error->message, damages[i][1]))
        fail_msg ("%s: unexpected: %s", damages[i][0], error->message);
    }
}

static void
directory_that_cannot_be_written_is_reported (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autofree char *file = g_build_filename (fixture->directory, "file", NULL);
  g_autofree char *below = g_build_filename (file, "results", NULL);
  assert_true (g_file_set_contents (file, "mine", -1, NULL));
  OutputRun run = synthetic_run (4, 0);
  g_autoptr (GError) error = NULL;
  assert_null (output_store_new (below, &run, fixture->catalogue, OUTPUT_STORE_CAREFUL,
                                 NULL, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
}

int
main (void)
{
#define TEST(name)                                                                       \
  cmocka_unit_test_setup_teardown (name, synthetic_set_up, synthetic_tear_down)
  const struct CMUnitTest tests[] = {
    TEST (changed_bit_is_reported_or_changes_nothing),
    TEST (changed_number_is_reported_as_damage),
    TEST (store_of_another_form_is_told_as_such),
    TEST (truncated_store_is_reported),
    TEST (missing_store_is_reported),
    TEST (killed_run_keeps_whole_replications_and_resumes),
    TEST (full_disk_is_reported_and_what_was_committed_stands),
    TEST (variant_that_cannot_be_added_is_reported_and_not_there),
    TEST (damage_of_an_added_variant_is_reported),
    TEST (directory_that_cannot_be_written_is_reported),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
