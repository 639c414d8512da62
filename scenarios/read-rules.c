/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the allocation rules, leaves out those that do not fit, finds the one in use. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* ---- Phases of a rule ---- */

static int
greatest_capacity (const ScenarioPlant *plant)
{
  if (plant->gate < 0 || (size_t) plant->gate >= plant->n_pools)
    return INT32_MAX;
  const ScenarioPool *pool = &plant->pools[plant->gate];
  int greatest = pool->capacity;
  for (size_t i = 0; i < pool->n_changes; i++)
    greatest = MAX (greatest, pool->changes[i].capacity);
  return greatest;
}

/* Whether nobody who can be eligible belongs to all of the groups. */
static bool
is_nobody (const Scenario *scenario, const ScenarioGroup *groups, size_t n_groups)
{
  unsigned grades = scenario->eligibility.grades;
  int site = -1;
  int sex = -1;
  double least = 0;
  double most = HUGE_VAL;
  for (size_t i = 0; i < n_groups; i++)
    {
      const ScenarioGroup *group = &groups[i];
      if (group->grades != 0)
        grades &= group->grades;
      if ((site >= 0 && group->site >= 0 && site != group->site) ||
          (sex >= 0 && group->sex >= 0 && sex != group->sex))
        return true;
      site = MAX (site, group->site);
      sex = MAX (sex, group->sex);
      if (!isnan (group->min_age))
        least = MAX (least, group->min_age);
      if (!isnan (group->max_age))
        most = MIN (most, group->max_age);
    }
  return grades == 0 || least > most;
}

/* All phases but the last have an end; who is never reached is warned of. */
static void
check_phases (ScenarioReading *reading, const xmlNode *node, const ScenarioRule *rule)
{
  SimTime last = 0;
  bool is_reached = true;
  xmlNode *child = scenario_child (reading, node, "phase");
  for (size_t i = 0; i < rule->n_phases && child != NULL; i++)
    {
      const ScenarioPhase *phase = &rule->phases[i];
      bool is_last = i + 1 == rule->n_phases;
      if (!is_last && phase->end == SCENARIO_PHASE_FOREVER)
        scenario_mistake (
            reading, child,
            _ ("expected an end for each phase but the last (until, until-infused, "
               "until-capacity or until-backlog), found none"));
      else if (is_last && phase->end != SCENARIO_PHASE_FOREVER)
        scenario_mistake (reading, child,
                          _ ("expected no end for the last phase, found one"));
      if (is_nobody (reading->scenario, phase->only, phase->n_only))
        scenario_warning (reading, child, _ ("a phase of rule '%s' can book nobody"),
                          rule->id);
      if (!is_reached)
        scenario_warning (reading, child, _ ("a phase of rule '%s' is never reached"),
                          rule->id);
      if (phase->end == SCENARIO_PHASE_UNTIL_DATE)
        {
          if (is_reached && phase->until <= last)
            scenario_warning (
                reading, child,
                _ ("a phase of rule '%s' is never reached: it ends when it begins"),
                rule->id);
          last = MAX (last, phase->until);
          is_reached = is_reached && phase->until < reading->scenario->end;
        }
      if (phase->end == SCENARIO_PHASE_UNTIL_CAPACITY &&
          phase->count > greatest_capacity (&reading->scenario->plant))
        is_reached = false;
      child = scenario_next (reading, child->next, "phase");
    }
}

/* ---- Rules ---- */

/* The first site or group that @node, or what it holds, names and the scenario lacks;
 * NULL if it has all. */
