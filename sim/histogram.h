/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histograms of durations in one-hour bins, for quantiles pooled over replications. */
#pragma once

#include "sim/time.h"

#include <glib.h>
#include <stddef.h>

/* Contract: exact zeros have a bin of their own; a positive duration d falls into bin
 * 1 + floor ((d - 1 s) / 1 h), so that bin k covers (k - 1, k] hours.  Counts are
 * integers: merging is exact and its order does not matter.  Memory grows with the
 * greatest bin only, at most SIM_HISTOGRAM_MAX_BINS; longer durations fall into the last
 * one. */

#define SIM_HISTOGRAM_MAX_BINS 100000

/* Durations of one kind lie far from 0 and close together: only bins [first, used) are
 * looked at. */
typedef struct
{
  uint32_t *bins;  /* NULL while empty */
  uint32_t n_bins; /* allocated */
  uint32_t used;   /* bins [first, used) may be non-zero; 0 while empty */
  int64_t count;
  uint32_t first;
} SimHistogram;

void sim_histogram_clear_memory (SimHistogram *histogram); /* frees */
void sim_histogram_reset (SimHistogram *histogram);        /* empties, keeps the memory */
/** Makes @bin one of those that may be non-zero; for sim_histogram_add() only. */
void sim_histogram_reach (SimHistogram *histogram, uint32_t bin);

/** @duration: >= 0, in seconds */
static inline void
sim_histogram_add (SimHistogram *histogram, SimTime duration)
{
  g_return_if_fail (duration >= 0);
  uint32_t bin = duration == 0 ? 0
                               : (uint32_t) MIN (1 + (duration - 1) / SIM_HOUR,
                                                 SIM_HISTOGRAM_MAX_BINS - 1);
  if (G_UNLIKELY (bin >= histogram->used || bin < histogram->first))
    sim_histogram_reach (histogram, bin);
  histogram->bins[bin]++;
  histogram->count++;
}

/** Returns: how many durations are at most @hours */
int64_t sim_histogram_count_until (const SimHistogram *histogram, uint32_t hours);

void sim_histogram_merge (SimHistogram *into, const SimHistogram *from);
/** Adds @sign (+1 or -1) times @from: for leaving a block out. */
void sim_histogram_accumulate (SimHistogram *into, const SimHistogram *from, int sign);
/**
 * sim_histogram_quantile:
 * Returns: the quantile at @p (0..1) in days by linear interpolation inside bins; exact
 * zeros count as 0; NaN when empty
 */
double sim_histogram_quantile (const SimHistogram *histogram, double p);
/**
 * sim_histogram_quantiles:
 * @p: @n of them, ascending
 * @ret_quantiles: (out): the quantile at each of @p
 *
 * Several quantiles by one pass over the bins.
 */
void sim_histogram_quantiles (const SimHistogram *histogram,
                              const double *p,
                              int n,
                              double *ret_quantiles);
/**
 * sim_histogram_counts_quantile:
 * @counts: the counts of bins 0 to @n_counts - 1, as wide as pooling many replications
 * asks
 *
 * The same quantile of plain counts.
 */
double sim_histogram_counts_quantile (const int64_t *counts, size_t n_counts, double p);
