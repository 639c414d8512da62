/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a scenario: where they stand, what they are called, whence they come. */
#include "scenarios/parameters.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "scenarios/reader.h"

/* ---- Vocabulary ---- */

/* How elements that may repeat are told apart: by an attribute, or by their place. */
static const struct
{
  const char *element;
  const char *attribute; /* NULL: the place among those of the same name, from 1 */
} keys[] = {
  { "adverse-event", "id" }, { "calendar", "id" },  { "caution", "id" },
  { "change", "on" },        { "cost", NULL },      { "draw", NULL },
  { "exclusion", "id" },     { "first", NULL },     { "group", "id" },
  { "haemoglobin", "sex" },  { "hazard", "id" },    { "improves", "from" },
  { "observed", "grade" },   { "only", NULL },      { "order", NULL },
  { "phase", NULL },         { "points", NULL },    { "pool", "id" },
  { "protect", NULL },       { "reserve", NULL },   { "rule", "id" },
  { "score", "id" },         { "season", "month" }, { "site", "id" },
  { "stage", "id" },         { "value", NULL },     { "weight", "sex" },
};

/* Numbers that an address may leave out, and always does (DESIGN section 7). */
static const struct
{
  const char *element;
  const char *attribute;
} mains[] = { { "arrivals", "per-year" }, { "pool", "capacity" } };

static bool
is_number (const xmlNode *node, const char *attribute)
{
  const char *unit = scenario_number_unit ((const char *) node->name, attribute);
  return unit == NULL || strcmp (unit, "?") != 0;
}

static bool
is_distribution (const xmlNode *node)
{
  size_t n_names;
  const SimDistributionName *names = sim_distribution_names (&n_names);
  for (size_t i = 0; i < n_names; i++)
    if (strcmp (names[i].name, (const char *) node->name) == 0)
      return true;
  return false;
}

/* What a distribution describes is said by the element around it. */
static const char *
context_unit (const xmlNode *distribution)
{
  static const struct
  {
    const char *element;
    const char *unit;
  } units[] = { { "age", "years" },
                { "haemoglobin", "g/dL" },
                { "weight", "kg" },
                { "yield", "cells" } };
  const xmlNode *parent = distribution->parent;
  for (size_t i = 0; parent != NULL && i < G_N_ELEMENTS (units); i++)
    if (parent->name != NULL &&
        strcmp ((const char *) parent->name, units[i].element) == 0)
      return units[i].unit;
  return "days";
}

/* ---- Addresses ---- */

static char *
attribute_text (const xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, BAD_CAST name);
  char *text = value == NULL ? NULL : g_strstrip (g_strdup ((const char *) value));
  xmlFree (value);
  return text;
}

static bool
is_same_name (const xmlNode *a, const xmlNode *b)
{
  return a->type == XML_ELEMENT_NODE && b->type == XML_ELEMENT_NODE &&
         strcmp ((const char *) a->name, (const char *) b->name) == 0;
}

/* Whether another way leads out of the same grade: the place tells them apart then. */
static bool
shares_key (const xmlNode *node, const char *key)
{
  /* There are ten steps; a file with more of them is refused. */
  int left = 64;
  for (const xmlNode *other = node->parent->children; other != NULL && left > 0;
       other = other->next, left--)
    {
      if (other == node || !is_same_name (other, node))
        continue;
      g_autofree char *from = attribute_text (other, "from");
      if (from != NULL && key != NULL && strcmp (from, key) == 0)
        return true;
    }
  return false;
}

/* The key of an element that is one of several; NULL for one that stands alone.
 * @place: among those of the same name, from 1 */
static char *
key_of (const xmlNode *node, size_t place)
{
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (strcmp ((const char *) node->name, keys[i].element) != 0)
        continue;
      if (keys[i].attribute == NULL)
        return g_strdup_printf ("%zu", place);
      g_autofree char *key = attribute_text (node, keys[i].attribute);
      if (strcmp (keys[i].element, "score") == 0)
        {
          /* A score is one by its id and grade. */
          g_autofree char *grade = attribute_text (node, "grade");
          return g_strdup_printf ("%s:%s", key, grade);
        }
      if (strcmp (keys[i].element, "improves") == 0 && shares_key (node, key))
        return g_strdup_printf ("%zu", place);
      return g_steal_pointer (&key);
    }
  return NULL;
}

typedef bool (*NumberFunc) (xmlNode *node,
                            const char *attribute,
                            const char *address,
                            gpointer data);

typedef struct
{
  NumberFunc func;
  gpointer data;
  GHashTable *left_out; /* elements that are passed over; NULL: none */
} Visit;

