/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Infusion: the product's way to the patient, and the second judgement. */
#pragma once

#include "models/run.h"

/** Returns: when the product of a batch booked as @plan is expected to be infused */
SimTime model_infusion_expected (const ModelRun *run,
                                 const ModelPatient *patient,
                                 const ModelPlan *plan);
/** The product is released now and travels to the site. */
void model_infusion_release (ModelRun *run, ModelPatient *patient);
/** The product of a patient of the <initial> list has been released: it travels, is there
 * for its appointment, or has been infused. */
void model_infusion_resume (ModelRun *run,
                            ModelPatient *patient,
                            const ScenarioInitialRow *row);
/** The product is at the site: makes the appointment. */
void model_infusion_arrives (ModelRun *run, ModelPatient *patient);
/** The infusion's hour has come: judged again, then infused. */
void model_infusion_event (ModelRun *run, ModelPatient *patient);
/** Returns: true if by the patient's luck an infusion would be stopped */
bool model_infusion_is_stopped (const ModelRun *run, const ModelPatient *patient);
/** Gives the appointment back. */
void model_infusion_cancel (ModelRun *run, ModelPatient *patient);
