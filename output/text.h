/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text: measured and drawn through Pango, alike in every format. */
#pragma once

#include "output/canvas.h"

/* Contract: texts are UTF-8 and may mix languages.  Sizes are points.  START, MIDDLE and
 * END say which part of the text lies at the place given: left, centre, right of what one
 * reads across; top, centre, bottom downwards.  The vertical MIDDLE of a single line is
 * the middle of its figures, so that labels sit level with what they name. */

typedef enum
{
  OUTPUT_ALIGN_START,
  OUTPUT_ALIGN_MIDDLE,
  OUTPUT_ALIGN_END,
} OutputAlign;

typedef enum
{
  OUTPUT_WEIGHT_NORMAL,
  OUTPUT_WEIGHT_BOLD,
} OutputWeight;

typedef enum
{
  OUTPUT_TURN_NONE,
  OUTPUT_TURN_LEFT, /* reads upwards; @x, @y and alignments turn with it */
} OutputTurn;

typedef struct
{
  double size; /* pt */
  OutputWeight weight;
  OutputColour colour;
  OutputAlign across;
  OutputAlign down;
  OutputTurn turn;
  double wrap;     /* > 0: lines break at this width */
  double ellipsis; /* > 0: a single line is cut with "…" at this width */
} OutputTextStyle;

typedef struct
{
  double width, height;
} OutputSize;

/** Returns: what the text takes, unturned */
OutputSize output_text_measure (OutputCanvas *canvas,
                                const char *text,
                                const OutputTextStyle *style);

/** Draws @text with its reference point at (@x, @y). Returns: as output_text_measure() */
OutputSize output_text_draw (OutputCanvas *canvas,
                             double x,
                             double y,
                             const char *text,
                             const OutputTextStyle *style);

/** Returns: the greatest width of @n texts (NULL counts as empty) */
double output_text_widest (OutputCanvas *canvas,
                           const char *const *texts,
                           size_t n,
                           const OutputTextStyle *style);
