/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of shares against closed forms, one law at a time, with no lines short. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "models/run.h"

/* A number of standard errors that chance exceeds once in 16,000 comparisons. */
#define Z_LIMIT 4.0

/* Some 40,000 patients in all: 20 replications of ten years at 200 a year. */
#define N_REPLICATIONS 20
#define TEN_YEARS(body)                                                                  \
  "<scenario format='1' name='shares' start='2019-01-01' end='2029-01-01'>"              \
  "<experiment seed='2019'/>" body "</scenario>"

/* Columns summed over replications. */
typedef struct
{
  Scenario *scenario;
  ModelMeasures *measures;
  double *columns;
  int64_t n_replications;
} Totals;

static void
totals_free (Totals *totals)
{
  g_free (totals->columns);
  model_measures_free (totals->measures);
  scenario_free (totals->scenario);
  g_free (totals);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Totals, totals_free)

static Totals *
run_many_of (const char *xml, const char *csv, int64_t n_replications)
{
  GError *error = NULL;
  Totals *totals = g_new0 (Totals, 1);
  totals->scenario = test_scenario (xml, csv);
  totals->measures = model_measures_new (totals->scenario);
  totals->n_replications = n_replications;
  const SimCatalogue *catalogue = totals->measures->catalogue;
  totals->columns = g_new0 (double, catalogue->n_columns);
  SimRecord record = { 0 };
  sim_record_init (&record, catalogue);
  ModelRun *run =
      model_run_new (totals->scenario, totals->scenario->use, totals->measures);
  for (int64_t i = 0; i < n_replications; i++)
    {
      sim_record_reset (&record, catalogue);
      if (!model_run_replicate (run, totals->scenario->seed, i, false, &record, &error))
        fail_msg ("%s", error->message);
      for (size_t k = 0; k < catalogue->n_columns; k++)
        totals->columns[k] += record.columns[k];
    }
  model_run_free (run);
  sim_record_clear (&record, catalogue);
  return totals;
}

static Totals *
run_many (const char *xml)
{
  return run_many_of (xml, NULL, N_REPLICATIONS);
}

static const SimMetric *
find_metric (const Totals *totals, const char *name, const char *group)
{
  const SimCatalogue *catalogue = totals->measures->catalogue;
  int index = sim_catalogue_find_metric (catalogue, name, group);
  if (index < 0)
    fail_msg ("no metric '%s:%s'", name, group);
  return &catalogue->metrics[index];
}

static double
total (const Totals *totals, const char *name, const char *group)
{
  return totals->columns[find_metric (totals, name, group)->column];
}

static double
ratio (const Totals *totals, const char *name, const char *group)
{
  const SimMetric *metric = find_metric (totals, name, group);
  return totals->columns[metric->column] / totals->columns[metric->denominator];
}

/* Asserts that @count of @n patients, each on its own, agree with the chance @p. */
static void
assert_share (double count, double n, double p)
{
  assert_true (n > 1000.0);
  assert_near (count / n, p, Z_LIMIT * sqrt (p * (1.0 - p) / n));
}

/* A culture of @days with a line for everybody. */
#define CULTURE(days)                                                                    \
  "<plant gate='line'><pool id='line' capacity='1000'/>"                                 \
  "<stage id='culture' uses='line'><constant value='" days "'/></stage></plant>"
#define ARRIVALS(more) "<patients><arrivals per-year='200'/>" more "</patients>"

static void
attrition_alone_follows_its_hazards (void **state)
{
  (void) state;
  /* 0.002 + 0.001 a day over 28 days of culture: e^-0.084 are infused; of the others two
   * thirds have withdrawn and one third has died. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (
      ARRIVALS ("") "<attrition><hazard id='withdrawn' per-day='0.002'/>"
                    "<hazard id='died' per-day='0.001'/></attrition>" CULTURE ("28")));
  double n = total (totals, "eligible", "all");
  double lost = 1.0 - exp (-0.084);
  assert_share (total (totals, "infused", "all"), n, exp (-0.084));
  assert_share (total (totals, "lost-withdrawn", "all"), n, lost * 2.0 / 3.0);
  assert_share (total (totals, "lost-died", "all"), n, lost / 3.0);
  /* Line time of those lost, a mean of (1 - e^-ht (1 + ht)) / (h (1 - e^-ht)) each. */
  double mean = (1.0 - exp (-0.084) * 1.084) / (0.003 * lost);
  assert_near (total (totals, "wasted-line-days", "all") / (n * lost), mean, 0.5);
}

