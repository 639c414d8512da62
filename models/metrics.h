/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics: the names, units and meanings under which counts are reported. */
#pragma once

#include "models/measures.h"

/* Contract: each function adds to the catalogue of @measures, whose columns are laid out
 * and added before.  The order of the calls is the order in tables, and the same scenario
 * gives the same order.  Names, units and groups are copied; nothing of @scenario is
 * kept.  Summaries are msgids: who shows them translates them. */

/**
 * model_metrics_add_cell:
 * @group: "all", "A", "site:...", "sex:...", "age:...", or one of the scenario's own
 * @index: of the cell
 *
 * Adds what is counted of the patients of one group.
 */
void model_metrics_add_cell (ModelMeasures *measures,
                             const Scenario *scenario,
                             const char *group,
                             int index);

/** Adds what is measured of the levels: waiting, pools and the gate's lines. */
void model_metrics_add_globals (ModelMeasures *measures, const Scenario *scenario);

/** Adds what becomes of patient @index (from 0) of the <initial> list. */
void
model_metrics_add_listed (ModelMeasures *measures, const Scenario *scenario, int index);
