/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of models/initial.h: who is on the list goes on from where the list finds him. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define HEADER                                                                           \
  "id,injured,referred,eligible,booked,planned_harvest,harvested,stage,stage_began,"     \
  "line,"                                                                                \
  "released\n"

/* Nothing is random: three lines, 10 days of culture, 5 of testing, 1 on the way. */
#define CERTAIN                                                                          \
  "<patients><arrivals per-year='0'/><grades A='1'/></patients>"                         \
  "<eligibility grades='A B C D E'><screening><constant value='3'/></screening>"         \
  "</eligibility>" TEST_WINDOW "<plant gate='line'><pool id='line' capacity='3'/>"       \
  "<stage id='culture' uses='line'><constant value='10'/></stage>"                       \
  "<stage id='testing'><constant value='5'/></stage></plant>"                            \
  "<infusion><transport><constant value='1'/></transport></infusion>"                    \
  "<initial href='patients.csv'/>"

static void
check_path (const TestRun *run,
            const char *patient,
            const char *fate,
            double booked,
            double harvested,
            double released,
            double infused)
{
  const struct
  {
    const char *column;
    double day;
  } steps[] = { { "booked", booked },
                { "harvested", harvested },
                { "released", released },
                { "infused", infused } };
  assert_fate (run, patient, fate);
  for (size_t i = 0; i < G_N_ELEMENTS (steps); i++)
    if (isnan (steps[i].day))
      assert_blank (run, patient, steps[i].column);
    else
      assert_day (run, patient, steps[i].column, steps[i].day);
}

/* Day 0 is 2019-05-06.  Worked out by hand, days since the start:
 *   1  culture since -4 on line 2: ends 6, testing 11, infused 12
 *   2  released at -0.5, a day on the way: infused 0.5
 *   3  booked for 2: takes line 3 then (line 1 has 7's marrow), culture 12, 17, infused
 * 18 4  injured -24, window to 7.  Lines 1 and 3 are for the marrow of 7 and the booking
 *      of 3, line 2 is free at 6: booked and harvested 6, culture 16, 21, infused 22
 *   5  injured -28, window to 3, when no line is free yet: lost
 *   6  referred -1, screened in 3 days: eligible 2; waits for line 1, which 7 leaves at
 *      10: booked and harvested 10, culture 20, 25, infused 26
 *   7  harvested -1, no transport: takes line 1 at 0, culture 10, 15, infused 16 */
