/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dealing: the root gives jobs to the crews of other ranks and gets their chunks. */
#include "sim/dealing.h"

#include "sim/chunk-packing.h"
#include "sim/error.h"

#include <glib/gi18n.h>

#define PATIENCE 1000 /* microseconds between two looks at the link */
/* A share of what is left for each thread, in so many rounds. */
#define ROUNDS     4
#define MOST_JOBS  64 /* dealt at a time */
#define MOST_AHEAD 2  /* chunks a thread sent and not received */

/* The first byte of a message, and what follows it. */
typedef enum
{
  ASK,   /* to the root: nothing */
  CHUNK, /* to the root: a chunk */
  DONE,  /* to the root: whether it was cancelled, the job that failed, its error */
  DEAL,  /* from the root: jobs, each a number */
  END,   /* from the root: the last job to be begun */
} Kind;

static GByteArray *
message_new (Kind kind)
{
  GByteArray *message = g_byte_array_new ();
  guint8 byte = (guint8) kind;

  return g_byte_array_append (message, &byte, 1);
}

/* ---- The root ---- */

struct SimDealer
{
  const SimExperiment *experiment;
  SimLink *link;
  SimCrew *crew;
  SimChunk *chunk; /* the last that was heard */
  int n_open;      /* other ranks at work */
  int n_threads;   /* of all ranks, about */
};

SimDealer *
sim_dealer_new (const SimExperiment *experiment, SimCrew *crew)
{
  SimDealer *dealer = g_new0 (SimDealer, 1);
  int n_ranks = sim_ranks_count (experiment->ranks);

  dealer->experiment = experiment;
  dealer->link = sim_ranks_link (experiment->ranks);
  dealer->crew = crew;
  dealer->chunk = sim_chunk_new (experiment->catalogue);
  dealer->n_open = n_ranks - 1;
  dealer->n_threads = n_ranks * experiment->n_threads;
  return dealer;
}

void
sim_dealer_free (SimDealer *dealer)
{
  if (dealer == NULL)
    return;
  sim_chunk_free (dealer->chunk, dealer->experiment->catalogue);
  g_free (dealer);
}

bool
sim_dealer_is_open (const SimDealer *dealer)
{
  return dealer->n_open > 0;
}

static void
answer (SimDealer *dealer, int rank)
{
  int64_t jobs[MOST_JOBS];
  int64_t share = sim_crew_left (dealer->crew) / (ROUNDS * dealer->n_threads);
  int n_jobs = sim_crew_deal (dealer->crew, jobs, (int) CLAMP (share, 1, MOST_JOBS));
  GByteArray *message = message_new (n_jobs > 0 ? DEAL : END);

  for (int i = 0; i < n_jobs; i++)
    sim_pack_signed (message, jobs[i]);
  if (n_jobs == 0)
    {
      int64_t failed_job;

      sim_crew_error (dealer->crew, &failed_job);
      sim_pack_signed (message, sim_crew_is_cancelled (dealer->crew) ? -1 : failed_job);
    }
  sim_link_send (dealer->link, rank, message);
}

/* Another rank is through, whether or not it did all that it was dealt. */
static void
take_leave (SimDealer *dealer, SimUnpacker *unpacker)
{
  bool is_cancelled = sim_unpack_number (unpacker) != 0;
  int64_t failed_job = sim_unpack_signed (unpacker);
  GError *error =
      sim_ranks_unpack_error (unpacker->at, (size_t) (unpacker->end - unpacker->at));

  dealer->n_open--;
  if (error != NULL)
    sim_crew_fail (dealer->crew, failed_job, error);
  if (is_cancelled)
    sim_crew_stop (dealer->crew);
}

SimHeard
sim_dealer_hear (SimDealer *dealer, const SimChunk **ret_chunk)
{
  int rank;
  SimUnpacker unpacker;

  if (dealer->n_open == 0)
    return SIM_HEARD_NOTHING;
  sim_link_sending (dealer->link); /* lets go of what has arrived */
  g_autoptr (GByteArray) message = sim_link_receive (dealer->link, &rank);
  if (message == NULL)
    return SIM_HEARD_NOTHING;
  sim_unpack_init (&unpacker, message->data + 1, message->len - 1);
  if (message->data[0] == ASK)
    answer (dealer, rank);
  else if (message->data[0] == DONE)
    take_leave (dealer, &unpacker);
  else if (sim_unpack_chunk (&unpacker, dealer->chunk, dealer->experiment->catalogue))
    {
      *ret_chunk = dealer->chunk;
      return SIM_HEARD_CHUNK;
    }
  else
    g_assert_not_reached (); /* the same program packed it */
  return SIM_HEARD_OTHER;
}

