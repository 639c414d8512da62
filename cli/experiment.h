/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments of a command: its variants simulated into the store, with progress. */
#pragma once

#include "cli/options.h"
#include "models/study.h"
#include "output/tables.h"

typedef struct
{
  const char *command; /* "run" */
  const CliOptions *options;
  const Scenario *scenario; /* whose facts, parameters and seed are recorded */
  const ModelStudy *study;
  const char *const *settings; /* (nullable): a text a variant, see OutputVariant */
  const char *metric;          /* (nullable): "NAME:GROUP", what sweep and tornado draw */
  int baseline;                /* variant that the others are compared with, or -1 */
} CliExperiment;

/** Returns: (transfer full): where the results go: as @options say, else the scenario's
 * name, with "-COMMAND" behind it for all commands but run */
char *cli_experiment_directory (const CliOptions *options,
                                const Scenario *scenario,
                                const char *command);

/** Returns: the seed that @options or else @scenario name */
uint64_t cli_experiment_seed (const CliOptions *options, const Scenario *scenario);

/**
 * cli_experiment_check_names:
 * Errors: SCENARIO_ERROR_INVALID when the scenario's primary measures or its precision
 * name a metric or group that @catalogue lacks.
 */
bool cli_experiment_check_names (const Scenario *scenario,
                                 const SimCatalogue *catalogue,
                                 GError **error);

/**
 * cli_experiment_run:
 * @directory: of the results
 * @ret_seconds: (out): elapsed
 *
 * Opens the store, goes on where an unfinished run of the same stopped, and simulates
 * until the replications are there and the scenario's <precision> is met.  The store is
 * not finished: tables and charts come first.
 *
 * Errors: those of the store and of sim_experiment_run(); what ran is stored then.
 * Returns: (transfer full): the store; must not outlive the study
 */
OutputStore *cli_experiment_run (const CliExperiment *experiment,
                                 const char *directory,
                                 double *ret_seconds,
                                 GError **error);

/**
 * cli_experiment_finish:
 *
 * Writes tables and charts, and only then the mark that the run is whole.
 *
 * Errors: those of writing and drawing; the run can be resumed then.
 */
bool cli_experiment_finish (OutputStore *store,
                            const CliOptions *options,
                            double seconds,
                            GError **error);

/**
 * cli_experiment_print_precision:
 *
 * Prints what half-width was asked for and what was reached, with how many replications;
 * nothing where --replications overruled the scenario, which a note has said.
 *
 * Errors: those of reading the store.
 */
bool cli_experiment_print_precision (const CliExperiment *experiment,
                                     OutputStore *store,
                                     GError **error);
