/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments: variants x replications on threads and ranks, the same results whatever
 * their number. */
#pragma once

#include "sim/ranks.h"
#include "sim/results.h"

#include <stdatomic.h>

/* Contract: workers take the next block of replications of the next variant (order:
 * block, then variant), compute it into a SimChunk of their own and hand it over; the
 * calling thread alone passes chunks to the sink, in whatever order they finish. The
 * number of chunks under way is bounded, so memory does not grow with
 * the number of replications.  Uses pthreads, since GLib's locks are not instrumented for
 * the thread sanitizer.
 *
 * On an error of any run, on a sink that fails, and on cancellation, no new block is
 * begun, blocks under way are finished and passed to the sink (unless the sink itself
 * failed), and the error of the lowest (block, variant) is reported.
 *
 * With ranks, each has its threads and all call sim_experiment_run() together; is_done,
 * sink and progress are called on the root alone, and all ranks return alike. */

typedef struct
{
  const SimCatalogue *catalogue;
  int n_variants;
  int64_t first_replication; /* a multiple of SIM_BLOCK */
  int64_t end_replication;   /* exclusive */
  int64_t n_traced;          /* replications below this number are traced */
  int n_threads;             /* >= 1 */

  /* One worker a thread: (transfer full), freed by worker_free. */
  gpointer (*worker_new) (gpointer data);
  void (*worker_free) (gpointer worker);
  /* Runs one replication of one variant into @record, which is empty; fills record->trace
   * if @is_traced. Returns: false with @error set if the replication failed */
  bool (*run) (gpointer worker,
               int variant,
               int64_t replication,
               bool is_traced,
               SimRecord *record,
               GError **error);
  /* (nullable): true if the block is stored already and need not be run (resume); asked
   * of every block by the calling thread before any is run */
  bool (*is_done) (int variant, int64_t first, gpointer data);
  bool (*sink) (const SimChunk *chunk, gpointer data, GError **error);
  /* (nullable): called from the calling thread, at most about 10 times a second */
  void (*progress) (int64_t done, int64_t total, gpointer data);
  gpointer data;
  atomic_int *cancelled; /* (nullable): non-zero asks to stop */
  SimRanks *ranks;       /* (nullable): alone */
} SimExperiment;

/**
 * sim_experiment_run:
 *
 * Errors: those of run and sink; SIM_ERROR_CANCELLED.
 * Returns: true if every block was run, or was done before
 */
bool sim_experiment_run (const SimExperiment *experiment, GError **error);
