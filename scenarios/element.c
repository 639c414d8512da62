/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes values from the elements of a scenario and keeps account of what was taken. */
#include "scenarios/element.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const ScenarioPlace *
place_of (const xmlNode *node)
{
  return node->_private;
}

int
scenario_line (const xmlNode *node)
{
  return place_of (node)->line;
}

static char *
located (const ScenarioReading *reading, const xmlNode *node, const char *text)
{
  const ScenarioPlace *place = place_of (node);
  return g_strdup_printf ("%s:%d: <%s>: %s",
                          scenario_sources_file (reading->sources, place->file)->shown,
                          place->line, (const char *) node->name, text);
}

static xmlAttr *
find_attribute (const xmlNode *node, const char *name)
{
  for (xmlAttr *attribute = node->properties; attribute != NULL;
       attribute = attribute->next)
    if (attribute->ns == NULL && strcmp ((const char *) attribute->name, name) == 0)
      return attribute;
  return NULL;
}

/* A text that would not be told is not made. */
G_GNUC_PRINTF (3, 0)
static void
add_mistake (ScenarioReading *reading,
             const xmlNode *node,
             const char *format,
             va_list arguments)
{
  const ScenarioPlace *place = place_of (node);
  if (scenario_diagnostics_skip (reading->mistakes, place->file, place->line))
    return;
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  scenario_diagnostics_add (reading->mistakes, place->file, place->line,
                            located (reading, node, text));
}

void
scenario_mistake (ScenarioReading *reading, const xmlNode *node, const char *format, ...)
{
  if (g_hash_table_contains (reading->faulty, node))
    return;
  g_hash_table_add (reading->told, (gpointer) node);
  va_list arguments;
  va_start (arguments, format);
  add_mistake (reading, node, format, arguments);
  va_end (arguments);
}

void
scenario_mistake_in (ScenarioReading *reading,
                     const xmlNode *node,
                     const char *attribute,
                     const char *format,
                     ...)
{
  if (g_hash_table_contains (reading->faulty, find_attribute (node, attribute)))
    return;
  va_list arguments;
  va_start (arguments, format);
  add_mistake (reading, node, format, arguments);
  va_end (arguments);
}

void
scenario_mistake_at (
    ScenarioReading *reading, int file, int line, const char *format, ...)
{
  if (scenario_diagnostics_skip (reading->mistakes, file, line))
    return;
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  scenario_diagnostics_add (
      reading->mistakes, file, line,
      g_strdup_printf ("%s:%d: %s", scenario_sources_file (reading->sources, file)->shown,
                       line, text));
}

void
scenario_warning (ScenarioReading *reading, const xmlNode *node, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (reading->warnings, located (reading, node, text));
}

xmlNode *
scenario_next (ScenarioReading *reading, xmlNode *node, const char *name)
{
  while (node != NULL &&
         (node->type != XML_ELEMENT_NODE || node->ns != NULL ||
          (name != NULL && strcmp ((const char *) node->name, name) != 0)))
    node = node->next;
  if (node != NULL)
    g_hash_table_add (reading->used, node);
  return node;
}

xmlNode *
scenario_child (ScenarioReading *reading, const xmlNode *parent, const char *name)
{
  return scenario_next (reading, parent->children, name);
}

bool
scenario_has (const xmlNode *node, const char *attribute)
{
  return find_attribute (node, attribute) != NULL;
}

char *
scenario_text (ScenarioReading *reading, const xmlNode *node, const char *attribute)
{
  xmlAttr *found = find_attribute (node, attribute);
  if (found == NULL)
    return NULL;
  g_hash_table_add (reading->used, found);
  xmlChar *value = xmlNodeListGetString (node->doc, found->children, 1);
  char *text = g_strstrip (g_strdup (value == NULL ? "" : (const char *) value));
  xmlFree (value);
  return text;
}

char *
scenario_content (const xmlNode *node)
{
  xmlChar *value = xmlNodeGetContent (node);
  char *text = g_strstrip (g_strdup (value == NULL ? "" : (const char *) value));
  xmlFree (value);
  return text;
}

double
scenario_number (ScenarioReading *reading,
                 const xmlNode *node,
                 const char *attribute,
                 double fallback)
{
  g_autofree char *text = scenario_text (reading, node, attribute);
  if (text == NULL)
    return fallback;
  char *end;
  double value = g_ascii_strtod (text, &end);
  /* The schema has told what is wrong with anything else. */
  return end != text && *end == '\0' && isfinite (value) ? value : fallback;
}

int64_t
scenario_whole (ScenarioReading *reading,
                const xmlNode *node,
                const char *attribute,
                int64_t fallback)
{
  g_autofree char *text = scenario_text (reading, node, attribute);
  if (text == NULL)
    return fallback;
  char *end;
  errno = 0;
  int64_t value = g_ascii_strtoll (text, &end, 10);
  return end != text && *end == '\0' && errno == 0 ? value : fallback;
}

int
scenario_choice (ScenarioReading *reading,
                 const xmlNode *node,
                 const char *attribute,
                 const char *const *names,
                 int fallback)
{
  g_autofree char *text = scenario_text (reading, node, attribute);
  for (int i = 0; text != NULL && names[i] != NULL; i++)
    if (strcmp (text, names[i]) == 0)
      return i;
  return fallback;
}

char **
scenario_words (ScenarioReading *reading, const xmlNode *node, const char *attribute)
{
  g_autofree char *text = scenario_text (reading, node, attribute);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_auto (GStrv) parts = g_strsplit_set (text == NULL ? "" : text, " \t\r\n", -1);
  for (size_t i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (words, g_strdup (parts[i]));
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&words), FALSE);
}

