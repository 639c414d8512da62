/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments of a command: its variants simulated into the store, with progress. */
#include "cli/experiment.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/facts.h"
#include "cli/interrupt.h"
#include "cli/metric.h"
#include "cli/progress.h"
#include "sim/precision.h"

uint64_t
cli_experiment_seed (const CliOptions *options, const Scenario *scenario)
{
  return options->has_seed ? options->seed : scenario->seed;
}

bool
cli_experiment_check_names (const Scenario *scenario,
                            const SimCatalogue *catalogue,
                            GError **error)
{
  const ScenarioPrecision *precision = &scenario->precision;

  for (size_t i = 0; i < scenario->n_primary; i++)
    {
      const ScenarioMetricName *name = &scenario->primary[i];

      if (sim_catalogue_find_metric (catalogue, name->metric, name->group) >= 0)
        continue;
      g_set_error (
          error, SCENARIO_ERROR, SCENARIO_ERROR_INVALID,
          _ ("%s: <experiment>: primary: expected a metric and a group of 'day31 list "
             "metrics', found '%s:%s'"),
          scenario->file, name->metric, name->group);
      return false;
    }
  if (precision->has_precision &&
      sim_catalogue_find_metric (catalogue, precision->metric, precision->group) < 0)
    {
      g_set_error (error, SCENARIO_ERROR, SCENARIO_ERROR_INVALID,
                   _ ("%s:%d: <precision>: expected a metric and a group of 'day31 list "
                      "metrics', found '%s:%s'"),
                   scenario->file, precision->line, precision->metric, precision->group);
      return false;
    }
  return true;
}

/* What the callbacks of the engine share. */
typedef struct
{
  OutputStore *store;
  ModelStudy *study;
  CliProgress progress;
} Work;

static gpointer
make_worker (gpointer data)
{
  Work *work = data;

  return model_study_worker_new (work->study);
}

static bool
is_block_done (int variant, int64_t first, gpointer data)
{
  Work *work = data;

  return output_store_is_done (work->store, variant, first);
}

static bool
store_chunk (const SimChunk *chunk, gpointer data, GError **error)
{
  Work *work = data;

  return output_store_add_chunk (work->store, chunk, error);
}

static void
show_progress (int64_t done, int64_t total, gpointer data)
{
  Work *work = data;

  cli_progress_update (&work->progress, done, total);
}

/* The shortest text that reads back as the same number. */
static char *
number_text (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return NULL;
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
  if (g_ascii_strtod (buffer, NULL) != value)
    g_ascii_dtostr (buffer, sizeof buffer, value);
  return g_strdup (buffer);
}

static char *
date_text (const Scenario *scenario, SimTime time)
{
  char buffer[11];

  sim_date_format (
      sim_date_from_epoch_day (scenario->start_epoch_day + sim_time_day (time)), buffer);
  return g_strdup (buffer);
}

/* The texts live as long as @texts. */
static char *
keep (GPtrArray *texts, char *text)
{
  g_ptr_array_add (texts, text);
  return text;
}

static const char *
status_word (ScenarioStatus status)
{
  static const char *const words[] = {
    [SCENARIO_STATUS_NONE] = NULL,
    [SCENARIO_STATUS_GUIDELINE] = "guideline",
    [SCENARIO_STATUS_SOURCE] = "source",
    [SCENARIO_STATUS_DERIVED] = "derived",
    [SCENARIO_STATUS_ASSUMPTION] = "assumption",
  };

  return words[status];
}

static GArray *
collect_parameters (const Scenario *scenario, GPtrArray *texts)
{
  GArray *parameters = g_array_new (FALSE, FALSE, sizeof (OutputParameter));

  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *from = &scenario->parameters[i];
      const OutputParameter parameter = {
        .address = from->address,
        .value = keep (texts, number_text (from->value)),
        .unit = from->unit,
        .source = from->source,
        .status = status_word (from->status),
        .low = keep (texts, number_text (from->low)),
        .high = keep (texts, number_text (from->high)),
      };

      g_array_append_val (parameters, parameter);
    }
  return parameters;
}

static void
add_fact (GArray *facts, const char *key, const char *value)
{
  const OutputFact fact = { key, value };

  if (value != NULL)
    g_array_append_val (facts, fact);
}

