/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: which directory a run may write into, and which files there are its own. */
#include "output/claim.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/description.h"
#include "output/directory.h"
#include "output/error.h"

/* "day3": tells our databases from others, in SQLite's header and by PRAGMA. */
#define APPLICATION_ID      0x64617933
#define APPLICATION_ID_TEXT "1684109619"
/* Where SQLite keeps it, big-endian. */
#define APPLICATION_ID_OFFSET 68

/* Names that tables are written under: foreign files of these names refuse a run at once,
 * not after hours. */
static const char *const table_names[] = {
  "bookings.csv",     "bound.csv",       "comparison.csv",   "forecast.csv",
  "forecast-ids.txt", "patients.csv",    "replications.csv", "report.pdf",
  "run.json",         "sensitivity.csv", "size.csv",         "summary.csv",
  "sweep.csv",        "timeline.csv",
};

/* Big pages, since a row of numbers may take some thousands of bytes. */
static const char *const store_schema =
    "PRAGMA page_size = 16384;"
    "PRAGMA application_id = " APPLICATION_ID_TEXT ";"
    "BEGIN;"
    "CREATE TABLE file (name TEXT PRIMARY KEY, checksum INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE replication (id INTEGER PRIMARY KEY, packed BLOB,"
    " checksum INTEGER NOT NULL, variant INTEGER AS (id >> 32),"
    " replication INTEGER AS (id & 4294967295)) STRICT;"
    "CREATE TABLE block (id INTEGER PRIMARY KEY, count INTEGER, traced INTEGER,"
    " histograms BLOB, series BLOB, checksum INTEGER NOT NULL,"
    " variant INTEGER AS (id >> 32), first INTEGER AS (id & 4294967295)) STRICT;"
    "CREATE TABLE trace (id INTEGER PRIMARY KEY, frame BLOB, patients BLOB,"
    " decisions BLOB, checksum INTEGER NOT NULL, variant INTEGER AS (id >> 32),"
    " replication INTEGER AS (id & 4294967295)) STRICT;"
    "CREATE TABLE ranking (id INTEGER PRIMARY KEY, packed BLOB,"
    " checksum INTEGER NOT NULL, variant INTEGER AS (id >> 32),"
    " replication INTEGER AS (id & 4294967295)) STRICT;";

OutputFound
output_claim_find (const char *path)
{
  struct stat status;
  if (lstat (path, &status) != 0)
    return OUTPUT_FOUND_NOTHING;
  if (!S_ISREG (status.st_mode))
    return OUTPUT_FOUND_OTHER;
  uint8_t head[APPLICATION_ID_OFFSET + 4];
  int descriptor = open (path, O_RDONLY | O_CLOEXEC);
  ssize_t length = descriptor >= 0 ? read (descriptor, head, sizeof head) : -1;
  if (descriptor >= 0)
    close (descriptor);
  if (length != (ssize_t) sizeof head || memcmp (head, "SQLite format 3", 16) != 0)
    return OUTPUT_FOUND_OTHER;
  uint32_t id;
  memcpy (&id, head + APPLICATION_ID_OFFSET, sizeof id);
  return GUINT32_FROM_BE (id) == APPLICATION_ID ? OUTPUT_FOUND_STORE : OUTPUT_FOUND_OTHER;
}

static const char *const store_suffixes[] = { "", "-journal", "-wal", "-shm" };

static bool
refuse_foreign (const char *directory, const char *name, GError **error)
{
  g_set_error (
      error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN,
      _ ("%s/%s: expected nothing or a file that day31 wrote, found another file;"
         " move it or choose another directory"),
      directory, name);
  return false;
}

bool
output_claim_check (OutputDatabase *database, GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      output_database_prepare (database, "SELECT name, checksum FROM file", error);
  bool is_row = statement != NULL;
  while (is_row)
    if (!output_database_next (database, statement, &is_row, error))
      return false;
  return statement != NULL;
}

