/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line rows: which batch held which line when, and what else a line did. */
#include "output/line-rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
output_line_rows_free (OutputLineRows *plan)
{
  g_free (plan->lanes);
  g_free (plan->spans);
  g_array_unref (plan->batches);
  g_hash_table_unref (plan->grades);
  g_hash_table_unref (plan->names);
  g_free (plan);
}
static int
compare_spans (const void *a, const void *b)
{
  const SimTraceSpan *left = *(const SimTraceSpan *const *) a;
  const SimTraceSpan *right = *(const SimTraceSpan *const *) b;
  if (left->lane != right->lane)
    return left->lane < right->lane ? -1 : 1;
  if (left->begin != right->begin)
    return left->begin < right->begin ? -1 : 1;
  return left < right ? -1 : left > right;
}

bool
output_line_rows_is_stage (const SimTrace *trace, const SimTraceSpan *span)
{
  return g_str_has_prefix (trace->span_kinds[span->kind].id, "stage:");
}

static bool
is_kind (const SimTrace *trace, const SimTraceSpan *span, const char *id)
{
  return strcmp (trace->span_kinds[span->kind].id, id) == 0;
}

/* Stages of one patient on one line, each later in the plant's order than the one before,
 * are one stay; an earlier stage again is a remake. */
static void
plan_batches (OutputLineRows *plan, const SimTrace *trace)
{
  int32_t last_kind = -1;
  for (size_t i = 0; i < plan->n_spans; i++)
    {
      const SimTraceSpan *span = plan->spans[i];
      if (!output_line_rows_is_stage (trace, span))
        continue;
      OutputLineBatch *last =
          plan->batches->len > 0
              ? &g_array_index (plan->batches, OutputLineBatch, plan->batches->len - 1)
              : NULL;
      double begin = sim_time_to_days (span->begin);
      double end = sim_time_to_days (span->end);
      if (last != NULL && last->lane == span->lane && last->patient == span->patient &&
          span->kind > last_kind)
        {
          plan->has_gaps = plan->has_gaps || begin > last->end + 0.02;
          last->end = MAX (last->end, end);
          last->end_span = i + 1;
        }
      else
        {
          OutputLineBatch batch = { span->patient, span->lane, begin, end, i, i + 1 };
          g_array_append_val (plan->batches, batch);
        }
      last_kind = span->kind;
    }
}

static void
plan_patients (OutputLineRows *plan, const SimTable *patients)
{
  int number = patients != NULL ? sim_table_find_column (patients, "_number") : -1;
  int name = patients != NULL ? sim_table_find_column (patients, "patient") : -1;
  int grade = patients != NULL ? sim_table_find_column (patients, "grade_referral") : -1;
  if (number < 0 || name < 0 || grade < 0)
    return;
  for (size_t i = 0; i < sim_table_row_count (patients); i++)
    {
      const SimCell *row = sim_table_row (patients, i);
      gpointer key = GINT_TO_POINTER ((int) row[number].number);
      if (row[name].text != NULL)
        g_hash_table_insert (plan->names, key, (gpointer) row[name].text);
      if (row[grade].text != NULL)
        g_hash_table_insert (plan->grades, key,
                             GINT_TO_POINTER ((int) row[grade].text[0]));
    }
}

OutputLineRows *
output_line_rows_new (const SimTrace *trace, double from, double to)
{
  OutputLineRows *plan = g_new0 (OutputLineRows, 1);
  plan->batches = g_array_new (FALSE, FALSE, sizeof (OutputLineBatch));
  plan->grades = g_hash_table_new (NULL, NULL);
  plan->names = g_hash_table_new (NULL, NULL);
  plan->lanes = g_new (int32_t, trace->n_lanes + 1);
  for (size_t i = 0; i < trace->n_lanes; i++)
    if (trace->lanes[i].is_gate)
      plan->lanes[plan->n_lanes++] = (int32_t) i;
  plan->spans = g_new (const SimTraceSpan *, (size_t) trace->spans->len + 1);
  double last = 0.0;
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      if (span->lane < 0 || !trace->lanes[span->lane].is_gate)
        continue;
      plan->spans[plan->n_spans++] = span;
      if (span->patient >= 0)
        last = MAX (last, sim_time_to_days (span->end));
    }
  qsort (plan->spans, plan->n_spans, sizeof *plan->spans, compare_spans);
  plan_batches (plan, trace);
  plan_patients (plan, trace->patients);
  /* From the start to the scenario's end, or to the last batch where it ends long before.
   */
  double end = trace->end > 0 ? sim_time_to_days (trace->end) : last;
  plan->from = MAX (0.0, from);
  bool is_short = last > 0.0 && last < 0.8 * end;
  plan->to = MIN (is_short ? ceil (last) + 2.0 : end, to);
  if (!(plan->to > plan->from))
    plan->to = plan->from + 1.0;
  for (size_t i = 0; i < plan->n_spans; i++)
    {
      plan->has_booked |= is_kind (trace, plan->spans[i], "booked");
      plan->has_down |= is_kind (trace, plan->spans[i], "down");
      plan->has_closed |= is_kind (trace, plan->spans[i], "closed");
    }
  return plan;
}

char
output_line_rows_grade (const OutputLineRows *plan, int64_t patient)
{
  return (char) GPOINTER_TO_INT (
      g_hash_table_lookup (plan->grades, GINT_TO_POINTER ((int) patient)));
}

size_t
output_line_rows_first_span (const OutputLineRows *plan, int32_t lane)
{
  size_t low = 0, high = plan->n_spans;
  while (low < high)
    {
      size_t middle = (low + high) / 2;
      if (plan->spans[middle]->lane < lane)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
output_line_rows_first_batch (const OutputLineRows *plan, int32_t lane)
{
  guint low = 0, high = plan->batches->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (g_array_index (plan->batches, OutputLineBatch, middle).lane < lane)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static double
overlap (double from, double to, double begin, double end)
{
  return MAX (0.0, MIN (to, end) - MAX (from, begin));
}

double
output_line_rows_use (const OutputLineRows *plan,
                      const SimTrace *trace,
                      int32_t lane,
                      double from,
                      double to)
{
  double available = to - from;
  double used = 0.0;
  for (size_t i = output_line_rows_first_span (plan, lane);
       i < plan->n_spans && plan->spans[i]->lane == lane; i++)
    if (is_kind (trace, plan->spans[i], "closed"))
      available -= overlap (from, to, sim_time_to_days (plan->spans[i]->begin),
                            sim_time_to_days (plan->spans[i]->end));
  for (guint i = output_line_rows_first_batch (plan, lane); i < plan->batches->len; i++)
    {
      const OutputLineBatch *batch = &g_array_index (plan->batches, OutputLineBatch, i);
      if (batch->lane != lane)
        break;
      used += overlap (from, to, batch->begin, batch->end);
    }
  return available > 0.5 ? MIN (used / available, 1.0) : (double) NAN;
}
