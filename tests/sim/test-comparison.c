/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/comparison.h. */
#include "tests/sim/nested.h"
#include "tests/support/assert.h"

#include "sim/comparison.h"
#include "sim/stream.h"

#include <string.h>

#define LEVEL 0.95

/* A row of a variant: a numerator, a denominator and one duration in hours (0: none). */
typedef struct
{
  double value;
  double base;
  int64_t hours;
} Row;

enum
{
  MEAN = NESTED_MEAN,
  RATIO = NESTED_RATIO,
  MEDIAN = NESTED_MEDIAN,
  N_METRICS = NESTED_N_METRICS
};

static void
fill_row (SimRecord *record, int64_t replication, gconstpointer data)
{
  const Row *row = (const Row *) data + replication;
  record->columns[0] = row->value;
  record->columns[1] = row->base;
  if (row->hours > 0)
    sim_histogram_add (&record->histograms[0], row->hours * SIM_HOUR);
}

static void
add_rows (SimResults *results, int variant, const Row *rows, int64_t n)
{
  nested_add (results, variant, 0, n, fill_row, rows);
}

/* Compares the @n_variant rows of a variant with the @n_baseline ones of the baseline. */
static void
compare_two (const Row *baseline,
             int64_t n_baseline,
             const Row *variant,
             int64_t n_variant,
             const int *primary,
             int n_primary,
             SimDifference *ret_differences)
{
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (0);
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 2);
  add_rows (results, 0, baseline, n_baseline);
  add_rows (results, 1, variant, n_variant);
  const int variants[] = { 1 };
  assert_true (sim_comparison_paired (results, 0, variants, 1, primary, n_primary, LEVEL,
                                      ret_differences, NULL));
}

static const Row tens[] = {
  { 10, 0, 0 }, { 20, 0, 0 }, { 30, 0, 0 }, { 40, 0, 0 }, { 50, 0, 0 }
};
static const Row elevens[] = {
  { 11, 0, 0 }, { 22, 0, 0 }, { 33, 0, 0 }, { 44, 0, 0 }, { 55, 0, 0 }
};

static void
difference_of_means_is_paired (G_GNUC_UNUSED void **state)
{
  /* Differences 1 2 3 4 5: mean 3, variance 2.5, error root 0.5.  Of the baseline
   * 10 20 30 40 50 the variance is 250, of the variant 11 22 33 44 55 it is 302.5:
   * pairing divided the variance by 552.5 / 2.5 = 221. */
  SimDifference differences[N_METRICS];
  compare_two (tens, 5, elevens, 5, NULL, 0, differences);
  const SimDifference *mean = &differences[MEAN];
  assert_int_equal (mean->replications, 5);
  assert_near (mean->difference, 3, 0);
  assert_near (mean->se, sqrt (0.5), 1e-15);
  assert_near (mean->low, 3 - 2.776445105198 * sqrt (0.5), 1e-11);
  assert_near (mean->high, 3 + 2.776445105198 * sqrt (0.5), 1e-11);
  assert_near (mean->variance_reduction, 221, 1e-10);
  assert_false (mean->is_primary);
  assert_true (isnan (mean->p) && isnan (mean->p_holm));
}

static void
primary_measures_get_p_and_wider_intervals (G_GNUC_UNUSED void **state)
{
  /* As above, with two primary measures: level 1 - 0.05 / 2.  t = 3 / root 0.5 with 4
   * degrees of freedom, whose distribution function is
   * F = 1/2 + (3/4) (s - s^3 / 3) in s = t / root (4 + t^2). */
  const int primary[] = { MEAN, RATIO };
  SimDifference differences[N_METRICS];
  compare_two (tens, 5, elevens, 5, primary, 2, differences);
  double t = 3 / sqrt (0.5);
  double s = t / sqrt (4 + t * t);
  double p = 2 * (0.5 - 0.75 * (s - s * s * s / 3));
  const SimDifference *mean = &differences[MEAN];
  assert_true (mean->is_primary);
  assert_near (mean->p, p, 1e-12);
  /* The ratio has no p (0/0 throughout); it still counts among the two. */
  assert_near (mean->p_holm, 2 * p, 1e-12);
  assert_near (mean->high, 3 + sim_confidence_t_quantile (0.975, 4) * sqrt (0.5), 1e-12);
  assert_true (isnan (differences[RATIO].p) && isnan (differences[RATIO].difference));
  assert_true (differences[RATIO].is_primary && !differences[MEDIAN].is_primary);
}

