/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a report, each in a file of its own; output/report.c puts them in order.
 */
#pragma once

#include "output/flow.h"
#include "output/report.h"

typedef struct
{
  OutputFlow *flow;
  const OutputReport *report;
  OutputLanguage language;
} OutputReportWriter;

/** Writes a heading of level 2 and the rules: id, title, sentences; nothing without. */
void output_report_write_rules (const OutputReportWriter *writer);
/** Returns: whether there are rules to tell */
bool output_report_has_rules (const OutputReportWriter *writer);

void output_report_write_assumptions (const OutputReportWriter *writer);
void output_report_write_model (const OutputReportWriter *writer);
void output_report_write_results (const OutputReportWriter *writer);
void output_report_write_comparison (const OutputReportWriter *writer);
void output_report_write_stress (const OutputReportWriter *writer);
void output_report_write_measures (const OutputReportWriter *writer);
void output_report_write_oracles (const OutputReportWriter *writer);

/** Returns: (transfer none): the value of a fact, or NULL; with @is_local the Japanese
 * one where the report is in Japanese and there is one */
const char *output_report_fact (const OutputReportWriter *writer, const char *key);
const char *output_report_local_fact (const OutputReportWriter *writer, const char *key);

/** Returns: (transfer full): how the report names a variant, in its language */
char *output_report_variant (const OutputReportWriter *writer, size_t variant);

/** Returns: (transfer full): "infused, AIS A (patients)"; nothing is said of the group of
 * all. @is_difference: shares differ by percentage points */
char *output_report_metric (const OutputReportWriter *writer,
                            const SimMetric *metric,
                            bool is_difference);

/** Returns: (transfer full): an estimate or a difference with its interval, in the unit
 * of output_report_metric(); shares in per cent */
char *output_report_estimate (const OutputReportWriter *writer,
                              const SimMetric *metric,
                              const SimEstimate *estimate);

char *output_report_difference (const OutputReportWriter *writer,
                                const SimMetric *metric,
                                const SimDifference *difference);

/** Returns: whether the scenario declares an effect of the treatment */
bool output_report_has_effect (const OutputReportWriter *writer);

/** Returns: whether the scenario has draws of blood, and so marrow to harvest */
bool output_report_has_blood (const OutputReportWriter *writer);

/** Writes a phrase with places filled as a paragraph; see output_phrase(). */
#define output_report_say(writer, ...)                                                   \
  G_STMT_START                                                                           \
  {                                                                                      \
    g_autofree char *said_ = output_phrase ((writer)->language, __VA_ARGS__, NULL);      \
    output_flow_paragraph ((writer)->flow, said_);                                       \
  }                                                                                      \
  G_STMT_END
