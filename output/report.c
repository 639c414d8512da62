/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Report: results as a document of many pages, to be printed without retouching. */
#include "output/report.h"

#include <math.h>
#include <string.h>

#include "output/forest.h"
#include "output/report-private.h"
#include "output/sentences.h"
#include "output/varied.h"

const char *
output_report_fact (const OutputReportWriter *writer, const char *key)
{
  const OutputRun *run = writer->report->run;
  for (size_t i = 0; i < run->n_facts; i++)
    if (strcmp (run->facts[i].key, key) == 0)
      return run->facts[i].value;
  return NULL;
}

const char *
output_report_local_fact (const OutputReportWriter *writer, const char *key)
{
  g_autofree char *japanese = g_strconcat (key, ".ja", NULL);
  const char *value = writer->language == OUTPUT_LANGUAGE_JA
                          ? output_report_fact (writer, japanese)
                          : NULL;
  return value != NULL ? value : output_report_fact (writer, key);
}

char *
output_report_variant (const OutputReportWriter *writer, size_t variant)
{
  const OutputChartVariant *own = &writer->report->data->variants[variant];
  return output_varied_name (writer->language, own->label, own->settings);
}

/* Sums of money are told in millions: their last digits say nothing. */
static bool
is_in_millions (const OutputReportWriter *writer, const SimMetric *metric)
{
  const OutputChartData *data = writer->report->data;
  size_t m = (size_t) (metric - data->catalogue->metrics);
  if (strcmp (metric->name, "cost") != 0)
    return false;
  for (size_t v = 0; v < data->n_variants; v++)
    if (fabs (data->variants[v].estimates[m].mean) >= 1e7)
      return true;
  return false;
}

/* What the numbers of a metric are multiplied by to be told. */
static double
factor_of (const OutputReportWriter *writer, const SimMetric *metric)
{
  return strcmp (metric->unit, "1") == 0   ? 100.0
         : is_in_millions (writer, metric) ? 1e-6
                                           : 1.0;
}

char *
output_report_metric (const OutputReportWriter *writer,
                      const SimMetric *metric,
                      bool is_difference)
{
  OutputLanguage language = writer->language;
  const char *in = is_difference && strcmp (metric->unit, "1") == 0 ? "percentage points"
                                                                    : metric->unit;
  g_autofree char *name = output_word_metric (language, metric->name);
  g_autofree char *group = output_word_group (language, metric->group);
  g_autofree char *unit = output_phrase (
      language, is_in_millions (writer, metric) ? "million {unit}" : "{unit}", "unit",
      output_word_unit (language, in), NULL);
  return output_phrase (language,
                        strcmp (metric->group, "all") == 0 ? "{metric} ({unit})"
                                                           : "{metric}, {group} ({unit})",
                        "unit", unit, "group", group, "metric", name, NULL);
}

/* Large numbers keep two digits of their interval: 72,706 (69,969 to 75,443) would tell
 * more than is known. */
static double
round_large (double value, double half)
{
  double unit = half >= 1000.0 ? pow (10.0, floor (log10 (half)) - 1.0) : 1.0;
  return round (value / unit) * unit;
}

/* The interval stays on one line. */
static char *
point_text (OutputLanguage language, OutputForestPoint point)
{
  /* What has no interval, or one of no width, gets one place. */
  int decimals = isfinite (point.low) && point.high > point.low
                     ? output_difference_decimals (point.low, point.high)
                     : 1;
  if (fabs (point.value) >= 1000.0)
    {
      double half = (point.high - point.low) / 2.0;
      decimals = 0;
      point = (OutputForestPoint){ round_large (point.value, half),
                                   round_large (point.low, half),
                                   round_large (point.high, half) };
    }
  g_autofree char *text = output_forest_text (language, point, decimals);
  g_autoptr (GString) whole = g_string_new (text);
  g_string_replace (whole, " to ", "\u00a0to\u00a0", 0);
  return g_string_free (g_steal_pointer (&whole), FALSE);
}

char *
output_report_estimate (const OutputReportWriter *writer,
                        const SimMetric *metric,
                        const SimEstimate *estimate)
{
  double factor = factor_of (writer, metric);
  /* A difference of shares may lie below 0. */
  bool is_share =
      strcmp (metric->unit, "1") == 0 && strcmp (metric->name, "benefit") != 0;
  return point_text (writer->language,
                     is_share ? output_forest_share (estimate)
                              : (OutputForestPoint){ estimate->mean * factor,
                                                     estimate->low * factor,
                                                     estimate->high * factor });
}

