/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/experiment.h. */
#include "tests/support/assert.h"

#include "sim/error.h"
#include "sim/experiment.h"
#include "sim/stream.h"

#include <string.h>

enum
{
  N_VARIANTS = 2,
  N_THREADS_MAX = 3,
  N_CHUNKS_A_THREAD = 4, /* as the contract of memory is kept in crew.c */
};

/* What a test asks of the made-up model and sees of the experiment. */
typedef struct
{
  SimCatalogue *catalogue;
  SimResults *results;
  /* Replications of variant 1 from here on, and of variant 0 from 4 more on, fail. */
  int64_t fails_from;
  int64_t sink_fails_at; /* chunks */
  int64_t cancels_at;    /* chunks */
  atomic_int cancelled;
  atomic_int workers;
  int64_t n_chunks;
  int64_t done_below;      /* replications that are stored already */
  GHashTable *chunks_seen; /* addresses: how many chunks there are */
  int n_traces;
  int64_t told_done, told_total;
  int n_told;
} Setting;

typedef struct
{
  Setting *setting;
} Worker;

static gpointer
new_worker (gpointer data)
{
  Setting *setting = data;
  Worker *worker = g_new0 (Worker, 1);
  worker->setting = setting;
  atomic_fetch_add (&setting->workers, 1);
  return worker;
}

static void
free_worker (gpointer data)
{
  Worker *worker = data;
  atomic_fetch_sub (&worker->setting->workers, 1);
  g_free (worker);
}

static bool
run (gpointer data,
     int variant,
     int64_t replication,
     bool is_traced,
     SimRecord *record,
     GError **error)
{
  Worker *worker = data;
  int64_t fails_from = worker->setting->fails_from + (variant == 1 ? 0 : SIM_BLOCK);
  if (replication >= fails_from)
    {
      g_set_error (error, SIM_ERROR, SIM_ERROR_ENDLESS, "variant %d, replication %d",
                   variant, (int) replication);
      return false;
    }
  g_assert (record->trace == NULL && record->columns[0] == 0);
  g_assert (record->histograms[0].count == 0);
  SimStreamKey key = { 1, (uint64_t) replication };
  for (uint64_t i = 0; i < 50; i++)
    {
      SimBlock block = sim_stream_block (key, i, (uint64_t) variant, 0);
      record->columns[0] += sim_uniform (block.word[0]);
      record->columns[1] += 1;
      sim_histogram_add (&record->histograms[0], (SimTime) (block.word[1] >> 44));
      record->series[0] += sim_uniform (block.word[2]);
    }
  if (is_traced)
    record->trace = sim_trace_new ();
  return true;
}

static bool
is_done (G_GNUC_UNUSED int variant, int64_t first, gpointer data)
{
  Setting *setting = data;
  return first < setting->done_below;
}

static bool
sink (const SimChunk *chunk, gpointer data, GError **error)
{
  Setting *setting = data;
  if (setting->n_chunks == setting->sink_fails_at)
    {
      g_set_error (error, SIM_ERROR, SIM_ERROR_SINK, "full");
      return false;
    }
  setting->n_chunks++;
  if (setting->n_chunks == setting->cancels_at)
    atomic_store (&setting->cancelled, 1);
  g_hash_table_add (setting->chunks_seen, (gpointer) chunk);
  for (int i = 0; i < SIM_BLOCK; i++)
    setting->n_traces += chunk->traces[i] != NULL;
  sim_results_memory_add (setting->results, chunk);
  return true;
}

static void
progress (int64_t done, int64_t total, gpointer data)
{
  Setting *setting = data;
  assert_true (done >= setting->told_done && done <= total);
  setting->told_done = done;
  setting->told_total = total;
  setting->n_told++;
}

static void
setting_init (Setting *setting)
{
  memset (setting, 0, sizeof *setting);
  setting->catalogue = sim_catalogue_new ();
  sim_catalogue_add_column (setting->catalogue);
  sim_catalogue_add_column (setting->catalogue);
  sim_catalogue_add_histogram (setting->catalogue);
  SimSeries series = { .kind = SIM_SERIES_MEAN, .n_points = 1 };
  sim_catalogue_add_series (setting->catalogue, &series);
  setting->results = sim_results_memory_new (setting->catalogue, N_VARIANTS);
  setting->chunks_seen = g_hash_table_new (NULL, NULL);
  setting->fails_from = setting->sink_fails_at = setting->cancels_at = INT64_MAX / 2;
}