static char *
find_lacking (const ScenarioReading *reading, const xmlNode *node, const char **ret_kind)
{
  for (const xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next)
    {
      bool is_site = strcmp ((const char *) attribute->name, "site") == 0;
      if (!is_site && strcmp ((const char *) attribute->name, "group") != 0)
        continue;
      xmlChar *value = xmlNodeListGetString (node->doc, attribute->children, 1);
      g_autofree char *id =
          g_strstrip (g_strdup (value == NULL ? "" : (const char *) value));
      xmlFree (value);
      if (!g_hash_table_contains (is_site ? reading->sites : reading->groups, id))
        {
          *ret_kind = is_site ? N_ ("site") : N_ ("group");
          return g_steal_pointer (&id);
        }
    }
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      {
        char *id = find_lacking (reading, child, ret_kind);
        if (id != NULL)
          return id;
      }
  return NULL;
}

/* Rules that come from a file of rules are written for many scenarios: one that does not
 * fit this one is left out. */
static bool
is_left_out (ScenarioReading *reading, xmlNode *node, GHashTable *left_out)
{
  const ScenarioPlace *place = node->_private;
  if (place->file == reading->allocation_file)
    return false;
  const char *kind;
  g_autofree char *lacking = find_lacking (reading, node, &kind);
  if (lacking == NULL)
    return false;
  char *id = scenario_text (reading, node, "id");
  if (id == NULL)
    return false;
  scenario_warning (reading, node,
                    _ ("rule '%s' is left out: the scenario has no %s '%s'"), id,
                    _ (kind), lacking);
  g_hash_table_insert (
      left_out, id,
      g_strdup_printf (_ ("the scenario has no %s '%s'"), _ (kind), lacking));
  return true;
}

static void
mark_used (ScenarioReading *reading, const xmlNode *node)
{
  for (xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next)
    g_hash_table_add (reading->used, attribute);
  SCENARIO_FOR_EACH (reading, child, node, NULL)
  mark_used (reading, child);
}

static ScenarioRule
read_rule (ScenarioReading *reading, xmlNode *node, size_t index)
{
  const ScenarioPlace *place = node->_private;
  ScenarioRule rule = { .line = place->line };
  rule.file = g_strdup (scenario_sources_file (reading->sources, place->file)->relative);
  rule.id = scenario_id (reading, node, reading->rules, N_ ("rule"), index);
  scenario_read_text (reading, node, "title", &rule.title);
  g_autoptr (GArray) phases = g_array_new (FALSE, TRUE, sizeof (ScenarioPhase));
  SCENARIO_FOR_EACH (reading, child, node, "phase")
  {
    ScenarioPhase phase = scenario_read_phase (reading, child);
    scenario_read_phase_end (reading, child, &phase);
    g_array_append_val (phases, phase);
  }
  if (phases->len == 0)
    {
      ScenarioPhase phase = scenario_read_phase (reading, node);
      g_array_append_val (phases, phase);
    }
  rule.n_phases = phases->len;
  rule.phases =
      (ScenarioPhase *) (void *) g_array_free (g_steal_pointer (&phases), FALSE);
  check_phases (reading, node, &rule);
  if (scenario_child (reading, node, "phase") == NULL &&
      is_nobody (reading->scenario, rule.phases[0].only, rule.phases[0].n_only))
    scenario_warning (reading, node, _ ("rule '%s' can book nobody"), rule.id);
  return rule;
}

static void
read_use (ScenarioReading *reading, const xmlNode *allocation, GHashTable *left_out)
{
  Scenario *scenario = reading->scenario;
  g_autofree char *use = scenario_text (reading, allocation, "use");
  const char *reason = use == NULL ? NULL : g_hash_table_lookup (left_out, use);
  if (reason != NULL)
    scenario_mistake (reading, allocation,
                      _ ("expected a rule that fits, found '%s': %s"), use, reason);
  else
    scenario->use = MAX (
        0, scenario_reference (reading, allocation, "use", reading->rules, N_ ("rule")));
}

