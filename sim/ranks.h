/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ranks: the processes of one mpirun or srun, at work on one experiment. */
#pragma once

#include "sim/link.h"

#include <stdint.h>

/* Contract: all ranks run the same program on the same input and take the same way
 * through it: what only one of them can know (a file that cannot be read, how narrow an
 * interval is) is told to all before they go on.  Rank 0, the root, has the store and the
 * terminal.  NULL stands for a process that is alone: it is the root of itself, and
 * nothing here costs it anything. */

typedef struct SimRanks SimRanks;

/**
 * sim_ranks_launched:
 * @ret_number: (out) (optional): which of them this process is, from 0
 *
 * Returns: by how many processes a launcher says, in the environment, that it started
 * this program; 1 without a launcher
 */
int sim_ranks_launched (int *ret_number);

/**
 * sim_ranks_new:
 * @ret_ranks: (out) (transfer full): NULL if this process is alone
 *
 * Asks the environment first, so that a process that is alone does not start MPI.
 *
 * Errors: SIM_ERROR_LAUNCHER when several processes were started that cannot reach each
 * other: each would do the whole work.
 */
bool sim_ranks_new (SimRanks **ret_ranks, GError **error);
/** Waits for all ranks. */
void sim_ranks_free (SimRanks *ranks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimRanks, sim_ranks_free)

int sim_ranks_number (const SimRanks *ranks);
int sim_ranks_count (const SimRanks *ranks);
bool sim_ranks_is_root (const SimRanks *ranks);
/** Returns: how many ranks share this machine */
int sim_ranks_local_count (const SimRanks *ranks);
/** (transfer none) (nullable) */
SimLink *sim_ranks_link (const SimRanks *ranks);

/** Gives the root's @length bytes to all. */
void sim_ranks_share (SimRanks *ranks, void *bytes, size_t length);

/**
 * sim_ranks_agree:
 * @is_good: false with @error set where this rank failed
 *
 * Returns: true if all ranks are good; else false on all of them, with the error of the
 * lowest that failed
 */
bool sim_ranks_agree (SimRanks *ranks, bool is_good, GError **error);

/** As sim_ranks_agree(), where only the root can know: others' @is_good is not looked at.
 */
bool sim_ranks_follow (SimRanks *ranks, bool is_good, GError **error);

/** Errors as bytes; @error: (nullable): as empty ones. */
void sim_ranks_pack_error (GByteArray *bytes, const GError *error);
/** Returns: (transfer full) (nullable) */
GError *sim_ranks_unpack_error (const uint8_t *bytes, size_t length);
