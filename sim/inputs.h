/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain inputs: how much of the spread is the inputs', and how much is chance. */
#pragma once

#include "sim/results.h"

/* Contract: replications nested in draws of the inputs (SimCatalogue.draw_replications)
 * are split by a nested analysis of variance, draws being a random factor.  Numbers are
 * taken about the estimate over everything: of a mean the replication's value, of a ratio
 * N / D its linear part R + (n - R d) / mean d, of a quantile the replication's own
 * quantile.  Memory does not grow with draws x metrics: rows are read again where they
 * would be too many. */

typedef struct
{
  int64_t draws; /* that contribute */
  /* The interval over draws: where the result lies for such inputs as might be true, with
   * the chance between replications taken out. NaN with fewer than two draws, or where no
   * draw has two replications. */
  double low, high;
  /* The inputs' share of the variance of single replications, 0..1; NaN where nothing
   * varies, too. */
  double share;
} SimInputEffect;

/**
 * sim_inputs_estimate:
 * @level: of the interval over draws, e.g. 0.95: between its (1 - @level) / 2 quantiles
 * @effects: (out): one for each metric of the catalogue
 *
 * Components of variance: between draws (MSB - MSW) / n0, not below 0, and within, MSW.
 * The interval is over the draws' means drawn together towards the estimate, so that
 * their variance is that between draws; the means themselves would count chance twice.
 *
 * Source: Searle, Casella and McCulloch 1992, Variance Components, section 3.6 (one-way,
 * unbalanced: n0 = (N - sum n^2 / N) / (k - 1)); Louis 1984, J. Am. Stat. Assoc. 79,
 * 393-398 (estimates constrained to the variance of what they estimate).
 * Errors: whatever reading @results gives.
 */
bool sim_inputs_estimate (const SimResults *results,
                          int variant,
                          double level,
                          SimInputEffect *effects,
                          GError **error);
