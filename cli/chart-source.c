/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chart source: the numbers behind charts and report, read from a store. */
#include "cli/chart-source.h"

#include <string.h>

#include "cli/metric.h"
#include "cli/tornado.h"
#include "output/forecast-table.h"
#include "output/varied.h"

const char *
cli_find_fact (const OutputRun *run, const char *key)
{
  for (size_t i = 0; i < run->n_facts; i++)
    if (strcmp (run->facts[i].key, key) == 0)
      return run->facts[i].value;
  return NULL;
}

/* The day of a fact that is a date; 0 where it is missing. */
static int64_t
find_day (const OutputRun *run, const char *key)
{
  const char *text = cli_find_fact (run, key);
  SimDate date;

  return text != NULL && sim_date_parse (text, &date) ? sim_date_to_epoch_day (date) : 0;
}

static OutputCaption
caption_of (OutputStore *store, const SimCatalogue *catalogue, int64_t traced)
{
  const OutputRun *run = output_store_run (store);
  int64_t n = output_store_replication_count (store);
  int64_t a_draw = catalogue->draw_replications;
  const char *window = cli_find_fact (run, "window-days");
  const char *window_end = cli_find_fact (run, "window-end");

  return (OutputCaption){
    .title = cli_find_fact (run, "title"),
    .title_ja = cli_find_fact (run, "title.ja"),
    .scenario = run->scenario,
    .rule = run->n_variants == 1 ? run->variants[0].label : NULL,
    .seed = run->seed,
    .replications = n,
    .traced = traced,
    .confidence = run->confidence,
    .input_draws = a_draw > 1 ? (n + a_draw - 1) / a_draw : 0,
    .window_days = window != NULL ? g_ascii_strtod (window, NULL) : 0,
    .window_end = window_end != NULL ? g_ascii_strtod (window_end, NULL) : 0,
    .version = run->version,
    .start_epoch_day = find_day (run, "start"),
    .end_epoch_day = find_day (run, "end"),
  };
}

void
cli_chart_source_clear (CliChartSource *source)
{
  for (int v = 0; source->histograms != NULL && v < source->results->n_variants; v++)
    output_chart_free_histograms (source->histograms[v], source->results->catalogue);
  g_clear_pointer (&source->histograms, g_free);
  g_clear_pointer (&source->results, sim_results_free);
  g_clear_pointer (&source->trace, sim_trace_free);
  g_clear_pointer (&source->estimates, g_free);
  g_clear_pointer (&source->points, g_free);
  g_clear_pointer (&source->variants, g_free);
  g_clear_pointer (&source->differences, g_free);
  g_clear_pointer (&source->sweep, sim_table_free);
  g_clear_pointer (&source->forecast, sim_table_free);
  g_clear_pointer (&source->tornado, g_array_unref);
  g_clear_pointer (&source->texts, g_string_chunk_free);
}

static bool
estimate_variants (CliChartSource *source, const OutputRun *run, GError **error)
{
  const SimCatalogue *catalogue = source->results->catalogue;
  size_t n_variants = run->n_variants;

  source->estimates = g_new0 (SimEstimate, n_variants * catalogue->n_metrics);
  source->points = g_new0 (SimSeriesPoint, n_variants * catalogue->n_points);
  source->histograms = g_new0 (SimHistogram *, n_variants);
  source->variants = g_new0 (OutputChartVariant, n_variants);
  for (size_t v = 0; v < n_variants; v++)
    {
      SimEstimate *estimates = source->estimates + v * catalogue->n_metrics;
      SimSeriesPoint *points = source->points + v * catalogue->n_points;

      if (!sim_confidence_estimate (source->results, (int) v, run->confidence, estimates,
                                    error) ||
          !sim_confidence_series (source->results, (int) v, run->confidence, points,
                                  error))
        return false;
      source->histograms[v] =
          output_chart_pool_histograms (source->results, (int) v, error);
      if (source->histograms[v] == NULL)
        return false;
      source->variants[v] = (OutputChartVariant){ .label = run->variants[v].label,
                                                  .settings = run->variants[v].settings,
                                                  .estimates = estimates,
                                                  .points = points,
                                                  .histograms = source->histograms[v] };
    }
  return true;
}

static bool
compare_variants (CliChartSource *source, const OutputRun *run, GError **error)
{
  g_autofree int *others = g_new (int, run->n_variants);
  int n_others = 0;

  if (run->baseline < 0 || run->n_variants < 2)
    return true;
  for (int v = 0; v < (int) run->n_variants; v++)
    if (v != run->baseline)
      others[n_others++] = v;
  source->differences =
      g_new0 (SimDifference, (size_t) n_others * source->results->catalogue->n_metrics);
  return sim_comparison_paired (source->results, run->baseline, others, n_others,
                                run->primary, (int) run->n_primary, run->confidence,
                                source->differences, error);
}

/* What varies over the variants, and the metric that the chart of it shows. */
static bool
load_varied (CliChartSource *source, const OutputRun *run, GError **error)
{
  const SimCatalogue *catalogue = source->results->catalogue;
  const char *name = cli_find_fact (run, "metric");
  int metric = name != NULL ? cli_metric_find (catalogue, name) : -1;

  if (metric < 0 || !output_varied_is (run))
    return true;
  source->data.metric = catalogue->metrics[metric].name;
  source->data.group = catalogue->metrics[metric].group;
  if (strcmp (run->command, "sensitivity") == 0 && source->differences != NULL)
    {
      source->texts = g_string_chunk_new (256);
      source->tornado = cli_tornado_rows (run, source->differences, catalogue->n_metrics,
                                          metric, source->texts);
      source->data.tornado = (const OutputTornadoRow *) (void *) source->tornado->data;
      source->data.n_tornado = source->tornado->len;
      return true;
    }
  source->sweep = output_varied_table (source->results, run, error);
  source->data.sweep = source->sweep;
  return source->sweep != NULL;
}

bool
cli_chart_source_load (CliChartSource *source, OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  int64_t traced = output_store_next_trace (store, 0, 0);

  if (traced >= 0)
    {
      source->trace = output_store_trace (store, 0, traced, OUTPUT_TRACE_DRAWING, error);
      if (source->trace == NULL)
        return false;
    }
  source->results = output_store_results (store);
  if (!estimate_variants (source, run, error) || !compare_variants (source, run, error))
    return false;
  source->data = (OutputChartData){
    .caption = caption_of (store, source->results->catalogue, MAX (traced, 0)),
    .trace = source->trace,
    .catalogue = source->results->catalogue,
    .variants = source->variants,
    .n_variants = run->n_variants,
    .baseline = run->baseline,
    .differences = source->differences,
  };
  if (output_forecast_is (source->results->catalogue))
    {
      source->forecast = output_forecast_table (store, error);
      source->data.forecast = source->forecast;
      if (source->forecast == NULL)
        return false;
    }
  return load_varied (source, run, error);
}
