/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built program in a world that fails it: limits, closed streams, signals. */
#pragma once

#include "tests/cli/program.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Contract: the program runs in FOLDER/work, and its standard output and error go to
 * FOLDER/out and FOLDER/err, so that work holds only what it wrote itself. */

/* A sanitizer takes address space without end and several times the time. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CHILD_IS_SANITIZED true
#else
#define CHILD_IS_SANITIZED false
#endif

/* Neither is a build to debug or to count lines in quick. */
#if defined(__OPTIMIZE__)
#define CHILD_IS_OPTIMIZED true
#else
#define CHILD_IS_OPTIMIZED false
#endif

typedef struct
{
  const char *folder;
  const char *output;   /* (nullable): standard output goes there; "" is closed */
  rlim_t file_size;     /* 0: no limit, likewise below */
  rlim_t n_descriptors; /* open at a time */
  rlim_t memory;        /* address space; not for a sanitizer */
  bool is_group;        /* a process group of its own, to be killed as one */
} ChildSetup;

typedef struct
{
  int status; /* exit status; 128 + number where a signal ended it */
  double cpu_seconds;
  long peak_kib;
  char *err; /* all of standard error */
} ChildEnd;

static inline void
child_end_clear (ChildEnd *end)
{
  g_clear_pointer (&end->err, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ChildEnd, child_end_clear)

static inline void
child_limit (int resource, rlim_t value)
{
  struct rlimit limit = { value, value };

  if (value > 0 && setrlimit (resource, &limit) != 0)
    _exit (126);
}

static inline void
child_redirect (const char *path, int stream)
{
  int descriptor = open (path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

  if (descriptor < 0 || dup2 (descriptor, stream) < 0)
    _exit (126);
  close (descriptor);
}

/** Starts the program with @arguments, ended by NULL. Returns: its process */
static inline pid_t
child_start (const ChildSetup *setup, const char *const *arguments)
{
  g_autofree char *program = program_path ();
  g_autofree char *work = g_build_filename (setup->folder, "work", NULL);
  g_autofree char *out = g_build_filename (setup->folder, "out", NULL);
  g_autofree char *err = g_build_filename (setup->folder, "err", NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_mkdir (work, 0700);
  g_ptr_array_add (argv, program);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer) *arguments);
  g_ptr_array_add (argv, NULL);
  pid_t pid = fork ();
  assert_true (pid >= 0);
  if (pid > 0)
    return pid;
  if (setup->is_group)
    setpgid (0, 0);
  child_redirect (err, STDERR_FILENO);
  if (setup->output != NULL && *setup->output == '\0')
    close (STDOUT_FILENO);
  else
    child_redirect (setup->output != NULL ? setup->output : out, STDOUT_FILENO);
  if (chdir (work) != 0)
    _exit (126);
  /* What goes beyond the limit is then an error, as on a full disk. */
  signal (SIGXFSZ, SIG_IGN);
  child_limit (RLIMIT_FSIZE, setup->file_size);
  child_limit (RLIMIT_NOFILE, setup->n_descriptors);
  if (!CHILD_IS_SANITIZED)
    child_limit (RLIMIT_AS, setup->memory);
  execv (program, (char **) argv->pdata);
  _exit (127);
}

/** Waits until @pid has taken SIGINT into its own hands, or, without /proc, so long that
 * it should have. */
static inline void
child_await_handlers (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) pid);

  for (int i = 0; i < 6000; i++)
    {
      g_autofree char *status = NULL;
      const char *caught;

      if (!g_file_get_contents (path, &status, NULL, NULL))
        break;
      caught = strstr (status, "SigCgt:");
      if (caught != NULL && (g_ascii_strtoull (caught + strlen ("SigCgt:"), NULL, 16) &
                             (1U << (SIGINT - 1))) != 0)
        return;
      g_usleep (10000);
    }
  g_usleep (2000000);
}

static inline ChildEnd
child_wait (const ChildSetup *setup, pid_t pid)
{
  g_autofree char *path = g_build_filename (setup->folder, "err", NULL);
  struct rusage usage;
  ChildEnd end = { 0 };
  int status = 0;

  assert_int_equal (wait4 (pid, &status, 0, &usage), pid);
  end.status = WIFEXITED (status) ? WEXITSTATUS (status) : 128 + WTERMSIG (status);
  end.cpu_seconds = (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                    1e-6 * (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  end.peak_kib = usage.ru_maxrss;
  assert_true (g_file_get_contents (path, &end.err, NULL, NULL));
  return end;
}

/** @line: split as a shell would; "@NAME" becomes a file of the source tree.
 * Returns: (transfer full) */
static inline char **
child_arguments (const char *line)
{
  char **arguments = NULL;

  assert_true (g_shell_parse_argv (line, NULL, &arguments, NULL));
  for (char **argument = arguments; *argument != NULL; argument++)
    if (**argument == '@')
      {
        char *source = program_source (*argument + 1);

        g_free (*argument);
        *argument = source;
      }
  return arguments;
}

/** Starts the program and waits for its end. */
static inline ChildEnd
child_run (const ChildSetup *setup, const char *line)
{
  g_auto (GStrv) arguments = child_arguments (line);

  return child_wait (setup, child_start (setup, (const char *const *) arguments));
}
