/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Canvas: shapes and pages, to PNG, PDF, SVG or a text for tests. */
#pragma once

#include "output/palette.h"
#include "output/words.h"

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>

/* Contract: places and lengths are points (1/72 inch) from the top left corner, y
 * downwards. One layout serves all formats: texts measure the same everywhere (hinting is
 * off).  Equal calls give equal bytes, whatever the locale, clock or directory.  Drawing
 * never fails; the first failure of the library is reported by output_canvas_finish().  A
 * canvas belongs to one thread.
 *
 * The text format lists every shape with places rounded to 0.01 pt, for golden layouts,
 * and marks texts that overlap, leave the page or end in dots by "# overlap", "# stray"
 * and "# cut"; the first two it counts. */

typedef enum
{
  OUTPUT_FORMAT_PNG = 1 << 0,
  OUTPUT_FORMAT_PDF = 1 << 1,
  OUTPUT_FORMAT_SVG = 1 << 2,
  OUTPUT_FORMAT_TEXT = 1 << 3,
} OutputFormat;

typedef struct
{
  double x, y, width, height;
} OutputRect;

typedef struct
{
  double x, y;
} OutputPoint;

typedef struct
{
  const char *title;   /* UTF-8, for the metadata */
  const char *subject; /* (nullable) */
  const char *creator; /* "day31 0.1.0" */
  int64_t created;     /* seconds since 1970, for the PDF's dates */
  OutputLanguage language;
  double width, height; /* of the first page */
  double scale;         /* pixels a point, PNG only */
} OutputDocument;

/* A picture has at most so many pixels a side: Cairo's limit for images. */
#define OUTPUT_MAX_PIXELS 32767
/* And at least so many points, or no layout makes sense. */
#define OUTPUT_MIN_POINTS 150

typedef struct OutputCanvas OutputCanvas;

/**
 * output_canvas_new:
 * @document: copied
 *
 * Errors: OUTPUT_ERROR_SIZE when a side is below OUTPUT_MIN_POINTS, or above
 * OUTPUT_MAX_PIXELS pixels.
 * Returns: (transfer full): an empty first page, or NULL with @error set
 */
OutputCanvas *
output_canvas_new (OutputFormat format, const OutputDocument *document, GError **error);
void output_canvas_free (OutputCanvas *canvas);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputCanvas, output_canvas_free)

/** Returns: whether the format has pages */
bool output_canvas_is_paged (const OutputCanvas *canvas);
OutputLanguage output_canvas_language (const OutputCanvas *canvas);
/** Returns: the present page, from (0, 0) */
OutputRect output_canvas_page (const OutputCanvas *canvas);

/** Ends the page and begins the next, of the size given; paged formats only. */
void output_canvas_next_page (OutputCanvas *canvas, double width, double height);

/**
 * output_canvas_outline:
 * @parent: an outline entry, or 0 for the top
 *
 * Adds an entry for the present page to a PDF's outline; nothing elsewhere.
 *
 * Returns: the entry
 */
int output_canvas_outline (OutputCanvas *canvas, int parent, const char *title);

/**
 * output_canvas_finish:
 *
 * Ends the drawing, which may not go on.
 *
 * Errors: OUTPUT_ERROR_DRAW with the library's own words.
 * Returns: (transfer full): the file's bytes, or NULL with @error set
 */
GBytes *output_canvas_finish (OutputCanvas *canvas, GError **error);

/** Either of @fill and @stroke may be NULL. */
void output_canvas_rectangle (OutputCanvas *canvas,
                              OutputRect rect,
                              const OutputFill *fill,
                              const OutputStroke *stroke);
void output_canvas_line (OutputCanvas *canvas,
                         double x1,
                         double y1,
                         double x2,
                         double y2,
                         const OutputStroke *stroke);
/** A line through @points, or with @colour the area inside them; either may be NULL. */
void output_canvas_path (OutputCanvas *canvas,
                         const OutputPoint *points,
                         size_t n,
                         const OutputColour *colour,
                         const OutputStroke *stroke);
/** @size: across, in points */
void output_canvas_marker (OutputCanvas *canvas,
                           OutputMarker marker,
                           double x,
                           double y,
                           double size,
                           OutputColour colour);
/** A disc with a rim, to carry a sign. */
void output_canvas_disc (OutputCanvas *canvas,
                         double x,
                         double y,
                         double radius,
                         OutputColour colour,
                         const OutputStroke *rim);

/** Draws nothing outside @rect until output_canvas_unclip(). */
void output_canvas_clip (OutputCanvas *canvas, OutputRect rect);
void output_canvas_unclip (OutputCanvas *canvas);

/** Returns: characters drawn so far for which no font has a glyph */
int output_canvas_missing_glyphs (const OutputCanvas *canvas);
/** Returns: pairs of texts that overlapped so far; the text format only, else 0 */
int output_canvas_overlaps (const OutputCanvas *canvas);
/** Returns: texts that left their page so far; the text format only, else 0 */
int output_canvas_strays (const OutputCanvas *canvas);
