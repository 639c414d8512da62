/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blood draw: how much it takes, and the haemoglobin that it costs. */
#include "models/blood-draw.h"

bool
model_blood_can_be_given (const ScenarioBlood *blood,
                          double weight,
                          double haemoglobin,
                          double draw_volume)
{
  double limit = model_blood_draw_limit (blood, weight, draw_volume);
  if (limit * blood->max_draws < blood->total_ml - MODEL_BLOOD_SLACK_ML)
    return false;
  if (isnan (haemoglobin))
    return true;
  if (haemoglobin < blood->min_haemoglobin)
    return false;
  if (blood->haemoglobin_per_day > 0.0)
    return true;
  double missing = blood->total_ml;
  while (missing > MODEL_BLOOD_SLACK_ML)
    {
      if (haemoglobin < blood->min_haemoglobin)
        return false;
      double volume = fmin (limit, missing);
      haemoglobin -= model_blood_draw_fall (haemoglobin, volume, weight);
      missing -= volume;
    }
  return true;
}
