/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files a scenario is read from: confined to its folder, limited in size, digested.
 */
#include "scenarios/source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
file_free (gpointer data)
{
  ScenarioFile *file = data;
  g_free (file->shown);
  g_free (file->relative);
  g_free (file->real);
  if (file->bytes != NULL)
    g_bytes_unref (file->bytes);
  g_free (file);
}

ScenarioSources *
scenario_sources_new (const char *path, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *shown_folder = g_strdup ("");
  if (path != NULL)
    {
      /* libc's own memory: free, not g_free. */
      char *real = realpath (path, NULL);
      if (real == NULL)
        {
          g_set_error (error, SCENARIO_ERROR, SCENARIO_ERROR_UNREADABLE,
                       _ ("%s: expected a readable file, found none: %s"), path,
                       g_strerror (errno));
          return NULL;
        }
      folder = g_path_get_dirname (real);
      free (real);
      const char *slash = strrchr (path, '/');
      if (slash != NULL)
        {
          g_free (shown_folder);
          shown_folder = g_strndup (path, (size_t) (slash - path) + 1);
        }
    }

  ScenarioSources *sources = g_new0 (ScenarioSources, 1);
  g_atomic_ref_count_init (&sources->references);
  sources->folder = g_steal_pointer (&folder);
  sources->shown_folder = g_steal_pointer (&shown_folder);
  sources->files = g_ptr_array_new_with_free_func (file_free);
  sources->csv = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sources->places = g_ptr_array_new_with_free_func (g_free);
  sources->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  return sources;
}

ScenarioSources *
scenario_sources_ref (ScenarioSources *sources)
{
  g_atomic_ref_count_inc (&sources->references);
  return sources;
}

void
scenario_sources_unref (ScenarioSources *sources)
{
  if (sources == NULL || !g_atomic_ref_count_dec (&sources->references))
    return;
  g_free (sources->folder);
  g_free (sources->shown_folder);
  g_ptr_array_unref (sources->files);
  g_hash_table_unref (sources->csv);
  g_ptr_array_unref (sources->places);
  g_checksum_free (sources->checksum);
  g_free (sources);
}

const ScenarioFile *
scenario_sources_file (const ScenarioSources *sources, int file)
{
  g_return_val_if_fail (file >= 0 && (unsigned) file < sources->files->len, NULL);
  return g_ptr_array_index (sources->files, (unsigned) file);
}

/* Adds a file to the list and its bytes to the digest.  The first file counts as it is,
 * so that a scenario of one file has that file's own SHA-256; the others behind their
 * names and lengths, so that moving bytes from file to file changes the digest. */
static int
add_file (
    ScenarioSources *sources, char *shown, char *relative, char *real, GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  if (sources->files->len > 0)
    {
      g_autofree char *head =
          g_strdup_printf ("\n%s %" G_GSIZE_FORMAT "\n", relative, size);
      g_checksum_update (sources->checksum, (const guchar *) head, -1);
    }
  if (size > 0)
    g_checksum_update (sources->checksum, data, (gssize) size);

  ScenarioFile *file = g_new0 (ScenarioFile, 1);
  file->shown = shown;
  file->relative = relative;
  file->real = real;
  g_ptr_array_add (sources->files, file);
  return (int) sources->files->len - 1;
}

int
scenario_sources_add_memory (ScenarioSources *sources, const char *name, GBytes *bytes)
{
  return add_file (sources, g_strdup (name), g_strdup (name), NULL, bytes);
}

void
scenario_sources_keep (ScenarioSources *sources, int file, GBytes *bytes)
{
  g_return_if_fail (file >= 0 && (unsigned) file < sources->files->len);
  ScenarioFile *entry = g_ptr_array_index (sources->files, (unsigned) file);
  entry->bytes = g_bytes_ref (bytes);
}

/* Reads the regular file at @real whole.  Not blocked by a pipe, not fooled by a file
 * that grows while it is read. */
