/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics on the command line: "infused-share:A", "utilisation:line". */
#include "cli/metric.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cli/closest.h"

/* Who of all that could be treated is (DESIGN section 4). */
#define DEFAULT_METRIC "infused-of-referred:all"

/* Names and groups may hold a ':' themselves, so every one is tried as the border. */
int
cli_metric_find (const SimCatalogue *catalogue, const char *text)
{
  int metric = sim_catalogue_find_metric (catalogue, text, "all");

  for (const char *colon = strchr (text, ':'); colon != NULL && metric < 0;
       colon = strchr (colon + 1, ':'))
    {
      g_autofree char *name = g_strndup (text, (gsize) (colon - text));

      metric = sim_catalogue_find_metric (catalogue, name, colon + 1);
    }
  return metric;
}

char *
cli_metric_text (const SimMetric *metric)
{
  return g_strconcat (metric->name, ":", metric->group, NULL);
}

/* Returns: (transfer full): the groups of the metrics of that name; "" if there is none
 */
static char *
known_groups (const SimCatalogue *catalogue, const char *name)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (size_t i = 0; i < catalogue->n_metrics; i++)
    if (strcmp (catalogue->metrics[i].name, name) == 0)
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "",
                              catalogue->metrics[i].group);
  return g_string_free (g_steal_pointer (&known), FALSE);
}

/* Returns: (transfer none): the name that was meant, else one that shows what they are */
static const char *
likely_name (const SimCatalogue *catalogue, const char *name)
{
  g_autofree const char **names = g_new (const char *, catalogue->n_metrics);
  size_t n = 0;

  for (size_t i = 0; i < catalogue->n_metrics; i++)
    if (strcmp (catalogue->metrics[i].group, "all") == 0)
      names[n++] = catalogue->metrics[i].name;
  const char *meant = cli_closest (name, names, n);
  return meant != NULL ? meant : "infused-share";
}

int
cli_metric_parse (const CliCommand *command,
                  const char *option,
                  const SimCatalogue *catalogue,
                  const char *text)
{
  int metric = cli_metric_find (catalogue, text);

  if (metric < 0)
    {
      g_autofree char *name = g_strndup (text, strcspn (text, ":"));
      g_autofree char *groups = known_groups (catalogue, name);

      if (*groups != '\0')
        cli_wrong_usage (command,
                         _ ("%s: expected a metric, as NAME or NAME:GROUP, found '%s'; "
                            "there are %s"),
                         option, text, groups);
      else
        cli_wrong_usage (command,
                         _ ("%s: expected a metric, as NAME or NAME:GROUP, found '%s'; "
                            "'day31 list metrics SCENARIO' lists all, as %s"),
                         option, text, likely_name (catalogue, name));
    }
  return metric;
}

int
cli_metric_choose (const CliCommand *command,
                   const char *asked,
                   const Scenario *scenario,
                   const SimCatalogue *catalogue)
{
  int metric = -1;

  if (asked != NULL)
    return cli_metric_parse (command, "--metric", catalogue, asked);
  if (scenario->n_primary > 0)
    metric = sim_catalogue_find_metric (catalogue, scenario->primary[0].metric,
                                        scenario->primary[0].group);
  return metric >= 0 ? metric : cli_metric_find (catalogue, DEFAULT_METRIC);
}

bool
cli_metric_is_burden (const SimMetric *metric)
{
  static const char *const beginnings[] = {
    "lost-", "wait",  "wasted-",      "blood-in-vain", "harvests-in-vain", "cost",
    "idle-", "draws", "vein-to-vein", "infusion-day",  "adverse",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (metric->name, beginnings[i]))
      return true;
  return false;
}
