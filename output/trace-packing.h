/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trace packing: a trace's kinds, lanes, spans and marks as bytes. */
#pragma once

#include "output/packing.h"
#include "sim/trace.h"

/* Contract: the tables of a trace are packed by themselves (output_pack_table()), so that
 * charts need not read the rankings. */

void output_pack_trace_frame (GByteArray *bytes, const SimTrace *trace);

/** Returns: (transfer full): a trace whose tables are NULL; NULL if the bytes make no
 * sense */
SimTrace *output_unpack_trace_frame (OutputUnpacker *unpacker);
