/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A correct file is read fully, with the defaults of what it leaves out. */
#include "tests/support/assert.h"

#include "scenarios/reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static Scenario *
read_text (const char *xml)
{
  GError *error = NULL;
  Scenario *scenario = scenario_read_memory ("test.xml", xml, -1, &error);
  if (scenario == NULL)
    print_error ("%s\n", error->message);
  assert_non_null (scenario);
  return scenario;
}

/* ---- Defaults ---- */

static void
a_bare_scenario_has_the_defaults (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario =
      read_text ("<scenario format='1' name='bare' start='2020-01-01' end='2021-01-01'>"
                 "<patients><arrivals per-year='10'/></patients></scenario>");
  assert_string_equal (scenario->name, "bare");
  assert_string_equal (scenario->file, "test.xml");
  /* 2020 is a leap year. */
  assert_int_equal (scenario->end, 366 * SIM_DAY);
  assert_int_equal (scenario->replications, 100);
  assert_int_equal (scenario->seed, 1);
  assert_int_equal (scenario->warm_up, 0);
  assert_near (scenario->confidence, 0.95, 0);
  assert_int_equal (scenario->drain, 3650 * SIM_DAY);
  assert_false (scenario->has_sites);
  assert_int_equal (scenario->n_sites, 1);
  assert_near (scenario->sites[0].share, 1, 0);
  assert_int_equal (scenario->sites[0].beds, -1);
  assert_true (scenario->sites[0].opens == INT64_MIN);
  assert_int_equal (scenario->eligibility.grades, 31);
  assert_near (scenario->eligibility.consent, 1, 0);
  assert_true (isinf (scenario->harvest.window_days));
  assert_null (scenario->blood);
  assert_false (scenario->plant.has_plant);
  assert_int_equal (scenario->plant.gate, -1);
  assert_int_equal (scenario->n_rules, 1);
  assert_string_equal (scenario->rules[0].id, "referral");
  assert_int_equal (scenario->rules[0].phases[0].orders[0].by, SCENARIO_ORDER_REFERRAL);
  assert_near (scenario->patients.arrivals.season[11], 1, 0);
  assert_null (scenario->warnings[0]);
}

/* ---- The whole vocabulary ---- */

