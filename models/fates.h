/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fates: how a patient's path can end, with names. */
#pragma once

#include "scenarios/scenario.h"

/* Contract: a fate is a number from 0: first the built-in ones of ModelFate
 * (models/patient.h), then one for each condition of the eligibility, then one for each
 * hazard, in the scenario's order.  The number of a fate is its place among the columns
 * of a cell. */

/** Returns: how many fates the scenario has: the built-in ones, conditions, hazards */
int model_fate_count (const Scenario *scenario);
/** Returns: (transfer full): "infused", "window-line", "excluded-hypersensitivity",
 * "died" */
char *model_fate_name (const Scenario *scenario, int fate);
/** Returns: true if the fate comes after eligibility, or may */
bool model_fate_is_after_eligibility (const Scenario *scenario, int fate);
/** Returns: true if what the scenario has can lead to the fate at all */
bool model_fate_can_occur (const Scenario *scenario, int fate);
