/* SPDX-License-Identifier: GPL-3.0-or-later */
/* size: the least capacity of a pool that meets targets, and how surely. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/experiment.h"
#include "cli/interrupt.h"
#include "cli/losses.h"
#include "cli/metric.h"
#include "cli/record.h"
#include "cli/text-table.h"
#include "cli/trials.h"
#include "models/sizing.h"
#include "output/sentences.h"
#include "output/varied.h"
#include "scenarios/reader.h"
#include "sim/confidence.h"

#define LOSSES_TOLD 4
/* The answer with a unit less and a unit more. */
#define MOST_VARIANTS 3

/* What size has beside the common options. */
typedef struct
{
  char *pool;
  char **targets;
} SizeOptions;

static void
size_options_clear (SizeOptions *size)
{
  g_clear_pointer (&size->pool, g_free);
  g_clear_pointer (&size->targets, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SizeOptions, size_options_clear)

static GOptionEntry *
make_entries (CliOptions *options, SizeOptions *size)
{
  const GOptionEntry own[] = {
    { "pool", 0, 0, G_OPTION_ARG_STRING, &size->pool,
      N_ ("Find the capacity of this pool (default: that of the lines)"), N_ ("POOL") },
    { "target", 0, 0, G_OPTION_ARG_STRING_ARRAY, &size->targets,
      N_ ("Meet this: infused-share:A>=0.95, wait.p90<=7; may be repeated"),
      N_ ("METRIC>=NUMBER") },
    CLI_OPTION_RULE (&options->rule),
    { 0 },
  };

  return cli_options_entries (options, own);
}

/* ---- Pool and targets ---- */

/* Reports wrong usage. Returns: (transfer none): the pool's id, or NULL */
static const char *
find_pool (const CliCommand *command, const char *asked, const Scenario *scenario)
{
  const ScenarioPlant *plant = &scenario->plant;
  g_autoptr (GString) known = g_string_new (NULL);

  for (size_t i = 0; i < plant->n_pools; i++)
    {
      if (asked != NULL ? strcmp (plant->pools[i].id, asked) == 0
                        : (int) i == plant->gate)
        return plant->pools[i].id;
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", plant->pools[i].id);
    }
  cli_wrong_usage (command, _ ("--pool: unknown pool '%s'; pools here: %s"),
                   asked != NULL ? asked : "", known->str);
  return NULL;
}

static bool
parse_target (const CliCommand *command,
              const char *text,
              const SimCatalogue *catalogue,
              ModelTarget *ret_target)
{
  const char *sign = strpbrk (text, "<>");
  char *end = NULL;
  double bound = sign != NULL && sign[1] == '=' ? g_ascii_strtod (sign + 2, &end) : NAN;

  if (end == NULL || end == sign + 2 || *end != '\0' || !isfinite (bound))
    {
      cli_wrong_usage (command,
                       _ ("--target: expected METRIC>=NUMBER or METRIC<=NUMBER, as "
                          "infused-share:A>=0.95, found '%s'"),
                       text);
      return false;
    }
  g_autofree char *name = g_strndup (text, (gsize) (sign - text));
  int metric = cli_metric_parse (command, "--target", catalogue, g_strstrip (name));
  if (metric < 0)
    return false;
  *ret_target = (ModelTarget){ metric, *sign == '<', bound };
  return true;
}

static GArray *
parse_targets (const CliCommand *command, char **texts, const SimCatalogue *catalogue)
{
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (ModelTarget));

  for (char **text = texts; *text != NULL; text++)
    {
      ModelTarget target;

      if (!parse_target (command, *text, catalogue, &target))
        return NULL;
      g_array_append_val (targets, target);
    }
  return g_steal_pointer (&targets);
}

static void
tell (int capacity, int64_t replications, bool is_met, gpointer data)
{
  const char *pool = data;

  fprintf (stderr,
           is_met ? _ ("day31: %s %d: met in the search, %" PRId64 " replications\n")
                  : _ ("day31: %s %d: missed in the search, %" PRId64 " replications\n"),
           pool, capacity, replications);
}

/* ---- What is stored and printed ---- */

typedef struct
{
  const CliOptions *options;
  const Scenario *scenario;
  int rule;
  const char *pool;
  const GArray *targets;
  const char *question; /* all of these, for the store */
  ModelSizingAnswer answer;
} Sizing;

