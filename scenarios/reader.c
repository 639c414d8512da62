/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a scenario from its XML file, or says everything that is wrong with it. */
#include "scenarios/reader.h"

#include "scenarios/document.h"
#include "scenarios/parameters.h"
#include "scenarios/reading.h"
#include "scenarios/schema.h"

#include <glib/gi18n.h>
#include <libxml/parser.h>
#include <libxml/xmlschemastypes.h>
#include <string.h>

/* Everything is parsed from memory: libxml2 itself has no file to open. */
static xmlParserInput *
refuse_to_load (const char *url G_GNUC_UNUSED,
                const char *id G_GNUC_UNUSED,
                xmlParserCtxt *context G_GNUC_UNUSED)
{
  return NULL;
}

void
scenario_reader_init (void)
{
  xmlInitParser ();
  xmlSchemaInitTypes ();
  xmlSetExternalEntityLoader (refuse_to_load);
}

/* ---- From a tree to a scenario ---- */

static GHashTable *
new_ids (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
reading_clear (ScenarioReading *reading)
{
  g_hash_table_unref (reading->faulty);
  g_hash_table_unref (reading->used);
  g_hash_table_unref (reading->told);
  g_hash_table_unref (reading->left_out);
  g_hash_table_unref (reading->calendars);
  g_hash_table_unref (reading->groups);
  g_hash_table_unref (reading->sites);
  g_hash_table_unref (reading->pools);
  g_hash_table_unref (reading->rules);
  g_ptr_array_unref (reading->warnings);
}

static bool
fail (const ScenarioDiagnostics *mistakes, GError **error)
{
  g_autofree char *text = scenario_diagnostics_text (mistakes);
  g_set_error_literal (error, SCENARIO_ERROR, SCENARIO_ERROR_INVALID, text);
  return false;
}

/* Takes over @doc.  Returns: (transfer full): NULL with @error set */
static Scenario *
build (xmlDoc *doc,
       const char *file,
       bool is_changed,
       ScenarioDiagnostics *mistakes,
       GError **error)
{
  g_autoptr (Scenario) scenario = g_new0 (Scenario, 1);
  scenario->file = g_strdup (file);
  scenario->document = doc;
  ScenarioReading reading = {
    .sources = scenario_document_sources (doc),
    .mistakes = mistakes,
    .faulty = g_hash_table_new (NULL, NULL),
    .used = g_hash_table_new (NULL, NULL),
    .told = g_hash_table_new (NULL, NULL),
    .left_out = g_hash_table_new (NULL, NULL),
    .warnings = g_ptr_array_new (),
    .scenario = scenario,
    .calendars = new_ids (),
    .groups = new_ids (),
    .sites = new_ids (),
    .pools = new_ids (),
    .rules = new_ids (),
    .is_changed = is_changed,
  };
  xmlNode *root = xmlDocGetRootElement (doc);
  scenario_schema_validate (doc, reading.sources, mistakes, reading.faulty);
  scenario_read_frame (&reading, root);
  scenario_read_sites (&reading, root);
  scenario_read_collection (&reading, root);
  scenario_read_patients (&reading, root);
  scenario_read_course (&reading, root);
  scenario_read_plant (&reading, root);
  scenario_read_outcome (&reading, root);
  scenario_read_initial (&reading, root);
  scenario_read_rules (&reading, root);
  /* Before the parameters, which ask for every number. */
  scenario_check_used (&reading, root);
  scenario_read_parameters (&reading, root);
  scenario_check (&reading, root);
  if (scenario_diagnostics_count (mistakes) == 0)
    scenario_warn_of_implausible (&reading, root);
  g_ptr_array_add (reading.warnings, NULL);
  scenario->warnings = (char **) g_ptr_array_steal (reading.warnings, NULL);
  scenario->digest = scenario_sources_digest (reading.sources);
  reading_clear (&reading);
  if (scenario_diagnostics_count (mistakes) > 0)
    {
      fail (mistakes, error);
      return NULL;
    }
  return g_steal_pointer (&scenario);
}

static bool
check_root (xmlDoc *doc, const char *expected, ScenarioDiagnostics *mistakes)
{
  const xmlNode *root = xmlDocGetRootElement (doc);
  if (root->ns == NULL && strcmp ((const char *) root->name, expected) == 0)
    return true;
  const ScenarioPlace *place = root->_private;
  scenario_diagnostics_add (
      mistakes, place->file, place->line,
      g_strdup_printf (
          root->ns != NULL
              ? _ ("%s:%d: expected <%s> without a namespace, found <%s> in one")
              : _ ("%s:%d: expected <%s> without a namespace, found <%s>"),
          scenario_sources_file (scenario_document_sources (doc), place->file)->shown,
          place->line, expected, (const char *) root->name));
  return false;
}

/* ---- Files of rules ---- */

static xmlNode *
find_child (xmlNode *parent, const char *name)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    if (node->type == XML_ELEMENT_NODE && strcmp ((const char *) node->name, name) == 0)
      return node;
  return NULL;
}

