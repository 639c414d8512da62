/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patient rows: who is drawn, where each one's day 0 lies, and what happened to them. */
#pragma once

#include "output/chart.h"

/* Contract: rows are in the order of the injuries.  Day 0 begins at the midnight before
 * the injury where windows are counted by dates (all of them then close at midnights),
 * else at the injury itself.  Borrows from the trace. */

typedef struct
{
  int64_t patient;  /* the number that spans and marks carry */
  const char *name; /* the id of a trace, or the number */
  const char *grade;
  const char *fate;
  double injured; /* days since the start, like all below; NAN where it never happened */
  double origin;  /* where day 0 begins */
  double deadline;
  double left;
  double harvested;
  double infused;
  double end; /* of its last phase */
} OutputPatientRow;

typedef struct
{
  GArray *rows; /* of OutputPatientRow: those wanted */
  size_t n_all; /* patients in the trace */
  bool is_elapsed;
  double window; /* from day 0 to the end of the window; NAN where unknown */
  /* Of row i: places first_span[i] to first_span[i + 1] of spans, by begin; likewise
   * marks. */
  const SimTraceSpan **spans;
  const SimTraceMark **marks;
  guint *first_span, *first_mark;
} OutputPatientRows;

/** Returns: (transfer full): the patients injured in the period of @options, or those it
 * names, with their spans and marks. Linear in the trace, but for the order of the rows.
 */
OutputPatientRows *output_patient_rows_new (const SimTrace *trace,
                                            const OutputChartOptions *options);
void output_patient_rows_free (OutputPatientRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputPatientRows, output_patient_rows_free)

/** Returns: where an axis of days since the injury ends that holds the first @n rows */
double output_patient_rows_end (const OutputPatientRows *rows, size_t n);
