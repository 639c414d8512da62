/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kinds of distributions: what each takes, checked, and what follows from it. */
#include "sim/distribution-kinds.h"

#include <glib/gi18n.h>
#include <math.h>

#include "sim/error.h"
#include "sim/parameter.h"

/* A truncation must leave this much of the parent (DESIGN section 4). */
#define LEAST_MASS 1e-6
/* sd / mean. */
#define MOST_VARIATION 1e4
/* Where a tail falls off like a power above 2, its logarithm is what polynomials can do.
 */
#define LEAST_PLAIN_SHAPE    0.5
#define MOST_PLAIN_LOGNORMAL 1.0

static const SimDistributionName names[] = {
  { SIM_DISTRIBUTION_CONSTANT, "constant", "value", N_ ("always the same value") },
  { SIM_DISTRIBUTION_UNIFORM, "uniform", "min max",
    N_ ("any value from min to max alike") },
  { SIM_DISTRIBUTION_TRIANGULAR, "triangular", "min mode max",
    N_ ("from min to max, most often near mode") },
  { SIM_DISTRIBUTION_EXPONENTIAL, "exponential", "mean", N_ ("without memory") },
  { SIM_DISTRIBUTION_GAMMA, "gamma", "mean sd", N_ ("positive, moderately skewed") },
  { SIM_DISTRIBUTION_LOGNORMAL, "lognormal", "mean sd",
    N_ ("positive, strongly skewed; mean and sd are of the value itself") },
  { SIM_DISTRIBUTION_WEIBULL, "weibull", "shape scale",
    N_ ("positive, of given shape and scale") },
  { SIM_DISTRIBUTION_NORMAL, "normal", "mean sd min max",
    N_ ("bell-shaped with mean and sd, truncated to min and max") },
  { SIM_DISTRIBUTION_BETA, "beta", "alpha beta min max",
    N_ ("between min and max with shapes alpha and beta") },
  { SIM_DISTRIBUTION_EMPIRICAL, "empirical", "value weight",
    N_ ("one of the values listed") },
};

const SimDistributionName *
sim_distribution_names (size_t *ret_n)
{
  *ret_n = G_N_ELEMENTS (names);
  return names;
}

static void
set_constant (SimDistribution *distribution, double value)
{
  distribution->kind = SIM_DISTRIBUTION_CONSTANT;
  distribution->minimum = value;
  distribution->maximum = value;
  distribution->mean = value;
  distribution->sd = 0;
}

static bool
set_uniform (SimDistribution *distribution, double min, double max, GError **error)
{
  if (!sim_parameter_require_range (min, max, error))
    return false;
  if (min == max)
    {
      set_constant (distribution, min);
      return true;
    }
  distribution->minimum = min;
  distribution->maximum = max;
  distribution->mean = min + 0.5 * (max - min);
  distribution->sd = (max - min) / sqrt (12);
  return true;
}

static bool
set_triangular (SimDistribution *distribution,
                const SimDistributionSpec *spec,
                GError **error)
{
  double min = spec->min;
  double max = spec->max;
  if (!sim_parameter_require_range (min, max, error))
    return false;
  if (!(spec->mode >= min && spec->mode <= max))
    return sim_parameter_refuse (error, N_ ("mode from min to max"), spec->mode);
  if (min == max)
    {
      set_constant (distribution, min);
      return true;
    }
  double range = max - min;
  double mode = (spec->mode - min) / range;
  distribution->minimum = min;
  distribution->maximum = max;
  distribution->mode = spec->mode;
  distribution->mean = min + range * (1 + mode) / 3;
  distribution->sd = range * sqrt ((1 - mode + mode * mode) / 18);
  return true;
}

static bool
set_exponential (SimDistribution *distribution, double mean, GError **error)
{
  if (!sim_parameter_require_positive (N_ ("a positive mean"), mean, error))
    return false;
  distribution->minimum = 0;
  distribution->maximum = HUGE_VAL;
  distribution->mean = mean;
  distribution->sd = mean;
  return true;
}