static GArray *
collect_facts (const Scenario *scenario, const char *metric, GPtrArray *texts)
{
  GArray *facts = g_array_new (FALSE, FALSE, sizeof (OutputFact));
  double window = scenario->harvest.window_days;

  add_fact (facts, "title", scenario->title.en);
  add_fact (facts, "title.ja", scenario->title.ja);
  add_fact (facts, "purpose", scenario->purpose.en);
  add_fact (facts, "purpose.ja", scenario->purpose.ja);
  add_fact (facts, "start", keep (texts, date_text (scenario, 0)));
  add_fact (facts, "end", keep (texts, date_text (scenario, scenario->end)));
  add_fact (facts, "cohort-start", keep (texts, date_text (scenario, scenario->warm_up)));
  add_fact (facts, "warm-up",
            keep (texts, number_text (sim_time_to_days (scenario->warm_up))));
  add_fact (facts, "metric", metric);
  if (isfinite (window))
    {
      /* On an axis of days since the injury, days counted by dates end a day later. */
      double end = window + (scenario->harvest.counts_dates ? 1 : 0);

      add_fact (facts, "window-days", keep (texts, number_text (window)));
      add_fact (facts, "window-end", keep (texts, number_text (end)));
    }
  if (scenario->patients.arrivals.kind != SCENARIO_ARRIVALS_TRACE)
    add_fact (
        facts, "cohort-years",
        keep (texts, number_text (sim_time_to_days (scenario->end - scenario->warm_up) /
                                  SIM_DAYS_PER_YEAR)));
  return facts;
}

static GArray *
collect_variants (const CliExperiment *experiment)
{
  GArray *variants = g_array_new (FALSE, FALSE, sizeof (OutputVariant));

  for (size_t i = 0; i < model_study_variant_count (experiment->study); i++)
    {
      const ModelVariant *from = model_study_variant (experiment->study, i);
      const ScenarioRule *rule = &from->scenario->rules[from->rule];
      const char *settings =
          experiment->settings != NULL ? experiment->settings[i] : NULL;
      /* A rule's title would not tell its variants apart. */
      const OutputVariant variant = {
        .label = from->label,
        .title = settings == NULL ? rule->title.en : NULL,
        .title_ja = settings == NULL ? rule->title.ja : NULL,
        .settings = settings,
      };

      g_array_append_val (variants, variant);
    }
  return variants;
}

/* What a comparison is about where the scenario does not say: who of the referred is
 * treated, and what is wasted (DESIGN section 4). */
static const ScenarioMetricName default_primary[] = {
  { (char *) "infused-of-referred", (char *) "all" },
  { (char *) "infused-of-referred", (char *) "A" },
  { (char *) "infused-of-referred", (char *) "B" },
  { (char *) "infused-of-referred", (char *) "C" },
  { (char *) "wasted-products", (char *) "all" },
};

static GArray *
collect_primary (const CliExperiment *experiment, const SimCatalogue *catalogue)
{
  const Scenario *scenario = experiment->scenario;
  /* Who asks of many changes which does most asks it of one measure. */
  if (experiment->metric != NULL && experiment->baseline >= 0)
    {
      int metric = cli_metric_find (catalogue, experiment->metric);
      GArray *one = g_array_new (FALSE, FALSE, sizeof (int));

      g_array_append_val (one, metric);
      return one;
    }
  bool is_default = scenario->n_primary == 0 && experiment->baseline >= 0;
  const ScenarioMetricName *names = is_default ? default_primary : scenario->primary;
  size_t n = is_default ? G_N_ELEMENTS (default_primary) : scenario->n_primary;
  GArray *primary = g_array_new (FALSE, FALSE, sizeof (int));

  for (size_t i = 0; i < n; i++)
    {
      int metric = sim_catalogue_find_metric (catalogue, names[i].metric, names[i].group);

      if (metric >= 0)
        g_array_append_val (primary, metric);
    }
  return primary;
}

