/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart comparison: forest plot of paired differences between rules. */
#include "output/comparison.h"

#include <math.h>
#include <string.h>

#include "output/forest.h"
#include "output/page.h"

/* A panel a measure, since their units differ; two panels side by side where they fit. */

#define ROW_HEIGHT 13.0
#define WIDE_PAGE  560.0
#define WIDEST     1.5 /* of least_height() */

static const SimDifference *
difference_at (const OutputChartData *data, size_t row, size_t metric)
{
  return &data->differences[row * data->catalogue->n_metrics + metric];
}

static bool
is_primary (const OutputChartData *data, size_t metric)
{
  for (size_t v = 0; v + 1 < data->n_variants; v++)
    if (difference_at (data, v, metric)->is_primary)
      return true;
  return false;
}

/* The metrics to draw: the one asked for, else the primary ones, else what matters most.
 */
static GArray *
gather (const OutputChartData *data)
{
  static const char *const usual[][2] = {
    { "infused-of-referred", "all" }, { "infused-of-referred", "A" },
    { "infused-of-referred", "B" },   { "infused-of-referred", "C" },
    { "wasted-products", "all" },     { "wait", "all" },
  };
  GArray *metrics = g_array_new (FALSE, FALSE, sizeof (size_t));
  if (data->metric != NULL)
    {
      int m = sim_catalogue_find_metric (data->catalogue, data->metric,
                                         data->group != NULL ? data->group : "all");
      size_t metric = (size_t) m;
      if (m >= 0)
        g_array_append_val (metrics, metric);
      return metrics;
    }
  for (size_t m = 0; m < data->catalogue->n_metrics; m++)
    if (is_primary (data, m))
      g_array_append_val (metrics, m);
  bool has_primary = metrics->len > 0;
  for (size_t i = 0; !has_primary && i < G_N_ELEMENTS (usual); i++)
    {
      int m = sim_catalogue_find_metric (data->catalogue, usual[i][0], usual[i][1]);
      size_t metric = (size_t) m;
      if (m >= 0)
        g_array_append_val (metrics, metric);
    }
  return metrics;
}

/* Whether any variant's difference in @metric is a number. */
static bool
is_known (const OutputChartData *data, size_t metric)
{
  for (size_t v = 0; v + 1 < data->n_variants; v++)
    if (isfinite (difference_at (data, v, metric)->difference))
      return true;
  return false;
}

static bool
has_difference (const OutputChartData *data, const GArray *metrics)
{
  for (guint i = 0; i < metrics->len; i++)
    if (is_known (data, g_array_index (metrics, size_t, i)))
      return true;
  return false;
}

typedef struct
{
  int columns, rows; /* of panels on a page */
  double width, height;
} Grid;

/* Of a panel: its rows, heading and axis. */
static double
least_height (const OutputChartData *data, double size)
{
  return ROW_HEIGHT * (double) (data->n_variants - 1) + size * 9.5;
}

static Grid
make_grid (const OutputChartData *data, OutputRect body, size_t n_panels, double size)
{
  Grid grid;
  grid.columns = body.width >= WIDE_PAGE && n_panels > 1 ? 2 : 1;
  double gap = size * 2.0;
  grid.width = (body.width - gap * (grid.columns - 1)) / grid.columns;
  double least = least_height (data, size);
  grid.rows = (int) MAX (1.0, floor ((body.height - size * 3.5) / least));
  int wanted = (int) ((n_panels + (size_t) grid.columns - 1) / (size_t) grid.columns);
  grid.rows = MIN (grid.rows, MAX (wanted, 1));
  grid.height = MIN ((body.height - size * 3.5) / grid.rows, least * WIDEST);
  return grid;
}

static double
text_size (OutputRect body)
{
  return CLAMP (MIN (body.width, body.height) / 540.0 * 8.0, 5.5, 9.0);
}

bool
output_comparison_has_data (const OutputChartData *data)
{
  return data->catalogue != NULL && data->differences != NULL && data->n_variants > 1 &&
         data->baseline >= 0;
}

void
output_comparison_page_size (const OutputChartData *data,
                             G_GNUC_UNUSED const OutputChartOptions *options,
                             double *width,
                             double *height)
{
  /* Two panels side by side; the less there is to show, the smaller page and text. */
  g_autoptr (GArray) metrics = gather (data);
  double rows = ceil ((double) metrics->len / 2.0);
  *width = 841.89;
  *height = CLAMP (140.0 + rows * WIDEST * least_height (data, 5.5), 200.0, 595.28);
}

int
output_comparison_page_count (const OutputChartData *data,
                              G_GNUC_UNUSED const OutputChartOptions *options,
                              OutputRect body)
{
  g_autoptr (GArray) metrics = gather (data);
  Grid grid = make_grid (data, body, metrics->len, text_size (body));
  int a_page = grid.columns * grid.rows;
  return MAX (1, ((int) metrics->len + a_page - 1) / a_page);
}

