/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the Gantt charts: Table 6, selections, pages, nothing overprinted. */
#include "tests/output/samples.h"
#include "tests/support/assert.h"

#include <string.h>

#include "output/error.h"

/* The chart as the text format tells it. */
static char *
draw_text (const char *name,
           const OutputChartData *data,
           const OutputChartOptions *options)
{
  const OutputChart *chart = output_chart_find (name, NULL);
  g_autoptr (GBytes) bytes =
      output_chart_render (chart, data, options, OUTPUT_FORMAT_TEXT, NULL, NULL);
  size_t n;
  const char *text = g_bytes_get_data (bytes, &n);
  return g_strndup (text, n);
}

static int
count (const char *text, const char *part)
{
  int n = 0;
  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static void
table6_shows_every_day_of_its_thirteen_rows (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_table6_new ();
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  g_autofree char *text = draw_text ("gantt-patients", &data, NULL);
  int draws = 0;
  for (int i = 0; i < 13; i++)
    for (int d = 1; d <= 5; d++)
      draws += sample_table6[i][d] > 0.0 ? 1 : 0;
  /* 1 x 3 + 10 x 4 + 2 x 5 = 53 draws, each a circled digit. */
  assert_int_equal (draws, 53);
  static const char *const circled[] = { " ①\n", " ②\n", " ③\n", " ④\n", " ⑤\n" };
  static const int expected[] = { 13, 13, 13, 12, 2 };
  for (size_t i = 0; i < G_N_ELEMENTS (circled); i++)
    assert_int_equal (count (text, circled[i]), expected[i]);
  assert_int_equal (count (text, " infused\n"), 13);
  /* Infusion on day 51 in rows 8, 9 and 12: below the mark and in the column. */
  assert_int_equal (count (text, " 51\n"), 6);
  assert_int_equal (count (text, " End of day 31\n"), 1);
  assert_null (strstr (text, "# overlap"));
  assert_null (strstr (text, "# stray"));
}

/* The whole layout, as a human last approved it.  Measured with the fonts of Debian 12
 * (fonts-dejavu-core, fonts-ipafont-gothic); DAY31_UPDATE_GOLDEN=1 writes it anew. */
static void
table6_lies_as_approved (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_table6_new ();
  static const char *const names[] = { "gantt-patients", "gantt-lines" };
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_JA),
                               .trace = trace };
      g_autofree char *text = draw_text (names[i], &data, NULL);
      g_autofree char *file = g_strconcat (names[i], ".txt", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "tests",
                                                "golden", "table6", file, NULL);
      if (g_getenv ("DAY31_UPDATE_GOLDEN") != NULL)
        assert_true (g_file_set_contents (path, text, -1, NULL));
      g_autofree char *approved = NULL;
      assert_true (g_file_get_contents (path, &approved, NULL, NULL));
      assert_string_equal (text, approved);
    }
}

static void
marks_stand_at_their_days (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_table6_new ();
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  g_autofree char *text = draw_text ("gantt-patients", &data, NULL);
  /* Draw 1 of patient 1 (day 5) and the tick of day 5 share their middle; the digit is
   * the first disc drawn.  "disc X Y R" and the tick's text " 5", which is centred on it.
   */
  const char *disc = strstr (text, "\ndisc ");
  assert_non_null (disc);
  double x = g_ascii_strtod (disc + strlen ("\ndisc "), NULL);
  bool is_found = false;
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "text ") && g_str_has_suffix (*line, " 5"))
      {
        g_auto (GStrv) parts = g_strsplit (*line, " ", -1);
        double middle =
            g_ascii_strtod (parts[1], NULL) + g_ascii_strtod (parts[3], NULL) / 2.0;
        is_found = is_found || fabs (middle - x) < 0.02; /* rounded to 0.01 twice */
      }
  assert_true (is_found);
}

static void
pictures_state_their_selection_and_pdf_pages_through (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_many_new (1234, 7);
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  OutputChartOptions options = output_chart_options_default ();
  g_autofree char *text = draw_text ("gantt-patients", &data, &options);
  /* 1234 = 20 x 60 + 34. */
  assert_int_equal (count (text, "\npage 21 "), 1);
  assert_int_equal (count (text, "\npage 22 "), 0);
  assert_non_null (strstr (text, "page 21 of 21\n"));
  assert_non_null (strstr (text, "Patients 1201 to 1234 of 1234\n"));
  assert_null (strstr (text, "# overlap"));
  assert_null (strstr (text, "# stray"));

  const int64_t chosen[] = { 7, 1000, 1233 };
  options.patients = chosen;
  options.n_patients = G_N_ELEMENTS (chosen);
  g_autofree char *three = draw_text ("gantt-patients", &data, &options);
  assert_non_null (strstr (three, "3 of 1234 patients, as selected\n"));

  options.patients = NULL;
  options.from = 1e6;
  g_autofree char *none = draw_text ("gantt-patients", &data, &options);
  assert_non_null (strstr (none, "No patient falls into the period"));
}

