/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the CSV files of a run, written from the store. */
#include "output/tables.h"

#include <math.h>
#include <string.h>

#include "output/forecast-table.h"
#include "output/table-file.h"
#include "output/varied.h"
#include "sim/comparison.h"
#include "sim/inputs.h"

/* The series that the timeline tells; others belong to charts. */
#define TIMELINE_AXIS "month"

static OutputCsv *
begin_table (OutputStore *store, const char *name, const char *columns, GError **error)
{
  OutputCsv *csv = output_table_file_new (store, name, error);
  if (!csv)
    return NULL;
  g_auto (GStrv) words = g_strsplit (columns, ",", -1);
  for (size_t i = 0; words[i]; i++)
    output_csv_text (csv, words[i]);
  return csv;
}

static const char *
label_of (const OutputStore *store, int variant)
{
  return output_store_run (store)->variants[variant].label;
}

static int
variant_count (const OutputStore *store)
{
  return (int) output_store_run (store)->n_variants;
}

/* Summary. */

bool
output_tables_write_summary (OutputStore *store, GError **error)
{
  const SimCatalogue *catalogue = output_store_catalogue (store);
  double level = output_store_run (store)->confidence;
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimEstimate *estimates = g_new0 (SimEstimate, catalogue->n_metrics);
  g_autoptr (OutputCsv) csv = begin_table (
      store, "summary", "rule,metric,group,unit,replications,mean,sd,low,high", error);
  if (!csv)
    return false;
  output_csv_end_row (csv);
  for (int variant = 0; variant < variant_count (store); variant++)
    {
      if (!sim_confidence_estimate (results, variant, level, estimates, error))
        return false;
      for (size_t i = 0; i < catalogue->n_metrics; i++)
        {
          if (output_forecast_is_single (&catalogue->metrics[i]))
            continue;
          output_csv_text (csv, label_of (store, variant));
          output_csv_text (csv, catalogue->metrics[i].name);
          output_csv_text (csv, catalogue->metrics[i].group);
          output_csv_text (csv, catalogue->metrics[i].unit);
          output_csv_integer (csv, estimates[i].replications);
          output_csv_number (csv, estimates[i].mean);
          output_csv_number (csv, estimates[i].sd);
          output_csv_number (csv, estimates[i].low);
          output_csv_number (csv, estimates[i].high);
          output_csv_end_row (csv);
        }
    }
  return output_csv_commit (csv, error);
}

/* Uncertain inputs. */

static bool
has_inputs (const OutputStore *store)
{
  return output_store_catalogue (store)->draw_replications > 0;
}

bool
output_tables_write_inputs (OutputStore *store, GError **error)
{
  g_return_val_if_fail (has_inputs (store), false);
  const SimCatalogue *catalogue = output_store_catalogue (store);
  double level = output_store_run (store)->confidence;
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimEstimate *estimates = g_new0 (SimEstimate, catalogue->n_metrics);
  g_autofree SimInputEffect *effects = g_new0 (SimInputEffect, catalogue->n_metrics);
  g_autoptr (OutputCsv) csv =
      begin_table (store, "inputs",
                   "rule,metric,group,unit,draws,replications,mean,low,high,input_low,"
                   "input_high,input_share",
                   error);
  if (!csv)
    return false;
  output_csv_end_row (csv);
  for (int variant = 0; variant < variant_count (store); variant++)
    {
      if (!sim_confidence_estimate (results, variant, level, estimates, error) ||
          !sim_inputs_estimate (results, variant, level, effects, error))
        return false;
      for (size_t i = 0; i < catalogue->n_metrics; i++)
        {
          if (output_forecast_is_single (&catalogue->metrics[i]))
            continue;
          output_csv_text (csv, label_of (store, variant));
          output_csv_text (csv, catalogue->metrics[i].name);
          output_csv_text (csv, catalogue->metrics[i].group);
          output_csv_text (csv, catalogue->metrics[i].unit);
          output_csv_integer (csv, effects[i].draws);
          output_csv_integer (csv, estimates[i].replications);
          output_csv_number (csv, estimates[i].mean);
          output_csv_number (csv, estimates[i].low);
          output_csv_number (csv, estimates[i].high);
          output_csv_number (csv, effects[i].low);
          output_csv_number (csv, effects[i].high);
          output_csv_number (csv, effects[i].share);
          output_csv_end_row (csv);
        }
    }
  return output_csv_commit (csv, error);
}

/* Comparison. */

static bool
has_comparison (const OutputStore *store)
{
  return output_store_run (store)->baseline >= 0 && variant_count (store) > 1;
}

