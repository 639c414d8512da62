/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes: one at a time against the base, as variants of a scenario. */
#pragma once

#include "models/study.h"

/* Contract: variant 0 is the base.  The others are, in this order, the planner's standard
 * list - one more unit of every pool, referral a day earlier, one more of the slots, beds
 * and intakes that are limited, one more site, call-ahead, no closures - then the low and
 * the high of every number that declares them.  Settings (output/varied.h) are
 * "change=NAME;value=VALUE;end=low|high;rule=ID"; those of one NAME are one row of the
 * tornado.  Names are those of the standard list, or addresses; they are English, as
 * everything in files that are compared. */

#define CLI_CHANGES_BASE "base" /* the NAME of variant 0 */

typedef struct CliChanges CliChanges;

/** @scenario: must outlive the changes.  A change that the scenario refuses is left out
 * with a warning. Returns: (transfer full) */
CliChanges *cli_changes_new (const Scenario *scenario, int rule);
void cli_changes_free (CliChanges *changes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliChanges, cli_changes_free)

/** Returns: (transfer none): the variants, labelled "RULE", "RULE, NAME VALUE" */
const ModelVariant *cli_changes_variants (const CliChanges *changes, size_t *ret_n);
/** Returns: (transfer none): a text a variant */
const char *const *cli_changes_settings (const CliChanges *changes);
/** Returns: whether @variant is of the standard list: something that a planner can do */
bool cli_changes_is_standard (const CliChanges *changes, size_t variant);
