/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what charts say: what is drawn must be said, and what is said drawn. */
#include "tests/output/sample-results.h"
#include "tests/support/assert.h"

static const char *const nobody = "No patient came as far as this chart shows.";

static char *
draw (const char *chart, const OutputChartData *data)
{
  return sample_draw_text (output_chart_find (chart, NULL), data, NULL);
}

/* Nobody at all: what is counted is 0, what is divided has no value. */
static void
empty_sample (Sample *sample)
{
  for (int v = 0; v < 3; v++)
    for (size_t m = 0; m < sample->catalogue->n_metrics; m++)
      {
        bool is_count = strcmp (sample->catalogue->metrics[m].unit, "patients") == 0;
        double value = is_count ? 0.0 : (double) NAN;
        sample->estimates[v][m] = (SimEstimate){ 200, value, value, value, value };
      }
  for (size_t i = 0; i < sample->catalogue->n_points; i++)
    sample->points[i] = (SimSeriesPoint){ NAN, NAN, NAN };
  for (size_t h = 0; h < sample->catalogue->n_histograms; h++)
    {
      sim_histogram_clear_memory (&sample->histograms[h]);
      sample->histograms[h] = (SimHistogram){ 0 };
    }
  for (size_t i = 0; i < sim_table_row_count (sample->sweep); i++)
    {
      SimCell *row = (SimCell *) sim_table_row (sample->sweep, i); /* ours */
      row[6].number = row[8].number = row[9].number = (double) NAN;
    }
  for (size_t i = 0; i < G_N_ELEMENTS (sample->tornado); i++)
    sample->tornado[i].low = sample->tornado[i].high =
        (SimDifference){ .difference = NAN, .low = NAN, .high = NAN };
}

static void
nobody_to_count_is_said_instead_of_empty_axes (void **state)
{
  (void) state;
  static const char *const charts[] = { "waiting",         "harvest-day", "fates",
                                        "latest-referral", "sweep",       "tornado" };
  g_autoptr (Sample) sample = sample_new ();
  empty_sample (sample);
  for (size_t i = 0; i < G_N_ELEMENTS (charts); i++)
    {
      OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
      sample_choose_metric (&data, charts[i]);
      g_autofree char *text = draw (charts[i], &data);
      if (strstr (text, nobody) == NULL)
        fail_msg ("%s: %s", charts[i], text);
    }
}

static void
lines_without_a_batch_keep_the_whole_period (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_trace_new (2);
  trace->end = sim_time_from_days (1096.0); /* 2019-05-01 to 2022-05-01 */
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  g_autofree char *text = draw ("gantt-lines", &data);
  assert_non_null (strstr (text, "No batch took a line."));
  assert_null (strstr (text, "Numbers in bars"));
  assert_non_null (strstr (text, "Apr 2022"));
}

/* One replication cannot tell how replications differ: no band, though a share of many
 * patients has one.  The legend's keys lose their bands too: rectangles are left to
 * areas, of which this chart has none. */
static void
one_replication_has_no_band_of_chances (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *many = draw ("latest-referral", &data);
  assert_non_null (strstr (many, "rectangle"));
  data.caption.replications = 1;
  g_autofree char *one = draw ("latest-referral", &data);
  assert_null (strstr (one, "rectangle"));
  assert_non_null (strstr (one, "One replication: no confidence interval"));
}

/* Intervals at one day would hide each other: no two whiskers share their x. */
static void
whiskers_of_grades_stand_side_by_side (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *text = draw ("waiting", &data);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  const char *axis = "#888888"; /* OUTPUT_RULE */
  guint n = 0;
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", -1);
      /* "line x1 y1 x2 y2 stroke #colour": upright, and not of an axis. */
      if (g_strv_length (words) < 7 || strcmp (words[0], "line") != 0 ||
          strcmp (words[1], words[3]) != 0 || strcmp (words[6], axis) == 0)
        continue;
      n++;
      g_hash_table_add (seen, (gpointer) g_intern_string (words[1]));
    }
  assert_int_equal (n, 12); /* all patients, A, B and C, on three days */
  assert_int_equal (g_hash_table_size (seen), 12);
}

