/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A patient: one injury that leads to a referral, and how far the path has gone. */
#pragma once

#include "scenarios/scenario.h"

/* Contract: a plain value in the run's table of patients; a slot is used again once its
 * patient has left, and @stamp then changes, so that events of the former patient are
 * recognised as old.  Instants that have not come are SIM_TIME_NEVER. */

/* The grade of a patient in a scenario without grades. */
#define MODEL_GRADE_NONE SCENARIO_N_GRADES
#define MODEL_N_GRADES   (SCENARIO_N_GRADES + 1)

/* The built-in fates; the scenario's exclusions, cautions and hazards follow them. */
typedef enum
{
  MODEL_FATE_INFUSED,
  MODEL_FATE_NO_SITE,
  MODEL_FATE_LATE_REFERRAL,
  MODEL_FATE_EXCLUDED_GRADE,
  MODEL_FATE_EXCLUDED_DOSE,
  MODEL_FATE_EXCLUDED_BLOOD,
  MODEL_FATE_DECLINED,
  MODEL_FATE_WINDOW_LINE,
  MODEL_FATE_WINDOW_BLOOD,
  MODEL_FATE_WINDOW_SITE,
  MODEL_FATE_WINDOW_TRANSPORT,
  MODEL_FATE_WINDOW_LATEST,
  MODEL_FATE_WINDOW_DEFERRAL,
  MODEL_FATE_WINDOW_RULE,
  MODEL_FATE_RECOVERED_WAITING,
  MODEL_FATE_BLOOD,
  MODEL_FATE_MARROW,
  MODEL_FATE_CULTURE,
  MODEL_FATE_SPECIFICATION,
  MODEL_FATE_RECOVERED,
  MODEL_FATE_EXPIRED,
  MODEL_FATE_TOO_LATE,
  MODEL_FATE_INFUSION_STOPPED,
  MODEL_FATE_UNRESOLVED,
  MODEL_N_BUILT_IN_FATES,
} ModelFate;

typedef enum
{
  MODEL_STATE_ABSENT,    /* the slot is free */
  MODEL_STATE_REFERRING, /* injured, not referred yet, or on the way to another site */
  MODEL_STATE_SCREENING,
  MODEL_STATE_WAITING,
  MODEL_STATE_BOOKED,
  MODEL_STATE_MARROW,   /* harvested; the marrow travels or waits for an intake day */
  MODEL_STATE_QUEUEING, /* in the plant, waits for the next stage to start */
  MODEL_STATE_CULTURE,  /* a stage is under way */
  MODEL_STATE_PRODUCT,  /* released; travels or waits for its infusion */
} ModelState;

/* What stood in the way when a day for the harvest was last sought. */
typedef enum
{
  MODEL_OBSTACLE_NONE,
  MODEL_OBSTACLE_SITE,
  MODEL_OBSTACLE_BLOOD,
  MODEL_OBSTACLE_TRANSPORT,
  MODEL_OBSTACLE_LINE,
  MODEL_OBSTACLE_LATEST,
  MODEL_OBSTACLE_DEFERRAL,
  MODEL_OBSTACLE_RULE,
} ModelObstacle;

/* Where the estimate of a line's release is: see models/releases.h. */
#define MODEL_RELEASE_NONE     (-2)
#define MODEL_RELEASE_SETTLED  (-1)
#define MODEL_RELEASE_DRIFTING (-3)

#define MODEL_MAX_GRADE_CHANGES (SCENARIO_N_GRADES - 1)