static void
holm_steps_down_over_all_variants (G_GNUC_UNUSED void **state)
{
  /* Four variants, one primary measure, two replications with differences 1 -+ b: mean 1,
   * error b, one degree of freedom, so p = 1 - (2/pi) atan (1/b), that is
   * b = tan (pi p / 2).  p = 0.01 0.04 0.03 0.005 in Holm's steps: 4 x 0.005 = 0.02,
   * 3 x 0.01 = 0.03, 2 x 0.03 = 0.06, and 0.04, which may not fall below 0.06. */
  static const double p[] = { 0.01, 0.04, 0.03, 0.005 };
  static const double p_holm[] = { 0.03, 0.06, 0.06, 0.02 };
  static const Row baseline[] = { { 0, 0, 0 }, { 0, 0, 0 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (0);
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 5);
  add_rows (results, 2, baseline, 2);
  const int variants[] = { 0, 1, 3, 4 };
  for (int v = 0; v < 4; v++)
    {
      double b = tan (G_PI * p[v] / 2);
      const Row rows[] = { { 1 - b, 0, 0 }, { 1 + b, 0, 0 } };
      add_rows (results, variants[v], rows, 2);
    }
  const int primary[] = { MEAN };
  SimDifference differences[4 * N_METRICS];
  assert_true (sim_comparison_paired (results, 2, variants, 4, primary, 1, LEVEL,
                                      differences, NULL));
  for (int v = 0; v < 4; v++)
    {
      assert_near (differences[v * N_METRICS + MEAN].p, p[v], 1e-9);
      assert_near (differences[v * N_METRICS + MEAN].p_holm, p_holm[v], 1e-9);
    }
}

static void
holm_never_passes_one (G_GNUC_UNUSED void **state)
{
  /* Differences -1 and 1: mean 0 with an error of 1, p = 1. */
  static const Row baseline[] = { { 0, 0, 0 }, { 0, 0, 0 } };
  static const Row variant[] = { { -1, 0, 0 }, { 1, 0, 0 } };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (0);
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 3);
  add_rows (results, 0, baseline, 2);
  add_rows (results, 1, variant, 2);
  add_rows (results, 2, variant, 2);
  const int variants[] = { 1, 2 };
  const int primary[] = { MEAN };
  SimDifference differences[2 * N_METRICS];
  assert_true (sim_comparison_paired (results, 0, variants, 2, primary, 1, LEVEL,
                                      differences, NULL));
  assert_near (differences[MEAN].p, 1, 0);
  assert_near (differences[MEAN].p_holm, 1, 0);
}

static void
no_difference_at_all_is_zero_to_zero_without_p (G_GNUC_UNUSED void **state)
{
  static const Row rows[] = {
    { 0.1, 3, 2 }, { 0.7, 5, 9 }, { 0.3, 7, 30 }, { 1.1, 2, 1 },
    { 0.2, 9, 8 }, { 0.9, 4, 7 }, { 0.5, 1, 55 }, { 1.3, 6, 3 }
  };
  const int primary[] = { MEAN, RATIO, MEDIAN };
  SimDifference differences[N_METRICS];
  compare_two (rows, 8, rows, 8, primary, 3, differences);
  for (int i = 0; i < N_METRICS; i++)
    {
      assert_int_equal (differences[i].replications, 8);
      assert_near (differences[i].difference, 0, 0);
      assert_near (differences[i].low, 0, 0);
      assert_near (differences[i].high, 0, 0);
      assert_true (isnan (differences[i].p) && isnan (differences[i].p_holm));
      assert_true (isnan (differences[i].variance_reduction));
    }
}

