/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvas: shapes, drawn or written down. */
#include "output/canvas.h"

#include <math.h>
#include <string.h>

#include "output/canvas-private.h"

void
output_canvas_log_numbers (OutputCanvas *canvas, const double *numbers, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      char text[G_ASCII_DTOSTR_BUF_SIZE + 300];
      double rounded = round (numbers[i] * 100.0) / 100.0;
      g_ascii_formatd (text, sizeof text, "%.2f", rounded == 0.0 ? 0.0 : rounded);
      g_string_append_printf (canvas->log, " %s", text);
    }
}

static void
log_colour (OutputCanvas *canvas, const char *what, OutputColour colour)
{
  g_string_append_printf (
      canvas->log, " %s #%02x%02x%02x", what, (unsigned) lround (colour.red * 255.0),
      (unsigned) lround (colour.green * 255.0), (unsigned) lround (colour.blue * 255.0));
}

/* Returns: whether the canvas is the text format, which wants the shape in words. */
static bool
log_shape (OutputCanvas *canvas,
           const char *shape,
           const double *numbers,
           size_t n,
           const OutputFill *fill,
           const OutputStroke *stroke)
{
  if (canvas->format != OUTPUT_FORMAT_TEXT)
    return false;
  static const char *const patterns[] = { "plain",   "rising",  "falling", "level",
                                          "upright", "crossed", "dotted" };
  g_string_append (canvas->log, shape);
  output_canvas_log_numbers (canvas, numbers, n);
  if (fill != NULL)
    log_colour (canvas, patterns[fill->pattern], fill->colour);
  if (stroke != NULL)
    log_colour (canvas, "stroke", stroke->colour);
  g_string_append_c (canvas->log, '\n');
  return true;
}

void
output_canvas_set_colour (OutputCanvas *canvas, OutputColour colour)
{
  cairo_set_source_rgba (canvas->cairo, colour.red, colour.green, colour.blue,
                         colour.alpha);
}

static void
apply_stroke (OutputCanvas *canvas, const OutputStroke *stroke)
{
  static const double dashes[][4] = {
    [OUTPUT_DASH_DASHED] = { 4.5, 2.5 },
    [OUTPUT_DASH_DOTTED] = { 1.2, 2.2 },
    [OUTPUT_DASH_DASH_DOT] = { 6.0, 2.0, 1.4, 2.0 },
  };
  int n = stroke->dash == OUTPUT_DASH_SOLID      ? 0
          : stroke->dash == OUTPUT_DASH_DASH_DOT ? 4
                                                 : 2;
  cairo_set_dash (canvas->cairo, n > 0 ? dashes[stroke->dash] : NULL, n, 0.0);
  cairo_set_line_width (canvas->cairo, stroke->width);
  cairo_set_line_join (canvas->cairo, CAIRO_LINE_JOIN_ROUND);
  output_canvas_set_colour (canvas, stroke->colour);
  cairo_stroke (canvas->cairo);
}

/* Lines of x + sign * y = c, cut to the rectangle by arithmetic: a clip a bar would make
 * large files.  c counts from the page's corner, so patterns of neighbours agree. */
static void
add_slanted_lines (cairo_t *cairo, OutputRect rect, double step, double sign)
{
  double x0 = rect.x, x1 = rect.x + rect.width;
  double y0 = rect.y, y1 = rect.y + rect.height;
  double low = x0 + MIN (sign * y0, sign * y1);
  double high = x1 + MAX (sign * y0, sign * y1);
  for (double c = ceil (low / step) * step; c < high; c += step)
    {
      double begin = MAX (x0, MIN (c - sign * y0, c - sign * y1));
      double end = MIN (x1, MAX (c - sign * y0, c - sign * y1));
      cairo_move_to (cairo, begin, (c - begin) * sign);
      cairo_line_to (cairo, end, (c - end) * sign);
    }
}

static void
add_straight_lines (cairo_t *cairo, OutputRect rect, double step, bool is_upright)
{
  double from = is_upright ? rect.x : rect.y;
  double to = from + (is_upright ? rect.width : rect.height);
  for (double c = ceil ((from + 0.3) / step) * step; c < to - 0.3; c += step)
    {
      cairo_move_to (cairo, is_upright ? c : rect.x, is_upright ? rect.y : c);
      cairo_line_to (cairo, is_upright ? c : rect.x + rect.width,
                     is_upright ? rect.y + rect.height : c);
    }
}

static void
add_dots (cairo_t *cairo, OutputRect rect, double step)
{
  const double side = 0.9;
  int row = (int) ceil (rect.y / step);
  for (double y = row * step; y < rect.y + rect.height - side; y += step, row++)
    {
      double shift = row % 2 == 0 ? 0.0 : step / 2.0;
      double x = ceil ((rect.x - shift) / step) * step + shift;
      for (; x < rect.x + rect.width - side; x += step)
        cairo_rectangle (cairo, x, y, side, side);
    }
}

