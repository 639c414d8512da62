/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation rules: groups, keys and quotas of the phase that holds now. */
#include "models/rule.h"

#include "models/harvest.h"
#include "models/infusion.h"
#include "models/natural-course.h"

#include <math.h>

int
model_rule_key_count (const ScenarioPhase *phase)
{
  int n = (phase->n_points > 0) + (int) phase->n_orders;
  return MIN (n, MODEL_RULE_MAX_KEYS);
}

bool
model_rule_depends_on_moment (const ScenarioPhase *phase)
{
  for (size_t i = 0; i < phase->n_points; i++)
    if (phase->points[i].of == SCENARIO_POINTS_BENEFIT)
      return true;
  return false;
}

/* Years of age on the scenario's first day, which order like ages at any moment. */
static double
age_at_start (const ModelPatient *patient)
{
  if (isnan (patient->age))
    return 0.0;
  return patient->age - sim_time_to_days (patient->injured) / SIM_DAYS_PER_YEAR;
}

static double
lottery (const ModelRun *run, const ModelPatient *patient, const ScenarioOrder *order)
{
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_SCREENING, 0);
  double u = sim_uniform (block.word[3]);
  if (!order->is_weighted)
    return u;
  double weight = patient->grade_known < SCENARIO_N_GRADES
                      ? order->weights[patient->grade_known]
                      : 1.0;
  return weight > 0.0 ? -log (u) / weight : HUGE_VAL;
}

static double
order_value (const ModelRun *run, const ModelPatient *patient, const ScenarioOrder *order)
{
  switch (order->by)
    {
    case SCENARIO_ORDER_GRADE:
      return patient->grade_known;
    case SCENARIO_ORDER_GRADE_AT_REFERRAL:
      return patient->grade_referral;
    case SCENARIO_ORDER_REFERRAL:
      return (double) patient->referred;
    case SCENARIO_ORDER_ELIGIBLE:
      return (double) patient->eligible;
    case SCENARIO_ORDER_INJURY:
      return (double) patient->injured;
    case SCENARIO_ORDER_DEADLINE:
      return (double) patient->deadline;
    case SCENARIO_ORDER_AGE:
      return age_at_start (patient);
    case SCENARIO_ORDER_LOTTERY:
      return lottery (run, patient, order);
    case SCENARIO_ORDER_REMAKE:
      return patient->batch > 0 ? 0.0 : 1.0;
    }
  return 0.0;
}

/* The points of @points as they would be at time 0. */
static double
points_value (ModelRun *run, const ModelPatient *patient, const ScenarioPoints *points)
{
  switch (points->of)
    {
    case SCENARIO_POINTS_GRADE:
      return patient->grade_known < SCENARIO_N_GRADES
                 ? points->grades[patient->grade_known]
                 : 0.0;
    case SCENARIO_POINTS_WAITED:
      return -points->slope * sim_time_to_days (patient->eligible);
    case SCENARIO_POINTS_SLACK:
      return patient->deadline == SIM_TIME_NEVER
                 ? 0.0
                 : points->slope * sim_time_to_days (patient->deadline);
    case SCENARIO_POINTS_AGE:
      return points->slope * age_at_start (patient);
    case SCENARIO_POINTS_SITE:
      return patient->site == points->site ? points->weight : 0.0;
    case SCENARIO_POINTS_REMAKE:
      return patient->batch > 0 ? points->weight : 0.0;
    case SCENARIO_POINTS_BENEFIT:
      return points->weight * model_rule_benefit (run, patient);
    }
  return 0.0;
}

