/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tallies: a mean or a ratio of sums, and how each replication moves it. */
#include "sim/tally.h"

#include <math.h>

double
sim_spread_squares (const SimSpread *spread)
{
  if (spread->n == 0)
    return 0;
  double sum = sim_sum_value (&spread->values);
  double squares = sim_sum_value (&spread->squares) - sum * sum / (double) spread->n;
  return squares < 0 ? 0 : squares; /* NaN stays */
}

bool
sim_tally_is_given (const SimMetric *metric, const double *row)
{
  return metric->kind != SIM_METRIC_RATIO || row[metric->column] != 0 ||
         row[metric->denominator] != 0;
}

void
sim_tally_add (SimTally *tally, const SimMetric *metric, const double *row)
{
  double value = row[metric->column];
  tally->rows++;
  if (metric->kind == SIM_METRIC_RATIO)
    {
      if (!sim_tally_is_given (metric, row))
        return;
      sim_sum_add (&tally->numerator, value);
      sim_sum_add (&tally->denominator, row[metric->denominator]);
    }
  else
    {
      if (tally->given == 0)
        tally->shift = value;
      sim_sum_add (&tally->numerator, value - tally->shift);
    }
  tally->given++;
}

void
sim_tally_close (SimTally *tally, const SimMetric *metric)
{
  double numerator = sim_sum_value (&tally->numerator);
  tally->estimate = NAN;
  if (metric->kind == SIM_METRIC_RATIO)
    {
      tally->base = sim_sum_value (&tally->denominator);
      if (tally->base != 0)
        tally->estimate = numerator / tally->base;
    }
  else if (tally->given > 0)
    tally->estimate = tally->shift + numerator / (double) tally->given;
}

double
sim_tally_pull (const SimTally *tally, const SimMetric *metric, const double *row)
{
  double value = row[metric->column];
  if (metric->kind != SIM_METRIC_RATIO)
    return value - tally->shift;
  double base = row[metric->denominator];
  /* A row that gives nothing pulls nothing, wherever the estimate is. */
  if (value == 0 && base == 0)
    return isnan (tally->estimate) ? NAN : 0;
  return (tally->estimate * base - value) / (tally->base - base);
}

double
sim_tally_error (const SimMetric *metric, const SimSpread *pulls)
{
  double n = (double) pulls->n;
  if (pulls->n < 2)
    return NAN;
  double squares = sim_spread_squares (pulls);
  if (metric->kind == SIM_METRIC_RATIO)
    return sqrt ((n - 1) / n * squares);
  return sqrt (squares / (n - 1) / n);
}

double
sim_jackknife_error (const double *without, int n_groups, int *ret_groups)
{
  SimSpread spread = { 0 };
  double shift = NAN;
  for (int g = 0; g < n_groups; g++)
    if (!isnan (without[g]))
      {
        if (spread.n == 0)
          shift = without[g];
        sim_spread_add (&spread, without[g] - shift);
      }
  *ret_groups = (int) spread.n;
  double n = (double) spread.n;
  return spread.n < 2 ? NAN : sqrt ((n - 1) / n * sim_spread_squares (&spread));
}
