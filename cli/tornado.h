/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tornado rows: the changes of a sensitivity run, read from its store. */
#pragma once

#include "output/chart.h"
#include "output/store.h"

/**
 * cli_tornado_rows:
 * @run: whose variants are those of cli/changes.h
 * @differences: from variant 0, n_metrics a variant
 * @metric: the one that is drawn
 * @texts: (transfer none): will hold the labels
 *
 * Returns: (transfer full): OutputTornadoRow, one a change, in the order of the variants
 */
GArray *cli_tornado_rows (const OutputRun *run,
                          const SimDifference *differences,
                          size_t n_metrics,
                          int metric,
                          GStringChunk *texts);
