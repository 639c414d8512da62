/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: the replications gathered into what intervals are taken over. */
#include "sim/units.h"

#include <math.h>

static bool
is_nested (const SimCatalogue *catalogue)
{
  return catalogue->draw_replications > 1;
}

typedef struct
{
  SimUnitFunc func;
  gpointer data;
  int64_t draw_replications;
  size_t n_columns;
  int n_variants;
  int64_t draw; /* under way; -1: none */
  int64_t count;
  double **sums; /* a variant, n_columns + 1 */
  bool is_stopped;
} Gathering;

static bool
pass_on (G_GNUC_UNUSED int64_t replication, const double *const *rows, gpointer data)
{
  Gathering *gathering = data;
  return gathering->func (1, rows, gathering->data);
}

static void
flush (Gathering *gathering)
{
  if (gathering->count == 0 || gathering->is_stopped)
    return;
  for (int v = 0; v < gathering->n_variants; v++)
    gathering->sums[v][gathering->n_columns] = (double) gathering->count;
  gathering->is_stopped = !gathering->func (
      gathering->count, (const double *const *) gathering->sums, gathering->data);
  gathering->count = 0;
}

static bool
gather (int64_t replication, const double *const *rows, gpointer data)
{
  Gathering *gathering = data;
  int64_t draw = replication / gathering->draw_replications;
  if (draw != gathering->draw)
    {
      flush (gathering);
      gathering->draw = draw;
      for (int v = 0; v < gathering->n_variants; v++)
        for (size_t i = 0; i < gathering->n_columns; i++)
          gathering->sums[v][i] = NAN;
    }
  /* NaN is a replication that has no such number, a quantile of nobody. */
  for (int v = 0; v < gathering->n_variants; v++)
    for (size_t i = 0; i < gathering->n_columns; i++)
      if (isnan (gathering->sums[v][i]))
        gathering->sums[v][i] = rows[v][i];
      else if (!isnan (rows[v][i]))
        gathering->sums[v][i] += rows[v][i];
  gathering->count++;
  return !gathering->is_stopped;
}

bool
sim_units_for_each_row (const SimResults *results,
                        const int *variants,
                        int n_variants,
                        SimUnitFunc func,
                        gpointer data,
                        GError **error)
{
  const SimCatalogue *catalogue = results->catalogue;
  Gathering gathering = {
    .func = func,
    .data = data,
    .draw_replications = catalogue->draw_replications,
    .n_columns = catalogue->n_columns,
    .n_variants = n_variants,
    .draw = -1,
  };
  if (!is_nested (catalogue))
    return results->for_each_row (results, variants, n_variants, pass_on, &gathering,
                                  error);
  gathering.sums = g_new (double *, n_variants);
  for (int v = 0; v < n_variants; v++)
    gathering.sums[v] = g_new (double, catalogue->n_columns + 1);
  bool is_read =
      results->for_each_row (results, variants, n_variants, gather, &gathering, error);
  if (is_read)
    flush (&gathering);
  for (int v = 0; v < n_variants; v++)
    g_free (gathering.sums[v]);
  g_free (gathering.sums);
  return is_read;
}

SimMetric *
sim_units_metrics (const SimCatalogue *catalogue)
{
  SimMetric *metrics = g_new (SimMetric, catalogue->n_metrics + 1);
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    {
      metrics[i] = catalogue->metrics[i];
      if (is_nested (catalogue) && metrics[i].kind == SIM_METRIC_MEAN)
        {
          metrics[i].kind = SIM_METRIC_RATIO;
          metrics[i].denominator = (int) catalogue->n_columns;
        }
    }
  return metrics;
}

int64_t
sim_units_block_count (const SimCatalogue *catalogue)
{
  int64_t draw = catalogue->draw_replications;
  if (!is_nested (catalogue))
    return 1;
  int64_t common = draw % SIM_BLOCK == 0 ? SIM_BLOCK : draw % 2 == 0 ? 2 : 1;
  G_STATIC_ASSERT (SIM_BLOCK == 4);
  return draw / common;
}
