/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the treating hospitals, and the groups of patients. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

bool
scenario_read_group (ScenarioReading *reading,
                     const xmlNode *node,
                     bool is_in_rule,
                     ScenarioGroup *ret_group)
{
  static const char *const sexes[] = { "male", "female", NULL };
  static const char *const truths[] = { "false", "true", "no", "yes", NULL };
  static const char *const conditions[] = { "grade",   "site",        "sex",   "min-age",
                                            "max-age", "waited-over", "remake" };
  ScenarioGroup group = { .site = -1,
                          .sex = -1,
                          .min_age = NAN,
                          .max_age = NAN,
                          .waited_over_days = NAN,
                          .remake = -1,
                          .line = scenario_line (node) };
  size_t n_given = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (conditions); i++)
    n_given += scenario_has (node, conditions[i]);
  if (is_in_rule && scenario_has (node, "group"))
    {
      int index =
          scenario_reference (reading, node, "group", reading->groups, N_ ("group"));
      if (n_given > 0)
        scenario_mistake (reading, node,
                          _ ("expected group alone, or other conditions, found both"));
      if (index < 0)
        return false;
      group = reading->scenario->groups[index];
      group.id = g_strdup (group.id);
      group.line = scenario_line (node);
      *ret_group = group;
      return true;
    }
  if (n_given == 0)
    {
      scenario_mistake (
          reading, node,
          _ ("expected any of grade, site, sex, min-age, max-age%s, found none"),
          is_in_rule ? ", waited-over, remake, group" : "");
      return false;
    }
  group.grades = scenario_grades (reading, node, "grade");
  group.sex = scenario_choice (reading, node, "sex", sexes, -1);
  group.min_age = scenario_number (reading, node, "min-age", NAN);
  group.max_age = scenario_number (reading, node, "max-age", NAN);
  if (is_in_rule)
    {
      group.waited_over_days = scenario_number (reading, node, "waited-over", NAN);
      int remake = scenario_choice (reading, node, "remake", truths, -1);
      group.remake = remake < 0 ? -1 : remake % 2;
    }
  else if (scenario_has (node, "waited-over") || scenario_has (node, "remake"))
    {
      /* Asked for, so that this is its only mistake. */
      g_free (scenario_text (reading, node, "waited-over"));
      g_free (scenario_text (reading, node, "remake"));
      scenario_mistake (
          reading, node,
          _ ("expected a group that does not change, found waited-over or remake; "
             "write these inside the rule"));
    }
  if (scenario_has (node, "site"))
    {
      group.site =
          scenario_reference (reading, node, "site", reading->sites, N_ ("site"));
      if (group.site < 0)
        return false;
    }
  if (group.min_age > group.max_age)
    scenario_mistake (reading, node,
                      _ ("expected min-age not above max-age, found %g and %g"),
                      group.min_age, group.max_age);
  *ret_group = group;
  return true;
}

static void
read_groups (ScenarioReading *reading, const xmlNode *root)
{
  static const char *const taken[] = { "all", "A", "B", "C", "D", "E" };
  Scenario *scenario = reading->scenario;
  g_autoptr (GArray) groups = g_array_new (FALSE, TRUE, sizeof (ScenarioGroup));
  SCENARIO_FOR_EACH (reading, node, root, "group")
  {
    if (groups->len == SCENARIO_MAX_GROUPS)
      scenario_mistake (reading, node, _ ("expected at most %d groups, found more"),
                        SCENARIO_MAX_GROUPS);
    char *id = scenario_id (reading, node, reading->groups, N_ ("group"), groups->len);
    for (size_t i = 0; i < G_N_ELEMENTS (taken); i++)
      if (strcmp (id, taken[i]) == 0)
        scenario_mistake (reading, node,
                          _ ("expected an id other than all and A to E, found '%s'"), id);
    ScenarioGroup group = { .site = -1, .sex = -1, .remake = -1 };
    group.min_age = group.max_age = group.waited_over_days = NAN;
    scenario_read_group (reading, node, false, &group);
    group.id = id;
    group.line = scenario_line (node);
    g_array_append_val (groups, group);
  }
  scenario->n_groups = groups->len;
  scenario->groups =
      (ScenarioGroup *) (void *) g_array_free (g_steal_pointer (&groups), FALSE);
}

/* ---- Sites ---- */

const SimCalendar *
scenario_read_calendar_of (ScenarioReading *reading, const xmlNode *node)
{
  int index =
      scenario_reference (reading, node, "calendar", reading->calendars, N_ ("calendar"));
  return index < 0 ? NULL : reading->scenario->calendars[index].calendar;
}

