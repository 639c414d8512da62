/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunk packing: a block of replications, with its traces, as bytes. */
#pragma once

#include "sim/packing.h"
#include "sim/results.h"

/** Appends @chunk, of @catalogue, to @bytes. */
void
sim_pack_chunk (GByteArray *bytes, const SimChunk *chunk, const SimCatalogue *catalogue);

/** Replaces the content of @chunk. Returns: false if the bytes make no sense */
bool
sim_unpack_chunk (SimUnpacker *unpacker, SimChunk *chunk, const SimCatalogue *catalogue);
