/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored results: the replications and blocks of a store, read in their order. */
#include "output/stored-results.h"

#include "output/blocks.h"
#include "sim/packing.h"

#include <glib/gi18n.h>

typedef struct
{
  SimResults results;
  OutputDatabase *database;
} StoredResults;

/* The rows of one variant, one at a time. */
typedef struct
{
  sqlite3_stmt *statement;
  double *columns;
  int64_t replication; /* of the row read, INT64_MAX at the end */
} Cursor;

static void
cursor_clear (Cursor *cursor)
{
  sqlite3_finalize (cursor->statement);
  g_free (cursor->columns);
}

static bool
cursor_next (Cursor *cursor, const StoredResults *stored, GError **error)
{
  bool is_row;
  if (!output_database_next (stored->database, cursor->statement, &is_row, error))
    return false;
  cursor->replication = INT64_MAX;
  if (!is_row)
    return true;
  cursor->replication = sqlite3_column_int64 (cursor->statement, 0) & UINT32_MAX;
  SimUnpacker unpacker;
  const void *bytes = sqlite3_column_blob (cursor->statement, 1);
  sim_unpack_init (&unpacker, bytes,
                   (size_t) sqlite3_column_bytes (cursor->statement, 1));
  sim_unpack_doubles (&unpacker, cursor->columns, stored->results.catalogue->n_columns);
  if (sim_unpack_is_whole (&unpacker))
    return true;
  output_database_set_damaged (stored->database, _ ("a replication makes no sense"),
                               error);
  return false;
}

static sqlite3_stmt *
prepare_range (const StoredResults *stored,
               const char *sql,
               int variant,
               int64_t end,
               GError **error)
{
  sqlite3_stmt *statement = output_database_prepare (stored->database, sql, error);
  if (statement)
    {
      sqlite3_bind_int64 (statement, 1, output_key (variant, 0));
      sqlite3_bind_int64 (statement, 2, output_key (variant, end));
    }
  return statement;
}

static bool
walk_rows (const StoredResults *stored,
           GArray *array,
           SimRowFunc func,
           gpointer data,
           GError **error)
{
  Cursor *cursors = (Cursor *) (void *) array->data;
  guint n_cursors = array->len;
  g_autofree const double **rows = g_new0 (const double *, n_cursors);
  for (guint i = 0; i < n_cursors; i++)
    rows[i] = cursors[i].columns;
  for (;;)
    {
      int64_t furthest = 0;
      for (guint i = 0; i < n_cursors; i++)
        if (!cursor_next (cursors + i, stored, error))
          return false;
        else
          furthest = MAX (furthest, cursors[i].replication);
      /* Bring all to the furthest; what one of them lacks is passed over. */
      for (guint i = 0; i < n_cursors && furthest != INT64_MAX;)
        if (cursors[i].replication < furthest)
          {
            if (!cursor_next (cursors + i, stored, error))
              return false;
          }
        else if (cursors[i].replication > furthest)
          {
            furthest = cursors[i].replication;
            i = 0;
          }
        else
          i++;
      if (furthest == INT64_MAX || !func (furthest, rows, data))
        return true;
    }
}

static bool
for_each_row (const SimResults *results,
              const int *variants,
              int n_variants,
              SimRowFunc func,
              gpointer data,
              GError **error)
{
  const StoredResults *stored = (const StoredResults *) results;
  if (n_variants == 0)
    return true;
  g_autoptr (GArray) cursors = g_array_new (FALSE, TRUE, sizeof (Cursor));
  g_array_set_clear_func (cursors, (GDestroyNotify) cursor_clear);
  for (int i = 0; i < n_variants; i++)
    {
      Cursor cursor = { .columns =
                            g_new (double, stored->results.catalogue->n_columns + 1) };
      cursor.statement = prepare_range (stored,
                                        "SELECT id, packed, checksum FROM replication"
                                        " WHERE id >= ? AND id < ? ORDER BY id",
                                        variants[i], results->n_replications, error);
      g_array_append_val (cursors, cursor);
      if (!cursor.statement)
        return false;
    }
  return walk_rows (stored, cursors, func, data, error);
}

static bool
unpack_block (const StoredResults *stored,
              sqlite3_stmt *statement,
              SimChunk *chunk,
              GError **error)
{
  const SimCatalogue *catalogue = stored->results.catalogue;
  SimUnpacker histograms;
  const void *bytes = sqlite3_column_blob (statement, 3);
  sim_unpack_init (&histograms, bytes, (size_t) sqlite3_column_bytes (statement, 3));
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_unpack_histogram (&histograms, chunk->histograms + i);
  SimUnpacker series;
  bytes = sqlite3_column_blob (statement, 4);
  sim_unpack_init (&series, bytes, (size_t) sqlite3_column_bytes (statement, 4));
  sim_unpack_doubles (&series, chunk->series, catalogue->n_points);
  sim_unpack_doubles (&series, chunk->series_square, catalogue->n_points);
  if (sim_unpack_is_whole (&histograms) && sim_unpack_is_whole (&series))
    return true;
  output_database_set_damaged (stored->database, _ ("a block makes no sense"), error);
  return false;
}

static bool
walk_chunks (const StoredResults *stored,
             sqlite3_stmt *statement,
             SimChunk *chunk,
             SimChunkFunc func,
             gpointer data,
             GError **error)
{
  for (;;)
    {
      bool is_row;
      if (!output_database_next (stored->database, statement, &is_row, error))
        return false;
      if (!is_row)
        return true;
      int64_t key = sqlite3_column_int64 (statement, 0);
      sim_chunk_reset (chunk, stored->results.catalogue, (int) (key >> OUTPUT_KEY_SHIFT),
                       output_key_replication (key));
      chunk->count = sqlite3_column_int (statement, 1);
      if (!unpack_block (stored, statement, chunk, error))
        return false;
      if (!func (chunk, data))
        return true;
    }
}

static bool
for_each_chunk (const SimResults *results,
                int variant,
                SimChunkFunc func,
                gpointer data,
                GError **error)
{
  const StoredResults *stored = (const StoredResults *) results;
  g_autoptr (sqlite3_stmt) statement =
      prepare_range (stored,
                     "SELECT id, count, traced, histograms, series, checksum FROM block"
                     " WHERE id >= ? AND id < ? ORDER BY id",
                     variant, results->n_replications, error);
  if (!statement)
    return false;
  SimChunk *chunk = sim_chunk_new (stored->results.catalogue);
  bool is_read = walk_chunks (stored, statement, chunk, func, data, error);
  sim_chunk_free (chunk, stored->results.catalogue);
  return is_read;
}

static void
free_results (SimResults *results)
{
  g_free (results);
}

SimResults *
output_stored_results_new (OutputDatabase *database,
                           const SimCatalogue *catalogue,
                           int n_variants,
                           int64_t n_replications)
{
  StoredResults *stored = g_new0 (StoredResults, 1);
  stored->database = database;
  stored->results = (SimResults){
    .catalogue = catalogue,
    .n_variants = n_variants,
    .n_replications = n_replications,
    .for_each_row = for_each_row,
    .for_each_chunk = for_each_chunk,
    .free = free_results,
  };
  return &stored->results;
}
