/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of allocation rules: every kind of DESIGN section 5 by a worked example. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "models/run.h"

#include <string.h>

#define RULE(content) "<allocation use='r'><rule id='r'>" content "</rule></allocation>"

/* One line from day 5 (2019-05-11) on, a culture of a day: a booking a day, in the order
 * of the rule, of all who came before day 5. */
#define FROM_DAY_5                                                                       \
  "<plant gate='line'><pool id='line' capacity='0'>"                                     \
  "<change on='2019-05-11' capacity='1'/></pool>"                                        \
  "<stage id='culture' uses='line'><constant value='1'/></stage></plant>"

#define QUEUE(rule) TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW FROM_DAY_5 RULE (rule))

/* In the order of injury, which gives the numbers: d 1, b 2, c 3, a 4.  Referred on: d 4,
 * b 4, c 2, a 3. */
static const char four[] = "id,injured,referred,grade,sex,age\n"
                           "a,3,0,C,female,50\n"
                           "b,1,3,A,male,30\n"
                           "c,2,0,B,male,70\n"
                           "d,0,4,A,female,30\n";

static void
assert_order (const char *xml, const char *csv, const char *expected)
{
  g_autoptr (TestRun) run = test_run (xml, csv);
  assert_text (test_bookings (run), expected);
}

