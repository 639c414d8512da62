/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trace packing: a trace's kinds, lanes, spans and marks as bytes. */
#include "sim/trace-packing.h"

static void
pack_kinds (GByteArray *bytes, const SimTraceKind *kinds, size_t n_kinds)
{
  sim_pack_number (bytes, n_kinds);
  for (size_t i = 0; i < n_kinds; i++)
    {
      sim_pack_text (bytes, kinds[i].id);
      sim_pack_text (bytes, kinds[i].label);
      sim_pack_number (bytes, kinds[i].is_users);
    }
}

void
sim_pack_trace_frame (GByteArray *bytes, const SimTrace *trace)
{
  sim_pack_signed (bytes, trace->start_epoch_day);
  sim_pack_signed (bytes, trace->end);
  pack_kinds (bytes, trace->span_kinds, trace->n_span_kinds);
  pack_kinds (bytes, trace->mark_kinds, trace->n_mark_kinds);
  sim_pack_number (bytes, trace->n_lanes);
  for (size_t i = 0; i < trace->n_lanes; i++)
    {
      sim_pack_text (bytes, trace->lanes[i].pool);
      sim_pack_signed (bytes, trace->lanes[i].unit);
      sim_pack_number (bytes, trace->lanes[i].is_gate);
    }
  sim_pack_number (bytes, trace->spans->len);
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      sim_pack_signed (bytes, span->patient);
      sim_pack_signed (bytes, span->lane);
      sim_pack_signed (bytes, span->kind);
      sim_pack_signed (bytes, span->begin);
      sim_pack_signed (bytes, span->end);
    }
  sim_pack_number (bytes, trace->marks->len);
  for (guint i = 0; i < trace->marks->len; i++)
    {
      const SimTraceMark *mark = &g_array_index (trace->marks, SimTraceMark, i);
      sim_pack_signed (bytes, mark->patient);
      sim_pack_signed (bytes, mark->kind);
      sim_pack_signed (bytes, mark->ordinal);
      sim_pack_signed (bytes, mark->at);
    }
}

/* Every thing counted takes a byte at least. */
static size_t
unpack_count (SimUnpacker *unpacker)
{
  return sim_unpack_count (unpacker, (size_t) (unpacker->end - unpacker->at));
}

typedef int (*AddKindFunc) (SimTrace *trace,
                            const char *id,
                            const char *label,
                            bool is_users);

static void
unpack_kinds (SimUnpacker *unpacker, SimTrace *trace, AddKindFunc add_kind)
{
  size_t n_kinds = unpack_count (unpacker);
  for (size_t i = 0; i < n_kinds && !unpacker->is_broken; i++)
    {
      g_autofree char *id = sim_unpack_text (unpacker);
      g_autofree char *label = sim_unpack_text (unpacker);
      bool is_users = sim_unpack_number (unpacker) != 0;
      if (id && label)
        add_kind (trace, id, label, is_users);
      else
        unpacker->is_broken = true;
    }
}

static void
unpack_lanes (SimUnpacker *unpacker, SimTrace *trace)
{
  size_t n_lanes = unpack_count (unpacker);
  for (size_t i = 0; i < n_lanes && !unpacker->is_broken; i++)
    {
      g_autofree char *pool = sim_unpack_text (unpacker);
      int unit = (int) sim_unpack_signed (unpacker);
      bool is_gate = sim_unpack_number (unpacker) != 0;
      if (pool)
        sim_trace_add_lane (trace, pool, unit, is_gate);
      else
        unpacker->is_broken = true;
    }
}

/* Whoever draws a trace indexes by lane and kind: what points nowhere is refused here. */
static int32_t
unpack_index (SimUnpacker *unpacker, int64_t least, size_t n)
{
  int64_t index = sim_unpack_signed (unpacker);
  if (index < least || index >= (int64_t) n)
    {
      unpacker->is_broken = true;
      return 0;
    }
  return (int32_t) index;
}

SimTrace *
sim_unpack_trace_frame (SimUnpacker *unpacker)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  trace->start_epoch_day = sim_unpack_signed (unpacker);
  trace->end = sim_unpack_signed (unpacker);
  unpack_kinds (unpacker, trace, sim_trace_add_span_kind);
  unpack_kinds (unpacker, trace, sim_trace_add_mark_kind);
  unpack_lanes (unpacker, trace);
  size_t n_spans = unpack_count (unpacker);
  for (size_t i = 0; i < n_spans && !unpacker->is_broken; i++)
    {
      SimTraceSpan span;
      span.patient = sim_unpack_signed (unpacker);
      span.lane = unpack_index (unpacker, -1, trace->n_lanes);
      span.kind = unpack_index (unpacker, 0, trace->n_span_kinds);
      span.begin = sim_unpack_signed (unpacker);
      span.end = sim_unpack_signed (unpacker);
      g_array_append_val (trace->spans, span);
    }
  size_t n_marks = unpack_count (unpacker);
  for (size_t i = 0; i < n_marks && !unpacker->is_broken; i++)
    {
      SimTraceMark mark;
      mark.patient = sim_unpack_signed (unpacker);
      mark.kind = unpack_index (unpacker, 0, trace->n_mark_kinds);
      mark.ordinal = (int32_t) sim_unpack_signed (unpacker);
      mark.at = sim_unpack_signed (unpacker);
      g_array_append_val (trace->marks, mark);
    }
  return sim_unpack_is_whole (unpacker) ? g_steal_pointer (&trace) : NULL;
}
