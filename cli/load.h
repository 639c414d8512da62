/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Load: demand against capacity by arithmetic alone, before anything is simulated. */
#pragma once

#include "scenarios/scenario.h"

/* Contract: means and independent chances only.  Closures, waiting, failures and
 * attrition are left out: the result is the first line of an argument, not its end. */

typedef struct
{
  double referred_per_year; /* injuries that lead to a referral; NaN for a trace */
  int64_t n_trace;          /* patients of a trace, else 0 */
  double within_window;     /* chance that screening ends inside the window */
  double grade;             /* chance of an eligible grade at the end of screening */
  double body;              /* chance of passing exclusions, cautions, dose and blood */
  double consent;
  double eligible_per_year; /* product of the above; NaN for a trace */
  double line_days; /* mean time that a batch holds its line; NaN without a gate */
} CliLoad;

/** Works the load of @scenario out. */
CliLoad cli_load_of (const Scenario *scenario);

/** Returns: the batches that @capacity lines can begin in a year */
double cli_load_starts_per_year (const CliLoad *load, int capacity);
