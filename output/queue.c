/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart queue: patients waiting, month by month. */
#include "output/queue.h"

#include <math.h>

#include "output/monthly.h"
#include "output/page.h"

bool
output_queue_has_data (const OutputChartData *data)
{
  size_t n;
  return output_monthly_points (data, "waiting", "all", &n) != NULL;
}

void
output_queue_draw (OutputCanvas *canvas,
                   OutputRect body,
                   G_GNUC_UNUSED int page,
                   G_GNUC_UNUSED int n_pages,
                   const OutputChartData *data,
                   const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  static const char *const groups[] = { "all", "A", "B", "C" };
  OutputLineSeries series[G_N_ELEMENTS (groups)] = { 0 };
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  char *labels[G_N_ELEMENTS (groups)] = { NULL };
  g_autofree double *x = NULL;
  size_t n_series = 0, n_months = 0;
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      size_t n = 0;
      const SimSeriesPoint *points =
          output_monthly_points (data, "waiting", groups[g], &n);
      if (points == NULL)
        continue;
      if (x == NULL)
        {
          n_months = output_monthly_count (&data->caption, n);
          x = output_monthly_middles (&data->caption, n_months);
        }
      labels[g] = output_word_group (language, groups[g]);
      g_ptr_array_add (owned, labels[g]);
      series[n_series++] = (OutputLineSeries){ .label = labels[g],
                                               .style = output_palette_grade (groups[g]),
                                               .x = x,
                                               .points = points,
                                               .n = MIN (n, n_months),
                                               .has_band = true };
    }
  output_line_chart_note (
      canvas, &body, &data->caption, series, n_series,
      "Bands: {level} % confidence intervals of the mean over {n} replications.");
  output_monthly_draw (canvas, body, data, options, series, n_series, n_months,
                       "Patients waiting (average of the month)", OUTPUT_MONTHLY_LEVEL);
}
