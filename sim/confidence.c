/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Confidence: estimates with intervals, from the replications of one variant. */
#include "sim/confidence.h"

#include "sim/pooling.h"
#include "sim/tally.h"
#include "sim/units.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double
sim_confidence_t_quantile (double level, double freedom)
{
  g_return_val_if_fail (level > 0 && level < 1 && freedom >= 1, NAN);
  return gsl_cdf_tdist_Pinv ((1 + level) / 2, freedom);
}

void
sim_confidence_wilson (
    double successes, double n, double level, double *ret_low, double *ret_high)
{
  if (!(n > 0))
    {
      *ret_low = *ret_high = NAN;
      return;
    }
  double z = gsl_cdf_ugaussian_Pinv ((1 + level) / 2);
  double share = successes / n;
  double centre = share + z * z / (2 * n);
  double half = z * sqrt (share * (1 - share) / n + z * z / (4 * n * n));
  double scale = 1 + z * z / n;
  /* The ends are exact where the formula gives them but for rounding. */
  *ret_low = successes <= 0 ? 0 : (centre - half) / scale;
  *ret_high = successes >= n ? 1 : (centre + half) / scale;
}

void
sim_confidence_mean (
    double mean, double sd, double n, double level, double *ret_low, double *ret_high)
{
  *ret_low = *ret_high = NAN;
  if (!(n >= 2) || isnan (mean) || isnan (sd))
    return;
  double half = sim_confidence_t_quantile (level, n - 1) * sd / sqrt (n);
  *ret_low = mean - half;
  *ret_high = mean + half;
}

typedef struct
{
  const SimMetric *metrics; /* as they read the rows of units */
  size_t n_metrics;
  SimTally *tallies;     /* one a metric; of a quantile only given is used */
  int64_t *replications; /* of the units that contribute */
  SimSpread *pulls;      /* one a metric */
} Reading;

static bool
read_first (int64_t n_replications, const double *const *rows, gpointer data)
{
  Reading *reading = data;
  for (size_t i = 0; i < reading->n_metrics; i++)
    {
      const SimMetric *metric = &reading->metrics[i];
      if (metric->kind == SIM_METRIC_QUANTILE ? isnan (rows[0][metric->column])
                                              : !sim_tally_is_given (metric, rows[0]))
        continue;
      reading->replications[i] += n_replications;
      if (metric->kind != SIM_METRIC_QUANTILE)
        sim_tally_add (&reading->tallies[i], metric, rows[0]);
    }
  return true;
}

static bool
read_again (G_GNUC_UNUSED int64_t n_replications,
            const double *const *rows,
            gpointer data)
{
  Reading *reading = data;
  for (size_t i = 0; i < reading->n_metrics; i++)
    {
      const SimMetric *metric = &reading->metrics[i];
      if (metric->kind != SIM_METRIC_QUANTILE && sim_tally_is_given (metric, rows[0]))
        sim_spread_add (&reading->pulls[i],
                        sim_tally_pull (&reading->tallies[i], metric, rows[0]));
    }
  return true;
}

/* @error: standard error, @n: of the units it is taken over */
static SimEstimate
make_estimate (int64_t replications, double value, double error, int64_t n, double level)
{
  double root = sqrt ((double) replications);
  SimEstimate estimate = { replications, value, error * root, NAN, NAN };
  /* sd over the root of the units is the error, so one function serves all three kinds.
   */
  double sd = error * sqrt ((double) n);
  sim_confidence_mean (value, sd, (double) n, level, &estimate.low, &estimate.high);
  return estimate;
}

