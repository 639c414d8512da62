/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text tables: aligned columns on a terminal, in any language. */
#include "cli/text-table.h"

#include <stdbool.h>
#include <string.h>

#define GAP "  "

typedef struct
{
  char *line;       /* a line of its own, or NULL */
  GPtrArray *cells; /* of char *, else NULL */
} Row;

struct CliTextTable
{
  char *alignment;
  size_t n_columns;
  GArray *rows; /* of Row */
};

static void
clear_row (gpointer data)
{
  Row *row = data;

  g_free (row->line);
  if (row->cells != NULL)
    g_ptr_array_unref (row->cells);
}

CliTextTable *
cli_text_table_new (const char *alignment)
{
  CliTextTable *table = g_new0 (CliTextTable, 1);

  table->alignment = g_strdup (alignment);
  table->n_columns = strlen (alignment);
  table->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (table->rows, clear_row);
  return table;
}

void
cli_text_table_free (CliTextTable *table)
{
  if (table == NULL)
    return;
  g_array_unref (table->rows);
  g_free (table->alignment);
  g_free (table);
}

void
cli_text_table_begin_row (CliTextTable *table)
{
  Row row = { .cells = g_ptr_array_new_with_free_func (g_free) };

  g_array_append_val (table->rows, row);
}

void
cli_text_table_add_cell (CliTextTable *table, char *text)
{
  g_return_if_fail (table->rows->len > 0);
  const Row *row = &g_array_index (table->rows, Row, table->rows->len - 1);

  g_return_if_fail (row->cells != NULL && row->cells->len < table->n_columns);
  g_ptr_array_add (row->cells, text != NULL ? text : g_strdup (""));
}

void
cli_text_table_add (CliTextTable *table, ...)
{
  va_list cells;

  cli_text_table_begin_row (table);
  va_start (cells, table);
  for (const char *cell; (cell = va_arg (cells, const char *)) != NULL;)
    cli_text_table_add_cell (table, g_strdup (cell));
  va_end (cells);
}

void
cli_text_table_add_line (CliTextTable *table, const char *line)
{
  Row row = { .line = g_strdup (line) };

  g_array_append_val (table->rows, row);
}

size_t
cli_text_width (const char *text)
{
  size_t width = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (!g_unichar_iszerowidth (letter))
        width += g_unichar_iswide (letter) ? 2 : 1;
    }
  return width;
}

static void
print_spaces (FILE *stream, size_t n)
{
  for (size_t i = 0; i < n; i++)
    fputc (' ', stream);
}

static void
print_row (const CliTextTable *table, const Row *row, const size_t *widths, FILE *stream)
{
  size_t owed = 0; /* spaces to print before the next text, if there is one */

  for (size_t c = 0; c < row->cells->len; c++)
    {
      const char *text = g_ptr_array_index (row->cells, c);
      size_t padding = widths[c] - cli_text_width (text);
      bool is_right = table->alignment[c] == 'r';

      owed += is_right ? padding : 0;
      if (*text != '\0')
        {
          print_spaces (stream, owed);
          fputs (text, stream);
          owed = 0;
        }
      owed += (is_right ? 0 : padding) + strlen (GAP);
    }
  fputc ('\n', stream);
}

void
cli_text_table_print (const CliTextTable *table, FILE *stream)
{
  g_autofree size_t *widths = g_new0 (size_t, table->n_columns + 1);

  for (guint r = 0; r < table->rows->len; r++)
    {
      const Row *row = &g_array_index (table->rows, Row, r);

      for (size_t c = 0; row->cells != NULL && c < row->cells->len; c++)
        widths[c] = MAX (widths[c], cli_text_width (g_ptr_array_index (row->cells, c)));
    }
  for (guint r = 0; r < table->rows->len; r++)
    {
      const Row *row = &g_array_index (table->rows, Row, r);

      if (row->cells == NULL)
        fprintf (stream, "%s\n", row->line);
      else
        print_row (table, row, widths, stream);
    }
}
