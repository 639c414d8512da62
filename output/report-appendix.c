/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report's last tables: the measures, and the program against textbook queues. */
#include "output/report-private.h"

#include <string.h>

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
    { output_word (language, "Measure"), 0.22, OUTPUT_ALIGN_START },
    { output_word (language, "Name in tables"), 0.21, OUTPUT_ALIGN_START },
    { output_word (language, "Unit"), 0.1, OUTPUT_ALIGN_START },
    { output_word (language, "What it is"), 0.27, OUTPUT_ALIGN_START },
    { output_word (language, "Estimate and interval"), 0.2, OUTPUT_ALIGN_START },
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
      g_ptr_array_add (cells, g_strdup (output_word (language, metric->summary)));
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
    { output_word (language, "Verdict"), 0.12, OUTPUT_ALIGN_END },
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