static int
grade_of (const char *text)
{
  return text != NULL && text[0] >= 'A' && text[0] <= 'E' && text[1] == '\0'
             ? text[0] - 'A'
             : -1;
}

unsigned
scenario_grades (ScenarioReading *reading, const xmlNode *node, const char *attribute)
{
  g_auto (GStrv) words = scenario_words (reading, node, attribute);
  unsigned grades = 0;
  for (size_t i = 0; words[i] != NULL; i++)
    {
      int grade = grade_of (words[i]);
      if (grade < 0)
        continue;
      if ((grades & SCENARIO_GRADE_BIT (grade)) != 0)
        scenario_mistake (reading, node, _ ("expected each grade once, found '%s' twice"),
                          words[i]);
      grades |= SCENARIO_GRADE_BIT (grade);
    }
  return grades;
}

int
scenario_grade (ScenarioReading *reading, const xmlNode *node, const char *attribute)
{
  g_autofree char *text = scenario_text (reading, node, attribute);
  return grade_of (text);
}

bool
scenario_day (ScenarioReading *reading,
              const xmlNode *node,
              const char *attribute,
              SimTime *ret_time)
{
  g_autofree char *text = scenario_text (reading, node, attribute);
  if (text == NULL)
    return false;
  SimDate date;
  if (!sim_date_parse (text, &date))
    {
      scenario_mistake_in (
          reading, node, attribute,
          _ ("expected %s to be a date that exists (YYYY-MM-DD), found '%s'"), attribute,
          text);
      return false;
    }
  *ret_time =
      (sim_date_to_epoch_day (date) - reading->scenario->start_epoch_day) * SIM_DAY;
  return true;
}

bool
scenario_change_day (ScenarioReading *reading,
                     const xmlNode *node,
                     bool is_first,
                     SimTime *last)
{
  SimTime at;
  if (!scenario_day (reading, node, "on", &at))
    return false;
  if (at <= *last)
    scenario_mistake (
        reading, node,
        is_first ? _ ("expected a change after the start, found it not later")
                 : _ ("expected changes in the order of their dates, found an earlier "
                      "or equal one"));
  *last = at;
  return true;
}

char *
scenario_id (ScenarioReading *reading,
             const xmlNode *node,
             GHashTable *ids,
             const char *kind,
             size_t index)
{
  char *id = scenario_text (reading, node, "id");
  if (id == NULL)
    return g_strdup ("");
  if (g_hash_table_contains (ids, id))
    scenario_mistake_in (reading, node, "id",
                         _ ("expected another id, found a second %s '%s'"), _ (kind), id);
  else
    g_hash_table_insert (ids, g_strdup (id), GSIZE_TO_POINTER (index + 1));
  return id;
}

static gint
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
scenario_known (GHashTable *ids)
{
  enum
  {
    MOST = 10
  };
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_texts);
  if (names->len == 0)
    return g_strdup (_ ("none"));
  bool has_more = names->len > MOST;
  if (has_more)
    g_ptr_array_set_size (names, MOST);
  g_ptr_array_add (names, NULL);
  g_autofree char *list = g_strjoinv (", ", (char **) names->pdata);
  return has_more ? g_strconcat (list, ", ...", NULL) : g_steal_pointer (&list);
}

void
scenario_mistake_unknown (ScenarioReading *reading,
                          const xmlNode *node,
                          const char *attribute,
                          const char *kind,
                          const char *id,
                          GHashTable *ids)
{
  const ScenarioPlace *place = place_of (node);
  if (g_hash_table_contains (reading->faulty, find_attribute (node, attribute)) ||
      scenario_diagnostics_skip (reading->mistakes, place->file, place->line))
    return;
  g_autofree char *known = scenario_known (ids);
  scenario_mistake_in (reading, node, attribute,
                       _ ("expected a %s, found '%.64s'; %ss here: %s"), _ (kind), id,
                       _ (kind), known);
}

int
scenario_reference (ScenarioReading *reading,
                    const xmlNode *node,
                    const char *attribute,
                    GHashTable *ids,
                    const char *kind)
{
  g_autofree char *id = scenario_text (reading, node, attribute);
  if (id == NULL)
    return -1;
  gpointer index = g_hash_table_lookup (ids, id);
  if (index == NULL)
    {
      scenario_mistake_unknown (reading, node, attribute, kind, id, ids);
      return -1;
    }
  return (int) GPOINTER_TO_SIZE (index) - 1;
}

static bool
is_anywhere (const xmlAttr *attribute)
{
  /* Taken by the walk that collects the parameters, wherever the schema allows them. */
  static const char *const names[] = { "source", "status", "low", "high" };
  if (attribute->ns != NULL)
    return false;
  const char *name = (const char *) attribute->name;
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      return true;
  return g_str_has_prefix (name, "low-") || g_str_has_prefix (name, "high-");
}

void
scenario_check_used (ScenarioReading *reading, xmlNode *root)
{
  for (const xmlAttr *attribute = root->properties; attribute != NULL;
       attribute = attribute->next)
    if (!is_anywhere (attribute) && !g_hash_table_contains (reading->used, attribute))
      scenario_mistake (reading, root, _ ("expected no attribute '%s%s' here, found one"),
                        attribute->ns != NULL ? "xml:" : "",
                        (const char *) attribute->name);
  for (xmlNode *node = root->children; node != NULL; node = node->next)
    {
      if (node->type != XML_ELEMENT_NODE || g_hash_table_contains (reading->told, node) ||
          g_hash_table_contains (reading->faulty, node))
        continue;
      if (g_hash_table_contains (reading->used, node))
        scenario_check_used (reading, node);
      else
        scenario_mistake (reading, node, _ ("expected no <%s> here, found one"),
                          (const char *) node->name);
    }
}
