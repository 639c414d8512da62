/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing of a store: blocks and shards are added, committed, and in the end complete. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "output/error.h"
#include "output/store-private.h"

/* Between two commits while blocks come fast, in microseconds. */
#define COMMIT_INTERVAL 100000

static bool
begin (OutputStore *store, GError **error)
{
  return output_database_is_in_transaction (store->database) ||
         output_database_execute (store->database, "BEGIN IMMEDIATE", error);
}

bool
output_store_flush (OutputStore *store, GError **error)
{
  if (!output_database_is_in_transaction (store->database))
    return true;
  store->last_commit = g_get_monotonic_time ();
  return output_database_execute (store->database, "COMMIT", error);
}

bool
output_store_set_replications (OutputStore *store, int64_t replications, GError **error)
{
  g_return_val_if_fail (store->writer && replications <= OUTPUT_MAX_REPLICATIONS, false);
  g_autofree char *text = g_strdup_printf ("%" PRId64, replications);
  if (!begin (store, error) ||
      !output_description_set (store->database, "replications", text, error) ||
      !output_store_flush (store, error))
    return false;
  store->description->run.replications = replications;
  return true;
}

/* What was committed stands; the blocks remembered must be those. */
static void
roll_back (OutputStore *store)
{
  output_database_roll_back (store->database);
  output_blocks_load (store->blocks, store->database, NULL);
}

bool
output_store_add_variant (OutputStore *store,
                          const OutputVariant *variant,
                          GError **error)
{
  const OutputRun *run = &store->description->run;
  g_return_val_if_fail (store->writer && variant->label, false);
  g_return_val_if_fail ((int64_t) run->n_variants < OUTPUT_MAX_INPUTS, false);
  if (!begin (store, error) ||
      !output_description_add_variant (store->database, run->n_variants, variant,
                                       error) ||
      !output_store_flush (store, error))
    {
      roll_back (store);
      return false;
    }
  output_description_append (store->description, variant);
  output_blocks_add_variant (store->blocks);
  return true;
}

static bool
add (OutputStore *store, const SimChunk *chunk, GError **error)
{
  int64_t key = output_key (chunk->variant, chunk->first);
  if (!begin (store, error) ||
      (output_blocks_has (store->blocks, chunk->variant, chunk->first) &&
       !output_chunk_writer_remove (store->writer, key, key + SIM_BLOCK, error)) ||
      !output_chunk_writer_add (store->writer, chunk, error))
    return false;
  output_blocks_set (store->blocks, chunk->variant, chunk->first, chunk->count,
                     output_chunk_traced (chunk));
  if (g_get_monotonic_time () - store->last_commit < COMMIT_INTERVAL)
    return true;
  return output_store_flush (store, error);
}

bool
output_store_add_chunk (OutputStore *store, const SimChunk *chunk, GError **error)
{
  g_return_val_if_fail (store->writer, false);
  g_return_val_if_fail (chunk->count >= 1 && chunk->count <= SIM_BLOCK, false);
  g_return_val_if_fail (chunk->first >= 0 && chunk->first % SIM_BLOCK == 0, false);
  g_return_val_if_fail (chunk->first < OUTPUT_MAX_REPLICATIONS, false);
  if (add (store, chunk, error))
    return true;
  roll_back (store);
  return false;
}

static bool
copy_shard (
    OutputStore *store, OutputStore *shard, int64_t first, int64_t end, GError **error)
{
  for (int i = 0; i < (int) store->description->run.n_variants; i++)
    {
      int64_t from = output_key (i, first);
      int64_t to = output_key (i, end);
      if (!output_chunk_writer_remove (store->writer, from, to, error) ||
          !output_chunk_writer_copy (store->writer, shard->database, from, to, error))
        return false;
    }
  return true;
}

bool
output_store_add_shard (OutputStore *store, OutputStore *shard, GError **error)
{
  g_return_val_if_fail (store->writer && output_store_is_finished (shard), false);
  int64_t first, end;
  output_store_range (shard, &first, &end);
  bool is_there = true;
  for (int i = 0; i < (int) store->description->run.n_variants; i++)
    for (int64_t block = first; is_there && block < end; block += SIM_BLOCK)
      is_there = output_store_is_done (store, i, block);
  if (is_there)
    return true;
  if (!output_store_flush (store, error) || !begin (store, error) ||
      !copy_shard (store, shard, first, end, error) || !output_store_flush (store, error))
    {
      output_database_roll_back (store->database);
      return false;
    }
  output_blocks_add (store->blocks, shard->blocks);
  return true;
}

bool
output_store_is_done (const OutputStore *store, int variant, int64_t first)
{
  const OutputRun *run = &store->description->run;
  int64_t count = CLAMP (run->replications - first, 0, SIM_BLOCK);
  int64_t n_traced = CLAMP (run->n_traced - first, 0, count);
  return output_blocks_is_equal (store->blocks, variant, first, (int) count,
                                 (1u << n_traced) - 1);
}

/* Returns: false with @error set if a block of those asked for is missing */
static bool
check_is_complete (const OutputStore *store, GError **error)
{
  const OutputRun *run = &store->description->run;
  int64_t begin, end;
  output_store_range (store, &begin, &end);
  for (size_t i = 0; i < run->n_variants; i++)
    for (int64_t first = begin; first < end; first += SIM_BLOCK)
      if (!output_store_is_done (store, (int) i, first))
        {
          g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
                       _ ("%s: replication %" PRId64 " of rule '%s' is missing"),
                       store->directory, first, run->variants[i].label);
          return false;
        }
  return true;
}

/* Removes blocks that begin at or after the replications asked for; of a shard, whose
 * replications are part of its identity, there are none. */
static bool
trim (OutputStore *store, GError **error)
{
  const OutputRun *run = &store->description->run;
  int64_t end = (run->replications + SIM_BLOCK - 1) / SIM_BLOCK * SIM_BLOCK;
  for (size_t i = 0; i < run->n_variants; i++)
    if (!output_chunk_writer_remove (store->writer, output_key ((int) i, end),
                                     output_key ((int) i + 1, 0), error))
      return false;
  return output_blocks_load (store->blocks, store->database, error);
}

bool
output_store_finish (OutputStore *store, GError **error)
{
  g_return_val_if_fail (store->writer, false);
  /* The last commit is to survive a power failure. */
  if (!check_is_complete (store, error) || !output_store_flush (store, error) ||
      !output_database_execute (store->database, "PRAGMA synchronous = FULL", error) ||
      !begin (store, error) || !trim (store, error) ||
      !output_description_set (store->database, "state", "finished", error) ||
      !output_store_flush (store, error) || !output_store_settle (store, error))
    {
      output_database_roll_back (store->database);
      return false;
    }
  store->description->is_finished = true;
  return true;
}