/* Without a declared effect the points of benefit are 0 for all. */
static void
warn_of_no_benefit (ScenarioReading *reading, const xmlNode *allocation)
{
  const Scenario *scenario = reading->scenario;
  const ScenarioRule *rule = &scenario->rules[scenario->use];
  if (scenario->outcome != NULL && scenario->outcome->has_effect)
    return;
  for (size_t i = 0; i < rule->n_phases; i++)
    for (size_t j = 0; j < rule->phases[i].n_points; j++)
      if (rule->phases[i].points[j].of == SCENARIO_POINTS_BENEFIT)
        {
          scenario_warning (reading, allocation,
                            _ ("rule '%s' gives points for benefit, but no effect is "
                               "declared: all have 0"),
                            rule->id);
          return;
        }
}

static void
add_default_rule (GArray *rules)
{
  ScenarioRule rule = { .id = g_strdup ("referral"),
                        .n_phases = 1,
                        .file = g_strdup ("") };
  rule.title.en = g_strdup ("By referral");
  rule.title.ja = g_strdup ("紹介順");
  rule.phases = g_new0 (ScenarioPhase, 1);
  rule.phases->orders = g_new0 (ScenarioOrder, 1);
  rule.phases->orders->by = SCENARIO_ORDER_REFERRAL;
  for (int grade = 0; grade < SCENARIO_N_GRADES; grade++)
    rule.phases->orders->weights[grade] = 1;
  rule.phases->n_orders = 1;
  g_array_append_val (rules, rule);
}

static void
read_rules_of (ScenarioReading *reading,
               xmlNode *parent,
               GArray *rules,
               GHashTable *left_out)
{
  SCENARIO_FOR_EACH (reading, child, parent, "rule")
  {
    if (rules->len == SCENARIO_MAX_RULES)
      scenario_mistake (reading, child, _ ("expected at most %d rules, found more"),
                        SCENARIO_MAX_RULES);
    if (is_left_out (reading, child, left_out))
      {
        g_hash_table_add (reading->left_out, child);
        mark_used (reading, child);
        continue;
      }
    ScenarioRule rule = read_rule (reading, child, rules->len);
    g_array_append_val (rules, rule);
  }
}

void
scenario_read_rules (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  g_autoptr (GHashTable) left_out =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GArray) rules = g_array_new (FALSE, TRUE, sizeof (ScenarioRule));
  xmlNode *allocation = scenario_child (reading, root, "allocation");
  if (allocation != NULL)
    {
      reading->allocation_file = ((const ScenarioPlace *) allocation->_private)->file;
      read_rules_of (reading, allocation, rules, left_out);
      xmlNode *file = scenario_child (reading, allocation, "rules");
      if (file != NULL)
        {
          g_free (scenario_text (reading, file, "format"));
          xmlAttr *base = xmlHasNsProp (file, BAD_CAST "base", XML_XML_NAMESPACE);
          if (base != NULL)
            g_hash_table_add (reading->used, base);
          read_rules_of (reading, file, rules, left_out);
        }
      if (rules->len == 0)
        scenario_mistake (reading, allocation,
                          _ ("expected a <rule> that fits, found none"));
    }
  if (rules->len == 0)
    {
      add_default_rule (rules);
      if (allocation == NULL)
        g_hash_table_insert (reading->rules, g_strdup ("referral"), GSIZE_TO_POINTER (1));
    }
  scenario->n_rules = rules->len;
  scenario->rules =
      (ScenarioRule *) (void *) g_array_free (g_steal_pointer (&rules), FALSE);
  if (allocation != NULL)
    {
      read_use (reading, allocation, left_out);
      warn_of_no_benefit (reading, allocation);
    }
  const ScenarioPrecision *precision = &scenario->precision;
  if (precision->rule != NULL && !g_hash_table_contains (reading->rules, precision->rule))
    {
      xmlNode *experiment = scenario_child (reading, root, "experiment");
      g_autofree char *known = scenario_known (reading->rules);
      scenario_mistake (reading, scenario_child (reading, experiment, "precision"),
                        _ ("expected a rule, found '%s'; rules here: %s"),
                        precision->rule, known);
    }
}