static void
finish (const Reading *reading,
        const SimPooling *pooling,
        double level,
        SimEstimate *estimates)
{
  for (size_t i = 0; i < reading->n_metrics; i++)
    {
      const SimMetric *metric = &reading->metrics[i];
      const SimTally *tally = &reading->tallies[i];
      if (metric->kind == SIM_METRIC_QUANTILE)
        {
          double without[SIM_JACKKNIFE_GROUPS];
          double value = sim_pooling_quantile (pooling, metric, without);
          int n_groups;
          double error = sim_jackknife_error (without, SIM_JACKKNIFE_GROUPS, &n_groups);
          estimates[i] =
              make_estimate (reading->replications[i], value, error, n_groups, level);
        }
      else
        {
          double error = sim_tally_error (metric, &reading->pulls[i]);
          estimates[i] = make_estimate (reading->replications[i], tally->estimate, error,
                                        tally->given, level);
        }
    }
}

bool
sim_confidence_estimate (const SimResults *results,
                         int variant,
                         double level,
                         SimEstimate *estimates,
                         GError **error)
{
  const SimCatalogue *catalogue = results->catalogue;
  size_t n_metrics = catalogue->n_metrics;
  g_autofree SimMetric *metrics = sim_units_metrics (catalogue);
  g_autofree SimTally *tallies = g_new0 (SimTally, n_metrics);
  g_autofree int64_t *replications = g_new0 (int64_t, n_metrics);
  g_autofree SimSpread *pulls = g_new0 (SimSpread, n_metrics);
  g_autoptr (SimPooling) pooling = sim_pooling_new (catalogue);
  Reading reading = { metrics, n_metrics, tallies, replications, pulls };

  if (!sim_units_for_each_row (results, &variant, 1, read_first, &reading, error))
    return false;
  for (size_t i = 0; i < n_metrics; i++)
    if (metrics[i].kind != SIM_METRIC_QUANTILE)
      sim_tally_close (&tallies[i], &metrics[i]);
  if (!sim_units_for_each_row (results, &variant, 1, read_again, &reading, error) ||
      !sim_pooling_read (pooling, results, variant, NULL, error))
    return false;

  finish (&reading, pooling, level, estimates);
  return true;
}

typedef struct
{
  size_t n_points;
  int64_t replications;
  SimSum *values;
  SimSum *squares;
} SeriesReading;

static bool
read_series (const SimChunk *chunk, gpointer data)
{
  SeriesReading *reading = data;
  reading->replications += chunk->count;
  for (size_t i = 0; i < reading->n_points; i++)
    {
      sim_sum_add (&reading->values[i], chunk->series[i]);
      sim_sum_add (&reading->squares[i], chunk->series_square[i]);
    }
  return true;
}

static SimSeriesPoint
mean_point (double sum, double squares, double n, double level)
{
  SimSeriesPoint point = { NAN, NAN, NAN };
  if (n > 0)
    point.mean = sum / n;
  double spread = squares - sum * sum / n;
  double sd = n > 1 ? sqrt (spread > 0 ? spread / (n - 1) : 0) : NAN;
  sim_confidence_mean (point.mean, sd, n, level, &point.low, &point.high);
  return point;
}

static SimSeriesPoint
share_point (double successes, double n, double level)
{
  SimSeriesPoint point = { n > 0 ? successes / n : NAN, NAN, NAN };
  sim_confidence_wilson (successes, n, level, &point.low, &point.high);
  return point;
}

/* Replications nested in draws: the points of a unit of blocks, which holds whole draws.
 */
typedef struct
{
  const SimCatalogue *catalogue;
  int64_t unit_blocks;
  int64_t unit; /* under way; -1: none */
  double count; /* its replications */
  double *values, *bases;
  SimTally *tallies;
  SimSpread *pulls;
  bool is_again;
} NestedSeries;

/* How a point reads its unit: a ratio of sums, to the replications where it is a mean. */
static const SimMetric point_metric = { .kind = SIM_METRIC_RATIO, .denominator = 1 };

