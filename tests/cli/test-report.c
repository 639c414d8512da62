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

/* Whether @text holds @part as a reader sees it, lines and spaces aside. */
static void
assert_reads (const char *text, const char *part)
{
  g_autoptr (GString) shown = g_string_new ("");
  g_autoptr (GString) wanted = g_string_new ("");
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_unichar (shown, g_utf8_get_char (at));
  for (const char *at = part; *at != '\0'; at = g_utf8_next_char (at))
    if (!g_unichar_isspace (g_utf8_get_char (at)))
      g_string_append_unichar (wanted, g_utf8_get_char (at));
  if (strstr (shown->str, wanted->str) == NULL)
    fail_msg ("expected '%s' in\n%s", part, text);
}

/* The report of the CAR-T centre told of injuries, a window of infinite days and patients
 * with haemoglobin and grades. */
static void
report_of_no_injuries_does_not_tell_of_one (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "run @scenarios/car-t-centre.xml -n 2 -q -o r --format svg");
  run_ends_well (folder, "report r --no-oracles --lang en,ja");
  g_autofree char *en = ask (folder, "pdftotext", "-raw", "r/report.pdf");
  assert_reads (en, "Illness or injury (day 0)");
  assert_reads (en, "without limit of number or time");
  assert_reads (en, "There is one variant only.");
  assert_null (strstr (en, "Injury (day 0)"));
  assert_null (strstr (en, "haemoglobin"));
  assert_null (strstr (en, "∞"));
  g_autofree char *ja = ask (folder, "pdftotext", "-raw", "r/report-ja.pdf");
  assert_reads (ja, "発症または受傷（0日）");
  assert_null (strstr (ja, "受傷日（0日）"));
  assert_null (strstr (ja, "∞"));
}

/* The changes of a sensitivity had English names in Japanese reports. */
static void
japanese_sensitivity_names_its_changes_in_japanese (void **state)
{
  const char *folder = *state;

  run_ends_well (folder,
                 "sensitivity @scenarios/car-t-centre.xml -n 3 -q -o r --format svg");
  run_ends_well (folder, "report r --no-oracles --lang ja");
  g_autofree char *text = ask (folder, "pdftotext", "-raw", "r/report.pdf");
  assert_reads (text, "fcfs、slotを1単位増 2");
  assert_null (strstr (text, "one more"));
}

/* Twenty rules were not told in sentences, their differences not at all, and the last of
 * their own sentences were cut. */
static void
report_tells_many_rules_in_sentences (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "compare @scenarios/early-supply.xml -n 3 -q -o r --format svg");
  run_ends_well (folder, "report r --no-oracles");
  g_autofree char *text = ask (folder, "pdftotext", "-raw", "r/report.pdf");
  /* The rules, with their titles; the last of them is whole. */
  assert_reads (text, "ais-a-first A first, then by deadline While patients of AIS A can "
                      "be booked, they go before all others.");
  assert_reads (text, "are reserved for patients of the site 'second'");
  assert_null (strstr (text, "…"));
  assert_reads (text, "Differences from 'fcfs'");
  assert_reads (text, "infused, of the referred (percentage points)");
  assert_reads (text, "“ais-a-only” treats");
  assert_reads (text, "“guideline” treats");
  assert_reads (text, "Half-width reached for the primary measures");
}

/* 3,859,100,790 JPY (3,827,985,767 to 3,890,215,813) told more than anybody knows; one
 * day was "1 days", and every row of the results was of "all patients". */
static void
report_gives_numbers_as_they_are_read (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "run @scenarios/early-supply.xml -n 4 -q -o r --format svg");
  run_ends_well (folder, "report r --no-oracles");
  g_autofree char *text = ask (folder, "pdftotext", "-raw", "r/report.pdf");
  assert_reads (text, "cost (million JPY)");
  assert_reads (text, "14,957,755 JPY");
  assert_reads (text, "infusion.transport.value 1 day assumption");
  assert_reads (text, "referral.mean (lognormal) 8.5 days assumption");
  assert_reads (text, "infused (patients)");
  assert_null (strstr (text, " 1 days"));
  assert_null (strstr (text, ", all patients"));
  assert_reads (text, "it is no evidence of that effect");
}

/* The date is SOURCE_DATE_EPOCH's, else that of the scenario's start, never today's. */
static void
report_is_dated_by_source_date_epoch (void **state)
{
  const char *folder = *state;

  run_ends_well (folder, "run @scenarios/table6.xml -q -o r --format svg");
  g_auto (ProgramResult) dated =
      program_run (folder, "SOURCE_DATE_EPOCH=1700000000", "report r --no-oracles");
  assert_int_equal (dated.status, 0);
  /* date -u -d @1700000000: 2023-11-14 22:13:20. */
  g_autofree char *first = ask (folder, "pdfinfo", "-isodates", "r/report.pdf");
  assert_shows (first, "2023-11-14T22:13:20");
  assert_shows (first, "Title:");
  run_ends_well (folder, "report r --no-oracles");
  g_autofree char *second = ask (folder, "pdfinfo", "-isodates", "r/report.pdf");
  assert_shows (second, "2019-01-01T00:00:00");
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
    unit_test_in_folder (report_of_no_injuries_does_not_tell_of_one),
    unit_test_in_folder (japanese_sensitivity_names_its_changes_in_japanese),
    unit_test_in_folder (report_tells_many_rules_in_sentences),
    unit_test_in_folder (report_gives_numbers_as_they_are_read),
    unit_test_in_folder (report_is_dated_by_source_date_epoch),
    unit_test_in_folder (report_repeats_byte_by_byte),
  };

  return cmocka_run_group_tests_name ("report", tests, NULL, NULL);
}
