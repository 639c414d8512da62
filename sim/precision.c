/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Precision: when there are replications enough. */
#include "sim/precision.h"

#include "sim/comparison.h"

#include <math.h>

static double
half_width (double low, double high)
{
  return isnan (low) || isnan (high) ? HUGE_VAL : (high - low) / 2;
}

static bool
reached_by_means (const SimResults *results,
                  const SimPrecision *precision,
                  double *ret_half_width,
                  GError **error)
{
  g_autofree SimEstimate *estimates = g_new (SimEstimate, results->catalogue->n_metrics);
  double widest = 0;
  for (int v = 0; v < results->n_variants; v++)
    {
      if (!sim_confidence_estimate (results, v, precision->level, estimates, error))
        return false;
      const SimEstimate *estimate = &estimates[precision->metric];
      widest = fmax (widest, half_width (estimate->low, estimate->high));
    }
  *ret_half_width = widest;
  return true;
}

static bool
reached_by_differences (const SimResults *results,
                        const SimPrecision *precision,
                        double *ret_half_width,
                        GError **error)
{
  size_t n_metrics = results->catalogue->n_metrics;
  g_autofree SimDifference *differences = g_new (SimDifference, n_metrics);
  double widest = 0;
  for (int v = 0; v < results->n_variants; v++)
    {
      if (v == precision->baseline)
        continue;
      if (!sim_comparison_paired (results, precision->baseline, &v, 1, NULL, 0,
                                  precision->level, differences, error))
        return false;
      const SimDifference *difference = &differences[precision->metric];
      widest = fmax (widest, half_width (difference->low, difference->high));
    }
  *ret_half_width = widest;
  return true;
}

bool
sim_precision_reached (const SimResults *results,
                       const SimPrecision *precision,
                       double *ret_half_width,
                       GError **error)
{
  return precision->baseline >= 0
             ? reached_by_differences (results, precision, ret_half_width, error)
             : reached_by_means (results, precision, ret_half_width, error);
}

int64_t
sim_precision_next (const SimPrecision *precision,
                    double reached,
                    int64_t replications,
                    int64_t most)
{
  if (reached <= precision->half_width || replications >= most)
    return replications;
  return MIN (replications + SIM_PRECISION_BATCH, most);
}
