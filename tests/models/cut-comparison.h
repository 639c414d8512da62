/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends of patients counted twice, uncut and continued, and the verdict on both. */
#pragma once

#include "tests/support/replication.h"

#include "models/patient.h"

/* Contract: in each replication the uncut history is counted once and each of
 * CUT_N_CONTINUED ends of its list once; the difference of every count then has mean 0.
 * Replications are independent: z = (sum of differences) / root (sum of their squares).
 * The limit for each of the m counts is the normal quantile of 1 - 0.01 / (2 m): one
 * false alarm in a hundred seeds, and the seed is fixed. */

/* Ends of each list, averaged: less chance on that side. */
#define CUT_N_CONTINUED 4
/* Days of arrivals after the cut that are compared. */
#define CUT_LATER_DAYS 40

/* What became of a patient; days since the cut, NaN: never.  The fate is borrowed. */
typedef struct
{
  const char *fate;
  double harvested, infused, left;
} CutEnd;

typedef struct CutComparison CutComparison;

CutComparison *cut_comparison_new (void);
void cut_comparison_free (CutComparison *comparison);

/** Returns: the end of @patient, whose fate is borrowed from @run */
CutEnd cut_end_of (const TestRun *run, const char *patient, double cut);

/** Counts the end of a patient of the list, in the groups that @patient was in at the
 * cut. */
void cut_count_listed (CutComparison *comparison,
                       const ModelPatient *patient,
                       const CutEnd *end,
                       bool is_uncut);

/** Counts the patients who are not on the list: not referred at the cut, and injured soon
 * after. */
void cut_count_unlisted (CutComparison *comparison,
                         const TestRun *run,
                         double cut,
                         bool is_uncut);

/** All of one replication has been counted. */
void cut_end_replication (CutComparison *comparison);

/** Asserts that no count differs beyond the limit, and prints what would have been found.
 */
void cut_judge (const CutComparison *comparison, int n_replications);
