/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the schema and the manual call a default is what the reader takes. */
#include "tests/support/assert.h"

#include "scenarios/reader.h"
#include "scenarios/schema.h"

#include <glib/gstdio.h>
#include <string.h>

/* Every element that has an attribute with a default, and none of these attributes. */
#define BARE                                                                             \
  "<scenario format='1' name='bare' start='2020-01-01' end='2021-01-01'>"                \
  "<experiment>"                                                                         \
  "<precision metric='wait' half-width='1' max-replications='200'/>"                     \
  "</experiment>"                                                                        \
  "<calendar id='all' days='Mon Tue Wed Thu Fri Sat Sun'/>"                              \
  "<sites><site id='s'><transport/></site></sites>"                                      \
  "<patients><arrivals per-year='10'/><grades %s='1'/>"                                  \
  "<age><empirical><value>3</value><value weight='2'>6</value></empirical></age>"        \
  "<profile href='rows.csv' gives='harvest'/></patients>"                                \
  "<eligibility/>"                                                                       \
  "<harvest window='31'/>"                                                               \
  "<blood total-ml='960' draws='5'><draw day='5'/></blood>"                              \
  "<plant><pool id='line' capacity='1'/>"                                                \
  "<stage id='culture' uses='line'><constant value='28'/></stage>"                       \
  "<remake attempts='1'/></plant>"                                                       \
  "<infusion/>"                                                                          \
  "<outcome day='220'/>"                                                                 \
  "<allocation><rule id='r'><reserve grade='A' share='0.5'/><order by='referral'/>"      \
  "</rule></allocation>"                                                                 \
  "</scenario>"

typedef struct
{
  const char *type; /* of the schema */
  const char *attribute;
  char *taken; /* what the reader took, as the schema writes it */
} Default;

static char *
number (double value)
{
  return g_strdup_printf ("%.10g", value);
}

/* Two values, the first with the weight in question, the second of weight 2. */
static double
first_weight (const SimDistribution *distribution)
{
  double share = sim_distribution_cdf (distribution, 4.5);

  return 2 * share / (1 - share);
}

static char *
grades_text (unsigned grades)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int grade = 0; grade < SCENARIO_N_GRADES; grade++)
    if ((grades & SCENARIO_GRADE_BIT (grade)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "",
                              scenario_grade_name ((ScenarioGrade) grade));
  return g_strdup (text->str);
}

/* Of a calendar that is open every day. */
static const char *
opening (const SimCalendar *calendar)
{
  return sim_calendar_is_open (calendar, 0) ? "00:00" : "later";
}

static const char *
closing (const SimCalendar *calendar)
{
  return sim_calendar_is_open (calendar, SIM_DAY - 1) ? "24:00" : "earlier";
}

