/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probability distributions, sampled by inversion. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Contract: a distribution is immutable after sim_distribution_new and may be shared by
 * threads; its quantile is non-decreasing in u but for rounding, and accurate to about
 * 1e-12 in u.  Values carry the caller's unit (days, kg, g/dL, cells).
 * sim_distribution_quantile costs about 10 ns for every kind, sim_distribution_new up to
 * some milliseconds. */

typedef enum
{
  SIM_DISTRIBUTION_CONSTANT,    /* value */
  SIM_DISTRIBUTION_UNIFORM,     /* min max */
  SIM_DISTRIBUTION_TRIANGULAR,  /* min mode max */
  SIM_DISTRIBUTION_EXPONENTIAL, /* mean */
  SIM_DISTRIBUTION_GAMMA,       /* mean sd */
  SIM_DISTRIBUTION_LOGNORMAL,   /* mean sd, of the variable itself */
  SIM_DISTRIBUTION_WEIBULL,     /* shape scale */
  SIM_DISTRIBUTION_NORMAL,      /* mean sd of the parent, truncated to min max */
  SIM_DISTRIBUTION_BETA,        /* alpha beta, stretched to min max */
  SIM_DISTRIBUTION_EMPIRICAL,   /* values with weights */
} SimDistributionKind;

/* Unused members are 0; min and max of a normal may be -+HUGE_VAL (no truncation). */
typedef struct
{
  SimDistributionKind kind;
  double value;
  double min, mode, max;
  double mean, sd;
  double shape, scale;
  double alpha, beta;
  const double *values;  /* empirical */
  const double *weights; /* empirical, NULL for equal ones; need not sum to 1 */
  size_t n_values;
} SimDistributionSpec;

typedef struct SimDistribution SimDistribution;

/* One row of the vocabulary: the XML element and its attributes, for schema and --help.
 */
typedef struct
{
  SimDistributionKind kind;
  const char *name;       /* "gamma" */
  const char *attributes; /* "mean sd" */
  const char *summary;    /* one sentence */
} SimDistributionName;

/** Returns: (transfer none): the @ret_n known kinds, in the order of the enum */
const SimDistributionName *sim_distribution_names (size_t *ret_n);

/**
 * sim_distribution_new:
 * @spec: (transfer none): copied
 *
 * sd 0, or min = max, means a constant.  A truncation that leaves less than a millionth
 * of the parent is refused.
 *
 * Errors: SIM_ERROR_DISTRIBUTION: parameters not finite or out of range (the message says
 * what was expected and found, without a prefix), or a law that cannot be sampled.
 * Returns: (transfer full): the distribution, or NULL with @error set
 */
SimDistribution *sim_distribution_new (const SimDistributionSpec *spec, GError **error);
void sim_distribution_free (SimDistribution *distribution);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDistribution, sim_distribution_free)

/** Returns: the value that a share @u (0 < u < 1) of the mass does not exceed */
double sim_distribution_quantile (const SimDistribution *distribution, double u);
/** Returns: the share of the mass at or below @value */
double sim_distribution_cdf (const SimDistribution *distribution, double value);
double sim_distribution_mean (const SimDistribution *distribution);
double sim_distribution_sd (const SimDistribution *distribution);
/** Returns: the least possible value, -HUGE_VAL if there is none */
double sim_distribution_minimum (const SimDistribution *distribution);
double sim_distribution_maximum (const SimDistribution *distribution);
/** Returns: SIM_DISTRIBUTION_CONSTANT also for another kind that has one value only */
SimDistributionKind sim_distribution_kind (const SimDistribution *distribution);

/**
 * sim_distribution_residual:
 * @elapsed: what has passed already, >= 0
 * @u: 0 < u < 1
 *
 * The quantile of X - @elapsed given X > @elapsed.  Where no mass lies beyond @elapsed,
 * 0.
 */
double
sim_distribution_residual (const SimDistribution *distribution, double elapsed, double u);
