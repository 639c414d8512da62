/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart tornado: effects of one change at a time. */
#include "output/tornado.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "output/forest.h"
#include "output/legend.h"
#include "output/page.h"

#define LEAST_ROW 16.0
#define MOST_ROW  30.0

static double
swing (const OutputTornadoRow *row)
{
  double low = isfinite (row->low.difference) ? fabs (row->low.difference) : 0.0;
  double high = isfinite (row->high.difference) ? fabs (row->high.difference) : 0.0;
  return MAX (low, high);
}

/* The greatest effect first; equal ones in the order given. */
static int
compare_rows (const void *a, const void *b)
{
  const OutputTornadoRow *left = *(const OutputTornadoRow *const *) a;
  const OutputTornadoRow *right = *(const OutputTornadoRow *const *) b;
  double l = swing (left), r = swing (right);
  if (l != r)
    return l > r ? -1 : 1;
  return left < right ? -1 : left > right;
}

static size_t
rows_a_page (OutputRect body)
{
  return (size_t) MAX (1.0, floor ((body.height - 110.0) / LEAST_ROW));
}

bool
output_tornado_has_data (const OutputChartData *data)
{
  return data->tornado != NULL && data->n_tornado > 0 && data->metric != NULL;
}

void
output_tornado_page_size (const OutputChartData *data,
                          G_GNUC_UNUSED const OutputChartOptions *options,
                          double *width,
                          double *height)
{
  *width = 841.89;
  *height = CLAMP (160.0 + MOST_ROW * (double) data->n_tornado, 250.0, 595.28);
}

int
output_tornado_page_count (const OutputChartData *data,
                           G_GNUC_UNUSED const OutputChartOptions *options,
                           OutputRect body)
{
  size_t n = rows_a_page (body);
  return (int) MAX (1, (data->n_tornado + n - 1) / n);
}

/* Primary differences have Bonferroni intervals, over all changes (sim/comparison.h). */
static bool
is_simultaneous (const OutputChartData *data)
{
  for (size_t i = 0; i < data->n_tornado; i++)
    if (data->tornado[i].low.is_primary || data->tornado[i].high.is_primary)
      return true;
  return false;
}

static void
draw_effect (OutputCanvas *canvas,
             const OutputGantt *gantt,
             size_t row,
             double top,
             double bottom,
             OutputForestPoint point,
             const char *label,
             OutputStyle style)
{
  if (!isfinite (point.value))
    return;
  const OutputStroke rim = { OUTPUT_INK, 0.4, OUTPUT_DASH_SOLID };
  output_gantt_bar (canvas, gantt, row, MIN (point.value, 0.0), MAX (point.value, 0.0),
                    top, bottom, &style.fill, &rim, NULL);
  style.stroke.colour = OUTPUT_INK;
  style.marker = OUTPUT_MARKER_NONE;
  output_forest_point (canvas, gantt, row, (top + bottom) / 2.0, point, &style);
  if (label == NULL)
    return;
  /* The value tried, behind the whisker's end. */
  bool is_left = point.value < 0.0;
  double end = is_left
                   ? MIN (point.value, isfinite (point.low) ? point.low : point.value)
                   : MAX (point.value, isfinite (point.high) ? point.high : point.value);
  double size = MIN (output_axes_text_size (canvas) * 0.85, gantt->row_height * 0.42);
  OutputTextStyle text = { .size = size,
                           .colour = OUTPUT_SMALL,
                           .across = is_left ? OUTPUT_ALIGN_END : OUTPUT_ALIGN_START,
                           .down = OUTPUT_ALIGN_MIDDLE };
  double x = output_scale_at (&gantt->axis.scale, end) + (is_left ? -3.0 : 3.0);
  output_text_draw (canvas, x, output_gantt_y (gantt, row, (top + bottom) / 2.0), label,
                    &text);
}

