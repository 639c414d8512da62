/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes: which of grade, sex and age the patients of a scenario have. */
#include "models/attributes.h"

#include <math.h>

ModelAttributes
model_attributes_find (const Scenario *scenario)
{
  const ScenarioPatients *patients = &scenario->patients;
  const ScenarioArrivals *arrivals = &patients->arrivals;
  ModelAttributes known = { .has_sex = patients->has_sex,
                            .has_age = patients->age != NULL };
  int greatest = patients->has_grades ? SCENARIO_GRADE_C : -1;
  for (int g = SCENARIO_GRADE_D; g < SCENARIO_N_GRADES; g++)
    if (patients->has_grades && patients->grades[g] > 0.0)
      greatest = g;
  if (arrivals->kind == SCENARIO_ARRIVALS_TRACE)
    for (size_t i = 0; i < arrivals->n_trace; i++)
      {
        const ScenarioTraceRow *row = &arrivals->trace[i];
        if (row->grade >= 0)
          greatest = MAX (greatest, MAX (row->grade, SCENARIO_GRADE_C));
        known.has_sex |= row->sex >= 0;
        known.has_age |= !isnan (row->age);
      }
  for (size_t i = 0; i < scenario->n_initial; i++)
    {
      const ScenarioInitialRow *row = &scenario->initial[i];
      if (row->grade >= 0)
        greatest = MAX (greatest, MAX (row->grade, SCENARIO_GRADE_C));
      known.has_sex |= row->sex >= 0;
      known.has_age |= !isnan (row->age);
    }
  known.n_grades = greatest + 1;
  return known;
}
