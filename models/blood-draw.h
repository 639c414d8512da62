/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blood draw: how much it takes, and the haemoglobin that it costs. */
#pragma once

#include "scenarios/scenario.h"

#include <math.h>

/* Contract: a draw takes min(max-draw, per-kg x weight, what is missing of the total), or
 * the share that a trace's or profile's row fixes.  A blood volume is 70 mL/kg (DESIGN
 * section 3); a draw lowers the haemoglobin by its share of that volume.  Volumes are in
 * mL, weights in kg, haemoglobin in g/dL; NaN is an unknown weight or haemoglobin. */

#define MODEL_BLOOD_ML_PER_KG 70.0

/* A millilitre that rounding may leave is not missing. */
#define MODEL_BLOOD_SLACK_ML 1e-6

/**
 * model_blood_draw_limit:
 * @weight: kg; NaN: unknown, no limit by weight
 * @draw_volume: mL, fixed by a row; NaN: by the rule above
 *
 * Returns: the most that one draw takes, in mL
 */
static inline double
model_blood_draw_limit (const ScenarioBlood *blood, double weight, double draw_volume)
{
  if (!isnan (draw_volume))
    return draw_volume;
  double per_kg = isnan (weight) ? HUGE_VAL : blood->per_kg_ml * weight;
  return fmin (blood->max_draw_ml, per_kg);
}

/** Returns: by how much a draw of @volume mL lowers @haemoglobin, in g/dL; 0 where weight
 * or haemoglobin is unknown */
static inline double
model_blood_draw_fall (double haemoglobin, double volume, double weight)
{
  if (isnan (haemoglobin) || isnan (weight))
    return 0.0;
  return haemoglobin * volume / (MODEL_BLOOD_ML_PER_KG * weight);
}

/**
 * model_blood_can_be_given:
 * @weight: kg; NaN: unknown, no limit by weight
 * @haemoglobin: g/dL; NaN: unknown, no threshold
 * @draw_volume: mL, fixed by a row; NaN: by the rule above
 *
 * Returns: true if the total can be drawn in the draws allowed
 */
bool model_blood_can_be_given (const ScenarioBlood *blood,
                               double weight,
                               double haemoglobin,
                               double draw_volume);
