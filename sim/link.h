/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A link: messages between the processes that one launcher started together. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Contract: one thread of each process uses the link, and all processes make, broadcast
 * and free together.  Nothing here waits by spinning: an idle process leaves its
 * processor to the threads that compute.  A process that dies ends all of them.  There is
 * one link in the life of a process, since MPI has one world. */

#define SIM_LINK_MOST (1u << 30) /* bytes of a message */

typedef struct SimLink SimLink;

/** Returns: what carries the messages, "Open MPI 4.1.4"; NULL: built without any, so that
 * nothing else here may be called */
const char *sim_link_library (void);

/** Returns: (transfer full): never NULL */
SimLink *sim_link_new (void);
/** Waits for all others. */
void sim_link_free (SimLink *link);

/** Returns: this process, from 0 */
int sim_link_number (const SimLink *link);
int sim_link_count (const SimLink *link);
/** Returns: how many of the processes share this machine */
int sim_link_local_count (const SimLink *link);

/** Gives the @length bytes of process 0 to all. */
void sim_link_broadcast (SimLink *link, void *bytes, size_t length);

/** Begins to send; takes @message over. At most SIM_LINK_MOST bytes. */
void sim_link_send (SimLink *link, int to, GByteArray *message);
/** Returns: how many of the messages sent were not yet received */
guint sim_link_sending (SimLink *link);
/** Returns: (transfer full) (nullable): the next message, NULL while there is none;
 * messages of one process come in the order in which they were sent */
GByteArray *sim_link_receive (SimLink *link, int *ret_from);
