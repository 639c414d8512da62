/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads CSV files of patients (traces, profiles) and of numbers (empirical). */
#include "scenarios/csv.h"
#include "scenarios/reading.h"

#include <math.h>
#include <string.h>

/* In the order of ScenarioTraceColumn. */
static const char *const column_names[SCENARIO_N_COLUMNS] = {
  "id",   "injured", "referred", "sex",   "grade", "age",   "weight", "haemoglobin",
  "site", "harvest", "draw1",    "draw2", "draw3", "draw4", "draw5",  "infusion"
};

#define MAX_CSV_COLUMNS 256

/* A file that is being read, and where its cells go. */
typedef struct
{
  ScenarioReading *reading;
  int file;
  ScenarioCsv csv;
  int columns[MAX_CSV_COLUMNS]; /* of a cell: its ScenarioTraceColumn */
  bool has[SCENARIO_N_COLUMNS];
  size_t n_columns;
  bool is_profile;
  GHashTable *ids;
} Table;

int
scenario_open_csv (ScenarioReading *reading, const xmlNode *node, GBytes **ret_bytes)
{
  g_autofree char *href = scenario_text (reading, node, "href");
  if (href == NULL)
    return -1;
  /* A changed copy of a scenario finds the bytes that the first reading has kept. */
  const ScenarioPlace *place = node->_private;
  ScenarioSources *sources = reading->sources;
  g_autofree char *key = g_strdup_printf ("%d %s", place->file, href);
  gpointer known = g_hash_table_lookup (sources->csv, key);
  int file;
  if (known != NULL)
    file = (int) GPOINTER_TO_SIZE (known);
  else
    {
      g_autofree char *reason = NULL;
      GBytes *bytes = NULL;
      file = scenario_sources_open (sources, place->file, href, SCENARIO_MAX_TRACE_BYTES,
                                    &bytes, &reason);
      if (file < 0)
        {
          scenario_mistake (reading, node, "%s", reason);
          return -1;
        }
      ((ScenarioFile *) g_ptr_array_index (sources->files, (unsigned) file))->bytes =
          bytes;
      g_hash_table_insert (sources->csv, g_steal_pointer (&key),
                           GSIZE_TO_POINTER ((size_t) file));
    }
  *ret_bytes = scenario_sources_file (sources, file)->bytes;
  return file;
}

G_GNUC_PRINTF (3, 4)
static void
tell (Table *table, ScenarioTraceColumn column, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  scenario_mistake_at (table->reading, table->file, table->csv.record_line,
                       "column %s: %s", column_names[column], text);
}

/* ---- Header ---- */

static bool
is_profile_column (int column)
{
  return column == SCENARIO_COLUMN_ID || column >= SCENARIO_COLUMN_HARVEST;
}

static char *
valid_columns (const Table *table)
{
  GString *text = g_string_new (NULL);
  for (int i = 0; i < SCENARIO_N_COLUMNS; i++)
    if (!table->is_profile || is_profile_column (i))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", column_names[i]);
  return g_string_free (text, FALSE);
}

static bool
read_header (Table *table)
{
  const char *reason;
  ScenarioCsvStep step = scenario_csv_next (&table->csv, &reason);
  if (step != SCENARIO_CSV_RECORD)
    {
      scenario_mistake_at (
          table->reading, table->file, table->csv.record_line, "%s",
          step == SCENARIO_CSV_END
              ? "expected a line with the names of columns, found nothing"
              : reason);
      return false;
    }
  bool is_good = true;
  table->n_columns = scenario_csv_count (&table->csv);
  if (table->n_columns > MAX_CSV_COLUMNS)
    {
      scenario_mistake_at (table->reading, table->file, table->csv.record_line,
                           "expected at most %d columns, found %zu", MAX_CSV_COLUMNS,
                           table->n_columns);
      return false;
    }
  for (size_t i = 0; i < table->n_columns; i++)
    {
      const char *name = scenario_csv_cell (&table->csv, i);
      int column = 0;
      while (column < SCENARIO_N_COLUMNS && strcmp (name, column_names[column]) != 0)
        column++;
      if (column == SCENARIO_N_COLUMNS ||
          (table->is_profile && !is_profile_column (column)))
        {
          g_autofree char *valid = valid_columns (table);
          scenario_mistake_at (table->reading, table->file, table->csv.record_line,
                               "expected a known column, found '%.64s'; columns here: %s",
                               name, valid);
          is_good = false;
          continue;
        }
      if (table->has[column])
        {
          tell (table, (ScenarioTraceColumn) column, "expected once, found twice");
          is_good = false;
        }
      table->has[column] = true;
      table->columns[i] = column;
    }
  if (is_good && !table->has[SCENARIO_COLUMN_ID])
    {
      tell (table, SCENARIO_COLUMN_ID, "expected a column of that name, found none");
      is_good = false;
    }
  for (int draw = SCENARIO_COLUMN_DRAW1 + 1; is_good && draw <= SCENARIO_COLUMN_DRAW5;
       draw++)
    if (table->has[draw] && !table->has[draw - 1])
      {
        tell (table, (ScenarioTraceColumn) draw, "expected %s beside it, found none",
              column_names[draw - 1]);
        is_good = false;
      }
  return is_good;
}

