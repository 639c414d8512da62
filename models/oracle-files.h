/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The textbook scenarios as they are embedded in the program. */
#pragma once

#include <stddef.h>

/**
 * model_oracle_file:
 * @name: of a file of scenarios/queueing/, without ".xml"
 * @ret_size: (out): of the text in bytes
 *
 * Returns: (transfer none): the text, or NULL if no such file is embedded
 */
const char *model_oracle_file (const char *name, size_t *ret_size);
