/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is left of a distribution: sim_distribution_residual. */
#include "tests/sim/laws.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

/* P(X - e <= r | X > e) = (F(e + r) - F(e)) / (1 - F(e)), with GSL's upper tails. */
static void
residual_of_gamma_follows_the_conditional_law (void **state)
{
  (void) state;
  g_autoptr (SimDistribution) gamma = make (&(SimDistributionSpec) GAMMA (28, 2.8));
  static const double elapsed[] = { 0, 15, 26, 28, 33, 45, 60 };
  for (size_t i = 0; i < G_N_ELEMENTS (elapsed); i++)
    {
      double left = gsl_cdf_gamma_Q (elapsed[i], 100, 0.28);
      for (double u = 0.001; u < 1; u += 0.037)
        {
          double rest = sim_distribution_residual (gamma, elapsed[i], u);
          assert_true (rest > 0);
          assert_near (gsl_cdf_gamma_Q (elapsed[i] + rest, 100, 0.28) / left, 1 - u,
                       1e-9);
        }
    }
  /* Nothing lies beyond 1000 days: Q underflows. */
  assert_near (sim_distribution_residual (gamma, 1000, 0.5), 0, 0);
}

/* P(X - e <= r | X > e) = u means F(e + r) = F(e) + u (1 - F(e)), whatever the law: at
 * the times that one in ten, half and nine in ten have outlasted. */
static void
residual_of_every_law_follows_its_distribution_function (void **state)
{
  (void) state;
  static const double outlasted[] = { 0.1, 0.5, 0.9 };
  for (size_t i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autoptr (SimDistribution) law = make (&laws[i]);
      SimDistributionKind kind = sim_distribution_kind (law);
      /* Those with steps are looked at by hand. */
      if (sim_distribution_minimum (law) < 0 || kind == SIM_DISTRIBUTION_EMPIRICAL ||
          kind == SIM_DISTRIBUTION_CONSTANT || !(sim_distribution_sd (law) > 0))
        continue;
      for (size_t k = 0; k < G_N_ELEMENTS (outlasted); k++)
        {
          double elapsed = sim_distribution_quantile (law, outlasted[k]);
          double before = sim_distribution_cdf (law, elapsed);
          for (double u = 0.01; u < 1; u += 0.07)
            {
              double rest = sim_distribution_residual (law, elapsed, u);
              assert_near (sim_distribution_cdf (law, elapsed + rest),
                           before + u * (1 - before), 1e-9);
            }
        }
    }
}

static void
residual_at_zero_elapsed_is_the_law_itself (void **state)
{
  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autoptr (SimDistribution) distribution = make (&laws[i]);
      if (sim_distribution_minimum (distribution) < 0)
        continue;
      for (double u = 0.01; u < 1; u += 0.07)
        {
          double x = sim_distribution_quantile (distribution, u);
          assert_near (sim_distribution_residual (distribution, 0, u), x, 1e-10 * x);
        }
    }
}

static void
residual_of_the_memoryless_law_is_the_law (void **state)
{
  (void) state;
  g_autoptr (SimDistribution) exponential = make (&(SimDistributionSpec) EXPONENTIAL (5));
  for (double u = 0.01; u < 1; u += 0.07)
    assert_near (sim_distribution_residual (exponential, 400, u), -5 * log1p (-u), 1e-12);
}

static void
residual_of_empirical_follows_the_conditional_law (void **state)
{
  (void) state;
  g_autoptr (SimDistribution) weighted =
      make (&(SimDistributionSpec) EMPIRICAL (weights));
  /* Given X > 1: 3 and 7 with 4 of 8 each, so 2 more or 6 more, half and half.  Given X >
   * 3:
   * 7.  Given X > 2.5: as given X > 1, half a day less and a half more. */
  assert_near (sim_distribution_residual (weighted, 1, 0.49), 2, 0);
  assert_near (sim_distribution_residual (weighted, 1, 0.51), 6, 0);
  assert_near (sim_distribution_residual (weighted, 2.5, 0.49), 0.5, 0);
  assert_near (sim_distribution_residual (weighted, 3, 0.001), 4, 0);
  assert_near (sim_distribution_residual (weighted, 7, 0.5), 0, 0);
  assert_near (sim_distribution_residual (weighted, 0, 0.19), 1, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (residual_of_gamma_follows_the_conditional_law),
    cmocka_unit_test (residual_of_every_law_follows_its_distribution_function),
    cmocka_unit_test (residual_at_zero_elapsed_is_the_law_itself),
    cmocka_unit_test (residual_of_the_memoryless_law_is_the_law),
    cmocka_unit_test (residual_of_empirical_follows_the_conditional_law),
  };
  gsl_set_error_handler_off ();
  return cmocka_run_group_tests_name ("sim/residual", tests, NULL, NULL);
}
