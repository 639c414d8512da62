/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Experiments: variants x replications on threads, the same results whatever their
 * number. */
#include "sim/experiment.h"

#include "sim/error.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>

/* At most so many chunks a thread are computed, waiting or with the sink. */
#define CHUNKS_PER_THREAD 2

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)

typedef struct
{
  const SimExperiment *experiment;
  int64_t n_jobs; /* blocks x variants; job = block x n_variants + variant */
  guint8 *done;   /* a bit for each job that is stored already; NULL without is_done */
  atomic_int_fast64_t next_job;
  atomic_bool is_stopping;

  pthread_mutex_t mutex;
  pthread_cond_t is_finished; /* for the caller: a chunk or a worker is through */
  pthread_cond_t is_free;     /* for the workers: a chunk came back */
  /* All below under the mutex. */
  GPtrArray *idle;    /* of SimChunk */
  GQueue finished;    /* of SimChunk, for the sink */
  int n_working;      /* threads that may still finish chunks */
  int64_t failed_job; /* of error; INT64_MAX without one */
  GError *error;
} Crew;

typedef struct
{
  Crew *crew;
  gpointer worker;
  SimRecord record;
  pthread_t thread;
} Member;

static bool
is_done (const Crew *crew, int64_t job)
{
  return crew->done != NULL && (crew->done[job / 8] >> (job % 8) & 1) != 0;
}

static int64_t
job_first (const SimExperiment *experiment, int64_t job)
{
  return experiment->first_replication + job / experiment->n_variants * SIM_BLOCK;
}

static int
job_count (const SimExperiment *experiment, int64_t job)
{
  return (int) MIN (SIM_BLOCK, experiment->end_replication - job_first (experiment, job));
}

static bool
is_cancelled (const SimExperiment *experiment)
{
  return experiment->cancelled != NULL && atomic_load (experiment->cancelled) != 0;
}

/* Keeps the error of the lowest job; takes @error over. Called under the mutex. */
static void
keep_error (Crew *crew, int64_t job, GError *error)
{
  atomic_store (&crew->is_stopping, true);
  if (job >= crew->failed_job)
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&crew->error);
  crew->failed_job = job;
  crew->error = error;
}

/* Waits until a chunk may be begun, then finds which. Returns: NULL when there is nothing
 * more to do */
static SimChunk *
take_job (Crew *crew, int64_t *ret_job)
{
  const SimExperiment *experiment = crew->experiment;
  pthread_mutex_lock (&crew->mutex);
  while (crew->idle->len == 0 && !atomic_load (&crew->is_stopping))
    pthread_cond_wait (&crew->is_free, &crew->mutex);
  SimChunk *chunk = crew->idle->len > 0
                        ? g_ptr_array_steal_index_fast (crew->idle, crew->idle->len - 1)
                        : NULL;
  pthread_mutex_unlock (&crew->mutex);

  /* Once a job has been taken it is finished, so that all jobs below one that failed are
   * run: that makes the reported error the same on any number of threads. */
  bool is_over = atomic_load (&crew->is_stopping) || is_cancelled (experiment);
  int64_t job = crew->n_jobs;
  while (chunk != NULL && !is_over)
    {
      job = atomic_fetch_add (&crew->next_job, 1);
      if (job >= crew->n_jobs || !is_done (crew, job))
        break;
    }
  if (chunk != NULL && job < crew->n_jobs)
    {
      *ret_job = job;
      return chunk;
    }

  pthread_mutex_lock (&crew->mutex);
  if (chunk != NULL)
    g_ptr_array_add (crew->idle, chunk);
  pthread_cond_broadcast (&crew->is_free);
  pthread_mutex_unlock (&crew->mutex);
  return NULL;
}