/* ---- Cells ---- */

static bool
parse_number (const char *cell, double *ret_value)
{
  char *end;
  double value = g_ascii_strtod (cell, &end);
  /* Neither hexadecimal nor names of infinities: digits, a point, an exponent. */
  if (end == cell || *end != '\0' || !isfinite (value) ||
      cell[strspn (cell, "0123456789+-.eE")] != '\0')
    return false;
  *ret_value = value;
  return true;
}

static double
read_within (
    Table *table, ScenarioTraceColumn column, const char *cell, double least, double most)
{
  double value;
  if (!parse_number (cell, &value) || value < least || value > most)
    {
      tell (table, column, "expected a number from %g to %g, found '%.64s'", least, most,
            cell);
      return NAN;
    }
  return value;
}

/* A date, or a day number from the start; the cohort must lie between start and end. */
static double
read_injured (Table *table, const char *cell)
{
  const Scenario *scenario = table->reading->scenario;
  SimDate date;
  double day;
  if (sim_date_parse (cell, &date))
    day = (double) (sim_date_to_epoch_day (date) - scenario->start_epoch_day);
  else if (!parse_number (cell, &day))
    {
      tell (
          table, SCENARIO_COLUMN_INJURED,
          "expected a date YYYY-MM-DD or a number of days from the start, found '%.64s'",
          cell);
      return 0;
    }
  if (day < 0 || day >= sim_time_to_days (scenario->end))
    {
      tell (table, SCENARIO_COLUMN_INJURED,
            "expected a day between start and end, found '%.64s'", cell);
      return 0;
    }
  return day;
}

static void
read_cell (Table *table,
           ScenarioTraceRow *row,
           ScenarioTraceColumn column,
           const char *cell)
{
  enum
  {
    MOST_DAYS = 100000
  };
  if (*cell == '\0')
    {
      if (column == SCENARIO_COLUMN_ID)
        tell (table, column, "expected an id, found none");
      return;
    }
  switch (column)
    {
    case SCENARIO_COLUMN_ID:
      if (strlen (cell) > 256)
        tell (table, column, "expected at most 256 bytes, found more");
      else if (!g_hash_table_add (table->ids, g_strdup (cell)))
        tell (table, column, "expected each id once, found '%.64s' again", cell);
      row->id = g_strdup (cell);
      break;
    case SCENARIO_COLUMN_INJURED:
      row->injured = read_injured (table, cell);
      break;
    case SCENARIO_COLUMN_REFERRED:
      row->referred = read_within (table, column, cell, 0, MOST_DAYS);
      break;
    case SCENARIO_COLUMN_SEX:
      row->sex = strcmp (cell, "male") == 0     ? SCENARIO_SEX_MALE
                 : strcmp (cell, "female") == 0 ? SCENARIO_SEX_FEMALE
                                                : -1;
      if (row->sex < 0)
        tell (table, column, "expected male or female, found '%.64s'", cell);
      break;
    case SCENARIO_COLUMN_GRADE:
      row->grade =
          cell[0] >= 'A' && cell[0] <= 'E' && cell[1] == '\0' ? cell[0] - 'A' : -1;
      if (row->grade < 0)
        tell (table, column, "expected a grade from A to E, found '%.64s'", cell);
      break;
    case SCENARIO_COLUMN_AGE:
      row->age = read_within (table, column, cell, 0, 200);
      break;
    case SCENARIO_COLUMN_WEIGHT:
      row->weight = read_within (table, column, cell, 0.1, 1000);
      break;
    case SCENARIO_COLUMN_HAEMOGLOBIN:
      row->haemoglobin = read_within (table, column, cell, 0, 50);
      break;
    case SCENARIO_COLUMN_SITE:
      {
        gpointer index = g_hash_table_lookup (table->reading->sites, cell);
        row->site = (int) GPOINTER_TO_SIZE (index) - 1;
        if (index == NULL)
          {
            g_autofree char *known = scenario_known (table->reading->sites);
            tell (table, column, "expected a site, found '%.64s'; sites here: %s", cell,
                  known);
          }
        break;
      }
    case SCENARIO_COLUMN_HARVEST:
      row->harvest = read_within (table, column, cell, 0, MOST_DAYS);
      break;
    case SCENARIO_COLUMN_DRAW1:
    case SCENARIO_COLUMN_DRAW2:
    case SCENARIO_COLUMN_DRAW3:
    case SCENARIO_COLUMN_DRAW4:
    case SCENARIO_COLUMN_DRAW5:
      row->draws[column - SCENARIO_COLUMN_DRAW1] =
          read_within (table, column, cell, 0, MOST_DAYS);
      break;
    case SCENARIO_COLUMN_INFUSION:
      row->infusion = read_within (table, column, cell, 0, MOST_DAYS);
      break;
    case SCENARIO_N_COLUMNS:
      break;
    }
}

