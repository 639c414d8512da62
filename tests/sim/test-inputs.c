/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/inputs.h. */
#include "tests/sim/nested.h"

#include "sim/inputs.h"
#include "sim/stream.h"

#define LEVEL 0.95

static void
components_of_variance_are_those_by_hand (G_GNUC_UNUSED void **state)
{
  /* Draws 1 3, 5 7, 9 11 with means 2, 6, 10 about 6.  MSB = 2 (16 + 0 + 16) / 2 = 32,
   * MSW = (2 + 2 + 2) / 3 = 2: between draws (32 - 2) / 2 = 15, of 17.  The means vary by
   * 16, of which 15 are the inputs': they are drawn together by root (15/16), to 6 + 4
   * root (15/16) (-1, 0, 1).  The 0.025 quantile of three values lies at place 0.05. */
  static const double rows[][2] = { { 1, 1 }, { 3, 1 }, { 5, 1 },
                                    { 7, 1 }, { 9, 1 }, { 11, 1 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (2);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 6, nested_fill_columns, rows);
  SimInputEffect effects[NESTED_N_METRICS];
  assert_true (sim_inputs_estimate (results, 0, LEVEL, effects, NULL));
  const double half = 4 * 0.95 * sqrt (15.0 / 16);
  for (int i = NESTED_MEAN; i <= NESTED_RATIO; i++)
    {
      assert_int_equal (effects[i].draws, 3);
      assert_near (effects[i].share, 15.0 / 17, 1e-14);
      assert_near (effects[i].low, 6 - half, 1e-13);
      assert_near (effects[i].high, 6 + half, 1e-13);
    }
  assert_int_equal (effects[NESTED_MEDIAN].draws, 0);
  assert_true (isnan (effects[NESTED_MEDIAN].low) &&
               isnan (effects[NESTED_MEDIAN].share));
}

static void
unequal_draws_have_the_average_size (G_GNUC_UNUSED void **state)
{
  /* Draws 0 2, 8 10, 4: about the mean 24/5 of all.  MSB = (2 x 1 + 2 x 81 + 16 - 576/5)
   * / 2 = (180 - 115.2) / 2 = 32.4, MSW = (2 + 2) / (5 - 3) = 2, n0 = (5 - 9/5) / 2
   * = 1.6: between draws 30.4 / 1.6 = 19. */
  static const double rows[][2] = { { 0, 1 }, { 2, 1 }, { 8, 1 }, { 10, 1 }, { 4, 1 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (2);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 5, nested_fill_columns, rows);
  SimInputEffect effects[NESTED_N_METRICS];
  assert_true (sim_inputs_estimate (results, 0, LEVEL, effects, NULL));
  assert_near (effects[NESTED_MEAN].share, 19.0 / 21, 1e-13);
}

static void
inputs_without_effect_have_no_share (G_GNUC_UNUSED void **state)
{
  /* Both draws 1 3: between draws there is less than chance alone would give. */
  static const double rows[][2] = { { 1, 1 }, { 3, 1 }, { 1, 1 }, { 3, 1 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (2);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 4, nested_fill_columns, rows);
  SimInputEffect effects[NESTED_N_METRICS];
  assert_true (sim_inputs_estimate (results, 0, LEVEL, effects, NULL));
  assert_near (effects[NESTED_MEAN].share, 0, 0);
  assert_near (effects[NESTED_MEAN].low, 2, 0);
  assert_near (effects[NESTED_MEAN].high, 2, 0);
}

static void
single_replications_cannot_be_split (G_GNUC_UNUSED void **state)
{
  static const double rows[][2] = { { 1, 1 }, { 3, 1 }, { 5, 1 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (1);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 3, nested_fill_columns, rows);
  SimInputEffect effects[NESTED_N_METRICS];
  assert_true (sim_inputs_estimate (results, 0, LEVEL, effects, NULL));
  assert_int_equal (effects[NESTED_MEAN].draws, 3);
  assert_true (isnan (effects[NESTED_MEAN].share) && isnan (effects[NESTED_MEAN].low));
}

#define DRAW 20

/* 40 patients a replication, treated with a chance uniform in 0.4 to 0.8 for the draw. */
static void
fill_shared_chance (SimRecord *record,
                    int64_t replication,
                    G_GNUC_UNUSED gconstpointer data)
{
  SimStreamKey draw = { 1, (uint64_t) replication / DRAW };
  SimStreamKey own = { 2, (uint64_t) replication };
  double chance = 0.4 + 0.4 * sim_uniform (sim_stream_block (draw, 0, 0, 0).word[0]);
  for (uint64_t i = 0; i < 40; i++)
    record->columns[0] += sim_uniform (sim_stream_block (own, i, 0, 0).word[0]) < chance;
  record->columns[1] = 40;
}

static void
known_components_are_found_again (G_GNUC_UNUSED void **state)
{
  /* The chance has the variance 0.4^2 / 12 = 0.01333.  Given it, a replication's share
   * has E (p - p^2) / 40 = (0.6 - 0.36 - 0.01333) / 40 = 0.005667: the inputs' part is
   * 0.01333 of 0.019, 0.7018.  Its standard error with 500 draws is about (1 - 0.7) x 0.7
   * x root (kurtosis 1.8 - 1) / root 500 = 0.009.  The middle 95 per cent of the chance
   * are 0.41 to 0.79; a draw's mean of 800 patients has an error of 0.017 beside that. */
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (DRAW);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 500 * DRAW, fill_shared_chance, NULL);
  SimInputEffect effects[NESTED_N_METRICS];
  assert_true (sim_inputs_estimate (results, 0, LEVEL, effects, NULL));
  const SimInputEffect *ratio = &effects[NESTED_RATIO];
  assert_near (ratio->share, 0.7018, 3 * 0.009);
  assert_near (ratio->low, 0.41, 0.017);
  assert_near (ratio->high, 0.79, 0.017);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (components_of_variance_are_those_by_hand),
    cmocka_unit_test (unequal_draws_have_the_average_size),
    cmocka_unit_test (inputs_without_effect_have_no_share),
    cmocka_unit_test (single_replications_cannot_be_split),
    cmocka_unit_test (known_components_are_found_again),
  };
  return cmocka_run_group_tests_name ("sim-inputs", tests, NULL, NULL);
}
