/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids: every combination of the values that --vary names, as variants of a scenario. */
#include "cli/grid.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cli/scenario-file.h"
#include "scenarios/reader.h"

#define MOST_KNOWN 10 /* addresses that a message names */

typedef struct
{
  char *address;
  GPtrArray *values; /* of char * */
} Axis;

struct CliGrid
{
  GArray *axes;
  GPtrArray *scenarios;
  GPtrArray *labels;
  GPtrArray *settings;
  GArray *variants;
};

static void
clear_axis (gpointer data)
{
  Axis *axis = data;

  g_free (axis->address);
  g_ptr_array_unref (axis->values);
}

static void
free_scenario (gpointer data)
{
  scenario_free (data);
}

void
cli_grid_free (CliGrid *grid)
{
  if (grid == NULL)
    return;
  g_array_unref (grid->variants);
  g_ptr_array_unref (grid->settings);
  g_ptr_array_unref (grid->labels);
  g_ptr_array_unref (grid->scenarios);
  g_array_unref (grid->axes);
  g_free (grid);
}

const ModelVariant *
cli_grid_variants (const CliGrid *grid, size_t *ret_n)
{
  *ret_n = grid->variants->len;
  return (const ModelVariant *) (void *) grid->variants->data;
}

const char *const *
cli_grid_settings (const CliGrid *grid)
{
  return (const char *const *) (void *) grid->settings->pdata;
}

size_t
cli_grid_axis_count (const CliGrid *grid)
{
  return grid->axes->len;
}

const char *
cli_grid_axis (const CliGrid *grid, size_t axis)
{
  return g_array_index (grid->axes, Axis, axis).address;
}

/* ---- Lists of values ---- */

static bool
parse_number (const char *text, double *ret_number)
{
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || !isfinite (number))
    return false;
  *ret_number = number;
  return true;
}

/* "4..24:4" as numbers. Returns: false if it is no such range */
static bool
add_range (GPtrArray *values, const char *text)
{
  g_auto (GStrv) ends = g_strsplit (text, "..", 2);
  g_auto (GStrv) last = g_strsplit (ends[1], ":", 2);
  double from, to, step = 1;

  if (!parse_number (ends[0], &from) || last[0] == NULL || !parse_number (last[0], &to) ||
      (last[1] != NULL && !parse_number (last[1], &step)) || step <= 0 || to < from)
    return false;
  /* What rounding leaves of the last step still counts. */
  double n = floor ((to - from) / step + 1e-9);
  if (n >= CLI_GRID_MOST)
    return false;
  for (int i = 0; i <= (int) n; i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      /* 12 digits, so that 0.1 + 2 x 0.1 is 0.3. */
      g_ascii_formatd (buffer, sizeof buffer, "%.12g", from + i * step);
      g_ptr_array_add (values, g_strdup (buffer));
    }
  return true;
}

/* Reports wrong usage. Returns: false if @text is no list of values, each once */
static bool
parse_values (const CliCommand *command, const char *text, GPtrArray *values)
{
  /* An empty list is one empty value, to be refused like one. */
  g_auto (GStrv) parts = g_strsplit (*text != '\0' ? text : ",", ",", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      g_strstrip (*part);
      if (strstr (*part, "..") == NULL && **part != '\0' && strchr (*part, ';') == NULL)
        g_ptr_array_add (values, g_strdup (*part));
      else if (strstr (*part, "..") == NULL || !add_range (values, *part))
        {
          cli_wrong_usage (command,
                           _ ("--vary: expected values as 4,8,12 or a range as 4..24:4 "
                              "of at most %d, found '%s'"),
                           CLI_GRID_MOST, text);
          return false;
        }
    }
  for (guint i = 0; i < values->len; i++)
    for (guint j = 0; j < i; j++)
      if (strcmp (g_ptr_array_index (values, i), g_ptr_array_index (values, j)) == 0)
        {
          cli_wrong_usage (command,
                           _ ("--vary: expected each value once, found '%s' twice"),
                           (const char *) g_ptr_array_index (values, i));
          return false;
        }
  return true;
}

static bool
parse_axis (const CliCommand *command,
            CliGrid *grid,
            const Scenario *scenario,
            const char *text)
{
  const char *equals = strchr (text, '=');

  if (equals == NULL || equals == text)
    {
      cli_wrong_usage (command,
                       _ ("--vary: expected ADDRESS=VALUES, as pool:line=4..24:4, found "
                          "'%s'"),
                       text);
      return false;
    }
  Axis axis = { g_strndup (text, (gsize) (equals - text)),
                g_ptr_array_new_with_free_func (g_free) };
  g_strstrip (axis.address);
  /* Whichever way it is written, it is the one parameter. */
  char *listed = scenario_listed_address (scenario, axis.address);
  if (listed != NULL)
    {
      g_free (axis.address);
      axis.address = listed;
    }
  for (guint a = 0; a < grid->axes->len; a++)
    if (strcmp (cli_grid_axis (grid, a), axis.address) == 0)
      {
        cli_wrong_usage (command,
                         _ ("--vary: expected each parameter once, found '%s' twice"),
                         axis.address);
        clear_axis (&axis);
        return false;
      }
  g_array_append_val (grid->axes, axis);
  return parse_values (command, equals + 1, axis.values);
}

