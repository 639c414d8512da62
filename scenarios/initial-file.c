/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the list of patients who are in the system when the scenario starts. */
#include "scenarios/csv-table.h"
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

typedef enum
{
  COLUMN_ID,
  COLUMN_INJURED,
  COLUMN_REFERRED,
  COLUMN_ELIGIBLE,
  COLUMN_GRADE,
  COLUMN_SEX,
  COLUMN_AGE,
  COLUMN_WEIGHT,
  COLUMN_HAEMOGLOBIN,
  COLUMN_SITE,
  COLUMN_BOOKED,
  COLUMN_PLANNED_HARVEST,
  COLUMN_DRAW1,
  COLUMN_DRAW2,
  COLUMN_DRAW3,
  COLUMN_DRAW4,
  COLUMN_DRAW5,
  COLUMN_BLOOD_ML,
  COLUMN_HARVESTED,
  COLUMN_STAGE,
  COLUMN_STAGE_BEGAN,
  COLUMN_LINE,
  COLUMN_RELEASED,
  N_COLUMNS,
} Column;

/* In the order of Column. */
static const char *const names[] = {
  "id",        "injured", "referred",    "eligible", "grade",   "sex",
  "age",       "weight",  "haemoglobin", "site",     "booked",  "planned_harvest",
  "draw1",     "draw2",   "draw3",       "draw4",    "draw5",   "blood_ml",
  "harvested", "stage",   "stage_began", "line",     "released"
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == N_COLUMNS);

typedef struct
{
  ScenarioTable table;
  GHashTable *stages; /* ids to indices + 1 */
  bool *is_taken;     /* lines of the gate, by unit from 1 */
  int capacity;       /* of the gate at the start */
  int *n_using;       /* of each pool */
} List;

/* ---- Cells ---- */

/* Reads "HH:MM" or "HH:MM:SS". */
static bool
parse_clock (const char *text, SimTime *ret_time)
{
  static const char form[] = "00:00:00";
  size_t length = strlen (text);
  if (length != 5 && length != 8)
    return false;
  for (size_t i = 0; i < length; i++)
    if (form[i] == ':' ? text[i] != ':' : !g_ascii_isdigit (text[i]))
      return false;
  int hours = (text[0] - '0') * 10 + text[1] - '0';
  int minutes = (text[3] - '0') * 10 + text[4] - '0';
  int seconds = length == 8 ? (text[6] - '0') * 10 + text[7] - '0' : 0;
  if (hours > 23 || minutes > 59 || seconds > 59)
    return false;
  *ret_time = hours * SIM_HOUR + minutes * SIM_MINUTE + seconds;
  return true;
}

/* A date with an optional time behind a blank or a T. */
static SimTime
read_time (List *list, int column, const char *cell)
{
  const Scenario *scenario = list->table.reading->scenario;
  g_autofree char *day = g_strndup (cell, 10);
  SimDate date;
  SimTime clock = 0;
  bool has_clock = strlen (cell) > 10;
  if (!sim_date_parse (day, &date) ||
      (has_clock &&
       ((cell[10] != ' ' && cell[10] != 'T') || !parse_clock (cell + 11, &clock))))
    {
      scenario_table_mistake (&list->table, column,
                              _ ("expected a date YYYY-MM-DD, a time HH:MM behind it if "
                                 "known, found '%.64s'"),
                              cell);
      return SIM_TIME_NEVER;
    }
  return (sim_date_to_epoch_day (date) - scenario->start_epoch_day) * SIM_DAY + clock;
}

/* What has happened lies before the start. */
static SimTime
read_past (List *list, int column, const char *cell)
{
  SimTime time = read_time (list, column, cell);
  if (time != SIM_TIME_NEVER && time > 0)
    scenario_table_mistake (
        &list->table, column,
        _ ("expected a time not after the start of the scenario, found '%s'"), cell);
  return time;
}

/* A line that is not one of the gate's counts as unknown. */
static void
read_line (List *list, ScenarioInitialRow *row, const char *cell)
{
  double line =
      scenario_table_number (&list->table, COLUMN_LINE, cell, 1, MAX (list->capacity, 1));
  if (isnan (line))
    return;
  row->unit = (int) line;
  if (line != row->unit)
    scenario_table_mistake (&list->table, COLUMN_LINE,
                            _ ("expected the number of a line, found '%.64s'"), cell);
}

static void
read_stage (List *list, ScenarioInitialRow *row, const char *cell)
{
  gpointer index = g_hash_table_lookup (list->stages, cell);
  row->stage = (int) GPOINTER_TO_SIZE (index) - 1;
  if (index != NULL)
    return;
  g_autofree char *known = scenario_known (list->stages);
  scenario_table_mistake (&list->table, COLUMN_STAGE,
                          _ ("expected a stage, found '%.64s'; stages here: %s"), cell,
                          known);
}

