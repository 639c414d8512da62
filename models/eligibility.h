/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eligibility: screening, and its tests in their order. */
#pragma once

#include "models/run.h"

/** Screening begins now. */
void model_eligibility_screen (ModelRun *run, ModelPatient *patient);
/** Screening is over: the patient is excluded, declines, or is eligible and waits. */
void model_eligibility_event (ModelRun *run, ModelPatient *patient);

/**
 * model_eligibility_can_be_dosed:
 * @weight: in kg; NaN: unknown
 *
 * Returns: false where the least dose is above what the weight allows (Guideline: below
 * 0.5e8 / 3.34e6 = 15.0 kg)
 */
bool model_eligibility_can_be_dosed (const Scenario *scenario, double weight);
