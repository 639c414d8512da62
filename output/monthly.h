/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Monthly: the series of results over calendar months, as charts want them. */
#pragma once

#include "output/chart.h"
#include "output/line-chart.h"

/* Contract: the first month is the one that contains the start; a point stands at the
 * middle of its month, or of that part of it which lies inside the scenario. */

/** Returns: (transfer none): the points of that series of the variant drawn, or NULL */
const SimSeriesPoint *output_monthly_points (const OutputChartData *data,
                                             const char *name,
                                             const char *group,
                                             size_t *ret_n);

/** Returns: (transfer none): the variant whose label is the caption's rule, else the
 * first */
const OutputChartVariant *output_monthly_variant (const OutputChartData *data);

/** Returns: day (since the start) at which month @month begins, or the start in month 0
 */
double output_monthly_begin (const OutputCaption *caption, size_t month);
double output_monthly_middle (const OutputCaption *caption, size_t month);

/** Returns: the part of the month's days that lies inside the scenario, 0..1 */
double output_monthly_part (const OutputCaption *caption, size_t month);

/** Returns: (transfer full): the middles of @n months */
double *output_monthly_middles (const OutputCaption *caption, size_t n);

/** Returns: how many of @n months begin before the scenario ends */
size_t output_monthly_count (const OutputCaption *caption, size_t n);

/** Returns: (transfer none): the pool whose units are lines, or NULL: the pool with a
 * metric reserved:POOL, else the first with a series capacity:POOL */
const char *output_monthly_gate (const OutputChartData *data);

typedef enum
{
  OUTPUT_MONTHLY_COUNT, /* of the month: a month in part is shaded, and said to be one */
  OUTPUT_MONTHLY_LEVEL, /* an average, of a part as of a whole */
  OUTPUT_MONTHLY_SHARE, /* an average in percent */
} OutputMonthlyKind;

/** Draws @series over the @n_months, or the period of @options. @y_title: a msgid */
void output_monthly_draw (OutputCanvas *canvas,
                          OutputRect body,
                          const OutputChartData *data,
                          const OutputChartOptions *options,
                          const OutputLineSeries *series,
                          size_t n_series,
                          size_t n_months,
                          const char *y_title,
                          OutputMonthlyKind kind);
