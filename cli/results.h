/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results directories on the command line: what may be told of them, and how they end. */
#pragma once

#include "cli/options.h"
#include "output/tables.h"

/**
 * cli_results_open:
 *
 * Opens results that are to be told.
 *
 * Errors: those of output_store_open(); OUTPUT_ERROR_NO_DATA when they are one shard of a
 * run, which says nothing of the whole, or a search that is not over.
 * Returns: (transfer full): NULL with @error set
 */
OutputStore *cli_results_open (const char *directory, GError **error);

/* What a command does with a store whose replications are all there. */
typedef bool (*CliStoreFunc) (OutputStore *store, gpointer data, GError **error);

/* What is to be written at the end. */
typedef struct
{
  const CliChartForm *form; /* of the charts */
  bool has_workbook;        /* the tables as a workbook, too */
  CliStoreFunc write;       /* (nullable): tables that not every command has */
  gpointer data;            /* of it */
  double seconds;           /* that the results took, for run.json */
  int threads;
  int ranks; /* processes of a launcher, for run.json; 1: one alone */
} CliResultsEnd;

/**
 * cli_results_finish:
 *
 * Writes tables and charts, and only then the mark that the run is whole; of a shard
 * run.json and the mark alone.
 *
 * Errors: those of writing and drawing; the run can be resumed then.
 */
bool cli_results_finish (OutputStore *store, const CliResultsEnd *end, GError **error);