/* 2,000 patients on pages for a handful would fill hundreds. */
static void
a_file_has_at_most_100_pages_and_says_so (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_many_new (2000, 5);
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  OutputChartOptions options = output_chart_options_default ();
  options.width = 400.0;
  options.height = 200.0;
  g_autofree char *text = draw_text ("gantt-patients", &data, &options);
  assert_int_equal (count (text, "\npage 100 "), 1);
  assert_int_equal (count (text, "\npage 101 "), 0);
  assert_int_equal (count (text, " of 100, cut from "), 100);
}

static int n_plans;

static gpointer
count_plan (const OutputChartData *data, const OutputChartOptions *options)
{
  n_plans++;
  return output_chart_find ("gantt-patients", NULL)->plan (data, options);
}

/* The trace is gone through once, not once a page: else files of n pages cost n^2. */
static void
all_pages_share_one_plan (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_many_new (200, 5);
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  OutputChart chart = *output_chart_find ("gantt-patients", NULL);
  chart.plan = count_plan;
  g_autoptr (GBytes) bytes =
      output_chart_render (&chart, &data, NULL, OUTPUT_FORMAT_PDF, NULL, NULL);
  assert_non_null (bytes);
  assert_int_equal (n_plans, 1);
}

/* 25,000 patients on 30 lines over 123 years are 75,000 bars on the overview's page. */
static void
bars_beyond_20000_are_thinned_and_that_is_said (void **state)
{
  (void) state;
  static const int patients[] = { 3000, 25000 };
  for (size_t i = 0; i < G_N_ELEMENTS (patients); i++)
    {
      g_autoptr (SimTrace) trace = sample_many_new (patients[i], 30);
      OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                               .trace = trace };
      g_autoptr (GBytes) bytes =
          output_chart_render (output_chart_find ("gantt-lines", NULL), &data, NULL,
                               OUTPUT_FORMAT_SVG, NULL, NULL);
      assert_non_null (bytes);
      /* 200 bytes a bar, and as much again for patterns and letters. */
      assert_true (g_bytes_get_size (bytes) < 8 * 1000 * 1000);
      OutputChartOptions options = output_chart_options_default ();
      options.to = 1.8 * patients[i];
      g_autofree char *text = draw_text ("gantt-lines", &data, &options);
      g_auto (GStrv) pages = g_strsplit (text, "\npage 2 ", 2);
      int n_bars = count (pages[0], "\nrectangle ");
      assert_int_equal (strstr (pages[0], "More than 20,000 bars") != NULL, i == 1);
      assert_true (n_bars < 2 * 20000); /* a batch is a bar and its rim */
      assert_true (n_bars > 3000);
    }
}

static void
nothing_overlaps_at_any_size_in_either_language (void **state)
{
  (void) state;
  static const int sizes[] = { 1, 13, 60, 400 };
  static const double pages[][2] = {
    { 0, 0 }, { 421, 298 }, { 298, 421 }, { 1684, 1191 }
  };
  static const char *const names[] = { "gantt-patients", "gantt-lines" };
  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (size_t p = 0; p < G_N_ELEMENTS (pages); p++)
      for (int language = 0; language < 2; language++)
        for (size_t c = 0; c < G_N_ELEMENTS (names); c++)
          {
            g_autoptr (SimTrace) trace = sample_many_new (sizes[i], 9);
            OutputChartData data = { .caption =
                                         sample_caption ((OutputLanguage) language),
                                     .trace = trace };
            OutputChartOptions options = output_chart_options_default ();
            options.width = pages[p][0];
            options.height = pages[p][1];
            g_autofree char *text = draw_text (names[c], &data, &options);
            if (strstr (text, "# overlap") != NULL || strstr (text, "# stray") != NULL)
              fail_msg ("%s of %d patients, page %zu, language %d", names[c], sizes[i], p,
                        language);
          }
}