/* A t interval of a share of three patients may leave 0 to 100 %; what is printed may
 * not.
 */
static void
intervals_of_shares_stay_within_0_and_100_percent (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  int share = sim_catalogue_find_metric (sample->catalogue, "infused-of-referred", "A");
  sample->estimates[0][share] = (SimEstimate){ 20, 2.0 / 3.0, 1.0, -0.768, 2.101 };
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *text = draw ("fates", &data);
  assert_non_null (strstr (text, " 66.7 (0.0 to 100.0)\n"));
}

static void
few_fates_take_no_whole_page (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *three = draw ("fates", &data);
  assert_true (g_str_has_prefix (three, "page 1 841.89 462.00\n")); /* 150 + 26 x 12 */
  data.n_variants = 1;
  g_autofree char *one = draw ("fates", &data);
  assert_true (g_str_has_prefix (one, "page 1 841.89 254.00\n")); /* 150 + 26 x 4 */
}

static void
a_tornado_says_whether_its_intervals_hold_together (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  sample_choose_metric (&data, "tornado");
  g_autofree char *alone = draw ("tornado", &data);
  assert_non_null (strstr (alone, "each by itself."));
  sample->tornado[0].high.is_primary = true;
  g_autofree char *together = draw ("tornado", &data);
  assert_non_null (strstr (together, "simultaneous over all changes."));
}

static void
nobody_lost_has_no_block_to_explain (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *some = draw ("harvest-day", &data);
  assert_non_null (strstr (some, "whose window closed (95 % confidence interval "));
  static const char *const groups[] = { "all", "A", "B", "C" };
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      int lost = sim_catalogue_find_metric (sample->catalogue, "lost-window", groups[g]);
      sample->estimates[0][lost] = (SimEstimate){ 200, 0.0, 0.0, 0.0, 0.0 };
    }
  g_autofree char *none = draw ("harvest-day", &data);
  assert_non_null (strstr (none, "No eligible patient's window closed."));
  assert_null (strstr (none, "block right"));
  assert_null (strstr (none, " window closed\n")); /* nor its tick */
  /* A t interval of few patients: fewer than none is no number of patients. */
  int lost = sim_catalogue_find_metric (sample->catalogue, "lost-window", "all");
  sample->estimates[0][lost] = (SimEstimate){ 3, 0.7, 0.6, -0.8, 2.1 };
  int lost_a = sim_catalogue_find_metric (sample->catalogue, "lost-window", "A");
  sample->estimates[0][lost_a] = sample->estimates[0][lost];
  g_autofree char *few = draw ("harvest-day", &data);
  assert_non_null (strstr (few, "(95 % confidence interval 0.0 to 2.1)"));
}

/* Without grades, as in other domains, everybody is drawn; and no day is beyond the axis:
 * 400 harvests on days 5 to 29, and one on day 300, in bars of ceil (301 / 120) = 3 days.
 */
static void
harvests_without_grades_or_window_are_all_drawn (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  static const char *const grades[] = { "A", "B", "C" };
  for (size_t g = 0; g < G_N_ELEMENTS (grades); g++)
    {
      int metric =
          sim_catalogue_find_metric (sample->catalogue, "harvest-day.p50", grades[g]);
      SimHistogram *histogram =
          &sample->histograms[sample->catalogue->metrics[metric].histogram];
      sim_histogram_clear_memory (histogram);
      *histogram = (SimHistogram){ 0 };
    }
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *days = draw ("harvest-day", &data);
  assert_null (strstr (days, nobody));
  assert_null (strstr (days, "AIS"));
  assert_non_null (strstr (days, " all patients\n"));
  assert_null (strstr (days, "Each bar stands"));
  int all = sim_catalogue_find_metric (sample->catalogue, "harvest-day.p50", "all");
  sim_histogram_add (&sample->histograms[sample->catalogue->metrics[all].histogram],
                     300 * SIM_DAY + SIM_HOUR);
  g_autofree char *late = draw ("harvest-day", &data);
  assert_non_null (strstr (late, "Each bar stands for 3 days.\n"));
  assert_non_null (strstr (late, " 300\n")); /* a tick of the axis */
}

