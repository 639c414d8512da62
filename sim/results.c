/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results: the catalogue of metrics, and the numbers of replications behind them. */
#include "sim/results.h"

#include <string.h>

/* The catalogue. */

SimCatalogue *
sim_catalogue_new (void)
{
  return g_new0 (SimCatalogue, 1);
}

void
sim_catalogue_free (SimCatalogue *catalogue)
{
  if (catalogue == NULL)
    return;
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    {
      SimMetric *metric = &catalogue->metrics[i];
      g_free (metric->name);
      g_free (metric->group);
      g_free (metric->unit);
      g_free (metric->summary);
    }
  for (size_t i = 0; i < catalogue->n_series; i++)
    {
      SimSeries *series = &catalogue->series[i];
      g_free (series->name);
      g_free (series->group);
      g_free (series->unit);
      g_free (series->axis);
    }
  g_free (catalogue->metrics);
  g_free (catalogue->series);
  g_free (catalogue);
}

int
sim_catalogue_add_column (SimCatalogue *catalogue)
{
  return (int) catalogue->n_columns++;
}

int
sim_catalogue_add_histogram (SimCatalogue *catalogue)
{
  return (int) catalogue->n_histograms++;
}

static bool
is_index (int index, size_t n)
{
  return index >= 0 && (size_t) index < n;
}

size_t
sim_catalogue_add_metric (SimCatalogue *catalogue, const SimMetric *metric)
{
  size_t n_columns = catalogue->n_columns;
  g_assert (is_index (metric->column, n_columns));
  g_assert (metric->kind != SIM_METRIC_RATIO ||
            is_index (metric->denominator, n_columns));
  g_assert (metric->kind != SIM_METRIC_QUANTILE ||
            is_index (metric->histogram, catalogue->n_histograms));

  size_t index = catalogue->n_metrics++;
  catalogue->metrics = g_renew (SimMetric, catalogue->metrics, catalogue->n_metrics);
  SimMetric *copy = &catalogue->metrics[index];
  *copy = *metric;
  copy->name = g_strdup (metric->name);
  copy->group = g_strdup (metric->group);
  copy->unit = g_strdup (metric->unit);
  copy->summary = g_strdup (metric->summary);
  return index;
}

size_t
sim_catalogue_add_series (SimCatalogue *catalogue, const SimSeries *series)
{
  size_t index = catalogue->n_series++;
  catalogue->series = g_renew (SimSeries, catalogue->series, catalogue->n_series);
  SimSeries *copy = &catalogue->series[index];
  *copy = *series;
  copy->name = g_strdup (series->name);
  copy->group = g_strdup (series->group);
  copy->unit = g_strdup (series->unit);
  copy->axis = g_strdup (series->axis);
  copy->offset = catalogue->n_points;
  catalogue->n_points += series->n_points;
  return index;
}

int
sim_catalogue_find_metric (const SimCatalogue *catalogue,
                           const char *name,
                           const char *group)
{
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    {
      const SimMetric *metric = &catalogue->metrics[i];
      if (strcmp (metric->name, name) == 0 && strcmp (metric->group, group) == 0)
        return (int) i;
    }
  return -1;
}

int
sim_catalogue_find_series (const SimCatalogue *catalogue,
                           const char *name,
                           const char *group)
{
  for (size_t i = 0; i < catalogue->n_series; i++)
    {
      const SimSeries *series = &catalogue->series[i];
      if (strcmp (series->name, name) == 0 && strcmp (series->group, group) == 0)
        return (int) i;
    }
  return -1;
}

/* Records. */

static void
zero (double *values, size_t n)
{
  if (n > 0)
    memset (values, 0, n * sizeof *values);
}

void
sim_record_init (SimRecord *record, const SimCatalogue *catalogue)
{
  *record = (SimRecord){
    .columns = g_new0 (double, catalogue->n_columns),
    .histograms = g_new0 (SimHistogram, catalogue->n_histograms),
    .series = g_new0 (double, catalogue->n_points),
    .series_base = g_new0 (double, catalogue->n_points),
  };
}

