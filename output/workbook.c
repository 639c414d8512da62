/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks: tables as the sheets of one spreadsheet file (xlsx), by libxlsxwriter. */
#include "output/workbook.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "output/error.h"

/* What a cell of Excel can hold; longer texts are cut. */
#define MAX_TEXT 32767
/* Ours: a column wider than this hides the others. */
#define MAX_WIDTH 40
/* Space for the filter's button beside the name of a column. */
#define HEADER_MARGIN 3

struct OutputSheet
{
  OutputWorkbook *workbook;
  lxw_worksheet *worksheet; /* the last of its sheets */
  char *name;
  int n_sheets;
  GPtrArray *header; /* its texts */
  GArray *widths;    /* int, characters, a column */
  lxw_row_t row;
  lxw_col_t column;
  lxw_col_t n_columns;
};

struct OutputWorkbook
{
  OutputAtomicFile *file;
  lxw_workbook *workbook; /* NULL once it is closed */
  lxw_format *bold;
  char *temporary;   /* where libxlsxwriter writes, beside the file */
  GPtrArray *sheets; /* OutputSheet */
  lxw_error failure; /* the first */
};

bool
output_workbook_is_available (void)
{
  return true;
}

static void
keep_failure (OutputWorkbook *workbook, lxw_error failure)
{
  if (workbook->failure == LXW_NO_ERROR)
    workbook->failure = failure;
}

static bool
set_error (const OutputWorkbook *workbook, GError **error)
{
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE, _ ("%s: cannot be written: %s"),
               output_atomic_file_path (workbook->file),
               lxw_strerror (workbook->failure));
  return false;
}

static void
sheet_free (gpointer data)
{
  OutputSheet *sheet = data;
  g_free (sheet->name);
  g_ptr_array_unref (sheet->header);
  g_array_unref (sheet->widths);
  g_free (sheet);
}

OutputWorkbook *
output_workbook_new (OutputAtomicFile *file,
                     const char *title,
                     const char *comment,
                     int64_t created,
                     GError **error)
{
  g_return_val_if_fail (file != NULL, NULL);
  g_autoptr (OutputWorkbook) workbook = g_new0 (OutputWorkbook, 1);
  workbook->file = file;
  workbook->sheets = g_ptr_array_new_with_free_func (sheet_free);
  g_autofree char *directory = g_path_get_dirname (output_atomic_file_path (file));
  workbook->temporary = g_strdup_printf ("%s/" OUTPUT_TEMPORARY_PREFIX "%ld-workbook",
                                         directory, (long) getpid ());
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = directory };
  workbook->workbook = workbook_new_opt (workbook->temporary, &options);
  if (workbook->workbook == NULL)
    {
      keep_failure (workbook, LXW_ERROR_MEMORY_MALLOC_FAILED);
      set_error (workbook, error);
      return NULL;
    }
  lxw_doc_properties properties = { .title = (char *) title,
                                    .comments = (char *) comment,
                                    .created = (time_t) created };
  keep_failure (workbook, workbook_set_properties (workbook->workbook, &properties));
  workbook->bold = workbook_add_format (workbook->workbook);
  format_set_bold (workbook->bold);
  return g_steal_pointer (&workbook);
}

void
output_workbook_free (OutputWorkbook *workbook)
{
  if (!workbook)
    return;
  if (workbook->workbook != NULL)
    lxw_workbook_free (workbook->workbook);
  if (workbook->temporary != NULL)
    unlink (workbook->temporary);
  g_ptr_array_unref (workbook->sheets);
  output_atomic_file_free (workbook->file);
  g_free (workbook->temporary);
  g_free (workbook);
}

/* ---- Sheets ---- */

static void
write_text (OutputSheet *sheet, lxw_col_t column, const char *text, lxw_format *format)
{
  g_autofree char *cut = NULL;
  if (g_utf8_strlen (text, -1) > MAX_TEXT)
    text = cut = g_utf8_substring (text, 0, MAX_TEXT);
  keep_failure (sheet->workbook, worksheet_write_string (sheet->worksheet, sheet->row,
                                                         column, text, format));
}

/* Begins a worksheet, the first of @sheet or one that goes on where the last is full. */
static void
begin_worksheet (OutputSheet *sheet)
{
  OutputWorkbook *workbook = sheet->workbook;
  sheet->n_sheets++;
  g_autofree char *name = sheet->n_sheets == 1
                              ? g_strdup (sheet->name)
                              : g_strdup_printf ("%s (%d)", sheet->name, sheet->n_sheets);
  sheet->worksheet = workbook_add_worksheet (workbook->workbook, name);
  sheet->row = 0;
  if (sheet->worksheet == NULL)
    {
      keep_failure (workbook, LXW_ERROR_CREATING_TMPFILE);
      return;
    }
  worksheet_freeze_panes (sheet->worksheet, 1, 0);
  for (guint i = 0; i < sheet->header->len; i++)
    write_text (sheet, (lxw_col_t) i, g_ptr_array_index (sheet->header, i),
                workbook->bold);
  if (sheet->header->len > 0)
    sheet->row = 1;
}