/* ---- Rows ---- */

static void
check_draws (Table *table, ScenarioTraceRow *row)
{
  while (row->n_draws < SCENARIO_MAX_DRAWS && !isnan (row->draws[row->n_draws]))
    {
      int i = row->n_draws++;
      if (i > 0 && row->draws[i] <= row->draws[i - 1])
        tell (table, (ScenarioTraceColumn) (SCENARIO_COLUMN_DRAW1 + i),
              "expected a day after the draw before it (%g), found %g", row->draws[i - 1],
              row->draws[i]);
    }
  for (int i = row->n_draws + 1; i < SCENARIO_MAX_DRAWS; i++)
    if (!isnan (row->draws[i]))
      {
        tell (table, (ScenarioTraceColumn) (SCENARIO_COLUMN_DRAW1 + i),
              "expected the draw before it too, found a blank there");
        break;
      }
  const ScenarioBlood *blood = table->reading->scenario->blood;
  if (blood != NULL && row->n_draws > blood->max_draws)
    tell (table, (ScenarioTraceColumn) (SCENARIO_COLUMN_DRAW1 + blood->max_draws),
          "expected at most %d draws, as <blood> has them, found %d", blood->max_draws,
          row->n_draws);
}

static void
check_row (Table *table, ScenarioTraceRow *row)
{
  const ScenarioHarvest *harvest = &table->reading->scenario->harvest;
  check_draws (table, row);
  /* With whole days counted, day 31 is inside until its midnight. */
  double last = harvest->window_days + harvest->tolerance_days;
  double day = harvest->counts_dates ? floor (row->harvest) : row->harvest;
  if (day > last)
    tell (table, SCENARIO_COLUMN_HARVEST,
          "expected a day inside the window of %g days, found %g", last, row->harvest);
  if (row->harvest < row->referred)
    tell (table, SCENARIO_COLUMN_HARVEST,
          "expected a day not before the referral (%g), found %g", row->referred,
          row->harvest);
  if (row->infusion < row->harvest)
    tell (table, SCENARIO_COLUMN_INFUSION,
          "expected a day not before the harvest (%g), found %g", row->harvest,
          row->infusion);
}

static ScenarioTraceRow
blank_row (int line)
{
  ScenarioTraceRow row = { .referred = NAN,
                           .sex = -1,
                           .grade = -1,
                           .site = -1,
                           .age = NAN,
                           .weight = NAN,
                           .haemoglobin = NAN,
                           .harvest = NAN,
                           .infusion = NAN,
                           .line = line };
  for (int i = 0; i < SCENARIO_MAX_DRAWS; i++)
    row.draws[i] = NAN;
  return row;
}

