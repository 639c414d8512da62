/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart harvest-day: when marrow is harvested, and what the window cost. */
#include "output/harvest-day.h"

#include <math.h>

#include "output/axes.h"
#include "output/legend.h"
#include "output/monthly.h"
#include "output/page.h"

#define MOST_BARS    120
#define WIDEST_BLOCK 14.0 /* bars */

/* Grades, or where nobody has one, everybody. */
static const char *const groups[] = { "A", "B", "C", "D", "E", "all" };
#define ALL (G_N_ELEMENTS (groups) - 1)

static size_t
variant_index (const OutputChartData *data)
{
  const OutputChartVariant *variant = output_monthly_variant (data);
  return variant == NULL ? data->n_variants : (size_t) (variant - data->variants);
}

static const SimHistogram *
find_histogram (const OutputChartData *data, const char *group)
{
  const OutputChartVariant *variant = output_monthly_variant (data);
  if (data->catalogue == NULL || variant == NULL || variant->histograms == NULL)
    return NULL;
  int metric = sim_catalogue_find_metric (data->catalogue, "harvest-day.p50", group);
  int histogram = metric < 0 ? -1 : data->catalogue->metrics[metric].histogram;
  return histogram < 0 ? NULL : &variant->histograms[histogram];
}

bool
output_harvest_day_has_data (const OutputChartData *data)
{
  return find_histogram (data, "all") != NULL;
}

/* Harvests a day in [first, first + n) days after the injury, a replication.  Bin k
 * covers (k - 1, k] hours, bin 0 exact zeros: the hour that ends a day counts to it. */
static double
harvests_in (const SimHistogram *histogram, int first, int n, int64_t replications)
{
  int64_t count = first == 0 && histogram->used > 0 ? histogram->bins[0] : 0;
  for (int hour = 24 * first + 1; hour <= 24 * (first + n); hour++)
    if ((uint32_t) hour < histogram->used)
      count += histogram->bins[hour];
  return (double) count / (double) n / (double) MAX (replications, 1);
}

static bool
has_grades (const OutputChartData *data)
{
  for (size_t g = 0; g < ALL; g++)
    {
      const SimHistogram *histogram = find_histogram (data, groups[g]);
      if (histogram != NULL && histogram->count > 0)
        return true;
    }
  return false;
}

typedef struct
{
  const SimHistogram *histograms[G_N_ELEMENTS (groups)];
  double heights[G_N_ELEMENTS (groups)][MOST_BARS];
  double lost[G_N_ELEMENTS (groups)];
  double lost_sum;
  double lost_days; /* the block's width: its area is the number lost */
  int n_days;
  int n_bars, bar_days; /* so many days each; 1 where so many bars can be told apart */
  double top;
} Bars;

static void
gather (Bars *bars, const OutputChartData *data)
{
  *bars = (Bars){ .n_days = 36, .top = 0.0 };
  double end = MAX (data->caption.window_end, data->caption.window_days);
  const SimHistogram *all = find_histogram (data, "all");
  bars->n_days = (int) MAX (ceil (end) + 1.0, ceil ((double) all->used / 24.0) + 1.0);
  bars->n_days = MAX (bars->n_days, 10);
  bars->bar_days = (bars->n_days + MOST_BARS - 1) / MOST_BARS;
  bars->n_bars = (bars->n_days + bars->bar_days - 1) / bars->bar_days;
  bars->n_days = bars->n_bars * bars->bar_days;
  bool is_by_grade = has_grades (data);
  for (size_t g = is_by_grade ? 0 : ALL; g < (is_by_grade ? ALL : ALL + 1); g++)
    {
      bars->histograms[g] = find_histogram (data, groups[g]);
      const SimEstimate *estimate =
          output_chart_estimate (data, variant_index (data), "lost-window", groups[g]);
      bars->lost[g] =
          estimate != NULL && isfinite (estimate->mean) ? estimate->mean : 0.0;
      bars->lost_sum += bars->lost[g];
      for (int b = 0; b < bars->n_bars && bars->histograms[g] != NULL; b++)
        bars->heights[g][b] = harvests_in (bars->histograms[g], b * bars->bar_days,
                                           bars->bar_days, data->caption.replications);
    }
  for (int b = 0; b < bars->n_bars; b++)
    {
      double sum = 0.0;
      for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
        sum += bars->heights[g][b];
      bars->top = MAX (bars->top, sum);
    }
  double days = bars->top > 0.0 ? ceil (bars->lost_sum / bars->top) : 2.0;
  bars->lost_days = CLAMP (days, 2.0 * bars->bar_days, WIDEST_BLOCK * bars->bar_days);
  bars->top = MAX (bars->top, bars->lost_sum / bars->lost_days);
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    bars->lost[g] /= bars->lost_days;
}

