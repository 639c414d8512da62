/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics on the command line: "infused-share:A", "utilisation:line". */
#pragma once

#include "cli/command.h"
#include "sim/results.h"

/** Returns: the metric of @catalogue that @text names, NAME or NAME:GROUP (without a
 * group, "all"), or -1 */
int cli_metric_find (const SimCatalogue *catalogue, const char *text);

/** As cli_metric_find(), of option @option; reports wrong usage where there is none, with
 * names that there are. */
int cli_metric_parse (const CliCommand *command,
                      const char *option,
                      const SimCatalogue *catalogue,
                      const char *text);

/** Returns: (transfer full): "NAME:GROUP" */
char *cli_metric_text (const SimMetric *metric);