static OutputStore *
open_store (const CliExperiment *experiment,
            const char *directory,
            int64_t replications,
            OutputStoreStart *ret_start,
            GError **error)
{
  const Scenario *scenario = experiment->scenario;
  const SimCatalogue *catalogue = model_study_catalogue (experiment->study);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) parameters = collect_parameters (scenario, texts);
  g_autoptr (GArray) facts = collect_facts (scenario, experiment->metric, texts);
  cli_facts_add_model (scenario, experiment->study, texts, facts);
  g_autoptr (GArray) variants = collect_variants (experiment);
  g_autoptr (GArray) primary = collect_primary (experiment, catalogue);
  const OutputRun run = {
    .command = experiment->command,
    .version = PACKAGE_VERSION,
    .scenario = scenario->name,
    .digest = scenario->digest,
    .seed = cli_experiment_seed (experiment->options, scenario),
    .replications = replications,
    .n_traced = MIN (experiment->options->traced, replications),
    .confidence = scenario->confidence,
    .baseline = experiment->baseline,
    .primary = (const int *) (void *) primary->data,
    .n_primary = primary->len,
    .variants = (const OutputVariant *) (void *) variants->data,
    .n_variants = variants->len,
    .parameters = (const OutputParameter *) (void *) parameters->data,
    .n_parameters = parameters->len,
    .facts = (const OutputFact *) (void *) facts->data,
    .n_facts = facts->len,
  };

  return output_store_new (directory, &run, catalogue,
                           experiment->options->is_forced ? OUTPUT_STORE_FORCE
                                                          : OUTPUT_STORE_CAREFUL,
                           ret_start, error);
}

/* Simulates replications [first, end) of all variants. */
static bool
simulate (const CliExperiment *experiment,
          Work *work,
          int64_t first,
          int64_t end,
          GError **error)
{
  const SimExperiment engine = {
    .catalogue = model_study_catalogue (experiment->study),
    .n_variants = (int) model_study_variant_count (experiment->study),
    .first_replication = first - first % SIM_BLOCK,
    .end_replication = end,
    .n_traced = output_store_run (work->store)->n_traced,
    .n_threads = experiment->options->threads,
    .worker_new = make_worker,
    .worker_free = model_study_worker_free,
    .run = model_study_run,
    .is_done = is_block_done,
    .sink = store_chunk,
    .progress = show_progress,
    .data = work,
    .cancelled = cli_interrupt_flag (),
  };

  return sim_experiment_run (&engine, error) && output_store_flush (work->store, error);
}

/* What the scenario's <precision> asks of these variants.
 * Returns: false if it asks nothing, or cannot be asked of them */
static bool
find_precision (const CliExperiment *experiment, SimPrecision *ret_precision)
{
  const ScenarioPrecision *asked = &experiment->scenario->precision;
  const SimCatalogue *catalogue = model_study_catalogue (experiment->study);
  size_t n_variants = model_study_variant_count (experiment->study);
  int baseline = -1;

  if (!asked->has_precision)
    return false;
  for (size_t v = 0; asked->of_difference && n_variants > 1 && v < n_variants; v++)
    if (strcmp (model_study_variant (experiment->study, v)->label, asked->rule) == 0)
      baseline = (int) v;
  if (asked->of_difference && baseline < 0)
    return false;
  *ret_precision = (SimPrecision){
    .metric = sim_catalogue_find_metric (catalogue, asked->metric, asked->group),
    .baseline = baseline,
    .level = experiment->scenario->confidence,
    .half_width = asked->half_width,
  };
  return true;
}

/* Adds batches until the precision is met or the most replications are there. */
static bool
refine (const CliExperiment *experiment,
        const SimPrecision *precision,
        Work *work,
        int64_t replications,
        GError **error)
{
  int64_t most = experiment->scenario->precision.max_replications;

  for (;;)
    {
      double reached;
      g_autoptr (SimResults) results = output_store_results (work->store);

      if (!sim_precision_reached (results, precision, &reached, error))
        return false;
      int64_t next = sim_precision_next (precision, reached, replications, most);
      if (next == replications)
        return true;
      if (!output_store_set_replications (work->store, next, error) ||
          !simulate (experiment, work, replications, next, error))
        return false;
      replications = next;
    }
}

/* As asked on the command line, else as many as the scenario says. */
static int64_t
first_replications (const CliExperiment *experiment, bool is_refined)
{
  const Scenario *scenario = experiment->scenario;
  const CliOptions *options = experiment->options;

  if (options->replications > 0)
    return options->replications;
  if (scenario->input_draws > 0)
    return scenario->input_draws * scenario->input_replications;
  return is_refined ? MAX (scenario->replications, SIM_PRECISION_LEAST)
                    : scenario->replications;
}

