/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults: killed at any instant, no room, no descriptors, damage, others at the store.
 *
 * Whatever happens: a status that is not 0 and a message, no file half written, and the
 * same command, given again, ends with the bytes of an undisturbed run.  Instants and
 * places are drawn from a fixed seed.  DAY31_KILLS says how many kills a command gets;
 * ./dev test --thorough asks for hundreds. */
#include "tests/cli/child.h"

#include <errno.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/wait.h>

#define SEED 20190501

#define SIZE                                                                             \
  "size @scenarios/early-supply.xml --target 'infused-share:A>=0.7' -n 24 -q -j 2 "      \
  "--format svg -o results"

static const char *const commands[] = {
  "run @scenarios/early-supply.xml -n 24 -q -j 2 --format svg -o results",
  "compare @scenarios/early-supply.xml --rules fcfs,ais-a-first -n 12 -q -j 2 "
  "--format svg -o results",
  "sweep @scenarios/early-supply.xml --vary pool:line=5,7 -n 12 -q -j 2 --format svg "
  "-o results",
  SIZE,
};

/* Fails unless every table and chart that is in @found is, byte by byte, that of
 * @expected, and, where @is_whole, is there. */
static void
check_files (const char *found, const char *expected, bool is_whole)
{
  g_autoptr (GDir) dir = g_dir_open (expected, 0, NULL);

  assert_non_null (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (expected, name, NULL);
      g_autofree char *other = g_build_filename (found, name, NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *other_bytes = NULL;
      gsize size, other_size;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          if (is_whole || g_file_test (other, G_FILE_TEST_IS_DIR))
            check_files (other, path, is_whole);
          continue;
        }
      if (!g_str_has_suffix (name, ".csv") && !g_str_has_suffix (name, ".svg"))
        continue;
      if (!is_whole && !g_file_test (other, G_FILE_TEST_EXISTS))
        continue;
      assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      if (!g_file_get_contents (other, &other_bytes, &other_size, NULL))
        fail_msg ("%s: expected the file of a whole run, found none", other);
      if (size != other_size || memcmp (bytes, other_bytes, size) != 0)
        fail_msg ("%s: expected the bytes of an undisturbed run, found others", other);
    }
}

/* What is left when a run has ended well: nothing of its own but results. */
static void
check_no_rest (const char *results)
{
  g_autoptr (GDir) dir = g_dir_open (results, 0, NULL);

  assert_non_null (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_prefix (name, ".") || g_str_has_suffix (name, "-wal") ||
        g_str_has_suffix (name, "-shm") || g_str_has_suffix (name, "-journal"))
      fail_msg ("%s: expected only results, found '%s'", results, name);
}

/* Runs @line undisturbed and keeps what it gave as FOLDER/whole.
 * Returns: how long it took, in microseconds */
static int64_t
make_whole (const char *folder, const char *line)
{
  const ChildSetup setup = { .folder = folder };
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  int64_t began = g_get_monotonic_time ();
  g_auto (ChildEnd) end = child_run (&setup, line);

  if (end.status != 0)
    fail_msg ("%s: status %d, %s", line, end.status, end.err);
  program_remove_tree (whole);
  assert_int_equal (rename (results, whole), 0);
  return g_get_monotonic_time () - began;
}

/* Gives @line again, without the fault: it must end as if nothing had been. */
static void
check_resumption (const char *folder, const char *line)
{
  const ChildSetup setup = { .folder = folder };
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  g_auto (ChildEnd) end = child_run (&setup, line);

  if (end.status != 0)
    fail_msg ("%s: resumed: status %d, %s", line, end.status, end.err);
  check_files (results, whole, true);
  check_no_rest (results);
  program_remove_tree (results);
}

static int
kill_count (void)
{
  const char *text = g_getenv ("DAY31_KILLS");

  return text != NULL ? atoi (text) : 3;
}

/* Starts @line and sends it a signal at an instant of its life, or a little later: the
 * first of its kind, which gave @life, found nothing in the machine's memory.
 * Returns: whether it ended before the signal */
static bool
kill_once (const char *folder, const char *line, int64_t life, GRand *chance)
{
  static const int signals[] = { SIGKILL, SIGTERM, SIGINT };
  const ChildSetup setup = { .folder = folder };
  g_auto (GStrv) arguments = child_arguments (line);
  int number = signals[g_rand_int_range (chance, 0, G_N_ELEMENTS (signals))];
  pid_t pid = child_start (&setup, (const char *const *) arguments);

  g_usleep ((gulong) g_rand_double_range (chance, 0, 0.8 * (double) life));
  kill (pid, number);
  g_auto (ChildEnd) end = child_wait (&setup, pid);
  /* Before it has a handler, and in its last steps, a signal ends it in its own way. */
  if (end.status != 0 && end.status != 128 + number)
    fail_msg ("%s: signal %d: status %d, %s", line, number, end.status, end.err);
  return end.status == 0;
}

