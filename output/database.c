/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases: SQLite with rows that carry a checksum, and our errors. */
#include "output/database.h"

#include <glib/gi18n.h>
#include <string.h>

#include "output/error.h"
#include "sim/packing.h"

/* How long to wait for another process's short write, in ms. */
#define BUSY_TIMEOUT 5000

struct OutputDatabase
{
  sqlite3 *handle;
  char *path;
  OutputDatabaseMode mode;
};

void
output_database_set_damaged (const OutputDatabase *database,
                             const char *what,
                             GError **error)
{
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_DAMAGED,
               _ ("%s: the store is damaged: %s"), database->path, what);
}

static void
set_error (const OutputDatabase *database, GError **error)
{
  const char *reason = sqlite3_errmsg (database->handle);
  int extended = sqlite3_extended_errcode (database->handle);
  int result = extended & 0xff;
  if (result == SQLITE_CORRUPT || result == SQLITE_NOTADB || result == SQLITE_FORMAT ||
      extended == SQLITE_IOERR_SHORT_READ)
    output_database_set_damaged (database, reason, error);
  else if (result == SQLITE_BUSY || result == SQLITE_LOCKED)
    g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_IN_USE,
                 _ ("%s: in use by another process"), database->path);
  else if (database->mode == OUTPUT_DATABASE_READ)
    g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_READ,
                 _ ("%s: cannot read the store: %s"), database->path, reason);
  else
    g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE,
                 _ ("%s: cannot write the store: %s"), database->path, reason);
}

