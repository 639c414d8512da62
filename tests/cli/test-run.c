/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run: what the shipped scenarios answer, and how a run ends. */
#include "tests/cli/program.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A CSV file without quotes, as rows of fields. */
typedef struct
{
  GPtrArray *rows; /* of char **; the header first */
} Table;

static void
table_clear (Table *table)
{
  g_clear_pointer (&table->rows, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static Table
table_read (const char *path)
{
  Table table = { g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev) };
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    fail_msg ("%s: cannot be read", path);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && **line != '#')
      g_ptr_array_add (table.rows, g_strsplit (*line, ",", -1));
  return table;
}

static const char *
table_text (const Table *table, size_t row, const char *column)
{
  char **header = g_ptr_array_index (table->rows, 0);

  for (int c = 0; header[c] != NULL; c++)
    if (strcmp (header[c], column) == 0)
      return ((char **) g_ptr_array_index (table->rows, row))[c];
  fail_msg ("no column '%s'", column);
  return NULL;
}

/* NaN where the cell is blank. */
static double
table_number (const Table *table, size_t row, const char *column)
{
  const char *text = table_text (table, row, column);

  return *text == '\0' ? (double) NAN : g_ascii_strtod (text, NULL);
}

/* The mean, and the interval's half-width if wanted, of a metric in summary.csv. */
static double
summary_mean (const Table *summary,
              const char *metric,
              const char *group,
              double *ret_half_width)
{
  for (size_t r = 1; r < summary->rows->len; r++)
    if (strcmp (table_text (summary, r, "metric"), metric) == 0 &&
        strcmp (table_text (summary, r, "group"), group) == 0)
      {
        if (ret_half_width != NULL)
          *ret_half_width =
              (table_number (summary, r, "high") - table_number (summary, r, "low")) / 2;
        return table_number (summary, r, "mean");
      }
  fail_msg ("no metric '%s:%s'", metric, group);
  return 0;
}

/* A fresh folder, removed again with all that is in it. */
static int
make_folder (void **state)
{
  *state = g_dir_make_tmp ("day31-XXXXXX", NULL);
  return *state == NULL;
}

static int
remove_folder (void **state)
{
  program_remove_tree (*state);
  g_free (*state);
  return 0;
}

static Table
read_result (const char *folder, const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (folder, directory, name, NULL);

  return table_read (path);
}

/* All 13 rows of the Guideline's Table 6, day by day. */
static void
replay_of_table_6_returns_its_rows (void **state)
{
  static const char *const columns[][2] = {
    { "harvest", "harvested" }, { "draw1", "draw1" }, { "draw2", "draw2" },
    { "draw3", "draw3" },       { "draw4", "draw4" }, { "draw5", "draw5" },
    { "infusion", "infused" },
  };
  const char *folder = *state;
  g_autofree char *source = program_source ("scenarios/table6.csv");
  g_auto (Table) given = table_read (source);
  g_auto (ProgramResult) result =
      program_run (folder, NULL, "run @scenarios/table6.xml --quiet");

  assert_int_equal (result.status, 0);
  assert_string_equal (result.out, "");
  g_auto (Table) patients = read_result (folder, "table6", "patients.csv");

  assert_int_equal (given.rows->len, 14); /* a header and 13 patients */
  assert_int_equal (patients.rows->len, 14);
  for (size_t r = 1; r < given.rows->len; r++)
    {
      double injured = table_number (&patients, r, "injured");

      assert_string_equal (table_text (&patients, r, "fate"), "infused");
      for (size_t c = 0; c < G_N_ELEMENTS (columns); c++)
        {
          double day = table_number (&given, r, columns[c][0]);
          double instant = table_number (&patients, r, columns[c][1]);

          /* Dates: whatever the hour of the appointment. */
          if (isnan (day))
            assert_true (isnan (instant));
          else
            assert_near (floor (instant) - floor (injured), day, 0);
        }
    }
}

