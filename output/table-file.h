/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table files: where the tables of a run go, each a CSV file and, if asked, a sheet. */
#pragma once

#include "output/csv.h"
#include "output/store.h"

/* Contract: every table of a run begins with output_table_file_new(), so that its rows
 * reach all forms that were asked for. */

#define OUTPUT_WORKBOOK_NAME "results.xlsx"

/**
 * output_table_file_new:
 * @name: "summary"
 *
 * Begins the file NAME.csv in the directory of the store, and the sheet NAME of its
 * workbook where output_table_file_begin_workbook() has begun one.
 *
 * Errors: those of output_store_new_file().
 * Returns: (transfer full): an empty table, or NULL with @error set
 */
OutputCsv *output_table_file_new (OutputStore *store, const char *name, GError **error);

/**
 * output_table_file_begin_workbook:
 *
 * From now on tables go into the workbook OUTPUT_WORKBOOK_NAME too.
 *
 * Errors: those of output_store_new_file(), of output_workbook_new().
 */
bool output_table_file_begin_workbook (OutputStore *store, GError **error);

/** Writes the workbook whole; nothing where none was begun.  Errors: OUTPUT_ERROR_WRITE.
 */
bool output_table_file_end_workbook (OutputStore *store, GError **error);
