/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart gantt-patients: a row a patient, from the injury to the infusion. */
#include "output/gantt-patients.h"

#include <math.h>
#include <string.h>

#include "output/gantt.h"
#include "output/legend.h"
#include "output/page.h"
#include "output/patient-rows.h"

/* The picture of the Guideline's Table 6: days since the injury across, one row a
 * patient, circled digits for the draws of blood. */

#define MOST_ROWS       60  /* a page */
#define LEAST_ROW       7.2 /* pt */
#define MOST_ROW        32.0
#define ROW_WITH_LABELS 16.5 /* room for day numbers below the marks */

static size_t
rows_a_page (OutputRect body)
{
  double size = CLAMP (MIN (body.width, body.height) / 540.0 * 8.0, 5.5, 9.0);
  double rows = floor ((body.height - size * 15.0) / (LEAST_ROW * size / 8.0));
  return (size_t) CLAMP (rows, 1.0, (double) MOST_ROWS);
}

bool
output_gantt_patients_has_data (const OutputChartData *data)
{
  return data->trace != NULL && data->trace->patients != NULL;
}

gpointer
output_gantt_patients_plan (const OutputChartData *data,
                            const OutputChartOptions *options)
{
  return output_patient_rows_new (data->trace, options);
}

void
output_gantt_patients_free_plan (gpointer plan)
{
  output_patient_rows_free (plan);
}

void
output_gantt_patients_page_size (const OutputChartData *data,
                                 G_GNUC_UNUSED const OutputChartOptions *options,
                                 double *width,
                                 double *height)
{
  /* Many rows want the long side of the paper, few no more than they need. */
  const OutputPatientRows *plan = data->plan;
  double n = plan->rows->len;
  *width = plan->rows->len > 22 ? 595.28 : 841.89;
  *height = plan->rows->len > 22
                ? 841.89
                : CLAMP (MIN (190.0 + MOST_ROW * n, 150.0 + 1.125 * MOST_ROW * n), 180.0,
                         595.28);
}

int
output_gantt_patients_page_count (const OutputChartData *data,
                                  G_GNUC_UNUSED const OutputChartOptions *options,
                                  OutputRect body)
{
  const OutputPatientRows *plan = data->plan;
  size_t n = rows_a_page (body);
  return (int) MAX ((plan->rows->len + n - 1) / n, 1);
}

/* The looks of the phases that are no stages. */
static const OutputStyle *
phase_style (const char *id)
{
  static const OutputStyle waiting = {
    .fill = { { 0.86, 0.86, 0.86, 1.0 }, OUTPUT_PATTERN_PLAIN, { 0.5, 0.5, 0.5, 1.0 } }
  };
  static const OutputStyle booked = {
    .fill = { { 1.0, 1.0, 1.0, 1.0 }, OUTPUT_PATTERN_RISING, { 0.45, 0.45, 0.45, 1.0 } }
  };
  static const OutputStyle marrow = {
    .fill = { { 0.25, 0.25, 0.25, 1.0 }, OUTPUT_PATTERN_PLAIN, { 0.0, 0.0, 0.0, 1.0 } }
  };
  static const OutputStyle product = {
    .fill = { { 1.0, 1.0, 1.0, 1.0 }, OUTPUT_PATTERN_UPRIGHT, { 0.45, 0.45, 0.45, 1.0 } }
  };
  if (strcmp (id, "waiting") == 0)
    return &waiting;
  if (strcmp (id, "booked") == 0)
    return &booked;
  if (strcmp (id, "marrow") == 0)
    return &marrow;
  if (strcmp (id, "product") == 0)
    return &product;
  return NULL;
}

static int
stage_of (const SimTrace *trace, int kind)
{
  int stage = -1;
  for (int i = 0; i <= kind; i++)
    stage += g_str_has_prefix (trace->span_kinds[i].id, "stage:") ? 1 : 0;
  return g_str_has_prefix (trace->span_kinds[kind].id, "stage:") ? stage : -1;
}

