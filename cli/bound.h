/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare --bound: each rule's share of what perfect foresight could have reached. */
#pragma once

#include "cli/command.h"
#include "models/bound.h"
#include "output/bound.h"

#define CLI_BOUND_MAX_OBJECTIVES 2

typedef struct
{
  ModelBoundObjective objectives[CLI_BOUND_MAX_OBJECTIVES];
  char labels[CLI_BOUND_MAX_OBJECTIVES][160];
  size_t n_objectives;
} CliBound;

/**
 * cli_bound_parse:
 * @text: "A:1,B:0.5"; "": grade A alone, and everybody alike
 *
 * Reports wrong usage. Returns: false, if @text is no list of weights
 */
bool cli_bound_parse (const CliCommand *command, const char *text, CliBound *ret_bound);

/**
 * cli_bound_measure:
 * @scenario: that of every variant of @store
 *
 * Errors: those of a run, and of reading the store.
 * Returns: (transfer full): of OutputBoundRow, whose texts belong to @store and @bound
 */
GArray *cli_bound_measure (const CliBound *bound,
                           const Scenario *scenario,
                           OutputStore *store,
                           GError **error);

/** Prints the table, and what was relaxed. */
void cli_bound_print (const GArray *rows);
