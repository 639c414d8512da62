/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run: a scenario under one rule; tables, charts and a summary. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "cli/experiment.h"
#include "cli/summary.h"

static bool
print (OutputStore *store, gpointer data, GError **error)
{
  (void) data;
  return cli_summary_print (store, error);
}

/* One replication alone, as a failure names it. */
static CliStatus
perform_alone (const CliCommand *command,
               CliOptions *options,
               const Scenario *scenario,
               CliExperiment *experiment,
               int64_t replication)
{
  if (replication < 0 || replication >= SCENARIO_MAX_REPLICATIONS ||
      options->replications > 0 || options->shard.count > 1)
    return cli_wrong_usage (
        command,
        _ ("--replication: expected a number from 0 to %d, without --replications and "
           "--shard, found '%" PRId64 "'"),
        SCENARIO_MAX_REPLICATIONS - 1, replication);
  /* The command is a part of what a run is: another replication is another run. */
  g_autofree char *name = g_strdup_printf ("run --replication %" PRId64, replication);

  if (options->output == NULL)
    options->output =
        g_strdup_printf ("%s-replication-%" PRId64, scenario->name, replication);
  options->traced = 1;
  experiment->command = name;
  experiment->replications = 1;
  return cli_experiment_perform (command, experiment);
}

static CliStatus
run_run (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliOptions) options = CLI_OPTIONS_INIT;
  gint64 alone = G_MININT64; /* no replication in particular */
  const GOptionEntry own[] = {
    CLI_OPTION_RULE (&options.rule),
    CLI_OPTION_SHARD (&options.shard_text),
    CLI_OPTION_PSEUDONYMS (&options.has_pseudonyms),
    { "replication", 0, 0, G_OPTION_ARG_INT64, &alone,
      N_ ("Simulate replication N alone, the first being 0: the one that a failure "
          "names"),
      "N" },
    { 0 },
  };
  g_autofree GOptionEntry *entries = cli_options_entries (&options, own);
  g_autoptr (Scenario) scenario = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;
  int rule;

  if (!cli_options_parse (&options, command, entries, argc, argv, &status) ||
      !cli_options_read_with_rule (&options, command, &scenario, &rule, &status))
    return status;
  const ModelVariant variant = { .label = scenario->rules[rule].id,
                                 .scenario = scenario,
                                 .rule = rule,
                                 .first_replication = MAX (alone, 0) };
  g_autoptr (ModelStudy) study =
      cli_experiment_study (&options, scenario, &variant, 1, &error);
  CliExperiment experiment = {
    .command = "run",
    .options = &options,
    .scenario = scenario,
    .study = study,
    .names_patients = true,
    .baseline = -1,
    .print = print,
  };

  if (study == NULL)
    return cli_report_error (error);
  return alone != G_MININT64
             ? perform_alone (command, &options, scenario, &experiment, alone)
             : cli_experiment_perform (command, &experiment);
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
  .takes_ranks = true,
  .run = run_run,
};
