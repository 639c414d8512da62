/* SPDX-License-Identifier: GPL-3.0-or-later */
/* merge: the shards of a run joined into the results of the whole. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/contrast.h"
#include "cli/forecast.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/record.h"
#include "cli/results.h"
#include "cli/summary.h"
#include "output/error.h"
#include "output/identifiers.h"
#include "sim/error.h"

/* So many of the missing are named. */
#define MOST_NAMED 10

typedef struct
{
  char *output;
  char *formats;
  char *languages;
  gboolean has_workbook;
  gboolean is_forced;
  gboolean is_quiet;
  CliChartForm form;
} MergeOptions;

static void
merge_options_clear (MergeOptions *options)
{
  g_clear_pointer (&options->output, g_free);
  g_clear_pointer (&options->formats, g_free);
  g_clear_pointer (&options->languages, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MergeOptions, merge_options_clear)

/* The shards of one run. */
typedef struct
{
  OutputStore *first; /* the first one given, open: what all must be shards of */
  const char **at;    /* by number - 1: its directory, or NULL */
  char *const *given; /* all directories */
} Shards;

static void
shards_clear (Shards *shards)
{
  g_free (shards->at);
  output_store_free (shards->first);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shards, shards_clear)

/* ---- What is given ---- */

static bool
check_is_whole_shard (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  const char *directory = output_store_directory (store);

  if (!output_run_is_shard (run))
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN,
                   _ ("%s: expected a shard, as --shard I/N leaves it, found the results "
                      "of a whole run"),
                   directory);
      return false;
    }
  if (output_store_is_finished (store))
    return true;
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
               _ ("%s: shard %d of %d is unfinished; start it again, with --shard %d/%d, "
                  "to go on where it stopped"),
               directory, run->shard.number, run->shard.count, run->shard.number,
               run->shard.count);
  return false;
}

/* Puts @store in its place among @shards. */
static bool
place_shard (Shards *shards, OutputStore *store, GError **error)
{
  const char *directory = output_store_directory (store);
  SimShard shard = output_store_run (store)->shard;
  g_autofree char *difference = output_store_find_stranger (store, shards->first);

  if (difference != NULL)
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN,
                   _ ("%s: expected a shard of the run that '%s' is of, found another "
                      "(%s)"),
                   directory, output_store_directory (shards->first), difference);
      return false;
    }
  if (shards->at[shard.number - 1] != NULL)
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN,
                   _ ("%s: expected each shard once, found shard %d of %d in '%s' too"),
                   directory, shard.number, shard.count, shards->at[shard.number - 1]);
      return false;
    }
  return true;
}

static bool
check_gaps (const Shards *shards, GError **error)
{
  int count = output_store_run (shards->first)->shard.count;
  int n_missing = 0;
  g_autoptr (GString) missing = g_string_new (NULL);

  g_assert (shards->at != NULL);
  for (int i = 0; i < count; i++)
    if (shards->at[i] == NULL && n_missing++ < MOST_NAMED)
      g_string_append_printf (missing, "%s%d", n_missing > 1 ? ", " : "", i + 1);
  if (n_missing == 0)
    return true;
  if (n_missing > MOST_NAMED)
    g_string_append_printf (missing, _ (" and %d more"), n_missing - MOST_NAMED);
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA,
               _ ("of the %d shards of '%s' these are missing: %s; give merge the "
                  "directories of all"),
               count, output_store_run (shards->first)->scenario, missing->str);
  return false;
}

/* Opens every one of the directories in turn: a thousand shards at once would be more
 * files than a process may open. */
static bool
find_shards (Shards *shards, GError **error)
{
  for (char *const *directory = shards->given; *directory != NULL; directory++)
    {
      g_autoptr (OutputStore) store = output_store_open (*directory, error);

      if (store == NULL || !check_is_whole_shard (store, error))
        return false;
      int number = output_store_run (store)->shard.number;
      if (shards->first == NULL)
        {
          shards->at = g_new0 (const char *, output_store_run (store)->shard.count);
          shards->first = g_steal_pointer (&store);
        }
      else if (!place_shard (shards, store, error))
        return false;
      shards->at[number - 1] = *directory;
    }
  return check_gaps (shards, error);
}

/* Results replace finished results: of one of the shards they would be made of nothing.
 */
static bool
check_output (const Shards *shards, const char *directory, GError **error)
{
  struct stat output, status;

  if (stat (directory, &output) != 0)
    return true;
  for (char *const *given = shards->given; *given != NULL; given++)
    if (stat (*given, &status) == 0 && status.st_dev == output.st_dev &&
        status.st_ino == output.st_ino)
      {
        g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_FOREIGN,
                     _ ("%s: is one of the shards; choose another directory with "
                        "--output"),
                     directory);
        return false;
      }
  return true;
}