static bool
is_steep (const SimLaw *law, SimTail tail)
{
  if (law->kind == SIM_DISTRIBUTION_NORMAL)
    return false;
  if (law->kind == SIM_DISTRIBUTION_LOGNORMAL)
    return law->shape > MOST_PLAIN_LOGNORMAL;
  if (law->kind == SIM_DISTRIBUTION_BETA && tail == SIM_TAIL_UPPER)
    return law->other < LEAST_PLAIN_SHAPE;
  return law->shape < LEAST_PLAIN_SHAPE;
}

static double
give_plain_or_log (gconstpointer data, SimTail tail, double p, double *near)
{
  const SimLaw *law = data;
  return is_steep (law, tail) ? sim_law_log_distance (law, tail, p, near)
                              : sim_law_quantile (law, tail, p, near);
}

/* Where X lies, and the table, once the law itself is known. */
static bool
set_law (SimDistribution *distribution, double minimum, double maximum, GError **error)
{
  SimLaw *law = &distribution->law;
  law->kind = distribution->kind;
  distribution->minimum = minimum;
  distribution->maximum = maximum;
  sim_law_moments (law, &distribution->mean, &distribution->sd);
  if (!sim_parameter_require_finite (N_ ("a law with a finite mean"), distribution->mean,
                                     error) ||
      !sim_parameter_require_finite (N_ ("a law with a finite sd"), distribution->sd,
                                     error))
    return false;

  SimInverseTable *table = g_new0 (SimInverseTable, 1);
  distribution->table = table;
  for (int tail = SIM_TAIL_LOWER; tail <= SIM_TAIL_UPPER; tail++)
    {
      bool from_end = law->kind == SIM_DISTRIBUTION_BETA && tail == SIM_TAIL_UPPER;
      table->is_log[tail] = is_steep (law, (SimTail) tail);
      table->anchor[tail] = from_end ? maximum : law->origin;
      table->scale[tail] = from_end ? -law->scale : law->scale;
    }
  if (!sim_inverse_table_fill (table, give_plain_or_log, law))
    {
      g_set_error_literal (error, SIM_ERROR, SIM_ERROR_DISTRIBUTION,
                           _ ("expected parameters for which quantiles can be found, "
                              "found too extreme ones"));
      return false;
    }
  return true;
}

/* Where a mean lies in so rare values, 1e8 draws hardly meet one of them: what is drawn
 * would have another mean than the law. */
static bool
require_variation (double mean, double sd, GError **error)
{
  return sd <= MOST_VARIATION * mean ||
         sim_parameter_refuse (error, N_ ("an sd of at most 10,000 times the mean"), sd);
}

/* Gamma and lognormal: positive, by mean and sd. */
static bool
set_positive (SimDistribution *distribution,
              const SimDistributionSpec *spec,
              GError **error)
{
  if (!sim_parameter_require_positive (N_ ("a positive mean"), spec->mean, error) ||
      !sim_parameter_require_sd (spec->sd, error) ||
      !require_variation (spec->mean, spec->sd, error))
    return false;
  if (spec->sd == 0)
    {
      set_constant (distribution, spec->mean);
      return true;
    }
  double variation = spec->sd / spec->mean;
  SimLaw *law = &distribution->law;
  law->scale = spec->mean;
  if (spec->kind == SIM_DISTRIBUTION_GAMMA)
    law->shape = 1 / (variation * variation);
  else
    {
      double log_variance = log1p (variation * variation);
      law->shape = sqrt (log_variance);
      law->scale = spec->mean * exp (-0.5 * log_variance);
    }
  if (!set_law (distribution, 0, HUGE_VAL, error))
    return false;
  /* The given ones, without the detour's rounding. */
  distribution->mean = spec->mean;
  distribution->sd = spec->sd;
  return true;
}

static bool
set_weibull (SimDistribution *distribution,
             const SimDistributionSpec *spec,
             GError **error)
{
  if (!sim_parameter_require_positive (N_ ("a positive shape"), spec->shape, error) ||
      !sim_parameter_require_positive (N_ ("a positive scale"), spec->scale, error))
    return false;
  distribution->law.shape = spec->shape;
  distribution->law.scale = spec->scale;
  return set_law (distribution, 0, HUGE_VAL, error) &&
         require_variation (distribution->mean, distribution->sd, error);
}

