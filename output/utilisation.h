/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart utilisation: share of each pool in use, month by month. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_utilisation_has_data (const OutputChartData *data);
void output_utilisation_draw (OutputCanvas *canvas,
                              OutputRect body,
                              int page,
                              int n_pages,
                              const OutputChartData *data,
                              const OutputChartOptions *options);
