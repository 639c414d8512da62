/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mistakes in a scenario: collected, put in file order, and told all at once. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Contract: of any number of mistakes only the first SCENARIO_MAX_MISTAKES in file order
 * are kept, so that memory is bounded; the others are counted.  File order is the order
 * of files as they were read, then of lines, then of reports. */

#define SCENARIO_MAX_MISTAKES 20

typedef struct ScenarioDiagnostics ScenarioDiagnostics;

ScenarioDiagnostics *scenario_diagnostics_new (void);
void scenario_diagnostics_free (ScenarioDiagnostics *diagnostics);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScenarioDiagnostics, scenario_diagnostics_free)

/**
 * scenario_diagnostics_add:
 * @file: number of the file, in the order of reading
 * @line: from 1
 * @text: (transfer full): the whole message, "FILE:LINE: " included
 */
void scenario_diagnostics_add (ScenarioDiagnostics *diagnostics,
                               int file,
                               int line,
                               char *text);

/**
 * scenario_diagnostics_skip:
 *
 * Counts a mistake that would not be kept anyway, so that its text need not be made.
 * Returns: false if it would be kept, and must be added
 */
bool scenario_diagnostics_skip (ScenarioDiagnostics *diagnostics, int file, int line);

/** Says that reading stopped early: there may be more mistakes than were counted. */
void scenario_diagnostics_cut (ScenarioDiagnostics *diagnostics);

/** Returns: how many mistakes were added, kept or not */
size_t scenario_diagnostics_count (const ScenarioDiagnostics *diagnostics);

/** Returns: (transfer full): the kept messages, a line each, and how many more there are
 */
char *scenario_diagnostics_text (const ScenarioDiagnostics *diagnostics);
