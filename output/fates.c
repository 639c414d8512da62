/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart fates: what became of the referred, by rule and grade. */
#include "output/fates.h"

#include <math.h>
#include <string.h>

#include "output/forest.h"
#include "output/legend.h"
#include "output/page.h"

#define LEAST_ROW 9.0
#define MOST_ROW  26.0

static const char *const groups[] = { "all", "A", "B", "C" };

/* What the fates are gathered into, in the order drawn. */
enum
{
  CLASS_INFUSED,
  CLASS_WINDOW,
  CLASS_LATE,
  CLASS_EXCLUDED,
  CLASS_RECOVERED,
  CLASS_MAKING,
  CLASS_EXPIRED,
  CLASS_LEFT,
  N_CLASSES,
};

static const char *const class_labels[N_CLASSES] = {
  "Infused",   "Window closed",     "Referred late",       "Not eligible",
  "Recovered", "Production failed", "Not infused in time", "Withdrew, died or other",
};

/* Metrics named lost-FATE; what is not listed (a scenario's hazards) is CLASS_LEFT. */
static int
class_of (const char *fate)
{
  static const struct
  {
    const char *fate;
    int class;
  } known[] = {
    { "late-referral", CLASS_LATE },
    { "no-site", CLASS_EXCLUDED },
    { "declined", CLASS_EXCLUDED },
    { "recovered", CLASS_RECOVERED },
    { "recovered-waiting", CLASS_RECOVERED },
    { "blood", CLASS_MAKING },
    { "marrow", CLASS_MAKING },
    { "culture", CLASS_MAKING },
    { "specification", CLASS_MAKING },
    { "expired", CLASS_EXPIRED },
    { "too-late", CLASS_EXPIRED },
    { "infusion-stopped", CLASS_EXPIRED },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].fate, fate) == 0)
      return known[i].class;
  if (g_str_has_prefix (fate, "excluded-"))
    return CLASS_EXCLUDED;
  return g_str_has_prefix (fate, "window-") ? CLASS_WINDOW : CLASS_LEFT;
}

static OutputFill
class_fill (int class)
{
  static const struct
  {
    unsigned colour;
    double share;
    OutputPattern pattern;
  } looks[N_CLASSES] = {
    { 0x0072b2, 1.0, OUTPUT_PATTERN_PLAIN },   { 0xe69f00, 0.75, OUTPUT_PATTERN_RISING },
    { 0xf0e442, 0.7, OUTPUT_PATTERN_DOTTED },  { 0x999999, 0.35, OUTPUT_PATTERN_PLAIN },
    { 0x009e73, 0.5, OUTPUT_PATTERN_LEVEL },   { 0xd55e00, 0.8, OUTPUT_PATTERN_CROSSED },
    { 0xcc79a7, 0.7, OUTPUT_PATTERN_FALLING }, { 0x555555, 0.6, OUTPUT_PATTERN_UPRIGHT },
  };
  OutputColour colour = OUTPUT_RGB (looks[class].colour);
  OutputColour ink = { colour.red * 0.6, colour.green * 0.6, colour.blue * 0.6, 1.0 };
  return (OutputFill){ output_palette_tint (colour, looks[class].share),
                       looks[class].pattern, ink };
}

typedef struct
{
  size_t variant;
  const char *group;
  double counts[N_CLASSES];
  double sum;
} Row;

static GArray *
gather (const OutputChartData *data)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (Row));
  for (size_t v = 0; v < data->n_variants; v++)
    for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
      {
        if (output_chart_estimate (data, v, "infused", groups[g]) == NULL)
          continue;
        Row row = { .variant = v, .group = groups[g] };
        for (size_t m = 0; m < data->catalogue->n_metrics; m++)
          {
            const SimMetric *metric = &data->catalogue->metrics[m];
            double mean = data->variants[v].estimates[m].mean;
            bool is_loss = g_str_has_prefix (metric->name, "lost-") &&
                           strcmp (metric->name, "lost-window") != 0;
            if (strcmp (metric->group, groups[g]) != 0 || !isfinite (mean))
              continue;
            if (is_loss)
              row.counts[class_of (metric->name + strlen ("lost-"))] += mean;
            else if (strcmp (metric->name, "infused") == 0)
              row.counts[CLASS_INFUSED] += mean;
          }
        for (int c = 0; c < N_CLASSES; c++)
          row.sum += row.counts[c];
        g_array_append_val (rows, row);
      }
  return rows;
}

static bool
has_patients (const GArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, Row, i).sum > 0.0)
      return true;
  return false;
}

/* Whole variants, where one fits: all have the groups of one catalogue. */
static size_t
rows_a_page (const OutputChartData *data, const GArray *rows, OutputRect body)
{
  double size = CLAMP (MIN (body.width, body.height) / 540.0 * 8.0, 5.5, 9.0);
  size_t room = (size_t) MAX (1.0, floor ((body.height - size * 15.0) / LEAST_ROW));
  size_t a_variant = MAX (rows->len / data->n_variants, 1);
  return room > a_variant ? room - room % a_variant : room;
}

/* Whether anybody met with a fate of @class. */
static bool
is_met (const GArray *rows, int class)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, Row, i).counts[class] > 0.0)
      return true;
  return false;
}

bool
output_fates_has_data (const OutputChartData *data)
{
  return output_chart_estimate (data, 0, "infused", "all") != NULL;
}

