/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads CSV files of patients (traces, profiles) and of numbers (empirical). */
#include "scenarios/csv-table.h"
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* In the order of ScenarioTraceColumn. */
static const char *const trace_columns[] = {
  "id",   "injured", "referred", "sex",   "grade", "age",   "weight", "haemoglobin",
  "site", "harvest", "draw1",    "draw2", "draw3", "draw4", "draw5",  "infusion"
};
/* The columns of a profile, in the order of ScenarioTraceColumn from harvest on. */
static const char *const profile_columns[] = { "id",    "harvest", "draw1", "draw2",
                                               "draw3", "draw4",   "draw5", "infusion" };

G_STATIC_ASSERT (G_N_ELEMENTS (trace_columns) == SCENARIO_N_COLUMNS);

typedef struct
{
  ScenarioTable table;
  bool is_profile;
} Trace;

/* From the table's column to the trace's and back. */
static ScenarioTraceColumn
trace_column (const Trace *trace, int column)
{
  if (!trace->is_profile || column == 0)
    return (ScenarioTraceColumn) column;
  return (ScenarioTraceColumn) (SCENARIO_COLUMN_HARVEST + column - 1);
}

static int
table_column (const Trace *trace, int column)
{
  if (!trace->is_profile || column == 0)
    return column;
  return column - SCENARIO_COLUMN_HARVEST + 1;
}

/* ---- Cells ---- */

/* A date, or a day number from the start; the cohort must lie between start and end. */
static double
read_injured (ScenarioTable *table, int column, const char *cell)
{
  const Scenario *scenario = table->reading->scenario;
  SimDate date;
  double day;
  if (sim_date_parse (cell, &date))
    day = (double) (sim_date_to_epoch_day (date) - scenario->start_epoch_day);
  else if (!scenario_parse_number (cell, &day))
    {
      scenario_table_mistake (table, column,
                              _ ("expected a date YYYY-MM-DD or a number of days from "
                                 "the start, found '%.64s'"),
                              cell);
      return 0;
    }
  if (day >= 0 && day < sim_time_to_days (scenario->end))
    return day;
  scenario_table_mistake (
      table, column, _ ("expected a day between start and end, found '%.64s'"), cell);
  return 0;
}

static void
read_cell (Trace *trace, ScenarioTraceRow *row, int column, const char *cell)
{
  ScenarioTable *table = &trace->table;
  switch (trace_column (trace, column))
    {
    case SCENARIO_COLUMN_ID:
      row->id = scenario_table_id (table, column, cell);
      break;
    case SCENARIO_COLUMN_INJURED:
      row->injured = read_injured (table, column, cell);
      break;
    case SCENARIO_COLUMN_REFERRED:
      row->referred =
          scenario_table_number (table, column, cell, 0, SCENARIO_MAX_TABLE_DAYS);
      break;
    case SCENARIO_COLUMN_SEX:
      row->sex = scenario_table_sex (table, column, cell);
      break;
    case SCENARIO_COLUMN_GRADE:
      row->grade = scenario_table_grade (table, column, cell);
      break;
    case SCENARIO_COLUMN_AGE:
      row->age = scenario_table_number (table, column, cell, 0, 200);
      break;
    case SCENARIO_COLUMN_WEIGHT:
      row->weight = scenario_table_number (table, column, cell, 0.1, 1000);
      break;
    case SCENARIO_COLUMN_HAEMOGLOBIN:
      row->haemoglobin = scenario_table_number (table, column, cell, 0, 50);
      break;
    case SCENARIO_COLUMN_SITE:
      row->site = scenario_table_site (table, column, cell);
      break;
    case SCENARIO_COLUMN_HARVEST:
      row->harvest =
          scenario_table_number (table, column, cell, 0, SCENARIO_MAX_TABLE_DAYS);
      break;
    case SCENARIO_COLUMN_DRAW1:
    case SCENARIO_COLUMN_DRAW2:
    case SCENARIO_COLUMN_DRAW3:
    case SCENARIO_COLUMN_DRAW4:
    case SCENARIO_COLUMN_DRAW5:
      row->draws[trace_column (trace, column) - SCENARIO_COLUMN_DRAW1] =
          scenario_table_number (table, column, cell, 0, SCENARIO_MAX_TABLE_DAYS);
      break;
    case SCENARIO_COLUMN_INFUSION:
      row->infusion =
          scenario_table_number (table, column, cell, 0, SCENARIO_MAX_TABLE_DAYS);
      break;
    case SCENARIO_N_COLUMNS:
      break;
    }
}

