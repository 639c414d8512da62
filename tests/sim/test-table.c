/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/table.h. */
#include "tests/support/assert.h"

#include "sim/table.h"

#include <string.h>

static SimTable *
two_columns (void)
{
  char name[] = "fate"; /* goes away: the table must keep its own */
  const SimTableColumn columns[] = { { name, SIM_TABLE_TEXT }, { "wait", 4 } };
  SimTable *table = sim_table_new (columns, 2);
  memset (name, 'x', sizeof name - 1);
  return table;
}

static void
columns_are_kept_and_found (void **state)
{
  (void) state;
  g_autoptr (SimTable) table = two_columns ();
  assert_int_equal (sim_table_column_count (table), 2);
  assert_string_equal (sim_table_column (table, 0)->name, "fate");
  assert_int_equal (sim_table_column (table, 0)->decimals, SIM_TABLE_TEXT);
  assert_int_equal (sim_table_column (table, 1)->decimals, 4);
  assert_int_equal (sim_table_find_column (table, "wait"), 1);
  assert_int_equal (sim_table_find_column (table, "wai"), -1);
}

static void
a_new_row_is_blank (void **state)
{
  (void) state;
  g_autoptr (SimTable) table = two_columns ();
  assert_int_equal (sim_table_row_count (table), 0);
  SimCell *row = sim_table_add_row (table);
  assert_null (row[0].text);
  assert_true (isnan (row[1].number));
  assert_int_equal (sim_table_row_count (table), 1);
}

static void
many_rows_keep_their_cells (void **state)
{
  (void) state;
  g_autoptr (SimTable) table = two_columns ();
  for (int i = 0; i < 5000; i++)
    {
      SimCell *row = sim_table_add_row (table);
      row[0].text = sim_table_intern (table, i % 2 == 0 ? "infused" : "died");
      row[1].number = i;
    }
  assert_int_equal (sim_table_row_count (table), 5000);
  for (int i = 0; i < 5000; i++)
    {
      assert_string_equal (sim_table_row (table, i)[0].text,
                           i % 2 == 0 ? "infused" : "died");
      assert_near (sim_table_row (table, i)[1].number, i, 0);
    }
}

static void
equal_texts_share_one_copy (void **state)
{
  (void) state;
  g_autoptr (SimTable) table = two_columns ();
  char text[] = "window";
  const char *first = sim_table_intern (table, text);
  assert_ptr_not_equal (first, text);
  assert_ptr_equal (sim_table_intern (table, "window"), first);
  memset (text, 'x', sizeof text - 1);
  assert_string_equal (first, "window");
  assert_null (sim_table_intern (table, NULL));
}

static void
sorting_is_stable_and_puts_blanks_last (void **state)
{
  (void) state;
  g_autoptr (SimTable) table = two_columns ();
  static const double numbers[] = { 3, NAN, 1, 3, -HUGE_VAL, 1, NAN, HUGE_VAL };
  static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h" };
  for (size_t i = 0; i < 8; i++)
    {
      SimCell *row = sim_table_add_row (table);
      row[0].text = sim_table_intern (table, names[i]);
      row[1].number = numbers[i];
    }
  sim_table_sort (table, 1);
  char order[9] = "";
  for (size_t i = 0; i < 8; i++)
    strcat (order, sim_table_row (table, i)[0].text);
  assert_string_equal (order, "ecfadhbg");
  /* And rows can still be added. */
  sim_table_add_row (table)[1].number = 9;
  assert_near (sim_table_row (table, 8)[1].number, 9, 0);
}

static void
sorting_nothing_is_allowed (void **state)
{
  (void) state;
  g_autoptr (SimTable) table = two_columns ();
  sim_table_sort (table, 1);
  assert_int_equal (sim_table_row_count (table), 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (columns_are_kept_and_found),
    cmocka_unit_test (a_new_row_is_blank),
    cmocka_unit_test (many_rows_keep_their_cells),
    cmocka_unit_test (equal_texts_share_one_copy),
    cmocka_unit_test (sorting_is_stable_and_puts_blanks_last),
    cmocka_unit_test (sorting_nothing_is_allowed),
  };
  return cmocka_run_group_tests_name ("sim/table", tests, NULL, NULL);
}
