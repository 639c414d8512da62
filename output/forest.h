/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forest: estimates with whiskers in rows, over one axis. */
#pragma once

#include "output/gantt.h"
#include "sim/confidence.h"

/* Contract: rows and columns are those of a Gantt (output/gantt.h); a point without an
 * interval is drawn without whiskers, one that is NAN not at all. */

typedef struct
{
  double value, low, high;
} OutputForestPoint;

/** The least and greatest of values and ends so far: start with from = INFINITY, to =
 * -INFINITY. */
void output_forest_extend (double *from, double *to, OutputForestPoint point);

/** Widens a range to include 0 and a rim, or to [-1, 1] where it is empty. */
void output_forest_round (double *from, double *to);

/** Draws the point at @share of @row. */
void output_forest_point (OutputCanvas *canvas,
                          const OutputGantt *gantt,
                          size_t row,
                          double share,
                          OutputForestPoint point,
                          const OutputStyle *style);

/** A line through all rows at @value. */
void output_forest_line (OutputCanvas *canvas, const OutputGantt *gantt, double value);

/** Returns: a share in percent; its ends, which are those of a t interval, cut at 0 and
 * 100, beyond which no share lies; NAN throughout where @share is NULL */
OutputForestPoint output_forest_share (const SimEstimate *share);

/** Returns: (transfer full): "3.2 (1.1 to 5.2)", or the value alone; "–" without one */
char *output_forest_text (OutputLanguage language, OutputForestPoint point, int decimals);

/** Returns: places behind the point that tell values of this size apart */
int output_forest_decimals (double from, double to);
