/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart fates: what became of the referred, by rule and grade. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_fates_has_data (const OutputChartData *data);
void output_fates_page_size (const OutputChartData *data,
                             const OutputChartOptions *options,
                             double *width,
                             double *height);
int output_fates_page_count (const OutputChartData *data,
                             const OutputChartOptions *options,
                             OutputRect body);
void output_fates_draw (OutputCanvas *canvas,
                        OutputRect body,
                        int page,
                        int n_pages,
                        const OutputChartData *data,
                        const OutputChartOptions *options);
