/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation rules: groups, keys and quotas of the phase that holds now. */
#pragma once

#include "models/run.h"

/* Contract: a phase orders the waiting list by keys, smallest first: minus the score
 * where there are points, then one key an order.  Scores and keys are kept free of the
 * present time, which moves everybody alike, so that the list need not be sorted anew as
 * time passes; only the benefit truly depends on the moment. */

#define MODEL_RULE_MAX_KEYS 64

/** Returns: the phase of the rule that holds now */
static inline const ScenarioPhase *
model_rule_phase (const ModelRun *run)
{
  return &run->rule->phases[run->phase];
}

int model_rule_key_count (const ScenarioPhase *phase);
/** @keys: (out): model_rule_key_count() of them */
void model_rule_keys (ModelRun *run, const ModelPatient *patient, double *keys);
/** Returns: true if the keys depend on the moment beyond what moves everybody alike */
bool model_rule_depends_on_moment (const ScenarioPhase *phase);

/** Returns: true if membership of @group changes by age or waiting alone */
bool model_rule_group_sees_time (const ScenarioGroup *group);
/** Returns: true if the waiting patient belongs to @group now */
bool model_rule_is_member (const ModelRun *run,
                           const ScenarioGroup *group,
                           const ModelPatient *patient);

/** Returns: the instant after now at which the patient's membership of a group of the
 * rule next changes by age or waiting alone, or SIM_TIME_NEVER */
SimTime model_rule_next_change (const ModelRun *run, const ModelPatient *patient);

/** Returns: the keys in words, "points=31.5;referral=12.0000", for bookings.csv;
 * (transfer full) */
char *model_rule_describe_keys (ModelRun *run, const ModelPatient *patient);

/**
 * model_rule_benefit:
 * Returns: the expected gain of treating the patient from a booking now: the sum over the
 * grades possible at the expected infusion of chance x covered x (observed share improved
 * - natural chance of improving by the outcome day); 0 without a declared effect
 */
double model_rule_benefit (ModelRun *run, const ModelPatient *patient);
