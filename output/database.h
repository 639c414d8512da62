/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases: SQLite with rows that carry a checksum, and our errors. */
#pragma once

#include <glib.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* Contract: the last column of every statement given here to insert or to read is the
 * checksum over the columns before it, so that a changed row is noticed whichever of its
 * columns changed.  Columns are integers, texts, blobs or NULL, never reals.
 *
 * Errors: OUTPUT_ERROR_DAMAGED for what SQLite or a checksum finds broken,
 * OUTPUT_ERROR_IN_USE for what another process holds, else OUTPUT_ERROR_WRITE or
 * OUTPUT_ERROR_READ by the way the database was opened.  Used by one thread at a time. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

typedef enum
{
  OUTPUT_DATABASE_READ,
  OUTPUT_DATABASE_WRITE,
  OUTPUT_DATABASE_CREATE,
} OutputDatabaseMode;

typedef struct OutputDatabase OutputDatabase;

/** @path: must exist unless @mode is OUTPUT_DATABASE_CREATE. Returns: (transfer full) */
OutputDatabase *
output_database_new (const char *path, OutputDatabaseMode mode, GError **error);
/** Statements must have been finalized. */
void output_database_free (OutputDatabase *database);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputDatabase, output_database_free)

/** (transfer none) */
const char *output_database_path (const OutputDatabase *database);

/** Executes one or more statements; their rows are passed over. */
bool output_database_execute (OutputDatabase *database, const char *sql, GError **error);
/** Returns: (transfer full): a prepared statement, or NULL with @error set */
sqlite3_stmt *
output_database_prepare (OutputDatabase *database, const char *sql, GError **error);

/** Takes back the open transaction, if there is one. */
void output_database_roll_back (OutputDatabase *database);
bool output_database_is_in_transaction (const OutputDatabase *database);

/* A cell to insert; @bytes NULL and @is_integer false is NULL. */
typedef struct
{
  bool is_integer;
  bool is_text;
  int64_t integer;
  const void *bytes;
  size_t length;
} OutputValue;

OutputValue output_value_integer (int64_t integer);
/** @text: (nullable): borrowed */
OutputValue output_value_text (const char *text);
/** @bytes: (nullable): borrowed */
OutputValue output_value_blob (const GByteArray *bytes);

/** Binds @values and their checksum to the parameters 1 to @n_values + 1 and executes. */
bool output_database_insert (OutputDatabase *database,
                             sqlite3_stmt *statement,
                             const OutputValue *values,
                             int n_values,
                             GError **error);

/** Prepares @sql, an insertion, and does it once. */
bool output_database_insert_once (OutputDatabase *database,
                                  const char *sql,
                                  const OutputValue *values,
                                  int n_values,
                                  GError **error);

/**
 * output_database_copy:
 * @read: gives rows of @from, the checksum in the last column
 * @insert: adds such a row to @database
 *
 * Copies all rows that @read gives, each checked on the way.
 */
bool output_database_copy (OutputDatabase *database,
                           sqlite3_stmt *insert,
                           OutputDatabase *from,
                           sqlite3_stmt *read,
                           GError **error);

/**
 * output_database_next:
 * @ret_is_row: (out): false at the end of the rows; the statement is reset then
 *
 * Steps to the next row and checks it.
 */
bool output_database_next (OutputDatabase *database,
                           sqlite3_stmt *statement,
                           bool *ret_is_row,
                           GError **error);

/** Sets @error to OUTPUT_ERROR_DAMAGED with the path and @what is wrong. */
void output_database_set_damaged (const OutputDatabase *database,
                                  const char *what,
                                  GError **error);
