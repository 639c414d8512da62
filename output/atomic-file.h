/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Atomic files: written beside their place, then moved there whole. */
#pragma once

#include <cairo.h>
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Contract: until output_atomic_file_commit() succeeds, whatever stood under the name
 * stands there still; afterwards the new content does, all of it.  The temporary file
 * stands in the same directory under a name that begins with OUTPUT_TEMPORARY_PREFIX and
 * goes away with the object; only a killed process leaves one behind, which the next run
 * removes.
 *
 * The first error is kept and reported by the commit, so that writers need not look at
 * every piece.  The data is on the disk before the file gets its name; a power failure
 * may undo the renaming, never halve the file.  A symbolic link under the name is
 * replaced, not followed. */

#define OUTPUT_TEMPORARY_PREFIX ".day31-"

typedef struct OutputAtomicFile OutputAtomicFile;

/**
 * output_atomic_file_new:
 * @path: the file's final name; its directory must exist
 *
 * Errors: OUTPUT_ERROR_WRITE when no file can be made there.
 * Returns: (transfer full): the file, still empty, or NULL with @error set
 */
OutputAtomicFile *output_atomic_file_new (const char *path, GError **error);

/** Frees; unless committed, removes the temporary file. */
void output_atomic_file_free (OutputAtomicFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputAtomicFile, output_atomic_file_free)

/** Returns: (transfer none): the final name, as long as the file lives */
const char *output_atomic_file_path (const OutputAtomicFile *file);

/**
 * output_atomic_file_write:
 *
 * Appends @length bytes.  Returns: false once anything has failed; the commit says why
 */
bool output_atomic_file_write (OutputAtomicFile *file, const void *data, size_t length);

/** output_atomic_file_write() in the form of a cairo_write_func_t, @file being the
 * closure. */
cairo_status_t output_atomic_file_write_cairo (void *file,
                                               const unsigned char *data,
                                               unsigned int length);

/**
 * output_atomic_file_commit:
 *
 * Brings what was written to the disk and gives it its name.  To be called once.
 *
 * Errors: OUTPUT_ERROR_WRITE with the first failure; the temporary file is removed then.
 */
bool output_atomic_file_commit (OutputAtomicFile *file, GError **error);
