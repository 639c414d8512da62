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

/* Patients a replication beyond which the memory of a traced one is told, and what each
 * of them takes there, with spans, marks and the row of patients.csv: 500,000 took 657
 * MB. */
#define MANY_PATIENTS     1e6
#define BYTES_PER_PATIENT 1.4e3

static void
warn_of_patients (const Scenario *scenario, const CliLoad *load)
{
  double years = sim_time_to_days (scenario->end) / SIM_DAYS_PER_YEAR;
  double n = load->n_trace > 0 ? (double) load->n_trace : load->referred_per_year * years;

  if (!(n > MANY_PATIENTS))
    return;
  g_autofree char *warning = g_strdup_printf (
      _ ("%s: about %.2g patients a replication, and a traced one keeps them all, about "
         "%.1f GB; --trace 0 keeps none"),
      scenario->file, n, n * BYTES_PER_PATIENT * 1e-9);
  cli_warn (warning);
}

static void
warn_of_load (const Scenario *scenario, const CliLoad *load)
{
  const ScenarioPlant *plant = &scenario->plant;
  int most = 0;

  if (plant->gate < 0)
    return;
  const ScenarioPool *gate = &plant->pools[plant->gate];

  most = gate->capacity;
  for (size_t i = 0; i < gate->n_changes; i++)
    most = MAX (most, gate->changes[i].capacity);
  double ratio = load->eligible_per_year / cli_load_starts_per_year (load, most);

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
  CliLoad load = cli_load_of (scenario);
  warn_of_load (scenario, &load);
  warn_of_patients (scenario, &load);
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
