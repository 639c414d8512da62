/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of metrics as users write them: METRIC, or METRIC:GROUP. */
#pragma once

#include "scenarios/scenario.h"

/**
 * scenario_metric_split:
 * @text: "wait", "infused-share:A", "utilisation:line", "infused:site:second"
 * @ret_metric: (out) (transfer full)
 * @ret_group: (out) (transfer full): "all" where none is given
 *
 * Metrics that name a pool, a score or an adverse event keep it: "utilisation:line".
 */
void scenario_metric_split (const char *text, char **ret_metric, char **ret_group);

/**
 * scenario_metric_check:
 * @ret_reason: (out) (transfer full): "expected ..., found ..."
 *
 * Returns: false unless a run of @scenario has @metric for @group (DESIGN section 8)
 */
bool scenario_metric_check (const Scenario *scenario,
                            const char *metric,
                            const char *group,
                            char **ret_reason);

/** Returns: whether @id is a fate that the program itself knows (DESIGN section 3) */
bool scenario_is_fate (const char *id);
