/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart harvest-day: when marrow is harvested, and what the window cost. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_harvest_day_has_data (const OutputChartData *data);
void output_harvest_day_draw (OutputCanvas *canvas,
                              OutputRect body,
                              int page,
                              int n_pages,
                              const OutputChartData *data,
                              const OutputChartOptions *options);
