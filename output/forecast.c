/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart forecast: likely dates for the patients of today. */
#include "output/forecast.h"

#include <math.h>

#include "output/forecast-table.h"
#include "output/forest.h"
#include "output/legend.h"
#include "output/page.h"

#define LEAST_ROW 9.0
#define MOST_ROW  24.0

/* The columns of forecast.csv that are drawn; dates in days since the injury where the
 * table has the column "_injured", else since the start. */
static const char *const names[] = {
  "harvest_p10",  "harvest_p50",  "harvest_p90",    "infusion_p10",
  "infusion_p50", "infusion_p90", "harvest_chance", "infusion_chance",
};

#define N_DATES 6

/* The day of the injury since the start; NaN where the table does not have it. */
static double
injury_at (const SimTable *table, size_t row)
{
  int column = sim_table_find_column (table, "_injured");
  return column < 0 ? (double) NAN : sim_table_row (table, row)[column].number;
}

static double
number_at (const SimTable *table, size_t row, size_t which)
{
  int column = sim_table_find_column (table, names[which]);
  if (column < 0)
    return (double) NAN;
  double number = sim_table_row (table, row)[column].number;
  double injured = injury_at (table, row);
  return which < N_DATES && isfinite (injured) ? injured + number : number;
}

static const char *
text_at (const SimTable *table, size_t row, const char *name)
{
  int column = sim_table_find_column (table, name);
  return column < 0 ? NULL : sim_table_row (table, row)[column].text;
}

/* Rows of the rule in the caption, or of all where it names none. */
static GArray *
gather (const OutputChartData *data)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (size_t));
  for (size_t i = 0; i < sim_table_row_count (data->forecast); i++)
    {
      const char *rule = text_at (data->forecast, i, "rule");
      if (data->caption.rule == NULL || rule == NULL ||
          g_strcmp0 (rule, data->caption.rule) == 0)
        g_array_append_val (rows, i);
    }
  return rows;
}

/* The patient of a row, with the rule where the chart shows several. Returns: (transfer
 * full) */
static char *
name_of (const OutputChartData *data, const GArray *rows, size_t row)
{
  const char *id = text_at (data->forecast, row, "id");
  const char *rule = text_at (data->forecast, row, "rule");
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (text_at (data->forecast, g_array_index (rows, size_t, i), "rule"),
                   rule) != 0)
      return g_strdup_printf ("%s  %s", id, rule);
  return g_strdup (id);
}

static size_t
rows_a_page (OutputRect body)
{
  return (size_t) MAX (1.0, floor ((body.height - 110.0) / LEAST_ROW));
}

bool
output_forecast_has_data (const OutputChartData *data)
{
  return data->forecast != NULL && sim_table_find_column (data->forecast, "id") >= 0 &&
         sim_table_find_column (data->forecast, names[0]) >= 0;
}

void
output_forecast_page_size (const OutputChartData *data,
                           G_GNUC_UNUSED const OutputChartOptions *options,
                           double *width,
                           double *height)
{
  g_autoptr (GArray) rows = gather (data);
  *width = 841.89;
  *height = CLAMP (160.0 + MOST_ROW * (double) rows->len, 250.0, 595.28);
}

int
output_forecast_page_count (const OutputChartData *data,
                            G_GNUC_UNUSED const OutputChartOptions *options,
                            OutputRect body)
{
  g_autoptr (GArray) rows = gather (data);
  size_t n = rows_a_page (body);
  return (int) MAX (1, (rows->len + n - 1) / n);
}

/* Bars of likely dates to scale, and the median by the marker of gantt-patients: a date
 * that is nearly certain has a marker and hardly a bar. */
static OutputStyle
range_style (bool is_harvest)
{
  OutputStyle style = output_palette_series (is_harvest ? 4 : 0);
  style.fill.colour = output_palette_tint (style.fill.colour, is_harvest ? 1.0 : 0.55);
  style.stroke.colour = is_harvest ? OUTPUT_INK : OUTPUT_BLUE;
  style.marker = is_harvest ? OUTPUT_MARKER_DIAMOND : OUTPUT_MARKER_TRIANGLE_DOWN;
  return style;
}

