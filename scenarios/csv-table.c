/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file whose columns have names: header, rows, and cells of the scenario's kinds.
 */
#include "scenarios/csv-table.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

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
  int file = (int) GPOINTER_TO_SIZE (g_hash_table_lookup (sources->csv, key));
  if (file == 0)
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
      scenario_sources_keep (sources, file, bytes);
      g_bytes_unref (bytes);
      g_hash_table_insert (sources->csv, g_steal_pointer (&key),
                           GSIZE_TO_POINTER ((size_t) file));
    }
  *ret_bytes = scenario_sources_file (sources, file)->bytes;
  return file;
}

/* ---- Messages ---- */

void
scenario_table_mistake (ScenarioTable *table, int column, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  scenario_mistake_at (table->reading, table->file, table->csv.record_line,
                       _ ("column %s: %s"), table->names[column], text);
}

void
scenario_table_warning (ScenarioTable *table, int column, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  const char *shown = scenario_sources_file (table->reading->sources, table->file)->shown;
  g_ptr_array_add (table->reading->warnings,
                   g_strdup_printf ("%s:%d: column %s: %s", shown, table->csv.record_line,
                                    table->names[column], text));
}

G_GNUC_PRINTF (2, 3)
static void
tell_record (ScenarioTable *table, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  scenario_mistake_at (table->reading, table->file, table->csv.record_line, "%s", text);
}

/* ---- Header ---- */

static int
find_name (const ScenarioTable *table, const char *name)
{
  for (int i = 0; i < table->n_names; i++)
    if (strcmp (table->names[i], name) == 0)
      return i;
  return -1;
}

