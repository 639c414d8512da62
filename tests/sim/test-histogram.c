/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/histogram.h. */
#include "tests/support/assert.h"

#include "sim/histogram.h"

static void
add_many (SimHistogram *histogram, SimTime duration, int times)
{
  for (int i = 0; i < times; i++)
    sim_histogram_add (histogram, duration);
}

static void
quantile_interpolates_inside_its_hour (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  /* Four values in (2 h, 3 h], four in (10 h, 11 h].  A quarter of eight is two: half of
   * the first four, so 2.5 h; the median is all four of them, the end of their hour, 3 h;
   * seven eighths leave three of the last four, 10.75 h; the ends are those of the bins.
   */
  add_many (&histogram, 3 * SIM_HOUR, 4);
  add_many (&histogram, 10 * SIM_HOUR + 1, 4);
  assert_near (sim_histogram_quantile (&histogram, 0.25), 2.5 / 24, 1e-15);
  assert_near (sim_histogram_quantile (&histogram, 0.5), 3.0 / 24, 1e-15);
  assert_near (sim_histogram_quantile (&histogram, 0.875), 10.75 / 24, 1e-15);
  assert_near (sim_histogram_quantile (&histogram, 0), 2.0 / 24, 1e-15);
  assert_near (sim_histogram_quantile (&histogram, 1), 11.0 / 24, 1e-15);
  sim_histogram_clear_memory (&histogram);
}

static void
exact_zeros_stay_zero (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  /* Three zeros and one second: three quarters are 0 to the last bit, and the last
   * quarter rises through the first hour: 0.875 of 4 is 3.5, half of the one that is
   * left. */
  add_many (&histogram, 0, 3);
  sim_histogram_add (&histogram, SIM_SECOND);
  assert_near (sim_histogram_quantile (&histogram, 0.5), 0, 0);
  assert_near (sim_histogram_quantile (&histogram, 0.75), 0, 0);
  assert_near (sim_histogram_quantile (&histogram, 0.875), 0.5 / 24, 1e-15);
  sim_histogram_clear_memory (&histogram);
}

static void
bins_are_closed_above (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  sim_histogram_add (&histogram, SIM_HOUR);     /* (0, 1 h] */
  sim_histogram_add (&histogram, SIM_HOUR + 1); /* (1 h, 2 h] */
  assert_int_equal (histogram.bins[1], 1);
  assert_int_equal (histogram.bins[2], 1);
  assert_int_equal (histogram.used, 3);
  sim_histogram_clear_memory (&histogram);
}

static void
counts_until_an_hour_hold_what_ends_in_it (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  assert_int_equal (sim_histogram_count_until (&histogram, 168), 0);
  sim_histogram_add (&histogram, 0);
  sim_histogram_add (&histogram, 7 * SIM_DAY);
  sim_histogram_add (&histogram, 7 * SIM_DAY + 1);
  sim_histogram_add (&histogram, 40 * SIM_DAY);
  assert_int_equal (sim_histogram_count_until (&histogram, 0), 1);
  assert_int_equal (sim_histogram_count_until (&histogram, 167), 1);
  assert_int_equal (sim_histogram_count_until (&histogram, 168), 2);
  assert_int_equal (sim_histogram_count_until (&histogram, 169), 3);
  assert_int_equal (sim_histogram_count_until (&histogram, 2000), 4);
  sim_histogram_clear_memory (&histogram);
}

static void
empty_histogram_has_no_quantile (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  assert_true (isnan (sim_histogram_quantile (&histogram, 0.5)));
  sim_histogram_add (&histogram, SIM_DAY);
  sim_histogram_reset (&histogram);
  assert_true (isnan (sim_histogram_quantile (&histogram, 0.5)));
  assert_int_equal (histogram.count, 0);
  sim_histogram_clear_memory (&histogram);
}

