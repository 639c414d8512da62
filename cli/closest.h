/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closest: the name that somebody who mistyped one will have meant. */
#pragma once

#include <stddef.h>

/**
 * cli_closest:
 * @text: what was typed
 * @names: (array length=n): what there is
 *
 * Finds the name that takes the fewest letters put in, left out or changed to make of
 * @text: at most two, and fewer than half of its letters; of equally close ones the
 * first. Letters are bytes, since names are ASCII.
 *
 * Source: Levenshtein 1966, Soviet Physics Doklady 10(8), 707-710.
 *
 * Returns: (transfer none) (nullable): one of @names, or NULL if none is close
 */
const char *cli_closest (const char *text, const char *const *names, size_t n);
