/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is stored comes back, in order. */
#include <string.h>

#include "output/error.h"
#include "tests/output/stores.h"

static void
rows_come_back_in_order_whatever_the_order_of_arrival (void **state)
{
  SyntheticFixture *fixture = *state;
  static const int both[] = { 0, 1 };
  OutputStore *store = new_store (fixture, 10, 0);
  /* 10 replications are blocks of 4, 4 and 2; the second variant's come first. */
  static const int order[][2] = { { 1, 8 }, { 1, 0 }, { 0, 4 },
                                  { 0, 8 }, { 1, 4 }, { 0, 0 } };
  for (size_t i = 0; i < G_N_ELEMENTS (order); i++)
    {
      assert_false (output_store_is_done (store, order[i][0], order[i][1]));
      assert_true (synthetic_add (store, order[i][0], order[i][1], NULL));
      assert_true (output_store_is_done (store, order[i][0], order[i][1]));
    }
  for (int reopened = 0; reopened < 2; reopened++)
    {
      RowCheck check = { 0 };
      g_autoptr (SimResults) results = output_store_results (store);
      assert_int_equal (results->n_replications, 10);
      assert_true (results->for_each_row (results, both, 2, check_row, &check, NULL));
      assert_int_equal (check.next, 10);
      if (reopened)
        break;
      finish (store);
      output_store_free (store);
      store = output_store_open (fixture->directory, NULL);
      assert_non_null (store);
      assert_true (output_store_is_finished (store));
    }
  output_store_free (store);
  g_autofree char *text = dump_directory (fixture->directory, NULL);
  g_autofree char *expected = expected_dump (10, 0);
  assert_string_equal (text, expected);
}

static bool
sum_chunk (const SimChunk *chunk, gpointer data)
{
  double *sums = data;
  assert_true ((double) chunk->first >= sums[3]);
  sums[0] += chunk->count;
  sums[1] += chunk->series[0];
  sums[2] += chunk->series_square[0];
  sums[3] = (double) chunk->first;
  /* Replication r waited r + 1 hours: bin r + 1, once. */
  for (int i = 0; i < chunk->count; i++)
    assert_int_equal (chunk->histograms[0].bins[chunk->first + i + 1], 1);
  assert_int_equal (chunk->histograms[0].count, chunk->count);
  return true;
}

static void
blocks_come_back_with_histograms_and_series (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autoptr (OutputStore) store = new_store (fixture, 10, 0);
  synthetic_complete (store);
  g_autoptr (SimResults) results = output_store_results (store);
  double sums[4] = { 0 };
  assert_true (results->for_each_chunk (results, 0, sum_chunk, sums, NULL));
  assert_near (sums[0], 10, 0.0);
  assert_near (sums[1], 55, 0.0);  /* 1 + ... + 10 */
  assert_near (sums[2], 385, 0.0); /* 1 + 4 + ... + 100 */
}

static void
description_comes_back (void **state)
{
  SyntheticFixture *fixture = *state;
  OutputStore *writer = new_store (fixture, 2, 0);
  synthetic_complete (writer);
  finish (writer);
  output_store_free (writer);
  g_autoptr (OutputStore) store = output_store_open (fixture->directory, NULL);
  const OutputRun *run = output_store_run (store);
  OutputRun expected = synthetic_run (2, 0);
  assert_string_equal (run->command, expected.command);
  assert_string_equal (run->version, expected.version);
  assert_string_equal (run->digest, expected.digest);
  assert_true (run->seed == expected.seed);
  assert_near (run->confidence, 0.95, 0.0);
  assert_int_equal (run->baseline, 0);
  assert_int_equal (run->n_primary, 1);
  assert_int_equal (run->primary[0], 0);
  assert_int_equal (run->n_variants, 2);
  assert_string_equal (run->variants[0].title_ja, "先着順");
  assert_null (run->variants[1].title);
  assert_int_equal (run->n_parameters, 2);
  assert_string_equal (run->parameters[0].source, "Guideline section 1");
  assert_null (run->parameters[1].unit);
  assert_int_equal (run->n_facts, 3);
  assert_string_equal (run->facts[2].key, "start");
  const SimCatalogue *catalogue = output_store_catalogue (store);
  assert_int_equal (catalogue->n_columns, SYNTHETIC_COLUMNS);
  assert_int_equal (catalogue->n_points, 3);
  assert_int_equal (sim_catalogue_find_metric (catalogue, "wait.p50", "A"), 2);
  assert_near (catalogue->metrics[2].probability, 0.5, 0.0);
  assert_int_equal (catalogue->series[1].offset, 2);
  assert_string_equal (catalogue->series[0].axis, "month");
}

static void
traces_come_back (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autoptr (OutputStore) store = new_store (fixture, 10, 6);
  synthetic_complete (store);
  for (int64_t replication = 0; replication < 6; replication++)
    assert_int_equal (output_store_next_trace (store, 1, replication), replication);
  assert_int_equal (output_store_next_trace (store, 1, 6), -1);
  for (int64_t replication = 0; replication < 6; replication++)
    {
      g_autoptr (SimTrace) expected = synthetic_trace_new (1, replication);
      g_autoptr (SimTrace) trace =
          output_store_trace (store, 1, replication, OUTPUT_TRACE_WHOLE, NULL);
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) expected_text = g_string_new (NULL);
      append_trace (text, trace);
      append_trace (expected_text, expected);
      assert_string_equal (text->str, expected_text->str);
    }
  g_autoptr (SimTrace) drawing =
      output_store_trace (store, 0, 0, OUTPUT_TRACE_DRAWING, NULL);
  assert_non_null (drawing->patients);
  assert_null (drawing->rankings);
  g_autoptr (GError) error = NULL;
  assert_null (output_store_trace (store, 0, 6, OUTPUT_TRACE_WHOLE, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA));
}