/* In early supply, A first treats far more of A, and fewer of C, than first come. */
static void
ais_a_first_treats_more_of_a (void **state)
{
  const char *folder = *state;
  double half_first, half_fcfs;
  g_auto (ProgramResult) first = program_run (
      folder, NULL,
      "run @scenarios/early-supply.xml --rule ais-a-first -n 40 -q -o first");
  g_auto (ProgramResult) fcfs = program_run (
      folder, NULL, "run @scenarios/early-supply.xml --rule fcfs -n 40 -q -o fcfs");

  assert_int_equal (first.status, 0);
  assert_int_equal (fcfs.status, 0);
  g_auto (Table) with_first = read_result (folder, "first", "summary.csv");
  g_auto (Table) with_fcfs = read_result (folder, "fcfs", "summary.csv");

  double a_first = summary_mean (&with_first, "infused-share", "A", &half_first);
  double a_fcfs = summary_mean (&with_fcfs, "infused-share", "A", &half_fcfs);
  assert_true (a_first - half_first > a_fcfs + half_fcfs + 0.1);
  double c_first = summary_mean (&with_first, "infused-share", "C", &half_first);
  double c_fcfs = summary_mean (&with_fcfs, "infused-share", "C", &half_fcfs);
  assert_true (c_first + half_first < c_fcfs - half_fcfs);
}

static void
summary_is_on_standard_output_alone (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) result =
      program_run (folder, NULL, "run @scenarios/early-supply.xml -n 3 --seed 7");

  assert_int_equal (result.status, 0);
  assert_only_warnings (result.err);
  assert_holds (result.out, "rule ais-a-first, 3 replications, seed 7");
  assert_holds (result.out, "infused, % of the eligible");
  assert_holds (result.out, "for want of a line");
  assert_holds (result.out, "95 % confidence interval");
  assert_holds (result.out, "early-supply");
}

/* The summary's numbers are those of summary.csv. */
static void
summary_agrees_with_the_table (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) result =
      program_run (folder, NULL, "run @scenarios/early-supply.xml -n 8 -o results");

  assert_int_equal (result.status, 0);
  g_auto (Table) summary = read_result (folder, "results", "summary.csv");
  double half_width;
  double share = summary_mean (&summary, "infused-share", "all", &half_width);
  g_autofree char *pattern = g_strdup_printf ("infused, %% of the eligible +%.1f +±%.1f ",
                                              100 * share, 100 * half_width);

  if (!g_regex_match_simple (pattern, result.out, 0, 0))
    fail_msg ("expected %s in\n%s", pattern, result.out);
}

static void
unwritable_directory_is_a_failure (void **state)
{
  const char *folder = *state;
  g_autofree char *file = g_build_filename (folder, "taken", NULL);
  g_auto (ProgramResult) result = { 0 };

  assert_true (g_file_set_contents (file, "a file", -1, NULL));
  result = program_run (folder, NULL,
                        "run @scenarios/queueing/manual-100.xml -n 2 -o taken/results");
  assert_int_equal (result.status, 1);
  assert_string_equal (result.out, "");
  assert_holds (result.err, "taken");
}

static void
foreign_files_are_refused_and_stay (void **state)
{
  const char *folder = *state;
  g_autofree char *file = g_build_filename (folder, "letter.txt", NULL);
  g_autofree char *text = NULL;

  assert_true (g_file_set_contents (file, "dear", -1, NULL));
  g_auto (ProgramResult) refused =
      program_run (folder, NULL, "run @scenarios/queueing/manual-100.xml -n 2 -q -o .");
  assert_int_equal (refused.status, 1);
  g_auto (ProgramResult) forced = program_run (
      folder, NULL, "run @scenarios/queueing/manual-100.xml -n 2 -q -o . --force");
  assert_int_equal (forced.status, 0);
  assert_true (g_file_get_contents (file, &text, NULL, NULL));
  assert_string_equal (text, "dear");
}

