/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of the reader: each fills its members of the scenario from the tree. */
#pragma once

#include "scenarios/element.h"

/* Contract: the parts run in this order over one tree, valid or not; references go only
 * to what an earlier part has read. */

/** Name, start, end, texts, experiment (but for precision's rule), calendars. */
void scenario_read_frame (ScenarioReading *reading, const xmlNode *root);
/** Sites and transfer, then the scenario's groups. */
void scenario_read_sites (ScenarioReading *reading, const xmlNode *root);
/** Harvest, blood. */
void scenario_read_collection (ScenarioReading *reading, const xmlNode *root);
/** Arrivals, bodies, referral, profile. */
void scenario_read_patients (ScenarioReading *reading, const xmlNode *root);
/** Eligibility, attrition, natural course. */
void scenario_read_course (ScenarioReading *reading, const xmlNode *root);
/** Plant. */
void scenario_read_plant (ScenarioReading *reading, const xmlNode *root);
/** Infusion, outcome, costs. */
void scenario_read_outcome (ScenarioReading *reading, const xmlNode *root);
/** Rules and the one in use. */
void scenario_read_rules (ScenarioReading *reading, const xmlNode *root);
/** The numbers with their addresses. */
void scenario_read_parameters (ScenarioReading *reading, const xmlNode *root);
/** What ties parts together. */
void scenario_check (ScenarioReading *reading, const xmlNode *root);
/** Warns of what is valid and yet cannot go well; of a scenario without mistakes. */
void scenario_warn_of_implausible (ScenarioReading *reading, const xmlNode *root);

/** Fills @text from the children of @parent called @name, one for each language. */
void scenario_read_text (ScenarioReading *reading,
                         const xmlNode *parent,
                         const char *name,
                         ScenarioText *text);

/** Returns: (transfer none): the calendar that the attribute calendar names, or NULL */
const SimCalendar *scenario_read_calendar_of (ScenarioReading *reading,
                                              const xmlNode *node);

/** Returns: the phase whose clauses stand in @node, a <phase> or a <rule>, without its
 * end */
ScenarioPhase scenario_read_phase (ScenarioReading *reading, xmlNode *node);
/** Reads the end of the phase from the attributes of <phase>. */
void scenario_read_phase_end (ScenarioReading *reading,
                              const xmlNode *node,
                              ScenarioPhase *phase);
/** Frees what a phase points at. */
void scenario_phase_clear (ScenarioPhase *phase);

/** Conditions of @node, @id not read. Returns: false with a mistake */
bool scenario_read_group (ScenarioReading *reading,
                          const xmlNode *node,
                          bool is_in_rule,
                          ScenarioGroup *ret_group);

typedef enum
{
  SCENARIO_MEASURE_DURATION, /* days, from 0 on, within the clock's range */
  SCENARIO_MEASURE_INTERVAL, /* a duration whose mean is at least a second */
  SCENARIO_MEASURE_BODY,     /* years, kg, g/dL, cells: from 0 on, mean above 0 */
} ScenarioMeasure;

/**
 * scenario_distribution:
 *
 * Returns: (transfer full): the distribution inside @parent; NULL where there is none, or
 * with a mistake
 */
SimDistribution *scenario_distribution (ScenarioReading *reading,
                                        xmlNode *parent,
                                        ScenarioMeasure measure);

/**
 * scenario_rebuild:
 * @doc: (transfer full): a changed copy of the tree of @scenario
 * @change: what was changed, lines of text: part of the copy's digest
 *
 * Errors: SCENARIO_ERROR_INVALID.
 * Returns: (transfer full): the checked copy, or NULL with @error set
 */
Scenario *scenario_rebuild (const Scenario *scenario,
                            xmlDoc *doc,
                            const char *change,
                            GError **error);

/* CSV files. */

typedef enum
{
  SCENARIO_COLUMN_ID,
  SCENARIO_COLUMN_INJURED,
  SCENARIO_COLUMN_REFERRED,
  SCENARIO_COLUMN_SEX,
  SCENARIO_COLUMN_GRADE,
  SCENARIO_COLUMN_AGE,
  SCENARIO_COLUMN_WEIGHT,
  SCENARIO_COLUMN_HAEMOGLOBIN,
  SCENARIO_COLUMN_SITE,
  SCENARIO_COLUMN_HARVEST,
  SCENARIO_COLUMN_DRAW1,
  SCENARIO_COLUMN_DRAW2,
  SCENARIO_COLUMN_DRAW3,
  SCENARIO_COLUMN_DRAW4,
  SCENARIO_COLUMN_DRAW5,
  SCENARIO_COLUMN_INFUSION,
  SCENARIO_N_COLUMNS,
} ScenarioTraceColumn;

/**
 * scenario_read_trace:
 * @node: the element with href
 * @is_profile: only id, harvest, draws and infusion are columns then
 *
 * Returns: (transfer full): ScenarioTraceRow in file order; empty after a mistake
 */
GArray *
scenario_read_trace (ScenarioReading *reading, const xmlNode *node, bool is_profile);

/** Appends the numbers of the column that <empirical href column> names.
 * Returns: false with a mistake */
bool scenario_read_column (ScenarioReading *reading, const xmlNode *node, GArray *values);

/** Reads the list of <initial>. */
void scenario_read_initial (ScenarioReading *reading, const xmlNode *root);
