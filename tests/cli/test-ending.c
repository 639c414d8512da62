/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a run ends when it is not left alone: refusals, signals, progress on a terminal. */
#include "tests/cli/started.h"

#include <pty.h>
#include <stdlib.h>
#include <unistd.h>

static void
unwritable_directory_is_a_failure (void **state)
{
  const char *folder = *state;
  g_autofree char *file = g_build_filename (folder, "taken", NULL);
  g_auto (ProgramResult) result = { 0 };

  assert_true (g_file_set_contents (file, "a file", -1, NULL));
  result =
      program_run (folder, NULL, "run @scenarios/small-model.xml -n 2 -o taken/results");
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
      program_run (folder, NULL, "run @scenarios/small-model.xml -n 2 -q -o .");
  assert_int_equal (refused.status, 1);
  g_auto (ProgramResult) forced =
      program_run (folder, NULL, "run @scenarios/small-model.xml -n 2 -q -o . --force");
  assert_int_equal (forced.status, 0);
  assert_true (g_file_get_contents (file, &text, NULL, NULL));
  assert_string_equal (text, "dear");
}

/* Every scenario of the invalid ones is status 3, with its message, and leaves nothing.
 */
static void
invalid_scenarios_write_nothing (void **state)
{
  const char *folder = *state;
  g_autofree char *corpus = program_source ("tests/scenarios/invalid");
  g_autoptr (GDir) dir = g_dir_open (corpus, 0, NULL);
  int n_scenarios = 0;

  assert_non_null (dir);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    {
      if (!g_str_has_suffix (name, ".xml"))
        continue;
      g_autofree char *expected_name = g_strndup (name, strlen (name) - strlen (".xml"));
      g_autofree char *expected =
          g_strconcat (corpus, "/", expected_name, ".expected", NULL);
      /* What an invalid scenario includes is no scenario. */
      if (!g_file_test (expected, G_FILE_TEST_EXISTS))
        continue;
      g_autofree char *arguments = g_strdup_printf ("run '%s/%s'", corpus, name);
      g_auto (ProgramResult) result = program_run (folder, NULL, arguments);

      n_scenarios++;
      if (result.status != 3)
        fail_msg ("%s: status %d, expected 3\n%s", name, result.status, result.err);
      assert_string_equal (result.out, "");
      assert_string_not_equal (result.err, "");
      g_autoptr (GDir) left = g_dir_open (folder, 0, NULL);
      assert_null (g_dir_read_name (left));
    }
  assert_true (n_scenarios >= 30);
}

#define RUN "run @scenarios/early-supply.xml -j 2 -n "

/* Far too many replications to end by themselves. */
static void
signals_end_a_run_with_their_status (void **state)
{
  static const int signals[][2] = { { SIGINT, 130 }, { SIGTERM, 143 } };
  const char *folder = *state;
  g_autofree char *results = g_build_filename (folder, "results", NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      GPid pid = program_start (NULL, folder, RUN "1000000", "results");

      assert_int_equal (kill (pid, signals[i][0]), 0);
      assert_int_equal (program_wait (pid), signals[i][1]);
      program_remove_tree (results);
    }
}

/* Run again after @signal_number, an experiment gives the bytes of one left alone. */
static void
check_resumption (const char *folder, int signal_number, int status)
{
  static const char *const names[] = { "summary.csv", "replications.csv",
                                       "patients.csv" };
  g_autofree char *results = g_build_filename (folder, "results", NULL);
  g_autofree char *whole_results = g_build_filename (folder, "whole", NULL);
  GPid pid = program_start (NULL, folder, RUN "300", "results");

  assert_int_equal (kill (pid, signal_number), 0);
  assert_int_equal (program_wait (pid), status);
  g_auto (ProgramResult) again =
      program_run (folder, NULL, "run @scenarios/early-supply.xml -n 300 -o results");
  g_auto (ProgramResult) whole =
      program_run (folder, NULL, "run @scenarios/early-supply.xml -n 300 -q -o whole");
  assert_int_equal (again.status, 0);
  assert_holds (again.err, "going on with the unfinished run in 'results'");
  assert_int_equal (whole.status, 0);
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (results, names[i], NULL);
      g_autofree char *whole_path = g_build_filename (whole_results, names[i], NULL);
      g_autofree char *text = NULL;
      g_autofree char *whole_text = NULL;

      assert_true (g_file_get_contents (path, &text, NULL, NULL));
      assert_true (g_file_get_contents (whole_path, &whole_text, NULL, NULL));
      assert_string_equal (text, whole_text);
    }
  program_remove_tree (results);
  program_remove_tree (whole_results);
}

static void
interrupted_run_goes_on_where_it_stopped (void **state)
{
  check_resumption (*state, SIGINT, 130);
  check_resumption (*state, SIGKILL, 128 + SIGKILL);
}

/* Runs the program with a terminal as its standard error; returns what it wrote there, or
 * NULL where the system has no terminals to give (a bare root without /dev/pts). */
static char *
run_on_terminal (const char *folder, const char *no_colour)
{
  g_autofree char *path = program_path ();
  g_autofree char *scenario = program_source ("scenarios/small-model.xml");
  GString *text = g_string_new (NULL);
  int terminal;
  pid_t pid = forkpty (&terminal, NULL, NULL, NULL);

  if (pid < 0)
    {
      g_string_free (text, TRUE);
      return NULL;
    }
  if (pid == 0)
    {
      setenv ("TERM", "xterm", 1);
      if (no_colour != NULL)
        setenv ("NO_COLOR", no_colour, 1);
      if (chdir (folder) == 0 && freopen ("summary.txt", "w", stdout) != NULL)
        execl (path, path, "run", scenario, "-n", "300", "-o", "results", "--force",
               NULL);
      _exit (127);
    }
  /* Reading a terminal whose other side is closed is an error: the end. */
  char buffer[4096];
  for (ssize_t n; (n = read (terminal, buffer, sizeof buffer)) > 0;)
    g_string_append_len (text, buffer, n);
  close (terminal);
  assert_int_equal (program_wait (pid), 0);
  return g_string_free (text, FALSE);
}

static void
progress_is_shown_on_a_terminal_and_wiped (void **state)
{
  g_autofree char *coloured = run_on_terminal (*state, NULL);
  g_autofree char *plain = run_on_terminal (*state, "1");
  g_auto (ProgramResult) elsewhere =
      program_run (*state, NULL, "run @scenarios/small-model.xml -n 300 -o results");

  assert_int_equal (elsewhere.status, 0);
  assert_string_equal (elsewhere.err, "");
  if (coloured == NULL || plain == NULL)
    {
      print_message ("# no terminal to be had: only its absence was checked\n");
      return;
    }
  assert_holds (coloured, "of 300 replications");
  assert_holds (coloured, "\033[2m");
  assert_true (g_str_has_suffix (coloured, "\r\033[K"));
  assert_holds (plain, "of 300 replications");
  assert_null (strstr (plain, "\033[2m"));
  assert_true (g_str_has_suffix (plain, "\r\033[K"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (unwritable_directory_is_a_failure),
    unit_test_in_folder (foreign_files_are_refused_and_stay),
    unit_test_in_folder (invalid_scenarios_write_nothing),
    unit_test_in_folder (signals_end_a_run_with_their_status),
    unit_test_in_folder (interrupted_run_goes_on_where_it_stopped),
    unit_test_in_folder (progress_is_shown_on_a_terminal_and_wiped),
  };

  return cmocka_run_group_tests_name ("ending", tests, NULL, NULL);
}
