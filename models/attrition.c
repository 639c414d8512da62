/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attrition: competing hazards from eligibility until the infusion. */
#include "models/attrition.h"

#include <math.h>

SimTime
model_attrition_time (const ModelRun *run, const ModelPatient *patient)
{
  if (run->hazard <= 0.0)
    return SIM_TIME_NEVER;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_ATTRITION, 0);
  double seconds = -log (sim_uniform (block.word[0])) / run->hazard;
  if (!(seconds < 1e15))
    return SIM_TIME_NEVER;
  /* Rates do not age: who was listed as eligible has them from the start on. */
  SimTime from = patient->listed >= 0 ? MAX (patient->eligible, 0) : patient->eligible;
  return from + sim_time_from_seconds (seconds);
}

void
model_attrition_schedule (ModelRun *run, ModelPatient *patient)
{
  SimTime at = model_attrition_time (run, patient);
  if (at != SIM_TIME_NEVER)
    model_run_schedule (run, at, SIM_PHASE_CHANGE, MODEL_EVENT_ATTRITION, patient);
}

void
model_attrition_event (ModelRun *run, ModelPatient *patient)
{
  const Scenario *scenario = run->scenario;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_ATTRITION, 0);
  double left = sim_uniform (block.word[1]) * run->hazard * (double) SIM_DAY;
  size_t cause = 0;
  for (size_t i = 0; i < scenario->n_hazards; i++)
    if (scenario->hazards[i].per_day > 0.0)
      {
        cause = i;
        left -= scenario->hazards[i].per_day;
        if (left < 0.0)
          break;
      }
  model_run_leave (run, patient,
                   MODEL_N_BUILT_IN_FATES + (int) scenario->eligibility.n_conditions +
                       (int) cause);
}