static void
kills_at_any_instant_lose_nothing (void **state)
{
  const char *folder = *state;
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  int n_survived = 0;
  int n_late = 0;

  for (size_t c = 0; c < G_N_ELEMENTS (commands); c++)
    {
      int64_t life = make_whole (folder, commands[c]);

      /* One that came too late is another try: a machine may be busy and idle again. */
      for (int n = 0; n < kill_count () && n_late < 3 * kill_count ();)
        {
          bool is_over = kill_once (folder, commands[c], life, chance);

          life = is_over ? life * 3 / 4 : life * 21 / 20;
          n += !is_over;
          n_late += is_over;
          n_survived += !is_over;
          if (g_file_test (results, G_FILE_TEST_IS_DIR))
            check_files (results, whole, false);
          /* Some runs are killed again and again before they may end. */
          if (is_over || g_rand_int_range (chance, 0, 3) == 0)
            check_resumption (folder, commands[c]);
        }
      check_resumption (folder, commands[c]);
    }
  print_message ("# %d kills survived, %d came too late\n", n_survived, n_late);
  assert_true (n_survived >= kill_count ());
}

/* A value in the header of the store of @folder; NULL where there is none. */
static char *
header_value (const char *folder, const char *key)
{
  g_autofree char *path =
      g_build_filename (folder, "work", "results", "results.sqlite", NULL);
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  char *value = NULL;

  assert_int_equal (sqlite3_open (path, &database), SQLITE_OK);
  assert_int_equal (sqlite3_prepare_v2 (database,
                                        "SELECT value FROM header WHERE key = ?", -1,
                                        &statement, NULL),
                    SQLITE_OK);
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  if (sqlite3_step (statement) == SQLITE_ROW)
    value = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return value;
}

/* Waits until the program has put a store, or one in the place of @old (an inode). */
static ino_t
await_store (const char *folder, ino_t old)
{
  g_autofree char *path =
      g_build_filename (folder, "work", "results", "results.sqlite", NULL);
  struct stat status;

  for (int i = 0; i < 60000; i++)
    {
      if (stat (path, &status) == 0 && status.st_ino != old)
        return status.st_ino;
      g_usleep (1000);
    }
  fail_msg ("%s: no store within a minute", path);
  return 0;
}

/* The run of the answer, in a store of its own, takes the place of the search. */
static void
a_search_goes_on_in_each_of_its_parts (void **state)
{
  static const int signals[] = { SIGINT, SIGTERM };
  const char *folder = *state;
  const ChildSetup setup = { .folder = folder };
  g_auto (GStrv) arguments = child_arguments (SIZE);

  make_whole (folder, SIZE);
  for (size_t i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      /* Amid the search; then, in the next attempt, amid the run of its answer. */
      pid_t pid = child_start (&setup, (const char *const *) arguments);
      await_store (folder, 0);
      kill (pid, signals[i]);
      g_auto (ChildEnd) searching = child_wait (&setup, pid);
      assert_int_equal (searching.status, 128 + signals[i]);
      assert_holds (searching.err,
                    "interrupted; what ran is stored, and the same command "
                    "goes on from there");
      g_autofree char *question = header_value (folder, "question");
      assert_non_null (question);
      assert_null (header_value (folder, "answer"));
      pid = child_start (&setup, (const char *const *) arguments);
      await_store (folder, await_store (folder, 0));
      kill (pid, signals[i]);
      g_auto (ChildEnd) telling = child_wait (&setup, pid);
      assert_int_equal (telling.status, 128 + signals[i]);
      assert_holds (telling.err, "the same command goes on from there");
      g_autofree char *answer = header_value (folder, "answer");
      assert_non_null (answer);
      g_autofree char *same_question = header_value (folder, "question");
      assert_string_equal (same_question, question);
      check_resumption (folder, SIZE);
    }
}

/* A failure must be one, and say so. */
static void
check_failure (const ChildEnd *end, const char *what)
{
  if (end->status != 1 || *end->err == '\0')
    fail_msg ("%s: expected status 1 and a message, found %d and '%s'", what, end->status,
              end->err);
}

