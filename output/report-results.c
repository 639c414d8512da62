/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report's results: tables and charts, rules compared in sentences. */
#include "output/report-private.h"

#include <math.h>
#include <string.h>

#include "output/forest.h"
#include "output/sentences.h"

#define VARIANTS_A_TABLE 3
#define METRICS_A_TABLE  4
#define FEW_VARIANTS     8  /* more are told in brief: sweeps, sensitivity */
#define MOST_SENTENCES   24 /* more rules are told by the table alone */
#define MOST_VARIANTS    60 /* more are in summary.csv */
#define CHART_HEIGHT     305.0
#define TALL_HEIGHT      640.0 /* of charts with many rows or panels */
#define LEAST_TALL       430.0 /* less would press them together */

static const char *const usual[] = {
  "referred",    "eligible",         "harvested",        "infused",
  "lost-window", "infused-share",    "infused-per-year", "infused-of-referred",
  "wait",        "harvest-day",      "vein-to-vein",     "wasted-products",
  "waiting",     "wasted-line-days", "blood-in-vain",    "cost",
  "improved",    "improved-natural", "benefit",
};

/* What is told by grade too. */
static const char *const by_grade[] = { "infused", "infused-of-referred", "wait" };

static bool
is_in (const char *name, const char *const *names, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0)
      return true;
  return false;
}

static bool
is_wanted (const SimMetric *metric)
{
  if (strcmp (metric->group, "all") == 0)
    return is_in (metric->name, usual, G_N_ELEMENTS (usual)) ||
           g_str_has_prefix (metric->name, "utilisation:");
  return strlen (metric->group) == 1 &&
         is_in (metric->name, by_grade, G_N_ELEMENTS (by_grade));
}

static bool
has_value (const OutputChartData *data, size_t metric)
{
  for (size_t v = 0; v < data->n_variants; v++)
    if (isfinite (data->variants[v].estimates[metric].mean))
      return true;
  return false;
}

