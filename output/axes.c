/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes: lines, ticks, grid and titles around a plot; no chart draws its own. */
#include "output/axes.h"

#include <math.h>

#define TICK_LENGTH 3.5
#define LABEL_GAP   2.0
#define TITLE_GAP   4.0

static OutputTextStyle
label_style (const OutputCanvas *canvas)
{
  return (OutputTextStyle){ .size = output_axes_text_size (canvas),
                            .colour = OUTPUT_INK };
}

static OutputTextStyle
title_style (const OutputCanvas *canvas)
{
  return (OutputTextStyle){ .size = output_axes_text_size (canvas) * 1.08,
                            .colour = OUTPUT_INK };
}

static bool
is_level (OutputSide side)
{
  return side == OUTPUT_SIDE_BOTTOM || side == OUTPUT_SIDE_TOP;
}

double
output_axes_text_size (const OutputCanvas *canvas)
{
  OutputRect page = output_canvas_page (canvas);
  /* 8 pt on A4, never below 5.5 pt. */
  return CLAMP (MIN (page.width, page.height) / 595.0 * 8.0, 5.5, 9.0);
}

int
output_axes_label_count (OutputCanvas *canvas, double length, const char *sample)
{
  OutputTextStyle style = label_style (canvas);
  double width = output_text_measure (canvas, sample, &style).width + 2.0 * style.size;
  return MAX (2, (int) floor (length / width));
}

static double
thickness (OutputCanvas *canvas, const OutputAxis *axis)
{
  OutputTextStyle labels = label_style (canvas);
  OutputTextStyle titles = title_style (canvas);
  double size = TICK_LENGTH + LABEL_GAP;
  double widest = 0.0;
  for (size_t i = 0; i < axis->ticks->n; i++)
    if (axis->ticks->ticks[i].label != NULL)
      {
        OutputSize label =
            output_text_measure (canvas, axis->ticks->ticks[i].label, &labels);
        widest = MAX (widest, is_level (axis->side) ? label.height : label.width);
      }
  size += widest;
  if (axis->title != NULL)
    size += TITLE_GAP + output_text_measure (canvas, axis->title, &titles).height;
  return size;
}

OutputRect
output_axes_layout (OutputCanvas *canvas, OutputRect rect, OutputAxis *axes, size_t n)
{
  OutputRect plot = rect;
  for (size_t i = 0; i < n; i++)
    {
      double size = thickness (canvas, &axes[i]);
      switch (axes[i].side)
        {
        case OUTPUT_SIDE_LEFT:
          plot.x += size;
          plot.width -= size;
          break;
        case OUTPUT_SIDE_RIGHT:
          plot.width -= size;
          break;
        case OUTPUT_SIDE_TOP:
          plot.y += size;
          plot.height -= size;
          break;
        case OUTPUT_SIDE_BOTTOM:
        default:
          plot.height -= size;
          break;
        }
    }
  plot.width = MAX (plot.width, 10.0);
  plot.height = MAX (plot.height, 10.0);
  for (size_t i = 0; i < n; i++)
    {
      OutputScale *scale = &axes[i].scale;
      scale->start = is_level (axes[i].side) ? plot.x : plot.y + plot.height;
      scale->end = is_level (axes[i].side) ? plot.x + plot.width : plot.y;
      axes[i].left = rect.x;
      axes[i].right = rect.x + rect.width;
    }
  return plot;
}

void
output_axes_draw_grid (OutputCanvas *canvas,
                       OutputRect plot,
                       const OutputAxis *axes,
                       size_t n)
{
  const OutputStroke stroke = { OUTPUT_GRID, 0.5, OUTPUT_DASH_SOLID };
  for (size_t i = 0; i < n; i++)
    for (size_t t = 0; axes[i].grid == OUTPUT_GRID_LINES && t < axes[i].ticks->n; t++)
      {
        double at = output_scale_at (&axes[i].scale, axes[i].ticks->ticks[t].value);
        if (is_level (axes[i].side))
          output_canvas_line (canvas, at, plot.y, at, plot.y + plot.height, &stroke);
        else
          output_canvas_line (canvas, plot.x, at, plot.x + plot.width, at, &stroke);
      }
}

