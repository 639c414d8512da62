/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/trace.h. */
#include "tests/support/assert.h"

#include "sim/trace.h"

#include <string.h>

static void
a_new_trace_is_empty (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sim_trace_new ();
  assert_int_equal (trace->n_span_kinds, 0);
  assert_int_equal (trace->n_mark_kinds, 0);
  assert_int_equal (trace->n_lanes, 0);
  assert_int_equal (trace->spans->len, 0);
  assert_int_equal (trace->marks->len, 0);
  assert_null (trace->patients);
}

static void
kinds_are_numbered_and_found_apart (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sim_trace_new ();
  char id[] = "stage:primary";
  assert_int_equal (sim_trace_add_span_kind (trace, "waiting", "waiting", false), 0);
  assert_int_equal (sim_trace_add_span_kind (trace, id, "primary", true), 1);
  assert_int_equal (sim_trace_add_mark_kind (trace, "draw", "blood draw", false), 0);
  memset (id, 'x', sizeof id - 1);
  assert_int_equal (sim_trace_find_span_kind (trace, "stage:primary"), 1);
  assert_int_equal (sim_trace_find_span_kind (trace, "draw"), -1);
  assert_int_equal (sim_trace_find_mark_kind (trace, "draw"), 0);
  assert_string_equal (trace->span_kinds[1].label, "primary");
  assert_true (trace->span_kinds[1].is_users);
  assert_false (trace->mark_kinds[0].is_users);
}

static void
lanes_are_numbered_in_order (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sim_trace_new ();
  for (int unit = 1; unit <= 1000; unit++)
    assert_int_equal (sim_trace_add_lane (trace, "line", unit, true), unit - 1);
  assert_int_equal (sim_trace_add_lane (trace, "suite", 1, false), 1000);
  for (int unit = 1; unit <= 1000; unit++)
    {
      assert_int_equal (trace->lanes[unit - 1].unit, unit);
      assert_true (trace->lanes[unit - 1].is_gate);
      assert_string_equal (trace->lanes[unit - 1].pool, "line");
    }
  assert_string_equal (trace->lanes[1000].pool, "suite");
}

static void
spans_and_tables_are_freed_with_it (void **state)
{
  (void) state;
  g_autoptr (SimTrace) trace = sim_trace_new ();
  SimTraceSpan span = { .patient = 1, .lane = -1, .begin = 2, .end = 3 };
  g_array_append_val (trace->spans, span);
  const SimTableColumn column = { "patient", 0 };
  trace->patients = sim_table_new (&column, 1);
  trace->decisions = sim_table_new (&column, 1);
  trace->rankings = sim_table_new (&column, 1);
  assert_int_equal (g_array_index (trace->spans, SimTraceSpan, 0).end, 3);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_new_trace_is_empty),
    cmocka_unit_test (kinds_are_numbered_and_found_apart),
    cmocka_unit_test (lanes_are_numbered_in_order),
    cmocka_unit_test (spans_and_tables_are_freed_with_it),
  };
  return cmocka_run_group_tests_name ("sim/trace", tests, NULL, NULL);
}
