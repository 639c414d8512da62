/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Probability distributions, sampled by inversion. */
#include "sim/distribution.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "sim/error.h"
#include "sim/law.h"

/* A truncation must leave this much of the parent (DESIGN section 4). */
#define LEAST_MASS 1e-6
/* Where a tail falls off like a power above 2, its logarithm is what polynomials can do.
 */
#define LEAST_PLAIN_SHAPE    0.5
#define MOST_PLAIN_LOGNORMAL 1.0
#define NUMBER_LENGTH        G_ASCII_DTOSTR_BUF_SIZE

/* Distinct values in ascending order, with what lies at or below each. */
typedef struct
{
  double *values;
  double *cumulative; /* the last is exactly 1 */
  size_t n;
  uint32_t *guide; /* guide[k]: the first value for u >= k / n */
} Empirical;

struct SimDistribution
{
  SimDistributionKind kind;
  double minimum, maximum;
  double mean, sd;
  double mode;            /* triangular */
  SimInverseTable *table; /* of the law, or NULL */
  SimLaw law;
  Empirical empirical;
};

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

/* @expected: msgid */
static bool
refuse (GError **error, const char *expected, double found)
{
  char number[NUMBER_LENGTH];
  g_ascii_formatd (number, sizeof number, "%.10g", found);
  g_set_error (error, SIM_ERROR, SIM_ERROR_DISTRIBUTION, _ ("expected %s, found %s"),
               _ (expected), number);
  return false;
}

static bool
require_finite (const char *expected, double value, GError **error)
{
  return isfinite (value) || refuse (error, expected, value);
}

static bool
require_positive (const char *expected, double value, GError **error)
{
  return (isfinite (value) && value > 0) || refuse (error, expected, value);
}

static bool
require_sd (double sd, GError **error)
{
  return (isfinite (sd) && sd >= 0) || refuse (error, N_ ("sd of at least 0"), sd);
}