static void
setting_clear (Setting *setting)
{
  assert_int_equal (atomic_load (&setting->workers), 0);
  sim_results_free (setting->results);
  sim_catalogue_free (setting->catalogue);
  g_hash_table_unref (setting->chunks_seen);
}

static bool
run_experiment (Setting *setting, int64_t replications, int n_threads, GError **error)
{
  SimExperiment experiment = {
    .catalogue = setting->catalogue,
    .n_variants = N_VARIANTS,
    .end_replication = replications,
    .n_traced = 5,
    .n_threads = n_threads,
    .worker_new = new_worker,
    .worker_free = free_worker,
    .run = run,
    .is_done = is_done,
    .sink = sink,
    .progress = progress,
    .data = setting,
    .cancelled = &setting->cancelled,
  };
  return sim_experiment_run (&experiment, error);
}

static bool
append_row (int64_t replication, const double *const *rows, gpointer data)
{
  g_byte_array_append (data, (const guint8 *) &replication, sizeof replication);
  for (int v = 0; v < N_VARIANTS; v++)
    g_byte_array_append (data, (const guint8 *) rows[v], 2 * sizeof (double));
  return true;
}

static bool
append_chunk (const SimChunk *chunk, gpointer data)
{
  const SimHistogram *histogram = &chunk->histograms[0];
  g_byte_array_append (data, (const guint8 *) histogram->bins, histogram->used * 4);
  g_byte_array_append (data, (const guint8 *) chunk->series, sizeof (double));
  g_byte_array_append (data, (const guint8 *) chunk->series_square, sizeof (double));
  return true;
}

/* Returns: (transfer full): everything the results hold, as bytes */
static GBytes *
run_to_bytes (int n_threads)
{
  Setting setting;
  const int variants[N_VARIANTS] = { 0, 1 };
  GByteArray *bytes = g_byte_array_new ();
  setting_init (&setting);
  assert_true (run_experiment (&setting, 102, n_threads, NULL));
  SimResults *results = setting.results;
  assert_int_equal (results->n_replications, 102);
  assert_true (
      results->for_each_row (results, variants, N_VARIANTS, append_row, bytes, NULL));
  for (int v = 0; v < N_VARIANTS; v++)
    assert_true (results->for_each_chunk (results, v, append_chunk, bytes, NULL));
  setting_clear (&setting);
  return g_byte_array_free_to_bytes (bytes);
}

static void
one_and_three_threads_give_the_same_bytes (G_GNUC_UNUSED void **state)
{
  g_autoptr (GBytes) one = run_to_bytes (1);
  g_autoptr (GBytes) three = run_to_bytes (N_THREADS_MAX);
  assert_true (g_bytes_get_size (one) > 102 * (sizeof (int64_t) + 4 * sizeof (double)));
  assert_true (g_bytes_equal (one, three));
}

static void
every_block_is_run_once_in_few_chunks (G_GNUC_UNUSED void **state)
{
  for (int n_threads = 1; n_threads <= N_THREADS_MAX; n_threads++)
    {
      Setting setting;
      setting_init (&setting);
      /* 1,001 replications are 250 blocks of 4 and one of 1, for each variant. */
      assert_true (run_experiment (&setting, 1001, n_threads, NULL));
      assert_int_equal (setting.n_chunks, 251 * N_VARIANTS);
      assert_in_range (g_hash_table_size (setting.chunks_seen), 1,
                       n_threads * N_CHUNKS_A_THREAD);
      /* The first five replications of each variant are traced. */
      assert_int_equal (setting.n_traces, 5 * N_VARIANTS);
      assert_int_equal (setting.told_done, 1001 * N_VARIANTS);
      assert_int_equal (setting.told_total, 1001 * N_VARIANTS);
      assert_true (setting.n_told >= 2);
      setting_clear (&setting);
    }
}