/* The names of the files that the run in @database wrote, as far as they can be read. */
static GHashTable *
read_files (OutputDatabase *database)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (sqlite3_stmt) statement =
      output_database_prepare (database, "SELECT name, checksum FROM file", NULL);
  bool is_row = statement != NULL;
  while (is_row && output_database_next (database, statement, &is_row, NULL))
    {
      const char *name =
          is_row ? (const char *) sqlite3_column_text (statement, 0) : NULL;
      if (name && output_directory_is_safe_name (name))
        g_hash_table_add (names, g_strdup (name));
    }
  return names;
}

/* Refuses if a file of a table's name is there that is not among @names. */
static bool
check_table_names (const char *directory, GHashTable *names, GError **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS (table_names); i++)
    {
      g_autofree char *path = g_build_filename (directory, table_names[i], NULL);
      struct stat status;
      if (lstat (path, &status) == 0 &&
          !(names && g_hash_table_contains (names, table_names[i])))
        return refuse_foreign (directory, table_names[i], error);
    }
  return true;
}

/* Writes a store without replications under a temporary name. */
static bool
write_empty (const char *path,
             const OutputRun *run,
             const SimCatalogue *catalogue,
             GError **error)
{
  g_autoptr (OutputDatabase) database =
      output_database_new (path, OUTPUT_DATABASE_CREATE, error);
  return database && output_database_execute (database, store_schema, error) &&
         output_database_execute (database, output_description_schema, error) &&
         output_description_write (run, catalogue, database, error) &&
         output_database_execute (database, "COMMIT", error);
}

static void
remove_store (const char *path)
{
  for (size_t i = G_N_ELEMENTS (store_suffixes); i-- > 0;)
    {
      g_autofree char *name = g_strconcat (path, store_suffixes[i], NULL);
      unlink (name);
    }
}

/* Puts an empty store in the place of whatever run was there, with the files @old of
 * which go only when the new store stands ready. */
static bool
create (const char *directory,
        GHashTable *old,
        const OutputRun *run,
        const SimCatalogue *catalogue,
        GError **error)
{
  g_autofree char *path = g_build_filename (directory, OUTPUT_STORE_NAME, NULL);
  g_autofree char *temporary =
      g_build_filename (directory, OUTPUT_TEMPORARY_PREFIX "store", NULL);
  remove_store (temporary);
  if (!write_empty (temporary, run, catalogue, error))
    {
      remove_store (temporary);
      return false;
    }
  GHashTableIter iter;
  gpointer name;
  if (old)
    g_hash_table_iter_init (&iter, old);
  while (old && g_hash_table_iter_next (&iter, &name, NULL))
    output_directory_remove_file (directory, name);
  /* A journal left beside the old store must not be taken for the new one's. */
  for (size_t i = 1; i < G_N_ELEMENTS (store_suffixes); i++)
    {
      g_autofree char *journal = g_strconcat (path, store_suffixes[i], NULL);
      unlink (journal);
    }
  if (rename (temporary, path) == 0)
    return true;
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE,
               _ ("%s: cannot make the store: %s"), path, g_strerror (errno));
  remove_store (temporary);
  return false;
}

/* What is to be done with the run that is in the directory. */
typedef enum
{
  DECIDED_REFUSED,
  DECIDED_REPLACE,
  DECIDED_RESUME,
} Decision;

