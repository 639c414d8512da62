/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eligibility: screening, and its tests in their order. */
#include "models/eligibility.h"

#include "models/allocation.h"
#include "models/attrition.h"
#include "models/blood.h"
#include "models/bound.h"
#include "models/counting.h"
#include "models/natural-course.h"
#include "models/trace.h"

#include <math.h>

void
model_eligibility_screen (ModelRun *run, ModelPatient *patient)
{
  patient->state = MODEL_STATE_SCREENING;
  const SimDistribution *screening = run->scenario->eligibility.screening;
  if (screening != NULL)
    {
      SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_SCREENING, 0);
      SimTime duration = model_run_duration (screening, block.word[0]);
      if (duration > 0)
        {
          model_run_schedule (run, run->now + duration, SIM_PHASE_ARRIVAL,
                              MODEL_EVENT_SCREENED, patient);
          return;
        }
    }
  model_eligibility_event (run, patient);
}

bool
model_eligibility_can_be_dosed (const Scenario *scenario, double weight)
{
  const ScenarioPlant *plant = &scenario->plant;
  return !plant->has_dose || isnan (weight) ||
         plant->dose_per_kg * weight >= plant->dose_min;
}

static bool
is_outside (double value, double least, double greatest)
{
  return (!isnan (least) && !(value >= least)) ||
         (!isnan (greatest) && !(value <= greatest));
}

/* Whether condition @index is present and, if a caution, not accepted. */
static bool
is_barred_by (const ModelRun *run, const ModelPatient *patient, size_t index)
{
  const ScenarioCondition *condition = &run->scenario->eligibility.conditions[index];
  if (is_outside (model_patient_age_at (patient, run->now), condition->min_age,
                  condition->max_age) ||
      is_outside (patient->weight, condition->min_weight, condition->max_weight) ||
      is_outside (patient->haemoglobin_first, condition->min_haemoglobin,
                  condition->max_haemoglobin))
    return false;
  if (isnan (condition->probability) && !condition->is_caution)
    return true;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_CONDITION, index / 2);
  const uint64_t *words = &block.word[index % 2 * 2];
  if (!isnan (condition->probability) && sim_uniform (words[0]) >= condition->probability)
    return false;
  return !condition->is_caution || sim_uniform (words[1]) >= condition->accept;
}

/* The first test that the patient fails, as a fate; -1 if none. */
static int
find_reason (const ModelRun *run, const ModelPatient *patient)
{
  const Scenario *scenario = run->scenario;
  const ScenarioEligibility *eligibility = &scenario->eligibility;
  if (run->now > patient->window_last)
    return MODEL_FATE_LATE_REFERRAL;
  if (scenario->has_eligibility && patient->grade_known != MODEL_GRADE_NONE &&
      !(eligibility->grades >> patient->grade_known & 1))
    return MODEL_FATE_EXCLUDED_GRADE;
  for (size_t i = 0; i < eligibility->n_conditions; i++)
    if (is_barred_by (run, patient, i))
      return MODEL_N_BUILT_IN_FATES + (int) i;
  if (!model_eligibility_can_be_dosed (scenario, patient->weight))
    return MODEL_FATE_EXCLUDED_DOSE;
  if (scenario->blood != NULL &&
      !model_blood_can_be_given (scenario->blood, patient->weight,
                                 patient->haemoglobin_first, patient->draw_volume))
    return MODEL_FATE_EXCLUDED_BLOOD;
  if (eligibility->consent < 1.0)
    {
      SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_SCREENING, 0);
      if (sim_uniform (block.word[1]) >= eligibility->consent)
        return MODEL_FATE_DECLINED;
    }
  return -1;
}

void
model_eligibility_event (ModelRun *run, ModelPatient *patient)
{
  patient->grade_known = model_patient_grade_at (patient, run->now);
  if (run->scenario->blood != NULL)
    model_blood_set_row (run, patient);
  int reason = find_reason (run, patient);
  if (reason >= 0)
    {
      model_run_leave (run, patient, reason);
      return;
    }
  patient->eligible = run->now;
  run->n_eligible++;
  model_counting_monthly (run, patient, MODEL_MONTHLY_ELIGIBLE);
  if (run->census != NULL)
    {
      model_bound_note (run, patient);
      model_run_leave (run, patient, MODEL_FATE_UNRESOLVED);
      return;
    }
  if (run->hazard > 0.0)
    model_attrition_schedule (run, patient);
  model_allocation_enter (run, patient);
}
