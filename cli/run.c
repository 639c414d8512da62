/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run: a scenario under one rule; tables, charts and a summary. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>

#include "cli/experiment.h"
#include "cli/summary.h"

static bool
print (OutputStore *store, gpointer data, GError **error)
{
  (void) data;
  return cli_summary_print (store, error);
}

static CliStatus
run_run (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliOptions) options = CLI_OPTIONS_INIT;
  const GOptionEntry own[] = {
    CLI_OPTION_RULE (&options.rule),
    CLI_OPTION_SHARD (&options.shard_text),
    CLI_OPTION_PSEUDONYMS (&options.has_pseudonyms),
    { 0 },
  };
  g_autofree GOptionEntry *entries = cli_options_entries (&options, own);
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (!cli_options_parse (&options, command, entries, argc, argv, &status))
    return status;
  g_autoptr (Scenario) scenario = cli_options_read_scenario (&options, &error);
  if (scenario == NULL)
    return cli_report_error (error);
  int rule = cli_options_find_rule (&options, command, scenario);
  if (rule < 0)
    return CLI_WRONG_USAGE;
  const ModelVariant variant = { .label = scenario->rules[rule].id,
                                 .scenario = scenario,
                                 .rule = rule };
  g_autoptr (ModelStudy) study =
      cli_experiment_study (&options, scenario, &variant, 1, &error);
  const CliExperiment experiment = {
    .command = "run",
    .options = &options,
    .scenario = scenario,
    .study = study,
    .baseline = -1,
    .print = print,
  };

  return study != NULL ? cli_experiment_perform (command, &experiment)
                       : cli_report_error (error);
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
