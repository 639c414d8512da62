/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line chart: series with interval bands over one axis of numbers or dates. */
#pragma once

#include "output/axes.h"
#include "output/chart.h"
#include "output/legend.h"
#include "sim/confidence.h"

/* Contract: points that are NAN interrupt their line; bands are drawn where low and high
 * are numbers.  The y axis begins at 0 unless told otherwise. */

typedef enum
{
  OUTPUT_LINE_STRAIGHT,
  OUTPUT_LINE_STEPS,  /* level from each point to the next */
  OUTPUT_LINE_POINTS, /* markers with whiskers, no line; those of several series stand
                       * side by side */
} OutputLineShape;

typedef struct
{
  const char *label;
  OutputStyle style;
  OutputLineShape shape;
  const double *x;
  const SimSeriesPoint *points;
  size_t n;
  bool has_band;
} OutputLineSeries;

/* A part of the x axis that is not like the rest. */
typedef struct
{
  double from, to;
} OutputLineShade;

typedef struct
{
  const OutputLineSeries *series;
  size_t n_series;
  double x_from, x_to;
  const OutputTicks *x_ticks;
  const char *x_title;
  const char *y_title;
  double y_top;     /* > 0: the axis' end; 0: from the data */
  bool is_percent;  /* y is a share */
  double reference; /* a vertical line there; NAN for none */
  const char *reference_label;
  const OutputLineShade *shades; /* (nullable): n_shades, behind everything */
  size_t n_shades;
  const char *shade_label; /* in the legend */
  const char *empty; /* (nullable): msgid of what is said where no point is a number */
} OutputLineChart;

/** Returns: whether any point is a number */
bool output_line_chart_has_point (const OutputLineSeries *series, size_t n_series);

/**
 * output_line_chart_note:
 * @msgid: says what the intervals are, as of output_page_note_interval()
 *
 * Writes the note on the intervals of @series; nothing where no point is a number, since
 * then the chart says so in the middle of its page.
 */
void output_line_chart_note (OutputCanvas *canvas,
                             OutputRect *body,
                             const OutputCaption *caption,
                             const OutputLineSeries *series,
                             size_t n_series,
                             const char *msgid);

/** Draws axes, bands, lines, markers and the legend into @body. */
void output_line_chart_draw (OutputCanvas *canvas,
                             OutputRect body,
                             const OutputLineChart *chart);