/* Whether the span is drawn as a bar: phases and stages, but what a booking holds of the
 * plant is the lines' matter. */
static bool
is_drawn (const SimTrace *trace, const SimTraceSpan *span)
{
  const char *id = trace->span_kinds[span->kind].id;
  bool is_line_side = strcmp (id, "booked") == 0 && span->lane >= 0;
  return !is_line_side && (phase_style (id) != NULL || stage_of (trace, span->kind) >= 0);
}

/* What of the trace's kinds any of the rows shown has. */
typedef struct
{
  bool *spans, *marks; /* by kind */
  bool has_grade, has_lost, has_gap;
} Shown;

static void
shown_clear (Shown *shown)
{
  g_free (shown->spans);
  g_free (shown->marks);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shown, shown_clear)

/* Whether any day between a row's phases has none, so that the thread shows. */
static bool
has_gap (const OutputPatientRows *plan, const SimTrace *trace, guint place)
{
  const OutputPatientRow *row = &g_array_index (plan->rows, OutputPatientRow, place);
  double end = NAN;
  for (guint i = plan->first_span[place]; i < plan->first_span[place + 1]; i++)
    {
      const SimTraceSpan *span = plan->spans[i];
      if (!is_drawn (trace, span))
        continue;
      if (sim_time_to_days (span->begin) > end + 1.0)
        return true;
      end = fmax (end, sim_time_to_days (span->end));
    }
  return row->left > end + 1.0;
}

/* Of all rows, so that the pages of a file look alike. */
static Shown
find_shown (const OutputPatientRows *plan, const SimTrace *trace)
{
  Shown shown = { g_new0 (bool, trace->n_span_kinds + 1),
                  g_new0 (bool, trace->n_mark_kinds + 1), false, false, false };
  for (guint i = 0; i < plan->first_span[plan->rows->len]; i++)
    shown.spans[plan->spans[i]->kind] = true;
  for (guint i = 0; i < plan->first_mark[plan->rows->len]; i++)
    shown.marks[plan->marks[i]->kind] = true;
  for (guint i = 0; i < plan->rows->len; i++)
    {
      const OutputPatientRow *row = &g_array_index (plan->rows, OutputPatientRow, i);
      shown.has_gap = shown.has_gap || has_gap (plan, trace, i);
      shown.has_grade = shown.has_grade || row->grade != NULL;
      shown.has_lost = shown.has_lost || g_strcmp0 (row->fate, "infused") != 0;
    }
  return shown;
}

static bool
has_span (const Shown *shown, const SimTrace *trace, const char *id)
{
  int kind = sim_trace_find_span_kind (trace, id);
  return kind >= 0 && shown->spans[kind];
}

static bool
has_mark (const Shown *shown, const SimTrace *trace, const char *id)
{
  for (size_t i = 0; i < trace->n_mark_kinds; i++)
    if (strcmp (trace->mark_kinds[i].id, id) == 0)
      return shown->marks[i];
  return false;
}

