/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart latest-referral: chance of a harvest by day of referral. */
#include "output/latest-referral.h"

#include <math.h>
#include <string.h>

#include "output/line-chart.h"
#include "output/monthly.h"
#include "output/page.h"

/* A share known no better than this says nothing, and its band would hide the others. */
#define WIDEST 0.35

static const char *const groups[] = { "all", "A", "B", "C" };

static const SimSeries *
find_series (const OutputChartData *data, const char *group)
{
  const OutputChartVariant *variant = output_monthly_variant (data);
  if (data->catalogue == NULL || variant == NULL || variant->points == NULL)
    return NULL;
  int i = sim_catalogue_find_series (data->catalogue, "harvest-chance", group);
  return i < 0 ? NULL : &data->catalogue->series[i];
}

/* Copies the points, without those whose interval is too wide, and without any interval
 * where one replication cannot tell how much replications differ. */
static SimSeriesPoint *
known_points (const SimSeriesPoint *points,
              size_t n,
              int64_t replications,
              bool *ret_has_unknown)
{
  SimSeriesPoint *known = g_new (SimSeriesPoint, n + 1);
  for (size_t i = 0; i < n; i++)
    {
      bool is_unknown =
          isfinite (points[i].mean) && points[i].high - points[i].low > WIDEST;
      known[i] = is_unknown ? (SimSeriesPoint){ NAN, NAN, NAN } : points[i];
      if (replications < 2)
        known[i].low = known[i].high = (double) NAN;
      *ret_has_unknown = *ret_has_unknown || is_unknown;
    }
  return known;
}

bool
output_latest_referral_has_data (const OutputChartData *data)
{
  return find_series (data, "all") != NULL;
}

void
output_latest_referral_draw (OutputCanvas *canvas,
                             OutputRect body,
                             G_GNUC_UNUSED int page,
                             G_GNUC_UNUSED int n_pages,
                             const OutputChartData *data,
                             G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  const SimSeriesPoint *points = output_monthly_variant (data)->points;
  size_t n = find_series (data, "all")->n_points;
  g_autofree double *x = g_new (double, n + 1);
  for (size_t i = 0; i < n; i++)
    x[i] = (double) i;
  OutputLineSeries series[G_N_ELEMENTS (groups)] = { 0 };
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  char *labels[G_N_ELEMENTS (groups)] = { NULL };
  bool has_unknown = false;
  size_t n_series = 0;
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      const SimSeries *source = find_series (data, groups[g]);
      if (source == NULL)
        continue;
      SimSeriesPoint *known = known_points (points + source->offset, source->n_points,
                                            data->caption.replications, &has_unknown);
      g_ptr_array_add (owned, known);
      labels[g] = output_word_group (language, groups[g]);
      g_ptr_array_add (owned, labels[g]);
      series[n_series++] = (OutputLineSeries){ .label = labels[g],
                                               .style = output_palette_grade (groups[g]),
                                               .x = x,
                                               .points = known,
                                               .n = MIN (n, source->n_points),
                                               .has_band = true };
    }
  if (has_unknown && output_line_chart_has_point (series, n_series))
    output_page_note (canvas, &body,
                      output_word (language, "Left out: days with too few patients to "
                                             "know the share within 35 points."));
  output_line_chart_note (
      canvas, &body, &data->caption, series, n_series,
      data->caption.input_draws > 0
          ? "Bands: {level} % confidence intervals of the mean over {n} replications."
          : "Bands: {level} % Wilson intervals of all patients of {n} replications, as "
            "if "
            "each were independent.");
  double window = data->caption.window_days;
  double last = MAX ((double) n - 1.0, 1.0);
  g_autofree char *day = output_number (window, window == floor (window) ? 0 : 1);
  g_autofree char *reference = output_phrase (language, "Day {day}", "day", day, NULL);
  g_autoptr (OutputTicks) ticks =
      output_ticks_number (0.0, last, MAX (4, (int) (body.width / 50.0)), true);
  OutputLineChart chart = {
    .series = series,
    .n_series = n_series,
    .x_from = 0.0,
    .x_to = last,
    .x_ticks = ticks,
    .x_title = output_word (language, output_chart_is_of_injuries (data)
                                          ? "Day of referral (since injury)"
                                          : "Day of referral (since illness or injury)"),
    .y_title = output_word (language,
                            "Harvested within the window, of the referred that day (%)"),
    .y_top = 1.0,
    .is_percent = true,
    .reference = window > 0.0 ? window : (double) NAN,
    .reference_label = reference,
    .empty = has_unknown ? "On no day of referral are there patients enough." : NULL,
  };
  output_line_chart_draw (canvas, body, &chart);
}
