/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario's end, and the questions that every part of the program asks of it. */
#include "scenarios/scenario.h"

#include "scenarios/document.h"
#include "scenarios/reading.h"

#include <string.h>

G_DEFINE_QUARK (day31 - scenario - error, scenario_error)

static void
free_sites (Scenario *scenario)
{
  for (size_t i = 0; i < scenario->n_sites; i++)
    {
      ScenarioSite *site = &scenario->sites[i];
      for (size_t j = 0; j < site->n_requirements; j++)
        g_free (site->requirements[j].ref);
      g_free (site->requirements);
      sim_distribution_free (site->transport);
      g_free (site->id);
    }
  g_free (scenario->sites);
}

static void
free_rows (ScenarioTraceRow *rows, size_t n_rows)
{
  for (size_t i = 0; i < n_rows; i++)
    g_free (rows[i].id);
  g_free (rows);
}

/* Where the sexes do not differ they share one object. */
static void
free_by_sex (SimDistribution **distributions)
{
  if (distributions[SCENARIO_SEX_FEMALE] != distributions[SCENARIO_SEX_MALE])
    sim_distribution_free (distributions[SCENARIO_SEX_FEMALE]);
  sim_distribution_free (distributions[SCENARIO_SEX_MALE]);
}

static void
free_patients (ScenarioPatients *patients)
{
  g_free (patients->arrivals.changes);
  sim_distribution_free (patients->arrivals.interval);
  free_rows (patients->arrivals.trace, patients->arrivals.n_trace);
  sim_distribution_free (patients->age);
  free_by_sex (patients->weight);
  free_by_sex (patients->haemoglobin);
  sim_distribution_free (patients->referral);
  if (patients->profile != NULL)
    free_rows (patients->profile->rows, patients->profile->n_rows);
  g_free (patients->profile);
}

static void
free_plant (ScenarioPlant *plant)
{
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      g_free (plant->pools[i].id);
      g_free (plant->pools[i].changes);
      sim_distribution_free (plant->pools[i].down_every);
      sim_distribution_free (plant->pools[i].down_lasts);
    }
  g_free (plant->pools);
  for (size_t i = 0; i < plant->n_stages; i++)
    {
      g_free (plant->stages[i].id);
      sim_distribution_free (plant->stages[i].duration);
    }
  g_free (plant->stages);
  sim_distribution_free (plant->yield);
}

static void
free_outcome (ScenarioOutcome *outcome)
{
  if (outcome == NULL)
    return;
  for (size_t i = 0; i < outcome->n_scores; i++)
    g_free (outcome->scores[i].id);
  g_free (outcome->scores);
  for (size_t i = 0; i < outcome->n_events; i++)
    g_free (outcome->events[i].id);
  g_free (outcome->events);
  g_free (outcome);
}

static void
free_rules (Scenario *scenario)
{
  for (size_t i = 0; i < scenario->n_rules; i++)
    {
      ScenarioRule *rule = &scenario->rules[i];
      for (size_t j = 0; j < rule->n_phases; j++)
        scenario_phase_clear (&rule->phases[j]);
      g_free (rule->phases);
      g_free (rule->id);
      g_free (rule->title.en);
      g_free (rule->title.ja);
      g_free (rule->file);
    }
  g_free (scenario->rules);
}

static void
free_parameters (Scenario *scenario)
{
  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      ScenarioParameter *parameter = &scenario->parameters[i];
      g_free (parameter->address);
      g_free (parameter->element);
      g_free (parameter->unit);
      g_free (parameter->source);
      g_free (parameter->file);
    }
  g_free (scenario->parameters);
}

static void
free_experiment (Scenario *scenario)
{
  for (size_t i = 0; i < scenario->n_primary; i++)
    {
      g_free (scenario->primary[i].metric);
      g_free (scenario->primary[i].group);
    }
  g_free (scenario->primary);
  g_free (scenario->precision.metric);
  g_free (scenario->precision.group);
  g_free (scenario->precision.rule);
}

