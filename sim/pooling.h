/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooling: histograms of many blocks, and their quantiles with a group left out. */
#pragma once

#include "sim/confidence.h"

/* Contract: blocks fall into SIM_JACKKNIFE_GROUPS groups by block number modulo that,
 * or by the number of the least run of blocks that holds whole units (sim/units.h).
 * Memory grows with the groups, the histograms and their greatest bin, and by one bit a
 * block; not with the replications otherwise. */

typedef struct SimPooling SimPooling;

/** @catalogue: must outlive the pooling */
SimPooling *sim_pooling_new (const SimCatalogue *catalogue);
void sim_pooling_free (SimPooling *pooling);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimPooling, sim_pooling_free)

/** Empties the pooling, keeping the memory. */
void sim_pooling_reset (SimPooling *pooling);

/**
 * sim_pooling_read:
 * @only: (nullable): take only blocks that this one has
 *
 * Adds all blocks of @variant.  Does nothing if the catalogue has no quantile.
 *
 * Errors: whatever reading @results gives.
 */
bool sim_pooling_read (SimPooling *pooling,
                       const SimResults *results,
                       int variant,
                       const SimPooling *only,
                       GError **error);

/** Returns: true if both were read from the same blocks */
bool sim_pooling_is_like (const SimPooling *a, const SimPooling *b);

/**
 * sim_pooling_quantile:
 * @metric: a quantile of the catalogue
 * @without: (out): the quantile without each group; NaN for a group that holds nothing,
 * or holds everything
 *
 * Returns: the quantile of everything, in days; NaN when empty
 */
double sim_pooling_quantile (const SimPooling *pooling,
                             const SimMetric *metric,
                             double without[SIM_JACKKNIFE_GROUPS]);
