/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify: holds the program against textbook queues and prints what came out. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/text-table.h"
#include "models/oracles.h"

static char *
number (double value)
{
  return g_strdup_printf ("%.6f", value);
}

static void
add_case (CliTextTable *table,
          const ModelOracle *oracle,
          const ModelOracleVerdict *verdict)
{
  cli_text_table_begin_row (table);
  cli_text_table_add_cell (table, g_strdup (oracle->scenario));
  cli_text_table_add_cell (table, g_strdup (oracle->model));
  cli_text_table_add_cell (table, g_strconcat (oracle->metric, ":", oracle->group, NULL));
  cli_text_table_add_cell (table, number (verdict->expected));
  cli_text_table_add_cell (table, number (verdict->estimate));
  cli_text_table_add_cell (table, number (verdict->error));
  cli_text_table_add_cell (table, g_strdup_printf ("%+.2f", verdict->z));
  cli_text_table_add_cell (table,
                           g_strdup (verdict->is_met ? _ ("agrees") : _ ("DIFFERS")));
}

/* Runs every scenario of the table, from @seed unless it is NULL; @verdicts has one place
 * a case. */
static bool
run_cases (int threads,
           const uint64_t *seed,
           gboolean is_quiet,
           ModelOracleVerdict *verdicts,
           GError **error)
{
  size_t n_cases = model_oracle_count ();
  CliProgress progress;
  bool is_done = true;

  cli_progress_begin (&progress, _ ("cases"), is_quiet);
  for (size_t first = 0; is_done && first < n_cases;
       first += model_oracles_together (first))
    {
      cli_progress_update (&progress, (int64_t) first, (int64_t) n_cases);
      is_done = model_oracles_run (first, threads, seed, cli_interrupt_flag (),
                                   verdicts + first, error);
    }
  cli_progress_end (&progress);
  return is_done;
}

static size_t
print_cases (const ModelOracleVerdict *verdicts)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lllrrrrl");
  size_t n_cases = model_oracle_count ();
  size_t n_met = 0;

  cli_text_table_add (table, _ ("scenario"), _ ("model"), _ ("metric"), _ ("closed form"),
                      _ ("simulated"), _ ("standard error"), "z", "", NULL);
  for (size_t i = 0; i < n_cases; i++)
    {
      add_case (table, model_oracle (i), &verdicts[i]);
      n_met += verdicts[i].is_met;
    }
  cli_text_table_print (table, stdout);
  return n_met;
}

static CliStatus
run_verify (const CliCommand *command, int argc, char **argv)
{
  gint threads = 0;
  gboolean is_quiet = FALSE;
  g_autofree char *seed_text = NULL;
  uint64_t seed = 0;
  const GOptionEntry entries[] = {
    CLI_OPTION_SEED (&seed_text),
    CLI_OPTION_THREADS (&threads),
    { "quiet", 'q', 0, G_OPTION_ARG_NONE, &is_quiet, N_ ("Print only the closing line"),
      NULL },
    { 0 },
  };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  size_t n_cases = model_oracle_count ();
  g_autofree ModelOracleVerdict *verdicts = g_new0 (ModelOracleVerdict, n_cases);
  size_t n_met = 0;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status) ||
      !cli_check_threads (command, &threads, &status) ||
      (seed_text != NULL && !cli_check_seed (command, seed_text, &seed, &status)))
    return status;
  if (!run_cases (threads, seed_text != NULL ? &seed : NULL, is_quiet, verdicts, &error))
    return cli_report_error (error);
  if (is_quiet)
    for (size_t i = 0; i < n_cases; i++)
      n_met += verdicts[i].is_met;
  else
    n_met = print_cases (verdicts);
  printf (_ ("day31 %s: %zu of %zu cases agree with their closed form within %g standard "
             "errors\n"),
          PACKAGE_VERSION, n_met, n_cases, MODEL_ORACLE_Z);
  return n_met == n_cases ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_verify = {
  .name = "verify",
  .arguments = "",
  .summary =
      N_ ("hold the program against queues whose answers are known in closed form"),
  .details =
      N_ ("Each case is a scenario reduced to a textbook queue.  z is the difference in\n"
          "standard errors.  Exit status 1 if any case differs."),
  .min_files = 0,
  .max_files = 0,
  .run = run_verify,
};