static const char whole[] =
    "<scenario format='1' name='whole' start='2019-05-01' end='2022-05-01'>\n"
    "<title>All\n   of it</title><title xml:lang='ja'>全部</title>\n"
    "<purpose>Why?</purpose>\n"
    "<experiment replications='200' seed='18446744073709551615' warm-up='10'\n"
    "  confidence='0.9' drain='100' primary='infused-share:A utilisation:line wait'>\n"
    "  <precision metric='infused-share' group='A' half-width='0.005'\n"
    "    max-replications='2000' of='difference' rule='second'/></experiment>\n"
    "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'>\n"
    "  <closed from='2019-12-28' through='2020-01-05'/><closed on='2019-07-15'/>\n"
    "</calendar>\n"
    "<group id='cohort' grade='A B' min-age='20' max-age='70' sex='female'/>\n"
    "<sites><transfer><constant value='2'/></transfer>\n"
    "  <site id='one' share='0.7' calendar='weekdays' beds='20' draws-per-day='4'\n"
    "    harvests-per-day='1' infusions-per-day='2' open-from='2019-06-01'>\n"
    "    <requirement ref='1-1(3)' from='2019-07-01'/><requirement ref='2' "
    "from='2019-05-01'/>\n"
    "    <transport lost='0.002' expires-days='4'><triangular min='0.2' mode='0.3' "
    "max='1'/></transport>\n"
    "    <rehabilitation after-days='14'/></site>\n"
    "  <site id='two' share='0.3'/></sites>\n"
    "<patients><arrivals per-year='220' low='200' high='240' source='here' "
    "status='assumption'>\n"
    "    <season month='2' factor='1.2'/><change on='2020-05-01' per-year='200'/>"
    "</arrivals>\n"
    "  <sex female='0.25'/><grades A='0.19' B='0.20' C='0.61'/>\n"
    "  <age source='there'><normal mean='60' sd='18' min='0' max='95'/></age>\n"
    "  <weight sex='male'><normal mean='65' sd='11' min='35' max='120'/></weight>\n"
    "  <weight sex='female'><normal mean='53' sd='9' min='30' max='110'/></weight>\n"
    "  <haemoglobin><beta alpha='2' beta='2' min='7' max='17'/></haemoglobin>\n"
    "  <referral><empirical><value weight='2'>3</value><value>9</value></empirical>"
    "</referral></patients>\n"
    "<eligibility grades='A B C'><screening><uniform min='1' max='3'/></screening>\n"
    "  <consent probability='0.95'/><exclusion id='hypersensitivity' "
    "probability='0.005'/>\n"
    "  <caution id='child' max-age='17' accept='0.1'/></eligibility>\n"
    "<attrition><hazard id='died' per-day='0.001'/></attrition>\n"
    "<natural-course><improves from='A' to='B' per-day='0.0033' until-day='56'/>\n"
    "  <improves from='C' to='D' per-day='0.01'/></natural-course>\n"
    "<harvest window='31' count='dates' tolerance-days='7' tolerance-share='0.1'>"
    "<deferral probability='0.05'/></harvest>\n"
    "<blood total-ml='960' draws='5' per-kg-ml='5' max-draw-ml='250' "
    "min-interval-days='2'\n"
    "  min-haemoglobin='10' haemoglobin-per-day='0.05' start='eligible'>\n"
    "  <draw day='-7'/><draw day='-3'/><draw day='5'/><deferral "
    "probability='0.06'/></blood>\n"
    "<plant gate='line' call-ahead-days='8'><intake calendar='weekdays' per-day='2'/>\n"
    "  <pool id='line' capacity='7'><change on='2021-05-01' capacity='20'/>\n"
    "    <downtime><every><exponential mean='100'/></every><lasts><constant value='1'/>"
    "</lasts></downtime></pool>\n"
    "  <pool id='suite' capacity='2'/>\n"
    "  <stage id='primary' uses='line' serum='0.4'><gamma mean='7' sd='2'/>"
    "<fail probability='0.02'/></stage>\n"
    "  <stage id='fill' uses='line suite' calendar='weekdays'><weibull shape='2' "
    "scale='3'/></stage>\n"
    "  <yield><lognormal mean='1.2e8' sd='0.3e8'/></yield>\n"
    "  <dose min='0.5e8' max='2.0e8' per-kg='3.34e6' volume-ml='40'/>\n"
    "  <remake attempts='1' blood='0.5'/></plant>\n"
    "<infusion grades='A B C' expires-days='60' latest-day='54' stopped='0.005'>"
    "<transport><constant value='1'/></transport></infusion>\n"
    "<outcome day='220' uncertainty='dirichlet'>\n"
    "  <observed grade='A' n='6' one-or-more='5' two-or-more='2'/>\n"
    "  <score id='scim' grade='A' n='6' mean='3.3' sd='3.1'/>\n"
    "  <adverse-event id='erythema' at='infusion' n='5' of='13'/></outcome>\n"
    "<cost per='product' amount='14957755' currency='JPY'/>\n"
    "<cost per='line-day' amount='5' currency='JPY'/>\n"
    "<allocation use='second'>\n"
    "  <rule id='first'><title>A rule</title>\n"
    "    <phase until='2020-05-01'><only grade='A'/><order by='deadline'/></phase>\n"
    "    <phase until-backlog='9'><protect group='cohort' lines='2'/><first grade='A'/>\n"
    "      <reserve site='two' share='0.3' kind='hard' over='20'/>"
    "<order by='grade' direction='descending'/></phase>\n"
    "    <phase><order by='lottery' A='3'/></phase></rule>\n"
    "  <rule id='second'><only remake='yes' waited-over='3'/>\n"
    "    <points of='grade' A='40' B='20'/><points of='slack' per-day='-0.5'/>\n"
    "    <points of='site' site='two' weight='5'/><order by='age'/></rule>\n"
    "</allocation></scenario>\n";

