/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart sweep: a metric over the values of a parameter. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_sweep_has_data (const OutputChartData *data);
void output_sweep_draw (OutputCanvas *canvas,
                        OutputRect body,
                        int page,
                        int n_pages,
                        const OutputChartData *data,
                        const OutputChartOptions *options);
