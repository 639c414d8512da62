/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From bytes to a tree: parsed without entities, inclusions put in, every element placed.
 */
#include "scenarios/document.h"

#include "scenarios/scan.h"

#include <glib/gi18n.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <string.h>

#define XINCLUDE_NAMESPACE        "http://www.w3.org/2001/XInclude"
#define SCHEMA_INSTANCE_NAMESPACE "http://www.w3.org/2001/XMLSchema-instance"

typedef struct
{
  ScenarioSources *sources;
  ScenarioDiagnostics *mistakes;
  int file;
  bool has_failed;
} Parsing;

G_GNUC_PRINTF (4, 5)
static void
tell (ScenarioSources *sources,
      ScenarioDiagnostics *mistakes,
      ScenarioPlace place,
      const char *format,
      ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  scenario_diagnostics_add (
      mistakes, place.file, place.line,
      g_strdup_printf ("%s:%d: %s", scenario_sources_file (sources, place.file)->shown,
                       place.line, text));
}

/* ---- Parsing one file ---- */

/* libxml2 goes on after a mistake and then finds others that follow from it: only the
 * first one counts. */
static void
receive_error (void *data, xmlError *error)
{
  xmlParserCtxt *context = data;
  Parsing *parsing = context->_private;
  if (parsing->has_failed || error->level < XML_ERR_ERROR)
    return;
  parsing->has_failed = true;
  g_autofree char *message =
      g_strdup (error->message != NULL ? error->message : "unknown");
  g_strdelimit (g_strstrip (message), "\n\r", ' ');
  tell (parsing->sources, parsing->mistakes,
        (ScenarioPlace){ parsing->file, MAX (error->line, 1) },
        _ ("expected well-formed XML, found: %s"), message);
}

/* The scan has refused every DOCTYPE already; should libxml2 see one all the same, stop.
 */
static void
refuse_doctype (void *data,
                const xmlChar *name G_GNUC_UNUSED,
                const xmlChar *external_id G_GNUC_UNUSED,
                const xmlChar *system_id G_GNUC_UNUSED)
{
  xmlStopParser (data);
}

/* The element behind @node in the order of the file, inside @root; NULL at the end. */
static xmlNode *
next_element (xmlNode *node, const xmlNode *root)
{
  do
    {
      if (node->type == XML_ELEMENT_NODE && node->children != NULL)
        node = node->children;
      else
        {
          while (node != root && node->next == NULL)
            node = node->parent;
          node = node == root ? NULL : node->next;
        }
    }
  while (node != NULL && node->type != XML_ELEMENT_NODE);
  return node;
}

/* Gives every element its place: the scan's n-th start tag is the tree's n-th element. */
static void
place_elements (ScenarioSources *sources, int file, xmlNode *root, const GArray *lines)
{
  ScenarioPlace *places = g_new (ScenarioPlace, MAX (lines->len, 1));
  g_ptr_array_add (sources->places, places);
  unsigned n = 0;
  for (xmlNode *node = root; node != NULL; node = next_element (node, root))
    {
      unsigned last = MIN (n, lines->len - 1);
      places[last] = (ScenarioPlace){ file, g_array_index (lines, int, last) };
      node->_private = &places[last];
      n++;
    }
}

/* What editors write to find the schema is taken away: libxml2 would go and load it. */
static void
strip_schema_hints (xmlNode *root)
{
  static const char *const hints[] = { "noNamespaceSchemaLocation", "schemaLocation" };
  for (xmlNode *node = root; node != NULL; node = next_element (node, root))
    for (size_t i = 0; i < G_N_ELEMENTS (hints); i++)
      {
        xmlAttr *hint =
            xmlHasNsProp (node, BAD_CAST hints[i], BAD_CAST SCHEMA_INSTANCE_NAMESPACE);
        if (hint != NULL)
          xmlRemoveProp (hint);
      }
}

static bool
check_instance_attributes (Parsing *parsing, xmlNode *root)
{
  bool is_good = true;
  for (xmlNode *node = root; node != NULL; node = next_element (node, root))
    for (const xmlAttr *attribute = node->properties; attribute != NULL;
         attribute = attribute->next)
      if (attribute->ns != NULL &&
          strcmp ((const char *) attribute->ns->href, SCHEMA_INSTANCE_NAMESPACE) == 0)
        {
          is_good = false;
          tell (parsing->sources, parsing->mistakes,
                *(const ScenarioPlace *) node->_private,
                _ ("<%s>: expected no attribute 'xsi:%s', found one"),
                (const char *) node->name, (const char *) attribute->name);
        }
  return is_good;
}