static void
natural_course_alone_recovers_its_share_of_c (void **state)
{
  (void) state;
  /* C leaves at 0.01 a day until day 30.  Referred on day 10: 1 - e^-0.1 are D by then
   * and excluded.  Infused on day 40: of the eligible, e^-0.2 are still covered. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (
      ARRIVALS ("<grades A='0.3' C='0.7'/><referral><constant "
                "value='10'/></referral>") "<eligibility grades='A B C'/>"
                                           "<natural-course><improves from='C' "
                                           "to='D' per-day='0.01' until-day='30'/>"
                                           "</natural-course><harvest "
                                           "window='31'/>" CULTURE (
                                               "30") "<infusion grades='A B C'/>"));
  double referred = total (totals, "referred", "all");
  assert_share (total (totals, "lost-excluded-grade", "all"), referred,
                0.7 * (1.0 - exp (-0.1)));
  double eligible = total (totals, "eligible", "C");
  assert_share (total (totals, "lost-recovered", "C"), eligible, 1.0 - exp (-0.2));
  assert_near (total (totals, "infused", "A"), total (totals, "injured", "A"), 0.0);
  assert_near (total (totals, "wasted-products", "all"),
               total (totals, "lost-recovered", "all"), 0.0);
}

static void
two_steps_from_b_reach_d_by_the_closed_form (void **state)
{
  (void) state;
  /* B leaves for C at b = 0.02 a day, C for D at c = 0.05; everybody B at the injury and
   * eligible at once; infused on day 40: D by then with
   * 1 - e^-40b - b / (c - b) (e^-40b - e^-40c). */
  g_autoptr (Totals) totals = run_many (
      TEN_YEARS (ARRIVALS ("<grades B='1'/>") "<eligibility grades='A B C'/>"
                                              "<natural-course>"
                                              "<improves from='B' to='C' per-day='0.02'/>"
                                              "<improves from='C' to='D' per-day='0.05'/>"
                                              "</natural-course>" CULTURE (
                                                  "40") "<infusion grades='A B C'/>"));
  double in_b = exp (-0.8), in_c = 0.02 / 0.03 * (exp (-0.8) - exp (-2.0));
  assert_share (total (totals, "lost-recovered", "all"),
                total (totals, "eligible", "all"), 1.0 - in_b - in_c);
}

static void
recovery_while_waiting_is_the_first_judgement (void **state)
{
  (void) state;
  /* Nobody is ever booked, a window of 20 elapsed days: of C, at 0.01 a day from the
   * injury on, 1 - e^-0.2 recover waiting, and the window closes on the others. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (
      ARRIVALS ("<grades C='1'/>") "<eligibility grades='A B C'/>"
                                   "<natural-course>"
                                   "<improves from='C' to='D' per-day='0.01'/>"
                                   "</natural-course>"
                                   "<harvest window='20' count='elapsed'/>"
                                   "<plant gate='line'><pool id='line' capacity='0'>"
                                   "<change on='2040-01-01' capacity='1'/></pool>"
                                   "<stage id='culture' uses='line'>"
                                   "<constant value='1'/></stage></plant>"));
  double n = total (totals, "eligible", "all");
  assert_share (total (totals, "lost-recovered-waiting", "all"), n, 1.0 - exp (-0.2));
  assert_share (total (totals, "lost-window-line", "all"), n, exp (-0.2));
}

static void
failures_and_remakes_multiply (void **state)
{
  (void) state;
  /* Two stages fail with 0.1 and 0.2: 0.72 succeed; one remake: 0.72 + 0.28 x 0.72. */
  g_autoptr (Totals) totals = run_many (
      TEN_YEARS (ARRIVALS ("") "<harvest window='31' count='elapsed'/>"
                               "<plant gate='line'><pool id='line' capacity='1000'/>"
                               "<stage id='one' uses='line'><constant value='3'/>"
                               "<fail probability='0.1'/></stage>"
                               "<stage id='two' uses='line'><constant value='4'/>"
                               "<fail probability='0.2'/></stage>"
                               "<remake attempts='1'/></plant>"));
  double n = total (totals, "eligible", "all");
  assert_share (total (totals, "infused", "all"), n, 0.72 + 0.28 * 0.72);
  assert_share (total (totals, "lost-culture", "all"), n, 0.28 * 0.28);
}

