/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: the replications gathered into what intervals are taken over. */
#pragma once

#include "sim/results.h"

/* Contract: as a rule a replication is a unit.  Where the catalogue nests replications in
 * draws of uncertain inputs, those of one draw share its luck, so the draw is the unit:
 * its row is the sum of its replications' rows, with their number in one column more, and
 * a mean is the ratio of the two.  With draws of equal size that is the mean of the
 * draws' means with its Student-t error; with a last draw cut short it stays right.
 *
 * Source: Kish 1965, Survey Sampling, section 6.3 (ratio means of clusters). */

/** @n_replications: that the unit holds; @rows: one a variant asked for, valid during the
 * call only */
typedef bool (*SimUnitFunc) (int64_t n_replications,
                             const double *const *rows,
                             gpointer data);

/** Like SimResults.for_each_row, but unit by unit. */
bool sim_units_for_each_row (const SimResults *results,
                             const int *variants,
                             int n_variants,
                             SimUnitFunc func,
                             gpointer data,
                             GError **error);

/** Returns: (transfer full): the catalogue's metrics as they read the rows of units;
 * their texts stay the catalogue's.  To be freed by g_free(). */
SimMetric *sim_units_metrics (const SimCatalogue *catalogue);

/** Returns: the least number of successive blocks that hold whole units */
int64_t sim_units_block_count (const SimCatalogue *catalogue);
