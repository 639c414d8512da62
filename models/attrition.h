/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attrition: competing hazards from eligibility until the infusion. */
#pragma once

#include "models/run.h"

/** Returns: when the patient, eligible already, leaves unless infused before;
 * SIM_TIME_NEVER: not at all */
SimTime model_attrition_time (const ModelRun *run, const ModelPatient *patient);
/** Draws when the patient, eligible now, would leave, and schedules it. */
void model_attrition_schedule (ModelRun *run, ModelPatient *patient);
/** The patient leaves now, by a cause drawn in proportion to the rates. */
void model_attrition_event (ModelRun *run, ModelPatient *patient);