static const ModelTarget *
target_at (const Sizing *sizing, guint i)
{
  return &g_array_index (sizing->targets, ModelTarget, i);
}

static char *
target_text (const SimCatalogue *catalogue, const ModelTarget *target)
{
  const SimMetric *metric = &catalogue->metrics[target->metric];
  char bound[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strconcat (metric->name, ":", metric->group, target->is_at_most ? "<=" : ">=",
                      g_ascii_formatd (bound, sizeof bound, "%.12g", target->bound),
                      NULL);
}

static char *
all_targets_text (const Sizing *sizing, const SimCatalogue *catalogue)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < sizing->targets->len; i++)
    {
      g_autofree char *text = target_text (catalogue, target_at (sizing, i));

      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", text);
    }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static void
add_estimate (CliTextTable *table, const SimEstimate *estimate)
{
  int decimals = output_difference_decimals (estimate->low, estimate->high) + 1;

  cli_text_table_add_cell (
      table, isnan (estimate->mean) ? NULL
             : isnan (estimate->low)
                 ? g_strdup_printf ("%.4g", estimate->mean)
                 : g_strdup_printf (_ ("%.*f (%.*f to %.*f)"), decimals, estimate->mean,
                                    decimals, estimate->low, decimals, estimate->high));
}

/* A row a capacity that was stored, a column a target. */
static bool
print_figures (const Sizing *sizing, OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  const SimCatalogue *catalogue = results->catalogue;
  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  g_autofree char *address = g_strconcat ("pool:", sizing->pool, NULL);
  g_autofree char *alignment = g_strnfill (sizing->targets->len + 1, 'l');
  g_autoptr (CliTextTable) table = cli_text_table_new (alignment);

  cli_text_table_begin_row (table);
  cli_text_table_add_cell (table, g_strdup (address));
  for (guint i = 0; i < sizing->targets->len; i++)
    cli_text_table_add_cell (table, target_text (catalogue, target_at (sizing, i)));
  for (size_t v = 0; v < run->n_variants; v++)
    {
      if (!sim_confidence_estimate (results, (int) v, run->confidence, estimates, error))
        return false;
      cli_text_table_begin_row (table);
      cli_text_table_add_cell (table,
                               output_varied_value (run->variants[v].settings, address));
      for (guint i = 0; i < sizing->targets->len; i++)
        add_estimate (table, &estimates[target_at (sizing, i)->metric]);
    }
  cli_text_table_print (table, stdout);
  printf (_ ("In brackets the %g %% intervals of single figures, from %" PRId64
             " replications, the same for every row.\n"),
          run->confidence * 100, results->n_replications);
  return true;
}

/* What the unit less does, by the interval of its figures. */
static const char *
verdict_below (const Sizing *sizing, const SimEstimate *estimates)
{
  bool is_open = false;

  for (guint i = 0; i < sizing->targets->len; i++)
    {
      const ModelTarget *target = target_at (sizing, i);
      const SimEstimate *estimate = &estimates[target->metric];

      if (target->is_at_most ? estimate->low > target->bound
                             : estimate->high < target->bound)
        return _ ("One unit less misses.");
      is_open |= !(target->is_at_most ? estimate->high <= target->bound
                                      : estimate->low >= target->bound);
    }
  return is_open
             ? _ ("One unit less cannot be told from enough: more replications may.")
             : _ ("One unit less meets them here too, without the proof: ask with more "
                  "replications.");
}

