/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: what results remember of a scenario, its numbers and its variants. */
#pragma once

#include "cli/experiment.h"

/** Returns: (transfer full): the shortest text that reads back as @value; NULL for NaN */
char *cli_record_number_text (double value);

/**
 * cli_record_directory:
 * @output: (nullable): as --output says
 *
 * Returns: (transfer full): where results go: @output, else the scenario's name, with
 * "-COMMAND" behind it for all commands but run, and "-shard-I-of-N" for a shard
 */
char *cli_record_directory (const char *output,
                            const char *scenario,
                            const char *command,
                            SimShard shard);

/**
 * cli_record_new_store:
 * @replications: asked for
 * @ret_start: (out): how the store began
 *
 * Opens the store in @directory for writing: parameters with their sources, facts of the
 * model, variants and primary measures are recorded there, so that whoever reads the
 * results needs no scenario.
 *
 * Errors: those of output_store_new().
 * Returns: (transfer full): must not outlive the study; NULL with @error set
 */
OutputStore *cli_record_new_store (const CliExperiment *experiment,
                                   const char *directory,
                                   int64_t replications,
                                   OutputStoreStart *ret_start,
                                   GError **error);
