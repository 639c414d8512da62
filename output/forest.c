/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forest: estimates with whiskers in rows, over one axis. */
#include "output/forest.h"

#include <math.h>

void
output_forest_extend (double *from, double *to, OutputForestPoint point)
{
  const double values[] = { point.value, point.low, point.high };
  if (!isfinite (point.value))
    return;
  for (size_t i = 0; i < G_N_ELEMENTS (values); i++)
    if (isfinite (values[i]))
      {
        *from = MIN (*from, values[i]);
        *to = MAX (*to, values[i]);
      }
}

void
output_forest_round (double *from, double *to)
{
  if (!(*to >= *from) || (*from == 0.0 && *to == 0.0))
    {
      *from = -1.0;
      *to = 1.0;
      return;
    }
  *from = MIN (*from, 0.0);
  *to = MAX (*to, 0.0);
  double rim = 0.06 * (*to - *from);
  *from -= *from < 0.0 ? rim : 0.5 * rim;
  *to += *to > 0.0 ? rim : 0.5 * rim;
}

void
output_forest_point (OutputCanvas *canvas,
                     const OutputGantt *gantt,
                     size_t row,
                     double share,
                     OutputForestPoint point,
                     const OutputStyle *style)
{
  if (!isfinite (point.value))
    return;
  const OutputScale *scale = &gantt->axis.scale;
  double y = output_gantt_y (gantt, row, share);
  double size = MIN (output_axes_text_size (canvas) * 0.75, gantt->row_height * 0.7);
  if (isfinite (point.low) && isfinite (point.high))
    {
      const OutputStroke whisker = { style->stroke.colour, 1.2, OUTPUT_DASH_SOLID };
      double low = output_scale_at (scale, output_scale_clamp (scale, point.low));
      double high = output_scale_at (scale, output_scale_clamp (scale, point.high));
      output_canvas_line (canvas, low, y, high, y, &whisker);
      output_canvas_line (canvas, low, y - size * 0.35, low, y + size * 0.35, &whisker);
      output_canvas_line (canvas, high, y - size * 0.35, high, y + size * 0.35, &whisker);
    }
  output_canvas_marker (canvas, style->marker,
                        output_scale_at (scale, output_scale_clamp (scale, point.value)),
                        y, size, style->stroke.colour);
}

void
output_forest_line (OutputCanvas *canvas, const OutputGantt *gantt, double value)
{
  const OutputStroke stroke = { OUTPUT_INK, 0.8, OUTPUT_DASH_SOLID };
  double x = output_scale_at (&gantt->axis.scale, value);
  if (output_gantt_has (gantt, value))
    output_canvas_line (canvas, x, gantt->plot.y, x, gantt->plot.y + gantt->plot.height,
                        &stroke);
}

OutputForestPoint
output_forest_share (const SimEstimate *share)
{
  if (share == NULL)
    return (OutputForestPoint){ NAN, NAN, NAN };
  /* Comparisons, not CLAMP, so that NAN stays what it is. */
  double low = share->low < 0.0 ? 0.0 : share->low;
  double high = share->high > 1.0 ? 1.0 : share->high;
  return (OutputForestPoint){ 100.0 * share->mean, 100.0 * low, 100.0 * high };
}

char *
output_forest_text (OutputLanguage language, OutputForestPoint point, int decimals)
{
  g_autofree char *value = output_number (point.value, decimals);
  if (!isfinite (point.value) || !isfinite (point.low) || !isfinite (point.high))
    return g_steal_pointer (&value);
  g_autofree char *low = output_number (point.low, decimals);
  g_autofree char *high = output_number (point.high, decimals);
  return output_phrase (language, "{value} ({low} to {high})", "value", value, "low", low,
                        "high", high, NULL);
}

int
output_forest_decimals (double from, double to)
{
  double span = to - from;
  return !(span > 0.0) ? 1 : (int) CLAMP (2.0 - floor (log10 (span)), 0.0, 6.0);
}
