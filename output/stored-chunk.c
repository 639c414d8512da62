/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored chunks: a block of replications, with its traces, as rows of a store. */
#include "output/stored-chunk.h"

#include "output/blocks.h"
#include "output/stored-trace.h"
#include "sim/packing.h"

/* The tables that hold replications, and their columns that are not computed. */
static const struct
{
  const char *name;
  const char *columns;
  const char *marks;
} tables[] = {
  { "replication", "id, packed, checksum", "?, ?, ?" },
  { "block", "id, count, traced, histograms, series, checksum", "?, ?, ?, ?, ?, ?" },
  { "trace", "id, frame, patients, decisions, checksum", "?, ?, ?, ?, ?" },
  { "ranking", "id, packed, checksum", "?, ?, ?" },
};

struct OutputChunkWriter
{
  OutputDatabase *database;
  const SimCatalogue *catalogue;
  sqlite3_stmt *insert_replication;
  sqlite3_stmt *insert_block;
  GByteArray *scratch[2];
};

OutputChunkWriter *
output_chunk_writer_new (OutputDatabase *database,
                         const SimCatalogue *catalogue,
                         GError **error)
{
  g_autoptr (OutputChunkWriter) writer = g_new0 (OutputChunkWriter, 1);
  writer->database = database;
  writer->catalogue = catalogue;
  for (size_t i = 0; i < G_N_ELEMENTS (writer->scratch); i++)
    writer->scratch[i] = g_byte_array_new ();
  writer->insert_replication = output_database_prepare (
      database, "INSERT INTO replication (id, packed, checksum) VALUES (?, ?, ?)", error);
  if (!writer->insert_replication)
    return NULL;
  writer->insert_block = output_database_prepare (
      database,
      "INSERT INTO block (id, count, traced, histograms, series, checksum)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  return writer->insert_block ? g_steal_pointer (&writer) : NULL;
}

void
output_chunk_writer_free (OutputChunkWriter *writer)
{
  if (!writer)
    return;
  sqlite3_finalize (writer->insert_replication);
  sqlite3_finalize (writer->insert_block);
  for (size_t i = 0; i < G_N_ELEMENTS (writer->scratch); i++)
    g_byte_array_unref (writer->scratch[i]);
  g_free (writer);
}

unsigned
output_chunk_traced (const SimChunk *chunk)
{
  unsigned traced = 0;
  for (int i = 0; i < chunk->count; i++)
    traced |= chunk->traces[i] ? 1u << i : 0;
  return traced;
}

static bool
add_rows (OutputChunkWriter *writer, const SimChunk *chunk, GError **error)
{
  GByteArray *packed = writer->scratch[0];
  size_t n_columns = writer->catalogue->n_columns;
  for (int i = 0; i < chunk->count; i++)
    {
      g_byte_array_set_size (packed, 0);
      sim_pack_doubles (packed, chunk->columns + (size_t) i * n_columns, n_columns);
      OutputValue values[] = {
        output_value_integer (output_key (chunk->variant, chunk->first + i)),
        output_value_blob (packed),
      };
      if (!output_database_insert (writer->database, writer->insert_replication, values,
                                   G_N_ELEMENTS (values), error))
        return false;
    }
  return true;
}

static bool
add_block (OutputChunkWriter *writer, const SimChunk *chunk, GError **error)
{
  const SimCatalogue *catalogue = writer->catalogue;
  GByteArray *histograms = writer->scratch[0];
  GByteArray *series = writer->scratch[1];
  g_byte_array_set_size (histograms, 0);
  g_byte_array_set_size (series, 0);
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_pack_histogram (histograms, chunk->histograms + i);
  sim_pack_doubles (series, chunk->series, catalogue->n_points);
  sim_pack_doubles (series, chunk->series_square, catalogue->n_points);
  OutputValue values[] = {
    output_value_integer (output_key (chunk->variant, chunk->first)),
    output_value_integer (chunk->count),
    output_value_integer (output_chunk_traced (chunk)),
    output_value_blob (histograms),
    output_value_blob (series),
  };
  return output_database_insert (writer->database, writer->insert_block, values,
                                 G_N_ELEMENTS (values), error);
}

bool
output_chunk_writer_add (OutputChunkWriter *writer, const SimChunk *chunk, GError **error)
{
  int64_t key = output_key (chunk->variant, chunk->first);
  if (!add_rows (writer, chunk, error) || !add_block (writer, chunk, error))
    return false;
  for (int i = 0; i < chunk->count; i++)
    if (chunk->traces[i] &&
        !output_stored_trace_write (writer->database, key + i, chunk->traces[i], error))
      return false;
  return true;
}

bool
output_chunk_writer_remove (OutputChunkWriter *writer,
                            int64_t from,
                            int64_t end,
                            GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "DELETE FROM %s WHERE id >= %" G_GINT64_FORMAT " AND id < %" G_GINT64_FORMAT,
          tables[i].name, from, end);
      if (!output_database_execute (writer->database, sql, error))
        return false;
    }
  return true;
}

bool
output_chunk_writer_copy (OutputChunkWriter *writer,
                          OutputDatabase *from,
                          int64_t first,
                          int64_t end,
                          GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *read_sql =
          g_strdup_printf ("SELECT %s FROM %s WHERE id >= %" G_GINT64_FORMAT
                           " AND id < %" G_GINT64_FORMAT " ORDER BY id",
                           tables[i].columns, tables[i].name, first, end);
      g_autofree char *insert_sql =
          g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", tables[i].name,
                           tables[i].columns, tables[i].marks);
      g_autoptr (sqlite3_stmt) read = output_database_prepare (from, read_sql, error);
      g_autoptr (sqlite3_stmt) insert =
          read ? output_database_prepare (writer->database, insert_sql, error) : NULL;
      if (!insert || !output_database_copy (writer->database, insert, from, read, error))
        return false;
    }
  return true;
}
