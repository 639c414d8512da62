/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patient rows: who is drawn, where each one's day 0 lies, and what happened to them. */
#include "output/patient-rows.h"

#include <math.h>

void
output_patient_rows_free (OutputPatientRows *rows)
{
  if (rows == NULL)
    return;
  g_array_unref (rows->rows);
  g_ptr_array_unref (rows->spans);
  g_ptr_array_unref (rows->marks);
  g_free (rows);
}

static double
number_at (const SimCell *cells, int column)
{
  return column < 0 ? (double) NAN : cells[column].number;
}

static const char *
text_at (const SimCell *cells, int column)
{
  return column < 0 ? NULL : cells[column].text;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const OutputPatientRow *left = a, *right = b;
  if (left->injured != right->injured)
    return left->injured < right->injured ? -1 : 1;
  return left->patient < right->patient ? -1 : left->patient > right->patient;
}

/* Returns: (transfer full) (nullable): the numbers asked for, NULL for everybody */
static GHashTable *
wanted_numbers (const OutputChartOptions *options)
{
  if (options->patients == NULL)
    return NULL;
  GHashTable *wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (size_t i = 0; i < options->n_patients; i++)
    g_hash_table_add (wanted, (gpointer) &options->patients[i]);
  return wanted;
}

static void
read_rows (OutputPatientRows *rows,
           const SimTable *table,
           const OutputChartOptions *options)
{
  int number = sim_table_find_column (table, "_number");
  int name = sim_table_find_column (table, "patient");
  int grade = sim_table_find_column (table, "grade_referral");
  int fate = sim_table_find_column (table, "fate");
  int injured = sim_table_find_column (table, "injured");
  int deadline = sim_table_find_column (table, "_deadline");
  int left = sim_table_find_column (table, "left");
  int harvested = sim_table_find_column (table, "harvested");
  int infused = sim_table_find_column (table, "infused");
  GHashTable *wanted = wanted_numbers (options);
  for (size_t i = 0; i < rows->n_all; i++)
    {
      const SimCell *cells = sim_table_row (table, i);
      double own_number = number_at (cells, number);
      OutputPatientRow row = { .name = text_at (cells, name),
                               .grade = text_at (cells, grade),
                               .fate = text_at (cells, fate),
                               .injured = number_at (cells, injured),
                               .deadline = number_at (cells, deadline),
                               .left = number_at (cells, left),
                               .harvested = number_at (cells, harvested),
                               .infused = number_at (cells, infused) };
      if (!isfinite (row.injured) || !(own_number >= 0.0))
        continue;
      row.patient = (int64_t) own_number;
      /* Windows by dates close at midnights, all of them; elapsed ones seldom do. */
      if (isfinite (row.deadline) && fabs (row.deadline - round (row.deadline)) > 1e-3)
        rows->is_elapsed = true;
      if (row.injured >= options->from && row.injured < options->to &&
          (wanted == NULL || g_hash_table_contains (wanted, &row.patient)))
        g_array_append_val (rows->rows, row);
    }
  if (wanted != NULL)
    g_hash_table_unref (wanted);
}

OutputPatientRows *
output_patient_rows_new (const SimTrace *trace, const OutputChartOptions *options)
{
  OutputPatientRows *rows = g_new0 (OutputPatientRows, 1);
  rows->rows = g_array_new (FALSE, TRUE, sizeof (OutputPatientRow));
  rows->spans = g_ptr_array_new ();
  rows->marks = g_ptr_array_new ();
  rows->n_all = sim_table_row_count (trace->patients);
  rows->window = rows->end = (double) NAN;
  read_rows (rows, trace->patients, options);
  g_array_sort (rows->rows, compare_rows);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      OutputPatientRow *row = &g_array_index (rows->rows, OutputPatientRow, i);
      row->origin = rows->is_elapsed ? row->injured : floor (row->injured + 1e-6);
      if (isfinite (row->deadline))
        rows->window = row->deadline - row->origin;
    }
  return rows;
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const SimTraceSpan *left = *(const SimTraceSpan *const *) a;
  const SimTraceSpan *right = *(const SimTraceSpan *const *) b;
  if (left->patient != right->patient)
    return left->patient < right->patient ? -1 : 1;
  if (left->begin != right->begin)
    return left->begin < right->begin ? -1 : 1;
  return left < right ? -1 : left > right; /* one array: its own order */
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const SimTraceMark *left = *(const SimTraceMark *const *) a;
  const SimTraceMark *right = *(const SimTraceMark *const *) b;
  if (left->patient != right->patient)
    return left->patient < right->patient ? -1 : 1;
  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return left < right ? -1 : left > right;
}

/* Returns: (transfer full): patient -> its row */
static GHashTable *
index_rows (const OutputPatientRows *rows)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      OutputPatientRow *row = &g_array_index (rows->rows, OutputPatientRow, i);
      g_hash_table_insert (index, &row->patient, row);
    }
  return index;
}

void
output_patient_rows_load_records (OutputPatientRows *rows,
                                  const SimTrace *trace,
                                  size_t first,
                                  size_t n)
{
  GHashTable *index = index_rows (rows);
  const OutputPatientRow *begin = &g_array_index (rows->rows, OutputPatientRow, first);
  int bed = sim_trace_find_span_kind (trace, "bed");
  double end = isfinite (rows->window) ? rows->window + 1.0 : 32.0;
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const OutputPatientRow *row = &g_array_index (rows->rows, OutputPatientRow, i);
      end = isfinite (row->left) ? MAX (end, row->left - row->origin) : end;
    }
  g_ptr_array_set_size (rows->spans, 0);
  g_ptr_array_set_size (rows->marks, 0);
  for (guint i = 0; i < trace->spans->len; i++)
    {
      SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      const OutputPatientRow *row = g_hash_table_lookup (index, &span->patient);
      if (row == NULL)
        continue;
      if (span->kind != bed)
        end = MAX (end, sim_time_to_days (span->end) - row->origin);
      if (row >= begin && row < begin + n)
        g_ptr_array_add (rows->spans, span);
    }
  for (guint i = 0; i < trace->marks->len; i++)
    {
      SimTraceMark *mark = &g_array_index (trace->marks, SimTraceMark, i);
      const OutputPatientRow *row = g_hash_table_lookup (index, &mark->patient);
      if (row != NULL && row >= begin && row < begin + n)
        g_ptr_array_add (rows->marks, mark);
    }
  g_ptr_array_sort (rows->spans, compare_spans);
  g_ptr_array_sort (rows->marks, compare_marks);
  g_hash_table_unref (index);
  rows->end = ceil (end) + 2.0;
}

guint
output_patient_rows_first_span (const OutputPatientRows *rows, int64_t patient)
{
  guint low = 0, high = rows->spans->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      const SimTraceSpan *span = rows->spans->pdata[middle];
      if (span->patient < patient)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
output_patient_rows_first_mark (const OutputPatientRows *rows, int64_t patient)
{
  guint low = 0, high = rows->marks->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      const SimTraceMark *mark = rows->marks->pdata[middle];
      if (mark->patient < patient)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
