/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the allocation rules: phases, filters, reserves, points, orders. */
#include "scenarios/reading.h"

#include <math.h>
#include <string.h>

static const char *const order_names[] = {
  "grade", "grade-at-referral", "referral", "eligible", "injury", "deadline",
  "age",   "lottery",           "remake",   NULL
};
static const char *const points_names[] = { "grade", "waited", "slack",   "age",
                                            "site",  "remake", "benefit", NULL };

/* ---- Clauses of a phase ---- */

static void
read_filters (ScenarioReading *reading, xmlNode *node, ScenarioPhase *phase)
{
  g_autoptr (GArray) only = g_array_new (FALSE, TRUE, sizeof (ScenarioGroup));
  g_autoptr (GArray) protects = g_array_new (FALSE, TRUE, sizeof (ScenarioProtect));
  SCENARIO_FOR_EACH (reading, child, node, "only")
  {
    ScenarioGroup group = { 0 };
    scenario_read_group (reading, child, true, &group);
    g_array_append_val (only, group);
  }
  SCENARIO_FOR_EACH (reading, child, node, "protect")
  {
    ScenarioProtect protect = { .line = scenario_line (child) };
    protect.lines = (int) scenario_whole (reading, child, "lines", 1);
    scenario_read_group (reading, child, true, &protect.group);
    g_array_append_val (protects, protect);
  }
  phase->n_only = only->len;
  phase->only = (ScenarioGroup *) (void *) g_array_free (g_steal_pointer (&only), FALSE);
  phase->n_protects = protects->len;
  phase->protects =
      (ScenarioProtect *) (void *) g_array_free (g_steal_pointer (&protects), FALSE);
}

static void
read_reserves (ScenarioReading *reading, xmlNode *node, ScenarioPhase *phase)
{
  static const char *const kinds[] = { "soft", "hard", NULL };
  g_autoptr (GArray) reserves = g_array_new (FALSE, TRUE, sizeof (ScenarioReserve));
  double sum = 0;
  SCENARIO_FOR_EACH (reading, child, node, NULL)
  {
    bool is_first = strcmp ((const char *) child->name, "first") == 0;
    if (!is_first && strcmp ((const char *) child->name, "reserve") != 0)
      continue;
    ScenarioReserve reserve = { .is_first = is_first,
                                .share = 1,
                                .line = scenario_line (child) };
    if (!is_first)
      {
        reserve.share = scenario_number (reading, child, "share", 0);
        reserve.is_hard = scenario_choice (reading, child, "kind", kinds, 0) == 1;
        reserve.over = (int) scenario_whole (reading, child, "over", 0);
        sum += reserve.share;
        if (sum > 1 + 1e-6 && sum - reserve.share <= 1 + 1e-6)
          scenario_mistake (reading, child,
                            "expected reserves that sum to at most 1, found %.9g", sum);
      }
    scenario_read_group (reading, child, true, &reserve.group);
    g_array_append_val (reserves, reserve);
  }
  phase->n_reserves = reserves->len;
  phase->reserves =
      (ScenarioReserve *) (void *) g_array_free (g_steal_pointer (&reserves), FALSE);
}

/* Which attributes go with each kind of points; grades are letters. */
static const char *
slope_name (ScenarioPointsOf of)
{
  switch (of)
    {
    case SCENARIO_POINTS_WAITED:
    case SCENARIO_POINTS_SLACK:
      return "per-day";
    case SCENARIO_POINTS_AGE:
      return "per-year";
    case SCENARIO_POINTS_SITE:
    case SCENARIO_POINTS_REMAKE:
    case SCENARIO_POINTS_BENEFIT:
      return "weight";
    case SCENARIO_POINTS_GRADE:
      break;
    }
  return NULL;
}

static bool
has_any_grade (const xmlNode *node)
{
  for (int grade = 0; grade < SCENARIO_N_GRADES; grade++)
    if (scenario_has (node, scenario_grade_name ((ScenarioGrade) grade)))
      return true;
  return false;
}

