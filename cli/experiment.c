/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments of a command: its variants simulated into the store, with progress. */
#include "cli/experiment.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "sim/confidence.h"

/* DESIGN section 6, <precision>. */
#define PRECISION_LEAST 100
#define PRECISION_BATCH 50

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
collect_facts (const Scenario *scenario, GPtrArray *texts)
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
  if (isfinite (window))
    add_fact (facts, "window-days", keep (texts, number_text (window)));
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
      const OutputVariant variant = {
        .label = from->label,
        .title = rule->title.en,
        .title_ja = rule->title.ja,
        .settings = experiment->settings != NULL ? experiment->settings[i] : NULL,
      };

      g_array_append_val (variants, variant);
    }
  return variants;
}

static GArray *
collect_primary (const Scenario *scenario, const SimCatalogue *catalogue)
{
  GArray *primary = g_array_new (FALSE, FALSE, sizeof (int));

  for (size_t i = 0; i < scenario->n_primary; i++)
    {
      int metric = sim_catalogue_find_metric (catalogue, scenario->primary[i].metric,
                                              scenario->primary[i].group);

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
  g_autoptr (GArray) facts = collect_facts (scenario, texts);
  g_autoptr (GArray) variants = collect_variants (experiment);
  g_autoptr (GArray) primary = collect_primary (scenario, catalogue);
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

/* True if every variant's interval is as narrow as the scenario asks. */
static bool
is_precise (const CliExperiment *experiment,
            OutputStore *store,
            bool *ret_is_precise,
            GError **error)
{
  const ScenarioPrecision *precision = &experiment->scenario->precision;
  const SimCatalogue *catalogue = model_study_catalogue (experiment->study);
  int metric = sim_catalogue_find_metric (catalogue, precision->metric, precision->group);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  bool is_met = true;

  for (int v = 0; v < results->n_variants; v++)
    {
      if (!sim_confidence_estimate (results, v, experiment->scenario->confidence,
                                    estimates, error))
        return false;
      double half_width = (estimates[metric].high - estimates[metric].low) / 2;
      is_met &= half_width <= precision->half_width;
    }
  *ret_is_precise = is_met;
  return true;
}

/* Adds batches until the precision is met or the most replications are there. */
static bool
refine (const CliExperiment *experiment, Work *work, int64_t replications, GError **error)
{
  const ScenarioPrecision *precision = &experiment->scenario->precision;
  bool is_met = false;

  while (replications < precision->max_replications)
    {
      int64_t more = MIN (replications + PRECISION_BATCH, precision->max_replications);

      if (!is_precise (experiment, work->store, &is_met, error))
        return false;
      if (is_met)
        break;
      if (!output_store_set_replications (work->store, more, error) ||
          !simulate (experiment, work, replications, more, error))
        return false;
      replications = more;
    }
  return true;
}

OutputStore *
cli_experiment_run (const CliExperiment *experiment,
                    const char *directory,
                    double *ret_seconds,
                    GError **error)
{
  const Scenario *scenario = experiment->scenario;
  const CliOptions *options = experiment->options;
  /* Who asks for a number of replications gets it; else the scenario's precision rules.
   */
  bool is_refined = scenario->precision.has_precision &&
                    !scenario->precision.of_difference && options->replications == 0;
  int64_t replications =
      options->replications > 0 ? options->replications : scenario->replications;
  OutputStoreStart start;
  int64_t began = g_get_monotonic_time ();

  if (is_refined)
    replications = MAX (replications, PRECISION_LEAST);
  g_autoptr (OutputStore) store =
      open_store (experiment, directory, replications, &start, error);
  if (store == NULL)
    return NULL;
  if (start == OUTPUT_STORE_RESUMED && !options->is_quiet)
    fprintf (stderr, _ ("day31: going on with the unfinished run in '%s'\n"), directory);

  Work work = { .store = store, .study = (ModelStudy *) experiment->study };
  cli_progress_begin (&work.progress, _ ("replications"), options->is_quiet);
  bool is_done = output_store_set_replications (store, replications, error) &&
                 simulate (experiment, &work, 0, replications, error) &&
                 (!is_refined || refine (experiment, &work, replications, error));
  cli_progress_end (&work.progress);
  if (!is_done)
    return NULL;
  *ret_seconds = (double) (g_get_monotonic_time () - began) * 1e-6;
  return g_steal_pointer (&store);
}
