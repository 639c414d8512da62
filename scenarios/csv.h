/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads CSV files: RFC 4180, with or without a byte-order mark, LF or CRLF. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Contract: the reader goes through the bytes once and keeps one record at a time; a cell
 * is a C string, valid until the next record is read.  The bytes must outlive the reader.
 */

#define SCENARIO_CSV_MAX_CELLS 4096 /* in a row */

typedef struct
{
  const char *data;
  size_t size;
  size_t at;
  int line; /* of the next record */
  /* The record that was read last: */
  int record_line;
  GString *text;   /* its cells, each ended by a zero byte */
  GArray *offsets; /* size_t, where each cell begins in @text */
} ScenarioCsv;

typedef enum
{
  SCENARIO_CSV_RECORD,
  SCENARIO_CSV_END,
  SCENARIO_CSV_BROKEN,
} ScenarioCsvStep;

/** Starts reading @size bytes at @data. */
void scenario_csv_init (ScenarioCsv *csv, const char *data, size_t size);
void scenario_csv_clear (ScenarioCsv *csv);

/**
 * scenario_csv_next:
 * @ret_reason: (out) (transfer none): what is wrong, "expected ..., found ...", for
 * BROKEN
 *
 * Reads one record into csv->text and csv->offsets, and its line into csv->record_line.
 */
ScenarioCsvStep scenario_csv_next (ScenarioCsv *csv, const char **ret_reason);

static inline size_t
scenario_csv_count (const ScenarioCsv *csv)
{
  return csv->offsets->len;
}

static inline const char *
scenario_csv_cell (const ScenarioCsv *csv, size_t cell)
{
  return csv->text->str + g_array_index (csv->offsets, size_t, cell);
}