static void
read_points (ScenarioReading *reading, xmlNode *node, ScenarioPhase *phase)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (ScenarioPoints));
  SCENARIO_FOR_EACH (reading, child, node, "points")
  {
    int of = scenario_choice (reading, child, "of", points_names, 0);
    ScenarioPoints points = { .of = (ScenarioPointsOf) of, .site = -1 };
    const char *attribute = slope_name (points.of);
    if (attribute == NULL)
      {
        for (int grade = 0; grade < SCENARIO_N_GRADES; grade++)
          points.grades[grade] = scenario_number (
              reading, child, scenario_grade_name ((ScenarioGrade) grade), 0);
        if (!has_any_grade (child))
          scenario_mistake (reading, child,
                            "expected points for a grade, A to E, found none");
      }
    else
      {
        if (!scenario_has (child, attribute))
          scenario_mistake (reading, child,
                            "expected the attribute %s for points of %s, found none",
                            attribute, points_names[of]);
        double value = scenario_number (reading, child, attribute, 0);
        if (strcmp (attribute, "weight") == 0)
          points.weight = value;
        else
          points.slope = value;
      }
    if (points.of == SCENARIO_POINTS_SITE)
      {
        if (!scenario_has (child, "site"))
          scenario_mistake (reading, child,
                            "expected the attribute site for points of site, found none");
        points.site = scenario_reference (reading, child, "site", reading->sites, "site");
      }
    g_array_append_val (all, points);
  }
  phase->n_points = all->len;
  phase->points =
      (ScenarioPoints *) (void *) g_array_free (g_steal_pointer (&all), FALSE);
}

static void
read_orders (ScenarioReading *reading, xmlNode *node, ScenarioPhase *phase)
{
  static const char *const directions[] = { "ascending", "descending", NULL };
  g_autoptr (GArray) orders = g_array_new (FALSE, TRUE, sizeof (ScenarioOrder));
  SCENARIO_FOR_EACH (reading, child, node, "order")
  {
    ScenarioOrder order = { 0 };
    order.by = (ScenarioOrderKey) scenario_choice (reading, child, "by", order_names, 0);
    order.is_descending =
        scenario_choice (reading, child, "direction", directions, 0) == 1;
    order.is_weighted = order.by == SCENARIO_ORDER_LOTTERY && has_any_grade (child);
    for (int grade = 0; grade < SCENARIO_N_GRADES; grade++)
      order.weights[grade] =
          order.is_weighted
              ? scenario_number (reading, child,
                                 scenario_grade_name ((ScenarioGrade) grade), 1)
              : 1;
    g_array_append_val (orders, order);
  }
  phase->n_orders = orders->len;
  phase->orders =
      (ScenarioOrder *) (void *) g_array_free (g_steal_pointer (&orders), FALSE);
}

/* ---- Phases ---- */

static void
read_phase_end (ScenarioReading *reading, const xmlNode *node, ScenarioPhase *phase)
{
  static const struct
  {
    const char *attribute;
    ScenarioPhaseEnd end;
  } counts[] = { { "until-infused", SCENARIO_PHASE_UNTIL_INFUSED },
                 { "until-capacity", SCENARIO_PHASE_UNTIL_CAPACITY },
                 { "until-backlog", SCENARIO_PHASE_UNTIL_BACKLOG } };
  size_t n_ends = scenario_has (node, "until");
  if (scenario_day (reading, node, "until", &phase->until))
    phase->end = SCENARIO_PHASE_UNTIL_DATE;
  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    if (scenario_has (node, counts[i].attribute))
      {
        n_ends++;
        phase->end = counts[i].end;
        phase->count = scenario_whole (reading, node, counts[i].attribute, 1);
      }
  if (n_ends > 1)
    scenario_mistake (
        reading, node,
        "expected one of until, until-infused, until-capacity, until-backlog, "
        "found several");
}