static void
every_key_orders_by_what_it_says (void **state)
{
  (void) state;
  static const struct
  {
    const char *xml, *expected;
  } cases[] = {
    /* Referral: c 2, a 3, then d and b at 4 by number. */
    { QUEUE ("<order by='referral'/>"), "c a d b" },
    { QUEUE ("<order by='eligible'/>"), "c a d b" },
    { QUEUE ("<order by='injury'/>"), "d b c a" },
    { QUEUE ("<order by='deadline'/>"), "d b c a" },
    { QUEUE ("<order by='injury' direction='descending'/>"), "a c b d" },
    /* b is 30 on day 1, d on day 0: b is a day younger. */
    { QUEUE ("<order by='age'/>"), "b d a c" },
    { QUEUE ("<order by='age' direction='descending'/>"), "c a d b" },
    { QUEUE ("<order by='grade'/>"), "d b c a" },
    { QUEUE ("<order by='grade' direction='descending'/>"), "a c d b" },
    { QUEUE ("<order by='grade-at-referral'/><order by='age'/>"), "b d c a" },
    { QUEUE ("<order by='grade'/><order by='injury' direction='descending'/>"),
      "b d c a" },
    /* Nobody is remade: all tie, by number. */
    { QUEUE ("<order by='remake'/>"), "d b c a" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_order (cases[i].xml, four, cases[i].expected);
}

static void
filters_and_first_go_before_the_order (void **state)
{
  (void) state;
  assert_order (QUEUE ("<only grade='A'/><order by='referral'/>"), four, "d b");
  assert_order (QUEUE ("<only grade='A C'/><order by='referral'/>"), four, "a d b");
  assert_order (QUEUE ("<only sex='male'/><order by='referral'/>"), four, "c b");
  assert_order (QUEUE ("<only min-age='50'/><order by='referral'/>"), four, "c a");
  assert_order (QUEUE ("<only min-age='51'/><order by='referral'/>"), four, "c");
  assert_order (QUEUE ("<only max-age='30'/><order by='injury'/>"), four, "d b");
  assert_order (QUEUE ("<only grade='A' sex='female'/><order by='injury'/>"), four, "d");
  assert_order (QUEUE ("<only grade='A'/><only sex='male'/><order by='injury'/>"), four,
                "b");
  assert_order (QUEUE ("<first grade='A'/><order by='referral'/>"), four, "d b c a");
  assert_order (QUEUE ("<first grade='C'/><order by='injury'/>"), four, "a d b c");
  /* Two firsts: in document order, C before females. */
  assert_order (QUEUE ("<first grade='B'/><first sex='female'/><order by='referral'/>"),
                four, "c a d b");
  g_autoptr (TestRun) run =
      test_run (QUEUE ("<first grade='A'/><order by='referral'/>"), four);
  assert_text (test_booking_text (run, 0, "reason"), "first");
  assert_text (test_booking_text (run, 2, "reason"), "order");
  assert_text (test_booking_text (run, 0, "keys"), "referral=4.0000");
  assert_text (test_booking_text (run, 0, "grade"), "A");
  /* d's deadline is day 31, and now is day 5. */
  assert_near (test_booking_number (run, 0, "slack"), 26.0, 1e-9);
  assert_near (test_booking_number (run, 0, "waiting"), 4.0, 0.0);
  assert_near (test_booking_number (run, 0, "feasible"), 4.0, 0.0);
}

static void
a_group_with_a_name_is_the_same_as_written_out (void **state)
{
  (void) state;
#define NAMED(rule)                                                                      \
  TEST_SCENARIO ("<group id='young-a' grade='A' max-age='40' sex='male'/>" TEST_PATIENTS \
                     TEST_WINDOW FROM_DAY_5 RULE (rule))
  assert_order (NAMED ("<first group='young-a'/><order by='referral'/>"), four,
                "b c a d");
  g_autoptr (TestRun) run =
      test_run (NAMED ("<first group='young-a'/><order by='referral'/>"), four);
  assert_near (test_metric (run, "infused", "young-a"), 1.0, 0.0);
}

static void
points_add_up_and_the_highest_score_goes_first (void **state)
{
  (void) state;
  /* On day 5, with 20 a day of waiting and -0.5 a day of slack:
   *   a: 10 + 20 x 2 - 0.5 x 29 = 35.5;  b: 40 + 20 - 0.5 x 27 = 46.5;
   *   c: 20 + 60 - 0.5 x 28 = 66;        d: 40 + 20 - 0.5 x 26 = 47. */
  g_autoptr (TestRun) run =
      test_run (QUEUE ("<points of='grade' A='40' B='20' C='10'/>"
                       "<points of='waited' per-day='20'/>"
                       "<points of='slack' per-day='-0.5'/><order by='referral'/>"),
                four);
  assert_text (test_bookings (run), "c d b a");
  assert_text (test_booking_text (run, 0, "keys"), "points=66.0000;referral=2.0000");
  assert_text (test_booking_text (run, 0, "runner_up"), "d");
  assert_text (test_booking_text (run, 0, "runner_up_keys"),
               "points=47.0000;referral=4.0000");
  /* A day later everybody has 20.5 more. */
  assert_text (test_booking_text (run, 1, "keys"), "points=67.5000;referral=4.0000");
  /* Age at -1 a year: the youngest first; equal points go on to the order. */
  assert_order (QUEUE ("<points of='age' per-year='-1'/>"), four, "b d a c");
  assert_order (QUEUE ("<points of='grade' A='1' B='1' C='1'/><order by='referral'/>"),
                four, "c a d b");
}

static void
points_by_site_and_remake (void **state)
{
  (void) state;
  assert_order (
      TEST_SCENARIO ("<sites><site id='north' share='0.5'/><site id='south' share='0.5'/>"
                     "</sites>" TEST_PATIENTS TEST_WINDOW FROM_DAY_5 RULE (
                         "<points of='site' site='south' weight='5'/>"
                         "<order by='injury'/>")),
      "id,injured,site\np,0,north\nq,1,south\nr,2,north\ns,3,south\n", "q s p r");
  /* Every batch fails, one remake: p's is first of all by its weight, or by the order
   * descending by injury the last of all. */
#define REMADE(rule)                                                                     \
  TEST_SCENARIO (                                                                        \
      TEST_PATIENTS TEST_WINDOW                                                          \
      "<plant gate='line'><pool id='line' capacity='1'/>"                                \
      "<stage id='culture' uses='line'><constant value='2'/>"                            \
      "<fail probability='1'/></stage><remake attempts='1'/></plant>" RULE (rule))
  static const char csv[] = "id,injured\np,0\nq,1\nr,1\n";
  assert_order (REMADE ("<points of='remake' weight='10'/><order by='injury'"
                        " direction='descending'/>"),
                csv, "p p q q r r");
  assert_order (REMADE ("<order by='remake'/><order by='injury'/>"), csv, "p p q q r r");
  assert_order (REMADE ("<order by='remake' direction='descending'/>"
                        "<order by='injury'/>"),
                csv, "p q r p q r");
  assert_order (REMADE ("<only remake='no'/><order by='injury'/>"), csv, "p q r");
}

/* The order by which the lottery's numbers of patients 1 to 4 sort: u, or -ln u / w. */
static char *
expected_lottery (const char *const ids[4], const double weights[4])
{
  double keys[4];
  for (int i = 0; i < 4; i++)
    {
      SimBlock block = sim_stream_block ((SimStreamKey){ 1, 0 }, (uint64_t) i + 1,
                                         MODEL_PURPOSE_SCREENING, 0);
      double u = sim_uniform (block.word[3]);
      keys[i] = weights == NULL ? u : -log (u) / weights[i];
    }
  GString *text = g_string_new (NULL);
  for (int rank = 0; rank < 4; rank++)
    {
      int best = 0;
      for (int i = 1; i < 4; i++)
        if (keys[i] < keys[best])
          best = i;
      g_string_append_printf (text, "%s%s", rank > 0 ? " " : "", ids[best]);
      keys[best] = HUGE_VAL;
    }
  return g_string_free (text, FALSE);
}

static void
a_lottery_gives_each_patient_one_number (void **state)
{
  (void) state;
  static const char *const ids[] = { "d", "b", "c", "a" };
  g_autofree char *plain = expected_lottery (ids, NULL);
  assert_order (QUEUE ("<order by='lottery'/>"), four, plain);
  const double weights[] = { 9.0, 9.0, 1.0, 0.25 };
  g_autofree char *weighted = expected_lottery (ids, weights);
  assert_order (QUEUE ("<order by='lottery' A='9' B='1' C='0.25'/>"), four, weighted);
}

/* Four of C before four of A. */
static const char eight[] = "id,injured,grade\n"
                            "c1,0,C\nc2,0,C\nc3,0,C\nc4,0,C\n"
                            "a1,1,A\na2,1,A\na3,1,A\na4,1,A\n";

static void
a_reserve_serves_its_group_while_it_has_less_than_its_share (void **state)
{
  (void) state;
  /* Half: A while a < (n + 1) / 2.  0 < 0.5 A; 1 < 1 no, C; 1 < 1.5 A; 2 < 2 no, C; ...
   */
  g_autoptr (TestRun) run = test_run (
      QUEUE ("<reserve grade='A' share='0.5' kind='soft'/><order by='referral'/>"),
      eight);
  assert_text (test_bookings (run), "a1 c1 a2 c2 a3 c3 a4 c4");
  assert_text (test_booking_text (run, 0, "reason"), "reserve:1");
  assert_text (test_booking_text (run, 1, "reason"), "order");
  /* Over the last two bookings: 0 < 0.5 A; 1 < 1 no, C; of (A C) 1 < 1.5 A; of (C A) A;
   * of (A A) 2 < 1.5 no, C; of (A C) A; then no A is left, and soft gives the rest. */
  assert_order (QUEUE ("<reserve grade='A' share='0.5' kind='soft' over='2'/>"
                       "<order by='referral'/>"),
                eight, "a1 c1 a2 a3 c2 a4 c3 c4");
  /* Half for A in document order before a quarter for C: a1; 1 < 1 no, C: 0 < 0.5 c1;
   * A 1 < 1.5 a2; A 2 < 2 no, C 1 < 1 no, by referral c2; A 2 < 2.5 a3; A no, C 2 < 1.5
   * no, by referral c3; a4; then c4. */
  assert_order (QUEUE ("<reserve grade='A' share='0.5' kind='soft'/>"
                       "<reserve grade='C' share='0.25' kind='soft'/>"
                       "<order by='referral'/>"),
                eight, "a1 c1 a2 c2 a3 c3 a4 c4");
  /* A quarter for A alone: 0 < 0.25 A; then 1 < (n + 1) / 4 only from n = 4 on. */
  assert_order (QUEUE ("<reserve grade='A' share='0.25' kind='soft'/>"
                       "<order by='referral'/>"),
                eight, "a1 c1 c2 c3 a2 c4 a3 a4");
}

static void
a_share_that_makes_a_whole_number_is_no_more (void **state)
{
  (void) state;
  /* 0.28 for A, all else for C: before the 25th booking A has had 7 of 24, for which
   * 6 < 0.28 x 22 = 6.16 gave the 22nd; and 7 < 0.28 x 25 = 7 is not so, although the
   * product of the binary numbers is a little more than 7. */
  GString *csv = g_string_new ("id,injured,grade\n");
  for (int i = 1; i <= 20; i++)
    g_string_append_printf (csv, "a%d,0,A\nc%d,0,C\n", i, i);
  g_autofree char *text = g_string_free (csv, FALSE);
  g_autoptr (TestRun) run =
      test_run (QUEUE ("<reserve grade='A' share='0.28' kind='soft'/>"
                       "<order by='grade' direction='descending'/>"),
                text);
  assert_text (test_booking_text (run, 21, "grade"), "A");
  assert_text (test_booking_text (run, 24, "grade"), "C");
  assert_text (test_booking_text (run, 25, "grade"), "A");
}

static void
a_hard_reserve_leaves_the_line_idle (void **state)
{
  (void) state;
  /* a1 on day 5, c1 on 6; then A is owed (1 < 1.5) and none waits: the line idles until
   * a2 comes on day 20; c2 gets it on 21, and then nobody any more: 2 < 2.5. */
  g_autoptr (TestRun) run = test_run (
      QUEUE ("<reserve grade='A' share='0.5' kind='hard'/><order by='referral'/>"),
      "id,injured,grade\nc1,0,C\nc2,0,C\nc3,0,C\na1,1,A\na2,20,A\n");
  assert_text (test_bookings (run), "a1 c1 a2 c2");
  assert_day (run, "c1", "booked", 6);
  assert_day (run, "a2", "booked", 20);
  assert_day (run, "c2", "booked", 21);
  assert_fate (run, "c3", "window-rule");
  /* Soft, it would have been given on day 7. */
  g_autoptr (TestRun) soft = test_run (
      QUEUE ("<reserve grade='A' share='0.5' kind='soft'/><order by='referral'/>"),
      "id,injured,grade\nc1,0,C\nc2,0,C\nc3,0,C\na1,1,A\na2,20,A\n");
  assert_day (soft, "c2", "booked", 7);
}

static void
a_reserve_by_site_keeps_its_share (void **state)
{
  (void) state;
  assert_order (
      TEST_SCENARIO ("<sites><site id='north' share='0.5'/><site id='south' share='0.5'/>"
                     "</sites>" TEST_PATIENTS TEST_WINDOW FROM_DAY_5 RULE (
                         "<reserve site='south' share='0.3' kind='hard'/>"
                         "<order by='injury'/>")),
      "id,injured,site\nn1,0,north\nn2,0,north\nn3,0,north\ns1,1,south\ns2,1,south\n",
      /* 0 < 0.3 s1; 1 < 0.6, 0.9 no n1 n2; 1 < 1.2 s2; 2 < 1.5 no n3. */
      "s1 n1 n2 s2 n3");
}

static void
protected_lines_are_kept_for_the_group (void **state)
{
  (void) state;
  /* Three lines from day 5: c1 while three are bookable; with two left only A: a1; then
   * one left for A alone.  On day 6 three are free again: c2; day 7 c3. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='0'>"
                     "<change on='2019-05-11' capacity='3'/></pool>"
                     "<stage id='culture' uses='line'><constant value='1'/></stage>"
                     "</plant>" RULE ("<protect grade='A' lines='2'/>"
                                      "<order by='referral'/>")),
      "id,injured,grade\nc1,0,C\nc2,0,C\nc3,0,C\na1,1,A\n");
  assert_text (test_bookings (run), "c1 a1 c2 c3");
  assert_day (run, "a1", "booked", 5);
  assert_day (run, "c2", "booked", 6);
  assert_day (run, "c3", "booked", 7);
}

static void
a_phase_ends_on_its_date (void **state)
{
  (void) state;
  /* A alone until 2019-05-14 (day 8): a1 on 5, nobody on 6 and 7; c1 at the midnight. */
  g_autoptr (TestRun) run = test_run (
      QUEUE ("<phase until='2019-05-14'><only grade='A'/><order by='referral'/></phase>"
             "<phase><order by='referral'/></phase>"),
      "id,injured,grade\nc1,0,C\na1,1,A\n");
  assert_day (run, "a1", "booked", 5);
  assert_day (run, "c1", "booked", 8);
  assert_text (test_booking_text (run, 0, "reason"), "only");
  assert_text (test_booking_text (run, 1, "reason"), "order");
}

static void
a_phase_ends_with_so_many_infusions_of_everybody (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      QUEUE ("<phase until-infused='2'><only grade='A'/><order by='referral'/></phase>"
             "<phase><order by='referral'/></phase>"),
      "id,injured,grade\nc1,0,C\nc2,0,C\na1,1,A\na2,1,A\na3,1,A\n");
  /* a1 and a2 are infused on 6 and 7; from then on by referral. */
  assert_text (test_bookings (run), "a1 a2 c1 c2 a3");
  assert_day (run, "c1", "booked", 7);
}

static void
a_phase_ends_when_the_gate_has_so_many_lines (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='1'>"
                     "<change on='2019-05-16' capacity='2'/>"
                     "<change on='2019-05-18' capacity='1'/></pool>"
                     "<stage id='culture' uses='line'><constant value='1'/></stage>"
                     "</plant>" RULE ("<phase until-capacity='2'><only grade='A'/>"
                                      "<order by='referral'/></phase>"
                                      "<phase><order by='referral'/></phase>")),
      "id,injured,grade\nc1,0,C\nc2,0,C\nc3,0,C\na1,1,A\nc4,14,C\n");
  assert_day (run, "a1", "booked", 1);
  /* Day 10, and for good, though capacity falls again on day 12. */
  assert_day (run, "c1", "booked", 10);
  assert_day (run, "c2", "booked", 10);
  assert_day (run, "c3", "booked", 11);
  assert_day (run, "c4", "booked", 14);
}