static void
close_unit (NestedSeries *reading)
{
  const SimCatalogue *catalogue = reading->catalogue;
  for (size_t s = 0; reading->count > 0 && s < catalogue->n_series; s++)
    {
      const SimSeries *series = &catalogue->series[s];
      for (size_t i = series->offset; i < series->offset + series->n_points; i++)
        {
          const double row[2] = { reading->values[i], series->kind == SIM_SERIES_MEAN
                                                          ? reading->count
                                                          : reading->bases[i] };
          if (!reading->is_again)
            sim_tally_add (&reading->tallies[i], &point_metric, row);
          else if (sim_tally_is_given (&point_metric, row))
            sim_spread_add (&reading->pulls[i],
                            sim_tally_pull (&reading->tallies[i], &point_metric, row));
        }
    }
  for (size_t i = 0; i < catalogue->n_points; i++)
    reading->values[i] = reading->bases[i] = 0;
  reading->count = 0;
}

static bool
read_nested_series (const SimChunk *chunk, gpointer data)
{
  NestedSeries *reading = data;
  int64_t unit = chunk->first / SIM_BLOCK / reading->unit_blocks;
  if (unit != reading->unit)
    close_unit (reading);
  reading->unit = unit;
  reading->count += chunk->count;
  for (size_t i = 0; i < reading->catalogue->n_points; i++)
    {
      reading->values[i] += chunk->series[i];
      reading->bases[i] += chunk->series_square[i];
    }
  return true;
}

static bool
estimate_nested_series (const SimResults *results,
                        int variant,
                        double level,
                        SimSeriesPoint *points,
                        GError **error)
{
  const SimCatalogue *catalogue = results->catalogue;
  g_autofree double *values = g_new0 (double, catalogue->n_points);
  g_autofree double *bases = g_new0 (double, catalogue->n_points);
  g_autofree SimTally *tallies = g_new0 (SimTally, catalogue->n_points);
  g_autofree SimSpread *pulls = g_new0 (SimSpread, catalogue->n_points);
  NestedSeries reading = {
    .catalogue = catalogue,
    .unit_blocks = sim_units_block_count (catalogue),
    .values = values,
    .bases = bases,
    .tallies = tallies,
    .pulls = pulls,
  };
  for (int pass = 0; pass < 2; pass++)
    {
      reading.unit = -1;
      reading.is_again = pass > 0;
      if (!results->for_each_chunk (results, variant, read_nested_series, &reading,
                                    error))
        return false;
      close_unit (&reading);
      for (size_t i = 0; pass == 0 && i < catalogue->n_points; i++)
        sim_tally_close (&tallies[i], &point_metric);
    }
  for (size_t i = 0; i < catalogue->n_points; i++)
    {
      double n = (double) pulls[i].n;
      points[i].mean = tallies[i].estimate;
      sim_confidence_mean (tallies[i].estimate,
                           sim_tally_error (&point_metric, &pulls[i]) * sqrt (n), n,
                           level, &points[i].low, &points[i].high);
    }
  return true;
}

bool
sim_confidence_series (const SimResults *results,
                       int variant,
                       double level,
                       SimSeriesPoint *points,
                       GError **error)
{
  const SimCatalogue *catalogue = results->catalogue;
  if (catalogue->draw_replications > 1)
    return estimate_nested_series (results, variant, level, points, error);
  g_autofree SimSum *values = g_new0 (SimSum, catalogue->n_points);
  g_autofree SimSum *squares = g_new0 (SimSum, catalogue->n_points);
  SeriesReading reading = { catalogue->n_points, 0, values, squares };
  if (!results->for_each_chunk (results, variant, read_series, &reading, error))
    return false;

  for (size_t s = 0; s < catalogue->n_series; s++)
    {
      const SimSeries *series = &catalogue->series[s];
      for (size_t i = series->offset; i < series->offset + series->n_points; i++)
        {
          double value = sim_sum_value (&values[i]);
          double other = sim_sum_value (&squares[i]);
          points[i] =
              series->kind == SIM_SERIES_MEAN
                  ? mean_point (value, other, (double) reading.replications, level)
                  : share_point (value, other, level);
        }
    }
  return true;
}