/* Where rules stand: <allocation>, which is made if need be, or <rules> inside it. */
static xmlNode *
rules_parent (xmlNode *root, const xmlNode *like)
{
  xmlNode *allocation = find_child (root, "allocation");
  if (allocation == NULL)
    {
      allocation = xmlNewChild (root, NULL, BAD_CAST "allocation", NULL);
      allocation->_private = like->_private;
    }
  xmlNode *rules = find_child (allocation, "rules");
  return rules != NULL ? rules : allocation;
}

static xmlNode *
find_rule (xmlNode *parent, const xmlChar *id)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE ||
          strcmp ((const char *) node->name, "rule") != 0)
        continue;
      xmlChar *own = xmlGetNoNsProp (node, BAD_CAST "id");
      bool is_same = own != NULL && xmlStrEqual (own, id);
      xmlFree (own);
      if (is_same)
        return node;
    }
  return NULL;
}

/* Returns: the number of the file @path among @sources, or -1 with @error set */
static int
open_source (ScenarioSources *sources,
             const char *path,
             GBytes **ret_bytes,
             GError **error)
{
  g_autofree char *reason = NULL;
  int file = scenario_sources_open (sources, -1, path, SCENARIO_MAX_FILE_BYTES, ret_bytes,
                                    &reason);
  if (file < 0)
    g_set_error (error, SCENARIO_ERROR, SCENARIO_ERROR_UNREADABLE, "%s: %s", path,
                 reason);
  return file;
}

/* Adds the rules of a file to those of the scenario, replacing rules of the same id. */
static bool
add_rules (xmlDoc *doc, const char *path, ScenarioDiagnostics *mistakes, GError **error)
{
  ScenarioSources *sources = scenario_document_sources (doc);
  GBytes *bytes = NULL;
  int file = open_source (sources, path, &bytes, error);
  if (file < 0)
    return false;
  xmlDoc *rules_doc = scenario_document_parse (sources, file, bytes, mistakes);
  g_bytes_unref (bytes);
  if (rules_doc == NULL)
    return fail (mistakes, error);
  if (check_root (rules_doc, "rules", mistakes))
    scenario_schema_validate (rules_doc, sources, mistakes, NULL);
  if (scenario_diagnostics_count (mistakes) > 0)
    {
      scenario_document_free (rules_doc);
      return fail (mistakes, error);
    }
  xmlNode *rules_root = xmlDocGetRootElement (rules_doc);
  xmlNode *parent = rules_parent (xmlDocGetRootElement (doc), rules_root);
  for (xmlNode *node = rules_root->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE)
        continue;
      xmlChar *id = xmlGetNoNsProp (node, BAD_CAST "id");
      xmlNode *old = find_rule (parent, id);
      xmlFree (id);
      const ScenarioPlace *place = old == NULL ? NULL : old->_private;
      /* Twice in the file itself is a mistake, which the reader finds. */
      if (old != NULL && place->file != file)
        {
          xmlUnlinkNode (old);
          xmlFreeNode (old);
        }
      scenario_document_graft (node, parent);
    }
  scenario_document_free (rules_doc);
  return true;
}

/* ---- Entry points ---- */

static Scenario *
read_bytes (ScenarioSources *sources,
            int file,
            GBytes *bytes,
            const char *name,
            const char *rules_path,
            GError **error)
{
  g_autoptr (ScenarioDiagnostics) mistakes = scenario_diagnostics_new ();
  xmlDoc *doc = scenario_document_parse (sources, file, bytes, mistakes);
  if (doc == NULL)
    {
      fail (mistakes, error);
      return NULL;
    }
  if (!check_root (doc, "scenario", mistakes))
    {
      scenario_document_free (doc);
      fail (mistakes, error);
      return NULL;
    }
  if (rules_path != NULL && !add_rules (doc, rules_path, mistakes, error))
    {
      scenario_document_free (doc);
      return NULL;
    }
  return build (doc, name, false, mistakes, error);
}

