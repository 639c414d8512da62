/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments of a command: its variants simulated into the store, then told. */
#include "cli/experiment.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/interrupt.h"
#include "cli/metric.h"
#include "cli/progress.h"
#include "cli/record.h"
#include "cli/replications.h"
#include "cli/results.h"
#include "output/identifiers.h"
#include "sim/error.h"

static bool
check_names (const Scenario *scenario, const SimCatalogue *catalogue, GError **error)
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

ModelStudy *
cli_experiment_study (const CliOptions *options,
                      const Scenario *scenario,
                      const ModelVariant *variants,
                      size_t n_variants,
                      GError **error)
{
  g_autoptr (ModelStudy) study =
      model_study_new (variants, n_variants, cli_options_seed (options, scenario));

  return check_names (scenario, model_study_catalogue (study), error)
             ? g_steal_pointer (&study)
             : NULL;
}

/* What the callbacks of the engine share. */
typedef struct
{
  const CliExperiment *experiment;
  OutputStore *store; /* of the root; NULL on other ranks */
  CliProgress progress;
} Work;

/* What one thread works with. */
typedef struct
{
  const CliExperiment *experiment;
  gpointer worker;
} Hand;

static gpointer
make_hand (gpointer data)
{
  const Work *work = data;
  Hand *hand = g_new (Hand, 1);

  hand->experiment = work->experiment;
  hand->worker = model_study_worker_new ((gpointer) work->experiment->study);
  return hand;
}

static void
free_hand (gpointer data)
{
  Hand *hand = data;

  model_study_worker_free (hand->worker);
  g_free (hand);
}

/* How a replication that failed is repeated; where values were varied, which. */
static char *
repetition (const CliExperiment *experiment, int variant, int64_t replication)
{
  const CliOptions *options = experiment->options;
  const ModelVariant *failed = model_study_variant (experiment->study, (size_t) variant);

  if (experiment->settings != NULL)
    return g_strdup_printf (_ ("with %s"), experiment->settings[variant]);
  g_autofree char *file = g_shell_quote (options->file);
  g_autofree char *rules =
      options->rules_path != NULL ? g_shell_quote (options->rules_path) : NULL;
  g_autofree char *command = g_strdup_printf (
      "day31 run %s%s%s --rule %s --seed %" PRIu64 " --replication %" PRId64, file,
      rules != NULL ? " --rules-file " : "", rules != NULL ? rules : "",
      failed->scenario->rules[failed->rule].id, model_study_seed (experiment->study),
      failed->first_replication + replication);

  return g_strdup_printf (_ ("'%s' runs it alone"), command);
}

static bool
run_replication (gpointer data,
                 int variant,
                 int64_t replication,
                 bool is_traced,
                 SimRecord *record,
                 GError **error)
{
  const Hand *hand = data;
  GError *failure = NULL;

  if (model_study_run (hand->worker, variant, replication, is_traced, record, &failure))
    return true;
  g_autofree char *how = repetition (hand->experiment, variant, replication);
  g_set_error (error, failure->domain, failure->code, "%s; %s", failure->message, how);
  g_error_free (failure);
  return false;
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
    .n_traced = experiment->options->traced,
    .n_threads = experiment->options->threads,
    .worker_new = make_hand,
    .worker_free = free_hand,
    .run = run_replication,
    .is_done = is_block_done,
    .sink = store_chunk,
    .progress = show_progress,
    .data = work,
    .cancelled = cli_interrupt_flag (),
    .ranks = experiment->options->ranks,
  };

  if (!sim_experiment_run (&engine, error))
    return false;
  return sim_ranks_follow (experiment->options->ranks,
                           work->store == NULL || output_store_flush (work->store, error),
                           error);
}

/* On the root: how many replications there are to be after @replications. */
static bool
find_next (OutputStore *store,
           const SimPrecision *precision,
           int64_t replications,
           int64_t most,
           int64_t *ret_next,
           GError **error)
{
  double reached;
  g_autoptr (SimResults) results = output_store_results (store);

  if (!sim_precision_reached (results, precision, &reached, error))
    return false;
  *ret_next = sim_precision_next (precision, reached, replications, most);
  return output_store_set_replications (store, *ret_next, error);
}

/* Adds batches until the precision, if one is asked for, is met or the most
 * replications are there. */
static bool
refine (const CliExperiment *experiment, Work *work, int64_t replications, GError **error)
{
  SimRanks *ranks = experiment->options->ranks;
  int64_t most = experiment->scenario->precision.max_replications;
  SimPrecision precision;

  if (!cli_replications_find_precision (experiment, &precision))
    return true;
  for (;;)
    {
      int64_t next = replications;
      bool is_found = work->store == NULL || find_next (work->store, &precision,
                                                        replications, most, &next, error);

      if (!sim_ranks_follow (ranks, is_found, error))
        return false;
      sim_ranks_share (ranks, &next, sizeof next);
      if (next == replications)
        return true;
      if (!simulate (experiment, work, replications, next, error))
        return false;
      replications = next;
    }
}

static bool
write_identifiers (OutputStore *store, const CliExperiment *experiment, GError **error)
{
  const Scenario *scenario = experiment->scenario;
  g_autofree const char **identifiers = g_new (const char *, scenario->n_initial + 1);

  for (size_t i = 0; i < scenario->n_initial; i++)
    identifiers[i] = scenario->initial[i].id;
  return scenario->n_initial == 0 ||
         output_identifiers_write (store, identifiers, scenario->n_initial, error);
}

