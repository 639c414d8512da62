/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/inverse-table.h. */
#include "tests/support/assert.h"

#include "sim/inverse-table.h"

/* X = -log (1 - u), in both tails. */
static double
exponential (gconstpointer law, SimTail tail, double p, double *near)
{
  (void) law;
  (void) near;
  return tail == SIM_TAIL_LOWER ? -log1p (-p) : -log (p);
}

/* log X for X = u^40, which no polynomial of degree 7 follows. */
static double
log_power (gconstpointer law, SimTail tail, double p, double *near)
{
  (void) law;
  (void) near;
  return 40 * (tail == SIM_TAIL_LOWER ? log (p) : log1p (-p));
}

/* Gives nothing below a tenth, and sees that it is asked for ever smaller p. */
static double
gives_up (gconstpointer law, SimTail tail, double p, double *near)
{
  (void) law;
  (void) tail;
  assert_true (isnan (*near) || p < *near);
  *near = p;
  return p < 0.1 ? NAN : p;
}

static void
values_follow_the_function_in_every_cell (void **state)
{
  (void) state;
  g_autofree SimInverseTable *table = g_new0 (SimInverseTable, 1);
  assert_true (sim_inverse_table_fill (table, exponential, NULL));
  for (double p = 0x1p-15; p < 0.5; p *= 1.003)
    {
      double value = -1;
      assert_true (sim_inverse_table_find (table, p, &value));
      assert_near (value / -log1p (-p), 1, 1e-12);
      /* 1 - p is rounded, so the expected value is that of the rounded one. */
      assert_true (sim_inverse_table_find (table, 1 - p, &value));
      assert_near (value, -log (1 - (1 - p)), 1e-12);
    }
}

static void
logarithms_are_distances_from_the_anchor (void **state)
{
  (void) state;
  g_autofree SimInverseTable *table = g_new0 (SimInverseTable, 1);
  for (int tail = 0; tail < 2; tail++)
    {
      table->is_log[tail] = true;
      table->anchor[tail] = 7;
      table->scale[tail] = -2;
    }
  assert_true (sim_inverse_table_fill (table, log_power, NULL));
  for (double u = 0.01; u < 1; u += 0.0171)
    {
      double value = 0;
      assert_true (sim_inverse_table_find (table, u, &value));
      assert_near (value, 7 - 2 * pow (u, 40), 1e-11);
    }
}

static void
the_far_tails_and_the_middle_are_left_to_others (void **state)
{
  (void) state;
  g_autofree SimInverseTable *table = g_new0 (SimInverseTable, 1);
  assert_true (sim_inverse_table_fill (table, exponential, NULL));
  static const double outside[] = { 0,   1e-300,      0x1p-16,     0.99999 * 0x1p-15,
                                    0.5, 1 - 0x1p-16, 1 - 0x1p-53, 1 };
  double value = 42;
  for (size_t i = 0; i < G_N_ELEMENTS (outside); i++)
    assert_false (sim_inverse_table_find (table, outside[i], &value));
  assert_near (value, 42, 0);
}

static void
cells_meet_at_their_ends (void **state)
{
  (void) state;
  g_autofree SimInverseTable *table = g_new0 (SimInverseTable, 1);
  assert_true (sim_inverse_table_fill (table, exponential, NULL));
  /* Cells end at (8 + k) / 16 of each power of two. */
  for (int octave = 1; octave < SIM_INVERSE_OCTAVES; octave++)
    for (int k = 0; k < 8; k++)
      {
        double end = ldexp ((8 + k) / 16.0, -octave);
        double before = 0;
        double behind = 0;
        assert_true (sim_inverse_table_find (table, nextafter (end, 0), &before));
        assert_true (sim_inverse_table_find (table, end, &behind));
        assert_near (before / behind, 1, 1e-14);
      }
}

static void
a_function_that_fails_fills_nothing (void **state)
{
  (void) state;
  g_autofree SimInverseTable *table = g_new0 (SimInverseTable, 1);
  assert_false (sim_inverse_table_fill (table, gives_up, NULL));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (values_follow_the_function_in_every_cell),
    cmocka_unit_test (logarithms_are_distances_from_the_anchor),
    cmocka_unit_test (the_far_tails_and_the_middle_are_left_to_others),
    cmocka_unit_test (cells_meet_at_their_ends),
    cmocka_unit_test (a_function_that_fails_fills_nothing),
  };
  return cmocka_run_group_tests_name ("sim/inverse-table", tests, NULL, NULL);
}
