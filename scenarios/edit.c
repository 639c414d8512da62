/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits: changes of a scenario that no single number makes. */
#include "scenarios/edit.h"

#include <string.h>

#include "scenarios/document.h"
#include "scenarios/reading.h"

static bool
is_called (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0;
}

/* The first child of that name, or NULL. */
static xmlNode *
find_child (const xmlNode *parent, const char *name)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    if (is_called (node, name))
      return node;
  return NULL;
}

static bool
has_closures (const xmlNode *root)
{
  for (const xmlNode *node = root->children; node != NULL; node = node->next)
    if (is_called (node, "calendar") && find_child (node, "closed") != NULL)
      return true;
  return false;
}

bool
scenario_edit_is_possible (const Scenario *scenario, ScenarioEdit edit)
{
  const xmlNode *root = xmlDocGetRootElement (scenario->document);

  switch (edit)
    {
    case SCENARIO_EDIT_CALL_AHEAD:
      return find_child (root, "plant") != NULL && scenario->plant.gate >= 0;
    case SCENARIO_EDIT_NO_CLOSURES:
      return has_closures (root);
    case SCENARIO_EDIT_ONE_SITE_MORE:
      return scenario->has_sites;
    default:
      g_return_val_if_reached (false);
    }
}

static void
set_number (xmlNode *node, const char *attribute, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_dtostr (text, sizeof text, value);
  xmlSetProp (node, BAD_CAST attribute, BAD_CAST text);
}

static void
open_closed_days (xmlNode *root)
{
  for (xmlNode *node = root->children; node != NULL; node = node->next)
    {
      xmlNode *closed = is_called (node, "calendar") ? find_child (node, "closed") : NULL;

      for (; closed != NULL; closed = find_child (node, "closed"))
        {
          xmlUnlinkNode (closed);
          xmlFreeNode (closed);
        }
    }
}

/* Places are not copied with elements: all of the new ones stand where the site does. */
static void
place_all (xmlNode *node, void *place)
{
  node->_private = place;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    place_all (child, place);
}

static void
add_site (const Scenario *scenario, xmlNode *root)
{
  xmlNode *last = NULL;
  size_t i = 0;
  double n = (double) scenario->n_sites;

  for (xmlNode *node = find_child (root, "sites")->children; node != NULL;
       node = node->next)
    if (is_called (node, "site"))
      {
        set_number (node, "share", scenario->sites[i++].share * n / (n + 1));
        last = node;
      }
  xmlNode *more = xmlCopyNode (last, 1);
  place_all (more, last->_private);
  xmlSetProp (more, BAD_CAST "id", BAD_CAST "one-more");
  set_number (more, "share", 1 / (n + 1));
  xmlAddNextSibling (last, more);
}

Scenario *
scenario_edit (const Scenario *scenario, ScenarioEdit edit, double value, GError **error)
{
  g_return_val_if_fail (scenario_edit_is_possible (scenario, edit), NULL);

  xmlDoc *doc = scenario_document_copy (scenario->document);
  xmlNode *root = xmlDocGetRootElement (doc);
  char text[64];

  if (edit == SCENARIO_EDIT_CALL_AHEAD)
    set_number (find_child (root, "plant"), "call-ahead-days", value);
  else if (edit == SCENARIO_EDIT_NO_CLOSURES)
    open_closed_days (root);
  else
    add_site (scenario, root);
  g_snprintf (text, sizeof text, "edit %d %.17g\n", (int) edit, value);
  return scenario_rebuild (scenario, doc, text, error);
}
