/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart gantt-lines: a row a culture line, by calendar date. */
#include "output/gantt-lines.h"

#include <math.h>
#include <string.h>

#include "output/gantt.h"
#include "output/legend.h"
#include "output/line-rows.h"
#include "output/page.h"

#define MOST_LINES 40 /* a page */
#define MOST_ROW   46.0
/* Narrower batches are drawn as one bar, without their stages, pt. */
#define WIDE_BATCH 36.0
/* Longer periods get a page a year behind the overview, where there are pages. */
#define LONG_PERIOD 400.0
#define YEAR        365.0

/* More bars than these on a page nobody can tell apart, and SVG files grow by 200 bytes
 * each: then bars too close to the one before are left out. */
#define MOST_BARS 20000

/* Where in its row a batch stands; the booking's strip lies below it. */
#define BAR_TOP    0.12
#define BAR_BOTTOM 0.76

static size_t
lines_a_page (OutputRect body)
{
  return (size_t) CLAMP (floor ((body.height - 90.0) / 9.0), 1.0, (double) MOST_LINES);
}

static int
year_count (const OutputLineRows *plan)
{
  double days = plan->to - plan->from;
  return days > LONG_PERIOD ? (int) ceil (days / YEAR) : 0;
}

bool
output_gantt_lines_has_data (const OutputChartData *data)
{
  bool has_lines = false;
  for (size_t i = 0; data->trace != NULL && i < data->trace->n_lanes; i++)
    has_lines = has_lines || data->trace->lanes[i].is_gate;
  return has_lines;
}

gpointer
output_gantt_lines_plan (const OutputChartData *data, const OutputChartOptions *options)
{
  return output_line_rows_new (data->trace, options->from, options->to);
}

void
output_gantt_lines_free_plan (gpointer plan)
{
  output_line_rows_free (plan);
}

void
output_gantt_lines_page_size (const OutputChartData *data,
                              G_GNUC_UNUSED const OutputChartOptions *options,
                              double *width,
                              double *height)
{
  size_t n = 0;
  for (size_t i = 0; i < data->trace->n_lanes; i++)
    n += data->trace->lanes[i].is_gate ? 1 : 0;
  *width = 841.89;
  /* The fewer lines, the smaller the page's texts, and what is around the rows. */
  double rows = MOST_ROW * (double) n;
  *height = CLAMP (MIN (170.0 + rows, 145.0 + 1.15 * rows), 190.0, 595.28);
}

int
output_gantt_lines_page_count (const OutputChartData *data,
                               G_GNUC_UNUSED const OutputChartOptions *options,
                               OutputRect body)
{
  const OutputLineRows *plan = data->plan;
  size_t n = lines_a_page (body);
  int groups = (int) ((plan->n_lanes + n - 1) / n);
  return groups * (1 + year_count (plan));
}

static const OutputStyle *
state_style (const char *id)
{
  static const OutputStyle booked = {
    .fill = { { 0.7, 0.7, 0.7, 1.0 }, OUTPUT_PATTERN_PLAIN, { 0.4, 0.4, 0.4, 1.0 } },
    .stroke = { { 0.3, 0.3, 0.3, 1.0 }, 0.7, OUTPUT_DASH_SOLID },
  };
  static const OutputStyle down = {
    .fill = { { 0.75, 0.75, 0.75, 1.0 }, OUTPUT_PATTERN_CROSSED, { 0.2, 0.2, 0.2, 1.0 } },
  };
  static const OutputStyle closed = {
    .fill = { { 1.0, 1.0, 1.0, 1.0 }, OUTPUT_PATTERN_FALLING, { 0.6, 0.6, 0.6, 1.0 } },
  };
  if (strcmp (id, "booked") == 0)
    return &booked;
  return strcmp (id, "down") == 0 ? &down : &closed;
}

static OutputStyle
batch_style (const OutputLineRows *plan, int64_t patient)
{
  char grade[2] = { output_line_rows_grade (plan, patient), '\0' };
  OutputStyle style = output_palette_grade (grade);
  if (grade[0] == '\0') /* grey is for lines that make nothing */
    style.fill = output_palette_stage (0);
  return style;
}

