/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options: those that every command which simulates has in common. */
#include "cli/options.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/scenario-file.h"
#include "output/workbook.h"
#include "scenarios/reader.h"

#define MAX_THREADS                                                                      \
  1024 /* far beyond any use; keeps a slip from exhausting the machine */

void
cli_options_clear (CliOptions *options)
{
  g_clear_pointer (&options->seed_text, g_free);
  g_clear_pointer (&options->rule, g_free);
  g_clear_pointer (&options->output, g_free);
  g_clear_pointer (&options->languages, g_free);
  g_clear_pointer (&options->formats, g_free);
  g_clear_pointer (&options->rules_path, g_free);
  g_clear_pointer (&options->shard_text, g_free);
  g_clear_pointer (&options->file, g_free);
  if (options->ranks == NULL)
    return;
  /* Launchers end all processes when one has ended with another status than 0. */
  fflush (stdout);
  fflush (stderr);
  g_clear_pointer (&options->ranks, sim_ranks_free);
}

/* A number that nobody can mean: none was given. */
#define NOT_GIVEN G_MININT64

GOptionEntry *
cli_options_entries (CliOptions *options, const GOptionEntry *own)
{
  options->replications = NOT_GIVEN;
  const GOptionEntry common[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      N_ ("Write results to DIR (default: the scenario's name, here)"), N_ ("DIR") },
    CLI_OPTION_RULES_FILE (&options->rules_path),
    { "replications", 'n', 0, G_OPTION_ARG_INT64, &options->replications,
      N_ ("Simulate N histories (default: as the scenario says)"), "N" },
    CLI_OPTION_SEED (&options->seed_text),
    CLI_OPTION_THREADS (&options->threads),
    { "trace", 0, 0, G_OPTION_ARG_INT64, &options->traced,
      N_ ("Keep N replications patient by patient (default: 1)"), "N" },
    CLI_OPTION_FORMAT (&options->formats),
    CLI_OPTION_LANG (&options->languages),
    CLI_OPTION_WORKBOOK (&options->has_workbook),
    CLI_OPTION_FORCE (&options->is_forced),
    CLI_OPTION_QUIET (&options->is_quiet),
  };
  GArray *entries = g_array_new (TRUE, FALSE, sizeof (GOptionEntry));

  for (; own->long_name != NULL; own++)
    g_array_append_val (entries, *own);
  g_array_append_vals (entries, common, G_N_ELEMENTS (common));
  return (GOptionEntry *) (void *) g_array_free (entries, FALSE);
}

bool
cli_check_seed (const CliCommand *command,
                const char *text,
                uint64_t *ret_seed,
                CliStatus *ret_status)
{
  guint64 seed = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &seed, NULL))
    {
      *ret_status = cli_wrong_usage (command,
                                     _ ("--seed: expected a whole number from 0 to "
                                        "18446744073709551615, found '%s'"),
                                     text);
      return false;
    }
  *ret_seed = seed;
  return true;
}

static bool
check_numbers (CliOptions *options, const CliCommand *command, CliStatus *ret_status)
{
  *ret_status = CLI_WRONG_USAGE;
  options->has_seed = options->seed_text != NULL;
  if (options->has_seed &&
      !cli_check_seed (command, options->seed_text, &options->seed, ret_status))
    return false;
  if (options->replications == NOT_GIVEN)
    options->replications = 0;
  else if (options->replications < 1 || options->replications > SCENARIO_MAX_REPLICATIONS)
    {
      cli_wrong_usage (
          command,
          _ ("--replications: expected a number from 1 to %d, found '%" PRId64 "'"),
          SCENARIO_MAX_REPLICATIONS, options->replications);
      return false;
    }
  if (options->traced < 0)
    {
      cli_wrong_usage (command,
                       _ ("--trace: expected a number, 0 or more, found '%" PRId64 "'"),
                       options->traced);
      return false;
    }
  return true;
}

bool
cli_check_threads (const CliCommand *command, gint *threads, CliStatus *ret_status)
{
  if (*threads < 0 || *threads > MAX_THREADS)
    {
      *ret_status = cli_wrong_usage (
          command, _ ("--threads: expected a number from 1 to %d, found '%d'"),
          MAX_THREADS, *threads);
      return false;
    }
  if (*threads == 0)
    *threads = (gint) MIN (g_get_num_processors (), MAX_THREADS);
  return true;
}

static bool
check_shard (CliOptions *options, const CliCommand *command)
{
  options->shard = SIM_SHARD_WHOLE;
  if (options->shard_text == NULL ||
      sim_shard_parse (options->shard_text, &options->shard))
    return true;
  cli_wrong_usage (command,
                   _ ("--shard: expected I/N with I from 1 to N and N up to %d, as 2/8, "
                      "found '%s'"),
                   SIM_SHARD_MOST, options->shard_text);
  return false;
}

