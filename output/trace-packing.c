/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trace packing: a trace's kinds, lanes, spans and marks as bytes. */
#include "output/trace-packing.h"

static void
pack_kinds (GByteArray *bytes, const SimTraceKind *kinds, size_t n_kinds)
{
  output_pack_number (bytes, n_kinds);
  for (size_t i = 0; i < n_kinds; i++)
    {
      output_pack_text (bytes, kinds[i].id);
      output_pack_text (bytes, kinds[i].label);
      output_pack_number (bytes, kinds[i].is_users);
    }
}

void
output_pack_trace_frame (GByteArray *bytes, const SimTrace *trace)
{
  output_pack_signed (bytes, trace->start_epoch_day);
  output_pack_signed (bytes, trace->end);
  pack_kinds (bytes, trace->span_kinds, trace->n_span_kinds);
  pack_kinds (bytes, trace->mark_kinds, trace->n_mark_kinds);
  output_pack_number (bytes, trace->n_lanes);
  for (size_t i = 0; i < trace->n_lanes; i++)
    {
      output_pack_text (bytes, trace->lanes[i].pool);
      output_pack_signed (bytes, trace->lanes[i].unit);
      output_pack_number (bytes, trace->lanes[i].is_gate);
    }
  output_pack_number (bytes, trace->spans->len);
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      output_pack_signed (bytes, span->patient);
      output_pack_signed (bytes, span->lane);
      output_pack_signed (bytes, span->kind);
      output_pack_signed (bytes, span->begin);
      output_pack_signed (bytes, span->end);
    }
  output_pack_number (bytes, trace->marks->len);
  for (guint i = 0; i < trace->marks->len; i++)
    {
      const SimTraceMark *mark = &g_array_index (trace->marks, SimTraceMark, i);
      output_pack_signed (bytes, mark->patient);
      output_pack_signed (bytes, mark->kind);
      output_pack_signed (bytes, mark->ordinal);
      output_pack_signed (bytes, mark->at);
    }
}

/* Every thing counted takes a byte at least. */
static size_t
unpack_count (OutputUnpacker *unpacker)
{
  return output_unpack_count (unpacker, (size_t) (unpacker->end - unpacker->at));
}

typedef int (*AddKindFunc) (SimTrace *trace,
                            const char *id,
                            const char *label,
                            bool is_users);

static void
unpack_kinds (OutputUnpacker *unpacker, SimTrace *trace, AddKindFunc add_kind)
{
  size_t n_kinds = unpack_count (unpacker);
  for (size_t i = 0; i < n_kinds && !unpacker->is_broken; i++)
    {
      g_autofree char *id = output_unpack_text (unpacker);
      g_autofree char *label = output_unpack_text (unpacker);
      bool is_users = output_unpack_number (unpacker) != 0;
      if (id && label)
        add_kind (trace, id, label, is_users);
      else
        unpacker->is_broken = true;
    }
}

static void
unpack_lanes (OutputUnpacker *unpacker, SimTrace *trace)
{
  size_t n_lanes = unpack_count (unpacker);
  for (size_t i = 0; i < n_lanes && !unpacker->is_broken; i++)
    {
      g_autofree char *pool = output_unpack_text (unpacker);
      int unit = (int) output_unpack_signed (unpacker);
      bool is_gate = output_unpack_number (unpacker) != 0;
      if (pool)
        sim_trace_add_lane (trace, pool, unit, is_gate);
      else
        unpacker->is_broken = true;
    }
}

/* Whoever draws a trace indexes by lane and kind: what points nowhere is refused here. */
static int32_t
unpack_index (OutputUnpacker *unpacker, int64_t least, size_t n)
{
  int64_t index = output_unpack_signed (unpacker);
  if (index < least || index >= (int64_t) n)
    {
      unpacker->is_broken = true;
      return 0;
    }
  return (int32_t) index;
}

SimTrace *
output_unpack_trace_frame (OutputUnpacker *unpacker)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  trace->start_epoch_day = output_unpack_signed (unpacker);
  trace->end = output_unpack_signed (unpacker);
  unpack_kinds (unpacker, trace, sim_trace_add_span_kind);
  unpack_kinds (unpacker, trace, sim_trace_add_mark_kind);
  unpack_lanes (unpacker, trace);
  size_t n_spans = unpack_count (unpacker);
  for (size_t i = 0; i < n_spans && !unpacker->is_broken; i++)
    {
      SimTraceSpan span;
      span.patient = output_unpack_signed (unpacker);
      span.lane = unpack_index (unpacker, -1, trace->n_lanes);
      span.kind = unpack_index (unpacker, 0, trace->n_span_kinds);
      span.begin = output_unpack_signed (unpacker);
      span.end = output_unpack_signed (unpacker);
      g_array_append_val (trace->spans, span);
    }
  size_t n_marks = unpack_count (unpacker);
  for (size_t i = 0; i < n_marks && !unpacker->is_broken; i++)
    {
      SimTraceMark mark;
      mark.patient = output_unpack_signed (unpacker);
      mark.kind = unpack_index (unpacker, 0, trace->n_mark_kinds);
      mark.ordinal = (int32_t) output_unpack_signed (unpacker);
      mark.at = output_unpack_signed (unpacker);
      g_array_append_val (trace->marks, mark);
    }
  return output_unpack_is_whole (unpacker) ? g_steal_pointer (&trace) : NULL;
}
