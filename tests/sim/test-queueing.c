/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/queueing.h. */
#include "tests/support/assert.h"

#include "sim/queueing.h"

#include <glib.h>

/* The manual process: one arrival in 3.65 days (100 in 365), 28.4615 days on a line. */
#define MANUAL_LAMBDA (1 / 3.65)
#define MANUAL_MU     (1 / 28.4615)

/* What rounding to 6 decimals may change, and cutting off after 12. */
#define SIX    5e-7
#define TWELVE 1e-12

static void
erlang_b_has_its_golden_values (G_GNUC_UNUSED void **state)
{
  /* DOMAIN section 5.  (1, 1) by hand: 1 x 1 / (1 + 1).  (2, 1): 0.5 / (2 + 0.5) = 1/5.
   */
  assert_near (sim_queueing_erlang_b (1, 1), 0.5, 0);
  assert_near (sim_queueing_erlang_b (2, 1), 0.2, 1e-16);
  assert_near (sim_queueing_erlang_b (5, 3), 0.110054347826, TWELVE);
  assert_near (sim_queueing_erlang_b (10, 7), 0.078740882970, TWELVE);
  assert_near (sim_queueing_erlang_b (8, 7.797671), 0.224277532, 5e-10);
}

static void
erlang_c_has_its_golden_values (G_GNUC_UNUSED void **state)
{
  assert_near (sim_queueing_erlang_c (1, 0.5), 0.5, 1e-16);
  assert_near (sim_queueing_erlang_c (5, 3), 0.236151603498, TWELVE);
  assert_near (sim_queueing_erlang_c (8, 7), 0.635316017536, TWELVE);
  assert_near (sim_queueing_erlang_c (10, 7), 0.221731215884, TWELVE);
  assert_near (sim_queueing_erlang_c (8, MANUAL_LAMBDA / MANUAL_MU), 0.919560643, 5e-9);
  assert_near (sim_queueing_erlang_c_wait (8, MANUAL_LAMBDA, MANUAL_MU), 129.354, 5e-4);
}

static void
erlang_c_waits_follow_from_it (G_GNUC_UNUSED void **state)
{
  /* M/M/1: rho / (mu - lambda) = 0.5 / 0.5 = 1; rho exp (-(mu - lambda) t). */
  assert_near (sim_queueing_erlang_c_wait (1, 0.5, 1), 1, 1e-15);
  assert_near (sim_queueing_erlang_c_wait_above (1, 0.5, 1, 2), 0.5 * exp (-1), 1e-15);
  /* C / (c mu - lambda) = 0.236151603498 / 2. */
  assert_near (sim_queueing_erlang_c_wait (5, 3, 1), 0.118075801749, TWELVE);
  assert_near (sim_queueing_erlang_c_wait_above (5, 3, 1, 0), 0.236151603498, TWELVE);
}

static void
overload_has_no_steady_state (G_GNUC_UNUSED void **state)
{
  assert_near (sim_queueing_erlang_c (2, 2), 1, 0);
  assert_true (isinf (sim_queueing_erlang_c_wait (2, 2, 1)));
  assert_near (sim_queueing_erlang_c_wait_above (2, 3, 1, 5), 1, 0);
  /* Two classes of 0.8 on one server: the first has room, C being 1. */
  const double lambda[] = { 0.8, 0.8 };
  assert_near (sim_queueing_priority_wait (1, lambda, 2, 1, 0), 1 / 0.2, 1e-14);
  assert_true (isinf (sim_queueing_priority_wait (1, lambda, 2, 1, 1)));
}

static void
priorities_have_their_golden_values (G_GNUC_UNUSED void **state)
{
  const double halves[] = { 0.4, 0.4 };
  assert_near (sim_queueing_priority_wait (1, halves, 2, 1, 0), 1.333333, SIX);
  assert_near (sim_queueing_priority_wait (1, halves, 2, 1, 1), 6.666667, SIX);
  assert_near (sim_queueing_erlang_c_wait (1, 0.8, 1), 4, 1e-14);
  const double thirty[] = { 0.3 * 4, 0.7 * 4 };
  double first = sim_queueing_priority_wait (5, thirty, 2, 1, 0);
  double second = sim_queueing_priority_wait (5, thirty, 2, 1, 1);
  assert_near (first, 0.145819, SIX);
  assert_near (second, 0.729095, SIX);
  assert_near (sim_queueing_erlang_c_wait (5, 4, 1), 0.554113, SIX);
}

static void
priorities_create_no_capacity (G_GNUC_UNUSED void **state)
{
  /* Kleinrock's conservation law: the load-weighted wait is that of first come. */
  const double lambda[] = { 1.4, 2.1, 3.5 };
  double sum = 0;
  for (int k = 0; k < 3; k++)
    sum += lambda[k] / 7 * sim_queueing_priority_wait (8, lambda, 3, 1, k);
  assert_near (sum, sim_queueing_erlang_c_wait (8, 7, 1), 1e-14);
}

static void
cobham_agrees_with_one_exponential_server (G_GNUC_UNUSED void **state)
{
  /* Exponential service of mean 1: mean square 2.  Constant service halves the wait of a
   * single class (Pollaczek and Khinchine): 0.8 x 1 / 2 / 0.2 = 2. */
  const double halves[] = { 0.4, 0.4 };
  const double mean[] = { 1, 1 };
  const double square[] = { 2, 2 };
  for (int k = 0; k < 2; k++)
    assert_near (sim_queueing_cobham_wait (halves, mean, square, 2, k),
                 sim_queueing_priority_wait (1, halves, 2, 1, k), 1e-14);
  const double lambda = 0.8;
  const double constant = 1;
  assert_near (sim_queueing_cobham_wait (&lambda, &constant, &constant, 1, 0), 2, 1e-14);
}