static bool
run_job (Member *member, int64_t job, SimChunk *chunk, GError **error)
{
  const SimExperiment *experiment = member->crew->experiment;
  int variant = (int) (job % experiment->n_variants);
  int64_t first = job_first (experiment, job);
  int count = job_count (experiment, job);

  sim_chunk_reset (chunk, experiment->catalogue, variant, first);
  for (int64_t replication = first; replication < first + count; replication++)
    {
      sim_record_reset (&member->record, experiment->catalogue);
      bool is_traced = replication < experiment->n_traced;
      if (!experiment->run (member->worker, variant, replication, is_traced,
                            &member->record, error))
        return false;
      sim_chunk_add (chunk, experiment->catalogue, &member->record);
    }
  return true;
}

static void *
work (void *data)
{
  Member *member = data;
  Crew *crew = member->crew;
  int64_t job;
  SimChunk *chunk;
  while ((chunk = take_job (crew, &job)) != NULL)
    {
      GError *error = NULL;
      bool is_good = run_job (member, job, chunk, &error);
      pthread_mutex_lock (&crew->mutex);
      if (is_good)
        g_queue_push_tail (&crew->finished, chunk);
      else
        {
          g_ptr_array_add (crew->idle, chunk);
          keep_error (crew, job, error);
          pthread_cond_broadcast (&crew->is_free);
        }
      pthread_cond_signal (&crew->is_finished);
      pthread_mutex_unlock (&crew->mutex);
    }
  pthread_mutex_lock (&crew->mutex);
  crew->n_working--;
  pthread_cond_signal (&crew->is_finished);
  pthread_mutex_unlock (&crew->mutex);
  return NULL;
}

typedef struct
{
  const SimExperiment *experiment;
  int64_t done;
  int64_t total;
  int64_t told_at;
} Progress;

static void
tell (Progress *progress, bool is_forced)
{
  if (progress->experiment->progress == NULL)
    return;
  int64_t now = g_get_monotonic_time ();
  if (!is_forced && now - progress->told_at < PROGRESS_INTERVAL)
    return;
  progress->told_at = now;
  progress->experiment->progress (progress->done, progress->total,
                                  progress->experiment->data);
}

/* Passes finished chunks to the sink until the workers are through. */
static void
drain (Crew *crew, Progress *progress)
{
  const SimExperiment *experiment = crew->experiment;
  bool is_sinking = true;
  pthread_mutex_lock (&crew->mutex);
  while (crew->n_working > 0 || crew->finished.length > 0)
    {
      SimChunk *chunk = g_queue_pop_head (&crew->finished);
      if (chunk == NULL)
        {
          pthread_cond_wait (&crew->is_finished, &crew->mutex);
          continue;
        }
      pthread_mutex_unlock (&crew->mutex);

      GError *error = NULL;
      bool is_good = is_sinking && experiment->sink (chunk, experiment->data, &error);
      if (is_good)
        {
          progress->done += chunk->count;
          tell (progress, false);
        }

      pthread_mutex_lock (&crew->mutex);
      if (is_sinking && !is_good)
        {
          int64_t block = (chunk->first - experiment->first_replication) / SIM_BLOCK;
          keep_error (crew, block * experiment->n_variants + chunk->variant, error);
          is_sinking = false;
        }
      g_ptr_array_add (crew->idle, chunk);
      pthread_cond_broadcast (&crew->is_free);
    }
  pthread_mutex_unlock (&crew->mutex);
}

/* Asks which jobs are stored already. Returns: the replications they hold */
static int64_t
find_done (Crew *crew)
{
  const SimExperiment *experiment = crew->experiment;
  if (experiment->is_done == NULL || crew->n_jobs == 0)
    return 0;
  crew->done = g_malloc0 ((gsize) (crew->n_jobs + 7) / 8);
  int64_t replications = 0;
  for (int64_t job = 0; job < crew->n_jobs; job++)
    {
      int variant = (int) (job % experiment->n_variants);
      if (!experiment->is_done (variant, job_first (experiment, job), experiment->data))
        continue;
      crew->done[job / 8] |= (guint8) (1u << (job % 8));
      replications += job_count (experiment, job);
    }
  return replications;
}

