/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Table files: where the tables of a run go, each a CSV file and, if asked, a sheet. */
#include "output/table-file.h"

#include <string.h>

#include "output/chart.h"
#include "sim/time.h"

OutputCsv *
output_table_file_new (OutputStore *store, const char *name, GError **error)
{
  g_autofree char *file_name = g_strconcat (name, ".csv", NULL);
  OutputAtomicFile *file = output_store_new_file (store, file_name, error);
  if (!file)
    return NULL;
  OutputCsv *csv = output_csv_new (file);
  OutputWorkbook *workbook = output_store_workbook (store);
  if (workbook)
    output_csv_copy_to (csv, output_workbook_add_sheet (workbook, name));
  return csv;
}

static const char *
find_fact (const OutputRun *run, const char *key)
{
  for (size_t i = 0; i < run->n_facts; i++)
    if (strcmp (run->facts[i].key, key) == 0)
      return run->facts[i].value;
  return NULL;
}

bool
output_table_file_begin_workbook (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  OutputAtomicFile *file = output_store_new_file (store, OUTPUT_WORKBOOK_NAME, error);
  if (!file)
    return false;
  OutputCaption caption = { 0 };
  const char *start_text = find_fact (run, "start");
  SimDate start;
  if (start_text && sim_date_parse (start_text, &start))
    caption.start_epoch_day = sim_date_to_epoch_day (start);
  /* A file that travels alone still says what made it. */
  g_autofree char *comment =
      g_strdup_printf ("day31 %s %s, scenario %s (%s), seed %" G_GUINT64_FORMAT
                       ", %" G_GINT64_FORMAT " replications",
                       run->version, run->command, run->scenario, run->digest, run->seed,
                       run->replications);
  OutputWorkbook *workbook =
      output_workbook_new (file, find_fact (run, "title"), comment,
                           output_chart_creation_time (&caption), error);
  output_store_set_workbook (store, workbook);
  return workbook != NULL;
}

bool
output_table_file_end_workbook (OutputStore *store, GError **error)
{
  OutputWorkbook *workbook = output_store_workbook (store);
  if (!workbook)
    return true;
  bool is_written = output_workbook_commit (workbook, error);
  output_store_set_workbook (store, NULL);
  return is_written;
}
