/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: tables of text and numbers in a form that compares byte by byte. */
#pragma once

#include "output/atomic-file.h"
#include "output/workbook.h"

#include <stdint.h>

/* Contract: UTF-8, "\n", a header row, fields quoted only where RFC 4180 asks for it.
 * What is missing (NaN, NULL) is a blank cell.  Numbers do not depend on the locale.
 * Errors are kept by the file and reported by output_csv_commit(). */

#define OUTPUT_CSV_DIGITS 10
/* Enough for any number in fixed or scientific form. */
#define OUTPUT_CSV_NUMBER_SIZE 400

typedef struct OutputCsv OutputCsv;

/** @file: (transfer full) */
OutputCsv *output_csv_new (OutputAtomicFile *file);
void output_csv_free (OutputCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputCsv, output_csv_free)

/** @sheet: (transfer none): takes a copy of every cell from now on; outlives @csv */
void output_csv_copy_to (OutputCsv *csv, OutputSheet *sheet);

/** @text: (nullable): NULL is a blank cell */
void output_csv_text (OutputCsv *csv, const char *text);
/** A number with OUTPUT_CSV_DIGITS significant digits; blank unless finite. */
void output_csv_number (OutputCsv *csv, double value);
/** A number with @decimals places behind the point, 0 to 17; blank unless finite. */
void output_csv_fixed (OutputCsv *csv, double value, int decimals);
void output_csv_integer (OutputCsv *csv, int64_t value);
void output_csv_end_row (OutputCsv *csv);

/** Errors: OUTPUT_ERROR_WRITE, see output_atomic_file_commit(). */
bool output_csv_commit (OutputCsv *csv, GError **error);

/**
 * output_csv_format:
 * @buffer: (out): at least OUTPUT_CSV_NUMBER_SIZE bytes
 *
 * The text of output_csv_number(): as printf's %.10g in the C locale, but 0 for -0 and
 * nothing unless finite.
 *
 * Returns: the length of the text
 */
size_t output_csv_format (double value, char *buffer);
