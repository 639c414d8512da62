/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crews: the threads of one process that compute blocks of an experiment. */
#include "sim/crew.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <pthread.h>
#include <time.h>

/* At most so many chunks a thread are computed, waiting or taken: workers go on while the
 * caller waits for a disk. */
#define CHUNKS_PER_THREAD 4

typedef struct
{
  SimCrew *crew;
  gpointer worker;
  SimRecord record;
  pthread_t thread;
} Member;

struct SimCrew
{
  const SimExperiment *experiment;
  SimCrewKind kind;
  int64_t n_jobs;
  guint8 *done; /* a bit for each job that is stored already; NULL without is_done */
  Member *members;
  int n_started;

  pthread_mutex_t mutex;
  pthread_cond_t is_finished; /* for the caller: a chunk or a worker is through */
  pthread_cond_t is_free;     /* for the workers: a chunk came back, a job is there */
  /* All below under the mutex. */
  GPtrArray *idle;  /* of SimChunk */
  GQueue finished;  /* of SimChunk, for the caller */
  GArray *stock;    /* of int64_t, of a crew that waits: jobs given and not begun ... */
  guint stock_used; /* ... behind so many that were */
  int64_t next_job; /* of a crew that deals */
  int64_t last_job; /* jobs above this one are not begun */
  bool is_closed;   /* the stock gets no more */
  bool is_stopping;
  int n_working;      /* threads that may still finish chunks */
  int64_t failed_job; /* of error; INT64_MAX without one */
  GError *error;
};

/* ---- Jobs ---- */

static int64_t
job_first (const SimExperiment *experiment, int64_t job)
{
  return experiment->first_replication + job / experiment->n_variants * SIM_BLOCK;
}

static int
job_size (const SimExperiment *experiment, int64_t job)
{
  return (int) MIN (SIM_BLOCK, experiment->end_replication - job_first (experiment, job));
}

int64_t
sim_crew_job_count (const SimExperiment *experiment)
{
  int64_t replications = experiment->end_replication - experiment->first_replication;

  return (replications + SIM_BLOCK - 1) / SIM_BLOCK * experiment->n_variants;
}

int64_t
sim_crew_job_of (const SimExperiment *experiment, const SimChunk *chunk)
{
  int64_t block = (chunk->first - experiment->first_replication) / SIM_BLOCK;

  return block * experiment->n_variants + chunk->variant;
}

int64_t
sim_crew_find_done (SimCrew *crew)
{
  const SimExperiment *experiment = crew->experiment;
  int64_t replications = 0;

  if (experiment->is_done == NULL || crew->n_jobs == 0)
    return 0;
  crew->done = g_malloc0 ((gsize) (crew->n_jobs + 7) / 8);
  for (int64_t job = 0; job < crew->n_jobs; job++)
    {
      int variant = (int) (job % experiment->n_variants);

      if (!experiment->is_done (variant, job_first (experiment, job), experiment->data))
        continue;
      crew->done[job / 8] |= (guint8) (1u << (job % 8));
      replications += job_size (experiment, job);
    }
  return replications;
}

static bool
is_done (const SimCrew *crew, int64_t job)
{
  return crew->done != NULL && (crew->done[job / 8] >> (job % 8) & 1) != 0;
}

bool
sim_crew_is_cancelled (const SimCrew *crew)
{
  const SimExperiment *experiment = crew->experiment;

  return experiment->cancelled != NULL && atomic_load (experiment->cancelled) != 0;
}

/* Called under the mutex. Returns: false if there is none to deal, now or ever */
static bool
deal_one (SimCrew *crew, int64_t *ret_job)
{
  if (crew->is_stopping || sim_crew_is_cancelled (crew))
    return false;
  while (crew->next_job < crew->n_jobs && is_done (crew, crew->next_job))
    crew->next_job++;
  if (crew->next_job == crew->n_jobs)
    return false;
  *ret_job = crew->next_job++;
  return true;
}

int
sim_crew_deal (SimCrew *crew, int64_t *jobs, int most)
{
  int n = 0;

  pthread_mutex_lock (&crew->mutex);
  while (n < most && deal_one (crew, &jobs[n]))
    n++;
  pthread_mutex_unlock (&crew->mutex);
  return n;
}

int64_t
sim_crew_left (SimCrew *crew)
{
  pthread_mutex_lock (&crew->mutex);
  int64_t left = crew->n_jobs - crew->next_job;
  pthread_mutex_unlock (&crew->mutex);
  return left;
}

