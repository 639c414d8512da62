/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Outcome: the grade at the end of follow-up, with or without a declared effect. */
#include "models/outcome.h"

#include "models/natural-course.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* Dirichlet (x + 1/2) by independent gammas, one uniform number each.
 * Source: Jeffreys' prior for a multinomial, Berger and Bernardo 1992. */
static void
draw_dirichlet (const ModelRun *run, int grade, const int counts[3], double shares[3])
{
  SimBlock block = model_run_input_block (run, (uint64_t) grade);
  double sum = 0.0;
  for (int i = 0; i < 3; i++)
    {
      shares[i] = gsl_cdf_gamma_Pinv (sim_uniform (block.word[i]), counts[i] + 0.5, 1.0);
      sum += shares[i];
    }
  for (int i = 0; i < 3; i++)
    shares[i] /= sum;
}

void
model_outcome_start (ModelRun *run)
{
  const ScenarioOutcome *outcome = run->scenario->outcome;
  if (outcome == NULL)
    return;
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    {
      if (!outcome->has_observed[g])
        continue;
      const int counts[3] = { outcome->n[g] - outcome->one_or_more[g],
                              outcome->one_or_more[g] - outcome->two_or_more[g],
                              outcome->two_or_more[g] };
      if (outcome->is_dirichlet && run->scenario->input_draws > 0)
        draw_dirichlet (run, g, counts, run->observed[g]);
      else
        for (int i = 0; i < 3; i++)
          run->observed[g][i] = (double) counts[i] / outcome->n[g];
    }
}

/* How many grades better: the quantile at @u of the chances of each number of steps. */
static int
steps_at (const double *chances, int n, double u)
{
  int steps = 0;
  for (; steps < n - 1; steps++)
    {
      u -= chances[steps];
      if (u < 0.0)
        break;
    }
  while (steps > 0 && chances[steps] <= 0.0)
    steps--;
  return steps;
}

void
model_outcome_follow_up (ModelRun *run, ModelPatient *patient)
{
  const ScenarioOutcome *outcome = run->scenario->outcome;
  int grade = patient->grade_infusion;
  if (grade == MODEL_GRADE_NONE)
    return;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_ATTRITION, 0);
  double u = sim_uniform (block.word[3]);
  double day = sim_time_to_days (run->now - patient->injured);
  double chances[SCENARIO_N_GRADES];
  model_natural_course_chances (run->scenario, grade, day, fmax (day, outcome->day),
                                chances);
  int natural = steps_at (chances + grade, SCENARIO_N_GRADES - grade, u);
  int steps = natural;
  if (outcome->has_observed[grade])
    steps = steps_at (run->observed[grade], 3, u);
  steps = MIN (steps, SCENARIO_GRADE_E - grade);
  patient->grade_outcome = (uint8_t) (grade + steps);
  patient->natural_steps = (int8_t) natural;
}

void
model_outcome_adverse (ModelRun *run, ModelPatient *patient, ScenarioProcedure procedure)
{
  const ScenarioOutcome *outcome = run->scenario->outcome;
  if (outcome->n_events == 0 || (patient->procedures >> procedure & 1) != 0)
    return;
  patient->procedures |= (uint8_t) (1u << procedure);
  for (size_t i = 0; i < outcome->n_events && i < 32; i++)
    {
      const ScenarioAdverseEvent *event = &outcome->events[i];
      if (event->at != procedure)
        continue;
      double u = model_run_uniform_of (run, patient, MODEL_PURPOSE_ADVERSE, i);
      if (u * event->of < event->n)
        patient->adverse |= 1u << i;
    }
}
