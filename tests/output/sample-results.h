/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sample results: three rules over a handful of groups, enough for every chart. */
#pragma once

#include "tests/output/samples.h"

#include <string.h>

typedef struct
{
  SimCatalogue *catalogue;
  OutputChartVariant variants[3];
  SimEstimate *estimates[3];
  SimSeriesPoint *points;
  SimHistogram *histograms;
  SimDifference *differences;
  SimTable *sweep;
  SimTable *forecast;
  OutputTornadoRow tornado[3];
} Sample;

static inline void
sample_add_metric (SimCatalogue *catalogue,
                   const char *name,
                   const char *group,
                   const char *unit,
                   int histogram)
{
  SimMetric metric = { .name = (char *) name,
                       .group = (char *) group,
                       .unit = (char *) unit,
                       .summary = (char *) "a summary",
                       .kind = histogram >= 0 ? SIM_METRIC_QUANTILE : SIM_METRIC_MEAN,
                       .column = sim_catalogue_add_column (catalogue),
                       .denominator = -1,
                       .histogram = histogram,
                       .probability = 0.5 };
  sim_catalogue_add_metric (catalogue, &metric);
}

static inline void
sample_fill_estimates (Sample *sample, int variant)
{
  const SimCatalogue *catalogue = sample->catalogue;
  SimEstimate *estimates = g_new0 (SimEstimate, catalogue->n_metrics);
  for (size_t m = 0; m < catalogue->n_metrics; m++)
    {
      double mean = strcmp (catalogue->metrics[m].unit, "1") == 0
                        ? 0.2 + 0.1 * (double) (m % 6) + 0.02 * variant
                        : 10.0 + (double) (m % 9) + variant;
      estimates[m] = (SimEstimate){ 200, mean, 0.1 * mean, 0.95 * mean, 1.05 * mean };
    }
  sample->estimates[variant] = estimates;
  static const char *const labels[] = { "fcfs", "ais-a-first",
                                        "a-rule-with-a-rather-long-name-indeed" };
  sample->variants[variant] = (OutputChartVariant){ .label = labels[variant],
                                                    .estimates = estimates,
                                                    .points = sample->points,
                                                    .histograms = sample->histograms };
}

static inline void
sample_fill_tables (Sample *sample)
{
  static const SimTableColumn sweep[] = {
    { "pool:line", 0 },
    { "rule", SIM_TABLE_TEXT },
    { "metric", SIM_TABLE_TEXT },
    { "group", SIM_TABLE_TEXT },
    { "unit", SIM_TABLE_TEXT },
    { "replications", 0 },
    { "mean", 6 },
    { "sd", 6 },
    { "low", 6 },
    { "high", 6 },
  };
  sample->sweep = sim_table_new (sweep, G_N_ELEMENTS (sweep));
  for (int lines = 20; lines >= 4; lines -= 4)
    {
      const char *rule = sim_table_intern (sample->sweep, "fcfs");
      const char *metric = sim_table_intern (sample->sweep, "infused-share");
      const char *group = sim_table_intern (sample->sweep, "all");
      const char *unit = sim_table_intern (sample->sweep, "1");
      SimCell *row = sim_table_add_row (sample->sweep);
      row[0].number = lines;
      row[1].text = rule;
      row[2].text = metric;
      row[3].text = group;
      row[4].text = unit;
      row[5].number = 200;
      row[6].number = 0.04 * lines;
      row[7].number = 0.01;
      row[8].number = 0.04 * lines - 0.02;
      row[9].number = 0.04 * lines + 0.02;
    }
  static const SimTableColumn forecast[] = {
    { "rule", SIM_TABLE_TEXT }, { "id", SIM_TABLE_TEXT },    { "harvest_chance", 4 },
    { "infusion_chance", 4 },   { "harvest_p10", 4 },        { "harvest_p50", 4 },
    { "harvest_p90", 4 },       { "infusion_p10", 4 },       { "infusion_p50", 4 },
    { "infusion_p90", 4 },      { "fate1", SIM_TABLE_TEXT },
  };
  sample->forecast = sim_table_new (forecast, G_N_ELEMENTS (forecast));
  for (int i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("P-%03d", i);
      const char *id = sim_table_intern (sample->forecast, name);
      const char *fate =
          sim_table_intern (sample->forecast, i % 3 == 0 ? "window-line" : "infused");
      SimCell *row = sim_table_add_row (sample->forecast);
      row[1].text = id;
      row[2].number = row[3].number = 0.9;
      for (int k = 0; k < 6; k++)
        row[4 + k].number =
            i % 7 == 0 && k < 3 ? (double) NAN : i + 3.0 * k + (k > 2 ? 25.0 : 0.0);
      row[10].text = fate;
    }
  SimDifference up = { .difference = 0.03, .low = 0.02, .high = 0.04 };
  SimDifference down = { .difference = -0.05, .low = -0.07, .high = -0.03 };
  SimDifference none = { .difference = (double) NAN,
                         .low = (double) NAN,
                         .high = (double) NAN };
  sample->tornado[0] = (OutputTornadoRow){ "one more line", none, up, NULL, "8" };
  sample->tornado[1] = (OutputTornadoRow){ "stage:passage.mean", up, down, "6", "9" };
  sample->tornado[2] = (OutputTornadoRow){ "arrivals", none, none, NULL, NULL };
}