static void
end_worksheet (OutputSheet *sheet)
{
  if (sheet->worksheet == NULL || sheet->n_columns == 0)
    return;
  for (lxw_col_t i = 0; i < sheet->n_columns; i++)
    worksheet_set_column (sheet->worksheet, i, i, g_array_index (sheet->widths, int, i),
                          NULL);
  worksheet_autofilter (sheet->worksheet, 0, 0, sheet->row > 0 ? sheet->row - 1 : 0,
                        sheet->n_columns - 1);
}

OutputSheet *
output_workbook_add_sheet (OutputWorkbook *workbook, const char *name)
{
  g_return_val_if_fail (workbook != NULL && strlen (name) <= 25, NULL);
  OutputSheet *sheet = g_new0 (OutputSheet, 1);
  sheet->workbook = workbook;
  sheet->name = g_strdup (name);
  sheet->header = g_ptr_array_new_with_free_func (g_free);
  sheet->widths = g_array_new (FALSE, TRUE, sizeof (int));
  g_ptr_array_add (workbook->sheets, sheet);
  begin_worksheet (sheet);
  return sheet;
}

/* Counts a cell of so many characters. Returns: its column */
static lxw_col_t
next_cell (OutputSheet *sheet, const char *text)
{
  lxw_col_t column = sheet->column++;
  bool is_header = sheet->n_sheets == 1 && sheet->row == 0;
  int width =
      (int) MIN (g_utf8_strlen (text, -1) + (is_header ? HEADER_MARGIN : 1), MAX_WIDTH);
  if (column >= sheet->widths->len)
    g_array_set_size (sheet->widths, column + 1u);
  int *widest = &g_array_index (sheet->widths, int, column);
  *widest = MAX (*widest, width);
  if (is_header)
    g_ptr_array_add (sheet->header, g_strdup (text));
  return column;
}

void
output_sheet_text (OutputSheet *sheet, const char *text)
{
  bool is_header = sheet->n_sheets == 1 && sheet->row == 0;
  lxw_col_t column = next_cell (sheet, text != NULL ? text : "");
  if (sheet->worksheet != NULL && text != NULL && *text != '\0')
    write_text (sheet, column, text, is_header ? sheet->workbook->bold : NULL);
}

void
output_sheet_number (OutputSheet *sheet, const char *text)
{
  lxw_col_t column = next_cell (sheet, text);
  if (sheet->worksheet == NULL || *text == '\0')
    return;
  keep_failure (sheet->workbook,
                worksheet_write_number (sheet->worksheet, sheet->row, column,
                                        g_ascii_strtod (text, NULL), NULL));
}

void
output_sheet_end_row (OutputSheet *sheet)
{
  sheet->n_columns = MAX (sheet->n_columns, sheet->column);
  sheet->column = 0;
  sheet->row++;
  if (sheet->row < LXW_ROW_MAX)
    return;
  end_worksheet (sheet);
  begin_worksheet (sheet);
}

/* ---- The file ---- */

/* Copies what libxlsxwriter has written into the file of its own name. */
static bool
copy_temporary (OutputWorkbook *workbook)
{
  char buffer[65536];
  int descriptor = open (workbook->temporary, O_RDONLY | O_CLOEXEC);
  ssize_t n = descriptor < 0 ? -1 : 0;
  while (descriptor >= 0 && (n = read (descriptor, buffer, sizeof buffer)) > 0)
    output_atomic_file_write (workbook->file, buffer, (size_t) n);
  if (descriptor >= 0)
    close (descriptor);
  return n == 0;
}

bool
output_workbook_commit (OutputWorkbook *workbook, GError **error)
{
  g_return_val_if_fail (workbook->workbook != NULL, false);
  for (guint i = 0; i < workbook->sheets->len; i++)
    end_worksheet (g_ptr_array_index (workbook->sheets, i));
  if (workbook->failure == LXW_NO_ERROR)
    keep_failure (workbook, workbook_close (g_steal_pointer (&workbook->workbook)));
  if (workbook->failure == LXW_NO_ERROR && !copy_temporary (workbook))
    keep_failure (workbook, LXW_ERROR_READING_TMPFILE);
  if (workbook->failure != LXW_NO_ERROR)
    return set_error (workbook, error);
  return output_atomic_file_commit (workbook->file, error);
}
