/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plant: intake, pools, and the stages of a batch. */
#pragma once

#include "models/run.h"

/* Contract: a line is a unit of the gate pool.  A batch takes all new pools of a stage at
 * once, in order of arrival among those that can, and holds nothing while it waits but
 * what it shares from the stage before.
 */

void model_plant_init (ModelRun *run);
void model_plant_clear (ModelRun *run);
void model_plant_start (ModelRun *run);

/**
 * model_plant_next_intake:
 * @ret_day: (out): the intake day; INT64_MAX without intake
 *
 * Returns: when marrow that arrives at @arrival can be taken in, room not asked for
 */
SimTime model_plant_next_intake (const ModelRun *run, SimTime arrival, int64_t *ret_day);

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
/** Takes the marrow in: today, if the intake is open with room, or later. */
void model_plant_take_in (ModelRun *run, ModelPatient *patient);
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
 * Gives a patient of the <initial> list a unit of each of @pools; the reader has seen
 * that there are enough.
 */
void
model_plant_take_units (ModelRun *run, ModelPatient *patient, uint64_t pools, int line);
/** The patient of the list, whose units are taken, waits for the stage of @row, or is in
 * it: then its end is scheduled by the duration's law, given the time already taken. */
void
model_plant_resume (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row);
