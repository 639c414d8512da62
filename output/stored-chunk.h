/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored chunks: a block of replications, with its traces, as rows of a store. */
#pragma once

#include "output/database.h"
#include "sim/results.h"

/* Contract: every call is inside a transaction of the caller, who remembers what the
 * store holds (output/blocks.h). */

typedef struct OutputChunkWriter OutputChunkWriter;

/** Both must outlive the writer. Returns: (transfer full): NULL with @error set if the
 * tables are not there */
OutputChunkWriter *output_chunk_writer_new (OutputDatabase *database,
                                            const SimCatalogue *catalogue,
                                            GError **error);
void output_chunk_writer_free (OutputChunkWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputChunkWriter, output_chunk_writer_free)

/** Returns: a bit for each traced replication of @chunk, the first the lowest */
unsigned output_chunk_traced (const SimChunk *chunk);

/** Adds the rows of @chunk, which must not be there yet. Errors: OUTPUT_ERROR_WRITE. */
bool output_chunk_writer_add (OutputChunkWriter *writer,
                              const SimChunk *chunk,
                              GError **error);

/**
 * output_chunk_writer_copy:
 * @from: another store, of the same run
 *
 * Copies the rows of the keys from @first up to, and without, @end.
 *
 * Errors: OUTPUT_ERROR_WRITE; those of reading @from.
 */
bool output_chunk_writer_copy (OutputChunkWriter *writer,
                               OutputDatabase *from,
                               int64_t first,
                               int64_t end,
                               GError **error);

/** Removes what is there of the keys from @from up to, and without, @end. */
bool output_chunk_writer_remove (OutputChunkWriter *writer,
                                 int64_t from,
                                 int64_t end,
                                 GError **error);