/* Where the window closes, in days since the injury.  Where the caption does not say how
 * days are counted, harvests on the day after tell that they are counted by dates. */
static double
window_end (const Bars *bars, const OutputCaption *caption)
{
  if (caption->window_end > 0.0 || !(caption->window_days > 0.0))
    return caption->window_end;
  int bar = (int) caption->window_days / bars->bar_days;
  bool has_harvest = false;
  for (size_t g = 0; g < G_N_ELEMENTS (groups) && bar < bars->n_bars; g++)
    has_harvest = has_harvest || (bars->bar_days == 1 && bars->heights[g][bar] > 0.0);
  return caption->window_days + (has_harvest ? 1.0 : 0.0);
}

static void
draw_stack (OutputCanvas *canvas,
            const OutputAxis axes[2],
            double from,
            double to,
            const double *values,
            size_t stride)
{
  const OutputStroke rim = { OUTPUT_INK, 0.4, OUTPUT_DASH_SOLID };
  double base = 0.0;
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      double value = values[g * stride];
      if (!(value > 0.0))
        continue;
      double x1 = output_scale_at (&axes[0].scale, from);
      double x2 = output_scale_at (&axes[0].scale, to);
      double y1 = output_scale_at (&axes[1].scale, base + value);
      double y2 = output_scale_at (&axes[1].scale, base);
      OutputFill fill = output_palette_grade (groups[g]).fill;
      output_canvas_rectangle (canvas, (OutputRect){ x1, y1, x2 - x1, y2 - y1 }, &fill,
                               &rim);
      base += value;
    }
}

static void
draw_window (OutputCanvas *canvas,
             OutputRect plot,
             const OutputAxis *axis,
             double at,
             const OutputCaption *caption)
{
  if (!(at > 0.0) || at > axis->scale.to)
    return;
  const OutputStroke stroke = { OUTPUT_RED, 1.0, OUTPUT_DASH_DASHED };
  double size = output_axes_text_size (canvas);
  double x = output_scale_at (&axis->scale, at);
  g_autofree char *day = output_number (caption->window_days, 0);
  g_autofree char *label =
      output_phrase (caption->language,
                     at - caption->window_days > 0.5 ? "End of day {day}" : "Day {day}",
                     "day", day, NULL);
  output_canvas_line (canvas, x, plot.y - size * 0.3, x, plot.y + plot.height, &stroke);
  OutputTextStyle style = { .size = size * 0.95,
                            .colour = OUTPUT_RED,
                            .across = OUTPUT_ALIGN_MIDDLE,
                            .down = OUTPUT_ALIGN_END };
  output_text_draw (canvas, x, plot.y - size * 0.35, label, &style);
}

static void
note_lost (OutputCanvas *canvas, OutputRect *body, const OutputChartData *data)
{
  const SimEstimate *all =
      output_chart_estimate (data, variant_index (data), "lost-window", "all");
  if (all == NULL || !isfinite (all->mean))
    return;
  if (all->mean == 0.0)
    {
      output_page_note (
          canvas, body,
          output_word (data->caption.language, "No eligible patient's window closed."));
      return;
    }
  g_autofree char *mean = output_number (all->mean, 1);
  /* A t interval of few patients may reach below none. */
  g_autofree char *low = output_number (MAX (all->low, 0.0), 1);
  g_autofree char *high = output_number (all->high, 1);
  bool has_interval = isfinite (all->low) && isfinite (all->high);
  double percent = data->caption.confidence * 100.0;
  g_autofree char *level = output_number (percent, percent == floor (percent) ? 0 : 1);
  g_autofree char *note = output_phrase (
      data->caption.language,
      has_interval
          ? "The block right of the days has the area of all {lost} eligible patients a "
            "replication whose window closed ({level} % confidence interval {low} to "
            "{high})."
          : "The block right of the days has the area of all {lost} eligible patients a "
            "replication whose window closed.",
      "lost", mean, "low", low, "high", high, "level", level, NULL);
  output_page_note (canvas, body, note);
}

