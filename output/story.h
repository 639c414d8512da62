/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories: what happened to one patient of a traced replication, and why, in sentences.
 */
#pragma once

#include "output/words.h"
#include "sim/trace.h"

/* Contract: told from the trace alone.  Every line has its instant and the days since the
 * injury.  Every decision that was taken while the patient waited is told: the rank, how
 * many could have been booked, who was chosen, and what decided. */

/** Returns: the patient's row in the table of patients, or -1; @name as the table has it,
 * or the number */
int output_story_find (const SimTrace *trace, const char *name);

/** Returns: (transfer full): how many patients there are, and the first of their names */
char *output_story_patients (const SimTrace *trace, OutputLanguage language);

/**
 * output_story_tell:
 * @trace: read whole, rankings included
 * @row: of the table of patients
 *
 * Returns: (transfer full): lines, each ended by a newline
 */
char *output_story_tell (const SimTrace *trace, size_t row, OutputLanguage language);
