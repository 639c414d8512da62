/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunk packing: a block of replications, with its traces, as bytes. */
#include "sim/chunk-packing.h"

#include "sim/trace-packing.h"

static void
pack_optional_table (GByteArray *bytes, const SimTable *table)
{
  sim_pack_number (bytes, table != NULL);
  if (table != NULL)
    sim_pack_table (bytes, table);
}

static void
pack_optional_trace (GByteArray *bytes, const SimTrace *trace)
{
  sim_pack_number (bytes, trace != NULL);
  if (trace == NULL)
    return;
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  sim_pack_trace_frame (frame, trace);
  sim_pack_number (bytes, frame->len);
  g_byte_array_append (bytes, frame->data, frame->len);
  pack_optional_table (bytes, trace->patients);
  pack_optional_table (bytes, trace->decisions);
  pack_optional_table (bytes, trace->rankings);
}

void
sim_pack_chunk (GByteArray *bytes, const SimChunk *chunk, const SimCatalogue *catalogue)
{
  sim_pack_number (bytes, (uint64_t) chunk->variant);
  sim_pack_number (bytes, (uint64_t) chunk->first);
  sim_pack_number (bytes, (uint64_t) chunk->count);
  sim_pack_doubles (bytes, chunk->columns, (size_t) chunk->count * catalogue->n_columns);
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_pack_histogram (bytes, &chunk->histograms[i]);
  sim_pack_doubles (bytes, chunk->series, catalogue->n_points);
  sim_pack_doubles (bytes, chunk->series_square, catalogue->n_points);
  for (int i = 0; i < chunk->count; i++)
    pack_optional_trace (bytes, chunk->traces[i]);
}

/* Returns: false if broken */
static bool
unpack_optional_table (SimUnpacker *unpacker, SimTable **ret_table)
{
  if (sim_unpack_count (unpacker, 1) == 0)
    return !unpacker->is_broken;
  *ret_table = sim_unpack_table (unpacker);
  return *ret_table != NULL;
}

static bool
unpack_optional_trace (SimUnpacker *unpacker, SimTrace **ret_trace)
{
  if (sim_unpack_count (unpacker, 1) == 0)
    return !unpacker->is_broken;
  /* A frame must fill the bytes that it is unpacked from. */
  size_t length = sim_unpack_count (unpacker, (size_t) (unpacker->end - unpacker->at));
  SimUnpacker frame;
  sim_unpack_init (&frame, unpacker->at, length);
  unpacker->at += length;
  g_autoptr (SimTrace) trace = sim_unpack_trace_frame (&frame);
  if (trace == NULL || !unpack_optional_table (unpacker, &trace->patients) ||
      !unpack_optional_table (unpacker, &trace->decisions) ||
      !unpack_optional_table (unpacker, &trace->rankings))
    return false;
  *ret_trace = g_steal_pointer (&trace);
  return true;
}

bool
sim_unpack_chunk (SimUnpacker *unpacker, SimChunk *chunk, const SimCatalogue *catalogue)
{
  size_t variant = sim_unpack_count (unpacker, INT32_MAX);
  size_t first = sim_unpack_count (unpacker, SIZE_MAX >> 2);
  size_t count = sim_unpack_count (unpacker, SIM_BLOCK);
  if (unpacker->is_broken || first % SIM_BLOCK != 0)
    return false;
  sim_chunk_reset (chunk, catalogue, (int) variant, (int64_t) first);
  sim_unpack_doubles (unpacker, chunk->columns, count * catalogue->n_columns);
  for (size_t i = 0; i < catalogue->n_histograms; i++)
    sim_unpack_histogram (unpacker, &chunk->histograms[i]);
  sim_unpack_doubles (unpacker, chunk->series, catalogue->n_points);
  sim_unpack_doubles (unpacker, chunk->series_square, catalogue->n_points);
  for (size_t i = 0; i < count; i++)
    if (!unpack_optional_trace (unpacker, &chunk->traces[i]))
      return false;
  chunk->count = (int) count;
  return sim_unpack_is_whole (unpacker);
}
