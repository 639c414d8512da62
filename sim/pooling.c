/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pooling: histograms of many blocks, and their quantiles with a group left out. */
#include "sim/pooling.h"

#include "sim/units.h"

#include <math.h>
#include <string.h>

struct SimPooling
{
  const SimCatalogue *catalogue;
  bool has_quantiles;
  SimHistogram *groups; /* [histogram][group] */
  int64_t unit_blocks;  /* that stay in one group */
  GByteArray *blocks;   /* a bit for each block taken */
};

SimPooling *
sim_pooling_new (const SimCatalogue *catalogue)
{
  SimPooling *pooling = g_new0 (SimPooling, 1);
  pooling->catalogue = catalogue;
  pooling->unit_blocks = sim_units_block_count (catalogue);
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    if (catalogue->metrics[i].kind == SIM_METRIC_QUANTILE)
      pooling->has_quantiles = true;
  pooling->groups = g_new0 (SimHistogram, catalogue->n_histograms * SIM_JACKKNIFE_GROUPS);
  pooling->blocks = g_byte_array_new ();
  return pooling;
}

void
sim_pooling_free (SimPooling *pooling)
{
  if (pooling == NULL)
    return;
  size_t n_groups = pooling->catalogue->n_histograms * SIM_JACKKNIFE_GROUPS;
  for (size_t i = 0; i < n_groups; i++)
    sim_histogram_clear_memory (&pooling->groups[i]);
  g_free (pooling->groups);
  g_byte_array_unref (pooling->blocks);
  g_free (pooling);
}

void
sim_pooling_reset (SimPooling *pooling)
{
  size_t n_groups = pooling->catalogue->n_histograms * SIM_JACKKNIFE_GROUPS;
  for (size_t i = 0; i < n_groups; i++)
    sim_histogram_reset (&pooling->groups[i]);
  g_byte_array_set_size (pooling->blocks, 0);
}

static bool
has_block (const SimPooling *pooling, int64_t block)
{
  return block / 8 < pooling->blocks->len &&
         (pooling->blocks->data[block / 8] >> (block % 8) & 1) != 0;
}

static void
mark_block (SimPooling *pooling, int64_t block)
{
  guint length = pooling->blocks->len;
  guint needed = (guint) (block / 8) + 1;
  if (needed > length)
    {
      g_byte_array_set_size (pooling->blocks, needed);
      memset (pooling->blocks->data + length, 0, needed - length);
    }
  pooling->blocks->data[block / 8] |= (guint8) (1u << (block % 8));
}

typedef struct
{
  SimPooling *pooling;
  const SimPooling *only;
} Reading;

static bool
read_chunk (const SimChunk *chunk, gpointer data)
{
  Reading *reading = data;
  SimPooling *pooling = reading->pooling;
  int64_t block = chunk->first / SIM_BLOCK;
  if (reading->only != NULL && !has_block (reading->only, block))
    return true;
  mark_block (pooling, block);
  size_t group = (size_t) (block / pooling->unit_blocks % SIM_JACKKNIFE_GROUPS);
  for (size_t h = 0; h < pooling->catalogue->n_histograms; h++)
    sim_histogram_merge (&pooling->groups[h * SIM_JACKKNIFE_GROUPS + group],
                         &chunk->histograms[h]);
  return true;
}

bool
sim_pooling_read (SimPooling *pooling,
                  const SimResults *results,
                  int variant,
                  const SimPooling *only,
                  GError **error)
{
  if (!pooling->has_quantiles)
    return true;
  Reading reading = { pooling, only };
  return results->for_each_chunk (results, variant, read_chunk, &reading, error);
}

bool
sim_pooling_is_like (const SimPooling *a, const SimPooling *b)
{
  return a->blocks->len == b->blocks->len &&
         (a->blocks->len == 0 ||
          memcmp (a->blocks->data, b->blocks->data, a->blocks->len) == 0);
}

/* The quantile of @counts less those of @group. */
static double
quantile_without (int64_t *counts, size_t n_counts, const SimHistogram *group, double p)
{
  for (uint32_t bin = 0; bin < group->used; bin++)
    counts[bin] -= group->bins[bin];
  double quantile = sim_histogram_counts_quantile (counts, n_counts, p);
  for (uint32_t bin = 0; bin < group->used; bin++)
    counts[bin] += group->bins[bin];
  return quantile;
}

double
sim_pooling_quantile (const SimPooling *pooling,
                      const SimMetric *metric,
                      double without[SIM_JACKKNIFE_GROUPS])
{
  const SimHistogram *groups =
      pooling->groups + (size_t) metric->histogram * SIM_JACKKNIFE_GROUPS;
  size_t n_counts = 0;
  for (int g = 0; g < SIM_JACKKNIFE_GROUPS; g++)
    n_counts = MAX (n_counts, groups[g].used);
  g_autofree int64_t *counts = g_new0 (int64_t, n_counts);
  for (int g = 0; g < SIM_JACKKNIFE_GROUPS; g++)
    for (uint32_t bin = 0; bin < groups[g].used; bin++)
      counts[bin] += groups[g].bins[bin];

  for (int g = 0; g < SIM_JACKKNIFE_GROUPS; g++)
    without[g] = groups[g].count == 0 ? NAN
                                      : quantile_without (counts, n_counts, &groups[g],
                                                          metric->probability);
  return sim_histogram_counts_quantile (counts, n_counts, metric->probability);
}
