/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report's results: tables and charts, rules compared in sentences. */
#include "output/report-private.h"

#include <math.h>
#include <string.h>

#include "output/forest.h"
#include "output/sentences.h"

#define VARIANTS_A_TABLE 4
#define MOST_VARIANTS    24 /* more are in summary.csv */
#define CHART_HEIGHT     305.0
#define GANTT_HEIGHT     640.0 /* rows need room */

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

static char *
metric_label (OutputLanguage language, const SimMetric *metric)
{
  g_autofree char *name = output_word_metric (language, metric->name);
  g_autofree char *group = output_word_group (language, metric->group);
  return output_phrase (language, "{metric}, {group} ({unit})", "unit",
                        output_word_unit (language, metric->unit), "group", group,
                        "metric", name, NULL);
}

/* The measures of variants [@first, @first + @n) side by side. */
static void
write_estimates (const OutputReportWriter *writer, size_t first, size_t n)
{
  const OutputChartData *data = writer->report->data;
  OutputFlowColumn columns[VARIANTS_A_TABLE + 1] = {
    { output_word (writer->language, "Measure"), 0.36, OUTPUT_ALIGN_START }
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  for (size_t v = 0; v < n; v++)
    columns[v + 1] = (OutputFlowColumn){ output_report_variant (writer, first + v),
                                         0.64 / (double) n, OUTPUT_ALIGN_END };
  for (size_t m = 0; m < data->catalogue->n_metrics; m++)
    {
      const SimMetric *metric = &data->catalogue->metrics[m];
      if (!is_wanted (metric) || !has_value (data, m))
        continue;
      g_ptr_array_add (cells, metric_label (writer->language, metric));
      for (size_t v = 0; v < n; v++)
        g_ptr_array_add (
            cells, output_report_estimate (writer, metric,
                                           &data->variants[first + v].estimates[m]));
    }
  output_flow_table (writer->flow, columns, n + 1, (const char *const *) cells->pdata,
                     cells->len / (n + 1));
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
  const OutputChartOptions options = output_chart_options_default ();
  OutputChartData data = *writer->report->data;
  if (data.caption.rule == NULL && data.n_variants > 0 &&
      (chart->is_of_one || chart->scope == OUTPUT_SCOPE_TRACE))
    data.caption.rule = data.variants[0].label;

  /* Heading and figure stand on one page. */
  double height = chart->scope == OUTPUT_SCOPE_TRACE ? GANTT_HEIGHT : CHART_HEIGHT;
  OutputRect probe = output_flow_room (writer->flow, height + 45.0);
  output_flow_give_back (writer->flow, probe.height);
  output_flow_heading (writer->flow, 2, output_word (writer->language, chart->heading));
  if (data.caption.rule != NULL && writer->report->data->caption.rule == NULL)
    {
      g_autofree char *rule = output_phrase (writer->language, "Rule: {rule}", "rule",
                                             data.caption.rule, NULL);
      output_flow_note (writer->flow, rule);
    }
  OutputRect room = output_flow_room (writer->flow, height);
  chart->draw (output_flow_canvas (writer->flow), room, 0, 1, &data, &options);
}

void
output_report_write_results (const OutputReportWriter *writer)
{
  const OutputChartData *data = writer->report->data;
  size_t shown = MIN (data->n_variants, MOST_VARIANTS);
  size_t n_charts;
  const OutputChart *charts = output_charts (&n_charts);

  output_flow_heading (writer->flow, 1, output_word (writer->language, "Results"));
  for (size_t v = 0; v < shown; v += VARIANTS_A_TABLE)
    write_estimates (writer, v, MIN (shown - v, VARIANTS_A_TABLE));
  say_intervals (writer);
  if (shown < data->n_variants)
    output_flow_note (
        writer->flow,
        output_word (writer->language, "The other variants are in summary.csv."));
  for (size_t i = 0; i < n_charts; i++)
    if (strcmp (charts[i].name, "comparison") != 0 && charts[i].has_data (data))
      write_chart (writer, &charts[i]);
}

/* The years that counts stand for; 0 where they are those of a list of patients. */
static double
cohort_years (const OutputReportWriter *writer)
{
  const char *years = output_report_fact (writer, "cohort-years");
  return years != NULL ? g_ascii_strtod (years, NULL) : 0.0;
}

void
output_report_write_comparison (const OutputReportWriter *writer)
{
  const OutputChartData *data = writer->report->data;
  const OutputChart *chart = output_chart_find ("comparison", NULL);
  size_t row = 0;

  if (data->differences == NULL || data->baseline < 0 || data->n_variants < 2)
    return;
  output_flow_heading (writer->flow, 1, output_word (writer->language, "Comparison"));
  output_report_say (writer,
                     "Every variant was simulated for the same patients with the same "
                     "luck as the baseline, '{baseline}'; differences are taken "
                     "replication by replication.",
                     "baseline", output_report_variant (writer, (size_t) data->baseline));
  for (size_t v = 0; v < data->n_variants; v++)
    {
      if ((int) v == data->baseline)
        continue;
      const OutputComparison comparison = {
        .label = output_report_variant (writer, v),
        .baseline = output_report_variant (writer, (size_t) data->baseline),
        .catalogue = data->catalogue,
        .differences = data->differences + row++ * data->catalogue->n_metrics,
        .years = cohort_years (writer),
        .level = data->caption.confidence,
      };
      g_autofree char *sentence =
          output_sentence_comparison (writer->language, &comparison);
      output_flow_paragraph (writer->flow, sentence);
    }
  output_flow_paragraph (
      writer->flow,
      output_word (writer->language,
                   "Primary measures have simultaneous intervals (Bonferroni) and p "
                   "values adjusted by Holm's method; all others are exploratory."));
  if (chart->has_data (data))
    write_chart (writer, chart);
}

void
output_report_write_measures (const OutputReportWriter *writer)
{
  static const char *const kinds[] = {
    [SIM_METRIC_MEAN] = "mean, Student-t",
    [SIM_METRIC_RATIO] = "ratio of sums, jackknife",
    [SIM_METRIC_QUANTILE] = "pooled quantile, jackknife",
  };
  OutputLanguage language = writer->language;
  const SimCatalogue *catalogue = writer->report->data->catalogue;
  const OutputFlowColumn columns[] = {
    { output_word (language, "Measure"), 0.3, OUTPUT_ALIGN_START },
    { output_word (language, "Name in tables"), 0.22, OUTPUT_ALIGN_START },
    { output_word (language, "Unit"), 0.12, OUTPUT_ALIGN_START },
    { output_word (language, "Estimate and interval"), 0.36, OUTPUT_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  output_flow_heading (writer->flow, 1, output_word (language, "Measures"));
  for (size_t m = 0; m < catalogue->n_metrics; m++)
    {
      const SimMetric *metric = &catalogue->metrics[m];
      if (strcmp (metric->group, "all") != 0)
        continue;
      g_ptr_array_add (cells, output_word_metric (language, metric->name));
      g_ptr_array_add (cells, g_strdup (metric->name));
      g_ptr_array_add (cells, g_strdup (output_word_unit (language, metric->unit)));
      g_ptr_array_add (cells, g_strdup (output_word (language, kinds[metric->kind])));
    }
  output_flow_table (writer->flow, columns, G_N_ELEMENTS (columns),
                     (const char *const *) cells->pdata,
                     cells->len / G_N_ELEMENTS (columns));
}

void
output_report_write_oracles (const OutputReportWriter *writer)
{
  OutputLanguage language = writer->language;
  const OutputReport *report = writer->report;
  const OutputFlowColumn columns[] = {
    { output_word (language, "Queue"), 0.2, OUTPUT_ALIGN_START },
    { output_word (language, "Model"), 0.14, OUTPUT_ALIGN_START },
    { output_word (language, "Measure"), 0.22, OUTPUT_ALIGN_START },
    { output_word (language, "Closed form"), 0.12, OUTPUT_ALIGN_END },
    { output_word (language, "Simulated"), 0.12, OUTPUT_ALIGN_END },
    { output_word (language, "z"), 0.08, OUTPUT_ALIGN_END },
    { "", 0.12, OUTPUT_ALIGN_END },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  size_t n_agree = 0;

  output_flow_heading (
      writer->flow, 1,
      output_word (language, "Appendix: the program against textbook queues"));
  if (report->oracles == NULL)
    {
      output_flow_paragraph (
          writer->flow, output_word (language, "Left out here: 'day31 verify' prints the "
                                               "table."));
      return;
    }
  for (size_t i = 0; i < report->n_oracles; i++)
    {
      const OutputOracle *oracle = &report->oracles[i];
      n_agree += oracle->agrees;
      g_ptr_array_add (cells, g_strdup (oracle->scenario));
      g_ptr_array_add (cells, g_strdup (oracle->model));
      g_ptr_array_add (cells, g_strdup (oracle->metric));
      g_ptr_array_add (cells, output_number (oracle->expected, 5));
      g_ptr_array_add (cells, output_number (oracle->estimate, 5));
      g_ptr_array_add (cells, output_number (oracle->z, 2));
      g_ptr_array_add (cells, g_strdup (output_word (
                                  language, oracle->agrees ? "agrees" : "DIFFERS")));
    }
  g_autofree char *n = g_strdup_printf ("%" G_GSIZE_FORMAT, n_agree);
  g_autofree char *all = g_strdup_printf ("%" G_GSIZE_FORMAT, report->n_oracles);
  g_autofree char *limit = output_number (report->z_limit, 0);
  output_report_say (writer,
                     "day31 {version}: {n} of {all} cases agree with their closed form "
                     "within {limit} standard errors. z is the difference in standard "
                     "errors.",
                     "version", report->run->version, "n", n, "all", all, "limit", limit);
  output_flow_table (writer->flow, columns, G_N_ELEMENTS (columns),
                     (const char *const *) cells->pdata, report->n_oracles);
}
