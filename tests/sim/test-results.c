/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/results.h. */
#include "tests/support/assert.h"

#include "sim/results.h"

#include <string.h>

/* Two columns, one histogram, a mean series of two points and a share series of one. */
static SimCatalogue *
make_catalogue (void)
{
  SimCatalogue *catalogue = sim_catalogue_new ();
  int infused = sim_catalogue_add_column (catalogue);
  int eligible = sim_catalogue_add_column (catalogue);
  sim_catalogue_add_histogram (catalogue);
  SimMetric count = {
    .name = (char *) "infused",
    .group = (char *) "all",
    .unit = (char *) "patients",
    .kind = SIM_METRIC_MEAN,
    .column = infused,
    .denominator = -1,
    .histogram = -1,
  };
  SimMetric share = {
    .name = (char *) "infused-share",
    .group = (char *) "A",
    .unit = (char *) "1",
    .kind = SIM_METRIC_RATIO,
    .column = infused,
    .denominator = eligible,
    .histogram = -1,
  };
  sim_catalogue_add_metric (catalogue, &count);
  sim_catalogue_add_metric (catalogue, &share);
  SimSeries mean = {
    .name = (char *) "infused",
    .group = (char *) "all",
    .axis = (char *) "month",
    .kind = SIM_SERIES_MEAN,
    .n_points = 2,
  };
  SimSeries chance = {
    .name = (char *) "harvest-chance",
    .group = (char *) "all",
    .axis = (char *) "referral-day",
    .kind = SIM_SERIES_SHARE,
    .n_points = 1,
  };
  sim_catalogue_add_series (catalogue, &mean);
  sim_catalogue_add_series (catalogue, &chance);
  return catalogue;
}

static void
catalogue_finds_by_name_and_group (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  assert_int_equal (sim_catalogue_find_metric (catalogue, "infused", "all"), 0);
  assert_int_equal (sim_catalogue_find_metric (catalogue, "infused-share", "A"), 1);
  assert_int_equal (sim_catalogue_find_metric (catalogue, "infused", "A"), -1);
  assert_int_equal (sim_catalogue_find_series (catalogue, "harvest-chance", "all"), 1);
  assert_int_equal (sim_catalogue_find_series (catalogue, "harvest-chance", "B"), -1);
  assert_int_equal (catalogue->series[1].offset, 2);
  assert_int_equal (catalogue->n_points, 3);
  assert_int_equal (catalogue->n_columns, 2);
  assert_int_equal (catalogue->n_histograms, 1);
}

/* Fills @record as replication @r of variant @v would, so that every number is its own.
 */
static void
fill (SimRecord *record, int variant, int64_t replication)
{
  double base = 100.0 * variant + (double) replication;
  record->columns[0] = base;
  record->columns[1] = base + 0.5;
  sim_histogram_add (&record->histograms[0], replication * SIM_HOUR);
  record->series[0] = base;
  record->series[1] = 2;
  record->series[2] = 3;
  record->series_base[2] = 4;
}

static void
add_block (SimResults *results, int variant, int64_t first, int count)
{
  SimRecord record;
  SimChunk *chunk = sim_chunk_new (results->catalogue);
  sim_record_init (&record, results->catalogue);
  sim_chunk_reset (chunk, results->catalogue, variant, first);
  for (int i = 0; i < count; i++)
    {
      sim_record_reset (&record, results->catalogue);
      fill (&record, variant, first + i);
      sim_chunk_add (chunk, results->catalogue, &record);
    }
  sim_results_memory_add (results, chunk);
  sim_record_clear (&record, results->catalogue);
  sim_chunk_free (chunk, results->catalogue);
}

static bool
note_row (int64_t replication, const double *const *rows, gpointer data)
{
  g_string_append_printf (data, "%d:%g/%g ", (int) replication, rows[0][0], rows[0][1]);
  return true;
}

static bool
note_pair (int64_t replication, const double *const *rows, gpointer data)
{
  g_string_append_printf (data, "%d:%g,%g ", (int) replication, rows[0][0], rows[1][0]);
  return true;
}

static bool
note_three (int64_t replication, const double *const *rows, gpointer data)
{
  note_row (replication, rows, data);
  return replication < 2;
}