/* A legend names what is there: no draws, no grade, nobody lost. */
static void
a_plain_process_has_no_blood_and_no_grades (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  g_autoptr (SimTrace) trace = sample_trace_new (1);
  trace->end = 100 * SIM_DAY;
  sample_treated (trace, 1, NULL, 0, 0.0, 2.0, 3.0, NULL, 0, 10.0, 41.8);
  OutputChartData data = sample_data (sample, trace, OUTPUT_LANGUAGE_EN);
  g_autofree char *text = draw ("gantt-patients", &data);
  static const char *const absent[] = { "AIS", "Blood draws", "Marrow harvest", "Lost" };
  for (size_t i = 0; i < G_N_ELEMENTS (absent); i++)
    if (strstr (text, absent[i]) != NULL)
      fail_msg ("%s: %s", absent[i], text);
  assert_non_null (strstr (text, " Harvest\n"));
  assert_non_null (strstr (text, " Infusion\n"));
}

/* Over draws of uncertain inputs, whatever has intervals says so. */
static void
uncertain_inputs_are_said_beside_every_interval (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  size_t n;
  const OutputChart *charts = output_charts (&n);
  for (size_t c = 0; c < n; c++)
    for (int language = 0; language < 2; language++)
      {
        OutputChartData data = sample_data (sample, NULL, (OutputLanguage) language);
        sample_choose_metric (&data, charts[c].name);
        data.caption.input_draws = 50;
        g_autofree char *text = sample_draw_text (&charts[c], &data, NULL);
        bool is_quantiles = strcmp (charts[c].name, "forecast") == 0;
        if (charts[c].scope != OUTPUT_SCOPE_ALL || is_quantiles)
          continue;
        if (strstr (text, language == 0 ? "were drawn 50 times" : "50回抽出") == NULL)
          fail_msg ("%s: %s", charts[c].name, text);
      }
}

static void
an_empty_comparison_says_why (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  data.metric = "never-counted";
  data.group = "all";
  g_autofree char *unknown = draw ("comparison", &data);
  assert_non_null (strstr (unknown, "There is nothing to compare"));
  assert_null (strstr (unknown, "Whiskers"));
  const SimDifference none = { .difference = NAN, .low = NAN, .high = NAN };
  for (size_t i = 0; i < 2 * sample->catalogue->n_metrics; i++)
    sample->differences[i] = none;
  data.metric = "infused-share";
  g_autofree char *nobody_came = draw ("comparison", &data);
  assert_non_null (strstr (nobody_came, "No difference can be told"));
  assert_non_null (strstr (nobody_came, "Paired differences from ais-a-first.\n"));
  assert_null (strstr (nobody_came, "Whiskers"));
  assert_null (strstr (nobody_came, "Difference (")); /* the axis */
}

static void
empty_charts_explain_nothing_that_is_not_there (void **state)
{
  (void) state;
  static const char *const charts[] = { "waiting", "harvest-day", "latest-referral",
                                        "sweep" };
  static const char *const absent[] = { "Whiskers", "Bands", "Bars", "Left out" };
  g_autoptr (Sample) sample = sample_new ();
  empty_sample (sample);
  for (size_t i = 0; i < G_N_ELEMENTS (charts); i++)
    {
      OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
      sample_choose_metric (&data, charts[i]);
      g_autofree char *text = draw (charts[i], &data);
      for (size_t k = 0; k < G_N_ELEMENTS (absent); k++)
        if (strstr (text, absent[k]) != NULL)
          fail_msg ("%s: %s", charts[i], text);
    }
}

