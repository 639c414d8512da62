/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks: which replications a store holds, and whether its rows are just those. */
#pragma once

#include "output/database.h"
#include "sim/results.h"

/* Contract: a row's key is (variant << OUTPUT_KEY_SHIFT) + replication, one integer, so
 * that rows are read in the order of (variant, replication).  What is held of a block is
 * remembered in one byte. */

#define OUTPUT_KEY_SHIFT 32
/* Replications beyond these are taken for damage: a scenario is limited to a million. */
#define OUTPUT_MAX_REPLICATIONS INT64_C (10000000)

static inline int64_t
output_key (int variant, int64_t replication)
{
  return ((int64_t) variant << OUTPUT_KEY_SHIFT) + replication;
}

static inline int64_t
output_key_replication (int64_t key)
{
  return key & UINT32_MAX;
}

typedef struct OutputBlocks OutputBlocks;

OutputBlocks *output_blocks_new (size_t n_variants);
void output_blocks_free (OutputBlocks *blocks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputBlocks, output_blocks_free)

/** A variant more, behind the last, of which nothing is held yet. */
void output_blocks_add_variant (OutputBlocks *blocks);

/** @traced: bit i is set if replication @first + i is traced */
void output_blocks_set (
    OutputBlocks *blocks, int variant, int64_t first, int count, unsigned traced);
bool output_blocks_has (const OutputBlocks *blocks, int variant, int64_t first);
/** Returns: true if the block holds just @count replications, traced as given */
bool output_blocks_is_equal (
    const OutputBlocks *blocks, int variant, int64_t first, int count, unsigned traced);
bool
output_blocks_is_traced (const OutputBlocks *blocks, int variant, int64_t replication);
/** Returns: the replications after the last that @variant has */
int64_t output_blocks_end (const OutputBlocks *blocks, int variant);
/** @from: the first of a block. Returns: how many replications, from @from on without a
 * gap, all variants have */
int64_t output_blocks_count (const OutputBlocks *blocks, int64_t from);

/** Remembers what @others, of as many variants, hold. */
void output_blocks_add (OutputBlocks *blocks, const OutputBlocks *others);

/** Replaces what is remembered by the table "block". */
bool output_blocks_load (OutputBlocks *blocks, OutputDatabase *database, GError **error);

/**
 * output_blocks_check:
 *
 * Reads every row of replications and traces.
 *
 * Errors: OUTPUT_ERROR_DAMAGED when a row does not match its checksum, or when there is
 * not exactly one for each replication and trace that @blocks knows of.
 */
bool output_blocks_check (const OutputBlocks *blocks,
                          OutputDatabase *database,
                          GError **error);
