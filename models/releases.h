/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Releases: when further lines are expected to be free, in their order. */
#pragma once

#include "models/run.h"

/* Contract: without call-ahead nobody asks, and nothing is kept.  An estimate holds until
 * the stage under way is overdue, or model_releases_change() says that something else has
 * changed; one that moves with the clock is filed by its distance from now; only the few
 * others are computed anew when somebody asks, so that bookings ahead cost little however
 * many lines there are.  A planned change of capacity
 * is known ahead: the lines that it adds are expected at its instant, and a line in use
 * that lies outside capacity by its release comes back with a later rise or not at all.
 */

void model_releases_init (ModelRun *run);
void model_releases_clear (ModelRun *run);
/** Empties the list for a new replication. */
void model_releases_reset (ModelRun *run);

/** @patient's batch has taken a line. */
void model_releases_take (ModelRun *run, ModelPatient *patient);
/** @patient's batch has given its line back. */
void model_releases_forget (ModelRun *run, ModelPatient *patient);
/** What @patient's estimate rests on has changed. */
void model_releases_change (ModelRun *run, ModelPatient *patient);
/** Returns: the first instant from @time on at which line @unit lies inside capacity, or
 * SIM_TIME_NEVER */
SimTime model_releases_inside (const ModelRun *run, int unit, SimTime time);

/** Brings the estimates up to date. */
void model_releases_settle (ModelRun *run);
/** Returns: how many are expected at or before @time; after settling */
int model_releases_count_until (const ModelRun *run, SimTime time);
/** Returns: when the line of rank @rank, from 0, is expected, or SIM_TIME_NEVER; after
 * settling */
SimTime model_releases_at (const ModelRun *run, int rank);
