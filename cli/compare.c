/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: several rules on the same patients; who gains, who loses, and how surely. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "cli/bound.h"
#include "cli/contrast.h"
#include "cli/experiment.h"
#include "cli/forecast.h"
#include "cli/scenario-file.h"

/* What compare has beside the common options. */
typedef struct
{
  char *rules;    /* NULL: all of the scenario */
  char *baseline; /* NULL: the first */
  char *bound;    /* NULL: none; "": the usual objectives */
} CompareOptions;

static void
compare_options_clear (CompareOptions *compare)
{
  g_clear_pointer (&compare->rules, g_free);
  g_clear_pointer (&compare->baseline, g_free);
  g_clear_pointer (&compare->bound, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CompareOptions, compare_options_clear)

static GOptionEntry *
make_entries (CliOptions *options, CompareOptions *compare)
{
  const GOptionEntry own[] = {
    { "rules", 0, 0, G_OPTION_ARG_STRING, &compare->rules,
      N_ ("Compare these rules of the scenario (default: all)"), N_ ("LIST") },
    { "baseline", 0, 0, G_OPTION_ARG_STRING, &compare->baseline,
      N_ ("Take differences from this rule (default: the first)"), N_ ("RULE") },
    { "bound", 0, 0, G_OPTION_ARG_STRING, &compare->bound,
      N_ ("Add what no rule could exceed (WEIGHTS by grade, A:1,B:0; may be left out)"),
      N_ ("WEIGHTS") },
    CLI_OPTION_SHARD (&options->shard_text),
    CLI_OPTION_PSEUDONYMS (&options->has_pseudonyms),
    { 0 },
  };

  return cli_options_entries (options, own);
}

static void
add_variant (GArray *variants, const Scenario *scenario, int rule)
{
  const ModelVariant variant = { .label = scenario->rules[rule].id,
                                 .scenario = scenario,
                                 .rule = rule };

  g_array_append_val (variants, variant);
}

/* The variant of that name, or -1. */
static int
find_variant (const GArray *variants, const char *name)
{
  for (guint v = 0; v < variants->len; v++)
    if (strcmp (g_array_index (variants, ModelVariant, v).label, name) == 0)
      return (int) v;
  return -1;
}

/* Reports wrong usage. Returns: false if a rule is unknown or named twice */
static bool
collect_named (GArray *variants,
               const CliCommand *command,
               const char *list,
               const Scenario *scenario)
{
  g_auto (GStrv) names = g_strsplit (list, ",", -1);

  for (char **name = names; *name != NULL; name++)
    {
      int rule = scenario_find_rule (scenario, g_strstrip (*name));

      if (rule < 0)
        {
          g_autofree char *known = cli_scenario_rule_names (scenario);

          cli_wrong_usage (command, _ ("--rules: unknown rule '%s'; rules here: %s"),
                           *name, known);
          return false;
        }
      if (find_variant (variants, *name) >= 0)
        {
          cli_wrong_usage (
              command, _ ("--rules: expected each rule once, found '%s' twice"), *name);
          return false;
        }
      add_variant (variants, scenario, rule);
    }
  return true;
}

/* Reports wrong usage. Returns: (transfer full): the variants, or NULL */
static GArray *
collect_variants (const CliCommand *command,
                  const CompareOptions *compare,
                  const Scenario *scenario)
{
  g_autoptr (GArray) variants = g_array_new (FALSE, FALSE, sizeof (ModelVariant));

  if (compare->rules != NULL)
    {
      if (!collect_named (variants, command, compare->rules, scenario))
        return NULL;
    }
  else
    for (size_t rule = 0; rule < scenario->n_rules; rule++)
      add_variant (variants, scenario, (int) rule);
  if (variants->len < 2)
    {
      g_autofree char *known = cli_scenario_rule_names (scenario);

      cli_wrong_usage (command,
                       _ ("expected two rules or more to compare, found %u; rules here: "
                          "%s; --rules-file adds others"),
                       variants->len, known);
      return NULL;
    }
  return g_steal_pointer (&variants);
}

static void
warn_of_precision (const Scenario *scenario, const GArray *variants)
{
  const ScenarioPrecision *precision = &scenario->precision;

  if (!precision->of_difference || find_variant (variants, precision->rule) >= 0)
    return;
  g_autofree char *text =
      g_strdup_printf (_ ("<precision> asks for differences from '%s', which is not "
                          "compared: the number of "
                          "replications stays as it is"),
                       precision->rule);
  cli_warn (text);
}

/* What is measured and printed beside the differences. */
typedef struct
{
  const Scenario *scenario;
  const CliBound *bound; /* NULL: not asked for */
  GArray *rows;          /* of the bound */
} Comparison;

static bool
write_bound (OutputStore *store, gpointer data, GError **error)
{
  Comparison *comparison = data;

  if (comparison->bound == NULL)
    return true;
  comparison->rows =
      cli_bound_measure (comparison->bound, comparison->scenario, store, error);
  return comparison->rows != NULL && output_bound_write (store, comparison->rows, error);
}

static bool
print (OutputStore *store, gpointer data, GError **error)
{
  const Comparison *comparison = data;

  if (!cli_contrast_print (store, error) || !cli_forecast_print (store, error))
    return false;
  if (comparison->rows != NULL)
    cli_bound_print (comparison->rows);
  return true;
}

static CliStatus
perform (const CliCommand *command,
         const CliOptions *options,
         const Scenario *scenario,
         const GArray *variants,
         int baseline,
         const CliBound *bound)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelStudy) study = cli_experiment_study (
      options, scenario, (const ModelVariant *) (void *) variants->data, variants->len,
      &error);
  Comparison comparison = { .scenario = scenario, .bound = bound };
  const CliExperiment experiment = {
    .command = "compare",
    .options = options,
    .scenario = scenario,
    .study = study,
    .names_patients = true,
    .baseline = baseline,
    .write = write_bound,
    .print = print,
    .data = &comparison,
  };
  CliStatus status = study != NULL ? cli_experiment_perform (command, &experiment)
                                   : cli_report_error (error);

  g_clear_pointer (&comparison.rows, g_array_unref);
  return status;
}