static void
the_frame_is_read (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_text (whole);
  assert_string_equal (scenario->title.en, "All of it");
  assert_string_equal (scenario->title.ja, "全部");
  assert_string_equal (scenario->purpose.en, "Why?");
  assert_null (scenario->purpose.ja);
  assert_int_equal (scenario->replications, 200);
  assert_true (scenario->seed == UINT64_MAX);
  assert_int_equal (scenario->warm_up, 10 * SIM_DAY);
  assert_int_equal (scenario->drain, 100 * SIM_DAY);
  assert_int_equal (scenario->n_primary, 3);
  assert_string_equal (scenario->primary[0].metric, "infused-share");
  assert_string_equal (scenario->primary[0].group, "A");
  assert_string_equal (scenario->primary[1].metric, "utilisation:line");
  assert_string_equal (scenario->primary[1].group, "all");
  assert_string_equal (scenario->primary[2].group, "all");
  assert_true (scenario->precision.has_precision);
  assert_true (scenario->precision.of_difference);
  assert_string_equal (scenario->precision.rule, "second");
  assert_int_equal (scenario->precision.max_replications, 2000);
  /* 2019-05-01 is a Wednesday; 2019-07-15, day 75, a Monday that is closed. */
  const SimCalendar *calendar = scenario->calendars[0].calendar;
  assert_true (sim_calendar_is_working_day (calendar, 0));
  assert_false (sim_calendar_is_working_day (calendar, 3));
  assert_false (sim_calendar_is_working_day (calendar, 75));
  assert_int_equal (sim_calendar_opening (calendar, 0), 9 * SIM_HOUR);
  const ScenarioGroup *group = &scenario->groups[0];
  assert_int_equal (group->grades, 3);
  assert_int_equal (group->sex, SCENARIO_SEX_FEMALE);
  assert_near (group->min_age, 20, 0);
  assert_int_equal (group->site, -1);
}

static void
sites_open_at_the_latest_of_their_dates (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_text (whole);
  assert_int_equal (scenario->n_sites, 2);
  const ScenarioSite *site = &scenario->sites[0];
  /* May has 31 days, June 30: open-from on day 31, the requirement on day 61. */
  assert_int_equal (site->open_from, 31 * SIM_DAY);
  assert_int_equal (site->opens, 61 * SIM_DAY);
  assert_true (scenario->sites[1].opens == INT64_MIN);
  assert_ptr_equal (site->calendar, scenario->calendars[0].calendar);
  assert_null (scenario->sites[1].calendar);
  assert_int_equal (site->beds, 20);
  assert_int_equal (site->draws_per_day, 4);
  assert_int_equal (site->harvests_per_day, 1);
  assert_int_equal (site->infusions_per_day, 2);
  assert_int_equal (site->n_requirements, 2);
  assert_true (site->has_transport);
  assert_near (site->transport_lost, 0.002, 0);
  assert_near (site->transport_expires_days, 4, 0);
  /* Mean of a triangle: (0.2 + 0.3 + 1) / 3. */
  assert_near (sim_distribution_mean (site->transport), 0.5, 1e-12);
  assert_true (site->has_rehabilitation);
  assert_near (site->rehabilitation_after_days, 14, 0);
  assert_near (sim_distribution_mean (scenario->transfer), 2, 0);
}