/* The address of @attribute (NULL: the text) in an element whose path is @path. */
static char *
address_of (const xmlNode *node, const char *path, const char *attribute)
{
  for (size_t i = 0; attribute != NULL && i < G_N_ELEMENTS (mains); i++)
    if (strcmp (mains[i].element, (const char *) node->name) == 0 &&
        strcmp (mains[i].attribute, attribute) == 0)
      attribute = NULL;
  return attribute == NULL ? g_strdup (path) : g_strconcat (path, ".", attribute, NULL);
}

static bool visit_children (const Visit *visit, xmlNode *parent, const char *path);

static bool
visit_element (const Visit *visit, xmlNode *node, const char *path, size_t place)
{
  const char *name = (const char *) node->name;
  /* Settings of the experiment, files and dates are no numbers of the model. */
  if (strcmp (name, "experiment") == 0 || strcmp (name, "calendar") == 0)
    return true;
  if (visit->left_out != NULL && g_hash_table_contains (visit->left_out, node))
    return true;
  g_autofree char *own = NULL;
  if (is_distribution (node) || strcmp (name, "patients") == 0)
    own = g_strdup (path);
  else
    {
      g_autofree char *key = key_of (node, place);
      bool is_named = xmlHasProp (node, BAD_CAST "id") != NULL;
      const char *before = is_named ? "" : path;
      own = g_strconcat (before, *before != '\0' ? "." : "", name, key != NULL ? ":" : "",
                         key != NULL ? key : "", NULL);
    }
  for (const xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next)
    {
      if (attribute->ns != NULL || !is_number (node, (const char *) attribute->name))
        continue;
      g_autofree char *address = address_of (node, own, (const char *) attribute->name);
      if (!visit->func (node, (const char *) attribute->name, address, visit->data))
        return false;
    }
  if (strcmp (name, "value") == 0 && !visit->func (node, NULL, own, visit->data))
    return false;
  return visit_children (visit, node, own);
}

static bool
visit_children (const Visit *visit, xmlNode *parent, const char *path)
{
  /* Elements of one name stand together, so that places are counted on the way. */
  const xmlNode *last = NULL;
  size_t place = 0;
  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      place = last != NULL && is_same_name (last, node) ? place + 1 : 1;
      last = node;
      if (!visit_element (visit, node, path, place))
        return false;
    }
  return true;
}

/* ---- Reading ---- */

typedef struct
{
  ScenarioReading *reading;
  GArray *parameters;
} Collection;

static size_t
number_count (const xmlNode *node)
{
  size_t n = strcmp ((const char *) node->name, "value") == 0;
  for (const xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next)
    n += attribute->ns == NULL && is_number (node, (const char *) attribute->name);
  return n;
}

static double
range_end (Collection *collection, xmlNode *node, const char *end, const char *attribute)
{
  if (number_count (node) == 1 && scenario_has (node, end))
    return scenario_number (collection->reading, node, end, NAN);
  if (attribute == NULL)
    return NAN;
  g_autofree char *name = g_strdup_printf ("%s-%s", end, attribute);
  return scenario_number (collection->reading, node, name, NAN);
}

static ScenarioStatus
read_status (Collection *collection, const xmlNode *node)
{
  static const char *const names[] = { "guideline", "source", "derived", "assumption",
                                       NULL };
  int status = scenario_choice (collection->reading, node, "status", names, -1);
  return (ScenarioStatus) (status + 1);
}

static char *
unit_of (const xmlNode *node, const char *attribute)
{
  const char *name = (const char *) node->name;
  const char *unit = attribute == NULL ? NULL : scenario_number_unit (name, attribute);
  if (unit == NULL)
    /* The values of an empirical distribution stand one level further down. */
    return g_strdup (context_unit (strcmp (name, "value") == 0 ? node->parent : node));
  if (strcmp (unit, "currency") == 0)
    {
      char *currency = attribute_text (node, "currency");
      return currency != NULL ? currency : g_strdup ("");
    }
  return g_strdup (unit);
}

static void
check_range (Collection *collection,
             const xmlNode *node,
             const ScenarioParameter *parameter)
{
  if (collection->reading->is_changed)
    return;
  if (parameter->low > parameter->high)
    scenario_mistake (collection->reading, node,
                      _ ("expected low not above high for '%s', found %g and %g"),
                      parameter->address, parameter->low, parameter->high);
  else if (parameter->low > parameter->value)
    scenario_mistake (collection->reading, node,
                      _ ("expected '%s' not below its low %g, found %g"),
                      parameter->address, parameter->low, parameter->value);
  else if (parameter->high < parameter->value)
    scenario_mistake (collection->reading, node,
                      _ ("expected '%s' not above its high %g, found %g"),
                      parameter->address, parameter->high, parameter->value);
}

