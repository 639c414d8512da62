/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands: the table of what day31 offers, exit statuses, and the parsing they share. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Contract: results go to standard output, everything else to standard error.  A command
 * prints through stdio and need not check each call: main looks at standard output once,
 * at the end, and turns a failed write into CLI_FAILED. */

/* Exit statuses (DESIGN section 7). */
typedef enum
{
  CLI_DONE = 0,
  CLI_FAILED = 1,      /* the work could not be done */
  CLI_WRONG_USAGE = 2, /* the command line is at fault */
  CLI_INVALID = 3,     /* a scenario, or a file that it names, is at fault */
  CLI_INTERRUPTED = 130,
  CLI_TERMINATED = 143,
} CliStatus;

typedef struct CliCommand
{
  const char *name;
  const char *arguments; /* as the usage line shows them: "SCENARIO" */
  const char *summary;   /* msgid, one line, no full stop */
  const char *details;   /* (nullable): msgid, paragraphs below the options of --help */
  int min_files, max_files;
  bool takes_ranks; /* several processes of one launcher share its work */
  CliStatus (*run) (const struct CliCommand *command, int argc, char **argv);
} CliCommand;

/** Returns: (transfer none): the commands in the order of --help; NULL ends them */
const CliCommand *const *cli_commands (void);

/**
 * cli_command_parse:
 * @entries: the command's own options, ended by { NULL }
 * @argv: the arguments behind "day31", the command's name first
 * @ret_files: (out) (transfer full): the arguments that are no options, NULL-terminated;
 *   their number lies within the command's limits
 * @ret_status: (out): what to exit with when false is returned
 *
 * Options may stand anywhere.  --help prints to standard output; a mistake is reported to
 * standard error, with a hint at --help and never the whole help.
 *
 * Returns: true if the command is to go on
 */
bool cli_command_parse (const CliCommand *command,
                        const GOptionEntry *entries,
                        int argc,
                        char **argv,
                        char ***ret_files,
                        CliStatus *ret_status);

/** Reports wrong usage of @command, "day31 COMMAND: ...". Returns: CLI_WRONG_USAGE */
CliStatus cli_wrong_usage (const CliCommand *command, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/** As cli_wrong_usage(), of process @number of several that were started together: the
 * first speaks for all, the others wait until it has. */
CliStatus cli_refuse_process (const CliCommand *command, int number, const char *message);

/** Reports a failure, "day31: ...", each line of @message by itself. */
void cli_report (const char *message);

/** Reports @error and says what to exit with: CLI_INVALID where the scenario or one of
 * its files is at fault (printed as it is, "FILE:LINE: ...", so that an editor can jump
 * there), the signal's where a signal cancelled, else CLI_FAILED. */
CliStatus cli_report_error (const GError *error);

/** Reports that a signal cancelled, with what became of the work. Returns: its status */
CliStatus cli_report_interruption (const char *message);

/** Reports a warning, "day31: warning: ..."; warnings stand even with --quiet. */
void cli_warn (const char *message);

extern const CliCommand cli_check, cli_compare, cli_explain, cli_list, cli_merge, cli_new,
    cli_plot, cli_report_command, cli_run, cli_sensitivity, cli_size, cli_sweep,
    cli_verify;
