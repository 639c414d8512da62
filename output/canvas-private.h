/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a canvas, shared by shapes (canvas-shapes.c) and texts (text.c). */
#pragma once

#include "output/canvas.h"

#include <pango/pangocairo.h>

struct OutputCanvas
{
  OutputFormat format;
  OutputLanguage language;
  double width, height; /* of the page, pt */
  double scale;
  char *title;
  char *subject;
  cairo_surface_t *surface;
  cairo_t *cairo;
  PangoLayout *layout;
  GByteArray *bytes; /* PDF, SVG */
  GString *log;      /* text format */
  GArray *labels;    /* text format: OutputRect of every text of the page */
  int page;
  int missing_glyphs;
  int overlaps;
  int strays;
};

/** Appends " 1.00" for each of the @n numbers to the text format's log. */
void output_canvas_log_numbers (OutputCanvas *canvas, const double *numbers, size_t n);
void output_canvas_set_colour (OutputCanvas *canvas, OutputColour colour);
