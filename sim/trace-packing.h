/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trace packing: a trace's kinds, lanes, spans and marks as bytes. */
#pragma once

#include "sim/packing.h"
#include "sim/trace.h"

/* Contract: the tables of a trace are packed by themselves (sim_pack_table()), so that
 * charts need not read the rankings. */

void sim_pack_trace_frame (GByteArray *bytes, const SimTrace *trace);

/** Returns: (transfer full): a trace whose tables are NULL; NULL if the bytes make no
 * sense */
SimTrace *sim_unpack_trace_frame (SimUnpacker *unpacker);
