/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the scenarios that come with the program: readable, sourced, bilingual. */
#include "tests/support/assert.h"
#include "tests/support/shipped.h"

#include "scenarios/reader.h"

#include <string.h>

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static bool
is_scenario (const char *entry)
{
  return g_str_has_suffix (entry, ".xml") && strcmp (entry, "rules.xml") != 0;
}

/* Names of the scenarios of a folder below scenarios/, sorted, NULL-terminated. */
static char **
list_scenarios (const char *folder)
{
  g_autofree char *path = shipped_path (folder);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  assert_non_null (dir);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *entry;
  while ((entry = g_dir_read_name (dir)) != NULL)
    if (is_scenario (entry))
      g_ptr_array_add (names, g_build_filename (folder, entry, NULL));
  assert_true (names->len > 0);
  qsort (names->pdata, names->len, sizeof (gpointer), compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

/* Calls @check with every shipped scenario. */
static void
for_each_shipped (void (*check) (const char *name, const Scenario *scenario))
{
  static const char *const folders[] = { ".", "queueing" };
  for (size_t i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_auto (GStrv) names = list_scenarios (folders[i]);
      for (char **name = names; *name != NULL; name++)
        {
          g_autoptr (Scenario) scenario = shipped_read (*name);
          check (*name, scenario);
        }
    }
}

static void
check_name_and_texts (const char *name, const Scenario *scenario)
{
  g_autofree char *base = g_path_get_basename (name);
  base[strlen (base) - strlen (".xml")] = '\0';
  assert_string_equal (scenario->name, base);
  if (scenario->title.en == NULL || scenario->title.ja == NULL ||
      scenario->purpose.en == NULL)
    fail_msg ("%s: expected titles in English and Japanese and a purpose", name);
}

static void
every_scenario_is_named_as_its_file (void **state)
{
  (void) state;
  for_each_shipped (check_name_and_texts);
}

static void
check_sources (const char *name, const Scenario *scenario)
{
  (void) name;
  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &scenario->parameters[i];
      if (parameter->status == SCENARIO_STATUS_NONE || parameter->source == NULL)
        fail_msg ("%s:%d: %s has no source", parameter->file, parameter->line,
                  parameter->address);
      /* Who calls a number the Guideline's must say where it stands there. */
      if (parameter->status == SCENARIO_STATUS_GUIDELINE &&
          strstr (parameter->source, "Guideline") == NULL)
        fail_msg ("%s:%d: %s does not name the Guideline", parameter->file,
                  parameter->line, parameter->address);
    }
}

static void
every_number_has_a_source (void **state)
{
  (void) state;
  for_each_shipped (check_sources);
}

static void
check_ranges (const char *name, const Scenario *scenario)
{
  (void) name;
  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &scenario->parameters[i];
      if (parameter->value < parameter->low || parameter->value > parameter->high)
        fail_msg ("%s:%d: %s is outside its own range", parameter->file, parameter->line,
                  parameter->address);
    }
}

static void
every_number_lies_in_its_range (void **state)
{
  (void) state;
  for_each_shipped (check_ranges);
}

static void
check_warnings (const char *name, const Scenario *scenario)
{
  if (scenario->warnings != NULL && scenario->warnings[0] != NULL)
    fail_msg ("%s warns: %s", name, scenario->warnings[0]);
}

static void
no_scenario_warns (void **state)
{
  (void) state;
  for_each_shipped (check_warnings);
}

/* The Guideline prints, for 13 patients: harvest days 11 + 19 + 23 + 23 + 22 + 25 + 16 +
 * 25
 * + 22 + 21 + 21 + 21 + 18 = 267; infusion days 47 + 49 + 46 + 49 + 54 + 53 + 46 + 51 +
 * 51
 * + 43 + 54 + 51 + 43 = 637; one patient with 3 draws, two with 5, ten with 4: 53 draws;
 * their days, row by row: 41 + 104 + 87 + 103 + 126 + 105 + 68 + 110 + 95 + 62 + 115 + 88
 * + 79 = 1183. */
static void
table6_is_that_of_the_guideline (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = shipped_read ("table6.xml");
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  assert_int_equal (arrivals->n_trace, 13);
  double harvest = 0.0, infusion = 0.0, draw_days = 0.0;
  int draws = 0;
  for (size_t i = 0; i < arrivals->n_trace; i++)
    {
      harvest += arrivals->trace[i].harvest;
      infusion += arrivals->trace[i].infusion;
      draws += arrivals->trace[i].n_draws;
      for (int j = 0; j < arrivals->trace[i].n_draws; j++)
        draw_days += arrivals->trace[i].draws[j];
    }
  assert_near (harvest, 267.0, 0.0);
  assert_near (infusion, 637.0, 0.0);
  assert_int_equal (draws, 53);
  assert_near (draw_days, 1183.0, 0.0);
}

/* Least time from harvest to infusion in Table 6: case 10, 43 - 21 = 22 days. */
static void
table6_products_are_ready_in_time (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = shipped_read ("table6.xml");
  double longest = 0.0;
  for (size_t i = 0; i < scenario->plant.n_stages; i++)
    longest += sim_distribution_maximum (scenario->plant.stages[i].duration);
  assert_true (longest <= 22.0);
  assert_int_equal (scenario->plant.pools[0].capacity, 13);
}

/* The families of rules in the field, each with a rule that stands for it. */
static void
rules_cover_twelve_families (void **state)
{
  (void) state;
  static const char *const families[] = {
    "fcfs",          "ais-a-first",     "ais-a-only",
    "guideline",     "points",          "earliest-deadline",
    "lottery",       "reserve-70",      "protect-2",
    "ageing",        "benefit",         "least-waste",
    "shares",        "first-ninety",    "site-share",
    "by-severity",   "reserve-70-hard", "weighted-lottery",
    "until-backlog",
  };
  g_autoptr (Scenario) scenario = shipped_read ("early-supply.xml");
  for (size_t i = 0; i < G_N_ELEMENTS (families); i++)
    {
      int rule = scenario_find_rule (scenario, families[i]);
      if (rule < 0)
        fail_msg ("no rule '%s'", families[i]);
      assert_non_null (scenario->rules[rule].title.en);
      assert_non_null (scenario->rules[rule].title.ja);
    }
}

static void
expansion_goes_from_8_to_20_lines_after_two_years (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = shipped_read ("expansion.xml");
  const ScenarioPool *line = &scenario->plant.pools[scenario->plant.gate];
  assert_int_equal (line->capacity, 8);
  assert_int_equal (line->n_changes, 1);
  assert_int_equal (line->changes[0].capacity, 20);
  /* 2019-05-01 to 2021-05-01: 366 days (through 29 February 2020) + 365. */
  assert_int_equal (line->changes[0].at, 731 * SIM_DAY);
}

int
main (void)
{
  scenario_reader_init ();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_scenario_is_named_as_its_file),
    cmocka_unit_test (every_number_has_a_source),
    cmocka_unit_test (every_number_lies_in_its_range),
    cmocka_unit_test (no_scenario_warns),
    cmocka_unit_test (table6_is_that_of_the_guideline),
    cmocka_unit_test (table6_products_are_ready_in_time),
    cmocka_unit_test (rules_cover_twelve_families),
    cmocka_unit_test (expansion_goes_from_8_to_20_lines_after_two_years),
  };
  return cmocka_run_group_tests_name ("scenarios-shipped", tests, NULL, NULL);
}