static void
read_requirements (ScenarioReading *reading, const xmlNode *node, ScenarioSite *site)
{
  g_autoptr (GHashTable) refs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) requirements =
      g_array_new (FALSE, TRUE, sizeof (ScenarioRequirement));
  SCENARIO_FOR_EACH (reading, child, node, "requirement")
  {
    ScenarioRequirement requirement = { .line = scenario_line (child) };
    requirement.ref = scenario_text (reading, child, "ref");
    if (requirement.ref == NULL)
      requirement.ref = g_strdup ("");
    if (!g_hash_table_add (refs, g_strdup (requirement.ref)))
      scenario_mistake (reading, child, _ ("expected each clause once, found '%s' again"),
                        requirement.ref);
    if (scenario_day (reading, child, "from", &requirement.from))
      site->opens = MAX (site->opens, requirement.from);
    g_array_append_val (requirements, requirement);
  }
  site->n_requirements = requirements->len;
  site->requirements = (ScenarioRequirement *) (void *) g_array_free (
      g_steal_pointer (&requirements), FALSE);
}

static ScenarioSite
read_site (ScenarioReading *reading, xmlNode *node, size_t index)
{
  ScenarioSite site = { .open_from = INT64_MIN,
                        .opens = INT64_MIN,
                        .transport_expires_days = NAN,
                        .line = scenario_line (node) };
  site.id = scenario_id (reading, node, reading->sites, N_ ("site"), index);
  site.share = scenario_number (reading, node, "share", NAN);
  site.calendar = scenario_read_calendar_of (reading, node);
  site.beds = (int) scenario_whole (reading, node, "beds", -1);
  site.draws_per_day = (int) scenario_whole (reading, node, "draws-per-day", -1);
  site.harvests_per_day = (int) scenario_whole (reading, node, "harvests-per-day", -1);
  site.infusions_per_day = (int) scenario_whole (reading, node, "infusions-per-day", -1);
  if (scenario_day (reading, node, "open-from", &site.open_from))
    site.opens = site.open_from;
  read_requirements (reading, node, &site);
  xmlNode *transport = scenario_child (reading, node, "transport");
  if (transport != NULL)
    {
      site.has_transport = true;
      site.transport =
          scenario_distribution (reading, transport, SCENARIO_MEASURE_DURATION);
      site.transport_lost = scenario_number (reading, transport, "lost", 0);
      site.transport_expires_days =
          scenario_number (reading, transport, "expires-days", NAN);
    }
  xmlNode *rehabilitation = scenario_child (reading, node, "rehabilitation");
  if (rehabilitation != NULL)
    {
      site.has_rehabilitation = true;
      site.rehabilitation_after_days =
          scenario_number (reading, rehabilitation, "after-days", 0);
    }
  if (site.opens >= reading->scenario->end)
    scenario_warning (reading, node, _ ("site '%s' opens after the end of the scenario"),
                      site.id);
  return site;
}

static void
check_shares (ScenarioReading *reading, const xmlNode *node)
{
  Scenario *scenario = reading->scenario;
  if (scenario->n_sites == 1 && isnan (scenario->sites[0].share))
    scenario->sites[0].share = 1;
  double sum = 0;
  for (size_t i = 0; i < scenario->n_sites; i++)
    sum += scenario->sites[i].share;
  if (isnan (sum))
    scenario_mistake (reading, node,
                      _ ("expected a share for every site, found one without"));
  else if (fabs (sum - 1) > 1e-6)
    scenario_mistake (reading, node, _ ("expected shares that sum to 1, found %.9g"),
                      sum);
}

static void
read_transfer (ScenarioReading *reading, const xmlNode *sites)
{
  xmlNode *transfer = scenario_child (reading, sites, "transfer");
  if (transfer != NULL)
    reading->scenario->transfer =
        scenario_distribution (reading, transfer, SCENARIO_MEASURE_DURATION);
}

void
scenario_read_sites (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  g_autoptr (GArray) sites = g_array_new (FALSE, TRUE, sizeof (ScenarioSite));
  xmlNode *node = scenario_child (reading, root, "sites");
  if (node != NULL)
    {
      scenario->has_sites = true;
      read_transfer (reading, node);
      SCENARIO_FOR_EACH (reading, child, node, "site")
      {
        if (sites->len == SCENARIO_MAX_SITES)
          scenario_mistake (reading, child, _ ("expected at most %d sites, found more"),
                            SCENARIO_MAX_SITES);
        ScenarioSite site = read_site (reading, child, sites->len);
        g_array_append_val (sites, site);
      }
    }
  if (sites->len == 0)
    {
      ScenarioSite site = { .id = g_strdup ("site"),
                            .share = 1,
                            .open_from = INT64_MIN,
                            .opens = INT64_MIN,
                            .beds = -1,
                            .draws_per_day = -1,
                            .harvests_per_day = -1,
                            .infusions_per_day = -1,
                            .transport_expires_days = NAN };
      g_array_append_val (sites, site);
      if (node == NULL)
        g_hash_table_insert (reading->sites, g_strdup ("site"), GSIZE_TO_POINTER (1));
    }
  scenario->n_sites = sites->len;
  scenario->sites =
      (ScenarioSite *) (void *) g_array_free (g_steal_pointer (&sites), FALSE);
  if (node != NULL)
    check_shares (reading, node);
  read_groups (reading, root);
}
