/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of models/natural-course.h. */
#include "tests/support/assert.h"

#include "models/natural-course.h"

/* A number of standard errors that chance exceeds once in 16,000 comparisons. */
#define Z_LIMIT 4.0

static Scenario
scenario_of (ScenarioImprovement *improvements, size_t n)
{
  return (Scenario){ .improvements = improvements, .n_improvements = n };
}

static void
one_step_is_an_exponential (void **state)
{
  (void) state;
  ScenarioImprovement steps[] = { { SCENARIO_GRADE_C, SCENARIO_GRADE_D, 0.01, 180.0 } };
  Scenario scenario = scenario_of (steps, 1);
  double chances[SCENARIO_N_GRADES];
  /* 0.01 a day for 35 days: stays with e^-0.35. */
  model_natural_course_chances (&scenario, SCENARIO_GRADE_C, 14.0, 49.0, chances);
  assert_near (chances[SCENARIO_GRADE_C], exp (-0.35), 1e-12);
  assert_near (chances[SCENARIO_GRADE_D], 1.0 - exp (-0.35), 1e-12);
  assert_near (chances[SCENARIO_GRADE_A], 0.0, 0.0);
  /* From day 170 to 300 the rate holds for 10 days only. */
  model_natural_course_chances (&scenario, SCENARIO_GRADE_C, 170.0, 300.0, chances);
  assert_near (chances[SCENARIO_GRADE_C], exp (-0.1), 1e-12);
  /* Nothing happens in no time, nor behind the last day, nor to another grade. */
  model_natural_course_chances (&scenario, SCENARIO_GRADE_C, 20.0, 20.0, chances);
  assert_near (chances[SCENARIO_GRADE_C], 1.0, 0.0);
  model_natural_course_chances (&scenario, SCENARIO_GRADE_C, 180.0, 500.0, chances);
  assert_near (chances[SCENARIO_GRADE_C], 1.0, 0.0);
  model_natural_course_chances (&scenario, SCENARIO_GRADE_A, 0.0, 500.0, chances);
  assert_near (chances[SCENARIO_GRADE_A], 1.0, 1e-12);
}

static void
two_steps_follow_the_closed_form_through_until_days (void **state)
{
  (void) state;
  const double a = 0.02, b = 0.05;
  ScenarioImprovement steps[] = { { SCENARIO_GRADE_A, SCENARIO_GRADE_B, a, 30.0 },
                                  { SCENARIO_GRADE_B, SCENARIO_GRADE_C, b, 60.0 } };
  Scenario scenario = scenario_of (steps, 2);
  double chances[SCENARIO_N_GRADES];
  /* Both rates hold: A e^-at, B a / (b - a) (e^-at - e^-bt). */
  double t = 25.0;
  model_natural_course_chances (&scenario, SCENARIO_GRADE_A, 0.0, t, chances);
  assert_near (chances[SCENARIO_GRADE_A], exp (-a * t), 1e-12);
  assert_near (chances[SCENARIO_GRADE_B], a / (b - a) * (exp (-a * t) - exp (-b * t)),
               1e-12);
  /* Behind day 30 nobody leaves A, and B falls by e^-b(t-30) until day 60. */
  double stays_a = exp (-a * 30.0);
  double in_b = a / (b - a) * (stays_a - exp (-b * 30.0));
  model_natural_course_chances (&scenario, SCENARIO_GRADE_A, 0.0, 50.0, chances);
  assert_near (chances[SCENARIO_GRADE_A], stays_a, 1e-12);
  assert_near (chances[SCENARIO_GRADE_B], in_b * exp (-b * 20.0), 1e-12);
  model_natural_course_chances (&scenario, SCENARIO_GRADE_A, 0.0, 220.0, chances);
  double left_b = in_b * exp (-b * 30.0);
  assert_near (chances[SCENARIO_GRADE_B], left_b, 1e-12);
  assert_near (chances[SCENARIO_GRADE_C], 1.0 - stays_a - left_b, 1e-12);
}

static void
equal_rates_and_branches_follow_the_closed_form (void **state)
{
  (void) state;
  double chances[SCENARIO_N_GRADES];
  ScenarioImprovement equal[] = {
    { SCENARIO_GRADE_A, SCENARIO_GRADE_B, 0.1, HUGE_VAL },
    { SCENARIO_GRADE_B, SCENARIO_GRADE_C, 0.1, HUGE_VAL },
  };
  Scenario chain = scenario_of (equal, 2);
  /* Equal rates: B is r t e^-rt, here 4 e^-4. */
  model_natural_course_chances (&chain, SCENARIO_GRADE_A, 0.0, 40.0, chances);
  assert_near (chances[SCENARIO_GRADE_B], 4.0 * exp (-4.0), 1e-12);
  ScenarioImprovement fork[] = {
    { SCENARIO_GRADE_A, SCENARIO_GRADE_B, 0.03, HUGE_VAL },
    { SCENARIO_GRADE_A, SCENARIO_GRADE_D, 0.01, HUGE_VAL },
  };
  Scenario branches = scenario_of (fork, 2);
  /* Leaves A at 0.04 a day; three of four to B. */
  model_natural_course_chances (&branches, SCENARIO_GRADE_A, 0.0, 10.0, chances);
  double left = 1.0 - exp (-0.4);
  assert_near (chances[SCENARIO_GRADE_B], 0.75 * left, 1e-12);
  assert_near (chances[SCENARIO_GRADE_D], 0.25 * left, 1e-12);
  /* A long time at a high rate: 0.1 x 40,000 days is past every underflow. */
  model_natural_course_chances (&chain, SCENARIO_GRADE_A, 0.0, 40000.0, chances);
  assert_near (chances[SCENARIO_GRADE_C], 1.0, 1e-9);
}

