/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks what ties the parts of a scenario together. */
#include "scenarios/metric-name.h"
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* ---- What a part needs of another ---- */

/* Whether a patient can have this at all. */
static bool
is_known (const ScenarioReading *reading,
          const void *distribution,
          ScenarioTraceColumn column)
{
  return distribution != NULL || reading->has_trace_column[column];
}

static void
need (ScenarioReading *reading,
      const xmlNode *node,
      const char *const *attributes,
      bool is_there,
      const char *element)
{
  for (size_t i = 0; attributes[i] != NULL; i++)
    if (!is_there && scenario_has (node, attributes[i]))
      {
        scenario_mistake (reading, node,
                          _ ("expected <%s> in <patients> for %s, found none"), element,
                          attributes[i]);
        return;
      }
}

/* Limits and doses need what they are limits of. */
static void
check_bodies (ScenarioReading *reading, xmlNode *node)
{
  static const char *const ages[] = { "min-age", "max-age", NULL };
  static const char *const weights[] = { "min-weight", "max-weight", "per-kg",
                                         "per-kg-ml", NULL };
  static const char *const haemoglobins[] = { "min-haemoglobin", "max-haemoglobin",
                                              "haemoglobin-per-day", NULL };
  const ScenarioPatients *patients = &reading->scenario->patients;
  /* Rules may be shared by scenarios: a group that nobody belongs to is no mistake there.
   */
  if (strcmp ((const char *) node->name, "allocation") == 0)
    return;
  need (reading, node, ages, is_known (reading, patients->age, SCENARIO_COLUMN_AGE),
        "age");
  need (reading, node, weights,
        is_known (reading, patients->weight[0], SCENARIO_COLUMN_WEIGHT), "weight");
  need (reading, node, haemoglobins,
        is_known (reading, patients->haemoglobin[0], SCENARIO_COLUMN_HAEMOGLOBIN),
        "haemoglobin");
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      check_bodies (reading, child);
}

static void
check_grades (ScenarioReading *reading, const xmlNode *root)
{
  static const char *const grades[] = { "grades", NULL };
  bool has_grades = reading->scenario->patients.has_grades ||
                    reading->has_trace_column[SCENARIO_COLUMN_GRADE];
  for (xmlNode *node = root->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      need (reading, node, grades, has_grades, "grades");
      if (!has_grades && strcmp ((const char *) node->name, "natural-course") == 0)
        scenario_mistake (
            reading, node,
            _ ("expected <grades> in <patients> for a natural course, found none"));
    }
}

static void
check_blood (ScenarioReading *reading, const xmlNode *root)
{
  const Scenario *scenario = reading->scenario;
  const ScenarioProfile *profile = scenario->patients.profile;
  xmlNode *node = scenario_child (reading, root, "blood");
  if (node == NULL || scenario->blood->n_draws > 0 ||
      (profile != NULL && profile->gives_draws) ||
      reading->has_trace_column[SCENARIO_COLUMN_DRAW1])
    return;
  scenario_mistake (
      reading, node,
      _ ("expected <draw> inside, or draws given by a profile or a trace, found none"));
}

static void
check_metrics (ScenarioReading *reading, const xmlNode *root)
{
  const Scenario *scenario = reading->scenario;
  xmlNode *node = scenario_child (reading, root, "experiment");
  if (node == NULL)
    return;
  for (size_t i = 0; i < scenario->n_primary; i++)
    {
      g_autofree char *reason = NULL;
      if (!scenario_metric_check (scenario, scenario->primary[i].metric,
                                  scenario->primary[i].group, &reason))
        scenario_mistake_in (reading, node, "primary", _ ("primary: %s"), reason);
    }
  xmlNode *precision = scenario_child (reading, node, "precision");
  g_autofree char *reason = NULL;
  if (precision != NULL && !scenario_metric_check (scenario, scenario->precision.metric,
                                                   scenario->precision.group, &reason))
    scenario_mistake (reading, precision, "%s", reason);
}

/* A trace's own days are the plan of its patients: a profile would have nothing to say.
 */
static void
check_profile (ScenarioReading *reading, const xmlNode *root)
{
  const ScenarioPatients *patients = &reading->scenario->patients;
  xmlNode *node = scenario_child (reading, root, "patients");
  if (node == NULL || patients->profile == NULL ||
      patients->arrivals.kind != SCENARIO_ARRIVALS_TRACE)
    return;
  scenario_mistake (reading, scenario_child (reading, node, "profile"),
                    _ ("expected no profile beside a trace, whose own days are the plan, "
                       "found one"));
}

void
scenario_check (ScenarioReading *reading, const xmlNode *root)
{
  check_bodies (reading, (xmlNode *) root);
  check_grades (reading, root);
  check_blood (reading, root);
  check_profile (reading, root);
  check_metrics (reading, root);
}