static void
draw_pattern (OutputCanvas *canvas, OutputRect rect, const OutputFill *fill)
{
  /* A sliver shows no pattern, only its ink. */
  if (fill->pattern == OUTPUT_PATTERN_PLAIN || rect.width < 1.2 || rect.height < 1.2)
    return;
  output_canvas_set_colour (canvas, fill->ink);
  switch (fill->pattern)
    {
    case OUTPUT_PATTERN_RISING:
      add_slanted_lines (canvas->cairo, rect, 4.2, 1.0);
      break;
    case OUTPUT_PATTERN_FALLING:
      add_slanted_lines (canvas->cairo, rect, 4.2, -1.0);
      break;
    case OUTPUT_PATTERN_CROSSED:
      add_slanted_lines (canvas->cairo, rect, 5.0, 1.0);
      add_slanted_lines (canvas->cairo, rect, 5.0, -1.0);
      break;
    case OUTPUT_PATTERN_LEVEL:
      add_straight_lines (canvas->cairo, rect, 2.2, false);
      break;
    case OUTPUT_PATTERN_UPRIGHT:
      add_straight_lines (canvas->cairo, rect, 2.6, true);
      break;
    case OUTPUT_PATTERN_DOTTED:
      add_dots (canvas->cairo, rect, 3.0);
      cairo_fill (canvas->cairo);
      return;
    case OUTPUT_PATTERN_PLAIN:
    default:
      return;
    }
  cairo_set_dash (canvas->cairo, NULL, 0, 0.0);
  cairo_set_line_width (canvas->cairo, 0.5);
  cairo_stroke (canvas->cairo);
}

void
output_canvas_rectangle (OutputCanvas *canvas,
                         OutputRect rect,
                         const OutputFill *fill,
                         const OutputStroke *stroke)
{
  const double numbers[] = { rect.x, rect.y, rect.width, rect.height };
  if (log_shape (canvas, "rectangle", numbers, 4, fill, stroke))
    return;
  if (fill != NULL)
    {
      cairo_rectangle (canvas->cairo, rect.x, rect.y, rect.width, rect.height);
      output_canvas_set_colour (canvas, fill->colour);
      cairo_fill (canvas->cairo);
      draw_pattern (canvas, rect, fill);
    }
  if (stroke != NULL)
    {
      cairo_rectangle (canvas->cairo, rect.x, rect.y, rect.width, rect.height);
      apply_stroke (canvas, stroke);
    }
}

void
output_canvas_line (OutputCanvas *canvas,
                    double x1,
                    double y1,
                    double x2,
                    double y2,
                    const OutputStroke *stroke)
{
  const double numbers[] = { x1, y1, x2, y2 };
  if (log_shape (canvas, "line", numbers, 4, NULL, stroke))
    return;
  cairo_move_to (canvas->cairo, x1, y1);
  cairo_line_to (canvas->cairo, x2, y2);
  apply_stroke (canvas, stroke);
}

void
output_canvas_path (OutputCanvas *canvas,
                    const OutputPoint *points,
                    size_t n,
                    const OutputColour *colour,
                    const OutputStroke *stroke)
{
  if (n < 2)
    return;
  if (canvas->format == OUTPUT_FORMAT_TEXT)
    {
      OutputFill fill = { colour != NULL ? *colour : OUTPUT_WHITE, OUTPUT_PATTERN_PLAIN,
                          OUTPUT_WHITE };
      g_autofree double *numbers = g_new (double, 2 * n);
      for (size_t i = 0; i < n; i++)
        {
          numbers[2 * i] = points[i].x;
          numbers[2 * i + 1] = points[i].y;
        }
      log_shape (canvas, "path", numbers, 2 * n, colour != NULL ? &fill : NULL, stroke);
      return;
    }
  for (size_t i = 0; i < n; i++)
    cairo_line_to (canvas->cairo, points[i].x, points[i].y);
  if (colour != NULL)
    {
      output_canvas_set_colour (canvas, *colour);
      if (stroke != NULL)
        cairo_fill_preserve (canvas->cairo);
      else
        cairo_fill (canvas->cairo);
    }
  if (stroke != NULL)
    apply_stroke (canvas, stroke);
  cairo_new_path (canvas->cairo);
}

void
output_canvas_disc (OutputCanvas *canvas,
                    double x,
                    double y,
                    double radius,
                    OutputColour colour,
                    const OutputStroke *rim)
{
  const double numbers[] = { x, y, radius };
  OutputFill fill = { colour, OUTPUT_PATTERN_PLAIN, colour };
  if (log_shape (canvas, "disc", numbers, 3, &fill, rim))
    return;
  cairo_new_path (canvas->cairo);
  cairo_arc (canvas->cairo, x, y, radius, 0.0, 2.0 * G_PI);
  cairo_close_path (canvas->cairo);
  output_canvas_set_colour (canvas, colour);
  cairo_fill_preserve (canvas->cairo);
  if (rim != NULL)
    apply_stroke (canvas, rim);
  cairo_new_path (canvas->cairo);
}

