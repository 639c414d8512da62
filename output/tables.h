/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: the CSV files of a run and run.json, written from the store. */
#pragma once

#include "output/store.h"

/* Contract: columns and their order are those of DESIGN section 8.  Rows go variant by
 * variant, then in the order of the catalogue or of the replications; memory does not
 * grow with the replications.  Each file is written whole or not at all, in the directory
 * of the store, by output_store_new_file().  Errors of all: OUTPUT_ERROR_WRITE,
 * OUTPUT_ERROR_FOREIGN, and those of reading the store. */

/** Writes all tables that the results have: summary, replications and timeline always,
 * inputs where replications are nested in draws of uncertain inputs, comparison where
 * there is a baseline and another variant, the table of
 * output/varied.h where variants have settings, patients and bookings where replications
 * are traced. */
bool output_tables_write (OutputStore *store, GError **error);

bool output_tables_write_summary (OutputStore *store, GError **error);
/** inputs.csv: a row a metric: interval of the mean, interval over input draws, the
 * inputs' share of the variance (sim/inputs.h). */
bool output_tables_write_inputs (OutputStore *store, GError **error);
bool output_tables_write_comparison (OutputStore *store, GError **error);
bool output_tables_write_replications (OutputStore *store, GError **error);
bool output_tables_write_patients (OutputStore *store, GError **error);
bool output_tables_write_bookings (OutputStore *store, GError **error);
bool output_tables_write_timeline (OutputStore *store, GError **error);

/* What may differ between two runs of the same: the block "environment" of run.json. */
typedef struct
{
  double seconds; /* elapsed, of the simulation */
  int threads;
  const OutputFact *facts; /* host libraries and the like */
  size_t n_facts;
} OutputEnvironment;

/** Writes run.json: what was run, with all parameters and their sources. */
bool output_tables_write_run (OutputStore *store,
                              const OutputEnvironment *environment,
                              GError **error);
