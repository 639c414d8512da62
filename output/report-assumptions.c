/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report's assumptions: every number with its source, status and range. */
#include "output/report-private.h"

#include <string.h>

static const char *const statuses[] = { "guideline", "source", "derived", "assumption" };

static size_t
count_status (const OutputRun *run, const char *status)
{
  size_t n = 0;
  for (size_t i = 0; i < run->n_parameters; i++)
    n += g_strcmp0 (run->parameters[i].status, status) == 0;
  return n;
}

static void
say_counts (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  g_autofree char *all = g_strdup_printf ("%" G_GSIZE_FORMAT, run->n_parameters);
  char *counts[G_N_ELEMENTS (statuses) + 1];
  for (size_t i = 0; i < G_N_ELEMENTS (statuses); i++)
    counts[i] = g_strdup_printf ("%" G_GSIZE_FORMAT, count_status (run, statuses[i]));
  counts[G_N_ELEMENTS (statuses)] =
      g_strdup_printf ("%" G_GSIZE_FORMAT, count_status (run, NULL));
  output_report_say (
      writer,
      "The scenario has {all} numbers: {guideline} from the Guideline, {source} from "
      "other "
      "sources, {derived} derived from them, {assumption} assumed, {none} undeclared.",
      "all", all, "guideline", counts[0], "source", counts[1], "derived", counts[2],
      "assumption", counts[3], "none", counts[4]);
  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    g_free (counts[i]);
}

/* Returns: (transfer full): a plain number with its thousands told apart, "14,957,755";
 * anything else as it is */
static char *
group_digits (const char *value)
{
  size_t whole = strspn (value, "0123456789");
  if (whole < 5 || value[whole] != '\0')
    return g_strdup (value);
  g_autoptr (GString) text = g_string_new ("");
  for (size_t i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, value[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
value_text (OutputLanguage language, const OutputParameter *parameter)
{
  const char *unit = parameter->unit != NULL ? parameter->unit : "";
  g_autofree char *value = group_digits (parameter->value);
  /* Shares stay shares here, as the scenario writes them. */
  if (strcmp (unit, "1") == 0 || *unit == '\0')
    return g_steal_pointer (&value);
  /* "1 day", not "1 days". */
  const char *one =
      g_strcmp0 (parameter->value, "1") == 0 && language == OUTPUT_LANGUAGE_EN
          ? strchr (unit, 's')
          : NULL;
  if (one != NULL && (one[1] == '\0' || one[1] == ' '))
    return g_strdup_printf ("%s %.*s%s", value, (int) (one - unit), unit, one + 1);
  /* What is counted by a unit of its own stands close to it in Japanese: "20歳". */
  bool is_close = language == OUTPUT_LANGUAGE_JA &&
                  (guchar) *output_word_unit (language, unit) >= 0x80;
  return g_strconcat (value, is_close ? "" : " ", output_word_unit (language, unit),
                      NULL);
}

/* The address, and of what distribution the number is a part. */
static char *
name_text (const OutputReportWriter *writer, const OutputParameter *parameter)
{
  g_autofree char *key = g_strconcat ("law.", parameter->address, NULL);
  const char *law = output_report_fact (writer, key);
  return law == NULL ? g_strdup (parameter->address)
                     : output_phrase (writer->language, "{number} ({law})", "law",
                                      output_word (writer->language, law), "number",
                                      parameter->address, NULL);
}

static char *
range_text (OutputLanguage language, const OutputParameter *parameter)
{
  if (parameter->low == NULL || parameter->high == NULL)
    return g_strdup ("");
  g_autofree char *low = group_digits (parameter->low);
  g_autofree char *high = group_digits (parameter->high);
  return output_phrase (language, "{low} to {high}", "low", low, "high", high, NULL);
}

void
output_report_write_assumptions (const OutputReportWriter *writer)
{
  OutputLanguage language = writer->language;
  const OutputRun *run = writer->report->run;
  const OutputFlowColumn columns[] = {
    { output_word (language, "Number"), 0.28, OUTPUT_ALIGN_START },
    { output_word (language, "Value"), 0.14, OUTPUT_ALIGN_START },
    { output_word (language, "Range"), 0.14, OUTPUT_ALIGN_START },
    { output_word (language, "Status"), 0.11, OUTPUT_ALIGN_START },
    { output_word (language, "Source"), 0.33, OUTPUT_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const char *before = NULL;

  output_flow_heading (writer->flow, 1, output_word (language, "Assumptions"));
  say_counts (writer);
  if (run->n_parameters == 0)
    return;
  output_flow_note (
      writer->flow,
      output_word (language, "Numbers have the names by which 'day31 sweep --vary' takes "
                             "them; ranges are those in which the scenario holds them "
                             "plausible; sources are in the words of the scenario."));
  for (size_t i = 0; i < run->n_parameters; i++)
    {
      const OutputParameter *parameter = &run->parameters[i];
      const char *source = parameter->source;
      bool is_same = source != NULL && g_strcmp0 (source, before) == 0;
      g_ptr_array_add (cells, name_text (writer, parameter));
      g_ptr_array_add (cells, value_text (language, parameter));
      g_ptr_array_add (cells, range_text (language, parameter));
      g_ptr_array_add (cells, g_strdup (output_word (language, parameter->status != NULL
                                                                   ? parameter->status
                                                                   : "undeclared")));
      g_ptr_array_add (cells,
                       g_strdup (is_same ? output_word (language, "as above") : source));
      before = source;
    }
  output_flow_table (writer->flow, columns, G_N_ELEMENTS (columns),
                     (const char *const *) cells->pdata, run->n_parameters);
}
