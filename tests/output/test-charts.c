/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of all charts together: sizes, languages, empty and odd results, translations. */
#include "tests/output/sample-results.h"
#include "tests/support/assert.h"

#include <stdlib.h>
#include <string.h>

#include "output/error.h"

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
          OutputChartData data = sample_data (sample, trace, (OutputLanguage) language);
          sample_choose_metric (&data, charts[c].name);
          assert_true (charts[c].has_data (&data));
          OutputChartOptions options = output_chart_options_default ();
          options.width = pages[p][0];
          options.height = pages[p][1];
          g_autofree char *text = sample_draw_text (&charts[c], &data, &options);
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
      g_autofree char *text = sample_draw_text (&charts[c], &data, NULL);
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
      OutputChartData data = sample_data (sample, trace, OUTPUT_LANGUAGE_EN);
      data.caption.replications = 1;
      sample_choose_metric (&data, charts[c].name);
      g_autofree char *text = sample_draw_text (&charts[c], &data, NULL);
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
          OutputChartData data = sample_data (sample, trace, OUTPUT_LANGUAGE_JA);
          sample_choose_metric (&data, charts[c].name);
          g_autofree char *text = sample_draw_text (&charts[c], &data, NULL);
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
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *queue =
      sample_draw_text (output_chart_find ("queue", NULL), &data, NULL);
  assert_non_null (strstr (queue, "Rule: fcfs"));
  g_autofree char *equity =
      sample_draw_text (output_chart_find ("equity", NULL), &data, NULL);
  assert_null (strstr (equity, "Rule: fcfs"));
}

static void
comparisons_show_differences_with_their_intervals (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  data.metric = "infused-share";
  data.group = "A";
  int metric = sim_catalogue_find_metric (sample->catalogue, "infused-share", "A");
  sample->differences[metric] = (SimDifference){
    .difference = 0.123, .low = 0.1, .high = 0.146, .is_primary = true
  };
  g_autofree char *text =
      sample_draw_text (output_chart_find ("comparison", NULL), &data, NULL);
  assert_non_null (strstr (text, "Infused, of the eligible · AIS A · primary measure\n"));
  assert_non_null (strstr (text, " 12.3 (10.0 to 14.6)\n"));
  assert_non_null (strstr (text, "from ais-a-first"));
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
