/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart waiting: how long patients wait for a booking, by grade. */
#include "output/waiting.h"

#include <math.h>

#include "output/line-chart.h"
#include "output/monthly.h"
#include "output/page.h"

/* Curves: the pooled distribution of the waits of the booked, times the share of the
 * eligible that was booked at all.  Points: the shares booked within 7, 14 and 21 days,
 * which have intervals. */

static const char *const groups[] = { "all", "A", "B", "C" };
static const struct
{
  const char *metric;
  double day;
} limits[] = { { "booked-by.7", 7.0 },
               { "booked-by.14", 14.0 },
               { "booked-by.21", 21.0 } };

static size_t
variant_index (const OutputChartData *data)
{
  const OutputChartVariant *variant = output_monthly_variant (data);
  return variant == NULL ? data->n_variants : (size_t) (variant - data->variants);
}

static const SimHistogram *
find_histogram (const OutputChartData *data, const char *group)
{
  const OutputChartVariant *variant = output_monthly_variant (data);
  if (data->catalogue == NULL || variant == NULL || variant->histograms == NULL)
    return NULL;
  int metric = sim_catalogue_find_metric (data->catalogue, "wait.p50", group);
  int histogram = metric < 0 ? -1 : data->catalogue->metrics[metric].histogram;
  return histogram < 0 ? NULL : &variant->histograms[histogram];
}

bool
output_waiting_has_data (const OutputChartData *data)
{
  return find_histogram (data, "all") != NULL ||
         output_chart_estimate (data, variant_index (data), limits[0].metric, "all") !=
             NULL;
}

/* Points at every quarter of a day: bin k ends at hour k. */
static SimSeriesPoint *
curve (const SimHistogram *histogram, double booked_share, size_t n)
{
  SimSeriesPoint *points = g_new (SimSeriesPoint, n + 1);
  int64_t below = 0;
  uint32_t bin = 0;
  for (size_t i = 0; i < n; i++)
    {
      for (; bin < histogram->used && (size_t) bin <= 6 * i; bin++)
        below += histogram->bins[bin];
      double share = histogram->count > 0
                         ? (double) below / (double) histogram->count * booked_share
                         : (double) NAN;
      points[i] = (SimSeriesPoint){ share, NAN, NAN };
    }
  return points;
}

static double
last_day (const OutputChartData *data)
{
  double last = 22.0;
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      const SimHistogram *histogram = find_histogram (data, groups[g]);
      if (histogram != NULL && histogram->count > 0)
        last = MAX (last, ceil (sim_histogram_quantile (histogram, 0.999)));
    }
  return last;
}

static double
booked_share (const OutputChartData *data, const char *group)
{
  size_t variant = variant_index (data);
  const SimEstimate *booked = output_chart_estimate (data, variant, "booked", group);
  const SimEstimate *eligible = output_chart_estimate (data, variant, "eligible", group);
  if (booked == NULL || eligible == NULL || !(eligible->mean > 0.0))
    return 1.0;
  return booked->mean / eligible->mean;
}

void
output_waiting_draw (OutputCanvas *canvas,
                     OutputRect body,
                     G_GNUC_UNUSED int page,
                     G_GNUC_UNUSED int n_pages,
                     const OutputChartData *data,
                     G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  double last = last_day (data);
  size_t n = (size_t) (last * 4.0) + 1;
  g_autofree double *x = g_new (double, n);
  for (size_t i = 0; i < n; i++)
    x[i] = (double) i / 4.0;
  double days[G_N_ELEMENTS (limits)];
  for (size_t i = 0; i < G_N_ELEMENTS (limits); i++)
    days[i] = limits[i].day;

  OutputLineSeries series[2 * G_N_ELEMENTS (groups)] = { 0 };
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  char *labels[G_N_ELEMENTS (groups)] = { NULL };
  SimSeriesPoint *curves[G_N_ELEMENTS (groups)] = { NULL };
  SimSeriesPoint at_limits[G_N_ELEMENTS (groups)][G_N_ELEMENTS (limits)];
  size_t n_series = 0;
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      const SimHistogram *histogram = find_histogram (data, groups[g]);
      OutputStyle style = output_palette_grade (groups[g]);
      style.marker =
          style.marker == OUTPUT_MARKER_NONE ? OUTPUT_MARKER_DIAMOND : style.marker;
      labels[g] = output_word_group (language, groups[g]);
      g_ptr_array_add (owned, labels[g]);
      if (histogram != NULL && histogram->count > 0)
        {
          curves[g] = curve (histogram, booked_share (data, groups[g]), n);
          g_ptr_array_add (owned, curves[g]);
          series[n_series++] = (OutputLineSeries){ .label = labels[g],
                                                   .style = style,
                                                   .shape = OUTPUT_LINE_STEPS,
                                                   .x = x,
                                                   .points = curves[g],
                                                   .n = n };
        }
      for (size_t i = 0; i < G_N_ELEMENTS (limits); i++)
        {
          const SimEstimate *estimate = output_chart_estimate (
              data, variant_index (data), limits[i].metric, groups[g]);
          at_limits[g][i] = (SimSeriesPoint){ NAN, NAN, NAN };
          if (estimate != NULL)
            at_limits[g][i] =
                (SimSeriesPoint){ estimate->mean, estimate->low, estimate->high };
        }
      if (curves[g] == NULL && !isfinite (at_limits[g][0].mean))
        continue; /* nobody of this grade */
      series[n_series++] =
          (OutputLineSeries){ .label = curves[g] == NULL ? labels[g] : NULL,
                              .style = style,
                              .shape = OUTPUT_LINE_POINTS,
                              .x = days,
                              .points = at_limits[g],
                              .n = G_N_ELEMENTS (limits),
                              .has_band = true };
    }
  output_line_chart_note (
      canvas, &body, &data->caption, series, n_series,
      "The rest of each curve up to 100 % was never booked. Whiskers: "
      "{level} % intervals over {n} replications.");
  g_autoptr (OutputTicks) ticks =
      output_ticks_number (0.0, last, MAX (4, (int) (body.width / 50.0)), true);
  OutputLineChart chart = {
    .series = series,
    .n_series = n_series,
    .x_from = 0.0,
    .x_to = last,
    .x_ticks = ticks,
    .x_title = output_word (language, "Days from eligibility to the first booking"),
    .y_title = output_word (language, "Booked within so many days, of the eligible (%)"),
    .y_top = 1.0,
    .is_percent = true,
    .reference = NAN,
  };
  output_line_chart_draw (canvas, body, &chart);
}
