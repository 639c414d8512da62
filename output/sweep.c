/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart sweep: a metric over the values of a parameter. */
#include "output/sweep.h"

#include <math.h>
#include <string.h>

#include "output/heat-map.h"
#include "output/line-chart.h"
#include "output/page.h"

/* The table has a column a varied parameter, then those of summary.csv, the first of them
 * "rule".  The first parameter whose values are all numbers runs along the axis; every
 * combination of the other parameters and the rule is a line. */

#define MOST_LINES 21

typedef struct
{
  const SimTable *table;
  int rule, metric, group, unit, mean, low, high;
  int x; /* the parameter along the axis; -1: the rows' own order */
} Columns;

static bool
find_columns (const SimTable *table, Columns *columns)
{
  *columns = (Columns){ .table = table,
                        .rule = sim_table_find_column (table, "rule"),
                        .metric = sim_table_find_column (table, "metric"),
                        .group = sim_table_find_column (table, "group"),
                        .unit = sim_table_find_column (table, "unit"),
                        .mean = sim_table_find_column (table, "mean"),
                        .low = sim_table_find_column (table, "low"),
                        .high = sim_table_find_column (table, "high"),
                        .x = -1 };
  return columns->rule >= 0 && columns->metric > columns->rule && columns->group >= 0 &&
         columns->unit >= 0 && columns->mean >= 0 && columns->low >= 0 &&
         columns->high >= 0;
}

/* Returns: the cell as a number, NAN where it is none. */
static double
cell_number (const Columns *columns, size_t row, int column)
{
  const SimCell *cell = &sim_table_row (columns->table, row)[column];
  if (sim_table_column (columns->table, (size_t) column)->decimals != SIM_TABLE_TEXT)
    return cell->number;
  if (cell->text == NULL || *cell->text == '\0')
    return (double) NAN;
  char *end;
  double value = g_ascii_strtod (cell->text, &end);
  return *end == '\0' ? value : (double) NAN;
}

static char *
cell_text (const Columns *columns, size_t row, int column)
{
  const SimCell *cell = &sim_table_row (columns->table, row)[column];
  const SimTableColumn *what = sim_table_column (columns->table, (size_t) column);
  if (what->decimals == SIM_TABLE_TEXT)
    return g_strdup (cell->text != NULL ? cell->text : "");
  return output_number (cell->number, MIN (what->decimals, 4));
}

static bool
is_wanted (const Columns *columns, size_t row, const char *metric, const char *group)
{
  const SimCell *cells = sim_table_row (columns->table, row);
  return g_strcmp0 (cells[columns->metric].text, metric) == 0 &&
         g_strcmp0 (cells[columns->group].text, group) == 0;
}

static void
choose_x (Columns *columns)
{
  for (int c = 0; c < columns->rule && columns->x < 0; c++)
    {
      bool is_numeric = sim_table_row_count (columns->table) > 0;
      for (size_t i = 0; is_numeric && i < sim_table_row_count (columns->table); i++)
        is_numeric = isfinite (cell_number (columns, i, c));
      if (is_numeric)
        columns->x = c;
    }
}

/* What tells this row's line from others: "arrivals 150, fcfs". */
static char *
line_label (const Columns *columns, size_t row)
{
  g_autoptr (GString) label = g_string_new ("");
  for (int c = 0; c <= columns->rule; c++)
    {
      if (c == columns->x)
        continue;
      const char *name = sim_table_column (columns->table, (size_t) c)->name;
      if (c < columns->rule && strcmp (name, "rule") == 0)
        continue; /* the varied rule is in the summary's column too */
      g_autofree char *text = cell_text (columns, row, c);
      g_string_append_printf (label, "%s%s%s%s", label->len > 0 ? ", " : "",
                              c < columns->rule ? name : "", c < columns->rule ? " " : "",
                              text);
    }
  return g_string_free (g_steal_pointer (&label), FALSE);
}

typedef struct
{
  char *label;
  GArray *x;      /* of double */
  GArray *points; /* of SimSeriesPoint */
} Line;

static void
clear_line (gpointer data)
{
  Line *line = data;
  g_free (line->label);
  g_array_unref (line->x);
  g_array_unref (line->points);
}

static Line *
find_line (GArray *lines, const char *label)
{
  for (guint i = 0; i < lines->len; i++)
    if (strcmp (g_array_index (lines, Line, i).label, label) == 0)
      return &g_array_index (lines, Line, i);
  Line line = { g_strdup (label), g_array_new (FALSE, FALSE, sizeof (double)),
                g_array_new (FALSE, FALSE, sizeof (SimSeriesPoint)) };
  g_array_append_val (lines, line);
  return &g_array_index (lines, Line, lines->len - 1);
}

