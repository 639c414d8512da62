/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forecasts of blood: when a patient's draws could be, nothing being reserved. */
#pragma once

#include "models/run.h"

/* Contract: a forecast follows the patient's haemoglobin and stock from now on: each draw
 * is the first free appointment of the site at which the interval is over, the date is a
 * new one and the haemoglobin is high enough again.  Nothing here changes the run, nor
 * draws a random number; that a patient may be unfit on the day is not foreseen. */

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

/**
 * model_blood_plan_early:
 * @not_before: no draw earlier than this
 * @draws: (out): room for SCENARIO_MAX_DRAWS instants
 *
 * start="eligible": the remaining draws before the harvest, keeping the plan's gaps.
 *
 * Returns: how many; none where one of them can never be made, and with it no harvest
 */
int model_blood_plan_early (const ModelRun *run,
                            const ModelPatient *patient,
                            SimTime not_before,
                            SimTime *draws);

/** Returns: the first instant at or after @earliest at which the patient can give blood
 * once more; SIM_TIME_NEVER if there is none */
SimTime model_blood_next_draw (const ModelRun *run,
                               const ModelPatient *patient,
                               SimTime earliest);

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
