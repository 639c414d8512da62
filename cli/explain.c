/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain: one patient's story from the results, and the reason for every decision. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "cli/language.h"
#include "cli/results.h"
#include "output/identifiers.h"
#include "output/story.h"

typedef struct
{
  char *rule; /* NULL: the first that is traced */
  gint64 replication;
  char *language_text;
  OutputLanguage language;
} ExplainOptions;

static void
explain_options_clear (ExplainOptions *options)
{
  g_clear_pointer (&options->rule, g_free);
  g_clear_pointer (&options->language_text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ExplainOptions, explain_options_clear)

/* Returns: the variant, or -1 after reporting wrong usage */
static int
find_variant (const CliCommand *command, const OutputRun *run, const char *rule)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (rule == NULL)
    return 0;
  for (size_t v = 0; v < run->n_variants; v++)
    {
      if (strcmp (run->variants[v].label, rule) == 0)
        return (int) v;
      g_string_append_printf (known, "%s%s", v > 0 ? ", " : "", run->variants[v].label);
    }
  cli_wrong_usage (command, _ ("unknown rule '%s'; rules here: %s"), rule, known->str);
  return -1;
}

/* Returns: the traced replication wanted, or -1 after reporting wrong usage */
static int64_t
find_replication (const CliCommand *command,
                  const OutputStore *store,
                  int variant,
                  gint64 wanted)
{
  g_autoptr (GString) known = g_string_new (NULL);
  int64_t first = output_store_next_trace (store, variant, 0);

  if (wanted < 0 && first >= 0)
    return first;
  for (int64_t r = first; r >= 0; r = output_store_next_trace (store, variant, r + 1))
    {
      if (r == wanted)
        return r;
      g_string_append_printf (known, "%s%" PRId64, r > first ? ", " : "", r);
    }
  if (first < 0)
    cli_wrong_usage (
        command, _ ("no replication was kept patient by patient; run with --trace 1"));
  else
    cli_wrong_usage (
        command,
        _ ("replication %" PRId64 " was not kept patient by patient; kept here: %s"),
        wanted, known->str);
  return -1;
}

static CliStatus
explain (const CliCommand *command,
         OutputStore *store,
         const char *patient,
         const ExplainOptions *options)
{
  const OutputRun *run = output_store_run (store);
  g_autoptr (GError) error = NULL;
  int variant = find_variant (command, run, options->rule);
  int64_t replication =
      variant < 0 ? -1 : find_replication (command, store, variant, options->replication);

  if (replication < 0)
    return CLI_WRONG_USAGE;
  g_autoptr (SimTrace) trace =
      output_store_trace (store, variant, replication, OUTPUT_TRACE_WHOLE, &error);
  if (trace == NULL)
    return cli_report_error (error);
  g_auto (GStrv) identifiers = output_identifiers_read (output_store_directory (store));
  output_identifiers_apply (identifiers, trace);
  int row = output_story_find (trace, patient);
  if (row < 0)
    {
      g_autofree char *known = output_story_patients (trace, options->language);

      return cli_wrong_usage (command, _ ("unknown patient '%s'; replication %d has %s"),
                              patient, (int) replication, known);
    }
  g_autofree char *story = output_story_tell (trace, (size_t) row, options->language);
  g_autofree char *number = g_strdup_printf ("%" PRId64, replication);
  g_autofree char *head =
      output_phrase (options->language,
                     options->language == OUTPUT_LANGUAGE_JA
                         ? "シナリオ {scenario}、配分ルール {rule}、反復 {replication}"
                         : "Scenario {scenario}, rule {rule}, replication {replication}",
                     "scenario", run->scenario, "rule", run->variants[variant].label,
                     "replication", number, NULL);

  printf ("%s\n%s", head, story);
  return CLI_DONE;
}

static CliStatus
run_explain (const CliCommand *command, int argc, char **argv)
{
  g_auto (ExplainOptions) options = { .replication = -1 };
  const GOptionEntry entries[] = {
    { "rule", 0, 0, G_OPTION_ARG_STRING, &options.rule,
      N_ ("Tell it under RULE (default: the first of the results)"), N_ ("RULE") },
    { "replication", 0, 0, G_OPTION_ARG_INT64, &options.replication,
      N_ ("Tell it of replication N (default: the first that was kept)"), "N" },
    CLI_OPTION_LANGUAGE (&options.language_text),
    { 0 },
  };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status) ||
      !cli_language_find (command, options.language_text, &options.language, &status))
    return status;
  g_autoptr (OutputStore) store = cli_results_open (files[0], &error);
  if (store == NULL)
    return cli_report_error (error);
  return explain (command, store, files[1], &options);
}

const CliCommand cli_explain = {
  .name = "explain",
  .arguments = "RESULTS PATIENT",
  .summary = N_ ("tell a patient's story, with the reason for every decision"),
  .details =
      N_ ("RESULTS is a directory that a run wrote, PATIENT one of its "
          "patients.csv: a number,\n"
          "the id of a trace or of today's list.  Only replications kept patient by "
          "patient\n"
          "(--trace) can be told.  'day31 list rules SCENARIO' says what the rules "
          "do."),
  .min_files = 2,
  .max_files = 2,
  .run = run_explain,
};
