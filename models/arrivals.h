/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrivals: who is injured, when, and with what body. */
#pragma once

#include "models/run.h"

/* Contract: the n-th patient's interval and body depend on n alone.  A Poisson process
 * with steps and seasons is a unit-rate process in the time of its expected number of
 * arrivals, so that a higher rate brings the same patients earlier.
 *
 * Source: Cinlar 1975, Introduction to Stochastic Processes, section 4.7. */

/** Prepares the pieces of constant rate, once for a run. */
void model_arrivals_init (ModelRun *run);
void model_arrivals_clear (ModelRun *run);
/** Begins a replication: schedules the first injury. */
void model_arrivals_start (ModelRun *run);
/** An injury happens now: makes the patient and schedules the next one. */
void model_arrivals_event (ModelRun *run);