/* Keeps a line's points in the order of x, wherever the rows stood. */
static void
insert_point (Line *line, double x, SimSeriesPoint point)
{
  guint i = line->x->len;
  while (i > 0 && g_array_index (line->x, double, i - 1) > x)
    i--;
  g_array_insert_val (line->x, i, x);
  g_array_insert_val (line->points, i, point);
}

bool
output_sweep_has_data (const OutputChartData *data)
{
  Columns columns;
  return data->sweep != NULL && data->metric != NULL &&
         find_columns (data->sweep, &columns) && columns.rule > 0;
}

static GArray *
gather (const Columns *columns,
        const OutputChartData *data,
        const char **ret_unit,
        OutputTicks *ticks)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (Line));
  g_array_set_clear_func (lines, clear_line);
  const char *group = data->group != NULL ? data->group : "all";
  for (size_t i = 0; i < sim_table_row_count (columns->table); i++)
    {
      if (!is_wanted (columns, i, data->metric, group))
        continue;
      const SimCell *cells = sim_table_row (columns->table, i);
      *ret_unit = cells[columns->unit].text;
      g_autofree char *label = columns->x >= 0 ? line_label (columns, i)
                                               : g_strdup (cells[columns->rule].text);
      Line *line = find_line (lines, label);
      double x =
          columns->x >= 0 ? cell_number (columns, i, columns->x) : (double) line->x->len;
      if (columns->x < 0 && line == &g_array_index (lines, Line, 0))
        {
          g_autofree char *text = cell_text (columns, i, 0);
          output_ticks_add (ticks, x, text);
        }
      insert_point (line, x,
                    (SimSeriesPoint){ cells[columns->mean].number,
                                      cells[columns->low].number,
                                      cells[columns->high].number });
    }
  return lines;
}

/* Ticks at the values that were tried, where they fit; else NULL. */
static OutputTicks *
value_ticks (OutputCanvas *canvas, const OutputLineSeries *series, double width)
{
  g_autoptr (OutputTicks) ticks = output_ticks_new ();
  double closest = INFINITY;
  int most = 2;
  for (size_t i = 0; i < series->n; i++)
    {
      char label[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_formatd (label, sizeof label, "%.6g", series->x[i]);
      output_ticks_add (ticks, series->x[i], label);
      int fitting = output_axes_label_count (canvas, width, label);
      most = i == 0 ? fitting : MIN (most, fitting);
      if (i > 0)
        closest = MIN (closest, series->x[i] - series->x[i - 1]);
    }
  double span = series->x[series->n - 1] - series->x[0];
  return span > closest * (double) (most - 1) ? NULL : g_steal_pointer (&ticks);
}

/* ---- Two parameters ---- */

/* Places of the values of column @column, each once, in the order of the rows; NULL where
 * one is no number. */
static GPtrArray *
find_values (const Columns *columns, int column)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  for (size_t i = 0; i < sim_table_row_count (columns->table); i++)
    {
      if (!isfinite (cell_number (columns, i, column)))
        return NULL;
      g_autofree char *text = cell_text (columns, i, column);
      if (!g_ptr_array_find_with_equal_func (values, text, g_str_equal, NULL))
        g_ptr_array_add (values, g_steal_pointer (&text));
    }
  return g_steal_pointer (&values);
}

static bool
is_one_rule (const Columns *columns)
{
  size_t n = sim_table_row_count (columns->table);
  for (size_t i = 1; i < n; i++)
    if (g_strcmp0 (sim_table_row (columns->table, i)[columns->rule].text,
                   sim_table_row (columns->table, 0)[columns->rule].text) != 0)
      return false;
  return n > 0;
}

