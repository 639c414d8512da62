/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language in which a command tells things on the terminal. */
#include "cli/language.h"

#include "config.h"

#include <glib/gi18n.h>

OutputLanguage
cli_language_of_terminal (void)
{
  return g_str_has_prefix (g_get_language_names ()[0], "ja") ? OUTPUT_LANGUAGE_JA
                                                             : OUTPUT_LANGUAGE_EN;
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
