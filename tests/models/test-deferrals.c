/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of deferrals: a harvest or a draw put off on its day, and what it moves. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "models/run.h"

/* How many attempts of @purpose patient @number fails before one that succeeds. */
static int
deferrals (ModelPurpose purpose, int64_t number, double probability, uint64_t from)
{
  SimStreamKey key = { 1, 0 };
  for (uint64_t i = from;; i++)
    {
      SimBlock block = sim_stream_block (key, (uint64_t) number, purpose, i / 4);
      if (sim_uniform (block.word[i % 4]) >= probability)
        return (int) (i - from);
    }
}

static void
a_deferred_harvest_goes_to_the_next_working_day (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_WEEKDAYS
                     "<sites><site id='ward' share='1' calendar='weekdays'/></sites>"
                     "<patients><arrivals><trace href='patients.csv'/></arrivals>"
                     "</patients><harvest window='31'><deferral probability='0.6'/>"
                     "</harvest>"),
      "id,injured\np1,0\np2,0\np3,0\np4,0\np5,0\np6,0\n");
  /* Injured on Monday at midnight; the first attempt is at nine; attempt k is on working
   * day k, five a week.  The attempts' numbers are at (patient, purpose, attempt). */
  int most = 0;
  for (int number = 1; number <= 6; number++)
    {
      int n = deferrals (MODEL_PURPOSE_HARVEST, number, 0.6, 0);
      char id[] = { 'p', (char) ('0' + number), '\0' };
      assert_day (run, id, "harvested", n / 5 * 7 + n % 5 + 0.375);
      most = MAX (most, n);
    }
  assert_true (most > 0);
}

static void
a_deferred_draw_moves_the_harvest_only_if_it_must (void **state)
{
  (void) state;
  /* No calendar; draws 6 and 2 days before the harvest, intervals of 1 day. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<blood total-ml='900' draws='5' max-draw-ml='300'"
                     " min-interval-days='1'><draw day='-6'/><draw day='-2'/>"
                     "<draw day='3'/><deferral probability='0.5'/></blood>"),
      "id,injured,harvest\np1,0,10\np2,0,10\np3,0,10\np4,0,10\np5,0,10\np6,0,10\n"
      "p7,0,10\np8,0,10\n");
  int moved = 0, kept = 0;
  for (int number = 1; number <= 8; number++)
    {
      char id[] = { 'p', (char) ('0' + number), '\0' };
      /* The given harvest day 10 is the earliest: draws are due on days 4 and 8. */
      int first = deferrals (MODEL_PURPOSE_DRAW, number, 0.5, 0);
      int second = deferrals (MODEL_PURPOSE_DRAW, number, 0.5, (uint64_t) first + 1);
      double draw1 = 4.0 + first;
      double draw2 = fmax (8.0, draw1 + 1.0) + second;
      double harvest = fmax (10.0, draw2 + 1.0);
      assert_day (run, id, "draw1", draw1);
      assert_day (run, id, "harvested", harvest);
      moved += harvest > 10.0;
      kept += harvest <= 10.0 && first + second > 0;
    }
  assert_true (moved > 0 && kept > 0);
}

static void
a_deferred_eligible_draw_moves_a_booked_harvest_and_is_made_before_it (void **state)
{
  (void) state;
  /* Lines for everybody: booked at once, while the draws (gap 4 days) are to come. */
  g_autoptr (TestRun) run =
      test_run (TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                               "<blood total-ml='600' draws='5' max-draw-ml='300'"
                               " min-interval-days='1' start='eligible'><draw day='-6'/>"
                               "<draw day='-2'/><deferral probability='0.5'/></blood>"),
                "id,injured\np1,0\np2,0\np3,0\np4,0\np5,0\np6,0\np7,0\np8,0\n");
  int deferred = 0;
  for (int number = 1; number <= 8; number++)
    {
      char id[] = { 'p', (char) ('0' + number), '\0' };
      int first = deferrals (MODEL_PURPOSE_DRAW, number, 0.5, 0);
      int second = deferrals (MODEL_PURPOSE_DRAW, number, 0.5, (uint64_t) first + 1);
      /* The gap of 4 days counts from the first draw; the harvest is a day after the
       * second at least, and no later, for it was booked for the earliest day. */
      assert_day (run, id, "draw1", first);
      assert_day (run, id, "draw2", first + 4 + second);
      assert_day (run, id, "harvested", first + 4 + second + 1);
      deferred += first + second > 0;
    }
  assert_true (deferred > 0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_deferred_harvest_goes_to_the_next_working_day),
    cmocka_unit_test (a_deferred_draw_moves_the_harvest_only_if_it_must),
    cmocka_unit_test (
        a_deferred_eligible_draw_moves_a_booked_harvest_and_is_made_before_it),
  };
  return cmocka_run_group_tests_name ("models/deferrals", tests, NULL, NULL);
}