/* ---- Rows ---- */

static void
check_draws (Trace *trace, ScenarioTraceRow *row)
{
  ScenarioTable *table = &trace->table;
  int first = table_column (trace, SCENARIO_COLUMN_DRAW1);
  while (row->n_draws < SCENARIO_MAX_DRAWS && !isnan (row->draws[row->n_draws]))
    {
      int i = row->n_draws++;
      if (i > 0 && row->draws[i] <= row->draws[i - 1])
        scenario_table_mistake (
            table, first + i,
            _ ("expected a day after the draw before it (%g), found %g"),
            row->draws[i - 1], row->draws[i]);
    }
  for (int i = row->n_draws + 1; i < SCENARIO_MAX_DRAWS; i++)
    if (!isnan (row->draws[i]))
      {
        scenario_table_mistake (table, first + i,
                                _ ("expected the draw before it too, found none"));
        break;
      }
  const ScenarioBlood *blood = table->reading->scenario->blood;
  if (blood != NULL && row->n_draws > blood->max_draws)
    scenario_table_mistake (table, first + blood->max_draws,
                            _ ("expected no more draws than <blood> has (%d), found %d"),
                            blood->max_draws, row->n_draws);
}

static void
check_row (Trace *trace, ScenarioTraceRow *row)
{
  ScenarioTable *table = &trace->table;
  const ScenarioHarvest *harvest = &table->reading->scenario->harvest;
  check_draws (trace, row);
  /* Where dates count, day 31 is inside until its midnight. */
  double last = harvest->window_days + harvest->tolerance_days;
  double day = harvest->counts_dates ? floor (row->harvest) : row->harvest;
  int harvest_column = table_column (trace, SCENARIO_COLUMN_HARVEST);
  if (day > last)
    scenario_table_mistake (table, harvest_column,
                            _ ("expected a day inside the window of %g days, found %g"),
                            last, row->harvest);
  if (row->harvest < row->referred)
    scenario_table_mistake (table, harvest_column,
                            _ ("expected a day not before the referral (%g), found %g"),
                            row->referred, row->harvest);
  if (row->infusion < row->harvest)
    scenario_table_mistake (table, table_column (trace, SCENARIO_COLUMN_INFUSION),
                            _ ("expected a day not before the harvest (%g), found %g"),
                            row->harvest, row->infusion);
}

static ScenarioTraceRow
read_row (Trace *trace)
{
  ScenarioTable *table = &trace->table;
  ScenarioTraceRow row = { .referred = NAN,
                           .sex = -1,
                           .grade = -1,
                           .site = -1,
                           .age = NAN,
                           .weight = NAN,
                           .haemoglobin = NAN,
                           .harvest = NAN,
                           .infusion = NAN,
                           .line = table->csv.record_line };
  for (int i = 0; i < SCENARIO_MAX_DRAWS; i++)
    row.draws[i] = NAN;
  for (size_t i = 0; i < table->n_columns; i++)
    {
      const char *cell = scenario_csv_cell (&table->csv, i);
      if (*cell != '\0' || table->columns[i] == SCENARIO_COLUMN_ID)
        read_cell (trace, &row, table->columns[i], cell);
    }
  check_row (trace, &row);
  return row;
}

/* What the columns give must have its element in the scenario. */
static void
check_columns (const Trace *trace, const xmlNode *node)
{
  ScenarioReading *reading = trace->table.reading;
  const bool *has = trace->table.has;
  if (has[table_column (trace, SCENARIO_COLUMN_HARVEST)] &&
      !isfinite (reading->scenario->harvest.window_days))
    scenario_mistake (reading, node,
                      _ ("expected <harvest> for the column harvest, found none"));
  if (!trace->is_profile && has[SCENARIO_COLUMN_DRAW1] &&
      reading->scenario->blood == NULL)
    scenario_mistake (reading, node,
                      _ ("expected <blood> for the column draw1, found none"));
}

