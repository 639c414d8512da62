/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/distribution.h: quantiles, probabilities and moments. */
#include "tests/sim/laws.h"

#include "sim/stream.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

/* The laws' own cdf, from GSL or in closed form, independent of the table. */
static double
reference_cdf (const SimDistributionSpec *s, double x)
{
  double variation = s->mean != 0 ? s->sd / s->mean : 0;
  double log_variance = log1p (variation * variation);
  double low = (s->min - s->mean) / s->sd;
  double high = (s->max - s->mean) / s->sd;
  double z = (x - s->mean) / s->sd;
  switch (s->kind)
    {
    case SIM_DISTRIBUTION_UNIFORM:
      return gsl_cdf_flat_P (x, s->min, s->max);
    case SIM_DISTRIBUTION_TRIANGULAR:
      return x <= s->mode
                 ? (x - s->min) * (x - s->min) / (s->max - s->min) / (s->mode - s->min)
                 : 1 - (s->max - x) * (s->max - x) / (s->max - s->min) /
                           (s->max - s->mode);
    case SIM_DISTRIBUTION_EXPONENTIAL:
      return gsl_cdf_exponential_P (x, s->mean);
    case SIM_DISTRIBUTION_GAMMA:
      return gsl_cdf_gamma_P (x, 1 / (variation * variation),
                              s->mean * variation * variation);
    case SIM_DISTRIBUTION_LOGNORMAL:
      return gsl_cdf_lognormal_P (x, log (s->mean) - log_variance / 2,
                                  sqrt (log_variance));
    case SIM_DISTRIBUTION_WEIBULL:
      return gsl_cdf_weibull_P (x, s->scale, s->shape);
    case SIM_DISTRIBUTION_NORMAL:
      /* From the upper tail where the law lies there. */
      if (low > 0)
        return (gsl_cdf_ugaussian_Q (low) - gsl_cdf_ugaussian_Q (z)) /
               (gsl_cdf_ugaussian_Q (low) - gsl_cdf_ugaussian_Q (high));
      return (gsl_cdf_ugaussian_P (z) - gsl_cdf_ugaussian_P (low)) /
             (gsl_cdf_ugaussian_P (high) - gsl_cdf_ugaussian_P (low));
    case SIM_DISTRIBUTION_BETA:
      return gsl_cdf_beta_P ((x - s->min) / (s->max - s->min), s->alpha, s->beta);
    default:
      fail ();
      return NAN;
    }
}

/* u from the far tails to the middle, symmetrically. */
static double
next_u (double u)
{
  if (u < 0.5)
    return u * 1.07 < 0.5 ? u * 1.07 : 1 - u;
  return 1 - (1 - u) / 1.07;
}

static void
quantile_inverts_the_cdf (void **state)
{
  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autoptr (SimDistribution) distribution = make (&laws[i]);
      for (double u = 1e-12; u < 1 - 1e-12; u = next_u (u))
        {
          double x = sim_distribution_quantile (distribution, u);
          /* The value itself is rounded to 2^-53 of it: in units of u that is the density
           * times the rounding, at most 1e-12 here (gamma (28, 0.0028), density 142), and
           * more next to a beta's pole.  GSL's own gamma errs by 1e-10 at shape 10,000.
           */
          bool has_pole = laws[i].kind == SIM_DISTRIBUTION_BETA && laws[i].beta < 1;
          bool is_narrow = laws[i].kind == SIM_DISTRIBUTION_GAMMA && laws[i].sd < 1;
          double tolerance = has_pole ? 1e-6 : 4e-12;
          assert_near (sim_distribution_cdf (distribution, x), u, tolerance);
          if (is_narrow)
            tolerance = 2e-10;
          if (laws[i].sd < 0.01 && is_narrow)
            continue; /* GSL errs by 0.07 there: see the next test. */
          assert_near (reference_cdf (&laws[i], x), u, tolerance);
        }
    }
}