static void
patients_and_their_course_are_read (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_text (whole);
  const ScenarioPatients *patients = &scenario->patients;
  assert_int_equal (patients->arrivals.kind, SCENARIO_ARRIVALS_POISSON);
  assert_near (patients->arrivals.per_year, 220, 0);
  assert_near (patients->arrivals.season[1], 1.2, 0);
  assert_near (patients->arrivals.season[0], 1, 0);
  assert_int_equal (patients->arrivals.n_changes, 1);
  /* 2020-05-01 lies 366 days behind 2019-05-01: 29 February between them. */
  assert_int_equal (patients->arrivals.changes[0].at, 366 * SIM_DAY);
  assert_near (patients->grades[SCENARIO_GRADE_C], 0.61, 0);
  assert_near (patients->female, 0.25, 0);
  assert_ptr_not_equal (patients->weight[0], patients->weight[1]);
  assert_ptr_equal (patients->haemoglobin[0], patients->haemoglobin[1]);
  /* (2 x 3 + 1 x 9) / 3. */
  assert_near (sim_distribution_mean (patients->referral), 5, 1e-12);
  assert_int_equal (scenario->eligibility.grades, 7);
  assert_int_equal (scenario->eligibility.n_conditions, 2);
  assert_false (scenario->eligibility.conditions[0].is_caution);
  assert_true (isnan (scenario->eligibility.conditions[0].max_age));
  assert_true (isnan (scenario->eligibility.conditions[1].probability));
  assert_near (scenario->eligibility.conditions[1].max_age, 17, 0);
  assert_near (scenario->eligibility.conditions[1].accept, 0.1, 0);
  assert_string_equal (scenario->hazards[0].id, "died");
  assert_int_equal (scenario->n_improvements, 2);
  assert_near (scenario->improvements[0].until_day, 56, 0);
  assert_true (isinf (scenario->improvements[1].until_day));
  assert_true (scenario->harvest.counts_dates);
  assert_near (scenario->harvest.window_days, 31, 0);
  assert_near (scenario->harvest.tolerance_days, 7, 0);
  assert_near (scenario->harvest.deferral, 0.05, 0);
  assert_true (scenario->blood->starts_eligible);
  assert_int_equal (scenario->blood->max_draws, 5);
  assert_int_equal (scenario->blood->n_draws, 3);
  assert_near (scenario->blood->draw_days[2], 5, 0);
  assert_near (scenario->blood->deferral, 0.06, 0);
}

static void
the_plant_and_the_outcome_are_read (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_text (whole);
  const ScenarioPlant *plant = &scenario->plant;
  assert_int_equal (plant->gate, 0);
  assert_near (plant->call_ahead_days, 8, 0);
  assert_int_equal (plant->intake_per_day, 2);
  assert_int_equal (plant->n_pools, 2);
  assert_int_equal (plant->pools[0].changes[0].capacity, 20);
  assert_near (sim_distribution_mean (plant->pools[0].down_every), 100, 1e-9);
  assert_null (plant->pools[1].down_every);
  assert_int_equal (plant->stages[0].uses, 1);
  assert_int_equal (plant->stages[1].uses, 3);
  assert_near (plant->stages[0].serum, 0.4, 0);
  assert_near (plant->stages[0].fail, 0.02, 0);
  assert_non_null (plant->stages[1].calendar);
  assert_near (plant->dose_per_kg, 3.34e6, 0);
  assert_int_equal (plant->remake_attempts, 1);
  assert_near (plant->remake_blood, 0.5, 0);
  assert_int_equal (scenario->infusion.grades, 7);
  assert_near (scenario->infusion.latest_day, 54, 0);
  assert_true (scenario->outcome->has_effect);
  assert_true (scenario->outcome->is_dirichlet);
  assert_int_equal (scenario->outcome->one_or_more[SCENARIO_GRADE_A], 5);
  assert_false (scenario->outcome->has_observed[SCENARIO_GRADE_B]);
  assert_int_equal (scenario->outcome->events[0].at, SCENARIO_AT_INFUSION);
  assert_int_equal (scenario->n_costs, 2);
  assert_int_equal (scenario->costs[1].per, SCENARIO_COST_LINE_DAY);
}