static void
draw_range (OutputCanvas *canvas,
            const OutputGantt *gantt,
            size_t row,
            double low,
            double median,
            double high,
            const OutputStyle *style)
{
  const OutputStroke rim = { OUTPUT_INK, 0.4, OUTPUT_DASH_SOLID };
  if (!isfinite (median))
    return;
  low = isfinite (low) ? low : median;
  high = isfinite (high) ? high : median;
  output_gantt_bar (canvas, gantt, row, low, high, 0.28, 0.72, &style->fill, &rim, NULL);
  if (output_gantt_has (gantt, median))
    output_canvas_marker (
        canvas, style->marker, output_scale_at (&gantt->axis.scale, median),
        output_gantt_y (gantt, row, 0.5),
        MIN (output_axes_text_size (canvas) * 1.05, gantt->row_height * 0.8),
        style->stroke.colour);
}

/* From the injury to today, and the end of the window. */
static void
draw_past (OutputCanvas *canvas,
           const OutputGantt *gantt,
           size_t row,
           double injured,
           double window_end)
{
  const OutputStroke past = { OUTPUT_INK, 1.2, OUTPUT_DASH_SOLID };
  const OutputStroke window = { OUTPUT_INK, 0.9, OUTPUT_DASH_DASHED };
  if (!isfinite (injured))
    return;
  double y = output_gantt_y (gantt, row, 0.5);
  double from = output_scale_at (&gantt->axis.scale, injured);
  double to = output_scale_at (&gantt->axis.scale, 0.0);
  if (output_gantt_has (gantt, injured) && output_gantt_has (gantt, 0.0))
    output_canvas_line (canvas, from, y, to, y, &past);
  double closes = injured + window_end;
  if (window_end <= 0.0 || !output_gantt_has (gantt, closes))
    return;
  double x = output_scale_at (&gantt->axis.scale, closes);
  output_canvas_line (canvas, x, output_gantt_y (gantt, row, 0.0), x,
                      output_gantt_y (gantt, row, 1.0), &window);
}

