/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A patient: one injury that leads to a referral, and how far the path has gone. */
#include "models/patient.h"

#include <math.h>

double
model_patient_age_at (const ModelPatient *patient, SimTime time)
{
  return floor (patient->age +
                sim_time_to_days (time - patient->injured) / SIM_DAYS_PER_YEAR);
}

double
model_patient_haemoglobin_at (const ModelPatient *patient,
                              const ScenarioBlood *blood,
                              SimTime time)
{
  double days = sim_time_to_days (time - patient->haemoglobin_at);
  return fmin (patient->haemoglobin_first,
               patient->haemoglobin + blood->haemoglobin_per_day * days);
}
