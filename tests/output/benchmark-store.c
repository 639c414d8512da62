/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast replications are stored, read again, and written as tables. */
#include "output/tables.h"

#include <stdio.h>
#include <sys/stat.h>

#include "tests/support/synthetic-run.h"

#define REPLICATIONS 10000
/* The size of early-supply.xml: most columns are counts, a third times and volumes. */
#define COLUMNS    300
#define HISTOGRAMS 12
#define SERIES     12
#define MONTHS     36

static SimCatalogue *
new_catalogue (void)
{
  SimCatalogue *catalogue = sim_catalogue_new ();
  SimMetric mean = { .kind = SIM_METRIC_MEAN, .denominator = -1, .histogram = -1 };
  for (int i = 0; i < COLUMNS; i++)
    {
      g_autofree char *name = g_strdup_printf ("column-%d", i);
      mean.column = sim_catalogue_add_column (catalogue);
      synthetic_add_metric (catalogue, name, "all", "patients", mean);
    }
  for (int i = 0; i < HISTOGRAMS; i++)
    sim_catalogue_add_histogram (catalogue);
  for (int i = 0; i < SERIES; i++)
    synthetic_add_series (catalogue, "series", "all", "month", SIM_SERIES_MEAN, MONTHS);
  return catalogue;
}

static void
fill (SimRecord *record, int64_t replication)
{
  for (int i = 0; i < COLUMNS; i++)
    {
      double count = (double) ((replication * 7919 + i * 104729) % 500);
      record->columns[i] = i % 3 == 2 ? count / 7 : count;
    }
  for (int i = 0; i < HISTOGRAMS; i++)
    for (int k = 0; k < 100; k++)
      sim_histogram_add (&record->histograms[i],
                         (replication * 31 + k * 7919) % 1000 * SIM_HOUR);
  for (int i = 0; i < SERIES * MONTHS; i++)
    record->series[i] = (double) ((replication + i) % 40);
}

static double
elapsed (int64_t *begin)
{
  int64_t now = g_get_monotonic_time ();
  double seconds = (double) (now - *begin) / G_USEC_PER_SEC;
  *begin = now;
  return seconds;
}

static bool
add_all (OutputStore *store, const SimCatalogue *catalogue, double *ret_seconds)
{
  SimChunk *chunk = sim_chunk_new (catalogue);
  SimRecord record;
  sim_record_init (&record, catalogue);
  bool is_added = true;
  *ret_seconds = 0;
  for (int64_t first = 0; first < REPLICATIONS && is_added; first += SIM_BLOCK)
    {
      sim_chunk_reset (chunk, catalogue, 0, first);
      for (int i = 0; i < SIM_BLOCK; i++)
        {
          sim_record_reset (&record, catalogue);
          fill (&record, first + i);
          sim_chunk_add (chunk, catalogue, &record);
        }
      int64_t begin = g_get_monotonic_time ();
      is_added = output_store_add_chunk (store, chunk, NULL);
      *ret_seconds += elapsed (&begin);
    }
  sim_record_clear (&record, catalogue);
  sim_chunk_free (chunk, catalogue);
  return is_added;
}

int
main (void)
{
  g_autofree char *directory = synthetic_directory_new ();
  g_autoptr (SimCatalogue) catalogue = new_catalogue ();
  OutputRun run = synthetic_run (REPLICATIONS, 0);
  run.n_variants = 1;
  OutputStore *store =
      output_store_new (directory, &run, catalogue, OUTPUT_STORE_CAREFUL, NULL, NULL);
  double adding;
  if (!store || !add_all (store, catalogue, &adding))
    return 1;
  int64_t begin = g_get_monotonic_time ();
  bool is_written = output_tables_write_replications (store, NULL);
  double replications = elapsed (&begin);
  is_written = is_written && output_tables_write_summary (store, NULL);
  double summary = elapsed (&begin);
  is_written = is_written && output_store_finish (store, NULL);
  double finishing = elapsed (&begin);
  output_store_free (store);
  begin = g_get_monotonic_time ();
  store = output_store_open (directory, NULL);
  double opening = elapsed (&begin);
  output_store_free (store);
  struct stat status;
  g_autofree char *path = g_build_filename (directory, OUTPUT_STORE_NAME, NULL);
  is_written = is_written && stat (path, &status) == 0;
  printf (
      "%d replications of %d columns: add %.3f s, finish %.3f s, open and check %.3f s, "
      "replications.csv %.3f s, summary.csv %.3f s; %.0f bytes a replication\n",
      REPLICATIONS, COLUMNS, adding, finishing, opening, replications, summary,
      (double) status.st_size / REPLICATIONS);
  synthetic_directory_remove (directory);
  return is_written && store ? 0 : 1;
}
