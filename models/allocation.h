/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation: who of the waiting gets the next booking. */
#pragma once

#include "models/run.h"

/* Contract: a look at a patient notes what stood in the way (or nothing); that a day was
 * not found is remembered until something is freed, for the passage of time alone only
 * takes days away.  Where it is certain for how long the look would find the same, the
 * search passes over the patient (models/waiting-list.h), with the same marks as if it
 * had looked: so a decision costs no more for all who wait in vain. */

void model_allocation_start (ModelRun *run);
/** The patient begins to wait: eligible, or back for a remake. */
void model_allocation_enter (ModelRun *run, ModelPatient *patient);
/** The patient stops waiting: booked, or leaving. */
void model_allocation_withdraw (ModelRun *run, ModelPatient *patient);
/** The waiting patient's grade has become @grade: the place in the list follows. */
void model_allocation_rerank (ModelRun *run, ModelPatient *patient, uint8_t grade);
/** An age or a waiting time that a group of the rule asks for is reached. */
void model_allocation_membership_event (ModelRun *run, ModelPatient *patient);
/** Books while a line is bookable and the rule finds a feasible patient. */
void model_allocation_run (ModelRun *run);
/** The window closes on the patient. */
void model_allocation_window_event (ModelRun *run, ModelPatient *patient);
/** Ends the rule's phase if its end has come. */
void model_allocation_check_phase (ModelRun *run);
/** The batch is lost by @fate: a remake, if one is left and in time, or the end. */
void model_allocation_lose_batch (ModelRun *run, ModelPatient *patient, ModelFate fate);
