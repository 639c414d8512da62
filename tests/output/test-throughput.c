/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the chart throughput: intervals, capacity, results without series. */
#include "output/monthly.h"
#include "tests/output/samples.h"
#include "tests/support/assert.h"

#include <string.h>

static char *
draw_text (const OutputChartData *data)
{
  const OutputChart *chart = output_chart_find ("throughput", NULL);
  g_autoptr (GBytes) bytes =
      output_chart_render (chart, data, NULL, OUTPUT_FORMAT_TEXT, NULL, NULL);
  size_t n;
  const char *text = g_bytes_get_data (bytes, &n);
  return g_strndup (text, n);
}

static OutputChartData
make_data (const SampleSeries *sample, OutputLanguage language)
{
  return (OutputChartData){ .caption = sample_caption (language),
                            .catalogue = sample->catalogue,
                            .variants = &sample->variant,
                            .n_variants = 1,
                            .baseline = -1 };
}

static void
bands_are_named_with_level_and_replications (void **state)
{
  (void) state;
  g_autoptr (SampleSeries) sample = sample_series_new ();
  OutputChartData data = make_data (sample, OUTPUT_LANGUAGE_EN);
  g_autofree char *text = draw_text (&data);
  assert_non_null (strstr (
      text, "Bands: 95 % confidence intervals of the mean over 200 replications.\n"));
  assert_non_null (strstr (text, " Capacity (starts a month)\n"));
  assert_non_null (strstr (text, "Patients a month\n"));
  assert_null (strstr (text, "# overlap"));
  assert_null (strstr (text, "# stray"));
}

static void
one_replication_says_that_it_has_no_interval (void **state)
{
  (void) state;
  g_autoptr (SampleSeries) sample = sample_series_new ();
  for (size_t i = 0; i < sample->catalogue->n_points; i++)
    sample->points[i].low = sample->points[i].high = (double) NAN;
  OutputChartData data = make_data (sample, OUTPUT_LANGUAGE_JA);
  data.caption.replications = 1;
  g_autofree char *text = draw_text (&data);
  assert_non_null (strstr (text, "反復が1回のため、信頼区間は示せない。"));
  assert_null (strstr (text, "nan"));
}

static void
capacity_is_lines_over_the_line_time_of_a_batch (void **state)
{
  (void) state;
  /* Constant series: 6 lines in use, 7 there, 8 batches a month of 1096 / 36 = 30.44 days
   * on average: 6 x 1096 / (8 x 36) = 22.8333 line days a batch. */
  SampleSeries *sample = g_new0 (SampleSeries, 1);
  sample->catalogue = sim_catalogue_new ();
  sample_series_add (sample, "infused", "all", 7.0, 0.0);
  sample_series_add (sample, "harvested", "all", 8.0, 0.0);
  sample_series_add (sample, "in-use:line", "all", 6.0, 0.0);
  sample_series_add (sample, "capacity:line", "all", 7.0, 0.0);
  sample->variant =
      (OutputChartVariant){ .label = "guideline", .points = sample->points };
  OutputChartData data = make_data (sample, OUTPUT_LANGUAGE_EN);
  g_autofree char *text = draw_text (&data);
  assert_non_null (strstr (text, "(22.8 days)"));
  sample_series_free (sample);
}

static void
results_without_series_are_said_to_be_empty (void **state)
{
  (void) state;
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN) };
  g_autofree char *text = draw_text (&data);
  assert_non_null (strstr (text, "There is nothing to draw"));
}

/* 15 June to 14 September 2020: 16 of 30, 31, 31 and 13 of 30 days.  Of 6 lines in use
 * over 91 days and 8 batches in each of the four: 6 x 91 / 32 = 17.0625 line days. */
static void
months_in_part_are_shaded_and_said (void **state)
{
  (void) state;
  SampleSeries *sample = g_new0 (SampleSeries, 1);
  sample->catalogue = sim_catalogue_new ();
  sample_series_add (sample, "infused", "all", 7.0, 0.0);
  sample_series_add (sample, "harvested", "all", 8.0, 0.0);
  sample_series_add (sample, "in-use:line", "all", 6.0, 0.0);
  sample_series_add (sample, "capacity:line", "all", 7.0, 0.0);
  sample->variant =
      (OutputChartVariant){ .label = "guideline", .points = sample->points };
  OutputChartData data = make_data (sample, OUTPUT_LANGUAGE_EN);
  g_autofree char *whole = draw_text (&data);
  assert_null (strstr (whole, "Shaded"));
  assert_null (strstr (whole, "Part of a month"));
  data.caption.start_epoch_day = sim_date_to_epoch_day ((SimDate){ 2020, 6, 15 });
  data.caption.end_epoch_day = sim_date_to_epoch_day ((SimDate){ 2020, 9, 14 });
  assert_near (output_monthly_part (&data.caption, 0), 16.0 / 30.0, 1e-12);
  assert_near (output_monthly_part (&data.caption, 1), 1.0, 0.0);
  assert_near (output_monthly_part (&data.caption, 3), 13.0 / 30.0, 1e-12);
  g_autofree char *parts = draw_text (&data);
  assert_non_null (strstr (parts, "Shaded: a month of which only a part is simulated"));
  assert_non_null (strstr (parts, " Part of a month\n"));
  assert_non_null (strstr (parts, "(17.1 days)"));
  /* Two shades and their key in the legend. */
  int n = 0;
  for (const char *at = strstr (parts, " falling #eeeeee"); at != NULL;
       at = strstr (at + 1, " falling #eeeeee"))
    n++;
  assert_int_equal (n, 3);
  sample_series_free (sample);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (bands_are_named_with_level_and_replications),
    cmocka_unit_test (one_replication_says_that_it_has_no_interval),
    cmocka_unit_test (capacity_is_lines_over_the_line_time_of_a_batch),
    cmocka_unit_test (results_without_series_are_said_to_be_empty),
    cmocka_unit_test (months_in_part_are_shaded_and_said),
  };
  return cmocka_run_group_tests_name ("throughput", tests, NULL, NULL);
}