static void
ratio_leaves_the_same_replication_out_of_both (G_GNUC_UNUSED void **state)
{
  /* The replication in the middle has nobody under either; the last one only under the
   * variant, and it counts. */
  static const Row baseline[] = {
    { 1, 2, 0 }, { 3, 4, 0 }, { 0, 0, 0 }, { 2, 5, 0 }, { 0, 0, 0 }
  };
  static const Row variant[] = {
    { 2, 2, 0 }, { 1, 3, 0 }, { 0, 0, 0 }, { 4, 7, 0 }, { 1, 4, 0 }
  };
  static const int given[] = { 0, 1, 3, 4 };
  SimDifference differences[N_METRICS];
  compare_two (baseline, 5, variant, 5, NULL, 0, differences);

  /* Together 6/11 and 8/16.  The jackknife by its definition. */
  double without[4];
  double mean = 0;
  double squares = 0;
  for (int i = 0; i < 4; i++)
    {
      const Row *b = &baseline[given[i]];
      const Row *v = &variant[given[i]];
      without[i] = (8 - v->value) / (16 - v->base) - (6 - b->value) / (11 - b->base);
      mean += without[i] / 4;
    }
  for (int i = 0; i < 4; i++)
    squares += (without[i] - mean) * (without[i] - mean);
  double error = sqrt (0.75 * squares);
  const SimDifference *ratio = &differences[RATIO];
  assert_int_equal (ratio->replications, 4);
  assert_near (ratio->difference, 0.5 - 6.0 / 11, 1e-15);
  assert_near (ratio->se, error, 1e-14);
  /* t(3) = 3.182446305284. */
  assert_near (ratio->high, ratio->difference + 3.182446305284 * error, 1e-11);
}

static void
quantile_leaves_the_same_block_out_of_both (G_GNUC_UNUSED void **state)
{
  /* One duration a block.  Baseline hours 1 2 3: median 1.5, without a block 2 1 1 (see
   * test-confidence).  Variant hours 1 2 13: median 1.5, without block 0 one of {2, 13}
   * below 2, without block 1 below 1, without block 2 below 1: no difference at all.
   * Variant hours 5 6 13: median 5.5, without a block 6 5 5: 4 h more, always. */
  static const Row baseline[9] = {
    [0] = { .hours = 1 }, [4] = { .hours = 2 }, [8] = { .hours = 3 }
  };
  static const Row same[9] = {
    [0] = { .hours = 1 }, [4] = { .hours = 2 }, [8] = { .hours = 13 }
  };
  static const Row later[9] = {
    [0] = { .hours = 5 }, [4] = { .hours = 6 }, [8] = { .hours = 13 }
  };
  static const Row other[9] = {
    [0] = { .hours = 6 }, [4] = { .hours = 5 }, [8] = { .hours = 13 }
  };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (0);
  g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 4);
  add_rows (results, 0, baseline, 9);
  add_rows (results, 1, same, 9);
  add_rows (results, 2, later, 9);
  add_rows (results, 3, other, 9);
  const int variants[] = { 1, 2, 3 };
  SimDifference differences[3 * N_METRICS];
  assert_true (
      sim_comparison_paired (results, 0, variants, 3, NULL, 0, LEVEL, differences, NULL));
  const SimDifference *no = &differences[MEDIAN];
  assert_int_equal (no->replications, 3);
  assert_near (no->low, 0, 0);
  assert_near (no->high, 0, 0);
  const SimDifference *four = &differences[N_METRICS + MEDIAN];
  assert_near (four->difference, 4.0 / 24, 1e-15);
  assert_near (four->se, 0, 1e-15);
  /* Hours 6 5 13: without a block 5 6 5, differences 3 5 4 of mean 4; squares 2, two
   * thirds of it 4/3. */
  const SimDifference *mixed = &differences[2 * N_METRICS + MEDIAN];
  assert_near (mixed->difference, 4.0 / 24, 1e-15);
  assert_near (mixed->se, sqrt (4.0 / 3) / 24, 1e-14);
}