/* What has been added to everybody's points since time 0. */
static double
points_drift (const ModelRun *run, const ScenarioPoints *points)
{
  double days = sim_time_to_days (run->now);
  switch (points->of)
    {
    case SCENARIO_POINTS_WAITED:
      return points->slope * days;
    case SCENARIO_POINTS_SLACK:
      return run->has_window ? -points->slope * days : 0.0;
    case SCENARIO_POINTS_AGE:
      return points->slope * days / SIM_DAYS_PER_YEAR;
    case SCENARIO_POINTS_GRADE:
    case SCENARIO_POINTS_SITE:
    case SCENARIO_POINTS_REMAKE:
    case SCENARIO_POINTS_BENEFIT:
      break;
    }
  return 0.0;
}

void
model_rule_keys (ModelRun *run, const ModelPatient *patient, double *keys)
{
  const ScenarioPhase *phase = model_rule_phase (run);
  int n = 0;
  if (phase->n_points > 0)
    {
      double score = 0.0;
      for (size_t i = 0; i < phase->n_points; i++)
        score += points_value (run, patient, &phase->points[i]);
      keys[n++] = -score;
    }
  for (size_t i = 0; i < phase->n_orders && n < MODEL_RULE_MAX_KEYS; i++)
    {
      double value = order_value (run, patient, &phase->orders[i]);
      keys[n++] = phase->orders[i].is_descending ? -value : value;
    }
}

bool
model_rule_group_sees_time (const ScenarioGroup *group)
{
  return !isnan (group->min_age) || !isnan (group->max_age) ||
         !isnan (group->waited_over_days);
}

bool
model_rule_is_member (const ModelRun *run,
                      const ScenarioGroup *group,
                      const ModelPatient *patient)
{
  if (group->grades != 0 && !(group->grades >> patient->grade_known & 1))
    return false;
  if (group->site >= 0 && group->site != patient->site)
    return false;
  if (group->sex >= 0 && group->sex != patient->sex)
    return false;
  if (!isnan (group->min_age) || !isnan (group->max_age))
    {
      double age = model_patient_age_at (patient, run->now);
      if ((!isnan (group->min_age) && !(age >= group->min_age)) ||
          (!isnan (group->max_age) && !(age <= group->max_age)))
        return false;
    }
  if (!isnan (group->waited_over_days) &&
      run->now - patient->eligible <= sim_time_from_days (group->waited_over_days))
    return false;
  return group->remake < 0 || group->remake == (patient->batch > 0);
}

static SimTime
group_change (const ModelRun *run,
              const ScenarioGroup *group,
              const ModelPatient *patient)
{
  SimTime next = SIM_TIME_NEVER;
  if (!isnan (group->waited_over_days))
    {
      SimTime at =
          patient->eligible + sim_time_from_days (group->waited_over_days) + SIM_SECOND;
      if (at > run->now)
        next = MIN (next, at);
    }
  const double limits[] = { group->min_age, group->max_age + 1.0 };
  for (size_t i = 0; i < G_N_ELEMENTS (limits); i++)
    if (!isnan (limits[i]) && !isnan (patient->age))
      {
        double days = (limits[i] - patient->age) * SIM_DAYS_PER_YEAR;
        SimTime at = patient->injured + (SimTime) ceil (days * (double) SIM_DAY);
        if (at > run->now)
          next = MIN (next, at);
      }
  return next;
}

SimTime
model_rule_next_change (const ModelRun *run, const ModelPatient *patient)
{
  SimTime next = SIM_TIME_NEVER;
  for (size_t p = run->phase; p < run->rule->n_phases; p++)
    {
      const ScenarioPhase *phase = &run->rule->phases[p];
      for (size_t i = 0; i < phase->n_only; i++)
        next = MIN (next, group_change (run, &phase->only[i], patient));
      for (size_t i = 0; i < phase->n_protects; i++)
        next = MIN (next, group_change (run, &phase->protects[i].group, patient));
      for (size_t i = 0; i < phase->n_reserves; i++)
        next = MIN (next, group_change (run, &phase->reserves[i].group, patient));
    }
  return next;
}