static bool
note_chunk (const SimChunk *chunk, gpointer data)
{
  g_string_append_printf (data, "%d+%d:%g,%g,%g,%g ", (int) chunk->first, chunk->count,
                          chunk->series[0], chunk->series_square[0], chunk->series[2],
                          chunk->series_square[2]);
  return true;
}

static void
rows_come_in_order_whatever_the_order_of_chunks (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 2);
  g_autoptr (GString) text = g_string_new (NULL);
  const int variants[] = { 1 };
  add_block (results, 1, 4, 2);
  add_block (results, 1, 0, 4);
  assert_int_equal (results->n_replications, 6);
  assert_true (results->for_each_row (results, variants, 1, note_row, text, NULL));
  assert_string_equal (text->str, "0:100/100.5 1:101/101.5 2:102/102.5 3:103/103.5 "
                                  "4:104/104.5 5:105/105.5 ");
}

static void
pairs_are_of_replications_that_both_have (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 2);
  g_autoptr (GString) text = g_string_new (NULL);
  const int variants[] = { 1, 0 };
  add_block (results, 0, 0, 4);
  add_block (results, 0, 8, 4);
  add_block (results, 1, 4, 4);
  add_block (results, 1, 8, 1);
  assert_true (results->for_each_row (results, variants, 2, note_pair, text, NULL));
  assert_string_equal (text->str, "8:108,8 ");
}

static void
reading_stops_when_asked (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 1);
  g_autoptr (GString) text = g_string_new (NULL);
  const int variants[] = { 0 };
  add_block (results, 0, 0, 4);
  assert_true (results->for_each_row (results, variants, 1, note_three, text, NULL));
  assert_string_equal (text->str, "0:0/0.5 1:1/1.5 2:2/2.5 ");
}

static void
chunks_add_up_series_by_kind (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 1);
  g_autoptr (GString) text = g_string_new (NULL);
  add_block (results, 0, 4, 2);
  add_block (results, 0, 0, 4);
  /* Mean series: 0+1+2+3 = 6, squares 0+1+4+9 = 14; then 4+5 = 9, 16+25 = 41.
   * Share series: 3 of 4 a replication. */
  assert_true (results->for_each_chunk (results, 0, note_chunk, text, NULL));
  assert_string_equal (text->str, "0+4:6,14,12,16 4+2:9,41,6,8 ");
}

static void
block_that_comes_again_replaces_the_first (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 1);
  g_autoptr (GString) text = g_string_new (NULL);
  add_block (results, 0, 0, 2);
  add_block (results, 0, 0, 4);
  assert_int_equal (results->n_replications, 4);
  assert_true (results->for_each_chunk (results, 0, note_chunk, text, NULL));
  assert_string_equal (text->str, "0+4:6,14,12,16 ");
}

static void
chunk_takes_over_the_trace (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  SimChunk *chunk = sim_chunk_new (catalogue);
  SimRecord record;
  sim_record_init (&record, catalogue);
  sim_chunk_reset (chunk, catalogue, 0, 0);
  sim_chunk_add (chunk, catalogue, &record);
  SimTrace *trace = sim_trace_new ();
  record.trace = trace;
  sim_chunk_add (chunk, catalogue, &record);
  assert_null (record.trace);
  assert_null (chunk->traces[0]);
  assert_ptr_equal (chunk->traces[1], trace);
  sim_chunk_reset (chunk, catalogue, 0, 4);
  assert_null (chunk->traces[1]);
  sim_record_clear (&record, catalogue);
  sim_chunk_free (chunk, catalogue);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (catalogue_finds_by_name_and_group),
    cmocka_unit_test (rows_come_in_order_whatever_the_order_of_chunks),
    cmocka_unit_test (pairs_are_of_replications_that_both_have),
    cmocka_unit_test (reading_stops_when_asked),
    cmocka_unit_test (chunks_add_up_series_by_kind),
    cmocka_unit_test (block_that_comes_again_replaces_the_first),
    cmocka_unit_test (chunk_takes_over_the_trace),
  };
  return cmocka_run_group_tests_name ("sim-results", tests, NULL, NULL);
}