static void
files_that_may_not_grow_lose_nothing (void **state)
{
  const char *folder = *state;
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  int n_failed = 0;

  make_whole (folder, commands[0]);
  for (rlim_t size = 4096; size < 4 * 1024 * 1024; size *= 2)
    {
      const ChildSetup setup = { .folder = folder, .file_size = size };
      g_auto (ChildEnd) end = child_run (&setup, commands[0]);

      if (end.status != 0)
        check_failure (&end, commands[0]);
      n_failed += end.status != 0;
      if (g_file_test (results, G_FILE_TEST_IS_DIR))
        check_files (results, whole, end.status == 0);
      check_resumption (folder, commands[0]);
    }
  assert_true (n_failed >= 5);
}

/* Mounts a small file system of memory on FOLDER/work, where the system lets us. */
static bool
mount_small (const char *folder, const char *options)
{
  g_autofree char *work = g_build_filename (folder, "work", NULL);

  g_mkdir (work, 0700);
  return mount ("none", work, "tmpfs", 0, options) == 0;
}

static void
a_full_disk_loses_nothing (void **state)
{
  static const char *const sizes[] = { "size=16k",  "size=64k",  "size=160k",
                                       "size=400k", "size=800k", "size=1600k" };
  const char *folder = *state;
  const ChildSetup setup = { .folder = folder };
  g_autofree char *work = g_build_filename (folder, "work", NULL);
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);

  make_whole (folder, commands[0]);
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      if (!mount_small (folder, sizes[i]))
        {
          print_message ("# no file system may be mounted: files alone were limited\n");
          return;
        }
      g_auto (ChildEnd) end = child_run (&setup, commands[0]);
      bool is_good = end.status == 1 && *end.err != '\0';
      if (is_good && g_file_test (results, G_FILE_TEST_IS_DIR))
        check_files (results, whole, false);
      /* Room again: the same command goes on. */
      is_good = is_good && mount ("none", work, "tmpfs", MS_REMOUNT, "size=64m") == 0;
      if (is_good)
        check_resumption (folder, commands[0]);
      umount2 (work, MNT_DETACH);
      if (!is_good)
        fail_msg ("%s: expected status 1 and a message, found %d and '%s'", sizes[i],
                  end.status, end.err);
    }
}

static void
a_read_only_directory_is_a_failure (void **state)
{
  const char *folder = *state;
  const ChildSetup setup = { .folder = folder };
  g_autofree char *work = g_build_filename (folder, "work", NULL);
  bool is_mounted = mount_small (folder, "size=64m") &&
                    mount ("none", work, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL) == 0;

  /* Who may mount may also write whatever the permissions say. */
  if (!is_mounted)
    g_chmod (work, 0500);
  g_auto (ChildEnd) end = child_run (&setup, commands[0]);
  if (is_mounted)
    umount2 (work, MNT_DETACH);
  g_chmod (work, 0700);
  if (is_mounted || geteuid () != 0)
    {
      check_failure (&end, "a read-only directory");
      assert_holds (end.err, "results");
    }
}

static void
few_descriptors_lose_nothing (void **state)
{
  const char *folder = *state;
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  int n_failed = 0;

  make_whole (folder, commands[0]);
  for (rlim_t n = 4; n < 16; n++)
    {
      const ChildSetup setup = { .folder = folder, .n_descriptors = n };
      g_auto (ChildEnd) end = child_run (&setup, commands[0]);

      /* 3: the scenario could not be read; 127: not even the program's libraries. */
      if (end.status != 0 && end.status != 3 && end.status != 127)
        check_failure (&end, "few descriptors");
      if (end.status != 0)
        assert_string_not_equal (end.err, "");
      /* Who does end does not leave charts without their letters. */
      if (end.status == 0)
        check_files (results, whole, true);
      n_failed += end.status != 0;
      check_resumption (folder, commands[0]);
    }
  assert_true (n_failed >= 2);
}

static void
an_output_that_cannot_be_written_is_a_failure (void **state)
{
  static const char *const outputs[] = { "/dev/full", "" };
  static const char *const lines[] = {
    "run @scenarios/table6.xml --format svg -o results",
    "check @scenarios/table6.xml",
    "list metrics",
    "--help",
  };
  const char *folder = *state;
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);

  make_whole (folder, lines[0]);
  for (size_t o = 0; o < G_N_ELEMENTS (outputs); o++)
    for (size_t l = 0; l < G_N_ELEMENTS (lines); l++)
      {
        const ChildSetup setup = { .folder = folder, .output = outputs[o] };
        g_auto (ChildEnd) end = child_run (&setup, lines[l]);

        check_failure (&end, lines[l]);
        assert_holds (end.err, "standard output");
        /* What was computed stands all the same, and nothing was printed into it. */
        if (l == 0)
          check_files (results, whole, true);
      }
}

