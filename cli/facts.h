/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts: what results remember of the model's shape, for the report. */
#pragma once

#include "models/study.h"
#include "output/store.h"

/**
 * cli_facts_add_model:
 * @facts: of OutputFact
 * @texts: keeps the texts of the facts alive
 *
 * Adds, where the scenario has them: "stage.ID" (the pools that a stage uses, in the
 * order of the stages), "sites", "arrivals" (poisson, renewal or trace), "draw-start",
 * "effect" (declared or none), "input-draws", "initial-patients", and
 * "rule.ID" and "rule.ID.ja", the sentences of every rule among the variants.
 */
void cli_facts_add_model (const Scenario *scenario,
                          const ModelStudy *study,
                          GPtrArray *texts,
                          GArray *facts);