static void
rules_are_read (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_text (whole);
  assert_int_equal (scenario->n_rules, 2);
  assert_int_equal (scenario->use, 1);
  const ScenarioRule *rule = &scenario->rules[0];
  assert_string_equal (rule->title.en, "A rule");
  assert_int_equal (rule->n_phases, 3);
  assert_int_equal (rule->phases[0].end, SCENARIO_PHASE_UNTIL_DATE);
  assert_int_equal (rule->phases[0].until, 366 * SIM_DAY);
  assert_int_equal (rule->phases[1].end, SCENARIO_PHASE_UNTIL_BACKLOG);
  assert_int_equal (rule->phases[1].count, 9);
  assert_int_equal (rule->phases[1].protects[0].lines, 2);
  assert_string_equal (rule->phases[1].protects[0].group.id, "cohort");
  assert_near (rule->phases[1].protects[0].group.max_age, 70, 0);
  assert_int_equal (rule->phases[1].n_reserves, 2);
  assert_true (rule->phases[1].reserves[0].is_first);
  assert_near (rule->phases[1].reserves[0].share, 1, 0);
  assert_true (rule->phases[1].reserves[1].is_hard);
  assert_int_equal (rule->phases[1].reserves[1].group.site, 1);
  assert_true (rule->phases[1].orders[0].is_descending);
  assert_true (rule->phases[2].orders[0].is_weighted);
  assert_near (rule->phases[2].orders[0].weights[SCENARIO_GRADE_A], 3, 0);
  assert_near (rule->phases[2].orders[0].weights[SCENARIO_GRADE_B], 1, 0);
  const ScenarioPhase *points = &scenario->rules[1].phases[0];
  assert_int_equal (points->only[0].remake, 1);
  assert_near (points->only[0].waited_over_days, 3, 0);
  assert_int_equal (points->n_points, 3);
  assert_near (points->points[0].grades[SCENARIO_GRADE_B], 20, 0);
  assert_near (points->points[1].slope, -0.5, 0);
  assert_int_equal (points->points[2].site, 1);
  assert_near (points->points[2].weight, 5, 0);
}

/* ---- Files ---- */

typedef struct
{
  char *folder;
} Folder;

static int
make_folder (void **state)
{
  Folder *folder = g_new0 (Folder, 1);
  folder->folder = g_dir_make_tmp ("day31-test-XXXXXX", NULL);
  *state = folder;
  return folder->folder == NULL;
}

static int
remove_folder (void **state)
{
  Folder *folder = *state;
  g_autoptr (GDir) dir = g_dir_open (folder->folder, 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder->folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder->folder);
  g_free (folder->folder);
  g_free (folder);
  return 0;
}

