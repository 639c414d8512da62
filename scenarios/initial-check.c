/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks the rows of the <initial> list: what cannot be is refused, what is odd is told.
 */
#include "scenarios/initial-list.h"

#include <glib/gi18n.h>
#include <math.h>

#define NEVER SIM_TIME_NEVER

/* Times that are known must follow one another. */
static void
check_order (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  const struct
  {
    ScenarioListColumn column;
    SimTime time;
  } steps[] = { { SCENARIO_LIST_INJURED, row->injured },
                { SCENARIO_LIST_REFERRED, row->referred },
                { SCENARIO_LIST_TRANSFERRED, row->transferred },
                { SCENARIO_LIST_ELIGIBLE, row->eligible },
                { SCENARIO_LIST_BOOKED, row->booked },
                { SCENARIO_LIST_HARVESTED, row->harvested },
                { SCENARIO_LIST_ARRIVED, row->arrived },
                { SCENARIO_LIST_CULTURED, row->cultured },
                { SCENARIO_LIST_STAGE_BEGAN, row->stage_began },
                { SCENARIO_LIST_QUEUED, row->queued },
                { SCENARIO_LIST_RELEASED, row->released },
                { SCENARIO_LIST_INFUSED, row->infused } };
  const char *const *names = list->table.names;
  int last = -1;
  for (int i = 0; i < (int) G_N_ELEMENTS (steps); i++)
    {
      if (steps[i].time == NEVER)
        continue;
      if (last >= 0 && steps[i].time < steps[last].time)
        scenario_table_mistake (&list->table, (int) steps[i].column,
                                _ ("expected a time not before %s, found an earlier one"),
                                names[steps[last].column]);
      last = i;
    }
  if (row->graded != NEVER && row->graded < row->injured)
    scenario_table_mistake (
        &list->table, SCENARIO_LIST_GRADED,
        _ ("expected a time not before injured, found an earlier one"));
}

/* A cell that means nothing without another one. */
static void
check_beside (ScenarioInitialList *list, bool is_right, int column, const char *other)
{
  if (!is_right)
    scenario_table_mistake (&list->table, column, _ ("expected %s beside it, found none"),
                            other);
}

static void
check_person (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  const ScenarioHarvest *harvest = &list->table.reading->scenario->harvest;
  check_beside (list, row->transferred == NEVER || row->referred != NEVER,
                SCENARIO_LIST_TRANSFERRED, "referred");
  check_beside (list, row->graded == NEVER || row->grade >= 0, SCENARIO_LIST_GRADED,
                "grade");
  check_beside (list, row->grade_referral < 0 || row->grade >= 0,
                SCENARIO_LIST_GRADE_REFERRAL, "grade");
  if (row->tolerant == 1 && !(harvest->tolerance_days > 0.0))
    scenario_table_mistake (&list->table, SCENARIO_LIST_TOLERANT,
                            _ ("expected tolerance-days in the scenario, found none"));
}

/* Whether the patient has a booking whose marrow is not harvested yet. */
static bool
is_booked (const ScenarioInitialRow *row)
{
  return row->planned_harvest != NEVER && row->harvested == NEVER;
}

static void
check_appointments (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  const ScenarioBlood *blood = list->table.reading->scenario->blood;
  if (row->n_draws == row->n_made || blood == NULL)
    return;
  bool may_give = (is_booked (row) || row->harvested != NEVER ||
                   (blood->starts_eligible && row->eligible != NEVER)) &&
                  row->released == NEVER;
  if (!may_give)
    scenario_table_mistake (&list->table, SCENARIO_LIST_DRAW1 + row->n_made,
                            _ ("expected no draw after the start for a patient who has "
                               "none to come, found one"));
}