static OutputLegend *
make_legend (const Shown *shown, const OutputChartData *data)
{
  const SimTrace *trace = data->trace;
  OutputLanguage language = data->caption.language;
  OutputLegend *legend = output_legend_new ();
  OutputStyle line = { .stroke = { OUTPUT_RULE, 1.2, OUTPUT_DASH_SOLID } };
  output_legend_add (legend, OUTPUT_LEGEND_LINE, line,
                     output_word (language, "Referral and screening"));
  line.marker = OUTPUT_MARKER_BAR;
  line.stroke.colour = OUTPUT_RGB (0x545454);
  if (has_mark (shown, trace, "injury") || has_mark (shown, trace, "referral"))
    output_legend_add (legend, OUTPUT_LEGEND_MARKER, line,
                       output_word (language, output_chart_is_of_injuries (data)
                                                  ? "Injury, referral"
                                                  : "Illness or injury, referral"));
  line = (OutputStyle){ .stroke = { OUTPUT_RULE, 0.5, OUTPUT_DASH_SOLID } };
  if (shown->has_gap)
    output_legend_add (legend, OUTPUT_LEGEND_LINE, line,
                       output_word (language, "Between phases"));
  static const struct
  {
    const char *id, *label;
  } phases[] = { { "waiting", "Waiting" },
                 { "booked", "Booked" },
                 { "marrow", "Marrow on its way" } };
  for (size_t i = 0; i < G_N_ELEMENTS (phases); i++)
    if (has_span (shown, trace, phases[i].id))
      output_legend_add (legend, OUTPUT_LEGEND_AREA, *phase_style (phases[i].id),
                         output_word (language, phases[i].label))
          ->has_rim = true;
  for (size_t i = 0; i < trace->n_span_kinds; i++)
    {
      int stage = stage_of (trace, (int) i);
      if (stage < 0)
        continue;
      OutputStyle style = { .fill = output_palette_stage (stage) };
      const SimTraceKind *kind = &trace->span_kinds[i];
      g_autofree char *label = output_phrase (
          language, "Culture: {stage}", "stage",
          kind->is_users ? kind->label : output_word (language, kind->label), NULL);
      output_legend_add (legend, OUTPUT_LEGEND_AREA, style, label)->has_rim = true;
    }
  if (has_span (shown, trace, "product"))
    output_legend_add (legend, OUTPUT_LEGEND_AREA, *phase_style ("product"),
                       output_word (language, "Product on its way"))
        ->has_rim = true;
  OutputStyle ink = { .stroke = { OUTPUT_INK, 1.0, OUTPUT_DASH_SOLID } };
  if (has_mark (shown, trace, "draw"))
    output_legend_add (legend, OUTPUT_LEGEND_SIGN, ink,
                       output_word (language, "Blood draws"))
        ->sign = "①–⑤";
  const struct
  {
    const char *id, *label;
    OutputMarker marker;
    OutputColour colour;
  } marks[] = {
    { "harvest", "Marrow harvest", OUTPUT_MARKER_DIAMOND, OUTPUT_INK },
    { "release", "Release", OUTPUT_MARKER_TRIANGLE, OUTPUT_INK },
    { "infusion", "Infusion", OUTPUT_MARKER_TRIANGLE_DOWN, OUTPUT_BLUE },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (marks); i++)
    if (has_mark (shown, trace, marks[i].id))
      {
        /* Without blood to draw it need not be marrow. */
        bool is_plain = i == 0 && !has_mark (shown, trace, "draw");
        ink.marker = marks[i].marker;
        ink.stroke.colour = marks[i].colour;
        output_legend_add (legend, OUTPUT_LEGEND_MARKER, ink,
                           output_word (language, is_plain ? "Harvest" : marks[i].label));
      }
  ink.marker = OUTPUT_MARKER_CROSS;
  ink.stroke.colour = OUTPUT_RED;
  if (shown->has_lost)
    output_legend_add (legend, OUTPUT_LEGEND_MARKER, ink, output_word (language, "Lost"));
  return legend;
}

/* One row while it is drawn. */
typedef struct
{
  OutputCanvas *canvas;
  const OutputGantt *gantt;
  const SimTrace *trace;
  const OutputPatientRows *plan;
  const OutputPatientRow *row;
  size_t place; /* among all rows */
  size_t index; /* on the page */
  bool has_labels;
  double top, bottom, middle; /* shares of bars and marks */
  double taken[16][2];        /* labels so far, from and to */
  size_t n_taken;
} Drawing;

