/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warns of what is valid and yet cannot go well, with the cause by its name. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>

/* Fewer working days than this in the first year are told: one a month. */
#define FEW_DAYS 12

/* ---- Calendars ---- */

static void
warn_of_rare_openings (ScenarioReading *reading, const xmlNode *root)
{
  const Scenario *scenario = reading->scenario;
  int64_t end = MIN (sim_time_day (scenario->end), 366);
  size_t i = 0;
  SCENARIO_FOR_EACH (reading, node, root, "calendar")
  {
    if (i == scenario->n_calendars)
      return;
    const ScenarioCalendar *calendar = &scenario->calendars[i++];
    int64_t n = 0;
    int64_t day = -1;
    if (calendar->calendar == NULL)
      continue;
    while (n <= FEW_DAYS &&
           (day = sim_calendar_next_working_day (calendar->calendar, day + 1)) < end)
      n++;
    if (n * 366 < FEW_DAYS * end)
      scenario_warning (reading, node,
                        _ ("calendar '%s' is open on %d of the first %d days: what waits "
                           "for it waits long"),
                        calendar->id, (int) n, (int) end);
  }
}

/* ---- Draws ---- */

static void
warn_of_draws_that_never_fit (ScenarioReading *reading, const xmlNode *root)
{
  const ScenarioBlood *blood = reading->scenario->blood;
  const ScenarioHarvest *harvest = &reading->scenario->harvest;
  xmlNode *node = scenario_child (reading, root, "blood");
  int before = 0;
  if (node == NULL || blood == NULL)
    return;
  for (int i = 0; i < blood->n_draws; i++)
    before += blood->draw_days[i] < 0;
  double window = harvest->window_days + harvest->tolerance_days;
  if (before > 1 && (before - 1) * blood->min_interval_days > window)
    scenario_warning (reading, node,
                      _ ("%d draws before the harvest, %g days apart, never fit into a "
                         "window of %g days: nobody can be booked"),
                      before, blood->min_interval_days, window);
}

/* ---- The plant ---- */

static void
warn_of_no_time (ScenarioReading *reading, const xmlNode *node)
{
  const ScenarioPlant *plant = &reading->scenario->plant;
  for (size_t i = 0; i < plant->n_stages; i++)
    if (plant->stages[i].duration == NULL ||
        sim_distribution_maximum (plant->stages[i].duration) > 0)
      return;
  if (plant->n_stages > 0 && plant->n_pools > 0)
    scenario_warning (reading, node,
                      _ ("no stage takes any time: no line is ever short"));
}

/* Batches that keep a pool while they wait for another can wait for each other in a
 * ring. @ret_waits: of each pool, which others a batch may wait for that keeps it,
 * through any number of batches */
static void
find_waits (const ScenarioPlant *plant, uint64_t *ret_waits)
{
  for (size_t i = 0; i + 1 < plant->n_stages; i++)
    {
      uint64_t kept = plant->stages[i].uses & plant->stages[i + 1].uses;
      uint64_t wanted = plant->stages[i + 1].uses & ~kept;
      for (size_t p = 0; p < SCENARIO_MAX_POOLS; p++)
        if ((kept >> p & 1) != 0)
          ret_waits[p] |= wanted;
    }
  /* Warshall 1962: through any others. */
  for (size_t through = 0; through < SCENARIO_MAX_POOLS; through++)
    for (size_t p = 0; p < SCENARIO_MAX_POOLS; p++)
      if ((ret_waits[p] >> through & 1) != 0)
        ret_waits[p] |= ret_waits[through];
}

static void
warn_of_deadlock (ScenarioReading *reading, const xmlNode *node)
{
  const ScenarioPlant *plant = &reading->scenario->plant;
  uint64_t waits[SCENARIO_MAX_POOLS] = { 0 };
  find_waits (plant, waits);
  for (size_t a = 0; a < plant->n_pools; a++)
    for (size_t b = a + 1; b < plant->n_pools; b++)
      if ((waits[a] >> b & 1) != 0 && (waits[b] >> a & 1) != 0)
        {
          scenario_warning (reading, node,
                            _ ("batches may come to wait for each other: some keep '%s' "
                               "and want '%s', others the reverse"),
                            plant->pools[a].id, plant->pools[b].id);
          return;
        }
}

/* ---- Rules ---- */

static void
warn_of_protection (ScenarioReading *reading, const xmlNode *root)
{
  const Scenario *scenario = reading->scenario;
  const ScenarioPlant *plant = &scenario->plant;
  xmlNode *node = scenario_child (reading, root, "allocation");
  if (plant->gate < 0 || node == NULL)
    return;
  const ScenarioPool *gate = &plant->pools[plant->gate];
  int most = gate->capacity;
  for (size_t c = 0; c < gate->n_changes; c++)
    most = MAX (most, gate->changes[c].capacity);
  for (size_t r = 0; r < scenario->n_rules; r++)
    for (size_t p = 0; p < scenario->rules[r].n_phases; p++)
      {
        const ScenarioPhase *phase = &scenario->rules[r].phases[p];
        for (size_t i = 0; i < phase->n_protects; i++)
          if (phase->protects[i].lines >= most)
            scenario_warning (reading, node,
                              _ ("rule '%s' protects %d of '%s', which never has more: "
                                 "it books nobody else"),
                              scenario->rules[r].id, phase->protects[i].lines, gate->id);
      }
}

void
scenario_warn_of_implausible (ScenarioReading *reading, const xmlNode *root)
{
  xmlNode *plant = scenario_child (reading, root, "plant");
  warn_of_rare_openings (reading, root);
  warn_of_draws_that_never_fit (reading, root);
  if (plant != NULL && reading->scenario->plant.n_pools <= SCENARIO_MAX_POOLS)
    {
      warn_of_no_time (reading, plant);
      warn_of_deadlock (reading, plant);
      warn_of_protection (reading, root);
    }
}
