/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report: a PDF that other programs find whole, with its words in either language. */
#include "tests/cli/program.h"

/* What a tool of the tests' packages says of a file. */
static char *
ask (const char *folder, const char *tool, const char *options, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *quoted = g_shell_quote (path);
  g_autofree char *line = g_strconcat (tool, " ", options, " ", quoted,
                                       strcmp (tool, "pdftotext") == 0 ? " -" : "", NULL);
  char *out = NULL;
  int status = 0;

  if (!g_spawn_command_line_sync (line, &out, NULL, &status, NULL) || status != 0)
    fail_msg ("%s: status %d", line, status);
  return out;
}

static void
assert_shows (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    fail_msg ("expected '%s' in\n%s", part, text);
}

static void
run_ends_well (const char *folder, const char *arguments)
{
  g_auto (ProgramResult) result = program_run (folder, NULL, arguments);

  if (result.status != 0)
    fail_msg ("%s: status %d, %s", arguments, result.status, result.err);
}

#define COMPARE                                                                          \
  "compare @scenarios/early-supply.xml --rules fcfs,ais-a-first -n 4 -q -o r "           \
  "--format svg"

/* In every line of pdffonts behind its head, the column "emb" says yes. */
static void
report_is_whole_and_embeds_its_fonts (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, COMPARE);
  run_ends_well (folder, "report r --no-oracles --lang en,ja");
  static const char *const names[] = { "r/report.pdf", "r/report-ja.pdf" };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *check = ask (folder, "qpdf", "--check", names[i]);
      assert_shows (check, "No syntax or stream encoding errors found");
      g_autofree char *fonts = ask (folder, "pdffonts", "", names[i]);
      g_auto (GStrv) lines = g_strsplit (fonts, "\n", -1);
      const char *head = strstr (lines[0], "emb");
      assert_non_null (head);
      size_t at = (size_t) (head - lines[0]);
      assert_true (g_strv_length (lines) > 3);
      for (char **line = lines + 2; *line != NULL && **line != '\0'; line++)
        assert_memory_equal (*line + at, "yes", 3);
      g_autofree char *outline =
          ask (folder, "qpdf", "--json --json-key=outlines", names[i]);
      assert_shows (outline, "\"title\"");
    }
}

static void
report_puts_assumptions_before_results (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, COMPARE);
  run_ends_well (folder, "report r --no-oracles");
  g_autofree char *text = ask (folder, "pdftotext", "-layout", "r/report.pdf");
  static const char *const order[] = {
    "Purpose",    "Assumptions", "Model",    "Results",  "Comparison",
    "STRESS-DES", "2.5.4",       "Measures", "Appendix",
  };
  const char *at = text;
  for (size_t i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const char *next = strstr (at, order[i]);
      if (next == NULL)
        fail_msg ("expected '%s' behind '%s'", order[i], i > 0 ? order[i - 1] : "");
      at = next;
    }
  /* A number of the scenario with its range and source. */
  assert_shows (text, "blood.haemoglobin-per-day");
  assert_shows (text, "0.048 to 0.071");
  assert_shows (text, "To be written by the author.");
  assert_shows (text, "“ais-a-first” treats");
}

/* The Guideline's terms, and no English where Japanese is complete. */
static void
japanese_report_speaks_japanese (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, COMPARE);
  run_ends_well (folder, "report r --no-oracles --lang ja");
  g_autofree char *text = ask (folder, "pdftotext", "-layout", "r/report.pdf");
  static const char *const terms[] = { "骨髄液採取", "末梢血採取", "本品投与",
                                       "受傷日",     "供給当初",   "前提" };
  for (size_t i = 0; i < G_N_ELEMENTS (terms); i++)
    assert_shows (text, terms[i]);
  assert_null (strstr (text, "To be written"));
  assert_null (strstr (text, "confidence"));
}

/* The same results give the same bytes, whatever the locale and the folder. */
static void
report_repeats_byte_by_byte (void **state)
{
  const char *folder = *state;
  g_autofree char *path = g_build_filename (folder, "r", "report.pdf", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gsize first_length, second_length;

  run_ends_well (folder, "run @scenarios/table6.xml -q -o r --format svg");
  run_ends_well (folder, "report r --no-oracles");
  assert_true (g_file_get_contents (path, &first, &first_length, NULL));
  g_autofree char *results = g_build_filename (folder, "r", NULL);
  g_autofree char *arguments = g_strconcat ("report --no-oracles ", results, NULL);
  g_auto (ProgramResult) other =
      program_run (NULL, "LANGUAGE=ja TZ=Asia/Tokyo", arguments);
  assert_int_equal (other.status, 0);
  assert_true (g_file_get_contents (path, &second, &second_length, NULL));
  assert_int_equal (first_length, second_length);
  assert_memory_equal (first, second, first_length);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (report_is_whole_and_embeds_its_fonts),
    unit_test_in_folder (report_puts_assumptions_before_results),
    unit_test_in_folder (japanese_report_speaks_japanese),
    unit_test_in_folder (report_repeats_byte_by_byte),
  };

  return cmocka_run_group_tests_name ("report", tests, NULL, NULL);
}
