/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Heat map: a number for every pair of two values, as tint and in figures. */
#pragma once

#include "output/canvas.h"

/* Contract: every cell carries its figure and half the width of its interval, so that
 * nothing hangs on the tint, which runs from the least (light) to the greatest (dark). */

typedef struct
{
  double value; /* NAN: an empty cell */
  double half;  /* of the interval; NAN: none */
} OutputHeatCell;

typedef struct
{
  const char *const *x_labels, *const *y_labels;
  size_t n_x, n_y;
  const OutputHeatCell *cells; /* n_x a row, the first y at the bottom */
  const char *x_title, *y_title;
  const char *title; /* what the figures are, with its unit */
} OutputHeatMap;

void
output_heat_map_draw (OutputCanvas *canvas, OutputRect body, const OutputHeatMap *map);
