/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Validates a tree by the embedded schema and puts libxml2's words into the house form.
 */
#include "scenarios/schema.h"

#include <glib/gi18n.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>
#include <stdbool.h>
#include <string.h>

/* Written by scenarios/embed.c. */
extern const char scenario_schema_bytes[];
extern const size_t scenario_schema_size;

/* More of a user's text than this is not repeated in a message. */
#define MAX_QUOTED 64

const char *
scenario_schema_text (size_t *ret_size)
{
  *ret_size = scenario_schema_size;
  return scenario_schema_bytes;
}

typedef struct
{
  const ScenarioSources *sources;
  ScenarioDiagnostics *mistakes;
  GHashTable *faulty;  /* elements */
  GHashTable *told;    /* "element attribute" that have had their mistake */
  xmlDoc *schema_tree; /* read when first needed */
} Validation;

/* ---- Looking things up in the schema's own text ---- */

static xmlNode *
find_named (xmlNode *parent, const char *element, const char *name)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE ||
          strcmp ((const char *) node->name, element) != 0)
        continue;
      xmlAttr *attribute = xmlHasProp (node, BAD_CAST "name");
      if (attribute != NULL && attribute->children != NULL &&
          strcmp ((const char *) attribute->children->content, name) == 0)
        return node;
    }
  return NULL;
}

static const char *
attribute_of (const xmlNode *node, const char *name)
{
  const xmlAttr *attribute = xmlHasProp (node, BAD_CAST name);
  return attribute != NULL && attribute->children != NULL
             ? (const char *) attribute->children->content
             : NULL;
}

/* The declaration of @element or @attribute called @name inside a type, groups and bases
 * followed. */
static xmlNode *
find_declaration (xmlNode *root, xmlNode *type, const char *kind, const char *name)
{
  for (xmlNode *node = type->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      const char *reference = attribute_of (node, "ref");
      const char *own = attribute_of (node, "name");
      xmlNode *found = NULL;
      if (reference != NULL)
        {
          xmlNode *group = find_named (root, (const char *) node->name, reference);
          if (group != NULL)
            found = find_declaration (root, group, kind, name);
        }
      else if (own != NULL)
        {
          if (strcmp ((const char *) node->name, kind) == 0 && strcmp (own, name) == 0)
            found = node;
        }
      else
        found = find_declaration (root, node, kind, name);
      if (found != NULL)
        return found;
    }
  return NULL;
}

char *
scenario_requirement_title (const char *ref)
{
  g_return_val_if_fail (ref != NULL, NULL);
  char *title = NULL;
  xmlDoc *doc = xmlReadMemory (scenario_schema_bytes, (int) scenario_schema_size, NULL,
                               NULL, XML_PARSE_NONET);
  xmlNode *root = xmlDocGetRootElement (doc);
  const xmlNode *clauses = find_named (root, "simpleType", "requirement-ref");
  const xmlNode *list = xmlLastElementChild ((xmlNode *) clauses);
  for (const xmlNode *node = list->children; node != NULL && title == NULL;
       node = node->next)
    {
      const char *value =
          node->type == XML_ELEMENT_NODE ? attribute_of (node, "value") : NULL;
      if (value == NULL || strcmp (value, ref) != 0)
        continue;
      xmlChar *text = xmlNodeGetContent (node);
      title = g_strstrip (g_strdup ((const char *) text));
      xmlFree (text);
    }
  xmlFreeDoc (doc);
  return title;
}

static xmlNode *
schema_root (Validation *validation)
{
  if (validation->schema_tree == NULL)
    validation->schema_tree = xmlReadMemory (
        scenario_schema_bytes, (int) scenario_schema_size, NULL, NULL, XML_PARSE_NONET);
  g_assert (validation->schema_tree != NULL);
  return xmlDocGetRootElement (validation->schema_tree);
}

/* The complex type of an element of the user's tree; NULL where the schema knows none. */
static xmlNode *
type_of (Validation *validation, const xmlNode *node)
{
  xmlNode *root = schema_root (validation);
  xmlNode *declaration;
  if (node->parent == NULL || node->parent->type != XML_ELEMENT_NODE)
    declaration = find_named (root, "element", (const char *) node->name);
  else
    {
      xmlNode *parent_type = type_of (validation, node->parent);
      if (parent_type == NULL)
        return NULL;
      declaration =
          find_declaration (root, parent_type, "element", (const char *) node->name);
    }
  const char *type = declaration == NULL ? NULL : attribute_of (declaration, "type");
  return type == NULL ? NULL : find_named (root, "complexType", type);
}