static void
screening_shares_multiply (void **state)
{
  (void) state;
  /* Excluded 0.1; of the rest cautioned 0.3 and not accepted 0.6 of those; of the rest
   * 0.8 consent. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (ARRIVALS (
      "<sex female='0.25'/><grades A='1'/>") "<eligibility grades='A B C'>"
                                             "<consent probability='0.8'/>"
                                             "<exclusion id='x' probability='0.1'/>"
                                             "<caution id='y' probability='0.3'"
                                             " accept='0.4'/></eligibility>"));
  double n = total (totals, "referred", "all");
  assert_share (total (totals, "lost-excluded-x", "all"), n, 0.1);
  assert_share (total (totals, "lost-excluded-y", "all"), n, 0.9 * 0.18);
  assert_share (total (totals, "lost-declined", "all"), n, 0.9 * 0.82 * 0.2);
  assert_share (total (totals, "infused", "all"), n, 0.9 * 0.82 * 0.8);
  assert_share (total (totals, "injured", "sex:female"), n, 0.25);
}

static void
losses_on_the_way_and_before_the_infusion (void **state)
{
  (void) state;
  /* 0.1 of the marrow is lost; 0.05 of the yields lie under the least dose (uniform on 0
   * to 1e9 cells, least 0.5e8); 0.2 are stopped before the infusion. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (
      "<sites><site id='ward' share='1'><transport lost='0.1'><constant value='1'/>"
      "</transport></site></sites>" ARRIVALS (
          "<weight><constant value='60'/></weight>") "<plant gate='line'>"
                                                     "<pool id='line' capacity='1000'/>"
                                                     "<stage id='culture' uses='line'>"
                                                     "<constant value='5'/></stage>"
                                                     "<yield><uniform min='0' max='1e9'/>"
                                                     "</yield><dose min='0.5e8'"
                                                     " per-kg='3.34e6'/></plant>"
                                                     "<infusion stopped='0.2'/>"));
  double n = total (totals, "eligible", "all");
  assert_share (total (totals, "lost-marrow", "all"), n, 0.1);
  assert_share (total (totals, "lost-specification", "all"), n, 0.9 * 0.05);
  assert_share (total (totals, "lost-infusion-stopped", "all"), n, 0.9 * 0.95 * 0.2);
  assert_near (total (totals, "wasted-products", "all"),
               total (totals, "lost-infusion-stopped", "all"), 0.0);
}

static void
deferrals_delay_by_their_mean (void **state)
{
  (void) state;
  /* Each attempt is deferred with 0.3: 0.3 / 0.7 days on average, sd sqrt (0.3) / 0.7. */
  g_autoptr (Totals) totals =
      run_many (TEN_YEARS (ARRIVALS ("") "<harvest window='400' count='elapsed'>"
                                         "<deferral probability='0.3'/></harvest>"));
  double n = total (totals, "harvested", "all");
  assert_near (ratio (totals, "harvest-day", "all"), 0.3 / 0.7,
               Z_LIMIT * sqrt (0.3) / 0.7 / sqrt (n));
}

static void
tolerance_is_given_to_its_share (void **state)
{
  (void) state;
  /* Referred on day 33 of a window of 31 days; 0.3 of the patients have 7 days more. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (ARRIVALS (
      "<referral><constant value='33'/></referral>") "<harvest window='31' "
                                                     "count='elapsed' tolerance-days='7'"
                                                     " tolerance-share='0.3'/>"));
  double n = total (totals, "referred", "all");
  assert_share (total (totals, "infused", "all"), n, 0.3);
  assert_share (total (totals, "lost-late-referral", "all"), n, 0.7);
}

static void
outcome_without_an_effect_is_the_natural_course (void **state)
{
  (void) state;
  /* C at 0.004 a day until day 180, infused on day 40, judged on day 220: better with
   * 1 - e^-0.56, treated or not. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (
      ARRIVALS ("<grades C='1'/>") "<natural-course>"
                                   "<improves from='C' to='D' per-day='0.004'"
                                   " until-day='180'/></natural-course>" CULTURE (
                                       "40") "<outcome day='220'/>"));
  double infused = total (totals, "infused", "C");
  /* Those who have changed to D by the infusion cannot improve further. */
  double better = exp (-0.16) * (1.0 - exp (-0.56));
  assert_share (total (totals, "improved", "all"), infused, better);
  assert_share (total (totals, "improved-natural", "all"), infused, better);
  assert_near (total (totals, "benefit", "all"), 0.0, 0.0);
  assert_near (total (totals, "improved-two", "all"), 0.0, 0.0);
  assert_share (total (totals, "grade-D-at-outcome", "all"), infused, 1.0 - exp (-0.72));
}