/* Only the root is heard: what others have to say it says for them. */
static void
be_silent (void)
{
  if (freopen ("/dev/null", "w", stdout) == NULL ||
      freopen ("/dev/null", "w", stderr) == NULL)
    g_assert_not_reached ();
}

static bool
begin_ranks (CliOptions *options, const CliCommand *command)
{
  g_autoptr (GError) error = NULL;
  int number;

  if (sim_ranks_new (&options->ranks, &error))
    {
      if (!sim_ranks_is_root (options->ranks))
        be_silent ();
      return true;
    }
  sim_ranks_launched (&number);
  cli_refuse_process (command, number, error->message);
  return false;
}

/* The processors that this rank may use, which others on its machine may want, too. */
static int
default_threads (const SimRanks *ranks)
{
  long machine = sysconf (_SC_NPROCESSORS_ONLN);
  long share = MAX (1, machine / sim_ranks_local_count (ranks));

  return (int) MIN (MIN (share, (long) g_get_num_processors ()), MAX_THREADS);
}

bool
cli_check_workbook (const CliCommand *command, gboolean has_workbook)
{
  if (!has_workbook || output_workbook_is_available ())
    return true;
  cli_wrong_usage (command, _ ("--xlsx: this day31 was built without libxlsxwriter, "
                               "which writes workbooks; the tables are CSV files"));
  return false;
}

bool
cli_options_parse (CliOptions *options,
                   const CliCommand *command,
                   const GOptionEntry *entries,
                   int argc,
                   char **argv,
                   CliStatus *ret_status)
{
  g_auto (GStrv) files = NULL;

  *ret_status = CLI_WRONG_USAGE;
  if (!begin_ranks (options, command) ||
      !cli_command_parse (command, entries, argc, argv, &files, ret_status))
    return false;
  options->file = g_strdup (files[0]);
  if (options->ranks != NULL && options->threads == 0)
    options->threads = default_threads (options->ranks);
  if (!check_numbers (options, command, ret_status) ||
      !cli_check_threads (command, &options->threads, ret_status))
    return false;
  *ret_status = CLI_WRONG_USAGE;
  return cli_check_workbook (command, options->has_workbook) &&
         check_shard (options, command) &&
         cli_charts_parse_form (command, options->formats, options->languages,
                                &options->form);
}

/* Files may differ from machine to machine. */
static bool
is_as_of_root (const CliOptions *options, const Scenario *scenario, GError **error)
{
  char digest[128] = "";

  g_strlcpy (digest, scenario->digest, sizeof digest);
  sim_ranks_share (options->ranks, digest, sizeof digest);
  if (strncmp (digest, scenario->digest, sizeof digest - 1) == 0)
    return true;
  g_set_error (error, SCENARIO_ERROR, SCENARIO_ERROR_INVALID,
               _ ("%s: expected the same content on all machines, found another on '%s' "
                  "(rank %d)"),
               options->file, g_get_host_name (), sim_ranks_number (options->ranks));
  return false;
}

Scenario *
cli_options_read_scenario (const CliOptions *options, GError **error)
{
  g_autoptr (Scenario) scenario =
      cli_scenario_read (options->file, options->rules_path, error);

  if (!sim_ranks_agree (options->ranks, scenario != NULL, error) ||
      !sim_ranks_agree (options->ranks, is_as_of_root (options, scenario, error), error))
    return NULL;
  if (options->has_pseudonyms)
    scenario_use_pseudonyms (scenario);
  return g_steal_pointer (&scenario);
}

uint64_t
cli_options_seed (const CliOptions *options, const Scenario *scenario)
{
  return options->has_seed ? options->seed : scenario->seed;
}

int
cli_options_find_rule (const CliOptions *options,
                       const CliCommand *command,
                       const Scenario *scenario)
{
  if (options->rule == NULL)
    return scenario->use;
  int rule = scenario_find_rule (scenario, options->rule);
  if (rule < 0)
    {
      g_autofree char *names = cli_scenario_rule_names (scenario);

      cli_wrong_usage (command, _ ("unknown rule '%s'; rules here: %s"), options->rule,
                       names);
    }
  return rule;
}

bool
cli_options_read_with_rule (const CliOptions *options,
                            const CliCommand *command,
                            Scenario **ret_scenario,
                            int *ret_rule,
                            CliStatus *ret_status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = cli_options_read_scenario (options, &error);

  if (scenario == NULL)
    {
      *ret_status = cli_report_error (error);
      return false;
    }
  int rule = cli_options_find_rule (options, command, scenario);
  if (rule < 0)
    {
      *ret_status = CLI_WRONG_USAGE;
      return false;
    }
  *ret_rule = rule;
  *ret_scenario = g_steal_pointer (&scenario);
  return true;
}