static void
draw_spans (Drawing *drawing)
{
  const OutputPatientRows *plan = drawing->plan;
  const OutputStroke rim = { OUTPUT_RULE, 0.4, OUTPUT_DASH_SOLID };
  guint end = plan->first_span[drawing->place + 1];
  const SimTraceSpan *last = NULL;
  for (guint i = plan->first_span[drawing->place]; i < end; i++)
    {
      const SimTraceSpan *span = plan->spans[i];
      bool is_again =
          last != NULL && last->kind == span->kind && last->begin == span->begin;
      if (!is_drawn (drawing->trace, span) || is_again)
        continue; /* a stage on two pools leaves two spans */
      last = span;
      /* A wait that began before today's list goes on without a seam. */
      SimTime until = span->end;
      while (i + 1 < end && plan->spans[i + 1]->kind == span->kind &&
             plan->spans[i + 1]->begin == until && plan->spans[i + 1]->lane == span->lane)
        until = plan->spans[++i]->end;
      int stage = stage_of (drawing->trace, span->kind);
      const char *id = drawing->trace->span_kinds[span->kind].id;
      OutputFill fill =
          stage >= 0 ? output_palette_stage (stage) : phase_style (id)->fill;
      double inset = strcmp (id, "marrow") == 0 ? 0.1 : 0.0;
      output_gantt_bar (drawing->canvas, drawing->gantt, drawing->index,
                        sim_time_to_days (span->begin) - drawing->row->origin,
                        sim_time_to_days (until) - drawing->row->origin,
                        drawing->top + inset, drawing->bottom - inset, &fill, &rim, NULL);
    }
}

/* The day's number below a mark, unless another stands there. */
static void
draw_day (Drawing *drawing, double at, OutputWeight weight)
{
  if (!drawing->has_labels || drawing->n_taken == G_N_ELEMENTS (drawing->taken))
    return;
  double x = output_scale_at (&drawing->gantt->axis.scale, at);
  OutputTextStyle style = { .size = output_axes_text_size (drawing->canvas) * 0.84,
                            .weight = weight,
                            .colour = OUTPUT_INK,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_MIDDLE };
  g_autofree char *text = output_number (floor (at + 1e-6), 0);
  double half = output_text_measure (drawing->canvas, text, &style).width / 2.0 + 0.8;
  for (size_t i = 0; i < drawing->n_taken; i++)
    if (x - half < drawing->taken[i][1] && x + half > drawing->taken[i][0])
      return;
  double y = output_gantt_y (drawing->gantt, drawing->index, 0.78);
  const OutputFill ground = { OUTPUT_TRACK, OUTPUT_PATTERN_PLAIN, OUTPUT_TRACK };
  output_canvas_rectangle (
      drawing->canvas,
      (OutputRect){ x - half, y - style.size * 0.5, 2.0 * half, style.size }, &ground,
      NULL);
  output_text_draw (drawing->canvas, x, y, text, &style);
  drawing->taken[drawing->n_taken][0] = x - half;
  drawing->taken[drawing->n_taken][1] = x + half;
  drawing->n_taken++;
}

static void
draw_digit (Drawing *drawing, double x, double y, int ordinal, double size)
{
  /* U+2460 is the circled one. */
  char digit[8] = { 0 };
  g_unichar_to_utf8 (0x2460 + (gunichar) CLAMP (ordinal, 1, 20) - 1, digit);
  output_canvas_disc (drawing->canvas, x, y, size * 0.44, OUTPUT_WHITE, NULL);
  OutputTextStyle style = { .size = size,
                            .colour = OUTPUT_INK,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_MIDDLE };
  output_text_draw (drawing->canvas, x, y, digit, &style);
}

