/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparison: paired differences between variants run on the same replications. */
#include "sim/comparison.h"

#include "sim/pooling.h"
#include "sim/tally.h"
#include "sim/units.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum
{
  BASELINE,
  VARIANT,
  N_SIDES
};

/* One metric of one pair. */
typedef struct
{
  SimTally side[N_SIDES];
  SimSpread pulls[N_SIDES];
  SimSpread difference;
  int64_t replications; /* of the units that say something */
} Pair;

typedef struct
{
  const SimMetric *metrics; /* as they read the rows of units */
  size_t n_metrics;
  Pair *pairs; /* one a metric */
} Reading;

/* A unit counts for a pair as soon as it says something about either side. */
static bool
is_given (const SimMetric *metric, const double *const *rows)
{
  if (metric->kind == SIM_METRIC_QUANTILE)
    return !isnan (rows[BASELINE][metric->column]) ||
           !isnan (rows[VARIANT][metric->column]);
  return sim_tally_is_given (metric, rows[BASELINE]) ||
         sim_tally_is_given (metric, rows[VARIANT]);
}

static bool
read_first (int64_t n_replications, const double *const *rows, gpointer data)
{
  Reading *reading = data;
  for (size_t i = 0; i < reading->n_metrics; i++)
    {
      const SimMetric *metric = &reading->metrics[i];
      Pair *pair = &reading->pairs[i];
      if (is_given (metric, rows))
        pair->replications += n_replications;
      for (int side = 0; side < N_SIDES && metric->kind != SIM_METRIC_QUANTILE; side++)
        sim_tally_add (&pair->side[side], metric, rows[side]);
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
      Pair *pair = &reading->pairs[i];
      if (metric->kind == SIM_METRIC_QUANTILE || !is_given (metric, rows))
        continue;
      double pull[N_SIDES];
      for (int side = 0; side < N_SIDES; side++)
        {
          pull[side] = sim_tally_pull (&pair->side[side], metric, rows[side]);
          sim_spread_add (&pair->pulls[side], pull[side]);
        }
      sim_spread_add (&pair->difference, pull[VARIANT] - pull[BASELINE]);
    }
  return true;
}

static double
variance_ratio (double baseline_error, double variant_error, double difference_error)
{
  if (!(difference_error > 0))
    return NAN;
  return (baseline_error * baseline_error + variant_error * variant_error) /
         (difference_error * difference_error);
}

/* Fills the interval, and p for a primary metric; @units are those that se is taken over.
 */
static void
finish (SimDifference *difference, int64_t units, double level, double primary_level)
{
  double n = (double) units;
  double sd = difference->se * sqrt (n);
  sim_confidence_mean (difference->difference, sd, n,
                       difference->is_primary ? primary_level : level, &difference->low,
                       &difference->high);
  difference->p = difference->p_holm = NAN;
  bool is_zero = difference->difference == 0 && difference->se == 0;
  if (difference->is_primary && !isnan (difference->low) && !is_zero)
    {
      double t = fabs (difference->difference) / difference->se;
      difference->p = isinf (t) ? 0 : 2 * gsl_cdf_tdist_Q (t, n - 1);
    }
}

static int64_t
difference_of_pair (const SimMetric *metric, const Pair *pair, SimDifference *difference)
{
  difference->replications = pair->replications;
  difference->difference = pair->side[VARIANT].estimate - pair->side[BASELINE].estimate;
  difference->se = sim_tally_error (metric, &pair->difference);
  difference->variance_reduction =
      variance_ratio (sim_tally_error (metric, &pair->pulls[BASELINE]),
                      sim_tally_error (metric, &pair->pulls[VARIANT]), difference->se);
  return pair->difference.n;
}

static int64_t
difference_of_quantiles (const SimMetric *metric,
                         const Pair *pair,
                         SimPooling *const pooling[N_SIDES],
                         SimDifference *difference)
{
  double without[N_SIDES][SIM_JACKKNIFE_GROUPS];
  double value[N_SIDES];
  double error[N_SIDES];
  int n_groups;
  for (int side = 0; side < N_SIDES; side++)
    value[side] = sim_pooling_quantile (pooling[side], metric, without[side]);

  /* A group that holds nothing of one side leaves that side as it is. */
  double apart[SIM_JACKKNIFE_GROUPS];
  for (int g = 0; g < SIM_JACKKNIFE_GROUPS; g++)
    {
      bool is_empty = isnan (without[BASELINE][g]) && isnan (without[VARIANT][g]);
      for (int side = 0; side < N_SIDES; side++)
        if (!is_empty && isnan (without[side][g]))
          without[side][g] = value[side];
      apart[g] = without[VARIANT][g] - without[BASELINE][g];
    }
  for (int side = 0; side < N_SIDES; side++)
    error[side] = sim_jackknife_error (without[side], SIM_JACKKNIFE_GROUPS, &n_groups);

  difference->replications = pair->replications;
  difference->difference = value[VARIANT] - value[BASELINE];
  difference->se = sim_jackknife_error (apart, SIM_JACKKNIFE_GROUPS, &n_groups);
  difference->variance_reduction =
      variance_ratio (error[BASELINE], error[VARIANT], difference->se);
  return n_groups;
}

