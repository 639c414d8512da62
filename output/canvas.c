/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvas: shapes and pages, to PNG, PDF, SVG or a text for tests. */
#include "output/canvas.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "output/canvas-private.h"
#include "output/error.h"

/* Cairo writes its files here; a failing disk is met later, by who saves the bytes. */
static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static bool
check_size (OutputFormat format, const OutputDocument *document, GError **error)
{
  double scale = format == OUTPUT_FORMAT_PNG ? document->scale : 1.0;
  double least = MIN (document->width, document->height);
  double most = MAX (document->width, document->height) * scale;
  bool is_number = isfinite (document->width) && isfinite (document->height);
  if (is_number && least >= OUTPUT_MIN_POINTS && most <= OUTPUT_MAX_PIXELS && scale > 0.0)
    return true;
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_SIZE,
               _ ("a picture's sides must be from %d points to %d pixels, found %.0f by "
                  "%.0f points"),
               OUTPUT_MIN_POINTS, OUTPUT_MAX_PIXELS, document->width, document->height);
  return false;
}

static void
set_pdf_metadata (cairo_surface_t *surface, const OutputDocument *document)
{
  /* Both dates, or Cairo 1.16 writes the clock's; SOURCE_DATE_EPOCH it does not know. */
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (document->created);
  g_autofree char *date = created != NULL
                              ? g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ")
                              : g_strdup ("2000-01-01");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, date);
  if (document->title != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, document->title);
  if (document->subject != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT,
                                    document->subject);
  if (document->creator != NULL)
    cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR,
                                    document->creator);
}

static cairo_surface_t *
make_surface (OutputCanvas *canvas, const OutputDocument *document)
{
  double width = document->width;
  double height = document->height;
  switch (canvas->format)
    {
    case OUTPUT_FORMAT_PDF:
      {
        cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
            append_bytes, canvas->bytes, width, height);
        set_pdf_metadata (surface, document);
        return surface;
      }
    case OUTPUT_FORMAT_SVG:
      {
        cairo_surface_t *surface = cairo_svg_surface_create_for_stream (
            append_bytes, canvas->bytes, width, height);
        cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PT);
        return surface;
      }
    case OUTPUT_FORMAT_PNG:
      return cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                         (int) ceil (width * canvas->scale),
                                         (int) ceil (height * canvas->scale));
    case OUTPUT_FORMAT_TEXT:
    default:
      return cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
    }
}

static PangoLayout *
make_layout (cairo_t *cairo, OutputLanguage language)
{
  PangoContext *context = pango_cairo_create_context (cairo);
  cairo_font_options_t *options = cairo_font_options_create ();
  /* Without these, texts measure differently in pictures and in PDF. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 72.0);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (
      context, pango_language_from_string (output_language_code (language)));
  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  PangoLayout *layout = pango_layout_new (context);
  g_object_unref (context);
  return layout;
}

OutputCanvas *
output_canvas_new (OutputFormat format, const OutputDocument *document, GError **error)
{
  g_return_val_if_fail (document != NULL, NULL);
  if (!check_size (format, document, error))
    return NULL;

  g_autoptr (OutputCanvas) canvas = g_new0 (OutputCanvas, 1);
  canvas->format = format;
  canvas->language = document->language;
  canvas->width = document->width;
  canvas->height = document->height;
  canvas->scale = format == OUTPUT_FORMAT_PNG ? document->scale : 1.0;
  canvas->title = g_strdup (document->title);
  canvas->subject = g_strdup (document->subject);
  canvas->bytes = g_byte_array_new ();
  canvas->log = g_string_new ("");
  canvas->labels = g_array_new (FALSE, FALSE, sizeof (OutputRect));
  canvas->page = 1;
  canvas->surface = make_surface (canvas, document);
  canvas->cairo = cairo_create (canvas->surface);
  cairo_scale (canvas->cairo, canvas->scale, canvas->scale);
  canvas->layout = make_layout (canvas->cairo, canvas->language);
  if (format == OUTPUT_FORMAT_TEXT)
    {
      g_string_append (canvas->log, "page 1");
      output_canvas_log_numbers (canvas, (double[]){ canvas->width, canvas->height }, 2);
      g_string_append_c (canvas->log, '\n');
    }
  else
    {
      /* Paint, not a rectangle: the last pixels may be parts of a point. */
      output_canvas_set_colour (canvas, OUTPUT_WHITE);
      if (format != OUTPUT_FORMAT_PDF)
        cairo_paint (canvas->cairo);
    }
  return g_steal_pointer (&canvas);
}

void
output_canvas_free (OutputCanvas *canvas)
{
  if (canvas == NULL)
    return;
  g_clear_object (&canvas->layout);
  g_clear_pointer (&canvas->cairo, cairo_destroy);
  if (canvas->surface != NULL)
    cairo_surface_finish (canvas->surface); /* before the bytes it writes into go */
  g_clear_pointer (&canvas->surface, cairo_surface_destroy);
  g_clear_pointer (&canvas->bytes, g_byte_array_unref);
  if (canvas->log != NULL)
    g_string_free (canvas->log, TRUE);
  g_clear_pointer (&canvas->labels, g_array_unref);
  g_free (canvas->title);
  g_free (canvas->subject);
  g_free (canvas);
}

