/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Atomic files: written beside their place, then moved there whole. */
#include "output/atomic-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "output/error.h"

#define BUFFER_SIZE ((size_t) 65536)
/* Names tried before giving up: a leftover of a killed run bears one of them at most. */
#define MAX_ATTEMPTS 1000

struct OutputAtomicFile
{
  char *path;
  char *temporary; /* NULL when it is gone */
  int descriptor;
  int failure; /* the first errno, 0 while all is well */
  size_t used;
  char buffer[BUFFER_SIZE];
};

OutputAtomicFile *
output_atomic_file_new (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autofree char *directory = g_path_get_dirname (path);
  g_autoptr (OutputAtomicFile) file = g_new (OutputAtomicFile, 1);
  file->path = g_strdup (path);
  file->temporary = NULL;
  file->descriptor = -1;
  file->failure = 0;
  file->used = 0;
  /* Not mkstemp: it would leave the file readable by its owner only. */
  for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++)
    {
      g_autofree char *temporary = g_strdup_printf (
          "%s/" OUTPUT_TEMPORARY_PREFIX "%ld-%d", directory, (long) getpid (), attempt);
      file->descriptor = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
      if (file->descriptor >= 0)
        {
          file->temporary = g_steal_pointer (&temporary);
          return g_steal_pointer (&file);
        }
      if (errno != EEXIST)
        break;
    }
  g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE,
               _ ("%s: cannot make the file: %s"), path, g_strerror (errno));
  return NULL;
}

void
output_atomic_file_free (OutputAtomicFile *file)
{
  if (!file)
    return;
  if (file->descriptor >= 0)
    close (file->descriptor);
  if (file->temporary)
    unlink (file->temporary);
  g_free (file->temporary);
  g_free (file->path);
  g_free (file);
}

const char *
output_atomic_file_path (const OutputAtomicFile *file)
{
  return file->path;
}

static void
write_through (OutputAtomicFile *file, const char *data, size_t length)
{
  while (length > 0 && file->failure == 0)
    {
      ssize_t written = write (file->descriptor, data, length);
      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        {
          file->failure = written < 0 ? errno : EIO;
          return;
        }
      data += written;
      length -= (size_t) written;
    }
}

static void
drain (OutputAtomicFile *file)
{
  write_through (file, file->buffer, file->used);
  file->used = 0;
}

bool
output_atomic_file_write (OutputAtomicFile *file, const void *data, size_t length)
{
  if (length > BUFFER_SIZE - file->used)
    drain (file);
  if (length > BUFFER_SIZE)
    write_through (file, data, length);
  else if (length > 0)
    {
      memcpy (file->buffer + file->used, data, length);
      file->used += length;
    }
  return file->failure == 0;
}

cairo_status_t
output_atomic_file_write_cairo (void *file,
                                const unsigned char *data,
                                unsigned int length)
{
  return output_atomic_file_write (file, data, length) ? CAIRO_STATUS_SUCCESS
                                                       : CAIRO_STATUS_WRITE_ERROR;
}

bool
output_atomic_file_commit (OutputAtomicFile *file, GError **error)
{
  g_return_val_if_fail (file->temporary != NULL, false);
  drain (file);
  if (file->failure == 0 && fsync (file->descriptor) != 0)
    file->failure = errno;
  /* A network file system may report a full disk only now. */
  if (close (file->descriptor) != 0 && file->failure == 0)
    file->failure = errno;
  file->descriptor = -1;
  if (file->failure == 0 && rename (file->temporary, file->path) != 0)
    file->failure = errno;
  if (file->failure != 0)
    {
      unlink (file->temporary);
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE,
                   _ ("%s: cannot write the file: %s"), file->path,
                   g_strerror (file->failure));
    }
  g_clear_pointer (&file->temporary, g_free);
  return file->failure == 0;
}