static bool
set_normal (SimDistribution *distribution,
            const SimDistributionSpec *spec,
            GError **error)
{
  if (!sim_parameter_require_finite (N_ ("a finite mean"), spec->mean, error) ||
      !sim_parameter_require_sd (spec->sd, error))
    return false;
  if (isnan (spec->min) || isnan (spec->max) || spec->min > spec->max)
    return sim_parameter_require_range (spec->min, spec->max, error);
  bool holds_mean = spec->min <= spec->mean && spec->mean <= spec->max;
  if (spec->sd == 0 && !holds_mean)
    return sim_parameter_refuse (error, N_ ("mean from min to max, as sd is 0"),
                                 spec->mean);
  if (spec->sd == 0 || spec->min == spec->max)
    {
      set_constant (distribution, spec->sd == 0 ? spec->mean : spec->min);
      return true;
    }
  SimLaw *law = &distribution->law;
  law->origin = spec->mean;
  law->scale = spec->sd;
  sim_law_truncate (law, (spec->min - spec->mean) / spec->sd,
                    (spec->max - spec->mean) / spec->sd);
  if (!(law->mass >= LEAST_MASS))
    return sim_parameter_refuse (
        error, N_ ("min and max to leave a millionth of the normal law"), law->mass);
  return set_law (distribution, spec->min, spec->max, error);
}

static bool
set_beta (SimDistribution *distribution, const SimDistributionSpec *spec, GError **error)
{
  if (!sim_parameter_require_positive (N_ ("a positive alpha"), spec->alpha, error) ||
      !sim_parameter_require_positive (N_ ("a positive beta"), spec->beta, error) ||
      !sim_parameter_require_range (spec->min, spec->max, error))
    return false;
  if (spec->min == spec->max)
    {
      set_constant (distribution, spec->min);
      return true;
    }
  SimLaw *law = &distribution->law;
  law->origin = spec->min;
  law->scale = spec->max - spec->min;
  law->shape = spec->alpha;
  law->other = spec->beta;
  return set_law (distribution, spec->min, spec->max, error);
}

static bool
set_empirical (SimDistribution *distribution,
               const SimDistributionSpec *spec,
               GError **error)
{
  SimEmpirical *empirical = &distribution->empirical;
  if (!sim_empirical_init (empirical, spec->values, spec->weights, spec->n_values, error))
    return false;
  if (empirical->n == 1)
    {
      set_constant (distribution, empirical->values[0]);
      return true;
    }
  distribution->minimum = empirical->values[0];
  distribution->maximum = empirical->values[empirical->n - 1];
  distribution->mean = empirical->mean;
  distribution->sd = empirical->sd;
  return true;
}

bool
sim_distribution_set_kind (SimDistribution *distribution,
                           const SimDistributionSpec *spec,
                           GError **error)
{
  switch (spec->kind)
    {
    case SIM_DISTRIBUTION_CONSTANT:
      set_constant (distribution, spec->value);
      return sim_parameter_require_finite (N_ ("a finite value"), spec->value, error);
    case SIM_DISTRIBUTION_UNIFORM:
      return set_uniform (distribution, spec->min, spec->max, error);
    case SIM_DISTRIBUTION_TRIANGULAR:
      return set_triangular (distribution, spec, error);
    case SIM_DISTRIBUTION_EXPONENTIAL:
      return set_exponential (distribution, spec->mean, error);
    case SIM_DISTRIBUTION_GAMMA:
    case SIM_DISTRIBUTION_LOGNORMAL:
      return set_positive (distribution, spec, error);
    case SIM_DISTRIBUTION_WEIBULL:
      return set_weibull (distribution, spec, error);
    case SIM_DISTRIBUTION_NORMAL:
      return set_normal (distribution, spec, error);
    case SIM_DISTRIBUTION_BETA:
      return set_beta (distribution, spec, error);
    case SIM_DISTRIBUTION_EMPIRICAL:
      return set_empirical (distribution, spec, error);
    }
  g_assert_not_reached ();
}
