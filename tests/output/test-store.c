/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is stored comes back, in order, or is reported as lost. */
#include "output/store.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "output/error.h"
#include "tests/support/synthetic-run.h"

typedef struct
{
  char *directory;
  SimCatalogue *catalogue;
} Fixture;

static int
set_up (void **state)
{
  Fixture *fixture = g_new0 (Fixture, 1);
  fixture->directory = synthetic_directory_new ();
  fixture->catalogue = synthetic_catalogue_new ();
  *state = fixture;
  return 0;
}

static int
tear_down (void **state)
{
  Fixture *fixture = *state;
  synthetic_directory_remove (fixture->directory);
  sim_catalogue_free (fixture->catalogue);
  g_free (fixture->directory);
  g_free (fixture);
  return 0;
}

static OutputStore *
new_store (Fixture *fixture, int64_t replications, int64_t n_traced)
{
  OutputRun run = synthetic_run (replications, n_traced);
  g_autoptr (GError) error = NULL;
  OutputStore *store = output_store_new (fixture->directory, &run, fixture->catalogue,
                                         OUTPUT_STORE_CAREFUL, NULL, &error);
  if (error)
    print_error ("%s\n", error->message);
  assert_non_null (store);
  return store;
}

static void
finish (OutputStore *store)
{
  g_autoptr (GError) error = NULL;
  if (!output_store_finish (store, &error))
    fail_msg ("%s", error->message);
}

static char *
store_path (const Fixture *fixture)
{
  return g_build_filename (fixture->directory, OUTPUT_STORE_NAME, NULL);
}

/* Reading everything as text, so that two stores compare. */

static bool
append_row (int64_t replication, const double *const *rows, gpointer data)
{
  g_string_append_printf (data, "%d:", (int) replication);
  for (int variant = 0; variant < 2; variant++)
    for (int column = 0; column < SYNTHETIC_COLUMNS; column++)
      g_string_append_printf (data, " %.17g", rows[variant][column]);
  g_string_append_c (data, '\n');
  return true;
}

static bool
append_chunk (const SimChunk *chunk, gpointer data)
{
  g_string_append_printf (data, "%d+%d %d:", (int) chunk->first, chunk->count,
                          (int) chunk->histograms[0].count);
  for (uint32_t bin = 0; bin < chunk->histograms[0].used; bin++)
    g_string_append_printf (data, " %u", chunk->histograms[0].bins[bin]);
  for (int i = 0; i < 3; i++)
    g_string_append_printf (data, " %.17g %.17g", chunk->series[i],
                            chunk->series_square[i]);
  g_string_append_c (data, '\n');
  return true;
}

static void
append_table (GString *text, const SimTable *table)
{
  for (size_t row = 0; row < sim_table_row_count (table); row++)
    for (size_t i = 0; i < sim_table_column_count (table); i++)
      {
        const SimTableColumn *column = sim_table_column (table, i);
        const SimCell *cell = sim_table_row (table, row) + i;
        if (column->decimals == SIM_TABLE_TEXT)
          g_string_append_printf (text, " %s=%s", column->name,
                                  cell->text ? cell->text : "");
        else
          g_string_append_printf (text, " %s=%.17g", column->name, cell->number);
      }
  g_string_append_c (text, '\n');
}

static void
append_trace (GString *text, const SimTrace *trace)
{
  g_string_append_printf (text, "trace %d %d", (int) trace->start_epoch_day,
                          (int) trace->end);
  for (size_t i = 0; i < trace->n_span_kinds; i++)
    g_string_append_printf (text, " %s/%s/%d", trace->span_kinds[i].id,
                            trace->span_kinds[i].label, trace->span_kinds[i].is_users);
  g_string_append_printf (text, " %s %s", trace->mark_kinds[0].id, trace->lanes[0].pool);
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      g_string_append_printf (text, " %d %d %d %d %d", (int) span->patient, span->lane,
                              span->kind, (int) span->begin, (int) span->end);
    }
  for (guint i = 0; i < trace->marks->len; i++)
    {
      const SimTraceMark *mark = &g_array_index (trace->marks, SimTraceMark, i);
      g_string_append_printf (text, " %d %d %d %d", (int) mark->patient, mark->kind,
                              mark->ordinal, (int) mark->at);
    }
  append_table (text, trace->patients);
  append_table (text, trace->decisions);
  append_table (text, trace->rankings);
}