static void
a_phase_ends_at_its_first_backlog (void **state)
{
  (void) state;
  /* By referral until three wait at once (day 2), then the latest first, for good. */
  g_autoptr (TestRun) run =
      test_run (QUEUE ("<phase until-backlog='3'><order by='referral'/></phase>"
                       "<phase><order by='referral' direction='descending'/></phase>"),
                "id,injured\np,0\nq,1\nr,2\ns,20\nt,20.5\nu,20.6\n");
  assert_text (test_bookings (run), "r q p s u t");
  g_autoptr (TestRun) never =
      test_run (QUEUE ("<phase until-backlog='4'><order by='referral'/></phase>"
                       "<phase><order by='referral' direction='descending'/></phase>"),
                "id,injured\np,0\nq,1\nr,2\ns,20\nt,20.5\nu,20.6\n");
  assert_text (test_bookings (never), "p q r s t u");
}

static void
phases_follow_each_other_to_the_last (void **state)
{
  (void) state;
  /* A until an infusion (day 6), C until day 8 (2019-05-14), then B. */
  g_autoptr (TestRun) run = test_run (
      QUEUE ("<phase until-infused='1'><only grade='A'/><order by='referral'/></phase>"
             "<phase until='2019-05-14'><only grade='C'/><order by='referral'/></phase>"
             "<phase><only grade='B'/><order by='referral'/></phase>"),
      "id,injured,grade\na1,0,A\na2,0,A\nb1,0,B\nc1,0,C\n");
  assert_text (test_bookings (run), "a1 c1 b1");
  assert_day (run, "c1", "booked", 6);
  assert_day (run, "b1", "booked", 8);
  assert_fate (run, "a2", "window-rule");
}

