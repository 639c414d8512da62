/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvas: pages and files, to PNG, PDF, SVG or a text for tests. */
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