OutputDatabase *
output_database_new (const char *path, OutputDatabaseMode mode, GError **error)
{
  static const int flags[] = {
    [OUTPUT_DATABASE_READ] = SQLITE_OPEN_READONLY,
    [OUTPUT_DATABASE_WRITE] = SQLITE_OPEN_READWRITE,
    [OUTPUT_DATABASE_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
  };
  g_autoptr (OutputDatabase) database = g_new0 (OutputDatabase, 1);
  database->path = g_strdup (path);
  database->mode = mode;
  int result =
      sqlite3_open_v2 (path, &database->handle, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL);
  if (result != SQLITE_OK)
    {
      set_error (database, error);
      return NULL;
    }
  sqlite3_busy_timeout (database->handle, BUSY_TIMEOUT);
  sqlite3_extended_result_codes (database->handle, 1);
  /* A store may come from anywhere: nothing in its schema is to be trusted. */
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (!output_database_execute (database, "PRAGMA cell_size_check = ON", error))
    return NULL;
  return g_steal_pointer (&database);
}

void
output_database_free (OutputDatabase *database)
{
  if (!database)
    return;
  sqlite3_close_v2 (database->handle);
  g_free (database->path);
  g_free (database);
}

const char *
output_database_path (const OutputDatabase *database)
{
  return database->path;
}

bool
output_database_execute (OutputDatabase *database, const char *sql, GError **error)
{
  if (sqlite3_exec (database->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return true;
  set_error (database, error);
  return false;
}

sqlite3_stmt *
output_database_prepare (OutputDatabase *database, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (database->handle, sql, -1, &statement, NULL) == SQLITE_OK)
    return statement;
  /* What our own statements do not find in a store of our format was lost from it. */
  if (sqlite3_errcode (database->handle) == SQLITE_ERROR)
    output_database_set_damaged (database, sqlite3_errmsg (database->handle), error);
  else
    set_error (database, error);
  return NULL;
}

void
output_database_roll_back (OutputDatabase *database)
{
  /* SQLite may have done it already, when the disk was full. */
  if (output_database_is_in_transaction (database))
    sqlite3_exec (database->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool
output_database_is_in_transaction (const OutputDatabase *database)
{
  return !sqlite3_get_autocommit (database->handle);
}

OutputValue
output_value_integer (int64_t integer)
{
  return (OutputValue){ .is_integer = true, .integer = integer };
}

OutputValue
output_value_text (const char *text)
{
  return (
      OutputValue){ .is_text = true, .bytes = text, .length = text ? strlen (text) : 0 };
}

OutputValue
output_value_blob (const GByteArray *bytes)
{
  if (!bytes)
    return (OutputValue){ .bytes = NULL };
  /* An empty array may have no data, which would be NULL to SQLite. */
  return (OutputValue){ .bytes = bytes->data ? (const void *) bytes->data : "",
                        .length = bytes->len };
}

static uint64_t
checksum_value (uint64_t sum, OutputValue value)
{
  uint8_t kind = value.is_integer ? 1 : !value.bytes ? 2 : value.is_text ? 3 : 4;
  sum = sim_checksum (sum, &kind, 1);
  if (value.is_integer)
    {
      int64_t integer = GINT64_TO_LE (value.integer);
      return sim_checksum (sum, &integer, sizeof integer);
    }
  return value.bytes ? sim_checksum (sum, value.bytes, value.length) : sum;
}

static int
bind_value (sqlite3_stmt *statement, int place, OutputValue value)
{
  if (value.is_integer)
    return sqlite3_bind_int64 (statement, place, value.integer);
  if (!value.bytes)
    return sqlite3_bind_null (statement, place);
  if (value.is_text)
    return sqlite3_bind_text64 (statement, place, value.bytes, value.length,
                                SQLITE_STATIC, SQLITE_UTF8);
  return sqlite3_bind_blob64 (statement, place, value.bytes, value.length, SQLITE_STATIC);
}

bool
output_database_insert (OutputDatabase *database,
                        sqlite3_stmt *statement,
                        const OutputValue *values,
                        int n_values,
                        GError **error)
{
  uint64_t sum = 0;
  int result = SQLITE_OK;
  for (int i = 0; i < n_values && result == SQLITE_OK; i++)
    {
      sum = checksum_value (sum, values[i]);
      result = bind_value (statement, i + 1, values[i]);
    }
  if (result == SQLITE_OK)
    result = sqlite3_bind_int64 (statement, n_values + 1, (int64_t) sum);
  if (result == SQLITE_OK)
    result = sqlite3_step (statement);
  bool is_done = result == SQLITE_DONE;
  if (!is_done)
    set_error (database, error);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return is_done;
}

bool
output_database_insert_once (OutputDatabase *database,
                             const char *sql,
                             const OutputValue *values,
                             int n_values,
                             GError **error)
{
  g_autoptr (sqlite3_stmt) statement = output_database_prepare (database, sql, error);
  return statement &&
         output_database_insert (database, statement, values, n_values, error);
}

static OutputValue
column_value (sqlite3_stmt *statement, int column)
{
  OutputValue value = { 0 };
  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      return output_value_integer (sqlite3_column_int64 (statement, column));
    case SQLITE_TEXT:
      value.is_text = true;
      value.bytes = sqlite3_column_text (statement, column);
      break;
    case SQLITE_BLOB:
      value.bytes = sqlite3_column_blob (statement, column);
      break;
    default:
      return value;
    }
  value.length = (size_t) sqlite3_column_bytes (statement, column);
  if (!value.bytes)
    value.bytes = "";
  return value;
}

bool
output_database_next (OutputDatabase *database,
                      sqlite3_stmt *statement,
                      bool *ret_is_row,
                      GError **error)
{
  int result = sqlite3_step (statement);
  if (result == SQLITE_DONE)
    {
      sqlite3_reset (statement);
      *ret_is_row = false;
      return true;
    }
  if (result != SQLITE_ROW)
    {
      set_error (database, error);
      sqlite3_reset (statement);
      return false;
    }
  int n_values = sqlite3_column_count (statement) - 1;
  uint64_t sum = 0;
  for (int i = 0; i < n_values; i++)
    sum = checksum_value (sum, column_value (statement, i));
  if (sum != (uint64_t) sqlite3_column_int64 (statement, n_values))
    {
      sqlite3_reset (statement);
      output_database_set_damaged (database, _ ("a row does not match its checksum"),
                                   error);
      return false;
    }
  *ret_is_row = true;
  return true;
}

bool
output_database_copy (OutputDatabase *database,
                      sqlite3_stmt *insert,
                      OutputDatabase *from,
                      sqlite3_stmt *read,
                      GError **error)
{
  int n_values = sqlite3_column_count (read) - 1;
  g_autofree OutputValue *values = g_new (OutputValue, (gsize) n_values + 1);
  for (;;)
    {
      bool is_row;
      if (!output_database_next (from, read, &is_row, error))
        return false;
      if (!is_row)
        return true;
      for (int i = 0; i < n_values; i++)
        values[i] = column_value (read, i);
      if (!output_database_insert (database, insert, values, n_values, error))
        return false;
    }
}
