/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast on a terminal: what becomes of each patient of today's list. */
#pragma once

#include "output/store.h"

/**
 * cli_forecast_print:
 *
 * Prints a table a rule of the listed patients: chances, median dates with their 80 %
 * range, the most frequent fate, the next decision; then those whose window closes within
 * a week.  Prints nothing where the scenario has no list.
 *
 * Errors: those of reading the store.
 */
bool cli_forecast_print (OutputStore *store, GError **error);
