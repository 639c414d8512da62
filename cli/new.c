/* SPDX-License-Identifier: GPL-3.0-or-later */
/* new: writes a commented scenario to start from. */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "output/atomic-file.h"
#include "output/error.h"

/* Written by scenarios/embed.c from scenarios/starting-point.xml. */
extern const char starting_point_bytes[];
extern const size_t starting_point_size;

#define SHIPPED_NAME "starting-point"
/* The licence is that of the shipped file; what a user makes of it is the user's. */
#define LICENCE_LINE "<!-- SPDX-License-Identifier: GPL-3.0-or-later -->\n"

/* Returns: (transfer full): @text without @piece, of which it has one, but with
 * @replacement */
static char *
replace_once (const char *text, const char *piece, const char *replacement)
{
  const char *place = strstr (text, piece);

  g_assert (place != NULL && strstr (place + 1, piece) == NULL);
  g_autofree char *head = g_strndup (text, (gsize) (place - text));
  return g_strconcat (head, replacement, place + strlen (piece), NULL);
}

/* A scenario has the name of its file, as far as that may be one. */
static char *
name_from_path (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (g_str_has_suffix (name, ".xml"))
    name[strlen (name) - strlen (".xml")] = '\0';
  return g_strdup (g_regex_match_simple ("^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\\z", name, 0, 0)
                       ? name
                       : SHIPPED_NAME);
}

static bool
write_scenario (const char *path, const char *name, GError **error)
{
  g_autofree char *shipped = g_strndup (starting_point_bytes, starting_point_size);
  g_autofree char *unlicensed = replace_once (shipped, LICENCE_LINE, "");
  g_autofree char *attribute = g_strdup_printf (" name=\"%s\"", name);
  g_autofree char *text =
      replace_once (unlicensed, " name=\"" SHIPPED_NAME "\"", attribute);

  if (g_file_test (path, G_FILE_TEST_EXISTS) ||
      g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_WRITE,
                   _ ("%s: exists already, and is left as it is; choose another name"),
                   path);
      return false;
    }
  g_autoptr (OutputAtomicFile) file = output_atomic_file_new (path, error);
  if (file == NULL)
    return false;
  output_atomic_file_write (file, text, strlen (text));
  return output_atomic_file_commit (file, error);
}

static CliStatus
run_new (const CliCommand *command, int argc, char **argv)
{
  const GOptionEntry entries[] = { { 0 } };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status))
    return status;
  g_autofree char *name = name_from_path (files[0]);
  if (!write_scenario (files[0], name, &error))
    return cli_report_error (error);
  g_autofree char *quoted = g_shell_quote (files[0]);
  const char *shown =
      g_regex_match_simple ("^[A-Za-z0-9_./-]+\\z", files[0], 0, 0) ? files[0] : quoted;
  printf (_ ("%s: a scenario named '%s'.  Look for CHANGE in it; then\n"
             "  day31 check %s\n"
             "  day31 run %s\n"),
          files[0], name, shown, shown);
  return CLI_DONE;
}

const CliCommand cli_new = {
  .name = "new",
  .arguments = "FILE",
  .summary = N_ ("write a commented scenario to start from"),
  .details = N_ (
      "FILE must not exist yet; the scenario is named after it.  It runs as it is: one\n"
      "hospital, eight culture lines, the whole path of a patient, three rules.  What "
      "is\n"
      "to be changed first is marked CHANGE, every number with its source and status."),
  .min_files = 1,
  .max_files = 1,
  .run = run_new,
};
