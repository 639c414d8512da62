/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptions: what was run and what its numbers mean, as rows of a store. */
#pragma once

#include "output/database.h"
#include "output/store.h"

/* Contract: a description holds everything of a store that is not a number of a
 * replication. What is read is checked: counts agree with the rows, and every index
 * points at something. */

/* Of the tables and what is packed in them: to be raised when either changes. */
#define OUTPUT_FORMAT "3"

/* Counts beyond these are taken for damage: of columns, histograms, metrics, points; and
 * of variants, parameters, facts.  Both are far above what 1,000 sites and 64 pools
 * give. */
#define OUTPUT_MAX_CATALOGUE INT64_C (4194304)
#define OUTPUT_MAX_INPUTS    INT64_C (1000000)

typedef struct
{
  OutputRun run;           /* its strings and arrays belong to the description */
  SimCatalogue *catalogue; /* NULL for a copy of a run */
  bool is_finished;
  GStringChunk *texts;
  GPtrArray *arrays;
} OutputDescription;

/** Returns: (transfer full): a copy of @run, unfinished, without a catalogue */
OutputDescription *output_description_new (const OutputRun *run);
void output_description_free (OutputDescription *description);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputDescription, output_description_free)

/** The statements that make the tables of a description. */
extern const char *const output_description_schema;

/** Replaces the description in @database; inside a transaction of the caller. */
bool output_description_write (const OutputRun *run,
                               const SimCatalogue *catalogue,
                               OutputDatabase *database,
                               GError **error);
/** Changes one value of the header. */
bool output_description_set (OutputDatabase *database,
                             const char *key,
                             const char *value,
                             GError **error);
/** Adds @variant as number @n_variants to a description of as many; inside a transaction
 * of the caller, after which output_description_append() is for the copy in memory. */
bool output_description_add_variant (OutputDatabase *database,
                                     size_t n_variants,
                                     const OutputVariant *variant,
                                     GError **error);
/** Appends a copy of @variant to those of @description; the array before stays valid. */
void output_description_append (OutputDescription *description,
                                const OutputVariant *variant);
/** Errors: OUTPUT_ERROR_DAMAGED; OUTPUT_ERROR_READ when the format is another one. */
OutputDescription *output_description_read (OutputDatabase *database, GError **error);

/**
 * output_description_find_stranger:
 *
 * Compares what shards of one run have in common: all of a run's identity but which
 * replications it has.
 *
 * Returns: (transfer full) (nullable): a phrase that names the first difference, "seed 1
 * instead of 2"; NULL if the two are the same
 */
char *output_description_find_stranger (const OutputRun *found,
                                        const SimCatalogue *found_catalogue,
                                        const OutputRun *wanted,
                                        const SimCatalogue *wanted_catalogue);

/** As above, of the whole identity of a run. */
char *output_description_find_difference (const OutputRun *found,
                                          const SimCatalogue *found_catalogue,
                                          const OutputRun *wanted,
                                          const SimCatalogue *wanted_catalogue);
