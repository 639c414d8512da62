/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces: one replication told patient by patient, with its own labels. */
#include "sim/trace.h"

#include <string.h>

SimTrace *
sim_trace_new (void)
{
  SimTrace *trace = g_new0 (SimTrace, 1);
  trace->spans = g_array_new (FALSE, FALSE, sizeof (SimTraceSpan));
  trace->marks = g_array_new (FALSE, FALSE, sizeof (SimTraceMark));
  return trace;
}

static void
free_kinds (SimTraceKind *kinds, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      g_free (kinds[i].id);
      g_free (kinds[i].label);
    }
  g_free (kinds);
}

void
sim_trace_free (SimTrace *trace)
{
  if (trace == NULL)
    return;
  free_kinds (trace->span_kinds, trace->n_span_kinds);
  free_kinds (trace->mark_kinds, trace->n_mark_kinds);
  for (size_t i = 0; i < trace->n_lanes; i++)
    g_free (trace->lanes[i].pool);
  g_free (trace->lanes);
  g_array_unref (trace->spans);
  g_array_unref (trace->marks);
  sim_table_free (trace->patients);
  sim_table_free (trace->decisions);
  sim_table_free (trace->rankings);
  g_free (trace);
}

static int
add_kind (
    SimTraceKind **kinds, size_t *n, const char *id, const char *label, bool is_users)
{
  *kinds = g_renew (SimTraceKind, *kinds, *n + 1);
  (*kinds)[*n] = (SimTraceKind){ g_strdup (id), g_strdup (label), is_users };
  return (int) (*n)++;
}

int
sim_trace_add_span_kind (SimTrace *trace,
                         const char *id,
                         const char *label,
                         bool is_users)
{
  return add_kind (&trace->span_kinds, &trace->n_span_kinds, id, label, is_users);
}

int
sim_trace_add_mark_kind (SimTrace *trace,
                         const char *id,
                         const char *label,
                         bool is_users)
{
  return add_kind (&trace->mark_kinds, &trace->n_mark_kinds, id, label, is_users);
}

int
sim_trace_add_lane (SimTrace *trace, const char *pool, int unit, bool is_gate)
{
  /* A pool may have a million units: grow by doubling, at the powers of two. */
  size_t n = trace->n_lanes;
  if ((n & (n - 1)) == 0)
    trace->lanes = g_renew (SimTraceLane, trace->lanes, MAX (1, 2 * n));
  trace->lanes[n] = (SimTraceLane){ g_strdup (pool), unit, is_gate };
  trace->n_lanes++;
  return (int) n;
}

static int
find_kind (const SimTraceKind *kinds, size_t n, const char *id)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (kinds[i].id, id) == 0)
      return (int) i;
  return -1;
}

int
sim_trace_find_span_kind (const SimTrace *trace, const char *id)
{
  return find_kind (trace->span_kinds, trace->n_span_kinds, id);
}

int
sim_trace_find_mark_kind (const SimTrace *trace, const char *id)
{
  return find_kind (trace->mark_kinds, trace->n_mark_kinds, id);
}
