/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mistakes come in file order, twenty at most, the others counted. */
#include "tests/support/assert.h"

#include "scenarios/diagnostic.h"

static void
add (ScenarioDiagnostics *diagnostics, int file, int line)
{
  scenario_diagnostics_add (diagnostics, file, line,
                            g_strdup_printf ("%d:%d", file, line));
}

static void
mistakes_come_in_the_order_of_files_lines_and_reports (void **state)
{
  (void) state;
  g_autoptr (ScenarioDiagnostics) diagnostics = scenario_diagnostics_new ();
  add (diagnostics, 1, 2);
  add (diagnostics, 0, 9);
  add (diagnostics, 0, 3);
  scenario_diagnostics_add (diagnostics, 0, 9, g_strdup ("second at 9"));
  g_autofree char *text = scenario_diagnostics_text (diagnostics);
  assert_string_equal (text, "0:3\n0:9\nsecond at 9\n1:2");
}

static void
twenty_are_kept_and_the_others_counted (void **state)
{
  (void) state;
  g_autoptr (ScenarioDiagnostics) diagnostics = scenario_diagnostics_new ();
  /* From the last line to the first: the kept ones are lines 1 to 20 all the same. */
  for (int line = SCENARIO_MAX_MISTAKES + 3; line >= 1; line--)
    add (diagnostics, 0, line);
  assert_int_equal (scenario_diagnostics_count (diagnostics), 23);
  g_autofree char *text = scenario_diagnostics_text (diagnostics);
  assert_true (g_str_has_prefix (text, "0:1\n0:2\n"));
  assert_true (g_str_has_suffix (text, "\n0:20\nand 3 more"));
}

static void
what_would_not_be_kept_may_be_skipped (void **state)
{
  (void) state;
  g_autoptr (ScenarioDiagnostics) diagnostics = scenario_diagnostics_new ();
  for (int line = 11; line < 11 + SCENARIO_MAX_MISTAKES; line++)
    {
      assert_false (scenario_diagnostics_skip (diagnostics, 0, line));
      add (diagnostics, 0, line);
    }
  /* The last one kept stands at line 30: one before it must be added, none behind it. */
  assert_false (scenario_diagnostics_skip (diagnostics, 0, 29));
  assert_true (scenario_diagnostics_skip (diagnostics, 0, 30));
  assert_true (scenario_diagnostics_skip (diagnostics, 1, 1));
  scenario_diagnostics_cut (diagnostics);
  g_autofree char *text = scenario_diagnostics_text (diagnostics);
  assert_true (g_str_has_suffix (text, "\nand at least 2 more"));
}

/* Found by AFL++: <?xml encoding="..."?> of other bytes. Each letter here has three; 64
 * end amid the 22nd. */
static void
what_is_quoted_is_text_again (void **state)
{
  (void) state;
  g_autoptr (ScenarioDiagnostics) diagnostics = scenario_diagnostics_new ();
  g_autoptr (GString) letters = g_string_new (NULL);
  for (int i = 0; i < 30; i++)
    g_string_append (letters, "骨");
  scenario_diagnostics_add (diagnostics, 0, 1, g_strdup ("found '\x86n'"));
  scenario_diagnostics_add (diagnostics, 0, 2,
                            g_strdup_printf ("found '%.64s'", letters->str));
  g_string_truncate (letters, 21 * 3);
  g_autofree char *expected =
      g_strdup_printf ("found '\uFFFDn'\nfound '%s\uFFFD'", letters->str);
  g_autofree char *text = scenario_diagnostics_text (diagnostics);
  assert_string_equal (text, expected);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (mistakes_come_in_the_order_of_files_lines_and_reports),
    cmocka_unit_test (twenty_are_kept_and_the_others_counted),
    cmocka_unit_test (what_would_not_be_kept_may_be_skipped),
    cmocka_unit_test (what_is_quoted_is_text_again),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