static void
write_difference (OutputCsv *csv,
                  const OutputStore *store,
                  int variant,
                  const SimMetric *metric,
                  const SimDifference *difference)
{
  output_csv_text (csv, label_of (store, variant));
  output_csv_text (csv, label_of (store, output_store_run (store)->baseline));
  output_csv_text (csv, metric->name);
  output_csv_text (csv, metric->group);
  output_csv_text (csv, metric->unit);
  output_csv_integer (csv, difference->replications);
  output_csv_number (csv, difference->difference);
  output_csv_number (csv, difference->low);
  output_csv_number (csv, difference->high);
  output_csv_number (csv, difference->p);
  output_csv_number (csv, difference->p_holm);
  output_csv_number (csv, difference->variance_reduction);
  output_csv_text (csv, difference->is_primary ? "primary" : "exploratory");
  output_csv_end_row (csv);
}

bool
output_tables_write_comparison (OutputStore *store, GError **error)
{
  g_return_val_if_fail (has_comparison (store), false);
  const OutputRun *run = output_store_run (store);
  const SimCatalogue *catalogue = output_store_catalogue (store);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree int *others = g_new (int, run->n_variants);
  int n_others = 0;
  for (int variant = 0; variant < variant_count (store); variant++)
    if (variant != run->baseline)
      others[n_others++] = variant;
  g_autofree SimDifference *differences =
      g_new0 (SimDifference, (gsize) n_others * catalogue->n_metrics);
  g_autoptr (OutputCsv) csv =
      begin_table (store, "comparison",
                   "rule,baseline,metric,group,unit,replications,difference,low,high,p,"
                   "p_holm,variance_reduction,role",
                   error);
  if (!csv ||
      !sim_comparison_paired (results, run->baseline, others, n_others, run->primary,
                              (int) run->n_primary, run->confidence, differences, error))
    return false;
  output_csv_end_row (csv);
  for (int i = 0; i < n_others; i++)
    for (size_t k = 0; k < catalogue->n_metrics; k++)
      if (!output_forecast_is_single (&catalogue->metrics[k]))
        write_difference (csv, store, others[i], catalogue->metrics + k,
                          differences + (size_t) i * catalogue->n_metrics + k);
  return output_csv_commit (csv, error);
}

/* Replications. */

typedef struct
{
  OutputCsv *csv;
  const SimCatalogue *catalogue;
  const char *label;
} ReplicationWriter;

static double
value_of (const SimMetric *metric, const double *columns)
{
  if (metric->kind != SIM_METRIC_RATIO)
    return columns[metric->column];
  double denominator = columns[metric->denominator];
  return denominator != 0 ? columns[metric->column] / denominator : NAN;
}

static bool
write_replication (int64_t replication, const double *const *rows, gpointer data)
{
  const ReplicationWriter *writer = data;
  output_csv_text (writer->csv, writer->label);
  output_csv_integer (writer->csv, replication);
  for (size_t i = 0; i < writer->catalogue->n_metrics; i++)
    if (!output_forecast_is_single (&writer->catalogue->metrics[i]))
      output_csv_number (writer->csv, value_of (writer->catalogue->metrics + i, rows[0]));
  output_csv_end_row (writer->csv);
  return true;
}

bool
output_tables_write_replications (OutputStore *store, GError **error)
{
  const SimCatalogue *catalogue = output_store_catalogue (store);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autoptr (OutputCsv) csv =
      begin_table (store, "replications", "rule,replication", error);
  if (!csv)
    return false;
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    {
      const SimMetric *metric = catalogue->metrics + i;
      if (output_forecast_is_single (metric))
        continue;
      g_autofree char *name = g_strconcat (metric->name, ":", metric->group, NULL);
      output_csv_text (csv, name);
    }
  output_csv_end_row (csv);
  for (int variant = 0; variant < variant_count (store); variant++)
    {
      ReplicationWriter writer = { csv, catalogue, label_of (store, variant) };
      if (!results->for_each_row (results, &variant, 1, write_replication, &writer,
                                  error))
        return false;
    }
  return output_csv_commit (csv, error);
}

/* Patients and bookings: tables of traces, one behind the other. */

/* Columns that begin so are for charts and stories only. */
static bool
is_hidden (const SimTableColumn *column)
{
  return column->name[0] == '_';
}

static void
write_names (OutputCsv *csv, const SimTable *table)
{
  for (size_t i = 0; i < sim_table_column_count (table); i++)
    if (!is_hidden (sim_table_column (table, i)))
      output_csv_text (csv, sim_table_column (table, i)->name);
  output_csv_end_row (csv);
}

static void
write_rows (OutputCsv *csv, const char *label, int64_t replication, const SimTable *table)
{
  size_t n_columns = sim_table_column_count (table);
  int cohort = sim_table_find_column (table, "_cohort");
  for (size_t row = 0; row < sim_table_row_count (table); row++)
    {
      const SimCell *cells = sim_table_row (table, row);
      /* Who is not of the cohort is background: on the charts, in no table. */
      if (cohort >= 0 && cells[cohort].number == 0.0)
        continue;
      output_csv_text (csv, label);
      output_csv_integer (csv, replication);
      for (size_t i = 0; i < n_columns; i++)
        {
          const SimTableColumn *column = sim_table_column (table, i);
          if (is_hidden (column))
            continue;
          if (column->decimals == SIM_TABLE_TEXT)
            output_csv_text (csv, cells[i].text);
          else
            output_csv_fixed (csv, cells[i].number, column->decimals);
        }
      output_csv_end_row (csv);
    }
}

