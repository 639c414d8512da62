/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of metrics as users write them: METRIC, or METRIC:GROUP. */
#include "scenarios/metric-name.h"

#include <glib/gi18n.h>
#include <string.h>

/* Metrics with a name of the user's in them. */
static const char *const keyed[] = { "utilisation:", "reserved:", "idle-while-waiting:",
                                     "score:", "adverse:" };

void
scenario_metric_split (const char *text, char **ret_metric, char **ret_group)
{
  const char *from = text;
  for (size_t i = 0; i < G_N_ELEMENTS (keyed); i++)
    if (g_str_has_prefix (text, keyed[i]))
      from = text + strlen (keyed[i]);
  const char *colon = strchr (from, ':');
  *ret_metric =
      colon == NULL ? g_strdup (text) : g_strndup (text, (size_t) (colon - text));
  *ret_group = g_strdup (colon == NULL || colon[1] == '\0' ? "all" : colon + 1);
}

static bool
is_among (const char *text, const char *const *names, size_t n_names)
{
  for (size_t i = 0; i < n_names; i++)
    if (strcmp (text, names[i]) == 0)
      return true;
  return false;
}

bool
scenario_is_fate (const char *id)
{
  static const char *const fates[] = {
    "no-site",         "excluded-grade",   "excluded-dose",
    "excluded-blood",  "declined",         "late-referral",
    "window",          "window-line",      "window-blood",
    "window-site",     "window-transport", "window-latest",
    "window-deferral", "window-rule",      "recovered-waiting",
    "blood",           "marrow",           "culture",
    "specification",   "recovered",        "expired",
    "too-late",        "infusion-stopped", "infused",
    "unresolved",
  };
  return is_among (id, fates, G_N_ELEMENTS (fates));
}

/* ---- Metrics ---- */

static bool
is_lost_fate (const Scenario *scenario, const char *fate)
{
  if (scenario_is_fate (fate))
    /* Who is infused is not lost. */
    return strcmp (fate, "infused") != 0;
  for (size_t i = 0; i < scenario->n_hazards; i++)
    if (strcmp (fate, scenario->hazards[i].id) == 0)
      return true;
  if (g_str_has_prefix (fate, "excluded-"))
    for (size_t i = 0; i < scenario->eligibility.n_conditions; i++)
      if (strcmp (fate + strlen ("excluded-"), scenario->eligibility.conditions[i].id) ==
          0)
        return true;
  return false;
}

/* Metrics that exist for every group. */
static bool
is_group_metric (const Scenario *scenario, const char *metric)
{
  static const char *const names[] = {
    "injured",
    "referred",
    "eligible",
    "booked",
    "harvested",
    "released",
    "infused",
    "infused-share",
    "infused-of-referred",
    "wait",
    "wait.p50",
    "wait.p90",
    "booked-by.7",
    "booked-by.14",
    "booked-by.21",
    "harvest-day",
    "harvest-day.p50",
    "harvest-day.p90",
    "infusion-day",
    "infusion-day.p50",
    "infusion-day.p90",
    "vein-to-vein",
    "vein-to-vein.p50",
    "vein-to-vein.p90",
    "wasted-products",
    "wasted-line-days",
    "blood-in-vain",
    "harvests-in-vain",
    "draws",
    "cost",
  };
  static const char *const outcomes[] = { "improved", "improved-two", "improved-natural",
                                          "benefit" };
  if (is_among (metric, names, G_N_ELEMENTS (names)))
    return true;
  if (g_str_has_prefix (metric, "lost-"))
    return is_lost_fate (scenario, metric + strlen ("lost-"));
  const ScenarioOutcome *outcome = scenario->outcome;
  if (outcome == NULL)
    return false;
  if (is_among (metric, outcomes, G_N_ELEMENTS (outcomes)))
    return true;
  if (g_str_has_prefix (metric, "grade-"))
    return metric[6] >= 'A' && metric[6] <= 'E' &&
           strcmp (metric + 7, "-at-outcome") == 0;
  for (size_t i = 0; g_str_has_prefix (metric, "score:") && i < outcome->n_scores; i++)
    if (strcmp (metric + strlen ("score:"), outcome->scores[i].id) == 0)
      return true;
  for (size_t i = 0; g_str_has_prefix (metric, "adverse:") && i < outcome->n_events; i++)
    if (strcmp (metric + strlen ("adverse:"), outcome->events[i].id) == 0)
      return true;
  return false;
}

/* Metrics of the whole, for group all only. */
static bool
is_whole_metric (const Scenario *scenario, const char *metric)
{
  static const char *const names[] = { "infused-per-year", "waiting", "waiting-max",
                                       "reserved:line", "idle-while-waiting:line" };
  if (is_among (metric, names, G_N_ELEMENTS (names)))
    return true;
  return g_str_has_prefix (metric, "utilisation:") &&
         scenario_find_pool (scenario, metric + strlen ("utilisation:")) >= 0;
}

static bool
is_group (const Scenario *scenario, const char *group)
{
  static const char *const names[] = { "all",      "A",         "B",        "C",
                                       "D",        "E",         "sex:male", "sex:female",
                                       "age:0-17", "age:18-64", "age:65+" };
  if (is_among (group, names, G_N_ELEMENTS (names)))
    return true;
  if (g_str_has_prefix (group, "site:"))
    return scenario_find_site (scenario, group + strlen ("site:")) >= 0;
  for (size_t i = 0; i < scenario->n_groups; i++)
    if (strcmp (group, scenario->groups[i].id) == 0)
      return true;
  return false;
}

bool
scenario_metric_check (const Scenario *scenario,
                       const char *metric,
                       const char *group,
                       char **ret_reason)
{
  if (!is_group (scenario, group))
    {
      *ret_reason = g_strdup_printf (_ ("expected a group (all, A to E, site:ID, "
                                        "sex:female, age:0-17, age:18-64, age:65+ or "
                                        "one of the scenario), found '%.64s'"),
                                     group);
      return false;
    }
  if (is_group_metric (scenario, metric))
    return true;
  if (!is_whole_metric (scenario, metric))
    {
      *ret_reason = g_strdup_printf (
          _ ("expected a metric ('day31 list metrics' names them), found '%.64s'"),
          metric);
      return false;
    }
  if (strcmp (group, "all") == 0)
    return true;
  *ret_reason = g_strdup_printf (
      _ ("expected the group all for the metric '%s', found '%.64s'"), metric, group);
  return false;
}
