/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benchmark of whole replications: day31 from its XML against the plain C yardstick. */
#include "models/study.h"
#include "output/store.h"
#include "scenarios/reader.h"
#include "tests/bench/clock.h"
#include "tests/bench/small-model.h"

#include <glib/gstdio.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Figures of different rounds must not be compared: the machine has other work.  So all
 * programs take turns, and each one's fastest round counts (DESIGN section 11). */
#define ROUNDS 9

typedef enum
{
  PROGRAM_YARDSTICK,
  PROGRAM_SMALL,
  PROGRAM_SMALL_TWO_THREADS,
  PROGRAM_STORED,
  PROGRAM_STORED_TWO_THREADS,
  PROGRAM_EARLY_SUPPLY,
  N_PROGRAMS,
} Program;

static const struct
{
  const char *label;
  const char *scenario; /* NULL: the yardstick */
  const char *counted;  /* the metric that a patient of the speed is counted by */
  int threads;
  bool is_stored; /* in results.sqlite, one replication traced, as the program does */
  int64_t replications;
} programs[N_PROGRAMS] = {
  { "plain C, every event in a heap", NULL, NULL, 1, false, 4000 },
  { "small-model.xml", "small-model.xml", "injured", 1, false, 4000 },
  { "small-model.xml, 2 threads", "small-model.xml", "injured", 2, false, 4000 },
  { "small-model.xml, store", "small-model.xml", "injured", 1, true, 4000 },
  { "small-model.xml, store, 2 thr.", "small-model.xml", "injured", 2, true, 4000 },
  { "early-supply.xml, referred", "early-supply.xml", "referred", 1, false, 500 },
};

typedef struct
{
  const SimCatalogue *catalogue;
  ModelStudy *study;
  OutputStore *store; /* NULL: the results are kept nowhere */
  int column;
  double patients;
  double events;
} Work;

/* A worker of the study that tells its events when it goes. */
typedef struct
{
  gpointer worker;
  Work *work;
} Counted;

static gpointer
make_worker (gpointer data)
{
  Counted *counted = g_new (Counted, 1);
  counted->work = data;
  counted->worker = model_study_worker_new (counted->work->study);
  return counted;
}

static void
free_worker (gpointer data)
{
  Counted *counted = data;
  counted->work->events += (double) model_study_worker_event_count (counted->worker);
  model_study_worker_free (counted->worker);
  g_free (counted);
}

static bool
run_worker (gpointer data,
            int variant,
            int64_t replication,
            bool is_traced,
            SimRecord *record,
            GError **error)
{
  Counted *counted = data;
  return model_study_run (counted->worker, variant, replication, is_traced, record,
                          error);
}

static bool
count_patients (const SimChunk *chunk, gpointer data, GError **error)
{
  Work *work = data;
  for (int i = 0; i < chunk->count; i++)
    work->patients +=
        chunk->columns[(size_t) i * work->catalogue->n_columns + work->column];
  return work->store == NULL || output_store_add_chunk (work->store, chunk, error);
}

static OutputStore *
open_store (const char *folder, ModelStudy *study, int64_t replications, GError **error)
{
  const OutputVariant variant = { .label = "rule" };
  const OutputRun run = {
    .command = "run",
    .version = "benchmark",
    .scenario = "small-model",
    .digest = "none",
    .replications = replications,
    .shard = SIM_SHARD_WHOLE,
    .n_traced = 1,
    .confidence = 0.95,
    .baseline = -1,
    .variants = &variant,
    .n_variants = 1,
  };
  return output_store_new (folder, &run, model_study_catalogue (study),
                           OUTPUT_STORE_CAREFUL, NULL, error);
}

/* How many; then, how many a second. */
typedef struct
{
  double patients, events;
} Speed;

/* Runs replications of the study with all statistics, kept in @store if there is one. */
static bool
run_study_into (OutputStore *store,
                ModelStudy *study,
                Program program,
                int64_t replications,
                Speed *ret_counts,
                GError **error)
{
  Work work = { .catalogue = model_study_catalogue (study),
                .study = study,
                .store = store };
  int metric =
      sim_catalogue_find_metric (work.catalogue, programs[program].counted, "all");
  work.column = work.catalogue->metrics[metric].column;
  const SimExperiment experiment = {
    .catalogue = work.catalogue,
    .n_variants = 1,
    .end_replication = replications,
    .n_traced = store != NULL ? 1 : 0,
    .n_threads = programs[program].threads,
    .worker_new = make_worker,
    .worker_free = free_worker,
    .run = run_worker,
    .sink = count_patients,
    .data = &work,
  };
  bool is_run = sim_experiment_run (&experiment, error);
  *ret_counts = (Speed){ work.patients, work.events };
  return is_run && (store == NULL || output_store_finish (store, error));
}

