/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers have addresses, sources and ranges, and can be changed one at a time. */
#include "tests/support/assert.h"

#include "scenarios/parameters.h"
#include "scenarios/reader.h"
#include "scenarios/schema.h"

#include <libxml/parser.h>
#include <string.h>

static const char xml[] =
    "<scenario format='1' name='x' start='2020-01-01' end='2021-01-01'>\n"
    "<experiment replications='7'/>\n"
    "<sites><site id='second' beds='4' draws-per-day='3' low-beds='2' "
    "high-beds='6'/></sites>\n"
    "<patients><arrivals per-year='220' low='200' high='240' source='S' "
    "status='derived'><change on='2020-05-01' per-year='100'/></arrivals>"
    "<grades A='0.5' C='0.5'/>"
    "<weight><constant value='60'/></weight>"
    "<referral source='R' status='source'><empirical><value>3</value><value "
    "weight='2'>4</value></empirical></referral></patients>\n"
    "<natural-course><improves from='C' to='D' per-day='0.01'/></natural-course>\n"
    "<harvest window='31'><deferral probability='0.05'/></harvest>\n"
    "<blood total-ml='960' draws='5'><draw day='-7'/><draw day='-3'/><draw "
    "day='5'/></blood>\n"
    "<plant><pool id='line' capacity='7'/><stage id='passage' uses='line'><gamma "
    "mean='7.5' sd='2.5'/></stage></plant>\n"
    "<outcome day='220'><score id='scim' grade='A' n='6' mean='3.3' sd='3.1'/>"
    "<score id='scim' grade='B' n='2' mean='9.5' sd='10.6'/></outcome>\n"
    "<cost per='draw' amount='5' currency='JPY'/>\n"
    "<allocation use='a'><rule id='a'><reserve grade='A' share='0.7'/><order "
    "by='age'/></rule>"
    "<rule id='b'><order by='age'/></rule></allocation></scenario>\n";

static Scenario *
read_it (void)
{
  Scenario *scenario = scenario_read_memory ("x.xml", xml, -1, NULL);
  assert_non_null (scenario);
  return scenario;
}

static const ScenarioParameter *
find (const Scenario *scenario, const char *address)
{
  for (size_t i = 0; i < scenario->n_parameters; i++)
    if (strcmp (scenario->parameters[i].address, address) == 0)
      return &scenario->parameters[i];
  print_error ("no '%s'\n", address);
  fail ();
  return NULL;
}

static void
numbers_are_listed_in_file_order_by_address (void **state)
{
  (void) state;
  static const char *const addresses[] = {
    "site:second.beds",
    "site:second.draws-per-day",
    "arrivals",
    "arrivals.change:2020-05-01.per-year",
    "grades.A",
    "grades.C",
    "weight.value",
    "referral.value:1",
    "referral.value:2.weight",
    "referral.value:2",
    "natural-course.improves:C.per-day",
    "harvest.window",
    "harvest.deferral.probability",
    "blood.total-ml",
    "blood.draws",
    "blood.draw:1.day",
    "blood.draw:2.day",
    "blood.draw:3.day",
    "pool:line",
    "stage:passage.mean",
    "stage:passage.sd",
    "outcome.day",
    "score:scim:A.n",
    "score:scim:A.mean",
    "score:scim:A.sd",
    "score:scim:B.n",
    "score:scim:B.mean",
    "score:scim:B.sd",
    "cost:1.amount",
    "rule:a.reserve:1.share",
  };
  g_autoptr (Scenario) scenario = read_it ();
  assert_int_equal (scenario->n_parameters, G_N_ELEMENTS (addresses));
  for (size_t i = 0; i < G_N_ELEMENTS (addresses); i++)
    assert_string_equal (scenario->parameters[i].address, addresses[i]);
}

static void
numbers_carry_value_unit_source_status_range_and_line (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  const ScenarioParameter *arrivals = find (scenario, "arrivals");
  assert_near (arrivals->value, 220, 0);
  assert_string_equal (arrivals->unit, "a year");
  assert_string_equal (arrivals->source, "S");
  assert_int_equal (arrivals->status, SCENARIO_STATUS_DERIVED);
  assert_near (arrivals->low, 200, 0);
  assert_near (arrivals->high, 240, 0);
  assert_int_equal (arrivals->line, 4);
  assert_string_equal (arrivals->file, "x.xml");
  const ScenarioParameter *beds = find (scenario, "site:second.beds");
  assert_near (beds->low, 2, 0);
  assert_int_equal (beds->status, SCENARIO_STATUS_NONE);
  assert_true (isnan (find (scenario, "site:second.draws-per-day")->low));
  /* A distribution's source may stand at the element around it. */
  const ScenarioParameter *value = find (scenario, "referral.value:2");
  assert_near (value->value, 4, 0);
  assert_string_equal (value->source, "R");
  assert_int_equal (value->status, SCENARIO_STATUS_SOURCE);
  assert_string_equal (value->unit, "days");
  assert_string_equal (find (scenario, "weight.value")->unit, "kg");
  assert_string_equal (find (scenario, "cost:1.amount")->unit, "JPY");
}