static void
read_cell (List *list, ScenarioInitialRow *row, int column, const char *cell)
{
  ScenarioTable *table = &list->table;
  switch ((Column) column)
    {
    case COLUMN_ID:
      row->id = scenario_table_id (table, column, cell);
      break;
    case COLUMN_INJURED:
      row->injured = read_past (list, column, cell);
      break;
    case COLUMN_REFERRED:
      row->referred = read_past (list, column, cell);
      break;
    case COLUMN_ELIGIBLE:
      row->eligible = read_past (list, column, cell);
      break;
    case COLUMN_GRADE:
      row->grade = scenario_table_grade (table, column, cell);
      break;
    case COLUMN_SEX:
      row->sex = scenario_table_sex (table, column, cell);
      break;
    case COLUMN_AGE:
      row->age = scenario_table_number (table, column, cell, 0, 200);
      break;
    case COLUMN_WEIGHT:
      row->weight = scenario_table_number (table, column, cell, 0.1, 1000);
      break;
    case COLUMN_HAEMOGLOBIN:
      row->haemoglobin = scenario_table_number (table, column, cell, 0, 50);
      break;
    case COLUMN_SITE:
      row->site = scenario_table_site (table, column, cell);
      break;
    case COLUMN_BOOKED:
      row->booked = read_past (list, column, cell);
      break;
    case COLUMN_PLANNED_HARVEST:
      row->planned_harvest = read_time (list, column, cell);
      break;
    case COLUMN_DRAW1:
    case COLUMN_DRAW2:
    case COLUMN_DRAW3:
    case COLUMN_DRAW4:
    case COLUMN_DRAW5:
      row->draws[column - COLUMN_DRAW1] = read_past (list, column, cell);
      break;
    case COLUMN_BLOOD_ML:
      row->blood_ml = scenario_table_number (table, column, cell, 0, 1e6);
      break;
    case COLUMN_HARVESTED:
      row->harvested = read_past (list, column, cell);
      break;
    case COLUMN_STAGE:
      read_stage (list, row, cell);
      break;
    case COLUMN_STAGE_BEGAN:
      row->stage_began = read_past (list, column, cell);
      break;
    case COLUMN_LINE:
      read_line (list, row, cell);
      break;
    case COLUMN_RELEASED:
      row->released = read_past (list, column, cell);
      break;
    case N_COLUMNS:
      break;
    }
}

/* ---- Rows ---- */

/* Times that are known must follow one another. */
static void
check_order (List *list, const ScenarioInitialRow *row)
{
  const struct
  {
    Column column;
    SimTime time;
  } steps[] = {
    { COLUMN_INJURED, row->injured },     { COLUMN_REFERRED, row->referred },
    { COLUMN_ELIGIBLE, row->eligible },   { COLUMN_BOOKED, row->booked },
    { COLUMN_HARVESTED, row->harvested }, { COLUMN_STAGE_BEGAN, row->stage_began },
    { COLUMN_RELEASED, row->released }
  };
  int last = -1;
  for (int i = 0; i < (int) G_N_ELEMENTS (steps); i++)
    {
      if (steps[i].time == SIM_TIME_NEVER)
        continue;
      if (last >= 0 && steps[i].time < steps[last].time)
        scenario_table_mistake (&list->table, steps[i].column,
                                _ ("expected a time not before %s, found an earlier one"),
                                names[steps[last].column]);
      last = i;
    }
}

