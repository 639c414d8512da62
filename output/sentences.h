/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences: what a rule changes, said plainly, made from paired differences alone. */
#pragma once

#include "output/words.h"
#include "sim/comparison.h"

/* Contract: no difference is said without its interval.  What the interval cannot tell
 * from nothing is never called more or less; what differs in no replication is called the
 * same.  Language is explicit, so the same results give the same text everywhere. */

typedef struct
{
  const char *label;    /* of the rule: its title or id */
  const char *baseline; /* of the rule it is compared with */
  const SimCatalogue *catalogue;
  const SimDifference *differences; /* one for each metric of @catalogue */
  double years;                     /* that a replication's counts stand for; 0: they are
                                     * told as they are, "in all" */
  double level;                     /* of the intervals, 0.95 */
} OutputComparison;

/**
 * output_sentence_comparison:
 *
 * Who is treated more and less, by grade at referral, and what is wasted: "'A first'
 * treats 9.1 more A (8.2 to 10.0) and 6.2 fewer C (5.3 to 7.1) a year than 'First come'
 * (95 % intervals), and wastes 3.0 fewer products (2.0 to 4.0)."
 *
 * Returns: (transfer full): one or two sentences; never NULL
 */
char *output_sentence_comparison (OutputLanguage language,
                                  const OutputComparison *comparison);

/** Returns: the places behind the point that leave half the width of @low to @high at
 * least one digit, 1 to 4 */
int output_difference_decimals (double low, double high);
