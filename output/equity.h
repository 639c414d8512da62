/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart equity: share infused by group under each rule. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_equity_has_data (const OutputChartData *data);
void output_equity_page_size (const OutputChartData *data,
                              const OutputChartOptions *options,
                              double *width,
                              double *height);
int output_equity_page_count (const OutputChartData *data,
                              const OutputChartOptions *options,
                              OutputRect body);
void output_equity_draw (OutputCanvas *canvas,
                         OutputRect body,
                         int page,
                         int n_pages,
                         const OutputChartData *data,
                         const OutputChartOptions *options);
