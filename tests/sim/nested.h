/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results in memory for tests of nested replications: a mean, a ratio and a median. */
#pragma once

#include "tests/support/assert.h"

#include "sim/confidence.h"

/* Metrics: mean of column 0, ratio of columns 0 and 1, median of the histogram, whose own
 * column is 2. */
enum
{
  NESTED_MEAN,
  NESTED_RATIO,
  NESTED_MEDIAN,
  NESTED_N_METRICS
};

static inline SimCatalogue *
nested_catalogue_new (int64_t draw_replications)
{
  SimCatalogue *catalogue = sim_catalogue_new ();
  for (int i = 0; i < 3; i++)
    sim_catalogue_add_column (catalogue);
  sim_catalogue_add_histogram (catalogue);
  const SimMetric metrics[NESTED_N_METRICS] = {
    [NESTED_MEAN] = { .kind = SIM_METRIC_MEAN, .column = 0 },
    [NESTED_RATIO] = { .kind = SIM_METRIC_RATIO, .column = 0, .denominator = 1 },
    [NESTED_MEDIAN] = { .kind = SIM_METRIC_QUANTILE, .column = 2, .probability = 0.5 },
  };
  for (int i = 0; i < NESTED_N_METRICS; i++)
    sim_catalogue_add_metric (catalogue, &metrics[i]);
  catalogue->draw_replications = draw_replications;
  return catalogue;
}

/* Fills @record for replication @replication of a test's model. */
typedef void (*NestedFill) (SimRecord *record, int64_t replication, gconstpointer data);

/* Adds replications [first, end) of @variant; @first begins a block. */
static inline void
nested_add (SimResults *results,
            int variant,
            int64_t first,
            int64_t end,
            NestedFill fill,
            gconstpointer data)
{
  const SimCatalogue *catalogue = results->catalogue;
  SimChunk *chunk = sim_chunk_new (catalogue);
  SimRecord record;
  sim_record_init (&record, catalogue);
  for (; first < end; first += SIM_BLOCK)
    {
      sim_chunk_reset (chunk, catalogue, variant, first);
      for (int64_t r = first; r < MIN (first + SIM_BLOCK, end); r++)
        {
          sim_record_reset (&record, catalogue);
          fill (&record, r, data);
          record.columns[2] = sim_histogram_quantile (&record.histograms[0], 0.5);
          sim_chunk_add (chunk, catalogue, &record);
        }
      sim_results_memory_add (results, chunk);
    }
  sim_record_clear (&record, catalogue);
  sim_chunk_free (chunk, catalogue);
}

static inline SimResults *
nested_results_new (const SimCatalogue *catalogue,
                    int64_t n,
                    NestedFill fill,
                    gconstpointer data)
{
  SimResults *results = sim_results_memory_new (catalogue, 1);
  nested_add (results, 0, 0, n, fill, data);
  return results;
}

/* @data: rows of two columns. */
static inline void
nested_fill_columns (SimRecord *record, int64_t replication, gconstpointer data)
{
  const double *row = (const double *) data + 2 * replication;
  record->columns[0] = row[0];
  record->columns[1] = row[1];
}
