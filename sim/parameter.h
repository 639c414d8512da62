/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters: numbers that a user gave, refused with what was expected and found. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Contract: the message has no prefix and no full stop: "expected a positive mean, found
 * -1"; who knows the place puts it in front.  @expected is a msgid, marked by N_().
 * Numbers are in the caller's unit.
 *
 * Errors of all: SIM_ERROR_DISTRIBUTION: the number is not what was expected. */

/** Returns: false, with @error set */
bool sim_parameter_refuse (GError **error, const char *expected, double found);

/** Returns: true if @value is finite */
bool sim_parameter_require_finite (const char *expected, double value, GError **error);
/** Returns: true if @value is finite and above 0 */
bool sim_parameter_require_positive (const char *expected, double value, GError **error);
/** Returns: true if @sd is finite and at least 0 */
bool sim_parameter_require_sd (double sd, GError **error);
/** Returns: true if @min and @max and their difference are finite, and @min <= @max */
bool sim_parameter_require_range (double min, double max, GError **error);