static void
narrow_gammas_agree_with_multiple_precision (void **state)
{
  (void) state;
  /* P (X <= x) by quadrature of the density with 25 digits (mpmath 1.3). */
  static const struct
  {
    double sd, x, probability;
  } known[] = {
    { 0.28, 26.970631075122462, 9.999999999997953e-5 },
    { 0.28, 27.743550865670233, 0.1800000000000043 },
    { 0.28, 28.14615273492862, 0.6999999999999938 },
    { 0.28, 28.873250628710711, 0.9990000000000001 },
    { 0.0028, 27.989587951388764, 9.999999999958948e-5 },
    { 0.0028, 27.997436962628466, 0.180000000000246 },
    { 0.0028, 28.001468253765793, 0.700000000000359 },
    { 0.0028, 28.008653448420084, 0.9990000000000259 },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (SimDistribution) gamma =
          make (&(SimDistributionSpec) GAMMA (28, known[i].sd));
      /* Rounding of x to 2^-48 times the density 142 is 5e-13. */
      assert_near (sim_distribution_cdf (gamma, known[i].x), known[i].probability, 2e-12);
      assert_near (sim_distribution_quantile (gamma, known[i].probability), known[i].x,
                   1e-13);
    }
}

static void
tails_are_accurate_relative_to_their_probability (void **state)
{
  (void) state;
  static const SimDistributionSpec tailed[] = { GAMMA (28, 2.8), GAMMA (7, 21),
                                                LOGNORMAL (8.5, 4.5), WEIBULL (2, 3) };
  for (size_t i = 0; i < G_N_ELEMENTS (tailed); i++)
    {
      g_autoptr (SimDistribution) distribution = make (&tailed[i]);
      /* Below 2^-15 the exact solver answers, above it the table: both sides. */
      for (double p = 1e-14; p < 0.5; p *= 1.5)
        assert_near (
            reference_cdf (&tailed[i], sim_distribution_quantile (distribution, p)) / p,
            1, 1e-9);
    }
  /* The upper tail of gamma (28, 2.8): shape 100, scale 0.28. */
  g_autoptr (SimDistribution) gamma = make (&tailed[0]);
  for (double p = 0x1p-45; p < 0.5; p *= 2)
    assert_near (gsl_cdf_gamma_Q (sim_distribution_quantile (gamma, 1 - p), 100, 0.28) /
                     p,
                 1, 1e-9);
}

static void
quantile_never_falls (void **state)
{
  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autoptr (SimDistribution) distribution = make (&laws[i]);
      double last = -HUGE_VAL;
      for (int k = 0; k < 200000; k++)
        {
          double x = sim_distribution_quantile (distribution, (k + 0.5) / 200000);
          /* Where neighbours differ by less than rounding, rounding may show. */
          assert_true (x >= last - 1e-13 * fabs (last));
          last = MAX (x, last);
        }
    }
}

static void
values_stay_between_minimum_and_maximum (void **state)
{
  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autoptr (SimDistribution) distribution = make (&laws[i]);
      double least = sim_distribution_quantile (distribution, sim_uniform (0));
      double most = sim_distribution_quantile (distribution, sim_uniform (UINT64_MAX));
      assert_true (isfinite (least) && isfinite (most) && least <= most);
      assert_true (least >= sim_distribution_minimum (distribution));
      assert_true (most <= sim_distribution_maximum (distribution));
      assert_near (
          sim_distribution_cdf (distribution, sim_distribution_maximum (distribution)), 1,
          0);
      double below = sim_distribution_minimum (distribution);
      assert_near (
          sim_distribution_cdf (distribution, below - 1e-9 * fabs (below) - 1e-300), 0,
          0);
    }
}

/* The mean of the values at the middles of n equal shares of u, which tends to the mean.
 */
static void
moments_agree_with_the_quantiles (void **state)
{
  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (laws); i++)
    {
      g_autoptr (SimDistribution) distribution = make (&laws[i]);
      const int n = 400000;
      double sum = 0;
      for (int k = 0; k < n; k++)
        sum += sim_distribution_quantile (distribution, (k + 0.5) / n);
      double mean = sum / n;
      double squares = 0;
      for (int k = 0; k < n; k++)
        {
          double x = sim_distribution_quantile (distribution, (k + 0.5) / n) - mean;
          squares += x * x;
        }
      double sd = sim_distribution_sd (distribution);
      /* What the sums miss is the last n-th part of the tail; a heavy one misses more. */
      bool heavy = sd > 4 * sim_distribution_mean (distribution) && laws[i].min == 0 &&
                   laws[i].max == 0;
      if (heavy)
        continue;
      assert_near (mean, sim_distribution_mean (distribution), 1e-3 * sd);
      assert_near (sqrt (squares / n), sd, 0.02 * sd);
    }
}

