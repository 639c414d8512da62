/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/units.h, and of estimates over draws of uncertain inputs. */
#include "tests/sim/nested.h"

#include "sim/comparison.h"
#include "sim/stream.h"
#include "sim/units.h"

#define LEVEL 0.95

/* Student's t at 0.975 with 2 degrees of freedom, (2 p - 1) / root (2 p (1 - p)). */
#define T_2 (0.95 / sqrt (2 * 0.975 * 0.025))

static const double six_rows[][2] = { { 1, 2 }, { 3, 2 },  { 5, 4 },
                                      { 7, 4 }, { 9, 10 }, { 11, 10 } };

static void
mean_is_over_draws (G_GNUC_UNUSED void **state)
{
  /* Draws of two: 1 3, 5 7, 9 11.  Their means 2, 6, 10 have the mean 6 and the sd 4, so
   * the error is 4 / root 3; over six replications it would be root 14 / root 6. */
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (2);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 6, nested_fill_columns, six_rows);
  SimEstimate estimates[NESTED_N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  const SimEstimate *mean = &estimates[NESTED_MEAN];
  assert_int_equal (mean->replications, 6);
  assert_near (mean->mean, 6, 1e-15);
  assert_near (mean->low, 6 - T_2 * 4 / sqrt (3), 1e-11);
  assert_near (mean->high, 6 + T_2 * 4 / sqrt (3), 1e-11);
  assert_near (mean->sd, 4 / sqrt (3) * sqrt (6), 1e-13);
}

static void
ratio_leaves_out_draws (G_GNUC_UNUSED void **state)
{
  /* Sums 4/4, 12/8, 20/20: together 36/32 = 9/8.  Without one each 32/28 = 8/7, 24/24 = 1
   * and 16/12 = 4/3, that is 24, 21 and 28 of 21, their mean 73/63.  In 63rds the
   * deviations are 72 - 73, 63 - 73, 84 - 73: squares 1 + 100 + 121 = 222; two thirds of
   * it are 148. */
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (2);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 6, nested_fill_columns, six_rows);
  SimEstimate estimates[NESTED_N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  const SimEstimate *ratio = &estimates[NESTED_RATIO];
  assert_near (ratio->mean, 9.0 / 8, 1e-15);
  assert_near (ratio->high - ratio->mean, T_2 * sqrt (148) / 63, 1e-12);
}

