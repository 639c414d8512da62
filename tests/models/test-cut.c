/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run cut at a day, its state written as a list and continued from there, has the fates
 * of the uncut run.
 *
 * In each replication one history goes on to its end; the same history is stopped at a
 * midnight, what a planner knows of it then is written as a list, and a second scenario
 * starts from the list with other random numbers.  Given the state, both ends follow the
 * same law: models/cut-comparison.h judges whether they do. */
#include "tests/models/cut-comparison.h"
#include "tests/models/cut-list.h"
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "models/run.h"

enum
{
  N_REPLICATIONS = 600,
  FIRST_CUT = 150, /* the first of seven days: every weekday is cut at */
};

/* Every part of a path, and few lines.  Blanks for start, end, seed, warm-up, opening of
 * a site after the cut, the variant's path and call-ahead, <initial> and the rule. */
#define FRAME                                                                            \
  "<scenario format='1' name='cut' start='%s' end='%s'>"                                 \
  "<experiment seed='%d' warm-up='%s'/>"                                                 \
  "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'>"     \
  "<closed on='2019-10-14'/></calendar>"                                                 \
  "<sites><transfer><uniform min='1' max='4'/></transfer>"                               \
  "<site id='north' share='0.55' calendar='weekdays' beds='14' draws-per-day='2' "       \
  "harvests-per-day='1' infusions-per-day='1'><transport lost='0.05' expires-days='3'>"  \
  "<triangular min='0.2' mode='0.5' max='1.5'/></transport>"                             \
  "<rehabilitation after-days='10'/></site>"                                             \
  "<site id='south' share='0.3' calendar='weekdays' harvests-per-day='1'>"               \
  "<transport lost='0.05'><uniform min='0.1' max='1.6'/></transport></site>"             \
  "<site id='late' share='0.15' calendar='weekdays' open-from='%s'/></sites>"            \
  "<patients><arrivals per-year='190'><season month='10' factor='1.3'/></arrivals>"      \
  "<sex female='0.3'/><grades A='0.3' B='0.3' C='0.4'/>"                                 \
  "<age><normal mean='60' sd='15' min='18' max='90'/></age>"                             \
  "<weight sex='male'><normal mean='62' sd='10' min='40' max='100'/></weight>"           \
  "<weight sex='female'><normal mean='52' sd='8' min='40' max='90'/></weight>"           \
  "<haemoglobin><normal mean='12' sd='1.3' min='8' max='16'/></haemoglobin>"             \
  "<referral><gamma mean='7' sd='4'/></referral></patients>"                             \
  "<eligibility grades='A B C'><screening><uniform min='1' max='4'/></screening>"        \
  "<consent probability='0.9'/><exclusion id='infection' probability='0.05'/>"           \
  "<caution id='anaemia' max-haemoglobin='10.5' accept='0.5'/></eligibility>"            \
  "<attrition><hazard id='withdrawn' per-day='0.004'/><hazard id='died' "                \
  "per-day='0.002'/></attrition>"                                                        \
  "<natural-course><improves from='A' to='B' per-day='0.01' until-day='56'/>"            \
  "<improves from='B' to='C' per-day='0.015' until-day='56'/>"                           \
  "<improves from='C' to='D' per-day='0.015' until-day='180'/></natural-course>"         \
  "%s"                                                                                   \
  "<plant gate='line' call-ahead-days='%s'><intake calendar='weekdays' per-day='1'/>"    \
  "<pool id='line' capacity='4'/><pool id='suite' capacity='1'/>"                        \
  "<pool id='lab' capacity='2'/>"                                                        \
  "<stage id='primary' uses='line' serum='0.4'><gamma mean='6' sd='3'/>"                 \
  "<fail probability='0.08'/></stage>"                                                   \
  "<stage id='passage' uses='line' serum='0.7'><empirical><value weight='3'>5</value>"   \
  "<value weight='2'>7.5</value><value weight='1'>12</value></empirical>"                \
  "<fail probability='0.05'/></stage>"                                                   \
  "<stage id='fill' uses='line suite' serum='1' calendar='weekdays'>"                    \
  "<uniform min='0.1' max='1.5'/></stage>"                                               \
  "<stage id='testing' uses='lab'><weibull shape='3' scale='7'/>"                        \
  "<fail probability='0.05'/></stage>"                                                   \
  "<yield><lognormal mean='1.2e8' sd='0.5e8'/></yield>"                                  \
  "<dose min='0.5e8' max='2e8' per-kg='3.34e6'/><remake attempts='2' blood='0.5'/>"      \
  "</plant>"                                                                             \
  "<infusion grades='A B C' expires-days='6' latest-day='70' stopped='0.01'>"            \
  "<transport><uniform min='0.5' max='3'/></transport></infusion>%s"                     \
  "<allocation>%s</allocation></scenario>"