static bool
print (OutputStore *store, gpointer data, GError **error)
{
  const Sizing *sizing = data;
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  const SimCatalogue *catalogue = results->catalogue;
  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  g_autofree char *targets = all_targets_text (sizing, catalogue);
  const char *group = catalogue->metrics[target_at (sizing, 0)->metric].group;
  bool is_unreachable = sizing->answer.outcome == MODEL_SIZING_UNREACHABLE;
  int told = is_unreachable ? (int) run->n_variants - 1 : 0;

  if (!sim_confidence_estimate (results, told, run->confidence, estimates, error))
    return false;
  if (sizing->answer.outcome == MODEL_SIZING_PROVED)
    {
      printf (_ ("Least capacity of '%s': %d meets %s with %g %% confidence.\n"),
              sizing->pool, sizing->answer.capacity, targets, run->confidence * 100);
      if (sizing->answer.capacity > 1)
        puts (verdict_below (sizing, estimates));
    }
  else if (sizing->answer.outcome == MODEL_SIZING_UNPROVED)
    printf (
        _ ("Least capacity of '%s': not found; up to %d it could not be shown with %g %% "
           "confidence that %s is met. The bound may lie at what no capacity exceeds; "
           "more replications (-n) may tell.\n"),
        sizing->pool, sizing->answer.capacity, run->confidence * 100, targets);
  else
    {
      g_autofree char *losses =
          cli_losses_text (catalogue, group, estimates, LOSSES_TOLD);

      printf (
          _ ("No capacity of '%s' meets %s: from %d on, more units change nothing.\n"),
          sizing->pool, targets, sizing->answer.capacity);
      if (losses != NULL)
        printf (_ ("What binds then, of the eligible (%s): %s.\n"), group, losses);
    }
  puts ("");
  return print_figures (sizing, store, error);
}

/* The capacities worth a row: around the answer, or from now to where more is useless. */
static int
choose_capacities (const Sizing *sizing, int capacities[MOST_VARIANTS])
{
  int answer = sizing->answer.capacity;
  int n = 0;

  if (sizing->answer.outcome != MODEL_SIZING_UNREACHABLE)
    {
      for (int c = MAX (1, answer - 1); c <= answer + 1; c++)
        capacities[n++] = c;
      return n;
    }
  for (size_t i = 0; i < sizing->scenario->plant.n_pools; i++)
    {
      const ScenarioPool *pool = &sizing->scenario->plant.pools[i];

      if (strcmp (pool->id, sizing->pool) == 0 && pool->capacity < answer)
        capacities[n++] = pool->capacity;
    }
  capacities[n++] = answer;
  return n;
}

static void
free_scenario (gpointer data)
{
  scenario_free (data);
}

static CliStatus
store_and_print (const CliCommand *command, Sizing *sizing)
{
  int capacities[MOST_VARIANTS];
  ModelVariant variants[MOST_VARIANTS];
  const char *settings[MOST_VARIANTS];
  int n = choose_capacities (sizing, capacities);
  const char *rule = sizing->scenario->rules[sizing->rule].id;
  g_autoptr (GPtrArray) scenarios = g_ptr_array_new_with_free_func (free_scenario);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_strconcat ("pool:", sizing->pool, NULL);

  for (int i = 0; i < n; i++)
    {
      g_autofree char *value = g_strdup_printf ("%d", capacities[i]);
      char *label = g_strdup_printf ("%s, %s=%s", rule, address, value);
      char *setting = g_strdup_printf ("%s=%s;rule=%s", address, value, rule);
      Scenario *copy = scenario_with (sizing->scenario, address, value, &error);

      g_ptr_array_add (texts, label);
      g_ptr_array_add (texts, setting);
      if (copy == NULL)
        return cli_report_error (error);
      g_ptr_array_add (scenarios, copy);
      variants[i] =
          (ModelVariant){ .label = label, .scenario = copy, .rule = sizing->rule };
      settings[i] = setting;
    }
  g_autoptr (ModelStudy) study = cli_experiment_study (sizing->options, sizing->scenario,
                                                       variants, (size_t) n, &error);
  if (study == NULL)
    return cli_report_error (error);
  const SimCatalogue *catalogue = model_study_catalogue (study);
  g_autofree char *metric =
      cli_metric_text (&catalogue->metrics[target_at (sizing, 0)->metric]);
  g_autofree char *answer = cli_trials_answer_text (&sizing->answer);
  const CliExperiment experiment = {
    .command = "size",
    .options = sizing->options,
    .scenario = sizing->scenario,
    .study = study,
    .settings = settings,
    .metric = metric,
    .baseline = -1,
    .replications = sizing->answer.replications, /* the very ones of the proof */
    .question = sizing->question,
    .answer = answer,
    .print = print,
    .data = sizing,
  };

  return cli_experiment_perform (command, &experiment);
}

/* ---- The search ---- */

/* All that the answer depends on beside scenario, seed and version.  Numbers are written
 * so that no two of them look alike. */