static void
check_draws (List *list, ScenarioInitialRow *row)
{
  const ScenarioBlood *blood = list->table.reading->scenario->blood;
  for (int i = 0; i < SCENARIO_MAX_DRAWS; i++)
    {
      if (row->draws[i] == SIM_TIME_NEVER)
        continue;
      if (i > row->n_draws)
        {
          scenario_table_mistake (&list->table, COLUMN_DRAW1 + i,
                                  _ ("expected the draw before it too, found none"));
          return;
        }
      if (i > 0 && row->draws[i] <= row->draws[i - 1])
        scenario_table_mistake (
            &list->table, COLUMN_DRAW1 + i,
            _ ("expected a time after the draw before it, found none later"));
      row->n_draws = i + 1;
    }
  if (row->n_draws > 0 && blood == NULL)
    scenario_table_mistake (&list->table, COLUMN_DRAW1,
                            _ ("expected <blood> in the scenario, found none"));
  else if (blood != NULL && row->n_draws > blood->max_draws)
    scenario_table_mistake (&list->table, COLUMN_DRAW1 + blood->max_draws,
                            _ ("expected no more draws than <blood> has (%d), found %d"),
                            blood->max_draws, row->n_draws);
  if (!isnan (row->blood_ml) && row->blood_ml > 0 && row->n_draws == 0)
    scenario_table_mistake (&list->table, COLUMN_BLOOD_ML,
                            _ ("expected the days of the draws beside it, found none"));
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
check_harvest (List *list, const ScenarioInitialRow *row)
{
  const ScenarioHarvest *harvest = &list->table.reading->scenario->harvest;
  bool is_harvested = row->harvested != SIM_TIME_NEVER;
  if (row->booked != SIM_TIME_NEVER && !is_harvested &&
      row->planned_harvest == SIM_TIME_NEVER)
    scenario_table_mistake (&list->table, COLUMN_PLANNED_HARVEST,
                            _ ("expected a day for a patient who is booked, found none"));
  if (row->planned_harvest != SIM_TIME_NEVER && row->booked == SIM_TIME_NEVER)
    scenario_table_mistake (&list->table, COLUMN_BOOKED,
                            _ ("expected a time beside planned_harvest, found none"));
  if (row->planned_harvest != SIM_TIME_NEVER && !is_harvested)
    {
      double day = days_since_injury (harvest, row, row->planned_harvest);
      double last = harvest->window_days + harvest->tolerance_days;
      if (row->planned_harvest < 0)
        scenario_table_mistake (
            &list->table, COLUMN_PLANNED_HARVEST,
            _ ("expected a day not before the start, found an earlier one"));
      if (day > last)
        scenario_table_mistake (
            &list->table, COLUMN_PLANNED_HARVEST,
            _ ("expected a day inside the window of %g days, found day %g"), last, day);
    }
  if (is_harvested &&
      days_since_injury (harvest, row, row->harvested) > harvest->window_days)
    scenario_table_warning (&list->table, COLUMN_HARVESTED,
                            _ ("harvested on day %g, behind the window of %g days"),
                            days_since_injury (harvest, row, row->harvested),
                            harvest->window_days);
}

static void
check_line (List *list, const ScenarioInitialRow *row, bool is_on_line)
{
  if (row->unit == 0)
    return;
  if (!is_on_line)
    scenario_table_mistake (
        &list->table, COLUMN_LINE,
        _ ("expected a stage that uses a line beside it, found none"));
  else if (list->is_taken[row->unit])
    scenario_table_mistake (
        &list->table, COLUMN_LINE,
        _ ("expected one patient on a line, found a second one on %d"), row->unit);
  list->is_taken[row->unit] = true;
}

/* No more patients at stages than units of the pools that these use. */
static void
check_units (List *list, const ScenarioInitialRow *row)
{
  const ScenarioPlant *plant = &list->table.reading->scenario->plant;
  for (size_t i = 0; row->stage >= 0 && i < plant->n_pools; i++)
    {
      int capacity = plant->pools[i].capacity;
      if ((plant->stages[row->stage].uses >> i & 1) == 0 ||
          list->n_using[i]++ != capacity)
        continue;
      if ((int) i == plant->gate)
        scenario_table_mistake (&list->table, COLUMN_STAGE,
                                _ ("expected at most %d patients on lines, found more"),
                                capacity);
      else
        scenario_table_mistake (
            &list->table, COLUMN_STAGE,
            _ ("expected at most %d patients at stages that use '%s', found more"),
            capacity, plant->pools[i].id);
    }
}

static void
check_manufacture (List *list, const ScenarioInitialRow *row)
{
  /* 999 of 1,000 stages are over by then. */
  static const double rare = 0.999;
  const ScenarioPlant *plant = &list->table.reading->scenario->plant;
  ScenarioTable *table = &list->table;
  bool has_began = row->stage_began != SIM_TIME_NEVER;
  if ((row->stage >= 0) != has_began)
    scenario_table_mistake (table, COLUMN_STAGE_BEGAN,
                            _ ("expected stage and stage_began together, found one"));
  if (row->stage >= 0 && row->released != SIM_TIME_NEVER)
    scenario_table_mistake (table, COLUMN_RELEASED,
                            _ ("expected no stage beside it, found '%s'"),
                            plant->stages[row->stage].id);
  if ((row->stage >= 0 || row->released != SIM_TIME_NEVER) &&
      row->harvested == SIM_TIME_NEVER)
    scenario_table_mistake (table, COLUMN_HARVESTED,
                            _ ("expected a time for a batch in manufacture, found none"));
  bool is_on_line = row->stage >= 0 && plant->gate >= 0 &&
                    (plant->stages[row->stage].uses & (UINT64_C (1) << plant->gate)) != 0;
  check_line (list, row, is_on_line);
  if (row->stage < 0 || !has_began || plant->stages[row->stage].duration == NULL)
    return;
  double elapsed = sim_time_to_days (-row->stage_began);
  double most = sim_distribution_quantile (plant->stages[row->stage].duration, rare);
  if (elapsed > most)
    scenario_table_warning (
        table, COLUMN_STAGE_BEGAN,
        _ ("stage '%s' has run for %.4g days; 999 in 1000 take at most %.4g"),
        plant->stages[row->stage].id, elapsed, most);
}

static ScenarioInitialRow
read_row (List *list)
{
  ScenarioTable *table = &list->table;
  ScenarioInitialRow row = { .injured = SIM_TIME_NEVER,
                             .referred = SIM_TIME_NEVER,
                             .eligible = SIM_TIME_NEVER,
                             .booked = SIM_TIME_NEVER,
                             .planned_harvest = SIM_TIME_NEVER,
                             .harvested = SIM_TIME_NEVER,
                             .stage_began = SIM_TIME_NEVER,
                             .released = SIM_TIME_NEVER,
                             .grade = -1,
                             .sex = -1,
                             .site = -1,
                             .age = NAN,
                             .weight = NAN,
                             .haemoglobin = NAN,
                             .blood_ml = NAN,
                             .stage = -1,
                             .line = table->csv.record_line };
  for (int i = 0; i < SCENARIO_MAX_DRAWS; i++)
    row.draws[i] = SIM_TIME_NEVER;
  size_t n_before = scenario_diagnostics_count (table->reading->mistakes);
  for (size_t i = 0; i < table->n_columns; i++)
    {
      const char *cell = scenario_csv_cell (&table->csv, i);
      if (*cell != '\0' || table->columns[i] == COLUMN_ID)
        read_cell (list, &row, table->columns[i], cell);
    }
  if (row.injured == SIM_TIME_NEVER &&
      scenario_diagnostics_count (table->reading->mistakes) == n_before)
    scenario_table_mistake (table, COLUMN_INJURED, _ ("expected a date, found none"));
  /* What follows would only repeat a cell's own mistake. */
  if (scenario_diagnostics_count (table->reading->mistakes) != n_before)
    return row;
  check_order (list, &row);
  check_draws (list, &row);
  check_harvest (list, &row);
  check_manufacture (list, &row);
  check_units (list, &row);
  return row;
}

static void
read_list (List *list, GArray *rows)
{
  const ScenarioPlant *plant = &list->table.reading->scenario->plant;
  for (size_t i = 0; i < plant->n_stages; i++)
    g_hash_table_insert (list->stages, g_strdup (plant->stages[i].id),
                         GSIZE_TO_POINTER (i + 1));
  if (plant->gate >= 0)
    list->capacity = plant->pools[plant->gate].capacity;
  list->n_using = g_new0 (int, MAX (plant->n_pools, 1));
  list->is_taken = g_new0 (bool, (size_t) list->capacity + 2);
  while (scenario_table_next (&list->table))
    {
      /* Each has its own chances and times in the results. */
      if (rows->len == SCENARIO_MAX_LISTED)
        {
          scenario_table_mistake (
              &list->table, COLUMN_ID,
              _ ("expected at most %d patients on a list, found more"),
              SCENARIO_MAX_LISTED);
          break;
        }
      ScenarioInitialRow row = read_row (list);
      g_array_append_val (rows, row);
    }
  g_free (list->n_using);
  g_free (list->is_taken);
}

void
scenario_read_initial (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  xmlNode *node = scenario_child (reading, root, "initial");
  if (node == NULL)
    return;
  scenario->has_initial = true;
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  if (arrivals->kind == SCENARIO_ARRIVALS_TRACE && arrivals->n_trace > 0 &&
      arrivals->trace[0].injured < 0.0)
    scenario_mistake (
        reading, node,
        _ ("expected no patient of the trace injured before the start beside "
           "a list, found '%s'"),
        arrivals->trace[0].id);
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (ScenarioInitialRow));
  List list = { .stages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  if (scenario_table_open (&list.table, reading, node, names, N_COLUMNS))
    read_list (&list, rows);
  scenario_table_clear (&list.table);
  g_hash_table_unref (list.stages);
  for (unsigned i = 0; i < rows->len; i++)
    {
      ScenarioInitialRow *row = &g_array_index (rows, ScenarioInitialRow, i);
      if (row->id == NULL)
        row->id = g_strdup ("");
    }
  scenario->n_initial = rows->len;
  scenario->initial = (ScenarioInitialRow *) (void *) g_array_free (rows, FALSE);
}