/* Returns: (transfer full): all of @store as text, NULL if it cannot be read */
static char *
dump (OutputStore *store)
{
  static const int both[] = { 0, 1 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (SimResults) results = output_store_results (store);
  const OutputRun *run = output_store_run (store);
  g_string_append_printf (text, "%s %s %s %s %d %g %s\n", run->command, run->scenario,
                          run->variants[1].settings, run->facts[1].value,
                          (int) results->n_replications, run->confidence,
                          results->catalogue->metrics[2].name);
  if (!results->for_each_row (results, both, 2, append_row, text, NULL))
    return NULL;
  for (int variant = 0; variant < 2; variant++)
    {
      if (!results->for_each_chunk (results, variant, append_chunk, text, NULL))
        return NULL;
      int64_t replication = -1;
      while ((replication = output_store_next_trace (store, variant, replication + 1)) >=
             0)
        {
          g_autoptr (SimTrace) trace =
              output_store_trace (store, variant, replication, OUTPUT_TRACE_WHOLE, NULL);
          if (!trace)
            return NULL;
          append_trace (text, trace);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
dump_directory (const char *directory, GError **error)
{
  g_autoptr (OutputStore) store = output_store_open (directory, error);
  return store ? dump (store) : NULL;
}

/* The dump of a run that nothing disturbed. */
static char *
expected_dump (int64_t replications, int64_t n_traced)
{
  g_autofree char *directory = synthetic_directory_new ();
  g_autoptr (SimCatalogue) catalogue = synthetic_catalogue_new ();
  OutputRun run = synthetic_run (replications, n_traced);
  OutputStore *store =
      output_store_new (directory, &run, catalogue, OUTPUT_STORE_CAREFUL, NULL, NULL);
  assert_non_null (store);
  for (int64_t first = 0; first < replications; first += SIM_BLOCK)
    for (int variant = 0; variant < 2; variant++)
      assert_true (synthetic_add (store, variant, first, NULL));
  finish (store);
  output_store_free (store);
  char *text = dump_directory (directory, NULL);
  assert_non_null (text);
  synthetic_directory_remove (directory);
  return text;
}

typedef struct
{
  int64_t next;
} RowCheck;

static bool
check_row (int64_t replication, const double *const *rows, gpointer data)
{
  RowCheck *check = data;
  assert_int_equal (replication, check->next++);
  for (int variant = 0; variant < 2; variant++)
    for (int column = 0; column < SYNTHETIC_COLUMNS; column++)
      {
        double expected = synthetic_value (variant, replication, column);
        double value = rows[variant][column];
        assert_true (isnan (expected) ? isnan (value) : value == expected);
      }
  return true;
}

static void
rows_come_back_in_order_whatever_the_order_of_arrival (void **state)
{
  Fixture *fixture = *state;
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
  Fixture *fixture = *state;
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
  Fixture *fixture = *state;
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
  Fixture *fixture = *state;
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
  Fixture *fixture = *state;
  g_autoptr (OutputStore) store = new_store (fixture, 10, 0);
  assert_true (synthetic_add (store, 0, 0, NULL));
  g_autoptr (GError) error = NULL;
  assert_false (output_store_finish (store, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_NO_DATA));
  assert_true (
      g_str_has_suffix (error->message, ": replication 4 of rule 'fcfs' is missing"));
}

static void
assert_is_one_file (Fixture *fixture)
{
  g_autoptr (GDir) entries = g_dir_open (fixture->directory, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (entries)) != NULL)
    assert_string_equal (name, OUTPUT_STORE_NAME);
}

static void
finished_store_is_one_file (void **state)
{
  Fixture *fixture = *state;
  g_autoptr (OutputStore) store = new_store (fixture, 10, 1);
  synthetic_complete (store);
  finish (store);
  assert_is_one_file (fixture);
}

static void
more_replications_replace_the_block_that_was_cut_short (void **state)
{
  Fixture *fixture = *state;
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
  Fixture *fixture = *state;
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

/* Damage. */

static char *
finished_bytes (Fixture *fixture, gsize *ret_length)
{
  OutputStore *store = new_store (fixture, 10, 2);
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  g_autofree char *path = store_path (fixture);
  char *bytes = NULL;
  assert_true (g_file_get_contents (path, &bytes, ret_length, NULL));
  return bytes;
}

static void
overwrite (const char *path, const char *bytes, gsize length)
{
  FILE *file = fopen (path, "wb");
  assert_non_null (file);
  assert_int_equal (fwrite (bytes, 1, length, file), length);
  assert_int_equal (fclose (file), 0);
}

/* A changed bit is reported, or, where it fell on unused room, changes nothing. */
static void
changed_bit_is_reported_or_changes_nothing (void **state)
{
  Fixture *fixture = *state;
  gsize length;
  g_autofree char *bytes = finished_bytes (fixture, &length);
  g_autofree char *path = store_path (fixture);
  g_autofree char *expected = dump_directory (fixture->directory, NULL);
  assert_non_null (expected);
  int n_tried = 0;
  int n_reported = 0;
  for (gsize place = 0; place < length; place++)
    {
      /* Most of the pages is unused and 0: there, one byte in 997 is enough. */
      if (bytes[place] == 0 ? place % 997 != 0 : place % 7 != 0)
        continue;
      char kept = bytes[place];
      bytes[place] = (char) (kept ^ 1 << place % 8);
      overwrite (path, bytes, length);
      bytes[place] = kept;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = dump_directory (fixture->directory, &error);
      if (text)
        assert_string_equal (text, expected);
      else
        {
          assert_non_null (error);
          n_reported++;
        }
      n_tried++;
    }
  /* Whatever is not unused is data, bookkeeping, or the text of the schema. */
  print_message ("# %d of %d changed bits were reported\n", n_reported, n_tried);
  assert_true (n_reported > n_tried / 3);
}

/* A bit of the stored numbers themselves. */
static void
changed_number_is_reported_as_damage (void **state)
{
  Fixture *fixture = *state;
  gsize length;
  g_autofree char *bytes = finished_bytes (fixture, &length);
  g_autofree char *path = store_path (fixture);
  /* Column 1 of replication 9 of variant 1 is 110 / 7: its lowest byte, as stored. */
  double value = 110.0 / 7;
  char *found = NULL;
  for (gsize i = 0; i + sizeof value <= length && !found; i++)
    if (memcmp (bytes + i, &value, sizeof value) == 0)
      found = bytes + i;
  assert_non_null (found);
  *found ^= 1;
  overwrite (path, bytes, length);
  g_autoptr (GError) error = NULL;
  assert_null (output_store_open (fixture->directory, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_DAMAGED));
  assert_true (g_str_has_suffix (
      error->message,
      "results.sqlite: the store is damaged: a row does not match its checksum"));
}

static void
truncated_store_is_reported (void **state)
{
  Fixture *fixture = *state;
  gsize length;
  g_autofree char *bytes = finished_bytes (fixture, &length);
  g_autofree char *path = store_path (fixture);
  for (gsize cut = 0; cut < length; cut += 4099)
    {
      overwrite (path, bytes, cut);
      g_autoptr (GError) error = NULL;
      assert_null (dump_directory (fixture->directory, &error));
      assert_non_null (error);
    }
}

static void
missing_store_is_reported (void **state)
{
  Fixture *fixture = *state;
  g_autoptr (GError) error = NULL;
  assert_null (output_store_open (fixture->directory, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_READ));
  assert_true (g_str_has_suffix (
      error->message,
      "results.sqlite: expected the results of a run, found no such file"));
}

/* Faults. */

/* Adds blocks, over and over, until it is killed. */
static void
write_until_killed (Fixture *fixture, int64_t replications, int ready)
{
  OutputStore *store = new_store (fixture, replications, replications);
  char byte = 0;
  for (int64_t first = 0; first < replications; first += SIM_BLOCK)
    for (int variant = 0; variant < 2; variant++)
      {
        if (!output_store_is_done (store, variant, first))
          synthetic_add (store, variant, first, NULL);
        if (first == 8 && write (ready, &byte, 1) != 1)
          _exit (1);
      }
  for (;;)
    pause ();
}

static void
killed_run_keeps_whole_replications_and_resumes (void **state)
{
  Fixture *fixture = *state;
  const int64_t replications = 1200;
  int64_t kept = 0;
  for (int round = 0; round < 6; round++)
    {
      int ready[2];
      assert_int_equal (pipe (ready), 0);
      pid_t child = fork ();
      assert_true (child >= 0);
      if (child == 0)
        write_until_killed (fixture, replications, ready[1]);
      char byte;
      close (ready[1]);
      assert_int_equal (read (ready[0], &byte, 1), 1);
      close (ready[0]);
      /* Some writes later, at a different place each time. */
      g_usleep ((gulong) (1500 * round));
      kill (child, SIGKILL);
      int status;
      assert_int_equal (waitpid (child, &status, 0), child);
      assert_true (WIFSIGNALED (status));
      g_autoptr (GError) error = NULL;
      g_autoptr (OutputStore) store = output_store_open (fixture->directory, &error);
      if (!store)
        fail_msg ("%s", error->message);
      assert_false (output_store_is_finished (store));
      /* What was there stays, and every row of it is as it should be. */
      assert_true (output_store_replication_count (store) >= kept);
      kept = output_store_replication_count (store);
      RowCheck check = { 0 };
      static const int both[] = { 0, 1 };
      g_autoptr (SimResults) results = output_store_results (store);
      assert_true (results->for_each_row (results, both, 2, check_row, &check, NULL));
      assert_int_equal (check.next, kept);
    }
  OutputStore *store = new_store (fixture, replications, replications);
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  assert_is_one_file (fixture);
  g_autofree char *text = dump_directory (fixture->directory, NULL);
  g_autofree char *expected = expected_dump (replications, replications);
  assert_true (strcmp (text, expected) == 0);
}

/* A limit on the size of files stands for a full disk. */
static void
full_disk_is_reported_and_what_was_committed_stands (void **state)
{
  Fixture *fixture = *state;
  const int64_t replications = 8000;
  OutputStore *store = new_store (fixture, replications, 0);
  assert_true (synthetic_add (store, 0, 0, NULL));
  assert_true (synthetic_add (store, 1, 0, NULL));
  assert_true (output_store_flush (store, NULL));
  struct rlimit limit;
  getrlimit (RLIMIT_FSIZE, &limit);
  struct rlimit small = { 300000, limit.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  g_autoptr (GError) error = NULL;
  int64_t first = SIM_BLOCK;
  while (first < replications && synthetic_add (store, 0, first, &error))
    first += SIM_BLOCK;
  if (!error)
    output_store_flush (store, &error);
  assert_non_null (error);
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  OutputStoreStart start;
  output_store_free (store);
  setrlimit (RLIMIT_FSIZE, &limit);
  OutputRun run = synthetic_run (replications, 0);
  store = output_store_new (fixture->directory, &run, fixture->catalogue,
                            OUTPUT_STORE_CAREFUL, &start, NULL);
  assert_non_null (store);
  assert_int_equal (start, OUTPUT_STORE_RESUMED);
  assert_true (output_store_is_done (store, 0, 0));
  assert_true (output_store_is_done (store, 1, 0));
  synthetic_complete (store);
  finish (store);
  output_store_free (store);
  g_autofree char *text = dump_directory (fixture->directory, NULL);
  g_autofree char *expected = expected_dump (replications, 0);
  assert_true (strcmp (text, expected) == 0);
}

static void
directory_that_cannot_be_written_is_reported (void **state)
{
  Fixture *fixture = *state;
  g_autofree char *file = g_build_filename (fixture->directory, "file", NULL);
  g_autofree char *below = g_build_filename (file, "results", NULL);
  assert_true (g_file_set_contents (file, "mine", -1, NULL));
  OutputRun run = synthetic_run (4, 0);
  g_autoptr (GError) error = NULL;
  assert_null (output_store_new (below, &run, fixture->catalogue, OUTPUT_STORE_CAREFUL,
                                 NULL, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
}

int
main (void)
{
#define TEST(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
    TEST (rows_come_back_in_order_whatever_the_order_of_arrival),
    TEST (blocks_come_back_with_histograms_and_series),
    TEST (description_comes_back),
    TEST (traces_come_back),
    TEST (unfinished_run_cannot_be_finished),
    TEST (finished_store_is_one_file),
    TEST (more_replications_replace_the_block_that_was_cut_short),
    TEST (fewer_replications_drop_what_is_beyond),
    TEST (changed_bit_is_reported_or_changes_nothing),
    TEST (changed_number_is_reported_as_damage),
    TEST (truncated_store_is_reported),
    TEST (missing_store_is_reported),
    TEST (killed_run_keeps_whole_replications_and_resumes),
    TEST (full_disk_is_reported_and_what_was_committed_stands),
    TEST (directory_that_cannot_be_written_is_reported),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
