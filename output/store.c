/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store: results.sqlite, the durable results of a run. */
#include "output/store.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <unistd.h>

#include "output/claim.h"
#include "output/directory.h"
#include "output/error.h"
#include "output/store-private.h"
#include "output/stored-results.h"
#include "output/stored-trace.h"

bool
output_run_is_shard (const OutputRun *run)
{
  return run->shard.count > 1;
}

bool
output_run_is_search (const OutputRun *run)
{
  return run->question && !run->answer;
}

void
output_store_range (const OutputStore *store, int64_t *ret_first, int64_t *ret_end)
{
  const OutputRun *run = &store->description->run;
  sim_shard_range (run->shard, run->replications, ret_first, ret_end);
}

/* Opening. */

/* Takes over @description in place of the one before. */
static void
set_description (OutputStore *store, OutputDescription *description)
{
  output_blocks_free (store->blocks);
  output_description_free (store->description);
  store->description = description;
  store->blocks = output_blocks_new (description->run.n_variants);
}

static OutputStore *
new_store (const char *directory, OutputDescription *description)
{
  OutputStore *store = g_new0 (OutputStore, 1);
  store->directory = g_strdup (directory);
  store->lock = -1;
  set_description (store, description);
  return store;
}

bool
output_store_settle (OutputStore *store, GError **error)
{
  if (!output_database_execute (store->database,
                                "PRAGMA journal_mode = DELETE;"
                                "PRAGMA locking_mode = NORMAL; SELECT * FROM header;",
                                error))
    return false;
  /* Made by a reader of a killed run; with the lock held, SQLite does not look for it. */
  g_autofree char *shared =
      g_strconcat (output_database_path (store->database), "-shm", NULL);
  unlink (shared);
  return true;
}

static void
close_database (OutputStore *store)
{
  g_clear_pointer (&store->writer, output_chunk_writer_free);
  g_clear_pointer (&store->database, output_database_free);
}

void
output_store_free (OutputStore *store)
{
  if (!store)
    return;
  if (store->writer)
    {
      output_store_flush (store, NULL);
      output_database_roll_back (store->database);
      /* Where this fails, the next opening recovers. */
      output_store_settle (store, NULL);
    }
  close_database (store);
  if (store->lock >= 0)
    close (store->lock);
  output_workbook_free (store->workbook);
  output_blocks_free (store->blocks);
  output_description_free (store->description);
  g_free (store->directory);
  g_free (store);
}

/* Reads the blocks, and checks all rows. */
static bool
load (OutputStore *store, GError **error)
{
  if (!output_blocks_load (store->blocks, store->database, error) ||
      !output_blocks_check (store->blocks, store->database, error) ||
      !output_claim_check (store->database, error))
    return false;
  int64_t first, end;
  output_store_range (store, &first, &end);
  if (!store->description->is_finished ||
      output_store_replication_count (store) == end - first)
    return true;
  output_database_set_damaged (store->database, _ ("replications are missing"), error);
  return false;
}

static bool
rewrite_description (OutputStore *store, GError **error)
{
  return output_database_execute (store->database, "BEGIN IMMEDIATE", error) &&
         output_description_write (&store->description->run, store->catalogue,
                                   store->database, error) &&
         output_database_execute (store->database, "COMMIT", error);
}

/* Reads what there is of an unfinished run. */
static bool
resume (OutputStore *store, GError **error)
{
  if (!output_run_is_search (&store->description->run))
    return load (store, error) && rewrite_description (store, error);
  /* How far the search has come the store alone knows. */
  OutputDescription *found = output_description_read (store->database, error);
  if (!found)
    return false;
  set_description (store, found);
  return load (store, error);
}

static bool
open_for_writing (OutputStore *store, OutputStoreStart start, GError **error)
{
  g_autofree char *path = g_build_filename (store->directory, OUTPUT_STORE_NAME, NULL);
  store->database = output_database_new (path, OUTPUT_DATABASE_WRITE, error);
  /* Exclusive before the first look: the write-ahead log then needs no shared memory, and
   * works on network file systems too.  At a checkpoint the writer waits for the disk,
   * and soon the workers for it: there is one every 4 MB. */
  if (!store->database || !output_database_execute (store->database,
                                                    "PRAGMA locking_mode = EXCLUSIVE;"
                                                    "PRAGMA journal_mode = WAL;"
                                                    "PRAGMA synchronous = NORMAL;"
                                                    "PRAGMA cache_size = -256;"
                                                    "PRAGMA wal_autocheckpoint = 256;",
                                                    error))
    return false;
  if (start == OUTPUT_STORE_RESUMED && !resume (store, error))
    return false;
  store->writer = output_chunk_writer_new (store->database, store->catalogue, error);
  return store->writer != NULL;
}

