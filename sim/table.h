/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: named columns and rows of numbers and texts, for CSV files and the store. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Contract: a table owns its column names and all texts.  A number that is NaN, and a
 * text that is NULL, is a blank cell. */

#define SIM_TABLE_TEXT (-1)

typedef struct
{
  const char *name;
  int decimals; /* places behind the point, or SIM_TABLE_TEXT */
} SimTableColumn;

typedef union
{
  double number;
  const char *text;
} SimCell;

typedef struct SimTable SimTable;

/** @columns: copied, names too */
SimTable *sim_table_new (const SimTableColumn *columns, size_t n_columns);
void sim_table_free (SimTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTable, sim_table_free)

size_t sim_table_column_count (const SimTable *table);
const SimTableColumn *sim_table_column (const SimTable *table, size_t column);
/** Returns: the column of that name, or -1 */
int sim_table_find_column (const SimTable *table, const char *name);
size_t sim_table_row_count (const SimTable *table);
/** Returns: (transfer none): a new last row, all blank, valid until the next row is added
 */
SimCell *sim_table_add_row (SimTable *table);
/** Returns: (transfer none): the cells of @row */
const SimCell *sim_table_row (const SimTable *table, size_t row);
/** Returns: (transfer none): a copy of @text that lives as long as the table; equal texts
 * share one copy */
const char *sim_table_intern (SimTable *table, const char *text);
/** Puts a copy of @text into a cell of a column of texts. */
void sim_table_set_text (SimTable *table, size_t row, size_t column, const char *text);
/** Sorts the rows by the numbers of @column, ascending, blank ones last; equal ones keep
 * their order. */
void sim_table_sort (SimTable *table, size_t column);
