/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments of a command: its variants simulated into the store, then told. */
#pragma once

#include "cli/options.h"
#include "cli/results.h"
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
  int64_t replications;        /* 0: as the options, else the scenario say */
  bool names_patients;         /* of the list, which the forecast is of */
  const char *question;        /* (nullable): see OutputRun, likewise the answer */
  const char *answer;          /* (nullable) */
  CliStoreFunc write;          /* (nullable): tables that not every command has */
  CliStoreFunc print; /* the results, to standard output; not called with --quiet */
  gpointer data;      /* of both */
} CliExperiment;

/**
 * cli_experiment_study:
 *
 * Returns: (transfer full): the study of @variants under the seed that @options or else
 * @scenario name; NULL with @error set
 * Errors: SCENARIO_ERROR_INVALID when the scenario's primary measures or its precision
 * name a metric or group that there is not.
 */
ModelStudy *cli_experiment_study (const CliOptions *options,
                                  const Scenario *scenario,
                                  const ModelVariant *variants,
                                  size_t n_variants,
                                  GError **error);

/** Reports @error, or that the experiment was interrupted and can be resumed.
 * Returns: what to exit with */
CliStatus cli_experiment_report (const GError *error);

/**
 * cli_experiment_perform:
 *
 * Opens the store, goes on where an unfinished run of the same stopped, and simulates
 * until the replications, or those of the shard asked for, are there and the scenario's
 * <precision> is met; then writes tables and charts, then the mark that the run is whole,
 * then prints.  Reports what goes wrong: what ran is stored then, and can be resumed.
 *
 * Returns: what to exit with
 */
CliStatus cli_experiment_perform (const CliCommand *command,
                                  const CliExperiment *experiment);

/**
 * cli_experiment_perform_about:
 * @experiment: (inout): all but study and metric, which are set for the call
 * @variants: what the study is of
 * @asked: (nullable): what --metric names; cli_metric_choose() finds the metric
 * @ret_metric: (out): the metric's index, set before anything is written or printed
 *
 * As cli_experiment_perform(), of a command that is about one metric.
 */
CliStatus cli_experiment_perform_about (const CliCommand *command,
                                        CliExperiment *experiment,
                                        const ModelVariant *variants,
                                        size_t n_variants,
                                        const char *asked,
                                        int *ret_metric);