static void
a_store_in_use_is_left_alone (void **state)
{
  const char *folder = *state;
  const ChildSetup setup = { .folder = folder };
  g_autofree char *lock = g_build_filename (folder, "work", "results", NULL);
  g_auto (GStrv) arguments = child_arguments (
      "run @scenarios/early-supply.xml -n 1000000 -q --format svg -o results");

  pid_t pid = child_start (&setup, (const char *const *) arguments);
  for (int i = 0; i < 60000 && !g_file_test (lock, G_FILE_TEST_IS_DIR); i++)
    g_usleep (1000);
  g_usleep (200000);
  g_auto (ChildEnd) second = child_run (&setup, commands[0]);
  g_auto (ChildEnd) reader = child_run (&setup, "plot results");
  g_auto (ChildEnd) forced =
      child_run (&setup, "run @scenarios/early-supply.xml -q --force -o results");
  kill (pid, SIGTERM);
  g_auto (ChildEnd) first = child_wait (&setup, pid);
  check_failure (&second, "a second run");
  assert_holds (second.err, "in use");
  check_failure (&reader, "a reader");
  assert_holds (reader.err, "in use");
  check_failure (&forced, "a second run by force");
  assert_int_equal (first.status, 143);
  assert_holds (first.err, "the same command goes on from there");
}