static GBytes *
read_bytes (const char *real, size_t limit, char **ret_reason)
{
  int fd = open (real, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      *ret_reason =
          g_strdup_printf (_ ("expected a readable file, found: %s"), g_strerror (errno));
      return NULL;
    }
  struct stat status;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    {
      close (fd);
      *ret_reason = g_strdup (_ ("expected a regular file, found something else"));
      return NULL;
    }
  size_t size = status.st_size > 0 ? (size_t) status.st_size : 0;
  if (size > limit)
    {
      close (fd);
      *ret_reason = g_strdup_printf (
          _ ("expected a file of at most %zu bytes, found one of %zu"), limit, size);
      return NULL;
    }
  char *data = g_malloc (size + 1);
  size_t at = 0;
  int failure = 0;
  while (at < size + 1)
    {
      ssize_t got = read (fd, data + at, size + 1 - at);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        failure = errno;
      if (got <= 0)
        break;
      at += (size_t) got;
    }
  close (fd);
  if (failure != 0 || at > size)
    {
      g_free (data);
      *ret_reason =
          failure != 0
              ? g_strdup_printf (_ ("expected a readable file, found: %s"),
                                 g_strerror (failure))
              : g_strdup (_ ("expected a file that stands still, found one that grows"));
      return NULL;
    }
  return g_bytes_new_take (data, at);
}

/* Resolves @href as it stands in file @from; NULL with a reason unless it is in or below
 * the folder. */
static char *
resolve (ScenarioSources *sources, int from, const char *href, char **ret_reason)
{
  if (sources->folder == NULL)
    {
      *ret_reason =
          g_strdup (_ ("expected no file beside a built-in scenario, found an href"));
      return NULL;
    }
  g_autofree char *base =
      g_path_get_dirname (scenario_sources_file (sources, from)->real);
  g_autofree char *joined = g_build_filename (base, href, NULL);
  if (g_path_is_absolute (href) || strstr (href, "://") != NULL)
    {
      *ret_reason = g_strdup_printf (
          _ ("expected a path relative to this file, found '%.256s'"), href);
      return NULL;
    }
  char *real = realpath (joined, NULL);
  if (real == NULL)
    {
      *ret_reason = g_strdup_printf (_ ("expected a file, found none at '%.256s': %s"),
                                     href, g_strerror (errno));
      return NULL;
    }
  char *copy = g_strdup (real);
  free (real);
  size_t length = strlen (sources->folder);
  bool is_inside = strcmp (sources->folder, "/") == 0 ||
                   (strncmp (copy, sources->folder, length) == 0 && copy[length] == '/');
  if (!is_inside)
    {
      *ret_reason = g_strdup_printf (
          _ ("expected a file beside or below the scenario, found '%s'"), href);
      g_free (copy);
      return NULL;
    }
  return copy;
}

int
scenario_sources_open (ScenarioSources *sources,
                       int from,
                       const char *href,
                       size_t limit,
                       GBytes **ret_bytes,
                       char **ret_reason)
{
  g_autofree char *real = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *relative = NULL;
  if (from < 0)
    {
      char *resolved = realpath (href, NULL);
      if (resolved == NULL)
        {
          *ret_reason = g_strdup_printf (_ ("expected a readable file, found none: %s"),
                                         g_strerror (errno));
          return -1;
        }
      real = g_strdup (resolved);
      free (resolved);
      shown = g_strdup (href);
      relative = g_path_get_basename (href);
    }
  else
    {
      real = resolve (sources, from, href, ret_reason);
      if (real == NULL)
        return -1;
      const char *inside = real + strlen (sources->folder);
      relative = g_strdup (*inside == '/' ? inside + 1 : inside);
      shown = g_strconcat (sources->shown_folder, relative, NULL);
    }
  GBytes *bytes = read_bytes (real, limit, ret_reason);
  if (bytes == NULL)
    return -1;
  *ret_bytes = bytes;
  return add_file (sources, g_steal_pointer (&shown), g_steal_pointer (&relative),
                   g_steal_pointer (&real), bytes);
}

char *
scenario_sources_digest (const ScenarioSources *sources)
{
  g_autoptr (GChecksum) copy = g_checksum_copy (sources->checksum);
  return g_strdup (g_checksum_get_string (copy));
}
