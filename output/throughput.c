/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart throughput: infusions by month and grade, beside the capacity. */
#include "output/throughput.h"

#include <math.h>

#include "output/line-chart.h"
#include "output/monthly.h"
#include "output/page.h"

bool
output_throughput_has_data (const OutputChartData *data)
{
  size_t n;
  return output_monthly_points (data, "infused", "all", &n) != NULL;
}

/*
 * The capacity in batches a month: lines available x days of a mean month / mean line
 * days a batch, where the last is line days in use / batches begun over all months.
 *
 * Ours: a plant's capacity in starts depends on how long its batches take; this reads it
 * off the run itself, so it holds for any stages.  Returns: NULL where the series are
 * missing.
 */
static SimSeriesPoint *
capacity_points (const OutputChartData *data, size_t n, double *ret_line_days)
{
  const char *gate = output_monthly_gate (data);
  if (gate == NULL)
    return NULL;
  g_autofree char *capacity_name = g_strconcat ("capacity:", gate, NULL);
  g_autofree char *use_name = g_strconcat ("in-use:", gate, NULL);
  size_t n_capacity = 0, n_use = 0, n_harvested = 0;
  const SimSeriesPoint *capacity =
      output_monthly_points (data, capacity_name, "all", &n_capacity);
  const SimSeriesPoint *use = output_monthly_points (data, use_name, "all", &n_use);
  const SimSeriesPoint *harvested =
      output_monthly_points (data, "harvested", "all", &n_harvested);
  if (capacity == NULL || use == NULL || harvested == NULL || n_capacity < n ||
      n_use < n || n_harvested < n)
    return NULL;
  double line_days = 0.0, batches = 0.0;
  for (size_t i = 0; i < n; i++)
    {
      /* Use is the average of the part simulated. */
      double days = 2.0 * (output_monthly_middle (&data->caption, i) -
                           output_monthly_begin (&data->caption, i));
      line_days += isfinite (use[i].mean) ? use[i].mean * days : 0.0;
      batches += isfinite (harvested[i].mean) ? harvested[i].mean : 0.0;
    }
  if (!(line_days > 0.0) || !(batches > 0.0))
    return NULL;
  *ret_line_days = line_days / batches;
  SimSeriesPoint *points = g_new (SimSeriesPoint, n + 1);
  for (size_t i = 0; i < n; i++)
    {
      double starts = capacity[i].mean * SIM_DAYS_PER_YEAR / 12.0 / *ret_line_days *
                      output_monthly_part (&data->caption, i);
      points[i] = (SimSeriesPoint){ starts, NAN, NAN };
    }
  points[n] = n > 0 ? points[n - 1] : (SimSeriesPoint){ NAN, NAN, NAN };
  return points;
}

void
output_throughput_draw (OutputCanvas *canvas,
                        OutputRect body,
                        G_GNUC_UNUSED int page,
                        G_GNUC_UNUSED int n_pages,
                        const OutputChartData *data,
                        const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  size_t n_points = 0;
  const SimSeriesPoint *all = output_monthly_points (data, "infused", "all", &n_points);
  size_t n = output_monthly_count (&data->caption, n_points);
  g_autofree double *x = output_monthly_middles (&data->caption, n);
  g_autofree double *begins = g_new (double, n + 1);
  for (size_t i = 0; i <= n; i++)
    begins[i] = output_monthly_begin (&data->caption, i);
  if (n > 0) /* the last month ends with the scenario */
    begins[n] = 2.0 * x[n - 1] - begins[n - 1];

  OutputLineSeries series[5] = { 0 };
  size_t n_series = 0;
  static const char *const grades[] = { "A", "B", "C" };
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  char *labels[G_N_ELEMENTS (grades)] = { NULL };
  double line_days = 0.0;
  g_autofree SimSeriesPoint *capacity = capacity_points (data, n, &line_days);
  if (capacity != NULL)
    series[n_series++] = (OutputLineSeries){
      .label = output_word (language, "Capacity (starts a month)"),
      .style = { .stroke = { OUTPUT_RULE, 1.4, OUTPUT_DASH_DASHED } },
      .shape = OUTPUT_LINE_STEPS,
      .x = begins,
      .points = capacity,
      .n = n + 1
    };
  series[n_series++] =
      (OutputLineSeries){ .label = output_word (language, "all patients"),
                          .style = output_palette_grade ("all"),
                          .x = x,
                          .points = all,
                          .n = n,
                          .has_band = true };
  series[n_series - 1].style.stroke.width = 2.0;
  for (size_t g = 0; g < G_N_ELEMENTS (grades); g++)
    {
      size_t n_grade = 0;
      const SimSeriesPoint *points =
          output_monthly_points (data, "infused", grades[g], &n_grade);
      if (points == NULL)
        continue;
      labels[g] = output_phrase (language, "AIS {grade}", "grade", grades[g], NULL);
      g_ptr_array_add (owned, labels[g]);
      series[n_series++] = (OutputLineSeries){ .label = labels[g],
                                               .style = output_palette_grade (grades[g]),
                                               .x = x,
                                               .points = points,
                                               .n = MIN (n, n_grade),
                                               .has_band = true };
    }

  if (capacity != NULL)
    {
      g_autofree char *days = output_number (line_days, 1);
      g_autofree char *note = output_phrase (
          language,
          "Capacity: lines available x 30.4 days / mean line time a batch ({days} days).",
          "days", days, NULL);
      output_page_note (canvas, &body, note);
    }
  output_line_chart_note (
      canvas, &body, &data->caption, series, n_series,
      "Bands: {level} % confidence intervals of the mean over {n} replications.");

  output_monthly_draw (canvas, body, data, options, series, n_series, n,
                       "Patients a month", OUTPUT_MONTHLY_COUNT);
}
