/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gantt: rows with columns of text on either side, bars and labels over one axis. */
#include "output/gantt.h"

#include <math.h>

#define COLUMN_GAP 7.0
/* All columns together take at most this part of the width: then the longest texts end in
 * dots, but never a number or an interval, which would then be another. */
#define WIDEST_COLUMNS 0.55
/* However many numbers stand beside it, a text keeps this part of the width. */
#define LEAST_TEXT 0.08
/* A bar thinner than this is drawn this wide, or short stages would vanish. */
#define LEAST_BAR 0.5

double
output_gantt_overhead (OutputCanvas *canvas)
{
  return output_axes_text_size (canvas) * 5.5;
}

static OutputTextStyle
cell_style (OutputCanvas *canvas, double row_height)
{
  double size = MIN (output_axes_text_size (canvas), row_height * 0.82);
  return (
      OutputTextStyle){ .size = size, .colour = OUTPUT_INK, .down = OUTPUT_ALIGN_MIDDLE };
}

static double
column_width (OutputCanvas *canvas,
              const OutputGanttColumn *column,
              size_t n_rows,
              const OutputTextStyle *style)
{
  OutputTextStyle heading = { .size = output_axes_text_size (canvas) * 0.9 };
  double width = column->widest > 0.0
                     ? column->widest * style->size
                     : output_text_widest (canvas, column->cells, n_rows, style);
  if (column->heading != NULL)
    width = MAX (width, output_text_measure (canvas, column->heading, &heading).width);
  return width;
}

/* Cuts the widest texts alike until all columns fit. */
static void
fit_columns (const OutputGanttColumn *columns, double *widths, size_t n, double width)
{
  double room = width * WIDEST_COLUMNS;
  size_t n_texts = 0;
  for (size_t i = 0; i < n; i++)
    if (columns[i].align == OUTPUT_ALIGN_END)
      room -= widths[i];
    else
      n_texts++;
  room = MAX (room, width * LEAST_TEXT * (double) n_texts);
  /* Narrow texts leave what they do not need to the wide ones: in each round at least one
   * more is known to fit, or none. */
  double limit = 0.0;
  for (size_t round = 0; round < n_texts; round++)
    {
      double rest = room;
      size_t n_wide = 0;
      for (size_t i = 0; i < n; i++)
        if (columns[i].align != OUTPUT_ALIGN_END)
          {
            bool is_narrow = widths[i] <= limit;
            rest -= is_narrow ? widths[i] : 0.0;
            n_wide += is_narrow ? 0 : 1;
          }
      if (n_wide == 0)
        return;
      limit = rest / (double) n_wide;
    }
  for (size_t i = 0; i < n; i++)
    if (columns[i].align != OUTPUT_ALIGN_END)
      widths[i] = MIN (widths[i], limit);
}

static void
draw_column (OutputCanvas *canvas,
             const OutputGantt *gantt,
             const OutputGanttColumn *column,
             double x,
             double width,
             double heading_y)
{
  static const double shares[] = { 0.0, 0.5, 1.0 };
  double at = x + shares[column->align] * width;
  OutputTextStyle heading = { .size = output_axes_text_size (canvas) * 0.9,
                              .colour = OUTPUT_SMALL,
                              .across = column->align,
                              .down = OUTPUT_ALIGN_END,
                              .ellipsis = width + 0.5 };
  output_text_draw (canvas, at, heading_y, column->heading, &heading);
  OutputTextStyle style = cell_style (canvas, gantt->row_height);
  style.across = column->align;
  style.colour = column->colour;
  style.ellipsis = width + 0.5;
  for (size_t i = 0; i < gantt->n_rows; i++)
    output_text_draw (
        canvas, at,
        output_gantt_y (gantt, i, gantt->text_share > 0.0 ? gantt->text_share : 0.5),
        column->cells[i], &style);
}

