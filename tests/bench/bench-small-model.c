/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benchmark of whole replications: day31 from its XML against the plain C yardstick. */
#include "models/study.h"
#include "scenarios/reader.h"
#include "tests/bench/clock.h"
#include "tests/bench/small-model.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Figures of different rounds must not be compared: the machine has other work.  So all
 * programs take turns, and each one's fastest round counts (DESIGN section 11). */
#define ROUNDS 5

typedef enum
{
  PROGRAM_YARDSTICK,
  PROGRAM_SMALL,
  PROGRAM_SMALL_TWO_THREADS,
  PROGRAM_EARLY_SUPPLY,
  N_PROGRAMS,
} Program;

static const struct
{
  const char *label;
  const char *scenario; /* NULL: the yardstick */
  const char *counted;  /* the metric that a patient of the speed is counted by */
  int threads;
  int64_t replications;
} programs[N_PROGRAMS] = {
  { "plain C, every event in a heap", NULL, NULL, 1, 1000 },
  { "small-model.xml", "small-model.xml", "injured", 1, 1000 },
  { "small-model.xml, 2 threads", "small-model.xml", "injured", 2, 1000 },
  { "early-supply.xml, referred", "early-supply.xml", "referred", 1, 500 },
};

typedef struct
{
  const SimCatalogue *catalogue;
  ModelStudy *study;
  int column;
  double patients;
} Work;

static gpointer
make_worker (gpointer data)
{
  return model_study_worker_new (((Work *) data)->study);
}

static bool
count_patients (const SimChunk *chunk, gpointer data, GError **error)
{
  Work *work = data;
  (void) error;
  for (int i = 0; i < chunk->count; i++)
    work->patients +=
        chunk->columns[(size_t) i * work->catalogue->n_columns + work->column];
  return true;
}

/* Runs replications of the study with all statistics, kept nowhere. */
static bool
run_study (ModelStudy *study, Program program, double *ret_patients, GError **error)
{
  Work work = { .catalogue = model_study_catalogue (study), .study = study };
  int metric =
      sim_catalogue_find_metric (work.catalogue, programs[program].counted, "all");
  work.column = work.catalogue->metrics[metric].column;
  const SimExperiment experiment = {
    .catalogue = work.catalogue,
    .n_variants = 1,
    .end_replication = programs[program].replications,
    .n_threads = programs[program].threads,
    .worker_new = make_worker,
    .worker_free = model_study_worker_free,
    .run = model_study_run,
    .sink = count_patients,
    .data = &work,
  };
  bool is_run = sim_experiment_run (&experiment, error);
  *ret_patients = work.patients;
  return is_run;
}

static double
run_yardstick (void)
{
  double patients = 0;
  for (int64_t i = 0; i < programs[PROGRAM_YARDSTICK].replications; i++)
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
  ModelVariant variant = { "rule", *ret_scenario, (*ret_scenario)->use };
  return model_study_new (&variant, 1, (*ret_scenario)->seed);
}

static bool
measure (double *speeds, GError **error)
{
  for (int i = 0; i < N_PROGRAMS; i++)
    {
      ModelStudy *study = NULL;
      Scenario *scenario = NULL;
      if (programs[i].scenario != NULL)
        study = read_study (programs[i].scenario, &scenario, error);
      if (programs[i].scenario != NULL && study == NULL)
        return false;
      double patients = 0;
      bool is_run = true;
      double begin = programs[i].threads > 1 ? bench_wall_seconds () : bench_seconds ();
      if (study != NULL)
        is_run = run_study (study, (Program) i, &patients, error);
      else
        patients = run_yardstick ();
      double end = programs[i].threads > 1 ? bench_wall_seconds () : bench_seconds ();
      model_study_free (study);
      scenario_free (scenario);
      if (!is_run)
        return false;
      speeds[i] = MAX (speeds[i], patients / (end - begin));
    }
  return true;
}

int
main (void)
{
  gsl_set_error_handler_off ();
  scenario_reader_init ();
  double speeds[N_PROGRAMS] = { 0 };
  for (int round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GError) error = NULL;
      if (!measure (speeds, &error))
        {
          fprintf (stderr, "%s\n", error->message);
          return EXIT_FAILURE;
        }
    }
  printf ("%-32s %14s %14s\n", "program", "M patients/s", "of plain C");
  for (int i = 0; i < N_PROGRAMS; i++)
    printf ("%-32s %14.2f %14.2f\n", programs[i].label, speeds[i] / 1e6,
            speeds[i] / speeds[PROGRAM_YARDSTICK]);
  printf ("two threads over one: %.2f; early supply's time a patient over the small "
          "model's: %.1f\n",
          speeds[PROGRAM_SMALL_TWO_THREADS] / speeds[PROGRAM_SMALL],
          speeds[PROGRAM_SMALL] / speeds[PROGRAM_EARLY_SUPPLY]);
  return EXIT_SUCCESS;
}
