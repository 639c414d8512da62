/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Histograms of durations in one-hour bins, for quantiles pooled over replications. */
#include "sim/histogram.h"

#include <math.h>
#include <string.h>

#define LEAST_BINS 64

static uint32_t
bin_of (SimTime duration)
{
  if (duration <= 0)
    return 0;
  SimTime bin = 1 + (duration - 1) / SIM_HOUR;
  return bin < SIM_HISTOGRAM_MAX_BINS ? (uint32_t) bin : SIM_HISTOGRAM_MAX_BINS - 1;
}

/* Makes bins [0, used) addressable; what is new is 0. */
static void
reserve (SimHistogram *histogram, uint32_t used)
{
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
    memset (histogram->bins, 0, histogram->used * sizeof *histogram->bins);
  histogram->used = 0;
  histogram->count = 0;
}

void
sim_histogram_add (SimHistogram *histogram, SimTime duration)
{
  g_return_if_fail (duration >= 0);
  uint32_t bin = bin_of (duration);
  if (bin >= histogram->used)
    reserve (histogram, bin + 1);
  histogram->bins[bin]++;
  histogram->count++;
}

void
sim_histogram_merge (SimHistogram *into, const SimHistogram *from)
{
  sim_histogram_accumulate (into, from, 1);
}

void
sim_histogram_accumulate (SimHistogram *into, const SimHistogram *from, int sign)
{
  g_return_if_fail (sign == 1 || sign == -1);
  if (from->used > 0)
    reserve (into, from->used);
  for (uint32_t bin = 0; bin < from->used; bin++)
    {
      g_assert (sign == 1 || into->bins[bin] >= from->bins[bin]);
      into->bins[bin] += (uint32_t) sign * from->bins[bin];
    }
  into->count += sign * from->count;
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

double
sim_histogram_quantile (const SimHistogram *histogram, double p)
{
  g_return_val_if_fail (p >= 0 && p <= 1, NAN);
  double target = p * (double) histogram->count;
  int64_t below = 0;
  for (uint32_t bin = 0; bin < histogram->used; bin++)
    {
      int64_t inside = histogram->bins[bin];
      if (inside > 0 && (double) (below + inside) >= target)
        return interpolate (bin, target, (double) below, (double) inside);
      below += inside;
    }
  return NAN;
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
