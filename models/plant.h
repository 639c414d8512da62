/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plant: intake, pools, and the stages of a batch. */
#pragma once

#include "models/run.h"

#include <limits.h>

/* Contract: a line is a unit of the gate pool.  A batch takes all new pools of a stage at
 * once, in order of arrival among those that can, and holds nothing while it waits but
 * what it shares from the stage before.  The expected course of a batch uses means only.
 */

void model_plant_init (ModelRun *run);
void model_plant_clear (ModelRun *run);
void model_plant_start (ModelRun *run);

/* For model_plant_bookable() only. */
int model_plant_bookable_ahead (ModelRun *run, SimTime *ret_line_from);

/**
 * model_plant_bookable:
 * @ret_line_from: (out): when the line of the next booking is expected; INT64_MIN where
 *   there are no lines
 *
 * Returns: how many lines can be booked now: free, or expected free within the
 * call-ahead, less the open bookings; INT_MAX where there is no gate
 */
static inline int
model_plant_bookable (ModelRun *run, SimTime *ret_line_from)
{
  *ret_line_from = INT64_MIN;
  if (run->gate < 0)
    return INT_MAX;
  if (run->call_ahead > 0)
    return model_plant_bookable_ahead (run, ret_line_from);
  return sim_pool_free_count (run->pools[run->gate].pool) - run->open_bookings;
}

/** Schedules the instant at which call-ahead makes the next line bookable. @wants_more:
 * the next beyond those that are, else one where none is */
void model_plant_schedule_wake (ModelRun *run, bool wants_more);
/** Returns: when the line held by @patient's batch is expected to be free; holds until
 * patient->line_free_until */
SimTime model_plant_expected_release (ModelRun *run, ModelPatient *patient);
/** Returns: true if the release of a batch whose stage is overdue, or waits, moves with
 * the clock until something happens: no calendar, blood or planned capacity is ahead */
bool model_plant_release_drifts (const ModelRun *run, const ModelPatient *patient);
/** Returns: true if lines free or expected by this marrow's arrival suffice for it and
 * all marrows on the way */
bool model_plant_has_line_for (ModelRun *run, const ModelPatient *patient);

/**
 * model_plant_next_intake:
 * @ret_day: (out): the intake day; INT64_MAX without intake
 *
 * Returns: when marrow that arrives at @arrival can be taken in, room not asked for
 */
SimTime model_plant_next_intake (const ModelRun *run, SimTime arrival, int64_t *ret_day);

/** Returns: when the culture of a batch harvested by @plan is expected to end */
SimTime model_plant_expected_end (const ModelRun *run,
                                  const ModelPatient *patient,
                                  const ModelPlan *plan);

/** Returns: the duration drawn for a stage of the patient's batch, the first being 0 */
SimTime model_plant_drawn_duration (const ModelRun *run,
                                    const ModelPatient *patient,
                                    int batch,
                                    int stage);
/** Returns: true if by its luck the batch would become a product: marrow not lost, no
 * stage failed, yield high enough */
bool
model_plant_can_succeed (const ModelRun *run, const ModelPatient *patient, int batch);

/** The marrow arrives at the plant. */
void model_plant_receive (ModelRun *run, ModelPatient *patient);
/** An intake day opens for marrow that waited. */
void model_plant_intake_event (ModelRun *run, ModelPatient *patient);
void model_plant_marrow_expires (ModelRun *run, ModelPatient *patient);
void model_plant_stage_end_event (ModelRun *run, ModelPatient *patient);
void model_plant_capacity_event (ModelRun *run, const SimEvent *event);
void model_plant_unit_event (ModelRun *run, const SimEvent *event);
/** Starts every stage that can start now. */
void model_plant_start_stages (ModelRun *run);
/** Gives back all units, the booking and the place in the queue. */
void model_plant_release (ModelRun *run, ModelPatient *patient);

/**
 * model_plant_take_units:
 * @line: the gate's unit, from 0; -1: the lowest free one
 *
 * Gives a patient of the <initial> list the units that @stage uses; the reader has seen
 * that there are enough.
 */
void model_plant_take_units (ModelRun *run, ModelPatient *patient, int stage, int line);
/** The stage whose units the patient has taken has been under way since @began: schedules
 * its end by the duration's law, given the time that it has already taken. */
void model_plant_resume (ModelRun *run, ModelPatient *patient, SimTime began);
