/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcome: the grade at the end of follow-up, with or without a declared effect. */
#pragma once

#include "models/run.h"

/* Contract: one uniform number a patient drives both the natural course from the infusion
 * to the outcome day and the declared effect, so that the benefit is a difference within
 * one and the same patient.  Without an observed effect both are the natural course. */

/** Begins a replication: the observed shares, drawn anew for an input draw. */
void model_outcome_start (ModelRun *run);
/** The patient was infused now: draws grade and scores of the outcome day. */
void model_outcome_follow_up (ModelRun *run, ModelPatient *patient);
/** One chance a patient of each adverse event at @procedure, at the first of them. */
void
model_outcome_adverse (ModelRun *run, ModelPatient *patient, ScenarioProcedure procedure);