/* Who asks for a number of replications gets it, whatever the scenario says. */
static void
say_who_wins (const CliExperiment *experiment)
{
  const Scenario *scenario = experiment->scenario;
  const CliOptions *options = experiment->options;

  if (options->is_quiet || options->replications == 0)
    return;
  if (scenario->precision.has_precision)
    fprintf (stderr,
             _ ("day31: note: --replications %" G_GINT64_FORMAT
                " stands instead of the scenario's <precision>\n"),
             options->replications);
  if (scenario->input_draws > 0)
    fprintf (stderr,
             _ ("day31: note: --replications %" G_GINT64_FORMAT
                " stands instead of the scenario's %" G_GINT64_FORMAT
                " input draws of %" G_GINT64_FORMAT "\n"),
             options->replications, scenario->input_draws, scenario->input_replications);
}

char *
cli_experiment_directory (const CliOptions *options,
                          const Scenario *scenario,
                          const char *command)
{
  if (options->output != NULL)
    return g_strdup (options->output);
  return strcmp (command, "run") == 0 ? g_strdup (scenario->name)
                                      : g_strconcat (scenario->name, "-", command, NULL);
}

OutputStore *
cli_experiment_run (const CliExperiment *experiment,
                    const char *directory,
                    double *ret_seconds,
                    GError **error)
{
  const CliOptions *options = experiment->options;
  SimPrecision precision;
  bool is_refined = find_precision (experiment, &precision) && options->replications == 0;
  int64_t replications = first_replications (experiment, is_refined);
  OutputStoreStart start;
  int64_t began = g_get_monotonic_time ();

  g_autoptr (OutputStore) store =
      open_store (experiment, directory, replications, &start, error);
  if (store == NULL)
    return NULL;
  say_who_wins (experiment);
  if (start == OUTPUT_STORE_RESUMED && !options->is_quiet)
    fprintf (stderr, _ ("day31: going on with the unfinished run in '%s'\n"), directory);

  Work work = { .store = store, .study = (ModelStudy *) experiment->study };
  cli_progress_begin (&work.progress, _ ("replications"), options->is_quiet);
  bool is_done =
      output_store_set_replications (store, replications, error) &&
      simulate (experiment, &work, 0, replications, error) &&
      (!is_refined || refine (experiment, &precision, &work, replications, error));
  cli_progress_end (&work.progress);
  if (!is_done)
    return NULL;
  *ret_seconds = (double) (g_get_monotonic_time () - began) * 1e-6;
  return g_steal_pointer (&store);
}

/* The charts of a command; NULL: all that its results can fill. */
static const char *const *
charts_of (const char *command)
{
  static const char *const sweep[] = { "sweep", NULL };
  static const char *const sensitivity[] = { "tornado", NULL };

  if (strcmp (command, "sweep") == 0 || strcmp (command, "size") == 0)
    return sweep;
  return strcmp (command, "sensitivity") == 0 ? sensitivity : NULL;
}

bool
cli_experiment_finish (OutputStore *store,
                       const CliOptions *options,
                       double seconds,
                       GError **error)
{
  const OutputEnvironment environment = { .seconds = seconds,
                                          .threads = options->threads };

  return output_tables_write (store, error) &&
         output_tables_write_run (store, &environment, error) &&
         cli_charts_draw (store, charts_of (output_store_run (store)->command),
                          &options->form, NULL, NULL, error) &&
         output_store_finish (store, error);
}

bool
cli_experiment_print_precision (const CliExperiment *experiment,
                                OutputStore *store,
                                GError **error)
{
  const ScenarioPrecision *asked = &experiment->scenario->precision;
  SimPrecision precision;
  double reached;

  if (experiment->options->replications > 0)
    return true;
  if (asked->of_difference && model_study_variant_count (experiment->study) == 1)
    printf (_ ("The scenario's <precision> is of a difference from '%s': 'day31 compare' "
               "sees to it.\n"),
            asked->rule);
  if (!find_precision (experiment, &precision))
    return true;
  g_autoptr (SimResults) results = output_store_results (store);
  if (!sim_precision_reached (results, &precision, &reached, error))
    return false;
  g_autofree char *of = g_strconcat (asked->metric, ":", asked->group, NULL);
  const char *form =
      reached <= precision.half_width
          ? _ ("Precision of %s: half-width %.3g reached with %" G_GINT64_FORMAT
               " replications; %.3g asked.\n")
          : _ ("Precision of %s: half-width %.3g after %" G_GINT64_FORMAT
               " replications, the most allowed; %.3g asked.\n");
  printf (form, of, reached, results->n_replications, precision.half_width);
  return true;
}
