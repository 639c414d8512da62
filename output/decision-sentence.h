/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decision sentences: who got a line, seen by one who waited. */
#pragma once

#include "output/words.h"
#include "sim/trace.h"

/* How a decision looked to one patient; texts belong to the trace. */
typedef struct
{
  SimTime at;
  int64_t bookable; /* lines; -1: without limit */
  int64_t waiting, feasible;
  const char *reason;  /* "order", "first", "reserve:1", "only" */
  const char *chosen;  /* the patient who got the line */
  const char *grade;   /* the chosen one's, NULL: none */
  int64_t chosen_rank; /* from 1 */
  const char *keys;    /* the chosen one's, "name=value" joined by ";" */
  const char *runner_up, *runner_up_keys; /* NULL: nobody */
  int64_t rank;                           /* of the patient whose story it is */
  const char *own_keys;
  const char *obstacle; /* NULL: could have been booked */
} OutputDecision;

/** Returns: (transfer full): the decision as told to the one who was booked by it */
char *output_decision_booked (const SimTrace *trace,
                              const OutputDecision *decision,
                              OutputLanguage language);

/** Returns: (transfer full): the same as told to one who went on waiting */
char *output_decision_missed (const SimTrace *trace,
                              const OutputDecision *decision,
                              OutputLanguage language);

/** Returns: (transfer full): the instant as "2019-05-01 09:00" */
char *output_decision_stamp (const SimTrace *trace, SimTime at);
