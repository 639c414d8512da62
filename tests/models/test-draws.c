/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of a path's blood draws: their days, number and stock, derived by hand. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

static void
draws_number_follows_the_weight (void **state)
{
  (void) state;
  /* 80 kg: 320 mL, 3 draws; 60 kg: 240, 4; 48 kg: 192, 5; 47.9 kg: never. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW TEST_BLOOD (
                    "", "") "<plant><stage id='culture' serum='1'>"
                            "<constant value='1'/></stage></plant>"),
                "id,injured,weight\na,0,80\nb,0,60\nc,0,48\nd,0,47.9\n");
  assert_day (run, "a", "draws", 3);
  assert_day (run, "b", "draws", 4);
  assert_day (run, "c", "draws", 5);
  assert_fate (run, "a", "infused");
  assert_fate (run, "b", "infused");
  assert_fate (run, "c", "infused");
  assert_fate (run, "d", "excluded-blood");
  assert_day (run, "a", "blood_ml", 960);
  assert_near (test_day (run, "c", "blood_ml"), 960, 1e-9);
  /* Without a calendar the draws are at the exact instant: day 0, a date later the next,
   * a date later the harvest; then 5, 10, 14 days after it. */
  assert_day (run, "c", "draw1", 0);
  assert_day (run, "c", "draw2", 1);
  assert_day (run, "c", "harvested", 2);
  assert_day (run, "c", "draw3", 7);
  assert_day (run, "c", "draw4", 12);
  assert_day (run, "c", "draw5", 16);
  /* The stage waits for the last draw: serum 1. */
  assert_day (run, "a", "cultured", 7);
  assert_day (run, "b", "cultured", 12);
  assert_day (run, "c", "cultured", 16);
}

static void
a_plan_that_leaves_the_total_short_is_followed_by_more_draws (void **state)
{
  (void) state;
  /* One planned draw of 200 mL, 960 in all: four more at 4 days, the last of 160 mL. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<blood total-ml='960' draws='5' max-draw-ml='200'"
                     " min-interval-days='4'><draw day='1'/></blood>"
                     "<plant><stage id='culture' serum='1'><constant value='1'/></stage>"
                     "</plant>"),
      "id,injured\np,10\n");
  assert_day (run, "p", "harvested", 10);
  assert_day (run, "p", "draw1", 11);
  assert_day (run, "p", "draw2", 15);
  assert_day (run, "p", "draw5", 27);
  assert_day (run, "p", "blood_ml", 960);
  assert_day (run, "p", "cultured", 27);
}

static void
blood_that_cannot_be_completed_ends_the_path (void **state)
{
  (void) state;
  /* 60 kg give 240 mL, 2/35 of the blood.  12 x 33/35 = 11.314; x 33/35 = 10.668; then
   * 10.058 before the fourth draw: enough for 10, without any recovery.  A remake asks
   * for 960 mL more, and at 9.483 there is none to give: the path ends with `blood`. */
  static const char xml[] = TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW TEST_BLOOD (
      "min-haemoglobin='10'",
      "") "<plant gate='line'><pool id='line' capacity='1'/>"
          "<stage id='culture' uses='line' serum='0.1'><constant value='1'/>"
          "<fail probability='1'/></stage>"
          "<remake attempts='1' blood='1'/></plant>");
  g_autoptr (TestRun) run = test_run (xml, "id,injured,weight,haemoglobin\n"
                                           "p,0,60,12\n");
  /* First batch: draws on days 0 and 1, harvest 2, failure at 3, when two draws are
   * missing still: haemoglobin 10.668, good for two more draws of the second batch, at
   * the least, and for no third. */
  assert_day (run, "p", "harvested", 5);
  assert_day (run, "p", "draws", 4);
  assert_fate (run, "p", "blood");
  assert_day (run, "p", "left", 5);
}

static void
draws_start_with_eligibility_where_the_scenario_says_so (void **state)
{
  (void) state;
  /* One line, busy with p until day 20.  q is eligible on day 1; its draws keep the gap
   * of 4 days of the plan: days 1 and 5.  A line is free on day 20: harvest at once. */
  static const char csv[] = "id,injured,weight\np,0,100\nq,1,100\n";
#define ELIGIBLE_OR_BOOKING(start)                                                       \
  TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW TEST_BLOOD (                                  \
      "start='" start "'",                                                               \
      "") "<plant gate='line'><pool id='line' capacity='1'/>"                            \
          "<stage id='culture' uses='line' serum='0.4'><constant value='15'/></stage>"   \
          "</plant>")
  g_autoptr (TestRun) eligible = test_run (ELIGIBLE_OR_BOOKING ("eligible"), csv);
  /* p: draws on 0 and 4, harvest on the date after them, day 5, and the line till 20. */
  assert_day (eligible, "p", "draw2", 4);
  assert_day (eligible, "p", "harvested", 5);
  assert_day (eligible, "p", "infused", 20);
  assert_day (eligible, "q", "draw1", 1);
  assert_day (eligible, "q", "draw2", 5);
  assert_day (eligible, "q", "booked", 20);
  assert_day (eligible, "q", "harvested", 20);
  assert_day (eligible, "q", "draw3", 25);
  /* With start="booking" p is drawn on 0 and 1 and harvested on 2, its line is free on
   * 17; q's draws begin then. */
  g_autoptr (TestRun) booking = test_run (ELIGIBLE_OR_BOOKING ("booking"), csv);
  assert_day (booking, "p", "harvested", 2);
  assert_day (booking, "q", "booked", 17);
  assert_day (booking, "q", "draw1", 17);
  assert_day (booking, "q", "draw2", 18);
  assert_day (booking, "q", "harvested", 19);
}

