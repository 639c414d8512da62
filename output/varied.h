/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Varied: the table of an experiment whose variants differ in parameters. */
#pragma once

#include "output/store.h"
#include "output/words.h"
#include "sim/table.h"

/* Contract: a variant's settings are "ADDRESS=VALUE" joined by ';', its rule among them
 * as "rule=ID".  The table has one column of texts a varied parameter, in the order in
 * which variants first name them, then those of summary.csv, a row a variant and metric:
 * sweep.csv, size.csv and sensitivity.csv, and what the chart 'sweep' draws. */

/** Returns: whether the variants of @run have settings */
bool output_varied_is (const OutputRun *run);

/** Returns: (transfer full): the value of @address in @settings, or NULL */
char *output_varied_value (const char *settings, const char *address);

/**
 * output_varied_name:
 * @label: of the variant
 * @settings: (nullable): of the variant
 *
 * Returns: (transfer full): what a reader calls the variant: @label, whose change, where
 * it has one of the planner's standard list (cli/changes.h), is said in @language
 */
char *
output_varied_name (OutputLanguage language, const char *label, const char *settings);

/**
 * output_varied_table:
 *
 * Errors: those of reading @results.
 * Returns: (transfer full): the table, or NULL with @error set
 */
SimTable *
output_varied_table (const SimResults *results, const OutputRun *run, GError **error);

/** Writes the table as COMMAND.csv. Errors: as the functions of output/tables.h. */
bool output_varied_write (OutputStore *store, GError **error);
