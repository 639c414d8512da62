/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options: those that every command which simulates has in common. */
#pragma once

#include "cli/charts.h"
#include "cli/command.h"
#include "scenarios/scenario.h"
#include "sim/ranks.h"
#include "sim/shard.h"

/* Contract: zero-initialised, filled by GOption, checked by cli_options_parse(), which
 * also works the defaults out.  Freed by cli_options_clear(), at which all ranks wait for
 * each other: on every way out of a command, then, and last. */

typedef struct
{
  char *seed_text;
  gint64 replications; /* 0: as the scenario says */
  gint threads;        /* of a rank; 0: as many as there are processors for it */
  char *rule;          /* NULL: as the scenario says */
  gint64 traced;       /* replications kept patient by patient */
  gboolean is_quiet;
  char *output;    /* NULL: the scenario's name */
  char *languages; /* "en", "ja" or both */
  char *formats;   /* "png,pdf,svg" */
  gboolean is_forced;
  gboolean has_workbook;   /* the tables as a workbook, too */
  gboolean has_pseudonyms; /* for the patients of an <initial> list */
  char *rules_path;        /* NULL: none */
  char *shard_text;        /* NULL: everything */

  /* Worked out by cli_options_parse(). */
  SimRanks *ranks; /* NULL: this process is alone */
  char *file;      /* the scenario's */
  bool has_seed;
  uint64_t seed;
  SimShard shard;
  CliChartForm form;
} CliOptions;

#define CLI_OPTIONS_INIT                                                                 \
  {                                                                                      \
    .traced = 1                                                                          \
  }

/* The entry of the option that chooses the rule. */
#define CLI_OPTION_RULE(rule)                                                            \
  {                                                                                      \
    "rule", 0, 0, G_OPTION_ARG_STRING, (rule),                                           \
        N_ ("Allocate by this rule of the scenario"), N_ ("RULE")                        \
  }

/* The entry of the option of those whose replications may be shared out. */
#define CLI_OPTION_SHARD(shard_text)                                                     \
  {                                                                                      \
    "shard", 0, 0, G_OPTION_ARG_STRING, (shard_text),                                    \
        N_ ("Simulate only share I of N equal ones, for 'day31 merge' to join"),         \
        N_ ("I/N")                                                                       \
  }

/* The entries of options about results, which merge has, too. */
#define CLI_OPTION_FORMAT(formats)                                                       \
  {                                                                                      \
    "format", 0, 0, G_OPTION_ARG_STRING, (formats),                                      \
        N_ ("Draw charts as these (default: png,pdf,svg)"), N_ ("LIST")                  \
  }
#define CLI_OPTION_LANG(languages)                                                       \
  {                                                                                      \
    "lang", 0, 0, G_OPTION_ARG_STRING, (languages),                                      \
        N_ ("Label files and charts in en, ja or en,ja (default: en)"), N_ ("LIST")      \
  }
#define CLI_OPTION_WORKBOOK(has_workbook)                                                \
  {                                                                                      \
    "xlsx", 0, 0, G_OPTION_ARG_NONE, (has_workbook),                                     \
        N_ ("Write the tables as a workbook, too: results.xlsx"), NULL                   \
  }
#define CLI_OPTION_FORCE(is_forced)                                                      \
  {                                                                                      \
    "force", 0, 0, G_OPTION_ARG_NONE, (is_forced),                                       \
        N_ ("Replace an unfinished run of anything else"), NULL                          \
  }
#define CLI_OPTION_QUIET(is_quiet)                                                       \
  {                                                                                      \
    "quiet", 'q', 0, G_OPTION_ARG_NONE, (is_quiet),                                      \
        N_ ("Print warnings and errors alone"), NULL                                     \
  }

/* The entry of the option of those that forecast a list of patients. */
#define CLI_OPTION_PSEUDONYMS(has_pseudonyms)                                            \
  {                                                                                      \
    "pseudonyms", 0, 0, G_OPTION_ARG_NONE, (has_pseudonyms),                             \
        N_ ("Call the patients of today's list P001, P002, ..."), NULL                   \
  }

/* The entries of the options that verify has in common with those. */
#define CLI_OPTION_SEED(text)                                                            \
  {                                                                                      \
    "seed", 0, 0, G_OPTION_ARG_STRING, (text),                                           \
        N_ ("Start the random numbers from N (default: as the scenario says)"), "N"      \
  }
#define CLI_OPTION_THREADS(threads)                                                      \
  {                                                                                      \
    "threads", 'j', 0, G_OPTION_ARG_INT, (threads),                                      \
        N_ ("Use N threads (default: all processors); results do not depend on it"), "N" \
  }

/** Reports wrong usage unless @text is a seed, a whole number of 64 bits
 * Returns: false with @ret_status set if it is not, else true with @ret_seed */
bool cli_check_seed (const CliCommand *command,
                     const char *text,
                     uint64_t *ret_seed,
                     CliStatus *ret_status);

/** Reports wrong usage unless @threads is in range; works the default, 0, out.
 * Returns: false with @ret_status set if it is not */
bool cli_check_threads (const CliCommand *command, gint *threads, CliStatus *ret_status);

/** Reports wrong usage if @has_workbook and this day31 can write none.
 * Returns: false if so */
bool cli_check_workbook (const CliCommand *command, gboolean has_workbook);

void cli_options_clear (CliOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliOptions, cli_options_clear)

/** Returns: (transfer full): @own, ended by { NULL }, then those that all have in common,
 * which fill @options; ended by { NULL } */
GOptionEntry *cli_options_entries (CliOptions *options, const GOptionEntry *own);

/**
 * cli_options_parse:
 * @entries: those of the command, the common ones among them
 *
 * Parses the command line of a command with one scenario; reports what is wrong.  Where a
 * launcher started several processes they become the ranks of one experiment, of which
 * only the root prints.
 *
 * Returns: true if the command is to go on, else @ret_status is set
 */
bool cli_options_parse (CliOptions *options,
                        const CliCommand *command,
                        const GOptionEntry *entries,
                        int argc,
                        char **argv,
                        CliStatus *ret_status);

/**
 * cli_options_read_scenario:
 *
 * Reads the scenario that @options name, with their rules and pseudonyms; every rank
 * reads its own.
 *
 * Errors: those of scenario_read(), of any rank; SCENARIO_ERROR_INVALID when ranks read
 * different scenarios.
 * Returns: (transfer full): the scenario, or NULL with @error set
 */
Scenario *cli_options_read_scenario (const CliOptions *options, GError **error);

/**
 * cli_options_read_with_rule:
 * @ret_scenario: (out) (transfer full): as cli_options_read_scenario() reads it
 * @ret_rule: (out): index of the rule that @options ask for in it, else of its own
 * @ret_status: (out): what to exit with
 *
 * Reports a scenario that cannot be read, and a rule that it does not have.
 *
 * Returns: true if the command is to go on, else @ret_status is set and nothing else
 */
bool cli_options_read_with_rule (const CliOptions *options,
                                 const CliCommand *command,
                                 Scenario **ret_scenario,
                                 int *ret_rule,
                                 CliStatus *ret_status);

/** Returns: the seed that @options or else @scenario name */
uint64_t cli_options_seed (const CliOptions *options, const Scenario *scenario);

/** The rule that @options ask for in @scenario, or the scenario's own.
 * Returns: its index, or -1 after reporting wrong usage with the valid names */
int cli_options_find_rule (const CliOptions *options,
                           const CliCommand *command,
                           const Scenario *scenario);
