/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <initial> list: patients who are in the system when the run starts. */
#pragma once

#include "models/run.h"

/* Contract: the n listed patients are numbers 1 to n, in the order of the file, before
 * all arrivals, and of the cohort.  What is known is kept; what is open is drawn by the
 * law of the whole given what has passed already, with the random number that the whole
 * would have had.  Haemoglobin is that of now; the grade is that of its judgement, and
 * the natural course goes on unseen from there; attrition goes on from now; a window that
 * has closed ends the waiting now.  Places, units and beds are given to those whose claim
 * is the oldest.
 *
 * A later step implies those before it: who is booked is eligible.  An unknown earlier
 * time is taken to be that of the step behind it. */

/** Puts the rows of the list into the order in which their claims arose. */
void model_initial_init (ModelRun *run);
/** Begins a replication: puts the listed patients into the system. */
void model_initial_start (ModelRun *run);
