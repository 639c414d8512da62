/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queueing: closed forms that the simulator must agree with. */
#include "sim/queueing.h"

#include <glib.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

/* Weights are scaled down when they pass this, lest they overflow. */
#define LARGE 1e200

double
sim_queueing_erlang_b (int servers, double load)
{
  g_return_val_if_fail (servers >= 0 && load > 0, NAN);
  double blocked = 1;
  for (int k = 1; k <= servers; k++)
    blocked = load * blocked / (k + load * blocked);
  return blocked;
}

double
sim_queueing_erlang_c (int servers, double load)
{
  double rho = load / servers;
  if (rho >= 1)
    return 1;
  double blocked = sim_queueing_erlang_b (servers, load);
  return blocked / (1 - rho * (1 - blocked));
}

double
sim_queueing_erlang_c_wait (int servers, double lambda, double mu)
{
  double spare = servers * mu - lambda;
  if (spare <= 0)
    return INFINITY;
  return sim_queueing_erlang_c (servers, lambda / mu) / spare;
}

double
sim_queueing_erlang_c_wait_above (int servers, double lambda, double mu, double time)
{
  double spare = servers * mu - lambda;
  if (spare <= 0)
    return 1;
  return sim_queueing_erlang_c (servers, lambda / mu) * exp (-spare * time);
}

/* @first: the wait of a class that nobody is before and whose own load is small */
static double
wait_of_class (double first, double load_before, double load_with)
{
  if (load_with >= 1)
    return INFINITY;
  return first / ((1 - load_before) * (1 - load_with));
}

double
sim_queueing_priority_wait (
    int servers, const double *lambda, int n_classes, double mu, int class_index)
{
  g_return_val_if_fail (class_index >= 0 && class_index < n_classes, NAN);
  double all = 0;
  double before = 0;
  for (int i = 0; i < n_classes; i++)
    {
      all += lambda[i];
      if (i < class_index)
        before += lambda[i];
    }
  double capacity = servers * mu;
  double must_wait = sim_queueing_erlang_c (servers, all / mu);
  return wait_of_class (must_wait / capacity, before / capacity,
                        (before + lambda[class_index]) / capacity);
}

double
sim_queueing_cobham_wait (const double *lambda,
                          const double *mean,
                          const double *square,
                          int n_classes,
                          int class_index)
{
  g_return_val_if_fail (class_index >= 0 && class_index < n_classes, NAN);
  double residual = 0;
  double before = 0;
  for (int i = 0; i < n_classes; i++)
    {
      residual += lambda[i] * square[i] / 2;
      if (i < class_index)
        before += lambda[i] * mean[i];
    }
  return wait_of_class (residual, before,
                        before + lambda[class_index] * mean[class_index]);
}

double
sim_queueing_patience_loss (int servers, double lambda, double mu, double patience)
{
  g_return_val_if_fail (servers >= 1 && lambda > 0 && mu > 0 && patience >= 0, NAN);
  double load = lambda / mu;
  double capacity = servers * mu;
  double exponent = (capacity - lambda) * patience;

  /* In units of p(c) = a^c / c!: q = c / a = capacity / lambda, and
   * sum over j <= c of a^j / j! = 1 / B, so that the sum over j < c is 1 / B - 1. */
  double below = 1 / sim_queueing_erlang_b (servers, load) - 1;
  /* (1 - x) / h without cancelling: D (1 - e^-y) / y, which tends to D. */
  double queue = exponent == 0 ? patience : patience * -expm1 (-exponent) / exponent;
  double gone = exp (-exponent);
  if (exponent < 0)
    {
      /* Overload: divide all by x, which may overflow. */
      double shrink = exp (exponent);
      below *= shrink;
      queue = patience * -expm1 (exponent) / -exponent;
      gone = 1;
    }
  /* lambda q = capacity; q lambda / (c mu) = 1. */
  return gone / (below + capacity * queue + gone);
}

SimErlangA
sim_queueing_erlang_a (int servers, double lambda, double mu, double theta)
{
  g_return_val_if_fail (servers >= 1 && lambda > 0 && mu > 0 && theta > 0,
                        ((SimErlangA){ NAN, NAN, NAN }));
  /* Weights relative to state c, so that neither end overflows: going down from it until
   * all is said, then up. */
  double total = 1;
  double busy = servers;
  double waiting = 0;
  double weight = 1;
  double shrink = 1; /* of state c's weight */
  for (int n = servers; n > 0; n--)
    {
      weight *= n * mu / lambda;
      total += weight;
      busy += (n - 1) * weight;
      if (total > LARGE)
        {
          shrink /= LARGE;
          weight /= LARGE;
          total /= LARGE;
          busy /= LARGE;
        }
    }
  weight = shrink;
  for (int n = servers + 1;; n++)
    {
      double death = servers * mu + (n - servers) * theta;
      weight *= lambda / death;
      total += weight;
      busy += servers * weight;
      waiting += (n - servers) * weight;
      /* Beyond here the weights fall at least as fast as a geometric series. */
      double ratio = lambda / (death + theta);
      if (ratio < 0.5 && (n - servers) * weight < 1e-17 * total)
        break;
    }
  waiting /= total;
  return (SimErlangA){ theta * waiting / lambda, waiting, busy / total };
}

double
sim_queueing_infinite_busy (double lambda, double mean_service)
{
  return lambda * mean_service;
}

double
sim_queueing_infinite_busy_above (double load, int servers)
{
  return gsl_cdf_poisson_Q ((unsigned) servers, load);
}