/* Claims the directory, which is locked, and opens its store. */
static bool
claim (OutputStore *store,
       const OutputRun *run,
       OutputStoreForce force,
       OutputStoreStart *ret_start,
       GError **error)
{
  g_autoptr (GError) failure = NULL;
  if (!output_claim_directory (store->directory, run, store->catalogue, force, ret_start,
                               error))
    return false;
  if (open_for_writing (store, *ret_start, &failure))
    return true;
  if (force != OUTPUT_STORE_FORCE ||
      !g_error_matches (failure, OUTPUT_ERROR, OUTPUT_ERROR_DAMAGED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return false;
    }
  close_database (store);
  set_description (store, output_description_new (run));
  *ret_start = OUTPUT_STORE_REPLACED;
  return output_claim_replace (store->directory, run, store->catalogue, error) &&
         open_for_writing (store, *ret_start, error);
}

static bool
set_directory_error (const char *directory, GError **error)
{
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE,
               _ ("%s: cannot make the directory: %s"), directory, g_strerror (errno));
  return false;
}

OutputStore *
output_store_new (const char *directory,
                  const OutputRun *run,
                  const SimCatalogue *catalogue,
                  OutputStoreForce force,
                  OutputStoreStart *ret_start,
                  GError **error)
{
  g_return_val_if_fail (directory && run && catalogue, NULL);
  g_return_val_if_fail (run->command && run->version && run->scenario && run->digest,
                        NULL);
  g_return_val_if_fail (run->n_variants > 0 && run->shard.count > 0, NULL);
  g_return_val_if_fail (run->replications <= OUTPUT_MAX_REPLICATIONS, NULL);
  g_autoptr (OutputStore) store = new_store (directory, output_description_new (run));
  store->catalogue = catalogue;
  bool is_made = !g_file_test (directory, G_FILE_TEST_EXISTS);
  if (g_mkdir_with_parents (directory, 0777) != 0)
    {
      set_directory_error (directory, error);
      return NULL;
    }
  store->lock = output_directory_lock (directory, OUTPUT_LOCK_EXCLUSIVE, error);
  OutputStoreStart start = OUTPUT_STORE_NEW;
  if (store->lock < 0 || !claim (store, run, force, &start, error))
    {
      if (is_made)
        rmdir (directory);
      return NULL;
    }
  output_directory_remove_temporaries (directory);
  if (ret_start)
    *ret_start = start;
  return g_steal_pointer (&store);
}

/* Opens the database and its description, which is the first that must make sense. */
static OutputStore *
open_for_reading (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, OUTPUT_STORE_NAME, NULL);
  OutputFound found = output_claim_find (path);
  if (found != OUTPUT_FOUND_STORE)
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_READ,
                   found == OUTPUT_FOUND_NOTHING
                       ? _ ("%s: expected the results of a run, found no such file")
                       : _ ("%s: expected the results of a run, found another file"),
                   path);
      return NULL;
    }
  g_autoptr (OutputDatabase) database =
      output_database_new (path, OUTPUT_DATABASE_READ, error);
  OutputDescription *description =
      database ? output_description_read (database, error) : NULL;
  if (!description)
    return NULL;
  OutputStore *store = new_store (directory, description);
  store->catalogue = description->catalogue;
  store->database = g_steal_pointer (&database);
  return store;
}

OutputStore *
output_store_open (const char *directory, GError **error)
{
  g_return_val_if_fail (directory != NULL, NULL);
  int lock = output_directory_lock (directory, OUTPUT_LOCK_SHARED, error);
  if (lock < 0)
    return NULL;
  g_autoptr (OutputStore) store = open_for_reading (directory, error);
  if (!store)
    {
      close (lock);
      return NULL;
    }
  store->lock = lock;
  return load (store, error) ? g_steal_pointer (&store) : NULL;
}

const char *
output_store_directory (const OutputStore *store)
{
  return store->directory;
}

const OutputRun *
output_store_run (const OutputStore *store)
{
  return &store->description->run;
}

