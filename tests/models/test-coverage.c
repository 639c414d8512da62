/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coverage: 95 % intervals of a simulated queue hold the truth 95 times in a hundred. */
#include "tests/support/study.h"

#include "scenarios/reader.h"
#include "sim/precision.h"
#include "sim/queueing.h"
#include "tests/support/replication.h"

#define N_EXPERIMENTS  1000
#define N_REPLICATIONS 200
#define LEVEL          0.95

/* Constant patience, M/M/2+D: an arrival every 2.2 days, service of 4 days, a window
 * of 6. After 60 empty days, 15 services long, 120 days are counted: some 55 patients a
 * replication. */
#define SERVERS  2
#define LAMBDA   (1 / 2.2)
#define MU       (1 / 4.0)
#define PATIENCE 6.0

static const char queue[] =
    "<scenario format='1' name='patience' start='2020-01-01' end='2020-06-29'>"
    "<experiment warm-up='60'/>"
    "<patients><arrivals><interval><exponential mean='2.2'/></interval></arrivals>"
    "</patients>"
    "<harvest window='6' count='elapsed'/>"
    "<plant gate='line'><pool id='line' capacity='2'/>"
    "<stage id='culture' uses='line'><exponential mean='4'/></stage></plant>"
    "</scenario>";

enum
{
  LOSS, /* as the share infused */
  WAIT,
  DECILE,
  N_MEASURES
};

/* The wait V that an arrival would need has, but for a constant, the weight
 *   S = sum over j < c of a^j / j!  at 0  and the density  r exp (-h v)  up to D,
 * r = lambda a^(c-1) / (c-1)!, h = c mu - lambda; who needs more than D is lost (Barrer
 * 1957; Boots and Tijms 1999: sim/queueing.h).  Of those served therefore
 *   T = S + r (1 - x) / h, x = exp (-h D), is the weight,
 *   (r / T) ((1 - x) / h^2 - D x / h) the mean wait, integrated by parts, and
 *   v with S + r (1 - exp (-h v)) / h = 0.9 T the ninth decile. */
static void
find_truth (double truth[N_MEASURES])
{
  double a = LAMBDA / MU;
  double h = SERVERS * MU - LAMBDA;
  double x = exp (-h * PATIENCE);
  double s = 1 + a; /* two servers */
  double r = LAMBDA * a;
  double t = s + r * (1 - x) / h;
  truth[LOSS] = 1 - sim_queueing_patience_loss (SERVERS, LAMBDA, MU, PATIENCE);
  truth[WAIT] = r / t * ((1 - x) / (h * h) - PATIENCE * x / h);
  truth[DECILE] = -log (1 - h * (0.9 * t - s) / r) / h;
}

static void
find_metrics (const TestStudy *test, int metrics[N_MEASURES])
{
  metrics[LOSS] = test_study_metric (test, "infused-share", "all");
  metrics[WAIT] = test_study_metric (test, "wait", "all");
  metrics[DECILE] = test_study_metric (test, "wait.p90", "all");
}

/* Counts the intervals that hold the truth. */
static void
count_covered (const TestStudy *test, const double *truth, int *covered)
{
  int metrics[N_MEASURES];
  g_autofree SimEstimate *estimates = g_new (SimEstimate, test->catalogue->n_metrics);
  find_metrics (test, metrics);
  assert_true (sim_confidence_estimate (test->results, 0, LEVEL, estimates, NULL));
  for (int i = 0; i < N_MEASURES; i++)
    {
      const SimEstimate *estimate = &estimates[metrics[i]];
      covered[i] += estimate->low <= truth[i] && truth[i] <= estimate->high;
    }
}

static void
intervals_hold_the_truth (G_GNUC_UNUSED void **state)
{
  g_autoptr (Scenario) scenario = test_scenario (queue, NULL);
  double truth[N_MEASURES];
  int covered[N_MEASURES] = { 0 };
  find_truth (truth);
  for (uint64_t seed = 1; seed <= N_EXPERIMENTS; seed++)
    {
      g_autoptr (TestStudy) test = test_study_new (scenario, NULL, seed);
      test_study_simulate (test, 0, N_REPLICATIONS);
      count_covered (test, truth, covered);
    }
  for (int i = 0; i < N_MEASURES; i++)
    {
      print_message ("# measure %d, truth %g: %d of %d\n", i, truth[i], covered[i],
                     N_EXPERIMENTS);
      assert_in_range (covered[i], 930, 970);
    }
}

static void
intervals_hold_the_truth_where_precision_stops (G_GNUC_UNUSED void **state)
{
  /* The half-width is met by some 200 replications, by more or fewer as luck has it. */
  g_autoptr (Scenario) scenario = test_scenario (queue, NULL);
  double truth[N_MEASURES];
  int covered[N_MEASURES] = { 0 };
  int64_t least = INT64_MAX;
  int64_t most = 0;
  find_truth (truth);
  for (uint64_t seed = 1; seed <= N_EXPERIMENTS; seed++)
    {
      g_autoptr (TestStudy) test = test_study_new (scenario, NULL, 10000 + seed);
      const SimPrecision precision = { test_study_metric (test, "wait", "all"), -1, LEVEL,
                                       0.08 };
      int64_t replications = 0;
      int64_t next = SIM_PRECISION_LEAST;
      while (next > replications)
        {
          double reached;
          test_study_simulate (test, replications, next);
          replications = next;
          assert_true (sim_precision_reached (test->results, &precision, &reached, NULL));
          next = sim_precision_next (&precision, reached, replications, 2000);
        }
      least = MIN (least, replications);
      most = MAX (most, replications);
      count_covered (test, truth, covered);
    }
  print_message ("# %d to %d replications; %d, %d and %d of %d\n", (int) least,
                 (int) most, covered[LOSS], covered[WAIT], covered[DECILE],
                 N_EXPERIMENTS);
  assert_true (least < most); /* it is luck that stops */
  assert_true (covered[WAIT] >= 930);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (intervals_hold_the_truth),
    cmocka_unit_test (intervals_hold_the_truth_where_precision_stops),
  };
  return cmocka_run_group_tests_name ("models-coverage", tests, NULL, NULL);
}
