/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses: how the eligible who are not infused end, most first. */
#pragma once

#include "sim/confidence.h"

/**
 * cli_losses_text:
 * @group: "all", "A"
 * @estimates: of one variant, n_metrics
 * @most: how many fates to name
 *
 * Returns: (transfer full): "window-line 57.2 %, recovered 8.9 %" of the eligible, fates
 * after eligibility only; NULL where nobody is lost
 */
char *cli_losses_text (const SimCatalogue *catalogue,
                       const char *group,
                       const SimEstimate *estimates,
                       int most);