static bool
run_study (ModelStudy *study,
           Program program,
           int64_t replications,
           Speed *ret_counts,
           GError **error)
{
  if (!programs[program].is_stored)
    return run_study_into (NULL, study, program, replications, ret_counts, error);
  g_autofree char *folder = g_dir_make_tmp ("day31-bench-XXXXXX", error);
  if (folder == NULL)
    return false;
  OutputStore *store = open_store (folder, study, replications, error);
  bool is_run = store != NULL &&
                run_study_into (store, study, program, replications, ret_counts, error);
  output_store_free (store);
  g_autofree char *file = g_build_filename (folder, OUTPUT_STORE_NAME, NULL);
  g_unlink (file);
  g_rmdir (folder);
  return is_run;
}

static double
run_yardstick (int64_t replications)
{
  double patients = 0;
  for (int64_t i = 0; i < replications; i++)
    {
      SmallModelCounts counts = small_model_run (1, (uint64_t) i);
      patients += (double) (counts.injured[0] + counts.injured[1]);
    }
  return patients;
}

static ModelStudy *
read_study (const char *name, Scenario **ret_scenario, GError **error)
{
  const char *root = g_getenv ("DAY31_SOURCE_DIR");
  g_autofree char *path =
      g_build_filename (root != NULL ? root : ".", "scenarios", name, NULL);
  *ret_scenario = scenario_read (path, NULL, error);
  if (*ret_scenario == NULL)
    return NULL;
  ModelVariant variant = { .label = "rule",
                           .scenario = *ret_scenario,
                           .rule = (*ret_scenario)->use };
  return model_study_new (&variant, 1, (*ret_scenario)->seed);
}

static bool
measure (Speed *speeds, GError **error)
{
  for (int i = 0; i < N_PROGRAMS; i++)
    {
      ModelStudy *study = NULL;
      Scenario *scenario = NULL;
      if (programs[i].scenario != NULL)
        study = read_study (programs[i].scenario, &scenario, error);
      if (programs[i].scenario != NULL && study == NULL)
        return false;
      Speed counts = { 0 };
      bool is_run = true;
      /* Where others work or write as well, the processor's time is not the answer. */
      bool is_wall = programs[i].threads > 1 || programs[i].is_stored;
      double begin = is_wall ? bench_wall_seconds () : bench_seconds ();
      if (study != NULL)
        is_run = run_study (study, (Program) i, programs[i].replications, &counts, error);
      else
        counts.patients = run_yardstick (programs[i].replications);
      double end = is_wall ? bench_wall_seconds () : bench_seconds ();
      model_study_free (study);
      scenario_free (scenario);
      if (!is_run)
        return false;
      if (counts.patients / (end - begin) > speeds[i].patients)
        speeds[i] =
            (Speed){ counts.patients / (end - begin), counts.events / (end - begin) };
    }
  return true;
}

/* For a profiler: so many replications of one program, and nothing else. */
static bool
run_once (int number, int64_t replications, GError **error)
{
  const Program program = (Program) CLAMP (number, 0, N_PROGRAMS - 1);
  if (programs[program].scenario == NULL)
    {
      printf ("%.0f patients\n", run_yardstick (replications));
      return true;
    }
  Scenario *scenario = NULL;
  ModelStudy *study = read_study (programs[program].scenario, &scenario, error);
  Speed counts;
  bool is_run = study != NULL && run_study (study, program, replications, &counts, error);
  if (is_run)
    printf ("%.0f patients, %.0f events\n", counts.patients, counts.events);
  model_study_free (study);
  scenario_free (scenario);
  return is_run;
}

/* Arguments, for a profiler: the place of a program in the table, from 0, and how many
 * replications of it to run. */
int
main (int argc, char **argv)
{
  gsl_set_error_handler_off ();
  scenario_reader_init ();
  if (argc == 3)
    {
      g_autoptr (GError) error = NULL;
      if (run_once (atoi (argv[1]), atoll (argv[2]), &error))
        return EXIT_SUCCESS;
      fprintf (stderr, "%s\n", error->message);
      return EXIT_FAILURE;
    }
  Speed speeds[N_PROGRAMS] = { 0 };
  for (int round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GError) error = NULL;
      if (!measure (speeds, &error))
        {
          fprintf (stderr, "%s\n", error->message);
          return EXIT_FAILURE;
        }
    }
  printf ("%-32s %14s %14s %14s\n", "program", "M patients/s", "of plain C",
          "M events/s");
  for (int i = 0; i < N_PROGRAMS; i++)
    {
      printf ("%-32s %14.2f %14.2f", programs[i].label, speeds[i].patients / 1e6,
              speeds[i].patients / speeds[PROGRAM_YARDSTICK].patients);
      if (speeds[i].events > 0.0)
        printf (" %14.2f", speeds[i].events / 1e6);
      printf ("\n");
    }
  printf (
      "two threads over one: %.2f, store included %.2f; early supply's time a patient "
      "over the small model's: %.1f\n",
      speeds[PROGRAM_SMALL_TWO_THREADS].patients / speeds[PROGRAM_SMALL].patients,
      speeds[PROGRAM_STORED_TWO_THREADS].patients / speeds[PROGRAM_STORED].patients,
      speeds[PROGRAM_SMALL].patients / speeds[PROGRAM_EARLY_SUPPLY].patients);
  return EXIT_SUCCESS;
}