/* Starts a run far too long to end by itself; returns when its store is there. */
static GPid
start_long_run (const char *folder)
{
  g_autofree char *path = program_path ();
  g_autofree char *scenario = program_source ("scenarios/early-supply.xml");
  g_autofree char *store = g_build_filename (folder, "results", "results.sqlite", NULL);
  const char *const argv[] = {
    path, "run", scenario, "-n", "1000000", "-q", "-j", "1", "-o", "results", NULL,
  };
  GPid pid;

  assert_true (g_spawn_async (folder, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                              NULL, NULL, &pid, NULL));
  while (!g_file_test (store, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  return pid;
}

static int
wait_for (GPid pid)
{
  int wait_status = 0;

  assert_int_equal (waitpid (pid, &wait_status, 0), pid);
  g_spawn_close_pid (pid);
  return WIFEXITED (wait_status) ? WEXITSTATUS (wait_status)
                                 : 128 + WTERMSIG (wait_status);
}

static void
signals_end_a_run_with_their_status (void **state)
{
  static const int signals[][2] = { { SIGINT, 130 }, { SIGTERM, 143 } };
  const char *folder = *state;
  g_autofree char *results = g_build_filename (folder, "results", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      GPid pid = start_long_run (folder);

      assert_int_equal (kill (pid, signals[i][0]), 0);
      assert_int_equal (wait_for (pid), signals[i][1]);
      program_remove_tree (results);
    }
}

/* An interrupted run, started again, gives the bytes of one that was never disturbed. */
static void
interrupted_run_goes_on_where_it_stopped (void **state)
{
  static const char *const names[] = { "summary.csv", "replications.csv",
                                       "patients.csv" };
  const char *folder = *state;
  const char *arguments = "run @scenarios/early-supply.xml -n 400 -q -j 2 -o %s";
  g_autofree char *path = program_path ();
  g_autofree char *scenario = program_source ("scenarios/early-supply.xml");
  const char *const argv[] = { path, "run", scenario, "-n",     "400", "-q",
                               "-j", "2",   "-o",     "broken", NULL };
  g_autofree char *store = g_build_filename (folder, "broken", "results.sqlite", NULL);
  g_autofree char *again_arguments = g_strdup_printf (arguments, "broken");
  g_autofree char *whole_arguments = g_strdup_printf (arguments, "whole");
  GPid pid;

  assert_true (g_spawn_async (folder, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                              NULL, NULL, &pid, NULL));
  while (!g_file_test (store, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  assert_int_equal (kill (pid, SIGKILL), 0);
  assert_int_equal (wait_for (pid), 128 + SIGKILL);

  g_auto (ProgramResult) again = program_run (folder, NULL, again_arguments);
  g_auto (ProgramResult) whole = program_run (folder, NULL, whole_arguments);
  assert_int_equal (again.status, 0);
  assert_int_equal (whole.status, 0);
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *broken_path = g_build_filename (folder, "broken", names[i], NULL);
      g_autofree char *whole_path = g_build_filename (folder, "whole", names[i], NULL);
      g_autofree char *broken_text = NULL;
      g_autofree char *whole_text = NULL;

      assert_true (g_file_get_contents (broken_path, &broken_text, NULL, NULL));
      assert_true (g_file_get_contents (whole_path, &whole_text, NULL, NULL));
      assert_string_equal (broken_text, whole_text);
    }
}

int
main (void)
{
#define IN_A_FOLDER(test)                                                                \
  cmocka_unit_test_setup_teardown (test, make_folder, remove_folder)
  const struct CMUnitTest tests[] = {
    IN_A_FOLDER (replay_of_table_6_returns_its_rows),
    IN_A_FOLDER (ais_a_first_treats_more_of_a),
    IN_A_FOLDER (summary_is_on_standard_output_alone),
    IN_A_FOLDER (summary_agrees_with_the_table),
    IN_A_FOLDER (unwritable_directory_is_a_failure),
    IN_A_FOLDER (foreign_files_are_refused_and_stay),
    IN_A_FOLDER (signals_end_a_run_with_their_status),
    IN_A_FOLDER (interrupted_run_goes_on_where_it_stopped),
  };
#undef IN_A_FOLDER

  return cmocka_run_group_tests_name ("run", tests, NULL, NULL);
}
