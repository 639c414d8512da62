/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the list of patients who are in the system when the scenario starts. */
#include "scenarios/initial-list.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* What a cell holds, and where it goes. */
typedef enum
{
  CELL_ID,
  CELL_PAST, /* a time not after the start */
  CELL_TIME, /* before or after it */
  CELL_NUMBER,
  CELL_GRADE,
  CELL_SEX,
  CELL_SITE,
  CELL_YES_NO,
  CELL_REMAKES,
  CELL_STAGE,
  CELL_LINE,
} CellKind;

#define PAST(column, member) [SCENARIO_LIST_##column] = { .kind = CELL_PAST, AT (member) }
#define TIME(column, member) [SCENARIO_LIST_##column] = { .kind = CELL_TIME, AT (member) }
#define NUMBER(column, member, least, most)                                              \
  [SCENARIO_LIST_##column] = { .kind = CELL_NUMBER, AT (member), least, most }
#define AT(member) .offset = offsetof (ScenarioInitialRow, member)

static const struct
{
  CellKind kind;
  size_t offset;
  double least, most;
} cells[SCENARIO_LIST_N_COLUMNS] = {
  [SCENARIO_LIST_ID] = { .kind = CELL_ID, AT (id) },
  PAST (INJURED, injured),
  PAST (REFERRED, referred),
  TIME (TRANSFERRED, transferred),
  PAST (ELIGIBLE, eligible),
  [SCENARIO_LIST_GRADE] = { .kind = CELL_GRADE, AT (grade) },
  PAST (GRADED, graded),
  [SCENARIO_LIST_GRADE_REFERRAL] = { .kind = CELL_GRADE, AT (grade_referral) },
  [SCENARIO_LIST_SEX] = { .kind = CELL_SEX, AT (sex) },
  NUMBER (AGE, age, 0, 200),
  NUMBER (WEIGHT, weight, 0.1, 1000),
  NUMBER (HAEMOGLOBIN, haemoglobin, 0, 50),
  NUMBER (HAEMOGLOBIN_FIRST, haemoglobin_first, 0, 50),
  [SCENARIO_LIST_SITE] = { .kind = CELL_SITE, AT (site) },
  [SCENARIO_LIST_TOLERANT] = { .kind = CELL_YES_NO, AT (tolerant) },
  PAST (BOOKED, booked),
  TIME (PLANNED_HARVEST, planned_harvest),
  TIME (PLANNED_INTAKE, planned_intake),
  TIME (DRAW1, draws[0]),
  TIME (DRAW2, draws[1]),
  TIME (DRAW3, draws[2]),
  TIME (DRAW4, draws[3]),
  TIME (DRAW5, draws[4]),
  NUMBER (BLOOD_ML, blood_ml, 0, 1e6),
  [SCENARIO_LIST_REMAKES] = { .kind = CELL_REMAKES, AT (remakes) },
  PAST (LAST_DRAW, last_draw),
  PAST (HARVESTED, harvested),
  PAST (ARRIVED, arrived),
  PAST (CULTURED, cultured),
  [SCENARIO_LIST_STAGE] = { .kind = CELL_STAGE, AT (stage) },
  PAST (STAGE_BEGAN, stage_began),
  PAST (QUEUED, queued),
  [SCENARIO_LIST_LINE] = { .kind = CELL_LINE, AT (unit) },
  PAST (RELEASED, released),
  TIME (PLANNED_INFUSION, planned_infusion),
  PAST (INFUSED, infused),
};

/* In the order of ScenarioListColumn. */
static const char *const names[] = {
  "id",
  "injured",
  "referred",
  "transferred",
  "eligible",
  "grade",
  "graded",
  "grade_referral",
  "sex",
  "age",
  "weight",
  "haemoglobin",
  "haemoglobin_first",
  "site",
  "tolerant",
  "booked",
  "planned_harvest",
  "planned_intake",
  "draw1",
  "draw2",
  "draw3",
  "draw4",
  "draw5",
  "blood_ml",
  "remakes",
  "last_draw",
  "harvested",
  "arrived",
  "cultured",
  "stage",
  "stage_began",
  "queued",
  "line",
  "released",
  "planned_infusion",
  "infused",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == SCENARIO_LIST_N_COLUMNS);
G_STATIC_ASSERT (SCENARIO_LIST_N_COLUMNS <= SCENARIO_MAX_TABLE_COLUMNS);

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
read_time (ScenarioInitialList *list, int column, const char *cell)
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
read_past (ScenarioInitialList *list, int column, const char *cell)
{
  SimTime time = read_time (list, column, cell);
  if (time != SIM_TIME_NEVER && time > 0)
    scenario_table_mistake (
        &list->table, column,
        _ ("expected a time not after the start of the scenario, found '%s'"), cell);
  return time;
}

static int
read_stage (ScenarioInitialList *list, int column, const char *cell)
{
  gpointer index = g_hash_table_lookup (list->stages, cell);
  if (index != NULL)
    return (int) GPOINTER_TO_SIZE (index) - 1;
  g_autofree char *known = scenario_known (list->stages);
  scenario_table_mistake (&list->table, column,
                          _ ("expected a stage, found '%.64s'; stages here: %s"), cell,
                          known);
  return -1;
}

static void
read_cell (ScenarioInitialList *list,
           ScenarioInitialRow *row,
           int column,
           const char *cell)
{
  ScenarioTable *table = &list->table;
  const ScenarioPlant *plant = &table->reading->scenario->plant;
  void *place = (char *) row + cells[column].offset;
  switch (cells[column].kind)
    {
    case CELL_ID:
      *(char **) place = scenario_table_id (table, column, cell);
      break;
    case CELL_PAST:
      *(SimTime *) place = read_past (list, column, cell);
      break;
    case CELL_TIME:
      *(SimTime *) place = read_time (list, column, cell);
      break;
    case CELL_NUMBER:
      *(double *) place = scenario_table_number (table, column, cell, cells[column].least,
                                                 cells[column].most);
      break;
    case CELL_GRADE:
      *(int *) place = scenario_table_grade (table, column, cell);
      break;
    case CELL_SEX:
      *(int *) place = scenario_table_sex (table, column, cell);
      break;
    case CELL_SITE:
      *(int *) place = scenario_table_site (table, column, cell);
      break;
    case CELL_YES_NO:
      *(int *) place = scenario_table_yes_no (table, column, cell);
      break;
    case CELL_REMAKES:
      *(int *) place =
          scenario_table_count (table, column, cell, 0, plant->remake_attempts);
      break;
    case CELL_STAGE:
      *(int *) place = read_stage (list, column, cell);
      break;
    case CELL_LINE:
      *(int *) place =
          scenario_table_count (table, column, cell, 1, MAX (list->capacity, 1));
      break;
    }
}

/* ---- Rows ---- */

static ScenarioInitialRow
blank_row (int line)
{
  ScenarioInitialRow row = { .line = line };
  for (int column = 0; column < SCENARIO_LIST_N_COLUMNS; column++)
    {
      void *place = (char *) &row + cells[column].offset;
      switch (cells[column].kind)
        {
        case CELL_PAST:
        case CELL_TIME:
          *(SimTime *) place = SIM_TIME_NEVER;
          break;
        case CELL_NUMBER:
          *(double *) place = NAN;
          break;
        case CELL_GRADE:
        case CELL_SEX:
        case CELL_SITE:
        case CELL_YES_NO:
        case CELL_STAGE:
          *(int *) place = -1;
          break;
        case CELL_ID:
        case CELL_REMAKES:
        case CELL_LINE:
          break;
        }
    }
  return row;
}

static ScenarioInitialRow
read_row (ScenarioInitialList *list)
{
  ScenarioTable *table = &list->table;
  ScenarioInitialRow row = blank_row (table->csv.record_line);
  size_t n_before = scenario_diagnostics_count (table->reading->mistakes);
  for (size_t i = 0; i < table->n_columns; i++)
    {
      const char *cell = scenario_csv_cell (&table->csv, i);
      if (*cell != '\0' || table->columns[i] == SCENARIO_LIST_ID)
        read_cell (list, &row, table->columns[i], cell);
    }
  if (row.injured == SIM_TIME_NEVER &&
      scenario_diagnostics_count (table->reading->mistakes) == n_before)
    scenario_table_mistake (table, SCENARIO_LIST_INJURED,
                            _ ("expected a date, found none"));
  /* What follows would only repeat a cell's own mistake. */
  if (scenario_diagnostics_count (table->reading->mistakes) == n_before)
    scenario_check_initial_row (list, &row);
  return row;
}

static void
read_list (ScenarioInitialList *list, GArray *rows)
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
              &list->table, SCENARIO_LIST_ID,
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
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (ScenarioInitialRow));
  ScenarioInitialList list = { .stages = g_hash_table_new_full (g_str_hash, g_str_equal,
                                                                g_free, NULL) };
  if (scenario_table_open (&list.table, reading, node, names, SCENARIO_LIST_N_COLUMNS))
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
