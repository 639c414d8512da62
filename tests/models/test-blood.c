/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of models/blood.h and of the weight floor of models/eligibility.h. */
#include "tests/support/assert.h"

#include "models/blood.h"
#include "models/eligibility.h"

/* 960 mL by draws of at most 400 mL and 4 mL/kg, in @draws of them; no threshold. */
static ScenarioBlood
blood_of (int draws)
{
  return (ScenarioBlood){ .total_ml = 960.0,
                          .max_draws = draws,
                          .per_kg_ml = 4.0,
                          .max_draw_ml = 400.0,
                          .min_haemoglobin = -HUGE_VAL };
}

/* The least number of draws in which a patient of @weight gives the total; 0: none. */
static int
least_draws (double weight)
{
  for (int draws = 1; draws <= SCENARIO_MAX_DRAWS; draws++)
    {
      ScenarioBlood blood = blood_of (draws);
      if (model_blood_can_be_given (&blood, weight, NAN, NAN))
        return draws;
    }
  return 0;
}

static void
draws_needed_follow_from_the_weight (void **state)
{
  (void) state;
  /* 4 mL/kg: 80 kg gives 320 mL a draw, 3 x 320 = 960; 60 kg 240, 4 x 240 = 960;
   * 48 kg 192, 5 x 192 = 960; a little less of each needs a draw more, or cannot. */
  assert_int_equal (least_draws (80.0), 3);
  assert_int_equal (least_draws (79.9), 4);
  assert_int_equal (least_draws (60.0), 4);
  assert_int_equal (least_draws (59.9), 5);
  assert_int_equal (least_draws (48.0), 5);
  assert_int_equal (least_draws (47.9), 0);
  /* 100 kg and more are held to 400 mL: 2 x 400 = 800, so three draws for ever. */
  assert_int_equal (least_draws (250.0), 3);
  /* Without weights only the 400 mL hold. */
  assert_int_equal (least_draws (NAN), 3);
}

static void
a_row_of_draws_shares_the_total_whatever_the_weight (void **state)
{
  (void) state;
  ScenarioBlood blood = blood_of (3);
  assert_true (model_blood_can_be_given (&blood, 30.0, NAN, 320.0));
  assert_false (model_blood_can_be_given (&blood, 30.0, NAN, 319.0));
}

static void
haemoglobin_under_the_threshold_recovers_only_up_to_its_first_value (void **state)
{
  (void) state;
  ScenarioBlood blood = blood_of (5);
  blood.min_haemoglobin = 10.0;
  blood.haemoglobin_per_day = 0.05;
  assert_true (model_blood_can_be_given (&blood, 60.0, 10.0, NAN));
  assert_false (model_blood_can_be_given (&blood, 60.0, 9.99, NAN));
}

static void
without_recovery_every_draw_must_find_enough_haemoglobin (void **state)
{
  (void) state;
  ScenarioBlood blood = blood_of (4);
  blood.min_haemoglobin = 10.0;
  /* 60 kg: 4,200 mL of blood; 240 mL take 240 / 4200 = 2/35 of the haemoglobin.  Before
   * the fourth draw three have been taken: Hb x (33/35)^3 = 0.838181 Hb >= 10 asks for
   * Hb >= 11.9306. */
  double needed = 10.0 / pow (33.0 / 35.0, 3.0);
  assert_near (needed, 11.9306, 1e-4);
  assert_true (model_blood_can_be_given (&blood, 60.0, needed + 1e-6, NAN));
  assert_false (model_blood_can_be_given (&blood, 60.0, needed - 1e-6, NAN));
}

static void
the_weight_floor_follows_from_dose_and_cap (void **state)
{
  (void) state;
  Scenario scenario = { 0 };
  scenario.plant.has_dose = true;
  scenario.plant.dose_min = 0.5e8;
  scenario.plant.dose_per_kg = 3.34e6;
  /* 0.5e8 / 3.34e6 = 14.9701 kg (Guideline section 1: at most 3.34e6 cells per kg). */
  assert_false (model_eligibility_can_be_dosed (&scenario, 14.970));
  assert_true (model_eligibility_can_be_dosed (&scenario, 14.971));
  assert_true (model_eligibility_can_be_dosed (&scenario, NAN));
  scenario.plant.has_dose = false;
  assert_true (model_eligibility_can_be_dosed (&scenario, 3.0));
}

static void
haemoglobin_recovers_linearly_up_to_its_first_value (void **state)
{
  (void) state;
  ScenarioBlood blood = blood_of (5);
  blood.haemoglobin_per_day = 0.05;
  ModelPatient patient = { .haemoglobin_first = 13.0,
                           .haemoglobin = 12.4,
                           .haemoglobin_at = 10 * SIM_DAY };
  /* 0.6 g/dL are missing: back after 12 days, and no further. */
  assert_near (model_patient_haemoglobin_at (&patient, &blood, 10 * SIM_DAY), 12.4, 0.0);
  assert_near (model_patient_haemoglobin_at (&patient, &blood, 16 * SIM_DAY), 12.7,
               1e-12);
  assert_near (model_patient_haemoglobin_at (&patient, &blood, 22 * SIM_DAY), 13.0,
               1e-12);
  assert_near (model_patient_haemoglobin_at (&patient, &blood, 90 * SIM_DAY), 13.0, 0.0);
}

static void
ages_are_completed_years_of_365_25_days (void **state)
{
  (void) state;
  ModelPatient patient = { .age = 17.0 };
  /* A year is 365.25 days: 365 days 6 hours. */
  SimTime year = 365 * SIM_DAY + 6 * SIM_HOUR;
  assert_near (model_patient_age_at (&patient, year - SIM_SECOND), 17.0, 0.0);
  assert_near (model_patient_age_at (&patient, year), 18.0, 0.0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (draws_needed_follow_from_the_weight),
    cmocka_unit_test (a_row_of_draws_shares_the_total_whatever_the_weight),
    cmocka_unit_test (
        haemoglobin_under_the_threshold_recovers_only_up_to_its_first_value),
    cmocka_unit_test (without_recovery_every_draw_must_find_enough_haemoglobin),
    cmocka_unit_test (the_weight_floor_follows_from_dose_and_cap),
    cmocka_unit_test (haemoglobin_recovers_linearly_up_to_its_first_value),
    cmocka_unit_test (ages_are_completed_years_of_365_25_days),
  };
  return cmocka_run_group_tests_name ("models/blood", tests, NULL, NULL);
}
