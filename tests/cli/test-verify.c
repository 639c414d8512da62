/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify, and the appendix of a report that verifies: broken off, and to the end.
 *
 * The end takes a minute of simulation: ./dev test --thorough and ./dev coverage ask for
 * it by DAY31_LONG.  models-oracles runs the same cases, through the library. */
#include "tests/cli/child.h"

#define RUN "run @scenarios/small-model.xml -n 2 -q --format svg -o results"

static void
prepare (const ChildSetup *setup)
{
  g_auto (ChildEnd) end = child_run (setup, RUN);

  assert_int_equal (end.status, 0);
}

/* Neither stores anything, so neither may say so. */
static void
an_interrupt_ends_it_and_claims_nothing (void **state)
{
  static const char *const lines[] = { "verify", "report results" };
  static const int signals[] = { SIGINT, SIGTERM };
  const ChildSetup setup = { .folder = *state };
  g_autofree char *report =
      g_build_filename (*state, "work", "results", "report.pdf", NULL);

  prepare (&setup);
  for (size_t l = 0; l < G_N_ELEMENTS (lines); l++)
    for (size_t s = 0; s < G_N_ELEMENTS (signals); s++)
      {
        g_auto (GStrv) arguments = child_arguments (lines[l]);
        pid_t pid = child_start (&setup, (const char *const *) arguments);

        child_await_handlers (pid);
        kill (pid, signals[s]);
        g_auto (ChildEnd) end = child_wait (&setup, pid);
        assert_int_equal (end.status, 128 + signals[s]);
        assert_string_equal (end.err, "day31: interrupted before the end\n");
        assert_false (g_file_test (report, G_FILE_TEST_EXISTS));
      }
}

static void
every_case_agrees (void **state)
{
  g_auto (ProgramResult) all = program_run (*state, NULL, "verify -j 2");
  g_auto (ProgramResult) quiet = program_run (*state, NULL, "verify -q --seed 7");

  assert_int_equal (all.status, 0);
  assert_holds (all.out, "closed form");
  assert_holds (all.out, "  agrees");
  assert_null (strstr (all.out, "DIFFERS"));
  assert_holds (all.out, "46 of 46 cases agree");
  assert_int_equal (quiet.status, 0);
  assert_null (strstr (quiet.out, "  agrees"));
  assert_holds (quiet.out, "46 of 46 cases agree");
}

static void
a_report_holds_the_cases (void **state)
{
  const ChildSetup setup = { .folder = *state };
  g_autofree char *path =
      g_build_filename (*state, "work", "results", "report.pdf", NULL);
  g_autofree char *quoted = g_shell_quote (path);
  g_autofree char *line = g_strdup_printf ("pdftotext -layout %s -", quoted);
  g_autofree char *text = NULL;
  int status;

  prepare (&setup);
  g_auto (ChildEnd) end = child_run (&setup, "report results");
  assert_int_equal (end.status, 0);
  assert_true (g_spawn_command_line_sync (line, &text, NULL, &status, NULL));
  assert_int_equal (status, 0);
  assert_holds (text, "erlang-c-8");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (an_interrupt_ends_it_and_claims_nothing),
  };
  const struct CMUnitTest long_tests[] = {
    unit_test_in_folder (an_interrupt_ends_it_and_claims_nothing),
    unit_test_in_folder (every_case_agrees),
    unit_test_in_folder (a_report_holds_the_cases),
  };

  return g_getenv ("DAY31_LONG") != NULL
             ? cmocka_run_group_tests_name ("verify", long_tests, NULL, NULL)
             : cmocka_run_group_tests_name ("verify", tests, NULL, NULL);
}
