/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line chart: series with interval bands over one axis of numbers or dates. */
#include "output/line-chart.h"

#include <math.h>

#include "output/page.h"

/* Markers closer than this hide their line: then only every so manieth is drawn. */
#define MARKER_GAP 9.0

static double
greatest (const OutputLineChart *chart)
{
  double top = 0.0;
  for (size_t s = 0; s < chart->n_series; s++)
    {
      const OutputLineSeries *series = &chart->series[s];
      for (size_t i = 0; i < series->n; i++)
        {
          if (series->x[i] < chart->x_from || series->x[i] > chart->x_to)
            continue;
          if (isfinite (series->points[i].mean))
            top = MAX (top, series->points[i].mean);
          if (series->has_band && isfinite (series->points[i].high))
            top = MAX (top, series->points[i].high);
        }
    }
  return top;
}

bool
output_line_chart_has_point (const OutputLineSeries *series, size_t n_series)
{
  for (size_t s = 0; s < n_series; s++)
    for (size_t i = 0; i < series[s].n; i++)
      if (isfinite (series[s].points[i].mean))
        return true;
  return false;
}

void
output_line_chart_note (OutputCanvas *canvas,
                        OutputRect *body,
                        const OutputCaption *caption,
                        const OutputLineSeries *series,
                        size_t n_series,
                        const char *msgid)
{
  if (output_line_chart_has_point (series, n_series))
    output_page_note_interval (canvas, body, caption, msgid);
}

static bool
has_interval (const SimSeriesPoint *point)
{
  return isfinite (point->low) && isfinite (point->high);
}

static void
draw_band (OutputCanvas *canvas,
           const OutputAxis *x,
           const OutputAxis *y,
           const OutputLineSeries *series)
{
  OutputColour colour = series->style.stroke.colour;
  colour.alpha = 0.18;
  g_autofree OutputPoint *points = g_new (OutputPoint, 2 * series->n + 1);
  size_t i = 0;
  while (i < series->n)
    {
      size_t begin = i;
      while (i < series->n && has_interval (&series->points[i]))
        i++;
      size_t n = i - begin;
      for (size_t k = 0; k < n; k++)
        {
          double at = output_scale_at (&x->scale, series->x[begin + k]);
          double low = output_scale_clamp (&y->scale, series->points[begin + k].low);
          double high = output_scale_clamp (&y->scale, series->points[begin + k].high);
          points[k] = (OutputPoint){ at, output_scale_at (&y->scale, high) };
          points[2 * n - 1 - k] = (OutputPoint){ at, output_scale_at (&y->scale, low) };
        }
      if (n > 1)
        output_canvas_path (canvas, points, 2 * n, &colour, NULL);
      else if (n == 1)
        {
          OutputStroke whisker = { series->style.stroke.colour, 0.8, OUTPUT_DASH_SOLID };
          output_canvas_line (canvas, points[0].x, points[0].y, points[1].x, points[1].y,
                              &whisker);
        }
      i = n == 0 ? i + 1 : i;
    }
}

/* Series of points before @s, and of all: points at one place are drawn side by side. */
static double
side_step (const OutputLineChart *chart, size_t s, double width)
{
  size_t before = 0, all = 0;
  for (size_t i = 0; i < chart->n_series; i++)
    if (chart->series[i].shape == OUTPUT_LINE_POINTS)
      {
        before += i < s ? 1 : 0;
        all++;
      }
  return ((double) before - ((double) all - 1.0) / 2.0) * width;
}

/* Markers and whiskers of a series without a line, @shift pt from their places. */
static void
draw_points (OutputCanvas *canvas,
             const OutputAxis *x,
             const OutputAxis *y,
             const OutputLineSeries *series,
             double shift)
{
  const OutputStroke whisker = { series->style.stroke.colour, 1.1, OUTPUT_DASH_SOLID };
  double size = output_axes_text_size (canvas);
  for (size_t i = 0; i < series->n; i++)
    {
      const SimSeriesPoint *point = &series->points[i];
      double at = output_scale_at (&x->scale, series->x[i]) + shift;
      if (!isfinite (point->mean))
        continue;
      if (has_interval (point))
        {
          double low =
              output_scale_at (&y->scale, output_scale_clamp (&y->scale, point->low));
          double high =
              output_scale_at (&y->scale, output_scale_clamp (&y->scale, point->high));
          output_canvas_line (canvas, at, low, at, high, &whisker);
          output_canvas_line (canvas, at - 2.0, low, at + 2.0, low, &whisker);
          output_canvas_line (canvas, at - 2.0, high, at + 2.0, high, &whisker);
        }
      output_canvas_marker (
          canvas, series->style.marker, at,
          output_scale_at (&y->scale, output_scale_clamp (&y->scale, point->mean)),
          size * 0.6, series->style.stroke.colour);
    }
}

