/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparison: paired differences between variants run on the same replications. */
#pragma once

#include "sim/confidence.h"

/* Contract: differences are variant - baseline, replication by replication (means), or by
 * leaving the same replication or block out of both (ratios, quantiles).  A difference
 * that is zero in every replication has the interval [0, 0] and no p. */

typedef struct
{
  int64_t replications;
  double difference;
  double se;        /* standard error of the difference */
  double low, high; /* exploratory: at the level; primary: Bonferroni-simultaneous */
  double p;         /* two-sided, primary only, else NaN */
  double p_holm;    /* adjusted over all primary measures of all variants, else NaN */
  double variance_reduction; /* (var variant + var baseline) / var difference; NaN if the
                              * difference never varies */
  bool is_primary;
} SimDifference;

/**
 * sim_comparison_new:
 * @variants: those compared with @baseline; the baseline itself must not be among them
 * @primary: indices of the primary metrics
 * @level: of the intervals, e.g. 0.95; primary ones get 1 - (1 - @level) / m with
 *   m = n_variants x n_primary
 * @differences: (out): n_variants x n_metrics, variant by variant
 *
 * p values are Student-t over replications; p_holm by Holm's step-down.
 * Source: Holm 1979, Scand. J. Stat. 6, 65-70.
 */
bool sim_comparison_paired (const SimResults *results,
                            int baseline,
                            const int *variants,
                            int n_variants,
                            const int *primary,
                            int n_primary,
                            double level,
                            SimDifference *differences,
                            GError **error);
