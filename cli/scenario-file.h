/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenario files on the command line: reading them, and saying what is wrong with them.
 */
#pragma once

#include <glib.h>

#include "scenarios/scenario.h"

#define CLI_OPTION_RULES_FILE(path)                                                      \
  {                                                                                      \
    "rules-file", 0, 0, G_OPTION_ARG_FILENAME, (path), N_ ("Add the rules of FILE"),     \
        N_ ("FILE")                                                                      \
  }

/**
 * cli_scenario_read:
 * Reads @path, and @rules_path unless it is NULL; prints the scenario's warnings.
 *
 * Errors: those of scenario_read().
 * Returns: (transfer full): the scenario, or NULL with @error set
 */
Scenario *cli_scenario_read (const char *path, const char *rules_path, GError **error);

/** Returns: (transfer full): the ids of the rules, sorted, with commas between */
char *cli_scenario_rule_names (const Scenario *scenario);