static void
unfinished_variant_is_compared_where_it_has_blocks (G_GNUC_UNUSED void **state)
{
  /* The variant has the first two blocks only: the long waits of the baseline's third one
   * must not count.  Medians of hours 1 2 and of 3 4: 1 and 3. */
  static const Row baseline[9] = {
    [0] = { 1, 1, 1 }, [4] = { 2, 1, 2 }, [8] = { 99, 1, 900 }
  };
  static const Row variant[8] = { [0] = { 3, 1, 3 }, [4] = { 4, 1, 4 } };
  SimDifference differences[N_METRICS];
  compare_two (baseline, 9, variant, 8, NULL, 0, differences);
  assert_int_equal (differences[MEAN].replications, 8);
  assert_near (differences[MEAN].difference, 4.0 / 8, 1e-15);
  assert_near (differences[MEDIAN].difference, 2.0 / 24, 1e-15);
}

static void
one_replication_has_a_difference_without_interval (G_GNUC_UNUSED void **state)
{
  static const Row baseline[] = { { 1, 2, 3 } };
  static const Row variant[] = { { 2, 2, 4 } };
  const int primary[] = { MEAN, RATIO, MEDIAN };
  SimDifference differences[N_METRICS];
  compare_two (baseline, 1, variant, 1, primary, 3, differences);
  for (int i = 0; i < N_METRICS; i++)
    {
      assert_true (differences[i].difference > 0);
      assert_true (isnan (differences[i].low) && isnan (differences[i].high));
      assert_true (isnan (differences[i].p) && isnan (differences[i].p_holm));
    }
}

/* Two policies that share their patients' luck: the baseline treats who draws below 0.6,
 * the variant who draws below 0.65, of 20 to 39 patients. */
#define N_REPLICATIONS 40
#define N_TRIALS       1000

static void
intervals_cover_the_true_difference (G_GNUC_UNUSED void **state)
{
  int covered[N_METRICS] = { 0 };
  const double truth[N_METRICS] = { 29.5 * 0.05, 0.05 };
  g_autoptr (SimCatalogue) catalogue = nested_catalogue_new (0);
  for (uint64_t trial = 0; trial < N_TRIALS; trial++)
    {
      g_autoptr (SimResults) results = sim_results_memory_new (catalogue, 2);
      Row rows[2][N_REPLICATIONS] = { 0 };
      for (uint64_t r = 0; r < N_REPLICATIONS; r++)
        {
          SimStreamKey key = { trial, r };
          uint64_t patients = 20 + sim_stream_block (key, 0, 0, 0).word[0] % 20;
          for (uint64_t i = 0; i < patients; i++)
            {
              double luck = sim_uniform (sim_stream_block (key, 1 + i, 0, 0).word[0]);
              rows[0][r].value += luck < 0.6;
              rows[1][r].value += luck < 0.65;
            }
          rows[0][r].base = rows[1][r].base = (double) patients;
        }
      for (int v = 0; v < 2; v++)
        add_rows (results, v, rows[v], N_REPLICATIONS);
      const int variants[] = { 1 };
      SimDifference differences[N_METRICS];
      assert_true (sim_comparison_paired (results, 0, variants, 1, NULL, 0, LEVEL,
                                          differences, NULL));
      for (int i = 0; i < MEDIAN; i++)
        covered[i] += differences[i].low <= truth[i] && truth[i] <= differences[i].high;
    }
  /* As in test-confidence: three standard errors, and one per cent. */
  for (int i = 0; i < MEDIAN; i++)
    assert_near ((double) covered[i] / N_TRIALS, LEVEL, 3 * 0.0069 + 0.01);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (difference_of_means_is_paired),
    cmocka_unit_test (primary_measures_get_p_and_wider_intervals),
    cmocka_unit_test (holm_steps_down_over_all_variants),
    cmocka_unit_test (holm_never_passes_one),
    cmocka_unit_test (no_difference_at_all_is_zero_to_zero_without_p),
    cmocka_unit_test (ratio_leaves_the_same_replication_out_of_both),
    cmocka_unit_test (quantile_leaves_the_same_block_out_of_both),
    cmocka_unit_test (unfinished_variant_is_compared_where_it_has_blocks),
    cmocka_unit_test (one_replication_has_a_difference_without_interval),
    cmocka_unit_test (intervals_cover_the_true_difference),
  };
  return cmocka_run_group_tests_name ("sim-comparison", tests, NULL, NULL);
}
