/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored traces: one replication's story as rows of a store. */
#include "output/stored-trace.h"

#include "sim/packing.h"
#include "sim/trace-packing.h"

#include <glib/gi18n.h>

/* Returns: (transfer full) (nullable): @table as bytes, NULL where there is no table */
static GByteArray *
pack_table (const SimTable *table)
{
  if (!table)
    return NULL;
  GByteArray *bytes = g_byte_array_new ();
  sim_pack_table (bytes, table);
  return bytes;
}

bool
output_stored_trace_write (OutputDatabase *database,
                           int64_t key,
                           const SimTrace *trace,
                           GError **error)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  g_autoptr (GByteArray) patients = pack_table (trace->patients);
  g_autoptr (GByteArray) decisions = pack_table (trace->decisions);
  g_autoptr (GByteArray) rankings = pack_table (trace->rankings);
  sim_pack_trace_frame (frame, trace);
  OutputValue values[] = {
    output_value_integer (key),
    output_value_blob (frame),
    output_value_blob (patients),
    output_value_blob (decisions),
  };
  OutputValue ranking[] = { output_value_integer (key), output_value_blob (rankings) };
  return output_database_insert_once (
             database,
             "INSERT INTO trace (id, frame, patients, decisions, checksum)"
             " VALUES (?, ?, ?, ?, ?)",
             values, G_N_ELEMENTS (values), error) &&
         output_database_insert_once (
             database, "INSERT INTO ranking (id, packed, checksum) VALUES (?, ?, ?)",
             ranking, G_N_ELEMENTS (ranking), error);
}

/* Unpacks column @column of the row under @statement as a table, NULL where there is
 * none. Returns: false if the bytes make no sense */
static bool
unpack_table (sqlite3_stmt *statement, int column, SimTable **ret_table)
{
  *ret_table = NULL;
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return true;
  SimUnpacker unpacker;
  const void *bytes = sqlite3_column_blob (statement, column);
  sim_unpack_init (&unpacker, bytes, (size_t) sqlite3_column_bytes (statement, column));
  *ret_table = sim_unpack_table (&unpacker);
  return *ret_table && sim_unpack_is_whole (&unpacker);
}

/* Returns: (transfer full): @sql, about one key, with its row read; NULL with @error set
 */
static sqlite3_stmt *
find_row (OutputDatabase *database, const char *sql, int64_t key, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = output_database_prepare (database, sql, error);
  if (!statement)
    return NULL;
  sqlite3_bind_int64 (statement, 1, key);
  bool is_row;
  if (!output_database_next (database, statement, &is_row, error))
    return NULL;
  if (is_row)
    return g_steal_pointer (&statement);
  output_database_set_damaged (database, _ ("a trace is missing"), error);
  return NULL;
}

SimTrace *
output_stored_trace_read (OutputDatabase *database,
                          int64_t key,
                          OutputTraceParts parts,
                          GError **error)
{
  g_autoptr (sqlite3_stmt) statement = find_row (
      database, "SELECT id, frame, patients, decisions, checksum FROM trace WHERE id = ?",
      key, error);
  if (!statement)
    return NULL;
  SimUnpacker unpacker;
  const void *bytes = sqlite3_column_blob (statement, 1);
  sim_unpack_init (&unpacker, bytes, (size_t) sqlite3_column_bytes (statement, 1));
  g_autoptr (SimTrace) trace = sim_unpack_trace_frame (&unpacker);
  bool is_whole = trace && unpack_table (statement, 2, &trace->patients) &&
                  unpack_table (statement, 3, &trace->decisions);
  if (is_whole && parts == OUTPUT_TRACE_WHOLE)
    {
      g_autoptr (sqlite3_stmt) ranking = find_row (
          database, "SELECT id, packed, checksum FROM ranking WHERE id = ?", key, error);
      if (!ranking)
        return NULL;
      is_whole = unpack_table (ranking, 1, &trace->rankings);
    }
  if (is_whole)
    return g_steal_pointer (&trace);
  output_database_set_damaged (database, _ ("a trace makes no sense"), error);
  return NULL;
}
