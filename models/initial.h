/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <initial> list: patients who are in the system when the run starts. */
#pragma once

#include "models/run.h"

/* Contract: the n listed patients are numbers 1 to n, in the order of the file, before
 * all arrivals, and of the cohort.  What is known is kept; what is open is drawn by the
 * law of the whole given what has passed already, with the random number that the whole
 * would have had.  Grade and haemoglobin are those of now; attrition and the natural
 * course go on from now; a window that has closed ends the waiting now.
 *
 * A later step implies those before it: who is booked is eligible.  An unknown earlier
 * time is taken to be that of the step behind it. */

/** Begins a replication: puts the listed patients into the system. */
void model_initial_start (ModelRun *run);
