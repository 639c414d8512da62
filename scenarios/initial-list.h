/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The <initial> list while it is read: its columns, and what its rows must agree with. */
#pragma once

#include "scenarios/csv-table.h"
#include "scenarios/reading.h"

/* The columns, in the order of the names of initial-file.c. */
typedef enum
{
  SCENARIO_LIST_ID,
  SCENARIO_LIST_INJURED,
  SCENARIO_LIST_REFERRED,
  SCENARIO_LIST_TRANSFERRED,
  SCENARIO_LIST_ELIGIBLE,
  SCENARIO_LIST_GRADE,
  SCENARIO_LIST_GRADED,
  SCENARIO_LIST_GRADE_REFERRAL,
  SCENARIO_LIST_SEX,
  SCENARIO_LIST_AGE,
  SCENARIO_LIST_WEIGHT,
  SCENARIO_LIST_HAEMOGLOBIN,
  SCENARIO_LIST_HAEMOGLOBIN_FIRST,
  SCENARIO_LIST_SITE,
  SCENARIO_LIST_TOLERANT,
  SCENARIO_LIST_BOOKED,
  SCENARIO_LIST_PLANNED_HARVEST,
  SCENARIO_LIST_PLANNED_INTAKE,
  SCENARIO_LIST_DRAW1,
  SCENARIO_LIST_DRAW2,
  SCENARIO_LIST_DRAW3,
  SCENARIO_LIST_DRAW4,
  SCENARIO_LIST_DRAW5,
  SCENARIO_LIST_BLOOD_ML,
  SCENARIO_LIST_REMAKES,
  SCENARIO_LIST_LAST_DRAW,
  SCENARIO_LIST_HARVESTED,
  SCENARIO_LIST_ARRIVED,
  SCENARIO_LIST_CULTURED,
  SCENARIO_LIST_STAGE,
  SCENARIO_LIST_STAGE_BEGAN,
  SCENARIO_LIST_QUEUED,
  SCENARIO_LIST_LINE,
  SCENARIO_LIST_RELEASED,
  SCENARIO_LIST_PLANNED_INFUSION,
  SCENARIO_LIST_INFUSED,
  SCENARIO_LIST_N_COLUMNS,
} ScenarioListColumn;

typedef struct
{
  ScenarioTable table;
  GHashTable *stages; /* ids to indices + 1 */
  bool *is_taken;     /* lines of the gate, by unit from 1 */
  int capacity;       /* of the gate at the start */
  int *n_using;       /* of each pool */
} ScenarioInitialList;

/** Checks the cells of @row, each of which is right by itself, against each other, the
 * rows before it and the scenario; counts its draws and the units that it holds. */
void scenario_check_initial_row (ScenarioInitialList *list, ScenarioInitialRow *row);