void
sim_crew_give_jobs (SimCrew *crew, const int64_t *jobs, int n_jobs)
{
  pthread_mutex_lock (&crew->mutex);
  g_array_remove_range (crew->stock, 0, crew->stock_used);
  crew->stock_used = 0;
  g_array_append_vals (crew->stock, jobs, (guint) n_jobs);
  pthread_cond_broadcast (&crew->is_free);
  pthread_mutex_unlock (&crew->mutex);
}

int
sim_crew_stock (SimCrew *crew)
{
  pthread_mutex_lock (&crew->mutex);
  int n = (int) (crew->stock->len - crew->stock_used);
  pthread_mutex_unlock (&crew->mutex);
  return n;
}

void
sim_crew_close (SimCrew *crew, int64_t last)
{
  pthread_mutex_lock (&crew->mutex);
  crew->is_closed = true;
  crew->last_job = MIN (crew->last_job, last);
  pthread_cond_broadcast (&crew->is_free);
  pthread_mutex_unlock (&crew->mutex);
}

/* Called under the mutex. */
static bool
take_from_stock (SimCrew *crew, int64_t *ret_job)
{
  while (crew->stock_used < crew->stock->len)
    {
      *ret_job = g_array_index (crew->stock, int64_t, crew->stock_used++);
      if (*ret_job <= crew->last_job)
        return true;
    }
  return false;
}

/* Waits until a chunk may be begun, then finds which. Returns: NULL when there is nothing
 * more to do */
static SimChunk *
take_job (SimCrew *crew, int64_t *ret_job)
{
  bool is_waiting = crew->kind == SIM_CREW_WAITS;
  SimChunk *chunk = NULL;

  pthread_mutex_lock (&crew->mutex);
  for (;;)
    {
      /* A crew that deals and has no chunk to compute into is woken when one comes back,
       * even if it is to stop. */
      bool has_chunk = crew->idle->len > 0;
      bool is_over = is_waiting ? crew->is_closed && crew->stock_used == crew->stock->len
                                : crew->is_stopping;

      if (has_chunk &&
          (is_waiting ? take_from_stock (crew, ret_job) : deal_one (crew, ret_job)))
        {
          chunk = g_ptr_array_steal_index_fast (crew->idle, crew->idle->len - 1);
          break;
        }
      if (is_over || (has_chunk && (!is_waiting || crew->is_closed)))
        break;
      pthread_cond_wait (&crew->is_free, &crew->mutex);
    }
  if (chunk == NULL)
    pthread_cond_broadcast (&crew->is_free);
  pthread_mutex_unlock (&crew->mutex);
  return chunk;
}

/* ---- Threads ---- */

/* Keeps the error of the lowest job; takes @error over. Called under the mutex. */
static void
keep_error (SimCrew *crew, int64_t job, GError *error)
{
  crew->is_stopping = true;
  pthread_cond_broadcast (&crew->is_free);
  if (job >= crew->failed_job)
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&crew->error);
  crew->failed_job = job;
  crew->last_job = MIN (crew->last_job, job);
  crew->error = error;
}

