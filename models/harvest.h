/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The harvest: its day inside the window, its appointments, and the marrow's departure.
 */
#pragma once

#include "models/run.h"

/* A day is sought so many days ahead at most, where no window ends the search earlier. */
#define MODEL_HARVEST_HORIZON_DAYS 400

/**
 * model_harvest_plan:
 * @earliest: no harvest before this instant
 * @draws_not_before: no draw before this instant
 * @line_from: when the line is expected; INT64_MIN: at any time
 * @ret_plan: (out): what was found; of no meaning if no day was
 *
 * Finds the earliest day inside the window on which everything of DESIGN section 3.5 is
 * there.
 *
 * Returns: MODEL_OBSTACLE_NONE, or what was still in the way on the most promising day
 */
ModelObstacle model_harvest_plan (const ModelRun *run,
                                  const ModelPatient *patient,
                                  SimTime earliest,
                                  SimTime draws_not_before,
                                  SimTime line_from,
                                  ModelPlan *ret_plan);

/**
 * model_harvest_look:
 * @line_from: when the line is expected; INT64_MIN: at any time
 * @ret_plan: (out): set if a day was found
 * @ret_note: (out): set if none was: until when, and for lines expected later than which
 *   day, the same look is certain to find the same
 *
 * Looks for a day from now on.  Where places of the site or of the intake are limited,
 * and where the day's hour moves with the clock, nothing is certain.
 *
 * Returns: as model_harvest_plan()
 */
ModelObstacle model_harvest_look (const ModelRun *run,
                                  const ModelPatient *patient,
                                  SimTime line_from,
                                  ModelPlan *ret_plan,
                                  ModelWaitingNote *ret_note);

/** Reserves everything of @plan and schedules its events. */
void model_harvest_book (ModelRun *run, ModelPatient *patient, const ModelPlan *plan);
/** Gives back the harvest's and the intake's place. */
void model_harvest_release (ModelRun *run, ModelPatient *patient);

/**
 * model_harvest_move:
 * Moves a booked harvest to the earliest possible day at or after @earliest; where the
 * window has none left the patient leaves, by @reason.
 */
void model_harvest_move (ModelRun *run,
                         ModelPatient *patient,
                         SimTime earliest,
                         SimTime draws_not_before,
                         ModelObstacle reason);

/** The harvest's hour has come. */
void model_harvest_event (ModelRun *run, ModelPatient *patient);

/**
 * model_harvest_keep:
 * Makes the appointments of a patient of the <initial> list who is booked for @planned:
 * on that day, or on the next with everything there; where the window has none left the
 * patient leaves.
 */
void model_harvest_keep (ModelRun *run, ModelPatient *patient, SimTime planned);
/** The marrow of a patient of the <initial> list, harvested before now, is on its way, or
 * has arrived and waits to be taken in. */
void model_harvest_resume (ModelRun *run, ModelPatient *patient, bool has_arrived);

/** Schedules the instant at which the marrow expires unless its first stage has begun. */
void model_harvest_schedule_expiry (ModelRun *run, ModelPatient *patient);

/** Returns: the fate of a window that closed because of @obstacle */
ModelFate model_harvest_window_fate (ModelObstacle obstacle);
