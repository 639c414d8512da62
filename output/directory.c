/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result directories: who may work in one, and what in it is ours. */
#include "output/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/atomic-file.h"
#include "output/error.h"

int
output_directory_lock (const char *directory, OutputLock lock, GError **error)
{
  int descriptor = open (directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0)
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_READ,
                   _ ("%s: cannot open the directory: %s"), directory,
                   g_strerror (errno));
      return -1;
    }
  int operation = lock == OUTPUT_LOCK_EXCLUSIVE ? LOCK_EX : LOCK_SH;
  int result;
  do
    result = flock (descriptor, operation | LOCK_NB);
  while (result != 0 && errno == EINTR);
  if (result == 0 || errno != EWOULDBLOCK)
    return descriptor;
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_IN_USE,
               _ ("%s: in use by another run of day31; wait for its end or choose "
                  "another directory"),
               directory);
  close (descriptor);
  return -1;
}

char *
output_directory_find_foreign (const char *directory)
{
  g_autoptr (GDir) entries = g_dir_open (directory, 0, NULL);
  g_autofree char *first = NULL;
  const char *name;
  while (entries && (name = g_dir_read_name (entries)) != NULL)
    if (!g_str_has_prefix (name, OUTPUT_TEMPORARY_PREFIX) &&
        (!first || strcmp (name, first) < 0))
      {
        g_free (first);
        first = g_strdup (name);
      }
  return g_steal_pointer (&first);
}

static bool
is_real_directory (const char *path)
{
  struct stat status;
  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode);
}

static void
remove_temporaries_of (const char *directory)
{
  if (!is_real_directory (directory))
    return;
  g_autoptr (GDir) entries = g_dir_open (directory, 0, NULL);
  const char *name;
  while (entries && (name = g_dir_read_name (entries)) != NULL)
    if (g_str_has_prefix (name, OUTPUT_TEMPORARY_PREFIX))
      {
        g_autofree char *path = g_build_filename (directory, name, NULL);
        unlink (path);
      }
}

void
output_directory_remove_temporaries (const char *directory)
{
  g_autofree char *resolved = g_canonicalize_filename (directory, NULL);
  g_autofree char *charts = g_build_filename (resolved, "charts", NULL);
  remove_temporaries_of (resolved);
  remove_temporaries_of (charts);
}

bool
output_directory_is_safe_name (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  guint n_parts = g_strv_length (parts);
  if (n_parts < 1 || n_parts > 2)
    return false;
  for (guint i = 0; i < n_parts; i++)
    if (parts[i][0] == '\0' || g_str_equal (parts[i], ".") ||
        g_str_equal (parts[i], ".."))
      return false;
  return true;
}

void
output_directory_remove_file (const char *directory, const char *name)
{
  if (!output_directory_is_safe_name (name))
    return;
  g_autofree char *path = g_build_filename (directory, name, NULL);
  if (!strchr (name, '/'))
    {
      unlink (path);
      return;
    }
  g_autofree char *folder = g_path_get_dirname (path);
  if (!is_real_directory (folder))
    return;
  unlink (path);
  /* Fails, as it should, while anything is left there. */
  rmdir (folder);
}