void
sim_record_reset (SimRecord *record, const SimCatalogue *catalogue)
{
  zero (record->columns, catalogue->n_columns);
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_histogram_reset (&record->histograms[i]);
  zero (record->series, catalogue->n_points);
  /* Only shares have denominators: what is never written takes no memory. */
  for (size_t i = 0; i < catalogue->n_series; i++)
    if (catalogue->series[i].kind != SIM_SERIES_MEAN)
      zero (record->series_base + catalogue->series[i].offset,
            catalogue->series[i].n_points);
  g_clear_pointer (&record->trace, sim_trace_free);
}

void
sim_record_clear (SimRecord *record, const SimCatalogue *catalogue)
{
  for (size_t i = 0; i < catalogue->n_histograms && record->histograms != NULL; i++)
    sim_histogram_clear_memory (&record->histograms[i]);
  g_clear_pointer (&record->trace, sim_trace_free);
  g_free (record->columns);
  g_free (record->histograms);
  g_free (record->series);
  g_free (record->series_base);
  *record = (SimRecord){ 0 };
}

/* Chunks. */

SimChunk *
sim_chunk_new (const SimCatalogue *catalogue)
{
  SimChunk *chunk = g_new0 (SimChunk, 1);
  chunk->columns = g_new0 (double, SIM_BLOCK * catalogue->n_columns);
  chunk->histograms = g_new0 (SimHistogram, catalogue->n_histograms);
  chunk->series = g_new0 (double, catalogue->n_points);
  chunk->series_square = g_new0 (double, catalogue->n_points);
  return chunk;
}

static void
free_traces (SimChunk *chunk)
{
  for (int i = 0; i < SIM_BLOCK; i++)
    g_clear_pointer (&chunk->traces[i], sim_trace_free);
}

void
sim_chunk_free (SimChunk *chunk, const SimCatalogue *catalogue)
{
  if (chunk == NULL)
    return;
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_histogram_clear_memory (&chunk->histograms[i]);
  free_traces (chunk);
  g_free (chunk->columns);
  g_free (chunk->histograms);
  g_free (chunk->series);
  g_free (chunk->series_square);
  g_free (chunk);
}

void
sim_chunk_reset (SimChunk *chunk,
                 const SimCatalogue *catalogue,
                 int variant,
                 int64_t first)
{
  g_assert (variant >= 0 && first >= 0 && first % SIM_BLOCK == 0);
  chunk->variant = variant;
  chunk->first = first;
  chunk->count = 0;
  zero (chunk->columns, SIM_BLOCK * catalogue->n_columns);
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_histogram_reset (&chunk->histograms[i]);
  zero (chunk->series, catalogue->n_points);
  zero (chunk->series_square, catalogue->n_points);
  free_traces (chunk);
}

static void
add_series (SimChunk *chunk, const SimSeries *series, const SimRecord *record)
{
  for (size_t i = series->offset; i < series->offset + series->n_points; i++)
    {
      double value = record->series[i];
      chunk->series[i] += value;
      chunk->series_square[i] +=
          series->kind == SIM_SERIES_MEAN ? value * value : record->series_base[i];
    }
}

void
sim_chunk_add (SimChunk *chunk, const SimCatalogue *catalogue, SimRecord *record)
{
  g_assert (chunk->count < SIM_BLOCK);
  size_t n_columns = catalogue->n_columns;
  if (n_columns > 0)
    memcpy (chunk->columns + (size_t) chunk->count * n_columns, record->columns,
            n_columns * sizeof *record->columns);
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_histogram_merge (&chunk->histograms[i], &record->histograms[i]);
  for (size_t i = 0; i < catalogue->n_series; i++)
    add_series (chunk, &catalogue->series[i], record);
  chunk->traces[chunk->count] = g_steal_pointer (&record->trace);
  chunk->count++;
}

/* Results in memory. */

void
sim_results_free (SimResults *results)
{
  if (results != NULL)
    results->free (results);
}

/* chunks[v] holds the blocks of variant v in the order of their replications. */
typedef struct
{
  SimResults results;
  GPtrArray **chunks;
} MemoryResults;