static void
moments_have_their_closed_forms (void **state)
{
  (void) state;
  g_autoptr (SimDistribution) gamma = make (&(SimDistributionSpec) GAMMA (28, 2.8));
  assert_near (sim_distribution_mean (gamma), 28, 0);
  assert_near (sim_distribution_sd (gamma), 2.8, 0);
  g_autoptr (SimDistribution) lognormal =
      make (&(SimDistributionSpec) LOGNORMAL (8.5, 4.5));
  assert_near (sim_distribution_mean (lognormal), 8.5, 0);
  assert_near (sim_distribution_sd (lognormal), 4.5, 0);

  /* Weibull of shape 2 and scale 3: mean 3 sqrt (pi) / 2, variance 9 (1 - pi / 4). */
  g_autoptr (SimDistribution) weibull = make (&(SimDistributionSpec) WEIBULL (2, 3));
  assert_near (sim_distribution_mean (weibull), 1.5 * sqrt (G_PI), 1e-14);
  assert_near (sim_distribution_sd (weibull), 3 * sqrt (1 - G_PI / 4), 1e-14);
  /* Shape 1 is exponential; shape 1/2: moments scale Gamma (3) = 2, scale^2 Gamma (5) =
   * 24, so sd = sqrt (24 - 4) scales. */
  g_autoptr (SimDistribution) plain = make (&(SimDistributionSpec) WEIBULL (1, 3));
  assert_near (sim_distribution_mean (plain), 3, 1e-14);
  assert_near (sim_distribution_sd (plain), 3, 1e-13);
  g_autoptr (SimDistribution) heavy = make (&(SimDistributionSpec) WEIBULL (0.5, 3));
  assert_near (sim_distribution_mean (heavy), 6, 1e-13);
  assert_near (sim_distribution_sd (heavy), 3 * sqrt (20), 1e-12);
  /* A large shape k: sd -> scale pi / sqrt (6) / k, next order in 1/k relative. */
  g_autoptr (SimDistribution) narrow = make (&(SimDistributionSpec) WEIBULL (1e6, 3));
  assert_near (sim_distribution_sd (narrow) / (3 * G_PI / sqrt (6) / 1e6), 1, 5e-6);
  /* Both ways of computing it meet where they change over, at 1 / shape = 0.2. */
  g_autoptr (SimDistribution) above = make (&(SimDistributionSpec) WEIBULL (5 + 1e-9, 3));
  g_autoptr (SimDistribution) under = make (&(SimDistributionSpec) WEIBULL (5 - 1e-9, 3));
  assert_near (sim_distribution_sd (above), sim_distribution_sd (under), 1e-9);

  /* Triangular 0, 1, 5: mean 2, variance (0 + 1 + 25 - 0 - 0 - 5) / 18 = 21 / 18. */
  g_autoptr (SimDistribution) triangular =
      make (&(SimDistributionSpec) TRIANGULAR (0, 1, 5));
  assert_near (sim_distribution_mean (triangular), 2, 1e-15);
  assert_near (sim_distribution_sd (triangular), sqrt (21.0 / 18), 1e-15);
  /* Beta 2, 3 on [1, 3]: mean 1 + 2 x 2/5; variance 4 x 6 / (25 x 6) = 0.16. */
  g_autoptr (SimDistribution) beta = make (&(SimDistributionSpec) BETA (2, 3, 1, 3));
  assert_near (sim_distribution_mean (beta), 1.8, 1e-15);
  assert_near (sim_distribution_sd (beta), 0.4, 1e-15);
  g_autoptr (SimDistribution) uniform = make (&(SimDistributionSpec) UNIFORM (1, 4));
  assert_near (sim_distribution_mean (uniform), 2.5, 0);
  assert_near (sim_distribution_sd (uniform), 3 / sqrt (12), 1e-15);
}

