/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores for tests: a directory for each, and all that a store holds as one text. */
#pragma once

#include "output/store.h"
#include "tests/support/synthetic-run.h"

static inline OutputStore *
new_store (SyntheticFixture *fixture, int64_t replications, int64_t n_traced)
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

static inline void
finish (OutputStore *store)
{
  g_autoptr (GError) error = NULL;
  if (!output_store_finish (store, &error))
    fail_msg ("%s", error->message);
}

static inline char *
store_path (const SyntheticFixture *fixture)
{
  return g_build_filename (fixture->directory, OUTPUT_STORE_NAME, NULL);
}

/* Reading everything as text, so that two stores compare. */

static inline bool
append_row (int64_t replication, const double *const *rows, gpointer data)
{
  g_string_append_printf (data, "%d:", (int) replication);
  for (int variant = 0; variant < 2; variant++)
    for (int column = 0; column < SYNTHETIC_COLUMNS; column++)
      g_string_append_printf (data, " %.17g", rows[variant][column]);
  g_string_append_c (data, '\n');
  return true;
}

static inline bool
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

static inline void
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

static inline void
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
static inline char *
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

static inline char *
dump_directory (const char *directory, GError **error)
{
  g_autoptr (OutputStore) store = output_store_open (directory, error);
  return store ? dump (store) : NULL;
}

/* The dump of a run that nothing disturbed. */
static inline char *
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

static inline bool
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

static inline void
assert_is_one_file (SyntheticFixture *fixture)
{
  g_autoptr (GDir) entries = g_dir_open (fixture->directory, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (entries)) != NULL)
    assert_string_equal (name, OUTPUT_STORE_NAME);
}