static OutputLegend *
make_legend (const OutputLineRows *plan, OutputLanguage language)
{
  OutputLegend *legend = output_legend_new ();
  bool seen[5] = { false }, has_plain = false;
  for (guint i = 0; i < plan->batches->len; i++)
    {
      const OutputLineBatch *batch = &g_array_index (plan->batches, OutputLineBatch, i);
      char grade = output_line_rows_grade (plan, batch->patient);
      if (grade >= 'A' && grade <= 'E')
        seen[grade - 'A'] = true;
      else
        has_plain = true;
    }
  for (int i = 0; i < 5; i++)
    {
      char grade[2] = { (char) ('A' + i), '\0' };
      g_autofree char *label =
          output_phrase (language, "AIS {grade}", "grade", grade, NULL);
      if (seen[i])
        output_legend_add (legend, OUTPUT_LEGEND_AREA, output_palette_grade (grade),
                           label)
            ->has_rim = true;
    }
  if (has_plain)
    {
      OutputStyle batch = { .fill = output_palette_stage (0) };
      output_legend_add (legend, OUTPUT_LEGEND_AREA, batch,
                         output_word (language, "Batch"))
          ->has_rim = true;
    }
  OutputStyle idle = { .fill = { OUTPUT_TRACK, OUTPUT_PATTERN_PLAIN, OUTPUT_TRACK } };
  output_legend_add (legend, OUTPUT_LEGEND_AREA, idle, output_word (language, "Idle"))
      ->has_rim = true;
  const struct
  {
    bool is_there;
    const char *id, *label;
  } states[] = { { plan->has_booked, "booked", "Open booking" },
                 { plan->has_closed, "closed", "Closed" },
                 { plan->has_down, "down", "Out of order" } };
  for (size_t i = 0; i < G_N_ELEMENTS (states); i++)
    if (states[i].is_there)
      output_legend_add (legend, OUTPUT_LEGEND_AREA, *state_style (states[i].id),
                         output_word (language, states[i].label))
          ->has_rim = true;
  if (plan->has_gaps)
    {
      OutputStyle gap = { .stroke = { OUTPUT_INK, 1.0, OUTPUT_DASH_SOLID } };
      output_legend_add (legend, OUTPUT_LEGEND_LINE, gap,
                         output_word (language, "Held between stages"));
    }
  return legend;
}

/* The bars of rows [@first, @first + @n) between @from and @to. */
static size_t
bar_count (const OutputLineRows *plan, size_t first, size_t n, double from, double to)
{
  size_t bars = 0;
  for (size_t r = first; r < first + n; r++)
    for (size_t i = output_line_rows_first_span (plan, plan->lanes[r]);
         i < plan->n_spans && plan->spans[i]->lane == plan->lanes[r]; i++)
      bars += sim_time_to_days (plan->spans[i]->begin) < to &&
                      sim_time_to_days (plan->spans[i]->end) > from
                  ? 1
                  : 0;
  return bars;
}

/* How far apart bars of one kind in one row must begin for the page to have no more than
 * MOST_BARS of batches, bookings and closures; 0 where there are no more. */
static double
least_gap (const OutputLineRows *plan,
           size_t first,
           size_t n,
           double from,
           double to,
           double width_pt)
{
  return bar_count (plan, first, n, from, to) > MOST_BARS
             ? 3.0 * width_pt * (double) n / MOST_BARS
             : 0.0;
}

/* Closures and failures fill the row, bookings are strips at its foot: never over a
 * batch. */
static void
draw_states (OutputCanvas *canvas,
             const OutputGantt *gantt,
             const OutputLineRows *plan,
             const SimTrace *trace,
             size_t row,
             int32_t lane,
             double gap)
{
  const OutputStroke rim = { OUTPUT_RULE, 0.3, OUTPUT_DASH_SOLID };
  double last_booking = (double) -INFINITY, last_state = (double) -INFINITY;
  for (size_t i = output_line_rows_first_span (plan, lane);
       i < plan->n_spans && plan->spans[i]->lane == lane; i++)
    {
      const SimTraceSpan *span = plan->spans[i];
      if (output_line_rows_is_stage (trace, span))
        continue;
      double begin = sim_time_to_days (span->begin);
      double end = sim_time_to_days (span->end);
      const char *id = trace->span_kinds[span->kind].id;
      double x = output_scale_at (&gantt->axis.scale, begin);
      double *last = strcmp (id, "booked") == 0 ? &last_booking : &last_state;
      if (x - *last < gap)
        continue;
      *last = x;
      if (strcmp (id, "booked") == 0)
        {
          const OutputStyle *style = state_style (id);
          OutputFill fill = batch_style (plan, span->patient).fill;
          fill.colour = style->fill.colour;
          fill.pattern = OUTPUT_PATTERN_PLAIN;
          output_gantt_bar (canvas, gantt, row, begin, end, 0.8, 0.93, &fill,
                            &style->stroke, NULL);
        }
      else if (strcmp (id, "closed") == 0 || strcmp (id, "down") == 0)
        output_gantt_bar (canvas, gantt, row, begin, end, 0.1, 0.9,
                          &state_style (id)->fill, &rim, NULL);
    }
}

