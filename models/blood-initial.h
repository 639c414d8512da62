/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blood of the <initial> list: draws already made, and the haemoglobin they left. */
#pragma once

#include "models/run.h"

/* Contract: what the row leaves unknown is worked out by the rule of models/blood-draw.h:
 * the volume of each draw, and the haemoglobin before the first of them. */

/** Gives a patient of the <initial> list the draws already made, and the haemoglobin that
 * they have left.  Appointments of the list hold until one of them is put off. */
void
model_blood_resume (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row);
