/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of metrics as users write them: METRIC, or METRIC:GROUP. */
#pragma once

#include <stdbool.h>

/**
 * scenario_metric_split:
 * @text: "wait", "infused-share:A", "utilisation:line", "infused:site:second"
 * @ret_metric: (out) (transfer full)
 * @ret_group: (out) (transfer full): "all" where none is given
 *
 * Metrics that name a pool, a score or an adverse event keep it: "utilisation:line".
 */
void scenario_metric_split (const char *text, char **ret_metric, char **ret_group);
