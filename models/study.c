/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study: the variants of a scenario (rule x parameter values) under one catalogue. */
#include "models/study.h"

#include "models/run.h"

struct ModelStudy
{
  ModelVariant *variants;
  char **labels;
  size_t n_variants;
  uint64_t seed;
  ModelMeasures *measures;
};

typedef struct
{
  const ModelStudy *study;
  ModelRun **runs; /* by variant, made when first needed */
} Worker;

ModelStudy *
model_study_new (const ModelVariant *variants, size_t n_variants, uint64_t seed)
{
  g_return_val_if_fail (n_variants > 0, NULL);
  ModelStudy *study = g_new0 (ModelStudy, 1);
  study->variants = g_new (ModelVariant, n_variants);
  study->labels = g_new0 (char *, n_variants + 1);
  study->n_variants = n_variants;
  study->seed = seed;
  for (size_t i = 0; i < n_variants; i++)
    {
      study->variants[i] = variants[i];
      study->labels[i] = g_strdup (variants[i].label);
      study->variants[i].label = study->labels[i];
    }
  g_autofree const Scenario **scenarios = g_new (const Scenario *, n_variants);
  for (size_t i = 0; i < n_variants; i++)
    scenarios[i] = variants[i].scenario;
  study->measures = model_measures_new_for (scenarios, n_variants);
  return study;
}

void
model_study_free (ModelStudy *study)
{
  if (study == NULL)
    return;
  model_measures_free (study->measures);
  g_strfreev (study->labels);
  g_free (study->variants);
  g_free (study);
}

const SimCatalogue *
model_study_catalogue (const ModelStudy *study)
{
  return study->measures->catalogue;
}

uint64_t
model_study_seed (const ModelStudy *study)
{
  return study->seed;
}

size_t
model_study_variant_count (const ModelStudy *study)
{
  return study->n_variants;
}

const ModelVariant *
model_study_variant (const ModelStudy *study, size_t variant)
{
  g_return_val_if_fail (variant < study->n_variants, NULL);
  return &study->variants[variant];
}

gpointer
model_study_worker_new (gpointer study)
{
  Worker *worker = g_new0 (Worker, 1);
  worker->study = study;
  worker->runs = g_new0 (ModelRun *, worker->study->n_variants);
  return worker;
}

void
model_study_worker_free (gpointer data)
{
  Worker *worker = data;
  if (worker == NULL)
    return;
  for (size_t i = 0; i < worker->study->n_variants; i++)
    model_run_free (worker->runs[i]);
  g_free (worker->runs);
  g_free (worker);
}

int64_t
model_study_worker_event_count (gpointer data)
{
  const Worker *worker = data;
  int64_t n_events = 0;
  for (size_t i = 0; i < worker->study->n_variants; i++)
    if (worker->runs[i] != NULL)
      n_events += worker->runs[i]->n_events;
  return n_events;
}

bool
model_study_run (gpointer data,
                 int variant,
                 int64_t replication,
                 bool is_traced,
                 SimRecord *record,
                 GError **error)
{
  Worker *worker = data;
  const ModelStudy *study = worker->study;
  if (worker->runs[variant] == NULL)
    worker->runs[variant] =
        model_run_new (study->variants[variant].scenario, study->variants[variant].rule,
                       study->measures);
  return model_run_replicate (worker->runs[variant], study->seed,
                              study->variants[variant].first_replication + replication,
                              is_traced, record, error);
}
