/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws for tests: distributions of every kind in short, and the hard ones. */
#pragma once

#include "tests/support/assert.h"

#include "sim/distribution.h"
#include "sim/error.h"

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

/** Returns: (transfer full): the distribution of @spec, which must be one */
static inline SimDistribution *
make (const SimDistributionSpec *spec)
{
  g_autoptr (GError) error = NULL;
  SimDistribution *distribution = sim_distribution_new (spec, &error);
  if (error != NULL)
    fail_msg ("%s", error->message);
  assert_non_null (distribution);
  return distribution;
}

/* Asserts that @spec is refused with @message. */
static inline void
assert_refused (SimDistributionSpec spec, const char *message)
{
  g_autoptr (GError) error = NULL;
  assert_null (sim_distribution_new (&spec, &error));
  assert_true (g_error_matches (error, SIM_ERROR, SIM_ERROR_DISTRIBUTION));
  assert_string_equal (error->message, message);
}