static void
drawn_courses_follow_the_exact_law (void **state)
{
  (void) state;
  /* A chain with a fork and until-days, looked at before, between and behind them. */
  ScenarioImprovement steps[] = {
    { SCENARIO_GRADE_A, SCENARIO_GRADE_B, 0.012, 56.0 },
    { SCENARIO_GRADE_A, SCENARIO_GRADE_C, 0.004, 100.0 },
    { SCENARIO_GRADE_B, SCENARIO_GRADE_C, 0.020, 56.0 },
    { SCENARIO_GRADE_C, SCENARIO_GRADE_D, 0.015, 180.0 },
  };
  Scenario scenario = scenario_of (steps, G_N_ELEMENTS (steps));
  const double days[] = { 20.0, 49.0, 80.0, 220.0 };
  enum
  {
    N_DAYS = G_N_ELEMENTS (days),
    N_PATIENTS = 200000,
  };
  ModelRun run = { .scenario = &scenario, .key = { 2019, 0 } };
  int counts[N_DAYS][SCENARIO_N_GRADES] = { { 0 } };
  for (int i = 0; i < N_PATIENTS; i++)
    {
      ModelPatient patient = { .number = i + 1,
                               .injured = 1000 * SIM_DAY + i,
                               .grade_injury = SCENARIO_GRADE_A };
      model_natural_course_draw (&run, &patient, 0.0);
      SimTime last = patient.injured;
      for (int k = 0; k < patient.n_changes; k++)
        {
          assert_true (patient.change_at[k] >= last);
          last = patient.change_at[k];
        }
      for (int d = 0; d < N_DAYS; d++)
        {
          SimTime at = patient.injured + sim_time_from_days (days[d]);
          counts[d][model_patient_grade_at (&patient, at)]++;
        }
    }
  for (int d = 0; d < N_DAYS; d++)
    {
      double chances[SCENARIO_N_GRADES];
      model_natural_course_chances (&scenario, SCENARIO_GRADE_A, 0.0, days[d], chances);
      for (int g = 0; g < SCENARIO_N_GRADES; g++)
        {
          double p = chances[g];
          double error = sqrt (p * (1.0 - p) / N_PATIENTS);
          assert_near ((double) counts[d][g] / N_PATIENTS, p, Z_LIMIT * error);
        }
    }
}

static void
a_course_is_the_same_whatever_the_clock_says (void **state)
{
  (void) state;
  ScenarioImprovement steps[] = {
    { SCENARIO_GRADE_A, SCENARIO_GRADE_B, 0.5, HUGE_VAL },
    { SCENARIO_GRADE_B, SCENARIO_GRADE_C, 0.5, HUGE_VAL },
  };
  Scenario scenario = scenario_of (steps, 2);
  ModelRun run = { .scenario = &scenario, .key = { 1, 5 } };
  ModelPatient early = { .number = 12, .grade_injury = SCENARIO_GRADE_A };
  ModelPatient late = early;
  late.injured = 77 * SIM_DAY;
  model_natural_course_draw (&run, &early, 0.0);
  run.now = 99 * SIM_DAY;
  model_natural_course_draw (&run, &late, 0.0);
  assert_int_equal (early.n_changes, 2);
  assert_int_equal (late.n_changes, 2);
  for (int k = 0; k < 2; k++)
    assert_int_equal (late.change_at[k] - early.change_at[k], 77 * SIM_DAY);
  /* A patient without a grade has no course. */
  ModelPatient none = { .number = 12, .grade_injury = MODEL_GRADE_NONE };
  model_natural_course_draw (&run, &none, 0.0);
  assert_int_equal (none.n_changes, 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (one_step_is_an_exponential),
    cmocka_unit_test (two_steps_follow_the_closed_form_through_until_days),
    cmocka_unit_test (equal_rates_and_branches_follow_the_closed_form),
    cmocka_unit_test (drawn_courses_follow_the_exact_law),
    cmocka_unit_test (a_course_is_the_same_whatever_the_clock_says),
  };
  return cmocka_run_group_tests_name ("models/natural-course", tests, NULL, NULL);
}
