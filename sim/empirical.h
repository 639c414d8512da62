/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Empirical distributions: values with weights, as quantiles and probabilities. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Contract: the values are distinct and ascending, those of weight 0 left out, equal ones
 * joined.  Immutable between init and clear.  A quantile takes constant time in the mean
 * (the guide leads to the place), a probability logarithmic time.  Values, mean and sd
 * are in the caller's unit. */

typedef struct
{
  double *values;
  double *cumulative; /* what lies at or below each; the last is exactly 1 */
  size_t n;
  uint32_t *guide; /* guide[k]: the first value for u >= k / n */
  double mean, sd;
} SimEmpirical;

/**
 * sim_empirical_init:
 * @empirical: (inout): zeroed; to be cleared, after a failure too
 * @values: (array length=n_values): copied
 * @weights: (array length=n_values) (nullable): copied; NULL for equal ones; need not sum
 * to 1
 *
 * Errors: SIM_ERROR_DISTRIBUTION: no value, more than 4294967295, a value that is not
 * finite, a weight below 0, weights without a finite positive sum, or values so far apart
 * that their sd is not finite.
 * Returns: true if @empirical was set
 */
bool sim_empirical_init (SimEmpirical *empirical,
                         const double *values,
                         const double *weights,
                         size_t n_values,
                         GError **error);
void sim_empirical_clear (SimEmpirical *empirical);

/** Returns: the least value that a share @u (0 < u < 1) does not exceed */
static inline double
sim_empirical_quantile (const SimEmpirical *empirical, double u)
{
  size_t i = empirical->guide[(size_t) (u * (double) empirical->n)];
  while (empirical->cumulative[i] < u)
    i++;
  return empirical->values[i];
}

/** Returns: the share of the weight at or below @value */
double sim_empirical_cdf (const SimEmpirical *empirical, double value);
