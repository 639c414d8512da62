/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart queue: patients waiting, month by month. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_queue_has_data (const OutputChartData *data);
void output_queue_draw (OutputCanvas *canvas,
                        OutputRect body,
                        int page,
                        int n_pages,
                        const OutputChartData *data,
                        const OutputChartOptions *options);
