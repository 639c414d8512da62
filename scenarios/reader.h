/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a scenario from its XML file, or says everything that is wrong with it. */
#pragma once

#include "scenarios/scenario.h"

/* Contract: nothing outside the scenario's folder is read, no network, no DOCTYPE, no
 * entities.  All mistakes are collected (20 at most, then how many more), in file order,
 * each "FILE:LINE: <element>: expected ..., found '...'; ...". */

/** Call once in main before threads start: prepares libxml2 and confines its loader. */
void scenario_reader_init (void);

/**
 * scenario_read:
 * @path: the XML file
 * @rules_path: (nullable): a file with the root <rules> whose rules are added to those of
 *   the scenario, replacing rules of the same id
 *
 * Errors: SCENARIO_ERROR_UNREADABLE, SCENARIO_ERROR_INVALID (the message holds all
 * lines). Returns: (transfer full): the scenario, or NULL with @error set
 */
Scenario *scenario_read (const char *path, const char *rules_path, GError **error);

/**
 * scenario_read_memory:
 * @name: stands for the file in messages
 * @xml: the text of a scenario that names no other file
 * @length: in bytes, -1 up to the zero byte
 *
 * Errors: SCENARIO_ERROR_INVALID.
 * Returns: (transfer full): the scenario, or NULL with @error set
 */
Scenario *
scenario_read_memory (const char *name, const char *xml, gssize length, GError **error);

/**
 * scenario_with:
 * @address: of a number ("pool:line", "stage:passage.mean"), or "rule"
 * @value: the new value as it would stand in the file ("8", "0.5", a rule's id)
 *
 * Returns: (transfer full): a checked copy of @scenario with one value changed, or NULL
 * with SCENARIO_ERROR_UNKNOWN_NAME or SCENARIO_ERROR_INVALID
 */
Scenario *scenario_with (const Scenario *scenario,
                         const char *address,
                         const char *value,
                         GError **error);

/** Returns: (transfer full): the address by which the number at @address is listed, where
 * more than one will do ("pool:line" for "pool:line.capacity"); NULL if there is none */
char *scenario_listed_address (const Scenario *scenario, const char *address);

/* A value to put in place of another, as for scenario_with(). */
typedef struct
{
  const char *address;
  const char *value;
} ScenarioChange;

/**
 * scenario_with_all:
 *
 * As scenario_with(), but several values change before the copy is checked, so that
 * numbers which hang together (min and max, the shares of grades) can move together.
 *
 * Returns: (transfer full): a checked copy of @scenario, or NULL with
 * SCENARIO_ERROR_UNKNOWN_NAME or SCENARIO_ERROR_INVALID
 */
Scenario *scenario_with_all (const Scenario *scenario,
                             const ScenarioChange *changes,
                             size_t n_changes,
                             GError **error);

/** Replaces the identifiers of the <initial> list by P001, P002, ... in its order; before
 * anything has been made of @scenario. */
void scenario_use_pseudonyms (Scenario *scenario);
