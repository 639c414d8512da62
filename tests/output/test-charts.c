/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of all charts together: sizes, languages, empty and odd results, translations. */
#include "tests/output/samples.h"
#include "tests/support/assert.h"

#include <stdlib.h>
#include <string.h>

#include "output/error.h"

/* Results of three rules over a handful of groups, enough for every chart. */
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

static void
add_metric (SimCatalogue *catalogue,
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

static void
fill_estimates (Sample *sample, int variant)
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

static void
fill_tables (Sample *sample)
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

static Sample *
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
        add_metric (catalogue, counts[i], groups[g], "patients", -1);
      static const char *const shares[] = { "infused-share", "infused-of-referred",
                                            "booked-by.7", "booked-by.14",
                                            "booked-by.21" };
      for (size_t i = 0; i < G_N_ELEMENTS (shares); i++)
        add_metric (catalogue, shares[i], groups[g], "1", -1);
      add_metric (catalogue, "wait.p50", groups[g], "days",
                  sim_catalogue_add_histogram (catalogue));
      add_metric (catalogue, "harvest-day.p50", groups[g], "days",
                  sim_catalogue_add_histogram (catalogue));
    }
  add_metric (catalogue, "reserved:line", "all", "units", -1);
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
    fill_estimates (sample, v);
  sample->differences = g_new0 (SimDifference, 2 * catalogue->n_metrics);
  for (size_t i = 0; i < 2 * catalogue->n_metrics; i++)
    sample->differences[i] =
        (SimDifference){ .difference = 0.1 - 0.01 * (double) (i % 30),
                         .low = -0.2,
                         .high = 0.2,
                         .is_primary = i % 13 == 5 };
  fill_tables (sample);
  return sample;
}

static void
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

static OutputChartData
make_data (const Sample *sample, const SimTrace *trace, OutputLanguage language)
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
static void
choose_metric (OutputChartData *data, const char *chart)
{
  bool needs = strcmp (chart, "sweep") == 0 || strcmp (chart, "tornado") == 0;
  data->metric = needs ? "infused-share" : NULL;
  data->group = needs ? "all" : NULL;
}

static char *
draw_text (const OutputChart *chart,
           const OutputChartData *data,
           const OutputChartOptions *options)
{
  g_autoptr (GBytes) bytes =
      output_chart_render (chart, data, options, OUTPUT_FORMAT_TEXT, NULL, NULL);
  size_t n;
  const char *text = g_bytes_get_data (bytes, &n);
  return g_strndup (text, n);
}

/* "−36.2 (−40.4 to −3…" would be another interval: names may end in dots, these not. */
static void
assert_no_interval_is_cut (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (line > lines && strcmp (*line, "# cut") == 0 && strchr (line[-1], '(') != NULL)
      fail_msg ("cut: %s", line[-1]);
}

static void
every_chart_keeps_its_texts_apart_and_on_the_page (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  g_autoptr (SimTrace) trace = sample_many_new (70, 7);
  static const double pages[][2] = {
    { 0, 0 }, { 421, 298 }, { 595, 842 }, { 1684, 1191 }
  };
  size_t n;
  const OutputChart *charts = output_charts (&n);
  assert_int_equal (n, 14); /* DESIGN section 8 names fourteen */
  for (size_t c = 0; c < n; c++)
    for (size_t p = 0; p < G_N_ELEMENTS (pages); p++)
      for (int language = 0; language < 2; language++)
        {
          OutputChartData data = make_data (sample, trace, (OutputLanguage) language);
          choose_metric (&data, charts[c].name);
          assert_true (charts[c].has_data (&data));
          OutputChartOptions options = output_chart_options_default ();
          options.width = pages[p][0];
          options.height = pages[p][1];
          g_autofree char *text = draw_text (&charts[c], &data, &options);
          if (strstr (text, "# overlap") != NULL || strstr (text, "# stray") != NULL ||
              strstr (text, "nan") != NULL)
            fail_msg ("%s, page %zu, language %d:\n%s", charts[c].name, p, language,
                      text);
          assert_no_interval_is_cut (text);
          assert_non_null (strstr (text, "20190501")); /* the small print's seed */
        }
}

