/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits of a scenario that no single number makes. */
#include "scenarios/edit.h"
#include "scenarios/reader.h"
#include "tests/support/assert.h"

#include <string.h>

#define SITES                                                                            \
  "<sites><site id='a' share='0.6' calendar='daily'/>"                                   \
  "<site id='b' share='0.4' calendar='daily' beds='3'/></sites>"

static Scenario *
read_it (const char *closed, const char *sites)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf (
      "<scenario format='1' name='few' start='2020-01-01' end='2021-01-01'>"
      "<calendar id='daily' days='Mon Tue Wed Thu Fri Sat Sun' opens='09:00' "
      "closes='17:00'>%s</calendar>%s"
      "<patients><arrivals per-year='100'/></patients><harvest window='31'/>"
      "<plant gate='line'><pool id='line' capacity='4'/>"
      "<stage id='culture' uses='line'><constant value='28'/></stage></plant></scenario>",
      closed, sites);
  Scenario *scenario = scenario_read_memory ("few.xml", text, -1, &error);

  if (scenario == NULL)
    fail_msg ("%s", error->message);
  return scenario;
}

static void
call_ahead_is_set_where_none_was_given (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ("", SITES);
  g_autoptr (Scenario) changed =
      scenario_edit (scenario, SCENARIO_EDIT_CALL_AHEAD, 7.5, NULL);
  assert_near (scenario->plant.call_ahead_days, 0, 0);
  assert_near (changed->plant.call_ahead_days, 7.5, 0);
  assert_string_not_equal (changed->digest, scenario->digest);
}

static void
closed_days_open (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it (
      "<closed on='2020-01-02'/><closed from='2020-02-01' through='2020-02-03'/>", SITES);
  g_autoptr (Scenario) changed =
      scenario_edit (scenario, SCENARIO_EDIT_NO_CLOSURES, 0, NULL);
  /* Noon of 2 January and of 2 February, days 1 and 32 from the start. */
  for (int64_t day = 1; day <= 32; day += 31)
    {
      SimTime noon = day * SIM_DAY + SIM_DAY / 2;

      assert_false (sim_calendar_is_open (scenario->sites[0].calendar, noon));
      assert_true (sim_calendar_is_open (changed->sites[0].calendar, noon));
    }
}

static void
site_more_takes_its_share_from_all (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ("", SITES);
  g_autoptr (Scenario) changed =
      scenario_edit (scenario, SCENARIO_EDIT_ONE_SITE_MORE, 0, NULL);
  /* 0.6 x 2/3, 0.4 x 2/3 and 1/3. */
  assert_int_equal (changed->n_sites, 3);
  assert_near (changed->sites[0].share, 0.4, 1e-12);
  assert_near (changed->sites[1].share, 0.8 / 3, 1e-12);
  assert_near (changed->sites[2].share, 1.0 / 3, 1e-12);
  assert_string_equal (changed->sites[2].id, "one-more");
  assert_int_equal (changed->sites[2].beds, 3);
}

static void
what_is_not_there_cannot_be_edited (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ("", "");
  assert_false (scenario_edit_is_possible (scenario, SCENARIO_EDIT_NO_CLOSURES));
  assert_false (scenario_edit_is_possible (scenario, SCENARIO_EDIT_ONE_SITE_MORE));
  assert_true (scenario_edit_is_possible (scenario, SCENARIO_EDIT_CALL_AHEAD));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (call_ahead_is_set_where_none_was_given),
    cmocka_unit_test (closed_days_open),
    cmocka_unit_test (site_more_takes_its_share_from_all),
    cmocka_unit_test (what_is_not_there_cannot_be_edited),
  };
  scenario_reader_init ();
  return cmocka_run_group_tests_name ("edit", tests, NULL, NULL);
}
