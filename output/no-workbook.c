/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks where day31 is built without libxlsxwriter: there are none. */
#include "output/workbook.h"

#include <glib/gi18n.h>

#include "output/error.h"

bool
output_workbook_is_available (void)
{
  return false;
}

OutputWorkbook *
output_workbook_new (OutputAtomicFile *file,
                     G_GNUC_UNUSED const char *title,
                     G_GNUC_UNUSED const char *comment,
                     G_GNUC_UNUSED int64_t created,
                     GError **error)
{
  g_set_error (
      error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE,
      _ ("%s: this day31 was built without libxlsxwriter, which writes workbooks"),
      output_atomic_file_path (file));
  output_atomic_file_free (file);
  return NULL;
}

/* There is none to be freed, filled or committed. */

void
output_workbook_free (OutputWorkbook *workbook)
{
  g_assert (workbook == NULL);
}

OutputSheet *
output_workbook_add_sheet (G_GNUC_UNUSED OutputWorkbook *workbook,
                           G_GNUC_UNUSED const char *name)
{
  g_assert_not_reached ();
}

void
output_sheet_text (G_GNUC_UNUSED OutputSheet *sheet, G_GNUC_UNUSED const char *text)
{
  g_assert_not_reached ();
}

void
output_sheet_number (G_GNUC_UNUSED OutputSheet *sheet, G_GNUC_UNUSED const char *text)
{
  g_assert_not_reached ();
}

void
output_sheet_end_row (G_GNUC_UNUSED OutputSheet *sheet)
{
  g_assert_not_reached ();
}

bool
output_workbook_commit (G_GNUC_UNUSED OutputWorkbook *workbook,
                        G_GNUC_UNUSED GError **error)
{
  g_assert_not_reached ();
}