void
output_forecast_draw (OutputCanvas *canvas,
                      OutputRect body,
                      int page,
                      int n_pages,
                      const OutputChartData *data,
                      G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  g_autoptr (GArray) rows = gather (data);
  if (rows->len == 0)
    {
      output_page_empty (canvas, body, "No patient falls into the period or selection.");
      return;
    }
  size_t slots = MIN (rows_a_page (body), (size_t) rows->len);
  size_t first = n_pages > 1 ? (size_t) page * slots : 0;
  size_t n = MIN (slots, rows->len - first);
  if (n_pages == 1 && n < rows->len)
    {
      g_autofree char *shown = g_strdup_printf ("%zu", n);
      g_autofree char *all = g_strdup_printf ("%u", rows->len);
      g_autofree char *note = output_phrase (language, "{shown} of {all} rows", "shown",
                                             shown, "all", all, NULL);
      output_page_note (canvas, &body, note);
    }

  g_autofree char *replications = output_number ((double) data->caption.replications, 0);
  g_autofree char *basis = output_phrase (
      language,
      data->caption.replications > 1
          ? "A chance is the share of {n} replications in which it came to a harvest, to "
            "an infusion; the bars are of those replications alone."
          : "One replication: a single history, from which neither chances nor ranges "
            "can be told.",
      "n", replications, NULL);
  output_page_note (canvas, &body, basis);

  const OutputStyle harvest = range_style (true);
  const OutputStyle infusion = range_style (false);
  g_autoptr (OutputLegend) legend = output_legend_new ();
  output_legend_add (
      legend, OUTPUT_LEGEND_RANGE, harvest,
      output_word (language, "Harvest: 10 to 90 % of those with one, mark at the median"))
      ->has_rim = true;
  output_legend_add (
      legend, OUTPUT_LEGEND_RANGE, infusion,
      output_word (language,
                   "Infusion: 10 to 90 % of those with one, mark at the median"))
      ->has_rim = true;
  if (sim_table_find_column (data->forecast, "_injured") >= 0)
    {
      const OutputStyle past = { .stroke = { OUTPUT_INK, 1.2, OUTPUT_DASH_SOLID } };
      const OutputStyle window = { .stroke = { OUTPUT_INK, 0.9, OUTPUT_DASH_DASHED } };
      output_legend_add (legend, OUTPUT_LEGEND_LINE, past,
                         output_word (language, output_chart_is_of_injuries (data)
                                                    ? "Injury to today"
                                                    : "Illness or injury to today"));
      output_legend_add (legend, OUTPUT_LEGEND_LINE, window,
                         output_word (language, "End of the window"));
    }
  body.height -= output_legend_height (canvas, legend, body.width);

  double from = INFINITY, to = -INFINITY;
  for (guint i = 0; i < rows->len; i++)
    for (size_t k = 0; k <= N_DATES + 1; k++)
      {
        size_t row = g_array_index (rows, size_t, i);
        double at = k < N_DATES ? number_at (data->forecast, row, k)
                                : injury_at (data->forecast, row);
        if (k > N_DATES)
          at += data->caption.window_end;
        from = isfinite (at) ? MIN (from, at) : from;
        to = isfinite (at) ? MAX (to, at) : to;
      }
  from = isfinite (from) ? floor (MIN (from, 0.0)) : 0.0;
  to = isfinite (to) ? ceil (to) + 3.0 : 60.0;

  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **cells = g_new0 (const char *, 4 * n);
  for (size_t i = 0; i < n; i++)
    {
      size_t row = g_array_index (rows, size_t, first + i);
      char *own[] = { name_of (data, rows, row),
                      output_forecast_chance (number_at (data->forecast, row, 6)),
                      output_forecast_chance (number_at (data->forecast, row, 7)),
                      g_strdup (output_word_fate (
                          language, text_at (data->forecast, row, "fate1"))) };
      for (size_t c = 0; c < G_N_ELEMENTS (own); c++)
        {
          g_ptr_array_add (texts, own[c]);
          cells[c * n + i] = own[c];
        }
    }
  const OutputGanttColumn columns[] = {
    { output_word (language, "Patient"), cells, OUTPUT_ALIGN_START, OUTPUT_INK, 0.0 },
    { output_word (language, "Chance of harvest"), cells + n, OUTPUT_ALIGN_END,
      OUTPUT_INK, 0.0 },
    { output_word (language, "Chance of infusion"), cells + 2 * n, OUTPUT_ALIGN_END,
      OUTPUT_INK, 0.0 },
    { output_word (language, "Most likely fate"), cells + 3 * n, OUTPUT_ALIGN_START,
      OUTPUT_INK, 0.0 },
  };
  int most = output_axes_label_count (canvas, body.width * 0.6,
                                      language == OUTPUT_LANGUAGE_JA ? "2020年12月28日"
                                                                     : "28 Dec 2020");
  g_autoptr (OutputTicks) ticks =
      output_ticks_date (language, data->caption.start_epoch_day, from, to, most);
  OutputAxis axis = { .side = OUTPUT_SIDE_BOTTOM,
                      .scale = { .from = from, .to = to },
                      .ticks = ticks,
                      .grid = OUTPUT_GRID_LINES,
                      .title = output_word (language, "Date") };
  OutputGantt gantt = { .text_share = 0.5 };
  output_gantt_begin (canvas, &gantt, body, &axis, columns, 1, 3, n, slots, MOST_ROW);
  for (size_t i = 0; i < n; i++)
    {
      size_t row = g_array_index (rows, size_t, first + i);
      const SimTable *table = data->forecast;
      draw_past (canvas, &gantt, i, injury_at (table, row), data->caption.window_end);
      draw_range (canvas, &gantt, i, number_at (table, row, 0), number_at (table, row, 1),
                  number_at (table, row, 2), &harvest);
      draw_range (canvas, &gantt, i, number_at (table, row, 3), number_at (table, row, 4),
                  number_at (table, row, 5), &infusion);
    }
  double below = output_gantt_end (canvas, &gantt);
  output_legend_draw (canvas, legend, body.x, below + 2.0, body.width);
}
