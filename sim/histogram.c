/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histograms of durations in one-hour bins, for quantiles pooled over replications. */
#include "sim/histogram.h"

#include <math.h>
#include <string.h>

#define LEAST_BINS 64
#define STRIDE     32 /* bins that are summed at once where a quantile is sought */

/* Makes bins [first, used) ones that may be non-zero; what is new is 0. */
static void
reserve (SimHistogram *histogram, uint32_t first, uint32_t used)
{
  if (histogram->used == 0 || first < histogram->first)
    histogram->first = first;
  if (used > histogram->n_bins)
    {
      uint32_t n_bins = MAX (used, MAX (2 * histogram->n_bins, LEAST_BINS));
      n_bins = MIN (n_bins, SIM_HISTOGRAM_MAX_BINS);
      histogram->bins = g_renew (uint32_t, histogram->bins, n_bins);
      memset (histogram->bins + histogram->n_bins, 0,
              (n_bins - histogram->n_bins) * sizeof *histogram->bins);
      histogram->n_bins = n_bins;
    }
  if (used > histogram->used)
    histogram->used = used;
}

void
sim_histogram_clear_memory (SimHistogram *histogram)
{
  g_free (histogram->bins);
  *histogram = (SimHistogram){ 0 };
}

void
sim_histogram_reset (SimHistogram *histogram)
{
  if (histogram->used > 0)
    memset (histogram->bins + histogram->first, 0,
            (histogram->used - histogram->first) * sizeof *histogram->bins);
  histogram->first = histogram->used = 0;
  histogram->count = 0;
}

void
sim_histogram_reach (SimHistogram *histogram, uint32_t bin)
{
  reserve (histogram, bin, bin + 1);
}

int64_t
sim_histogram_count_until (const SimHistogram *histogram, uint32_t hours)
{
  int64_t count = 0;
  /* Bin k ends at k hours, the exact zeros are bin 0. */
  for (uint32_t bin = histogram->first; bin < MIN (hours + 1, histogram->used); bin++)
    count += histogram->bins[bin];
  return count;
}

void
sim_histogram_merge (SimHistogram *into, const SimHistogram *from)
{
  if (from->used == 0)
    return;
  reserve (into, from->first, from->used);
  /* Locals, lest a count be taken for the bounds, and bin be added after bin. */
  uint32_t *restrict sums = into->bins + from->first;
  const uint32_t *restrict counts = from->bins + from->first;
  const uint32_t n = from->used - from->first;
  for (uint32_t i = 0; i < n; i++)
    sums[i] += counts[i];
  into->count += from->count;
}

void
sim_histogram_accumulate (SimHistogram *into, const SimHistogram *from, int sign)
{
  g_return_if_fail (sign == 1 || sign == -1);
  if (sign == 1)
    {
      sim_histogram_merge (into, from);
      return;
    }
  for (uint32_t bin = from->first; bin < from->used; bin++)
    {
      g_assert (bin < into->used && into->bins[bin] >= from->bins[bin]);
      into->bins[bin] -= from->bins[bin];
    }
  into->count -= from->count;
}

/* The point of @bin that has @target of all values at or below it, @below of them in
 * earlier bins and @inside in this one. */
static double
interpolate (size_t bin, double target, double below, double inside)
{
  if (bin == 0)
    return 0;
  double hours = (double) (bin - 1) + (target - below) / inside;
  return hours / (double) (SIM_DAY / SIM_HOUR);
}

/* The first bin at or after @bin in whose run of STRIDE bins @target is reached, as far
 * as whole runs can be passed over. @below: (inout): the count before it */
static uint32_t
pass_over (const SimHistogram *histogram, uint32_t bin, double target, int64_t *below)
{
  if (histogram->count > UINT32_MAX)
    return bin; /* a run's sum might not fit */
  for (; bin + STRIDE <= histogram->used; bin += STRIDE)
    {
      uint32_t sum = 0;
      for (uint32_t i = 0; i < STRIDE; i++)
        sum += histogram->bins[bin + i];
      if ((double) (*below + sum) >= target)
        break;
      *below += sum;
    }
  return bin;
}

void
sim_histogram_quantiles (const SimHistogram *histogram,
                         const double *p,
                         int n,
                         double *ret_quantiles)
{
  uint32_t bin = histogram->first;
  int64_t below = 0;
  for (int i = 0; i < n; i++)
    {
      g_return_if_fail (p[i] >= 0 && p[i] <= 1 && (i == 0 || p[i] >= p[i - 1]));
      double target = p[i] * (double) histogram->count;
      ret_quantiles[i] = NAN;
      for (bin = pass_over (histogram, bin, target, &below); bin < histogram->used; bin++)
        {
          int64_t inside = histogram->bins[bin];
          if (inside > 0 && (double) (below + inside) >= target)
            {
              ret_quantiles[i] =
                  interpolate (bin, target, (double) below, (double) inside);
              break;
            }
          below += inside;
        }
    }
}

double
sim_histogram_quantile (const SimHistogram *histogram, double p)
{
  g_return_val_if_fail (p >= 0 && p <= 1, NAN);
  double quantile = NAN;
  sim_histogram_quantiles (histogram, &p, 1, &quantile);
  return quantile;
}

double
sim_histogram_counts_quantile (const int64_t *counts, size_t n_counts, double p)
{
  g_return_val_if_fail (p >= 0 && p <= 1, NAN);
  int64_t count = 0;
  for (size_t bin = 0; bin < n_counts; bin++)
    count += counts[bin];
  double target = p * (double) count;
  int64_t below = 0;
  for (size_t bin = 0; bin < n_counts; bin++)
    {
      int64_t inside = counts[bin];
      if (inside > 0 && (double) (below + inside) >= target)
        return interpolate (bin, target, (double) below, (double) inside);
      below += inside;
    }
  return NAN;
}
