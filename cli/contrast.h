/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contrasts on a terminal: what each rule does, and who gains and who loses by it. */
#pragma once

#include "output/store.h"

/**
 * cli_contrast_print:
 * @store: of several variants with a baseline
 *
 * Prints a row a rule; then, of each rule but the baseline, a plain sentence and who
 * gains and who loses, by grade, age and site.  No difference stands without its
 * interval.
 *
 * Errors: those of reading the store.
 */
bool cli_contrast_print (OutputStore *store, GError **error);
