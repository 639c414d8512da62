/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of the terminal, and in which a command tells things there. */
#include "cli/language.h"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

/* Returns: (transfer full) (nullable): the file that runs, called as @name; in a root
 * without /proc it is found as the shell found it */
static char *
find_program (const char *name)
{
  char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program != NULL)
    return program;
  return strchr (name, '/') != NULL ? g_canonicalize_filename (name, NULL)
                                    : g_find_program_in_path (name);
}

/* A program that was not installed has its catalogues in the build folder that it lies
 * in: BUILD/cli/day31 beside BUILD/po. */
static char *
find_catalogues (const char *name)
{
  g_autofree char *program = find_program (name);

  if (program != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (program);
      g_autofree char *build = g_path_get_dirname (folder);
      g_autofree char *mark = g_build_filename (build, "build.ninja", NULL);

      if (g_file_test (mark, G_FILE_TEST_IS_REGULAR))
        return g_build_filename (build, "po", NULL);
    }
  return g_strdup (LOCALEDIR);
}

void
cli_language_init (const char *name)
{
  g_autofree char *catalogues = find_catalogues (name);

  setlocale (LC_ALL, "");
  /* Numbers are written and read with a point, whatever the language. */
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, catalogues);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

OutputLanguage
cli_language_of_terminal (void)
{
  OutputLanguage language = OUTPUT_LANGUAGE_EN;

  /* Asked of the catalogue, not of the environment: what is told in sentences of our own
   * is then always in the language of the lines around it. */
  /* Translators: "ja" in the Japanese catalogue, else "en". */
  output_language_parse (C_ ("language of this catalogue", "en"), &language);
  return language;
}

const char *
cli_language_choose (const char *en, const char *ja)
{
  return ja != NULL && cli_language_of_terminal () == OUTPUT_LANGUAGE_JA ? ja : en;
}

const char *
cli_language_fate (const char *fate)
{
  OutputLanguage language = cli_language_of_terminal ();

  return language == OUTPUT_LANGUAGE_EN ? fate : output_word_fate (language, fate);
}

const char *
cli_language_unit (const char *unit)
{
  OutputLanguage language = cli_language_of_terminal ();

  /* A share is shown as it is here, not as per cent. */
  return unit == NULL ? ""
         : strcmp (unit, "1") == 0 || language == OUTPUT_LANGUAGE_EN
             ? unit
             : output_word_unit (language, unit);
}

bool
cli_language_find (const CliCommand *command,
                   const char *text,
                   OutputLanguage *ret_language,
                   CliStatus *ret_status)
{
  *ret_language = cli_language_of_terminal ();
  if (text == NULL || output_language_parse (text, ret_language))
    return true;
  *ret_status =
      cli_wrong_usage (command, _ ("--lang: expected en or ja, found '%s'"), text);
  return false;
}