static xmlDoc *
parse_bytes (Parsing *parsing, GBytes *bytes, xmlDict *dict)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  ScenarioScan scan;
  int line;
  g_autofree char *reason = NULL;
  size_t left =
      SCENARIO_MAX_NODES - MIN (parsing->sources->xml_nodes, SCENARIO_MAX_NODES);
  if (!scenario_scan (data, size, left, &scan, &line, &reason))
    {
      tell (parsing->sources, parsing->mistakes, (ScenarioPlace){ parsing->file, line },
            "%s", reason);
      scenario_scan_clear (&scan);
      return NULL;
    }
  parsing->sources->xml_nodes += scan.n_nodes;

  xmlParserCtxt *context = xmlNewParserCtxt ();
  if (dict != NULL)
    {
      /* One dictionary for all files, so that elements can move between their trees. */
      xmlDictFree (context->dict);
      context->dict = dict;
      xmlDictReference (dict);
    }
  context->_private = parsing;
  context->sax->serror = receive_error;
  context->sax->internalSubset = refuse_doctype;
  /* HUGE lifts limits on depth, texts and comments, whose place the scan has taken; there
   * are no entities that it could let grow. */
  xmlDoc *doc = xmlCtxtReadMemory (context, data, (int) size, NULL, "UTF-8",
                                   XML_PARSE_NONET | XML_PARSE_NOCDATA |
                                       XML_PARSE_BIG_LINES | XML_PARSE_HUGE);
  xmlFreeParserCtxt (context);
  xmlNode *root = doc == NULL ? NULL : xmlDocGetRootElement (doc);
  if (!parsing->has_failed && (root == NULL || doc->intSubset != NULL))
    {
      parsing->has_failed = true;
      tell (parsing->sources, parsing->mistakes, (ScenarioPlace){ parsing->file, 1 },
            _ ("expected well-formed XML, found no element"));
    }
  if (!parsing->has_failed)
    {
      place_elements (parsing->sources, parsing->file, root, scan.lines);
      strip_schema_hints (root);
      parsing->has_failed = !check_instance_attributes (parsing, root);
    }
  scenario_scan_clear (&scan);
  if (parsing->has_failed && doc != NULL)
    {
      xmlFreeDoc (doc);
      doc = NULL;
    }
  return doc;
}

/* ---- Inclusions ---- */

static bool
is_include (const xmlNode *node)
{
  return node->ns != NULL &&
         strcmp ((const char *) node->ns->href, XINCLUDE_NAMESPACE) == 0 &&
         strcmp ((const char *) node->name, "include") == 0;
}

/* Returns: (transfer full): the href, or NULL with a mistake added */
static char *
include_href (Parsing *parsing, const xmlNode *include)
{
  ScenarioPlace place = *(const ScenarioPlace *) include->_private;
  const char *href = NULL;
  for (const xmlAttr *attribute = include->properties; attribute != NULL;
       attribute = attribute->next)
    {
      const char *name = (const char *) attribute->name;
      const char *value =
          attribute->children != NULL && attribute->children->content != NULL
              ? (const char *) attribute->children->content
              : "";
      if (attribute->ns == NULL && strcmp (name, "href") == 0)
        href = value;
      else if (attribute->ns != NULL || strcmp (name, "parse") != 0 ||
               strcmp (value, "xml") != 0)
        {
          tell (
              parsing->sources, parsing->mistakes, place,
              _ ("<include>: expected href and at most parse=\"xml\", found %s='%.64s'"),
              name, value);
          return NULL;
        }
    }
  for (const xmlNode *child = include->children; child != NULL; child = child->next)
    if (child->type == XML_ELEMENT_NODE ||
        (child->type == XML_TEXT_NODE && !xmlIsBlankNode (child)))
      {
        tell (parsing->sources, parsing->mistakes, place,
              _ ("<include>: expected nothing inside, found something"));
        return NULL;
      }
  if (href == NULL || *href == '\0')
    {
      tell (parsing->sources, parsing->mistakes, place,
            _ ("<include>: expected href with the path of a file, found none"));
      return NULL;
    }
  return g_strdup (href);
}

/* The files in which @node stands, through all inclusions: a file may not include itself.
 * While a file's inclusions are put in, its elements still know their own file, and the
 * elements around them that of the file that includes it. */
static bool
is_within (const ScenarioSources *sources, const xmlNode *node, const char *real)
{
  for (; node != NULL && node->type == XML_ELEMENT_NODE; node = node->parent)
    {
      const ScenarioPlace *place = node->_private;
      const char *own = scenario_sources_file (sources, place->file)->real;
      if (own != NULL && strcmp (own, real) == 0)
        return true;
    }
  return false;
}