static inline Sample *
sample_new (void)
{
  Sample *sample = g_new0 (Sample, 1);
  SimCatalogue *catalogue = sample->catalogue = sim_catalogue_new ();
  static const char *const groups[] = { "all",          "A",          "B",      "C",
                                        "site:sapporo", "sex:female", "age:65+" };
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      static const char *const counts[] = {
        "eligible",       "booked",           "infused",
        "lost-window",    "lost-window-line", "lost-late-referral",
        "lost-culture",   "lost-died",        "lost-excluded-anaemia",
        "lost-recovered", "lost-too-late",
      };
      for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
        sample_add_metric (catalogue, counts[i], groups[g], "patients", -1);
      static const char *const shares[] = { "infused-share", "infused-of-referred",
                                            "booked-by.7", "booked-by.14",
                                            "booked-by.21" };
      for (size_t i = 0; i < G_N_ELEMENTS (shares); i++)
        sample_add_metric (catalogue, shares[i], groups[g], "1", -1);
      sample_add_metric (catalogue, "wait.p50", groups[g], "days",
                         sim_catalogue_add_histogram (catalogue));
      sample_add_metric (catalogue, "harvest-day.p50", groups[g], "days",
                         sim_catalogue_add_histogram (catalogue));
    }
  sample_add_metric (catalogue, "reserved:line", "all", "units", -1);
  static const char *const series[][2] = {
    { "infused", "all" },     { "infused", "A" },         { "infused", "B" },
    { "infused", "C" },       { "harvested", "all" },     { "waiting", "all" },
    { "in-use:line", "all" }, { "capacity:line", "all" },
  };
  SampleSeries monthly = { .catalogue = catalogue };
  for (size_t i = 0; i < G_N_ELEMENTS (series); i++)
    sample_series_add (&monthly, series[i][0], series[i][1], 4.0 + (double) i, 0.4);
  SimSeries chance = { .name = (char *) "harvest-chance",
                       .group = (char *) "all",
                       .unit = (char *) "1",
                       .axis = (char *) "referral-day",
                       .kind = SIM_SERIES_SHARE,
                       .n_points = 33 };
  size_t at = sim_catalogue_add_series (catalogue, &chance);
  sample->points = g_renew (SimSeriesPoint, monthly.points, catalogue->n_points);
  for (size_t i = 0; i < 33; i++)
    {
      double mean = 1.0 - (double) i / 33.0;
      sample->points[catalogue->series[at].offset + i] =
          (SimSeriesPoint){ mean, mean - 0.02, mean + (i > 30 ? 0.5 : 0.02) };
    }
  sample->histograms = g_new0 (SimHistogram, catalogue->n_histograms);
  for (size_t h = 0; h < catalogue->n_histograms; h++)
    for (int i = 0; i < 400; i++)
      sim_histogram_add (&sample->histograms[h], (5 + i % 25) * SIM_DAY + i * 100);
  for (int v = 0; v < 3; v++)
    sample_fill_estimates (sample, v);
  sample->differences = g_new0 (SimDifference, 2 * catalogue->n_metrics);
  for (size_t i = 0; i < 2 * catalogue->n_metrics; i++)
    sample->differences[i] =
        (SimDifference){ .difference = 0.1 - 0.01 * (double) (i % 30),
                         .low = -0.2,
                         .high = 0.2,
                         .is_primary = i % 13 == 5 };
  sample_fill_tables (sample);
  return sample;
}

static inline void
sample_free (Sample *sample)
{
  output_chart_free_histograms (sample->histograms, sample->catalogue);
  for (int v = 0; v < 3; v++)
    g_free (sample->estimates[v]);
  g_free (sample->points);
  g_free (sample->differences);
  sim_table_free (sample->sweep);
  sim_table_free (sample->forecast);
  sim_catalogue_free (sample->catalogue);
  g_free (sample);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sample, sample_free)

static inline OutputChartData
sample_data (const Sample *sample, const SimTrace *trace, OutputLanguage language)
{
  OutputChartData data = { .caption = sample_caption (language),
                           .trace = trace,
                           .catalogue = sample->catalogue,
                           .variants = sample->variants,
                           .n_variants = 3,
                           .baseline = 1,
                           .differences = sample->differences,
                           .sweep = sample->sweep,
                           .forecast = sample->forecast,
                           .tornado = sample->tornado,
                           .n_tornado = 3 };
  data.caption.rule = NULL;
  data.caption.window_end = 32.0;
  return data;
}

/* Comparisons choose their own metric unless one is given; sweep and tornado need one. */
static inline void
sample_choose_metric (OutputChartData *data, const char *chart)
{
  bool needs = strcmp (chart, "sweep") == 0 || strcmp (chart, "tornado") == 0;
  data->metric = needs ? "infused-share" : NULL;
  data->group = needs ? "all" : NULL;
}

static inline char *
sample_draw_text (const OutputChart *chart,
                  const OutputChartData *data,
                  const OutputChartOptions *options)
{
  g_autoptr (GBytes) bytes =
      output_chart_render (chart, data, options, OUTPUT_FORMAT_TEXT, NULL, NULL);
  size_t n;
  const char *text = g_bytes_get_data (bytes, &n);
  return g_strndup (text, n);
}
