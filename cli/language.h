/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The language of the terminal, and in which a command tells things there. */
#pragma once

#include "cli/command.h"
#include "output/words.h"

#define CLI_OPTION_LANGUAGE(text)                                                        \
  {                                                                                      \
    "lang", 0, 0, G_OPTION_ARG_STRING, (text),                                           \
        N_ ("Tell it in en or ja (default: as the terminal's language is)"), "LANG"      \
  }

/** Takes the language of the terminal from the locale; before anything is printed.
 * Numbers keep their point.
 * @name: what the program was called as, to find catalogues of the build it lies in */
void cli_language_init (const char *name);

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

/** Returns: (nullable): of a text of the user's in two languages, that of the terminal;
 * the English one where there is no other */
const char *cli_language_choose (const char *en, const char *ja);

/** Returns: (transfer none): what the terminal calls @fate: a word in Japanese, in
 * English the fate itself, as the tables and options have it */
const char *cli_language_fate (const char *fate);

/** Returns: (transfer none): the unit of a number that is shown as it is; "" for NULL */
const char *cli_language_unit (const char *unit);

/** Returns: the language of the catalogue in use: the locale's if there is one for it,
 * else English */
OutputLanguage cli_language_of_terminal (void);
