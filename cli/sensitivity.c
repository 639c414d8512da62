/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sensitivity: one change at a time against the base; which constraint binds. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/changes.h"
#include "cli/experiment.h"
#include "cli/language.h"
#include "cli/losses.h"
#include "cli/metric.h"
#include "cli/text-table.h"
#include "output/sentences.h"
#include "output/varied.h"
#include "sim/comparison.h"

#define LOSSES_TOLD 3

static GOptionEntry *
make_entries (CliOptions *options, char **metric)
{
  const GOptionEntry own[] = {
    { "metric", 0, 0, G_OPTION_ARG_STRING, metric,
      N_ ("Measure the changes by this metric (default: the scenario's first primary "
          "measure)"),
      N_ ("NAME:GROUP") },
    CLI_OPTION_RULE (&options->rule),
    CLI_OPTION_SHARD (&options->shard_text),
    { 0 },
  };

  return cli_options_entries (options, own);
}

/* ---- On the terminal ---- */

/* A change of the table: the variant and what it does to the metric. */
typedef struct
{
  size_t variant;
  const SimDifference *difference;
} Effect;

typedef struct
{
  const OutputRun *run;
  const CliChanges *changes;
  const SimMetric *metric;
  OutputLanguage language;
  double factor; /* shares are told in percentage points */
  const char *unit;
  Effect *effects; /* greatest first */
  size_t n_effects;
} Report;

static double
size_of (const Effect *effect)
{
  return isnan (effect->difference->difference) ? 0
                                                : fabs (effect->difference->difference);
}

static int
compare_effects (const void *a, const void *b)
{
  const Effect *left = a;
  const Effect *right = b;

  if (size_of (left) != size_of (right))
    return size_of (left) > size_of (right) ? -1 : 1;
  return left->variant < right->variant ? -1 : left->variant > right->variant;
}

static bool
is_certain (const SimDifference *difference)
{
  return difference->low > 0 || difference->high < 0;
}

static char *
difference_text (const Report *report, const SimDifference *difference)
{
  double low = difference->low * report->factor;
  double high = difference->high * report->factor;

  if (isnan (difference->difference))
    return NULL;
  if (isnan (low))
    return g_strdup_printf ("%+.3g", difference->difference * report->factor);
  if (difference->low == 0 && difference->high == 0)
    return g_strdup (_ ("nothing, in every replication"));
  int decimals = output_difference_decimals (low, high);
  double value = difference->difference * report->factor;
  g_autofree char *middle = output_number (value, decimals);
  g_autofree char *from = output_number (low, decimals);
  g_autofree char *to = output_number (high, decimals);
  /* No sign before a zero that rounding made. */
  bool is_zero = strspn (middle, "0.") == strlen (middle);
  /* Translators: a difference and its interval. */
  return g_strdup_printf (_ ("%s%s (%s to %s)"), value > 0 && !is_zero ? "+" : "", middle,
                          from, to);
}

static void
print_effects (const Report *report)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrl");
  g_autofree char *heading = g_strdup_printf (_ ("%s:%s, %s"), report->metric->name,
                                              report->metric->group, report->unit);

  cli_text_table_add (table, _ ("change"), _ ("to"), heading, NULL);
  for (size_t i = 0; i < report->n_effects; i++)
    {
      const char *settings = report->run->variants[report->effects[i].variant].settings;

      g_autofree char *name = output_varied_value (settings, "change");
      cli_text_table_begin_row (table);
      cli_text_table_add_cell (table, output_word_change (report->language, name));
      cli_text_table_add_cell (table, output_varied_value (settings, "value"));
      cli_text_table_add_cell (table,
                               difference_text (report, report->effects[i].difference));
    }
  cli_text_table_print (table, stdout);
}

/* The greatest certain effect that is for the better, of the standard list or of the
 * declared ranges; -1: none. */
static int
find_greatest (const Report *report, bool is_standard)
{
  bool is_burden = cli_metric_is_burden (report->metric);

  for (size_t i = 0; i < report->n_effects; i++)
    {
      const SimDifference *difference = report->effects[i].difference;
      bool is_better = is_burden ? difference->high < 0 : difference->low > 0;

      if (cli_changes_is_standard (report->changes, report->effects[i].variant) !=
              is_standard ||
          !is_certain (difference) || (is_standard && !is_better))
        continue;
      return (int) i;
    }
  return -1;
}

static void
print_sentence (const Report *report, int greatest, const char *form)
{
  const Effect *effect = &report->effects[greatest];
  const char *settings = report->run->variants[effect->variant].settings;
  g_autofree char *change = output_varied_value (settings, "change");
  g_autofree char *name = output_word_change (report->language, change);
  g_autofree char *value = output_varied_value (settings, "value");
  g_autofree char *text = difference_text (report, effect->difference);

  printf (form, name, value, text, report->unit);
}

