/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A link that is not there: day31 built without MPI. */
#include "sim/link.h"

const char *
sim_link_library (void)
{
  return NULL;
}

SimLink *
sim_link_new (void)
{
  g_return_val_if_reached (NULL);
}

void
sim_link_free (SimLink *link)
{
  (void) link;
  g_return_if_reached ();
}

int
sim_link_number (const SimLink *link)
{
  (void) link;
  g_return_val_if_reached (0);
}

int
sim_link_count (const SimLink *link)
{
  (void) link;
  g_return_val_if_reached (1);
}

int
sim_link_local_count (const SimLink *link)
{
  (void) link;
  g_return_val_if_reached (1);
}

void
sim_link_broadcast (SimLink *link, void *bytes, size_t length)
{
  (void) link;
  (void) bytes;
  (void) length;
  g_return_if_reached ();
}

void
sim_link_send (SimLink *link, int to, GByteArray *message)
{
  (void) link;
  (void) to;
  (void) message;
  g_return_if_reached ();
}

guint
sim_link_sending (SimLink *link)
{
  (void) link;
  g_return_val_if_reached (0);
}

GByteArray *
sim_link_receive (SimLink *link, int *ret_from)
{
  (void) link;
  (void) ret_from;
  g_return_val_if_reached (NULL);
}
