/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line: exit statuses, what goes where, and help. */
#include "tests/cli/program.h"

#include <stdlib.h>
#include <unistd.h>

static void
help_goes_to_standard_output (void **state)
{
  g_auto (ProgramResult) result = program_run (NULL, NULL, "--help");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_string_equal (result.err, "");
  assert_holds (result.out, "run SCENARIO");
  assert_holds (result.out, "verify");
}

static void
version_is_name_and_number (void **state)
{
  g_auto (ProgramResult) result = program_run (NULL, NULL, "--version");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_string_equal (result.err, "");
  assert_true (
      g_regex_match_simple ("^day31 [0-9]+\\.[0-9]+\\.[0-9]+\n$", result.out, 0, 0));
}

/* Every command that --help offers has a help of its own. */
static void
every_command_explains_itself (void **state)
{
  g_auto (ProgramResult) overview = program_run (NULL, NULL, "--help");
  g_auto (GStrv) lines = g_strsplit (overview.out, "\n", -1);
  int n_commands = 0;

  (void) state;
  for (char **line = lines; *line != NULL; line++)
    {
      g_autoptr (GRegex) regex = g_regex_new ("^  ([a-z]+) ", 0, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;

      if (!g_regex_match (regex, *line, 0, &match))
        continue;
      g_autofree char *command = g_match_info_fetch (match, 1);
      if (g_str_equal (command, "day"))
        continue;
      g_autofree char *arguments = g_strconcat (command, " --help", NULL);
      g_auto (ProgramResult) result = program_run (NULL, NULL, arguments);
      g_autofree char *usage = g_strconcat ("day31 ", command, NULL);

      n_commands++;
      assert_int_equal (result.status, 0);
      assert_string_equal (result.err, "");
      assert_holds (result.out, usage);
      assert_holds (result.out, "--help");
    }
  assert_true (n_commands >= 5);
}

typedef struct
{
  const char *arguments;
  int status;
  const char *message; /* in standard error */
} Mistake;

static void
mistakes_have_their_status_and_message (void **state)
{
  static const Mistake mistakes[] = {
    { "", 2, "Usage:" },
    { "simulate", 2, "unknown command 'simulate'; commands here: " },
    { "run", 2, "expected SCENARIO" },
    { "run a.xml b.xml", 2, "unexpected argument 'b.xml'" },
    { "run a.xml --speed 3", 2, "--speed" },
    { "run a.xml --seed -1", 2, "--seed: expected a whole number" },
    { "run a.xml --seed 18446744073709551616", 2, "--seed: expected a whole number" },
    { "verify --seed one", 2, "--seed: expected a whole number" },
    { "run a.xml --replications -3", 2,
      "--replications: expected a number from 1 to 1000000" },
    { "run a.xml --replications 1000001", 2, "--replications: expected a number" },
    { "run a.xml --threads -1", 2, "--threads: expected a number from 1 to 1024" },
    { "run a.xml -j-1", 2, "--threads: expected a number from 1 to 1024, found '-1'" },
    { "run -n1000001 a.xml", 2, "--replications: expected a number" },
    { "run a.xml --replications 0", 2,
      "--replications: expected a number from 1 to 1000000, found '0'" },
    { "run a.xml -q1", 2, "unknown option '-q1'" },
    { "run a.xml --replicatons 3", 2,
      "unknown option '--replicatons'; did you mean '--replications'?" },
    { "run a.xml --speed=3", 2, "unknown option '--speed=3'; did you mean '--seed'?" },
    { "run a.xml --umbrella", 2, "unknown option '--umbrella'\n" },
    { "run a.xml -n abc", 2, "-n: expected a whole number, found 'abc'" },
    { "run a.xml --trace=1.5", 2, "--trace: expected a whole number, found '1.5'" },
    { "run a.xml -j 99999999999", 2, "-j: expected a whole number, found '99999999999'" },
    { "run a.xml --seed", 2, "--seed: expected a value, found none" },
    { "run --seed a.xml --rue fcfs", 2,
      "unknown option '--rue'; did you mean '--rule'?" },
    { "--verson", 2, "expected a command, found the option '--verson'" },
    { "sensitivity @scenarios/small-model.xml --metric infused-shar", 2,
      "'day31 list metrics SCENARIO' lists all, as infused-share\n" },
    { "run a.xml --trace -1", 2, "--trace: expected a number" },
    { "run a.xml --format gif", 2, "--format: expected " },
    { "run a.xml --lang fr", 2, "--lang: expected " },
    { "run absent.xml", 3, "absent.xml" },
    { "check absent.xml", 3, "absent.xml" },
    { "check .", 3, "" },
    { "list", 2, "expected WHAT" },
    { "list colours", 2,
      "expected one of charts, distributions, metrics, parameters, rules" },
    { "list rules", 2, "expected a scenario" },
    { "list rules absent.xml", 3, "absent.xml" },
    { "plot absent-folder", 1,
      "absent-folder: expected a directory of results, as 'day31 run' writes it, found "
      "none" },
    { "report @scenarios/table6.xml", 1, "'day31 run' writes it, found a file" },
    { "run @scenarios/early-supply.xml --rule nobody", 2,
      "unknown rule 'nobody'; rules here: " },
    { "plot absent-folder --chart pie", 2, "pie" },
  };

  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (mistakes); i++)
    {
      g_auto (ProgramResult) result = program_run ("/", NULL, mistakes[i].arguments);

      if (result.status != mistakes[i].status ||
          strstr (result.err, mistakes[i].message) == NULL)
        fail_msg ("day31 %s: status %d, expected %d with '%s'; standard error:\n%s",
                  mistakes[i].arguments, result.status, mistakes[i].status,
                  mistakes[i].message, result.err);
      assert_string_equal (result.out, "");
    }
}

