/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results directories on the command line: what may be told of them, and how they end. */
#include "cli/results.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "output/error.h"
#include "output/table-file.h"
#include "output/tables.h"

OutputStore *
cli_results_open (const char *directory, GError **error)
{
  if (!g_file_test (directory, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
                   g_file_test (directory, G_FILE_TEST_EXISTS)
                       ? _ ("%s: expected a directory of results, as 'day31 run' writes "
                            "it, found a file")
                       : _ ("%s: expected a directory of results, as 'day31 run' writes "
                            "it, found none"),
                   directory);
      return NULL;
    }
  g_autoptr (OutputStore) store = output_store_open (directory, error);

  if (store != NULL && output_run_is_search (output_store_run (store)))
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
                   _ ("%s: expected results, found an unfinished search of 'day31 %s', "
                      "which has none yet; the same command goes on from there"),
                   directory, output_store_run (store)->command);
      return NULL;
    }
  if (store == NULL || !output_run_is_shard (output_store_run (store)))
    return g_steal_pointer (&store);
  SimShard shard = output_store_run (store)->shard;
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
               _ ("%s: expected the results of a whole run, found shard %d of %d; 'day31 "
                  "merge' joins all of them into a directory that can be told"),
               directory, shard.number, shard.count);
  return NULL;
}

/* The charts of a command; NULL: all that its results can fill. */
static const char *const *
charts_of (const char *command)
{
  static const char *const sweep[] = { "sweep", NULL };
  static const char *const sensitivity[] = { "tornado", NULL };

  if (strcmp (command, "sweep") == 0 || strcmp (command, "size") == 0)
    return sweep;
  return strcmp (command, "sensitivity") == 0 ? sensitivity : NULL;
}

static bool
write_tables (OutputStore *store, const CliResultsEnd *end, GError **error)
{
  return (!end->has_workbook || output_table_file_begin_workbook (store, error)) &&
         output_tables_write (store, error) &&
         (end->write == NULL || end->write (store, end->data, error)) &&
         output_table_file_end_workbook (store, error);
}

bool
cli_results_finish (OutputStore *store, const CliResultsEnd *end, GError **error)
{
  const OutputRun *run = output_store_run (store);
  g_autofree char *ranks = g_strdup_printf ("%d", end->ranks);
  const OutputFact fact = { "ranks", ranks };
  const OutputEnvironment environment = {
    .seconds = end->seconds,
    .threads = end->threads,
    .facts = &fact,
    .n_facts = end->ranks > 1,
  };

  if (output_run_is_shard (run))
    return output_tables_write_run (store, &environment, error) &&
           output_store_finish (store, error);
  return write_tables (store, end, error) &&
         output_tables_write_run (store, &environment, error) &&
         cli_charts_draw (store, charts_of (run->command), end->form, NULL, NULL,
                          error) &&
         output_store_finish (store, error);
}