static void
a_declared_effect_has_the_observed_shares (void **state)
{
  (void) state;
  /* Guideline Table 1 and 2, A: 5 of 6 by one or more, 2 of 6 by two.  Natural course of
   * A: 0.002 a day for 180 days from the infusion on day 40, coupled by one number: so
   * the benefit is the difference of the two shares. */
  g_autoptr (Totals) totals = run_many (TEN_YEARS (
      ARRIVALS ("<grades A='1'/>") "<natural-course>"
                                   "<improves from='A' to='B' per-day='0.002'/>"
                                   "</natural-course>" CULTURE (
                                       "40") "<outcome day='220'>"
                                             "<observed grade='A' n='6' one-or-more='5'"
                                             " two-or-more='2'/>"
                                             "<observed grade='B' n='6' one-or-more='5'"
                                             " two-or-more='2'/>"
                                             "<adverse-event id='erythema' at='infusion'"
                                             " n='5' of='13'/></outcome>"));
  double n = total (totals, "infused", "all");
  assert_share (total (totals, "improved", "all"), n, 5.0 / 6.0);
  assert_share (total (totals, "improved-two", "all"), n, 2.0 / 6.0);
  double natural = exp (-0.08) * (1.0 - exp (-0.36));
  assert_share (total (totals, "improved-natural", "all"), n, natural);
  assert_near (
      total (totals, "benefit", "all"),
      total (totals, "improved", "all") - total (totals, "improved-natural", "all"), 0.0);
  assert_share (total (totals, "adverse:erythema", "all"), n, 5.0 / 13.0);
}

static void
poisson_arrivals_follow_steps_and_seasons (void **state)
{
  (void) state;
  /* 2019 to 2028 are 3653 days.  200 a year until 2024-01-01 (1826 days), 400 after it
   * (1827 days); January (31 days of each year, five in each half) counts three times:
   * 155 days more twice over. */
  g_autoptr (Totals) totals = run_many (
      TEN_YEARS ("<patients><arrivals per-year='200'><season month='1' factor='3'/>"
                 "<change on='2024-01-01' per-year='400'/></arrivals></patients>"));
  double expected =
      N_REPLICATIONS * (200.0 * (1826.0 + 310.0) + 400.0 * (1827.0 + 310.0)) / 365.25;
  assert_near (total (totals, "injured", "all"), expected, Z_LIMIT * sqrt (expected));
}

static void
a_weighted_lottery_gives_each_its_chance (void **state)
{
  (void) state;
  /* One place for one of three, weights 3, 1 and 1: A gets it three times of five. */
  g_autoptr (Totals) totals = run_many_of (
      TEST_SCENARIO (TEST_PATIENTS "<harvest window='10' count='elapsed'/>" CULTURE (
          "20") "<allocation use='r'><rule id='r'><order by='lottery' A='3' B='1' C='1'/>"
                "</rule></allocation>"),
      "id,injured,grade\nc,0,C\nb,0,B\na,0,A\n", 1);
  /* With a line for everybody nobody loses: the scenario below has one line only. */
  assert_near (total (totals, "infused", "all"), 3.0, 0.0);
  g_autoptr (Totals) one = run_many_of (
      TEST_SCENARIO (TEST_PATIENTS
                     "<harvest window='10' count='elapsed'/>"
                     "<plant gate='line'><pool id='line' capacity='0'>"
                     "<change on='2019-05-08' capacity='1'/></pool>"
                     "<stage id='culture' uses='line'><constant value='20'/></stage>"
                     "</plant><allocation use='r'><rule id='r'>"
                     "<order by='lottery' A='3' B='1' C='1'/></rule></allocation>"),
      "id,injured,grade\nc,0,C\nb,0,B\na,0,A\n", 10000);
  assert_near (total (one, "infused", "all"), 10000.0, 0.0);
  assert_share (total (one, "infused", "A"), 10000.0, 0.6);
  assert_share (total (one, "infused", "B"), 10000.0, 0.2);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (attrition_alone_follows_its_hazards),
    cmocka_unit_test (natural_course_alone_recovers_its_share_of_c),
    cmocka_unit_test (two_steps_from_b_reach_d_by_the_closed_form),
    cmocka_unit_test (recovery_while_waiting_is_the_first_judgement),
    cmocka_unit_test (failures_and_remakes_multiply),
    cmocka_unit_test (screening_shares_multiply),
    cmocka_unit_test (losses_on_the_way_and_before_the_infusion),
    cmocka_unit_test (deferrals_delay_by_their_mean),
    cmocka_unit_test (tolerance_is_given_to_its_share),
    cmocka_unit_test (outcome_without_an_effect_is_the_natural_course),
    cmocka_unit_test (a_declared_effect_has_the_observed_shares),
    cmocka_unit_test (poisson_arrivals_follow_steps_and_seasons),
    cmocka_unit_test (a_weighted_lottery_gives_each_its_chance),
  };
  return cmocka_run_group_tests_name ("models/shares", tests, NULL, NULL);
}
