/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the clauses of a phase: filters, reserves, points, orders, and its end. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
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
                            _ ("expected reserves that sum to at most 1, found %.9g"),
                            sum);
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
                            _ ("expected points for a grade, A to E, found none"));
      }
    else
      {
        if (!scenario_has (child, attribute))
          scenario_mistake (reading, child,
                            _ ("expected the attribute %s for points of %s, found none"),
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
          scenario_mistake (
              reading, child,
              _ ("expected the attribute site for points of site, found none"));
        points.site =
            scenario_reference (reading, child, "site", reading->sites, N_ ("site"));
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

void
scenario_read_phase_end (ScenarioReading *reading,
                         const xmlNode *node,
                         ScenarioPhase *phase)
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
        _ ("expected one of until, until-infused, until-capacity, until-backlog, "
           "found several"));
}

ScenarioPhase
scenario_read_phase (ScenarioReading *reading, xmlNode *node)
{
  ScenarioPhase phase = { .line = scenario_line (node) };
  read_filters (reading, node, &phase);
  read_reserves (reading, node, &phase);
  read_points (reading, node, &phase);
  read_orders (reading, node, &phase);
  if (phase.n_points == 0 && phase.n_orders == 0)
    scenario_mistake (reading, node,
                      _ ("expected <order> or <points> inside, found neither"));
  return phase;
}

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
