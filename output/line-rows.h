/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line rows: which batch held which line when, and what else a line did. */
#pragma once

#include "sim/trace.h"

#include <glib.h>
#include <stdbool.h>

/* Contract: borrows from the trace.  Times are days since the start. */

/* One patient's stay on one line: successive stages together. */
typedef struct
{
  int64_t patient;
  int32_t lane;
  double begin, end;
  size_t first_span, end_span; /* of the plan's, those of its stages among them */
} OutputLineBatch;

typedef struct
{
  double from, to; /* the whole period, days since the start */
  int32_t *lanes;  /* rows: indices of the gate's lanes */
  size_t n_lanes;
  const SimTraceSpan **spans; /* of lanes, by lane and begin */
  size_t n_spans;
  GArray *batches;    /* of OutputLineBatch, by lane and begin */
  GHashTable *grades; /* patient -> grade */
  GHashTable *names;  /* patient -> name, borrowed */
  bool has_booked, has_down, has_closed, has_gaps;
} OutputLineRows;

/** Returns: (transfer full): the gate's lanes and what they did in [@from, @to); the
 * period ends with the last batch where that is long before the trace does */
OutputLineRows *output_line_rows_new (const SimTrace *trace, double from, double to);
void output_line_rows_free (OutputLineRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputLineRows, output_line_rows_free)

/** Returns: the grade's letter, or NUL */
char output_line_rows_grade (const OutputLineRows *rows, int64_t patient);
/** Returns: the place of the first of the spans that belongs to @lane or a later one */
size_t output_line_rows_first_span (const OutputLineRows *rows, int32_t lane);
/** Returns: the place of the first of the batches that belongs to @lane or a later one */
guint output_line_rows_first_batch (const OutputLineRows *rows, int32_t lane);
/** Returns: in use / available, between @from and @to; NAN where never available */
double output_line_rows_use (const OutputLineRows *rows,
                             const SimTrace *trace,
                             int32_t lane,
                             double from,
                             double to);
bool output_line_rows_is_stage (const SimTrace *trace, const SimTraceSpan *span);
