/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language in which a command tells things on the terminal. */
#pragma once

#include "cli/command.h"
#include "output/words.h"

#define CLI_OPTION_LANGUAGE(text)                                                        \
  {                                                                                      \
    "lang", 0, 0, G_OPTION_ARG_STRING, (text),                                           \
        N_ ("Tell it in en or ja (default: as the terminal's language is)"), "LANG"      \
  }

/**
 * cli_language_find:
 * @text: (nullable): what --lang gave; NULL follows the locale
 *
 * Reports wrong usage. Returns: false with @ret_status set if @text is no language
 */
bool cli_language_find (const CliCommand *command,
                        const char *text,
                        OutputLanguage *ret_language,
                        CliStatus *ret_status);

/** Returns: the language of the terminal: the locale's, else English */
OutputLanguage cli_language_of_terminal (void);