static void
check_draws (ScenarioInitialList *list, ScenarioInitialRow *row)
{
  const ScenarioBlood *blood = list->table.reading->scenario->blood;
  for (int i = 0; i < SCENARIO_MAX_DRAWS; i++)
    {
      if (row->draws[i] == NEVER)
        continue;
      if (i > row->n_draws)
        {
          scenario_table_mistake (&list->table, SCENARIO_LIST_DRAW1 + i,
                                  _ ("expected the draw before it too, found none"));
          return;
        }
      SimTime before = i > 0 ? row->draws[i - 1] : row->last_draw;
      if (before != NEVER && row->draws[i] <= before)
        scenario_table_mistake (
            &list->table, SCENARIO_LIST_DRAW1 + i,
            _ ("expected a time after the draw before it, found none later"));
      row->n_draws = i + 1;
      row->n_made += row->draws[i] <= 0;
    }
  if (row->n_draws > 0 && blood == NULL)
    scenario_table_mistake (&list->table, SCENARIO_LIST_DRAW1,
                            _ ("expected <blood> in the scenario, found none"));
  else if (blood != NULL && row->n_draws > blood->max_draws)
    scenario_table_mistake (&list->table, SCENARIO_LIST_DRAW1 + blood->max_draws,
                            _ ("expected no more draws than <blood> has (%d), found %d"),
                            blood->max_draws, row->n_draws);
  if (row->blood_ml > 0 && row->n_made == 0 && row->remakes == 0)
    scenario_table_mistake (&list->table, SCENARIO_LIST_BLOOD_ML,
                            _ ("expected the days of the draws beside it, found none"));
  check_beside (list, row->last_draw == NEVER || row->remakes > 0,
                SCENARIO_LIST_LAST_DRAW, "remakes");
  check_appointments (list, row);
}

/* Days from the injury, counted as the window counts them. */
static double
days_since_injury (const ScenarioHarvest *harvest,
                   const ScenarioInitialRow *row,
                   SimTime time)
{
  return harvest->counts_dates
             ? (double) (sim_time_day (time) - sim_time_day (row->injured))
             : sim_time_to_days (time - row->injured);
}

static void
check_plan (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  const ScenarioHarvest *harvest = &list->table.reading->scenario->harvest;
  double day = days_since_injury (harvest, row, row->planned_harvest);
  double last = harvest->window_days;
  if (row->tolerant != 0)
    last += harvest->tolerance_days;
  if (row->planned_harvest < 0)
    scenario_table_mistake (
        &list->table, SCENARIO_LIST_PLANNED_HARVEST,
        _ ("expected a day not before the start, found an earlier one"));
  if (day > last)
    scenario_table_mistake (
        &list->table, SCENARIO_LIST_PLANNED_HARVEST,
        _ ("expected a day inside the window of %g days, found day %g"), last, day);
}

static void
check_harvest (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  bool is_harvested = row->harvested != NEVER;
  /* Who waits for a remake has been booked before. */
  if (row->booked != NEVER && !is_harvested && row->planned_harvest == NEVER &&
      row->remakes == 0)
    scenario_table_mistake (&list->table, SCENARIO_LIST_PLANNED_HARVEST,
                            _ ("expected a day for a patient who is booked, found none"));
  if (row->planned_harvest != NEVER && row->booked == NEVER)
    scenario_table_mistake (&list->table, SCENARIO_LIST_BOOKED,
                            _ ("expected a time beside planned_harvest, found none"));
  if (is_booked (row))
    check_plan (list, row);
  if (row->planned_intake == NEVER)
    return;
  if (!list->table.reading->scenario->plant.has_intake)
    scenario_table_mistake (&list->table, SCENARIO_LIST_PLANNED_INTAKE,
                            _ ("expected <intake> in the scenario, found none"));
  SimTime harvest = is_harvested ? row->harvested : row->planned_harvest;
  check_beside (list, harvest != NEVER, SCENARIO_LIST_PLANNED_INTAKE,
                "planned_harvest or harvested");
  if (harvest != NEVER && sim_time_day (row->planned_intake) < sim_time_day (harvest))
    scenario_table_mistake (&list->table, SCENARIO_LIST_PLANNED_INTAKE,
                            _ ("expected a day not before %s, found an earlier one"),
                            is_harvested ? "harvested" : "planned_harvest");
}

static void
check_harvest_day (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  const ScenarioHarvest *harvest = &list->table.reading->scenario->harvest;
  bool is_harvested = row->harvested != NEVER;
  if (is_harvested &&
      days_since_injury (harvest, row, row->harvested) > harvest->window_days)
    scenario_table_warning (&list->table, SCENARIO_LIST_HARVESTED,
                            _ ("harvested on day %g, behind the window of %g days"),
                            days_since_injury (harvest, row, row->harvested),
                            harvest->window_days);
}

