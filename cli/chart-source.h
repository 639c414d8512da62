/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chart source: the numbers behind charts and report, read from a store. */
#pragma once

#include "output/chart.h"
#include "output/store.h"

typedef struct
{
  SimResults *results;
  SimTrace *trace;
  SimEstimate *estimates; /* a variant after the other */
  SimSeriesPoint *points;
  SimHistogram **histograms; /* an array a variant */
  OutputChartVariant *variants;
  SimDifference *differences; /* NULL without a baseline */
  SimTable *sweep;            /* NULL where no parameter varies */
  SimTable *forecast;         /* NULL without a list of patients */
  GArray *tornado;            /* of OutputTornadoRow; NULL but for sensitivity */
  GStringChunk *texts;        /* of its labels */
  OutputChartData data;       /* borrows from all of the above and from the store */
} CliChartSource;

/**
 * cli_chart_source_load:
 * @source: zeroed; to be cleared whatever is returned
 * @store: must outlive @source
 *
 * Estimates and compares all variants.  The first traced replication of the first
 * variant is the one that Gantt charts show.
 *
 * Errors: those of reading the store.
 */
bool cli_chart_source_load (CliChartSource *source, OutputStore *store, GError **error);
void cli_chart_source_clear (CliChartSource *source);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliChartSource, cli_chart_source_clear)

/** Returns: (transfer none): the value of a fact, or NULL */
const char *cli_find_fact (const OutputRun *run, const char *key);