static void
without_chance_the_list_takes_the_schedule_worked_out_by_hand (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (
      TEST_SCENARIO (CERTAIN),
      HEADER "a,2019-04-16,2019-04-18,2019-04-20,2019-04-22,2019-04-28,2019-04-28,"
             "culture,2019-05-02,2,\n"
             "b,2019-04-10,2019-04-12,2019-04-13,2019-04-14,2019-04-20,2019-04-20,,,,"
             "2019-05-05 12:00\n"
             "c,2019-04-26,2019-04-28,2019-05-01,2019-05-04,2019-05-08,,,,,\n"
             "d,2019-04-12,2019-04-30,2019-05-01,,,,,,,\n"
             "e,2019-04-08,2019-05-01,2019-05-02,,,,,,,\n"
             "f,2019-05-04,2019-05-05,,,,,,,,\n"
             "g,2019-04-20,2019-04-22,2019-04-24,2019-04-25,2019-05-05,2019-05-05,,,,\n");
  check_path (run, "1", "infused", -14.0, -8.0, 11.0, 12.0);
  check_path (run, "2", "infused", -22.0, -16.0, -0.5, 0.5);
  check_path (run, "3", "infused", -2.0, 2.0, 17.0, 18.0);
  check_path (run, "4", "infused", 6.0, 6.0, 21.0, 22.0);
  check_path (run, "5", "window-line", NAN, NAN, NAN, NAN);
  assert_day (run, "5", "left", 3.0);
  check_path (run, "6", "infused", 10.0, 10.0, 25.0, 26.0);
  assert_day (run, "6", "eligible", 2.0);
  check_path (run, "7", "infused", -11.0, -1.0, 15.0, 16.0);
  double begin, end;
  int line;
  assert_true (test_span (run, "1", "stage:culture", 0, &begin, &end, &line));
  assert_int_equal (line, 2);
  assert_true (test_span (run, "3", "stage:culture", 0, &begin, &end, &line));
  assert_int_equal (line, 3);
  assert_true (test_span (run, "7", "stage:culture", 0, &begin, &end, &line));
  assert_int_equal (line, 1);

  /* The forecast: harvest and infusion since the injury, in bins of an hour. */
  const double hour = 1.0 / 24.0;
  assert_near (test_metric (run, "harvested", "patient:4"), 1.0, 0.0);
  assert_near (test_metric (run, "harvest-day.p50", "patient:4"), 24.0 + 6.0, hour);
  assert_near (test_metric (run, "infusion-day.p10", "patient:4"), 24.0 + 22.0, hour);
  assert_near (test_metric (run, "infusion-day.p90", "patient:4"), 24.0 + 22.0, hour);
  assert_near (test_metric (run, "decision-day.p50", "patient:4"), 24.0 + 6.0, hour);
  assert_near (test_metric (run, "infused", "patient:4"), 1.0, 0.0);
  assert_near (test_metric (run, "harvested", "patient:5"), 0.0, 0.0);
  assert_near (test_metric (run, "lost-window-line", "patient:5"), 1.0, 0.0);
  assert_near (test_metric (run, "injury", "patient:5"), -28.0, 0.0);
  /* All are of the cohort; only d, e and f ever waited: 6 + 3 + 8 days in 366. */
  assert_near (test_metric (run, "injured", "all"), 7.0, 0.0);
  assert_near (test_metric (run, "waiting", "all"), 17.0 / 366.0, 1e-12);
}

/* Windows of 31 days: injured on day -32 it closed yesterday, on day -31 it closes now,
 * and a line that is free now still serves the second, not the first. */
static void
a_window_that_has_closed_ends_the_waiting_at_once (void **state)
{
  (void) state;
  g_autoptr (TestRun) run = test_run (TEST_SCENARIO (CERTAIN), HEADER
                                      "late,2019-04-04,2019-04-30,2019-05-01,,,,,,,\n"
                                      "now,2019-04-05,2019-04-30,2019-05-01,,,,,,,\n"
                                      "unscreened,2019-04-04,2019-05-05,,,,,,,,\n");
  assert_fate (run, "1", "window-line");
  assert_day (run, "1", "left", 0.0);
  check_path (run, "2", "infused", 0.0, 0.0, 15.0, 16.0);
  assert_fate (run, "3", "late-referral");
  assert_day (run, "3", "left", 0.0);
}

/* Culture uniform from 8 to 12 days, 10 of them gone: what is left is uniform from 0 to
 * 2, so a third of the replications end by 2/3 of a day. */
static void
a_stage_under_way_ends_by_its_law_given_the_time_taken (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = test_scenario (
      TEST_SCENARIO ("<patients><arrivals per-year='0'/></patients>" TEST_WINDOW
                     "<plant gate='line'><pool id='line' capacity='1'/>"
                     "<stage id='culture' uses='line'><uniform min='8' max='12'/></stage>"
                     "</plant><initial href='patients.csv'/>"),
      HEADER "a,2019-04-10,2019-04-11,2019-04-12,2019-04-13,2019-04-26,2019-04-26,"
             "culture,2019-04-26,,\n");
  const int n = 600;
  int early = 0;
  double sum = 0.0;
  for (int replication = 0; replication < n; replication++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, replication);
      double released = test_day (run, "1", "released");
      assert_in_range ((long) (released * 86400.0), 0, 2 * 86400);
      early += released < 2.0 / 3.0;
      sum += released;
    }
  /* Mean 1 with sd 2 / sqrt 12 / sqrt 600 = 0.0236; the share 1/3 with sd 0.0192: four of
   * them. */
  assert_near (sum / n, 1.0, 4 * 0.0236);
  assert_near ((double) early / n, 1.0 / 3.0, 4 * 0.0192);
}

