/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report's STRESS-DES table: what a reader needs to judge and repeat a simulation.
 *
 * Source of the items: Monks et al. 2019, J. Simulation 13(1), 55-67, STRESS-DES. */
#include "output/report-private.h"

#include <math.h>
#include <string.h>

#include "output/sentences.h"
#include "output/varied.h"

#define AUTHOR     "To be written by the author."
#define MOST_NAMED 20 /* more variants are named by the section Results alone */

typedef struct
{
  const OutputReportWriter *writer;
  GPtrArray *cells; /* owned */
} Form;

/* Takes over @text. */
static void
add (const Form *form, const char *number, const char *item, char *text)
{
  g_ptr_array_add (form->cells, g_strdup (number));
  g_ptr_array_add (form->cells, g_strdup (output_word (form->writer->language, item)));
  g_ptr_array_add (form->cells, text);
}

static void
add_word (const Form *form, const char *number, const char *item, const char *msgid)
{
  add (form, number, item, g_strdup (output_word (form->writer->language, msgid)));
}

static char *
count_text (size_t count)
{
  return g_strdup_printf ("%" G_GSIZE_FORMAT, count);
}

static char *
variants_text (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  if (run->n_variants > MOST_NAMED)
    {
      g_autofree char *n = count_text (run->n_variants);
      return output_phrase (writer->language, "the {n} of the section Results", "n", n,
                            NULL);
    }
  g_autoptr (GString) text = g_string_new ("");
  for (size_t v = 0; v < run->n_variants; v++)
    {
      g_autofree char *name = output_report_variant (writer, v);
      g_string_append_printf (text, "%s%s", v > 0 ? "; " : "", name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_objectives (const Form *form)
{
  const OutputReportWriter *writer = form->writer;
  const OutputRun *run = writer->report->run;
  const char *purpose = output_report_local_fact (writer, "purpose");
  g_autofree char *measures = count_text (writer->report->data->catalogue->n_metrics);
  g_autofree char *variants = variants_text (writer);

  add (form, "1.1", "Purpose of the model",
       g_strdup (purpose != NULL ? purpose : output_word (writer->language, AUTHOR)));
  add (form, "1.2", "Model outputs",
       output_phrase (writer->language,
                      "{n} measures, over the patients whose day 0 is in the measured "
                      "period; the section Measures says of each what it is, its unit "
                      "and how its interval is found.",
                      "n", measures, NULL));
  add (form, "1.3", "Experimentation aims",
       output_phrase (writer->language,
                      run->n_variants > 1
                          ? "Comparison of these variants on the same patients: "
                            "{variants}. Why these: to be written by the author."
                          : "One variant: {variants}. Why this: to be written by the "
                            "author.",
                      "variants", variants, NULL));
}

/* What differs between variants. */
static const char *
scenario_logic (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  if (run->n_variants < 2)
    return "There is one variant only.";
  return output_varied_is (run)
             ? "Each variant of item 1.3 is named by what it changes: a "
               "rule, or numbers of the section Assumptions."
             : "The variants differ by their rule alone, item 2.4.";
}

/* "infused, of the referred, AIS A (%): ±0.6; ...", the least sure variant's; "" where
 * nothing is primary or no interval is known */
static char *
half_widths_text (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  const OutputChartData *data = writer->report->data;
  g_autoptr (GString) text = g_string_new ("");
  for (size_t i = 0; i < run->n_primary; i++)
    {
      const SimMetric *metric = &data->catalogue->metrics[run->primary[i]];
      double factor = strcmp (metric->unit, "1") == 0 ? 100.0 : 1.0, half = 0.0;
      for (size_t v = 0; v < data->n_variants; v++)
        {
          const SimEstimate *estimate = &data->variants[v].estimates[run->primary[i]];
          half = fmax (half, factor * (estimate->high - estimate->low) / 2.0);
        }
      if (!(half > 0.0))
        continue;
      g_autofree char *name = output_report_metric (writer, metric, true);
      g_autofree char *width =
          output_number (half, output_difference_decimals (-half, half));
      g_string_append_printf (text, "%s%s ±%s",
                              text->len > 0 ? output_word (writer->language, ", ") : "",
                              name, width);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* "line 7, suite 2" */
static char *
pools_text (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  g_autoptr (GString) text = g_string_new ("");
  for (size_t i = 0; i < run->n_parameters; i++)
    if (g_str_has_prefix (run->parameters[i].address, "pool:") &&
        strchr (run->parameters[i].address, '.') == NULL)
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "",
                              run->parameters[i].address + 5, run->parameters[i].value);
  if (text->len == 0)
    g_string_append (text, "–");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
fact_or (const OutputReportWriter *writer, const char *key, const char *otherwise)
{
  const char *value = output_report_fact (writer, key);
  return value != NULL ? value : otherwise;
}

static void
add_logic (const Form *form)
{
  const OutputReportWriter *writer = form->writer;
  OutputLanguage language = writer->language;
  g_autofree char *pools = pools_text (writer);

  add_word (form, "2.1", "Model overview diagram", "Section Model.");
  add_word (form, "2.2", "Base model logic",
            output_report_has_blood (writer)
                ? "An injured patient is referred, screened, waits for a manufacturing "
                  "line, gives blood and marrow, and is infused with the product made "
                  "from them, unless the window closes, the grade changes or something "
                  "fails."
                : "A patient falls ill or is injured (day 0), is referred, waits for a "
                  "manufacturing line, is harvested, and is infused with the product "
                  "made from that, unless the window closes or something fails.");
  add_word (form, "2.3", "Scenario logic", scenario_logic (writer));
  add_word (form, "2.4", "Algorithms",
            output_report_has_rules (writer) ? "Section Model, Allocation rules."
                                             : AUTHOR);
  add_word (
      form, "2.5.1", "Entities",
      output_report_has_blood (writer)
          ? "Patients with sex, age, weight, haemoglobin, grade and site, drawn at "
            "the injury; batches, one patient's product each."
          : "Patients with what the assumptions give them, drawn at day 0; batches, "
            "one patient's product each.");
  add_word (form, "2.5.2", "Activities",
            "Those of the diagram, in its order; a failed batch may return its patient "
            "to waiting where remakes are allowed.");
  add (form, "2.5.3", "Resources",
       output_phrase (language,
                      "Pools: {pools}. Sites: {sites}, with their slots and beds where "
                      "the assumptions name them.",
                      "pools", pools, "sites", fact_or (writer, "sites", "1"), NULL));
  const char *window = output_report_fact (writer, "window-days");
  add (form, "2.5.4", "Queues",
       output_phrase (
           language,
           window != NULL
               ? "Patients wait for a line without limit of number, in the order of the "
                 "rule, judged anew at each booking; they leave when the window of "
                 "{window} days closes, by recovery or by attrition. Batches wait for a "
                 "stage first come, first served."
               : "Patients wait for a line without limit of number or time, in the order "
                 "of the rule, judged anew at each booking; they leave by attrition. "
                 "Batches wait for a stage first come, first served.",
           "window", window, NULL));
  const char *arrivals = fact_or (writer, "arrivals", "");
  add_word (
      form, "2.5.5", "Entry and exit points",
      strcmp (arrivals, "trace") == 0
          ? "Patients come as a list names them, and leave by exactly one fate each."
      : strcmp (arrivals, "renewal") == 0
          ? "Patients come at intervals drawn from one distribution, and leave by "
            "exactly one fate each."
          : "Patients come as a Poisson process with the rates, steps and seasons "
            "of the assumptions, and leave by exactly one fate each.");
}

static void
add_data (const Form *form)
{
  const OutputReportWriter *writer = form->writer;
  const OutputRun *run = writer->report->run;
  size_t n_sourced = 0, n_assumed = 0;
  for (size_t i = 0; i < run->n_parameters; i++)
    {
      n_sourced += run->parameters[i].source != NULL;
      n_assumed += g_strcmp0 (run->parameters[i].status, "assumption") == 0;
    }
  g_autofree char *all = count_text (run->n_parameters);
  g_autofree char *sourced = count_text (n_sourced);
  g_autofree char *assumed = count_text (n_assumed);

  add (form, "3.1", "Data sources",
       output_phrase (writer->language,
                      "{n} of {all} numbers say where they come from; see the section "
                      "Assumptions.",
                      "n", sourced, "all", all, NULL));
  add_word (form, "3.2", "Pre-processing", AUTHOR);
  add_word (form, "3.3", "Input parameters",
            "All of them, with their distributions: section Assumptions.");
  add (form, "3.4", "Assumptions",
       output_phrase (writer->language,
                      "{n} of {all} numbers are marked as assumed in the section "
                      "Assumptions.",
                      "n", assumed, "all", all, NULL));
}

static void
add_experimentation (const Form *form)
{
  const OutputReportWriter *writer = form->writer;
  OutputLanguage language = writer->language;
  const OutputCaption *caption = &writer->report->data->caption;
  g_autofree char *n = output_number ((double) caption->replications, 0);
  double percent = caption->confidence * 100.0;
  g_autofree char *level = output_number (percent, percent == (int) percent ? 0 : 1);
  g_autofree char *from = output_date (language, caption->start_epoch_day);
  g_autofree char *to = output_date (language, caption->end_epoch_day);
  const char *initial = output_report_fact (writer, "initial-patients");
  const char *draws = output_report_fact (writer, "input-draws");
  g_autofree char *widths = half_widths_text (writer);

  add (form, "4.1", "Initialisation",
       output_phrase (
           language,
           initial != NULL ? "Terminating. Starts from {initial} patients of a list; "
                             "warm-up {days} days."
                           : "Terminating. Starts empty; warm-up {days} days.",
           "days", fact_or (writer, "warm-up", "0"), "initial", initial, NULL));
  add (form, "4.2", "Run length",
       output_phrase (language,
                      "From {from} to {to}, and on until every patient of the measured "
                      "period has a fate; time in whole seconds.",
                      "from", from, "to", to, NULL));
  g_autofree char *approach = output_phrase (
      language,
      draws != NULL ? "{n} independent replications over {draws} draws of the "
                      "uncertain inputs; {level} % intervals over the draws."
                    : "{n} independent replications; {level} % intervals.",
      "n", n, "level", level, "draws", draws, NULL);
  g_autofree char *reached =
      *widths == '\0' ? g_strdup ("")
                      : output_phrase (language,
                                       "Half-width reached for the primary measures, of "
                                       "the variant where it is greatest: {widths}.",
                                       "widths", widths, NULL);
  add (form, "4.3", "Estimation approach",
       g_strconcat (approach, *reached != '\0' ? "\n" : "", reached, NULL));
}

static void
add_implementation (const Form *form)
{
  const OutputReportWriter *writer = form->writer;
  const OutputRun *run = writer->report->run;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, run->seed);

  add (form, "5.1", "Software",
       output_phrase (writer->language,
                      "day31 {version}, in C17; libraries and system: run.json, block "
                      "environment.",
                      "version", run->version, NULL));
  add (
      form, "5.2", "Random sampling",
      output_phrase (writer->language,
                     "Philox4x64-10, seed {seed}, a stream for each patient and purpose, "
                     "so that variants meet the same patients with the same luck.",
                     "seed", seed, NULL));
  add_word (form, "5.3", "Model execution",
            "Event scheduling. At one instant: calendars, completions, arrivals, changes "
            "of grade, appointments, allocation, then expiry; ties in the order of "
            "scheduling. Replications may run in parallel; results do not depend on it.");
  add_word (form, "5.4", "System specification",
            "Run time and threads: run.json, block environment.");
  add (form, "6.1", "Code access",
       output_phrase (writer->language,
                      "day31 {version}, GPL-3.0-or-later; scenario SHA-256 {digest}. "
                      "Where to get them: to be written by the author.",
                      "version", run->version, "digest", run->digest, NULL));
}

void
output_report_write_stress (const OutputReportWriter *writer)
{
  OutputLanguage language = writer->language;
  const OutputFlowColumn columns[] = {
    { output_word (language, "No."), 0.07, OUTPUT_ALIGN_START },
    { output_word (language, "Item"), 0.23, OUTPUT_ALIGN_START },
    { output_word (language, "Answer"), 0.7, OUTPUT_ALIGN_START },
  };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  const Form form = { writer, cells };

  output_flow_heading (writer->flow, 1,
                       output_word (language, "Reporting guideline STRESS-DES"));
  add_objectives (&form);
  add_logic (&form);
  add_data (&form);
  add_experimentation (&form);
  add_implementation (&form);
  output_flow_table (writer->flow, columns, G_N_ELEMENTS (columns),
                     (const char *const *) cells->pdata,
                     cells->len / G_N_ELEMENTS (columns));
}
