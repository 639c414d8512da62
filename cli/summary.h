/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summary: what became of the patients, on a terminal, for a planner without the manual.
 */
#pragma once

#include "output/store.h"

/**
 * cli_summary_print:
 * @store: of one variant
 *
 * Prints to standard output: patients by grade, losses by cause, times, plant and waste,
 * each with the half-width of its interval, and what that interval is; then how much of
 * the spread is that of uncertain inputs, and what becomes of the patients of a list,
 * where there are such.
 *
 * Errors: those of reading the store.
 */
bool cli_summary_print (OutputStore *store, GError **error);
