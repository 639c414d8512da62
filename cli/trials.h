/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trials of a search, kept in the store, so that it goes on where it was broken off. */
#pragma once

#include "cli/experiment.h"
#include "models/sizing.h"

/**
 * cli_trials_search:
 * @experiment: of the scenario as it is, with the question of the search and no answer
 *
 * As model_sizing_search(), with its trials in the store of @experiment: the directory is
 * claimed before anything is simulated, what an unfinished search of the same question
 * has tried is not simulated again, and an answer that it has found is taken over.  The
 * store is closed afterwards; the run of the answer, with cli_trials_answer_text(), may
 * take its place.
 *
 * Errors: those of model_sizing_search() and output_store_new(); what ran is stored then.
 */
bool cli_trials_search (const CliExperiment *experiment,
                        const ModelSizing *sizing,
                        ModelSizingAnswer *ret_answer,
                        GError **error);

/** Returns: (transfer full): all of @answer, for OutputRun */
char *cli_trials_answer_text (const ModelSizingAnswer *answer);