static void
truncated_normal_has_exact_moments (void **state)
{
  (void) state;
  /* Half a normal: mean sqrt (2 / pi), variance 1 - 2 / pi. */
  g_autoptr (SimDistribution) half =
      make (&(SimDistributionSpec) NORMAL (0, 1, 0, HUGE_VAL));
  assert_near (sim_distribution_mean (half), sqrt (2 / G_PI), 1e-14);
  assert_near (sim_distribution_sd (half), sqrt (1 - 2 / G_PI), 1e-14);
  assert_near (sim_distribution_quantile (half, 0.5), gsl_cdf_ugaussian_Pinv (0.75),
               1e-14);
  /* Age 60 +- 18 on [0, 95]: with a = -60/18, b = 35/18 and m = (phi(a) - phi(b)) / Z,
   * mean 60 + 18 m, variance 18^2 (1 + (a phi(a) - b phi(b)) / Z - m^2). */
  double a = -60.0 / 18;
  double b = 35.0 / 18;
  double mass = gsl_cdf_ugaussian_P (b) - gsl_cdf_ugaussian_P (a);
  double density_a = exp (-a * a / 2) / sqrt (2 * G_PI) / mass;
  double density_b = exp (-b * b / 2) / sqrt (2 * G_PI) / mass;
  double shift = density_a - density_b;
  double variance = 1 + a * density_a - b * density_b - shift * shift;
  g_autoptr (SimDistribution) age = make (&(SimDistributionSpec) NORMAL (60, 18, 0, 95));
  assert_near (sim_distribution_mean (age), 60 + 18 * shift, 1e-12);
  assert_near (sim_distribution_sd (age), 18 * sqrt (variance), 1e-12);
  assert_near (sim_distribution_minimum (age), 0, 0);
  assert_near (sim_distribution_maximum (age), 95, 0);
  /* So narrow a part that it is uniform: 1e-5 wide at the centre, mass 4e-6; the closed
   * form would lose all digits of this variance. */
  g_autoptr (SimDistribution) sliver =
      make (&(SimDistributionSpec) NORMAL (0, 1, 0, 1e-5));
  assert_near (sim_distribution_mean (sliver), 0.5e-5, 1e-15);
  assert_near (sim_distribution_sd (sliver) / (1e-5 / sqrt (12)), 1, 1e-9);
}

static void
triangular_quantiles_by_hand (void **state)
{
  (void) state;
  /* 0, 1, 5: F(1) = 1/5; F(x) = x^2 / 5 below, 1 - (5 - x)^2 / 20 above.
   * u = 1/20: x = 1/2; u = 1 - 4/20 = 0.8: x = 3. */
  g_autoptr (SimDistribution) triangular =
      make (&(SimDistributionSpec) TRIANGULAR (0, 1, 5));
  assert_near (sim_distribution_quantile (triangular, 0.05), 0.5, 1e-15);
  assert_near (sim_distribution_quantile (triangular, 0.8), 3, 1e-15);
  assert_near (sim_distribution_cdf (triangular, 3), 0.8, 1e-15);
  assert_near (sim_distribution_cdf (triangular, 0.5), 0.05, 1e-15);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (quantile_inverts_the_cdf),
    cmocka_unit_test (narrow_gammas_agree_with_multiple_precision),
    cmocka_unit_test (tails_are_accurate_relative_to_their_probability),
    cmocka_unit_test (quantile_never_falls),
    cmocka_unit_test (values_stay_between_minimum_and_maximum),
    cmocka_unit_test (moments_agree_with_the_quantiles),
    cmocka_unit_test (moments_have_their_closed_forms),
    cmocka_unit_test (truncated_normal_has_exact_moments),
    cmocka_unit_test (triangular_quantiles_by_hand),
  };
  gsl_set_error_handler_off ();
  return cmocka_run_group_tests_name ("sim/distribution", tests, NULL, NULL);
}