static ScenarioPhase
read_phase (ScenarioReading *reading, xmlNode *node)
{
  ScenarioPhase phase = { .line = scenario_line (node) };
  read_filters (reading, node, &phase);
  read_reserves (reading, node, &phase);
  read_points (reading, node, &phase);
  read_orders (reading, node, &phase);
  if (phase.n_points == 0 && phase.n_orders == 0)
    scenario_mistake (reading, node,
                      "expected <order> or <points> inside, found neither");
  return phase;
}

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
            "expected an end for each phase but the last (until, until-infused, "
            "until-capacity or until-backlog), found none");
      else if (is_last && phase->end != SCENARIO_PHASE_FOREVER)
        scenario_mistake (reading, child,
                          "expected no end for the last phase, found one");
      if (!is_reached)
        scenario_warning (reading, child, "a phase of rule '%s' is never reached",
                          rule->id);
      if (phase->end == SCENARIO_PHASE_UNTIL_DATE)
        {
          if (is_reached && phase->until <= last)
            scenario_warning (
                reading, child,
                "a phase of rule '%s' is never reached: it ends when it begins",
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

static void
clear_group (ScenarioGroup *group)
{
  g_free (group->id);
}

void
scenario_phase_clear (ScenarioPhase *phase)
{
  for (size_t i = 0; i < phase->n_only; i++)
    clear_group (&phase->only[i]);
  for (size_t i = 0; i < phase->n_protects; i++)
    clear_group (&phase->protects[i].group);
  for (size_t i = 0; i < phase->n_reserves; i++)
    clear_group (&phase->reserves[i].group);
  g_free (phase->only);
  g_free (phase->protects);
  g_free (phase->reserves);
  g_free (phase->points);
  g_free (phase->orders);
}

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
          *ret_kind = is_site ? "site" : "group";
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
  scenario_warning (reading, node, "rule '%s' is left out: the scenario has no %s '%s'",
                    id, kind, lacking);
  g_hash_table_insert (left_out, id,
                       g_strdup_printf ("the scenario has no %s '%s'", kind, lacking));
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
  rule.id = scenario_id (reading, node, reading->rules, "rule", index);
  scenario_read_text (reading, node, "title", &rule.title);
  g_autoptr (GArray) phases = g_array_new (FALSE, TRUE, sizeof (ScenarioPhase));
  SCENARIO_FOR_EACH (reading, child, node, "phase")
  {
    ScenarioPhase phase = read_phase (reading, child);
    read_phase_end (reading, child, &phase);
    g_array_append_val (phases, phase);
  }
  if (phases->len == 0)
    {
      ScenarioPhase phase = read_phase (reading, node);
      g_array_append_val (phases, phase);
    }
  rule.n_phases = phases->len;
  rule.phases =
      (ScenarioPhase *) (void *) g_array_free (g_steal_pointer (&phases), FALSE);
  check_phases (reading, node, &rule);
  return rule;
}

static void
read_use (ScenarioReading *reading, const xmlNode *allocation, GHashTable *left_out)
{
  Scenario *scenario = reading->scenario;
  g_autofree char *use = scenario_text (reading, allocation, "use");
  const char *reason = use == NULL ? NULL : g_hash_table_lookup (left_out, use);
  if (reason != NULL)
    scenario_mistake (reading, allocation, "expected a rule that fits, found '%s': %s",
                      use, reason);
  else
    scenario->use =
        MAX (0, scenario_reference (reading, allocation, "use", reading->rules, "rule"));
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
      scenario_mistake (reading, child, "expected at most %d rules, found more",
                        SCENARIO_MAX_RULES);
    if (is_left_out (reading, child, left_out))
      {
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
        scenario_mistake (reading, allocation, "expected a <rule> that fits, found none");
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
    read_use (reading, allocation, left_out);
  const ScenarioPrecision *precision = &scenario->precision;
  if (precision->rule != NULL && !g_hash_table_contains (reading->rules, precision->rule))
    {
      xmlNode *experiment = scenario_child (reading, root, "experiment");
      g_autofree char *known = scenario_known (reading->rules);
      scenario_mistake (reading, scenario_child (reading, experiment, "precision"),
                        "expected a rule, found '%s'; rules here: %s", precision->rule,
                        known);
    }
}