Scenario *
scenario_read (const char *path, const char *rules_path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (ScenarioSources) sources = scenario_sources_new (path, error);
  if (sources == NULL)
    return NULL;
  g_autoptr (GBytes) bytes = NULL;
  int file = open_source (sources, path, &bytes, error);
  if (file < 0)
    return NULL;
  return read_bytes (sources, file, bytes, path, rules_path, error);
}

Scenario *
scenario_read_memory (const char *name, const char *xml, gssize length, GError **error)
{
  g_return_val_if_fail (name != NULL && xml != NULL, NULL);

  g_autoptr (ScenarioSources) sources = scenario_sources_new (NULL, error);
  g_autoptr (GBytes) bytes =
      g_bytes_new (xml, length < 0 ? strlen (xml) : (size_t) length);
  int file = scenario_sources_add_memory (sources, name, bytes);
  return read_bytes (sources, file, bytes, name, NULL, error);
}

/* Where the value of @address stands in the copy under @root.  NULL with @error set. */
static xmlNode *
find_value (const Scenario *scenario,
            xmlNode *root,
            const ScenarioChange *change,
            const char **ret_attribute,
            GError **error)
{
  xmlNode *node = NULL;
  if (strcmp (change->address, "rule") == 0)
    {
      *ret_attribute = "use";
      if (scenario_find_rule (scenario, change->value) >= 0)
        /* Without <allocation> there is one rule, which is in use: nothing to set. */
        node = find_child (root, "allocation") != NULL ? find_child (root, "allocation")
                                                       : root;
      else
        g_set_error (error, SCENARIO_ERROR, SCENARIO_ERROR_UNKNOWN_NAME,
                     _ ("expected a rule of the scenario, found '%s'"), change->value);
      return node;
    }
  node = scenario_find_number (root, change->address, ret_attribute);
  if (node == NULL)
    g_set_error (error, SCENARIO_ERROR, SCENARIO_ERROR_UNKNOWN_NAME,
                 _ ("expected the address of a number of the scenario, found '%s'"),
                 change->address);
  return node;
}

Scenario *
scenario_rebuild (const Scenario *scenario,
                  xmlDoc *doc,
                  const char *change,
                  GError **error)
{
  g_autoptr (ScenarioDiagnostics) mistakes = scenario_diagnostics_new ();
  Scenario *changed = build (doc, scenario->file, true, mistakes, error);
  if (changed == NULL)
    return NULL;
  /* Another question has another digest. */
  g_autofree char *text = g_strconcat (scenario->digest, "\n", change, NULL);
  g_free (changed->digest);
  changed->digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  return changed;
}

Scenario *
scenario_with_all (const Scenario *scenario,
                   const ScenarioChange *changes,
                   size_t n_changes,
                   GError **error)
{
  g_return_val_if_fail (scenario != NULL && (changes != NULL || n_changes == 0), NULL);

  xmlDoc *doc = scenario_document_copy (scenario->document);
  xmlNode *root = xmlDocGetRootElement (doc);
  g_autoptr (GString) text = g_string_new (NULL);
  for (size_t i = 0; i < n_changes; i++)
    {
      const char *attribute = NULL;
      xmlNode *node = find_value (scenario, root, &changes[i], &attribute, error);
      if (node == NULL)
        {
          scenario_document_free (doc);
          return NULL;
        }
      if (attribute == NULL)
        xmlNodeSetContent (node, BAD_CAST changes[i].value);
      else if (node != root)
        xmlSetProp (node, BAD_CAST attribute, BAD_CAST changes[i].value);
      g_string_append_printf (text, "%s=%s\n", changes[i].address, changes[i].value);
    }
  Scenario *changed = scenario_rebuild (scenario, doc, text->str, error);
  if (changed == NULL)
    {
      g_strdelimit (g_strchomp (text->str), "\n", ' ');
      g_prefix_error (error, "%s: ", text->str);
    }
  return changed;
}

Scenario *
scenario_with (const Scenario *scenario,
               const char *address,
               const char *value,
               GError **error)
{
  g_return_val_if_fail (scenario != NULL && address != NULL && value != NULL, NULL);

  const ScenarioChange change = { address, value };
  return scenario_with_all (scenario, &change, 1, error);
}

void
scenario_use_pseudonyms (Scenario *scenario)
{
  for (size_t i = 0; i < scenario->n_initial; i++)
    {
      g_free (scenario->initial[i].id);
      scenario->initial[i].id = g_strdup_printf ("P%03zu", i + 1);
    }
}
