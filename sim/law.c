/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws: the continuous distributions whose quantiles need special functions, exactly. */
#include "sim/law.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_zeta.h>

/* e^-750 is 0 in a double: no logarithm of a value lies below. */
#define LEAST_LOG (-750.0)
/* Below e^-40 the first term of a series in x is the whole of it. */
#define NEGLIGIBLE_LOG (-40.0)
/* GSL's incomplete gamma is slow above this shape, and wrong from 1e8 on (measured). */
#define LARGE_GAMMA_SHAPE 3000
#define MAX_STEPS         200

/* Gamma of mean 1. */

/* The logarithm of the density's factor that does not depend on x. */
static double
gamma_log_constant (double shape)
{
  if (shape < 10)
    return shape * log (shape) - gsl_sf_lngamma (shape);
  /* Stirling's form, without the difference of large numbers: times e^shape. */
  return 0.5 * log (shape / (2 * G_PI)) - log (gsl_sf_gammastar (shape));
}

/* log (1 + x) - x without the loss for small x. */
static double
log_1plus_minus (double x)
{
  if (fabs (x) > 0.02)
    return log1p (x) - x;
  /* Its Taylor series: the tenth term is 1e-17 of the first here. */
  double sum = 0;
  for (int n = 11; n >= 2; n--)
    sum = 1.0 / n - x * sum;
  return -x * x * sum;
}

/* log (x f(x)) at y = log x. */
static double
gamma_log_slope (double shape, double log_constant, double y)
{
  if (shape < 10)
    return log_constant + shape * (y - exp (y));
  return log_constant + shape * log_1plus_minus (expm1 (y));
}

/* Adds up the density panel by panel, each a standard deviation wide, outwards from y
 * until nothing is added: for large shapes, whose density is nearly normal. */
static double
gamma_integral (double shape, double log_constant, SimTail tail, double y)
{
  static const double nodes[5] = { 0.1488743389816312, 0.4333953941292472,
                                   0.6794095682990244, 0.8650633666889845,
                                   0.9739065285171717 };
  static const double weights[5] = { 0.2955242247147529, 0.2692667193099964,
                                     0.2190863625159820, 0.1494513491505806,
                                     0.0666713443086881 };
  /* Places are distances from the mean, 1, which keeps their digits. */
  double begin = expm1 (y);
  double half = (tail == SIM_TAIL_LOWER ? -0.5 : 0.5) / sqrt (shape);
  double sum = 0;
  for (int panel = 0; panel < 100; panel++)
    {
      double centre = begin + (2 * panel + 1) * half;
      if (centre - fabs (half) <= -1)
        break;
      double part = 0;
      for (int i = 0; i < 5; i++)
        for (int sign = -1; sign <= 1; sign += 2)
          {
            double place = centre + sign * half * nodes[i];
            part += weights[i] * exp (log_constant + shape * log_1plus_minus (place)) /
                    (1 + place);
          }
      part *= fabs (half);
      sum += part;
      if (part <= 1e-18 * sum)
        break;
    }
  return MIN (sum, 1);
}

static double
gamma_probability (double shape, double log_constant, SimTail tail, double y)
{
  if (shape > LARGE_GAMMA_SHAPE)
    {
      /* From the side where less lies, so that the panels are few. */
      SimTail shorter = y < 0 ? SIM_TAIL_LOWER : SIM_TAIL_UPPER;
      double p = gamma_integral (shape, log_constant, shorter, y);
      return tail == shorter ? p : 1 - p;
    }
  double x = shape * exp (y);
  return tail == SIM_TAIL_LOWER ? gsl_cdf_gamma_P (x, shape, 1)
                                : gsl_cdf_gamma_Q (x, shape, 1);
}

/* Beta on 0..1: the lower tail; the upper one is that of the mirrored beta. */

static double
beta_log_slope (double alpha, double beta, double log_constant, double y)
{
  return alpha * y + (beta - 1) * log (-expm1 (y)) + log_constant;
}

/* Solving for y = log x. */

typedef struct
{
  const SimLaw *law;
  SimTail tail;
  double alpha, beta;  /* beta law: as seen from the tail */
  double log_constant; /* of the density */
} Problem;

