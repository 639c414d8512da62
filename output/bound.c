/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table bound.csv: what each rule reached of what no rule could exceed. */
#include "output/bound.h"

#include "output/table-file.h"

bool
output_bound_write (OutputStore *store, const GArray *rows, GError **error)
{
  static const char *const columns[] = { "rule",  "objective", "mean", "bound",
                                         "share", "low",       "high" };
  g_autoptr (OutputCsv) csv = output_table_file_new (store, "bound", error);
  if (csv == NULL)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS (columns); i++)
    output_csv_text (csv, columns[i]);
  output_csv_end_row (csv);
  for (guint i = 0; i < rows->len; i++)
    {
      const OutputBoundRow *row = &g_array_index (rows, OutputBoundRow, i);
      output_csv_text (csv, row->rule);
      output_csv_text (csv, row->objective);
      output_csv_number (csv, row->mean);
      output_csv_number (csv, row->bound);
      output_csv_number (csv, row->share);
      output_csv_number (csv, row->low);
      output_csv_number (csv, row->high);
      output_csv_end_row (csv);
    }
  return output_csv_commit (csv, error);
}