const SimCatalogue *
output_store_catalogue (const OutputStore *store)
{
  return store->catalogue;
}

bool
output_store_is_finished (const OutputStore *store)
{
  return store->description->is_finished;
}

char *
output_store_find_stranger (const OutputStore *store, const OutputStore *other)
{
  const OutputRun *run = &store->description->run;
  const OutputRun *others = &other->description->run;
  char *difference =
      output_description_find_stranger (run, store->catalogue, others, other->catalogue);
  if (difference)
    return difference;
  if (run->shard.count != others->shard.count)
    return g_strdup_printf (_ ("one of %d shards instead of %d"), run->shard.count,
                            others->shard.count);
  if (run->replications != others->replications)
    return g_strdup_printf (_ ("%" PRId64 " replications instead of %" PRId64),
                            run->replications, others->replications);
  if (run->n_traced != others->n_traced)
    return g_strdup_printf (_ ("%" PRId64 " replications traced instead of %" PRId64),
                            run->n_traced, others->n_traced);
  return run->baseline != others->baseline ? g_strdup (_ ("another baseline")) : NULL;
}

/* Reading. */

int64_t
output_store_replication_count (const OutputStore *store)
{
  int64_t first, end;
  output_store_range (store, &first, &end);
  return MIN (output_blocks_count (store->blocks, first), end - first);
}

SimResults *
output_store_results (OutputStore *store)
{
  g_return_val_if_fail (!output_run_is_shard (&store->description->run), NULL);
  return output_stored_results_new (store->database, store->catalogue,
                                    (int) store->description->run.n_variants,
                                    output_store_replication_count (store));
}

SimResults *
output_store_trials (OutputStore *store, int64_t n_replications)
{
  return output_stored_results_new (store->database, store->catalogue,
                                    (int) store->description->run.n_variants,
                                    n_replications);
}

int64_t
output_store_next_trace (const OutputStore *store, int variant, int64_t from)
{
  const OutputRun *run = &store->description->run;
  g_return_val_if_fail (variant >= 0 && variant < (int) run->n_variants && from >= 0, -1);
  int64_t end = MIN (run->n_traced, run->replications);
  end = MIN (end, output_blocks_end (store->blocks, variant));
  for (int64_t replication = from; replication < end; replication++)
    if (output_blocks_is_traced (store->blocks, variant, replication))
      return replication;
  return -1;
}

SimTrace *
output_store_trace (OutputStore *store,
                    int variant,
                    int64_t replication,
                    OutputTraceParts parts,
                    GError **error)
{
  const OutputRun *run = &store->description->run;
  g_return_val_if_fail (variant >= 0 && variant < (int) run->n_variants, NULL);
  if (replication >= 0 &&
      output_store_next_trace (store, variant, replication) == replication)
    return output_stored_trace_read (store->database, output_key (variant, replication),
                                     parts, error);
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
               _ ("%s: replication %" PRId64 " of rule '%s' was not traced"),
               store->directory, replication, run->variants[variant].label);
  return NULL;
}

/* Files. */

/* Records @name; a store opened for reading is opened for writing just for that. */
static bool
record_file (OutputStore *store, const char *name, GError **error)
{
  /* The name must be known before the file is there: a run killed in between would not
   * know its own file again. */
  if (store->writer)
    return output_claim_record (store->database, name, error) &&
           output_store_flush (store, error);
  const char *path = output_database_path (store->database);
  g_autoptr (OutputDatabase) database =
      output_database_new (path, OUTPUT_DATABASE_WRITE, error);
  return database && output_claim_record (database, name, error);
}

OutputAtomicFile *
output_store_new_file (OutputStore *store, const char *name, GError **error)
{
  g_return_val_if_fail (output_directory_is_safe_name (name), NULL);
  bool is_new;
  if (!output_claim_file (store->directory, store->database, name, &is_new, error) ||
      (is_new && !record_file (store, name, error)))
    return NULL;
  g_autofree char *path = g_build_filename (store->directory, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      set_directory_error (folder, error);
      return NULL;
    }
  return output_atomic_file_new (path, error);
}

void
output_store_set_workbook (OutputStore *store, OutputWorkbook *workbook)
{
  output_workbook_free (store->workbook);
  store->workbook = workbook;
}

OutputWorkbook *
output_store_workbook (const OutputStore *store)
{
  return store->workbook;
}
