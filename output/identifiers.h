/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers: what the patients of today's list are called. */
#pragma once

#include "output/store.h"
#include "sim/trace.h"

/* Contract: everything in a results directory names a patient of the list by the number
 * of his row, but for what is read by those who wrote the list: this file, a line a row,
 * and the forecast that is made with it.  Without the file the forecast has numbers too.
 */

/** Writes the identifiers of patients 1 to @n. Errors: those of writing. */
bool output_identifiers_write (OutputStore *store,
                               const char *const *identifiers,
                               size_t n,
                               GError **error);

/** Returns: (transfer full): the identifiers of patients 1, 2, ... of the results in
 * @directory, ended by NULL; none where the file is not there or makes no sense */
char **output_identifiers_read (const char *directory);

/** Returns: (transfer full): the identifier of patient @number, else the number itself */
char *output_identifiers_name (char *const *identifiers, int64_t number);

/** Names the patients of @trace by their identifiers instead of their numbers, for the
 * eyes of who has the list. */
void output_identifiers_apply (char *const *identifiers, SimTrace *trace);