static void
unfinished_run_cannot_be_finished (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autoptr (OutputStore) store = new_store (fixture, 10, 0);
  assert_true (synthetic_add (store, 0, 0, NULL));
  g_autoptr (GError) error = NULL;
  assert_false (output_store_finish (store, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA));
  assert_true (
      g_str_has_suffix (error->message, ": replication 4 of rule 'fcfs' is missing"));
}

static void
finished_store_is_one_file (void **state)
{
  SyntheticFixture *fixture = *state;
  g_autoptr (OutputStore) store = new_store (fixture, 10, 1);
  synthetic_complete (store);
  finish (store);
  assert_is_one_file (fixture);
}

static void
more_replications_replace_the_block_that_was_cut_short (void **state)
{
  SyntheticFixture *fixture = *state;
  OutputStore *store = new_store (fixture, 6, 0);
  synthetic_complete (store);
  assert_true (output_store_set_replications (store, 12, NULL));
  /* The block of 4 and 5 now wants 6 and 7 too. */
  assert_true (output_store_is_done (store, 0, 0));
  assert_false (output_store_is_done (store, 0, 4));
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  g_autofree char *text = dump_directory (fixture->directory, NULL);
  g_autofree char *expected = expected_dump (12, 0);
  assert_string_equal (text, expected);
}

static void
fewer_replications_drop_what_is_beyond (void **state)
{
  SyntheticFixture *fixture = *state;
  OutputStore *store = new_store (fixture, 12, 12);
  synthetic_complete (store);
  output_store_free (store);
  /* The same run, asked for less: block 4 to 7 holds too much and is run anew. */
  store = new_store (fixture, 6, 1);
  assert_false (output_store_is_done (store, 0, 4));
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  g_autofree char *text = dump_directory (fixture->directory, NULL);
  g_autofree char *expected = expected_dump (6, 1);
  assert_string_equal (text, expected);
}

static bool
append_column (int64_t replication, const double *const *rows, gpointer data)
{
  g_string_append_printf (data, " %d:%g", (int) replication, rows[0][0]);
  return true;
}

/* Column 0 of the first @n_replications of @variant. */
static char *
column_of (OutputStore *store, int variant, int64_t n_replications)
{
  g_autoptr (SimResults) trials = output_store_trials (store, n_replications);
  GString *text = g_string_new (NULL);
  assert_true (trials->for_each_row (trials, &variant, 1, append_column, text, NULL));
  return g_string_free (text, FALSE);
}

static void
added_variant_comes_back_with_its_blocks (void **state)
{
  SyntheticFixture *fixture = *state;
  const OutputVariant trial = { .label = "fcfs", .settings = "pool:line=3" };
  OutputStore *store = new_store (fixture, 8, 0);
  /* One block is not committed yet. */
  assert_true (synthetic_add (store, 1, 4, NULL));
  assert_true (output_store_add_variant (store, &trial, NULL));
  assert_true (synthetic_add (store, 2, 0, NULL));
  assert_true (synthetic_add (store, 2, 4, NULL));
  output_store_free (store);
  store = output_store_open (fixture->directory, NULL);
  assert_non_null (store);
  assert_int_equal (output_store_run (store)->n_variants, 3);
  assert_string_equal (output_store_run (store)->variants[0].label, "fcfs");
  assert_string_equal (output_store_run (store)->variants[1].settings, "pool:line=8");
  assert_string_equal (output_store_run (store)->variants[2].settings, "pool:line=3");
  assert_true (output_store_is_done (store, 1, 4));
  assert_true (output_store_is_done (store, 2, 4));
  /* Column 0 of replication r of variant 2 is 201 + r; no more than is asked for. */
  g_autofree char *some = column_of (store, 2, 4);
  g_autofree char *all = column_of (store, 2, 8);
  g_autofree char *none = column_of (store, 0, 8);
  assert_string_equal (some, " 0:201 1:202 2:203 3:204");
  assert_string_equal (all, " 0:201 1:202 2:203 3:204 4:205 5:206 6:207 7:208");
  assert_string_equal (none, "");
  output_store_free (store);
}

int
main (void)
{
#define TEST(name)                                                                       \
  cmocka_unit_test_setup_teardown (name, synthetic_set_up, synthetic_tear_down)
  const struct CMUnitTest tests[] = {
    TEST (rows_come_back_in_order_whatever_the_order_of_arrival),
    TEST (blocks_come_back_with_histograms_and_series),
    TEST (description_comes_back),
    TEST (traces_come_back),
    TEST (unfinished_run_cannot_be_finished),
    TEST (finished_store_is_one_file),
    TEST (more_replications_replace_the_block_that_was_cut_short),
    TEST (fewer_replications_drop_what_is_beyond),
    TEST (added_variant_comes_back_with_its_blocks),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