static void
constant_patience_has_its_golden_values (G_GNUC_UNUSED void **state)
{
  /* The first is h = 0: q = 1, x = 1, loss = 1 / (1 + 1 + 1) = 1/3. */
  assert_near (sim_queueing_patience_loss (1, 1, 1, 1), 1.0 / 3, 1e-15);
  assert_near (sim_queueing_patience_loss (1, 0.9, 1, 2), 0.218764, SIX);
  assert_near (sim_queueing_patience_loss (5, 5, 1, 0.5), 0.166378, SIX);
  assert_near (sim_queueing_patience_loss (8, 7, 1, 1), 0.036726, SIX);
  assert_near (sim_queueing_patience_loss (8, MANUAL_LAMBDA, MANUAL_MU, 10), 0.131118,
               SIX);
  assert_near (sim_queueing_patience_loss (8, 150.0 / 365, MANUAL_MU, 10), 0.337302, SIX);
}

static void
constant_patience_agrees_with_boots_and_tijms (G_GNUC_UNUSED void **state)
{
  /* For rho < 1: (1 - rho) P / (1 - rho P), P = C exp (-h D). */
  const double patience[] = { 0, 0.5, 3, 31 };
  for (size_t i = 0; i < G_N_ELEMENTS (patience); i++)
    {
      double rho = 7.0 / 8;
      double p = sim_queueing_erlang_c_wait_above (8, 7, 1, patience[i]);
      assert_near (sim_queueing_patience_loss (8, 7, 1, patience[i]),
                   (1 - rho) * p / (1 - rho * p), 1e-15);
    }
}

static void
patience_has_its_limits (G_GNUC_UNUSED void **state)
{
  /* None: Erlang B.  Long in overload: the fluid limit 1 - 1/rho, also where exp (-h D)
   * overflows.  Near h = 0: continuous. */
  assert_near (sim_queueing_patience_loss (5, 3, 1, 0), 0.110054347826, TWELVE);
  assert_near (sim_queueing_patience_loss (8, 12, 1, 500), 1 - 8.0 / 12, 1e-12);
  assert_near (sim_queueing_patience_loss (5, 5 + 1e-9, 1, 0.5),
               sim_queueing_patience_loss (5, 5, 1, 0.5), 1e-8);
  assert_near (sim_queueing_patience_loss (5, 5 - 1e-9, 1, 0.5),
               sim_queueing_patience_loss (5, 5, 1, 0.5), 1e-8);
}

static void
erlang_a_has_its_golden_values (G_GNUC_UNUSED void **state)
{
  assert_near (sim_queueing_erlang_a (1, 1, 1, 0.5).abandoning, 0.313035, SIX);
  assert_near (sim_queueing_erlang_a (5, 5, 1, 0.5).abandoning, 0.146132, SIX);
  SimErlangA manual = sim_queueing_erlang_a (8, 150.0 / 365, MANUAL_MU, 1.0 / 14);
  assert_near (manual.abandoning, 0.347764, SIX);
  assert_near (manual.waiting, 2.00083, 5e-6);
}

static void
erlang_a_balances (G_GNUC_UNUSED void **state)
{
  /* What comes is served or leaves: lambda = mu busy + theta waiting.  Where all leave at
   * the rate of service it is M/M/infinity, Poisson of mean a: with one server and a = 1,
   * busy = 1 - e^-1.  Great numbers overflow nowhere. */
  SimErlangA queue = sim_queueing_erlang_a (8, 1.1, 0.1, 0.07);
  assert_near (0.1 * queue.busy + 0.07 * queue.waiting, 1.1, 1e-14);
  assert_near (sim_queueing_erlang_a (1, 1, 1, 1).busy, 1 - exp (-1), 1e-15);
  SimErlangA idle = sim_queueing_erlang_a (2000, 1, 1, 1);
  assert_near (idle.busy, 1, 1e-12);
  assert_near (idle.abandoning, 0, 1e-12);
}

static void
infinite_servers_are_poisson (G_GNUC_UNUSED void **state)
{
  assert_near (sim_queueing_infinite_busy (249.0 / 365, 370.0 / 13), 19.416228, SIX);
  /* Poisson of mean 2: P(more than 1) = 1 - 3 e^-2. */
  assert_near (sim_queueing_infinite_busy_above (2, 1), 1 - 3 * exp (-2), 1e-15);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (erlang_b_has_its_golden_values),
    cmocka_unit_test (erlang_c_has_its_golden_values),
    cmocka_unit_test (erlang_c_waits_follow_from_it),
    cmocka_unit_test (overload_has_no_steady_state),
    cmocka_unit_test (priorities_have_their_golden_values),
    cmocka_unit_test (priorities_create_no_capacity),
    cmocka_unit_test (cobham_agrees_with_one_exponential_server),
    cmocka_unit_test (constant_patience_has_its_golden_values),
    cmocka_unit_test (constant_patience_agrees_with_boots_and_tijms),
    cmocka_unit_test (patience_has_its_limits),
    cmocka_unit_test (erlang_a_has_its_golden_values),
    cmocka_unit_test (erlang_a_balances),
    cmocka_unit_test (infinite_servers_are_poisson),
  };
  return cmocka_run_group_tests_name ("sim-queueing", tests, NULL, NULL);
}
