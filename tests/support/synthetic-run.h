/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run that is made up, of made-up blocks. */
#pragma once

#include <glib/gstdio.h>

#include "output/store.h"
#include "tests/support/assert.h"
#include "tests/support/synthetic-chunk.h"

static const OutputVariant synthetic_variants[] = {
  { "fcfs", "First come", "先着順", NULL },
  { "ais-a-first", NULL, NULL, "pool:line=8" },
};

static const OutputParameter synthetic_parameters[] = {
  { "pool:line", "7", "1", "Guideline section 1", "assumption", "4", "20" },
  { "arrivals", "220", NULL, NULL, NULL, NULL, NULL },
};

static const OutputFact synthetic_facts[] = {
  { "title", "A made-up run" },
  { "title.ja", "架空の実行" },
  { "start", "2019-05-15" },
};

static const int synthetic_primary[] = { 0 };

static inline OutputRun
synthetic_run (int64_t replications, int64_t n_traced)
{
  return (OutputRun){
    .command = "compare",
    .version = "0.1.0",
    .scenario = "made-up",
    .digest = "0123456789abcdef",
    .seed = 18446744073709551615u,
    .replications = replications,
    .shard = SIM_SHARD_WHOLE,
    .n_traced = n_traced,
    .confidence = 0.95,
    .baseline = 0,
    .primary = synthetic_primary,
    .n_primary = 1,
    .variants = synthetic_variants,
    .n_variants = 2,
    .parameters = synthetic_parameters,
    .n_parameters = G_N_ELEMENTS (synthetic_parameters),
    .facts = synthetic_facts,
    .n_facts = G_N_ELEMENTS (synthetic_facts),
  };
}

/* Adds one block, of as many replications as the run asks. */
static inline bool
synthetic_add (OutputStore *store, int variant, int64_t first, GError **error)
{
  const OutputRun *run = output_store_run (store);
  int count = (int) MIN (run->replications - first, SIM_BLOCK);
  const SimCatalogue *catalogue = output_store_catalogue (store);
  SimChunk *chunk = synthetic_chunk_new (catalogue, variant, first, count, run->n_traced);
  bool is_added = output_store_add_chunk (store, chunk, error);
  sim_chunk_free (chunk, catalogue);
  return is_added;
}

/* Adds the blocks that are missing, the last first. */
static inline void
synthetic_complete (OutputStore *store)
{
  int64_t replications = output_store_run (store)->replications;
  int64_t last = (replications - 1) / SIM_BLOCK * SIM_BLOCK;
  for (int64_t first = last; first >= 0; first -= SIM_BLOCK)
    for (int variant = 0; variant < 2; variant++)
      if (!output_store_is_done (store, variant, first))
        assert_true (synthetic_add (store, variant, first, NULL));
}

/* Returns: (transfer full): a new directory of its own for a test */
static inline char *
synthetic_directory_new (void)
{
  char *directory = g_dir_make_tmp ("day31-test-XXXXXX", NULL);
  assert_non_null (directory);
  return directory;
}

static inline void
synthetic_directory_remove (const char *path)
{
  GDir *entries = g_dir_open (path, 0, NULL);
  const char *name;
  while (entries && (name = g_dir_read_name (entries)) != NULL)
    {
      g_autofree char *entry = g_build_filename (path, name, NULL);
      synthetic_directory_remove (entry);
    }
  if (entries)
    g_dir_close (entries);
  g_remove (path);
}

/* A directory for one test, with what a run in it needs. */
typedef struct
{
  char *directory;
  SimCatalogue *catalogue;
  OutputRun run;      /* of eight replications, the first of them traced */
  OutputStore *store; /* NULL unless the test keeps one open */
} SyntheticFixture;

static inline int
synthetic_set_up (void **state)
{
  SyntheticFixture *fixture = g_new0 (SyntheticFixture, 1);
  fixture->directory = synthetic_directory_new ();
  fixture->catalogue = synthetic_catalogue_new ();
  fixture->run = synthetic_run (8, 1);
  *state = fixture;
  return 0;
}

static inline int
synthetic_tear_down (void **state)
{
  SyntheticFixture *fixture = *state;
  output_store_free (fixture->store);
  synthetic_directory_remove (fixture->directory);
  sim_catalogue_free (fixture->catalogue);
  g_free (fixture->directory);
  g_free (fixture);
  return 0;
}
