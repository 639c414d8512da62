/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes values from the elements of a scenario and keeps account of what was taken. */
#pragma once

#include "scenarios/diagnostic.h"
#include "scenarios/source.h"

#include <libxml/tree.h>
#include <stdbool.h>

/* Contract: the tree may be invalid in any way; the functions then return the fallback
 * and the reader goes on.  Mistakes of elements that the schema has already found faulty
 * are not told again.  Every attribute and element that is asked for counts as used; what
 * nobody asked for is a mistake (scenario_check_used), so that nothing is ignored. */

typedef struct
{
  ScenarioSources *sources;
  ScenarioDiagnostics *mistakes;
  GHashTable *faulty; /* elements and attributes with mistakes of the schema */
  GHashTable *used;   /* elements and attributes */
  GHashTable
      *told; /* elements with mistakes of their own: what they hold may be unread */
  GHashTable *left_out; /* <rule> elements that the scenario does not have */
  GPtrArray *warnings;  /* of char * */
  Scenario *scenario;   /* what is being built */
  /* Ids to indices + 1, NULL for none. */
  GHashTable *calendars, *groups, *sites, *pools, *rules;
  size_t n_values;     /* of the tables of <empirical> so far */
  int allocation_file; /* in which <allocation> stands; rules of others may be left out */
  bool has_trace_column[16]; /* ScenarioTraceColumn */
  bool is_changed;           /* a changed copy: numbers may leave their declared ranges */
} ScenarioReading;

/* "<element>: ..." at the element's line. */
void
scenario_mistake (ScenarioReading *reading, const xmlNode *node, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
void
scenario_warning (ScenarioReading *reading, const xmlNode *node, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* About one attribute: told unless the schema has already found that attribute faulty. */
void scenario_mistake_in (ScenarioReading *reading,
                          const xmlNode *node,
                          const char *attribute,
                          const char *format,
                          ...) G_GNUC_PRINTF (4, 5);
/* The same at a line of a CSV file. */
void scenario_mistake_at (ScenarioReading *reading,
                          int file,
                          int line,
                          const char *format,
                          ...) G_GNUC_PRINTF (4, 5);

/** Returns: the line of @node in its file */
int scenario_line (const xmlNode *node);

/** Returns: the next element called @name at or behind @node, marked as used; NULL: any
 */
xmlNode *scenario_next (ScenarioReading *reading, xmlNode *node, const char *name);
/** Returns: the first child called @name, marked as used, or NULL */
xmlNode *
scenario_child (ScenarioReading *reading, const xmlNode *parent, const char *name);

/* For every child of @parent called @name; @node is declared. */
#define SCENARIO_FOR_EACH(reading, node, parent, name)                                   \
  for (xmlNode *node = scenario_next ((reading), (parent)->children, (name));            \
       node != NULL; node = scenario_next ((reading), node->next, (name)))

bool scenario_has (const xmlNode *node, const char *attribute);
/** Returns: (transfer full): the value, blanks at its ends taken away, or NULL */
char *
scenario_text (ScenarioReading *reading, const xmlNode *node, const char *attribute);
/** Returns: the number; @fallback where the attribute is missing or faulty */
double scenario_number (ScenarioReading *reading,
                        const xmlNode *node,
                        const char *attribute,
                        double fallback);
/** Like scenario_number() for whole numbers. */
int64_t scenario_whole (ScenarioReading *reading,
                        const xmlNode *node,
                        const char *attribute,
                        int64_t fallback);
/** Returns: the place of the value in @names (NULL-terminated), or @fallback */
int scenario_choice (ScenarioReading *reading,
                     const xmlNode *node,
                     const char *attribute,
                     const char *const *names,
                     int fallback);
/** Returns: the words of a list, an empty array where there is none */
char **
scenario_words (ScenarioReading *reading, const xmlNode *node, const char *attribute);
/** Returns: a mask of grades; 0 where the attribute is missing */
unsigned
scenario_grades (ScenarioReading *reading, const xmlNode *node, const char *attribute);
int scenario_grade (ScenarioReading *reading, const xmlNode *node, const char *attribute);

/**
 * scenario_day:
 * @ret_time: (out): midnight that begins the date, from the start of the scenario
 *
 * Returns: false where the attribute is missing or no date that exists (a mistake then)
 */
bool scenario_day (ScenarioReading *reading,
                   const xmlNode *node,
                   const char *attribute,
                   SimTime *ret_time);

/**
 * scenario_change_day:
 * @node: a <change>
 * @is_first: no change was read before it
 * @last: (inout): midnight of the change before it, 0 at first; gets this one's
 *
 * A change that does not come after the start and the one before it is a mistake.
 *
 * Returns: false where "on" is missing or no date that exists; @last is untouched then
 */
bool scenario_change_day (ScenarioReading *reading,
                          const xmlNode *node,
                          bool is_first,
                          SimTime *last);

/** Returns: (transfer full): the element's text, blanks at its ends taken away */
char *scenario_content (const xmlNode *node);

/**
 * scenario_id:
 * @ids: ids to indices + 1; gets the id of @node as @index
 * @kind: "pool", for the message
 *
 * Returns: (transfer full): the id, never NULL; a double one is a mistake
 */
char *scenario_id (ScenarioReading *reading,
                   const xmlNode *node,
                   GHashTable *ids,
                   const char *kind,
                   size_t index);

/** "expected a KIND, found 'ID'; KINDs here: ..." in @attribute. */
void scenario_mistake_unknown (ScenarioReading *reading,
                               const xmlNode *node,
                               const char *attribute,
                               const char *kind,
                               const char *id,
                               GHashTable *ids);

/**
 * scenario_reference:
 * @kind: "pool", for the message
 *
 * Returns: the index that @ids has for the value of @attribute; -1 where it is missing,
 * or unknown (a mistake that lists the known ones)
 */
int scenario_reference (ScenarioReading *reading,
                        const xmlNode *node,
                        const char *attribute,
                        GHashTable *ids,
                        const char *kind);

/** Returns: (transfer full): the ids, sorted, ten at most: "a, b, c" or "none" */
char *scenario_known (GHashTable *ids);

/** Adds a mistake for every attribute and element that was not used. */
void scenario_check_used (ScenarioReading *reading, xmlNode *root);
