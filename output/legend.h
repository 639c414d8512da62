/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Legend: what colours, patterns, lines and signs mean, in rows that wrap. */
#pragma once

#include "output/text.h"

typedef enum
{
  OUTPUT_LEGEND_AREA,   /* a bar with the style's fill */
  OUTPUT_LEGEND_RANGE,  /* a bar with the style's fill, its marker in the middle */
  OUTPUT_LEGEND_LINE,   /* a line with its marker */
  OUTPUT_LEGEND_BAND,   /* a line on a pale band of its colour */
  OUTPUT_LEGEND_MARKER, /* a marker alone */
  OUTPUT_LEGEND_SIGN,   /* a text, as the circled digits are */
} OutputLegendKind;

typedef struct
{
  OutputLegendKind kind;
  OutputStyle style;
  bool has_rim;     /* an area or range with a thin outline */
  const char *sign; /* of OUTPUT_LEGEND_SIGN */
  char *label;
} OutputLegendItem;

typedef struct
{
  GArray *items; /* of OutputLegendItem */
} OutputLegend;

OutputLegend *output_legend_new (void);
void output_legend_free (OutputLegend *legend);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputLegend, output_legend_free)

/** @label: (transfer none): copied; other pointers must outlive the legend
 * Returns: (transfer none): the item, to be refined, valid until the next is added */
OutputLegendItem *output_legend_add (OutputLegend *legend,
                                     OutputLegendKind kind,
                                     OutputStyle style,
                                     const char *label);

/** Returns: the height that output_legend_draw() will take on @width */
double
output_legend_height (OutputCanvas *canvas, const OutputLegend *legend, double width);
/** Draws the items from the left of (@x, @y), in rows no wider than @width. */
void output_legend_draw (
    OutputCanvas *canvas, const OutputLegend *legend, double x, double y, double width);
