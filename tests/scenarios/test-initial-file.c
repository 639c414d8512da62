/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <initial> list as it is read: its columns, and what is odd enough to be told. What
 * is refused stands in tests/scenarios/invalid/initial-*.xml. */
#include "tests/support/assert.h"

#include "scenarios/reader.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

static Scenario *
read_list (const char *rows)
{
  static const char xml[] =
      "<scenario format='1' name='x' start='2020-01-06' end='2021-01-01'>"
      "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'/>"
      "<sites><site id='north' share='1'/></sites>"
      "<patients><arrivals per-year='10'/></patients>"
      "<harvest window='31' tolerance-days='5' tolerance-share='0.1'/>"
      "<blood total-ml='960' draws='5'><draw day='-3'/></blood>"
      "<plant gate='line'><pool id='line' capacity='9'/>"
      "<stage id='primary' uses='line'><exponential mean='2'/></stage>"
      "<stage id='fill' uses='line' calendar='weekdays'><constant value='0.25'/></stage>"
      "<remake attempts='2'/></plant><initial href='list.csv'/></scenario>";
  GError *error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("day31-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x.xml", NULL);
  g_autofree char *list = g_build_filename (folder, "list.csv", NULL);
  assert_true (g_file_set_contents (path, xml, -1, NULL));
  assert_true (g_file_set_contents (list, rows, -1, NULL));
  Scenario *scenario = scenario_read (path, NULL, &error);
  g_unlink (path);
  g_unlink (list);
  g_rmdir (folder);
  if (error != NULL)
    print_error ("%s\n", error->message);
  assert_non_null (scenario);
  return scenario;
}

/* Each row with the warning that it draws, NULL for none.  An exponential stage of mean 2
 * has its 99.9 % quantile at 2 ln 1000 = 13.8155 days: 13.8 days are not odd yet. `fill`,
 * begun on Friday the 3rd at 14:00, had 3 hours before the calendar closed, less than its
 * 6: it ends on Monday morning, and is not late.  Begun at 10:00 it had 7. */
