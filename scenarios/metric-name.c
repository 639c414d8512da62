/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of metrics as users write them: METRIC, or METRIC:GROUP. */
#include "scenarios/metric-name.h"

#include <glib.h>
#include <string.h>

void
scenario_metric_split (const char *text, char **ret_metric, char **ret_group)
{
  static const char *const keyed[] = { "utilisation:", "reserved:", "idle-while-waiting:",
                                       "score:", "adverse:" };
  const char *from = text;
  for (size_t i = 0; i < G_N_ELEMENTS (keyed); i++)
    if (g_str_has_prefix (text, keyed[i]))
      from = text + strlen (keyed[i]);
  const char *colon = strchr (from, ':');
  *ret_metric =
      colon == NULL ? g_strdup (text) : g_strndup (text, (size_t) (colon - text));
  *ret_group = g_strdup (colon == NULL || colon[1] == '\0' ? "all" : colon + 1);
}
