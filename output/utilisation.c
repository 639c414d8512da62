/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart utilisation: share of each pool in use, month by month. */
#include "output/utilisation.h"

#include <math.h>
#include <string.h>

#include "output/monthly.h"
#include "output/page.h"

/* More pools than this in one picture are not told apart. */
#define MOST_POOLS 14

static const char prefix[] = "in-use:";

bool
output_utilisation_has_data (const OutputChartData *data)
{
  const char *gate = output_monthly_gate (data);
  g_autofree char *name = g_strconcat (prefix, gate, NULL);
  size_t n;
  return gate != NULL && output_monthly_points (data, name, "all", &n) != NULL;
}

/* In use / capacity; months without capacity are left out. */
static SimSeriesPoint *
use_points (const OutputChartData *data, const char *pool, size_t n)
{
  g_autofree char *use_name = g_strconcat (prefix, pool, NULL);
  g_autofree char *capacity_name = g_strconcat ("capacity:", pool, NULL);
  size_t n_use = 0, n_capacity = 0;
  const SimSeriesPoint *use = output_monthly_points (data, use_name, "all", &n_use);
  const SimSeriesPoint *capacity =
      output_monthly_points (data, capacity_name, "all", &n_capacity);
  SimSeriesPoint *points = g_new (SimSeriesPoint, n + 1);
  for (size_t i = 0; i < n; i++)
    {
      double units = capacity != NULL && i < n_capacity ? capacity[i].mean : (double) NAN;
      points[i] = (SimSeriesPoint){ NAN, NAN, NAN };
      if (use != NULL && i < n_use && units > 0.0)
        points[i] = (SimSeriesPoint){ use[i].mean / units, use[i].low / units,
                                      use[i].high / units };
    }
  return points;
}

void
output_utilisation_draw (OutputCanvas *canvas,
                         OutputRect body,
                         G_GNUC_UNUSED int page,
                         G_GNUC_UNUSED int n_pages,
                         const OutputChartData *data,
                         const OutputChartOptions *options)
{
  OutputLineSeries series[MOST_POOLS] = { 0 };
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autofree double *x = NULL;
  size_t n_series = 0, n_months = 0;
  for (size_t i = 0; i < data->catalogue->n_series && n_series < MOST_POOLS; i++)
    {
      const SimSeries *source = &data->catalogue->series[i];
      if (!g_str_has_prefix (source->name, prefix) || strcmp (source->axis, "month") != 0)
        continue;
      if (x == NULL)
        {
          n_months = output_monthly_count (&data->caption, source->n_points);
          x = output_monthly_middles (&data->caption, n_months);
        }
      SimSeriesPoint *points =
          use_points (data, source->name + strlen (prefix), n_months);
      g_ptr_array_add (kept, points);
      series[n_series] =
          (OutputLineSeries){ .label = source->name + strlen (prefix),
                              .style = output_palette_series ((int) n_series),
                              .x = x,
                              .points = points,
                              .n = n_months,
                              .has_band = true };
      n_series++;
    }
  output_line_chart_note (
      canvas, &body, &data->caption, series, n_series,
      "Bands: {level} % confidence intervals of the mean over {n} replications.");
  output_monthly_draw (canvas, body, data, options, series, n_series, n_months,
                       "In use, of the units available (%)", OUTPUT_MONTHLY_SHARE);
}
