/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small store to be damaged, and everything that reads one. */
#pragma once

#include <glib.h>

/** Simulates a small comparison, traced; the scenario reader is prepared on the way.
 * Returns: (transfer full): the bytes of its results.sqlite, in pages of 512 bytes */
GBytes *fuzz_store_new (void);

/** Opens results/results.sqlite in the folder of the process and reads all that it holds,
 * if it opens: results, comparisons, traces, stories, charts, report, tables.
 * Returns: whether it opened */
gboolean fuzz_store_read (void);
