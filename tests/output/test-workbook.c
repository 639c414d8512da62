/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks: what does not fit a sheet, and what becomes of a file that is not whole. */
#include "tests/support/assert.h"

#include "output/error.h"
#include "output/workbook.h"

#include <glib/gstdio.h>
#include <string.h>

#define MOST_ROWS 1048576 /* of a sheet of Excel */

static OutputWorkbook *
begin (const char *path)
{
  g_autoptr (GError) error = NULL;
  OutputWorkbook *workbook = output_workbook_new (output_atomic_file_new (path, NULL),
                                                  "title", "comment", 86400, &error);
  if (workbook == NULL)
    fail_msg ("%s", error->message);
  return workbook;
}

/* Returns: the first name in @folder, or NULL where it is empty */
static char *
first_name (const char *folder)
{
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  return g_strdup (g_dir_read_name (entries));
}

static void
unfinished_workbook_leaves_nothing (void **state)
{
  const char *folder = *state;
  g_autofree char *path = g_build_filename (folder, "a.xlsx", NULL);
  OutputWorkbook *workbook = begin (path);
  OutputSheet *sheet = output_workbook_add_sheet (workbook, "numbers");
  output_sheet_text (sheet, "n");
  output_sheet_end_row (sheet);
  output_workbook_free (workbook);
  g_autofree char *left = first_name (folder);
  assert_null (left);
}

/* A header and MOST_ROWS - 1 rows fill a sheet; the last row goes on in another, below
 * the header once more. */
static void
full_sheet_goes_on_in_another (void **state)
{
  static const char script[] =
      "import sys, zipfile\n"
      "file = zipfile.ZipFile(sys.argv[1])\n"
      "book = file.read('xl/workbook.xml').decode()\n"
      "print('name=\"numbers\"' in book, 'name=\"numbers (2)\"' in book,\n"
      "      'name=\"numbers (3)\"' in book, *[\n"
      "      file.read(f'xl/worksheets/sheet{n}.xml').count(b'<row ') for n in (1, 2)],\n"
      "      b'<v>1048576</v>' in file.read('xl/worksheets/sheet2.xml'),\n"
      "      b'<t>n</t>' in file.read('xl/worksheets/sheet2.xml'))\n";
  const char *folder = *state;
  g_autofree char *path = g_build_filename (folder, "a.xlsx", NULL);
  g_autoptr (OutputWorkbook) workbook = begin (path);
  OutputSheet *sheet = output_workbook_add_sheet (workbook, "numbers");
  output_sheet_text (sheet, "n");
  output_sheet_end_row (sheet);
  for (int i = 1; i <= MOST_ROWS; i++)
    {
      g_autofree char *text = g_strdup_printf ("%d", i);
      output_sheet_number (sheet, text);
      output_sheet_end_row (sheet);
    }
  assert_true (output_workbook_commit (workbook, NULL));
  const char *argv[] = { "python3", "-c", script, path, NULL };
  g_autofree char *out = NULL;
  assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             &out, NULL, NULL, NULL));
  assert_string_equal (out, "True True False 1048576 2 True True\n");
}

/* A directory that is gone takes the temporary file with it. */
static void
failed_workbook_says_so (void **state)
{
  const char *folder = *state;
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autofree char *path = g_build_filename (inner, "a.xlsx", NULL);
  assert_int_equal (g_mkdir (inner, 0777), 0);
  g_autoptr (OutputWorkbook) workbook = begin (path);
  output_workbook_add_sheet (workbook, "first");
  g_autofree char *temporary = first_name (inner);
  g_autofree char *temporary_path = g_build_filename (inner, temporary, NULL);
  g_unlink (temporary_path);
  assert_int_equal (g_rmdir (inner), 0);
  g_autoptr (GError) error = NULL;
  assert_false (output_workbook_commit (workbook, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  assert_non_null (strstr (error->message, "a.xlsx: cannot be written"));
}

static int
make_folder (void **state)
{
  *state = g_dir_make_tmp ("day31-XXXXXX", NULL);
  return *state == NULL;
}

static int
remove_folder (void **state)
{
  g_autofree char *path = g_build_filename (*state, "a.xlsx", NULL);
  g_unlink (path);
  g_rmdir (*state);
  g_free (*state);
  return 0;
}

#define unit_test_in_folder(test)                                                        \
  cmocka_unit_test_setup_teardown (test, make_folder, remove_folder)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (unfinished_workbook_leaves_nothing),
    unit_test_in_folder (full_sheet_goes_on_in_another),
    unit_test_in_folder (failed_workbook_says_so),
  };
  return cmocka_run_group_tests_name ("output/workbook", tests, NULL, NULL);
}
