/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files are read as RFC 4180 says, and what breaks it is refused. */
#include "tests/support/assert.h"

#include "scenarios/csv.h"

#include <string.h>

/* Reads all of @text into "line:cell|cell;line:cell...", or the reason. */
static char *
read_all (const char *text, size_t size)
{
  ScenarioCsv csv;
  scenario_csv_init (&csv, text, size);
  g_autoptr (GString) all = g_string_new (NULL);
  const char *reason = NULL;
  ScenarioCsvStep step;
  while ((step = scenario_csv_next (&csv, &reason)) == SCENARIO_CSV_RECORD)
    {
      g_string_append_printf (all, "%d:", csv.record_line);
      for (size_t i = 0; i < scenario_csv_count (&csv); i++)
        g_string_append_printf (all, "%s%s", i > 0 ? "|" : "",
                                scenario_csv_cell (&csv, i));
      g_string_append_c (all, ';');
    }
  scenario_csv_clear (&csv);
  return g_strdup (step == SCENARIO_CSV_BROKEN ? reason : all->str);
}

static void
assert_reads (const char *text, const char *expected)
{
  g_autofree char *found = read_all (text, strlen (text));
  assert_string_equal (found, expected);
}

static void
lines_end_in_lf_or_crlf_or_the_file (void **state)
{
  (void) state;
  assert_reads ("a,b\nc,d\n", "1:a|b;2:c|d;");
  assert_reads ("a,b\r\nc,d", "1:a|b;2:c|d;");
  assert_reads ("", "");
}

static void
a_byte_order_mark_is_passed_over (void **state)
{
  (void) state;
  assert_reads ("\xef\xbb\xbfid\n1\n", "1:id;2:1;");
}

static void
empty_cells_count (void **state)
{
  (void) state;
  assert_reads (",\n\n,,\n", "1:|;2:;3:||;");
}

static void
quotes_hold_commas_quotes_and_lines (void **state)
{
  (void) state;
  /* The third record begins on line 3: the second one has two lines. */
  assert_reads ("\"a,b\",\"say \"\"x\"\"\"\n\"two\nlines\",1\nend,2\n",
                "1:a,b|say \"x\";2:two\nlines|1;4:end|2;");
}

static void
blanks_belong_to_cells (void **state)
{
  (void) state;
  assert_reads (" a , b\n", "1: a | b;");
}

static void
broken_records_have_their_reason (void **state)
{
  (void) state;
  assert_reads ("a\n\"b", "expected a closing quote, found the end of the file");
  assert_reads ("a\"b\n",
                "expected a quote only where a cell begins, found one inside a cell");
  assert_reads (
      "\"a\"b\n",
      "expected a comma or the end of the line after a closing quote, found more text");
  assert_reads ("a\rb\n", "expected lines that end in LF or CRLF, found a CR alone");
  assert_reads ("\xc3\x28\n", "expected UTF-8, found other bytes");
  g_autofree char *zero = read_all ("a\0b\n", 4);
  assert_string_equal (zero, "expected text, found a zero byte");
}

static void
a_row_has_at_most_4096_cells (void **state)
{
  (void) state;
  /* n commas make n + 1 cells. */
  g_autofree char *commas = g_strnfill (SCENARIO_CSV_MAX_CELLS, ',');
  assert_reads (commas, "expected at most 4096 cells in a row, found more");
  g_autofree char *found = read_all (commas, SCENARIO_CSV_MAX_CELLS - 1);
  assert_true (g_str_has_prefix (found, "1:|"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (lines_end_in_lf_or_crlf_or_the_file),
    cmocka_unit_test (a_byte_order_mark_is_passed_over),
    cmocka_unit_test (empty_cells_count),
    cmocka_unit_test (quotes_hold_commas_quotes_and_lines),
    cmocka_unit_test (blanks_belong_to_cells),
    cmocka_unit_test (broken_records_have_their_reason),
    cmocka_unit_test (a_row_has_at_most_4096_cells),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
