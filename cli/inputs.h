/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain inputs on a terminal: how much of the spread is theirs. */
#pragma once

#include "output/store.h"

/**
 * cli_inputs_print:
 *
 * Prints, of the first variant, the primary measures (or who is infused and what is
 * wasted) with both intervals: of the mean, and over the input draws.  Prints nothing
 * where the replications are not nested in input draws.
 *
 * Errors: those of reading the store.
 */
bool cli_inputs_print (OutputStore *store, GError **error);
