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

typedef struct
{
  uint32_t *bins;  /* NULL while empty */
  uint32_t n_bins; /* allocated */
  uint32_t used;   /* bins [0, used) may be non-zero */
  int64_t count;
} SimHistogram;

void sim_histogram_clear_memory (SimHistogram *histogram); /* frees */
void sim_histogram_reset (SimHistogram *histogram);        /* empties, keeps the memory */
/** @duration: >= 0, in seconds */
void sim_histogram_add (SimHistogram *histogram, SimTime duration);
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
 * sim_histogram_counts_quantile:
 * @counts: the counts of bins 0 to @n_counts - 1, as wide as pooling many replications
 * asks
 *
 * The same quantile of plain counts.
 */
double sim_histogram_counts_quantile (const int64_t *counts, size_t n_counts, double p);
