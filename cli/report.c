/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report: the results as a document of many pages. */
#include "output/forecast-table.h"
#include "output/report.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "cli/chart-source.h"
#include "cli/charts.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/results.h"
#include "models/oracles.h"

typedef struct
{
  char *languages;
  gint threads;
  gboolean has_no_oracles;
  gboolean is_quiet;
} ReportOptions;

/* Runs the cases of `verify`. Returns: (transfer full): one a case, their metrics' texts
 * kept by @texts; NULL with @error set */
static OutputOracle *
run_oracles (const ReportOptions *options, GPtrArray *texts, GError **error)
{
  size_t n = model_oracle_count ();
  g_autofree ModelOracleVerdict *verdicts = g_new0 (ModelOracleVerdict, n);
  g_autofree OutputOracle *oracles = g_new0 (OutputOracle, n);
  CliProgress progress;
  bool is_done = true;

  cli_progress_begin (&progress, _ ("cases"), options->is_quiet);
  for (size_t i = 0; is_done && i < n; i += model_oracles_together (i))
    {
      cli_progress_update (&progress, (int64_t) i, (int64_t) n);
      is_done = model_oracles_run (i, options->threads, NULL, cli_interrupt_flag (),
                                   verdicts + i, error);
    }
  cli_progress_end (&progress);
  if (!is_done)
    return NULL;
  for (size_t i = 0; i < n; i++)
    {
      const ModelOracle *oracle = model_oracle (i);
      char *metric = g_strconcat (oracle->metric, ":", oracle->group, NULL);

      g_ptr_array_add (texts, metric);
      oracles[i] = (OutputOracle){
        .scenario = oracle->scenario,
        .model = oracle->model,
        .metric = metric,
        .expected = verdicts[i].expected,
        .estimate = verdicts[i].estimate,
        .error = verdicts[i].error,
        .z = verdicts[i].z,
        .agrees = verdicts[i].is_met,
      };
    }
  return g_steal_pointer (&oracles);
}

static bool
write_report (OutputStore *store, const char *name, OutputReport *report, GError **error)
{
  int missing = 0;
  int n_pages = 0;
  gsize length;
  g_autoptr (GBytes) bytes =
      output_report_render (report, OUTPUT_FORMAT_PDF, &n_pages, &missing, error);

  if (bytes == NULL)
    return false;
  g_autoptr (OutputAtomicFile) file = output_store_new_file (store, name, error);
  if (file == NULL)
    return false;
  const void *data = g_bytes_get_data (bytes, &length);
  output_atomic_file_write (file, data, length);
  if (!output_atomic_file_commit (file, error))
    return false;
  if (missing > 0)
    cli_warn (_ (
        "some characters are in no installed font and were drawn as boxes; for Japanese "
        "install fonts-ipafont-gothic"));
  printf (ngettext ("%s/%s: %d page\n", "%s/%s: %d pages\n", (unsigned long) n_pages),
          output_store_directory (store), name, n_pages);
  return true;
}

static bool
report (const char *directory,
        const CliChartForm *form,
        const ReportOptions *options,
        GError **error)
{
  g_autoptr (OutputStore) store = cli_results_open (directory, error);
  g_auto (CliChartSource) source = { 0 }; /* ends before the store that it reads */
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree OutputOracle *oracles = NULL;

  if (store == NULL)
    return false;
  if (!output_store_is_finished (store))
    cli_warn (_ ("the run is unfinished: the report shows what it has so far"));
  if (!cli_chart_source_load (&source, store, error))
    return false;
  if (source.forecast != NULL)
    output_forecast_hide_identifiers (source.forecast);
  if (!options->has_no_oracles)
    {
      oracles = run_oracles (options, texts, error);
      if (oracles == NULL)
        return false;
    }
  for (int l = 0; l < form->n_languages; l++)
    {
      const char *code = output_language_code (form->languages[l]);
      g_autofree char *name =
          l > 0 ? g_strdup_printf ("report-%s.pdf", code) : g_strdup ("report.pdf");
      OutputReport document = {
        .data = &source.data,
        .run = output_store_run (store),
        .oracles = oracles,
        .n_oracles = oracles != NULL ? model_oracle_count () : 0,
        .z_limit = MODEL_ORACLE_Z,
      };

      source.data.caption.language = form->languages[l];
      if (!write_report (store, name, &document, error))
        return false;
    }
  return true;
}

static CliStatus
run_report (const CliCommand *command, int argc, char **argv)
{
  ReportOptions options = { 0 };
  const GOptionEntry entries[] = {
    { "lang", 0, 0, G_OPTION_ARG_STRING, &options.languages,
      N_ ("Write in en, ja or en,ja (default: en)"), N_ ("LIST") },
    { "no-oracles", 0, 0, G_OPTION_ARG_NONE, &options.has_no_oracles,
      N_ ("Leave out the appendix of 'verify', which takes some seconds"), NULL },
    CLI_OPTION_THREADS (&options.threads),
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &options.is_quiet, N_ ("Show no progress"),
      NULL },
    { 0 },
  };
  g_auto (GStrv) files = NULL;
  g_autofree char *languages = NULL;
  g_autoptr (GError) error = NULL;
  CliChartForm form;
  CliStatus status;

  bool is_parsed = cli_command_parse (command, entries, argc, argv, &files, &status);
  languages = options.languages;
  if (!is_parsed || !cli_check_threads (command, &options.threads, &status))
    return status;
  if (!cli_charts_parse_form (command, NULL, languages, &form))
    return CLI_WRONG_USAGE;
  if (!report (files[0], &form, &options, &error))
    return cli_report_error (error);
  return CLI_DONE;
}

const CliCommand cli_report_command = {
  .name = "report",
  .arguments = "RESULTS",
  .summary = N_ ("write the report of a results directory, report.pdf"),
  .details = N_ (
      "RESULTS is the directory that 'day31 run' or 'day31 compare' wrote.  The report\n"
      "has the assumptions first, then the model, the results in tables and charts, the\n"
      "rules compared, the reporting guideline STRESS-DES filled in as far as a program\n"
      "can, and the table of 'day31 verify'.  A second language has a file of its own."),
  .min_files = 1,
  .max_files = 1,
  .run = run_report,
};
