/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grids: every combination of the values that --vary names, as variants of a scenario. */
#pragma once

#include "cli/command.h"
#include "models/study.h"

/* Contract: the last parameter named changes fastest.  All variants are run on the same
 * replications, so neighbours of the grid see the same patients. */

#define CLI_GRID_MOST 1000 /* variants; each is a whole scenario in memory */

typedef struct CliGrid CliGrid;

/**
 * cli_grid_new:
 * @scenario: must outlive the grid
 * @rule: of the variants, where the rule itself is not varied
 * @vary: "ADDRESS=LIST" each, ended by NULL; a list is VALUE or FROM..TO or FROM..TO:STEP
 *   with commas between
 *
 * Reports wrong usage: an unknown address or rule, a value that the scenario refuses.
 *
 * Returns: (transfer full): the grid, or NULL
 */
CliGrid *cli_grid_new (const CliCommand *command,
                       const Scenario *scenario,
                       int rule,
                       char *const *vary);
void cli_grid_free (CliGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliGrid, cli_grid_free)

/** Returns: (transfer none): the variants, labelled "RULE, ADDRESS=VALUE, ..." */
const ModelVariant *cli_grid_variants (const CliGrid *grid, size_t *ret_n);
/** Returns: (transfer none): a text a variant, see output/varied.h */
const char *const *cli_grid_settings (const CliGrid *grid);
/** Returns: (transfer none): how many parameters vary, the rule among them */
size_t cli_grid_axis_count (const CliGrid *grid);
/** Returns: (transfer none): the address of parameter @axis */
const char *cli_grid_axis (const CliGrid *grid, size_t axis);
