/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The natural course: how a grade improves with time, treated or not. */
#include "models/natural-course.h"

#include "models/allocation.h"

#include <math.h>
#include <string.h>

/* The total rate out of @grade at @day (days since injury), and when it next changes. */
static double
rate_out (const Scenario *scenario, int grade, double day, double *ret_until)
{
  double rate = 0.0;
  *ret_until = HUGE_VAL;
  for (size_t i = 0; i < scenario->n_improvements; i++)
    {
      const ScenarioImprovement *improvement = &scenario->improvements[i];
      if ((int) improvement->from != grade || day >= improvement->until_day)
        continue;
      rate += improvement->per_day;
      *ret_until = fmin (*ret_until, improvement->until_day);
    }
  return rate;
}

/* The day of the next change from @grade after @day: the total hazard reaches @hazard. */
static double
day_of_change (const Scenario *scenario, int grade, double day, double hazard)
{
  for (;;)
    {
      double until;
      double rate = rate_out (scenario, grade, day, &until);
      if (rate > 0.0 && day + hazard / rate <= until)
        return day + hazard / rate;
      if (isinf (until))
        return HUGE_VAL;
      hazard -= rate * (until - day);
      day = until;
    }
}

static int
grade_after (const Scenario *scenario, int grade, double day, double u)
{
  double until;
  double rate = rate_out (scenario, grade, day, &until) * u;
  int to = grade;
  for (size_t i = 0; i < scenario->n_improvements; i++)
    {
      const ScenarioImprovement *improvement = &scenario->improvements[i];
      if ((int) improvement->from != grade || day >= improvement->until_day)
        continue;
      to = improvement->to;
      rate -= improvement->per_day;
      if (rate < 0.0)
        break;
    }
  return to;
}

void
model_natural_course_draw (const ModelRun *run, ModelPatient *patient, double from_day)
{
  patient->n_changes = 0;
  if (run->scenario->n_improvements == 0 || patient->grade_injury == MODEL_GRADE_NONE)
    return;
  int grade = patient->grade_injury;
  double day = from_day;
  SimBlock block = { { 0 } };
  for (int i = 0; i < MODEL_MAX_GRADE_CHANGES; i++)
    {
      double until;
      if (rate_out (run->scenario, grade, day, &until) <= 0.0 && isinf (until))
        return;
      if (i % 2 == 0)
        block = model_run_block (run, patient, MODEL_PURPOSE_COURSE, (uint64_t) i / 2);
      double hazard = -log (sim_uniform (block.word[i % 2 * 2]));
      day = day_of_change (run->scenario, grade, day, hazard);
      if (day > 1e6)
        return;
      /* At the very end of a rate's time the rate still holds. */
      grade = grade_after (run->scenario, grade, nextafter (day, 0.0),
                           sim_uniform (block.word[i % 2 * 2 + 1]));
      patient->change_at[i] = patient->injured + sim_time_from_days (day);
      patient->change_grade[i] = (uint8_t) grade;
      patient->n_changes = (uint8_t) (i + 1);
    }
}

/* Multiplies the row @chances by the chain's transition matrix over @days at the rates
 * that hold on @day. */
static void
advance (const Scenario *scenario,
         double day,
         double days,
         double chances[SCENARIO_N_GRADES])
{
  double rates[SCENARIO_N_GRADES][SCENARIO_N_GRADES] = { { 0 } };
  double out[SCENARIO_N_GRADES] = { 0 };
  double fastest = 0.0;
  for (size_t i = 0; i < scenario->n_improvements; i++)
    {
      const ScenarioImprovement *improvement = &scenario->improvements[i];
      if (day >= improvement->until_day)
        continue;
      rates[improvement->from][improvement->to] += improvement->per_day;
      out[improvement->from] += improvement->per_day;
      fastest = fmax (fastest, out[improvement->from]);
    }
  if (fastest <= 0.0)
    return;
  /* Steps of at most 8 expected changes keep e^(-rate) far from underflow. */
  int steps = (int) ceil (fastest * days / 8.0);
  double mean = fastest * days / steps;
  for (int step = 0; step < steps; step++)
    {
      double term[SCENARIO_N_GRADES], sum[SCENARIO_N_GRADES];
      double weight = exp (-mean), left = 1.0 - weight;
      memcpy (term, chances, sizeof term);
      for (int g = 0; g < SCENARIO_N_GRADES; g++)
        sum[g] = weight * term[g];
      for (int n = 1; left > 1e-13 && n < 200; n++)
        {
          double next[SCENARIO_N_GRADES];
          for (int g = 0; g < SCENARIO_N_GRADES; g++)
            next[g] = term[g] * (1.0 - out[g] / fastest);
          for (int from = 0; from < SCENARIO_N_GRADES; from++)
            for (int to = from + 1; to < SCENARIO_N_GRADES; to++)
              next[to] += term[from] * rates[from][to] / fastest;
          memcpy (term, next, sizeof term);
          weight *= mean / n;
          left -= weight;
          for (int g = 0; g < SCENARIO_N_GRADES; g++)
            sum[g] += weight * term[g];
        }
      memcpy (chances, sum, sizeof sum);
    }
}

void
model_natural_course_chances (const Scenario *scenario,
                              int grade,
                              double from_day,
                              double to_day,
                              double chances[SCENARIO_N_GRADES])
{
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    chances[g] = g == grade ? 1.0 : 0.0;
  double day = from_day;
  while (day < to_day)
    {
      double until = to_day;
      for (size_t i = 0; i < scenario->n_improvements; i++)
        if (scenario->improvements[i].until_day > day)
          until = fmin (until, scenario->improvements[i].until_day);
      advance (scenario, day, until - day, chances);
      day = until;
    }
}

void
model_natural_course_schedule (ModelRun *run, ModelPatient *patient)
{
  for (int i = 0; i < patient->n_changes; i++)
    if (patient->change_at[i] > run->now)
      {
        model_run_schedule (run, patient->change_at[i], SIM_PHASE_CHANGE,
                            MODEL_EVENT_GRADE, patient);
        return;
      }
}

void
model_natural_course_event (ModelRun *run, ModelPatient *patient)
{
  if (patient->state != MODEL_STATE_WAITING)
    return;
  uint8_t grade = model_patient_grade_at (patient, run->now);
  if (grade == patient->grade_known)
    return;
  if (!(run->scenario->eligibility.grades >> grade & 1))
    {
      patient->grade_known = grade;
      model_run_leave (run, patient, MODEL_FATE_RECOVERED_WAITING);
      return;
    }
  model_allocation_rerank (run, patient, grade);
  model_natural_course_schedule (run, patient);
}