static void
quotas_count_anew_in_each_phase (void **state)
{
  (void) state;
  /* Phase one, two infusions: by referral c1 c2 (infused on day 7).  Phase two: half for
   * A, counted from its beginning: a1 (0 < 0.5), c3 (1 < 1 no), a2, c4, a3. */
  assert_order (QUEUE ("<phase until-infused='2'><order by='referral'/></phase>"
                       "<phase><reserve grade='A' share='0.5' kind='soft'/>"
                       "<order by='referral'/></phase>"),
                eight, "c1 c2 a1 c3 a2 c4 a3 a4");
}

static void
time_alone_makes_a_patient_eligible_for_a_group (void **state)
{
  (void) state;
  static const char lines[] = TEST_SCENARIO (
      TEST_PATIENTS TEST_WINDOW
      "<plant gate='line'><pool id='line' capacity='3'/>"
      "<stage id='culture' uses='line'><constant value='1'/></stage></plant>" RULE (
          "<only waited-over='2'/><order by='referral'/>"));
  /* Longer than two days: in the second behind them, though q, who comes at the end of
   * the second day, has everybody looked at. */
  g_autoptr (TestRun) waited = test_run (lines, "id,injured\np,5.5\nq,7.5\n");
  assert_near (test_day (waited, "p", "booked"), 7.5 + 1.0 / 86400.0, 1e-9);
  /* 17.99 years: 18 after 0.01 x 365.25 = 3.6525 days. */
  g_autoptr (TestRun) aged = test_run (
      TEST_SCENARIO (TEST_PATIENTS TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='3'/>"
                     "<stage id='culture' uses='line'><constant value='1'/></stage>"
                     "</plant>" RULE ("<only min-age='18'/><order by='referral'/>")),
      "id,injured,age\np,1,17.99\nq,1,18\n");
  assert_day (aged, "q", "booked", 1);
  assert_near (test_day (aged, "p", "booked"), 4.6525, 2.0 / 86400.0);
}

