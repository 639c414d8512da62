/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files are replaced whole or not at all. */
#include "output/atomic-file.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/error.h"
#include "tests/support/synthetic-run.h"

static int
count_entries (const char *directory)
{
  g_autoptr (GDir) entries = g_dir_open (directory, 0, NULL);
  int n = 0;
  while (g_dir_read_name (entries))
    n++;
  return n;
}

static void
assert_content (const char *path, const char *expected)
{
  g_autofree char *content = NULL;
  assert_true (g_file_get_contents (path, &content, NULL, NULL));
  assert_string_equal (content, expected);
}

static void
file_has_its_name_only_after_the_commit (void **state)
{
  (void) state;
  g_autofree char *directory = synthetic_directory_new ();
  g_autofree char *path = g_build_filename (directory, "a.csv", NULL);
  assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_autoptr (OutputAtomicFile) file = output_atomic_file_new (path, NULL);
  assert_true (output_atomic_file_write (file, "new", 3));
  assert_content (path, "old");
  assert_true (output_atomic_file_commit (file, NULL));
  assert_content (path, "new");
  assert_int_equal (count_entries (directory), 1);
  synthetic_directory_remove (directory);
}

static void
file_that_is_given_up_leaves_nothing (void **state)
{
  (void) state;
  g_autofree char *directory = synthetic_directory_new ();
  g_autofree char *path = g_build_filename (directory, "a.csv", NULL);
  OutputAtomicFile *file = output_atomic_file_new (path, NULL);
  assert_true (output_atomic_file_write (file, "new", 3));
  assert_int_equal (count_entries (directory), 1);
  output_atomic_file_free (file);
  assert_int_equal (count_entries (directory), 0);
  synthetic_directory_remove (directory);
}

static void
pieces_larger_than_the_buffer_come_in_order (void **state)
{
  (void) state;
  g_autofree char *directory = synthetic_directory_new ();
  g_autofree char *path = g_build_filename (directory, "a.csv", NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autoptr (OutputAtomicFile) file = output_atomic_file_new (path, NULL);
  for (int i = 0; i < 20; i++)
    {
      g_autofree char *piece =
          g_strnfill ((gsize) (i % 2 ? 100000 : 7), (char) ('a' + i));
      g_string_append (expected, piece);
      assert_int_equal (output_atomic_file_write_cairo (file,
                                                        (const unsigned char *) piece,
                                                        (unsigned) strlen (piece)),
                        CAIRO_STATUS_SUCCESS);
    }
  assert_true (output_atomic_file_commit (file, NULL));
  assert_content (path, expected->str);
  synthetic_directory_remove (directory);
}

static void
file_is_readable_as_the_umask_says (void **state)
{
  (void) state;
  g_autofree char *directory = synthetic_directory_new ();
  g_autofree char *path = g_build_filename (directory, "a.csv", NULL);
  mode_t old = umask (022);
  g_autoptr (OutputAtomicFile) file = output_atomic_file_new (path, NULL);
  umask (old);
  assert_true (output_atomic_file_commit (file, NULL));
  struct stat status;
  assert_int_equal (stat (path, &status), 0);
  assert_int_equal (status.st_mode & 0777, 0644);
  synthetic_directory_remove (directory);
}

static void
missing_directory_is_reported (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  assert_null (output_atomic_file_new ("/nowhere/at/all/a.csv", &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  assert_string_equal (
      error->message,
      "/nowhere/at/all/a.csv: cannot make the file: No such file or directory");
}

/* A limit on the size of files stands for a full disk: write() fails half-way. */
static void
full_disk_leaves_the_old_file (void **state)
{
  (void) state;
  g_autofree char *directory = synthetic_directory_new ();
  g_autofree char *path = g_build_filename (directory, "a.csv", NULL);
  g_autofree char *much = g_strnfill (200000, 'x');
  assert_true (g_file_set_contents (path, "old", -1, NULL));
  struct rlimit limit;
  getrlimit (RLIMIT_FSIZE, &limit);
  struct rlimit small = { 100000, limit.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &small);
  OutputAtomicFile *file = output_atomic_file_new (path, NULL);
  assert_false (output_atomic_file_write (file, much, 200000));
  assert_int_equal (
      output_atomic_file_write_cairo (file, (const unsigned char *) much, 1),
      CAIRO_STATUS_WRITE_ERROR);
  g_autoptr (GError) error = NULL;
  assert_false (output_atomic_file_commit (file, &error));
  setrlimit (RLIMIT_FSIZE, &limit);
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  assert_true (
      g_str_has_suffix (error->message, "cannot write the file: File too large"));
  output_atomic_file_free (file);
  assert_content (path, "old");
  assert_int_equal (count_entries (directory), 1);
  synthetic_directory_remove (directory);
}

static void
directory_in_the_way_is_reported (void **state)
{
  (void) state;
  g_autofree char *directory = synthetic_directory_new ();
  g_autofree char *path = g_build_filename (directory, "a.csv", NULL);
  assert_int_equal (g_mkdir (path, 0777), 0);
  g_autoptr (OutputAtomicFile) file = output_atomic_file_new (path, NULL);
  g_autoptr (GError) error = NULL;
  assert_false (output_atomic_file_commit (file, &error));
  assert_true (g_error_matches (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE));
  assert_int_equal (count_entries (directory), 1);
  synthetic_directory_remove (directory);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (file_has_its_name_only_after_the_commit),
    cmocka_unit_test (file_that_is_given_up_leaves_nothing),
    cmocka_unit_test (pieces_larger_than_the_buffer_come_in_order),
    cmocka_unit_test (file_is_readable_as_the_umask_says),
    cmocka_unit_test (missing_directory_is_reported),
    cmocka_unit_test (full_disk_leaves_the_old_file),
    cmocka_unit_test (directory_in_the_way_is_reported),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
