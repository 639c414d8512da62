/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart latest-referral: chance of a harvest by day of referral. */
#pragma once

#include "output/chart.h"

/* Contract: for the registry; see OutputChart for what each does. */

bool output_latest_referral_has_data (const OutputChartData *data);
void output_latest_referral_draw (OutputCanvas *canvas,
                                  OutputRect body,
                                  int page,
                                  int n_pages,
                                  const OutputChartData *data,
                                  const OutputChartOptions *options);
