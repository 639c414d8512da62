/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics on the command line: "infused-share:A", "utilisation:line". */
#include "cli/metric.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

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

/* The groups of a metric of that name, or the names there are: what would do. */
static char *
known_names (const SimCatalogue *catalogue, const char *text)
{
  g_autofree char *name = g_strndup (text, strcspn (text, ":"));
  g_autoptr (GString) known = g_string_new (NULL);
  bool has_name = sim_catalogue_find_metric (catalogue, name, "all") >= 0;

  for (size_t i = 0; i < catalogue->n_metrics; i++)
    {
      const SimMetric *metric = &catalogue->metrics[i];

      if (has_name ? strcmp (metric->name, name) != 0
                   : strcmp (metric->group, "all") != 0)
        continue;
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "",
                              has_name ? metric->group : metric->name);
    }
  return g_string_free (g_steal_pointer (&known), FALSE);
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
      g_autofree char *known = known_names (catalogue, text);

      cli_wrong_usage (command,
                       _ ("%s: expected a metric, as NAME or NAME:GROUP, found '%s'; "
                          "there are %s"),
                       option, text, known);
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