/* ---- Points of the grid ---- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Addresses that begin like @address, else all: sorted, at most MOST_KNOWN. */
static char *
known_addresses (const Scenario *scenario, const char *address)
{
  g_autofree char *element = g_strndup (address, strcspn (address, ":."));
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (int pass = 0; pass < 2 && all->len == 0; pass++)
    for (size_t i = 0; i < scenario->n_parameters; i++)
      if (pass == 1 || g_str_has_prefix (scenario->parameters[i].address, element))
        g_ptr_array_add (all, scenario->parameters[i].address);
  g_ptr_array_sort (all, compare_texts);
  for (guint i = 0; i < MIN (all->len, MOST_KNOWN); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (all, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
report_refusal (const CliCommand *command,
                const Scenario *scenario,
                const GError *error,
                const ScenarioChange *changes,
                size_t n_changes)
{
  if (!g_error_matches (error, SCENARIO_ERROR, SCENARIO_ERROR_UNKNOWN_NAME))
    {
      cli_wrong_usage (command, _ ("--vary: the scenario refuses %s"), error->message);
      return;
    }
  for (size_t i = 0; i < n_changes; i++)
    {
      g_autoptr (Scenario) alone =
          scenario_with (scenario, changes[i].address, changes[i].value, NULL);

      if (alone != NULL)
        continue;
      bool is_rule = strcmp (changes[i].address, "rule") == 0;
      g_autofree char *known = is_rule ? cli_scenario_rule_names (scenario)
                                       : known_addresses (scenario, changes[i].address);
      cli_wrong_usage (command,
                       is_rule ? _ ("--vary: unknown rule '%s'; rules here: %s")
                               : _ ("--vary: unknown parameter '%s'; 'day31 list "
                                    "parameters SCENARIO' lists all, as %s"),
                       is_rule ? changes[i].value : changes[i].address, known);
      return;
    }
}

static bool
add_point (const CliCommand *command,
           CliGrid *grid,
           const Scenario *scenario,
           int rule,
           const size_t *places)
{
  size_t n = grid->axes->len;
  g_autofree ScenarioChange *changes = g_new (ScenarioChange, n);
  g_autoptr (GString) settings = g_string_new (NULL);
  g_autoptr (GString) label = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (size_t a = 0; a < n; a++)
    {
      const Axis *axis = &g_array_index (grid->axes, Axis, a);

      changes[a] =
          (ScenarioChange){ axis->address, g_ptr_array_index (axis->values, places[a]) };
      if (strcmp (axis->address, "rule") == 0)
        continue;
      g_string_append_printf (settings, "%s=%s;", changes[a].address, changes[a].value);
      g_string_append_printf (label, ", %s=%s", changes[a].address, changes[a].value);
    }
  Scenario *changed = scenario_with_all (scenario, changes, n, &error);
  if (changed == NULL)
    {
      report_refusal (command, scenario, error, changes, n);
      return false;
    }
  g_ptr_array_add (grid->scenarios, changed);
  for (size_t a = 0; a < n; a++)
    if (strcmp (changes[a].address, "rule") == 0)
      rule = scenario_find_rule (changed, changes[a].value);
  g_string_append_printf (settings, "rule=%s", changed->rules[rule].id);
  g_string_prepend (label, changed->rules[rule].id);
  ModelVariant variant = { .label = label->str, .scenario = changed, .rule = rule };
  g_array_append_val (grid->variants, variant);
  g_ptr_array_add (grid->labels, g_string_free (g_steal_pointer (&label), FALSE));
  g_ptr_array_add (grid->settings, g_string_free (g_steal_pointer (&settings), FALSE));
  return true;
}

/* The number of points, or 0 after reporting that they are too many. */
static size_t
count_points (const CliCommand *command, const CliGrid *grid)
{
  size_t n = 1;

  for (guint a = 0; a < grid->axes->len && n <= CLI_GRID_MOST; a++)
    n *= g_array_index (grid->axes, Axis, a).values->len;
  if (n > CLI_GRID_MOST)
    {
      cli_wrong_usage (command,
                       _ ("--vary: expected at most %d combinations, found more"),
                       CLI_GRID_MOST);
      return 0;
    }
  return n;
}

CliGrid *
cli_grid_new (const CliCommand *command,
              const Scenario *scenario,
              int rule,
              char *const *vary)
{
  g_autoptr (CliGrid) grid = g_new0 (CliGrid, 1);

  grid->axes = g_array_new (FALSE, FALSE, sizeof (Axis));
  g_array_set_clear_func (grid->axes, clear_axis);
  grid->scenarios = g_ptr_array_new_with_free_func (free_scenario);
  grid->labels = g_ptr_array_new_with_free_func (g_free);
  grid->settings = g_ptr_array_new_with_free_func (g_free);
  grid->variants = g_array_new (FALSE, FALSE, sizeof (ModelVariant));
  for (; *vary != NULL; vary++)
    if (!parse_axis (command, grid, scenario, *vary))
      return NULL;
  size_t n_points = count_points (command, grid);
  if (n_points == 0)
    return NULL;
  g_autofree size_t *places = g_new0 (size_t, grid->axes->len);
  for (size_t point = 0; point < n_points; point++)
    {
      size_t rest = point;

      for (size_t a = grid->axes->len; a-- > 0;)
        {
          size_t n = g_array_index (grid->axes, Axis, a).values->len;

          places[a] = rest % n;
          rest /= n;
        }
      if (!add_point (command, grid, scenario, rule, places))
        return NULL;
    }
  return g_steal_pointer (&grid);
}
