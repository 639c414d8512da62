/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run: one replication of one variant, from the first injury to the cohort's last fate.
 */
#pragma once

#include "models/measures.h"
#include "models/patient.h"
#include "models/waiting-list.h"
#include "sim/appointments.h"
#include "sim/error.h"
#include "sim/event-queue.h"
#include "sim/level.h"
#include "sim/pool.h"
#include "sim/stream.h"
#include "sim/trace.h"

/* Contract: the run is a state machine a patient, driven by one event queue in the order
 * of sim/event-queue.h.  Its state is visible to the files of models/ alone; each of them
 * owns one idea and the functions declared in its header.  A run is used again for the
 * next replication; steady state allocates nothing. */

/* Every random number is at (patient, purpose, index, word); never change these values.
 */
typedef enum
{
  MODEL_PURPOSE_ARRIVAL,   /* interval, grade, referral, site */
  MODEL_PURPOSE_BODY,      /* sex, age, weight, haemoglobin */
  MODEL_PURPOSE_SCREENING, /* screening, consent, tolerance, lottery */
  MODEL_PURPOSE_CONDITION, /* two conditions a block: present, accepted */
  MODEL_PURPOSE_COURSE,    /* two grade changes a block: when, to what */
  MODEL_PURPOSE_ATTRITION, /* when, by what, infusion stopped, outcome */
  MODEL_PURPOSE_DRAW,      /* four attempts a block: deferral */
  MODEL_PURPOSE_HARVEST,   /* four attempts a block: deferral */
  MODEL_PURPOSE_MARROW,    /* index batch: transport, lost, yield, product's transport */
  MODEL_PURPOSE_STAGE,     /* index 32 x batch + stage / 2: duration, failure, twice */
  MODEL_PURPOSE_TRANSFER,  /* site, delay */
  MODEL_PURPOSE_PROFILE,   /* row */
  MODEL_PURPOSE_ADVERSE,   /* four events a block */
  MODEL_PURPOSE_SCORE,     /* four scores a block */
  MODEL_PURPOSE_UNIT,      /* entity pool and unit: up, down */
  MODEL_PURPOSE_INPUT,     /* entity input draw */
} ModelPurpose;

typedef enum
{
  MODEL_EVENT_ARRIVAL,
  MODEL_EVENT_REFERRAL,
  MODEL_EVENT_TRANSFERRED,
  MODEL_EVENT_SCREENED,
  MODEL_EVENT_GRADE,
  MODEL_EVENT_ATTRITION,
  MODEL_EVENT_DRAW,
  MODEL_EVENT_HARVEST,
  MODEL_EVENT_MARROW_ARRIVES,
  MODEL_EVENT_INTAKE,
  MODEL_EVENT_STAGE_END,
  MODEL_EVENT_PRODUCT_ARRIVES,
  MODEL_EVENT_INFUSION,
  MODEL_EVENT_WINDOW,
  MODEL_EVENT_MARROW_EXPIRES,
  MODEL_EVENT_RERANK,   /* an age or a waiting time was reached that a rule asks for */
  MODEL_EVENT_BED_FREE, /* subject: site */
  MODEL_EVENT_CAPACITY, /* subject: pool, detail: change */
  MODEL_EVENT_UNIT,     /* subject: pool, detail: unit */
  MODEL_EVENT_CALENDAR, /* a stage's calendar opens */
  MODEL_EVENT_MONTH,
  MODEL_EVENT_MEASURE,    /* warm-up or end is reached */
  MODEL_EVENT_PHASE_DATE, /* a rule's phase ends */
  MODEL_EVENT_WAKE,       /* allocation may have become possible */
} ModelEvent;

/* How many patients' first random numbers are made at a time. */
#define MODEL_ARRIVAL_BLOCKS 4

typedef struct
{
  SimBlock block;   /* MODEL_PURPOSE_ARRIVAL */
  double expected;  /* arrivals of a Poisson process until the patient's; standard
                     * exponential */
  SimTime referral; /* from the injury to it, seconds */
} ModelFirstNumbers;

/* Lanes of the event queue. */
enum
{
  MODEL_LANE_ARRIVAL, /* there is one at a time */
  MODEL_LANE_WINDOW,  /* windows close in the order of the injuries */
};

typedef struct
{
  const ScenarioSite *site;
  SimAppointments *draws, *harvests, *infusions;
  int beds_used;
  int beds_rehabilitation; /* used after the infusion */
  SimTime mean_transport;  /* of marrow to the plant */
} ModelSite;