static void
a_grade_that_changes_moves_the_patient_in_the_list (void **state)
{
  (void) state;
  /* All improve from A to B within the first day or so; b was B at the referral.  On day
   * 5 everybody is B: by grade of the moment they tie and go by number, by the grade at
   * referral A goes first. */
#define IMPROVING(rule)                                                                  \
  TEST_SCENARIO (TEST_PATIENTS "<natural-course><improves from='A' to='B' per-day='9'/>" \
                               "</natural-course>" TEST_WINDOW FROM_DAY_5 RULE (rule))
  static const char csv[] = "id,injured,grade\nb,0,B\na,0,A\nc,0,C\n";
  assert_order (IMPROVING ("<order by='grade'/>"), csv, "b a c");
  assert_order (IMPROVING ("<order by='grade-at-referral'/>"), csv, "a b c");
  assert_order (IMPROVING ("<only grade='B'/><order by='injury'/>"), csv, "b a");
}

static void
benefit_weighs_the_effect_against_the_natural_course (void **state)
{
  (void) state;
  /* Booked on day 5 and infused on day 15 after ten days of culture.  A: 5 of 6 improve,
   * naturally nobody: 0.8333.  C: all improve, but it leaves C at 0.01 a day until day
   * 180: still C on day 15 with e^-0.1, naturally better from then to 180 with
   * 1 - e^-1.65: the benefit is e^-0.1 x (1 - (1 - e^-1.65)) = e^-1.75 = 0.1738. */
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (TEST_PATIENTS
                     "<natural-course><improves from='C' to='D' per-day='0.01'"
                     " until-day='180'/></natural-course>" TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='0'>"
                     "<change on='2019-05-11' capacity='1'/></pool>"
                     "<stage id='culture' uses='line'><constant value='10'/></stage>"
                     "</plant><infusion grades='A B C'/>"
                     "<outcome day='220'>"
                     "<observed grade='A' n='6' one-or-more='5' two-or-more='2'/>"
                     "<observed grade='C' n='5' one-or-more='5' two-or-more='0'/>"
                     "</outcome>" RULE ("<points of='benefit' weight='1'/>")),
      "id,injured,grade\nc,0,C\na,0,A\nb,0,B\n");
  const char *first = test_booking_text (run, 0, "patient");
  assert_text (first, "a");
  assert_text (test_booking_text (run, 0, "keys"), "points=0.8333");
  /* C may have recovered by day 5 in this replication; it has not, by its own course. */
  assert_text (test_booking_text (run, 0, "runner_up"), "c");
  assert_text (test_booking_text (run, 0, "runner_up_keys"), "points=0.1738");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_key_orders_by_what_it_says),
    cmocka_unit_test (filters_and_first_go_before_the_order),
    cmocka_unit_test (a_group_with_a_name_is_the_same_as_written_out),
    cmocka_unit_test (points_add_up_and_the_highest_score_goes_first),
    cmocka_unit_test (points_by_site_and_remake),
    cmocka_unit_test (a_lottery_gives_each_patient_one_number),
    cmocka_unit_test (a_reserve_serves_its_group_while_it_has_less_than_its_share),
    cmocka_unit_test (a_share_that_makes_a_whole_number_is_no_more),
    cmocka_unit_test (a_hard_reserve_leaves_the_line_idle),
    cmocka_unit_test (a_reserve_by_site_keeps_its_share),
    cmocka_unit_test (protected_lines_are_kept_for_the_group),
    cmocka_unit_test (a_phase_ends_on_its_date),
    cmocka_unit_test (a_phase_ends_with_so_many_infusions_of_everybody),
    cmocka_unit_test (a_phase_ends_when_the_gate_has_so_many_lines),
    cmocka_unit_test (a_phase_ends_at_its_first_backlog),
    cmocka_unit_test (phases_follow_each_other_to_the_last),
    cmocka_unit_test (quotas_count_anew_in_each_phase),
    cmocka_unit_test (time_alone_makes_a_patient_eligible_for_a_group),
    cmocka_unit_test (a_grade_that_changes_moves_the_patient_in_the_list),
    cmocka_unit_test (benefit_weighs_the_effect_against_the_natural_course),
  };
  return cmocka_run_group_tests_name ("models/rule", tests, NULL, NULL);
}