typedef struct
{
  uint32_t stamp;
  uint8_t state;
  uint8_t grade_injury;
  uint8_t grade_referral;
  uint8_t grade_known; /* as last judged: while waiting the grade of the moment */
  int8_t sex;
  bool is_cohort;
  bool has_bed;
  bool has_booking; /* open: the batch has not taken its line yet */
  int64_t number;   /* from 1 */
  int32_t site;
  int32_t row;         /* of the trace or profile; -1 */
  int32_t listed;      /* of the scenario's <initial> list; -1 */
  uint8_t state_first; /* ModelState in which the list found the patient */
  bool keeps_draws;    /* the appointments of the list for draws still hold */

  double age, weight, haemoglobin_first; /* NaN where the scenario has none */

  SimTime injured, referred, eligible, booked, harvested, cultured, released, infused,
      left;
  SimTime deadline; /* the guide's last instant at which a harvest is inside the window */
  SimTime window_last;   /* the same with the patient's tolerance */
  uint64_t window_place; /* of the event that closes it, in its lane */

  uint8_t n_changes; /* of the grade, from the injury on */

  /* Waiting. */
  uint8_t obstacle;
  int64_t infeasible_version; /* the run's version at which no day was found; -1 */
  SimTime wait_began; /* of the present wait: eligible, or the return for a remake */
  uint8_t grade_booking;
  uint8_t grade_infusion;
  uint8_t grade_outcome;

  /* The batch. */
  SimTime booked_at;  /* of the present batch */
  SimTime harvest_at; /* planned */
  int64_t intake_day; /* reserved; INT64_MAX: none */
  SimTime expected_arrival;
  int8_t batch; /* 0, 1 for the first remake, ... */
  int8_t harvests;
  SimTime last_harvest; /* of the last batch that got so far */
  int8_t stage;         /* under way or next */
  int8_t down_held;     /* held units that are out of order */
  uint64_t held;        /* pools, bit by bit */
  SimTime stage_began;
  SimTime stage_end;   /* SIM_TIME_NEVER while stopped */
  SimTime work_end;    /* the same, were its calendar always open */
  SimTime stage_left;  /* remaining work when stopped */
  SimTime line_since;  /* the gate's unit taken; SIM_TIME_NEVER: not held */
  SimTime line_time;   /* of all batches, finished holdings */
  SimTime wasted_line; /* of lost batches */
  int32_t line;        /* unit of the present or last batch; -1 */
  SimTime line_free;   /* expected, valid until @line_free_until */
  SimTime line_free_until;
  int32_t release_place; /* among moving estimates, or a MODEL_RELEASE_... */
  double dose;
  SimTime infusion_at;
  int64_t infusion_day; /* of the appointment; INT64_MAX: none */

  int8_t natural_steps; /* grades gained by the outcome day without treatment */
  uint8_t procedures; /* bit by ScenarioProcedure: had the chance of its adverse events */
  uint32_t adverse;   /* bit by adverse event */
  double draw_volume; /* of a trace's or profile's row: each draw's share; NaN */
  int32_t next_free;  /* the list of free slots */
  int32_t trace_row;  /* in the traced patients; -1 */

  /* Blood.  Draws of the present batch; the plan holds those before the harvest. */
  int8_t draws;       /* of the present batch */
  int8_t draws_all;   /* of all batches */
  int8_t next_offset; /* first planned draw not made or given up */
  int8_t n_planned;   /* draws before the harvest with an appointment */
  int8_t first_planned;
  bool has_next_draw;     /* a later draw has an appointment at next_draw */
  uint32_t draw_attempts; /* for the random numbers of deferrals */
  uint32_t harvest_attempts;
  SimTime next_draw;
  SimTime last_draw;     /* SIM_TIME_NEVER: none yet */
  double blood_ml;       /* in stock for the present batch */
  double blood_taken_ml; /* of all batches */
  double haemoglobin;    /* after the last draw */
  SimTime haemoglobin_at;

  /* As many of each as the counts above say; a new patient's hold nothing. */
  SimTime change_at[MODEL_MAX_GRADE_CHANGES];
  uint8_t change_grade[MODEL_MAX_GRADE_CHANGES];
  SimTime planned_draw[SCENARIO_MAX_DRAWS];
  SimTime drawn_at[SCENARIO_MAX_DRAWS];
} ModelPatient;

/** Returns: the grade at @time by the patient's own course */
static inline uint8_t
model_patient_grade_at (const ModelPatient *patient, SimTime time)
{
  uint8_t grade = patient->grade_injury;
  for (int i = 0; i < patient->n_changes && patient->change_at[i] <= time; i++)
    grade = patient->change_grade[i];
  return grade;
}

/** Returns: the age in completed years at @time; NaN without ages */
double model_patient_age_at (const ModelPatient *patient, SimTime time);

/** Returns: the haemoglobin at @time in g/dL, recovering from the last draw */
double model_patient_haemoglobin_at (const ModelPatient *patient,
                                     const ScenarioBlood *blood,
                                     SimTime time);