static void
tell_unknown (ScenarioTable *table, const char *name)
{
  g_autoptr (GString) names = g_string_new (NULL);
  for (int i = 0; i < table->n_names; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", table->names[i]);
  tell_record (table, _ ("expected a known column, found '%.64s'; columns here: %s"),
               name, names->str);
}

static bool
read_header (ScenarioTable *table)
{
  const char *reason = NULL;
  ScenarioCsvStep step = scenario_csv_next (&table->csv, &reason);
  if (step == SCENARIO_CSV_END)
    reason = _ ("expected a line with the names of columns, found nothing");
  if (reason != NULL)
    {
      tell_record (table, "%s", reason);
      return false;
    }
  table->n_columns = scenario_csv_count (&table->csv);
  for (size_t i = 0; i < table->n_columns; i++)
    {
      const char *name = scenario_csv_cell (&table->csv, i);
      int column = find_name (table, name);
      if (column < 0)
        tell_unknown (table, name);
      else if (table->has[column])
        scenario_table_mistake (table, column, _ ("expected once, found twice"));
      else
        {
          table->has[column] = true;
          /* No name twice: there are no more cells than names here. */
          table->columns[i] = column;
        }
      if (column < 0 || i >= SCENARIO_MAX_TABLE_COLUMNS - 1)
        break;
    }
  if (!scenario_table_is_faulty (table) && !table->has[0])
    scenario_table_mistake (table, 0, _ ("expected a column of that name, found none"));
  return !scenario_table_is_faulty (table);
}

bool
scenario_table_open (ScenarioTable *table,
                     ScenarioReading *reading,
                     const xmlNode *node,
                     const char *const *names,
                     int n_names)
{
  g_assert (n_names <= SCENARIO_MAX_TABLE_COLUMNS);
  *table = (ScenarioTable){ .reading = reading, .names = names, .n_names = n_names };
  table->n_mistakes = scenario_diagnostics_count (reading->mistakes);
  table->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GBytes *bytes = NULL;
  table->file = scenario_open_csv (reading, node, &bytes);
  if (table->file < 0)
    return false;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  scenario_csv_init (&table->csv, data, size);
  return read_header (table);
}

void
scenario_table_clear (ScenarioTable *table)
{
  scenario_csv_clear (&table->csv);
  g_clear_pointer (&table->ids, g_hash_table_unref);
}

bool
scenario_table_is_faulty (const ScenarioTable *table)
{
  return scenario_diagnostics_count (table->reading->mistakes) != table->n_mistakes;
}

/* ---- Rows ---- */

bool
scenario_table_next (ScenarioTable *table)
{
  for (;;)
    {
      if (scenario_diagnostics_count (table->reading->mistakes) - table->n_mistakes >=
          SCENARIO_MAX_TABLE_MISTAKES)
        {
          scenario_diagnostics_cut (table->reading->mistakes);
          return false;
        }
      const char *reason = NULL;
      ScenarioCsvStep step = scenario_csv_next (&table->csv, &reason);
      if (step == SCENARIO_CSV_END)
        {
          if (table->n_rows == 0)
            tell_record (table,
                         _ ("expected at least one row below the header, found none"));
          return false;
        }
      table->n_rows++;
      if (step == SCENARIO_CSV_BROKEN)
        {
          scenario_mistake_at (table->reading, table->file, table->csv.line, "%s",
                               reason);
          return false;
        }
      if (table->n_rows > SCENARIO_MAX_TRACE_PATIENTS)
        {
          tell_record (table, _ ("expected at most %d patients, found more"),
                       SCENARIO_MAX_TRACE_PATIENTS);
          return false;
        }
      if (scenario_csv_count (&table->csv) == table->n_columns)
        return true;
      tell_record (table, _ ("expected %zu cells, as in the first line, found %zu"),
                   table->n_columns, scenario_csv_count (&table->csv));
    }
}

/* ---- Cells ---- */

bool
scenario_parse_number (const char *text, double *ret_value)
{
  /* Neither hexadecimal nor names of infinities: digits, a point, an exponent. */
  if (*text == '\0' || text[strspn (text, "0123456789+-.eE")] != '\0')
    return false;
  char *end;
  double value = g_ascii_strtod (text, &end);
  if (*end != '\0' || end == text || !isfinite (value))
    return false;
  *ret_value = value;
  return true;
}

/* Line breaks and the like, which tables and terminals would not bear. */
static bool
has_control_character (const char *cell)
{
  for (; *cell != '\0'; cell++)
    if (g_ascii_iscntrl (*cell))
      return true;
  return false;
}

char *
scenario_table_id (ScenarioTable *table, int column, const char *cell)
{
  enum
  {
    MOST_BYTES = 256
  };
  if (*cell == '\0')
    scenario_table_mistake (table, column, _ ("expected an id, found none"));
  else if (strlen (cell) > MOST_BYTES)
    scenario_table_mistake (table, column, _ ("expected at most %d bytes, found %zu"),
                            MOST_BYTES, strlen (cell));
  else if (has_control_character (cell))
    scenario_table_mistake (table, column,
                            _ ("expected an id without control characters, found one"));
  else if (!g_hash_table_add (table->ids, g_strdup (cell)))
    scenario_table_mistake (table, column, _ ("expected each id once, found '%s' again"),
                            cell);
  return g_strdup (cell);
}

double
scenario_table_number (
    ScenarioTable *table, int column, const char *cell, double least, double most)
{
  double value;
  if (scenario_parse_number (cell, &value) && value >= least && value <= most)
    return value;
  scenario_table_mistake (table, column,
                          _ ("expected a number from %g to %g, found '%.64s'"), least,
                          most, cell);
  return NAN;
}

int
scenario_table_count (
    ScenarioTable *table, int column, const char *cell, int least, int most)
{
  double value;
  if (scenario_parse_number (cell, &value) && value >= least && value <= most &&
      value == floor (value))
    return (int) value;
  scenario_table_mistake (table, column,
                          _ ("expected a whole number from %d to %d, found '%.64s'"),
                          least, most, cell);
  return -1;
}

int
scenario_table_yes_no (ScenarioTable *table, int column, const char *cell)
{
  if (strcmp (cell, "yes") == 0)
    return 1;
  if (strcmp (cell, "no") == 0)
    return 0;
  scenario_table_mistake (table, column, _ ("expected yes or no, found '%.64s'"), cell);
  return -1;
}

int
scenario_table_grade (ScenarioTable *table, int column, const char *cell)
{
  if (cell[0] >= 'A' && cell[0] <= 'E' && cell[1] == '\0')
    return cell[0] - 'A';
  scenario_table_mistake (table, column,
                          _ ("expected a grade from A to E, found '%.64s'"), cell);
  return -1;
}

int
scenario_table_sex (ScenarioTable *table, int column, const char *cell)
{
  if (strcmp (cell, "male") == 0)
    return SCENARIO_SEX_MALE;
  if (strcmp (cell, "female") == 0)
    return SCENARIO_SEX_FEMALE;
  scenario_table_mistake (table, column, _ ("expected male or female, found '%.64s'"),
                          cell);
  return -1;
}

int
scenario_table_site (ScenarioTable *table, int column, const char *cell)
{
  gpointer index = g_hash_table_lookup (table->reading->sites, cell);
  if (index != NULL)
    return (int) GPOINTER_TO_SIZE (index) - 1;
  if (scenario_diagnostics_skip (table->reading->mistakes, table->file,
                                 table->csv.record_line))
    return -1;
  g_autofree char *known = scenario_known (table->reading->sites);
  scenario_table_mistake (
      table, column, _ ("expected a site, found '%.64s'; sites here: %s"), cell, known);
  return -1;
}
