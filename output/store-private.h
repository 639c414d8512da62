/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a store, shared by opening and reading (store.c) and writing. */
#pragma once

#include "output/blocks.h"
#include "output/description.h"
#include "output/store.h"
#include "output/stored-chunk.h"

struct OutputStore
{
  char *directory;
  int lock; /* file descriptor; -1: none */
  OutputDatabase *database;
  OutputDescription *description;
  const SimCatalogue *catalogue; /* of the writer or of the description */
  OutputBlocks *blocks;
  int64_t last_commit;       /* monotonic, in microseconds */
  OutputChunkWriter *writer; /* NULL where the store is only read */
  OutputWorkbook *workbook;  /* NULL unless tables go into one */
};

/** The replications that @store is to hold: [@ret_first, @ret_end). */
void output_store_range (const OutputStore *store, int64_t *ret_first, int64_t *ret_end);

/**
 * output_store_settle:
 *
 * Leaves one file: moves the log into the database, and lets go of SQLite's lock, without
 * which it would keep an empty journal.  The directory stays locked.
 *
 * Errors: OUTPUT_ERROR_WRITE, OUTPUT_ERROR_DAMAGED.
 */
bool output_store_settle (OutputStore *store, GError **error);
