/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run: a scenario under one rule; tables, charts and a summary. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "cli/experiment.h"
#include "cli/forecast.h"
#include "cli/inputs.h"
#include "cli/scenario-file.h"
#include "cli/summary.h"
#include "scenarios/reader.h"

static bool
print_summary (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, results->catalogue->n_metrics);

  if (!sim_confidence_estimate (results, 0, run->confidence, estimates, error))
    return false;
  cli_summary_print (run, 0, results->catalogue, estimates, results->n_replications);
  return true;
}

static bool
simulate (const CliOptions *options,
          const Scenario *scenario,
          const ModelStudy *study,
          GError **error)
{
  g_autofree char *directory = cli_experiment_directory (options, scenario, "run");
  const CliExperiment experiment = {
    .command = "run",
    .options = options,
    .scenario = scenario,
    .study = study,
    .baseline = -1,
  };
  double seconds = 0;
  g_autoptr (OutputStore) store =
      cli_experiment_run (&experiment, directory, &seconds, error);

  if (store == NULL || !cli_experiment_finish (store, options, seconds, error))
    return false;
  if (options->is_quiet)
    return true;
  if (!print_summary (store, error) || !cli_inputs_print (store, error) ||
      !cli_forecast_print (store, error) ||
      !cli_experiment_print_precision (&experiment, store, error))
    return false;
  printf (_ ("Tables and charts: %s\n"), directory);
  return true;
}

static CliStatus
run_run (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliOptions) options = CLI_OPTIONS_INIT;
  g_autofree GOptionEntry *entries = cli_options_entries (&options);
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status) ||
      !cli_options_check (&options, command, &status))
    return status;
  g_autoptr (Scenario) scenario =
      cli_scenario_read (files[0], options.rules_path, &error);
  if (scenario == NULL)
    return cli_report_error (error);
  if (options.has_pseudonyms)
    scenario_use_pseudonyms (scenario);
  int rule = cli_options_find_rule (&options, command, scenario);
  if (rule < 0)
    return CLI_WRONG_USAGE;
  const ModelVariant variant = { .label = scenario->rules[rule].id,
                                 .scenario = scenario,
                                 .rule = rule };
  g_autoptr (ModelStudy) study =
      model_study_new (&variant, 1, cli_experiment_seed (&options, scenario));

  if (!cli_experiment_check_names (scenario, model_study_catalogue (study), &error) ||
      !simulate (&options, scenario, study, &error))
    return cli_report_error (error);
  return CLI_DONE;
}

const CliCommand cli_run = {
  .name = "run",
  .arguments = "SCENARIO",
  .summary =
      N_ ("simulate a scenario under its rule; print a summary, write tables and charts"),
  .details = N_ (
      "Same scenario, seed and version: same bytes in every table and chart, whatever\n"
      "the number of threads.  A run that was interrupted goes on where it stopped when\n"
      "it is started again."),
  .min_files = 1,
  .max_files = 1,
  .run = run_run,
};
