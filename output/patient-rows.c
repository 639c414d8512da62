/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patient rows: who is drawn, where each one's day 0 lies, and what happened to them. */
#include "output/patient-rows.h"

#include <math.h>
#include <stdlib.h>

void
output_patient_rows_free (OutputPatientRows *rows)
{
  if (rows == NULL)
    return;
  g_array_unref (rows->rows);
  g_free (rows->spans);
  g_free (rows->marks);
  g_free (rows->first_span);
  g_free (rows->first_mark);
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

static int
compare_spans (const void *a, const void *b)
{
  const SimTraceSpan *left = *(const SimTraceSpan *const *) a;
  const SimTraceSpan *right = *(const SimTraceSpan *const *) b;
  if (left->begin != right->begin)
    return left->begin < right->begin ? -1 : 1;
  return left < right ? -1 : left > right; /* one array: its own order */
}

static int
compare_marks (const void *a, const void *b)
{
  const SimTraceMark *left = *(const SimTraceMark *const *) a;
  const SimTraceMark *right = *(const SimTraceMark *const *) b;
  if (left->at != right->at)
    return left->at < right->at ? -1 : 1;
  return left < right ? -1 : left > right;
}

/* Returns: (transfer full): patient -> place of its row + 1 */
static GHashTable *
index_rows (const OutputPatientRows *rows)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);
  for (guint i = 0; i < rows->rows->len; i++)
    g_hash_table_insert (index, &g_array_index (rows->rows, OutputPatientRow, i).patient,
                         GUINT_TO_POINTER (i + 1));
  return index;
}

/* The row of each of @n records, whose patients lie @stride bytes apart from @patient on;
 * counts them into @first, so that row i has places first[i] to first[i + 1]. Returns:
 * (transfer full): rows + 1, 0 for those of no row */
static guint *
place_records (GHashTable *index,
               const int64_t *patient,
               size_t stride,
               guint n,
               guint *first,
               guint n_rows)
{
  guint *places = g_new (guint, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const int64_t *key = (const int64_t *) ((const char *) patient + i * stride);
      places[i] = GPOINTER_TO_UINT (g_hash_table_lookup (index, key));
      if (places[i] > 0)
        first[places[i]]++;
    }
  for (guint i = 0; i < n_rows; i++)
    first[i + 1] += first[i];
  return places;
}

static void
load_spans (OutputPatientRows *rows, const SimTrace *trace, GHashTable *index)
{
  guint n_rows = rows->rows->len;
  const SimTraceSpan *spans = (const SimTraceSpan *) (void *) trace->spans->data;
  rows->first_span = g_new0 (guint, n_rows + 2);
  g_autofree guint *places =
      place_records (index, spans != NULL ? &spans->patient : NULL, sizeof *spans,
                     trace->spans->len, rows->first_span, n_rows);
  rows->spans = g_new (const SimTraceSpan *, rows->first_span[n_rows] + 1);
  g_autofree guint *next = g_memdup2 (rows->first_span, (n_rows + 1) * sizeof *next);
  int bed = sim_trace_find_span_kind (trace, "bed");
  for (guint i = 0; i < trace->spans->len; i++)
    {
      if (places[i] == 0)
        continue;
      OutputPatientRow *row =
          &g_array_index (rows->rows, OutputPatientRow, places[i] - 1);
      rows->spans[next[places[i] - 1]++] = &spans[i];
      if (spans[i].kind != bed)
        row->end = MAX (row->end, sim_time_to_days (spans[i].end));
    }
  for (guint r = 0; r < n_rows; r++)
    qsort (rows->spans + rows->first_span[r],
           rows->first_span[r + 1] - rows->first_span[r], sizeof *rows->spans,
           compare_spans);
}

static void
load_marks (OutputPatientRows *rows, const SimTrace *trace, GHashTable *index)
{
  guint n_rows = rows->rows->len;
  const SimTraceMark *marks = (const SimTraceMark *) (void *) trace->marks->data;
  rows->first_mark = g_new0 (guint, n_rows + 2);
  g_autofree guint *places =
      place_records (index, marks != NULL ? &marks->patient : NULL, sizeof *marks,
                     trace->marks->len, rows->first_mark, n_rows);
  rows->marks = g_new (const SimTraceMark *, rows->first_mark[n_rows] + 1);
  g_autofree guint *next = g_memdup2 (rows->first_mark, (n_rows + 1) * sizeof *next);
  for (guint i = 0; i < trace->marks->len; i++)
    if (places[i] > 0)
      rows->marks[next[places[i] - 1]++] = &marks[i];
  for (guint r = 0; r < n_rows; r++)
    qsort (rows->marks + rows->first_mark[r],
           rows->first_mark[r + 1] - rows->first_mark[r], sizeof *rows->marks,
           compare_marks);
}

OutputPatientRows *
output_patient_rows_new (const SimTrace *trace, const OutputChartOptions *options)
{
  OutputPatientRows *rows = g_new0 (OutputPatientRows, 1);
  rows->rows = g_array_new (FALSE, TRUE, sizeof (OutputPatientRow));
  rows->n_all = sim_table_row_count (trace->patients);
  rows->window = (double) NAN;
  read_rows (rows, trace->patients, options);
  g_array_sort (rows->rows, compare_rows);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      OutputPatientRow *row = &g_array_index (rows->rows, OutputPatientRow, i);
      row->origin = rows->is_elapsed ? row->injured : floor (row->injured + 1e-6);
      row->end = isfinite (row->left) ? row->left : row->injured;
      if (isfinite (row->deadline))
        rows->window = row->deadline - row->origin;
    }
  GHashTable *index = index_rows (rows);
  load_spans (rows, trace, index);
  load_marks (rows, trace, index);
  g_hash_table_unref (index);
  return rows;
}

double
output_patient_rows_end (const OutputPatientRows *rows, size_t n)
{
  double end = isfinite (rows->window) ? rows->window + 1.0 : 32.0;
  for (size_t i = 0; i < n; i++)
    {
      const OutputPatientRow *row = &g_array_index (rows->rows, OutputPatientRow, i);
      end = MAX (end, row->end - row->origin);
    }
  return ceil (end) + 2.0;
}