/* What a simple type expects, in the words of its documentation. */
static const char *
words_of_type (Validation *validation, const char *type)
{
  xmlNode *root = schema_root (validation);
  xmlNode *simple = type == NULL ? NULL : find_named (root, "simpleType", type);
  for (xmlNode *node = simple == NULL ? NULL : simple->children; node != NULL;
       node = node->next)
    if (node->type == XML_ELEMENT_NODE &&
        strcmp ((const char *) node->name, "annotation") == 0)
      for (xmlNode *text = node->children; text != NULL; text = text->next)
        if (text->type == XML_ELEMENT_NODE && text->children != NULL)
          return _ ((const char *) text->children->content);
  return _ ("another value");
}

static void
add_attribute_names (xmlNode *root, xmlNode *type, GPtrArray *names)
{
  for (xmlNode *node = type->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      const char *reference = attribute_of (node, "ref");
      const char *own = attribute_of (node, "name");
      if (strcmp ((const char *) node->name, "attribute") == 0 && own != NULL)
        {
          /* Ranges and sources stand everywhere; naming them each time would hide the
           * rest. */
          if (!g_str_has_prefix (own, "low") && !g_str_has_prefix (own, "high"))
            g_ptr_array_add (names, (gpointer) own);
        }
      else if (strcmp ((const char *) node->name, "attributeGroup") == 0 &&
               reference != NULL)
        {
          xmlNode *group = find_named (root, "attributeGroup", reference);
          if (group != NULL)
            add_attribute_names (root, group, names);
        }
      else if (strcmp ((const char *) node->name, "simpleContent") == 0 ||
               strcmp ((const char *) node->name, "extension") == 0)
        add_attribute_names (root, node, names);
    }
}

static char *
attribute_list (Validation *validation, const xmlNode *node)
{
  xmlNode *type = type_of (validation, node);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  if (type != NULL)
    add_attribute_names (schema_root (validation), type, names);
  if (names->len == 0)
    return g_strdup (_ ("none"));
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
}

/* ---- Mistakes ---- */

static char *
quoted (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  if (length <= MAX_QUOTED)
    return g_strdup_printf (_ ("'%s'"), text);
  g_autofree char *head = g_utf8_substring (text, 0, MAX_QUOTED);
  return g_strdup_printf (_ ("'%s...'"), head);
}

G_GNUC_PRINTF (3, 4)
static void
tell (Validation *validation, const xmlNode *node, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  const ScenarioPlace *place = node->_private;
  g_hash_table_add (validation->faulty, (gpointer) node);
  scenario_diagnostics_add (
      validation->mistakes, place->file, place->line,
      g_strdup_printf ("%s:%d: <%s>: %s",
                       scenario_sources_file (validation->sources, place->file)->shown,
                       place->line, (const char *) node->name, text));
}

/* The text between @before and the next @after in @message; NULL if there is none. */
static char *
between (const char *message, const char *before, const char *after)
{
  const char *begin = strstr (message, before);
  if (begin == NULL)
    return NULL;
  begin += strlen (before);
  const char *end = strstr (begin, after);
  return end == NULL ? NULL : g_strndup (begin, (size_t) (end - begin));
}