static void
odd_rows_draw_a_warning (void **state)
{
  (void) state;
  static const struct
  {
    const char *row, *warning;
  } cases[] = {
    { "a,2019-12-01,2020-01-01,,,", NULL },
    { "b,2019-12-01,2020-01-02,,,",
      ":2: column harvested: harvested on day 32, behind the window of 31 days" },
    { "c,2019-12-01,2020-01-05 12:00,,,",
      ":2: column harvested: harvested on day 35, behind the window of 31 days" },
    { "d,2019-12-01,2019-12-20,primary,2019-12-23 04:48,", NULL },
    { "e,2019-12-01,2019-12-20,primary,2019-12-23 00:00,",
      ":2: column stage_began: stage 'primary' has run for 14 days; 999 in 1000 take at "
      "most 13.82" },
    { "f,2019-12-01,2019-12-20,fill,2020-01-03 14:00,", NULL },
    { "g,2019-12-01,2019-12-20,fill,2020-01-03 10:00,",
      ":2: column stage_began: stage 'fill' has run for 0.2917 days; 999 in 1000 take at "
      "most 0.25" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (
          "id,injured,harvested,stage,stage_began,released\n", cases[i].row, "\n", NULL);
      g_autoptr (Scenario) scenario = read_list (text);
      guint n = g_strv_length (scenario->warnings);
      assert_int_equal (n, cases[i].warning != NULL);
      if (n > 0)
        assert_true (g_str_has_suffix (scenario->warnings[0], cases[i].warning));
    }
}

/* 2020-01-06 is second 0; a date alone is its midnight. */
static void
every_column_arrives (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_list (
      "id,injured,referred,transferred,eligible,grade,graded,grade_referral,sex,age,"
      "weight,haemoglobin,haemoglobin_first,site,tolerant,booked,planned_harvest,draw1,"
      "draw2,draw3,draw4,draw5,blood_ml,remakes,last_draw,harvested,arrived,cultured,"
      "stage,stage_began,queued,line,released,planned_infusion,infused\n"
      "booked,2019-12-17,2019-12-18,2019-12-19,2019-12-20,B,2019-12-21,A,female,40,50,"
      "10.5,11.5,north,yes,2019-12-22,2020-01-08 09:00,2020-01-03,2020-01-07T09:30:15,,,,"
      "200,1,2019-12-31,,,,,,,,,,\n"
      "queueing,2019-12-08,,,,,,,,,,,,,no,,,2020-01-02,,,,,,0,,2020-01-03,"
      "2020-01-03 15:00,2020-01-03 16:00,fill,,2020-01-05,7,,,\n"
      "product,2019-12-01,,,,,,,,,,,,,,,,,,,,,,,,2019-12-20,,,,,,,2020-01-04,2020-01-09,"
      "\n"
      "infused,2019-12-01,,,,,,,,,,,,,,,,,,,,,,,,2019-12-20,,,,,,,2020-01-04,,"
      "2020-01-05\n");
  assert_int_equal (scenario->n_initial, 4);
  const ScenarioInitialRow *row = &scenario->initial[0];
  assert_string_equal (row->id, "booked");
  assert_int_equal (row->injured, -20 * SIM_DAY);
  assert_int_equal (row->referred, -19 * SIM_DAY);
  assert_int_equal (row->transferred, -18 * SIM_DAY);
  assert_int_equal (row->eligible, -17 * SIM_DAY);
  assert_int_equal (row->grade, SCENARIO_GRADE_B);
  assert_int_equal (row->graded, -16 * SIM_DAY);
  assert_int_equal (row->grade_referral, SCENARIO_GRADE_A);
  assert_int_equal (row->sex, SCENARIO_SEX_FEMALE);
  assert_near (row->age, 40.0, 0.0);
  assert_near (row->weight, 50.0, 0.0);
  assert_near (row->haemoglobin, 10.5, 0.0);
  assert_near (row->haemoglobin_first, 11.5, 0.0);
  assert_int_equal (row->site, 0);
  assert_int_equal (row->tolerant, 1);
  assert_int_equal (row->booked, -15 * SIM_DAY);
  assert_int_equal (row->planned_harvest, 2 * SIM_DAY + 9 * SIM_HOUR);
  assert_int_equal (row->draws[0], -3 * SIM_DAY);
  assert_int_equal (row->draws[1], SIM_DAY + 9 * SIM_HOUR + 30 * SIM_MINUTE + 15);
  assert_int_equal (row->n_made, 1);
  assert_int_equal (row->n_draws, 2);
  assert_near (row->blood_ml, 200.0, 0.0);
  assert_int_equal (row->remakes, 1);
  assert_int_equal (row->last_draw, -6 * SIM_DAY);
  assert_int_equal (row->harvested, SIM_TIME_NEVER);
  row = &scenario->initial[1];
  assert_int_equal (row->tolerant, 0);
  assert_int_equal (row->harvested, -3 * SIM_DAY);
  assert_int_equal (row->arrived, -3 * SIM_DAY + 15 * SIM_HOUR);
  assert_int_equal (row->cultured, -3 * SIM_DAY + 16 * SIM_HOUR);
  assert_int_equal (row->stage, 1);
  assert_int_equal (row->stage_began, SIM_TIME_NEVER);
  assert_int_equal (row->queued, -SIM_DAY);
  assert_int_equal (row->unit, 7);
  /* Who waits for `fill` has kept the line of `primary`. */
  assert_int_equal (scenario_initial_held (scenario, row), 1);
  row = &scenario->initial[2];
  assert_int_equal (row->tolerant, -1);
  assert_int_equal (row->grade, -1);
  assert_int_equal (row->grade_referral, -1);
  assert_true (isnan (row->haemoglobin_first));
  assert_int_equal (row->released, -2 * SIM_DAY);
  assert_int_equal (row->planned_infusion, 3 * SIM_DAY);
  assert_int_equal (scenario_initial_held (scenario, row), 0);
  assert_int_equal (scenario->initial[3].infused, -SIM_DAY);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (odd_rows_draw_a_warning),
    cmocka_unit_test (every_column_arrives),
  };
  scenario_reader_init ();
  return cmocka_run_group_tests_name ("scenarios/initial-file", tests, NULL, NULL);
}