/* The measures of variants [@first, @first + @n) side by side. */
static void
write_estimates (const OutputReportWriter *writer, size_t first, size_t n)
{
  const OutputChartData *data = writer->report->data;
  OutputFlowColumn columns[VARIANTS_A_TABLE + 1] = {
    { output_word (writer->language, "Measure"), 0.37, OUTPUT_ALIGN_START }
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (size_t v = 0; v < n; v++)
    {
      g_ptr_array_add (names, output_report_variant (writer, first + v));
      columns[v + 1] = (OutputFlowColumn){ g_ptr_array_index (names, v),
                                           0.63 / (double) n, OUTPUT_ALIGN_END };
    }
  for (size_t m = 0; m < data->catalogue->n_metrics; m++)
    {
      const SimMetric *metric = &data->catalogue->metrics[m];
      if (!is_wanted (metric) || !has_value (data, m))
        continue;
      g_ptr_array_add (cells, output_report_metric (writer, metric, false));
      for (size_t v = 0; v < n; v++)
        g_ptr_array_add (
            cells, output_report_estimate (writer, metric,
                                           &data->variants[first + v].estimates[m]));
    }
  output_flow_table (writer->flow, columns, n + 1, (const char *const *) cells->pdata,
                     cells->len / (n + 1));
}

/* The metrics that are told of many variants: the primary ones, else the usual. Returns:
 * how many */
static size_t
brief_metrics (const OutputReportWriter *writer, size_t metrics[METRICS_A_TABLE])
{
  static const char *const names[] = { "infused-of-referred", "infused-per-year",
                                       "lost-window", "wasted-products" };
  const OutputRun *run = writer->report->run;
  size_t n = 0;

  for (size_t i = 0; i < run->n_primary && n < METRICS_A_TABLE; i++)
    metrics[n++] = (size_t) run->primary[i];
  for (size_t i = 0; n == 0 && i < G_N_ELEMENTS (names); i++)
    {
      int metric =
          sim_catalogue_find_metric (writer->report->data->catalogue, names[i], "all");
      if (metric >= 0)
        metrics[n++] = (size_t) metric;
    }
  return n;
}

/* A row a variant: its estimates or, of those other than the baseline, its differences
 * from it. */
static void
write_brief (const OutputReportWriter *writer, size_t shown, bool has_differences)
{
  const OutputChartData *data = writer->report->data;
  size_t n_metrics = data->catalogue->n_metrics, row = 0;
  size_t metrics[METRICS_A_TABLE];
  size_t n = brief_metrics (writer, metrics);
  double name = CLAMP (1.0 - 0.18 * (double) n, 0.28, 0.6);
  OutputFlowColumn columns[METRICS_A_TABLE + 1] = {
    { output_word (writer->language, "Variant"), name, OUTPUT_ALIGN_START }
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (size_t c = 0; c < n; c++)
    {
      g_ptr_array_add (
          titles, output_report_metric (writer, &data->catalogue->metrics[metrics[c]],
                                        has_differences));
      columns[c + 1] = (OutputFlowColumn){ g_ptr_array_index (titles, c),
                                           (1.0 - name) / (double) n, OUTPUT_ALIGN_END };
    }
  for (size_t v = 0; v < shown; v++)
    {
      if (has_differences && (int) v == data->baseline)
        continue;
      g_ptr_array_add (cells, output_report_variant (writer, v));
      for (size_t c = 0; c < n; c++)
        {
          const SimMetric *metric = &data->catalogue->metrics[metrics[c]];
          g_ptr_array_add (
              cells,
              has_differences
                  ? output_report_difference (
                        writer, metric, &data->differences[row * n_metrics + metrics[c]])
                  : output_report_estimate (writer, metric,
                                            &data->variants[v].estimates[metrics[c]]));
        }
      row++;
    }
  output_flow_table (writer->flow, columns, n + 1, (const char *const *) cells->pdata,
                     row);
}

/* Side by side in tables of about the same width. */
static void
write_side_by_side (const OutputReportWriter *writer, size_t shown)
{
  size_t n_tables = (shown + VARIANTS_A_TABLE - 1) / VARIANTS_A_TABLE;
  for (size_t t = 0, first = 0; t < n_tables; t++)
    {
      size_t n = (shown - first + n_tables - t - 1) / (n_tables - t);
      if (t > 0)
        output_flow_break (writer->flow);
      write_estimates (writer, first, n);
      first += n;
    }
}

/* What the command was run for stands before the rest. */
static bool
is_chart_first (const OutputChart *chart)
{
  static const char *const names[] = { "sweep", "tornado", "forecast" };
  return is_in (chart->name, names, G_N_ELEMENTS (names));
}

/* Charts that show every variant by name would be unreadable with many. */
static bool
is_chart_wanted (const OutputChart *chart, const OutputChartData *data)
{
  static const char *const of_few[] = { "fates", "equity" };

  return strcmp (chart->name, "comparison") != 0 && chart->has_data (data) &&
         (data->n_variants <= FEW_VARIANTS ||
          !is_in (chart->name, of_few, G_N_ELEMENTS (of_few)));
}

static void
say_intervals (const OutputReportWriter *writer)
{
  const OutputCaption *caption = &writer->report->data->caption;
  if (caption->replications < 2)
    {
      output_flow_note (writer->flow,
                        output_word (writer->language, "One replication: no confidence "
                                                       "interval can be given."));
      return;
    }
  double percent = caption->confidence * 100.0;
  g_autofree char *level = output_number (percent, percent == floor (percent) ? 0 : 1);
  g_autofree char *n = output_number ((double) caption->replications, 0);
  g_autofree char *note =
      output_phrase (writer->language,
                     "In brackets: {level} % confidence intervals over {n} "
                     "replications. Counts are means of a replication.",
                     "level", level, "n", n, NULL);
  output_flow_note (writer->flow, note);
}

/* A figure as wide as the text. Of a chart with many pages it shows a selection, which
 * the chart says itself. */
static void
write_chart (const OutputReportWriter *writer, const OutputChart *chart)
{
  OutputChartData data = *writer->report->data;
  if (data.caption.rule == NULL && data.n_variants > 0 &&
      (chart->is_of_one || chart->scope == OUTPUT_SCOPE_TRACE))
    data.caption.rule = data.variants[0].label;

  /* Heading and figure stand on one page. Three panels fit the usual height; no primary
   * measure means the usual six. */
  size_t n_primary = writer->report->run->n_primary;
  bool is_comparison = strcmp (chart->name, "comparison") == 0;
  bool has_panels = is_comparison && (n_primary == 0 || n_primary > 3);
  bool is_tall = is_comparison ? has_panels : chart->page_size != NULL;
  double left = output_flow_left (writer->flow) - 45.0;
  double most = !is_tall                           ? CHART_HEIGHT
                : has_panels && left >= LEAST_TALL ? MIN (left, TALL_HEIGHT)
                                                   : TALL_HEIGHT;
  /* Its own page is across, with panels side by side. */
  double height = is_comparison ? most : output_chart_figure_height (chart, &data, most);
  OutputRect probe = output_flow_room (writer->flow, height + 45.0);
  output_flow_give_back (writer->flow, probe.height);
  output_flow_heading (
      writer->flow, 2,
      output_word (writer->language, output_chart_heading (chart, &data)));
  if (data.caption.rule != NULL && writer->report->data->caption.rule == NULL)
    {
      g_autofree char *rule = output_phrase (writer->language, "Rule: {rule}", "rule",
                                             data.caption.rule, NULL);
      output_flow_note (writer->flow, rule);
    }
  OutputRect room = output_flow_room (writer->flow, height);
  output_chart_draw_figure (chart, output_flow_canvas (writer->flow), room, &data);
}

void
output_report_write_results (const OutputReportWriter *writer)
{
  const OutputChartData *data = writer->report->data;
  size_t shown = MIN (data->n_variants, MOST_VARIANTS);
  size_t n_charts;
  const OutputChart *charts = output_charts (&n_charts);

  output_flow_break (writer->flow); /* the table most looked for stands together */
  output_flow_heading (writer->flow, 1, output_word (writer->language, "Results"));
  if (shown > FEW_VARIANTS)
    write_brief (writer, shown, false);
  else
    write_side_by_side (writer, shown);
  say_intervals (writer);
  if (shown <= FEW_VARIANTS && output_report_has_effect (writer))
    output_flow_note (
        writer->flow,
        output_word (writer->language,
                     "What is said of improvement rests on a treatment effect that the "
                     "scenario declares from a trial without a control group; it is no "
                     "evidence of that effect."));
  if (shown < data->n_variants)
    output_flow_note (
        writer->flow,
        output_word (writer->language, "The other variants are in summary.csv."));
  for (int first = 1; first >= 0; first--)
    for (size_t i = 0; i < n_charts; i++)
      if (is_chart_first (&charts[i]) == (first == 1) &&
          is_chart_wanted (&charts[i], data))
        write_chart (writer, &charts[i]);
}

/* The years that counts stand for; 0 where they are those of a list of patients. */
static double
cohort_years (const OutputReportWriter *writer)
{
  const char *years = output_report_fact (writer, "cohort-years");
  return years != NULL ? g_ascii_strtod (years, NULL) : 0.0;
}

/* What every variant changes, said plainly. */
static void
write_sentences (const OutputReportWriter *writer)
{
  const OutputChartData *data = writer->report->data;
  g_autofree char *baseline = output_report_variant (writer, (size_t) data->baseline);
  size_t row = 0;

  for (size_t v = 0; v < data->n_variants; v++)
    {
      if ((int) v == data->baseline)
        continue;
      g_autofree char *label = output_report_variant (writer, v);
      const OutputComparison comparison = {
        .label = label,
        .baseline = baseline,
        .catalogue = data->catalogue,
        .differences = data->differences + row++ * data->catalogue->n_metrics,
        .years = cohort_years (writer),
        .level = data->caption.confidence,
      };
      g_autofree char *sentence =
          output_sentence_comparison (writer->language, &comparison);
      output_flow_paragraph (writer->flow, sentence);
    }
}

void
output_report_write_comparison (const OutputReportWriter *writer)
{
  const OutputChartData *data = writer->report->data;
  const OutputChart *chart = output_chart_find ("comparison", NULL);

  if (data->differences == NULL || data->baseline < 0 || data->n_variants < 2)
    return;
  output_flow_heading (writer->flow, 1, output_word (writer->language, "Comparison"));
  g_autofree char *baseline = output_report_variant (writer, (size_t) data->baseline);
  output_report_say (writer,
                     "Every variant was simulated for the same patients with the same "
                     "luck as the baseline, '{baseline}'; differences are taken "
                     "replication by replication.",
                     "baseline", baseline);
  if (data->n_variants <= MOST_SENTENCES)
    write_sentences (writer);
  g_autofree char *heading = output_phrase (
      writer->language, "Differences from '{baseline}'", "baseline", baseline, NULL);
  output_flow_heading (writer->flow, 2, heading);
  write_brief (writer, MIN (data->n_variants, MOST_VARIANTS), true);
  if (writer->report->run->n_primary > 0)
    output_flow_note (
        writer->flow,
        output_word (writer->language,
                     "Primary measures have simultaneous intervals (Bonferroni), over "
                     "all variants and primary measures; all others are exploratory."));
  output_flow_note (writer->flow,
                    output_word (writer->language,
                                 "All differences, and the p values of primary measures "
                                 "adjusted by Holm's method, are in comparison.csv."));
  if (chart->has_data (data))
    write_chart (writer, chart);
}