static char *
question_text (const ModelSizing *asked, const SimCatalogue *catalogue)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text, "pool=%s; rule=%s; replications=%" PRId64 "; targets=", asked->pool,
      asked->scenario->rules[asked->rule].id, asked->replications);
  for (size_t i = 0; i < asked->n_targets; i++)
    {
      const ModelTarget *target = &asked->targets[i];
      g_autofree char *name = cli_metric_text (&catalogue->metrics[target->metric]);
      g_autofree char *bound = cli_record_number_text (target->bound);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? ", " : "", name,
                              target->is_at_most ? "<=" : ">=", bound);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Finds the answer, with the trials in the store of @study, of the scenario as it is. */
static bool
find_answer (Sizing *sizing,
             const ModelSizing *asked,
             const ModelStudy *study,
             GError **error)
{
  const CliExperiment experiment = {
    .command = "size",
    .options = sizing->options,
    .scenario = sizing->scenario,
    .study = study,
    .baseline = -1,
    .question = sizing->question,
  };

  return cli_trials_search (&experiment, asked, &sizing->answer, error);
}

/* ---- The command ---- */

static CliStatus
search (const CliCommand *command,
        const SizeOptions *size,
        const CliOptions *options,
        const Scenario *scenario,
        int rule)
{
  const ModelVariant variant = { .label = scenario->rules[rule].id,
                                 .scenario = scenario,
                                 .rule = rule };
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelStudy) study =
      cli_experiment_study (options, scenario, &variant, 1, &error);

  if (study == NULL)
    return cli_report_error (error);
  const char *pool = find_pool (command, size->pool, scenario);
  g_autoptr (GArray) targets =
      pool != NULL ? parse_targets (command, size->targets, model_study_catalogue (study))
                   : NULL;

  if (targets == NULL)
    return CLI_WRONG_USAGE;
  Sizing sizing = { options, scenario, rule, pool, targets, NULL, { 0 } };
  const ModelSizing asked = {
    .scenario = scenario,
    .rule = rule,
    .seed = cli_options_seed (options, scenario),
    .pool = pool,
    .targets = (const ModelTarget *) (void *) targets->data,
    .n_targets = targets->len,
    .confidence = scenario->confidence,
    .replications =
        options->replications > 0 ? options->replications : scenario->replications,
    .n_threads = options->threads,
    .cancelled = cli_interrupt_flag (),
    .ranks = options->ranks,
    .tell = options->is_quiet ? NULL : tell,
    .data = (gpointer) pool,
  };
  g_autofree char *question = question_text (&asked, model_study_catalogue (study));
  sizing.question = question;
  return find_answer (&sizing, &asked, study, &error) ? store_and_print (command, &sizing)
                                                      : cli_experiment_report (error);
}

static CliStatus
run_size (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliOptions) options = CLI_OPTIONS_INIT;
  g_auto (SizeOptions) size = { 0 };
  g_autofree GOptionEntry *entries = make_entries (&options, &size);
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (!cli_options_parse (&options, command, entries, argc, argv, &status))
    return status;
  if (size.targets == NULL)
    return cli_wrong_usage (
        command,
        _ ("expected --target METRIC>=NUMBER, as --target 'infused-share:A>=0.95'"));
  g_autoptr (Scenario) scenario = cli_options_read_scenario (&options, &error);
  if (scenario == NULL)
    return cli_report_error (error);
  int rule = cli_options_find_rule (&options, command, scenario);
  if (rule < 0)
    return CLI_WRONG_USAGE;
  return search (command, &size, &options, scenario, rule);
}

const CliCommand cli_size = {
  .name = "size",
  .arguments = "SCENARIO",
  .summary = N_ ("find the least capacity of a pool that meets targets, and how surely"),
  .details = N_ (
      "More capacity is taken to help.  The search spends replications where they "
      "matter;\n"
      "its answer is then proved on replications that it has not seen, with the\n"
      "scenario's confidence over all targets.  Where no capacity is enough, the losses\n"
      "that remain say what binds.  size.csv has the figures of the answer, of one unit\n"
      "less and of one unit more."),
  .min_files = 1,
  .max_files = 1,
  .takes_ranks = true,
  .run = run_size,
};