typedef struct
{
  const char *path, *call_ahead, *rule;
} Variant;

/* Draws from the booking on, lines booked ahead, A first, some days more for a third. */
static const Variant by_booking = {
  "<harvest window='31' count='dates' tolerance-days='5' tolerance-share='0.3'>"
  "<deferral probability='0.1'/></harvest>"
  "<blood total-ml='960' draws='5' per-kg-ml='5' max-draw-ml='250' min-interval-days='3' "
  "min-haemoglobin='10' haemoglobin-per-day='0.05' start='booking'>"
  "<draw day='-6'/><draw day='-2'/><draw day='5'/><draw day='9'/><draw day='14'/>"
  "<deferral probability='0.1'/></blood>",
  "8", "<rule id='a-first'><first grade='A'/><order by='deadline'/></rule>"
};

/* Draws from eligibility on, free lines alone, points that change while waiting. */
static const Variant by_eligibility = {
  "<harvest window='31' count='elapsed'><deferral probability='0.1'/></harvest>"
  "<blood total-ml='900' draws='5' per-kg-ml='5' max-draw-ml='250' min-interval-days='3' "
  "min-haemoglobin='10' haemoglobin-per-day='0.05' start='eligible'>"
  "<draw day='-6'/><draw day='-2'/><draw day='5'/><draw day='9'/>"
  "<deferral probability='0.1'/></blood>",
  "0",
  "<rule id='points'><points of='grade' A='8' B='4' C='0'/>"
  "<points of='waited' per-day='1'/><points of='remake' weight='5'/>"
  "<points of='slack' per-day='-0.5'/><order by='grade-at-referral'/></rule>"
};

static Scenario *
scenario_of (const Variant *variant,
             int start,
             int end,
             const char *warm_up,
             int opening,
             int seed,
             const char *list)
{
  g_autofree char *first = cut_date (start);
  g_autofree char *last = cut_date (end);
  g_autofree char *opens = cut_date (opening);
  g_autofree char *xml = g_strdup_printf (
      FRAME, first, last, seed, warm_up, opens, variant->path, variant->call_ahead,
      list != NULL ? "<initial href='patients.csv'/>" : "", variant->rule);
  return test_scenario (xml, list);
}

typedef struct
{
  const Variant *variant;
  int cut;
  Scenario *uncut, *stopped;
  ModelMeasures *measures;
  ModelRun *run; /* of stopped */
} Cut;

static void
cut_init (Cut *cut, const Variant *variant, int day)
{
  cut->variant = variant;
  cut->cut = day;
  /* A cohort of the last second: nobody whose fate the stopped run would wait for. */
  g_autofree char *warm_up = g_strdup_printf ("%.9f", day - 1.0 / 86400.0);
  cut->uncut = scenario_of (variant, 0, day + CUT_LATER_DAYS, "0", day + 20, 31, NULL);
  cut->stopped = scenario_of (variant, 0, day, warm_up, day + 20, 31, NULL);
  cut->measures = model_measures_new (cut->stopped);
  cut->run = model_run_new (cut->stopped, cut->stopped->use, cut->measures);
}