/* White inside, so that a line behind it does not show through. @n: at most 4 */
static void
open_marker (OutputCanvas *canvas,
             const OutputPoint *corners,
             size_t n,
             const OutputStroke *stroke)
{
  const OutputColour white = OUTPUT_WHITE;
  OutputPoint closed[5];
  for (size_t i = 0; i <= n; i++)
    closed[i] = corners[i % n];
  output_canvas_path (canvas, closed, n + 1, &white, stroke);
}

void
output_canvas_marker (OutputCanvas *canvas,
                      OutputMarker marker,
                      double x,
                      double y,
                      double size,
                      OutputColour colour)
{
  const double r = size / 2.0;
  const OutputStroke stroke = { colour, MAX (0.8, size * 0.18), OUTPUT_DASH_SOLID };
  const OutputPoint square[] = {
    { x - r * 0.85, y - r * 0.85 },
    { x + r * 0.85, y - r * 0.85 },
    { x + r * 0.85, y + r * 0.85 },
    { x - r * 0.85, y + r * 0.85 },
  };
  const OutputPoint up[] = { { x, y - r },
                             { x + r, y + r * 0.8 },
                             { x - r, y + r * 0.8 } };
  const OutputPoint down[] = { { x, y + r },
                               { x + r, y - r * 0.8 },
                               { x - r, y - r * 0.8 } };
  const OutputPoint diamond[] = {
    { x, y - r }, { x + r, y }, { x, y + r }, { x - r, y }
  };
  switch (marker)
    {
    case OUTPUT_MARKER_DISC:
      output_canvas_disc (canvas, x, y, r * 0.95, colour, NULL);
      break;
    case OUTPUT_MARKER_SQUARE:
      output_canvas_path (canvas, square, G_N_ELEMENTS (square), &colour, NULL);
      break;
    case OUTPUT_MARKER_TRIANGLE:
      output_canvas_path (canvas, up, G_N_ELEMENTS (up), &colour, NULL);
      break;
    case OUTPUT_MARKER_TRIANGLE_DOWN:
      output_canvas_path (canvas, down, G_N_ELEMENTS (down), &colour, NULL);
      break;
    case OUTPUT_MARKER_DIAMOND:
      output_canvas_path (canvas, diamond, G_N_ELEMENTS (diamond), &colour, NULL);
      break;
    case OUTPUT_MARKER_CROSS:
      output_canvas_line (canvas, x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8,
                          &stroke);
      output_canvas_line (canvas, x - r * 0.8, y + r * 0.8, x + r * 0.8, y - r * 0.8,
                          &stroke);
      break;
    case OUTPUT_MARKER_STAR:
      output_canvas_line (canvas, x - r * 0.7, y - r * 0.7, x + r * 0.7, y + r * 0.7,
                          &stroke);
      output_canvas_line (canvas, x - r * 0.7, y + r * 0.7, x + r * 0.7, y - r * 0.7,
                          &stroke);
      G_GNUC_FALLTHROUGH;
    case OUTPUT_MARKER_PLUS:
      output_canvas_line (canvas, x - r, y, x + r, y, &stroke);
      output_canvas_line (canvas, x, y - r, x, y + r, &stroke);
      break;
    case OUTPUT_MARKER_RING:
      output_canvas_disc (canvas, x, y, r * 0.85, OUTPUT_WHITE, &stroke);
      break;
    case OUTPUT_MARKER_TARGET:
      output_canvas_disc (canvas, x, y, r * 0.95, OUTPUT_WHITE, &stroke);
      output_canvas_disc (canvas, x, y, r * 0.4, colour, NULL);
      break;
    case OUTPUT_MARKER_OPEN_SQUARE:
      open_marker (canvas, square, G_N_ELEMENTS (square), &stroke);
      break;
    case OUTPUT_MARKER_OPEN_TRIANGLE:
      open_marker (canvas, up, G_N_ELEMENTS (up), &stroke);
      break;
    case OUTPUT_MARKER_OPEN_TRIANGLE_DOWN:
      open_marker (canvas, down, G_N_ELEMENTS (down), &stroke);
      break;
    case OUTPUT_MARKER_OPEN_DIAMOND:
      open_marker (canvas, diamond, G_N_ELEMENTS (diamond), &stroke);
      break;
    case OUTPUT_MARKER_BAR:
      output_canvas_line (canvas, x, y - r, x, y + r, &stroke);
      break;
    case OUTPUT_MARKER_NONE:
    default:
      break;
    }
}

void
output_canvas_clip (OutputCanvas *canvas, OutputRect rect)
{
  cairo_save (canvas->cairo);
  cairo_rectangle (canvas->cairo, rect.x, rect.y, rect.width, rect.height);
  cairo_clip (canvas->cairo);
}

void
output_canvas_unclip (OutputCanvas *canvas)
{
  cairo_restore (canvas->cairo);
}
