/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies: a mean or a ratio of sums, and how each replication moves it. */
#pragma once

#include "sim/results.h"

/* Contract: a metric's rows are read twice in the same order.  The first reading,
 * sim_tally_add(), finds the estimate; the second, sim_tally_pull(), says how far a row
 * pulls it.  The standard error follows from the spread of the pulls, and that of a
 * paired difference from the spread of the differences of pulls.  Sums are compensated.
 */

/* A compensated sum. Source: Neumaier 1974, ZAMM 54, 39-51. */
typedef struct
{
  double sum;
  double rest;
} SimSum;

static inline void
sim_sum_add (SimSum *sum, double value)
{
  double total = sum->sum + value;
  bool is_value_smaller =
      (sum->sum < 0 ? -sum->sum : sum->sum) >= (value < 0 ? -value : value);
  sum->rest += is_value_smaller ? (sum->sum - total) + value : (value - total) + sum->sum;
  sum->sum = total;
}

static inline double
sim_sum_value (const SimSum *sum)
{
  return sum->sum + sum->rest;
}

/* How far values lie apart; they should be small against their spread. */
typedef struct
{
  int64_t n;
  SimSum values;
  SimSum squares;
} SimSpread;

static inline void
sim_spread_add (SimSpread *spread, double value)
{
  spread->n++;
  sim_sum_add (&spread->values, value);
  sim_sum_add (&spread->squares, value * value);
}

/** Returns: the sum of squares about the mean, >= 0 */
double sim_spread_squares (const SimSpread *spread);

typedef struct
{
  int64_t rows;  /* all */
  int64_t given; /* rows that contribute: all for a mean, else those not 0/0 */
  double shift;  /* mean: the first value, so that equal values have no spread at all */
  SimSum numerator; /* mean: sum of value - shift */
  SimSum denominator;
  double estimate; /* after sim_tally_close() */
  double base;     /* ratio: the sum of denominators */
} SimTally;

/** Returns: true if the row contributes to the metric, which is a mean or a ratio */
bool sim_tally_is_given (const SimMetric *metric, const double *row);
void sim_tally_add (SimTally *tally, const SimMetric *metric, const double *row);
/** Sets the estimate, NaN if there is none. */
void sim_tally_close (SimTally *tally, const SimMetric *metric);

/**
 * sim_tally_pull:
 *
 * Of a mean: the row's value less a constant.  Of a ratio R = sum n / sum d: the ratio
 * without the row less the ratio with it,
 *   (N - n) / (D - d) - N / D = (R d - n) / (D - d),
 * written so that nothing cancels.
 */
double sim_tally_pull (const SimTally *tally, const SimMetric *metric, const double *row);

/**
 * sim_tally_error:
 * @pulls: of the rows that contribute
 *
 * Returns: the standard error: of a mean, sd / root n; of a ratio, that of the delete-one
 * jackknife; NaN below two rows
 *
 * Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, equation 11.5.
 */
double sim_tally_error (const SimMetric *metric, const SimSpread *pulls);

/**
 * sim_jackknife_error:
 * @without: the estimates without one group each; NaN for a group that gives nothing
 * @ret_groups: (out): how many groups give something
 *
 * Returns: the delete-one-group jackknife standard error, NaN below two groups
 */
double sim_jackknife_error (const double *without, int n_groups, int *ret_groups);