static bool
run_job (Member *member, int64_t job, SimChunk *chunk, GError **error)
{
  const SimExperiment *experiment = member->crew->experiment;
  int variant = (int) (job % experiment->n_variants);
  int64_t first = job_first (experiment, job);
  int count = job_size (experiment, job);

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
  SimCrew *crew = member->crew;
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

SimCrew *
sim_crew_new (const SimExperiment *experiment, SimCrewKind kind)
{
  SimCrew *crew = g_new0 (SimCrew, 1);
  int n_threads = MAX (1, experiment->n_threads); /* says so to the compiler */
  pthread_condattr_t monotonic;

  crew->experiment = experiment;
  crew->kind = kind;
  crew->n_jobs = sim_crew_job_count (experiment);
  crew->last_job = INT64_MAX;
  crew->failed_job = INT64_MAX;
  pthread_mutex_init (&crew->mutex, NULL);
  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init (&crew->is_finished, &monotonic);
  pthread_condattr_destroy (&monotonic);
  pthread_cond_init (&crew->is_free, NULL);
  g_queue_init (&crew->finished);
  crew->stock = g_array_new (FALSE, FALSE, sizeof (int64_t));
  crew->idle = g_ptr_array_new ();
  for (int i = 0; i < n_threads * CHUNKS_PER_THREAD; i++)
    g_ptr_array_add (crew->idle, sim_chunk_new (experiment->catalogue));
  crew->members = g_new0 (Member, n_threads);
  for (int i = 0; i < n_threads; i++)
    {
      crew->members[i].crew = crew;
      crew->members[i].worker = experiment->worker_new (experiment->data);
      sim_record_init (&crew->members[i].record, experiment->catalogue);
    }
  return crew;
}

void
sim_crew_free (SimCrew *crew)
{
  if (crew == NULL)
    return;
  const SimExperiment *experiment = crew->experiment;
  for (int i = 0; i < crew->n_started; i++)
    pthread_join (crew->members[i].thread, NULL);
  g_assert (crew->finished.length == 0);
  for (int i = 0; i < MAX (1, experiment->n_threads); i++)
    {
      sim_record_clear (&crew->members[i].record, experiment->catalogue);
      experiment->worker_free (crew->members[i].worker);
    }
  g_free (crew->members);
  for (guint i = 0; i < crew->idle->len; i++)
    sim_chunk_free (crew->idle->pdata[i], experiment->catalogue);
  g_ptr_array_free (crew->idle, TRUE);
  g_array_unref (crew->stock);
  g_free (crew->done);
  g_clear_error (&crew->error);
  pthread_cond_destroy (&crew->is_free);
  pthread_cond_destroy (&crew->is_finished);
  pthread_mutex_destroy (&crew->mutex);
  g_free (crew);
}

bool
sim_crew_start (SimCrew *crew, GError **error)
{
  int n_threads = MAX (1, crew->experiment->n_threads);
  int code = 0;

  crew->n_working = n_threads;
  while (crew->n_started < n_threads && code == 0)
    {
      Member *member = &crew->members[crew->n_started];

      code = pthread_create (&member->thread, NULL, work, member);
      crew->n_started += code == 0;
    }
  pthread_mutex_lock (&crew->mutex);
  crew->n_working -= n_threads - crew->n_started;
  pthread_mutex_unlock (&crew->mutex);
  if (crew->n_started == 0)
    g_set_error (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN,
                 _ ("cannot start a thread: %s"), g_strerror (code));
  return crew->n_started > 0;
}

/* ---- The caller's side ---- */

/* Waits under the mutex. Returns: false when @patience, in microseconds, is over */
static bool
wait_for_finished (SimCrew *crew, int64_t patience)
{
  struct timespec until;

  if (patience < 0)
    return pthread_cond_wait (&crew->is_finished, &crew->mutex) == 0;
  clock_gettime (CLOCK_MONOTONIC, &until);
  until.tv_nsec += patience * 1000;
  until.tv_sec += until.tv_nsec / 1000000000;
  until.tv_nsec %= 1000000000;
  return pthread_cond_timedwait (&crew->is_finished, &crew->mutex, &until) != ETIMEDOUT;
}

SimChunk *
sim_crew_take (SimCrew *crew, int64_t patience, bool *ret_is_over)
{
  pthread_mutex_lock (&crew->mutex);
  SimChunk *chunk = g_queue_pop_head (&crew->finished);
  while (chunk == NULL && crew->n_working > 0 && patience != 0 &&
         wait_for_finished (crew, patience))
    chunk = g_queue_pop_head (&crew->finished);
  *ret_is_over = chunk == NULL && crew->n_working == 0;
  pthread_mutex_unlock (&crew->mutex);
  return chunk;
}

void
sim_crew_give_back (SimCrew *crew, SimChunk *chunk)
{
  pthread_mutex_lock (&crew->mutex);
  g_ptr_array_add (crew->idle, chunk);
  pthread_cond_broadcast (&crew->is_free);
  pthread_mutex_unlock (&crew->mutex);
}

void
sim_crew_fail (SimCrew *crew, int64_t job, GError *error)
{
  pthread_mutex_lock (&crew->mutex);
  keep_error (crew, job, error);
  pthread_mutex_unlock (&crew->mutex);
}

void
sim_crew_stop (SimCrew *crew)
{
  pthread_mutex_lock (&crew->mutex);
  crew->is_stopping = true;
  pthread_cond_broadcast (&crew->is_free);
  pthread_mutex_unlock (&crew->mutex);
}

const GError *
sim_crew_error (SimCrew *crew, int64_t *ret_job)
{
  pthread_mutex_lock (&crew->mutex);
  const GError *error = crew->error;
  *ret_job = crew->failed_job;
  pthread_mutex_unlock (&crew->mutex);
  return error;
}