static void
a_number_is_changed_in_a_copy (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  static const char *const addresses[] = { "pool:line", "pool:line.capacity" };
  for (size_t i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (Scenario) changed = scenario_with (scenario, addresses[i], "12", NULL);
      assert_non_null (changed);
      assert_int_equal (changed->plant.pools[0].capacity, 12);
      assert_int_equal (scenario->plant.pools[0].capacity, 7);
      assert_string_not_equal (changed->digest, scenario->digest);
      assert_int_equal (find (changed, "pool:line")->line,
                        find (scenario, "pool:line")->line);
    }
  g_autoptr (Scenario) text = scenario_with (scenario, "referral.value:1", "6", NULL);
  /* (6 + 2 x 4) / 3. */
  assert_near (sim_distribution_mean (text->patients.referral), 14.0 / 3, 1e-12);
  g_autoptr (Scenario) draw = scenario_with (scenario, "blood.draw:3.day", "6.5", NULL);
  assert_near (draw->blood->draw_days[2], 6.5, 0);
}

static void
a_lone_number_may_be_left_out (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  g_autoptr (Scenario) weight = scenario_with (scenario, "weight", "70", NULL);
  assert_near (sim_distribution_mean (weight->patients.weight[0]), 70, 0);
  /* A site has two numbers here. */
  g_autoptr (GError) error = NULL;
  assert_null (scenario_with (scenario, "site:second", "3", &error));
  assert_true (g_error_matches (error, SCENARIO_ERROR, SCENARIO_ERROR_UNKNOWN_NAME));
}

static void
assert_listed (const Scenario *scenario, const char *address, const char *listed)
{
  g_autofree char *found = scenario_listed_address (scenario, address);

  if (g_strcmp0 (found, listed) != 0)
    fail_msg ("%s: expected to be listed as %s, found %s", address,
              listed != NULL ? listed : "none", found != NULL ? found : "none");
}

static void
ways_to_write_an_address_lead_to_the_listed_one (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  assert_listed (scenario, "pool:line.capacity", "pool:line");
  assert_listed (scenario, "pool:line", "pool:line");
  assert_listed (scenario, "arrivals.per-year", "arrivals");
  assert_listed (scenario, "weight", "weight.value");
  assert_listed (scenario, "site:second", NULL);
  assert_listed (scenario, "pool:nowhere", NULL);
}

static void
a_changed_number_may_leave_its_declared_range (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  g_autoptr (Scenario) changed = scenario_with (scenario, "arrivals", "500", NULL);
  assert_near (changed->patients.arrivals.per_year, 500, 0);
}

static void
changes_can_be_chained (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  g_autoptr (Scenario) once = scenario_with (scenario, "pool:line", "12", NULL);
  g_autoptr (Scenario) twice = scenario_with (once, "arrivals", "100", NULL);
  assert_int_equal (twice->plant.pools[0].capacity, 12);
  assert_near (twice->patients.arrivals.per_year, 100, 0);
}

static void
the_rule_is_changed_like_a_number (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  g_autoptr (Scenario) changed = scenario_with (scenario, "rule", "b", NULL);
  assert_int_equal (changed->use, 1);
  g_autoptr (GError) error = NULL;
  assert_null (scenario_with (scenario, "rule", "c", &error));
  assert_true (g_error_matches (error, SCENARIO_ERROR, SCENARIO_ERROR_UNKNOWN_NAME));
}

static void
numbers_that_hang_together_change_together (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  const ScenarioChange changes[] = { { "pool:line", "12" }, { "arrivals", "100" } };
  g_autoptr (Scenario) changed =
      scenario_with_all (scenario, changes, G_N_ELEMENTS (changes), NULL);
  assert_int_equal (changed->plant.pools[0].capacity, 12);
  assert_near (changed->patients.arrivals.per_year, 100, 0);
  /* Other numbers are another question. */
  assert_string_not_equal (changed->digest, scenario->digest);
  g_autoptr (Scenario) same = scenario_with_all (scenario, changes, 0, NULL);
  assert_int_equal (same->plant.pools[0].capacity, scenario->plant.pools[0].capacity);
}

static void
wrong_values_are_refused_as_in_the_file (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_it ();
  static const struct
  {
    const char *address;
    const char *value;
    const char *message;
  } cases[] = {
    { "pool:line", "-1",
      "pool:line=-1: x.xml:8: <pool>: expected capacity to be a whole number from 0 to "
      "1000000, "
      "found '-1'" },
    { "pool:line", "0",
      "pool:line=0: x.xml:8: <pool>: expected a capacity above 0, or a <change> that "
      "raises it, "
      "found 0" },
    { "grades.A", "0.6",
      "grades.A=0.6: x.xml:4: <grades>: expected shares that sum to 1, found 1.1" },
    { "harvest.window", "nan",
      "harvest.window=nan: x.xml:6: <harvest>: expected window to be a number of days "
      "from 0 to 1000000, found 'nan'" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      assert_null (scenario_with (scenario, cases[i].address, cases[i].value, &error));
      assert_string_equal (error->message, cases[i].message);
      assert_true (g_error_matches (error, SCENARIO_ERROR, SCENARIO_ERROR_INVALID));
    }
}

static void
check_addresses (const char *path)
{
  g_autoptr (GHashTable) addresses = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, NULL);
  assert_non_null (scenario);
  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &scenario->parameters[i];
      g_autofree char *value = g_strdup_printf ("%.17g", parameter->value);
      g_autoptr (GError) error = NULL;
      g_autoptr (Scenario) changed =
          scenario_with (scenario, parameter->address, value, &error);
      if (changed == NULL)
        fail_msg ("%s: %s: %s", path, parameter->address, error->message);
      assert_string_equal (changed->parameters[i].address, parameter->address);
      assert_near (changed->parameters[i].value, parameter->value, 0);
      assert_listed (scenario, parameter->address, parameter->address);
      assert_true (g_hash_table_add (addresses, parameter->address));
    }
}