static double
log_probability (const Problem *problem, double y)
{
  if (problem->law->kind == SIM_DISTRIBUTION_GAMMA)
    return log (
        gamma_probability (problem->law->shape, problem->log_constant, problem->tail, y));
  return log (gsl_cdf_beta_P (exp (y), problem->alpha, problem->beta));
}

static double
log_slope (const Problem *problem, double y)
{
  if (problem->law->kind == SIM_DISTRIBUTION_GAMMA)
    return gamma_log_slope (problem->law->shape, problem->log_constant, y);
  return beta_log_slope (problem->alpha, problem->beta, problem->log_constant, y);
}

/* Newton's method for log probability against log x, both nearly straight in the tails,
 * within a bracket that every step narrows. */
static double
solve (const Problem *problem, double p, double y, double low, double high)
{
  const double target = log (p);
  const bool falls =
      problem->law->kind == SIM_DISTRIBUTION_GAMMA && problem->tail == SIM_TAIL_UPPER;
  double last = HUGE_VAL;
  if (!(y > low && y < high))
    y = 0.5 * (low + high);
  for (int step_number = 0; step_number < MAX_STEPS; step_number++)
    {
      double reached = log_probability (problem, y);
      double gap = reached - target;
      if (isnan (gap))
        return NAN;
      if ((gap > 0) == falls)
        low = y;
      else
        high = y;
      double slope = exp (log_slope (problem, y) - reached);
      double step = gap / (falls ? -slope : slope);
      double next = y - step;
      bool is_newton = next >= low && next <= high;
      if (!is_newton)
        {
          next = 0.5 * (low + high);
          step = next - y;
        }
      /* Done when this step is rounding, or the next one, quadratically smaller, would
       * be, or when steps have become noise. */
      double size = fabs (step);
      double rounding = 1e-15 + 1e-14 * fabs (y);
      bool will_be_rounding =
          last < 1 && size * (size / last) * (size / last) <= rounding;
      if (size <= rounding || will_be_rounding || (size < 1e-9 && size > 0.25 * last))
        return next;
      last = is_newton ? size : HUGE_VAL;
      y = next;
    }
  return NAN;
}

static double
gamma_log_quantile (const SimLaw *law, SimTail tail, double p, double *near)
{
  double shape = law->shape;
  Problem problem = { .law = law, .tail = tail };
  problem.log_constant = gamma_log_constant (shape);
  double log_below = tail == SIM_TAIL_LOWER ? log (p) : log1p (-p);
  /* P(X <= x) = (shape x)^shape / Gamma (shape + 1) near 0. */
  double power = (log_below + gsl_sf_lngamma (shape + 1)) / shape - log (shape);
  if (shape < 10 && power < NEGLIGIBLE_LOG)
    return power;
  double y = near != NULL ? *near : NAN;
  if (isnan (y))
    {
      /* Source: Wilson and Hilferty 1931, Proc. Natl. Acad. Sci. 17, 684-688. */
      double z = tail == SIM_TAIL_LOWER ? gsl_cdf_ugaussian_Pinv (p)
                                        : gsl_cdf_ugaussian_Qinv (p);
      double root = 1 - 1 / (9 * shape) + z / (3 * sqrt (shape));
      y = root > 0.1 ? 3 * log (root) : power;
    }
  double high = log1p (1000 / shape + 40 / sqrt (shape));
  y = solve (&problem, p, y, LEAST_LOG, high);
  if (near != NULL)
    *near = y;
  return y;
}

static double
beta_log_distance (const SimLaw *law, SimTail tail, double p, double *near)
{
  Problem problem = { .law = law, .tail = tail, .alpha = law->shape, .beta = law->other };
  if (tail == SIM_TAIL_UPPER)
    {
      problem.alpha = law->other;
      problem.beta = law->shape;
    }
  double alpha = problem.alpha;
  problem.log_constant = -gsl_sf_lnbeta (alpha, problem.beta);
  double power = (log (p) + log (alpha) - problem.log_constant) / alpha;
  if (power < NEGLIGIBLE_LOG && power < NEGLIGIBLE_LOG - log (problem.beta + 1))
    return power;
  double y =
      near != NULL && !isnan (*near) ? *near : log (alpha / (alpha + problem.beta));
  y = solve (&problem, p, y, LEAST_LOG, 0);
  if (near != NULL)
    *near = y;
  return y;
}

