/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Programs under way, for tests that break them off. */
#pragma once

#include "tests/cli/program.h"

#include <signal.h>
#include <sys/stat.h>

/* Bytes of the store in the folder @results, its log included. */
static inline int64_t
started_store_size (const char *folder, const char *results)
{
  static const char *const names[] = { "results.sqlite", "results.sqlite-wal" };
  int64_t size = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, results, names[i], NULL);
      struct stat status;

      if (stat (path, &status) == 0)
        size += status.st_size;
    }
  return size;
}

/**
 * program_start:
 * @launcher: (nullable): see program_line()
 * @folder: to run in
 * @arguments: see program_line(), without --output
 * @results: what --output is to say
 *
 * Starts the program. Returns: its process, when its store holds something
 */
static inline GPid
program_start (const char *launcher,
               const char *folder,
               const char *arguments,
               const char *results)
{
  g_autofree char *all = g_strconcat (arguments, " -q --output ", results, NULL);
  g_auto (GStrv) argv = program_line (launcher, all);
  const int64_t some = 200000; /* bytes: a catalogue and the first blocks */
  GPid pid;

  assert_true (g_spawn_async (folder, argv, NULL,
                              G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH, NULL, NULL,
                              &pid, NULL));
  for (int i = 0; i < 60000 && started_store_size (folder, results) < some; i++)
    g_usleep (1000);
  if (started_store_size (folder, results) < some)
    {
      kill (pid, SIGKILL);
      fail_msg ("the run did not begin within a minute");
    }
  return pid;
}

/* Returns: its exit status, as a shell gives it */
static inline int
program_wait (GPid pid)
{
  int wait_status = 0;

  assert_int_equal (waitpid (pid, &wait_status, 0), pid);
  g_spawn_close_pid (pid);
  return WIFEXITED (wait_status) ? WEXITSTATUS (wait_status)
                                 : 128 + WTERMSIG (wait_status);
}