static CliStatus
run_compare (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliOptions) options = CLI_OPTIONS_INIT;
  g_auto (CompareOptions) compare = { 0 };
  g_autofree GOptionEntry *entries = make_entries (&options, &compare);
  g_autoptr (GError) error = NULL;
  CliStatus status;
  CliBound bound;
  char bare[] = "--bound=";

  /* GOption knows no string that may be left out. */
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--bound") == 0)
      argv[i] = bare;
  if (!cli_options_parse (&options, command, entries, argc, argv, &status))
    return status;
  if (compare.bound != NULL && !cli_bound_parse (command, compare.bound, &bound))
    return CLI_WRONG_USAGE;
  g_autoptr (Scenario) scenario = cli_options_read_scenario (&options, &error);
  if (scenario == NULL)
    return cli_report_error (error);
  if (compare.bound != NULL && scenario->has_initial)
    return cli_wrong_usage (command,
                            _ ("--bound: not offered for a scenario with <initial>: the "
                               "bound is of patients who are all still to be booked, for "
                               "a plant that starts empty"));
  if (compare.bound != NULL && options.shard.count > 1)
    return cli_wrong_usage (
        command, _ ("--bound: not offered with --shard: it is of all replications"));
  g_autoptr (GArray) variants = collect_variants (command, &compare, scenario);
  if (variants == NULL)
    return CLI_WRONG_USAGE;
  int baseline = compare.baseline != NULL ? find_variant (variants, compare.baseline) : 0;
  if (baseline < 0)
    return cli_wrong_usage (
        command, _ ("--baseline: expected one of the rules compared, found '%s'"),
        compare.baseline);
  warn_of_precision (scenario, variants);
  return perform (command, &options, scenario, variants, baseline,
                  compare.bound != NULL ? &bound : NULL);
}

const CliCommand cli_compare = {
  .name = "compare",
  .arguments = "SCENARIO",
  .summary = N_ ("run several rules on the same patients; paired differences from a "
                 "baseline"),
  .details = N_ (
      "Every rule sees the same patients with the same luck, so that what differs is "
      "the\n"
      "rule's doing.  No difference stands without its interval: comparison.csv has all\n"
      "of them.  Primary measures are those of the scenario; without any, who of the\n"
      "referred is infused, by grade, and the products wasted."),
  .min_files = 1,
  .max_files = 1,
  .takes_ranks = true,
  .run = run_compare,
};