static void
long_durations_fall_into_the_last_bin (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  const SimTime last = (SIM_HISTOGRAM_MAX_BINS - 1) * SIM_HOUR;
  sim_histogram_add (&histogram, last - SIM_HOUR); /* one below the limit */
  sim_histogram_add (&histogram, last);            /* at it */
  sim_histogram_add (&histogram, last + 1);        /* above */
  sim_histogram_add (&histogram, 1000 * last);
  assert_int_equal (histogram.used, SIM_HISTOGRAM_MAX_BINS);
  assert_int_equal (histogram.bins[SIM_HISTOGRAM_MAX_BINS - 2], 1);
  assert_int_equal (histogram.bins[SIM_HISTOGRAM_MAX_BINS - 1], 3);
  sim_histogram_clear_memory (&histogram);
}

static void
merging_and_leaving_out_are_exact (G_GNUC_UNUSED void **state)
{
  SimHistogram both = { 0 };
  SimHistogram first = { 0 };
  SimHistogram second = { 0 };
  add_many (&first, 5 * SIM_HOUR, 3);
  add_many (&second, 300 * SIM_HOUR, 2);
  sim_histogram_merge (&both, &first);
  sim_histogram_merge (&both, &second);
  assert_int_equal (both.count, 5);
  /* 0.5 of 5 = 2.5 of the three in (4 h, 5 h]. */
  assert_near (sim_histogram_quantile (&both, 0.5), (4 + 2.5 / 3) / 24, 1e-15);
  sim_histogram_accumulate (&both, &first, -1);
  assert_int_equal (both.count, 2);
  assert_near (sim_histogram_quantile (&both, 0.5), 299.5 / 24, 1e-14);
  sim_histogram_clear_memory (&both);
  sim_histogram_clear_memory (&first);
  sim_histogram_clear_memory (&second);
}

static void
wide_counts_give_the_same_quantile (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  int64_t counts[40];
  /* Any uneven shape; the wide counts are a thousand million times as many. */
  for (int bin = 0; bin < 40; bin++)
    {
      int times = (bin * bin * 7 + 3) % 11;
      add_many (&histogram, bin * SIM_HOUR, times);
      counts[bin] = times * INT64_C (1000000000);
    }
  for (int i = 0; i <= 20; i++)
    assert_near (sim_histogram_counts_quantile (counts, 40, i / 20.0),
                 sim_histogram_quantile (&histogram, i / 20.0), 1e-12);
  sim_histogram_clear_memory (&histogram);
}

static void
quantiles_far_from_zero_are_found_in_runs_of_bins (G_GNUC_UNUSED void **state)
{
  SimHistogram histogram = { 0 };
  /* One value in each of the hours (k - 1, k] of k = 1000 to 1199: two hundred.  At the
   * share j / 200 the first j are reached, at the end of hour 999 + j. */
  for (int k = 1199; k >= 1000; k--)
    sim_histogram_add (&histogram, k * SIM_HOUR);
  assert_int_equal (histogram.first, 1000);
  assert_int_equal (histogram.used, 1200);
  double p[200], quantiles[200];
  for (int j = 1; j <= 200; j++)
    p[j - 1] = j / 200.0;
  sim_histogram_quantiles (&histogram, p, 200, quantiles);
  /* j / 200 rounds, and where it rounds upwards the value comes from the next hour's
   * beginning, which is the same point. */
  for (int j = 1; j <= 200; j++)
    {
      assert_near (quantiles[j - 1], (999 + j) / 24.0, 1e-10);
      assert_near (sim_histogram_quantile (&histogram, p[j - 1]), quantiles[j - 1], 0);
    }
  sim_histogram_reset (&histogram);
  sim_histogram_add (&histogram, 0);
  assert_int_equal (histogram.first, 0);
  assert_int_equal (histogram.used, 1);
  sim_histogram_clear_memory (&histogram);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (quantile_interpolates_inside_its_hour),
    cmocka_unit_test (exact_zeros_stay_zero),
    cmocka_unit_test (bins_are_closed_above),
    cmocka_unit_test (counts_until_an_hour_hold_what_ends_in_it),
    cmocka_unit_test (empty_histogram_has_no_quantile),
    cmocka_unit_test (long_durations_fall_into_the_last_bin),
    cmocka_unit_test (merging_and_leaving_out_are_exact),
    cmocka_unit_test (wide_counts_give_the_same_quantile),
    cmocka_unit_test (quantiles_far_from_zero_are_found_in_runs_of_bins),
  };
  return cmocka_run_group_tests_name ("sim-histogram", tests, NULL, NULL);
}