char *
output_report_difference (const OutputReportWriter *writer,
                          const SimMetric *metric,
                          const SimDifference *difference)
{
  double factor = factor_of (writer, metric);
  return point_text (writer->language,
                     (OutputForestPoint){ difference->difference * factor,
                                          difference->low * factor,
                                          difference->high * factor });
}

static char *
make_footer (const OutputReport *report)
{
  const OutputCaption *caption = &report->data->caption;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, caption->seed);
  g_autofree char *n = output_number ((double) caption->replications, 0);
  return output_phrase (
      caption->language,
      caption->replications == 1
          ? "scenario {name} · seed {seed} · 1 replication · day31 {version}"
          : "scenario {name} · seed {seed} · {n} replications · day31 {version}",
      "seed", seed, "n", n, "version", caption->version, "name", caption->scenario, NULL);
}

static const char *
title_of (const OutputReport *report)
{
  const OutputCaption *caption = &report->data->caption;
  const char *title = caption->language == OUTPUT_LANGUAGE_JA && caption->title_ja != NULL
                          ? caption->title_ja
                          : caption->title;
  return title != NULL ? title : caption->scenario;
}

/* What was asked, and by which numbers it can be asked again. */
static void
write_front (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  const OutputCaption *caption = &writer->report->data->caption;
  OutputLanguage language = writer->language;
  const char *purpose = output_report_local_fact (writer, "purpose");
  g_autofree char *from = output_date (language, caption->start_epoch_day);
  g_autofree char *to = output_date (language, caption->end_epoch_day);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, run->seed);
  g_autofree char *n = output_number ((double) caption->replications, 0);

  output_flow_title (writer->flow, title_of (writer->report));
  output_flow_heading (writer->flow, 1, output_word (language, "Purpose"));
  output_flow_paragraph (
      writer->flow,
      purpose != NULL ? purpose : output_word (language, "To be written by the author."));
  output_report_say (writer,
                     "Simulated from {from} to {to}, {n} times, seed {seed}, by day31 "
                     "{version}; scenario {name}, SHA-256 {digest}.",
                     "from", from, "to", to, "n", n, "seed", seed, "version",
                     run->version, "digest", run->digest, "name", run->scenario);
  output_report_say (writer,
                     "This is a simulation. It shows what follows from the assumptions "
                     "below; it foretells nothing that they leave out.");
}

static void
write_body (const OutputReportWriter *writer)
{
  write_front (writer);
  output_report_write_assumptions (writer);
  output_report_write_model (writer);
  output_report_write_results (writer);
  output_report_write_comparison (writer);
  output_report_write_stress (writer);
  output_report_write_measures (writer);
  output_report_write_oracles (writer);
}

static GBytes *
render (const OutputReport *report,
        OutputFormat format,
        int n_pages,
        int *ret_n_pages,
        int *ret_missing_glyphs,
        GError **error)
{
  const OutputCaption *caption = &report->data->caption;
  g_autofree char *creator = g_strconcat ("day31 ", caption->version, NULL);
  g_autofree char *footer = make_footer (report);
  const char *purpose = NULL;
  OutputReportWriter writer = { NULL, report, caption->language };

  purpose = output_report_local_fact (&writer, "purpose");
  OutputDocument document = { .title = title_of (report),
                              .subject = purpose,
                              .creator = creator,
                              .created = output_chart_creation_time (caption),
                              .language = caption->language,
                              .width = OUTPUT_FLOW_WIDTH,
                              .height = OUTPUT_FLOW_HEIGHT,
                              .scale = 1.0 };
  g_autoptr (OutputCanvas) canvas = output_canvas_new (format, &document, error);
  if (canvas == NULL)
    return NULL;
  g_autoptr (OutputFlow) flow = output_flow_new (canvas, footer, n_pages);
  writer.flow = flow;
  write_body (&writer);
  int pages = output_flow_end (flow);
  if (ret_n_pages != NULL)
    *ret_n_pages = pages;
  if (ret_missing_glyphs != NULL)
    *ret_missing_glyphs = output_canvas_missing_glyphs (canvas);
  return output_canvas_finish (canvas, error);
}

GBytes *
output_report_render (const OutputReport *report,
                      OutputFormat format,
                      int *ret_n_pages,
                      int *ret_missing_glyphs,
                      GError **error)
{
  int n_pages = 0;
  /* Once to count the pages, once to number them. */
  g_autoptr (GBytes) draft = render (report, format, 0, &n_pages, NULL, error);
  if (draft == NULL)
    return NULL;
  return render (report, format, n_pages, ret_n_pages, ret_missing_glyphs, error);
}
