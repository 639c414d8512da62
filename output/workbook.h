/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks: tables as the sheets of one spreadsheet file (xlsx). */
#pragma once

#include "output/atomic-file.h"

#include <stdint.h>

/* Contract: a sheet a table, its first row the header, frozen, bold and with a filter;
 * numbers are numbers.  Rows are written as they come: memory does not grow with them.
 * Same cells, same bytes.  A sheet that is full (1,048,576 rows) goes on in another,
 * "NAME (2)", with the header again.  Errors are kept and reported by the commit.
 *
 * Without libxlsxwriter there are no workbooks: output_workbook_is_available(). */

typedef struct OutputWorkbook OutputWorkbook;
typedef struct OutputSheet OutputSheet;

bool output_workbook_is_available (void);

/**
 * output_workbook_new:
 * @file: (transfer full): where it goes when it is whole
 * @title: (nullable): of the document
 * @comment: (nullable): of the document: what made it
 * @created: what stands as its date, in seconds since 1970
 *
 * Errors: OUTPUT_ERROR_WRITE when no temporary file can be made.
 * Returns: (transfer full): the workbook, or NULL with @error set
 */
OutputWorkbook *output_workbook_new (OutputAtomicFile *file,
                                     const char *title,
                                     const char *comment,
                                     int64_t created,
                                     GError **error);

/** Frees; unless committed, nothing of it stays. */
void output_workbook_free (OutputWorkbook *workbook);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputWorkbook, output_workbook_free)

/** @name: at most 25 characters, unique. Returns: (transfer none): a sheet, as long as
 * the workbook lives */
OutputSheet *output_workbook_add_sheet (OutputWorkbook *workbook, const char *name);

/** A cell; @text NULL or empty is a blank one. */
void output_sheet_text (OutputSheet *sheet, const char *text);
/** A cell with the number that @text is, as g_ascii_strtod() reads it. */
void output_sheet_number (OutputSheet *sheet, const char *text);
void output_sheet_end_row (OutputSheet *sheet);

/** Writes the file whole. Errors: OUTPUT_ERROR_WRITE; nothing of it stays then. */
bool output_workbook_commit (OutputWorkbook *workbook, GError **error);