void
scenario_free (Scenario *scenario)
{
  if (scenario == NULL)
    return;
  g_free (scenario->file);
  g_free (scenario->name);
  g_free (scenario->digest);
  g_free (scenario->title.en);
  g_free (scenario->title.ja);
  g_free (scenario->purpose.en);
  g_free (scenario->purpose.ja);
  free_experiment (scenario);
  free_sites (scenario);
  sim_distribution_free (scenario->transfer);
  for (size_t i = 0; i < scenario->n_groups; i++)
    g_free (scenario->groups[i].id);
  g_free (scenario->groups);
  free_patients (&scenario->patients);
  sim_distribution_free (scenario->eligibility.screening);
  for (size_t i = 0; i < scenario->eligibility.n_conditions; i++)
    g_free (scenario->eligibility.conditions[i].id);
  g_free (scenario->eligibility.conditions);
  for (size_t i = 0; i < scenario->n_hazards; i++)
    g_free (scenario->hazards[i].id);
  g_free (scenario->hazards);
  g_free (scenario->improvements);
  g_free (scenario->blood);
  free_plant (&scenario->plant);
  sim_distribution_free (scenario->infusion.transport);
  free_outcome (scenario->outcome);
  for (size_t i = 0; i < scenario->n_costs; i++)
    g_free (scenario->costs[i].currency);
  g_free (scenario->costs);
  for (size_t i = 0; i < scenario->n_initial; i++)
    g_free (scenario->initial[i].id);
  g_free (scenario->initial);
  free_rules (scenario);
  free_parameters (scenario);
  g_strfreev (scenario->warnings);
  /* Last: everything above may point at calendars. */
  for (size_t i = 0; i < scenario->n_calendars; i++)
    {
      g_free (scenario->calendars[i].id);
      sim_calendar_free (scenario->calendars[i].calendar);
    }
  g_free (scenario->calendars);
  scenario_document_free (scenario->document);
  g_free (scenario);
}

char *
scenario_date_text (const Scenario *scenario, SimTime time)
{
  char text[11];
  sim_date_format (
      sim_date_from_epoch_day (scenario->start_epoch_day + sim_time_day (time)), text);
  return g_strdup (text);
}

const char *
scenario_grade_name (ScenarioGrade grade)
{
  static const char *const names[] = { "A", "B", "C", "D", "E" };
  g_return_val_if_fail ((unsigned) grade < G_N_ELEMENTS (names), "?");
  return names[grade];
}

const char *
scenario_sex_name (ScenarioSex sex)
{
  return sex == SCENARIO_SEX_FEMALE ? "female" : "male";
}

uint64_t
scenario_initial_held (const Scenario *scenario, const ScenarioInitialRow *row)
{
  const ScenarioStage *stages = scenario->plant.stages;
  if (row->stage < 0)
    return 0;
  if (row->queued == SIM_TIME_NEVER)
    return stages[row->stage].uses;
  /* Who waits holds but what the stage before shares. */
  return row->stage > 0 ? stages[row->stage - 1].uses & stages[row->stage].uses : 0;
}

int
scenario_find_rule (const Scenario *scenario, const char *id)
{
  for (size_t i = 0; i < scenario->n_rules; i++)
    if (strcmp (scenario->rules[i].id, id) == 0)
      return (int) i;
  return -1;
}

int
scenario_find_site (const Scenario *scenario, const char *id)
{
  for (size_t i = 0; i < scenario->n_sites; i++)
    if (strcmp (scenario->sites[i].id, id) == 0)
      return (int) i;
  return -1;
}

int
scenario_find_pool (const Scenario *scenario, const char *id)
{
  for (size_t i = 0; i < scenario->plant.n_pools; i++)
    if (strcmp (scenario->plant.pools[i].id, id) == 0)
      return (int) i;
  return -1;
}