typedef struct
{
  SimPool *pool;
  const ScenarioPool *data;
  int n_units; /* the greatest capacity that the scenario ever gives */
  uint32_t
      *unit_index; /* how many up and down periods each unit has had; NULL: no downtime */
  SimTime *down_since;
  SimTime *closed_since; /* a unit outside capacity; SIM_TIME_NEVER: inside */
  int first_lane;        /* of the trace */
  /* Integrals at the beginning of the measured period, of the present month. */
  int64_t in_use_at_warm_up, available_at_warm_up, in_use_at_end, available_at_end;
  int64_t in_use_at_month, available_at_month;
} ModelPool;

typedef struct
{
  SimTime mean; /* of the duration */
  bool uses_gate;
  uint64_t shared; /* pools that a batch holds while it queues for the stage ... */
  uint64_t needed; /* ... and those that it waits for */
  int n_queueing;
} ModelStage;

/* The plan of a booking: a day for everything that comes before the culture. */
typedef struct
{
  SimTime harvest_at;
  int64_t intake_day; /* INT64_MAX: none needed */
  SimTime arrival;    /* expected, of the marrow in the plant's hands */
  SimTime draws[SCENARIO_MAX_DRAWS];
  int n_draws;
} ModelPlan;

/* What a patient adds to a column of each of its cells. */
typedef struct
{
  int column;
  double value;
} ModelExtra;

typedef struct ModelRun
{
  const Scenario *scenario;
  const ScenarioRule *rule;
  const ModelMeasures *measures;
  SimStreamKey key;
  int64_t replication;
  GError *error; /* set by whatever ends the replication early */

  SimEventQueue *queue;
  int64_t n_events; /* taken from the queue in all replications of this run */
  SimTime now;
  bool allocation_due, stages_due;
  bool levels_due;      /* of the waiting and the lines: something may have changed */
  SimTime window_delay; /* the guide's window as elapsed time */
  bool has_window;

  ModelPatient *patients;
  int n_patients; /* slots ever used */
  int n_allocated;
  int32_t free_slot;
  int64_t n_numbers;    /* patients injured so far */
  int64_t n_known;      /* numbers of those who are on the list already, if on any */
  SimTime first_injury; /* before the start where a list tells who is there already */
  int64_t cohort_open;  /* of the cohort, without a fate yet */
  int64_t present;      /* in the system */
  bool is_past_end;     /* the measured period is over */

  /* Arrivals. */
  double next_exact; /* of the Poisson and renewal processes, seconds */
  /* Of the patients from number first_block on. */
  ModelFirstNumbers blocks[MODEL_ARRIVAL_BLOCKS];
  int64_t first_block;
  size_t rate_piece;
  SimTime *rate_begins; /* of pieces of constant rate */
  double *rates;        /* per second */
  size_t n_rates;
  size_t next_row;

  ModelSite *sites;
  double *site_shares; /* cumulative */
  ModelPool *pools;
  ModelStage *stages;
  int gate;            /* pool; -1: no lines, nothing to wait for */
  int last_gate_stage; /* the run of stages on the gate ends with it */
  SimAppointments *intake;
  SimTime call_ahead;
  double hazard; /* all causes together, per second */

  /* Batches that wait for a stage, in order of arrival. */
  int32_t *queueing;
  int n_queueing, n_queueing_allocated;
  uint64_t queueing_stages; /* those that somebody queues for */
  SimTime calendar_wake;
  int open_bookings;
  int marrows; /* harvested, first stage not started */
  /* Expected releases of lines (models/releases.h): settled ones by their time and by the
   * end of their validity; drifting ones by how far they are from now; slots of the
   * others, and their times, ascending. */
  ModelWaitingList *releases, *release_ends, *drifting;
  int32_t *moving;
  SimTime *line_times;
  int n_moving, n_moving_allocated, n_line_times;
  int32_t *held_units; /* of every slot, one a pool */
  int n_held_units;    /* slots */

  ModelWaitingList *waiting;
  int64_t freed_version; /* grows when a bed, place or line may have become free */
  SimTime last_line_from;
  SimTime wake_at; /* the earliest wake scheduled; SIM_TIME_NEVER */

  /* The rule. */
  size_t phase;
  /* The groups that the phase asks for and that time alone does not change: the classes
   * of the waiting list. */
  const ScenarioGroup *groups[MODEL_WAITING_GROUPS];
  int n_groups;
  int64_t bookings_in_phase;
  int64_t *reserve_bookings; /* of each reserve's group, in the phase */
  GPtrArray *reserve_recent; /* of uint8_t *: membership of the last `over` bookings */
  int64_t infusions;         /* of everybody */
  bool rule_sees_time;       /* groups by age or waiting */

  SimLevel level_waiting, level_reserved, level_idle;
  int64_t waiting_at_warm_up, waiting_at_end, waiting_at_month;
  int64_t reserved_at_warm_up, reserved_at_end, idle_at_warm_up, idle_at_end;
  int64_t waiting_max;
  int64_t infused_in_period;
  int64_t sum_of_waits; /* seconds, for the conservation law */
  int64_t *fates;       /* of everybody, for the conservation law */
  int64_t n_eligible;
  int64_t n_after_eligibility; /* fates of the eligible */
  int month;                   /* the one of now, from 0 */
  /* Of the present month, by what and by the grade at referral. */
  uint32_t monthly[MODEL_N_MONTHLY][MODEL_N_GRADES];
  ModelExtra *extras; /* scratch of counting: of the patient who leaves */
  int n_extras;

  SimRecord *record;
  SimTrace *trace;      /* NULL unless traced */
  int first_stage_kind; /* of the trace's span kinds */
  int64_t n_decisions;
  int64_t n_ranked; /* rows of the lists at them, those that are not kept counted too */
  int32_t *initial_order; /* rows of the list, in the order in which they are entered */
  /* (transfer none), of ModelPatient: where it is set, nobody waits: who is found
   * eligible is noted in it and leaves. NULL: an ordinary run */
  GArray *census;

  double observed[SCENARIO_N_GRADES]
                 [3]; /* shares with 0, 1, 2 steps, of this input draw */
} ModelRun;