GArray *
scenario_read_trace (ScenarioReading *reading, const xmlNode *node, bool is_profile)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (ScenarioTraceRow));
  Trace trace = { .is_profile = is_profile };
  if (scenario_table_open (
          &trace.table, reading, node, is_profile ? profile_columns : trace_columns,
          is_profile ? G_N_ELEMENTS (profile_columns) : G_N_ELEMENTS (trace_columns)))
    {
      check_columns (&trace, node);
      while (scenario_table_next (&trace.table))
        {
          ScenarioTraceRow row = read_row (&trace);
          g_array_append_val (rows, row);
        }
    }
  if (!is_profile)
    memcpy (reading->has_trace_column, trace.table.has,
            sizeof (bool) * SCENARIO_N_COLUMNS);
  if (scenario_table_is_faulty (&trace.table))
    {
      for (unsigned i = 0; i < rows->len; i++)
        g_free (g_array_index (rows, ScenarioTraceRow, i).id);
      g_array_set_size (rows, 0);
    }
  scenario_table_clear (&trace.table);
  return rows;
}

/* ---- One column of numbers ---- */

/* Returns: the place of @name in the header, or -1 with a mistake */
static int
find_column (ScenarioReading *reading, int file, ScenarioCsv *csv, const char *name)
{
  const char *reason = NULL;
  int column = -1;
  ScenarioCsvStep step = scenario_csv_next (csv, &reason);
  if (step == SCENARIO_CSV_BROKEN)
    {
      scenario_mistake_at (reading, file, csv->record_line, "%s", reason);
      return -1;
    }
  for (size_t i = 0; i < scenario_csv_count (csv); i++)
    {
      if (strcmp (scenario_csv_cell (csv, i), name) != 0)
        continue;
      if (column >= 0)
        {
          scenario_mistake_at (reading, file, csv->record_line,
                               _ ("column %s: expected once, found twice"), name);
          return -1;
        }
      column = (int) i;
    }
  if (column < 0)
    scenario_mistake_at (reading, file, csv->record_line,
                         _ ("column %s: expected a column of that name, found none"),
                         name);
  return column;
}

static bool
read_numbers (ScenarioReading *reading,
              int file,
              ScenarioCsv *csv,
              const char *name,
              GArray *values)
{
  int column = find_column (reading, file, csv, name);
  if (column < 0)
    return false;
  size_t n_columns = scenario_csv_count (csv);
  size_t n_mistakes = scenario_diagnostics_count (reading->mistakes);
  bool is_good = true;
  const char *reason = NULL;
  ScenarioCsvStep step;
  while ((step = scenario_csv_next (csv, &reason)) == SCENARIO_CSV_RECORD)
    {
      if (scenario_diagnostics_count (reading->mistakes) - n_mistakes >=
          SCENARIO_MAX_TABLE_MISTAKES)
        {
          scenario_diagnostics_cut (reading->mistakes);
          return false;
        }
      if (++reading->n_values > SCENARIO_MAX_VALUES)
        {
          scenario_mistake_at (reading, file, csv->record_line,
                               _ ("expected at most %d rows in the tables of all "
                                  "<empirical> together, found more"),
                               SCENARIO_MAX_VALUES);
          return false;
        }
      double value = 0;
      size_t n_cells = scenario_csv_count (csv);
      if (n_cells != n_columns)
        scenario_mistake_at (reading, file, csv->record_line,
                             _ ("expected %zu cells, as in the first line, found %zu"),
                             n_columns, n_cells);
      else if (!scenario_parse_number (scenario_csv_cell (csv, (size_t) column), &value))
        scenario_mistake_at (reading, file, csv->record_line,
                             _ ("column %s: expected a number, found '%.64s'"), name,
                             scenario_csv_cell (csv, (size_t) column));
      else
        {
          g_array_append_val (values, value);
          continue;
        }
      is_good = false;
    }
  if (step == SCENARIO_CSV_BROKEN)
    {
      scenario_mistake_at (reading, file, csv->line, "%s", reason);
      return false;
    }
  if (is_good && values->len == 0)
    {
      scenario_mistake_at (reading, file, csv->line,
                           _ ("expected at least one row below the header, found none"));
      return false;
    }
  return is_good;
}

bool
scenario_read_column (ScenarioReading *reading, const xmlNode *node, GArray *values)
{
  g_autofree char *name = scenario_text (reading, node, "column");
  if (name == NULL)
    {
      g_free (scenario_text (reading, node, "href"));
      scenario_mistake (reading, node,
                        _ ("expected the attribute column beside href, found none"));
      return false;
    }
  GBytes *bytes;
  int file = scenario_open_csv (reading, node, &bytes);
  if (file < 0)
    return false;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  ScenarioCsv csv;
  scenario_csv_init (&csv, data, size);
  bool is_good = read_numbers (reading, file, &csv, name, values);
  scenario_csv_clear (&csv);
  return is_good;
}