static void
draw_line (OutputCanvas *canvas,
           const OutputAxis *x,
           const OutputAxis *y,
           const OutputLineSeries *series)
{
  g_autofree OutputPoint *points = g_new (OutputPoint, 2 * series->n + 2);
  bool is_steps = series->shape == OUTPUT_LINE_STEPS;
  size_t i = 0;
  while (i < series->n)
    {
      size_t n = 0;
      for (; i < series->n && isfinite (series->points[i].mean); i++)
        {
          double at = output_scale_at (&x->scale, series->x[i]);
          double height = output_scale_at (
              &y->scale, output_scale_clamp (&y->scale, series->points[i].mean));
          if (is_steps && n > 0)
            {
              points[n] = (OutputPoint){ at, points[n - 1].y };
              n++;
            }
          points[n++] = (OutputPoint){ at, height };
        }
      if (n == 1 && series->style.marker == OUTPUT_MARKER_NONE)
        output_canvas_disc (canvas, points[0].x, points[0].y,
                            output_axes_text_size (canvas) * 0.28,
                            series->style.stroke.colour, NULL);
      output_canvas_path (canvas, points, n, NULL, &series->style.stroke);
      i++;
    }
}

static void
draw_markers (OutputCanvas *canvas,
              const OutputAxis *x,
              const OutputAxis *y,
              const OutputLineSeries *series)
{
  double length = fabs (x->scale.end - x->scale.start);
  size_t step =
      (size_t) MAX (1.0, ceil (MARKER_GAP * (double) series->n / MAX (length, 1.0)));
  for (size_t i = step / 2; i < series->n; i += step)
    if (isfinite (series->points[i].mean))
      output_canvas_marker (
          canvas, series->style.marker, output_scale_at (&x->scale, series->x[i]),
          output_scale_at (&y->scale,
                           output_scale_clamp (&y->scale, series->points[i].mean)),
          output_axes_text_size (canvas) * 0.55, series->style.stroke.colour);
}

static void
draw_reference (OutputCanvas *canvas,
                OutputRect plot,
                const OutputAxis *x,
                const OutputLineChart *chart)
{
  if (!isfinite (chart->reference) || chart->reference < chart->x_from ||
      chart->reference > chart->x_to)
    return;
  const OutputStroke stroke = { OUTPUT_RED, 1.0, OUTPUT_DASH_DASHED };
  double at = output_scale_at (&x->scale, chart->reference);
  double size = output_axes_text_size (canvas);
  output_canvas_line (canvas, at, plot.y - size * 0.3, at, plot.y + plot.height, &stroke);
  OutputTextStyle style = { .size = size * 0.95,
                            .colour = OUTPUT_RED,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_END };
  output_text_draw (canvas, at, plot.y - size * 0.35, chart->reference_label, &style);
}

/* Darker than the ground of rows and lighter than the bands of grey series. */
static OutputStyle
shade_style (void)
{
  return (OutputStyle){ .fill = { OUTPUT_RGB (0xeeeeee), OUTPUT_PATTERN_FALLING,
                                  OUTPUT_RGB (0xd4d4d4) } };
}

static void
draw_shades (OutputCanvas *canvas,
             OutputRect plot,
             const OutputAxis *x,
             const OutputLineChart *chart)
{
  const OutputStyle style = shade_style ();
  for (size_t i = 0; i < chart->n_shades; i++)
    {
      const OutputLineShade *shade = &chart->shades[i];
      if (!(shade->from < chart->x_to) || !(shade->to > chart->x_from))
        continue;
      double from =
          output_scale_at (&x->scale, output_scale_clamp (&x->scale, shade->from));
      double to = output_scale_at (&x->scale, output_scale_clamp (&x->scale, shade->to));
      output_canvas_rectangle (canvas,
                               (OutputRect){ from, plot.y, to - from, plot.height },
                               &style.fill, NULL);
    }
}

