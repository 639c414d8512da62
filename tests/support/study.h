/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario under some of its rules, simulated into memory. */
#pragma once

#include "tests/support/assert.h"

#include "models/study.h"

#include <string.h>

/* Contract: whatever goes wrong fails the test.  Two threads: the numbers do not depend
 * on them. */

typedef struct
{
  ModelStudy *study;
  SimResults *results;
  const SimCatalogue *catalogue;
} TestStudy;

/** @rules: ids, ended by NULL; NULL for all of @scenario, which must outlive the study */
static inline TestStudy *
test_study_new (const Scenario *scenario, const char *const *rules, uint64_t seed)
{
  TestStudy *test = g_new0 (TestStudy, 1);
  g_autoptr (GArray) variants = g_array_new (FALSE, FALSE, sizeof (ModelVariant));
  for (size_t i = 0; i < scenario->n_rules; i++)
    if (rules == NULL || g_strv_contains (rules, scenario->rules[i].id))
      {
        const ModelVariant variant = { .label = scenario->rules[i].id,
                                       .scenario = scenario,
                                       .rule = (int) i };
        g_array_append_val (variants, variant);
      }
  assert_true (variants->len > 0);
  test->study = model_study_new ((const ModelVariant *) (void *) variants->data,
                                 variants->len, seed);
  test->catalogue = model_study_catalogue (test->study);
  test->results = sim_results_memory_new (test->catalogue, (int) variants->len);
  return test;
}

static inline void
test_study_free (TestStudy *test)
{
  if (test == NULL)
    return;
  sim_results_free (test->results);
  model_study_free (test->study);
  g_free (test);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestStudy, test_study_free)

static inline gpointer
test_study_worker_new (gpointer data)
{
  return model_study_worker_new (((TestStudy *) data)->study);
}

static inline bool
test_study_keep (const SimChunk *chunk, gpointer data, G_GNUC_UNUSED GError **error)
{
  sim_results_memory_add (((TestStudy *) data)->results, chunk);
  return true;
}

/** Simulates replications [@first, @end) of all variants; a block begun is done again. */
static inline void
test_study_simulate (TestStudy *test, int64_t first, int64_t end)
{
  const SimExperiment experiment = {
    .catalogue = test->catalogue,
    .n_variants = (int) model_study_variant_count (test->study),
    .first_replication = first - first % SIM_BLOCK,
    .end_replication = end,
    .n_threads = 2,
    .worker_new = test_study_worker_new,
    .worker_free = model_study_worker_free,
    .run = model_study_run,
    .sink = test_study_keep,
    .data = test,
  };
  g_autoptr (GError) error = NULL;
  if (!sim_experiment_run (&experiment, &error))
    fail_msg ("%s", error->message);
}

/** Returns: the variant of @rule */
static inline int
test_study_variant (const TestStudy *test, const char *rule)
{
  for (size_t v = 0; v < model_study_variant_count (test->study); v++)
    if (strcmp (model_study_variant (test->study, v)->label, rule) == 0)
      return (int) v;
  fail_msg ("no rule '%s'", rule);
  return -1;
}

/** Returns: the index of the metric */
static inline int
test_study_metric (const TestStudy *test, const char *name, const char *group)
{
  int metric = sim_catalogue_find_metric (test->catalogue, name, group);
  if (metric < 0)
    fail_msg ("no metric %s:%s", name, group);
  return metric;
}