bool
output_canvas_is_paged (const OutputCanvas *canvas)
{
  return canvas->format == OUTPUT_FORMAT_PDF || canvas->format == OUTPUT_FORMAT_TEXT;
}

OutputLanguage
output_canvas_language (const OutputCanvas *canvas)
{
  return canvas->language;
}

OutputRect
output_canvas_page (const OutputCanvas *canvas)
{
  return (OutputRect){ 0.0, 0.0, canvas->width, canvas->height };
}

void
output_canvas_next_page (OutputCanvas *canvas, double width, double height)
{
  g_return_if_fail (output_canvas_is_paged (canvas));
  canvas->page++;
  canvas->width = width;
  canvas->height = height;
  g_array_set_size (canvas->labels, 0);
  if (canvas->format == OUTPUT_FORMAT_PDF)
    {
      cairo_show_page (canvas->cairo);
      cairo_pdf_surface_set_size (canvas->surface, width, height);
      return;
    }
  g_string_append_printf (canvas->log, "page %d", canvas->page);
  output_canvas_log_numbers (canvas, (double[]){ width, height }, 2);
  g_string_append_c (canvas->log, '\n');
}

int
output_canvas_outline (OutputCanvas *canvas, int parent, const char *title)
{
  if (canvas->format != OUTPUT_FORMAT_PDF)
    return 0;
  /* A destination by page number: link tags would damage the file's table (Cairo 1.16).
   */
  g_autofree char *place = g_strdup_printf ("page=%d", canvas->page);
  return cairo_pdf_surface_add_outline (canvas->surface, parent, title, place,
                                        CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

/* Cairo's SVG has glyphs as outlines; a title tells screen readers what they show. */
static void
append_svg_title (GString *text, const OutputCanvas *canvas)
{
  g_autofree char *element = g_markup_printf_escaped (
      "\n<title>%s</title>\n<desc>%s</desc>", canvas->title != NULL ? canvas->title : "",
      canvas->subject != NULL ? canvas->subject : "");
  g_string_append (text, element);
}

/* Surfaces are numbered through the process' life: count them from 0 in each file
 * instead, so that a chart's bytes do not depend on what was drawn before it. */
static void
append_svg_number (GString *text, GArray *seen, gint64 number)
{
  guint i = 0;
  while (i < seen->len && g_array_index (seen, gint64, i) != number)
    i++;
  if (i == seen->len)
    g_array_append_val (seen, number);
  g_string_append_printf (text, "%u", i);
}

static void
settle_svg (OutputCanvas *canvas)
{
  static const char word[] = "surface";
  g_byte_array_append (canvas->bytes, (const guint8 *) "", 1);
  const char *at = (const char *) canvas->bytes->data;
  g_autoptr (GString) text = g_string_sized_new (canvas->bytes->len + 200);
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *head = strstr (at, "<svg");
  const char *end = head != NULL ? strchr (head, '>') : NULL;
  if (end != NULL)
    {
      g_string_append_len (text, at, end + 1 - at);
      append_svg_title (text, canvas);
      at = end + 1;
    }
  for (const char *next = strstr (at, word); next != NULL; next = strstr (at, word))
    {
      const char *digits = next + strlen (word);
      g_string_append_len (text, at, digits - at);
      at = digits;
      if (!g_ascii_isdigit (*digits) || (next[-1] != '"' && next[-1] != '#'))
        continue;
      char *rest;
      append_svg_number (text, seen, g_ascii_strtoll (digits, &rest, 10));
      at = rest;
    }
  g_string_append (text, at);
  g_byte_array_set_size (canvas->bytes, 0);
  g_byte_array_append (canvas->bytes, (const guint8 *) text->str, (guint) text->len);
}

GBytes *
output_canvas_finish (OutputCanvas *canvas, GError **error)
{
  g_return_val_if_fail (canvas->cairo != NULL, NULL);
  if (canvas->format == OUTPUT_FORMAT_TEXT)
    return g_bytes_new (canvas->log->str, canvas->log->len);

  cairo_status_t status = cairo_status (canvas->cairo);
  if (status == CAIRO_STATUS_SUCCESS && canvas->format == OUTPUT_FORMAT_PNG)
    status =
        cairo_surface_write_to_png_stream (canvas->surface, append_bytes, canvas->bytes);
  cairo_surface_finish (canvas->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (canvas->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_DRAW,
                   _ ("the picture could not be drawn: %s"),
                   cairo_status_to_string (status));
      return NULL;
    }
  if (canvas->format == OUTPUT_FORMAT_SVG)
    settle_svg (canvas);
  return g_bytes_new (canvas->bytes->data, canvas->bytes->len);
}

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

int
output_canvas_missing_glyphs (const OutputCanvas *canvas)
{
  return canvas->missing_glyphs;
}

int
output_canvas_overlaps (const OutputCanvas *canvas)
{
  return canvas->overlaps;
}

int
output_canvas_strays (const OutputCanvas *canvas)
{
  return canvas->strays;
}
