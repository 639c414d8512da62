/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Interrupts: SIGINT and SIGTERM as a polite request first, an end the second time. */
#pragma once

#include <stdatomic.h>

/** Installs the handlers; SIGPIPE becomes an error of the write that caused it. */
void cli_interrupt_init (void);

/** Returns: (transfer none): 0, or the number of the signal that asked to stop; fits
 * SimExperiment.cancelled */
atomic_int *cli_interrupt_flag (void);