static void
every_number_of_a_shipped_scenario_is_found_by_its_address (void **state)
{
  static const char *const folders[] = { "scenarios", "scenarios/queueing" };
  int n_scenarios = 0;
  (void) state;
  for (size_t f = 0; f < G_N_ELEMENTS (folders); f++)
    {
      g_autofree char *folder =
          g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), folders[f], NULL);
      g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
      for (const char *name; (name = g_dir_read_name (entries)) != NULL;)
        {
          if (!g_str_has_suffix (name, ".xml") || strcmp (name, "rules.xml") == 0)
            continue;
          g_autofree char *path = g_build_filename (folder, name, NULL);
          check_addresses (path);
          n_scenarios++;
        }
    }
  assert_true (n_scenarios > 20);
}

/* ---- The table of numbers against the schema ---- */

typedef struct
{
  int n_ranges;
  xmlNode *root;
} SchemaWalk;

static const char *
name_of (const xmlNode *node, const char *attribute)
{
  const xmlAttr *found = xmlHasProp (node, BAD_CAST attribute);
  return found == NULL ? NULL : (const char *) found->children->content;
}

static xmlNode *
complex_type (xmlNode *root, const char *name)
{
  for (xmlNode *node = root->children; node != NULL; node = node->next)
    if (node->type == XML_ELEMENT_NODE &&
        strcmp ((const char *) node->name, "complexType") == 0 &&
        strcmp (name_of (node, "name"), name) == 0)
      return node;
  return NULL;
}

/* Every attribute that the schema gives a range must have a unit for its element. */
static void
check_type (SchemaWalk *walk, const char *element, const xmlNode *type)
{
  for (const xmlNode *node = type->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      const char *name = name_of (node, "name");
      if (strcmp ((const char *) node->name, "attribute") == 0 &&
          g_str_has_prefix (name, "low-"))
        {
          const char *unit = scenario_number_unit (element, name + strlen ("low-"));
          if (unit != NULL && strcmp (unit, "?") == 0)
            print_error ("no unit: %s %s\n", element, name + strlen ("low-"));
          assert_false (unit != NULL && strcmp (unit, "?") == 0);
          walk->n_ranges++;
        }
      else if (strcmp ((const char *) node->name, "element") != 0)
        check_type (walk, element, node);
    }
}

static void
check_elements (SchemaWalk *walk, const xmlNode *parent)
{
  for (const xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      const char *type = name_of (node, "type");
      xmlNode *found = strcmp ((const char *) node->name, "element") == 0 && type != NULL
                           ? complex_type (walk->root, type)
                           : NULL;
      if (found != NULL)
        check_type (walk, name_of (node, "name"), found);
      check_elements (walk, node);
    }
}

static void
every_number_of_the_schema_has_its_unit (void **state)
{
  (void) state;
  size_t size;
  const char *text = scenario_schema_text (&size);
  xmlDoc *doc = xmlReadMemory (text, (int) size, NULL, NULL, XML_PARSE_NONET);
  assert_non_null (doc);
  SchemaWalk walk = { 0, xmlDocGetRootElement (doc) };
  check_elements (&walk, walk.root);
  xmlFreeDoc (doc);
  /* The walk has seen them: a scenario has more than a hundred kinds of numbers. */
  assert_true (walk.n_ranges > 100);
}

int
main (void)
{
  scenario_reader_init ();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (numbers_are_listed_in_file_order_by_address),
    cmocka_unit_test (numbers_carry_value_unit_source_status_range_and_line),
    cmocka_unit_test (a_number_is_changed_in_a_copy),
    cmocka_unit_test (a_lone_number_may_be_left_out),
    cmocka_unit_test (ways_to_write_an_address_lead_to_the_listed_one),
    cmocka_unit_test (a_changed_number_may_leave_its_declared_range),
    cmocka_unit_test (changes_can_be_chained),
    cmocka_unit_test (the_rule_is_changed_like_a_number),
    cmocka_unit_test (numbers_that_hang_together_change_together),
    cmocka_unit_test (wrong_values_are_refused_as_in_the_file),
    cmocka_unit_test (every_number_of_a_shipped_scenario_is_found_by_its_address),
    cmocka_unit_test (every_number_of_the_schema_has_its_unit),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
