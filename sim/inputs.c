/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain inputs: how much of the spread is the inputs', and how much is chance. */
#include "sim/inputs.h"

#include "sim/tally.h"

#include <math.h>
#include <stdlib.h>

/* Draws' means held at one time: 32 MiB. */
#define MOST_MEANS 4194304

/* One metric. */
typedef struct
{
  SimTally tally;
  int64_t draws;
  int64_t replications;
  double sizes; /* sum of squared sizes of the draws */
  SimSum within;
  SimSpread draw;  /* the draw under way, about the estimate */
  double *means;   /* of the draws, about the estimate */
  SimSum weighted; /* of means times sizes, and of their squares times sizes */
  SimSum squares;
} Split;

typedef struct
{
  const SimCatalogue *catalogue;
  size_t first, end; /* metrics of this reading */
  Split *splits;     /* one a metric */
  int64_t draw;      /* under way; -1: none */
} Reading;

static bool
read_totals (G_GNUC_UNUSED int64_t replication, const double *const *rows, gpointer data)
{
  Reading *reading = data;
  for (size_t i = 0; i < reading->catalogue->n_metrics; i++)
    {
      const SimMetric *metric = &reading->catalogue->metrics[i];
      /* NaN is a quantile of nobody. */
      if (!isnan (rows[0][metric->column]))
        sim_tally_add (&reading->splits[i].tally, metric, rows[0]);
    }
  return true;
}

/* The replication's value about the estimate; NaN if it says nothing. */
static double
value_of (const SimMetric *metric, const SimTally *tally, const double *row)
{
  if (metric->kind != SIM_METRIC_RATIO)
    return row[metric->column] - tally->estimate;
  if (!sim_tally_is_given (metric, row) || tally->base == 0)
    return NAN;
  double mean_base = tally->base / (double) tally->given;
  return (row[metric->column] - tally->estimate * row[metric->denominator]) / mean_base;
}

static void
close_draw (Split *split)
{
  double n = (double) split->draw.n;
  if (split->draw.n == 0)
    return;
  double mean = sim_sum_value (&split->draw.values) / n;
  split->means[split->draws++] = mean;
  split->replications += split->draw.n;
  split->sizes += n * n;
  sim_sum_add (&split->within, sim_spread_squares (&split->draw));
  sim_sum_add (&split->weighted, n * mean);
  sim_sum_add (&split->squares, n * mean * mean);
  split->draw = (SimSpread){ 0 };
}

static void
close_draws (Reading *reading)
{
  for (size_t i = reading->first; i < reading->end; i++)
    close_draw (&reading->splits[i]);
}

static bool
read_draws (int64_t replication, const double *const *rows, gpointer data)
{
  Reading *reading = data;
  int64_t draw = replication / reading->catalogue->draw_replications;
  if (draw != reading->draw)
    close_draws (reading);
  reading->draw = draw;
  for (size_t i = reading->first; i < reading->end; i++)
    {
      Split *split = &reading->splits[i];
      double value = value_of (&reading->catalogue->metrics[i], &split->tally, rows[0]);
      if (!isnan (value))
        sim_spread_add (&split->draw, value);
    }
  return true;
}

static int
compare_doubles (const void *a, const void *b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;
  return first < second ? -1 : first > second;
}

/* Of sorted values, interpolated between them.
 * Source: Hyndman and Fan 1996, Am. Stat. 50, 361-365, definition 7. */
static double
quantile_of (const double *values, int64_t n, double p)
{
  double place = p * (double) (n - 1);
  int64_t below = (int64_t) floor (place);
  if (below + 1 >= n)
    return values[n - 1];
  return values[below] + (place - (double) below) * (values[below + 1] - values[below]);
}

static void
finish (Split *split, double level, SimInputEffect *effect)
{
  double k = (double) split->draws;
  double total = (double) split->replications;
  *effect = (SimInputEffect){ split->draws, NAN, NAN, NAN };
  if (split->draws < 2 || split->replications <= split->draws)
    return;
  double mean = sim_sum_value (&split->weighted) / total;
  double between = (sim_sum_value (&split->squares) - total * mean * mean) / (k - 1);
  double within = sim_sum_value (&split->within) / (total - k);
  double size = (total - split->sizes / total) / (k - 1);
  double of_inputs = MAX (0, (between - within) / size);
  if (of_inputs + within > 0)
    effect->share = of_inputs / (of_inputs + within);

  /* Of the draws' means the variance is that between draws and that of chance. */
  double shrink = of_inputs > 0 ? sqrt (of_inputs / (of_inputs + within / size)) : 0;
  for (int64_t i = 0; i < split->draws; i++)
    split->means[i] = split->tally.estimate + shrink * (split->means[i] - mean);
  qsort (split->means, (size_t) split->draws, sizeof *split->means, compare_doubles);
  effect->low = quantile_of (split->means, split->draws, (1 - level) / 2);
  effect->high = quantile_of (split->means, split->draws, (1 + level) / 2);
}

bool
sim_inputs_estimate (const SimResults *results,
                     int variant,
                     double level,
                     SimInputEffect *effects,
                     GError **error)
{
  const SimCatalogue *catalogue = results->catalogue;
  g_return_val_if_fail (catalogue->draw_replications > 0, false);
  size_t n_metrics = catalogue->n_metrics;
  size_t n_draws = (size_t) (results->n_replications / catalogue->draw_replications) + 1;
  size_t step = MAX (1, MOST_MEANS / n_draws);
  g_autofree Split *splits = g_new0 (Split, n_metrics);
  g_autofree double *means = g_new (double, MIN (step, n_metrics) * n_draws);
  Reading reading = { .catalogue = catalogue, .splits = splits };

  if (!results->for_each_row (results, &variant, 1, read_totals, &reading, error))
    return false;
  for (size_t i = 0; i < n_metrics; i++)
    sim_tally_close (&splits[i].tally, &catalogue->metrics[i]);
  for (size_t first = 0; first < n_metrics; first += step)
    {
      reading.first = first;
      reading.end = MIN (first + step, n_metrics);
      reading.draw = -1;
      for (size_t i = first; i < reading.end; i++)
        splits[i].means = means + (i - first) * n_draws;
      if (!results->for_each_row (results, &variant, 1, read_draws, &reading, error))
        return false;
      close_draws (&reading);
      for (size_t i = first; i < reading.end; i++)
        finish (&splits[i], level, &effects[i]);
    }
  return true;
}
