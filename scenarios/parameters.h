/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a scenario: where they stand, what they are called, whence they come. */
#pragma once

#include "scenarios/reading.h"

/* Contract: one table says which attributes are numbers, and in what unit; another how
 * elements are told apart in addresses (DESIGN section 7). */

/**
 * scenario_find_number:
 * @address: as users write it, a lone main number left out or not
 * @ret_attribute: (out) (transfer none): the attribute; NULL where the element's text is
 * meant
 *
 * Returns: (transfer none): the element in the tree of @root, or NULL
 */
xmlNode *
scenario_find_number (xmlNode *root, const char *address, const char **ret_attribute);

/** Returns: (transfer none): the unit of a number attribute ("" for counts, NULL for the
 * unit of what a distribution describes), or "?" where the attribute is no number */
const char *scenario_number_unit (const char *element, const char *attribute);
