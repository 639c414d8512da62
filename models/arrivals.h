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

/** Returns: a new patient, blank but for number and stamp; older pointers to patients may
 * have moved */
ModelPatient *model_arrivals_new_patient (ModelRun *run);

/**
 * model_arrivals_draw_person:
 * @row: (nullable): what is known; blank cells are drawn
 * @block: the patient's MODEL_PURPOSE_ARRIVAL
 *
 * Gives the patient grade, site, body and row of the profile.
 */
void model_arrivals_draw_person (ModelRun *run,
                                 ModelPatient *patient,
                                 const ScenarioTraceRow *row,
                                 const SimBlock *block);

/**
 * model_arrivals_set_window:
 *
 * Sets the guide's window, and the patient's own where a share is given some days more.
 *
 * Returns: when the window closes; SIM_TIME_NEVER without one
 */
SimTime model_arrivals_set_window (ModelRun *run, ModelPatient *patient);

/** An injury happens now: makes the patient and schedules the next one. */
void model_arrivals_event (ModelRun *run);
