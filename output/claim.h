/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: which directory a run may write into, and which files there are its own. */
#pragma once

#include "output/database.h"
#include "output/store.h"

/* Contract: the rules of DESIGN section 8.  The caller holds the directory locked. */

typedef enum
{
  OUTPUT_FOUND_NOTHING,
  OUTPUT_FOUND_STORE,
  OUTPUT_FOUND_OTHER, /* a file that is no store of ours */
} OutputFound;

/** Looks at the first bytes of @path only. */
OutputFound output_claim_find (const char *path);

/**
 * output_claim_directory:
 *
 * Makes @directory ready: afterwards it holds a store of @run, empty unless it is
 * resumed. Old results go only when the new store stands ready.
 *
 * Errors: as output_store_new(); nothing is changed then.
 */
bool output_claim_directory (const char *directory,
                             const OutputRun *run,
                             const SimCatalogue *catalogue,
                             OutputStoreForce force,
                             OutputStoreStart *ret_start,
                             GError **error);

/** Replaces the damaged store in @directory by an empty one of @run. */
bool output_claim_replace (const char *directory,
                           const OutputRun *run,
                           const SimCatalogue *catalogue,
                           GError **error);

/**
 * output_claim_file:
 * @database: of the store in @directory, open for writing or not
 * @ret_is_new: (out): true if @name has yet to be recorded
 *
 * Errors: OUTPUT_ERROR_FOREIGN when a file @name is there that no run recorded.
 */
bool output_claim_file (const char *directory,
                        OutputDatabase *database,
                        const char *name,
                        bool *ret_is_new,
                        GError **error);

/** Records @name as a file of the run. */
bool output_claim_record (OutputDatabase *database, const char *name, GError **error);

/** Checks the rows of the recorded names. Errors: OUTPUT_ERROR_DAMAGED. */
bool output_claim_check (OutputDatabase *database, GError **error);
