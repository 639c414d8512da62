/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counting: patients who leave, and levels, are added to the columns of the record. */
#pragma once

#include "models/run.h"

/** Something of @what (MODEL_MONTHLY_...) happens to @patient now. */
static inline void
model_counting_monthly (ModelRun *run, const ModelPatient *patient, int what)
{
  if (run->now >= 0 && run->now < run->scenario->end)
    run->monthly[what][patient->grade_referral]++;
}

/** A patient of the cohort leaves by @fate: counts the whole path. */
void model_counting_patient (ModelRun *run, const ModelPatient *patient, int fate);
/** The present month has ended: its counts and time averages. */
void model_counting_month (ModelRun *run);
/** The warm-up is over. */
void model_counting_begin_period (ModelRun *run);
/** The scenario's end is reached. */
void model_counting_end_period (ModelRun *run);
/** The replication is over: completes the record's columns. */
void model_counting_finish (ModelRun *run);