static void
draw_panel (OutputCanvas *canvas,
            OutputRect rect,
            const OutputChartData *data,
            size_t metric)
{
  OutputLanguage language = data->caption.language;
  const SimMetric *what = &data->catalogue->metrics[metric];
  bool is_share = strcmp (what->unit, "1") == 0;
  double factor = is_share ? 100.0 : 1.0;
  size_t n = data->n_variants - 1;
  double size = output_axes_text_size (canvas);

  g_autofree char *name = output_word_metric (language, what->name);
  g_autofree char *group = output_word_group (language, what->group);
  const char *role = output_word (language, is_primary (data, metric) ? "primary measure"
                                                                      : "exploratory");
  name[0] = g_ascii_toupper (name[0]);
  g_autofree char *heading = g_strdup_printf ("%s · %s · %s", name, group, role);
  OutputTextStyle style = { .size = size * 1.1,
                            .colour = OUTPUT_INK,
                            .ellipsis = rect.width };
  double height = output_text_draw (canvas, rect.x, rect.y, heading, &style).height;
  rect.y += height;
  rect.height -= height + size;

  if (!is_known (data, metric))
    {
      output_page_empty (
          canvas, rect,
          "No difference can be told: under one of the two, nobody came as far.");
      return;
    }
  g_autofree OutputForestPoint *points = g_new (OutputForestPoint, n);
  double from = INFINITY, to = -INFINITY;
  for (size_t v = 0; v < n; v++)
    {
      const SimDifference *difference = difference_at (data, v, metric);
      points[v] =
          (OutputForestPoint){ factor * difference->difference, factor * difference->low,
                               factor * difference->high };
      output_forest_extend (&from, &to, points[v]);
    }
  output_forest_round (&from, &to);
  int decimals = MIN (output_forest_decimals (from, to), 3);

  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **cells = g_new0 (const char *, 2 * n);
  for (size_t v = 0; v < n; v++)
    {
      size_t variant = v < (size_t) data->baseline ? v : v + 1;
      char *text = output_forest_text (language, points[v], decimals);
      g_ptr_array_add (texts, text);
      char *variant_name = output_chart_variant_name (data, variant);
      g_ptr_array_add (texts, variant_name);
      cells[v] = variant_name;
      cells[n + v] = text;
    }
  const OutputGanttColumn columns[] = {
    { NULL, cells, OUTPUT_ALIGN_START, OUTPUT_INK, 0.0 },
    { NULL, cells + n, OUTPUT_ALIGN_END, OUTPUT_INK, 0.0 },
  };
  g_autofree char *title = output_phrase (
      language, "Difference ({unit})", "unit",
      output_word_unit (language, is_share ? "percentage points" : what->unit), NULL);
  g_autoptr (OutputTicks) ticks =
      output_ticks_number (from, to, (int) CLAMP (rect.width / 75.0, 3.0, 9.0), false);
  OutputAxis axis = { .side = OUTPUT_SIDE_BOTTOM,
                      .scale = { .from = from, .to = to },
                      .ticks = ticks,
                      .grid = OUTPUT_GRID_LINES,
                      .title = title };
  OutputGantt gantt = { .text_share = 0.5 };
  output_gantt_begin (canvas, &gantt, rect, &axis, columns, 1, 1, n, n, ROW_HEIGHT * 1.6);
  output_forest_line (canvas, &gantt, 0.0);
  OutputStyle look = output_palette_series (0);
  look.marker = is_primary (data, metric) ? OUTPUT_MARKER_SQUARE : OUTPUT_MARKER_DIAMOND;
  for (size_t v = 0; v < n; v++)
    output_forest_point (canvas, &gantt, v, 0.5, points[v], &look);
  output_gantt_end (canvas, &gantt);
}

void
output_comparison_draw (OutputCanvas *canvas,
                        OutputRect body,
                        int page,
                        int n_pages,
                        const OutputChartData *data,
                        G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  g_autoptr (GArray) metrics = gather (data);
  Grid grid = make_grid (data, body, metrics->len, text_size (body));
  double percent = data->caption.confidence * 100.0;
  g_autofree char *level = output_number (percent, percent == floor (percent) ? 0 : 1);
  g_autofree char *n = output_number ((double) data->caption.replications, 0);
  if (metrics->len == 0)
    {
      output_page_empty (canvas, body,
                         "There is nothing to compare: these results hold none of the "
                         "measures shown here.");
      return;
    }
  g_autofree char *baseline = output_chart_variant_name (data, (size_t) data->baseline);
  bool has_any = has_difference (data, metrics);
  g_autofree char *note = output_phrase (
      language,
      !has_any ? "Paired differences from {baseline}."
      : data->caption.replications > 1
          ? "Paired differences from {baseline} on the same {n} replications. Whiskers: "
            "{level} % intervals, simultaneous for primary measures."
          : "Paired differences from {baseline}. One replication: no interval can be "
            "given.",
      "baseline", baseline, "n", n, "level", level, NULL);
  if (has_any)
    output_page_note_inputs (canvas, &body, &data->caption);
  output_page_note (canvas, &body, note);
  size_t a_page = (size_t) (grid.columns * grid.rows);
  size_t first = n_pages > 1 ? (size_t) page * a_page : 0;
  size_t shown = MIN (a_page, metrics->len - first);
  if (n_pages == 1 && shown < metrics->len)
    {
      g_autofree char *some = g_strdup_printf ("%zu", shown);
      g_autofree char *all = g_strdup_printf ("%u", metrics->len);
      g_autofree char *text = output_phrase (language, "{shown} of {all} measures",
                                             "shown", some, "all", all, NULL);
      output_page_note (canvas, &body, text);
    }
  double gap = output_axes_text_size (canvas) * 2.0;
  body.y += gap * 0.4;
  for (size_t i = 0; i < shown; i++)
    {
      OutputRect rect = { body.x +
                              (double) (i % (size_t) grid.columns) * (grid.width + gap),
                          body.y + (double) (i / (size_t) grid.columns) * grid.height,
                          grid.width, grid.height };
      draw_panel (canvas, rect, data, g_array_index (metrics, size_t, first + i));
    }
}
