/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments: variants x replications on threads and ranks, the same results whatever
 * their number. */
#include "sim/experiment.h"

#include "sim/dealing.h"
#include "sim/error.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)
/* Between two looks at what other ranks sent, in microseconds. */
#define PATIENCE 1000

/* What goes to the sink, and how far it has come. */
typedef struct
{
  const SimExperiment *experiment;
  SimCrew *crew;
  bool is_broken; /* the sink failed */
  int64_t done;
  int64_t total;
  int64_t told_at;
} Intake;

static void
tell (Intake *intake, bool is_forced)
{
  const SimExperiment *experiment = intake->experiment;
  int64_t now = g_get_monotonic_time ();

  if (experiment->progress == NULL ||
      (!is_forced && now - intake->told_at < PROGRESS_INTERVAL))
    return;
  intake->told_at = now;
  experiment->progress (intake->done, intake->total, experiment->data);
}

static void
take_in (Intake *intake, const SimChunk *chunk)
{
  const SimExperiment *experiment = intake->experiment;
  GError *error = NULL;

  if (intake->is_broken)
    return;
  if (experiment->sink (chunk, experiment->data, &error))
    {
      intake->done += chunk->count;
      tell (intake, false);
      return;
    }
  intake->is_broken = true;
  sim_crew_fail (intake->crew, sim_crew_job_of (experiment, chunk), error);
}

/* Passes the chunks of all ranks to the sink until they are through. */
static void
drain (Intake *intake, SimDealer *dealer)
{
  bool is_over = false;

  while (!is_over || sim_dealer_is_open (dealer))
    {
      const SimChunk *other;
      SimHeard heard = sim_dealer_hear (dealer, &other);

      if (heard == SIM_HEARD_CHUNK)
        take_in (intake, other);
      int64_t patience = heard != SIM_HEARD_NOTHING    ? 0
                         : sim_dealer_is_open (dealer) ? PATIENCE
                                                       : -1;
      SimChunk *chunk = sim_crew_take (intake->crew, patience, &is_over);
      if (chunk != NULL)
        {
          take_in (intake, chunk);
          sim_crew_give_back (intake->crew, chunk);
        }
      else if (is_over && patience > 0)
        g_usleep (PATIENCE);
    }
}

/* The root, or a process that is alone. */
static bool
run_root (const SimExperiment *experiment, GError **error)
{
  g_autoptr (SimCrew) crew = sim_crew_new (experiment, SIM_CREW_DEALS);
  g_autoptr (SimDealer) dealer = sim_dealer_new (experiment, crew);
  Intake intake = { .experiment = experiment, .crew = crew };
  GError *failure = NULL;

  intake.done = sim_crew_find_done (crew);
  intake.total = (experiment->end_replication - experiment->first_replication) *
                 (int64_t) experiment->n_variants;
  tell (&intake, true);
  if (!sim_crew_start (crew, &failure))
    sim_crew_fail (crew, -1, failure);
  drain (&intake, dealer);
  tell (&intake, true);

  int64_t failed_job;
  const GError *kept = sim_crew_error (crew, &failed_job);
  if (kept != NULL)
    g_propagate_error (error, g_error_copy (kept));
  else if (intake.done != intake.total)
    g_set_error (error, SIM_ERROR, SIM_ERROR_CANCELLED,
                 _ ("stopped after %" PRId64 " of %" PRId64 " replications"), intake.done,
                 intake.total);
  return kept == NULL && intake.done == intake.total;
}

static void
run_other (const SimExperiment *experiment)
{
  g_autoptr (SimCrew) crew = sim_crew_new (experiment, SIM_CREW_WAITS);
  GError *error = NULL;

  if (!sim_crew_start (crew, &error))
    sim_crew_fail (crew, -1, error);
  sim_dealing_work (experiment, crew);
}

bool
sim_experiment_run (const SimExperiment *experiment, GError **error)
{
  g_return_val_if_fail (experiment->n_threads >= 1 && experiment->n_variants >= 1, false);
  g_return_val_if_fail (experiment->first_replication >= 0, false);
  g_return_val_if_fail (experiment->first_replication % SIM_BLOCK == 0, false);
  g_return_val_if_fail (experiment->end_replication >= experiment->first_replication,
                        false);

  GError *failure = NULL;
  bool is_good = true;
  if (sim_ranks_is_root (experiment->ranks))
    is_good = run_root (experiment, &failure);
  else
    run_other (experiment);
  is_good = sim_ranks_follow (experiment->ranks, is_good, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return is_good;
}
