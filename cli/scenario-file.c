/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenario files on the command line: reading them, and saying what is wrong with them.
 */
#include "cli/scenario-file.h"

#include <string.h>

#include "cli/command.h"
#include "scenarios/reader.h"

Scenario *
cli_scenario_read (const char *path, const char *rules_path, GError **error)
{
  g_autoptr (Scenario) scenario = scenario_read (path, rules_path, error);

  if (scenario == NULL)
    return NULL;
  for (char **warning = scenario->warnings; warning != NULL && *warning != NULL;
       warning++)
    cli_warn (*warning);
  return g_steal_pointer (&scenario);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
cli_scenario_rule_names (const Scenario *scenario)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (size_t i = 0; i < scenario->n_rules; i++)
    g_ptr_array_add (names, scenario->rules[i].id);
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}
