/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replications: how many an experiment has, and what the scenario's <precision> asks. */
#pragma once

#include "cli/experiment.h"
#include "sim/precision.h"

/* Contract: who asks for a number of replications gets it, whatever the scenario says. */

/**
 * cli_replications_find_precision:
 *
 * Returns: false if <precision> asks nothing, was overruled by a number, or cannot be
 * asked of these variants
 */
bool cli_replications_find_precision (const CliExperiment *experiment,
                                      SimPrecision *ret_precision);

/** Returns: as many as were asked for, else as the scenario says; with a <precision>, of
 * its first batch */
int64_t cli_replications_first (const CliExperiment *experiment);

/** Notes on standard error, unless --quiet, what of the scenario was overruled. */
void cli_replications_tell_overruled (const CliExperiment *experiment);

/**
 * cli_replications_print_precision:
 *
 * Prints what half-width was asked for and what was reached, with how many replications;
 * nothing where the scenario was overruled.
 *
 * Errors: those of reading the store.
 */
bool cli_replications_print_precision (const CliExperiment *experiment,
                                       OutputStore *store,
                                       GError **error);
