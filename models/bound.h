/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hindsight bound: what no rule could have exceeded on the same patients. */
#pragma once

#include "models/run.h"
#include "sim/confidence.h"

/* Contract: whoever chose the patients with perfect foresight could not have infused more
 * than the bound.  It is taken replication by replication on the very patients, with the
 * very luck, that every rule meets: a census runs the scenario through the models' own
 * functions up to eligibility, which no rule touches, and notes of each patient of the
 * cohort what is known in advance.
 *
 * The relaxation.  A patient needs one line for the culture time of a batch that does
 * not fail, the shortest of those in reach.  It begins no earlier than draws, harvest and
 * transport allow in an otherwise empty world, and no later than (1) attrition, a grade
 * that is no longer covered and the protocol's last day leave time for culture and
 * infusion, and (2) the marrow of a harvest at the window's last instant would begin: it
 * expires, or, where no expiry is given and a marrow may have to wait at all, waits at
 * most MODEL_BOUND_MARROW_WAIT.  Lines never stop, and are as many as there ever were up
 * to then.  Left out, so that only more seems possible: failed batches' line time, beds,
 * places of a day, other pools, serum, calendars of stages, random deferrals, downtime,
 * and everybody who is not of the cohort.  The rest is models/schedule-bound.h, rounded
 * down where all weights are whole. */

/* Ours: with call-ahead a marrow can wait in the plant for a line that is overdue; living
 * cells do not wait longer than this, and no rule is held to have made them. */
#define MODEL_BOUND_MARROW_WAIT (14 * SIM_DAY)

/* What is known in advance of an eligible patient of the cohort. */
typedef struct
{
  uint8_t grade_referral; /* MODEL_GRADE_NONE without grades */
  bool can_be_infused;
  SimTime earliest, latest_start, duration; /* of the line */
} ModelBoundPatient;

/** Notes the patient, found eligible now, in run->census, unless of the background. */
void model_bound_note (ModelRun *run, const ModelPatient *patient);

/* What a patient infused counts, by the grade at referral; the last is for a scenario
 * without grades. */
typedef struct
{
  double weights[MODEL_N_GRADES];
} ModelBoundObjective;

/**
 * model_bound_replications:
 * @scenario: one without an <initial> list, whose patients no census would meet
 * @objectives: @n_objectives of them
 * @ret_bounds: (out): @n_replications for each objective, one objective behind the other;
 *   set on success only
 *
 * Errors: those of a run: SIM_ERROR_ENDLESS, SIM_ERROR_CONSERVATION.
 */
bool model_bound_replications (const Scenario *scenario,
                               uint64_t seed,
                               int64_t n_replications,
                               const ModelBoundObjective *objectives,
                               size_t n_objectives,
                               double *ret_bounds,
                               GError **error);

/**
 * model_bound_share:
 * @reached: what a rule reached, a value a replication
 * @bounds: of the same replications
 * @draw_replications: that share one draw of uncertain inputs; 0: each stands for itself
 *
 * The share of the bound that the rule reached: the ratio of the two sums, with a
 * delete-one jackknife over replications (or draws), so that the pairing counts.
 *
 * Returns: NaN throughout where the bounds are all 0
 */
SimEstimate model_bound_share (const double *reached,
                               const double *bounds,
                               int64_t n_replications,
                               int64_t draw_replications,
                               double level);
