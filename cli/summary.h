/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summary: what became of the patients, on a terminal, for a planner without the manual.
 */
#pragma once

#include "output/store.h"
#include "sim/confidence.h"

/**
 * cli_summary_print:
 * @run: what was run
 * @catalogue: of the estimates
 * @estimates: of variant @variant, one a metric
 * @replications: that they rest on
 *
 * Prints to standard output: patients by grade, losses by cause, times, plant and waste,
 * each with the half-width of its interval, and what that interval is.
 */
void cli_summary_print (const OutputRun *run,
                        int variant,
                        const SimCatalogue *catalogue,
                        const SimEstimate *estimates,
                        int64_t replications);