static void
crew_init (Crew *crew, const SimExperiment *experiment)
{
  *crew = (Crew){ .experiment = experiment, .failed_job = INT64_MAX };
  int64_t replications = experiment->end_replication - experiment->first_replication;
  crew->n_jobs = (replications + SIM_BLOCK - 1) / SIM_BLOCK * experiment->n_variants;
  atomic_init (&crew->next_job, 0);
  atomic_init (&crew->is_stopping, false);
  pthread_mutex_init (&crew->mutex, NULL);
  pthread_cond_init (&crew->is_finished, NULL);
  pthread_cond_init (&crew->is_free, NULL);
  g_queue_init (&crew->finished);
  crew->idle = g_ptr_array_new ();
  for (int i = 0; i < experiment->n_threads * CHUNKS_PER_THREAD; i++)
    g_ptr_array_add (crew->idle, sim_chunk_new (experiment->catalogue));
}

static void
crew_clear (Crew *crew)
{
  g_assert (crew->finished.length == 0);
  for (guint i = 0; i < crew->idle->len; i++)
    sim_chunk_free (crew->idle->pdata[i], crew->experiment->catalogue);
  g_ptr_array_free (crew->idle, TRUE);
  g_free (crew->done);
  pthread_cond_destroy (&crew->is_free);
  pthread_cond_destroy (&crew->is_finished);
  pthread_mutex_destroy (&crew->mutex);
}

/* Starts as many threads as the system gives. Returns: how many; none is an error */
static int
start (Crew *crew, Member *members, GError **error)
{
  int n_threads = crew->experiment->n_threads;
  int code = 0;
  int n_started = 0;
  crew->n_working = n_threads;
  while (n_started < n_threads && code == 0)
    {
      Member *member = &members[n_started];
      code = pthread_create (&member->thread, NULL, work, member);
      n_started += code == 0;
    }
  pthread_mutex_lock (&crew->mutex);
  crew->n_working -= n_threads - n_started;
  pthread_mutex_unlock (&crew->mutex);
  if (n_started == 0)
    g_set_error (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN,
                 _ ("cannot start a thread: %s"), g_strerror (code));
  return n_started;
}

bool
sim_experiment_run (const SimExperiment *experiment, GError **error)
{
  g_return_val_if_fail (experiment->n_threads >= 1 && experiment->n_variants >= 1, false);
  g_return_val_if_fail (experiment->first_replication >= 0, false);
  g_return_val_if_fail (experiment->first_replication % SIM_BLOCK == 0, false);
  g_return_val_if_fail (experiment->end_replication >= experiment->first_replication,
                        false);

  Crew crew;
  crew_init (&crew, experiment);
  Progress progress = { experiment, find_done (&crew), 0, 0 };
  progress.total = (experiment->end_replication - experiment->first_replication) *
                   (int64_t) experiment->n_variants;
  const int n_threads = MAX (1, experiment->n_threads); /* says so to the compiler */
  g_autofree Member *members = g_new0 (Member, n_threads);
  for (int i = 0; i < n_threads; i++)
    {
      members[i].crew = &crew;
      members[i].worker = experiment->worker_new (experiment->data);
      sim_record_init (&members[i].record, experiment->catalogue);
    }

  tell (&progress, true);
  int n_started = start (&crew, members, error);
  drain (&crew, &progress);
  for (int i = 0; i < n_started; i++)
    pthread_join (members[i].thread, NULL);
  tell (&progress, true);

  for (int i = 0; i < n_threads; i++)
    {
      sim_record_clear (&members[i].record, experiment->catalogue);
      experiment->worker_free (members[i].worker);
    }
  bool is_good = n_started > 0 && crew.error == NULL && progress.done == progress.total;
  if (crew.error != NULL)
    g_propagate_error (error, g_steal_pointer (&crew.error));
  else if (n_started > 0 && !is_good)
    g_set_error (error, SIM_ERROR, SIM_ERROR_CANCELLED,
                 _ ("stopped after %" PRId64 " of %" PRId64 " replications"),
                 progress.done, progress.total);
  crew_clear (&crew);
  return is_good;
}
