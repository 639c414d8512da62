/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dealing: the root gives jobs to the crews of other ranks and gets their chunks. */
#pragma once

#include "sim/crew.h"

/* Contract: a rank asks when its stock runs low, while its threads still compute, so that
 * nobody waits for an answer.  Shares of what is left grow smaller towards the end: the
 * last ranks end together.  Chunks come back one message each, and a rank sends only so
 * many ahead as it has threads for: memory does not grow with the replications. */

/* What the root hears from a rank. */
typedef enum
{
  SIM_HEARD_NOTHING,
  SIM_HEARD_CHUNK,
  SIM_HEARD_OTHER, /* was answered */
} SimHeard;

typedef struct SimDealer SimDealer;

/** @crew: the root's own. Returns: (transfer full) */
SimDealer *sim_dealer_new (const SimExperiment *experiment, SimCrew *crew);
void sim_dealer_free (SimDealer *dealer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDealer, sim_dealer_free)

/** Looks for a message of another rank, and answers it.
 * @ret_chunk: (out) (transfer none): where it brought a chunk, valid until the next call
 */
SimHeard sim_dealer_hear (SimDealer *dealer, const SimChunk **ret_chunk);
/** Returns: true while another rank is at work */
bool sim_dealer_is_open (const SimDealer *dealer);

/** On every rank but the root: has @crew, which waits, compute what the root deals, until
 * there is no more. */
void sim_dealing_work (const SimExperiment *experiment, SimCrew *crew);
