/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart equity: share infused by group under each rule. */
#include "output/equity.h"

#include <math.h>
#include <string.h>

#include "output/forest.h"
#include "output/legend.h"
#include "output/page.h"

#define METRIC     "infused-of-referred"
#define RULE_PITCH 6.0 /* pt a rule within a group's row */
#define MOST_RULES OUTPUT_PALETTE_MARKERS
#define WIDEST_ROW 1.6 /* of row_height() */

/* The groups that have the metric, in the catalogue's order. */
static GPtrArray *
gather (const OutputChartData *data)
{
  GPtrArray *found = g_ptr_array_new ();
  for (size_t m = 0; data->catalogue != NULL && m < data->catalogue->n_metrics; m++)
    {
      const SimMetric *metric = &data->catalogue->metrics[m];
      bool is_known = false;
      for (size_t v = 0; v < data->n_variants; v++)
        is_known = is_known || (data->variants[v].estimates != NULL &&
                                isfinite (data->variants[v].estimates[m].mean));
      if (strcmp (metric->name, METRIC) == 0 && is_known)
        g_ptr_array_add (found, metric->group);
    }
  return found;
}

/* On a page. */
static size_t
rule_count (const OutputChartData *data)
{
  return MIN (data->n_variants, MOST_RULES);
}

static double
row_height (const OutputChartData *data)
{
  return MAX (15.0, RULE_PITCH * (double) rule_count (data) + 4.0);
}

static size_t
rows_a_page (const OutputChartData *data, OutputRect body)
{
  double size = CLAMP (MIN (body.width, body.height) / 540.0 * 8.0, 5.5, 9.0);
  /* Headings, axis and notes, and a legend that grows with the rules. */
  double around = size * (12.0 + 0.6 * (double) rule_count (data));
  return (size_t) MAX (1.0, floor ((body.height - around) / row_height (data)));
}

bool
output_equity_has_data (const OutputChartData *data)
{
  g_autoptr (GPtrArray) found = gather (data);
  return found->len > 0;
}

void
output_equity_page_size (const OutputChartData *data,
                         G_GNUC_UNUSED const OutputChartOptions *options,
                         double *width,
                         double *height)
{
  g_autoptr (GPtrArray) found = gather (data);
  double rows = row_height (data) * (double) found->len;
  /* Few rows are drawn as wide as they may, many closer; a legend grows with the rules.
   */
  double wanted = MIN (240.0 + rows, 170.0 + rows * WIDEST_ROW);
  /* Many groups or rules want the long side of the paper. */
  *width = wanted > 595.28 ? 595.28 : 841.89;
  *height = CLAMP (wanted, 190.0, wanted > 595.28 ? 841.89 : 595.28);
}

int
output_equity_page_count (const OutputChartData *data,
                          G_GNUC_UNUSED const OutputChartOptions *options,
                          OutputRect body)
{
  g_autoptr (GPtrArray) found = gather (data);
  size_t n = rows_a_page (data, body);
  size_t sets = (data->n_variants + MOST_RULES - 1) / MOST_RULES;
  return (int) MAX (1, sets * ((found->len + n - 1) / n));
}

void
output_equity_draw (OutputCanvas *canvas,
                    OutputRect body,
                    int page,
                    int n_pages,
                    const OutputChartData *data,
                    G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  g_autoptr (GPtrArray) found = gather (data);
  size_t slots = MIN (rows_a_page (data, body), (size_t) found->len);
  /* Pages: all groups for the first variants, then for the next. */
  size_t pages = (found->len + slots - 1) / slots;
  size_t first = n_pages > 1 ? (size_t) page % pages * slots : 0;
  size_t first_rule = n_pages > 1 ? (size_t) page / pages * MOST_RULES : 0;
  size_t n_rules = MIN (MOST_RULES, data->n_variants - first_rule);
  size_t n = MIN (slots, found->len - first);
  output_page_note_interval (
      canvas, &body, &data->caption,
      "Whiskers: {level} % confidence intervals over {n} replications.");
  if (n < found->len)
    {
      g_autofree char *low = g_strdup_printf ("%zu", first + 1);
      g_autofree char *high = g_strdup_printf ("%zu", first + n);
      g_autofree char *all = g_strdup_printf ("%u", found->len);
      g_autofree char *note =
          output_phrase (language, "Groups {first} to {last} of {all}", "first", low,
                         "last", high, "all", all, NULL);
      output_page_note (canvas, &body, note);
    }
  if (n_rules < data->n_variants)
    {
      g_autofree char *low = g_strdup_printf ("%zu", first_rule + 1);
      g_autofree char *high = g_strdup_printf ("%zu", first_rule + n_rules);
      g_autofree char *all = g_strdup_printf ("%zu", data->n_variants);
      g_autofree char *note =
          output_phrase (language, "Variants {first} to {last} of {all}", "first", low,
                         "last", high, "all", all, NULL);
      output_page_note (canvas, &body, note);
    }
  g_autoptr (OutputLegend) legend = output_legend_new ();
  for (size_t v = 0; v < n_rules; v++)
    {
      g_autofree char *name = output_chart_variant_name (data, first_rule + v);
      output_legend_add (legend, OUTPUT_LEGEND_MARKER, output_palette_series ((int) v),
                         name);
    }
  body.height -= output_legend_height (canvas, legend, body.width);

  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **cells = g_new0 (const char *, n + 1);
  for (size_t i = 0; i < n; i++)
    {
      char *group = output_word_group (language, g_ptr_array_index (found, first + i));
      g_ptr_array_add (texts, group);
      cells[i] = group;
    }
  const OutputGanttColumn columns[] = {
    { output_word (language, "Group"), cells, OUTPUT_ALIGN_START, OUTPUT_INK, 0.0 },
  };
  /* All pages to one scale. */
  double top = 0.0;
  for (guint i = 0; i < found->len; i++)
    for (size_t v = 0; v < data->n_variants; v++)
      {
        const SimEstimate *estimate =
            output_chart_estimate (data, v, METRIC, g_ptr_array_index (found, i));
        if (estimate != NULL && isfinite (estimate->mean))
          top = MAX (top, isfinite (estimate->high) ? estimate->high : estimate->mean);
      }
  int most = (int) CLAMP (body.width / 70.0, 3.0, 11.0);
  top = MIN (1.0, output_ticks_ceiling (top, most, false));
  g_autoptr (OutputTicks) ticks = output_ticks_percent (0.0, top, most);
  OutputAxis axis = { .side = OUTPUT_SIDE_BOTTOM,
                      .scale = { .from = 0.0, .to = top },
                      .ticks = ticks,
                      .grid = OUTPUT_GRID_LINES,
                      .title = output_word (language, "Infused, of the referred (%)") };
  OutputGantt gantt = { .text_share = 0.5 };
  output_gantt_begin (canvas, &gantt, body, &axis, columns, 1, 0, n, slots,
                      row_height (data) * WIDEST_ROW);
  for (size_t i = 0; i < n; i++)
    for (size_t v = 0; v < n_rules; v++)
      {
        const SimEstimate *estimate = output_chart_estimate (
            data, first_rule + v, METRIC, g_ptr_array_index (found, first + i));
        if (estimate == NULL)
          continue;
        OutputStyle style = output_palette_series ((int) v);
        OutputForestPoint point = { estimate->mean, estimate->low, estimate->high };
        double share = 0.1 + 0.8 * ((double) v + 0.5) / (double) n_rules;
        output_forest_point (canvas, &gantt, i, share, point, &style);
      }
  double below = output_gantt_end (canvas, &gantt);
  output_legend_draw (canvas, legend, body.x, below + 2.0, body.width);
}
