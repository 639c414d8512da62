/* SPDX-License-Identifier: GPL-3.0-or-later */
/* day31: sets the process up, finds the command, and answers for standard output. */
#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/language.h"
#include "scenarios/reader.h"
#include "sim/ranks.h"

static void
print_usage (FILE *stream)
{
  int width = 0;

  fprintf (stream, "%s\n  day31 COMMAND [%s] FILE\n\n%s\n", _ ("Usage:"), _ ("OPTION…"),
           _ ("Commands:"));
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    width = MAX (width,
                 (int) (strlen ((*command)->name) + 1 + strlen ((*command)->arguments)));
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    {
      g_autofree char *form =
          g_strconcat ((*command)->name, " ", (*command)->arguments, NULL);

      fprintf (stream, "  %-*s  %s\n", width, form, _ ((*command)->summary));
    }
  fprintf (
      stream, "\n%s\n",
      _ ("'day31 COMMAND --help' explains a command; 'day31 --version' says which one "
         "this is.\n"
         "Exit status: 0 done, 1 failed, 2 wrong usage, 3 scenario at fault, 130 or 143\n"
         "interrupted."));
}

static CliStatus
report_unknown (const char *name)
{
  g_autoptr (GString) known = g_string_new (NULL);

  if (name[0] == '-')
    {
      fprintf (stderr, _ ("day31: expected a command, found the option '%s'\n"), name);
      fputs (_ ("Try 'day31 --help'.\n"), stderr);
      return CLI_WRONG_USAGE;
    }
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", (*command)->name);
  fprintf (stderr, _ ("day31: unknown command '%s'; commands here: %s\n"), name,
           known->str);
  fputs (_ ("Try 'day31 --help'.\n"), stderr);
  return CLI_WRONG_USAGE;
}

/* Commands that share no work would do the same in every process, into the same files. */
static bool
is_alone (const CliCommand *command)
{
  int number;
  int count = sim_ranks_launched (&number);

  if (command->takes_ranks || count == 1)
    return true;
  g_autofree char *message =
      g_strdup_printf (_ ("started as %d processes, which only run, compare, sweep, size "
                          "and sensitivity share: start it alone"),
                       count);
  cli_refuse_process (command, number, message);
  return false;
}

static CliStatus
dispatch (int argc, char **argv)
{
  if (argc < 2)
    {
      print_usage (stderr);
      return CLI_WRONG_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
      strcmp (argv[1], "help") == 0)
    {
      print_usage (stdout);
      return CLI_DONE;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("day31 %s\n", PACKAGE_VERSION);
      return CLI_DONE;
    }
  for (const CliCommand *const *command = cli_commands (); *command != NULL; command++)
    if (strcmp (argv[1], (*command)->name) == 0)
      return is_alone (*command) ? (*command)->run (*command, argc - 1, argv + 1)
                                 : CLI_WRONG_USAGE;
  return report_unknown (argv[1]);
}

/* A full disk or a closed pipe shows only when the last byte is written. */
static bool
close_stdout (void)
{
  bool is_written = ferror (stdout) == 0;

  errno = 0;
  if (fclose (stdout) != 0)
    is_written = false;
  if (!is_written)
    fprintf (stderr, _ ("day31: standard output: cannot be written: %s\n"),
             errno != 0 ? g_strerror (errno) : _ ("an earlier write failed"));
  return is_written;
}

int
main (int argc, char **argv)
{
  g_log_writer_default_set_use_stderr (TRUE);
  cli_language_init (argc > 0 ? argv[0] : "day31");
  gsl_set_error_handler_off ();
  cli_interrupt_init ();
  scenario_reader_init ();

  CliStatus status = dispatch (argc, argv);
  if (!close_stdout () && status == CLI_DONE)
    status = CLI_FAILED;
  return (int) status;
}
