/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Confidence: estimates with intervals, from the replications of one variant. */
#pragma once

#include "sim/results.h"

/* Contract: everything is computed in replication order with compensated sums, so equal
 * rows give equal bytes.  Where replications are nested in draws of uncertain inputs, the
 * draw is what the errors are taken over (sim/units.h); counts and sd stay those of
 * replications.  With one unit, or none that contributes, sd, low and high are NaN; an
 * empty group gives NaN throughout. */

typedef struct
{
  int64_t
      replications; /* that were run (mean) or contributed to the ratio or histogram */
  double mean;      /* the estimate */
  double sd;        /* over replications; for ratios and quantiles: jackknife standard
                     * error times the root of the number of replications */
  double low, high; /* of the interval at the level asked for */
} SimEstimate;

/**
 * sim_confidence_t_quantile:
 * @level: two-sided, 0 < @level < 1
 * @freedom: degrees of freedom, >= 1
 *
 * Returns: the Student-t quantile at (1 + @level) / 2
 */
double sim_confidence_t_quantile (double level, double freedom);

/**
 * sim_confidence_wilson:
 * The score interval of @successes in @n, both as shares in 0..1.
 *
 * Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.
 */
void sim_confidence_wilson (
    double successes, double n, double level, double *ret_low, double *ret_high);

/** The t interval of a mean from its sd (n - 1 in the denominator) and n. */
void sim_confidence_mean (
    double mean, double sd, double n, double level, double *ret_low, double *ret_high);

/**
 * sim_confidence_estimate:
 * @estimates: (out): one for each metric of the catalogue
 *
 * Means get Student-t intervals.  Ratios of sums get delete-one jackknife standard errors
 * over replications; quantiles, delete-one-block jackknife standard errors (blocks are
 * pooled into at most SIM_JACKKNIFE_GROUPS groups by block number modulo that); both with
 * Student-t intervals.
 *
 * Errors: whatever reading @results gives.
 */
bool sim_confidence_estimate (const SimResults *results,
                              int variant,
                              double level,
                              SimEstimate *estimates,
                              GError **error);

/* Ours: few, so that what is left out is large.  Leaving d of n values out is right for a
 * quantile only where d is large against the root of n (Shao and Wu 1989, Ann. Stat. 17,
 * 1176-1197); with 50 groups the intervals of tests/sim/test-confidence.c covered 92.5
 * per cent, with 20 they cover 93 to 95. */
#define SIM_JACKKNIFE_GROUPS 20

/* A point of a series with its interval. */
typedef struct
{
  double mean, low, high;
} SimSeriesPoint;

/**
 * sim_confidence_series:
 * @points: (out): n_points of the catalogue, in the order of the series
 *
 * Means: Student-t over replications.  Shares: Wilson over the pooled counts; NaN where
 * the denominator is 0.  Where replications are nested in draws of uncertain inputs, both
 * are ratios of sums over the least units of blocks that hold whole draws, with jackknife
 * intervals: Wilson's would take patients of one draw for independent.
 */
bool sim_confidence_series (const SimResults *results,
                            int variant,
                            double level,
                            SimSeriesPoint *points,
                            GError **error);
