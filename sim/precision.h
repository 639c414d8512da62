/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Precision: when there are replications enough. */
#pragma once

#include "sim/confidence.h"

/* Contract: a first batch, then batches of SIM_PRECISION_BATCH, each followed by a look
 * at the interval, until it is as narrow as asked or the most replications are there.  So
 * many before the first look keep the interval from stopping by luck: its coverage is
 * tested in tests/models/test-coverage.c. */

/* DESIGN section 6: the least first batch, and what is added at a time. */
#define SIM_PRECISION_LEAST 100
#define SIM_PRECISION_BATCH 50

typedef struct
{
  int metric;   /* of the catalogue */
  int baseline; /* variant: the half-width is that of differences from it; -1: that of
                 * the variants themselves */
  double level; /* of the interval */
  double half_width; /* wanted, in the metric's unit */
} SimPrecision;

/**
 * sim_precision_reached:
 * @ret_half_width: (out): the widest of all variants, of all but the baseline where there
 *   is one; infinite while some variant has no interval
 *
 * Differences are judged by their own interval at the level, not by the wider one of
 * primary measures.
 *
 * Errors: whatever reading @results gives.
 */
bool sim_precision_reached (const SimResults *results,
                            const SimPrecision *precision,
                            double *ret_half_width,
                            GError **error);

/** Returns: how many replications to have after @replications, at most @most; the same
 * when @reached is narrow enough or @most are there */
int64_t sim_precision_next (const SimPrecision *precision,
                            double reached,
                            int64_t replications,
                            int64_t most);
