/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication alone: the same history as among the others, and what a failure names.
 */
#include "tests/cli/program.h"

/* The rows of @table that are of @replication, without their first two columns. */
static char *
rows_of (const char *folder, const char *results, const char *replication)
{
  g_autofree char *path = g_build_filename (folder, results, "patients.csv", NULL);
  g_autofree char *text = NULL;
  GString *rows = g_string_new (NULL);

  assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines + 1; *line != NULL && **line != '\0'; line++)
    {
      g_auto (GStrv) cells = g_strsplit (*line, ",", 3);

      if (strcmp (cells[1], replication) == 0)
        g_string_append_printf (rows, "%s\n", cells[2]);
    }
  return g_string_free (rows, FALSE);
}

static void
a_replication_alone_is_the_one_among_others (void **state)
{
  const char *folder = *state;
  g_auto (ProgramResult) all = program_run (
      folder, NULL,
      "run @scenarios/early-supply.xml -n 8 --trace 8 -q --format svg -o all");
  g_auto (ProgramResult) alone = program_run (
      folder, NULL, "run @scenarios/early-supply.xml --replication 6 -q --format svg");
  g_autofree char *expected = rows_of (folder, "all", "6");
  g_autofree char *other = rows_of (folder, "all", "5");
  g_autofree char *found = rows_of (folder, "early-supply-replication-6", "0");

  assert_int_equal (all.status, 0);
  assert_int_equal (alone.status, 0);
  assert_true (strlen (expected) > 1000);
  assert_string_not_equal (expected, other);
  assert_string_equal (found, expected);
}

static void
a_replication_alone_is_not_one_of_many (void **state)
{
  static const char *const wrong[] = { "--replication -1", "--replication 1000000",
                                       "--replication 1 -n 5",
                                       "--replication 1 --shard 1/2" };

  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *line = g_strconcat ("run @scenarios/table6.xml ", wrong[i], NULL);
      g_auto (ProgramResult) result = program_run (*state, NULL, line);

      assert_int_equal (result.status, 2);
      assert_holds (result.err, "--replication: expected a number from 0 to 999999");
    }
}

/* Two batches that hold a pool each and want the other's: X after A holds a and wants b,
 * Y after B holds b and wants a.  With a stage each way, 'first' uses a, 'second' a and
 * b, 'third' b, 'fourth' b and a: as soon as one batch is in the third stage, which keeps
 * b, and another in the first, which keeps a, neither can go on. */
#define DEADLOCK                                                                         \
  "<scenario format='1' name='knot' start='2019-01-01' end='2020-01-01'>"                \
  "<experiment replications='8' seed='3'/>"                                              \
  "<patients><arrivals per-year='300'/></patients>"                                      \
  "<plant gate='line'><pool id='line' capacity='9'/><pool id='a' capacity='1'/>"         \
  "<pool id='b' capacity='1'/>"                                                          \
  "<stage id='first' uses='line a'><exponential mean='3'/></stage>"                      \
  "<stage id='second' uses='line a b'><exponential mean='3'/></stage>"                   \
  "<stage id='third' uses='line b'><exponential mean='3'/></stage>"                      \
  "<stage id='fourth' uses='line b a'><exponential mean='3'/></stage>"                   \
  "</plant></scenario>"

static void
a_failure_names_the_command_that_repeats_it (void **state)
{
  const char *folder = *state;
  g_autofree char *path = g_build_filename (folder, "knot.xml", NULL);

  assert_true (g_file_set_contents (path, DEADLOCK, -1, NULL));
  g_auto (ProgramResult) all = program_run (folder, NULL, "run knot.xml -q -j 1 -o all");
  assert_int_equal (all.status, 1);
  assert_holds (all.err, "of rule 'referral' with seed 3: ");
  const char *command = strstr (all.err, "'day31 run ");
  assert_non_null (command);
  g_autofree char *line = g_strdup (command + strlen ("'day31 "));
  char *end = strstr (line, "' runs it alone");
  assert_non_null (end);
  *end = '\0';
  assert_holds (line, "'knot.xml' --rule referral --seed 3 --replication ");
  g_auto (ProgramResult) again = program_run (folder, NULL, line);
  assert_int_equal (again.status, 1);
  assert_string_equal (again.err, all.err);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (a_replication_alone_is_the_one_among_others),
    unit_test_in_folder (a_replication_alone_is_not_one_of_many),
    unit_test_in_folder (a_failure_names_the_command_that_repeats_it),
  };

  return cmocka_run_group_tests_name ("alone", tests, NULL, NULL);
}