/* Puts the root of the file that @include names into its place.
 * Returns: the new element, or NULL with a mistake added */
static xmlNode *
put_in (Parsing *parsing, xmlNode *include)
{
  ScenarioPlace place = *(const ScenarioPlace *) include->_private;
  g_autofree char *href = include_href (parsing, include);
  if (href == NULL)
    return NULL;
  if (++parsing->sources->includes > SCENARIO_MAX_INCLUDES)
    {
      if (parsing->sources->includes == SCENARIO_MAX_INCLUDES + 1)
        tell (parsing->sources, parsing->mistakes, place,
              _ ("<include>: expected at most %d inclusions, found more"),
              SCENARIO_MAX_INCLUDES);
      return NULL;
    }
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *reason = NULL;
  int file = scenario_sources_open (parsing->sources, place.file, href,
                                    SCENARIO_MAX_FILE_BYTES - parsing->sources->xml_bytes,
                                    &bytes, &reason);
  if (file < 0)
    {
      tell (parsing->sources, parsing->mistakes, place, "<include>: %s", reason);
      return NULL;
    }
  parsing->sources->xml_bytes += g_bytes_get_size (bytes);
  if (is_within (parsing->sources, include,
                 scenario_sources_file (parsing->sources, file)->real))
    {
      tell (parsing->sources, parsing->mistakes, place,
            _ ("<include>: expected another file, found '%s' including itself"), href);
      return NULL;
    }
  Parsing inner = { parsing->sources, parsing->mistakes, file, false };
  xmlDoc *doc = parse_bytes (&inner, bytes, include->doc->dict);
  if (doc == NULL)
    return NULL;
  xmlNode *root = xmlDocGetRootElement (doc);
  xmlUnlinkNode (root);
  xmlSetTreeDoc (root, include->doc);
  xmlReplaceNode (include, root);
  xmlReconciliateNs (root->doc, root);
  xmlFreeNode (include);
  xmlFreeDoc (doc);
  return root;
}

static bool
put_in_all (Parsing *parsing, xmlDoc *doc)
{
  bool is_good = true;
  xmlNode *root = xmlDocGetRootElement (doc);
  xmlNode *node = root;
  while (node != NULL)
    {
      if (is_include (node))
        {
          bool was_root = node == root;
          xmlNode *new_node = put_in (parsing, node);
          if (new_node == NULL)
            is_good = false;
          else
            {
              node = new_node;
              root = was_root ? new_node : root;
              /* What came in may be an inclusion itself. */
              if (is_include (node))
                continue;
            }
        }
      node = next_element (node, root);
    }
  return is_good;
}

/* ---- The tree as a whole ---- */

xmlDoc *
scenario_document_parse (ScenarioSources *sources,
                         int file,
                         GBytes *bytes,
                         ScenarioDiagnostics *mistakes)
{
  Parsing parsing = { sources, mistakes, file, false };
  sources->xml_bytes += g_bytes_get_size (bytes);
  xmlDoc *doc = parse_bytes (&parsing, bytes, NULL);
  if (doc == NULL)
    return NULL;
  if (!put_in_all (&parsing, doc))
    {
      xmlFreeDoc (doc);
      return NULL;
    }
  doc->_private = scenario_sources_ref (sources);
  return doc;
}

void
scenario_document_graft (xmlNode *node, xmlNode *parent)
{
  xmlNode *copy = xmlDocCopyNode (node, parent->doc, 1);
  xmlNode *from = node;
  xmlNode *to = copy;
  while (from != NULL && to != NULL)
    {
      to->_private = from->_private;
      from = next_element (from, node);
      to = next_element (to, copy);
    }
  xmlAddChild (parent, copy);
  xmlReconciliateNs (parent->doc, copy);
}

xmlDoc *
scenario_document_copy (xmlDoc *doc)
{
  xmlDoc *copy = xmlCopyDoc (doc, 1);
  xmlNode *from_root = xmlDocGetRootElement (doc);
  xmlNode *to_root = xmlDocGetRootElement (copy);
  xmlNode *from = from_root;
  xmlNode *to = to_root;
  while (from != NULL && to != NULL)
    {
      to->_private = from->_private;
      from = next_element (from, from_root);
      to = next_element (to, to_root);
    }
  copy->_private = scenario_sources_ref (doc->_private);
  return copy;
}

void
scenario_document_free (xmlDoc *doc)
{
  if (doc == NULL)
    return;
  scenario_sources_unref (doc->_private);
  xmlFreeDoc (doc);
}

ScenarioSources *
scenario_document_sources (const xmlDoc *doc)
{
  return doc->_private;
}
