/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored traces: one replication's story as rows of a store. */
#pragma once

#include "output/database.h"
#include "output/store.h"

/* Contract: the rankings, by far the largest part, stand in a table of their own. */

/** @key: see output_key(); must not be there yet */
bool output_stored_trace_write (OutputDatabase *database,
                                int64_t key,
                                const SimTrace *trace,
                                GError **error);

/** Errors: OUTPUT_ERROR_DAMAGED when it is not there or makes no sense. */
SimTrace *output_stored_trace_read (OutputDatabase *database,
                                    int64_t key,
                                    OutputTraceParts parts,
                                    GError **error);