/* Draws the mark if it is a draw of blood (@is_digit) or if it is anything else. */
static void
draw_mark (
    Drawing *drawing, const SimTraceMark *mark, double y, double size, bool is_digit)
{
  static const struct
  {
    const char *id;
    OutputMarker marker;
    double size;
    OutputColour colour;
  } looks[] = {
    { "harvest", OUTPUT_MARKER_DIAMOND, 0.95, { 0.13, 0.13, 0.13, 1.0 } },
    { "release", OUTPUT_MARKER_TRIANGLE, 0.62, { 0.13, 0.13, 0.13, 1.0 } },
    { "infusion", OUTPUT_MARKER_TRIANGLE_DOWN, 0.95, { 0.0, 0.447, 0.698, 1.0 } },
    { "referral", OUTPUT_MARKER_BAR, 0.6, { 0.33, 0.33, 0.33, 1.0 } },
    { "injury", OUTPUT_MARKER_BAR, 0.6, { 0.33, 0.33, 0.33, 1.0 } },
  };
  const char *id = drawing->trace->mark_kinds[mark->kind].id;
  double at = sim_time_to_days (mark->at) - drawing->row->origin;
  if (!output_gantt_has (drawing->gantt, at))
    return;
  double x = output_scale_at (&drawing->gantt->axis.scale, at);
  if (strcmp (id, "draw") == 0)
    {
      if (!is_digit)
        return;
      draw_digit (drawing, x, y, mark->ordinal, size);
      draw_day (drawing, at, OUTPUT_WEIGHT_NORMAL);
      return;
    }
  for (size_t i = 0; !is_digit && i < G_N_ELEMENTS (looks); i++)
    if (strcmp (looks[i].id, id) == 0)
      output_canvas_marker (drawing->canvas, looks[i].marker, x, y, size * looks[i].size,
                            looks[i].colour);
}

static void
draw_marks (Drawing *drawing)
{
  const OutputPatientRows *plan = drawing->plan;
  double row_height = drawing->gantt->row_height;
  double size = MIN (output_axes_text_size (drawing->canvas) * 1.15, row_height * 0.86);
  double y = output_gantt_y (drawing->gantt, drawing->index, drawing->middle);
  /* Harvest and infusion first get their numbers, then the draws. */
  if (isfinite (drawing->row->harvested))
    draw_day (drawing, drawing->row->harvested - drawing->row->origin,
              OUTPUT_WEIGHT_BOLD);
  if (isfinite (drawing->row->infused))
    draw_day (drawing, drawing->row->infused - drawing->row->origin, OUTPUT_WEIGHT_BOLD);
  /* Digits lie on top: a draw a day before the harvest must not vanish behind it. */
  for (int pass = 0; pass < 2; pass++)
    for (guint i = plan->first_mark[drawing->place];
         i < plan->first_mark[drawing->place + 1]; i++)
      draw_mark (drawing, plan->marks[i], y, size, pass == 1);
  double left = drawing->row->left - drawing->row->origin;
  if (g_strcmp0 (drawing->row->fate, "infused") != 0 && isfinite (left) &&
      output_gantt_has (drawing->gantt, left))
    output_canvas_marker (drawing->canvas, OUTPUT_MARKER_CROSS,
                          output_scale_at (&drawing->gantt->axis.scale, left), y,
                          size * 0.9, OUTPUT_RED);
}

/* A thin line from the injury to eligibility, or to the end of whoever never got there.
 */
static void
draw_lead (Drawing *drawing)
{
  const OutputPatientRow *row = drawing->row;
  double end = row->left;
  guint s = drawing->plan->first_span[drawing->place];
  if (s < drawing->plan->first_span[drawing->place + 1])
    end = sim_time_to_days (drawing->plan->spans[s]->begin);
  const OutputScale *scale = &drawing->gantt->axis.scale;
  if (!isfinite (end))
    return;
  const OutputStroke stroke = { OUTPUT_RULE, 1.2, OUTPUT_DASH_SOLID };
  const OutputStroke thread = { OUTPUT_RULE, 0.5, OUTPUT_DASH_SOLID };
  double y = output_gantt_y (drawing->gantt, drawing->index, drawing->middle);
  if (isfinite (row->left)) /* holds the row together where a batch waits */
    output_canvas_line (
        drawing->canvas,
        output_scale_at (scale, output_scale_clamp (scale, end - row->origin)), y,
        output_scale_at (scale, output_scale_clamp (scale, row->left - row->origin)), y,
        &thread);
  output_canvas_line (
      drawing->canvas, output_scale_at (scale, row->injured - row->origin), y,
      output_scale_at (scale, output_scale_clamp (scale, end - row->origin)), y, &stroke);
}

