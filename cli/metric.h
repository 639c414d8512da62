/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics on the command line: "infused-share:A", "utilisation:line". */
#pragma once

#include "cli/command.h"
#include "scenarios/scenario.h"
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

/** Returns: the metric that a command is about: the one that --metric names (@asked,
 * nullable), else the first primary measure of @scenario, else who of the referred is
 * infused; -1 after reporting wrong usage */
int cli_metric_choose (const CliCommand *command,
                       const char *asked,
                       const Scenario *scenario,
                       const SimCatalogue *catalogue);

/** Returns: whether less of @metric is better: losses, waste, waiting, cost */
bool cli_metric_is_burden (const SimMetric *metric);
