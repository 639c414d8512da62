/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From bytes to a tree: parsed without entities, inclusions put in, every element placed.
 */
#pragma once

#include "scenarios/diagnostic.h"
#include "scenarios/source.h"

#include <libxml/tree.h>

/* Contract: nothing here touches the network or a file outside the scenario's folder.
 * Every element's _private points at its ScenarioPlace, which the sources own.  The
 * tree's own _private holds a reference to its sources: free it with
 * scenario_document_free(). */

/**
 * scenario_document_parse:
 * @file: number of the file in @sources
 *
 * Returns: (transfer full): the tree with all inclusions, or NULL with a mistake added
 */
xmlDoc *scenario_document_parse (ScenarioSources *sources,
                                 int file,
                                 GBytes *bytes,
                                 ScenarioDiagnostics *mistakes);

/** Moves @node, of a tree parsed with the same @sources, to the end of @parent's
 * children. */
void scenario_document_graft (xmlNode *node, xmlNode *parent);

/** Returns: (transfer full): a deep copy that shares places and sources */
xmlDoc *scenario_document_copy (xmlDoc *doc);
void scenario_document_free (xmlDoc *doc);

/** Returns: (transfer none): the sources of @doc */
ScenarioSources *scenario_document_sources (const xmlDoc *doc);
