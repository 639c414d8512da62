/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication of whatever scenario a fuzzer has found to be valid. */
#pragma once

#include "scenarios/scenario.h"

/**
 * fuzz_simulate:
 * @rule: an index of @scenario's rules
 *
 * Runs replication 0, traced, unless the load would take more than a moment.  A deadlock
 * and an endless instant are what a scenario may lead to; all else is a defect.
 */
void fuzz_simulate (const Scenario *scenario, int rule);