/* "a, b, c" of libxml2's list "( a, b, c )", each in angle brackets. */
static char *
element_list (const char *message)
{
  g_autofree char *list = between (message, "Expected is one of ( ", " )");
  if (list == NULL)
    list = between (message, "Expected is ( ", " )");
  if (list == NULL)
    return NULL;
  g_auto (GStrv) names = g_strsplit (list, ", ", -1);
  GString *text = g_string_new (NULL);
  for (size_t i = 0; names[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (text, names[i + 1] == NULL ? _ (" or ") : _ (", "));
      g_string_append_printf (text, "<%s>", names[i]);
    }
  return g_string_free (text, FALSE);
}

/* The element's name as the file has it. */
static char *
name_of (const xmlNode *node)
{
  const char *prefix = node->ns == NULL ? NULL : (const char *) node->ns->prefix;
  if (prefix != NULL)
    return g_strdup_printf ("<%s:%s>", prefix, (const char *) node->name);
  return g_strdup_printf (node->ns == NULL ? "<%s>" : _ ("<%s> of another namespace"),
                          (const char *) node->name);
}

static void
tell_content (Validation *validation, const xmlNode *node, const char *message)
{
  g_autofree char *list = element_list (message);
  g_autofree char *name = name_of (node);
  if (strstr (message, "Missing child element") != NULL)
    tell (validation, node, _ ("expected %s inside, found nothing more"),
          list != NULL ? list : _ ("more elements"));
  else if (list != NULL)
    tell (validation, node, _ ("expected %s here, found %s"), list, name);
  else if (node->parent != NULL && node->parent->type == XML_ELEMENT_NODE)
    tell (validation, node, _ ("expected nothing more inside <%s>, found %s"),
          (const char *) node->parent->name, name);
  else
    tell (validation, node, _ ("expected <scenario>, found %s"), name);
}

static void
tell_value (Validation *validation, xmlNode *node, const char *attribute)
{
  xmlNode *root = schema_root (validation);
  xmlNode *type = type_of (validation, node);
  if (attribute != NULL)
    {
      g_autofree char *key = g_strdup_printf ("%p %s", (void *) node, attribute);
      if (!g_hash_table_add (validation->told, g_steal_pointer (&key)))
        return;
      xmlNode *declaration =
          type == NULL ? NULL : find_declaration (root, type, "attribute", attribute);
      const char *words = words_of_type (
          validation, declaration == NULL ? NULL : attribute_of (declaration, "type"));
      g_hash_table_add (validation->faulty, xmlHasProp (node, BAD_CAST attribute));
      xmlChar *value = xmlGetNoNsProp (node, BAD_CAST attribute);
      g_autofree char *found = quoted (value == NULL ? "" : (const char *) value);
      xmlFree (value);
      tell (validation, node, _ ("expected %s to be %s, found %s"), attribute, words,
            found);
      return;
    }
  g_autofree char *key = g_strdup_printf ("%p", (void *) node);
  if (!g_hash_table_add (validation->told, g_steal_pointer (&key)))
    return;
  const char *words = _ ("no text");
  for (xmlNode *inner = type == NULL ? NULL : type->children; inner != NULL;
       inner = inner->next)
    if (inner->type == XML_ELEMENT_NODE &&
        strcmp ((const char *) inner->name, "simpleContent") == 0)
      for (xmlNode *base = inner->children; base != NULL; base = base->next)
        if (base->type == XML_ELEMENT_NODE)
          words = words_of_type (validation, attribute_of (base, "base"));
  xmlChar *content = xmlNodeGetContent (node);
  g_autofree char *found = quoted (content == NULL ? "" : (const char *) content);
  xmlFree (content);
  tell (validation, node, _ ("expected %s, found %s"), words, found);
}

static void
receive_error (void *data, xmlError *error)
{
  Validation *validation = data;
  xmlNode *node = error->node;
  while (node != NULL && node->type != XML_ELEMENT_NODE)
    node = node->parent;
  if (node == NULL || node->_private == NULL || error->message == NULL)
    return;

  const ScenarioPlace *place = node->_private;
  if (scenario_diagnostics_skip (validation->mistakes, place->file, place->line))
    {
      g_hash_table_add (validation->faulty, node);
      return;
    }
  g_autofree char *attribute = between (error->message, "', attribute '", "'");
  if (error->code == XML_SCHEMAV_ELEMENT_CONTENT || error->code == XML_SCHEMAV_CVC_ELT_1)
    tell_content (validation, node, error->message);
  else if (error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_4)
    {
      g_autofree char *name = between (error->message, "The attribute '", "'");
      if (name != NULL)
        tell (validation, node, _ ("expected the attribute %s, found none"), name);
      else
        tell (validation, node,
              _ ("expected the attribute that is required, found none"));
    }
  else if (error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1 ||
           error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2)
    {
      g_autofree char *list = attribute_list (validation, node);
      tell (validation, node,
            _ ("expected no attribute '%s', found one; attributes here: %s"),
            attribute != NULL ? attribute : "", list);
    }
  else if (error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1 ||
           error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2 ||
           error->code == XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3)
    tell (validation, node, _ ("expected no text inside, found some"));
  else
    tell_value (validation, node, attribute);
}

/* The schema in libxml2's form: a constant that takes libxml2 half of the time of reading
 * a scenario, so it is made once, when first needed, and never changed or freed.  It is
 * not reached by a scenario: no hint to another schema comes this far. */
static xmlSchema *
compiled_schema (void)
{
  static xmlSchema *constant = NULL;
  if (g_once_init_enter (&constant))
    {
      xmlSchemaParserCtxt *parser =
          xmlSchemaNewMemParserCtxt (scenario_schema_bytes, (int) scenario_schema_size);
      xmlSchema *schema = xmlSchemaParse (parser);
      xmlSchemaFreeParserCtxt (parser);
      g_assert (schema != NULL);
      g_once_init_leave (&constant, schema);
    }
  return constant;
}

void
scenario_schema_validate (xmlDoc *doc,
                          const ScenarioSources *sources,
                          ScenarioDiagnostics *mistakes,
                          GHashTable *faulty)
{
  g_autoptr (GHashTable) own_faulty = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) told =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Validation validation = { sources, mistakes, faulty != NULL ? faulty : own_faulty, told,
                            NULL };

  xmlSchemaValidCtxt *context = xmlSchemaNewValidCtxt (compiled_schema ());
  xmlSchemaSetValidStructuredErrors (context, receive_error, &validation);
  int result = xmlSchemaValidateDoc (context, doc);
  g_assert (result >= 0);
  g_assert (result == 0 || scenario_diagnostics_count (mistakes) > 0);
  xmlSchemaFreeValidCtxt (context);
  if (validation.schema_tree != NULL)
    xmlFreeDoc (validation.schema_tree);
}