static void
draw_cut_short_counts_for_its_size (G_GNUC_UNUSED void **state)
{
  /* The last draw has one replication: sums 4, 12, 9 of 2, 2, 1.  Mean 25/5; without one
   * each 21/3, 13/3, 16/4, that is 63, 39 and 36 of 9, their mean 46.  Squares 17^2 + 7^2
   * + 10^2 = 438; two thirds of it are 292. */
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (2);
  g_autoptr (SimResults) results =
      nested_results_new (catalogue, 5, nested_fill_columns, six_rows);
  SimEstimate estimates[NESTED_N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  assert_int_equal (estimates[NESTED_MEAN].replications, 5);
  assert_near (estimates[NESTED_MEAN].mean, 5, 1e-15);
  assert_near (estimates[NESTED_MEAN].high - 5, T_2 * sqrt (292) / 9, 1e-11);
}

/* In every block of draw d, of eight replications, one duration of d + 1 hours. */
static void
fill_hours (SimRecord *record, int64_t replication, G_GNUC_UNUSED gconstpointer data)
{
  if (replication % SIM_BLOCK == 0)
    sim_histogram_add (&record->histograms[0], (replication / 8 + 1) * SIM_HOUR);
}

static void
quantile_leaves_out_whole_draws (G_GNUC_UNUSED void **state)
{
  /* Two values each in hours (0, 1], (1, 2], (2, 3]: the median is 1.5 h; without draw 0
   * two of four lie below 2 h, without 1 or 2 below 1 h.  As with single values in
   * test-confidence.c the error is 2/3 h. Blocks alone would leave out one value of six.
   */
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (8);
  g_autoptr (SimResults) results = nested_results_new (catalogue, 24, fill_hours, NULL);
  SimEstimate estimates[NESTED_N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  const SimEstimate *median = &estimates[NESTED_MEDIAN];
  assert_int_equal (median->replications, 24);
  assert_near (median->mean, 1.5 / 24, 1e-15);
  assert_near (median->high - median->mean, T_2 * (2.0 / 3 / 24), 1e-12);
}

static void
blocks_of_a_unit_hold_whole_draws (G_GNUC_UNUSED void **state)
{
  /* The least common multiple of the draw and the block of 4, in blocks. */
  static const int64_t blocks[][2] = { { 0, 1 }, { 1, 1 }, { 2, 1 },  { 3, 3 },
                                       { 4, 1 }, { 6, 3 }, { 10, 5 }, { 20, 5 } };
  for (size_t i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (blocks[i][0]);
      assert_int_equal (sim_units_block_count (catalogue), blocks[i][1]);
    }
}

static void
difference_is_over_draws (G_GNUC_UNUSED void **state)
{
  /* The variant adds 1, 2 and 6 to both replications of each draw: differences of draws
   * 1, 2, 6 with mean 3 and sd root 7. */
  static const double others[][2] = { { 2, 0 }, { 4, 0 },  { 7, 0 },
                                      { 9, 0 }, { 15, 0 }, { 17, 0 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (2);
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 2);
  nested_add (results, 0, 0, 6, nested_fill_columns, six_rows);
  nested_add (results, 1, 0, 6, nested_fill_columns, others);
  const int variant = 1;
  SimDifference differences[NESTED_N_METRICS];
  assert_true (
      sim_comparison_paired (results, 0, &variant, 1, NULL, 0, LEVEL, differences, NULL));
  const SimDifference *mean = &differences[NESTED_MEAN];
  assert_int_equal (mean->replications, 6);
  assert_near (mean->difference, 3, 1e-14);
  assert_near (mean->se, sqrt (7.0 / 3), 1e-13);
  assert_near (mean->high - 3, T_2 * sqrt (7.0 / 3), 1e-11);
}

static void
fill_series (SimRecord *record, int64_t replication, gconstpointer data)
{
  const double *row = (const double *) data + 2 * (replication / SIM_BLOCK);
  record->series[0] = row[0] / SIM_BLOCK;
  record->series[1] = row[0] / SIM_BLOCK;
  record->series_base[1] = row[1] / SIM_BLOCK;
}

static void
series_are_over_draws (G_GNUC_UNUSED void **state)
{
  /* Three draws of four, a block each: sums 4, 12, 20 of the mean series, that is draws'
   * means 1, 3, 5 with the error 2 / root 3; of the share series 4/4, 12/8, 20/20, whose
   * error over draws is root 148 / 63 (ratio_leaves_out_draws). */
  static const double sums[][2] = { { 4, 4 }, { 12, 8 }, { 20, 20 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (4);
  const SimSeries mean = { .kind = SIM_SERIES_MEAN, .n_points = 1 };
  const SimSeries share = { .kind = SIM_SERIES_SHARE, .n_points = 1 };
  sim_catalogue_add_series (catalogue, &mean);
  sim_catalogue_add_series (catalogue, &share);
  g_autoptr (SimResults) results = nested_results_new (catalogue, 12, fill_series, sums);
  SimSeriesPoint points[2];
  assert_true (sim_confidence_series (results, 0, LEVEL, points, NULL));
  assert_near (points[0].mean, 3, 1e-15); /* 36 of 12 replications */
  assert_near (points[0].high - 3, T_2 * 2 / sqrt (3), 1e-12);
  assert_near (points[1].mean, 9.0 / 8, 1e-15);
  assert_near (points[1].high - points[1].mean, T_2 * sqrt (148) / 63, 1e-12);
}

/* 20 patients a replication, treated with a chance that is uniform in 0.4 to 0.8 and the
 * same in the five replications of a draw. */
static void
fill_shared_chance (SimRecord *record, int64_t replication, gconstpointer data)
{
  const uint64_t seed = *(const uint64_t *) data;
  SimStreamKey draw = { seed, (uint64_t) replication / 5 };
  SimStreamKey own = { seed + 1000000, (uint64_t) replication };
  double chance = 0.4 + 0.4 * sim_uniform (sim_stream_block (draw, 0, 0, 0).word[0]);
  for (uint64_t i = 0; i < 20; i++)
    record->columns[0] += sim_uniform (sim_stream_block (own, i, 0, 0).word[0]) < chance;
  record->columns[1] = 20;
}

static void
intervals_over_draws_cover_the_truth (G_GNUC_UNUSED void **state)
{
  /* 30 draws of five.  Taken over single replications the intervals would be too narrow
   * by root (1 + 4 x 0.54), and cover less than three in four. */
  const int n_trials = 1000;
  int covered = 0;
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (5);
  for (uint64_t trial = 0; trial < (uint64_t) n_trials; trial++)
    {
      SimEstimate estimates[NESTED_N_METRICS];
      g_autoptr (SimResults) results =
          nested_results_new (catalogue, 150, fill_shared_chance, &trial);
      assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
      covered +=
          estimates[NESTED_RATIO].low <= 0.6 && estimates[NESTED_RATIO].high >= 0.6;
    }
  /* Three standard errors of a share of 1,000. */
  assert_near ((double) covered / n_trials, LEVEL, 3 * 0.0069);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (mean_is_over_draws),
    cmocka_unit_test (ratio_leaves_out_draws),
    cmocka_unit_test (draw_cut_short_counts_for_its_size),
    cmocka_unit_test (quantile_leaves_out_whole_draws),
    cmocka_unit_test (blocks_of_a_unit_hold_whole_draws),
    cmocka_unit_test (difference_is_over_draws),
    cmocka_unit_test (series_are_over_draws),
    cmocka_unit_test (intervals_over_draws_cover_the_truth),
  };
  return cmocka_run_group_tests_name ("sim-units", tests, NULL, NULL);
}
