/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blood: the draws that feed the culture, and the haemoglobin that they cost. */
#pragma once

#include "models/run.h"

/* Contract: each draw takes min(max-draw, per-kg x weight, what is missing of the total),
 * at or above the haemoglobin threshold, on a date of its own, min-interval after the
 * last. A blood volume is 70 mL/kg (DESIGN section 3).  The draws of a trace's or
 * profile's row share the total equally. */

#define MODEL_BLOOD_ML_PER_KG 70.0

/**
 * model_blood_can_be_given:
 * @weight: kg; NaN: unknown, no limit by weight
 * @haemoglobin: g/dL; NaN: unknown, no threshold
 * @draw_volume: mL, fixed by a row; NaN: by the rule above
 *
 * Returns: true if the total can be drawn in the draws allowed
 */
bool model_blood_can_be_given (const ScenarioBlood *blood,
                               double weight,
                               double haemoglobin,
                               double draw_volume);

/** Gives the patient the draws of the trace's or profile's row, if there is one. */
void model_blood_set_row (const ModelRun *run, ModelPatient *patient);

/** start="eligible": plans and reserves the draws before the harvest from now on. */
void model_blood_start_eligible (ModelRun *run, ModelPatient *patient);

/**
 * model_blood_earliest_harvest:
 * @not_before: no draw earlier than this
 *
 * Returns: the first midnight at which every draw before the harvest can be over, were
 * each taken as early as it may be; SIM_TIME_NEVER if they cannot
 */
SimTime model_blood_earliest_harvest (const ModelRun *run,
                                      const ModelPatient *patient,
                                      SimTime not_before);

/**
 * model_blood_plan:
 * @harvest_at: the harvest tried
 * @plan: (inout): gets the draws before it
 *
 * Returns: true if each of them, put off where it must be, falls on an earlier date
 */
bool model_blood_plan (const ModelRun *run,
                       const ModelPatient *patient,
                       SimTime harvest_at,
                       SimTime not_before,
                       ModelPlan *plan);

/** Reserves the plan's draws and schedules the first. */
void model_blood_book (ModelRun *run, ModelPatient *patient, const ModelPlan *plan);
/** Gives the draws back that a booking made and that have not come yet; those made from
 * eligibility on stand, whatever becomes of the harvest. */
void model_blood_release_plan (ModelRun *run, ModelPatient *patient);
/** Gives every appointment for a draw back that has not come yet. */
void model_blood_release (ModelRun *run, ModelPatient *patient);
/** A draw's hour has come. */
void model_blood_event (ModelRun *run, ModelPatient *patient);
/** After the harvest: makes the appointment for the next draw, if one is missing. */
void model_blood_continue (ModelRun *run, ModelPatient *patient);
/** Blood counts anew for a remake. */
void model_blood_begin_remake (ModelRun *run, ModelPatient *patient);

/** Gives a patient of the <initial> list the draws already made, and the haemoglobin that
 * they have left.  Appointments of the list hold until one of them is put off. */
void
model_blood_resume (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row);

/**
 * model_blood_serum_time:
 * @share: of the total
 * @plan: (nullable): of the harvest and the draws before it; NULL once it is done
 *
 * Returns: when the planned draws fill @share; INT64_MIN if they have
 */
SimTime model_blood_serum_time (const ModelRun *run,
                                const ModelPatient *patient,
                                double share,
                                const ModelPlan *plan);
/** Returns: true if the blood drawn reaches @share of the total */
bool
model_blood_has_serum (const ModelRun *run, const ModelPatient *patient, double share);