static OutputLegend *
make_legend (const OutputLineChart *chart)
{
  OutputLegend *legend = output_legend_new ();
  for (size_t s = 0; s < chart->n_series; s++)
    {
      const OutputLineSeries *series = &chart->series[s];
      bool has_band = false, has_points = false;
      for (size_t i = 0; i < series->n; i++)
        has_points = has_points || isfinite (series->points[i].mean);
      for (size_t i = 0; series->has_band && i < series->n; i++)
        has_band = has_band || has_interval (&series->points[i]);
      if (series->label != NULL && has_points)
        output_legend_add (legend, has_band ? OUTPUT_LEGEND_BAND : OUTPUT_LEGEND_LINE,
                           series->style, series->label);
    }
  if (chart->n_shades > 0)
    output_legend_add (legend, OUTPUT_LEGEND_AREA, shade_style (), chart->shade_label)
        ->has_rim = true;
  return legend;
}

void
output_line_chart_draw (OutputCanvas *canvas,
                        OutputRect body,
                        const OutputLineChart *chart)
{
  if (!output_line_chart_has_point (chart->series, chart->n_series))
    {
      output_page_empty (canvas, body,
                         chart->empty != NULL
                             ? chart->empty
                             : "No patient came as far as this chart shows.");
      return;
    }
  double size = output_axes_text_size (canvas);
  g_autoptr (OutputLegend) legend = make_legend (chart);
  double legend_height = output_legend_height (canvas, legend, body.width);
  OutputRect room = body;
  room.y += size * (isfinite (chart->reference) ? 1.8 : 0.7);
  room.height -= room.y - body.y + legend_height + 2.0;

  int most = (int) CLAMP (room.height / (size * 4.0), 3.0, 9.0);
  double top = chart->y_top > 0.0 ? chart->y_top
               : chart->is_percent
                   ? MIN (1.0, output_ticks_ceiling (greatest (chart), most, false))
                   : output_ticks_ceiling (greatest (chart), most, false);
  g_autoptr (OutputTicks) y_ticks = chart->is_percent
                                        ? output_ticks_percent (0.0, top, most)
                                        : output_ticks_number (0.0, top, most, false);
  OutputAxis axes[] = {
    { .side = OUTPUT_SIDE_BOTTOM,
      .scale = { .from = chart->x_from, .to = chart->x_to },
      .ticks = chart->x_ticks,
      .title = chart->x_title },
    { .side = OUTPUT_SIDE_LEFT,
      .scale = { .from = 0.0, .to = top },
      .ticks = y_ticks,
      .title = chart->y_title,
      .grid = OUTPUT_GRID_LINES },
  };
  OutputRect plot = output_axes_layout (canvas, room, axes, G_N_ELEMENTS (axes));
  draw_shades (canvas, plot, &axes[0], chart);
  output_axes_draw_grid (canvas, plot, axes, G_N_ELEMENTS (axes));
  output_canvas_clip (canvas, (OutputRect){ plot.x - 3.0, plot.y - 3.0, plot.width + 6.0,
                                            plot.height + 6.0 });
  for (size_t s = 0; s < chart->n_series; s++)
    if (chart->series[s].has_band && chart->series[s].shape != OUTPUT_LINE_POINTS)
      draw_band (canvas, &axes[0], &axes[1], &chart->series[s]);
  for (size_t s = 0; s < chart->n_series; s++)
    if (chart->series[s].shape == OUTPUT_LINE_POINTS)
      draw_points (canvas, &axes[0], &axes[1], &chart->series[s],
                   side_step (chart, s, size * 0.7));
    else
      {
        draw_line (canvas, &axes[0], &axes[1], &chart->series[s]);
        if (chart->series[s].shape == OUTPUT_LINE_STRAIGHT)
          draw_markers (canvas, &axes[0], &axes[1], &chart->series[s]);
      }
  output_canvas_unclip (canvas);
  draw_reference (canvas, plot, &axes[0], chart);
  output_axes_draw (canvas, plot, axes, G_N_ELEMENTS (axes));
  output_legend_draw (canvas, legend, body.x, body.y + body.height - legend_height,
                      body.width);
}
