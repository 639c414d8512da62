/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/empirical.h, through sim/distribution.h. */
#include "tests/sim/laws.h"

#include "sim/stream.h"

static void
empirical_gives_the_listed_values_by_weight (void **state)
{
  (void) state;
  /* Weights: 1 has 2, 2 has 0, 3 has 1 + 3, 7 has 4 of 10. */
  g_autoptr (SimDistribution) weighted =
      make (&(SimDistributionSpec) EMPIRICAL (weights));
  assert_near (sim_distribution_quantile (weighted, 1e-9), 1, 0);
  assert_near (sim_distribution_quantile (weighted, 0.19), 1, 0);
  assert_near (sim_distribution_quantile (weighted, 0.21), 3, 0);
  assert_near (sim_distribution_quantile (weighted, 0.59), 3, 0);
  assert_near (sim_distribution_quantile (weighted, 0.61), 7, 0);
  assert_near (sim_distribution_quantile (weighted, 1 - 0x1p-53), 7, 0);
  assert_near (sim_distribution_cdf (weighted, 0.99), 0, 0);
  assert_near (sim_distribution_cdf (weighted, 1), 0.2, 1e-15);
  assert_near (sim_distribution_cdf (weighted, 2), 0.2, 1e-15);
  assert_near (sim_distribution_cdf (weighted, 7), 1, 0);
  /* Mean 0.2 + 1.2 + 2.8 = 4.2; squares 0.2 + 3.6 + 19.6 = 23.4; variance 5.76. */
  assert_near (sim_distribution_mean (weighted), 4.2, 1e-15);
  assert_near (sim_distribution_sd (weighted), 2.4, 1e-14);
  assert_near (sim_distribution_minimum (weighted), 1, 0);
  assert_near (sim_distribution_maximum (weighted), 7, 0);

  g_autoptr (SimDistribution) equal = make (&(SimDistributionSpec) EMPIRICAL (NULL));
  assert_near (sim_distribution_mean (equal), 16.0 / 5, 1e-15);
  assert_near (sim_distribution_quantile (equal, 0.39), 2, 0);
  assert_near (sim_distribution_quantile (equal, 0.41), 3, 0);
}

static void
empirical_guide_agrees_with_a_plain_search (void **state)
{
  (void) state;
  enum
  {
    N = 1000
  };
  static double values[N], weight[N], cumulative[N];
  double total = 0;
  for (int i = 0; i < N; i++)
    {
      values[i] = i * i;
      weight[i] = i % 97 == 0 ? 500 : 1 + i % 7;
      total += weight[i];
      cumulative[i] = total;
    }
  SimDistributionSpec spec = {
    .kind = SIM_DISTRIBUTION_EMPIRICAL, .values = values, .weights = weight, .n_values = N
  };
  g_autoptr (SimDistribution) distribution = make (&spec);
  for (uint64_t k = 0; k < 20000; k++)
    {
      double u = sim_uniform (sim_stream_block ((SimStreamKey){ 5, 0 }, k, 0, 0).word[0]);
      int i = 0;
      while (cumulative[i] < u * total)
        i++;
      assert_near (sim_distribution_quantile (distribution, u), values[i], 0);
    }
}

/* Shares of weights that sum to 1 only nearly would leave 1e200 a variance of infinity.
 */
static void
one_value_is_exact_whatever_its_weights (void **state)
{
  (void) state;
  static const double same[] = { 1e200, 1e200, 1e200, 1e200, 2 };
  static const double uneven[] = { 0.1, 0.2, 0.3, 0.7, 0 };
  SimDistributionSpec spec = EMPIRICAL (uneven);
  spec.values = same;
  g_autoptr (SimDistribution) constant = make (&spec);
  assert_int_equal (sim_distribution_kind (constant), SIM_DISTRIBUTION_CONSTANT);
  assert_near (sim_distribution_mean (constant), 1e200, 0);
  assert_near (sim_distribution_sd (constant), 0, 0);
  assert_near (sim_distribution_quantile (constant, 0.5), 1e200, 0);
}

static void
wrong_lists_are_refused (void **state)
{
  (void) state;
  static const double none[5] = { 0 };
  static const double negative[] = { 1, 1, -1, 1, 1 };
  static const double infinite[] = { 1, HUGE_VAL, 1, 1, 1 };
  SimDistributionSpec spec = EMPIRICAL (none);
  assert_refused (spec, "expected weights with a positive sum, found 0");
  spec.weights = negative;
  assert_refused (spec, "expected weights of at least 0, found -1");
  spec.weights = infinite;
  assert_refused (spec, "expected weights of at least 0, found inf");
  spec.weights = NULL;
  spec.values = infinite;
  assert_refused (spec, "expected finite values, found inf");
  spec.n_values = 0;
  assert_refused (spec, "expected at least one value, found 0");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (empirical_gives_the_listed_values_by_weight),
    cmocka_unit_test (empirical_guide_agrees_with_a_plain_search),
    cmocka_unit_test (one_value_is_exact_whatever_its_weights),
    cmocka_unit_test (wrong_lists_are_refused),
  };
  return cmocka_run_group_tests_name ("sim/empirical", tests, NULL, NULL);
}
