/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/confidence.h. */
#include "tests/sim/nested.h"
#include "tests/support/assert.h"

#include "sim/confidence.h"
#include "sim/stream.h"

#include <string.h>

#define LEVEL 0.95

/* Student's t at 0.975 with 2 degrees of freedom, (2 p - 1) / root (2 p (1 - p)). */
#define T_2 (0.95 / sqrt (2 * 0.975 * 0.025))

/* Metrics of the little catalogue: mean of column 0, ratio of columns 0 and 1, median and
 * ninth decile of the histogram (whose own column is 2). */
/* The metrics of tests/sim/nested.h, and a ninth decile. */
enum
{
  MEAN = NESTED_MEAN,
  RATIO = NESTED_RATIO,
  MEDIAN = NESTED_MEDIAN,
  DECILE = NESTED_N_METRICS,
  N_METRICS
};

static SimCatalogue *
make_catalogue (void)
{
  SimCatalogue *catalogue = nested_catalogue_new (0);
  const SimMetric decile = { .kind = SIM_METRIC_QUANTILE,
                             .column = 2,
                             .probability = 0.9 };
  sim_catalogue_add_metric (catalogue, &decile);
  const SimSeries mean = { .kind = SIM_SERIES_MEAN, .n_points = 2 };
  const SimSeries share = { .kind = SIM_SERIES_SHARE, .n_points = 2 };
  sim_catalogue_add_series (catalogue, &mean);
  sim_catalogue_add_series (catalogue, &share);
  return catalogue;
}

static SimResults *
make_results (const SimCatalogue *catalogue,
              int64_t n,
              NestedFill fill,
              gconstpointer data)
{
  SimResults *results = sim_results_memory_new (catalogue, 1);
  nested_add (results, 0, 0, n, fill, data);
  return results;
}

static void
t_quantile_has_the_published_value (G_GNUC_UNUSED void **state)
{
  /* ECOSYSTEM, GSL statistics; R's qt agrees to 12 digits.  One degree of freedom is
   * Cauchy's law: tan (pi (0.975 - 0.5)). */
  assert_near (sim_confidence_t_quantile (0.95, 4), 2.776445105198, 1e-12);
  assert_near (sim_confidence_t_quantile (0.95, 1), tan (G_PI * 0.475), 1e-9);
}

/* Half up to 4 decimals of the share, then half up to 1 decimal of the per cent: how the
 * Guideline's figures must have been rounded (DOMAIN section 4.4). */
static double
rounded_twice (double share)
{
  long myriads = (long) floor (share * 10000 + 0.5);
  return (double) ((myriads + 5) / 10) / 10;
}