/* The stages of one batch, with what lies between them where it was held. */
static void
draw_stages (OutputCanvas *canvas,
             const OutputGantt *gantt,
             const OutputLineRows *plan,
             const SimTrace *trace,
             size_t row,
             const OutputLineBatch *batch,
             const OutputFill *fill)
{
  const OutputStroke held = { OUTPUT_INK, 1.0, OUTPUT_DASH_SOLID };
  const OutputStroke part = { { 0.2, 0.2, 0.2, 0.7 }, 0.4, OUTPUT_DASH_SOLID };
  const OutputScale *scale = &gantt->axis.scale;
  double y = output_gantt_y (gantt, row, 0.44);
  output_canvas_line (
      canvas, output_scale_at (scale, output_scale_clamp (scale, batch->begin)), y,
      output_scale_at (scale, output_scale_clamp (scale, batch->end)), y, &held);
  for (size_t i = batch->first_span; i < batch->end_span; i++)
    {
      const SimTraceSpan *span = plan->spans[i];
      OutputRect rect;
      if (!output_line_rows_is_stage (trace, span) || span->patient != batch->patient ||
          !output_gantt_bar (canvas, gantt, row, sim_time_to_days (span->begin),
                             sim_time_to_days (span->end), BAR_TOP, BAR_BOTTOM, fill,
                             NULL, &rect))
        continue;
      if (sim_time_to_days (span->begin) > batch->begin && rect.x > gantt->plot.x + 0.5)
        output_canvas_line (canvas, rect.x, rect.y, rect.x, rect.y + rect.height, &part);
    }
}

static void
draw_batches (OutputCanvas *canvas,
              const OutputGantt *gantt,
              const OutputLineRows *plan,
              const SimTrace *trace,
              size_t row,
              int32_t lane,
              double gap)
{
  double last = (double) -INFINITY;
  const OutputStroke rim = { { 0.2, 0.2, 0.2, 1.0 }, 0.5, OUTPUT_DASH_SOLID };
  const OutputScale *scale = &gantt->axis.scale;
  for (guint b = output_line_rows_first_batch (plan, lane); b < plan->batches->len; b++)
    {
      const OutputLineBatch *batch = &g_array_index (plan->batches, OutputLineBatch, b);
      if (batch->lane != lane)
        break;
      if (batch->begin >= scale->to || batch->end <= scale->from)
        continue;
      double x1 = output_scale_at (scale, output_scale_clamp (scale, batch->begin));
      double x2 = output_scale_at (scale, output_scale_clamp (scale, batch->end));
      if (x1 - last < gap)
        continue;
      last = x1;
      double y = output_gantt_y (gantt, row, BAR_TOP);
      OutputRect rect = { x1, y, x2 - x1, output_gantt_y (gantt, row, BAR_BOTTOM) - y };
      OutputFill fill = batch_style (plan, batch->patient).fill;
      if (rect.width >= WIDE_BATCH)
        draw_stages (canvas, gantt, plan, trace, row, batch, &fill);
      else
        output_canvas_rectangle (canvas, rect, &fill, NULL);
      output_canvas_rectangle (canvas, rect, NULL, &rim);
      const char *name =
          g_hash_table_lookup (plan->names, GINT_TO_POINTER ((int) batch->patient));
      output_gantt_label (canvas, rect, name != NULL ? name : "", fill.colour,
                          output_axes_text_size (canvas) * 0.95);
    }
}

static void
note_page (OutputCanvas *canvas,
           OutputRect *body,
           const OutputChartData *data,
           const OutputLineRows *plan,
           size_t first,
           size_t n,
           double from,
           double to)
{
  OutputLanguage language = data->caption.language;
  output_page_note (
      canvas, body,
      output_word (language,
                   plan->batches->len > 0
                       ? "Numbers in bars are patients; thin lines in them part "
                         "the stages of culture."
                       : "No batch took a line."));
  int64_t start = data->trace->start_epoch_day;
  g_autofree char *begin = output_date (language, start + (int64_t) floor (from));
  g_autofree char *end = output_date (language, start + (int64_t) ceil (to) - 1);
  g_autofree char *period =
      output_phrase (language, "{from} to {to}", "from", begin, "to", end, NULL);
  if (n == plan->n_lanes)
    {
      output_page_note (canvas, body, period);
      return;
    }
  g_autofree char *low = g_strdup_printf ("%zu", first + 1);
  g_autofree char *high = g_strdup_printf ("%zu", first + n);
  g_autofree char *all = g_strdup_printf ("%zu", plan->n_lanes);
  g_autofree char *lines = output_phrase (language, "Lines {first} to {last} of {all}",
                                          "first", low, "last", high, "all", all, NULL);
  g_autofree char *note = g_strconcat (lines, " · ", period, NULL);
  output_page_note (canvas, body, note);
}

