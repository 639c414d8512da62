/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored results: the replications and blocks of a store, read in their order. */
#pragma once

#include "output/database.h"
#include "sim/results.h"

/* Contract: one row a variant is in memory at a time. */

/** Returns: (transfer full): the first @n_replications; must not outlive what is given */
SimResults *output_stored_results_new (OutputDatabase *database,
                                       const SimCatalogue *catalogue,
                                       int n_variants,
                                       int64_t n_replications);