static void
blood_drawn_from_eligibility_on_may_be_drawn_in_vain (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<harvest window='10' count='elapsed'/>" TEST_BLOOD (
          "start='eligible'", "") "<plant gate='line'><pool id='line' capacity='1'/>"
                                  "<stage id='culture' uses='line'>"
                                  "<constant value='15'/></stage></plant>"),
      "id,injured,weight\np,0,100\nq,1,100\n");
  assert_fate (run, "q", "window-line");
  assert_day (run, "q", "left", 11);
  assert_day (run, "q", "draws", 2);
  assert_near (test_metric (run, "blood-in-vain", "all"), 800.0, 1e-9);
}

static void
a_draw_hours_before_the_harvest_is_on_the_date_before (void **state)
{
  (void) state;
  /* Six hours before nine are on the same date, where no draw may be. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_WEEKDAYS "<sites><site id='ward' share='1'"
                                   " calendar='weekdays'/></sites>" TEST_PATIENTS
                                   "<harvest window='31'/>"
                                   "<blood total-ml='400' draws='1'><draw day='-0.25'/>"
                                   "</blood>"),
      "id,injured\np,0\n");
  assert_day (run, "p", "draw1", 0.375);
  assert_day (run, "p", "harvested", 1.375);
}

static void
blood_that_can_never_be_drawn_lets_no_harvest_be_planned (void **state)
{
  (void) state;
  /* Two draws of 400 mL from 60 kg take 400/4200 of the haemoglobin each: 13, 11.76,
   * 10.64, and nothing recovers.  The culture fails, and of the remake's two draws the
   * second would meet 9.63, below 10.  So no second harvest is planned, whenever the
   * draws start, and no blood is drawn for it. */
#define NO_RECOVERY(start)                                                               \
  TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW                                               \
                 "<blood total-ml='800' draws='5' max-draw-ml='400'"                     \
                 " min-haemoglobin='10' haemoglobin-per-day='0' start='" start           \
                 "'><draw day='-3'/><draw day='-1'/></blood>"                            \
                 "<plant gate='line'><pool id='line' capacity='1'/>"                     \
                 "<stage id='culture' uses='line'><constant value='2'/>"                 \
                 "<fail probability='1'/></stage><remake attempts='3'/></plant>")
  static const char csv[] = "id,injured,haemoglobin,weight\np,0,13,60\n";
  const char *const scenarios[] = { NO_RECOVERY ("booking"), NO_RECOVERY ("eligible") };
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (TestRun) run = test_run (scenarios[i], csv);
      assert_fate (run, "p", "window-blood");
      assert_day (run, "p", "draws", 2);
      assert_near (test_metric (run, "harvests-in-vain", "all"), 1.0, 0.0);
    }
}

static void
a_remake_asks_for_its_share_of_the_blood_anew (void **state)
{
  (void) state;
  /* Two draws of 400 and one of 160 make 960; a remake with blood = 0.25 has 720 in stock
   * and asks for 240 mL: one draw. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<blood total-ml='960' draws='5' max-draw-ml='400'"
                     " min-interval-days='1'><draw day='-3'/><draw day='-2'/>"
                     "<draw day='-1'/></blood>"
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line' serum='1'><constant value='5'/>"
                     "<fail probability='1'/></stage>"
                     "<remake attempts='1' blood='0.25'/></plant>"),
      "id,injured\np,0\n");
  /* Draws on 0, 1, 2, harvest 3, failure 8; a draw on 8, harvest on 9, failure on 14. */
  assert_day (run, "p", "harvested", 9);
  assert_day (run, "p", "draw1", 8);
  assert_blank (run, "p", "draw2");
  assert_day (run, "p", "draws", 4);
  assert_day (run, "p", "blood_ml", 1200);
  assert_day (run, "p", "left", 14);
  assert_fate (run, "p", "culture");
}

static void
given_days_of_a_trace_are_the_earliest_and_share_the_blood (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS "<harvest window='31' count='dates'/>"
                                   "<blood total-ml='960' draws='5' max-draw-ml='10'/>"
                                   "<plant gate='line'><pool id='line' capacity='2'/>"
                                   "<stage id='culture' uses='line'>"
                                   "<constant value='20'/></stage></plant>"),
      "id,injured,harvest,draw1,draw2,draw3,infusion\n"
      "soon,0,11,5,8,13,47\n"
      "slow,1,20,5,8,25,30\n");
  assert_day (run, "soon", "draw1", 5);
  assert_day (run, "soon", "draw2", 8);
  assert_day (run, "soon", "harvested", 11);
  assert_day (run, "soon", "draw3", 13);
  assert_day (run, "soon", "blood_ml", 960);
  assert_day (run, "soon", "released", 31);
  assert_day (run, "soon", "infused", 47);
  /* Injured on day 1: harvest 21, released 41, later than the given 31. */
  assert_day (run, "slow", "harvested", 21);
  assert_day (run, "slow", "infused", 41);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (draws_number_follows_the_weight),
    cmocka_unit_test (a_plan_that_leaves_the_total_short_is_followed_by_more_draws),
    cmocka_unit_test (blood_that_cannot_be_completed_ends_the_path),
    cmocka_unit_test (draws_start_with_eligibility_where_the_scenario_says_so),
    cmocka_unit_test (blood_drawn_from_eligibility_on_may_be_drawn_in_vain),
    cmocka_unit_test (a_draw_hours_before_the_harvest_is_on_the_date_before),
    cmocka_unit_test (blood_that_can_never_be_drawn_lets_no_harvest_be_planned),
    cmocka_unit_test (a_remake_asks_for_its_share_of_the_blood_anew),
    cmocka_unit_test (given_days_of_a_trace_are_the_earliest_and_share_the_blood),
  };
  return cmocka_run_group_tests_name ("models/draws", tests, NULL, NULL);
}