static void
lines_show_use_closure_and_patients (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_trace_new (2);
  trace->end = 100 * SIM_DAY;
  const double draws[] = { 5.0, 8.0 };
  sample_treated (trace, 41, "A", 0, 0.0, 2.0, 3.0, draws, 2, 10.0, 41.8);
  sample_span (trace, -1, 1, "closed", 0.0, 100.0);
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  OutputChartOptions options = output_chart_options_default ();
  options.to = 60.0;
  g_autofree char *text = draw_text ("gantt-lines", &data, &options);
  /* On the line from 10.3 to 40.3.  Nothing follows, so the axis ends two days behind day
   * 41: 30 / 43 = 69.8 %; the closed line is never available. */
  assert_non_null (strstr (text, " 70 %\n"));
  assert_non_null (strstr (text, " –\n"));
  assert_non_null (strstr (text, " 41\n"));
  assert_non_null (strstr (text, " Closed\n"));
  assert_null (strstr (text, " Out of order\n"));
}

static void
files_are_the_same_twice_and_failures_reported (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_many_new (20, 3);
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_JA),
                           .trace = trace };
  static const OutputFormat formats[] = { OUTPUT_FORMAT_PNG, OUTPUT_FORMAT_PDF,
                                          OUTPUT_FORMAT_SVG };
  const OutputChart *chart = output_chart_find ("gantt-patients", NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GBytes) one =
          output_chart_render (chart, &data, NULL, formats[i], NULL, NULL);
      g_autoptr (GBytes) two =
          output_chart_render (chart, &data, NULL, formats[i], NULL, NULL);
      assert_true (g_bytes_equal (one, two));
    }
  g_autoptr (GError) error = NULL;
  assert_false (output_chart_draw ("gantt-patients", &data, NULL, "/nonexistent/chart",
                                   OUTPUT_FORMAT_SVG, NULL, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  g_clear_error (&error);
  assert_false (
      output_chart_draw ("pie", &data, NULL, "x", OUTPUT_FORMAT_SVG, NULL, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_UNKNOWN_CHART));
  g_clear_error (&error);
  data.trace = NULL;
  assert_false (output_chart_draw ("gantt-patients", &data, NULL, "x", OUTPUT_FORMAT_SVG,
                                   NULL, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA));
}

/* The first patient of a list: waiting before and after today, booked, harvested before
 * today, so that only the last days of the culture were simulated. */
static void
ticks_and_threads_are_in_the_legend (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sample_trace_new (1);
  trace->end = 100 * SIM_DAY;
  sample_mark (trace, 1, "injury", 0, 0.0);
  sample_mark (trace, 1, "referral", 0, 3.0);
  sample_span (trace, 1, -1, "waiting", 5.0, 9.0);
  sample_span (trace, 1, -1, "waiting", 9.0, 12.0);
  sample_span (trace, 1, 0, "stage:testing", 40.0, 47.0);
  sample_row (trace, 1, "A", 0.0, 20.0, 47.0, 47.0, "infused");
  OutputChartData data = { .caption = sample_caption (OUTPUT_LANGUAGE_EN),
                           .trace = trace };
  g_autofree char *text = draw_text ("gantt-patients", &data, NULL);
  assert_non_null (strstr (text, " Injury, referral\n"));
  assert_non_null (strstr (text, " Between phases\n"));
  /* One bar of seven days, not two with a seam, and its key in the legend. */
  int n = 0;
  for (const char *at = strstr (text, " plain #dbdbdb"); at != NULL;
       at = strstr (at + 1, " plain #dbdbdb"))
    n++;
  assert_int_equal (n, 2);
  sample_span (trace, 1, -1, "booked", 12.0, 40.0);
  g_autofree char *whole = draw_text ("gantt-patients", &data, NULL);
  assert_null (strstr (whole, " Between phases\n"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (table6_shows_every_day_of_its_thirteen_rows),
    cmocka_unit_test (table6_lies_as_approved),
    cmocka_unit_test (marks_stand_at_their_days),
    cmocka_unit_test (pictures_state_their_selection_and_pdf_pages_through),
    cmocka_unit_test (a_file_has_at_most_100_pages_and_says_so),
    cmocka_unit_test (all_pages_share_one_plan),
    cmocka_unit_test (bars_beyond_20000_are_thinned_and_that_is_said),
    cmocka_unit_test (nothing_overlaps_at_any_size_in_either_language),
    cmocka_unit_test (lines_show_use_closure_and_patients),
    cmocka_unit_test (files_are_the_same_twice_and_failures_reported),
    cmocka_unit_test (ticks_and_threads_are_in_the_legend),
  };
  return cmocka_run_group_tests_name ("gantt", tests, NULL, NULL);
}
