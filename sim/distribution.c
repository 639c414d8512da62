/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probability distributions, sampled by inversion. */
#include "sim/distribution.h"

#include <math.h>

#include "sim/distribution-kinds.h"

SimDistribution *
sim_distribution_new (const SimDistributionSpec *spec, GError **error)
{
  g_return_val_if_fail (spec != NULL, NULL);
  g_autoptr (SimDistribution) distribution = g_new0 (SimDistribution, 1);
  distribution->kind = spec->kind;
  if (!sim_distribution_set_kind (distribution, spec, error))
    return NULL;
  return g_steal_pointer (&distribution);
}

void
sim_distribution_free (SimDistribution *distribution)
{
  if (distribution == NULL)
    return;
  g_free (distribution->table);
  sim_empirical_clear (&distribution->empirical);
  g_free (distribution);
}

static double
triangular_quantile (const SimDistribution *distribution, double u)
{
  double range = distribution->maximum - distribution->minimum;
  double rise = distribution->mode - distribution->minimum;
  if (u * range <= rise)
    return distribution->minimum + sqrt (u * range * rise);
  return distribution->maximum - sqrt ((1 - u) * range * (range - rise));
}

/* The rare values of a law that its table does not hold. */
static G_GNUC_NO_INLINE double
law_quantile (const SimLaw *law, double u)
{
  return u < 0.5 ? sim_law_quantile (law, SIM_TAIL_LOWER, u, NULL)
                 : sim_law_quantile (law, SIM_TAIL_UPPER, 1 - u, NULL);
}

double
sim_distribution_quantile (const SimDistribution *distribution, double u)
{
  if (distribution->table != NULL)
    {
      double value;
      if (!sim_inverse_table_find (distribution->table, u, &value))
        value = law_quantile (&distribution->law, u);
      /* Rounding must not lead out: a duration never becomes negative. */
      return CLAMP (value, distribution->minimum, distribution->maximum);
    }
  switch (distribution->kind)
    {
    case SIM_DISTRIBUTION_EXPONENTIAL:
      /* 1 - u is exact for the numbers of sim_uniform(), and log the faster. */
      return -distribution->mean * (u > 1e-6 ? log (1 - u) : log1p (-u));
    case SIM_DISTRIBUTION_UNIFORM:
      return distribution->minimum + u * (distribution->maximum - distribution->minimum);
    case SIM_DISTRIBUTION_TRIANGULAR:
      return triangular_quantile (distribution, u);
    case SIM_DISTRIBUTION_EMPIRICAL:
      return sim_empirical_quantile (&distribution->empirical, u);
    default:
      return distribution->mean;
    }
}

/* Tails of the kinds without a table, for values from minimum to below maximum. */
static double
plain_probability (const SimDistribution *distribution, SimTail tail, double value)
{
  double below = value - distribution->minimum;
  double above = distribution->maximum - value;
  double range = distribution->maximum - distribution->minimum;
  double cdf;
  switch (distribution->kind)
    {
    case SIM_DISTRIBUTION_UNIFORM:
      return (tail == SIM_TAIL_LOWER ? below : above) / range;
    case SIM_DISTRIBUTION_EXPONENTIAL:
      return tail == SIM_TAIL_LOWER ? -expm1 (-value / distribution->mean)
                                    : exp (-value / distribution->mean);
    case SIM_DISTRIBUTION_TRIANGULAR:
      {
        double rise = distribution->mode - distribution->minimum;
        if (below < rise)
          cdf = below * below / (range * rise);
        else if (tail == SIM_TAIL_UPPER)
          return above * above / (range * (range - rise));
        else
          cdf = 1 - above * above / (range * (range - rise));
        break;
      }
    default:
      cdf = sim_empirical_cdf (&distribution->empirical, value);
    }
  return tail == SIM_TAIL_LOWER ? cdf : 1 - cdf;
}

static double
probability (const SimDistribution *distribution, SimTail tail, double value)
{
  if (value < distribution->minimum)
    return tail == SIM_TAIL_LOWER ? 0 : 1;
  if (value >= distribution->maximum)
    return tail == SIM_TAIL_LOWER ? 1 : 0;
  if (distribution->table != NULL)
    return sim_law_probability (&distribution->law, tail, value);
  return plain_probability (distribution, tail, value);
}

double
sim_distribution_cdf (const SimDistribution *distribution, double value)
{
  return probability (distribution, SIM_TAIL_LOWER, value);
}

double
sim_distribution_mean (const SimDistribution *distribution)
{
  return distribution->mean;
}

double
sim_distribution_sd (const SimDistribution *distribution)
{
  return distribution->sd;
}

double
sim_distribution_minimum (const SimDistribution *distribution)
{
  return distribution->minimum;
}

double
sim_distribution_maximum (const SimDistribution *distribution)
{
  return distribution->maximum;
}

SimDistributionKind
sim_distribution_kind (const SimDistribution *distribution)
{
  return distribution->kind;
}

double
sim_distribution_residual (const SimDistribution *distribution, double elapsed, double u)
{
  double left = probability (distribution, SIM_TAIL_UPPER, elapsed);
  if (!(left > 0))
    return 0;
  /* Without memory, and exact where left itself is tiny. */
  if (distribution->kind == SIM_DISTRIBUTION_EXPONENTIAL && elapsed >= 0)
    return -distribution->mean * log1p (-u);
  double below = probability (distribution, SIM_TAIL_LOWER, elapsed) + u * left;
  double above = (1 - u) * left;
  double value;
  if (distribution->table == NULL)
    value = sim_distribution_quantile (distribution, MIN (below, 1));
  else if (below <= 0.5)
    value = sim_law_quantile (&distribution->law, SIM_TAIL_LOWER, below, NULL);
  else
    value = sim_law_quantile (&distribution->law, SIM_TAIL_UPPER, above, NULL);
  return MAX (value - elapsed, 0);
}
