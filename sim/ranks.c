/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks: the processes of one mpirun or srun, at work on one experiment. */
#include "sim/ranks.h"

#include "sim/error.h"
#include "sim/packing.h"

#include <glib/gi18n.h>

#define PATIENCE 500 /* microseconds between two looks at the link */

struct SimRanks
{
  SimLink *link;
};

/* How launchers name what they started.  Slurm's size is that of the step: the script of
 * a job runs alone whatever the size of the job. */
static const struct
{
  const char *count;
  const char *number;
  const char *needs; /* (nullable): without it MPI could not even begin */
} launchers[] = {
  { "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", NULL }, /* Open MPI's mpirun */
  { "PMI_SIZE", "PMI_RANK", NULL },                         /* MPICH's and Intel's */
  { "SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "PMIX_RANK" },  /* srun, srun --mpi=pmix */
};

/* Returns: the launcher, -1 without one that started several */
static int
find_launcher (int *ret_count, int *ret_number)
{
  for (size_t i = 0; i < G_N_ELEMENTS (launchers); i++)
    {
      const char *count_text = g_getenv (launchers[i].count);
      const char *number_text = g_getenv (launchers[i].number);
      gint64 count, number;

      if (count_text == NULL ||
          !g_ascii_string_to_signed (count_text, 10, 2, INT32_MAX, &count, NULL))
        continue;
      *ret_count = (int) count;
      *ret_number =
          number_text != NULL &&
                  g_ascii_string_to_signed (number_text, 10, 0, count - 1, &number, NULL)
              ? (int) number
              : 0;
      return (int) i;
    }
  *ret_count = 1;
  *ret_number = 0;
  return -1;
}

int
sim_ranks_launched (int *ret_number)
{
  int count, number;

  find_launcher (&count, &number);
  if (ret_number != NULL)
    *ret_number = number;
  return count;
}

/* Returns: (transfer full) (nullable): the link of the @count processes that @launcher
 * started; NULL with @error set where they cannot reach each other */
static SimLink *
link_processes (int launcher, int count, GError **error)
{
  const char *library = sim_link_library ();
  const char *needs = launchers[launcher].needs;

  if (library == NULL)
    {
      g_set_error (error, SIM_ERROR, SIM_ERROR_LAUNCHER,
                   _ ("started as %d processes (%s=%d) but built without MPI: each would "
                      "do the whole work; build it where Open MPI is installed "
                      "(libopenmpi-dev), or start one process a share with --shard I/%d"),
                   count, launchers[launcher].count, count, count);
      return NULL;
    }
  SimLink *link = needs == NULL || g_getenv (needs) != NULL ? sim_link_new () : NULL;
  if (link != NULL && sim_link_count (link) == count)
    return link;
  g_clear_pointer (&link, sim_link_free);
  g_set_error (error, SIM_ERROR, SIM_ERROR_LAUNCHER,
               _ ("started as %d processes (%s=%d) that do not reach each other by %s: "
                  "each would do the whole work; start it with the mpirun of %s (under "
                  "Slurm 'srun --mpi=pmix'), or one process a share with --shard I/%d"),
               count, launchers[launcher].count, count, library, library, count);
  return NULL;
}

bool
sim_ranks_new (SimRanks **ret_ranks, GError **error)
{
  int count, number;
  int launcher = find_launcher (&count, &number);

  *ret_ranks = NULL;
  if (launcher < 0)
    return true;
  SimLink *link = link_processes (launcher, count, error);
  if (link == NULL)
    return false;
  *ret_ranks = g_new0 (SimRanks, 1);
  (*ret_ranks)->link = link;
  return true;
}

void
sim_ranks_free (SimRanks *ranks)
{
  if (ranks == NULL)
    return;
  sim_link_free (ranks->link);
  g_free (ranks);
}

int
sim_ranks_number (const SimRanks *ranks)
{
  return ranks != NULL ? sim_link_number (ranks->link) : 0;
}

int
sim_ranks_count (const SimRanks *ranks)
{
  return ranks != NULL ? sim_link_count (ranks->link) : 1;
}

bool
sim_ranks_is_root (const SimRanks *ranks)
{
  return sim_ranks_number (ranks) == 0;
}

int
sim_ranks_local_count (const SimRanks *ranks)
{
  return ranks != NULL ? sim_link_local_count (ranks->link) : 1;
}

SimLink *
sim_ranks_link (const SimRanks *ranks)
{
  return ranks != NULL ? ranks->link : NULL;
}

void
sim_ranks_share (SimRanks *ranks, void *bytes, size_t length)
{
  if (ranks != NULL)
    sim_link_broadcast (ranks->link, bytes, length);
}

/* ---- Errors ---- */

void
sim_ranks_pack_error (GByteArray *bytes, const GError *error)
{
  if (error == NULL)
    return;
  sim_pack_text (bytes, g_quark_to_string (error->domain));
  sim_pack_signed (bytes, error->code);
  sim_pack_text (bytes, error->message);
}

GError *
sim_ranks_unpack_error (const uint8_t *bytes, size_t length)
{
  SimUnpacker unpacker;

  if (length == 0)
    return NULL;
  sim_unpack_init (&unpacker, bytes, length);
  g_autofree char *domain = sim_unpack_text (&unpacker);
  int code = (int) sim_unpack_signed (&unpacker);
  g_autofree char *message = sim_unpack_text (&unpacker);
  return g_error_new_literal (g_quark_from_string (domain != NULL ? domain : ""), code,
                              message != NULL ? message : "");
}

/* The root's @error to all; takes it over. Returns: true if there is none */
static bool
tell_all (SimRanks *ranks, GError *failure, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  uint64_t length;

  if (sim_ranks_is_root (ranks))
    sim_ranks_pack_error (bytes, failure);
  length = bytes->len;
  sim_ranks_share (ranks, &length, sizeof length);
  g_byte_array_set_size (bytes, (guint) length);
  if (length > 0)
    sim_ranks_share (ranks, bytes->data, (size_t) length);
  g_clear_error (&failure);
  if (length == 0)
    return true;
  g_propagate_error (error, sim_ranks_unpack_error (bytes->data, (size_t) length));
  return false;
}

static void
send_outcome (SimRanks *ranks, const GError *failure)
{
  GByteArray *bytes = g_byte_array_new ();

  sim_ranks_pack_error (bytes, failure);
  sim_link_send (ranks->link, 0, bytes);
  while (sim_link_sending (ranks->link) > 0)
    g_usleep (PATIENCE);
}

/* Waits for the outcome of all others. Returns: (transfer full): the error of the lowest
 * rank that failed, @failure being the root's */
static GError *
gather_outcomes (SimRanks *ranks, GError *failure)
{
  int lowest = failure != NULL ? 0 : INT32_MAX;

  for (int n_open = sim_ranks_count (ranks) - 1; n_open > 0;)
    {
      int from;
      g_autoptr (GByteArray) bytes = sim_link_receive (ranks->link, &from);

      if (bytes == NULL)
        {
          g_usleep (PATIENCE);
          continue;
        }
      n_open--;
      if (bytes->len == 0 || from > lowest)
        continue;
      g_clear_error (&failure);
      failure = sim_ranks_unpack_error (bytes->data, bytes->len);
      lowest = from;
    }
  return failure;
}

bool
sim_ranks_agree (SimRanks *ranks, bool is_good, GError **error)
{
  GError *failure = NULL;

  if (ranks == NULL)
    return is_good;
  if (!is_good && error != NULL)
    failure = g_steal_pointer (error);
  g_return_val_if_fail (is_good || failure != NULL, false);
  if (!sim_ranks_is_root (ranks))
    {
      send_outcome (ranks, failure);
      g_clear_error (&failure);
    }
  else
    failure = gather_outcomes (ranks, failure);
  return tell_all (ranks, failure, error);
}

bool
sim_ranks_follow (SimRanks *ranks, bool is_good, GError **error)
{
  GError *failure = NULL;

  if (ranks == NULL)
    return is_good;
  if (sim_ranks_is_root (ranks) && !is_good && error != NULL)
    failure = g_steal_pointer (error);
  return tell_all (ranks, failure, error);
}