/* Normal, truncated. */

void
sim_law_truncate (SimLaw *law, double low, double high)
{
  law->low = low;
  law->high = high;
  law->below_low = gsl_cdf_ugaussian_P (low);
  law->above_high = gsl_cdf_ugaussian_Q (high);
  if (low > 0)
    law->mass = gsl_cdf_ugaussian_Q (low) - law->above_high;
  else if (high < 0)
    law->mass = gsl_cdf_ugaussian_P (high) - law->below_low;
  else
    law->mass = 1 - law->below_low - law->above_high;
}

static double
normal_quantile (const SimLaw *law, SimTail tail, double p)
{
  double share = p * law->mass;
  double z;
  if (tail == SIM_TAIL_LOWER)
    {
      double below = law->below_low + share;
      z = below <= 0.5 ? gsl_cdf_ugaussian_Pinv (below)
                       : gsl_cdf_ugaussian_Qinv (gsl_cdf_ugaussian_Q (law->low) - share);
    }
  else
    {
      double above = law->above_high + share;
      z = above <= 0.5 ? gsl_cdf_ugaussian_Qinv (above)
                       : gsl_cdf_ugaussian_Pinv (gsl_cdf_ugaussian_P (law->high) - share);
    }
  return CLAMP (z, law->low, law->high);
}

/* Differences are taken on the side of the centre where they lose nothing. */
static double
normal_between (double from, double to)
{
  if (from > 0)
    return gsl_cdf_ugaussian_Q (from) - gsl_cdf_ugaussian_Q (to);
  return gsl_cdf_ugaussian_P (to) - gsl_cdf_ugaussian_P (from);
}

static double
normal_probability (const SimLaw *law, SimTail tail, double z)
{
  z = CLAMP (z, law->low, law->high);
  double share = tail == SIM_TAIL_LOWER ? normal_between (law->low, z)
                                        : normal_between (z, law->high);
  return CLAMP (share / law->mass, 0, 1);
}

/* By quadrature: the closed form of the variance is a small difference of large numbers
 * where the truncation is narrow.  Beyond 12 standard deviations there is nothing. */
static void
normal_moments (const SimLaw *law, double *ret_mean, double *ret_sd)
{
  double low = MAX (law->low, -12);
  double high = MIN (law->high, 12);
  size_t panels = (size_t) ceil (high - low);
  double width = (high - low) / (double) panels;
  double centre = 0.5 * (low + high);
  gsl_integration_glfixed_table *rule = gsl_integration_glfixed_table_alloc (20);
  double sums[3] = { 0 };
  double mean = 0;
  for (int moment = 0; moment < 3; moment++)
    {
      for (size_t panel = 0; panel < panels; panel++)
        for (size_t i = 0; i < 20; i++)
          {
            double begin = low + width * (double) panel;
            double z, weight;
            gsl_integration_glfixed_point (begin, begin + width, i, &z, &weight, rule);
            double density = weight * exp (-0.5 * z * z);
            double factor = moment == 0 ? 1 : moment == 1 ? z - centre : z - mean;
            sums[moment] += density * (moment == 2 ? factor * factor : factor);
          }
      if (moment == 1)
        mean = centre + sums[1] / sums[0];
    }
  gsl_integration_glfixed_table_free (rule);
  *ret_mean = mean;
  *ret_sd = sqrt (sums[2] / sums[0]);
}

/* All laws. */

/* log Gamma (1 + 2 x) - 2 log Gamma (1 + x), which is about x^2 pi^2 / 6 for small x. */
static double
log_gamma_difference (double x)
{
  if (x > 0.2)
    return gsl_sf_lngamma (1 + 2 * x) - 2 * gsl_sf_lngamma (1 + x);
  /* Source: Abramowitz and Stegun 1964, 6.1.33: log Gamma (1 + x) is
   * -gamma x + sum over n >= 2 of zeta (n) (-x)^n / n; the terms of n = 1 cancel. */
  double sum = 0;
  double power = x * x;
  double sign = 1;
  for (int n = 2; n <= 60; n++)
    {
      sum += sign * gsl_sf_zeta_int (n) * power * (ldexp (1, n) - 2) / n;
      power *= x;
      sign = -sign;
    }
  return sum;
}

