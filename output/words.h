/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: the texts of charts and reports in English and Japanese, numbers and dates. */
#pragma once

#include "sim/time.h"

#include <glib.h>

/* Contract: charts and files follow an explicit language, never the locale, so the same
 * results give the same bytes everywhere.  A msgid is the English text.  Numbers are
 * written with a point and, from 10,000 on, commas between thousands. */

typedef enum
{
  OUTPUT_LANGUAGE_EN,
  OUTPUT_LANGUAGE_JA,
} OutputLanguage;

/**
 * output_language_parse:
 * @text: "en" or "ja"
 * Returns: false, @ret_language untouched, for anything else
 */
bool output_language_parse (const char *text, OutputLanguage *ret_language);

/** Returns: (transfer none): "en" or "ja" */
const char *output_language_code (OutputLanguage language);

/**
 * output_word:
 * @msgid: (nullable): an English text
 *
 * Returns: (transfer none): @msgid in @language, or @msgid itself where no translation is
 * known; lives as long as @msgid
 */
const char *output_word (OutputLanguage language, const char *msgid);

/** Returns: whether a translation of @msgid into @language exists; English has them all
 */
bool output_word_is_known (OutputLanguage language, const char *msgid);

/**
 * output_phrase:
 * @msgid: an English text with places like {level}
 * @...: pairs of a place's name and its text, then NULL
 *
 * Returns: (transfer full): @msgid in @language with all places filled
 */
char *
output_phrase (OutputLanguage language, const char *msgid, ...) G_GNUC_NULL_TERMINATED;

/**
 * output_word_fate:
 * @fate: as in the column 'fate': "infused", "window-line", a hazard's id
 *
 * Returns: (transfer none): a short word for it; the fate itself if it is the user's own
 */
const char *output_word_fate (OutputLanguage language, const char *fate);

/**
 * output_word_metric:
 * @name: of a metric: "infused-share", "wait.p90", "utilisation:line", "lost-window"
 *
 * Returns: (transfer full): what a reader calls it; the name itself where unknown
 */
char *output_word_metric (OutputLanguage language, const char *name);

/** Returns: (transfer full): "all patients", "AIS A", "site sapporo", "age 0–17" */
char *output_word_group (OutputLanguage language, const char *group);

/** Returns: (transfer full): what a reader calls a change of cli/changes.h: "one more
 * line"; the address itself where a number of the scenario is changed */
char *output_word_change (OutputLanguage language, const char *name);

/** Returns: (transfer none): the unit of an axis: "%" for shares ("1"), 日 for "days" */
const char *output_word_unit (OutputLanguage language, const char *unit);

/**
 * output_number:
 * @decimals: places behind the point, 0 to 9
 *
 * Returns: (transfer full): @value, "–" for what is not finite
 */
char *output_number (double value, int decimals);

/** Returns: (transfer full): "2019-05-01" or "2019年5月1日" */
char *output_date (OutputLanguage language, int64_t epoch_day);