/* Makes pooling[] hold the blocks that both have; the baseline's are there already. */
static bool
pool (SimPooling *pooling[N_SIDES],
      const SimResults *results,
      int baseline,
      int variant,
      GError **error)
{
  sim_pooling_reset (pooling[VARIANT]);
  if (!sim_pooling_read (pooling[VARIANT], results, variant, pooling[BASELINE], error))
    return false;
  if (sim_pooling_is_like (pooling[BASELINE], pooling[VARIANT]))
    return true;
  /* An unfinished run: the variant lacks blocks. */
  sim_pooling_reset (pooling[BASELINE]);
  return sim_pooling_read (pooling[BASELINE], results, baseline, pooling[VARIANT], error);
}

static bool
read_pairs (const SimResults *results,
            int baseline,
            int variant,
            const SimMetric *metrics,
            Pair *pairs,
            GError **error)
{
  size_t n_metrics = results->catalogue->n_metrics;
  const int variants[N_SIDES] = { [BASELINE] = baseline, [VARIANT] = variant };
  Reading reading = { metrics, n_metrics, pairs };
  if (!sim_units_for_each_row (results, variants, N_SIDES, read_first, &reading, error))
    return false;
  for (size_t i = 0; i < n_metrics; i++)
    for (int side = 0; side < N_SIDES; side++)
      sim_tally_close (&pairs[i].side[side], &metrics[i]);
  return sim_units_for_each_row (results, variants, N_SIDES, read_again, &reading, error);
}

typedef struct
{
  double p;
  size_t place;
} Ranked;

static int
compare_ranked (const void *a, const void *b)
{
  const Ranked *first = a;
  const Ranked *second = b;
  if (first->p != second->p)
    return first->p < second->p ? -1 : 1;
  return first->place < second->place ? -1 : first->place > second->place;
}

/* Step-down over all m primary differences.  Those without a p cannot be rejected: they
 * stand at the end, and count. */
static void
adjust_holm (SimDifference *differences, size_t n, size_t m)
{
  g_autofree Ranked *ranked = g_new (Ranked, n);
  size_t n_ranked = 0;
  for (size_t i = 0; i < n; i++)
    if (differences[i].is_primary && !isnan (differences[i].p))
      ranked[n_ranked++] = (Ranked){ differences[i].p, i };
  qsort (ranked, n_ranked, sizeof *ranked, compare_ranked);

  double least = 0;
  for (size_t i = 0; i < n_ranked; i++)
    {
      double adjusted = MIN (1, (double) (m - i) * ranked[i].p);
      least = MAX (least, adjusted);
      differences[ranked[i].place].p_holm = least;
    }
}

static void
mark_primary (SimDifference *differences,
              const SimCatalogue *catalogue,
              const int *primary,
              int n_primary)
{
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    differences[i] = (SimDifference){ .is_primary = false };
  for (int i = 0; i < n_primary; i++)
    differences[primary[i]].is_primary = true;
}

bool
sim_comparison_paired (const SimResults *results,
                       int baseline,
                       const int *variants,
                       int n_variants,
                       const int *primary,
                       int n_primary,
                       double level,
                       SimDifference *differences,
                       GError **error)
{
  const SimCatalogue *catalogue = results->catalogue;
  size_t n_metrics = catalogue->n_metrics;
  size_t n = (size_t) n_variants * n_metrics;
  size_t m = (size_t) n_variants * (size_t) n_primary;
  double primary_level = m > 0 ? 1 - (1 - level) / (double) m : level;
  g_autofree SimDifference *found = g_new0 (SimDifference, n);
  g_autofree SimMetric *metrics = sim_units_metrics (catalogue);
  g_autofree Pair *pairs = g_new (Pair, n_metrics);
  g_autoptr (SimPooling) baseline_pooling = sim_pooling_new (catalogue);
  g_autoptr (SimPooling) variant_pooling = sim_pooling_new (catalogue);
  SimPooling *pooling[N_SIDES] = {
    [BASELINE] = baseline_pooling, [VARIANT] = variant_pooling
  };

  for (int v = 0; v < n_variants; v++)
    {
      g_return_val_if_fail (variants[v] != baseline, false);
      SimDifference *of_variant = found + (size_t) v * n_metrics;
      memset (pairs, 0, n_metrics * sizeof *pairs);
      sim_pooling_reset (baseline_pooling);
      if (!read_pairs (results, baseline, variants[v], metrics, pairs, error) ||
          !sim_pooling_read (baseline_pooling, results, baseline, NULL, error) ||
          !pool (pooling, results, baseline, variants[v], error))
        return false;
      mark_primary (of_variant, catalogue, primary, n_primary);
      for (size_t i = 0; i < n_metrics; i++)
        {
          const SimMetric *metric = &metrics[i];
          int64_t units =
              metric->kind == SIM_METRIC_QUANTILE
                  ? difference_of_quantiles (metric, &pairs[i], pooling, &of_variant[i])
                  : difference_of_pair (metric, &pairs[i], &of_variant[i]);
          finish (&of_variant[i], units, level, primary_level);
        }
    }
  adjust_holm (found, n, m);
  if (n > 0)
    memcpy (differences, found, n * sizeof *differences);
  return true;
}