void
sim_law_moments (const SimLaw *law, double *ret_mean, double *ret_sd)
{
  double mean = NAN;
  double sd = NAN;
  if (law->kind == SIM_DISTRIBUTION_GAMMA)
    {
      mean = 1;
      sd = 1 / sqrt (law->shape);
    }
  else if (law->kind == SIM_DISTRIBUTION_WEIBULL)
    {
      mean = exp (gsl_sf_lngamma (1 + 1 / law->shape));
      sd = mean * sqrt (expm1 (log_gamma_difference (1 / law->shape)));
    }
  else if (law->kind == SIM_DISTRIBUTION_LOGNORMAL)
    {
      mean = exp (0.5 * law->shape * law->shape);
      sd = mean * sqrt (expm1 (law->shape * law->shape));
    }
  else if (law->kind == SIM_DISTRIBUTION_BETA)
    {
      double sum = law->shape + law->other;
      mean = law->shape / sum;
      sd = sqrt (law->shape / sum * (law->other / sum) / (sum + 1));
    }
  else if (law->kind == SIM_DISTRIBUTION_NORMAL)
    normal_moments (law, &mean, &sd);
  *ret_mean = law->origin + law->scale * mean;
  *ret_sd = law->scale * sd;
}

double
sim_law_probability (const SimLaw *law, SimTail tail, double x)
{
  double y = (x - law->origin) / law->scale;
  if (law->kind == SIM_DISTRIBUTION_NORMAL)
    return normal_probability (law, tail, y);
  if (y <= 0)
    return tail == SIM_TAIL_LOWER ? 0 : 1;
  if (law->kind == SIM_DISTRIBUTION_GAMMA)
    return gamma_probability (law->shape, gamma_log_constant (law->shape), tail, log (y));
  if (law->kind == SIM_DISTRIBUTION_WEIBULL)
    {
      double hazard = pow (y, law->shape);
      return tail == SIM_TAIL_LOWER ? -expm1 (-hazard) : exp (-hazard);
    }
  if (law->kind == SIM_DISTRIBUTION_LOGNORMAL)
    return tail == SIM_TAIL_LOWER ? gsl_cdf_ugaussian_P (log (y) / law->shape)
                                  : gsl_cdf_ugaussian_Q (log (y) / law->shape);
  if (y >= 1)
    return tail == SIM_TAIL_LOWER ? 1 : 0;
  return tail == SIM_TAIL_LOWER ? gsl_cdf_beta_P (y, law->shape, law->other)
                                : gsl_cdf_beta_Q (y, law->shape, law->other);
}

double
sim_law_log_distance (const SimLaw *law, SimTail tail, double p, double *near)
{
  if (law->kind == SIM_DISTRIBUTION_GAMMA)
    return gamma_log_quantile (law, tail, p, near);
  if (law->kind == SIM_DISTRIBUTION_BETA)
    return beta_log_distance (law, tail, p, near);
  if (law->kind == SIM_DISTRIBUTION_WEIBULL)
    return log (tail == SIM_TAIL_LOWER ? -log1p (-p) : -log (p)) / law->shape;
  double z =
      tail == SIM_TAIL_LOWER ? gsl_cdf_ugaussian_Pinv (p) : gsl_cdf_ugaussian_Qinv (p);
  return law->shape * z;
}

double
sim_law_quantile (const SimLaw *law, SimTail tail, double p, double *near)
{
  if (law->kind == SIM_DISTRIBUTION_NORMAL)
    return law->origin + law->scale * normal_quantile (law, tail, p);
  double distance = exp (sim_law_log_distance (law, tail, p, near));
  if (law->kind == SIM_DISTRIBUTION_BETA && tail == SIM_TAIL_UPPER)
    return law->origin + law->scale * (1 - distance);
  return law->origin + law->scale * distance;
}
