/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/distribution-kinds.h: what each kind takes, and what is refused. */
#include "tests/sim/laws.h"

#include <gsl/gsl_cdf.h>
#include <string.h>

static void
degenerate_laws_are_constants (void **state)
{
  (void) state;
  static const double one[] = { 4, 4, 9 };
  static const double only_four[] = { 1, 2, 0 };
  static const SimDistributionSpec constants[] = {
    CONSTANT (4),
    UNIFORM (4, 4),
    TRIANGULAR (4, 4, 4),
    GAMMA (4, 0),
    LOGNORMAL (4, 0),
    NORMAL (4, 0, 0, 10),
    NORMAL (4, 0, -HUGE_VAL, HUGE_VAL),
    NORMAL (9, 2, 4, 4),
    BETA (2, 3, 4, 4),
    { .kind = SIM_DISTRIBUTION_EMPIRICAL,
      .values = one,
      .weights = only_four,
      .n_values = 3 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (constants); i++)
    {
      g_autoptr (SimDistribution) distribution = make (&constants[i]);
      assert_int_equal (sim_distribution_kind (distribution), SIM_DISTRIBUTION_CONSTANT);
      assert_near (sim_distribution_quantile (distribution, 0.01), 4, 0);
      assert_near (sim_distribution_quantile (distribution, 0.99), 4, 0);
      assert_near (sim_distribution_mean (distribution), 4, 0);
      assert_near (sim_distribution_sd (distribution), 0, 0);
      assert_near (sim_distribution_cdf (distribution, 3.999), 0, 0);
      assert_near (sim_distribution_cdf (distribution, 4), 1, 0);
      assert_near (sim_distribution_residual (distribution, 1.5, 0.3), 2.5, 0);
      assert_near (sim_distribution_residual (distribution, 4, 0.3), 0, 0);
    }
}

static void
wrong_parameters_are_refused_by_name (void **state)
{
  (void) state;
#define REFUSED(spec, message) assert_refused ((SimDistributionSpec) spec, message)
  REFUSED (CONSTANT (NAN), "expected a finite value, found nan");
  REFUSED (CONSTANT (HUGE_VAL), "expected a finite value, found inf");
  REFUSED (UNIFORM (3, 2.5), "expected max of at least min 3, found 2.5");
  REFUSED (UNIFORM (NAN, 2), "expected a finite min, found nan");
  REFUSED (UNIFORM (0, HUGE_VAL), "expected a finite max, found inf");
  REFUSED (UNIFORM (-1e308, 1e308), "expected a finite max - min, found inf");
  REFUSED (TRIANGULAR (0, 6, 5), "expected mode from min to max, found 6");
  REFUSED (TRIANGULAR (0, -1, 5), "expected mode from min to max, found -1");
  REFUSED (TRIANGULAR (0, NAN, 5), "expected mode from min to max, found nan");
  REFUSED (TRIANGULAR (5, 5, 0), "expected max of at least min 5, found 0");
  REFUSED (EXPONENTIAL (0), "expected a positive mean, found 0");
  REFUSED (EXPONENTIAL (-2), "expected a positive mean, found -2");
  REFUSED (GAMMA (0, 1), "expected a positive mean, found 0");
  REFUSED (GAMMA (1, -1), "expected sd of at least 0, found -1");
  REFUSED (GAMMA (1, NAN), "expected sd of at least 0, found nan");
  REFUSED (GAMMA (HUGE_VAL, 1), "expected a positive mean, found inf");
  REFUSED (GAMMA (1, 10001),
           "expected an sd of at most 10,000 times the mean, found 10001");
  REFUSED (LOGNORMAL (1e-300, 1e6),
           "expected an sd of at most 10,000 times the mean, found 1000000");
  /* sqrt (40! - 20!^2) = 9.0328e23 against 20! = 2.4329e18. */
  REFUSED (WEIBULL (0.05, 1e-9),
           "expected an sd of at most 10,000 times the mean, found 9.032802905e+14");
  REFUSED (LOGNORMAL (-1, 1), "expected a positive mean, found -1");
  REFUSED (LOGNORMAL (1, -0.5), "expected sd of at least 0, found -0.5");
  REFUSED (WEIBULL (0, 1), "expected a positive shape, found 0");
  REFUSED (WEIBULL (1, 0), "expected a positive scale, found 0");
  REFUSED (WEIBULL (1e-4, 1), "expected a law with a finite mean, found inf");
  REFUSED (NORMAL (NAN, 1, 0, 1), "expected a finite mean, found nan");
  REFUSED (NORMAL (0, -1, 0, 1), "expected sd of at least 0, found -1");
  REFUSED (NORMAL (0, 1, 1, 0), "expected max of at least min 1, found 0");
  REFUSED (NORMAL (0, 0, 1, 2), "expected mean from min to max, as sd is 0, found 0");
  REFUSED (BETA (0, 1, 0, 1), "expected a positive alpha, found 0");
  REFUSED (BETA (1, -1, 0, 1), "expected a positive beta, found -1");
  REFUSED (BETA (1, 1, 1, 0), "expected max of at least min 1, found 0");
}

static void
truncation_must_leave_a_millionth (void **state)
{
  (void) state;
  /* A millionth of a normal lies above 4.753424. */
  double edge = gsl_cdf_ugaussian_Qinv (1e-6);
  assert_near (edge, 4.753424, 1e-6);
  g_autoptr (SimDistribution) allowed =
      make (&(SimDistributionSpec) NORMAL (0, 1, edge - 1e-6, HUGE_VAL));
  assert_true (sim_distribution_quantile (allowed, 0.5) > edge);
  g_autoptr (GError) error = NULL;
  SimDistributionSpec spec = NORMAL (0, 1, edge + 1e-6, HUGE_VAL);
  assert_null (sim_distribution_new (&spec, &error));
  assert_non_null (strstr (
      error->message, "expected min and max to leave a millionth of the normal law"));
  /* Likewise below, and far from where anything lies. */
  SimDistributionSpec below = NORMAL (0, 1, -HUGE_VAL, -edge - 1e-6);
  assert_null (sim_distribution_new (&below, NULL));
  SimDistributionSpec nowhere = NORMAL (0, 1, 500, 501);
  assert_null (sim_distribution_new (&nowhere, NULL));
}

static void
names_stand_in_the_order_of_the_kinds (void **state)
{
  (void) state;
  size_t n;
  const SimDistributionName *names = sim_distribution_names (&n);
  assert_int_equal (n, SIM_DISTRIBUTION_EMPIRICAL + 1);
  for (size_t i = 0; i < n; i++)
    assert_int_equal (names[i].kind, i);
  assert_string_equal (names[SIM_DISTRIBUTION_WEIBULL].name, "weibull");
  assert_string_equal (names[SIM_DISTRIBUTION_WEIBULL].attributes, "shape scale");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (degenerate_laws_are_constants),
    cmocka_unit_test (wrong_parameters_are_refused_by_name),
    cmocka_unit_test (truncation_must_leave_a_millionth),
    cmocka_unit_test (names_stand_in_the_order_of_the_kinds),
  };
  return cmocka_run_group_tests_name ("sim/distribution-kinds", tests, NULL, NULL);
}
