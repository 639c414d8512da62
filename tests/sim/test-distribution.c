/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/distribution.h. */
#include "tests/support/assert.h"

#include "sim/distribution.h"
#include "sim/error.h"
#include "sim/stream.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <string.h>

#define CONSTANT(v)                                                                      \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_CONSTANT, .value = (v)                                      \
  }
#define UNIFORM(a, b)                                                                    \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_UNIFORM, .min = (a), .max = (b)                             \
  }
#define EXPONENTIAL(m)                                                                   \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_EXPONENTIAL, .mean = (m)                                    \
  }
#define GAMMA(m, s)                                                                      \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_GAMMA, .mean = (m), .sd = (s)                               \
  }
#define LOGNORMAL(m, s)                                                                  \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_LOGNORMAL, .mean = (m), .sd = (s)                           \
  }
#define WEIBULL(k, s)                                                                    \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_WEIBULL, .shape = (k), .scale = (s)                         \
  }
#define TRIANGULAR(a, c, b)                                                              \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_TRIANGULAR, .min = (a), .mode = (c), .max = (b)             \
  }
#define NORMAL(m, s, a, b)                                                               \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_NORMAL, .mean = (m), .sd = (s), .min = (a), .max = (b)      \
  }
#define BETA(p, q, a, b)                                                                 \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_BETA, .alpha = (p), .beta = (q), .min = (a), .max = (b)     \
  }

static const double listed[] = { 3, 1, 2, 3, 7 };
static const double weights[] = { 1, 2, 0, 3, 4 };
#define EMPIRICAL(w)                                                                     \
  {                                                                                      \
    .kind = SIM_DISTRIBUTION_EMPIRICAL, .values = listed, .weights = (w), .n_values = 5  \
  }

/* Every kind, with the shapes that are hard: poles, long tails, narrow and skewed ones.
 */
static const SimDistributionSpec laws[] = {
  UNIFORM (-1, 4),
  TRIANGULAR (0, 1, 5),
  TRIANGULAR (2, 2, 5),
  TRIANGULAR (2, 5, 5),
  EXPONENTIAL (5),
  GAMMA (28, 2.8),
  GAMMA (28, 0.28),
  GAMMA (28, 0.0028),
  GAMMA (7, 7),
  GAMMA (7, 9.5),
  GAMMA (7, 21),
  LOGNORMAL (8.5, 4.5),
  LOGNORMAL (1.2e8, 0.3e8),
  LOGNORMAL (1, 20),
  WEIBULL (2, 3),
  WEIBULL (0.3, 3),
  WEIBULL (300, 3),
  NORMAL (60, 18, 0, 95),
  NORMAL (12.2, 1.5, 7, 17),
  NORMAL (0, 1, -HUGE_VAL, HUGE_VAL),
  NORMAL (0, 1, 4.5, HUGE_VAL),
  NORMAL (0, 1, -HUGE_VAL, -4.5),
  BETA (2, 3, 0, 1),
  BETA (0.5, 0.4, -1, 3),
  BETA (30, 0.7, 0, 10),
  BETA (1, 1, 0, 1),
};

static SimDistribution *
make (const SimDistributionSpec *spec)
{
  g_autoptr (GError) error = NULL;
  SimDistribution *distribution = sim_distribution_new (spec, &error);
  if (error != NULL)
    fail_msg ("%s", error->message);
  assert_non_null (distribution);
  return distribution;
}

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

static void
assert_refused (SimDistributionSpec spec, const char *message)
{
  g_autoptr (GError) error = NULL;
  assert_null (sim_distribution_new (&spec, &error));
  assert_true (g_error_matches (error, SIM_ERROR, SIM_ERROR_DISTRIBUTION));
  assert_string_equal (error->message, message);
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
    cmocka_unit_test (quantile_inverts_the_cdf),
    cmocka_unit_test (narrow_gammas_agree_with_multiple_precision),
    cmocka_unit_test (tails_are_accurate_relative_to_their_probability),
    cmocka_unit_test (quantile_never_falls),
    cmocka_unit_test (values_stay_between_minimum_and_maximum),
    cmocka_unit_test (moments_agree_with_the_quantiles),
    cmocka_unit_test (moments_have_their_closed_forms),
    cmocka_unit_test (truncated_normal_has_exact_moments),
    cmocka_unit_test (triangular_quantiles_by_hand),
    cmocka_unit_test (empirical_gives_the_listed_values_by_weight),
    cmocka_unit_test (empirical_guide_agrees_with_a_plain_search),
    cmocka_unit_test (degenerate_laws_are_constants),
    cmocka_unit_test (residual_of_gamma_follows_the_conditional_law),
    cmocka_unit_test (residual_of_every_law_follows_its_distribution_function),
    cmocka_unit_test (residual_at_zero_elapsed_is_the_law_itself),
    cmocka_unit_test (residual_of_the_memoryless_law_is_the_law),
    cmocka_unit_test (residual_of_empirical_follows_the_conditional_law),
    cmocka_unit_test (wrong_parameters_are_refused_by_name),
    cmocka_unit_test (wrong_lists_are_refused),
    cmocka_unit_test (truncation_must_leave_a_millionth),
    cmocka_unit_test (names_stand_in_the_order_of_the_kinds),
  };
  gsl_set_error_handler_off ();
  return cmocka_run_group_tests_name ("sim/distribution", tests, NULL, NULL);
}