static Decision
decide (OutputDatabase *database,
        const char *directory,
        const OutputRun *run,
        const SimCatalogue *catalogue,
        OutputStoreForce force,
        GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (OutputDescription) found = output_description_read (database, &failure);
  if (!found)
    {
      /* What is locked, unlike what is damaged, may not be forced. */
      if (force == OUTPUT_STORE_FORCE &&
          !g_error_matches (failure, OUTPUT_ERROR, OUTPUT_ERROR_IN_USE))
        return DECIDED_REPLACE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return DECIDED_REFUSED;
    }
  if (found->is_finished)
    return DECIDED_REPLACE;
  g_autofree char *difference =
      output_description_find_difference (&found->run, found->catalogue, run, catalogue);
  /* A search has done its part when its answer is known. */
  if (!difference)
    return output_run_is_search (&found->run) && !output_run_is_search (run)
               ? DECIDED_REPLACE
               : DECIDED_RESUME;
  if (force == OUTPUT_STORE_FORCE)
    return DECIDED_REPLACE;
  g_set_error (
      error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN,
      _ ("%s: holds an unfinished run of something else (%s); finish it, choose another"
         " directory, or replace it with --force"),
      directory, difference);
  return DECIDED_REFUSED;
}

bool
output_claim_directory (const char *directory,
                        const OutputRun *run,
                        const SimCatalogue *catalogue,
                        OutputStoreForce force,
                        OutputStoreStart *ret_start,
                        GError **error)
{
  g_autofree char *path = g_build_filename (directory, OUTPUT_STORE_NAME, NULL);
  OutputFound found = output_claim_find (path);
  if (found == OUTPUT_FOUND_OTHER)
    return refuse_foreign (directory, OUTPUT_STORE_NAME, error);
  if (found == OUTPUT_FOUND_NOTHING)
    {
      g_autofree char *foreign = output_directory_find_foreign (directory);
      if (foreign && force != OUTPUT_STORE_FORCE)
        {
          g_set_error (
              error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN,
              _ ("%s: expected an empty directory or results of day31, found '%s';"
                 " choose another directory, or use --force to write beside it"),
              directory, foreign);
          return false;
        }
      *ret_start = OUTPUT_STORE_NEW;
      return check_table_names (directory, NULL, error) &&
             create (directory, NULL, run, catalogue, error);
    }
  g_autoptr (OutputDatabase) database =
      output_database_new (path, OUTPUT_DATABASE_WRITE, error);
  if (!database ||
      !output_database_execute (database, "PRAGMA locking_mode = EXCLUSIVE", error))
    return false;
  Decision decision = decide (database, directory, run, catalogue, force, error);
  if (decision == DECIDED_REFUSED)
    return false;
  g_autoptr (GHashTable) files = read_files (database);
  if (!check_table_names (directory, files, error))
    return false;
  g_clear_pointer (&database, output_database_free);
  *ret_start = decision == DECIDED_RESUME ? OUTPUT_STORE_RESUMED : OUTPUT_STORE_REPLACED;
  return decision == DECIDED_RESUME || create (directory, files, run, catalogue, error);
}

bool
output_claim_replace (const char *directory,
                      const OutputRun *run,
                      const SimCatalogue *catalogue,
                      GError **error)
{
  g_autofree char *path = g_build_filename (directory, OUTPUT_STORE_NAME, NULL);
  g_autoptr (OutputDatabase) database =
      output_database_new (path, OUTPUT_DATABASE_READ, NULL);
  g_autoptr (GHashTable) files = database ? read_files (database) : NULL;
  g_clear_pointer (&database, output_database_free);
  return check_table_names (directory, files, error) &&
         create (directory, files, run, catalogue, error);
}

bool
output_claim_file (const char *directory,
                   OutputDatabase *database,
                   const char *name,
                   bool *ret_is_new,
                   GError **error)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  g_autoptr (GHashTable) names = read_files (database);
  struct stat status;
  bool is_new = !g_hash_table_contains (names, name);
  if (is_new && lstat (path, &status) == 0)
    return refuse_foreign (directory, name, error);
  *ret_is_new = is_new;
  return true;
}

bool
output_claim_record (OutputDatabase *database, const char *name, GError **error)
{
  OutputValue values[] = { output_value_text (name) };
  return output_database_insert_once (database,
                                      "INSERT OR REPLACE INTO file VALUES (?, ?)", values,
                                      G_N_ELEMENTS (values), error);
}