/* ---- The others ---- */

typedef struct
{
  const SimExperiment *experiment;
  SimLink *link;
  SimCrew *crew;
  bool is_asking;
  bool is_closed; /* no more jobs will come */
} Rank;

static void
close_crew (Rank *rank, int64_t last)
{
  sim_crew_close (rank->crew, last);
  rank->is_closed = true;
}

static void
hear_root (Rank *rank)
{
  int from;
  SimUnpacker unpacker;
  g_autoptr (GByteArray) message = sim_link_receive (rank->link, &from);

  if (message == NULL)
    return;
  rank->is_asking = false;
  sim_unpack_init (&unpacker, message->data + 1, message->len - 1);
  if (message->data[0] == END)
    {
      close_crew (rank, sim_unpack_signed (&unpacker));
      return;
    }
  int64_t jobs[MOST_JOBS];
  int n_jobs = 0;
  while (n_jobs < MOST_JOBS && !sim_unpack_is_whole (&unpacker))
    jobs[n_jobs++] = sim_unpack_signed (&unpacker);
  sim_crew_give_jobs (rank->crew, jobs, n_jobs);
}

/* Asks for jobs before there are none; asks for no more where it stops by itself, but not
 * before it has heard what it asked for. */
static void
ask_root (Rank *rank)
{
  int64_t failed_job;

  if (rank->is_asking || rank->is_closed)
    return;
  sim_crew_error (rank->crew, &failed_job);
  if (sim_crew_is_cancelled (rank->crew))
    close_crew (rank, -1);
  else if (failed_job != INT64_MAX)
    close_crew (rank, failed_job);
  else if (sim_crew_stock (rank->crew) < rank->experiment->n_threads)
    {
      sim_link_send (rank->link, 0, message_new (ASK));
      rank->is_asking = true;
    }
}

static void
send_chunk (Rank *rank, const SimChunk *chunk)
{
  g_autoptr (GByteArray) message = message_new (CHUNK);

  sim_pack_chunk (message, chunk, rank->experiment->catalogue);
  if (message->len <= SIM_LINK_MOST)
    {
      sim_link_send (rank->link, 0, g_steal_pointer (&message));
      return;
    }
  sim_crew_fail (
      rank->crew, sim_crew_job_of (rank->experiment, chunk),
      g_error_new (SIM_ERROR, SIM_ERROR_SIZE,
                   _ ("%d traced replications are too large for one process to send to "
                      "another (%u bytes); trace fewer, or share by --shard"),
                   chunk->count, message->len));
}

static void
say_done (Rank *rank)
{
  GByteArray *message = message_new (DONE);
  int64_t failed_job;
  const GError *error = sim_crew_error (rank->crew, &failed_job);

  sim_pack_number (message, sim_crew_is_cancelled (rank->crew));
  sim_pack_signed (message, failed_job);
  sim_ranks_pack_error (message, error);
  sim_link_send (rank->link, 0, message);
  while (sim_link_sending (rank->link) > 0)
    g_usleep (PATIENCE);
}

void
sim_dealing_work (const SimExperiment *experiment, SimCrew *crew)
{
  Rank rank = { .experiment = experiment,
                .link = sim_ranks_link (experiment->ranks),
                .crew = crew };
  guint most_ahead = (guint) experiment->n_threads * MOST_AHEAD;
  bool is_over = false;

  while (!is_over || !rank.is_closed || rank.is_asking)
    {
      hear_root (&rank);
      ask_root (&rank);
      if (sim_link_sending (rank.link) >= most_ahead)
        {
          g_usleep (PATIENCE);
          continue;
        }
      SimChunk *chunk = sim_crew_take (crew, is_over ? 0 : PATIENCE, &is_over);
      if (chunk != NULL)
        {
          send_chunk (&rank, chunk);
          sim_crew_give_back (crew, chunk);
        }
      else if (is_over)
        g_usleep (PATIENCE);
    }
  say_done (&rank);
}
