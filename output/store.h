/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store: results.sqlite, the durable results of a run. */
#pragma once

#include "output/atomic-file.h"
#include "output/workbook.h"
#include "sim/results.h"
#include "sim/shard.h"

/* Contract.  One process writes; it holds the directory locked until the store is freed.
 * Replications are committed whole: a killed run leaves the blocks it committed, and the
 * same run started again goes on from there.  Blocks may be added in any order and are
 * read in replication order, so what is read does not depend on who computed a block or
 * when.
 *
 * Every row carries a checksum over all of its columns; whatever reads a store checks the
 * rows first, so a damaged store is reported and never drawn.  Memory does not grow with
 * the number of replications, but for a byte a block.
 *
 * Only files that a run recorded as its own are ever replaced or removed; other files in
 * the directory are left alone.  Messages begin with the path that they are about. */

#define OUTPUT_STORE_NAME "results.sqlite"

/* A rule x parameter values. */
typedef struct
{
  const char *label;    /* the column "rule" of the tables */
  const char *title;    /* (nullable): English, for charts */
  const char *title_ja; /* (nullable) */
  const char *settings; /* (nullable): what else makes the variant, "pool:line=8" */
} OutputVariant;

/* An input of the scenario with where it came from; all but address and value nullable.
 */
typedef struct
{
  const char *address; /* "stage:passage.mean" */
  const char *value;   /* as the user wrote it */
  const char *unit;
  const char *source;
  const char *status; /* guideline source derived assumption */
  const char *low;    /* plausible range, as written */
  const char *high;
} OutputParameter;

/* Whatever else tables, charts and report need to know, in the order given.  Keys in use:
 * title title.ja purpose start end (YYYY-MM-DD) window-days window-end warm-up; any other
 * is carried along and written to run.json. */
typedef struct
{
  const char *key;
  const char *value;
} OutputFact;

/* What was run.  Command, version, digest, seed, shard and the variants' labels and
 * settings make its identity: only the same run is resumed.
 *
 * A search, which has a question and no answer yet, learns its variants as it goes: the
 * question stands for them.  When it is over, the run of its answer, whose variants are
 * those worth telling, takes its place: see output_store_new(). */
typedef struct
{
  const char *command;  /* "run" */
  const char *version;  /* of day31 */
  const char *scenario; /* its name */
  const char *digest;   /* of the scenario and of every file it names */
  uint64_t seed;
  int64_t replications; /* asked for, of all shards together; of a search the most that a
                         * trial may need */
  SimShard shard;       /* which of them these are; SIM_SHARD_WHOLE: all */
  int64_t n_traced;     /* replications below this number are traced */
  double confidence;    /* of intervals, e.g. 0.95 */
  int baseline;         /* the variant that the others are compared with, or -1 */
  const int *primary;   /* metrics that are primary measures */
  size_t n_primary;
  const OutputVariant *variants;
  size_t n_variants;
  const OutputParameter *parameters;
  size_t n_parameters;
  const OutputFact *facts;
  size_t n_facts;
  const char *question; /* (nullable): "pool=line; targets=...", of a search */
  const char *answer;   /* (nullable): what it found, for who asked */
} OutputRun;

/** Returns: true if @run is a part of a run, to be merged before it is told */
bool output_run_is_shard (const OutputRun *run);

/** Returns: true if @run is a search that is not over: its variants are its trials, which
 * tell nothing */
bool output_run_is_search (const OutputRun *run);

typedef enum
{
  OUTPUT_STORE_CAREFUL, /* refuse what is not of this run */
  OUTPUT_STORE_FORCE,   /* --force: replace an unfinished or damaged run of anything else;
                         * accept a directory of foreign files, which stay */
} OutputStoreForce;

typedef enum
{
  OUTPUT_STORE_NEW,      /* nothing was there */
  OUTPUT_STORE_REPLACED, /* other results were there and are gone */
  OUTPUT_STORE_RESUMED,  /* this run was there, unfinished */
} OutputStoreStart;

typedef struct OutputStore OutputStore;

/**
 * output_store_new:
 * @directory: made if it is not there
 * @run: copied
 * @catalogue: (transfer none): must outlive the store
 * @ret_start: (out) (optional): how it began
 *
 * Opens the store of a run for writing, by the rules of DESIGN section 8: finished
 * results are replaced whole, this run unfinished is resumed, all else is refused unless
 * @force. The old results go only when the new store stands.
 *
 * A search resumes what is there of its question: its own trials, or the unfinished run
 * of its answer; the run is then the one that is there, see output_store_run().  The run
 * of an answer replaces the search that found it.
 *
 * Errors: OUTPUT_ERROR_IN_USE when another process works there; OUTPUT_ERROR_FOREIGN when
 * an unfinished run of anything else, or foreign files without a run, or foreign files of
 * our names are there; OUTPUT_ERROR_DAMAGED when an unfinished store is damaged;
 * OUTPUT_ERROR_READ, OUTPUT_ERROR_WRITE.  Nothing is changed then.
 * Returns: (transfer full): the store, or NULL with @error set
 */
OutputStore *output_store_new (const char *directory,
                               const OutputRun *run,
                               const SimCatalogue *catalogue,
                               OutputStoreForce force,
                               OutputStoreStart *ret_start,
                               GError **error);

/**
 * output_store_open:
 *
 * Opens results for plot, explain and report, and checks every row.  An unfinished run
 * opens too: see output_store_is_finished().
 *
 * Errors: OUTPUT_ERROR_READ when there is no store or none of this format;
 * OUTPUT_ERROR_IN_USE while a run writes it; OUTPUT_ERROR_DAMAGED.
 */
