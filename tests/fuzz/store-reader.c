/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small store to be damaged, and everything that reads one. */
#include "tests/fuzz/store-reader.h"

#include <glib/gstdio.h>
#include <gsl/gsl_errno.h>
#include <sqlite3.h>
#include <string.h>

#include "cli/chart-source.h"
#include "cli/command.h"
#include "cli/results.h"
#include "output/report.h"
#include "output/story.h"
#include "output/tables.h"
#include "scenarios/reader.h"
#include "tests/fuzz/target.h"

/* Few patients and months, but a row of every kind. */
static const char scenario_text[] =
    "<scenario format='1' name='x' start='2019-05-06' end='2019-07-06'>"
    "<experiment replications='5' seed='1' drain='60'/>"
    "<patients><arrivals per-year='40' status='assumption' source='none'/>"
    "<grades A='0.5' B='0.2' C='0.3'/></patients><harvest window='31'/>"
    "<plant><pool id='line' capacity='1'/><stage id='culture' uses='line'>"
    "<exponential mean='12'/><fail probability='0.2'/></stage></plant>"
    "<outcome day='220'><observed grade='A' n='6' one-or-more='5' two-or-more='2'/>"
    "</outcome>"
    "<allocation use='fcfs'><rule id='fcfs'><order by='referral'/></rule>"
    "<rule id='first'><first grade='A'/><order by='deadline'/></rule></allocation>"
    "</scenario>";

static void
run_command (int argc, const char *const *argv)
{
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    if (strcmp ((*command)->name, argv[0]) == 0)
      {
        FUZZ_EXPECT ((*command)->run (*command, argc, (char **) argv) == CLI_DONE);
        return;
      }
  fuzz_fail (__FILE__, __LINE__, argv[0]);
}

/* Small pages, so that a changed byte is rarely one that nobody uses. */
static void
pack (const char *path)
{
  sqlite3 *database;
  FUZZ_EXPECT (sqlite3_open (path, &database) == SQLITE_OK);
  FUZZ_EXPECT (sqlite3_exec (database, "PRAGMA page_size = 512; VACUUM", NULL, NULL,
                             NULL) == SQLITE_OK);
  sqlite3_close (database);
}

GBytes *
fuzz_store_new (void)
{
  g_autofree char *scenario = fuzz_path ("scenario.xml");
  g_autofree char *made = fuzz_path ("made");
  g_autofree char *results = fuzz_path ("results");
  g_autofree char *store = g_build_filename (made, "results.sqlite", NULL);
  const char *const argv[] = { "compare", scenario, "-q", "-o", made, "--format", "svg" };
  char *bytes;
  gsize size;

  gsl_set_error_handler_off ();
  scenario_reader_init ();
  fuzz_write ("scenario.xml", scenario_text, strlen (scenario_text));
  run_command (G_N_ELEMENTS (argv), argv);
  pack (store);
  FUZZ_EXPECT (g_file_get_contents (store, &bytes, &size, NULL));
  FUZZ_EXPECT (g_mkdir (results, 0700) == 0);
  return g_bytes_new_take (bytes, size);
}

static void
tell_stories (const SimTrace *trace)
{
  if (trace->patients == NULL)
    return;
  for (size_t row = 0; row < MIN (sim_table_row_count (trace->patients), 3); row++)
    for (int language = 0; language < 2; language++)
      g_free (output_story_tell (trace, row, (OutputLanguage) language));
  g_free (output_story_patients (trace, OUTPUT_LANGUAGE_EN));
}

static void
read_traces (OutputStore *store)
{
  for (size_t v = 0; v < output_store_run (store)->n_variants; v++)
    for (int64_t r = output_store_next_trace (store, (int) v, 0); r >= 0;
         r = output_store_next_trace (store, (int) v, r + 1))
      {
        g_autoptr (SimTrace) trace =
            output_store_trace (store, (int) v, r, OUTPUT_TRACE_WHOLE, NULL);
        if (trace != NULL)
          tell_stories (trace);
      }
}

/* Draws all that can be drawn. */
static void
draw (OutputStore *store)
{
  g_auto (CliChartSource) source = { 0 };

  if (!cli_chart_source_load (&source, store, NULL))
    return;
  /* Every chart that the results can fill is in it. */
  const OutputReport report = { .data = &source.data, .run = output_store_run (store) };
  GBytes *layout = output_report_render (&report, OUTPUT_FORMAT_TEXT, NULL, NULL, NULL);
  g_clear_pointer (&layout, g_bytes_unref);
}

gboolean
fuzz_store_read (void)
{
  const OutputEnvironment environment = { .threads = 1 };
  g_autofree char *path = fuzz_path ("results");
  g_autoptr (GError) error = NULL;
  g_autoptr (OutputStore) store = cli_results_open (path, &error);

  if (store == NULL)
    {
      FUZZ_EXPECT (error != NULL && strstr (error->message, "results") != NULL);
      return FALSE;
    }
  read_traces (store);
  draw (store);
  if (output_tables_write (store, NULL))
    output_tables_write_run (store, &environment, NULL);
  return TRUE;
}
