/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart tornado: effects of one change at a time. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_tornado_has_data (const OutputChartData *data);
void output_tornado_page_size (const OutputChartData *data,
                               const OutputChartOptions *options,
                               double *width,
                               double *height);
int output_tornado_page_count (const OutputChartData *data,
                               const OutputChartOptions *options,
                               OutputRect body);
void output_tornado_draw (OutputCanvas *canvas,
                          OutputRect body,
                          int page,
                          int n_pages,
                          const OutputChartData *data,
                          const OutputChartOptions *options);