static void
lowest_error_is_reported_on_any_number_of_threads (G_GNUC_UNUSED void **state)
{
  for (int n_threads = 1; n_threads <= N_THREADS_MAX; n_threads++)
    {
      Setting setting;
      g_autoptr (GError) error = NULL;
      setting_init (&setting);
      /* Variant 1 fails in the block from 40 on, variant 0 in the next one. */
      setting.fails_from = 41;
      assert_false (run_experiment (&setting, 1000, n_threads, &error));
      assert_true (g_error_matches (error, SIM_ERROR, SIM_ERROR_ENDLESS));
      assert_string_equal (error->message, "variant 1, replication 41");
      /* All blocks before that one were stored: 10 of each variant, and the block from 40
       * on of variant 0; nothing later could succeed. */
      assert_int_equal (setting.n_chunks, 10 * N_VARIANTS + 1);
      setting_clear (&setting);
    }
}

static void
failing_sink_stops_the_experiment (G_GNUC_UNUSED void **state)
{
  for (int n_threads = 1; n_threads <= N_THREADS_MAX; n_threads++)
    {
      Setting setting;
      g_autoptr (GError) error = NULL;
      setting_init (&setting);
      setting.sink_fails_at = 7;
      assert_false (run_experiment (&setting, 10000, n_threads, &error));
      assert_true (g_error_matches (error, SIM_ERROR, SIM_ERROR_SINK));
      assert_int_equal (setting.n_chunks, 7);
      setting_clear (&setting);
    }
}

static void
cancelled_experiment_keeps_what_is_finished (G_GNUC_UNUSED void **state)
{
  for (int n_threads = 1; n_threads <= N_THREADS_MAX; n_threads++)
    {
      Setting setting;
      g_autoptr (GError) error = NULL;
      setting_init (&setting);
      setting.cancels_at = 5;
      assert_false (run_experiment (&setting, 10000, n_threads, &error));
      assert_true (g_error_matches (error, SIM_ERROR, SIM_ERROR_CANCELLED));
      /* Five, and what was under way: no more than there are chunks. */
      assert_in_range (setting.n_chunks, 5, 5 + n_threads * N_CHUNKS_A_THREAD);
      setting_clear (&setting);
    }
}

static void
cancelling_after_the_last_block_is_no_error (G_GNUC_UNUSED void **state)
{
  Setting setting;
  setting_init (&setting);
  setting.cancels_at = 3 * N_VARIANTS; /* 12 replications: three blocks of each */
  assert_true (run_experiment (&setting, 12, 2, NULL));
  setting_clear (&setting);
}

static void
stored_blocks_are_not_run_again (G_GNUC_UNUSED void **state)
{
  Setting setting;
  setting_init (&setting);
  setting.done_below = 60;
  assert_true (run_experiment (&setting, 100, 2, NULL));
  /* 40 replications are left: ten blocks of each variant. */
  assert_int_equal (setting.n_chunks, 10 * N_VARIANTS);
  assert_int_equal (setting.told_done, 100 * N_VARIANTS);
  setting.done_below = 100;
  assert_true (run_experiment (&setting, 100, 2, NULL));
  assert_int_equal (setting.n_chunks, 10 * N_VARIANTS);
  setting_clear (&setting);
}

static void
no_replications_are_run_at_once (G_GNUC_UNUSED void **state)
{
  Setting setting;
  setting_init (&setting);
  assert_true (run_experiment (&setting, 0, 2, NULL));
  assert_int_equal (setting.n_chunks, 0);
  setting_clear (&setting);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (one_and_three_threads_give_the_same_bytes),
    cmocka_unit_test (every_block_is_run_once_in_few_chunks),
    cmocka_unit_test (lowest_error_is_reported_on_any_number_of_threads),
    cmocka_unit_test (failing_sink_stops_the_experiment),
    cmocka_unit_test (cancelled_experiment_keeps_what_is_finished),
    cmocka_unit_test (cancelling_after_the_last_block_is_no_error),
    cmocka_unit_test (stored_blocks_are_not_run_again),
    cmocka_unit_test (no_replications_are_run_at_once),
  };
  return cmocka_run_group_tests_name ("sim-experiment", tests, NULL, NULL);
}
