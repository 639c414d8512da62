/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart of cost against size: nanoseconds a patient, sizes by powers of ten. */
#include "tests/bench/size-chart.h"

#include "output/line-chart.h"

#include <math.h>

#define WIDTH_PT  520.0
#define HEIGHT_PT 300.0
#define MARGIN_PT 14.0
#define MOST      8 /* series */

static void
draw (OutputCanvas *canvas, const SizeChartSeries *series, int n_series)
{
  OutputLineSeries lines[MOST] = { 0 };
  SimSeriesPoint points[MOST][SIZE_CHART_POINTS];
  double last = 0.0;
  for (int s = 0; s < n_series; s++)
    {
      for (int i = 0; i < series[s].n; i++)
        points[s][i] = (SimSeriesPoint){ series[s].ns[i], NAN, NAN };
      lines[s] = (OutputLineSeries){ .label = series[s].label,
                                     .style = output_palette_series (s),
                                     .x = series[s].log_n,
                                     .points = points[s],
                                     .n = (size_t) series[s].n };
      last = fmax (last, series[s].log_n[series[s].n - 1]);
    }
  static const char *const labels[] = { "1",      "10",      "100",      "1,000",
                                        "10,000", "100,000", "1,000,000" };
  g_autoptr (OutputTicks) ticks = output_ticks_new ();
  for (int power = 0; power <= (int) last; power++)
    output_ticks_add (ticks, power, labels[power]);
  const OutputLineChart chart = { .series = lines,
                                  .n_series = (size_t) n_series,
                                  .x_from = 0.0,
                                  .x_to = last,
                                  .x_ticks = ticks,
                                  .x_title = "size",
                                  .y_title = "nanoseconds a patient",
                                  .reference = NAN };
  OutputRect body = output_canvas_page (canvas);
  body.x += MARGIN_PT;
  body.y += MARGIN_PT;
  body.width -= 2 * MARGIN_PT;
  body.height -= 2 * MARGIN_PT;
  output_line_chart_draw (canvas, body, &chart);
}

bool
size_chart_write (const char *path,
                  const SizeChartSeries *series,
                  int n_series,
                  GError **error)
{
  g_return_val_if_fail (n_series <= MOST, false);
  const OutputDocument document = { .title = "Cost against size",
                                    .creator = "day31",
                                    .width = WIDTH_PT,
                                    .height = HEIGHT_PT,
                                    .scale = 2.0 };
  g_autoptr (OutputCanvas) canvas =
      output_canvas_new (OUTPUT_FORMAT_PNG, &document, error);
  if (canvas == NULL)
    return false;
  draw (canvas, series, n_series);
  g_autoptr (GBytes) bytes = output_canvas_finish (canvas, error);
  if (bytes == NULL)
    return false;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  return g_file_set_contents (path, data, (gssize) length, error);
}
