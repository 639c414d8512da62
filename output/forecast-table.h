/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of forecast.csv: what becomes of each patient of today's list. */
#pragma once

#include "output/store.h"

/* Contract: the numbers are those of the metrics whose group is one patient, "patient:"
 * and the number of his row.  Only this table has the identifiers (output/identifiers.h);
 * all others leave these metrics out. */

/** Returns: true if @metric is of one listed patient */
bool output_forecast_is_single (const SimMetric *metric);

/** Returns: true if any metric of @catalogue is */
bool output_forecast_is (const SimCatalogue *catalogue);

/**
 * output_forecast_table:
 *
 * A row a variant and listed patient, with the columns of DESIGN section 8: chances as
 * shares, days since the injury, fates by name; "_injured" is the day of the injury since
 * the start.  Quantiles are of the pooled replications, in bins of an hour.
 *
 * Errors: those of reading the store.
 * Returns: (transfer full): the table, or NULL with @error set
 */
SimTable *output_forecast_table (OutputStore *store, GError **error);

/**
 * output_forecast_chance:
 * @chance: 0 to 1; NaN where there is none
 *
 * Never rounds what happened now and then to never or always: "<1 %", ">99 %".
 *
 * Returns: (transfer full): whole per cent, the same in every language
 */
char *output_forecast_chance (double chance);

/** Names the patients of a forecast's @table by their rows, for results to be shared. */
void output_forecast_hide_identifiers (SimTable *table);

/** Writes forecast.csv. Errors: those of reading the store and of writing. */
bool output_forecast_write (OutputStore *store, GError **error);
