/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blood of the <initial> list: draws already made, and the haemoglobin they left. */
#include "models/blood-initial.h"

#include "models/blood-draw.h"

#include <math.h>

/* The first haemoglobin of whom the draws have brought to @now's value: each draw and the
 * recovery since undone, the greatest on the way, for recovery stops at the first value.
 */
static double
first_haemoglobin (const ModelRun *run,
                   const ModelPatient *patient,
                   const ScenarioInitialRow *row,
                   const double *volumes)
{
  const ScenarioBlood *blood = run->scenario->blood;
  double haemoglobin = row->haemoglobin, greatest = haemoglobin;
  SimTime at = run->now;
  for (int i = row->n_made - 1; i >= 0; i--)
    {
      haemoglobin -= blood->haemoglobin_per_day * sim_time_to_days (at - row->draws[i]);
      haemoglobin /= 1.0 - model_blood_draw_fall (1.0, volumes[i], patient->weight);
      greatest = fmax (greatest, haemoglobin);
      at = row->draws[i];
    }
  return greatest;
}

/* What each draw of the list gave: by the rule, or in that proportion the blood known.
 * Returns: the blood in stock */
static double
listed_volumes (const ModelRun *run,
                const ModelPatient *patient,
                const ScenarioInitialRow *row,
                double *volumes)
{
  const ScenarioBlood *blood = run->scenario->blood;
  double limit = model_blood_draw_limit (blood, patient->weight, patient->draw_volume);
  double kept =
      row->remakes > 0 ? (1.0 - run->scenario->plant.remake_blood) * blood->total_ml : 0;
  double stock = kept;
  for (int i = 0; i < row->n_made; i++)
    {
      volumes[i] = fmin (limit, blood->total_ml - stock);
      stock += volumes[i];
    }
  if (isnan (row->blood_ml))
    return row->n_made >= blood->max_draws ? blood->total_ml : stock;
  double known = fmin (row->blood_ml, blood->total_ml);
  for (int i = 0; i < row->n_made && stock > kept; i++)
    volumes[i] *= fmax (known - kept, 0.0) / (stock - kept);
  return known;
}

void
model_blood_resume (ModelRun *run, ModelPatient *patient, const ScenarioInitialRow *row)
{
  const ScenarioBlood *blood = run->scenario->blood;
  if (blood == NULL)
    return;
  double volumes[SCENARIO_MAX_DRAWS] = { 0 };
  patient->blood_ml = listed_volumes (run, patient, row, volumes);
  bool is_known = !isnan (row->haemoglobin);
  if (isnan (row->haemoglobin_first) && is_known)
    patient->haemoglobin_first = first_haemoglobin (run, patient, row, volumes);
  for (int i = 0; i < row->n_made; i++)
    {
      patient->drawn_at[i] = row->draws[i];
      patient->blood_taken_ml += volumes[i];
      if (is_known)
        continue;
      double haemoglobin = model_patient_haemoglobin_at (patient, blood, row->draws[i]);
      patient->haemoglobin =
          haemoglobin - model_blood_draw_fall (haemoglobin, volumes[i], patient->weight);
      patient->haemoglobin_at = row->draws[i];
    }
  patient->draws = patient->draws_all = patient->next_offset = (int8_t) row->n_made;
  patient->last_draw = row->n_made > 0 ? row->draws[row->n_made - 1] : row->last_draw;
  patient->keeps_draws = row->n_draws > row->n_made;
}