/* A stage under way since 2019-04-30, six days ago, and how many days it has left in each
 * of @n replications. */
#define UNDER_WAY(law)                                                                   \
  TEST_SCENARIO ("<patients><arrivals per-year='0'/></patients>" TEST_WINDOW             \
                 "<plant gate='line'><pool id='line' capacity='1'/><stage id='culture' " \
                 "uses='line'>" law "</stage></plant><initial href='patients.csv'/>")

static double *
days_left (const char *xml, int n)
{
  g_autoptr (Scenario) scenario = test_scenario (
      xml, HEADER "p,2019-04-20,2019-04-22,2019-04-22,2019-04-22,2019-04-30,2019-04-30,"
                  "culture,2019-04-30,,\n");
  double *left = g_new (double, n);
  for (int replication = 0; replication < n; replication++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, replication);
      left[replication] = test_day (run, "1", "released");
    }
  return left;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

/* Gamma of mean 8 and sd 3: shape 64 / 9, scale 9 / 8.  Given 6 days gone, the chance of
 * more than r days left is Q(6 + r) / Q(6).  The empirical law of n = 3,000 differs from
 * it by less than Kolmogorov's limit at 1 in 10,000, root (-ln (0.0001 / 2) / 2) / root n
 * = 2.225 / root n = 0.041. */
static void
a_gamma_stage_ends_by_the_exact_conditional_law (void **state)
{
  (void) state;
  enum
  {
    N = 3000
  };
  const double shape = 64.0 / 9.0, scale = 9.0 / 8.0;
  g_autofree double *left = days_left (UNDER_WAY ("<gamma mean='8' sd='3'/>"), N);
  qsort (left, N, sizeof (double), compare_doubles);
  double greatest = 0.0;
  for (int i = 0; i < N; i++)
    {
      double below = 1.0 - gsl_cdf_gamma_Q (6.0 + left[i], shape, scale) /
                               gsl_cdf_gamma_Q (6.0, shape, scale);
      greatest = fmax (greatest, fabs ((i + 1.0) / N - below));
      greatest = fmax (greatest, fabs ((double) i / N - below));
    }
  assert_true (greatest < 2.225 / sqrt (N));
}

/* Days 4, 7, 9 and 15 with weights 5, 2, 4 and 1: six gone, 4 is out and 1, 3 and 9 are
 * left with 2, 4 and 1 of 7.  Chi-square with 2 degrees of freedom is above 18.42 once in
 * 10,000
 * (-2 ln 0.0001). */
static void
an_empirical_stage_ends_by_the_exact_conditional_weights (void **state)
{
  (void) state;
  enum
  {
    N = 3000
  };
  static const double days[] = { 1.0, 3.0, 9.0 }, weights[] = { 2.0, 4.0, 1.0 };
  g_autofree double *left = days_left (
      UNDER_WAY ("<empirical><value weight='5'>4</value><value weight='2'>7</value>"
                 "<value weight='4'>9</value><value weight='1'>15</value></empirical>"),
      N);
  int counts[3] = { 0 };
  for (int i = 0; i < N; i++)
    {
      int k = 0;
      while (k < 3 && fabs (left[i] - days[k]) > 1e-9)
        k++;
      assert_in_range (k, 0, 2);
      counts[k]++;
    }
  double square = 0.0;
  for (int k = 0; k < 3; k++)
    {
      double expected = N * weights[k] / 7.0;
      square += (counts[k] - expected) * (counts[k] - expected) / expected;
    }
  assert_true (square < 18.42);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (without_chance_the_list_takes_the_schedule_worked_out_by_hand),
    cmocka_unit_test (a_window_that_has_closed_ends_the_waiting_at_once),
    cmocka_unit_test (a_stage_under_way_ends_by_its_law_given_the_time_taken),
    cmocka_unit_test (a_gamma_stage_ends_by_the_exact_conditional_law),
    cmocka_unit_test (an_empirical_stage_ends_by_the_exact_conditional_weights),
  };
  return cmocka_run_group_tests_name ("models/initial", tests, NULL, NULL);
}
