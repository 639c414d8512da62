/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The natural course: how a grade improves with time, treated or not. */
#pragma once

#include "models/run.h"

/* Contract: daily rates by grade, each until a day after the injury; grades only improve.
 * The course of a patient is drawn whole at the injury, so it is the same under every
 * rule. */

/** Draws @patient's changes of grade after @from_day, in days since injury, into the
 * patient; grade_injury is the grade until the first of them. */
void
model_natural_course_draw (const ModelRun *run, ModelPatient *patient, double from_day);

/**
 * model_natural_course_chances:
 * @grade: at @from_day
 * @from_day: days since injury
 * @to_day: days since injury, at least @from_day
 * @chances: (out): of each grade at @to_day
 *
 * The exact law of the chain, by uniformisation to 1e-12.
 * Source: Jensen 1953, Scand. Actuar. J. 36, 87-91.
 */
void model_natural_course_chances (const Scenario *scenario,
                                   int grade,
                                   double from_day,
                                   double to_day,
                                   double chances[SCENARIO_N_GRADES]);

/** The grade changed: a waiting patient moves in the list, or has recovered. */
void model_natural_course_event (ModelRun *run, ModelPatient *patient);
/** Schedules the next change of a waiting patient's grade after now, if there is one. */
void model_natural_course_schedule (ModelRun *run, ModelPatient *patient);
