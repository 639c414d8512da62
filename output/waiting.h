/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart waiting: how long patients wait for a booking, by grade. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_waiting_has_data (const OutputChartData *data);
void output_waiting_draw (OutputCanvas *canvas,
                          OutputRect body,
                          int page,
                          int n_pages,
                          const OutputChartData *data,
                          const OutputChartOptions *options);
