/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built program, run as a user runs it. */
#pragma once

#include "tests/support/assert.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>

typedef struct
{
  int status; /* exit status; 128 + number where a signal ended it */
  char *out;  /* all of standard output */
  char *err;
} ProgramResult;

static inline void
program_result_clear (ProgramResult *result)
{
  g_free (result->out);
  g_free (result->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ProgramResult, program_result_clear)

/* The program's own path: built, not installed. */
static inline char *
program_path (void)
{
  return g_build_filename (g_getenv ("DAY31_BUILD_DIR"), "cli", "day31", NULL);
}

/* A file of the source tree. */
static inline char *
program_source (const char *name)
{
  return g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), name, NULL);
}

/**
 * program_line:
 * @launcher: (nullable): a command line to be put in front, as "mpirun -n 2"
 * @arguments: one text, split as a shell would; "@NAME" becomes a file of the source tree
 *
 * Returns: (transfer full): the arguments of the program's process
 */
static inline char **
program_line (const char *launcher, const char *arguments)
{
  g_autofree char *path = program_path ();
  g_autofree char *quoted = g_shell_quote (path);
  g_autofree char *line =
      g_strjoin (" ", launcher != NULL ? launcher : "", quoted, arguments, NULL);
  g_autoptr (GError) error = NULL;
  char **argv = NULL;

  assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  for (char **argument = argv + 1; *argument != NULL; argument++)
    if (**argument == '@')
      {
        char *source = program_source (*argument + 1);

        g_free (*argument);
        *argument = source;
      }
  return argv;
}

/**
 * program_run_under:
 * @launcher: (nullable): see program_line()
 * @directory: (nullable): to run in
 * @environment: (nullable): "NAME=value OTHER=value", set besides the test's own
 * @arguments: see program_line()
 */
static inline ProgramResult
program_run_under (const char *launcher,
                   const char *directory,
                   const char *environment,
                   const char *arguments)
{
  g_auto (GStrv) argv = program_line (launcher, arguments);
  g_auto (GStrv) envp = g_get_environ ();
  g_autoptr (GError) error = NULL;
  ProgramResult result = { 0 };
  int wait_status = 0;

  g_auto (GStrv) settings = g_strsplit (environment != NULL ? environment : "", " ", -1);
  for (char **setting = settings; *setting != NULL; setting++)
    {
      g_auto (GStrv) pair = g_strsplit (*setting, "=", 2);

      envp = g_environ_setenv (envp, pair[0], pair[1], TRUE);
    }
  if (!g_spawn_sync (directory, argv, envp, G_SPAWN_SEARCH_PATH, NULL, NULL, &result.out,
                     &result.err, &wait_status, &error))
    fail_msg ("%s", error->message);
  result.status =
      WIFEXITED (wait_status) ? WEXITSTATUS (wait_status) : 128 + WTERMSIG (wait_status);
  return result;
}

/** Without a launcher. */
static inline ProgramResult
program_run (const char *directory, const char *environment, const char *arguments)
{
  return program_run_under (NULL, directory, environment, arguments);
}

/* Fails unless @text holds @part, and shows both. */
#define assert_holds(text, part)                                                         \
  do                                                                                     \
    {                                                                                    \
      if (strstr ((text), (part)) == NULL)                                               \
        {                                                                                \
          print_error ("'%s' is not in:\n%s\n", (part), (text));                         \
          fail ();                                                                       \
        }                                                                                \
    }                                                                                    \
  while (0)

/* Fails unless every line of @err is a warning, which stands even with --quiet, or a
 * note. */
static inline void
assert_only_warnings (const char *err)
{
  g_auto (GStrv) lines = g_strsplit (err, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && !g_str_has_prefix (*line, "day31: warning: ") &&
        !g_str_has_prefix (*line, "day31: note: "))
      fail_msg ("expected nothing but warnings, found: %s", *line);
}

/* Removes @directory with all that is in it. */
static inline void
program_remove_tree (const char *directory)
{
  GDir *folder = g_dir_open (directory, 0, NULL);

  if (folder != NULL)
    {
      for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
        {
          g_autofree char *path = g_build_filename (directory, name, NULL);

          if (g_file_test (path, G_FILE_TEST_IS_DIR) &&
              !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
            program_remove_tree (path);
          else
            g_unlink (path);
        }
      g_dir_close (folder);
    }
  g_rmdir (directory);
}

/* For tests that need a folder: fresh, in @state, and removed again with all that is in
 * it. */
static inline int
program_make_folder (void **state)
{
  *state = g_dir_make_tmp ("day31-XXXXXX", NULL);
  return *state == NULL;
}

static inline int
program_remove_folder (void **state)
{
  program_remove_tree (*state);
  g_free (*state);
  return 0;
}

#define unit_test_in_folder(test)                                                        \
  cmocka_unit_test_setup_teardown (test, program_make_folder, program_remove_folder)

/* Writes @text as the file @name of @folder, where the program is run. */
static inline void
program_write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  assert_true (g_file_set_contents (path, text, -1, NULL));
}
