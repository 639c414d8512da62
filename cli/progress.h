/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress: one line on a terminal's standard error, with the time left. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Contract: nothing is written unless standard error is a terminal that can move its
 * cursor; the line is gone when the work ends, so messages and results stand alone. */

typedef struct
{
  bool is_shown;
  bool has_colour;
  const char *unit;   /* what is counted, translated: "replications" */
  int64_t began;      /* monotonic, microseconds; 0: not yet */
  int64_t first_done; /* what was done before: a resumed run does not look fast */
} CliProgress;

/** @unit: what is counted, translated; kept. @is_quiet: never show anything */
void cli_progress_begin (CliProgress *progress, const char *unit, bool is_quiet);
/** Shows that @done of @total are done. */
void cli_progress_update (CliProgress *progress, int64_t done, int64_t total);
/** Wipes the line. */
void cli_progress_end (CliProgress *progress);
