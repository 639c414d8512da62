/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of text tables: columns stand below each other in any language. */
#include "cli/text-table.h"

#include "tests/support/assert.h"

#include <stdio.h>
#include <stdlib.h>

/* Returns: (transfer full): what @table prints */
static char *
print (const CliTextTable *table)
{
  char *text = NULL;
  size_t size = 0;
  FILE *stream = open_memstream (&text, &size);

  assert_non_null (stream);
  cli_text_table_print (table, stream);
  fclose (stream);
  return text;
}

/* East Asian letters take two columns of a terminal, combining marks none; Unicode leaves
 * "±" and "①" open, and a terminal that is not told otherwise gives them one. */
static void
widths_are_those_of_a_terminal (void **state)
{
  (void) state;
  assert_int_equal (cli_text_width (""), 0);
  assert_int_equal (cli_text_width ("line"), 4);
  assert_int_equal (cli_text_width ("採取"), 4);
  assert_int_equal (cli_text_width ("AIS別（例）"), 3 + 8);
  assert_int_equal (cli_text_width ("±0.5"), 4);
  assert_int_equal (cli_text_width ("e\xcc\x81"), 1); /* e, combining acute accent */
}

/* The first column is "骨髄液採取" wide, 10; the gap is 2; "100.0" ends both rows. */
static void
wide_letters_are_padded_by_what_they_take (void **state)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrl");

  (void) state;
  cli_text_table_add (table, "採取", "7.5", "日", NULL);
  cli_text_table_add (table, "骨髄液採取", "100.0", "％", NULL);
  g_autofree char *text = print (table);
  assert_string_equal (text, "採取          7.5  日\n"
                             "骨髄液採取  100.0  ％\n");
}

static void
lines_end_without_spaces (void **state)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lr");

  (void) state;
  cli_text_table_add_line (table, "見出し");
  cli_text_table_add (table, "a", "", NULL);
  cli_text_table_add (table, "全体", "12", NULL);
  g_autofree char *text = print (table);
  assert_string_equal (text, "見出し\na\n全体  12\n");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (widths_are_those_of_a_terminal),
    cmocka_unit_test (wide_letters_are_padded_by_what_they_take),
    cmocka_unit_test (lines_end_without_spaces),
  };

  return cmocka_run_group_tests_name ("cli-text-table", tests, NULL, NULL);
}
