/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws: the continuous distributions whose quantiles need special functions, exactly. */
#pragma once

#include "sim/distribution.h"
#include "sim/inverse-table.h"

/* Contract: a law is a value, and describes X = origin + scale * Y with Y
 *   gamma      of mean 1 and the given shape
 *   weibull    of scale 1 and the given shape
 *   lognormal  with log Y normal of mean 0 and standard deviation shape
 *   beta       of shapes shape and other, in 0..1
 *   normal     standard, between low and high.
 * Probabilities of the lower and of the upper tail are both accurate where they are
 * small. Microseconds a call: tables answer in the run's loop. */

typedef struct
{
  SimDistributionKind kind;
  double origin, scale;
  double shape, other;
  double low, high;             /* normal only, as those below */
  double below_low, above_high; /* of the parent */
  double mass;                  /* of the parent between low and high */
} SimLaw;

/** Sets the members that follow from low and high. */
void sim_law_truncate (SimLaw *law, double low, double high);

/** Returns: the probability of values at or below @x (lower) or above it (upper) */
double sim_law_probability (const SimLaw *law, SimTail tail, double x);

/**
 * sim_law_quantile:
 * @p: of the tail, 0 < @p <= 1/2
 * @near: (inout) (nullable): as SimInverseFunc wants it
 *
 * Returns: the value whose tail has probability @p, or NaN where none was found
 */
double sim_law_quantile (const SimLaw *law, SimTail tail, double p, double *near);

/**
 * sim_law_log_distance:
 * Returns: the logarithm of that value's distance from the origin, in units of the scale;
 * in the upper tail of a beta, of its distance from the upper end
 */
double sim_law_log_distance (const SimLaw *law, SimTail tail, double p, double *near);

/** Mean and standard deviation of X. */
void sim_law_moments (const SimLaw *law, double *ret_mean, double *ret_sd);