static void
standard_output_that_is_full_is_a_failure (void **state)
{
  g_autofree char *path = program_path ();
  g_autofree char *line = g_strdup_printf ("'%s' list distributions > /dev/full", path);
  const char *const argv[] = { "/bin/sh", "-c", line, NULL };
  g_autofree char *err = NULL;
  int wait_status = 0;

  (void) state;
  assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                             NULL, &err, &wait_status, NULL));
  assert_int_equal (WEXITSTATUS (wait_status), 1);
  assert_holds (err, "standard output: cannot be written: ");
}

static void
distributions_are_listed_on_standard_output (void **state)
{
  g_auto (ProgramResult) result = program_run (NULL, NULL, "list distributions");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_string_equal (result.err, "");
  assert_holds (result.out, "lognormal");
  assert_holds (result.out, "mean sd");
}

static void
parameters_are_listed_with_their_addresses (void **state)
{
  g_auto (ProgramResult) result =
      program_run (NULL, NULL, "list parameters @scenarios/queueing/manual-100.xml");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "pool:line");
  assert_holds (result.out, "harvest.window");
  assert_holds (result.out, "\nrule ");
}

static void
metrics_of_a_scenario_name_its_pools (void **state)
{
  g_auto (ProgramResult) result =
      program_run (NULL, NULL, "list metrics @scenarios/queueing/manual-100.xml");
  g_auto (ProgramResult) general = program_run (NULL, NULL, "list metrics");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "utilisation:line");
  assert_int_equal (general.status, 0);
  assert_holds (general.out, "infused-share");
  assert_holds (general.out, "benefit");
}

/* manual-100 on 8 lines: a batch holds its line for 28.4615 days in the mean, so a line
 * begins 365.25 / 28.4615 = 12.833 batches a year and eight 102.7; one patient every 3.65
 * days is 365.25 / 3.65 = 100.07 a year; the load is 100.07 / 102.67 = 0.97. */
static void
check_shows_load_against_capacity (void **state)
{
  g_auto (ProgramResult) result =
      program_run (NULL, NULL, "check @scenarios/queueing/manual-100.xml");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "28.46 days");
  assert_holds (result.out, "102.7");
  assert_holds (result.out, "100.1");
  assert_holds (result.out, "0.97");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (help_goes_to_standard_output),
    cmocka_unit_test (version_is_name_and_number),
    cmocka_unit_test (every_command_explains_itself),
    cmocka_unit_test (mistakes_have_their_status_and_message),
    cmocka_unit_test (standard_output_that_is_full_is_a_failure),
    cmocka_unit_test (distributions_are_listed_on_standard_output),
    cmocka_unit_test (parameters_are_listed_with_their_addresses),
    cmocka_unit_test (metrics_of_a_scenario_name_its_pools),
    cmocka_unit_test (check_shows_load_against_capacity),
  };

  return cmocka_run_group_tests_name ("usage", tests, NULL, NULL);
}
