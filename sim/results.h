/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results: the catalogue of metrics, and the numbers of replications behind them. */
#pragma once

#include "sim/histogram.h"
#include "sim/trace.h"

#include <glib.h>
#include <stdbool.h>

/* Contract: an experiment is a set of variants (rule x parameter values) run on the same
 * replications under one catalogue.  A replication of a variant leaves a SimRecord: a
 * vector of columns, histograms of durations, and series over an axis.  Metrics are
 * defined on columns, so that shares are ratios of sums and never means of ratios.
 *
 * Replications come in blocks of SIM_BLOCK successive ones: a block of one variant
 * (SimChunk) is what a worker computes, what is stored whole, and what the jackknife of
 * quantiles leaves out.  All totals are taken in the order of (variant, replication), so
 * results do not depend on who computed a block or when. */

#define SIM_BLOCK 4

typedef enum
{
  SIM_METRIC_MEAN,     /* mean of a column over replications, Student-t interval */
  SIM_METRIC_RATIO,    /* sum of a column / sum of another, jackknife over replications */
  SIM_METRIC_QUANTILE, /* of a histogram pooled over replications, jackknife over blocks
                        */
} SimMetricKind;

typedef struct
{
  char *name;    /* "infused-share", "wait.p90", "utilisation:line" */
  char *group;   /* "all", "A", "site:sapporo" */
  char *unit;    /* "1" for shares, "patients", "days", "mL", a currency */
  char *summary; /* one sentence, English msgid */
  SimMetricKind kind;
  int column;      /* mean: the column; ratio: numerator; quantile: the replication's own
                    * quantile, NaN when empty (for replications.csv) */
  int denominator; /* ratio: the other column, else -1 */
  int histogram;   /* quantile: which histogram, else -1 */
  double probability; /* quantile */
} SimMetric;

typedef enum
{
  SIM_SERIES_MEAN, /* a value a replication and point; mean and interval over replications
                    */
  SIM_SERIES_SHARE, /* numerator and denominator a point, pooled over replications */
} SimSeriesKind;

typedef struct
{
  char *name;  /* "infused", "waiting", "harvest-chance" */
  char *group; /* "all", "A" */
  char *unit;
  char
      *axis; /* "month" (months from the one that contains the start) or "referral-day" */
  SimSeriesKind kind;
  size_t n_points;
  size_t offset; /* of its first point in SimRecord.series */
} SimSeries;

typedef struct
{
  SimMetric *metrics;
  size_t n_metrics;
  SimSeries *series;
  size_t n_series;
  size_t n_columns;
  size_t n_histograms;
  size_t n_points; /* of all series together */
  /* Replications that share one draw of the uncertain inputs: replication r belongs to
   * draw r / draw_replications.  0: the inputs are certain, every replication stands for
   * itself (see sim/units.h). */
  int64_t draw_replications;
} SimCatalogue;

SimCatalogue *sim_catalogue_new (void);
void sim_catalogue_free (SimCatalogue *catalogue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimCatalogue, sim_catalogue_free)

/** Returns: a new column's index */
int sim_catalogue_add_column (SimCatalogue *catalogue);
/** Returns: a new histogram's index */
int sim_catalogue_add_histogram (SimCatalogue *catalogue);
/** Adds a copy of @metric with its strings. Returns: its index */
size_t sim_catalogue_add_metric (SimCatalogue *catalogue, const SimMetric *metric);
/** Adds a copy of @series, sets its offset. Returns: its index */
size_t sim_catalogue_add_series (SimCatalogue *catalogue, const SimSeries *series);
/** Returns: the metric's index, or -1 */
int sim_catalogue_find_metric (const SimCatalogue *catalogue,
                               const char *name,
                               const char *group);
/** Returns: the series' index, or -1 */
int sim_catalogue_find_series (const SimCatalogue *catalogue,
                               const char *name,
                               const char *group);

/* What one replication of one variant leaves. */
typedef struct
{
  double *columns;          /* n_columns, all 0 at the start */
  SimHistogram *histograms; /* n_histograms, all empty at the start */
  double *series;           /* n_points values, all 0 at the start */
  double *series_base;      /* n_points denominators of share series */
  SimTrace *trace;          /* NULL unless this replication is traced; the run fills it */
} SimRecord;

/** Makes @record fit @catalogue, empty. */
void sim_record_init (SimRecord *record, const SimCatalogue *catalogue);
/** Empties @record, keeping the memory; frees its trace. */
void sim_record_reset (SimRecord *record, const SimCatalogue *catalogue);
/** Frees what @record holds. */
void sim_record_clear (SimRecord *record, const SimCatalogue *catalogue);

/* A block of successive replications of one variant. */
typedef struct
{
  int variant;
  int64_t first;            /* replication, a multiple of SIM_BLOCK, from 0 */
  int count;                /* 1..SIM_BLOCK */
  double *columns;          /* count x n_columns */
  SimHistogram *histograms; /* n_histograms: sums over the block */
  double *series;           /* n_points: sums of values (mean), of numerators (share) */
  double *series_square; /* n_points: sums of squares (mean), of denominators (share) */
  SimTrace *traces[SIM_BLOCK]; /* NULL where not traced */
} SimChunk;

SimChunk *sim_chunk_new (const SimCatalogue *catalogue);
void sim_chunk_free (SimChunk *chunk, const SimCatalogue *catalogue);
/** Empties the chunk for block @first of @variant; frees its traces. */
void sim_chunk_reset (SimChunk *chunk,
                      const SimCatalogue *catalogue,
                      int variant,
                      int64_t first);
/** Appends @record as the next replication of the block; takes over its trace. */
void sim_chunk_add (SimChunk *chunk, const SimCatalogue *catalogue, SimRecord *record);

/* A place that results can be read from again: memory, or the store.  Rows and chunks are
 * always given in replication order. */
typedef struct SimResults SimResults;

/** @rows: one vector of columns a variant asked for, valid during the call only */
typedef bool (*SimRowFunc) (int64_t replication,
                            const double *const *rows,
                            gpointer data);
/** Gives histograms and series only: columns and traces are not filled. */
typedef bool (*SimChunkFunc) (const SimChunk *chunk, gpointer data);

struct SimResults
{
  const SimCatalogue *catalogue;
  int n_variants;
  int64_t n_replications;
  /* Calls @func for every replication that all @variants have; stops when it returns
   * false. Returns: false with @error set if the results cannot be read. */
  bool (*for_each_row) (const SimResults *results,
                        const int *variants,
                        int n_variants,
                        SimRowFunc func,
                        gpointer data,
                        GError **error);
  bool (*for_each_chunk) (const SimResults *results,
                          int variant,
                          SimChunkFunc func,
                          gpointer data,
                          GError **error);
  void (*free) (SimResults *results);
};

void sim_results_free (SimResults *results);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimResults, sim_results_free)

/** Returns: (transfer full): results in memory, for tests and searches; fill them with
 * sim_results_memory_add() */
SimResults *sim_results_memory_new (const SimCatalogue *catalogue, int n_variants);
/** Copies @chunk (not its traces); chunks may come in any order, and a block that is
 * there already is replaced. */
void sim_results_memory_add (SimResults *results, const SimChunk *chunk);
