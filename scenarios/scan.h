/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through the bytes of an XML file before libxml2 does: limits, lines, no DOCTYPE.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Contract: linear time, no copies.  What this accepts holds at most
 * SCENARIO_MAX_ATTRIBUTES attributes and SCENARIO_MAX_TAG_BYTES bytes in each start tag,
 * SCENARIO_MAX_DEPTH elements within each other, SCENARIO_MAX_NAMES different names, is
 * UTF-8 and has no DOCTYPE; whether it is well formed is for libxml2 to say. */

typedef struct
{
  GArray *lines;  /* int: the line of each start tag, in the order of the file */
  size_t n_nodes; /* start tags, attributes, processing instructions */
} ScenarioScan;

void scenario_scan_clear (ScenarioScan *scan);

/**
 * scenario_scan:
 * @max_nodes: most elements and attributes
 * @ret_scan: (out): to be cleared whatever is returned
 * @ret_line: (out): on failure, where
 * @ret_reason: (out) (transfer full): on failure, "expected ..., found ..."
 *
 * Returns: false if @data may not be given to libxml2
 */
bool scenario_scan (const char *data,
                    size_t size,
                    size_t max_nodes,
                    ScenarioScan *ret_scan,
                    int *ret_line,
                    char **ret_reason);