static void
wilson_gives_the_limits_of_tables_1_and_2 (G_GNUC_UNUSED void **state)
{
  /* Guideline, Tables 1 and 2, per cent. */
  static const struct
  {
    double successes, n, low, high;
  } rows[] = {
    { 5, 6, 43.7, 97.0 },   { 2, 2, 34.2, 100 },  { 5, 5, 56.6, 100 },
    { 12, 13, 66.7, 98.6 }, { 2, 6, 9.7, 70.0 },  { 1, 2, 9.5, 90.6 },
    { 0, 5, 0, 43.5 },      { 3, 13, 8.2, 50.3 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double low;
      double high;
      sim_confidence_wilson (rows[i].successes, rows[i].n, LEVEL, &low, &high);
      assert_near (rounded_twice (low), rows[i].low, 1e-9);
      assert_near (rounded_twice (high), rows[i].high, 1e-9);
    }
}

static void
wilson_agrees_with_exact_arithmetic (G_GNUC_UNUSED void **state)
{
  double low;
  double high;
  /* DOMAIN section 4.4, the three that one rounding would print otherwise. */
  sim_confidence_wilson (5, 6, LEVEL, &low, &high);
  assert_near (low, 0.436497, 5e-7);
  assert_near (high, 0.969947, 5e-7);
  sim_confidence_wilson (1, 2, LEVEL, &low, &high);
  assert_near (low, 0.094531, 5e-7);
  assert_near (high, 0.905469, 5e-7);
  /* None of five: the upper limit is z^2 / (n + z^2), the lower one exactly 0. */
  sim_confidence_wilson (0, 5, LEVEL, &low, &high);
  const double z = 1.959963984540054;
  assert_near (low, 0, 0);
  assert_near (high, z * z / (5 + z * z), 1e-14);
  sim_confidence_wilson (0, 0, LEVEL, &low, &high);
  assert_true (isnan (low) && isnan (high));
}

static void
t_intervals_are_those_of_tables_3_and_4 (G_GNUC_UNUSED void **state)
{
  /* Guideline, Tables 3 and 4.  Of B (n = 2) the data behind the printed figures are
   * known (DOMAIN section 4.5); elsewhere mean and sd are rounded to 0.05. */
  static const struct
  {
    double n, mean, sd, low, high;
  } rows[] = {
    { 6, 6.5, 7.4, -1.3, 14.3 },    { 6, 21.7, 12.1, 9.0, 34.3 },
    { 6, 18.8, 15.4, 2.7, 35.0 },   { 6, 47.0, 33.0, 12.3, 81.7 },
    { 5, 45.8, 8.3, 35.5, 56.1 },   { 5, 14.2, 15.4, -4.9, 33.3 },
    { 5, 11.2, 14.3, -6.6, 29.0 },  { 5, 71.2, 26.7, 38.0, 104.4 },
    { 13, 25.5, 22.6, 11.9, 39.2 }, { 13, 19.2, 15.8, 9.7, 28.8 },
    { 13, 16.9, 16.5, 7.0, 26.9 },  { 13, 61.7, 41.5, 36.6, 86.8 },
    { 6, 3.3, 3.1, 0.1, 6.6 },      { 5, 62.8, 22.8, 34.5, 91.1 },
    { 13, 27.2, 32.4, 7.6, 46.7 },
  };
  double low;
  double high;
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double n = rows[i].n;
      /* Half a unit of the printed limit, of the mean, and of the sd times t / root n. */
      double slack =
          0.05 + 0.05 + 0.05 * sim_confidence_t_quantile (LEVEL, n - 1) / sqrt (n);
      sim_confidence_mean (rows[i].mean, rows[i].sd, n, LEVEL, &low, &high);
      assert_near (low, rows[i].low, slack + 1e-9);
      assert_near (high, rows[i].high, slack + 1e-9);
    }

  static const struct
  {
    double first, second, low, high;
  } pairs[] = {
    { 7, 57, -285.7, 349.7 },   { 1, 48, -274.1, 323.1 }, { 4, 47, -247.7, 298.7 },
    { 12, 152, -807.4, 971.4 }, { 2, 17, -85.8, 104.8 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      /* The sd of two values is their distance over root 2. */
      sim_confidence_mean ((pairs[i].first + pairs[i].second) / 2,
                           (pairs[i].second - pairs[i].first) / sqrt (2), 2, LEVEL, &low,
                           &high);
      assert_near (low, pairs[i].low, 0.05 + 1e-9);
      assert_near (high, pairs[i].high, 0.05 + 1e-9);
    }
}

static void
fill_columns (SimRecord *record, int64_t replication, gconstpointer data)
{
  const double *row = (const double *) data + 2 * replication;
  record->columns[0] = row[0];
  record->columns[1] = row[1];
}

static void
mean_has_its_t_interval (G_GNUC_UNUSED void **state)
{
  /* 1 to 5: mean 3, sd root 2.5, half-width t(4) root (2.5 / 5). */
  static const double rows[][2] = { { 1, 0 }, { 2, 0 }, { 3, 0 }, { 4, 0 }, { 5, 0 } };
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 5, fill_columns, rows);
  SimEstimate estimates[N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  const SimEstimate *mean = &estimates[MEAN];
  assert_int_equal (mean->replications, 5);
  assert_near (mean->mean, 3, 0);
  assert_near (mean->sd, sqrt (2.5), 1e-15);
  assert_near (mean->high, 3 + 2.776445105198 * sqrt (0.5), 1e-11);
  assert_near (mean->low, 3 - 2.776445105198 * sqrt (0.5), 1e-11);
}

static void
empty_group_has_no_estimate (G_GNUC_UNUSED void **state)
{
  static const double rows[][2] = { { 0, 0 }, { 0, 0 }, { 0, 0 } };
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 3, fill_columns, rows);
  SimEstimate estimates[N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  assert_near (estimates[MEAN].mean, 0, 0); /* a count of nobody is a count */
  for (int i = RATIO; i < N_METRICS; i++)
    {
      assert_int_equal (estimates[i].replications, 0);
      assert_true (isnan (estimates[i].mean) && isnan (estimates[i].sd));
      assert_true (isnan (estimates[i].low) && isnan (estimates[i].high));
    }
}

static void
equal_values_have_no_width (G_GNUC_UNUSED void **state)
{
  /* Seven times 0.1: their sum is not 0.7 in binary, yet nothing varies. */
  static const double rows[7][2] = { { 0.1, 3 }, { 0.1, 3 }, { 0.1, 3 }, { 0.1, 3 },
                                     { 0.1, 3 }, { 0.1, 3 }, { 0.1, 3 } };
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 7, fill_columns, rows);
  SimEstimate estimates[N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  assert_near (estimates[MEAN].mean, 0.1, 0);
  assert_near (estimates[MEAN].sd, 0, 0);
  assert_near (estimates[MEAN].low, 0.1, 0);
  assert_near (estimates[MEAN].high, 0.1, 0);
}

static void
sums_are_compensated (G_GNUC_UNUSED void **state)
{
  /* Plain addition loses the ones: 1e16 + 1 = 1e16 in double precision. */
  static const double rows[][2] = { { 1, 1 }, { 1, 1e16 }, { 1, 1 }, { 1, -1e16 } };
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 4, fill_columns, rows);
  SimEstimate estimates[N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  assert_near (estimates[RATIO].mean, 4.0 / 2, 0);
}

static void
ratio_has_its_jackknife_error (G_GNUC_UNUSED void **state)
{
  /* 1/2, 2/3, 3/5: together 6/10.  Without one each: 5/8, 4/7, 3/5, that is 525, 480 and
   * 504 of 840, their mean 503.  Squares 22^2 + 23^2 + 1 = 1014; (n - 1)/n of it is 676,
   * so the standard error is 26/840.  A fourth replication with nobody in it says
   * nothing. T_2. */
  static const double rows[][2] = { { 1, 2 }, { 2, 3 }, { 0, 0 }, { 3, 5 } };
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 4, fill_columns, rows);
  SimEstimate estimates[N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  const SimEstimate *ratio = &estimates[RATIO];
  const double error = 26.0 / 840;
  assert_int_equal (ratio->replications, 3);
  assert_near (ratio->mean, 0.6, 1e-15);
  assert_near (ratio->sd, error * sqrt (3), 1e-14);
  assert_near (ratio->low, 0.6 - T_2 * error, 1e-12);
  assert_near (ratio->high, 0.6 + T_2 * error, 1e-12);
}

static void
one_replication_has_no_interval (G_GNUC_UNUSED void **state)
{
  static const double rows[][2] = { { 3, 4 } };
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 1, fill_columns, rows);
  SimEstimate estimates[N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  assert_near (estimates[MEAN].mean, 3, 0);
  assert_near (estimates[RATIO].mean, 0.75, 0);
  for (int i = MEAN; i <= RATIO; i++)
    {
      assert_int_equal (estimates[i].replications, 1);
      assert_true (isnan (estimates[i].sd));
      assert_true (isnan (estimates[i].low) && isnan (estimates[i].high));
    }
}

/* One duration of 1, 2 and 3 hours in the first replication of blocks 0, 1 and 2. */
static void
fill_hours (SimRecord *record, int64_t replication, G_GNUC_UNUSED gconstpointer data)
{
  if (replication % SIM_BLOCK == 0)
    sim_histogram_add (&record->histograms[0], (replication / SIM_BLOCK + 1) * SIM_HOUR);
}

static void
quantile_has_its_block_jackknife_error (G_GNUC_UNUSED void **state)
{
  /* Three values in hours (0, 1], (1, 2], (2, 3]: the median leaves 1.5 below, half way
   * through the second, 1.5 h.  Without block 0 one of two lies below 2 h; without block
   * 1, below 1 h; without block 2, below 1 h.  Mean 4/3; squares 4/9 + 1/9 + 1/9 = 2/3;
   * (n - 1)/n of it is 4/9: the error is 2/3 h. */
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 12, fill_hours, NULL);
  SimEstimate estimates[N_METRICS];
  assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
  const SimEstimate *median = &estimates[MEDIAN];
  const double error = 2.0 / 3 / 24;
  assert_int_equal (median->replications, 3);
  assert_near (median->mean, 1.5 / 24, 1e-15);
  assert_near (median->sd, error * sqrt (3), 1e-14);
  assert_near (median->low, 1.5 / 24 - T_2 * error, 1e-12);
  assert_near (median->high, 1.5 / 24 + T_2 * error, 1e-12);
}