/* On the root: opens the store, and says how it stands. */
static OutputStore *
open_store (const CliExperiment *experiment, int64_t replications, GError **error)
{
  const CliOptions *options = experiment->options;
  g_autofree char *directory = cli_record_directory (
      options->output, experiment->scenario->name, experiment->command, options->shard);
  OutputStoreStart start;
  g_autoptr (OutputStore) store =
      cli_record_new_store (experiment, directory, replications, &start, error);

  if (store == NULL || !output_store_set_replications (store, replications, error) ||
      (experiment->names_patients && !write_identifiers (store, experiment, error)))
    return NULL;
  cli_replications_tell_overruled (experiment);
  if (start == OUTPUT_STORE_RESUMED && !options->is_quiet)
    fprintf (stderr, _ ("day31: going on with the unfinished run in '%s'\n"), directory);
  return g_steal_pointer (&store);
}

/* Simulates all there is, on all ranks.
 * @ret_store: (out) (transfer full): on the root: all replications in it, not finished
 *   yet; what ran is stored whatever is returned */
static bool
simulate_all (const CliExperiment *experiment,
              OutputStore **ret_store,
              double *ret_seconds,
              GError **error)
{
  const CliOptions *options = experiment->options;
  bool is_root = sim_ranks_is_root (options->ranks);
  int64_t replications = cli_replications_first (experiment);
  int64_t began = g_get_monotonic_time ();
  int64_t first, end;
  g_autoptr (OutputStore) store =
      is_root ? open_store (experiment, replications, error) : NULL;

  if (!sim_ranks_follow (options->ranks, store != NULL, error))
    return false;
  sim_shard_range (options->shard, replications, &first, &end);
  Work work = { .experiment = experiment, .store = store };
  cli_progress_begin (&work.progress, _ ("replications"), options->is_quiet);
  bool is_done = simulate (experiment, &work, first, end, error) &&
                 refine (experiment, &work, replications, error);
  cli_progress_end (&work.progress);
  *ret_seconds = (double) (g_get_monotonic_time () - began) * 1e-6;
  *ret_store = g_steal_pointer (&store);
  return is_done;
}

/* Whether the replications of one shard can be known.  Reports wrong usage. */
static bool
check_shard (const CliCommand *command, const CliExperiment *experiment)
{
  SimPrecision precision;

  if (experiment->options->shard.count == 1 ||
      !cli_replications_find_precision (experiment, &precision))
    return true;
  cli_wrong_usage (command,
                   _ ("--shard: the scenario's <precision> decides by the results of all "
                      "replications how many there are; say how many with -n"));
  return false;
}

static void
print_shard (OutputStore *store)
{
  const OutputRun *run = output_store_run (store);
  int64_t first, end;

  sim_shard_range (run->shard, run->replications, &first, &end);
  printf (_ ("Shard %d of %d: %" PRId64 " of %" PRId64
             " replications, in %s; 'day31 merge' joins all shards.\n"),
          run->shard.number, run->shard.count, end - first, run->replications,
          output_store_directory (store));
}

/* Prints the results, unless they are a shard's. */
static bool
print (const CliExperiment *experiment, OutputStore *store, GError **error)
{
  if (output_run_is_shard (output_store_run (store)))
    {
      print_shard (store);
      return true;
    }
  if (!experiment->print (store, experiment->data, error) ||
      !cli_replications_print_precision (experiment, store, error))
    return false;
  printf (_ ("Tables and charts: %s\n"), output_store_directory (store));
  return true;
}

/* Writes and prints what the store holds. */
static bool
tell (const CliExperiment *experiment, OutputStore *store, double seconds, GError **error)
{
  const CliOptions *options = experiment->options;
  const CliResultsEnd end = {
    .form = &options->form,
    .has_workbook = options->has_workbook,
    .write = experiment->write,
    .data = experiment->data,
    .seconds = seconds,
    .threads = options->threads,
    .ranks = sim_ranks_count (options->ranks),
  };

  return cli_results_finish (store, &end, error) &&
         (options->is_quiet || print (experiment, store, error));
}

CliStatus
cli_experiment_report (const GError *error)
{
  return g_error_matches (error, SIM_ERROR, SIM_ERROR_CANCELLED)
             ? cli_report_interruption (_ ("interrupted; what ran is stored, and the "
                                           "same command goes on from there"))
             : cli_report_error (error);
}

CliStatus
cli_experiment_perform (const CliCommand *command, const CliExperiment *experiment)
{
  g_autoptr (OutputStore) store = NULL;
  g_autoptr (GError) error = NULL;
  double seconds = 0;

  if (!check_shard (command, experiment))
    return CLI_WRONG_USAGE;
  /* Other ranks have done their part. */
  if (!simulate_all (experiment, &store, &seconds, &error) ||
      (store != NULL && !tell (experiment, store, seconds, &error)))
    return cli_experiment_report (error);
  return CLI_DONE;
}

CliStatus
cli_experiment_perform_about (const CliCommand *command,
                              CliExperiment *experiment,
                              const ModelVariant *variants,
                              size_t n_variants,
                              const char *asked,
                              int *ret_metric)
{
  const Scenario *scenario = experiment->scenario;
  g_autoptr (GError) error = NULL;
  g_autoptr (ModelStudy) study =
      cli_experiment_study (experiment->options, scenario, variants, n_variants, &error);

  if (study == NULL)
    return cli_report_error (error);
  const SimCatalogue *catalogue = model_study_catalogue (study);
  int metric = cli_metric_choose (command, asked, scenario, catalogue);
  if (metric < 0)
    return CLI_WRONG_USAGE;
  g_autofree char *name = cli_metric_text (&catalogue->metrics[metric]);
  *ret_metric = metric;
  experiment->study = study;
  experiment->metric = name;
  CliStatus status = cli_experiment_perform (command, experiment);
  experiment->study = NULL;
  experiment->metric = NULL;
  return status;
}