static void
print_binding (const Report *report,
               const SimCatalogue *catalogue,
               const SimEstimate *estimates)
{
  int greatest = find_greatest (report, true);
  int number = find_greatest (report, false);
  g_autofree char *losses = cli_losses_text (catalogue, "all", estimates, LOSSES_TOLD);

  if (greatest >= 0)
    print_sentence (
        report, greatest,
        _ ("\nWhat binds: of the changes that a planner can make, '%s' (%s) does most: "
           "%s %s.\n"));
  else
    puts (_ (
        "\nWhat binds: none of the changes that a planner can make helps for certain."));
  if (number >= 0)
    print_sentence (report, number,
                    _ ("Of the declared ranges, '%s' at %s moves it most: %s %s.\n"));
  if (losses != NULL)
    printf (_ ("Eligible patients are lost, in the base, to %s.\n"), losses);
}

/* What the report is of. */
typedef struct
{
  const CliChanges *changes;
  int metric;
} Subject;

static bool
print (OutputStore *store, gpointer data, GError **error)
{
  const Subject *subject = data;
  int metric = subject->metric;
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  const SimCatalogue *catalogue = results->catalogue;
  size_t n = run->n_variants - 1;
  g_autofree int *others = g_new (int, n);
  g_autofree Effect *effects = g_new (Effect, n);
  g_autofree SimDifference *differences = g_new (SimDifference, n * catalogue->n_metrics);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  bool is_share = strcmp (catalogue->metrics[metric].unit, "1") == 0;

  for (size_t v = 0; v < n; v++)
    others[v] = (int) v + 1;
  if (!sim_comparison_paired (results, 0, others, (int) n, run->primary,
                              (int) run->n_primary, run->confidence, differences,
                              error) ||
      !sim_confidence_estimate (results, 0, run->confidence, estimates, error))
    return false;
  for (size_t v = 0; v < n; v++)
    effects[v] =
        (Effect){ v + 1, &differences[v * catalogue->n_metrics + (size_t) metric] };
  qsort (effects, n, sizeof *effects, compare_effects);
  OutputLanguage language = cli_language_of_terminal ();
  const Report report = {
    .run = run,
    .changes = subject->changes,
    .metric = &catalogue->metrics[metric],
    .language = language,
    .factor = is_share ? 100 : 1,
    .unit = output_word_unit (language, is_share ? "percentage points"
                                                 : catalogue->metrics[metric].unit),
    .effects = effects,
    .n_effects = n,
  };
  printf (_ ("Base: %s:%s %.4g %s\n\n"), report.metric->name, report.metric->group,
          estimates[metric].mean * report.factor, is_share ? "%" : report.unit);
  print_effects (&report);
  print_binding (&report, catalogue, estimates);
  printf (_ ("Differences from the base on the same %" PRId64
             " replications; %g %% intervals, simultaneous over all changes.\n"),
          results->n_replications, run->confidence * 100);
  return true;
}

/* ---- The command ---- */

static CliStatus
run_sensitivity (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliOptions) options = CLI_OPTIONS_INIT;
  g_autofree char *asked = NULL;
  g_autofree GOptionEntry *entries = make_entries (&options, &asked);
  g_autoptr (Scenario) scenario = NULL;
  CliStatus status;
  int rule;

  if (!cli_options_parse (&options, command, entries, argc, argv, &status) ||
      !cli_options_read_with_rule (&options, command, &scenario, &rule, &status))
    return status;
  g_autoptr (CliChanges) changes = cli_changes_new (scenario, rule);
  size_t n_variants;
  const ModelVariant *variants = cli_changes_variants (changes, &n_variants);
  if (n_variants < 2)
    {
      cli_report (
          _ ("the scenario has nothing to change: no pool, slot or declared range"));
      return CLI_FAILED;
    }
  Subject subject = { changes, -1 };
  CliExperiment experiment = {
    .command = "sensitivity",
    .options = &options,
    .scenario = scenario,
    .settings = cli_changes_settings (changes),
    .baseline = 0,
    .print = print,
    .data = &subject,
  };

  return cli_experiment_perform_about (command, &experiment, variants, n_variants, asked,
                                       &subject.metric);
}

const CliCommand cli_sensitivity = {
  .name = "sensitivity",
  .arguments = "SCENARIO",
  .summary = N_ ("change one thing at a time; say which constraint binds"),
  .details = N_ (
      "The changes are the planner's standard list, as far as the scenario has them: "
      "one\n"
      "more unit of every pool, referral a day earlier, one more draw, harvest, "
      "infusion,\n"
      "bed or intake at every site that limits them, one more site, call-ahead a week\n"
      "longer and none, no closures; then the low and high of every number that "
      "declares\n"
      "them.  Each is paired with the base on the same patients."),
  .min_files = 1,
  .max_files = 1,
  .takes_ranks = true,
  .run = run_sensitivity,
};