static void
every_chart_says_when_there_is_nothing_to_draw (void **state)
{
  (void) state;
  size_t n;
  const OutputChart *charts = output_charts (&n);
  for (size_t c = 0; c < n; c++)
    {
      OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                               .baseline = -1 };
      g_autofree char *text = draw_text (&charts[c], &data, NULL);
      assert_non_null (strstr (text, "There is nothing to draw"));
      g_autoptr (GError) error = NULL;
      assert_false (output_chart_draw (charts[c].name, &data, NULL, "never-written",
                                       OUTPUT_FORMAT_PNG, NULL, &error));
      assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA));
    }
}

static void
one_replication_is_drawn_without_intervals (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  g_autoptr (SimTrace) trace = sample_many_new (5, 2);
  for (size_t i = 0; i < sample->catalogue->n_points; i++)
    sample->points[i].low = sample->points[i].high = (double) NAN;
  for (int v = 0; v < 3; v++)
    for (size_t m = 0; m < sample->catalogue->n_metrics; m++)
      sample->estimates[v][m].low = sample->estimates[v][m].high = (double) NAN;
  for (size_t i = 0; i < 2 * sample->catalogue->n_metrics; i++)
    sample->differences[i].low = sample->differences[i].high = (double) NAN;
  size_t n;
  const OutputChart *charts = output_charts (&n);
  for (size_t c = 0; c < n; c++)
    {
      OutputChartData data = make_data (sample, trace, OUTPUT_LANGUAGE_EN);
      data.caption.replications = 1;
      choose_metric (&data, charts[c].name);
      g_autofree char *text = draw_text (&charts[c], &data, NULL);
      assert_null (strstr (text, "nan"));
      assert_null (strstr (text, "confidence intervals of"));
      /* Forecasts have quantiles, not intervals. */
      if (charts[c].scope == OUTPUT_SCOPE_ALL && strcmp (charts[c].name, "forecast") != 0)
        assert_non_null (strstr (text, "One replication: no "));
    }
}

static void
metrics_of_zero_and_nan_are_drawn (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  g_autoptr (SimTrace) trace = sample_trace_new (1); /* nobody at all */
  for (double value = 0.0; !isnan (value); value = value == 0.0 ? 1e9 : (double) NAN)
    {
      for (int v = 0; v < 3; v++)
        for (size_t m = 0; m < sample->catalogue->n_metrics; m++)
          sample->estimates[v][m] = (SimEstimate){ 200, value, 0.0, value, value };
      for (size_t i = 0; i < sample->catalogue->n_points; i++)
        sample->points[i] = (SimSeriesPoint){ value, value, value };
      for (size_t i = 0; i < 2 * sample->catalogue->n_metrics; i++)
        sample->differences[i] =
            (SimDifference){ .difference = value, .low = value, .high = value };
      size_t n;
      const OutputChart *charts = output_charts (&n);
      for (size_t c = 0; c < n; c++)
        {
          OutputChartData data = make_data (sample, trace, OUTPUT_LANGUAGE_JA);
          choose_metric (&data, charts[c].name);
          g_autofree char *text = draw_text (&charts[c], &data, NULL);
          assert_null (strstr (text, "nan"));
          assert_null (strstr (text, "inf "));
        }
    }
}

static void
the_rule_of_a_chart_of_one_variant_is_named (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = make_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *queue = draw_text (output_chart_find ("queue", NULL), &data, NULL);
  assert_non_null (strstr (queue, "Rule: fcfs"));
  g_autofree char *equity = draw_text (output_chart_find ("equity", NULL), &data, NULL);
  assert_null (strstr (equity, "Rule: fcfs"));
}

static void
comparisons_show_differences_with_their_intervals (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = make_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  data.metric = "infused-share";
  data.group = "A";
  int metric = sim_catalogue_find_metric (sample->catalogue, "infused-share", "A");
  sample->differences[metric] = (SimDifference){
    .difference = 0.123, .low = 0.1, .high = 0.146, .is_primary = true
  };
  g_autofree char *text = draw_text (output_chart_find ("comparison", NULL), &data, NULL);
  assert_non_null (strstr (text, "Infused, of the eligible · AIS A · primary measure\n"));
  assert_non_null (strstr (text, " 12.3 (10.0 to 14.6)\n"));
  assert_non_null (strstr (text, "from the rule ais-a-first"));
}

