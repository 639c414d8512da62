/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Queueing: closed forms that the simulator must agree with. */
#pragma once

#include <stdbool.h>

/* Contract: pure functions of rates and numbers of servers, in any one unit of time.
 * lambda is the arrival rate (> 0), mu the service rate of one server (> 0), a = lambda /
 * mu the offered load, c the number of servers (>= 1), rho = a / c.  Where no steady
 * state exists, a wait is INFINITY and a probability of waiting 1.  Cost grows with c, or
 * with the length of the queue that matters (Erlang A). */

/**
 * sim_queueing_erlang_b:
 * M/G/c/c: the share of arrivals that finds all servers busy and is lost, whatever the
 * law of service.
 *
 * B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)).
 * Source: Erlang 1917, Post Office Electrical Engineers' Journal 10, 189-197
 * (translated); insensitivity: Sevastyanov 1957, Theory Probab. Appl. 2, 104-112.
 */
double sim_queueing_erlang_b (int servers, double load);

/**
 * sim_queueing_erlang_c:
 * M/M/c: the share of arrivals that must wait.
 *
 * C = B / (1 - rho (1 - B)).
 * Source: Erlang 1917, as above.
 */
double sim_queueing_erlang_c (int servers, double load);

/**
 * sim_queueing_erlang_c_wait:
 * M/M/c, first come first served: the mean wait of all arrivals.
 *
 * C / (c mu - lambda).
 */
double sim_queueing_erlang_c_wait (int servers, double lambda, double mu);

/**
 * sim_queueing_erlang_c_wait_above:
 * M/M/c, first come first served: the share of arrivals that waits longer than @time.
 *
 * C exp (-(c mu - lambda) time).
 */
double
sim_queueing_erlang_c_wait_above (int servers, double lambda, double mu, double time);

/**
 * sim_queueing_priority_wait:
 * @lambda: the arrival rates of the classes, most urgent first
 * @class_index: whose mean wait is asked for, from 0
 *
 * M/M/c with non-preemptive priorities and one service rate for all classes: the mean
 * wait of one class.
 *
 * W(k) = (C / (c mu)) / ((1 - s(k-1)) (1 - s(k))), s(k) = (lambda(0) + ... + lambda(k)) /
 * (c mu). A class above the capacity left by those before it waits for ever (INFINITY); C
 * is that of all classes together, 1 in overload. Source: Cobham 1954, Oper. Res. 2,
 * 70-76; Davis 1966, Oper. Res. 14, 133-136.
 */
double sim_queueing_priority_wait (
    int servers, const double *lambda, int n_classes, double mu, int class_index);

/**
 * sim_queueing_cobham_wait:
 * @lambda: the arrival rates of the classes, most urgent first
 * @mean: of each class's service time
 * @square: of each class's service time, the mean of its square
 *
 * M/G/1 with non-preemptive priorities: the mean wait of one class.
 *
 * W(k) = W0 / ((1 - s(k-1)) (1 - s(k))), W0 = sum lambda(i) E[S(i)^2] / 2,
 * s(k) = sum up to k of lambda(i) E[S(i)].
 * Source: Cobham 1954, Oper. Res. 2, 70-76.
 */
double sim_queueing_cobham_wait (const double *lambda,
                                 const double *mean,
                                 const double *square,
                                 int n_classes,
                                 int class_index);

/**
 * sim_queueing_patience_loss:
 * @patience: how long everybody waits at most, >= 0
 *
 * M/M/c+D: the share of arrivals that leaves unserved.  Patience 0 is Erlang B.
 *
 * With h = c mu - lambda, x = exp (-h D) and q = a^(c-1) / (c-1)!,
 *   loss = q (lambda / c mu) x / (sum over j < c of a^j / j!
 *          + lambda q ((1 - x) / h + x / (c mu))),
 * (1 - x) / h being D for h = 0.  Computed in units of a^c / c! and of max (1, x),
 * neither of which may overflow. Source: Barrer 1957, Oper. Res. 5, 650-656; Boots and
 * Tijms 1999, Manag. Sci. 45, 444-448.
 */
double
sim_queueing_patience_loss (int servers, double lambda, double mu, double patience);

/* Erlang A: M/M/c+M. */
typedef struct
{
  double abandoning; /* share of arrivals that leaves the queue unserved */
  double waiting;    /* mean number waiting */
  double busy;       /* mean number of busy servers */
} SimErlangA;

/**
 * sim_queueing_erlang_a:
 * @theta: the rate at which each who waits leaves, > 0
 *
 * The stationary birth-and-death process with births at lambda and deaths at
 * min (n, c) mu + max (n - c, 0) theta.  The sum ends where what is left is below 1e-16
 * of it. Source: Palm 1946, Tele 38 (in Swedish), as in Zeltyn and Mandelbaum 2005,
 * Queueing Syst. 51, 361-402.
 */
SimErlangA sim_queueing_erlang_a (int servers, double lambda, double mu, double theta);

/**
 * sim_queueing_infinite_busy:
 * M/G/infinity: the mean number of busy servers, which is Poisson.
 *
 * lambda E[S].
 */
double sim_queueing_infinite_busy (double lambda, double mean_service);

/**
 * sim_queueing_infinite_busy_above:
 * M/G/infinity: the stationary chance that more than @servers are busy.
 */
double sim_queueing_infinite_busy_above (double load, int servers);