static void
fill_series (SimRecord *record, int64_t replication, G_GNUC_UNUSED gconstpointer data)
{
  record->series[0] = (double) replication + 1; /* mean series: 1 to 5, and 7 always */
  record->series[1] = 7;
  record->series[2] = 1; /* share series: 1 of 2 a replication, and 0 of 0 */
  record->series_base[2] = 2;
}

static void
series_have_intervals_by_kind (G_GNUC_UNUSED void **state)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  g_autoptr (SimResults) results = make_results (catalogue, 5, fill_series, NULL);
  SimSeriesPoint points[4];
  assert_true (sim_confidence_series (results, 0, LEVEL, points, NULL));
  assert_near (points[0].mean, 3, 0);
  assert_near (points[0].high, 3 + 2.776445105198 * sqrt (0.5), 1e-11);
  assert_near (points[1].low, 7, 0);
  assert_near (points[1].high, 7, 0);
  double low;
  double high;
  sim_confidence_wilson (5, 10, LEVEL, &low, &high);
  assert_near (points[2].mean, 0.5, 0);
  assert_near (points[2].low, low, 0);
  assert_near (points[2].high, high, 0);
  assert_true (isnan (points[3].mean) && isnan (points[3].low) && isnan (points[3].high));
}

/* Coverage.  A made-up hospital: 30 to 59 patients a replication, of whom each is treated
 * with a chance of 0.6 plus or minus 0.15 drawn for the replication, and each waits an
 * exponential time of mean 10 days. */