static bool
collect (xmlNode *node, const char *attribute, const char *address, gpointer data)
{
  Collection *collection = data;
  ScenarioReading *reading = collection->reading;
  g_autofree char *content = attribute == NULL ? scenario_content (node) : NULL;
  ScenarioParameter parameter = {
    .value = attribute == NULL ? g_ascii_strtod (content, NULL)
                               : scenario_number (reading, node, attribute, NAN),
    .low = range_end (collection, node, "low", attribute),
    .high = range_end (collection, node, "high", attribute),
    .line = scenario_line (node),
  };
  const ScenarioPlace *place = node->_private;
  parameter.address = g_strdup (address);
  parameter.element = g_strdup ((const char *) node->name);
  parameter.unit = unit_of (node, attribute);
  parameter.file =
      g_strdup (scenario_sources_file (reading->sources, place->file)->relative);
  parameter.source = scenario_text (reading, node, "source");
  parameter.status = read_status (collection, node);
  /* What stands at the element around a distribution holds for its numbers. */
  const xmlNode *around = node;
  while (is_distribution (around) || strcmp ((const char *) around->name, "value") == 0)
    {
      around = around->parent;
      if (parameter.source == NULL)
        parameter.source = scenario_text (reading, around, "source");
      if (parameter.status == SCENARIO_STATUS_NONE)
        parameter.status = read_status (collection, around);
    }
  check_range (collection, node, &parameter);
  g_array_append_val (collection->parameters, parameter);
  return true;
}

/* A range that belongs to no number would be forgotten. */
static void
check_stray_ranges (ScenarioReading *reading, xmlNode *node)
{
  static const char *const ends[] = { "low", "high" };
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      if (scenario_has (node, ends[i]) && number_count (node) != 1)
        scenario_mistake (
            reading, node,
            _ ("expected %s-ATTRIBUTE where an element carries several numbers, "
               "found %s"),
            ends[i], ends[i]);
      g_autofree char *prefix = g_strconcat (ends[i], "-", NULL);
      for (const xmlAttr *attribute = node->properties; attribute != NULL;
           attribute = attribute->next)
        {
          const char *name = (const char *) attribute->name;
          if (g_str_has_prefix (name, prefix) &&
              !scenario_has (node, name + strlen (prefix)))
            scenario_mistake (reading, node, _ ("expected %s beside %s, found none"),
                              name + strlen (prefix), name);
        }
    }
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE)
      check_stray_ranges (reading, child);
}

void
scenario_read_parameters (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  Collection collection = { reading,
                            g_array_new (FALSE, TRUE, sizeof (ScenarioParameter)) };
  Visit visit = { collect, &collection, reading->left_out };
  visit_children (&visit, (xmlNode *) root, "");
  check_stray_ranges (reading, (xmlNode *) root);
  scenario->n_parameters = collection.parameters->len;
  scenario->parameters =
      (ScenarioParameter *) (void *) g_array_free (collection.parameters, FALSE);
}

/* ---- Finding ---- */

typedef struct
{
  const char *address;
  xmlNode *node;
  const char *attribute;
  size_t n_found; /* numbers of the element that @address may mean */
  bool is_exact;
  char *listed; /* the address that the number found is listed by */
} Search;

static bool
match (xmlNode *node, const char *attribute, const char *address, gpointer data)
{
  Search *search = data;
  size_t length = strlen (search->address);
  bool is_exact = strcmp (address, search->address) == 0;
  /* The element's address alone, its one number left out. */
  bool is_element = strncmp (address, search->address, length) == 0 &&
                    address[length] == '.' &&
                    strpbrk (address + length + 1, ".:") == NULL;
  /* A main number, written out. */
  bool is_main = attribute != NULL && g_str_has_prefix (search->address, address) &&
                 search->address[strlen (address)] == '.' &&
                 strcmp (search->address + strlen (address) + 1, attribute) == 0;
  if (!is_exact && !is_element && !is_main)
    return true;
  search->node = node;
  search->attribute = attribute;
  search->n_found++;
  g_free (search->listed);
  search->listed = g_strdup (address);
  search->is_exact = is_exact || is_main;
  return !search->is_exact;
}

/* Returns: (transfer full): the address that the number is listed by; NULL: none is found
 */
static char *
find_number (xmlNode *root, Search *search)
{
  Visit visit = { match, search, NULL };
  visit_children (&visit, root, "");
  if (search->node != NULL && (search->is_exact || search->n_found == 1))
    return search->listed;
  g_free (search->listed);
  return NULL;
}

xmlNode *
scenario_find_number (xmlNode *root, const char *address, const char **ret_attribute)
{
  Search search = { .address = address };
  g_autofree char *listed = find_number (root, &search);
  if (listed == NULL)
    return NULL;
  *ret_attribute = search.attribute;
  return search.node;
}

char *
scenario_listed_address (const Scenario *scenario, const char *address)
{
  Search search = { .address = address };
  return find_number (xmlDocGetRootElement (scenario->document), &search);
}
