/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces: one replication told patient by patient, with its own labels. */
#pragma once

#include "sim/table.h"
#include "sim/time.h"

/* Contract: a trace explains itself: whoever draws it needs neither model nor scenario.
 * Labels are English msgids, which a reader may translate; ids given by the user (stages,
 * pools) are labels too and are not translated.  Spans and marks stand in the order in
 * which they were closed or made.  patient is the patient's number, from 1; -1 is nobody.
 */

typedef struct
{
  char *id;      /* "waiting", "stage:primary" */
  char *label;   /* "waiting", "primary" */
  bool is_users; /* the label is the user's own word: never translated */
} SimTraceKind;

/* A row of the Gantt chart of units: one unit of a pool. */
typedef struct
{
  char *pool;
  int unit;     /* from 1 */
  bool is_gate; /* a line */
} SimTraceLane;

typedef struct
{
  int64_t patient; /* -1: nobody (closed, down) */
  int32_t lane;    /* -1: no unit */
  int32_t kind;    /* into span_kinds */
  SimTime begin;
  SimTime end;
} SimTraceSpan;

typedef struct
{
  int64_t patient;
  int32_t kind;    /* into mark_kinds */
  int32_t ordinal; /* 1.. for draws, else 0 */
  SimTime at;
} SimTraceMark;

typedef struct SimTrace
{
  int64_t start_epoch_day; /* the date of time 0 */
  SimTime end;             /* the scenario's end */
  SimTraceKind *span_kinds;
  size_t n_span_kinds;
  SimTraceKind *mark_kinds;
  size_t n_mark_kinds;
  SimTraceLane *lanes;
  size_t n_lanes;
  GArray *spans;       /* of SimTraceSpan */
  GArray *marks;       /* of SimTraceMark */
  SimTable *patients;  /* the columns of patients.csv behind rule and replication, and
                        * behind them hidden columns that start with "_" (see below) */
  SimTable *decisions; /* the columns of bookings.csv behind rule and replication */
  SimTable *rankings;  /* decision, rank, patient, keys: the list at every decision */
} SimTrace;

/* Hidden columns of the patients' table, for charts and stories, never in patients.csv:
 * _deadline (days from start; the guide's end of the window), _group (grade letter),
 * _number (the patient's number in spans and marks), _cohort (0: background load, which
 * is left out of patients.csv). */

/** Returns: (transfer full): an empty trace without kinds, lanes and tables */
SimTrace *sim_trace_new (void);
void sim_trace_free (SimTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTrace, sim_trace_free)

/** Returns: the index of the new kind; copies @id and @label */
int sim_trace_add_span_kind (SimTrace *trace,
                             const char *id,
                             const char *label,
                             bool is_users);
int sim_trace_add_mark_kind (SimTrace *trace,
                             const char *id,
                             const char *label,
                             bool is_users);
int sim_trace_add_lane (SimTrace *trace, const char *pool, int unit, bool is_gate);
int sim_trace_find_span_kind (const SimTrace *trace, const char *id);
int sim_trace_find_mark_kind (const SimTrace *trace, const char *id);

/* The span kinds that every trace has, in this order, before "stage:ID" for each stage:
 *   waiting    from eligible to booked or to the end of waiting
 *   booked     from booked to harvested (no lane), or from booked to the batch's taking
 * the line with that line as lane marrow     from harvested to the start of the first
 * stage product    from released to infused down       a unit out of order (patient -1)
 *   closed     a unit that capacity does not include at that time (patient -1)
 *   bed        from infusion to the end of the stay
 * Mark kinds: injury referral draw harvest release infusion fate. */