OutputStore *output_store_open (const char *directory, GError **error);

/** Commits what was added, and closes.  A store that was not finished can be resumed. */
void output_store_free (OutputStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputStore, output_store_free)

/** (transfer none), as long as the store lives */
const char *output_store_directory (const OutputStore *store);
const OutputRun *output_store_run (const OutputStore *store);
const SimCatalogue *output_store_catalogue (const OutputStore *store);
bool output_store_is_finished (const OutputStore *store);

/**
 * output_store_find_stranger:
 *
 * Compares all that the shards of one run have in common.
 *
 * Returns: (transfer full) (nullable): a phrase that names the first difference, "seed 1
 * instead of 2"; NULL if both are, or are shards of, the same run
 */
char *output_store_find_stranger (const OutputStore *store, const OutputStore *other);

/**
 * output_store_set_replications:
 *
 * Changes the number of replications asked for (DESIGN section 6, <precision>).
 *
 * Errors: OUTPUT_ERROR_WRITE.
 */
bool
output_store_set_replications (OutputStore *store, int64_t replications, GError **error);

/**
 * output_store_add_variant:
 * @variant: copied
 *
 * Adds a variant to those of the run, behind the last, and commits it.
 *
 * Errors: OUTPUT_ERROR_WRITE: the variant is not there then; what was committed stands.
 */
bool output_store_add_variant (OutputStore *store,
                               const OutputVariant *variant,
                               GError **error);

/**
 * output_store_add_chunk:
 *
 * Adds a block, in place of what the store held of it.  Blocks that come slowly are
 * committed at once, fast ones about ten times a second.  For SimExperiment.sink.
 *
 * Errors: OUTPUT_ERROR_WRITE (the disk is full): what was committed stands.
 */
bool output_store_add_chunk (OutputStore *store, const SimChunk *chunk, GError **error);

/** Returns: true if the store holds all of the block that begins with replication @first,
 * traces included. For SimExperiment.is_done */
bool output_store_is_done (const OutputStore *store, int variant, int64_t first);

/** Commits what was added. Errors: OUTPUT_ERROR_WRITE. */
bool output_store_flush (OutputStore *store, GError **error);

/**
 * output_store_finish:
 *
 * Marks the run as finished: to be called last, when tables and charts are written, so
 * that a run killed before is resumed.  Removes blocks beyond the replications asked for,
 * and leaves one file without a journal beside it.
 *
 * Errors: OUTPUT_ERROR_NO_DATA when a block is missing; OUTPUT_ERROR_WRITE.
 */
bool output_store_finish (OutputStore *store, GError **error);

/** Returns: how many replications, from the shard's first on, all variants have */
int64_t output_store_replication_count (const OutputStore *store);

/**
 * output_store_results:
 *
 * The results so far: all that were asked for, or as many from the first on as there are;
 * not of a shard, whose intervals would be those of nothing.
 *
 * Returns: (transfer full): must not outlive the store
 */
SimResults *output_store_results (OutputStore *store);

/**
 * output_store_trials:
 *
 * The first @n_replications of every variant, as far as it has them: what is read of one
 * that has them all does not depend on the others, or on what else it has.
 *
 * Returns: (transfer full): must not outlive the store; as many variants as there are now
 */
SimResults *output_store_trials (OutputStore *store, int64_t n_replications);

/**
 * output_store_add_shard:
 * @shard: a finished store of one shard of the very run that @store is the whole of
 *
 * Copies all rows of @shard, unless they are there already (a merge that was killed), in
 * one transaction.
 *
 * Errors: OUTPUT_ERROR_WRITE; those of reading @shard.
 */
bool output_store_add_shard (OutputStore *store, OutputStore *shard, GError **error);

/** Returns: the first traced replication of @variant at or after @from, or -1 */
int64_t output_store_next_trace (const OutputStore *store, int variant, int64_t from);

typedef enum
{
  OUTPUT_TRACE_DRAWING, /* all but the rankings, which stay NULL */
  OUTPUT_TRACE_WHOLE,
} OutputTraceParts;

/**
 * output_store_trace:
 *
 * Errors: OUTPUT_ERROR_NO_DATA when this replication was not traced; OUTPUT_ERROR_READ,
 * OUTPUT_ERROR_DAMAGED.
 * Returns: (transfer full): the trace, or NULL with @error set
 */
SimTrace *output_store_trace (OutputStore *store,
                              int variant,
                              int64_t replication,
                              OutputTraceParts parts,
                              GError **error);

/**
 * output_store_new_file:
 * @name: relative to the directory, "summary.csv" or "charts/throughput.png"
 *
 * Records @name as a file of the run, makes its folder, and begins to write it.  Works on
 * a store opened for reading too (plot).
 *
 * Errors: OUTPUT_ERROR_FOREIGN when a file of that name is there that no run wrote;
 * OUTPUT_ERROR_WRITE.
 * Returns: (transfer full): the file; commit it
 */
OutputAtomicFile *
output_store_new_file (OutputStore *store, const char *name, GError **error);

/** @workbook: (transfer full) (nullable): what the tables that are written next go into
 * beside their files; the one before is freed */
void output_store_set_workbook (OutputStore *store, OutputWorkbook *workbook);
/** Returns: (transfer none) (nullable): the workbook, until another is set */
OutputWorkbook *output_store_workbook (const OutputStore *store);
