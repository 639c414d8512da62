/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes: lines, ticks, grid and titles around a plot; no chart draws its own. */
#pragma once

#include "output/scale.h"
#include "output/text.h"
#include "output/ticks.h"

/* Contract: output_axes_layout() takes what ticks and titles need from a rectangle and
 * gives the scales their ends; what is left is the plot.  Labels never overprint one
 * another: one that would is left out. */

typedef enum
{
  OUTPUT_SIDE_BOTTOM,
  OUTPUT_SIDE_LEFT,
  OUTPUT_SIDE_TOP,
  OUTPUT_SIDE_RIGHT,
} OutputSide;

typedef enum
{
  OUTPUT_GRID_NONE,
  OUTPUT_GRID_LINES,
} OutputGrid;

typedef struct
{
  OutputSide side;
  OutputScale scale;  /* from and to by the caller, start and end by the layout */
  double left, right; /* of a level axis: labels stay between them; by the layout */
  const OutputTicks *ticks;
  const char *title; /* with its unit; NULL for none */
  OutputGrid grid;
} OutputAxis;

/** The sizes of texts, which follow the size of the page: of ticks and legends, in pt. */
double output_axes_text_size (const OutputCanvas *canvas);

/** Returns: how many labels as wide as @sample fit side by side on @length points */
int output_axes_label_count (OutputCanvas *canvas, double length, const char *sample);

/** Returns: the plot, after room was made for @n axes inside @rect */
OutputRect
output_axes_layout (OutputCanvas *canvas, OutputRect rect, OutputAxis *axes, size_t n);

/** Draws the grids; before the data. */
void output_axes_draw_grid (OutputCanvas *canvas,
                            OutputRect plot,
                            const OutputAxis *axes,
                            size_t n);
/** Draws lines, ticks, labels and titles. */
void output_axes_draw (OutputCanvas *canvas,
                       OutputRect plot,
                       const OutputAxis *axes,
                       size_t n);
