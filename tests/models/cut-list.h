/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stopped run, written as the list of its patients. */
#pragma once

#include "tests/support/replication.h"

#include "models/run.h"

/* Contract: the list says what a planner knows at the instant of the stop, and no more:
 * what is still to come is left blank. */

/* Days that a bed is kept after an infusion. */
#define CUT_BED_DAYS 10

#define CUT_LIST_HEADER                                                                  \
  "id,injured,referred,transferred,eligible,grade,graded,grade_referral,sex,age,weight," \
  "haemoglobin,haemoglobin_first,site,tolerant,booked,planned_harvest,planned_intake,"   \
  "draw1,draw2,draw3,draw4,draw5,blood_ml,remakes,last_draw,harvested,arrived,cultured," \
  "stage,"                                                                               \
  "stage_began,queued,line,released,planned_infusion,infused\n"

/* A history that was stopped at the cut. */
typedef struct
{
  ModelRun *run;
  SimTime now;
  GString *list;
  bool is_first; /* cell of the row */
} CutWriter;

/** Returns: (transfer full): the date of @day since TEST_START, YYYY-MM-DD */
char *cut_date (int day);

/** Appends the row of a patient who has been referred and has not left. */
void cut_write_patient (CutWriter *writer, const ModelPatient *patient);

/**
 * cut_write_beds:
 * @uncut: the same history, not stopped
 * @cut: the day of the stop
 *
 * Appends the rows of those who were infused lately and still have a bed.
 *
 * Returns: how many
 */
int cut_write_beds (CutWriter *writer, const TestRun *uncut, double cut);
