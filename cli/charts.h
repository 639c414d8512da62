/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts on the command line: which, in what form, drawn from a store. */
#pragma once

#include "cli/command.h"
#include "output/chart.h"
#include "output/store.h"

typedef struct
{
  unsigned formats;            /* OutputFormat flags together */
  OutputLanguage languages[2]; /* the first one's files have the plain names */
  int n_languages;
  const char *const *patients; /* (nullable): ids to show, NULL-terminated */
} CliChartForm;

/**
 * cli_charts_parse_form:
 * @formats: (nullable): "png,pdf,svg", which is the default
 * @languages: (nullable): "en,ja"; default "en"
 *
 * Reports wrong usage. Returns: false if anything is wrong
 */
bool cli_charts_parse_form (const CliCommand *command,
                            const char *formats,
                            const char *languages,
                            CliChartForm *ret_form);

/**
 * cli_charts_draw:
 * @names: (nullable): the charts wanted; NULL for all that the results can fill
 * @form: formats and languages
 * @options: (nullable): what to show
 * @ret_n_files: (out) (optional): files written
 *
 * Draws charts/NAME.FORMAT, and charts/NAME-LANG.FORMAT for a second language, into the
 * directory of the store.  Warns once of characters that no font has.
 *
 * Errors: OUTPUT_ERROR_NO_DATA when a chart named in @names has nothing to draw, or a
 * patient of the form is not in the traced replication; those of reading, drawing and
 * writing.
 */
bool cli_charts_draw (OutputStore *store,
                      const char *const *names,
                      const CliChartForm *form,
                      const OutputChartOptions *options,
                      int *ret_n_files,
                      GError **error);