static void
draw_window (OutputCanvas *canvas,
             const OutputGantt *gantt,
             const OutputPatientRows *plan,
             const OutputCaption *caption)
{
  if (!isfinite (plan->window) || !output_gantt_has (gantt, plan->window))
    return;
  double x = output_scale_at (&gantt->axis.scale, plan->window);
  const OutputStroke stroke = { OUTPUT_RED, 1.0, OUTPUT_DASH_DASHED };
  double size = output_axes_text_size (canvas);
  output_canvas_line (canvas, x, gantt->plot.y - size * 0.3, x,
                      gantt->plot.y + gantt->plot.height, &stroke);
  double days = caption->window_days > 0.0             ? caption->window_days
                : plan->window == floor (plan->window) ? plan->window - 1.0
                                                       : plan->window;
  bool is_end_of_day = plan->window - days > 0.5;
  g_autofree char *day = output_number (days, days == floor (days) ? 0 : 1);
  g_autofree char *label =
      output_phrase (caption->language, is_end_of_day ? "End of day {day}" : "Day {day}",
                     "day", day, NULL);
  OutputTextStyle style = { .size = size * 0.95,
                            .colour = OUTPUT_RED,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_END };
  output_text_draw (canvas, x, gantt->plot.y - size * 0.35, label, &style);
}

static char *
day_text (double at, double origin)
{
  return isfinite (at) ? output_number (floor (at - origin + 1e-6), 0) : NULL;
}

static void
note_selection (OutputCanvas *canvas,
                OutputRect *body,
                const OutputChartData *data,
                const OutputChartOptions *options,
                const OutputPatientRows *plan,
                size_t first,
                size_t n,
                int n_pages)
{
  if (n == plan->n_all)
    return;
  OutputLanguage language = data->caption.language;
  g_autofree char *shown = output_number ((double) n, 0);
  g_autofree char *all = output_number ((double) plan->n_all, 0);
  g_autofree char *chosen = output_number ((double) plan->rows->len, 0);
  g_autofree char *from = output_number ((double) first + 1.0, 0);
  g_autofree char *to = output_number ((double) (first + n), 0);
  g_autofree char *note = NULL;
  if (n_pages > 1)
    note = output_phrase (language, "Patients {first} to {last} of {all}", "first", from,
                          "last", to, "all", chosen, NULL);
  else
    note = output_phrase (
        language,
        options->patients != NULL ? "{shown} of {all} patients, as selected"
        : output_chart_is_of_injuries (data)
            ? "{shown} of {all} patients, the first by injury"
            : "{shown} of {all} patients, the first by illness or injury",
        "shown", shown, "all", all, NULL);
  output_page_note (canvas, body, note);
}