double
model_rule_benefit (ModelRun *run, const ModelPatient *patient)
{
  const ScenarioOutcome *outcome = run->scenario->outcome;
  if (outcome == NULL || !outcome->has_effect || patient->grade_known == MODEL_GRADE_NONE)
    return 0.0;
  ModelPlan plan;
  SimTime infusion = run->now;
  if (model_harvest_plan (run, patient, run->now, run->now, INT64_MIN, &plan) ==
      MODEL_OBSTACLE_NONE)
    infusion = model_infusion_expected (run, patient, &plan);
  double today = sim_time_to_days (run->now - patient->injured);
  double day = sim_time_to_days (infusion - patient->injured);
  double chances[SCENARIO_N_GRADES];
  model_natural_course_chances (run->scenario, patient->grade_known, today, day, chances);
  unsigned covered = run->scenario->infusion.grades;
  double benefit = 0.0;
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    {
      if (chances[g] <= 0.0 || !outcome->has_observed[g] ||
          (covered != 0 && !(covered >> g & 1)))
        continue;
      double later[SCENARIO_N_GRADES];
      model_natural_course_chances (run->scenario, g, day, fmax (day, outcome->day),
                                    later);
      benefit += chances[g] * ((1.0 - run->observed[g][0]) - (1.0 - later[g]));
    }
  return benefit;
}

/* The name of an order in the vocabulary, and its value as a reader wants it. */
static void
describe_order (const ModelRun *run,
                const ModelPatient *patient,
                const ScenarioOrder *order,
                GString *text)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  double value = order_value (run, patient, order);
  const char *name = "";
  switch (order->by)
    {
    case SCENARIO_ORDER_GRADE:
    case SCENARIO_ORDER_GRADE_AT_REFERRAL:
      g_string_append_printf (
          text, "%s=%s",
          order->by == SCENARIO_ORDER_GRADE ? "grade" : "grade-at-referral",
          value < SCENARIO_N_GRADES ? scenario_grade_name ((ScenarioGrade) value) : "");
      return;
    case SCENARIO_ORDER_REFERRAL:
      name = "referral";
      break;
    case SCENARIO_ORDER_ELIGIBLE:
      name = "eligible";
      break;
    case SCENARIO_ORDER_INJURY:
      name = "injury";
      break;
    case SCENARIO_ORDER_DEADLINE:
      name = "deadline";
      break;
    case SCENARIO_ORDER_AGE:
      g_string_append_printf (
          text, "age=%s",
          g_ascii_formatd (number, sizeof number, "%.2f",
                           patient->age + sim_time_to_days (run->now - patient->injured) /
                                              SIM_DAYS_PER_YEAR));
      return;
    case SCENARIO_ORDER_LOTTERY:
      g_string_append_printf (text, "lottery=%s",
                              g_ascii_formatd (number, sizeof number, "%.6f", value));
      return;
    case SCENARIO_ORDER_REMAKE:
      g_string_append_printf (text, "remake=%s", patient->batch > 0 ? "yes" : "no");
      return;
    }
  g_string_append_printf (
      text, "%s=%s", name,
      g_ascii_formatd (number, sizeof number, "%.4f", value / (double) SIM_DAY));
}

char *
model_rule_describe_keys (ModelRun *run, const ModelPatient *patient)
{
  const ScenarioPhase *phase = model_rule_phase (run);
  GString *text = g_string_new (NULL);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  if (phase->n_points > 0)
    {
      double score = 0.0;
      for (size_t i = 0; i < phase->n_points; i++)
        score += points_value (run, patient, &phase->points[i]) +
                 points_drift (run, &phase->points[i]);
      g_string_append_printf (text, "points=%s",
                              g_ascii_formatd (number, sizeof number, "%.4f", score));
    }
  for (size_t i = 0; i < phase->n_orders; i++)
    {
      if (text->len > 0)
        g_string_append_c (text, ';');
      describe_order (run, patient, &phase->orders[i], text);
    }
  return g_string_free (text, FALSE);
}