typedef const SimTable *(*TableFunc) (const SimTrace *trace);

static const SimTable *
patients_of (const SimTrace *trace)
{
  return trace->patients;
}

static const SimTable *
decisions_of (const SimTrace *trace)
{
  return trace->decisions;
}

/* Writes the tables of all traces; only one trace is in memory at a time. */
static bool
write_traced (OutputStore *store, const char *name, TableFunc table_of, GError **error)
{
  g_autoptr (OutputCsv) csv = begin_table (store, name, "rule,replication", error);
  if (!csv)
    return false;
  bool has_names = false;
  for (int variant = 0; variant < variant_count (store); variant++)
    for (int64_t replication = output_store_next_trace (store, variant, 0);
         replication >= 0;
         replication = output_store_next_trace (store, variant, replication + 1))
      {
        g_autoptr (SimTrace) trace =
            output_store_trace (store, variant, replication, OUTPUT_TRACE_DRAWING, error);
        if (!trace)
          return false;
        const SimTable *table = table_of (trace);
        if (!table)
          continue;
        if (!has_names)
          write_names (csv, table);
        has_names = true;
        write_rows (csv, label_of (store, variant), replication, table);
      }
  if (!has_names)
    output_csv_end_row (csv);
  return output_csv_commit (csv, error);
}

bool
output_tables_write_patients (OutputStore *store, GError **error)
{
  return write_traced (store, "patients", patients_of, error);
}

bool
output_tables_write_bookings (OutputStore *store, GError **error)
{
  return write_traced (store, "bookings", decisions_of, error);
}

/* Timeline. */

/* Returns: (transfer none) (nullable): the value of the run's fact @key */
static const char *
find_fact (const OutputStore *store, const char *key)
{
  const OutputRun *run = output_store_run (store);
  for (size_t i = 0; i < run->n_facts; i++)
    if (strcmp (run->facts[i].key, key) == 0)
      return run->facts[i].value;
  return NULL;
}

static void
write_month (OutputCsv *csv, SimDate start, size_t month)
{
  size_t months = (size_t) start.year * 12 + (size_t) start.month - 1 + month;
  g_autofree char *text = g_strdup_printf ("%04" G_GSIZE_FORMAT "-%02" G_GSIZE_FORMAT,
                                           months / 12, months % 12 + 1);
  output_csv_text (csv, text);
}

bool
output_tables_write_timeline (OutputStore *store, GError **error)
{
  const SimCatalogue *catalogue = output_store_catalogue (store);
  double level = output_store_run (store)->confidence;
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimSeriesPoint *points = g_new0 (SimSeriesPoint, catalogue->n_points);
  /* Without a start, months count from year 0. */
  const char *start_text = find_fact (store, "start");
  SimDate start = { 0, 1, 1 };
  if (start_text)
    sim_date_parse (start_text, &start);
  g_autoptr (OutputCsv) csv =
      begin_table (store, "timeline", "rule,month,metric,group,mean,low,high", error);
  if (!csv)
    return false;
  output_csv_end_row (csv);
  for (int variant = 0; variant < variant_count (store); variant++)
    {
      if (!sim_confidence_series (results, variant, level, points, error))
        return false;
      for (size_t i = 0; i < catalogue->n_series; i++)
        {
          const SimSeries *series = catalogue->series + i;
          if (strcmp (series->axis, TIMELINE_AXIS) != 0)
            continue;
          for (size_t month = 0; month < series->n_points; month++)
            {
              const SimSeriesPoint *point = points + series->offset + month;
              output_csv_text (csv, label_of (store, variant));
              write_month (csv, start, month);
              output_csv_text (csv, series->name);
              output_csv_text (csv, series->group);
              output_csv_number (csv, point->mean);
              output_csv_number (csv, point->low);
              output_csv_number (csv, point->high);
              output_csv_end_row (csv);
            }
        }
    }
  return output_csv_commit (csv, error);
}

bool
output_tables_write (OutputStore *store, GError **error)
{
  bool is_traced = false;
  for (int variant = 0; variant < variant_count (store); variant++)
    is_traced |= output_store_next_trace (store, variant, 0) >= 0;
  return output_tables_write_summary (store, error) &&
         (!has_inputs (store) || output_tables_write_inputs (store, error)) &&
         (!has_comparison (store) || output_tables_write_comparison (store, error)) &&
         (!output_varied_is (output_store_run (store)) ||
          output_varied_write (store, error)) &&
         (!output_forecast_is (output_store_catalogue (store)) ||
          output_forecast_write (store, error)) &&
         output_tables_write_replications (store, error) &&
         output_tables_write_timeline (store, error) &&
         (!is_traced || (output_tables_write_patients (store, error) &&
                         output_tables_write_bookings (store, error)));
}