static void
cut_clear (Cut *cut)
{
  model_run_free (cut->run);
  model_measures_free (cut->measures);
  scenario_free (cut->uncut);
  scenario_free (cut->stopped);
}

/* One end of the list: its rows are the patients numbered from 1. */
static void
count_continued (CutComparison *comparison,
                 const Scenario *scenario,
                 int replication,
                 const GPtrArray *listed)
{
  g_autoptr (TestRun) continued = test_run_borrowed (scenario, NULL, replication);
  for (guint i = 0; i < listed->len; i++)
    {
      char row[32];
      g_snprintf (row, sizeof row, "%u", i + 1);
      CutEnd end = cut_end_of (continued, row, 0.0);
      cut_count_listed (comparison, g_ptr_array_index (listed, i), &end, false);
    }
  cut_count_unlisted (comparison, continued, 0.0, false);
}

static void
replicate (Cut *cut, int replication, CutComparison *comparison)
{
  g_autoptr (TestRun) uncut = test_run_borrowed (cut->uncut, NULL, replication);
  SimRecord record;
  GError *error = NULL;
  sim_record_init (&record, cut->measures->catalogue);
  assert_true (model_run_replicate (cut->run, cut->stopped->seed, replication, false,
                                    &record, &error));
  assert_int_equal (cut->run->now, cut->cut * SIM_DAY);

  CutWriter writer = { cut->run, cut->run->now, g_string_new (CUT_LIST_HEADER), true };
  g_autoptr (GPtrArray) listed = g_ptr_array_new ();
  for (int i = 0; i < cut->run->n_patients; i++)
    {
      ModelPatient *patient = &cut->run->patients[i];
      if (patient->state == MODEL_STATE_ABSENT || patient->referred == SIM_TIME_NEVER)
        continue;
      cut_write_patient (&writer, patient);
      g_ptr_array_add (listed, patient);
    }
  cut_write_beds (&writer, uncut, cut->cut);
  g_autoptr (Scenario) next =
      scenario_of (cut->variant, cut->cut, cut->cut + CUT_LATER_DAYS, "0", cut->cut + 20,
                   32, writer.list->str);
  for (guint i = 0; i < listed->len; i++)
    {
      const ModelPatient *patient = g_ptr_array_index (listed, i);
      char number[32];
      g_snprintf (number, sizeof number, "%d", (int) patient->number);
      CutEnd end = cut_end_of (uncut, number, cut->cut);
      cut_count_listed (comparison, patient, &end, true);
    }
  cut_count_unlisted (comparison, uncut, cut->cut, true);
  for (int k = 0; k < CUT_N_CONTINUED; k++)
    count_continued (comparison, next, replication * CUT_N_CONTINUED + k, listed);
  cut_end_replication (comparison);
  g_string_free (writer.list, TRUE);
  sim_record_clear (&record, cut->measures->catalogue);
}

static void
compare (const Variant *variant)
{
  CutComparison *comparison = cut_comparison_new ();
  Cut cuts[7];
  for (int i = 0; i < 7; i++)
    cut_init (&cuts[i], variant, FIRST_CUT + i);
  for (int replication = 0; replication < N_REPLICATIONS; replication++)
    replicate (&cuts[replication % 7], replication, comparison);
  for (int i = 0; i < 7; i++)
    cut_clear (&cuts[i]);
  cut_judge (comparison, N_REPLICATIONS);
  cut_comparison_free (comparison);
}

static void
cut_and_continued_draws_from_the_booking (void **state)
{
  (void) state;
  compare (&by_booking);
}

static void
cut_and_continued_draws_from_eligibility (void **state)
{
  (void) state;
  compare (&by_eligibility);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (cut_and_continued_draws_from_the_booking),
    cmocka_unit_test (cut_and_continued_draws_from_eligibility),
  };
  return cmocka_run_group_tests_name ("models/cut", tests, NULL, NULL);
}
