/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fuzz targets share: a folder of their own, and a loud end. */
#include "tests/fuzz/target.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* libFuzzer gives a target no place of its own to keep this in. */
static char *folder;

static void
remove_tree (const char *path)
{
  GDir *dir = g_dir_open (path, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *entry = g_build_filename (path, name, NULL);
      if (g_unlink (entry) != 0)
        remove_tree (entry);
    }
  if (dir != NULL)
    g_dir_close (dir);
  g_rmdir (path);
}

static void
remove_folder (void)
{
  remove_tree (folder);
  g_clear_pointer (&folder, g_free);
}

const char *
fuzz_folder (void)
{
  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("day31-fuzz-XXXXXX", NULL);
      if (folder == NULL)
        fuzz_fail (__FILE__, __LINE__, "a temporary folder");
      atexit (remove_folder);
    }
  return folder;
}

char *
fuzz_path (const char *name)
{
  return g_build_filename (fuzz_folder (), name, NULL);
}

void
fuzz_write (const char *name, const void *data, size_t size)
{
  g_autofree char *path = fuzz_path (name);
  int descriptor = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const char *at = data;
  while (descriptor >= 0 && size > 0)
    {
      ssize_t n = write (descriptor, at, size);
      if (n <= 0)
        fuzz_fail (__FILE__, __LINE__, g_strerror (errno));
      at += n;
      size -= (size_t) n;
    }
  if (descriptor < 0)
    fuzz_fail (__FILE__, __LINE__, g_strerror (errno));
  close (descriptor);
}

void
fuzz_copy (const char *source, const char *name)
{
  const char *root = g_getenv ("DAY31_SOURCE_DIR");
  g_autofree char *path = g_build_filename (root != NULL ? root : ".", source, NULL);
  g_autofree char *text = NULL;
  gsize size;
  if (!g_file_get_contents (path, &text, &size, NULL))
    fuzz_fail (path, 0, "a file of the source tree; set DAY31_SOURCE_DIR");
  fuzz_write (name, text, size);
}

void
fuzz_fail (const char *file, int line, const char *what)
{
  fprintf (stderr, "%s:%d: expected %s\n", file, line, what);
  abort ();
}
