/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart gantt-lines: a row a culture line, by calendar date. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_gantt_lines_has_data (const OutputChartData *data);
gpointer output_gantt_lines_plan (const OutputChartData *data,
                                  const OutputChartOptions *options);
void output_gantt_lines_free_plan (gpointer plan);
void output_gantt_lines_page_size (const OutputChartData *data,
                                   const OutputChartOptions *options,
                                   double *width,
                                   double *height);
int output_gantt_lines_page_count (const OutputChartData *data,
                                   const OutputChartOptions *options,
                                   OutputRect body);
void output_gantt_lines_draw (OutputCanvas *canvas,
                              OutputRect body,
                              int page,
                              int n_pages,
                              const OutputChartData *data,
                              const OutputChartOptions *options);
