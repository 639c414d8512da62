/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file whose columns have names: header, rows, and cells of the scenario's kinds.
 */
#pragma once

#include "scenarios/csv.h"
#include "scenarios/element.h"

/* Contract: mistakes are told at the line of the record, with the name of the column.  A
 * ragged row is a mistake and is passed over; broken quoting ends the file. */

#define SCENARIO_MAX_TABLE_COLUMNS 40

/* The longest time, in days, that a cell may give. */
#define SCENARIO_MAX_TABLE_DAYS 100000

/* After so many mistakes the rest of a file is not read. */
#define SCENARIO_MAX_TABLE_MISTAKES 1000

typedef struct
{
  ScenarioReading *reading;
  int file;
  ScenarioCsv csv;
  const char *const *names; /* of the columns that may stand there */
  int n_names;
  int columns[SCENARIO_MAX_TABLE_COLUMNS]; /* of each cell: which of the names */
  bool has[SCENARIO_MAX_TABLE_COLUMNS];    /* of each name */
  size_t n_columns;
  size_t n_rows;
  size_t n_mistakes; /* of the reading when the table was opened */
  GHashTable *ids;
} ScenarioTable;

/**
 * scenario_open_csv:
 * @ret_bytes: (out) (transfer none): what the file holds; the sources own it
 *
 * Reads the file that the href of @node names, or finds it among those read already.
 * Returns: the number of the file, or -1 with a mistake
 */
int scenario_open_csv (ScenarioReading *reading, const xmlNode *node, GBytes **ret_bytes);

/**
 * scenario_table_open:
 * @table: (out): to be cleared whatever is returned
 * @node: the element with the href
 * @names: the columns that may stand there; the first one must
 *
 * Reads the header.
 * Returns: false with a mistake
 */
bool scenario_table_open (ScenarioTable *table,
                          ScenarioReading *reading,
                          const xmlNode *node,
                          const char *const *names,
                          int n_names);
void scenario_table_clear (ScenarioTable *table);

/** Reads the next row that has as many cells as the header. Returns: false at the end */
bool scenario_table_next (ScenarioTable *table);

/** Returns: whether a mistake was found since the table was opened */
bool scenario_table_is_faulty (const ScenarioTable *table);

/** A mistake, or a warning, in @column of the present row. */
void scenario_table_mistake (ScenarioTable *table, int column, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void scenario_table_warning (ScenarioTable *table, int column, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Cells.  Faulty ones are mistakes and count as blank. */

/** Returns: (transfer full): the id, never NULL; a blank or double one is a mistake */
char *scenario_table_id (ScenarioTable *table, int column, const char *cell);
/** Returns: the number, or NaN */
double scenario_table_number (
    ScenarioTable *table, int column, const char *cell, double least, double most);
/** Returns: the whole number, or -1 */
int scenario_table_count (
    ScenarioTable *table, int column, const char *cell, int least, int most);
/** Returns: 1 for yes, 0 for no, or -1 */
int scenario_table_yes_no (ScenarioTable *table, int column, const char *cell);
/** Returns: the grade, sex or site, or -1 */
int scenario_table_grade (ScenarioTable *table, int column, const char *cell);
int scenario_table_sex (ScenarioTable *table, int column, const char *cell);
int scenario_table_site (ScenarioTable *table, int column, const char *cell);

/** Returns: false unless @text is a finite decimal number and nothing else */
bool scenario_parse_number (const char *text, double *ret_value);