/* No more patients than units of the pools that they hold, and one on a line. */
static void
check_units (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  const Scenario *scenario = list->table.reading->scenario;
  const ScenarioPlant *plant = &scenario->plant;
  uint64_t held = scenario_initial_held (scenario, row);
  bool is_on_line = plant->gate >= 0 && (held >> plant->gate & 1) != 0;
  if (row->unit > 0 && !is_on_line)
    scenario_table_mistake (
        &list->table, SCENARIO_LIST_LINE,
        _ ("expected a stage that uses a line beside it, found none"));
  else if (row->unit > 0 && list->is_taken[row->unit])
    scenario_table_mistake (
        &list->table, SCENARIO_LIST_LINE,
        _ ("expected one patient on a line, found a second one on %d"), row->unit);
  list->is_taken[row->unit] = row->unit > 0;
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      int capacity = plant->pools[i].capacity;
      if ((held >> i & 1) == 0 || list->n_using[i]++ != capacity)
        continue;
      if ((int) i == plant->gate)
        scenario_table_mistake (
            &list->table, SCENARIO_LIST_STAGE,
            _ ("expected no more patients on lines than there are (%d), found more"),
            capacity);
      else
        scenario_table_mistake (
            &list->table, SCENARIO_LIST_STAGE,
            _ ("expected no more patients at stages that use '%s' than "
               "it has units (%d), found more"),
            plant->pools[i].id, capacity);
    }
}

static void
check_stage (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  ScenarioTable *table = &list->table;
  bool has_began = row->stage_began != NEVER, is_queued = row->queued != NEVER;
  if (row->stage < 0)
    {
      check_beside (list, !has_began, SCENARIO_LIST_STAGE_BEGAN, "stage");
      check_beside (list, !is_queued, SCENARIO_LIST_QUEUED, "stage");
      return;
    }
  if (!has_began && !is_queued)
    scenario_table_mistake (
        table, SCENARIO_LIST_STAGE_BEGAN,
        _ ("expected when the stage began, or in queued since when the "
           "batch waits for it, found neither"));
  if (has_began && is_queued)
    scenario_table_mistake (table, SCENARIO_LIST_QUEUED,
                            _ ("expected stage_began or queued, found both"));
}

static void
check_manufacture (ScenarioInitialList *list, const ScenarioInitialRow *row)
{
  /* 999 of 1,000 stages are over by then. */
  static const double rare = 0.999;
  ScenarioTable *table = &list->table;
  const ScenarioPlant *plant = &table->reading->scenario->plant;
  check_stage (list, row);
  if (row->stage >= 0 && row->released != NEVER)
    scenario_table_mistake (table, SCENARIO_LIST_RELEASED,
                            _ ("expected no stage beside it, found '%s'"),
                            plant->stages[row->stage].id);
  bool is_made = row->arrived != NEVER || row->cultured != NEVER || row->stage >= 0 ||
                 row->released != NEVER || row->infused != NEVER;
  if (is_made && row->harvested == NEVER)
    scenario_table_mistake (table, SCENARIO_LIST_HARVESTED,
                            _ ("expected a time for a batch in manufacture, found none"));
  check_beside (list, row->cultured == NEVER || row->stage >= 0 || row->released != NEVER,
                SCENARIO_LIST_CULTURED, "stage or released");
  check_beside (list, row->infused == NEVER || row->released != NEVER,
                SCENARIO_LIST_INFUSED, "released");
  if (row->planned_infusion != NEVER)
    {
      check_beside (list, row->released != NEVER, SCENARIO_LIST_PLANNED_INFUSION,
                    "released");
      if (row->infused == NEVER && row->planned_infusion < 0)
        scenario_table_mistake (
            table, SCENARIO_LIST_PLANNED_INFUSION,
            _ ("expected a day not before the start, found an earlier one"));
    }
  if (row->stage < 0 || row->stage_began == NEVER ||
      plant->stages[row->stage].duration == NULL)
    return;
  /* Work that was over in the closed hours ends at the opening: that is not late. */
  SimTime until =
      sim_calendar_last_open (plant->stages[row->stage].calendar, 0, row->stage_began);
  double elapsed = sim_time_to_days (until - row->stage_began);
  double most = sim_distribution_quantile (plant->stages[row->stage].duration, rare);
  if (elapsed > most)
    scenario_table_warning (
        table, SCENARIO_LIST_STAGE_BEGAN,
        _ ("stage '%s' has run for %.4g days; 999 in 1000 take at most %.4g"),
        plant->stages[row->stage].id, elapsed, most);
}

void
scenario_check_initial_row (ScenarioInitialList *list, ScenarioInitialRow *row)
{
  check_order (list, row);
  check_person (list, row);
  check_draws (list, row);
  check_harvest (list, row);
  check_harvest_day (list, row);
  check_manufacture (list, row);
  check_units (list, row);
}
