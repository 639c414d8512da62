/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text tables: aligned columns on a terminal, in any language. */
#pragma once

#include <glib.h>
#include <stdio.h>

/* Contract: a table holds copies of its cells.  Widths are counted in terminal columns: a
 * Japanese letter takes two, a combining one none.  Rows may be shorter than the table.
 */

/** Returns: the terminal columns that @text takes */
size_t cli_text_width (const char *text);

typedef struct CliTextTable CliTextTable;

/** @alignment: a letter a column: 'l' flush left, 'r' flush right */
CliTextTable *cli_text_table_new (const char *alignment);
void cli_text_table_free (CliTextTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTextTable, cli_text_table_free)

/** Adds a row of texts, ended by NULL; more of them than columns is a mistake. */
void cli_text_table_add (CliTextTable *table, ...) G_GNUC_NULL_TERMINATED;
/** Begins a row that cli_text_table_add_cell() fills. */
void cli_text_table_begin_row (CliTextTable *table);
/** Appends a cell to the last row; takes @text over, NULL is a blank cell. */
void cli_text_table_add_cell (CliTextTable *table, char *text);
/** Adds a line of its own that does not count for the widths; "" leaves a line blank. */
void cli_text_table_add_line (CliTextTable *table, const char *line);

/** Prints all rows, columns two spaces apart, without spaces at the ends of lines. */
void cli_text_table_print (const CliTextTable *table, FILE *stream);
