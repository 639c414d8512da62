/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks what ties the parts of a scenario together, and what is not supported yet. */
#include "scenarios/reading.h"

#include <math.h>
#include <string.h>

/* ---- What the models cannot do yet ---- */

/* The one place where a valid scenario is refused because the models lack a feature.  An
 * entry goes when the model can do it. */
static const struct
{
  const char *parent; /* NULL: any */
  const char *element;
  const char *attribute; /* NULL: the element itself */
  const char *value;     /* NULL: any */
} unsupported[] = {
  { "experiment", "inputs", NULL, NULL },
  { "scenario", "initial", NULL, NULL },
};

static bool
is_value (const xmlNode *node, const char *attribute, const char *value)
{
  xmlChar *found = xmlGetNoNsProp (node, BAD_CAST attribute);
  bool is_same = found != NULL && strcmp ((const char *) found, value) == 0;
  xmlFree (found);
  return is_same;
}

static void
check_supported (ScenarioReading *reading, const xmlNode *node)
{
  const char *parent = node->parent != NULL && node->parent->type == XML_ELEMENT_NODE
                           ? (const char *) node->parent->name
                           : "";
  for (size_t i = 0; i < G_N_ELEMENTS (unsupported); i++)
    {
      const char *attribute = unsupported[i].attribute;
      const char *value = unsupported[i].value;
      if (strcmp ((const char *) node->name, unsupported[i].element) != 0 ||
          (unsupported[i].parent != NULL &&
           strcmp (parent, unsupported[i].parent) != 0) ||
          (attribute != NULL && !scenario_has (node, attribute)) ||
          (value != NULL && !is_value (node, attribute, value)))
        continue;
      if (attribute == NULL)
        scenario_mistake (reading, node, "not supported yet");
      else
        scenario_mistake (reading, node, "%s%s%s not supported yet", attribute,
                          value != NULL ? "=" : "", value != NULL ? value : "");
    }
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      check_supported (reading, child);
}

void
scenario_check (ScenarioReading *reading, const xmlNode *root)
{
  check_supported (reading, root);
}
