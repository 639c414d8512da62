/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Monthly: the series of results over calendar months, as charts want them. */
#include "output/monthly.h"

#include <math.h>
#include <string.h>

#include "output/page.h"

const OutputChartVariant *
output_monthly_variant (const OutputChartData *data)
{
  for (size_t i = 0; i < data->n_variants; i++)
    if (data->caption.rule != NULL &&
        g_strcmp0 (data->variants[i].label, data->caption.rule) == 0)
      return &data->variants[i];
  return data->n_variants > 0 ? &data->variants[0] : NULL;
}

const SimSeriesPoint *
output_monthly_points (const OutputChartData *data,
                       const char *name,
                       const char *group,
                       size_t *ret_n)
{
  const OutputChartVariant *variant = output_monthly_variant (data);
  if (data->catalogue == NULL || variant == NULL || variant->points == NULL)
    return NULL;
  int series = sim_catalogue_find_series (data->catalogue, name, group);
  if (series < 0 || strcmp (data->catalogue->series[series].axis, "month") != 0)
    return NULL;
  *ret_n = data->catalogue->series[series].n_points;
  return variant->points + data->catalogue->series[series].offset;
}

/* The first of the month, in days since the start; before it in month 0. */
static double
first_of_month (const OutputCaption *caption, size_t month)
{
  SimDate date = sim_date_from_epoch_day (caption->start_epoch_day);
  int months = date.year * 12 + date.month - 1 + (int) month;
  int64_t day = sim_date_to_epoch_day ((SimDate){ months / 12, months % 12 + 1, 1 });
  return (double) (day - caption->start_epoch_day);
}

double
output_monthly_begin (const OutputCaption *caption, size_t month)
{
  return MAX (first_of_month (caption, month), 0.0);
}

/* Where the month ends, or the scenario within it. */
static double
end_of_month (const OutputCaption *caption, size_t month)
{
  double end = output_monthly_begin (caption, month + 1);
  double last = (double) (caption->end_epoch_day - caption->start_epoch_day);
  return last > output_monthly_begin (caption, month) ? MIN (end, last) : end;
}

double
output_monthly_middle (const OutputCaption *caption, size_t month)
{
  return (output_monthly_begin (caption, month) + end_of_month (caption, month)) / 2.0;
}

double
output_monthly_part (const OutputCaption *caption, size_t month)
{
  double days = first_of_month (caption, month + 1) - first_of_month (caption, month);
  return (end_of_month (caption, month) - output_monthly_begin (caption, month)) / days;
}

/* Of @n_months, which begin and end with the scenario: at most the first and the last are
 * parts. Returns: how many */
static size_t
find_parts (const OutputCaption *caption, size_t n_months, OutputLineShade ret_parts[2])
{
  size_t n = 0;
  for (size_t i = 0; i < n_months; i++)
    if (output_monthly_part (caption, i) < 1.0 && n < 2)
      ret_parts[n++] = (OutputLineShade){ output_monthly_begin (caption, i),
                                          end_of_month (caption, i) };
  return n;
}

double *
output_monthly_middles (const OutputCaption *caption, size_t n)
{
  double *x = g_new (double, n + 1);
  for (size_t i = 0; i < n; i++)
    x[i] = output_monthly_middle (caption, i);
  return x;
}

size_t
output_monthly_count (const OutputCaption *caption, size_t n)
{
  double last = (double) (caption->end_epoch_day - caption->start_epoch_day);
  size_t count = 0;
  while (count < n && (last <= 0.0 || output_monthly_begin (caption, count) < last))
    count++;
  return count;
}

const char *
output_monthly_gate (const OutputChartData *data)
{
  const SimCatalogue *catalogue = data->catalogue;
  for (size_t i = 0; catalogue != NULL && i < catalogue->n_metrics; i++)
    if (g_str_has_prefix (catalogue->metrics[i].name, "reserved:"))
      return catalogue->metrics[i].name + strlen ("reserved:");
  for (size_t i = 0; catalogue != NULL && i < catalogue->n_series; i++)
    if (g_str_has_prefix (catalogue->series[i].name, "capacity:"))
      return catalogue->series[i].name + strlen ("capacity:");
  return NULL;
}

void
output_monthly_draw (OutputCanvas *canvas,
                     OutputRect body,
                     const OutputChartData *data,
                     const OutputChartOptions *options,
                     const OutputLineSeries *series,
                     size_t n_series,
                     size_t n_months,
                     const char *y_title,
                     OutputMonthlyKind kind)
{
  OutputLanguage language = data->caption.language;
  double end = n_months > 0 ? end_of_month (&data->caption, n_months - 1) : 0.0;
  double from = MAX (0.0, options->from);
  double to = MIN (MAX (end, 1.0), options->to);
  to = to > from ? to : from + 1.0;
  int most = output_axes_label_count (canvas, body.width * 0.9,
                                      language == OUTPUT_LANGUAGE_JA ? "2020年12月"
                                                                     : "Dec 2020");
  g_autoptr (OutputTicks) ticks =
      output_ticks_date (language, data->caption.start_epoch_day, from, to, most);
  bool is_percent = kind == OUTPUT_MONTHLY_SHARE;
  OutputLineShade parts[2];
  size_t n_parts =
      kind == OUTPUT_MONTHLY_COUNT ? find_parts (&data->caption, n_months, parts) : 0;
  if (n_parts > 0 && output_line_chart_has_point (series, n_series))
    output_page_note (canvas, &body,
                      output_word (language, "Shaded: a month of which only a part is "
                                             "simulated; what is counted, and the "
                                             "capacity, are of that part."));
  OutputLineChart chart = { .series = series,
                            .n_series = n_series,
                            .x_from = from,
                            .x_to = to,
                            .x_ticks = ticks,
                            .x_title = output_word (language, "Month"),
                            .y_title = output_word (language, y_title),
                            .y_top = is_percent ? 1.0 : 0.0,
                            .is_percent = is_percent,
                            .reference = (double) NAN,
                            .shades = parts,
                            .n_shades = n_parts,
                            .shade_label = output_word (language, "Part of a month") };
  output_line_chart_draw (canvas, body, &chart);
}