/** Returns: (transfer full): a run of @rule of @scenario; all arguments must outlive it
 */
ModelRun *
model_run_new (const Scenario *scenario, int rule, const ModelMeasures *measures);
void model_run_free (ModelRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelRun, model_run_free)

/**
 * model_run_replicate:
 * @record: empty; filled
 * @is_traced: also record->trace
 *
 * Errors: SIM_ERROR_ENDLESS, SIM_ERROR_DEADLOCK, SIM_ERROR_CONSERVATION.
 */
bool model_run_replicate (ModelRun *run,
                          uint64_t seed,
                          int64_t replication,
                          bool is_traced,
                          SimRecord *record,
                          GError **error);

/** Ends the replication with @error, which the run takes over; a first error stands. */
void model_run_fail (ModelRun *run, GError *error);

static inline uint32_t
model_run_slot (const ModelRun *run, const ModelPatient *patient)
{
  return (uint32_t) (patient - run->patients);
}

/* The event carries the batch, so that what was under way for a lost batch is recognised.
 */
static inline void
model_run_schedule (ModelRun *run,
                    SimTime time,
                    SimPhase phase,
                    ModelEvent event,
                    const ModelPatient *patient)
{
  sim_event_queue_schedule (run->queue, time, phase, event, model_run_slot (run, patient),
                            patient->stamp, (uint32_t) patient->batch);
}

static inline SimBlock
model_run_block (const ModelRun *run,
                 const ModelPatient *patient,
                 ModelPurpose purpose,
                 uint64_t index)
{
  return sim_stream_block (run->key, (uint64_t) patient->number, purpose, index);
}

/** Returns: a uniform number of @word of a block that holds four attempts */
static inline double
model_run_uniform_of (const ModelRun *run,
                      const ModelPatient *patient,
                      ModelPurpose purpose,
                      uint64_t index)
{
  return sim_uniform (model_run_block (run, patient, purpose, index / 4).word[index % 4]);
}

/** Returns: random numbers of the replication's draw of the uncertain inputs, the same in
 * all of the draw's replications and under every rule.  @index: the grade of an observed
 * effect, then SCENARIO_N_GRADES + a quarter of the profile's row */
static inline SimBlock
model_run_input_block (const ModelRun *run, uint64_t index)
{
  int64_t draws = run->scenario->input_replications;
  uint64_t draw = draws > 0 ? (uint64_t) (run->replication / draws) : 0;
  /* No replication has that number. */
  SimStreamKey key = { run->key.seed, UINT64_MAX };
  return sim_stream_block (key, draw, MODEL_PURPOSE_INPUT, index);
}

/** Returns: a drawn duration in whole seconds; 0 where there is no distribution */
static inline SimTime
model_run_duration (const SimDistribution *distribution, uint64_t word)
{
  if (distribution == NULL)
    return 0;
  return sim_time_from_days (
      sim_distribution_quantile (distribution, sim_uniform (word)));
}

/** Returns: what is left, in whole seconds, of a duration that has already taken
 * @elapsed; 0 where there is no distribution */
static inline SimTime
model_run_residual (const SimDistribution *distribution, SimTime elapsed, uint64_t word)
{
  if (distribution == NULL || elapsed <= 0)
    return model_run_duration (distribution, word);
  return sim_time_from_days (sim_distribution_residual (
      distribution, sim_time_to_days (elapsed), sim_uniform (word)));
}

/** That the window closes will mean nothing to @patient, who waits no more. */
void model_run_forget_window (ModelRun *run, const ModelPatient *patient);
/** Ends @patient's path: gives everything back, counts the fate, frees the slot. */
void model_run_leave (ModelRun *run, ModelPatient *patient, int fate);
