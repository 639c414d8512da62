/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sites: opening, transfer, beds, slots, rehabilitation. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include <string.h>

static void
a_patient_of_a_site_that_is_not_open_is_transferred_or_lost (void **state)
{
  (void) state;
  /* North opens on day 10 (2019-05-16), south on day 5 by the later of its requirements;
   * a transfer takes 2 days. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          "<sites><transfer><constant value='2'/></transfer>"
          "<site id='north' share='0.5' open-from='2019-05-16'/>"
          "<site id='south' share='0.5'><requirement ref='1-1(1)' from='2019-05-08'/>"
          "<requirement ref='1-1(3)' from='2019-05-11'/></site></sites>" TEST_PATIENTS),
      "id,injured,site\n"
      "early,4,south\n"
      "south,5,south\n"
      "moved,5,north\n"
      "waits,9.9,north\n"
      "north,10,north\n");
  assert_fate (run, "early", "no-site");
  assert_day (run, "early", "left", 4);
  assert_day (run, "south", "eligible", 5);
  assert_day (run, "moved", "referred", 5);
  assert_day (run, "moved", "eligible", 7);
  assert_text (test_text (run, "moved", "site"), "south");
  assert_text (test_text (run, "waits", "site"), "south");
  assert_day (run, "waits", "eligible", 11.9);
  assert_text (test_text (run, "north", "site"), "north");
  assert_day (run, "north", "eligible", 10);
  /* Groups of sites are after transfer; no-site stays with its own. */
  assert_near (test_metric (run, "infused", "site:south"), 3.0, 0.0);
  assert_near (test_metric (run, "infused", "site:north"), 1.0, 0.0);
  assert_near (test_metric (run, "lost-no-site", "all"), 1.0, 0.0);
}

static void
beds_are_taken_at_booking_and_kept_to_rehabilitation (void **state)
{
  (void) state;
  /* One bed.  p is infused on day 5 and keeps it for 3 days more; q gets it on day 8. */
#define ONE_BED(stay)                                                                    \
  TEST_SCENARIO (                                                                        \
      "<sites><site id='ward' share='1' beds='1'>" stay "</site></sites>" TEST_PATIENTS  \
      "<plant gate='line'><pool id='line' capacity='9'/>"                                \
      "<stage id='culture' uses='line'><constant value='5'/></stage></plant>")
  static const char csv[] = "id,injured\np,0\nq,1\n";
  g_autoptr (TestRun) kept = test_run (ONE_BED ("<rehabilitation after-days='3'/>"), csv);
  assert_day (kept, "p", "infused", 5);
  assert_day (kept, "q", "booked", 8);
  g_autoptr (TestRun) freed = test_run (ONE_BED (""), csv);
  assert_day (freed, "q", "booked", 5);
}

static void
a_bed_is_freed_at_once_when_the_patient_leaves (void **state)
{
  (void) state;
  /* p's culture fails on day 5: its bed goes to q then, whatever the rehabilitation. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO ("<sites><site id='ward' share='1' beds='1'>"
                     "<rehabilitation after-days='30'/></site></sites>" TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='9'/>"
                     "<stage id='culture' uses='line'><constant value='5'/>"
                     "<fail probability='1'/></stage></plant>"),
      "id,injured\np,0\nq,1\n");
  assert_fate (run, "p", "culture");
  assert_day (run, "q", "booked", 5);
  assert_day (run, "q", "left", 10);
}

static void
a_remake_keeps_its_bed (void **state)
{
  (void) state;
  /* p fails on 5 and is remade till 10; q, who waits for the bed, gets it then. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO ("<sites><site id='ward' share='1' beds='1'/></sites>" TEST_PATIENTS
                     "<plant gate='line'><pool id='line' capacity='9'/>"
                     "<stage id='culture' uses='line'><constant value='5'/>"
                     "<fail probability='1'/></stage><remake attempts='1'/></plant>"
                     "<allocation use='r'><rule id='r'><order by='referral'"
                     " direction='descending'/></rule></allocation>"),
      "id,injured\np,0\nq,1\n");
  assert_day (run, "p", "left", 10);
  assert_day (run, "q", "booked", 10);
}

static void
slots_are_so_many_a_day_and_in_its_hours (void **state)
{
  (void) state;
  /* Two harvests a day from Monday to Friday, one infusion a day; five patients of
   * Thursday: harvests Thu Thu Fri Fri Mon (7), a day of culture, infusions one a day. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_WEEKDAYS
                     "<sites><site id='ward' share='1' calendar='weekdays'"
                     " harvests-per-day='2' infusions-per-day='1'/></sites>" TEST_PATIENTS
                     "<plant><stage id='culture'><constant value='0.5'/></stage>"
                     "</plant>"),
      "id,injured\np1,3\np2,3\np3,3\np4,3\np5,3\n");
  const double harvests[] = { 3.375, 3.375, 4.375, 4.375, 7.375 };
  /* Products come on 3.875 twice, on 4.875 twice and on 7.875: Fri, Mon, Tue, Wed, Thu.
   */
  const double infusions[] = { 4.375, 7.375, 8.375, 9.375, 10.375 };
  for (int i = 0; i < 5; i++)
    {
      char id[] = { 'p', (char) ('1' + i), '\0' };
      assert_day (run, id, "harvested", harvests[i]);
      assert_day (run, id, "infused", infusions[i]);
    }
}