void
output_tornado_draw (OutputCanvas *canvas,
                     OutputRect body,
                     int page,
                     int n_pages,
                     const OutputChartData *data,
                     G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  g_autofree const OutputTornadoRow **rows =
      g_new (const OutputTornadoRow *, data->n_tornado);
  for (size_t i = 0; i < data->n_tornado; i++)
    rows[i] = &data->tornado[i];
  qsort (rows, data->n_tornado, sizeof *rows, compare_rows);
  size_t slots = MIN (rows_a_page (body), data->n_tornado);
  size_t first = n_pages > 1 ? (size_t) page * slots : 0;
  size_t n = MIN (slots, data->n_tornado - first);

  const char *group = data->group != NULL ? data->group : "all";
  int metric = data->catalogue != NULL
                   ? sim_catalogue_find_metric (data->catalogue, data->metric, group)
                   : -1;
  const char *unit = metric >= 0 ? data->catalogue->metrics[metric].unit : "";
  bool is_share = strcmp (unit, "1") == 0;
  double factor = is_share ? 100.0 : 1.0;

  output_page_note_interval (
      canvas, &body, &data->caption,
      is_simultaneous (data)
          ? "Whiskers: {level} % confidence intervals of the paired differences over {n} "
            "replications, simultaneous over all changes."
          : "Whiskers: {level} % confidence intervals of the paired differences over {n} "
            "replications, each by itself.");
  if (n_pages == 1 && n < data->n_tornado)
    {
      g_autofree char *shown = g_strdup_printf ("%zu", n);
      g_autofree char *all = g_strdup_printf ("%zu", data->n_tornado);
      g_autofree char *note =
          output_phrase (language, "The greatest {shown} of {all} changes", "shown",
                         shown, "all", all, NULL);
      output_page_note (canvas, &body, note);
    }
  OutputStyle low_style = output_palette_series (1);
  OutputStyle high_style = output_palette_series (0);
  g_autoptr (OutputLegend) legend = output_legend_new ();
  output_legend_add (legend, OUTPUT_LEGEND_AREA, low_style,
                     output_word (language, "Lower value"));
  output_legend_add (legend, OUTPUT_LEGEND_AREA, high_style,
                     output_word (language, "Higher value"));
  body.height -= output_legend_height (canvas, legend, body.width);

  double from = INFINITY, to = -INFINITY;
  for (size_t i = 0; i < data->n_tornado; i++)
    {
      const SimDifference *both[] = { &rows[i]->low, &rows[i]->high };
      for (size_t k = 0; k < G_N_ELEMENTS (both); k++)
        output_forest_extend (&from, &to,
                              (OutputForestPoint){ factor * both[k]->difference,
                                                   factor * both[k]->low,
                                                   factor * both[k]->high });
    }
  if (!(to >= from))
    {
      output_page_empty (canvas, body, "No patient came as far as this chart shows.");
      return;
    }
  output_forest_round (&from, &to);
  /* Room for the values behind the bars. */
  double rim = 0.12 * (to - from);
  from -= rim;
  to += rim;

  g_auto (GStrv) names = g_new0 (char *, n + 1);
  for (size_t i = 0; i < n; i++)
    names[i] = output_word_change (language, rows[first + i]->label);
  const OutputGanttColumn columns[] = {
    { output_word (language, "Change"), (const char *const *) names, OUTPUT_ALIGN_START,
      OUTPUT_INK, 0.0 },
  };
  g_autofree char *name = output_word_metric (language, data->metric);
  g_autofree char *whom = output_word_group (language, group);
  g_autofree char *title = output_phrase (
      language, "Effect on {metric}, {group} ({unit})", "metric", name, "group", whom,
      "unit", output_word_unit (language, is_share ? "percentage points" : unit), NULL);
  g_autoptr (OutputTicks) ticks =
      output_ticks_number (from, to, (int) CLAMP (body.width / 75.0, 3.0, 11.0), false);
  OutputAxis axis = { .side = OUTPUT_SIDE_BOTTOM,
                      .scale = { .from = from, .to = to },
                      .ticks = ticks,
                      .grid = OUTPUT_GRID_LINES,
                      .title = title };
  OutputGantt gantt = { .text_share = 0.5 };
  output_gantt_begin (canvas, &gantt, body, &axis, columns, 1, 0, n, slots, MOST_ROW);
  for (size_t i = 0; i < n; i++)
    {
      const OutputTornadoRow *row = rows[first + i];
      OutputForestPoint low = { factor * row->low.difference, factor * row->low.low,
                                factor * row->low.high };
      OutputForestPoint high = { factor * row->high.difference, factor * row->high.low,
                                 factor * row->high.high };
      /* Two bars share the row; one stands in its middle, beside its name. */
      bool is_pair = isfinite (low.value) && isfinite (high.value);
      double shift = is_pair ? 0.0 : 0.2;
      draw_effect (canvas, &gantt, i, 0.1 + shift, 0.5 + shift, low, row->low_label,
                   low_style);
      draw_effect (canvas, &gantt, i, 0.5 - shift, 0.9 - shift, high, row->high_label,
                   high_style);
    }
  output_forest_line (canvas, &gantt, 0.0);
  double below = output_gantt_end (canvas, &gantt);
  output_legend_draw (canvas, legend, body.x, below + 2.0, body.width);
}
