/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart comparison: forest plot of paired differences between rules. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_comparison_has_data (const OutputChartData *data);
void output_comparison_page_size (const OutputChartData *data,
                                  const OutputChartOptions *options,
                                  double *width,
                                  double *height);
int output_comparison_page_count (const OutputChartData *data,
                                  const OutputChartOptions *options,
                                  OutputRect body);
void output_comparison_draw (OutputCanvas *canvas,
                             OutputRect body,
                             int page,
                             int n_pages,
                             const OutputChartData *data,
                             const OutputChartOptions *options);