#define N_REPLICATIONS 100
#define N_TRIALS       1000

static void
fill_hospital (SimRecord *record, int64_t replication, gconstpointer data)
{
  SimStreamKey key = { *(const uint64_t *) data, (uint64_t) replication };
  SimBlock block = sim_stream_block (key, 0, 0, 0);
  uint64_t patients = 30 + block.word[0] % 30;
  double chance = 0.6 + (block.word[1] % 2 == 0 ? 0.15 : -0.15);
  for (uint64_t i = 0; i < patients; i++)
    {
      SimBlock own = sim_stream_block (key, 1 + i, 0, 0);
      record->columns[0] += sim_uniform (own.word[0]) < chance;
      record->columns[1] += 1;
      double wait = -10 * log (sim_uniform (own.word[1]));
      sim_histogram_add (&record->histograms[0], sim_time_from_days (wait));
    }
}

static void
intervals_cover_the_truth_as_often_as_they_say (G_GNUC_UNUSED void **state)
{
  /* The mean treated is 44.5 x 0.6 (patients and chance are independent), the share 0.6;
   * median and ninth decile of the waits are 10 ln 2 and 10 ln 10 days. */
  const double truth[N_METRICS] = { 44.5 * 0.6, 0.6, 10 * log (2), 10 * log (10) };
  int covered[N_METRICS] = { 0 };
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  for (uint64_t trial = 0; trial < N_TRIALS; trial++)
    {
      SimEstimate estimates[N_METRICS];
      g_autoptr (SimResults) results =
          make_results (catalogue, N_REPLICATIONS, fill_hospital, &trial);
      assert_true (sim_confidence_estimate (results, 0, LEVEL, estimates, NULL));
      for (int i = 0; i < N_METRICS; i++)
        covered[i] += estimates[i].low <= truth[i] && truth[i] <= estimates[i].high;
    }
  /* 95 per cent of 1,000 trials with a standard error of 0.69 per cent; three of them,
   * and one per cent more for intervals that are right for large samples only. */
  for (int i = 0; i < N_METRICS; i++)
    assert_near ((double) covered[i] / N_TRIALS, LEVEL, 3 * 0.0069 + 0.01);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (t_quantile_has_the_published_value),
    cmocka_unit_test (wilson_gives_the_limits_of_tables_1_and_2),
    cmocka_unit_test (wilson_agrees_with_exact_arithmetic),
    cmocka_unit_test (t_intervals_are_those_of_tables_3_and_4),
    cmocka_unit_test (mean_has_its_t_interval),
    cmocka_unit_test (empty_group_has_no_estimate),
    cmocka_unit_test (equal_values_have_no_width),
    cmocka_unit_test (sums_are_compensated),
    cmocka_unit_test (ratio_has_its_jackknife_error),
    cmocka_unit_test (one_replication_has_no_interval),
    cmocka_unit_test (quantile_has_its_block_jackknife_error),
    cmocka_unit_test (series_have_intervals_by_kind),
    cmocka_unit_test (intervals_cover_the_truth_as_often_as_they_say),
  };
  return cmocka_run_group_tests_name ("sim-confidence", tests, NULL, NULL);
}