static char *
write_file (const Folder *folder, const char *name, const char *text)
{
  char *path = g_build_filename (folder->folder, name, NULL);
  assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

#define HEAD                                                                             \
  "<scenario xmlns:xi='http://www.w3.org/2001/XInclude' format='1' name='x' "            \
  "start='2020-01-01' end='2021-01-01'><patients><arrivals per-year='1'/></patients>\n"

static void
included_rules_know_their_file_and_line (void **state)
{
  const Folder *folder = *state;
  g_autofree char *rules = write_file (
      folder, "rules.xml",
      "<rules format='1'>\n\n<rule id='a'><order by='age'/></rule>\n"
      "<rule id='b'><only site='nowhere' min-age='3'/><order by='age'/></rule></rules>");
  g_autofree char *path = write_file (
      folder, "x.xml",
      HEAD "<allocation use='a'><xi:include href='rules.xml'/></allocation></scenario>");
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  assert_non_null (scenario);
  assert_int_equal (scenario->n_rules, 1);
  /* The rate alone: the numbers of what is left out are none of the scenario's. */
  assert_int_equal (scenario->n_parameters, 1);
  assert_string_equal (scenario->rules[0].file, "rules.xml");
  assert_int_equal (scenario->rules[0].line, 3);
  /* The other rule names a site that is not here. */
  g_autofree char *warning =
      g_strdup_printf ("%s:4: <rule>: rule 'b' is left out: the scenario has no site "
                       "'nowhere'",
                       rules);
  assert_string_equal (scenario->warnings[0], warning);
  assert_null (scenario->warnings[1]);
}

static void
rules_of_a_file_replace_those_of_the_same_id (void **state)
{
  const Folder *folder = *state;
  g_autofree char *path = write_file (folder, "x.xml",
                                      HEAD "<allocation use='a'><rule id='a'><order "
                                           "by='age'/></rule></allocation></scenario>");
  g_autofree char *rules =
      write_file (folder, "mine.xml",
                  "<rules format='1'><rule id='b'><order by='injury'/></rule>"
                  "<rule id='a'><order by='lottery'/></rule></rules>");
  g_autoptr (Scenario) scenario = scenario_read (path, rules, NULL);
  assert_non_null (scenario);
  assert_int_equal (scenario->n_rules, 2);
  int a = scenario_find_rule (scenario, "a");
  assert_int_equal (scenario->rules[a].phases[0].orders[0].by, SCENARIO_ORDER_LOTTERY);
  assert_int_equal (scenario->use, a);
  g_autoptr (Scenario) plain = scenario_read (path, NULL, NULL);
  assert_string_not_equal (plain->digest, scenario->digest);
}

static void
the_digest_of_one_file_is_its_own (void **state)
{
  const Folder *folder = *state;
  const char *text = HEAD "</scenario>";
  g_autofree char *path = write_file (folder, "x.xml", text);
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  assert_string_equal (scenario->digest, digest);
}

static void
assert_refused (const char *path, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  assert_null (scenario);
  if (strstr (error->message, part) == NULL)
    print_error ("%s\n", error->message);
  assert_non_null (strstr (error->message, part));
}

static void
links_out_of_the_folder_are_refused (void **state)
{
  const Folder *folder = *state;
  g_autofree char *link = g_build_filename (folder->folder, "rules.xml", NULL);
  g_autofree char *target = g_build_filename (
      g_getenv ("DAY31_SOURCE_DIR"), "tests/scenarios/invalid/parts/rules.xml", NULL);
  assert_int_equal (symlink (target, link), 0);
  g_autofree char *path = write_file (
      folder, "x.xml",
      HEAD "<allocation><xi:include href='rules.xml'/></allocation></scenario>");
  assert_refused (path,
                  "expected a file beside or below the scenario, found 'rules.xml'");
}

static void
a_pipe_is_refused_and_not_waited_for (void **state)
{
  const Folder *folder = *state;
  g_autofree char *pipe_path = g_build_filename (folder->folder, "pipe.xml", NULL);
  assert_int_equal (mkfifo (pipe_path, 0600), 0);
  assert_refused (pipe_path, "expected a regular file, found something else");
}

static void
a_missing_file_is_unreadable (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  assert_null (scenario_read ("/nowhere/x.xml", NULL, &error));
  assert_true (g_error_matches (error, SCENARIO_ERROR, SCENARIO_ERROR_UNREADABLE));
}

static void
hints_for_editors_are_not_followed (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario =
      read_text ("<scenario xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
                 "xsi:noNamespaceSchemaLocation='scenario.xsd' format='1' name='x' "
                 "start='2020-01-01' end='2021-01-01'><patients><arrivals "
                 "per-year='1'/></patients></scenario>");
  assert_string_equal (scenario->name, "x");
}

static void
a_scenario_in_memory_names_no_files (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario =
      scenario_read_memory ("memory",
                            "<scenario format='1' name='x' start='2020-01-01' "
                            "end='2021-01-01'><patients><arrivals>"
                            "<trace href='table6.csv'/></arrivals></patients></scenario>",
                            -1, &error);
  assert_null (scenario);
  assert_string_equal (
      error->message,
      "memory:1: <trace>: expected no file beside a built-in scenario, found an href");
}

static void
clauses_of_the_guideline_have_titles (void **state)
{
  (void) state;
  /* Guideline section 4: 2 asks for a full-time person for information on the product. */
  g_autofree char *title = scenario_requirement_title ("2");
  assert_string_equal (title, "A full-time person manages information on the product");
  assert_null (scenario_requirement_title ("9-9"));
}

static void
rules_that_book_nobody_are_warned_of (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_text (
      "<scenario format='1' name='x' start='2020-01-01' end='2021-01-01'>"
      "<patients><arrivals per-year='1'/><grades A='1'/></patients>"
      "<eligibility grades='A B'/><allocation><rule id='a'><only grade='C'/>"
      "<points of='benefit' weight='1'/></rule><rule id='b'>"
      "<phase until='2019-01-01'><order by='age'/></phase>"
      "<phase><only grade='A'/><only grade='B'/><order by='age'/></phase></rule>"
      "</allocation></scenario>");
  assert_string_equal (scenario->warnings[0],
                       "test.xml:1: <rule>: rule 'a' can book nobody");
  assert_string_equal (
      scenario->warnings[1],
      "test.xml:1: <phase>: a phase of rule 'b' is never reached: it ends when "
      "it begins");
  assert_string_equal (scenario->warnings[2],
                       "test.xml:1: <phase>: a phase of rule 'b' can book nobody");
  assert_string_equal (
      scenario->warnings[3],
      "test.xml:1: <allocation>: rule 'a' gives points for benefit, but no "
      "effect is declared: all have 0");
  assert_null (scenario->warnings[4]);
}

static void
lines_are_those_where_tags_begin (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  /* Behind 70,000 lines, where libxml2's own counter has ended, in a tag of three lines,
   * after a comment that holds a tag. */
  g_autoptr (GString) xml =
      g_string_new ("<scenario format='1' name='x' start='2020-01-01' end='2021-01-01'>\n"
                    "<!-- <site id='x'> -->");
  for (int i = 0; i < 70000; i++)
    g_string_append_c (xml, '\n');
  g_string_append (xml, "<patients><arrivals\n\n per-year='-1'/></patients></scenario>");
  g_autoptr (Scenario) scenario = scenario_read_memory ("m", xml->str, -1, &error);
  assert_null (scenario);
  assert_true (
      g_str_has_prefix (error->message, "m:70002: <arrivals>: expected per-year"));
}

int
main (void)
{
  scenario_reader_init ();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_bare_scenario_has_the_defaults),
    cmocka_unit_test (the_frame_is_read),
    cmocka_unit_test (sites_open_at_the_latest_of_their_dates),
    cmocka_unit_test (patients_and_their_course_are_read),
    cmocka_unit_test (the_plant_and_the_outcome_are_read),
    cmocka_unit_test (rules_are_read),
    cmocka_unit_test_setup_teardown (included_rules_know_their_file_and_line, make_folder,
                                     remove_folder),
    cmocka_unit_test_setup_teardown (rules_of_a_file_replace_those_of_the_same_id,
                                     make_folder, remove_folder),
    cmocka_unit_test_setup_teardown (the_digest_of_one_file_is_its_own, make_folder,
                                     remove_folder),
    cmocka_unit_test_setup_teardown (links_out_of_the_folder_are_refused, make_folder,
                                     remove_folder),
    cmocka_unit_test_setup_teardown (a_pipe_is_refused_and_not_waited_for, make_folder,
                                     remove_folder),
    cmocka_unit_test (a_missing_file_is_unreadable),
    cmocka_unit_test (hints_for_editors_are_not_followed),
    cmocka_unit_test (a_scenario_in_memory_names_no_files),
    cmocka_unit_test (clauses_of_the_guideline_have_titles),
    cmocka_unit_test (rules_that_book_nobody_are_warned_of),
    cmocka_unit_test (lines_are_those_where_tags_begin),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
