/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Result directories: who may work in one, and what in it is ours. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Contract: names are relative to the directory and go at most one folder down.  A name
 * that leads anywhere else, or through a symbolic link, is never removed. */

typedef enum
{
  OUTPUT_LOCK_SHARED,    /* readers */
  OUTPUT_LOCK_EXCLUSIVE, /* the one writer */
} OutputLock;

/**
 * output_directory_lock:
 *
 * Locks the directory itself, so that no lock file is left behind; the lock ends with the
 * process.  File systems that cannot lock a directory are taken as they are: SQLite's own
 * lock still keeps a second writer out.
 *
 * Errors: OUTPUT_ERROR_IN_USE when another process holds it; OUTPUT_ERROR_READ when
 * @directory cannot be opened.
 * Returns: a file descriptor to be closed, or -1 with @error set
 */
int output_directory_lock (const char *directory, OutputLock lock, GError **error);

/**
 * output_directory_find_foreign:
 *
 * Returns: (transfer full) (nullable): the first name, alphabetically, in @directory that
 * is not one of our temporary files; NULL when there is none
 */
char *output_directory_find_foreign (const char *directory);

/** Removes temporary files that a killed run left in @directory and in its charts. */
void output_directory_remove_temporaries (const char *directory);

/** Returns: true if @name stays inside its directory: "a.csv", "charts/a.png" */
bool output_directory_is_safe_name (const char *name);

/** Removes the file @name, and its folder if that is empty then. */
void output_directory_remove_file (const char *directory, const char *name);
