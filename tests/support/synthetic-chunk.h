/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks that are made up: they hold numbers that a test can say by heart. */
#pragma once

#include <math.h>

#include "sim/results.h"

/* Columns: 0 counts 100 variant + replication + 1; 1 is column 0 / 7, a number with all
 * its digits; 2 is the replication's parity, 0 in every other; 3 is NaN in every third.
 * Metrics: infused:all (mean of 0), share:all (2 / 0), wait.p50:A (quantile of histogram
 * 0, column 3).  Histogram 0 counts a wait of (replication + 1) hours.  Series:
 * infused:all by month, two points (column 0 and its double), chance:A by referral day,
 * one point (parity of 1). */

#define SYNTHETIC_COLUMNS 4

static inline double
synthetic_value (int variant, int64_t replication, int column)
{
  double count = (double) (100 * variant + replication + 1);
  switch (column)
    {
    case 0:
      return count;
    case 1:
      return count / 7;
    case 2:
      return (double) (replication % 2);
    default:
      return replication % 3 == 2 ? NAN : -count / 3;
    }
}

/* The catalogue copies the texts, so the casts do no harm. */
static inline void
synthetic_add_metric (SimCatalogue *catalogue,
                      const char *name,
                      const char *group,
                      const char *unit,
                      SimMetric metric)
{
  metric.name = (char *) name;
  metric.group = (char *) group;
  metric.unit = (char *) unit;
  metric.summary = (char *) "A made-up number.";
  sim_catalogue_add_metric (catalogue, &metric);
}

static inline void
synthetic_add_series (SimCatalogue *catalogue,
                      const char *name,
                      const char *group,
                      const char *axis,
                      SimSeriesKind kind,
                      size_t n_points)
{
  SimSeries series = { .kind = kind, .n_points = n_points };
  series.name = (char *) name;
  series.group = (char *) group;
  series.unit = (char *) "patients";
  series.axis = (char *) axis;
  sim_catalogue_add_series (catalogue, &series);
}

static inline SimCatalogue *
synthetic_catalogue_new (void)
{
  SimCatalogue *catalogue = sim_catalogue_new ();
  for (int i = 0; i < SYNTHETIC_COLUMNS; i++)
    sim_catalogue_add_column (catalogue);
  sim_catalogue_add_histogram (catalogue);
  SimMetric mean = { .kind = SIM_METRIC_MEAN, .denominator = -1, .histogram = -1 };
  SimMetric ratio = { .kind = SIM_METRIC_RATIO, .column = 2, .histogram = -1 };
  SimMetric median = {
    .kind = SIM_METRIC_QUANTILE, .column = 3, .denominator = -1, .probability = 0.5
  };
  synthetic_add_metric (catalogue, "infused", "all", "patients", mean);
  synthetic_add_metric (catalogue, "share", "all", "1", ratio);
  synthetic_add_metric (catalogue, "wait.p50", "A", "days", median);
  synthetic_add_series (catalogue, "infused", "all", "month", SIM_SERIES_MEAN, 2);
  synthetic_add_series (catalogue, "chance", "A", "referral-day", SIM_SERIES_SHARE, 1);
  return catalogue;
}

/* Two patients of whom the first is infused, one decision, a ranking of both. */
static inline SimTrace *
synthetic_trace_new (int variant, int64_t replication)
{
  static const SimTableColumn patients[] = {
    { "patient", 0 },           { "site", SIM_TABLE_TEXT }, { "injured", 4 },
    { "fate", SIM_TABLE_TEXT }, { "_deadline", 9 },
  };
  static const SimTableColumn decisions[] = { { "time", 4 }, { "keys", SIM_TABLE_TEXT } };
  static const SimTableColumn rankings[] = { { "decision", 0 },
                                             { "rank", 0 },
                                             { "patient", 0 } };
  SimTrace *trace = sim_trace_new ();
  trace->start_epoch_day = 18000;
  trace->end = 100 * SIM_DAY;
  sim_trace_add_span_kind (trace, "waiting", "waiting", false);
  sim_trace_add_span_kind (trace, "stage:primary", "primary", true);
  sim_trace_add_mark_kind (trace, "injury", "injury", false);
  sim_trace_add_lane (trace, "line", 1, true);
  SimTraceSpan span = { 1, 0, 1, -5, 12345 + replication };
  g_array_append_val (trace->spans, span);
  SimTraceMark mark = { 2, 0, 3, 86400 };
  g_array_append_val (trace->marks, mark);
  trace->patients = sim_table_new (patients, G_N_ELEMENTS (patients));
  SimCell *cells = sim_table_add_row (trace->patients);
  cells[0].number = 1;
  cells[1].text = sim_table_intern (trace->patients, "one, \"two\"");
  cells[2].number = 0.5 + (double) (100 * variant + replication);
  cells[3].text = sim_table_intern (trace->patients, "infused");
  cells[4].number = 31.25;
  cells = sim_table_add_row (trace->patients);
  cells[0].number = 2;
  trace->decisions = sim_table_new (decisions, G_N_ELEMENTS (decisions));
  cells = sim_table_add_row (trace->decisions);
  cells[0].number = 1.0 / 3;
  cells[1].text = sim_table_intern (trace->decisions, "grade=A;slack=3");
  trace->rankings = sim_table_new (rankings, G_N_ELEMENTS (rankings));
  for (int rank = 1; rank <= 2; rank++)
    {
      cells = sim_table_add_row (trace->rankings);
      cells[0].number = 0;
      cells[1].number = rank;
      cells[2].number = 3 - rank;
    }
  return trace;
}

static inline SimChunk *
synthetic_chunk_new (const SimCatalogue *catalogue,
                     int variant,
                     int64_t first,
                     int count,
                     int64_t n_traced)
{
  SimChunk *chunk = sim_chunk_new (catalogue);
  sim_chunk_reset (chunk, catalogue, variant, first);
  SimRecord record;
  sim_record_init (&record, catalogue);
  for (int i = 0; i < count; i++)
    {
      int64_t replication = first + i;
      sim_record_reset (&record, catalogue);
      for (int column = 0; column < SYNTHETIC_COLUMNS; column++)
        record.columns[column] = synthetic_value (variant, replication, column);
      sim_histogram_add (&record.histograms[0], (replication + 1) * SIM_HOUR);
      record.series[0] = synthetic_value (variant, replication, 0);
      record.series[1] = 2 * record.series[0];
      record.series[2] = (double) (replication % 2);
      record.series_base[2] = 1;
      if (replication < n_traced)
        record.trace = synthetic_trace_new (variant, replication);
      sim_chunk_add (chunk, catalogue, &record);
    }
  sim_record_clear (&record, catalogue);
  return chunk;
}
