/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives a target every file of the folders named, as a fuzzer would, without one. */
#include "tests/fuzz/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char *path)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      if (g_file_test (file, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (files, g_steal_pointer (&file));
    }
  if (dir == NULL && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_ptr_array_add (files, g_strdup (path));
  g_ptr_array_sort (files, compare_names);
  return files;
}

/* Should the target crash, the last line tells on what. */
static int
replay (const char *path, int number)
{
  g_autofree char *bytes = NULL;
  gsize size;
  if (!g_file_get_contents (path, &bytes, &size, NULL))
    return 1;
  /* Of its own size, so that a sanitizer sees a look beyond the end. */
  g_autofree uint8_t *exact = g_memdup2 (bytes, MAX (size, 1));
  g_autofree char *name = g_path_get_basename (path);
  fprintf (stderr, "# %s\n", path);
  int status = LLVMFuzzerTestOneInput (exact, size);
  printf ("%sok %d - %s\n", status == 0 ? "" : "not ", number, name);
  fflush (stdout);
  return status;
}

int
main (int argc, char **argv)
{
  int n = 0;
  int n_failed = 0;
  LLVMFuzzerInitialize (&argc, &argv);
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GPtrArray) files = list_files (argv[i]);
      if (files->len == 0)
        {
          fprintf (stderr, "%s: expected a folder with files, found none\n", argv[i]);
          return EXIT_FAILURE;
        }
      for (guint f = 0; f < files->len; f++)
        n_failed += replay (g_ptr_array_index (files, f), ++n) != 0;
    }
  printf ("1..%d\n", n);
  return n > 0 && n_failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
