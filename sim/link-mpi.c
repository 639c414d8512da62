/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A link over MPI: the only file that knows it. */
#include "sim/link.h"

#include <mpi.h>

#define TAG 31
/* Between two looks of one who waits, in microseconds. */
#define PATIENCE 500

/* A message on its way. */
typedef struct
{
  GByteArray *bytes;
  MPI_Request request;
} Sending;

struct SimLink
{
  int number;
  int count;
  int local_count;
  GQueue sending; /* of Sending, the oldest first */
};

const char *
sim_link_library (void)
{
  return "Open MPI " G_STRINGIFY (OMPI_MAJOR_VERSION) "." G_STRINGIFY (
      OMPI_MINOR_VERSION) "." G_STRINGIFY (OMPI_RELEASE_VERSION);
}

SimLink *
sim_link_new (void)
{
  SimLink *link = g_new0 (SimLink, 1);
  MPI_Comm local;
  int provided;

  /* Workers never call MPI. */
  MPI_Init_thread (NULL, NULL, MPI_THREAD_FUNNELED, &provided);
  MPI_Comm_rank (MPI_COMM_WORLD, &link->number);
  MPI_Comm_size (MPI_COMM_WORLD, &link->count);
  MPI_Comm_split_type (MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &local);
  MPI_Comm_size (local, &link->local_count);
  MPI_Comm_free (&local);
  return link;
}

/* MPI's own waiting spins, which costs the workers of this machine a processor. */
static void
wait_for (MPI_Request *request)
{
  for (;;)
    {
      int is_done;

      MPI_Test (request, &is_done, MPI_STATUS_IGNORE);
      if (is_done)
        return;
      g_usleep (PATIENCE);
    }
}

void
sim_link_free (SimLink *link)
{
  MPI_Request request;

  g_assert (sim_link_sending (link) == 0);
  MPI_Ibarrier (MPI_COMM_WORLD, &request);
  wait_for (&request);
  MPI_Finalize ();
  g_free (link);
}

int
sim_link_number (const SimLink *link)
{
  return link->number;
}

int
sim_link_count (const SimLink *link)
{
  return link->count;
}

int
sim_link_local_count (const SimLink *link)
{
  return link->local_count;
}

void
sim_link_broadcast (SimLink *link, void *bytes, size_t length)
{
  MPI_Request request;

  (void) link;
  g_return_if_fail (length <= SIM_LINK_MOST);
  MPI_Ibcast (bytes, (int) length, MPI_BYTE, 0, MPI_COMM_WORLD, &request);
  wait_for (&request);
}

void
sim_link_send (SimLink *link, int to, GByteArray *message)
{
  Sending *sent = g_new (Sending, 1);

  g_return_if_fail (message->len <= SIM_LINK_MOST);
  sent->bytes = message;
  /* Synchronous: done only when it is received, so that what is on its way is bounded. */
  MPI_Issend (message->data, (int) message->len, MPI_BYTE, to, TAG, MPI_COMM_WORLD,
              &sent->request);
  g_queue_push_tail (&link->sending, sent);
}

guint
sim_link_sending (SimLink *link)
{
  for (GList *at = link->sending.head, *next; at != NULL; at = next)
    {
      Sending *sent = at->data;
      int is_done;

      next = at->next;
      MPI_Test (&sent->request, &is_done, MPI_STATUS_IGNORE);
      if (!is_done)
        continue;
      g_byte_array_unref (sent->bytes);
      g_free (sent);
      g_queue_delete_link (&link->sending, at);
    }
  return link->sending.length;
}

GByteArray *
sim_link_receive (SimLink *link, int *ret_from)
{
  MPI_Message handle;
  MPI_Status status;
  int is_there, length;

  (void) link;
  MPI_Improbe (MPI_ANY_SOURCE, TAG, MPI_COMM_WORLD, &is_there, &handle, &status);
  if (!is_there)
    return NULL;
  MPI_Get_count (&status, MPI_BYTE, &length);
  GByteArray *message = g_byte_array_sized_new ((guint) length);
  g_byte_array_set_size (message, (guint) length);
  MPI_Mrecv (message->data, length, MPI_BYTE, &handle, MPI_STATUS_IGNORE);
  *ret_from = status.MPI_SOURCE;
  return message;
}
