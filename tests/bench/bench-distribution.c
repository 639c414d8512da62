/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benchmark of sim/distribution.h: nanoseconds a quantile, milliseconds to set up. */
#include "sim/distribution.h"
#include "sim/stream.h"
#include "tests/bench/clock.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>

#define UNIFORMS (1 << 16)
#define ROUNDS   40
#define REPEATS  5

static const double values[] = { 22, 23, 25, 26, 26, 28, 29, 30, 30, 30, 32, 33, 36 };

static const SimDistributionSpec specs[] = {
  { .kind = SIM_DISTRIBUTION_CONSTANT, .value = 28 },
  { .kind = SIM_DISTRIBUTION_UNIFORM, .min = 1, .max = 3 },
  { .kind = SIM_DISTRIBUTION_TRIANGULAR, .min = 0.2, .mode = 0.3, .max = 1 },
  { .kind = SIM_DISTRIBUTION_EXPONENTIAL, .mean = 5 },
  { .kind = SIM_DISTRIBUTION_GAMMA, .mean = 28, .sd = 2.8 },
  { .kind = SIM_DISTRIBUTION_LOGNORMAL, .mean = 8.5, .sd = 4.5 },
  { .kind = SIM_DISTRIBUTION_WEIBULL, .shape = 2, .scale = 10 },
  { .kind = SIM_DISTRIBUTION_NORMAL, .mean = 60, .sd = 18, .min = 0, .max = 95 },
  { .kind = SIM_DISTRIBUTION_BETA, .alpha = 2, .beta = 3, .min = 0, .max = 10 },
  { .kind = SIM_DISTRIBUTION_EMPIRICAL,
    .values = values,
    .n_values = G_N_ELEMENTS (values) },
};

int
main (void)
{
  gsl_set_error_handler_off ();
  g_autofree double *uniforms = g_new (double, UNIFORMS);
  for (uint64_t i = 0; i < UNIFORMS; i++)
    uniforms[i] =
        sim_uniform (sim_stream_block ((SimStreamKey){ 1, 0 }, i, 0, 0).word[0]);
  size_t n_names;
  const SimDistributionName *names = sim_distribution_names (&n_names);
  double checksum = 0;
  printf ("%-12s %12s %12s\n", "law", "ns a draw", "ms set-up");
  for (size_t i = 0; i < n_names; i++)
    {
      double begin = bench_seconds ();
      g_autoptr (SimDistribution) distribution = sim_distribution_new (&specs[i], NULL);
      double setup = bench_seconds () - begin;
      if (distribution == NULL)
        return 1;
      double best = HUGE_VAL;
      for (int repeat = 0; repeat < REPEATS; repeat++)
        {
          begin = bench_seconds ();
          for (int round = 0; round < ROUNDS; round++)
            for (int k = 0; k < UNIFORMS; k++)
              checksum += sim_distribution_quantile (distribution, uniforms[k]);
          best = fmin (best, (bench_seconds () - begin) / ROUNDS / UNIFORMS);
        }
      printf ("%-12s %12.1f %12.2f\n", names[i].name, 1e9 * best, 1e3 * setup);
    }
  /* The sum is used, so that the draws are not optimised away. */
  return isfinite (checksum) ? 0 : 1;
}