void
output_gantt_patients_draw (OutputCanvas *canvas,
                            OutputRect body,
                            int page,
                            int n_pages,
                            const OutputChartData *data,
                            const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  const OutputPatientRows *plan = data->plan;
  size_t slots = MIN (rows_a_page (body), MAX ((size_t) plan->rows->len, 1));
  if (plan->rows->len == 0)
    {
      output_page_empty (canvas, body, "No patient falls into the period or selection.");
      return;
    }
  size_t first = n_pages > 1 ? (size_t) page * slots : 0;
  size_t n = MIN (slots, plan->rows->len - first);
  /* All pages to one scale. */
  double end = output_patient_rows_end (plan, n_pages > 1 ? plan->rows->len : n);
  note_selection (canvas, &body, data, options, plan, first, n, n_pages);

  g_auto (Shown) shown = find_shown (plan, data->trace);
  g_autoptr (OutputLegend) legend = make_legend (&shown, data);
  double legend_height = output_legend_height (canvas, legend, body.width);
  body.height -= legend_height;

  /* Columns: who, on the left; on the right the days of Table 6 and the fate. */
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **cells = g_new0 (const char *, 5 * n);
  for (size_t i = 0; i < n; i++)
    {
      const OutputPatientRow *row =
          &g_array_index (plan->rows, OutputPatientRow, first + i);
      char *own[] = { g_strdup (row->name), g_strdup (row->grade),
                      day_text (row->harvested, row->origin),
                      day_text (row->infused, row->origin),
                      g_strdup (output_word_fate (language, row->fate)) };
      for (size_t c = 0; c < G_N_ELEMENTS (own); c++)
        {
          g_ptr_array_add (texts, own[c]);
          cells[c * n + i] = own[c];
        }
    }
  const OutputGanttColumn columns[] = {
    { output_word (language, "Patient"), cells, OUTPUT_ALIGN_END, OUTPUT_INK, 0.0 },
    { shown.has_grade ? output_word (language, "AIS") : NULL, cells + n,
      OUTPUT_ALIGN_MIDDLE, OUTPUT_INK, 0.0 },
    { output_word (language, "Harvest day"), cells + 2 * n, OUTPUT_ALIGN_END, OUTPUT_INK,
      0.0 },
    { output_word (language, "Infusion day"), cells + 3 * n, OUTPUT_ALIGN_END, OUTPUT_INK,
      0.0 },
    { output_word (language, "Fate"), cells + 4 * n, OUTPUT_ALIGN_START, OUTPUT_INK,
      0.0 },
  };

  bool is_of_injuries = output_chart_is_of_injuries (data);
  g_autoptr (OutputTicks) ticks =
      output_ticks_number (0.0, end, MAX (4, (int) (body.width / 45.0)), true);
  OutputAxis axis = {
    .side = OUTPUT_SIDE_BOTTOM,
    .scale = { .from = 0.0, .to = end },
    .ticks = ticks,
    .grid = OUTPUT_GRID_LINES,
    .title = output_word (
        language, plan->is_elapsed ? is_of_injuries
                                         ? "Days since injury (elapsed)"
                                         : "Days since illness or injury (elapsed)"
                  : is_of_injuries ? "Days since injury (day 0: the date of the injury)"
                                   : "Days since illness or injury (day 0: its date)")
  };
  OutputGantt gantt = { .text_share = 0.0 };
  double room = (body.height - output_gantt_overhead (canvas)) / (double) slots;
  bool has_labels = room >= ROW_WITH_LABELS * output_axes_text_size (canvas) / 8.0;
  gantt.text_share = has_labels ? 0.34 : 0.5;
  output_gantt_begin (canvas, &gantt, body, &axis, columns, 2, 3, n, slots, MOST_ROW);
  draw_window (canvas, &gantt, plan, &data->caption);

  for (size_t i = 0; i < n; i++)
    {
      Drawing drawing = { .canvas = canvas,
                          .gantt = &gantt,
                          .trace = data->trace,
                          .plan = plan,
                          .row = &g_array_index (plan->rows, OutputPatientRow, first + i),
                          .place = first + i,
                          .index = i,
                          .has_labels = has_labels,
                          .top = has_labels ? 0.14 : 0.2,
                          .bottom = has_labels ? 0.54 : 0.8,
                          .middle = gantt.text_share };
      draw_lead (&drawing);
      draw_spans (&drawing);
      draw_marks (&drawing);
    }
  double below = output_gantt_end (canvas, &gantt);
  output_legend_draw (canvas, legend, body.x, below + 2.0, body.width);
}