static void
histograms_are_pooled_over_chunks (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  g_autoptr (SimResults) results = sim_results_memory_new (sample->catalogue, 1);
  SimChunk *chunk = sim_chunk_new (sample->catalogue);
  for (int block = 0; block < 3; block++)
    {
      sim_chunk_reset (chunk, sample->catalogue, 0, block * SIM_BLOCK);
      chunk->count = SIM_BLOCK;
      sim_histogram_add (&chunk->histograms[1], SIM_DAY);
      sim_results_memory_add (results, chunk);
    }
  SimHistogram *pooled = output_chart_pool_histograms (results, 0, NULL);
  assert_int_equal (pooled[1].count, 3);
  assert_int_equal (pooled[0].count, 0);
  output_chart_free_histograms (pooled, sample->catalogue);
  sim_chunk_free (chunk, sample->catalogue);
}

/* Every text that output/ hands to output_word() or output_phrase() as a literal, and
 * every heading, has its Japanese.  The tables of both languages themselves are left out.
 */
static void
every_text_of_the_charts_is_translated (void **state)
{
  (void) state;
  g_autofree char *folder =
      g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "output", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  assert_non_null (dir);
  g_autoptr (GRegex) joint = g_regex_new ("\"\\s*\\n\\s*\"", 0, 0, NULL);
  g_autoptr (GRegex) literal = g_regex_new (
      "(?:output_word|output_phrase|output_page_empty|output_page_note_interval) "
      "\\((?:[^\";]|\"(?=[^\"]{0,3}\")[^\"]*\")*?\"([A-Z][^\"]{3,})\"",
      0, 0, NULL);
  g_autoptr (GRegex) heading = g_regex_new ("\\.heading = \"([^\"]+)\"", 0, 0, NULL);
  g_autoptr (GRegex) phrase = g_regex_new ("\"([^\"]*\\{[a-z]+\\}[^\"]*)\"", 0, 0, NULL);
  GRegex *const patterns[] = { literal, heading, phrase };
  int n_seen = 0;
  for (const char *name = g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    {
      if (!g_str_has_suffix (name, ".c"))
        continue;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *source = NULL;
      assert_true (g_file_get_contents (path, &source, NULL, NULL));
      /* The table of words, and files that tell in sentences, hold both languages. */
      if (strstr (source, "の") != NULL)
        continue;
      g_autofree char *joined =
          g_regex_replace_literal (joint, source, -1, 0, "", 0, NULL);
      for (size_t p = 0; p < G_N_ELEMENTS (patterns); p++)
        {
          g_autoptr (GMatchInfo) match = NULL;
          g_regex_match (patterns[p], joined, 0, &match);
          for (; g_match_info_matches (match); g_match_info_next (match, NULL))
            {
              g_autofree char *text = g_match_info_fetch (match, 1);
              n_seen++;
              if (!output_word_is_known (OUTPUT_LANGUAGE_JA, text))
                fail_msg ("%s: no Japanese for '%s'", name, text);
            }
        }
    }
  assert_true (n_seen > 40);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_chart_keeps_its_texts_apart_and_on_the_page),
    cmocka_unit_test (every_chart_says_when_there_is_nothing_to_draw),
    cmocka_unit_test (one_replication_is_drawn_without_intervals),
    cmocka_unit_test (metrics_of_zero_and_nan_are_drawn),
    cmocka_unit_test (the_rule_of_a_chart_of_one_variant_is_named),
    cmocka_unit_test (comparisons_show_differences_with_their_intervals),
    cmocka_unit_test (histograms_are_pooled_over_chunks),
    cmocka_unit_test (every_text_of_the_charts_is_translated),
  };
  return cmocka_run_group_tests_name ("charts", tests, NULL, NULL);
}
