/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenario files on the command line: reading them, and saying what is wrong with them.
 */
#include "cli/scenario-file.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/command.h"
#include "cli/load.h"
#include "scenarios/reader.h"

/* Demand beyond this many times the capacity is told. */
#define MUCH 10

static void
warn_of_load (const Scenario *scenario)
{
  const ScenarioPlant *plant = &scenario->plant;
  CliLoad load = cli_load_of (scenario);
  int most = 0;

  if (plant->gate < 0)
    return;
  const ScenarioPool *gate = &plant->pools[plant->gate];

  most = gate->capacity;
  for (size_t i = 0; i < gate->n_changes; i++)
    most = MAX (most, gate->changes[i].capacity);
  double ratio = load.eligible_per_year / cli_load_starts_per_year (&load, most);

  if (!(ratio > MUCH))
    return;
  g_autofree char *warning = g_strdup_printf (
      _ ("%s: %.0f times as many patients become eligible as '%s' ever has capacity for: "
         "nearly all of them wait in vain"),
      scenario->file, ratio, gate->id);
  cli_warn (warning);
}

Scenario *
cli_scenario_read (const char *path, const char *rules_path, GError **error)
{
  g_autoptr (Scenario) scenario = scenario_read (path, rules_path, error);

  if (scenario == NULL)
    return NULL;
  for (char **warning = scenario->warnings; warning != NULL && *warning != NULL;
       warning++)
    cli_warn (*warning);
  warn_of_load (scenario);
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