/* Dates that are certain have bars of 0.5 pt, the least that is seen, at any size: what
 * is wider are the two keys of the legend. */
static void
a_certain_date_is_not_drawn_as_days (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  for (size_t i = 0; i < sim_table_row_count (sample->forecast); i++)
    {
      SimCell *row = (SimCell *) sim_table_row (sample->forecast, i); /* ours */
      for (int k = 0; k < 6; k++)
        row[4 + k].number = (double) i + (k < 3 ? 3.0 : 30.0);
    }
  for (int half = 0; half < 2; half++)
    {
      OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
      OutputChartOptions options = output_chart_options_default ();
      options.width = half == 0 ? 0.0 : 421.0;
      options.height = half == 0 ? 0.0 : 298.0;
      g_autofree char *text =
          sample_draw_text (output_chart_find ("forecast", NULL), &data, &options);
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      int n_thin = 0, n_wide = 0;
      for (char **line = lines; *line != NULL; line++)
        {
          g_auto (GStrv) words = g_strsplit (*line, " ", -1);
          /* "rectangle x y width height falling #colour stroke #colour" */
          if (!g_str_has_prefix (*line, "rectangle ") || g_strv_length (words) < 9)
            continue;
          bool is_thin = g_ascii_strtod (words[3], NULL) <= 0.5;
          n_thin += is_thin ? 1 : 0;
          n_wide += is_thin ? 0 : 1;
        }
      assert_true (n_thin >= 2 * 13);               /* thirteen rows fit half a page */
      assert_true (n_wide % 2 == 0 && n_wide <= 6); /* two on each page */
    }
}

/* Grades or blood tell of injuries; without a catalogue there is no other product. */
static void
day_0_is_an_injury_where_grades_or_blood_say_so (void **state)
{
  (void) state;
  static const struct
  {
    const char *name, *group;
    bool is_of_injuries;
  } cases[] = { { "infused", "all", false },
                { "infused", "age:65+", false },
                { "infused", "C", true },
                { "draws", "all", true } };
  const OutputChart *chart = output_chart_find ("gantt-patients", NULL);
  OutputChartData data = { 0 };

  assert_true (output_chart_is_of_injuries (&data));
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup (cases[i].name);
      g_autofree char *group = g_strdup (cases[i].group);
      SimMetric metric = { .name = name, .group = group };
      SimCatalogue catalogue = { .metrics = &metric, .n_metrics = 1 };
      data.catalogue = &catalogue;
      assert_int_equal (output_chart_is_of_injuries (&data), cases[i].is_of_injuries);
      assert_string_equal (output_chart_heading (chart, &data),
                           cases[i].is_of_injuries
                               ? "Patients from injury to infusion"
                               : "Patients from illness or injury to infusion");
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (nobody_to_count_is_said_instead_of_empty_axes),
    cmocka_unit_test (lines_without_a_batch_keep_the_whole_period),
    cmocka_unit_test (one_replication_has_no_band_of_chances),
    cmocka_unit_test (whiskers_of_grades_stand_side_by_side),
    cmocka_unit_test (intervals_of_shares_stay_within_0_and_100_percent),
    cmocka_unit_test (few_fates_take_no_whole_page),
    cmocka_unit_test (a_tornado_says_whether_its_intervals_hold_together),
    cmocka_unit_test (nobody_lost_has_no_block_to_explain),
    cmocka_unit_test (harvests_without_grades_or_window_are_all_drawn),
    cmocka_unit_test (a_plain_process_has_no_blood_and_no_grades),
    cmocka_unit_test (uncertain_inputs_are_said_beside_every_interval),
    cmocka_unit_test (an_empty_comparison_says_why),
    cmocka_unit_test (empty_charts_explain_nothing_that_is_not_there),
    cmocka_unit_test (a_certain_date_is_not_drawn_as_days),
    cmocka_unit_test (day_0_is_an_injury_where_grades_or_blood_say_so),
  };
  return cmocka_run_group_tests_name ("chart-notes", tests, NULL, NULL);
}