/* Goes through the records; false where one cannot be read and the rest is lost. */
static bool
read_rows (Table *table, GArray *rows)
{
  for (;;)
    {
      const char *reason = NULL;
      ScenarioCsvStep step = scenario_csv_next (&table->csv, &reason);
      int line = table->csv.record_line;
      if (step == SCENARIO_CSV_END)
        return true;
      if (step == SCENARIO_CSV_BROKEN)
        {
          scenario_mistake_at (table->reading, table->file, table->csv.line, "%s",
                               reason);
          return false;
        }
      if (rows->len == SCENARIO_MAX_TRACE_PATIENTS)
        {
          scenario_mistake_at (table->reading, table->file, line,
                               "expected at most %d patients, found more",
                               SCENARIO_MAX_TRACE_PATIENTS);
          return false;
        }
      if (scenario_csv_count (&table->csv) != table->n_columns)
        {
          scenario_mistake_at (table->reading, table->file, line,
                               "expected %zu cells, as in the first line, found %zu",
                               table->n_columns, scenario_csv_count (&table->csv));
          continue;
        }
      ScenarioTraceRow row = blank_row (line);
      for (size_t i = 0; i < table->n_columns; i++)
        read_cell (table, &row, (ScenarioTraceColumn) table->columns[i],
                   scenario_csv_cell (&table->csv, i));
      check_row (table, &row);
      if (row.id == NULL)
        row.id = g_strdup ("");
      g_array_append_val (rows, row);
    }
}

static void
clear_row (gpointer data)
{
  ScenarioTraceRow *row = data;
  g_free (row->id);
}

GArray *
scenario_read_trace (ScenarioReading *reading, const xmlNode *node, bool is_profile)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (ScenarioTraceRow));
  GBytes *bytes;
  Table table = { .reading = reading, .is_profile = is_profile };
  table.file = scenario_open_csv (reading, node, &bytes);
  if (table.file < 0)
    return rows;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  scenario_csv_init (&table.csv, data, size);
  table.ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  size_t n_before = scenario_diagnostics_count (reading->mistakes);
  if (read_header (&table) && read_rows (&table, rows) && rows->len == 0 &&
      scenario_diagnostics_count (reading->mistakes) == n_before)
    scenario_mistake_at (reading, table.file, 1,
                         "expected at least one patient, found none");
  if (!is_profile)
    for (int i = 0; i < SCENARIO_N_COLUMNS; i++)
      reading->has_trace_column[i] = table.has[i];
  scenario_csv_clear (&table.csv);
  g_hash_table_unref (table.ids);
  if (scenario_diagnostics_count (reading->mistakes) != n_before)
    {
      for (unsigned i = 0; i < rows->len; i++)
        clear_row (&g_array_index (rows, ScenarioTraceRow, i));
      g_array_set_size (rows, 0);
    }
  return rows;
}

/* ---- One column of numbers ---- */

static bool
read_numbers (ScenarioReading *reading,
              int file,
              ScenarioCsv *csv,
              const char *name,
              GArray *values)
{
  const char *reason = NULL;
  ScenarioCsvStep step = scenario_csv_next (csv, &reason);
  size_t n_columns = scenario_csv_count (csv);
  size_t column = n_columns;
  for (size_t i = 0; step == SCENARIO_CSV_RECORD && i < n_columns; i++)
    if (strcmp (scenario_csv_cell (csv, i), name) == 0)
      {
        if (column < n_columns)
          {
            scenario_mistake_at (reading, file, csv->record_line,
                                 "column %s: expected once, found twice", name);
            return false;
          }
        column = i;
      }
  if (step == SCENARIO_CSV_RECORD && column == n_columns)
    {
      scenario_mistake_at (reading, file, csv->record_line,
                           "column %s: expected a column of that name, found none", name);
      return false;
    }
  while (step == SCENARIO_CSV_RECORD &&
         (step = scenario_csv_next (csv, &reason)) == SCENARIO_CSV_RECORD)
    {
      double value;
      if (scenario_csv_count (csv) != n_columns)
        {
          scenario_mistake_at (reading, file, csv->record_line,
                               "expected %zu cells, as in the first line, found %zu",
                               n_columns, scenario_csv_count (csv));
          return false;
        }
      const char *cell = scenario_csv_cell (csv, column);
      if (!parse_number (cell, &value))
        {
          scenario_mistake_at (reading, file, csv->record_line,
                               "column %s: expected a number, found '%.64s'", name, cell);
          return false;
        }
      g_array_append_val (values, value);
    }
  if (step == SCENARIO_CSV_BROKEN)
    scenario_mistake_at (reading, file, csv->line, "%s", reason);
  else if (values->len == 0)
    scenario_mistake_at (reading, file, 1, "expected at least one number, found none");
  return step != SCENARIO_CSV_BROKEN && values->len > 0;
}

bool
scenario_read_column (ScenarioReading *reading, const xmlNode *node, GArray *values)
{
  g_autofree char *name = scenario_text (reading, node, "column");
  GBytes *bytes;
  if (name == NULL)
    {
      scenario_mistake (reading, node,
                        "expected the attribute column beside href, found none");
      g_free (scenario_text (reading, node, "href"));
      return false;
    }
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
