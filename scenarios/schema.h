/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validates a tree by the embedded schema and puts libxml2's words into the house form.
 */
#pragma once

#include "scenarios/diagnostic.h"
#include "scenarios/source.h"

#include <libxml/tree.h>

/* Contract: the schema is scenarios/scenario.xsd, embedded in the program; its
 * documentation of simple types is what users read after "expected". */

/** Returns: (transfer none): the text of the schema */
const char *scenario_schema_text (size_t *ret_size);

/**
 * scenario_schema_validate:
 * @doc: every element's _private is its ScenarioPlace
 * @faulty: (nullable): a set that gets the elements and attributes with mistakes
 *
 * Adds a mistake for everything in @doc that the schema does not allow.
 */
void scenario_schema_validate (xmlDoc *doc,
                               const ScenarioSources *sources,
                               ScenarioDiagnostics *mistakes,
                               GHashTable *faulty);
