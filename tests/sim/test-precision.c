/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/precision.h. */
#include "tests/sim/nested.h"

#include "sim/precision.h"

#define LEVEL 0.95

/* Student's t at 0.975 with 2 degrees of freedom, (2 p - 1) / root (2 p (1 - p)). */
#define T_2 (0.95 / sqrt (2 * 0.975 * 0.025))

static void
widest_variant_decides (G_GNUC_UNUSED void **state)
{
  /* 1 2 3 has the error 1 / root 3, 0 5 10 the error 5 / root 3; their differences -1 3 7
   * have 4 / root 3. */
  static const double narrow[][2] = { { 1, 0 }, { 2, 0 }, { 3, 0 } };
  static const double wide[][2] = { { 0, 0 }, { 5, 0 }, { 10, 0 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (0);
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 2);
  nested_add (results, 0, 0, 3, nested_fill_columns, narrow);
  nested_add (results, 1, 0, 3, nested_fill_columns, wide);
  SimPrecision precision = { NESTED_MEAN, -1, LEVEL, 1 };
  double reached;
  assert_true (sim_precision_reached (results, &precision, &reached, NULL));
  assert_near (reached, T_2 * 5 / sqrt (3), 1e-10);
  precision.baseline = 0;
  assert_true (sim_precision_reached (results, &precision, &reached, NULL));
  assert_near (reached, T_2 * 4 / sqrt (3), 1e-10);
}

static void
nobody_is_never_precise (G_GNUC_UNUSED void **state)
{
  static const double rows[][2] = { { 0, 0 }, { 0, 0 }, { 0, 0 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (0);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 3, nested_fill_columns, rows);
  const SimPrecision precision = { NESTED_RATIO, -1, LEVEL, 1 };
  double reached;
  assert_true (sim_precision_reached (results, &precision, &reached, NULL));
  assert_true (isinf (reached));
}

static void
batches_follow_until_wide_turns_narrow (G_GNUC_UNUSED void **state)
{
  const SimPrecision precision = { NESTED_MEAN, -1, LEVEL, 0.5 };
  assert_int_equal (sim_precision_next (&precision, 0.6, 100, 1000), 150);
  assert_int_equal (sim_precision_next (&precision, 0.5, 100, 1000), 100);
  assert_int_equal (sim_precision_next (&precision, HUGE_VAL, 100, 1000), 150);
  assert_int_equal (sim_precision_next (&precision, 0.6, 150, 170), 170);
  assert_int_equal (sim_precision_next (&precision, 0.6, 170, 170), 170);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (widest_variant_decides),
    cmocka_unit_test (nobody_is_never_precise),
    cmocka_unit_test (batches_follow_until_wide_turns_narrow),
  };
  return cmocka_run_group_tests_name ("sim-precision", tests, NULL, NULL);
}