static void
draws_have_places_of_their_own_each_day (void **state)
{
  (void) state;
  /* One draw a day: p on 0 and 3 for a harvest on 4; q, who wants the same, on 1 and 4
   * for a harvest on 5; r on 2 and 5. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (
          "<sites><site id='ward' share='1' draws-per-day='1'/></sites>" TEST_PATIENTS
          "<blood total-ml='400' draws='2' max-draw-ml='200'"
          " min-interval-days='3'><draw day='-4'/><draw day='-1'/></blood>"),
      "id,injured\np,0\nq,0\nr,0\n");
  const char *ids[] = { "p", "q", "r" };
  for (int i = 0; i < 3; i++)
    {
      assert_day (run, ids[i], "draw1", i);
      assert_day (run, ids[i], "draw2", i + 3);
      assert_day (run, ids[i], "harvested", i + 4);
    }
}

static void
what_a_patient_reserved_is_offered_again (void **state)
{
  (void) state;
  /* One harvest in the window for two; p, booked on day 0 for day 3 (given), recovers
   * before: q gets the slot of day 3, which was full. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_WEEKDAYS
                     "<calendar id='thursday' days='Thu' opens='00:00' closes='24:00'/>"
                     "<sites><site id='ward' share='1' calendar='thursday'"
                     " harvests-per-day='1'/></sites>" TEST_PATIENTS
                     "<attrition><hazard id='died' per-day='0.4'/></attrition>"
                     "<harvest window='6' count='dates'/>"),
      "id,injured\np1,0\np2,0\np3,0\np4,0\np5,0\np6,0\n");
  /* Thursday is day 3.  Exactly one is harvested there, unless all have died; and who
   * dies before is not the one. */
  int n_infused = 0, n_alive = 0;
  for (int number = 1; number <= 6; number++)
    {
      char id[] = { 'p', (char) ('0' + number), '\0' };
      n_infused += strcmp (test_text (run, id, "fate"), "infused") == 0;
      n_alive += test_day (run, id, "left") >= 3.0;
    }
  assert_true (n_alive > 0);
  assert_int_equal (n_infused, 1);
  assert_true (test_booking_count (run) > 1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_patient_of_a_site_that_is_not_open_is_transferred_or_lost),
    cmocka_unit_test (beds_are_taken_at_booking_and_kept_to_rehabilitation),
    cmocka_unit_test (a_bed_is_freed_at_once_when_the_patient_leaves),
    cmocka_unit_test (a_remake_keeps_its_bed),
    cmocka_unit_test (slots_are_so_many_a_day_and_in_its_hours),
    cmocka_unit_test (draws_have_places_of_their_own_each_day),
    cmocka_unit_test (what_a_patient_reserved_is_offered_again),
  };
  return cmocka_run_group_tests_name ("models/site", tests, NULL, NULL);
}
