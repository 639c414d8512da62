/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expectation: when stages are expected to end and lines to be free, by means alone. */
#pragma once

#include "models/run.h"

#include <limits.h>

/* For model_plant_bookable() only. */
int model_plant_bookable_ahead (ModelRun *run, SimTime *ret_line_from);

/**
 * model_plant_bookable:
 * @ret_line_from: (out): when the line of the next booking is expected; INT64_MIN where
 *   there are no lines, none is bookable, or none but free ones count
 *
 * Returns: how many lines can be booked now: free, or expected free within the
 * call-ahead, less the open bookings; INT_MAX where there is no gate
 */
static inline int
model_plant_bookable (ModelRun *run, SimTime *ret_line_from)
{
  *ret_line_from = INT64_MIN;
  if (run->gate < 0)
    return INT_MAX;
  if (run->call_ahead > 0)
    return model_plant_bookable_ahead (run, ret_line_from);
  return sim_pool_free_count (run->pools[run->gate].pool) - run->open_bookings;
}

/** Schedules the instant at which call-ahead makes the next line bookable. @wants_more:
 * the next beyond those that are, else one where none is */
void model_plant_schedule_wake (ModelRun *run, bool wants_more);
/** Returns: when the line held by @patient's batch is expected to be free; holds until
 * patient->line_free_until */
SimTime model_plant_expected_release (ModelRun *run, ModelPatient *patient);
/** Returns: true if the release of a batch whose stage is overdue, or waits, moves with
 * the clock until something happens: no calendar, blood or planned capacity is ahead */
bool model_plant_release_drifts (const ModelRun *run, const ModelPatient *patient);
/** Returns: true if lines free or expected by this marrow's arrival suffice for it and
 * all marrows on the way */
bool model_plant_has_line_for (ModelRun *run, const ModelPatient *patient);

/** Returns: when the culture of a batch harvested by @plan is expected to end */
SimTime model_plant_expected_end (const ModelRun *run,
                                  const ModelPatient *patient,
                                  const ModelPlan *plan);
