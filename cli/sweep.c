/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep: what happens to the patients as parameters take one value after another. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/experiment.h"
#include "cli/grid.h"
#include "cli/metric.h"
#include "cli/text-table.h"
#include "output/sentences.h"
#include "output/varied.h"
#include "sim/confidence.h"

/* What sweep has beside the common options. */
typedef struct
{
  char **vary;
  char *metric; /* NULL: as cli_metric_choose() does */
} SweepOptions;

static void
sweep_options_clear (SweepOptions *sweep)
{
  g_clear_pointer (&sweep->vary, g_strfreev);
  g_clear_pointer (&sweep->metric, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SweepOptions, sweep_options_clear)

static GOptionEntry *
make_entries (CliOptions *options, SweepOptions *sweep)
{
  const GOptionEntry own[] = {
    { "vary", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sweep->vary,
      N_ ("Vary this parameter: pool:line=4..24:4, arrivals=100,150, rule=a,b; may be "
          "repeated"),
      N_ ("ADDRESS=LIST") },
    { "metric", 0, 0, G_OPTION_ARG_STRING, &sweep->metric,
      N_ ("Tabulate and draw this metric first (default: the scenario's first primary "
          "measure)"),
      N_ ("NAME:GROUP") },
    CLI_OPTION_RULE (&options->rule),
    CLI_OPTION_SHARD (&options->shard_text),
    { 0 },
  };

  return cli_options_entries (options, own);
}

/* ---- The response table ---- */

/* Shown behind the metric asked for, where they exist. */
static const char *const usual[] = { "infused-per-year", "infused-share", "wait",
                                     "wasted-products" };

/* The metrics of the table's columns; the utilisation of every pool is the last. */
static GArray *
collect_columns (const SimCatalogue *catalogue, int first)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (int));

  g_array_append_val (columns, first);
  for (size_t i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      int metric = sim_catalogue_find_metric (catalogue, usual[i], "all");

      if (metric >= 0 && metric != first)
        g_array_append_val (columns, metric);
    }
  for (int m = 0; m < (int) catalogue->n_metrics; m++)
    if (m != first && g_str_has_prefix (catalogue->metrics[m].name, "utilisation:"))
      g_array_append_val (columns, m);
  return columns;
}

static char *
heading_of (const SimMetric *metric)
{
  bool is_share = strcmp (metric->unit, "1") == 0;
  bool is_all = strcmp (metric->group, "all") == 0;

  return g_strdup_printf ("%s%s%s%s", metric->name, is_all ? "" : ":",
                          is_all ? "" : metric->group, is_share ? " %" : "");
}

static void
add_header (CliTextTable *table,
            const CliGrid *grid,
            const SimCatalogue *catalogue,
            const GArray *columns)
{
  cli_text_table_begin_row (table);
  for (size_t a = 0; a < cli_grid_axis_count (grid); a++)
    cli_text_table_add_cell (table, g_strdup (cli_grid_axis (grid, a)));
  for (guint c = 0; c < columns->len; c++)
    {
      cli_text_table_add_cell (
          table, heading_of (&catalogue->metrics[g_array_index (columns, int, c)]));
      cli_text_table_add_cell (table, NULL);
    }
}

static void
add_estimate (CliTextTable *table, const SimMetric *metric, const SimEstimate *estimate)
{
  double factor = strcmp (metric->unit, "1") == 0 ? 100 : 1;
  double half = (estimate->high - estimate->low) / 2 * factor;
  int decimals = output_difference_decimals (-half, half);

  cli_text_table_add_cell (
      table, isnan (estimate->mean)
                 ? NULL
                 : g_strdup_printf ("%.*f", decimals, estimate->mean * factor));
  cli_text_table_add_cell (
      table, isnan (half) ? NULL : g_strdup_printf ("±%.*f", decimals, half));
}

/* What the table shows. */
typedef struct
{
  const CliGrid *grid;
  int metric;
} Response;

static bool
print (OutputStore *store, gpointer data, GError **error)
{
  const Response *response = data;
  const CliGrid *grid = response->grid;
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  const SimCatalogue *catalogue = results->catalogue;
  g_autoptr (GArray) columns = collect_columns (catalogue, response->metric);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  size_t n_cells = cli_grid_axis_count (grid) + 2 * (size_t) columns->len;
  g_autofree char *alignment = g_strnfill (n_cells, 'r');
  g_autoptr (CliTextTable) table = cli_text_table_new (alignment);

  add_header (table, grid, catalogue, columns);
  for (size_t v = 0; v < run->n_variants; v++)
    {
      if (!sim_confidence_estimate (results, (int) v, run->confidence, estimates, error))
        return false;
      cli_text_table_begin_row (table);
      for (size_t a = 0; a < cli_grid_axis_count (grid); a++)
        cli_text_table_add_cell (table, output_varied_value (run->variants[v].settings,
                                                             cli_grid_axis (grid, a)));
      for (guint c = 0; c < columns->len; c++)
        {
          int metric = g_array_index (columns, int, c);

          add_estimate (table, &catalogue->metrics[metric], &estimates[metric]);
        }
    }
  cli_text_table_print (table, stdout);
  printf (_ ("\n± half of the %g %% interval of the mean; every row saw the same "
             "%" PRId64 " replications.\n"),
          run->confidence * 100, results->n_replications);
  return true;
}

/* ---- The command ---- */

static CliStatus
run_sweep (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliOptions) options = CLI_OPTIONS_INIT;
  g_auto (SweepOptions) sweep = { 0 };
  g_autofree GOptionEntry *entries = make_entries (&options, &sweep);
  g_autoptr (Scenario) scenario = NULL;
  CliStatus status;
  int rule;

  if (!cli_options_parse (&options, command, entries, argc, argv, &status))
    return status;
  if (sweep.vary == NULL)
    return cli_wrong_usage (
        command, _ ("expected --vary ADDRESS=LIST, as --vary pool:line=4..24:4"));
  if (!cli_options_read_with_rule (&options, command, &scenario, &rule, &status))
    return status;
  g_autoptr (CliGrid) grid = cli_grid_new (command, scenario, rule, sweep.vary);
  if (grid == NULL)
    return CLI_WRONG_USAGE;
  size_t n_variants;
  const ModelVariant *variants = cli_grid_variants (grid, &n_variants);
  Response response = { grid, -1 };
  CliExperiment experiment = {
    .command = "sweep",
    .options = &options,
    .scenario = scenario,
    .settings = cli_grid_settings (grid),
    .baseline = -1,
    .print = print,
    .data = &response,
  };

  return cli_experiment_perform_about (command, &experiment, variants, n_variants,
                                       sweep.metric, &response.metric);
}

const CliCommand cli_sweep = {
  .name = "sweep",
  .arguments = "SCENARIO",
  .summary =
      N_ ("run a scenario over values of its parameters; response table and chart"),
  .details = N_ (
      "Every combination of the values is run on the same patients, so that neighbours\n"
      "differ by the parameter and not by luck.  'day31 list parameters SCENARIO' names\n"
      "what can be varied; 'rule' can, too.  sweep.csv has a column a varied parameter,\n"
      "then those of summary.csv; the varied rule is in the column 'rule'.  'day31 "
      "plot'\n"
      "draws the other charts of all variants."),
  .min_files = 1,
  .max_files = 1,
  .takes_ranks = true,
  .run = run_sweep,
};
