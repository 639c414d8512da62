/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials of a search, kept in the store, so that it goes on where it was broken off. */
#include "cli/trials.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/record.h"
#include "output/error.h"

/* ---- The answer as a text ---- */

static const char *const outcomes[] = {
  [MODEL_SIZING_PROVED] = "proved",
  [MODEL_SIZING_UNPROVED] = "unproved",
  [MODEL_SIZING_UNREACHABLE] = "unreachable",
};

char *
cli_trials_answer_text (const ModelSizingAnswer *answer)
{
  g_autofree char *level = cli_record_number_text (answer->level);

  return g_strdup_printf ("%s %d %" PRId64 " %s", outcomes[answer->outcome],
                          answer->capacity, answer->replications, level);
}

static bool
parse_answer (const char *text, ModelSizingAnswer *ret_answer)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  gint64 capacity, replications;

  if (g_strv_length (words) != 4 ||
      !g_ascii_string_to_signed (words[1], 10, 1, G_MAXINT, &capacity, NULL) ||
      !g_ascii_string_to_signed (words[2], 10, 1, G_MAXINT64, &replications, NULL))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (strcmp (words[0], outcomes[i]) == 0)
      {
        *ret_answer =
            (ModelSizingAnswer){ (ModelSizingOutcome) i, (int) capacity, replications,
                                 g_ascii_strtod (words[3], NULL) };
        return true;
      }
  return false;
}

/* ---- The store as keeper, of the root ---- */

typedef struct
{
  const ModelSizing *sizing;
  OutputStore *store;
} Trials;

/* Trials are variants behind that of the scenario as it is. */
static bool
begin (int capacity, int proof, int *ret_trial, gpointer data, GError **error)
{
  const Trials *trials = data;
  const OutputRun *run = output_store_run (trials->store);
  const char *rule = trials->sizing->scenario->rules[trials->sizing->rule].id;
  g_autofree char *settings = g_strdup_printf (
      "pool:%s=%d;rule=%s;proof=%d", trials->sizing->pool, capacity, rule, proof);
  const OutputVariant variant = { .label = rule, .settings = settings };

  for (size_t i = 0; i < run->n_variants; i++)
    if (g_strcmp0 (run->variants[i].settings, settings) == 0)
      {
        *ret_trial = (int) i;
        return true;
      }
  *ret_trial = (int) run->n_variants;
  return output_store_add_variant (trials->store, &variant, error);
}

static bool
is_done (int trial, int64_t first, gpointer data)
{
  const Trials *trials = data;

  return output_store_is_done (trials->store, trial, first);
}

static bool
sink (const SimChunk *chunk, gpointer data, GError **error)
{
  const Trials *trials = data;

  return output_store_add_chunk (trials->store, chunk, error);
}

static SimResults *
results (int64_t n_replications, gpointer data)
{
  const Trials *trials = data;

  return output_store_trials (trials->store, n_replications);
}

/* ---- The search ---- */

/* What the root has found in the store, for all ranks. */
typedef struct
{
  bool is_known;
  ModelSizingAnswer answer;
} Found;

static OutputStore *
open_store (const CliExperiment *experiment,
            const ModelSizing *sizing,
            Found *ret_found,
            GError **error)
{
  const CliOptions *options = experiment->options;
  g_autofree char *directory = cli_record_directory (
      options->output, experiment->scenario->name, experiment->command, options->shard);
  OutputStoreStart start;
  g_autoptr (OutputStore) store = cli_record_new_store (
      experiment, directory, model_sizing_most_replications (sizing), &start, error);

  if (store == NULL)
    return NULL;
  const char *answer = output_store_run (store)->answer;
  ret_found->is_known = answer != NULL;
  if (answer != NULL && !parse_answer (answer, &ret_found->answer))
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_DAMAGED,
                   _ ("%s: the store is damaged: %s"), directory,
                   _ ("its answer makes no sense"));
      return NULL;
    }
  /* Who goes on with the run of an answer says so when it is opened. */
  if (start == OUTPUT_STORE_RESUMED && answer == NULL && !options->is_quiet)
    fprintf (stderr, _ ("day31: going on with the unfinished run in '%s'\n"), directory);
  return g_steal_pointer (&store);
}

bool
cli_trials_search (const CliExperiment *experiment,
                   const ModelSizing *sizing,
                   ModelSizingAnswer *ret_answer,
                   GError **error)
{
  bool is_root = sim_ranks_is_root (sizing->ranks);
  Found found = { 0 };
  g_autoptr (OutputStore) store =
      is_root ? open_store (experiment, sizing, &found, error) : NULL;

  if (!sim_ranks_follow (sizing->ranks, store != NULL, error))
    return false;
  sim_ranks_share (sizing->ranks, &found, sizeof found);
  if (found.is_known)
    {
      *ret_answer = found.answer;
      return true;
    }
  Trials trials = { sizing, store };
  const ModelSizingKeeper keeper = { begin, is_done, sink, results, &trials };
  ModelSizing kept = *sizing;

  if (is_root)
    kept.keeper = &keeper;
  return model_sizing_search (&kept, ret_answer, error);
}
