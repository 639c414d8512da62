/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: named columns and rows of numbers and texts, for CSV files and the store. */
#include "sim/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_CHUNK 4096 /* bytes of texts taken from the system at a time */

struct SimTable
{
  SimTableColumn *columns;
  size_t n_columns;
  SimCell *cells; /* row by row */
  size_t n_rows;
  size_t capacity; /* rows */
  GStringChunk *texts;
};

SimTable *
sim_table_new (const SimTableColumn *columns, size_t n_columns)
{
  g_return_val_if_fail (columns != NULL && n_columns > 0, NULL);
  SimTable *table = g_new0 (SimTable, 1);
  table->texts = g_string_chunk_new (TEXT_CHUNK);
  table->columns = g_new (SimTableColumn, n_columns);
  table->n_columns = n_columns;
  for (size_t i = 0; i < n_columns; i++)
    {
      table->columns[i].name = sim_table_intern (table, columns[i].name);
      table->columns[i].decimals = columns[i].decimals;
    }
  return table;
}

void
sim_table_free (SimTable *table)
{
  if (table == NULL)
    return;
  g_string_chunk_free (table->texts);
  g_free (table->columns);
  g_free (table->cells);
  g_free (table);
}

size_t
sim_table_column_count (const SimTable *table)
{
  return table->n_columns;
}

const SimTableColumn *
sim_table_column (const SimTable *table, size_t column)
{
  g_return_val_if_fail (column < table->n_columns, NULL);
  return &table->columns[column];
}

int
sim_table_find_column (const SimTable *table, const char *name)
{
  for (size_t i = 0; i < table->n_columns; i++)
    if (strcmp (table->columns[i].name, name) == 0)
      return (int) i;
  return -1;
}

size_t
sim_table_row_count (const SimTable *table)
{
  return table->n_rows;
}

SimCell *
sim_table_add_row (SimTable *table)
{
  if (table->n_rows == table->capacity)
    {
      table->capacity = MAX (16, 2 * table->capacity);
      g_assert (table->capacity <= G_MAXSIZE / sizeof (SimCell) / table->n_columns);
      table->cells = g_renew (SimCell, table->cells, table->capacity * table->n_columns);
    }
  SimCell *row = &table->cells[table->n_rows++ * table->n_columns];
  for (size_t i = 0; i < table->n_columns; i++)
    if (table->columns[i].decimals == SIM_TABLE_TEXT)
      row[i].text = NULL;
    else
      row[i].number = NAN;
  return row;
}

const SimCell *
sim_table_row (const SimTable *table, size_t row)
{
  g_return_val_if_fail (row < table->n_rows, NULL);
  return &table->cells[row * table->n_columns];
}

const char *
sim_table_intern (SimTable *table, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (table->texts, text) : NULL;
}

void
sim_table_set_text (SimTable *table, size_t row, size_t column, const char *text)
{
  g_return_if_fail (row < table->n_rows && column < table->n_columns);
  table->cells[row * table->n_columns + column].text = sim_table_intern (table, text);
}

typedef struct
{
  double number;
  size_t row;
} SortKey;

/* Blank cells last; rows with equal numbers as they were: so no two keys tie. */
static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const SortKey *one = a;
  const SortKey *other = b;
  if (isnan (one->number) != isnan (other->number))
    return isnan (one->number) ? 1 : -1;
  if (one->number != other->number && !isnan (one->number))
    return one->number < other->number ? -1 : 1;
  return one->row < other->row ? -1 : 1;
}

void
sim_table_sort (SimTable *table, size_t column)
{
  g_return_if_fail (column < table->n_columns);
  g_return_if_fail (table->columns[column].decimals != SIM_TABLE_TEXT);
  if (table->n_rows < 2)
    return;
  g_autofree SortKey *keys = g_new (SortKey, table->n_rows);
  for (size_t row = 0; row < table->n_rows; row++)
    keys[row] = (SortKey){ table->cells[row * table->n_columns + column].number, row };
  qsort (keys, table->n_rows, sizeof *keys, compare_keys);
  SimCell *sorted = g_new (SimCell, table->capacity * table->n_columns);
  for (size_t row = 0; row < table->n_rows; row++)
    memcpy (&sorted[row * table->n_columns],
            &table->cells[keys[row].row * table->n_columns],
            table->n_columns * sizeof *sorted);
  g_free (table->cells);
  table->cells = sorted;
}
