/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table bound.csv: what each rule reached of what no rule could exceed. */
#pragma once

#include "output/store.h"

typedef struct
{
  const char *rule;
  const char *objective; /* "A:1 B:0 C:0", "all" */
  double mean;           /* reached, a replication */
  double bound;          /* likewise */
  double share;          /* reached of it */
  double low, high;      /* interval of the share, paired */
} OutputBoundRow;

/** Writes bound.csv, with the columns of DESIGN section 8, into the directory of @store.
 * @rows: of OutputBoundRow. Errors: OUTPUT_ERROR_WRITE, OUTPUT_ERROR_FOREIGN. */
bool output_bound_write (OutputStore *store, const GArray *rows, GError **error);
