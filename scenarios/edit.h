/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits: changes of a scenario that no single number makes. */
#pragma once

#include "scenarios/scenario.h"

/* Contract: as scenario_with(): a checked copy, the original untouched.  What a scenario
 * does not have cannot be edited: scenario_edit_is_possible() says so beforehand. */

typedef enum
{
  SCENARIO_EDIT_CALL_AHEAD,  /* call-ahead-days becomes the value, given before or not */
  SCENARIO_EDIT_NO_CLOSURES, /* the days that calendars close on are open; value unused */
  SCENARIO_EDIT_ONE_SITE_MORE, /* the last site once more, id "one-more", all shares
                                * scaled to make room for an average one; value unused */
} ScenarioEdit;

bool scenario_edit_is_possible (const Scenario *scenario, ScenarioEdit edit);

/**
 * scenario_edit:
 *
 * Errors: SCENARIO_ERROR_INVALID when the copy is refused.
 * Returns: (transfer full): the copy, or NULL with @error set
 */
Scenario *
scenario_edit (const Scenario *scenario, ScenarioEdit edit, double value, GError **error);