/* ---- Joining ---- */

static bool
is_interrupted (int n_done, int n, GError **error)
{
  if (atomic_load (cli_interrupt_flag ()) == 0)
    return false;
  g_set_error (error, SIM_ERROR, SIM_ERROR_CANCELLED, _ ("stopped after %d of %d shards"),
               n_done, n);
  return true;
}

static bool
copy_shards (const Shards *shards, OutputStore *store, bool is_quiet, GError **error)
{
  int count = output_store_run (shards->first)->shard.count;
  bool is_copied = true;
  CliProgress progress;

  cli_progress_begin (&progress, _ ("shards"), is_quiet);
  for (int i = 0; is_copied && i < count; i++)
    {
      cli_progress_update (&progress, i, count);
      g_autoptr (OutputStore) shard = is_interrupted (i, count, error)
                                          ? NULL
                                          : output_store_open (shards->at[i], error);

      is_copied = shard != NULL && output_store_add_shard (store, shard, error);
    }
  cli_progress_end (&progress);
  return is_copied;
}

/* What the patients of a list are called; the shards were given the same list. */
static bool
copy_identifiers (const Shards *shards, OutputStore *store, GError **error)
{
  g_auto (GStrv) identifiers = output_identifiers_read (shards->at[0]);

  return identifiers[0] == NULL ||
         output_identifiers_write (store, (const char *const *) identifiers,
                                   g_strv_length (identifiers), error);
}

/* As the command prints it whose shards these are; what sweep and sensitivity print
 * stands in their tables. */
static bool
print (OutputStore *store, GError **error)
{
  const char *command = output_store_run (store)->command;

  if (strcmp (command, "run") == 0)
    return cli_summary_print (store, error);
  return strcmp (command, "compare") != 0 ||
         (cli_contrast_print (store, error) && cli_forecast_print (store, error));
}

static bool
merge (const MergeOptions *options, char *const *directories, GError **error)
{
  int64_t began = g_get_monotonic_time ();
  g_auto (Shards) shards = { .given = directories };

  if (!find_shards (&shards, error))
    return false;
  OutputRun run = *output_store_run (shards.first);
  g_autofree char *directory =
      cli_record_directory (options->output, run.scenario, run.command, SIM_SHARD_WHOLE);
  OutputStoreStart start;

  if (!check_output (&shards, directory, error))
    return false;
  run.shard = SIM_SHARD_WHOLE;
  g_autoptr (OutputStore) store = output_store_new (
      directory, &run, output_store_catalogue (shards.first),
      options->is_forced ? OUTPUT_STORE_FORCE : OUTPUT_STORE_CAREFUL, &start, error);
  if (store == NULL || !output_store_set_replications (store, run.replications, error) ||
      !copy_identifiers (&shards, store, error) ||
      !copy_shards (&shards, store, options->is_quiet, error))
    return false;
  double seconds = (double) (g_get_monotonic_time () - began) * 1e-6;
  const CliResultsEnd end = { .form = &options->form,
                              .has_workbook = options->has_workbook,
                              .seconds = seconds,
                              .threads = 1,
                              .ranks = 1 };
  if (!cli_results_finish (store, &end, error))
    return false;
  if (options->is_quiet)
    return true;
  if (!print (store, error))
    return false;
  printf (_ ("Tables and charts: %s\n"), directory);
  return true;
}

/* ---- The command ---- */

static CliStatus
run_merge (const CliCommand *command, int argc, char **argv)
{
  g_auto (MergeOptions) options = { 0 };
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output,
      N_ ("Write results to DIR (default: as of the whole run)"), N_ ("DIR") },
    CLI_OPTION_FORMAT (&options.formats),
    CLI_OPTION_LANG (&options.languages),
    CLI_OPTION_WORKBOOK (&options.has_workbook),
    CLI_OPTION_FORCE (&options.is_forced),
    CLI_OPTION_QUIET (&options.is_quiet),
    { 0 },
  };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status))
    return status;
  if (!cli_check_workbook (command, options.has_workbook) ||
      !cli_charts_parse_form (command, options.formats, options.languages, &options.form))
    return CLI_WRONG_USAGE;
  if (!merge (&options, files, &error))
    return cli_report_error (error);
  return CLI_DONE;
}

const CliCommand cli_merge = {
  .name = "merge",
  .arguments = "RESULTS...",
  .summary = N_ ("join the shards of a run into the results of the whole"),
  .details = N_ (
      "RESULTS are the directories that --shard 1/N to --shard N/N left: all of them, "
      "in\n"
      "any order.  The merged directory has the bytes of the same run by one process.\n"
      "Shards of another scenario, seed, version or command, doubles and gaps are\n"
      "refused.  The shards are left alone."),
  .min_files = 1,
  .max_files = G_MAXINT,
  .run = run_merge,
};