void
output_fates_page_size (const OutputChartData *data,
                        G_GNUC_UNUSED const OutputChartOptions *options,
                        double *width,
                        double *height)
{
  g_autoptr (GArray) rows = gather (data);
  *width = 841.89;
  *height = CLAMP (150.0 + MOST_ROW * (double) rows->len, 190.0, 595.28);
}

int
output_fates_page_count (const OutputChartData *data,
                         G_GNUC_UNUSED const OutputChartOptions *options,
                         OutputRect body)
{
  g_autoptr (GArray) rows = gather (data);
  size_t n = rows_a_page (data, rows, body);
  return (int) MAX (1, (rows->len + n - 1) / n);
}

static void
draw_row (OutputCanvas *canvas, const OutputGantt *gantt, size_t index, const Row *row)
{
  const OutputStroke rim = { OUTPUT_WHITE, 0.6, OUTPUT_DASH_SOLID };
  double base = 0.0;
  for (int c = 0; c < N_CLASSES && row->sum > 0.0; c++)
    {
      double share = row->counts[c] / row->sum;
      if (!(share > 0.0))
        continue;
      OutputFill fill = class_fill (c);
      OutputRect rect;
      output_gantt_bar (canvas, gantt, index, base, base + share, 0.12, 0.88, &fill, &rim,
                        &rect);
      g_autofree char *percent = output_number (100.0 * share, 0);
      if (strcmp (percent, "0") != 0)
        output_gantt_label (canvas, rect, percent, fill.colour,
                            output_axes_text_size (canvas) * 0.9);
      base += share;
    }
}

void
output_fates_draw (OutputCanvas *canvas,
                   OutputRect body,
                   int page,
                   int n_pages,
                   const OutputChartData *data,
                   G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  g_autoptr (GArray) rows = gather (data);
  if (!has_patients (rows))
    {
      output_page_empty (canvas, body, "No patient came as far as this chart shows.");
      return;
    }
  size_t slots = MIN (rows_a_page (data, rows, body), (size_t) rows->len);
  size_t first = n_pages > 1 ? (size_t) page * slots : 0;
  size_t n = MIN (slots, rows->len - first);
  output_page_note_interval (
      canvas, &body, &data->caption,
      "Brackets: {level} % intervals over {n} replications; shares that "
      "round to 0 % are not labelled.");
  if (n < rows->len && n_pages == 1)
    {
      g_autofree char *shown = output_number ((double) n, 0);
      g_autofree char *all = output_number ((double) rows->len, 0);
      g_autofree char *note = output_phrase (language, "{shown} of {all} rows", "shown",
                                             shown, "all", all, NULL);
      output_page_note (canvas, &body, note);
    }
  g_autoptr (OutputLegend) legend = output_legend_new ();
  for (int c = 0; c < N_CLASSES; c++)
    {
      OutputStyle style = { .fill = class_fill (c) };
      if (!is_met (rows, c))
        continue;
      output_legend_add (legend, OUTPUT_LEGEND_AREA, style,
                         output_word (language, class_labels[c]))
          ->has_rim = true;
    }
  body.height -= output_legend_height (canvas, legend, body.width);

  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **cells = g_new0 (const char *, 3 * n);
  for (size_t i = 0; i < n; i++)
    {
      const Row *row = &g_array_index (rows, Row, first + i);
      const SimEstimate *share =
          output_chart_estimate (data, row->variant, "infused-of-referred", row->group);
      OutputForestPoint point = output_forest_share (share);
      bool is_first =
          i == 0 || g_array_index (rows, Row, first + i - 1).variant != row->variant;
      char *own[] = { is_first ? output_chart_variant_name (data, row->variant) : NULL,
                      output_word_group (language, row->group),
                      output_forest_text (language, point, 1) };
      for (size_t c = 0; c < G_N_ELEMENTS (own); c++)
        {
          g_ptr_array_add (texts, own[c]);
          cells[c * n + i] = own[c];
        }
    }
  const OutputGanttColumn columns[] = {
    { output_chart_variant_kind (data), cells, OUTPUT_ALIGN_START, OUTPUT_INK, 0.0 },
    { output_word (language, "Group"), cells + n, OUTPUT_ALIGN_START, OUTPUT_INK, 0.0 },
    { output_word (language, "Infused (%)"), cells + 2 * n, OUTPUT_ALIGN_END, OUTPUT_INK,
      0.0 },
  };
  g_autoptr (OutputTicks) ticks =
      output_ticks_percent (0.0, 1.0, (int) CLAMP (body.width / 70.0, 3.0, 11.0));
  OutputAxis axis = { .side = OUTPUT_SIDE_BOTTOM,
                      .scale = { .from = 0.0, .to = 1.0 },
                      .ticks = ticks,
                      .title = output_word (language, "Share of the referred (%)") };
  OutputGantt gantt = { .text_share = 0.5 };
  output_gantt_begin (canvas, &gantt, body, &axis, columns, 2, 1, n, slots, MOST_ROW);
  for (size_t i = 0; i < n; i++)
    draw_row (canvas, &gantt, i, &g_array_index (rows, Row, first + i));
  double below = output_gantt_end (canvas, &gantt);
  output_legend_draw (canvas, legend, body.x, below + 2.0, body.width);
}