static bool
require_range (double min, double max, GError **error)
{
  if (!require_finite (N_ ("a finite min"), min, error) ||
      !require_finite (N_ ("a finite max"), max, error))
    return false;
  if (min > max)
    {
      char least[NUMBER_LENGTH], found[NUMBER_LENGTH];
      g_ascii_formatd (least, sizeof least, "%.10g", min);
      g_ascii_formatd (found, sizeof found, "%.10g", max);
      g_set_error (error, SIM_ERROR, SIM_ERROR_DISTRIBUTION,
                   _ ("expected max of at least min %s, found %s"), least, found);
      return false;
    }
  return require_finite (N_ ("a finite max - min"), max - min, error);
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

/* Where X lies, and the table, once the law itself is known. */
static bool
set_law (SimDistribution *distribution, double minimum, double maximum, GError **error);

static bool
set_uniform (SimDistribution *distribution, double min, double max, GError **error)
{
  if (!require_range (min, max, error))
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
  if (!require_range (min, max, error))
    return false;
  if (!(spec->mode >= min && spec->mode <= max))
    return refuse (error, N_ ("mode from min to max"), spec->mode);
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
  if (!require_positive (N_ ("a positive mean"), mean, error))
    return false;
  distribution->minimum = 0;
  distribution->maximum = HUGE_VAL;
  distribution->mean = mean;
  distribution->sd = mean;
  return true;
}

/* Gamma and lognormal: positive, by mean and sd. */
static bool
set_positive (SimDistribution *distribution,
              const SimDistributionSpec *spec,
              GError **error)
{
  if (!require_positive (N_ ("a positive mean"), spec->mean, error) ||
      !require_sd (spec->sd, error))
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
  if (!require_positive (N_ ("a positive shape"), spec->shape, error) ||
      !require_positive (N_ ("a positive scale"), spec->scale, error))
    return false;
  distribution->law.shape = spec->shape;
  distribution->law.scale = spec->scale;
  return set_law (distribution, 0, HUGE_VAL, error);
}

static bool
set_normal (SimDistribution *distribution,
            const SimDistributionSpec *spec,
            GError **error)
{
  if (!require_finite (N_ ("a finite mean"), spec->mean, error) ||
      !require_sd (spec->sd, error))
    return false;
  if (isnan (spec->min) || isnan (spec->max) || spec->min > spec->max)
    return require_range (spec->min, spec->max, error);
  bool holds_mean = spec->min <= spec->mean && spec->mean <= spec->max;
  if (spec->sd == 0 && !holds_mean)
    return refuse (error, N_ ("mean from min to max, as sd is 0"), spec->mean);
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
    return refuse (error, N_ ("min and max to leave a millionth of the normal law"),
                   law->mass);
  return set_law (distribution, spec->min, spec->max, error);
}

static bool
set_beta (SimDistribution *distribution, const SimDistributionSpec *spec, GError **error)
{
  if (!require_positive (N_ ("a positive alpha"), spec->alpha, error) ||
      !require_positive (N_ ("a positive beta"), spec->beta, error) ||
      !require_range (spec->min, spec->max, error))
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

/* The table of a law. */

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

static bool
set_law (SimDistribution *distribution, double minimum, double maximum, GError **error)
{
  SimLaw *law = &distribution->law;
  law->kind = distribution->kind;
  distribution->minimum = minimum;
  distribution->maximum = maximum;
  sim_law_moments (law, &distribution->mean, &distribution->sd);
  if (!require_finite (N_ ("a law with a finite mean"), distribution->mean, error) ||
      !require_finite (N_ ("a law with a finite sd"), distribution->sd, error))
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

/* Empirical. */

typedef struct
{
  double value;
  double weight;
} Weighted;

static int
compare_weighted (gconstpointer a, gconstpointer b)
{
  double value = ((const Weighted *) a)->value;
  double other = ((const Weighted *) b)->value;
  return (value > other) - (value < other);
}

static bool
check_empirical (const SimDistributionSpec *spec, double *ret_total, GError **error)
{
  if (spec->n_values == 0)
    return refuse (error, N_ ("at least one value"), 0);
  if (spec->n_values > G_MAXUINT32)
    return refuse (error, N_ ("at most 4294967295 values"), (double) spec->n_values);
  double total = 0;
  for (size_t i = 0; i < spec->n_values; i++)
    {
      double weight = spec->weights != NULL ? spec->weights[i] : 1;
      if (!require_finite (N_ ("finite values"), spec->values[i], error))
        return false;
      if (!(isfinite (weight) && weight >= 0))
        return refuse (error, N_ ("weights of at least 0"), weight);
      total += weight;
    }
  if (!(total > 0 && isfinite (total)))
    return refuse (error, N_ ("weights with a positive sum"), total);
  *ret_total = total;
  return true;
}

/* Sorted, without weights of 0, equal values joined. */
static Weighted *
sort_values (const SimDistributionSpec *spec, size_t *ret_n)
{
  Weighted *sorted = g_new (Weighted, spec->n_values);
  size_t n_weighted = 0;
  for (size_t i = 0; i < spec->n_values; i++)
    {
      double weight = spec->weights != NULL ? spec->weights[i] : 1;
      if (weight > 0)
        sorted[n_weighted++] = (Weighted){ spec->values[i], weight };
    }
  qsort (sorted, n_weighted, sizeof *sorted, compare_weighted);
  size_t n = 0;
  for (size_t i = 0; i < n_weighted; i++)
    if (n > 0 && sorted[n - 1].value == sorted[i].value)
      sorted[n - 1].weight += sorted[i].weight;
    else
      sorted[n++] = sorted[i];
  *ret_n = n;
  return sorted;
}

static void
set_guide (Empirical *empirical)
{
  empirical->guide = g_new (uint32_t, empirical->n + 1);
  uint32_t first = 0;
  for (size_t k = 0; k <= empirical->n; k++)
    {
      while (empirical->cumulative[first] < (double) k / (double) empirical->n)
        first++;
      empirical->guide[k] = first;
    }
}

static bool
set_empirical (SimDistribution *distribution,
               const SimDistributionSpec *spec,
               GError **error)
{
  double total;
  if (!check_empirical (spec, &total, error))
    return false;
  size_t n;
  g_autofree Weighted *sorted = sort_values (spec, &n);
  if (n == 1)
    {
      set_constant (distribution, sorted[0].value);
      return true;
    }
  Empirical *empirical = &distribution->empirical;
  empirical->n = n;
  empirical->values = g_new (double, n);
  empirical->cumulative = g_new (double, n);
  double below = 0;
  double mean = 0;
  for (size_t i = 0; i < n; i++)
    {
      below += sorted[i].weight;
      empirical->values[i] = sorted[i].value;
      empirical->cumulative[i] = i == n - 1 ? 1 : MIN (below / total, 1);
      mean += sorted[i].weight / total * sorted[i].value;
    }
  double variance = 0;
  for (size_t i = 0; i < n; i++)
    {
      double distance = sorted[i].value - mean;
      variance += sorted[i].weight / total * distance * distance;
    }
  set_guide (empirical);
  distribution->minimum = empirical->values[0];
  distribution->maximum = empirical->values[n - 1];
  distribution->mean = mean;
  distribution->sd = sqrt (variance);
  return require_finite (N_ ("values with a finite sd"), distribution->sd, error);
}

static double
empirical_quantile (const Empirical *empirical, double u)
{
  size_t i = empirical->guide[(size_t) (u * (double) empirical->n)];
  while (empirical->cumulative[i] < u)
    i++;
  return empirical->values[i];
}

static double
empirical_cdf (const Empirical *empirical, double value)
{
  size_t low = 0;
  size_t high = empirical->n;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (empirical->values[middle] <= value)
        low = middle + 1;
      else
        high = middle;
    }
  return low == 0 ? 0 : empirical->cumulative[low - 1];
}

/* All kinds. */

static bool
set_kind (SimDistribution *distribution, const SimDistributionSpec *spec, GError **error)
{
  switch (spec->kind)
    {
    case SIM_DISTRIBUTION_CONSTANT:
      set_constant (distribution, spec->value);
      return require_finite (N_ ("a finite value"), spec->value, error);
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

SimDistribution *
sim_distribution_new (const SimDistributionSpec *spec, GError **error)
{
  g_return_val_if_fail (spec != NULL, NULL);
  g_autoptr (SimDistribution) distribution = g_new0 (SimDistribution, 1);
  distribution->kind = spec->kind;
  if (!set_kind (distribution, spec, error))
    return NULL;
  return g_steal_pointer (&distribution);
}

void
sim_distribution_free (SimDistribution *distribution)
{
  if (distribution == NULL)
    return;
  g_free (distribution->table);
  g_free (distribution->empirical.values);
  g_free (distribution->empirical.cumulative);
  g_free (distribution->empirical.guide);
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
      return empirical_quantile (&distribution->empirical, u);
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
      cdf = empirical_cdf (&distribution->empirical, value);
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