/* Returns: the place of the first chunk of @variant that begins at or after @first */
static guint
find_block (const MemoryResults *memory, int variant, int64_t first)
{
  const GPtrArray *chunks = memory->chunks[variant];
  guint low = 0;
  guint high = chunks->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const SimChunk *chunk = chunks->pdata[middle];
      if (chunk->first < first)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static const SimChunk *
get_block (const MemoryResults *memory, int variant, int64_t first)
{
  guint place = find_block (memory, variant, first);
  if (place == memory->chunks[variant]->len)
    return NULL;
  const SimChunk *chunk = memory->chunks[variant]->pdata[place];
  return chunk->first == first ? chunk : NULL;
}

static bool
memory_for_each_row (const SimResults *results,
                     const int *variants,
                     int n_variants,
                     SimRowFunc func,
                     gpointer data,
                     G_GNUC_UNUSED GError **error)
{
  const MemoryResults *memory = (const MemoryResults *) results;
  size_t n_columns = results->catalogue->n_columns;
  g_autofree const SimChunk **chunks = g_new (const SimChunk *, n_variants);
  g_autofree const double **rows = g_new (const double *, n_variants);

  for (int64_t first = 0; first < results->n_replications; first += SIM_BLOCK)
    {
      int count = SIM_BLOCK;
      for (int v = 0; v < n_variants; v++)
        {
          chunks[v] = get_block (memory, variants[v], first);
          count = MIN (count, chunks[v] != NULL ? chunks[v]->count : 0);
        }
      for (int i = 0; i < count; i++)
        {
          for (int v = 0; v < n_variants; v++)
            rows[v] = chunks[v]->columns + (size_t) i * n_columns;
          if (!func (first + i, rows, data))
            return true;
        }
    }
  return true;
}

static bool
memory_for_each_chunk (const SimResults *results,
                       int variant,
                       SimChunkFunc func,
                       gpointer data,
                       G_GNUC_UNUSED GError **error)
{
  const MemoryResults *memory = (const MemoryResults *) results;
  const GPtrArray *chunks = memory->chunks[variant];
  for (guint i = 0; i < chunks->len; i++)
    if (!func (chunks->pdata[i], data))
      break;
  return true;
}

static void
memory_free (SimResults *results)
{
  MemoryResults *memory = (MemoryResults *) results;
  for (int v = 0; v < results->n_variants; v++)
    {
      for (guint i = 0; i < memory->chunks[v]->len; i++)
        sim_chunk_free (memory->chunks[v]->pdata[i], results->catalogue);
      g_ptr_array_free (memory->chunks[v], TRUE);
    }
  g_free (memory->chunks);
  g_free (memory);
}

SimResults *
sim_results_memory_new (const SimCatalogue *catalogue, int n_variants)
{
  MemoryResults *memory = g_new0 (MemoryResults, 1);
  memory->results = (SimResults){
    .catalogue = catalogue,
    .n_variants = n_variants,
    .for_each_row = memory_for_each_row,
    .for_each_chunk = memory_for_each_chunk,
    .free = memory_free,
  };
  memory->chunks = g_new (GPtrArray *, n_variants);
  for (int v = 0; v < n_variants; v++)
    memory->chunks[v] = g_ptr_array_new ();
  return &memory->results;
}

static SimChunk *
copy_chunk (const SimChunk *chunk, const SimCatalogue *catalogue)
{
  SimChunk *copy = sim_chunk_new (catalogue);
  copy->variant = chunk->variant;
  copy->first = chunk->first;
  copy->count = chunk->count;
  if (catalogue->n_columns > 0)
    memcpy (copy->columns, chunk->columns,
            (size_t) chunk->count * catalogue->n_columns * sizeof *copy->columns);
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_histogram_merge (&copy->histograms[i], &chunk->histograms[i]);
  if (catalogue->n_points > 0)
    {
      memcpy (copy->series, chunk->series, catalogue->n_points * sizeof *copy->series);
      memcpy (copy->series_square, chunk->series_square,
              catalogue->n_points * sizeof *copy->series_square);
    }
  return copy;
}

void
sim_results_memory_add (SimResults *results, const SimChunk *chunk)
{
  MemoryResults *memory = (MemoryResults *) results;
  g_return_if_fail (chunk->variant >= 0 && chunk->variant < results->n_variants);
  SimChunk *copy = copy_chunk (chunk, results->catalogue);
  GPtrArray *chunks = memory->chunks[chunk->variant];
  guint place = find_block (memory, chunk->variant, chunk->first);
  if (get_block (memory, chunk->variant, chunk->first) != NULL)
    {
      sim_chunk_free (chunks->pdata[place], results->catalogue);
      chunks->pdata[place] = copy;
    }
  else
    g_ptr_array_insert (chunks, (int) place, copy);
  results->n_replications = MAX (results->n_replications, chunk->first + chunk->count);
}