void
output_harvest_day_draw (OutputCanvas *canvas,
                         OutputRect body,
                         G_GNUC_UNUSED int page,
                         G_GNUC_UNUSED int n_pages,
                         const OutputChartData *data,
                         G_GNUC_UNUSED const OutputChartOptions *options)
{
  OutputLanguage language = data->caption.language;
  Bars bars;
  gather (&bars, data);
  if (!(bars.top > 0.0))
    {
      output_page_empty (canvas, body, "No patient came as far as this chart shows.");
      return;
    }
  output_page_note_interval (canvas, &body, &data->caption,
                             "Bars: means of {n} replications, without intervals.");
  if (bars.bar_days > 1)
    {
      g_autofree char *days = g_strdup_printf ("%d", bars.bar_days);
      g_autofree char *note =
          output_phrase (language, "Each bar stands for {n} days.", "n", days, NULL);
      output_page_note (canvas, &body, note);
    }
  note_lost (canvas, &body, data);
  g_autoptr (OutputLegend) legend = output_legend_new ();
  for (size_t g = 0; g < G_N_ELEMENTS (groups); g++)
    if (bars.histograms[g] != NULL && bars.histograms[g]->count > 0)
      {
        g_autofree char *label = output_word_group (language, groups[g]);
        output_legend_add (legend, OUTPUT_LEGEND_AREA, output_palette_grade (groups[g]),
                           label)
            ->has_rim = true;
      }
  double size = output_axes_text_size (canvas);
  double legend_height = output_legend_height (canvas, legend, body.width);
  OutputRect room = body;
  room.y += size * 1.8;
  room.height -= size * 1.8 + legend_height + 2.0;

  /* Behind the days, a gap and a block for those who were lost. */
  double lost_from = bars.n_days + bars.bar_days;
  double lost_to = lost_from + bars.lost_days;
  double lost_at = (lost_from + lost_to) / 2.0;
  g_autoptr (OutputTicks) x_ticks =
      output_ticks_number (0.0, bars.n_days, MAX (4, (int) (body.width / 50.0)), true);
  bool has_lost = bars.lost_sum > 0.0;
  if (has_lost)
    output_ticks_add (x_ticks, lost_at, output_word (language, "window closed"));
  int most = (int) CLAMP (room.height / (size * 4.0), 3.0, 9.0);
  double top = output_ticks_ceiling (bars.top, most, false);
  g_autoptr (OutputTicks) y_ticks = output_ticks_number (0.0, top, most, false);
  OutputAxis axes[] = {
    { .side = OUTPUT_SIDE_BOTTOM,
      .scale = { .from = 0.0, .to = has_lost ? lost_to + 0.5 : bars.n_days },
      .ticks = x_ticks,
      .title = output_word (language, output_chart_is_of_injuries (data)
                                          ? "Days since injury"
                                          : "Days since illness or injury") },
    { .side = OUTPUT_SIDE_LEFT,
      .scale = { .from = 0.0, .to = top },
      .ticks = y_ticks,
      .title = output_word (language, "Patients a replication and day"),
      .grid = OUTPUT_GRID_LINES },
  };
  OutputRect plot = output_axes_layout (canvas, room, axes, G_N_ELEMENTS (axes));
  output_axes_draw_grid (canvas, plot, axes, G_N_ELEMENTS (axes));
  for (int b = 0; b < bars.n_bars; b++)
    draw_stack (canvas, axes, bars.bar_days * (b + 0.08), bars.bar_days * (b + 0.92),
                &bars.heights[0][b], MOST_BARS);
  draw_stack (canvas, axes, lost_from, lost_to, bars.lost, 1);
  draw_window (canvas, plot, &axes[0], window_end (&bars, &data->caption),
               &data->caption);
  output_axes_draw (canvas, plot, axes, G_N_ELEMENTS (axes));
  output_legend_draw (canvas, legend, body.x, body.y + body.height - legend_height,
                      body.width);
}