/* How many replications the store of @folder holds. */
static int64_t
count_replications (const char *folder)
{
  g_autofree char *path =
      g_build_filename (folder, "work", "results", "results.sqlite", NULL);
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  int64_t count = -1;

  assert_int_equal (sqlite3_open (path, &database), SQLITE_OK);
  if (sqlite3_prepare_v2 (database, "SELECT count(*) FROM replication", -1, &statement,
                          NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    count = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return count;
}

/* Starts @line and waits until it simulates. */
static pid_t
start_simulating (const ChildSetup *setup, const char *line)
{
  g_autofree char *store =
      g_build_filename (setup->folder, "work", "results", "results.sqlite", NULL);
  g_auto (GStrv) arguments = child_arguments (line);
  pid_t pid = child_start (setup, (const char *const *) arguments);

  for (int i = 0; i < 60000 && !g_file_test (store, G_FILE_TEST_EXISTS); i++)
    g_usleep (1000);
  g_usleep (300000);
  return pid;
}

/* A replication takes some tenths of a second, so that the signal comes amid the first
 * four, which are stored together: what runs is not dropped. */
#define SLOW                                                                             \
  "<scenario format='1' name='slow' start='2019-01-01' end='2020-01-01'>"                \
  "<experiment replications='100000'/>"                                                  \
  "<patients><arrivals per-year='100000'/></patients><harvest window='1'/>"              \
  "<plant><pool id='line' capacity='20000'/><stage id='s' uses='line'>"                  \
  "<constant value='10'/></stage></plant></scenario>"

static void
a_signal_lets_what_runs_end_and_says_how_to_go_on (void **state)
{
  static const int signals[] = { SIGINT, SIGTERM };
  const char *folder = *state;
  const ChildSetup setup = { .folder = folder };
  g_autofree char *work = g_build_filename (folder, "work", NULL);
  g_autofree char *path = g_build_filename (work, "slow.xml", NULL);
  g_autofree char *results = g_build_filename (work, "results", NULL);

  g_mkdir (work, 0700);
  assert_true (g_file_set_contents (path, SLOW, -1, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      pid_t pid = start_simulating (&setup, "run slow.xml -j 1 --trace 0 -q -o results");

      kill (pid, signals[i]);
      g_auto (ChildEnd) end = child_wait (&setup, pid);
      assert_int_equal (end.status, 128 + signals[i]);
      assert_holds (end.err, "interrupted; what ran is stored, and the same command goes "
                             "on from there");
      int64_t n = count_replications (folder);
      if (n < 4 || n % 4 != 0)
        fail_msg ("expected whole blocks of four replications, found %d", (int) n);
      program_remove_tree (results);
    }
}

/* One replication that would take minutes. */
#define ENDLESS                                                                          \
  "<scenario format='1' name='endless' start='2019-01-01' end='2020-01-01'>"             \
  "<experiment drain='1000000' replications='4'/>"                                       \
  "<patients><arrivals per-year='1000000'/></patients>"                                  \
  "<plant><pool id='line' capacity='1'/><stage id='s' uses='line'>"                      \
  "<constant value='10'/></stage></plant></scenario>"

static void
a_second_signal_ends_at_once (void **state)
{
  static const int signals[][2] = {
    { SIGINT, SIGINT }, { SIGTERM, SIGTERM }, { SIGINT, SIGTERM }, { SIGTERM, SIGINT }
  };
  const char *folder = *state;
  const ChildSetup setup = { .folder = folder };
  g_autofree char *work = g_build_filename (folder, "work", NULL);
  g_autofree char *path = g_build_filename (work, "endless.xml", NULL);
  g_autofree char *results = g_build_filename (work, "results", NULL);

  g_mkdir (work, 0700);
  assert_true (g_file_set_contents (path, ENDLESS, -1, NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      pid_t pid =
          start_simulating (&setup, "run endless.xml -j 2 --trace 0 -q -o results");

      kill (pid, signals[i][0]);
      g_usleep (300000);
      /* The first one waits for the replications that run. */
      assert_int_equal (waitpid (pid, NULL, WNOHANG), 0);
      int64_t began = g_get_monotonic_time ();
      kill (pid, signals[i][1]);
      g_auto (ChildEnd) end = child_wait (&setup, pid);
      assert_int_equal (end.status, 128 + signals[i][1]);
      if (g_get_monotonic_time () - began > 5 * G_USEC_PER_SEC)
        fail_msg ("expected the end at once, took %.1f s",
                  1e-6 * (double) (g_get_monotonic_time () - began));
      /* And what is there is sound: it is only not finished. */
      g_auto (ChildEnd) reader = child_run (&setup, "plot results");
      assert_int_equal (reader.status, 0);
      assert_holds (reader.err, "the run is unfinished");
      assert_int_equal (count_replications (folder), 0);
      program_remove_tree (results);
    }
}

/* Changes the store at @place, or cuts it there. */
static void
damage (const char *store, const char *bytes, gsize size, gsize place, guint8 mask)
{
  g_autofree char *changed = g_memdup2 (bytes, size);

  changed[place] = (char) (changed[place] ^ (char) mask);
  assert_true (
      g_file_set_contents (store, changed, (gssize) (mask != 0 ? size : place), NULL));
}

static void
a_damaged_store_is_never_drawn (void **state)
{
  const char *folder = *state;
  const ChildSetup setup = { .folder = folder };
  g_autofree char *results = g_build_filename (folder, "work", "results", NULL);
  g_autofree char *store = g_build_filename (results, "results.sqlite", NULL);
  g_autofree char *whole = g_build_filename (folder, "whole", NULL);
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  g_autofree char *bytes = NULL;
  gsize size;
  int n_refused = 0;

  make_whole (folder, "run @scenarios/small-model.xml -n 12 -q --format svg -o results");
  g_auto (ChildEnd) again = child_run (
      &setup, "run @scenarios/small-model.xml -n 12 -q --format svg -o results");
  assert_int_equal (again.status, 0);
  assert_true (g_file_get_contents (store, &bytes, &size, NULL));
  for (int n = 0; n < 10 * kill_count (); n++)
    {
      gsize place = (gsize) g_rand_double_range (chance, 0, (double) size);
      guint8 mask = n % 4 == 0 ? 0 : (guint8) (1 << g_rand_int_range (chance, 0, 8));

      damage (store, bytes, size, place, mask);
      g_auto (ChildEnd) end = child_run (&setup, "plot results --format svg");
      if (end.status != 0)
        check_failure (&end, "a damaged store");
      n_refused += end.status != 0;
      /* Bytes that mean nothing may change, but nothing is drawn from others. */
      check_files (results, whole, true);
    }
  assert_true (n_refused >= kill_count ());
  print_message ("# %d of %d damages refused, the others without effect\n", n_refused,
                 10 * kill_count ());
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (kills_at_any_instant_lose_nothing),
    unit_test_in_folder (a_search_goes_on_in_each_of_its_parts),
    unit_test_in_folder (files_that_may_not_grow_lose_nothing),
    unit_test_in_folder (a_full_disk_loses_nothing),
    unit_test_in_folder (a_read_only_directory_is_a_failure),
    unit_test_in_folder (few_descriptors_lose_nothing),
    unit_test_in_folder (an_output_that_cannot_be_written_is_a_failure),
    unit_test_in_folder (a_store_in_use_is_left_alone),
    unit_test_in_folder (a_signal_lets_what_runs_end_and_says_how_to_go_on),
    unit_test_in_folder (a_second_signal_ends_at_once),
    unit_test_in_folder (a_damaged_store_is_never_drawn),
  };

  return cmocka_run_group_tests_name ("faults", tests, NULL, NULL);
}