/* Two numbers varied under one rule are a map. Returns: false if this is no such sweep */
static bool
draw_map (OutputCanvas *canvas,
          OutputRect body,
          const Columns *columns,
          const OutputChartData *data)
{
  if (columns->rule != 2 || !is_one_rule (columns))
    return false;
  g_autoptr (GPtrArray) x_values = find_values (columns, 0);
  g_autoptr (GPtrArray) y_values = find_values (columns, 1);
  if (x_values == NULL || y_values == NULL || x_values->len < 2 || y_values->len < 2)
    return false;
  g_autofree OutputHeatCell *cells =
      g_new (OutputHeatCell, (size_t) x_values->len * y_values->len);
  for (guint i = 0; i < x_values->len * y_values->len; i++)
    cells[i] = (OutputHeatCell){ (double) NAN, (double) NAN };
  const char *group = data->group != NULL ? data->group : "all";
  const char *unit = "";
  for (size_t i = 0; i < sim_table_row_count (columns->table); i++)
    {
      if (!is_wanted (columns, i, data->metric, group))
        continue;
      const SimCell *row = sim_table_row (columns->table, i);
      g_autofree char *x_text = cell_text (columns, i, 0);
      g_autofree char *y_text = cell_text (columns, i, 1);
      guint x = 0, y = 0;
      g_ptr_array_find_with_equal_func (x_values, x_text, g_str_equal, &x);
      g_ptr_array_find_with_equal_func (y_values, y_text, g_str_equal, &y);
      unit = row[columns->unit].text;
      double factor = g_strcmp0 (unit, "1") == 0 ? 100.0 : 1.0;
      cells[y * x_values->len + x] = (OutputHeatCell){
        factor * row[columns->mean].number,
        factor * (row[columns->high].number - row[columns->low].number) / 2.0
      };
    }
  OutputLanguage language = data->caption.language;
  g_autofree char *name = output_word_metric (language, data->metric);
  g_autofree char *whom = output_word_group (language, group);
  name[0] = g_ascii_toupper (name[0]);
  g_autofree char *title = g_strdup_printf (
      "%s, %s (%s)", name, whom,
      g_strcmp0 (unit, "1") == 0 ? "%" : output_word_unit (language, unit));
  const OutputHeatMap map = {
    .x_labels = (const char *const *) (void *) x_values->pdata,
    .y_labels = (const char *const *) (void *) y_values->pdata,
    .n_x = x_values->len,
    .n_y = y_values->len,
    .cells = cells,
    .x_title = sim_table_column (columns->table, 0)->name,
    .y_title = sim_table_column (columns->table, 1)->name,
    .title = title,
  };
  output_page_note_interval (
      canvas, &body, &data->caption,
      "± half of the {level} % confidence interval of the mean over {n} replications.");
  output_heat_map_draw (canvas, body, &map);
  return true;
}

void
output_sweep_draw (OutputCanvas *canvas,
                   OutputRect body,
                   G_GNUC_UNUSED int page,
                   G_GNUC_UNUSED int n_pages,
                   const OutputChartData *data,
                   G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  Columns columns;
  find_columns (data->sweep, &columns);
  if (draw_map (canvas, body, &columns, data))
    return;
  choose_x (&columns);
  const char *unit = "";
  g_autoptr (OutputTicks) categories = output_ticks_new ();
  g_autoptr (GArray) lines = gather (&columns, data, &unit, categories);
  if (lines->len == 0)
    {
      output_page_empty (canvas, body,
                         "There is nothing to draw: these results hold no such data.");
      return;
    }
  size_t n = MIN (lines->len, MOST_LINES);
  g_autofree OutputLineSeries *series = g_new0 (OutputLineSeries, n);
  double from = INFINITY, to = -INFINITY;
  for (size_t i = 0; i < n; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      series[i] =
          (OutputLineSeries){ .label = line->label,
                              .style = output_palette_series ((int) i),
                              .x = (const double *) (void *) line->x->data,
                              .points =
                                  (const SimSeriesPoint *) (void *) line->points->data,
                              .n = line->x->len,
                              .has_band = true };
      from = MIN (from, series[i].x[0]);
      to = MAX (to, series[i].x[series[i].n - 1]);
    }
  double rim = to > from ? 0.03 * (to - from) : 0.5;
  int most = MAX (3, (int) (body.width / 70.0));
  g_autoptr (OutputTicks) numbers = value_ticks (canvas, &series[0], body.width * 0.85);
  if (numbers == NULL)
    numbers = output_ticks_number (from - rim, to + rim, most, false);
  output_line_chart_note (
      canvas, &body, &data->caption, series, n,
      "Bands: {level} % confidence intervals of the mean over {n} replications.");
  if (n < lines->len)
    {
      g_autofree char *shown = g_strdup_printf ("%zu", n);
      g_autofree char *all = g_strdup_printf ("%u", lines->len);
      g_autofree char *note = output_phrase (language, "{shown} of {all} lines", "shown",
                                             shown, "all", all, NULL);
      output_page_note (canvas, &body, note);
    }
  bool is_share = g_strcmp0 (unit, "1") == 0;
  g_autofree char *name = output_word_metric (language, data->metric);
  g_autofree char *group =
      output_word_group (language, data->group != NULL ? data->group : "all");
  name[0] = g_ascii_toupper (name[0]);
  g_autofree char *y_title = g_strdup_printf (
      "%s, %s (%s)", name, group, output_word_unit (language, unit != NULL ? unit : ""));
  OutputLineChart chart = {
    .series = series,
    .n_series = n,
    .x_from = from - rim,
    .x_to = to + rim,
    .x_ticks = columns.x >= 0 ? numbers : categories,
    .x_title =
        sim_table_column (columns.table, columns.x >= 0 ? (size_t) columns.x : 0)->name,
    .y_title = y_title,
    .is_percent = is_share,
    .reference = NAN,
  };
  output_line_chart_draw (canvas, body, &chart);
}