/* An axis along the bottom (direction 1) or the top (direction -1). */
static void
draw_level (OutputCanvas *canvas, OutputRect plot, const OutputAxis *axis)
{
  const OutputStroke stroke = { OUTPUT_RULE, 0.7, OUTPUT_DASH_SOLID };
  double direction = axis->side == OUTPUT_SIDE_BOTTOM ? 1.0 : -1.0;
  double y = axis->side == OUTPUT_SIDE_BOTTOM ? plot.y + plot.height : plot.y;
  output_canvas_line (canvas, plot.x, y, plot.x + plot.width, y, &stroke);
  OutputTextStyle style = label_style (canvas);
  style.across = OUTPUT_ALIGN_MIDDLE;
  style.down = direction > 0.0 ? OUTPUT_ALIGN_START : OUTPUT_ALIGN_END;
  double height = 0.0;
  double taken = -1e9;
  for (size_t i = 0; i < axis->ticks->n; i++)
    {
      const OutputTick *tick = &axis->ticks->ticks[i];
      double x = output_scale_at (&axis->scale, tick->value);
      output_canvas_line (canvas, x, y, x, y + direction * TICK_LENGTH, &stroke);
      if (tick->label == NULL)
        continue;
      OutputSize size = output_text_measure (canvas, tick->label, &style);
      height = MAX (height, size.height);
      double half = size.width / 2.0;
      double middle = CLAMP (x, axis->left + half, MAX (axis->left, axis->right - half));
      if (middle - size.width / 2.0 < taken + 2.0)
        continue;
      output_text_draw (canvas, middle, y + direction * (TICK_LENGTH + LABEL_GAP),
                        tick->label, &style);
      taken = middle + size.width / 2.0;
    }
  OutputTextStyle title = title_style (canvas);
  title.across = OUTPUT_ALIGN_MIDDLE;
  title.down = style.down;
  output_text_draw (canvas, plot.x + plot.width / 2.0,
                    y + direction * (TICK_LENGTH + LABEL_GAP + height + TITLE_GAP),
                    axis->title, &title);
}

/* An axis along the left (direction -1) or the right (direction 1). */
static void
draw_upright (OutputCanvas *canvas, OutputRect plot, const OutputAxis *axis)
{
  const OutputStroke stroke = { OUTPUT_RULE, 0.7, OUTPUT_DASH_SOLID };
  double direction = axis->side == OUTPUT_SIDE_RIGHT ? 1.0 : -1.0;
  double x = axis->side == OUTPUT_SIDE_RIGHT ? plot.x + plot.width : plot.x;
  output_canvas_line (canvas, x, plot.y, x, plot.y + plot.height, &stroke);
  OutputTextStyle style = label_style (canvas);
  style.across = direction > 0.0 ? OUTPUT_ALIGN_START : OUTPUT_ALIGN_END;
  style.down = OUTPUT_ALIGN_MIDDLE;
  double widest = 0.0;
  double taken = 1e9;
  for (size_t i = 0; i < axis->ticks->n; i++)
    {
      const OutputTick *tick = &axis->ticks->ticks[i];
      double y = output_scale_at (&axis->scale, tick->value);
      output_canvas_line (canvas, x, y, x + direction * TICK_LENGTH, y, &stroke);
      if (tick->label == NULL)
        continue;
      widest = MAX (widest, output_text_measure (canvas, tick->label, &style).width);
      if (fabs (y - taken) < style.size * 1.1)
        continue;
      output_text_draw (canvas, x + direction * (TICK_LENGTH + LABEL_GAP), y, tick->label,
                        &style);
      taken = y;
    }
  if (axis->title == NULL)
    return;
  OutputTextStyle title = title_style (canvas);
  title.across = OUTPUT_ALIGN_MIDDLE;
  title.down = direction > 0.0 ? OUTPUT_ALIGN_START : OUTPUT_ALIGN_END;
  title.turn = OUTPUT_TURN_LEFT;
  title.ellipsis = plot.height + 40.0;
  output_text_draw (canvas,
                    x + direction * (TICK_LENGTH + LABEL_GAP + widest + TITLE_GAP),
                    plot.y + plot.height / 2.0, axis->title, &title);
}

void
output_axes_draw (OutputCanvas *canvas, OutputRect plot, const OutputAxis *axes, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (is_level (axes[i].side))
      draw_level (canvas, plot, &axes[i]);
    else
      draw_upright (canvas, plot, &axes[i]);
}
