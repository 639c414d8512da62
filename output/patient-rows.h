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
} OutputPatientRow;

typedef struct
{
  GArray *rows; /* of OutputPatientRow: those wanted */
  size_t n_all; /* patients in the trace */
  bool is_elapsed;
  double window; /* from day 0 to the end of the window; NAN where unknown */
  double end;    /* last day of the axis, for all rows together; after _load_records */
  GPtrArray
      *spans; /* of const SimTraceSpan *, of the rows loaded, by patient and begin */
  GPtrArray *marks; /* of const SimTraceMark *, likewise */
} OutputPatientRows;

/** Returns: (transfer full): the patients injured in the period of @options, or those it
 * names, without their spans and marks */
OutputPatientRows *output_patient_rows_new (const SimTrace *trace,
                                            const OutputChartOptions *options);
void output_patient_rows_free (OutputPatientRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputPatientRows, output_patient_rows_free)

/** Gathers the spans and marks of rows [@first, @first + @n), and where the axis of all
 * rows ends.  Linear in the trace. */
void output_patient_rows_load_records (OutputPatientRows *rows,
                                       const SimTrace *trace,
                                       size_t first,
                                       size_t n);

/** Returns: the place of the patient's first span in spans */
guint output_patient_rows_first_span (const OutputPatientRows *rows, int64_t patient);
/** Returns: the place of the patient's first mark in marks */
guint output_patient_rows_first_mark (const OutputPatientRows *rows, int64_t patient);