void
output_gantt_begin (OutputCanvas *canvas,
                    OutputGantt *gantt,
                    OutputRect body,
                    const OutputAxis *axis,
                    const OutputGanttColumn *columns,
                    size_t n_left,
                    size_t n_right,
                    size_t n_rows,
                    size_t n_slots,
                    double max_height)
{
  gantt->axis = *axis;
  gantt->n_rows = n_rows;
  double headings = output_axes_text_size (canvas) * 1.7;
  OutputRect room = { body.x, body.y + headings, body.width, body.height - headings };

  OutputRect trial = output_axes_layout (canvas, room, &gantt->axis, 1);
  gantt->row_height = MIN (max_height, trial.height / (double) MAX (n_slots, 1));
  room.height -= trial.height - gantt->row_height * (double) n_rows;

  OutputTextStyle style = cell_style (canvas, gantt->row_height);
  size_t n = n_left + n_right;
  g_autofree double *widths = g_new (double, n + 1);
  for (size_t i = 0; i < n; i++)
    widths[i] = column_width (canvas, &columns[i], n_rows, &style);
  fit_columns (columns, widths, n, body.width);
  for (size_t i = 0; i < n; i++)
    {
      room.width -= widths[i] + COLUMN_GAP;
      if (i < n_left)
        room.x += widths[i] + COLUMN_GAP;
    }
  gantt->plot = output_axes_layout (canvas, room, &gantt->axis, 1);
  /* Below the columns there is room for the labels. */
  gantt->axis.left = body.x;
  gantt->axis.right = body.x + body.width;

  const OutputFill ground = { OUTPUT_TRACK, OUTPUT_PATTERN_PLAIN, OUTPUT_TRACK };
  for (size_t i = 0; i < n_rows; i++)
    output_canvas_rectangle (canvas,
                             (OutputRect){ gantt->plot.x, output_gantt_y (gantt, i, 0.06),
                                           gantt->plot.width, gantt->row_height * 0.88 },
                             &ground, NULL);
  output_axes_draw_grid (canvas, gantt->plot, &gantt->axis, 1);
  double x = body.x;
  for (size_t i = 0; i < n; i++)
    {
      if (i == n_left)
        x = gantt->plot.x + gantt->plot.width + COLUMN_GAP;
      draw_column (canvas, gantt, &columns[i], x, widths[i],
                   gantt->plot.y - headings * 0.15);
      x += widths[i] + COLUMN_GAP;
    }
}

double
output_gantt_end (OutputCanvas *canvas, const OutputGantt *gantt)
{
  output_axes_draw (canvas, gantt->plot, &gantt->axis, 1);
  OutputRect room = { 0.0, 0.0, 1000.0, 1000.0 };
  OutputAxis axis = gantt->axis;
  OutputRect rest = output_axes_layout (canvas, room, &axis, 1);
  return gantt->plot.y + gantt->plot.height + 1000.0 - rest.height;
}

double
output_gantt_y (const OutputGantt *gantt, size_t row, double share)
{
  return gantt->plot.y + ((double) row + share) * gantt->row_height;
}

bool
output_gantt_has (const OutputGantt *gantt, double at)
{
  return at >= gantt->axis.scale.from && at <= gantt->axis.scale.to;
}

bool
output_gantt_bar (OutputCanvas *canvas,
                  const OutputGantt *gantt,
                  size_t row,
                  double from,
                  double to,
                  double top,
                  double bottom,
                  const OutputFill *fill,
                  const OutputStroke *stroke,
                  OutputRect *ret_rect)
{
  const OutputScale *scale = &gantt->axis.scale;
  if (!(from < scale->to) || !(to > scale->from))
    return false;
  double x1 = output_scale_at (scale, output_scale_clamp (scale, from));
  double x2 = output_scale_at (scale, output_scale_clamp (scale, to));
  double y = output_gantt_y (gantt, row, top);
  OutputRect rect = { x1, y, MAX (x2 - x1, LEAST_BAR),
                      output_gantt_y (gantt, row, bottom) - y };
  output_canvas_rectangle (canvas, rect, fill, stroke);
  if (ret_rect != NULL)
    *ret_rect = rect;
  return true;
}

bool
output_gantt_label (OutputCanvas *canvas,
                    OutputRect rect,
                    const char *text,
                    OutputColour ground,
                    double size)
{
  OutputTextStyle style = { .size = MIN (size, rect.height * 0.85),
                            .colour = output_palette_grey (ground) < 0.55 ? OUTPUT_WHITE
                                                                          : OUTPUT_INK,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_MIDDLE };
  if (style.size < 4.0)
    return false;
  double width = output_text_measure (canvas, text, &style).width;
  if (width + 2.0 > rect.width)
    return false;
  double x = rect.x + rect.width / 2.0;
  double y = rect.y + rect.height / 2.0;
  const OutputFill fill = { ground, OUTPUT_PATTERN_PLAIN, ground };
  output_canvas_rectangle (canvas,
                           (OutputRect){ x - width / 2.0 - 0.8, y - style.size * 0.5,
                                         width + 1.6, style.size },
                           &fill, NULL);
  output_text_draw (canvas, x, y, text, &style);
  return true;
}
