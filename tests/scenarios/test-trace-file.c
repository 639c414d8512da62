/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Traces, profiles and lists of patients come in as they stand in their files. */
#include "tests/support/assert.h"
#include "tests/support/shipped.h"

#include "scenarios/reader.h"

#include <glib/gstdio.h>
#include <string.h>

static void
table_6_is_read_row_by_row (void **state)
{
  (void) state;
  /* Guideline Table 6: harvest, number of draws, infusion of the 13 cases. */
  static const int rows[][3] = { { 11, 4, 47 }, { 19, 5, 49 }, { 23, 4, 46 },
                                 { 23, 4, 49 }, { 22, 5, 54 }, { 25, 4, 53 },
                                 { 16, 4, 46 }, { 25, 4, 51 }, { 22, 4, 51 },
                                 { 21, 3, 43 }, { 21, 4, 54 }, { 21, 4, 51 },
                                 { 18, 4, 43 } };
  g_autoptr (Scenario) scenario = shipped_read ("table6.xml");
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  assert_int_equal (arrivals->kind, SCENARIO_ARRIVALS_TRACE);
  assert_int_equal (arrivals->n_trace, 13);
  for (int i = 0; i < 13; i++)
    {
      const ScenarioTraceRow *row = &arrivals->trace[i];
      g_autofree char *id = g_strdup_printf ("%d", i + 1);
      assert_string_equal (row->id, id);
      assert_near (row->harvest, rows[i][0], 0);
      assert_int_equal (row->n_draws, rows[i][1]);
      assert_near (row->infusion, rows[i][2], 0);
      assert_near (row->injured, 0, 0);
      assert_true (isnan (row->referred));
      assert_int_equal (row->grade, -1);
      assert_int_equal (row->line, i + 2);
    }
  /* Case 2: draws on days 12, 15, 22, 26 and 29. */
  assert_near (arrivals->trace[1].draws[0], 12, 0);
  assert_near (arrivals->trace[1].draws[4], 29, 0);
}

/* ---- Files of our own ---- */

static char *
write_file (const char *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder, name, NULL);
  assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

/* Reads @xml beside a file data.csv that holds @csv. */
static Scenario *
read_beside (const char *xml, const char *csv)
{
  g_autofree char *folder = g_dir_make_tmp ("day31-test-XXXXXX", NULL);
  g_autofree char *path = write_file (folder, "x.xml", xml);
  g_autofree char *data = write_file (folder, "data.csv", csv);
  g_autoptr (GError) error = NULL;
  Scenario *scenario = scenario_read (path, NULL, &error);
  g_unlink (path);
  g_unlink (data);
  g_rmdir (folder);
  if (scenario == NULL)
    print_error ("%s\n", error->message);
  assert_non_null (scenario);
  return scenario;
}

#define HEAD "<scenario format='1' name='x' start='2020-02-01' end='2021-02-01'>"

static void
a_trace_is_in_the_order_of_injury (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_beside (
      HEAD "<sites><site id='s' share='0.5'/><site id='t' share='0.5'/></sites><patients>"
           "<arrivals><trace href='data.csv'/></arrivals></patients></scenario>",
      "\xef\xbb\xbfinjured,id,site,sex,grade,age,weight,haemoglobin,referred\r\n"
      "2020-03-01,late,t,female,C,40.5,61.25,12.5,3\r\n"
      "1.5,\"a, b\",,male,,,,,\r\n"
      ",first,s,,,,,,0\r\n"
      "0,second,,,E,,,,\r\n");
  const ScenarioTraceRow *rows = scenario->patients.arrivals.trace;
  assert_int_equal (scenario->patients.arrivals.n_trace, 4);
  /* A blank is day 0; equal days keep the order of the file. */
  assert_string_equal (rows[0].id, "first");
  assert_string_equal (rows[1].id, "second");
  assert_string_equal (rows[2].id, "a, b");
  assert_string_equal (rows[3].id, "late");
  assert_near (rows[2].injured, 1.5, 0);
  /* February 2020 has 29 days. */
  assert_near (rows[3].injured, 29, 0);
  assert_int_equal (rows[3].site, 1);
  assert_int_equal (rows[3].sex, SCENARIO_SEX_FEMALE);
  assert_int_equal (rows[3].grade, SCENARIO_GRADE_C);
  assert_near (rows[3].age, 40.5, 0);
  assert_near (rows[3].weight, 61.25, 0);
  assert_near (rows[3].haemoglobin, 12.5, 0);
  assert_near (rows[3].referred, 3, 0);
  assert_int_equal (rows[2].sex, SCENARIO_SEX_MALE);
  assert_true (isnan (rows[2].weight));
  assert_int_equal (rows[1].grade, SCENARIO_GRADE_E);
}

static void
a_changed_copy_needs_no_file_any_more (void **state)
{
  (void) state;
  /* read_beside() has removed the files. */
  g_autoptr (Scenario) scenario = read_beside (
      HEAD "<patients><arrivals><trace href='data.csv'/></arrivals><referral><constant "
           "value='1'/></referral></patients></scenario>",
      "id,injured\na,1\nb,2\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) changed = scenario_with (scenario, "referral", "2", &error);
  assert_non_null (changed);
  assert_int_equal (changed->patients.arrivals.n_trace, 2);
  assert_string_equal (changed->patients.arrivals.trace[1].id, "b");
}

static void
a_profile_leaves_out_the_row_that_is_named (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_beside (
      HEAD
      "<patients><arrivals per-year='1'/><profile href='data.csv' gives='harvest lead' "
      "resample='inputs' leave-out='2'/></patients><harvest window='31'/></scenario>",
      "id,harvest,draw1,infusion\np,11,5,47\nq,19,,49\nr,23,9,46\n");
  const ScenarioProfile *profile = scenario->patients.profile;
  assert_true (profile->gives_harvest);
  assert_false (profile->gives_draws);
  assert_true (profile->gives_lead);
  assert_true (profile->resamples_inputs);
  assert_int_equal (profile->n_rows, 2);
  assert_string_equal (profile->rows[0].id, "p");
  assert_string_equal (profile->rows[1].id, "r");
  g_autoptr (Scenario) other = scenario_with (scenario, "profile.leave-out", "1", NULL);
  assert_string_equal (other->patients.profile->rows[0].id, "q");
}

static void
an_empirical_law_takes_one_column (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_beside (
      HEAD "<patients><arrivals per-year='1'/><referral><empirical href='data.csv' "
           "column='days'/></referral></patients></scenario>",
      "who,days\na,1\nb,2\nc,6\n");
  /* (1 + 2 + 6) / 3. */
  assert_near (sim_distribution_mean (scenario->patients.referral), 3, 1e-12);
}

int
main (void)
{
  scenario_reader_init ();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (table_6_is_read_row_by_row),
    cmocka_unit_test (a_trace_is_in_the_order_of_injury),
    cmocka_unit_test (a_changed_copy_needs_no_file_any_more),
    cmocka_unit_test (a_profile_leaves_out_the_row_that_is_named),
    cmocka_unit_test (an_empirical_law_takes_one_column),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