/* What @text, an attribute of the start tag at @tag, stands for; NULL if it is absent. */
static char *
attribute_of (const char *tag, const char *name)
{
  g_autofree char *form = g_strdup_printf ("^[^>]* %s=\"([^\"]*)\"", name);
  g_autoptr (GRegex) regex = g_regex_new (form, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  return g_regex_match (regex, tag, 0, &match) ? g_match_info_fetch (match, 1) : NULL;
}

/* Reads the scenario above, all patients being of @grade. */
static Scenario *
read_bare (const char *grade)
{
  g_autofree char *folder = g_dir_make_tmp ("day31-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bare.xml", NULL);
  g_autofree char *rows = g_build_filename (folder, "rows.csv", NULL);
  g_autofree char *text = g_strdup_printf (BARE, grade);
  g_autoptr (GError) error = NULL;

  assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_true (g_file_set_contents (rows, "id,harvest\n1,20\n", -1, NULL));
  Scenario *scenario = scenario_read (path, NULL, &error);
  g_unlink (rows);
  g_unlink (path);
  g_rmdir (folder);
  if (scenario == NULL)
    fail_msg ("%s", error->message);
  return scenario;
}

static void
defaults_of_the_schema_are_what_the_reader_takes (void **state)
{
  /* The shares of the grades sum to 1: one of them must be given. */
  g_autoptr (Scenario) scenario = read_bare ("A");
  g_autoptr (Scenario) without_a = read_bare ("B");

  (void) state;
  const ScenarioPatients *patients = &scenario->patients;
  const ScenarioBlood *blood = scenario->blood;
  const ScenarioPhase *phase = &scenario->rules[0].phases[0];
  const Default defaults[] = {
    { "experiment", "replications", number ((double) scenario->replications) },
    { "experiment", "seed", number ((double) scenario->seed) },
    { "experiment", "warm-up", number (sim_time_to_days (scenario->warm_up)) },
    { "experiment", "confidence", number (scenario->confidence) },
    { "experiment", "drain", number (sim_time_to_days (scenario->drain)) },
    { "precision", "group", g_strdup (scenario->precision.group) },
    { "precision", "of",
      g_strdup (scenario->precision.of_difference ? "difference" : "mean") },
    { "calendar", "opens", g_strdup (opening (scenario->calendars[0].calendar)) },
    { "calendar", "closes", g_strdup (closing (scenario->calendars[0].calendar)) },
    { "marrow-transport", "lost", number (scenario->sites[0].transport_lost) },
    { "value", "weight", number (first_weight (patients->age)) },
    { "grade-shares", "A", number (without_a->patients.grades[SCENARIO_GRADE_A]) },
    { "grade-shares", "B", number (patients->grades[SCENARIO_GRADE_B]) },
    { "grade-shares", "C", number (patients->grades[SCENARIO_GRADE_C]) },
    { "grade-shares", "D", number (patients->grades[SCENARIO_GRADE_D]) },
    { "grade-shares", "E", number (patients->grades[SCENARIO_GRADE_E]) },
    { "profile", "resample",
      g_strdup (patients->profile->resamples_inputs ? "inputs" : "patient") },
    { "eligibility", "grades", grades_text (scenario->eligibility.grades) },
    { "harvest", "count",
      g_strdup (scenario->harvest.counts_dates ? "dates" : "elapsed") },
    { "blood", "min-interval-days", number (blood->min_interval_days) },
    { "blood", "haemoglobin-per-day", number (blood->haemoglobin_per_day) },
    { "blood", "start", g_strdup (blood->starts_eligible ? "eligible" : "booking") },
    { "plant", "call-ahead-days", number (scenario->plant.call_ahead_days) },
    { "stage", "serum", number (scenario->plant.stages[0].serum) },
    { "remake", "blood", number (scenario->plant.remake_blood) },
    { "infusion", "stopped", number (scenario->infusion.stopped) },
    { "outcome", "uncertainty",
      g_strdup (scenario->outcome->is_dirichlet ? "dirichlet" : "none") },
    { "reserve", "kind", g_strdup (phase->reserves[0].is_hard ? "hard" : "soft") },
    { "order", "direction",
      g_strdup (phase->orders[0].is_descending ? "descending" : "ascending") },
  };
  size_t size;
  const char *schema = scenario_schema_text (&size);
  size_t n_told = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (defaults); i++)
    {
      g_autofree char *type =
          g_strdup_printf ("<xs:complexType name=\"%s\">", defaults[i].type);
      g_autofree char *name =
          g_strdup_printf ("<xs:attribute name=\"%s\"", defaults[i].attribute);
      const char *place = strstr (schema, type);

      assert_non_null (place);
      place = strstr (place, name);
      assert_non_null (place);
      g_autofree char *told = attribute_of (place, "default");
      if (told == NULL || strcmp (told, defaults[i].taken) != 0)
        fail_msg ("%s: %s: the schema tells '%s', the reader takes '%s'",
                  defaults[i].type, defaults[i].attribute, told != NULL ? told : "none",
                  defaults[i].taken);
      g_free (defaults[i].taken);
    }
  for (const char *place = schema; (place = strstr (place, " default=\"")) != NULL;
       place++)
    n_told++;
  assert_int_equal (n_told, G_N_ELEMENTS (defaults));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (defaults_of_the_schema_are_what_the_reader_takes),
  };

  scenario_reader_init ();
  return cmocka_run_group_tests_name ("scenarios/defaults", tests, NULL, NULL);
}
