/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blood: the draws that feed the culture, reserved, taken and given back. */
#pragma once

#include "models/blood-draw.h"
#include "models/blood-forecast.h"
#include "models/run.h"

/* Contract: what a draw takes and costs is in models/blood-draw.h, the days that are
 * wanted in models/blood-schedule.h, the days that are possible in
 * models/blood-forecast.h; here appointments are reserved and given back, and blood is
 * taken: at or above the haemoglobin threshold, on a date of its own, min-interval after
 * the last draw.  Without <blood> in the scenario nothing is done. */

/** Gives the patient the volume of the draws of the trace's or profile's row, if there is
 * one. */
void model_blood_set_row (const ModelRun *run, ModelPatient *patient);

/** start="eligible": plans and reserves the draws before the harvest from now on. */
void model_blood_start_eligible (ModelRun *run, ModelPatient *patient);

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