static void
note_thinned (OutputCanvas *canvas, OutputRect *body, OutputLanguage language, double gap)
{
  g_autofree char *most = output_number (MOST_BARS, 0);
  g_autofree char *points = output_number (gap, 1);
  g_autofree char *note = output_phrase (
      language,
      "More than {n} bars: those that begin less than {gap} pt behind another are left "
      "out.",
      "n", most, "gap", points, NULL);
  output_page_note (canvas, body, note);
}

void
output_gantt_lines_draw (OutputCanvas *canvas,
                         OutputRect body,
                         int page,
                         int n_pages,
                         const OutputChartData *data,
                         G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  const OutputLineRows *plan = data->plan;
  size_t slots = MIN (lines_a_page (body), plan->n_lanes);
  /* Pages: the overview of all groups of lines, then year by year. */
  int groups = (int) ((plan->n_lanes + slots - 1) / slots);
  size_t first = n_pages > 1 ? (size_t) (page % groups) * slots : 0;
  size_t n = MIN (slots, plan->n_lanes - first);
  int year = n_pages > 1 ? page / groups : 0;
  double from = year == 0 ? plan->from : plan->from + (year - 1) * YEAR;
  double to = year == 0 ? plan->to : MIN (from + YEAR, plan->to);

  double gap = least_gap (plan, first, n, from, to, body.width);
  note_page (canvas, &body, data, plan, first, n, from, to);
  if (gap > 0.0)
    note_thinned (canvas, &body, language, gap);
  g_autoptr (OutputLegend) legend = make_legend (plan, language);
  body.height -= output_legend_height (canvas, legend, body.width);

  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **cells = g_new0 (const char *, 2 * n);
  for (size_t i = 0; i < n; i++)
    {
      const SimTraceLane *lane = &data->trace->lanes[plan->lanes[first + i]];
      double use =
          output_line_rows_use (plan, data->trace, plan->lanes[first + i], from, to);
      g_autofree char *percent = output_number (100.0 * use, 0);
      char *own[] = { g_strdup_printf ("%s %d", lane->pool, lane->unit),
                      isfinite (use) ? g_strconcat (percent, " %", NULL)
                                     : g_strdup ("–") };
      for (size_t c = 0; c < G_N_ELEMENTS (own); c++)
        {
          g_ptr_array_add (texts, own[c]);
          cells[c * n + i] = own[c];
        }
    }
  const OutputGanttColumn columns[] = {
    { output_word (language, "Line"), cells, OUTPUT_ALIGN_START, OUTPUT_INK, 0.0 },
    { output_word (language, "In use"), cells + n, OUTPUT_ALIGN_END, OUTPUT_INK, 0.0 },
  };
  int most = output_axes_label_count (canvas, body.width * 0.85,
                                      language == OUTPUT_LANGUAGE_JA ? "2020年12月"
                                                                     : "Dec 2020");
  g_autoptr (OutputTicks) ticks =
      output_ticks_date (language, data->trace->start_epoch_day, from, to, most);
  OutputAxis axis = { .side = OUTPUT_SIDE_BOTTOM,
                      .scale = { .from = from, .to = to },
                      .ticks = ticks,
                      .grid = OUTPUT_GRID_LINES,
                      .title = output_word (language, "Date") };
  OutputGantt gantt = { .text_share = (BAR_TOP + BAR_BOTTOM) / 2.0 };
  output_gantt_begin (canvas, &gantt, body, &axis, columns, 1, 1, n, slots, MOST_ROW);
  for (size_t i = 0; i < n; i++)
    {
      draw_states (canvas, &gantt, plan, data->trace, i, plan->lanes[first + i], gap);
      draw_batches (canvas, &gantt, plan, data->trace, i, plan->lanes[first + i], gap);
    }
  double below = output_gantt_end (canvas, &gantt);
  output_legend_draw (canvas, legend, body.x, below + 2.0, body.width);
}
