/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Empirical distributions: values with weights, as quantiles and probabilities. */
#include "sim/empirical.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "sim/parameter.h"

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
check (const double *values,
       const double *weights,
       size_t n_values,
       double *ret_total,
       GError **error)
{
  if (n_values == 0)
    return sim_parameter_refuse (error, N_ ("at least one value"), 0);
  if (n_values > G_MAXUINT32)
    return sim_parameter_refuse (error, N_ ("at most 4294967295 values"),
                                 (double) n_values);
  double total = 0;
  for (size_t i = 0; i < n_values; i++)
    {
      double weight = weights != NULL ? weights[i] : 1;
      if (!sim_parameter_require_finite (N_ ("finite values"), values[i], error))
        return false;
      if (!(isfinite (weight) && weight >= 0))
        return sim_parameter_refuse (error, N_ ("weights of at least 0"), weight);
      total += weight;
    }
  if (!(total > 0 && isfinite (total)))
    return sim_parameter_refuse (error, N_ ("weights with a positive sum"), total);
  *ret_total = total;
  return true;
}

/* Sorted, without weights of 0, equal values joined. */
static Weighted *
sort_values (const double *values, const double *weights, size_t n_values, size_t *ret_n)
{
  Weighted *sorted = g_new (Weighted, n_values);
  size_t n_weighted = 0;
  for (size_t i = 0; i < n_values; i++)
    {
      double weight = weights != NULL ? weights[i] : 1;
      if (weight > 0)
        sorted[n_weighted++] = (Weighted){ values[i], weight };
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
set_guide (SimEmpirical *empirical)
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

bool
sim_empirical_init (SimEmpirical *empirical,
                    const double *values,
                    const double *weights,
                    size_t n_values,
                    GError **error)
{
  double total = 0;
  if (!check (values, weights, n_values, &total, error))
    return false;
  size_t n;
  g_autofree Weighted *sorted = sort_values (values, weights, n_values, &n);
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
  set_guide (empirical);
  if (n == 1)
    {
      /* Exactly, whatever its joined weights sum to. */
      empirical->mean = sorted[0].value;
      return true;
    }
  double variance = 0;
  for (size_t i = 0; i < n; i++)
    {
      double distance = sorted[i].value - mean;
      variance += sorted[i].weight / total * distance * distance;
    }
  empirical->mean = mean;
  empirical->sd = sqrt (variance);
  return sim_parameter_require_finite (N_ ("values with a finite sd"), empirical->sd,
                                       error);
}

void
sim_empirical_clear (SimEmpirical *empirical)
{
  g_clear_pointer (&empirical->values, g_free);
  g_clear_pointer (&empirical->cumulative, g_free);
  g_clear_pointer (&empirical->guide, g_free);
}

double
sim_empirical_cdf (const SimEmpirical *empirical, double value)
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
