/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study: the variants of a scenario (rule x parameter values) under one catalogue. */
#pragma once

#include "scenarios/scenario.h"
#include "sim/experiment.h"

/* Contract: immutable after model_study_new, shared by all workers.  The functions fit
 * the members of SimExperiment: data = the study. */

typedef struct
{
  const char *label;         /* shown in the column "rule": the rule's id */
  const Scenario *scenario;  /* must outlive the study */
  int rule;                  /* index into scenario->rules */
  int64_t first_replication; /* of the scenario's: the one that the study counts as 0 */
} ModelVariant;

typedef struct ModelStudy ModelStudy;

/** @seed: replaces the seeds of the scenarios.  All variants must have the same groups,
 * pools and hazards, and the sites of the first, to which later ones may add. Returns:
 * (transfer full): never NULL */
ModelStudy *
model_study_new (const ModelVariant *variants, size_t n_variants, uint64_t seed);
void model_study_free (ModelStudy *study);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ModelStudy, model_study_free)

const SimCatalogue *model_study_catalogue (const ModelStudy *study);
uint64_t model_study_seed (const ModelStudy *study);
size_t model_study_variant_count (const ModelStudy *study);
const ModelVariant *model_study_variant (const ModelStudy *study, size_t variant);

/** (transfer full): fits SimExperiment.worker_new; @study is a ModelStudy */
gpointer model_study_worker_new (gpointer study);
void model_study_worker_free (gpointer worker);
/** Returns: how many events the worker's runs have taken from their queues so far */
int64_t model_study_worker_event_count (gpointer worker);
/** Fits SimExperiment.run. Errors: SIM_ERROR_ENDLESS, SIM_ERROR_DEADLOCK,
 * SIM_ERROR_CONSERVATION; the message names the seed and replication that repeat it. */
bool model_study_run (gpointer worker,
                      int variant,
                      int64_t replication,
                      bool is_traced,
                      SimRecord *record,
                      GError **error);
