/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The traced replication: what happened to whom, told as it happens. */
#pragma once

#include "models/run.h"

/* Contract: every function does nothing unless the run is traced. */

typedef enum
{
  MODEL_SPAN_WAITING,
  MODEL_SPAN_BOOKED,
  MODEL_SPAN_MARROW,
  MODEL_SPAN_PRODUCT,
  MODEL_SPAN_DOWN,
  MODEL_SPAN_CLOSED,
  MODEL_SPAN_BED,
  MODEL_N_SPANS, /* stages follow */
} ModelSpan;

typedef enum
{
  MODEL_MARK_INJURY,
  MODEL_MARK_REFERRAL,
  MODEL_MARK_DRAW,
  MODEL_MARK_HARVEST,
  MODEL_MARK_RELEASE,
  MODEL_MARK_INFUSION,
  MODEL_MARK_FATE,
} ModelMark;

/** Begins the trace of a replication: kinds, lanes, tables. */
void model_trace_start (ModelRun *run);
/* Those that happen often ask here whether the run is traced. */
void model_trace_add_mark (ModelRun *run,
                           const ModelPatient *patient,
                           ModelMark kind,
                           int ordinal);
void model_trace_add_span (ModelRun *run,
                           const ModelPatient *patient,
                           int kind,
                           int pool,
                           int unit,
                           SimTime begin,
                           SimTime end);

static inline void
model_trace_mark (ModelRun *run, const ModelPatient *patient, ModelMark kind, int ordinal)
{
  if (G_UNLIKELY (run->trace != NULL))
    model_trace_add_mark (run, patient, kind, ordinal);
}

/** @pool: whose unit @unit is the lane; -1: no lane */
static inline void
model_trace_span (ModelRun *run,
                  const ModelPatient *patient,
                  int kind,
                  int pool,
                  int unit,
                  SimTime begin,
                  SimTime end)
{
  if (G_UNLIKELY (run->trace != NULL))
    model_trace_add_span (run, patient, kind, pool, unit, begin, end);
}

/** What happened at @time, before the start: to a patient of the <initial> list. */
void model_trace_mark_at (ModelRun *run,
                          const ModelPatient *patient,
                          ModelMark kind,
                          int ordinal,
                          SimTime time);
void model_trace_add_state (ModelRun *run, const ModelPatient *patient);
void model_trace_add_patient (ModelRun *run, const ModelPatient *patient, int fate);

/** The state in which the patient is ends now: a span tells of it. */
static inline void
model_trace_end_state (ModelRun *run, const ModelPatient *patient)
{
  if (G_UNLIKELY (run->trace != NULL))
    model_trace_add_state (run, patient);
}

/** The patient has left: writes the row of patients.csv. @fate: -1 while still present */
static inline void
model_trace_patient (ModelRun *run, const ModelPatient *patient, int fate)
{
  if (G_UNLIKELY (run->trace != NULL))
    model_trace_add_patient (run, patient, fate);
}

/* So many rows, about 150 MB, a trace keeps of the lists at decisions: the lists of the
 * first decisions, whole.  A list of thousands at thousands of decisions would fill any
 * memory. */
#define MODEL_TRACE_MOST_RANKED 1000000

/* What bookings.csv tells of a decision. */
typedef struct
{
  int bookable;
  int64_t waiting;
  int feasible;
  const ModelPatient *patient;
  const ModelPatient *runner_up; /* NULL */
  const char *reason;
  const uint8_t *obstacles; /* ModelObstacle now, of all who wait, in their order */
} ModelDecision;

void model_trace_decision (ModelRun *run, const ModelDecision *decision);
/** Ends the trace: closes open spans, adds the patients still present, sorts. */
void model_trace_finish (ModelRun *run);
