/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Crews: the threads of one process that compute blocks of an experiment. */
#pragma once

#include "sim/experiment.h"

/* Contract: a job is a block of one variant, numbered block x variants + variant.  One
 * thread, not of the crew, starts it, takes finished chunks from it and gives them back;
 * the crew never computes more chunks ahead than it has.  Jobs are dealt in their order;
 * one that was begun is finished, so that all jobs below one that failed are run: that
 * makes the reported error the same on any number of threads and processes. */

typedef struct SimCrew SimCrew;

typedef enum
{
  SIM_CREW_DEALS, /* all jobs, in their order, but those that are done already */
  SIM_CREW_WAITS, /* for jobs that it is given */
} SimCrewKind;

/** @experiment: must outlive the crew */
SimCrew *sim_crew_new (const SimExperiment *experiment, SimCrewKind kind);
/** Waits for the threads; all chunks must have been given back. */
void sim_crew_free (SimCrew *crew);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimCrew, sim_crew_free)

/** Returns: all jobs of @experiment */
int64_t sim_crew_job_count (const SimExperiment *experiment);
/** Returns: the job that @chunk is of */
int64_t sim_crew_job_of (const SimExperiment *experiment, const SimChunk *chunk);

/** Asks which jobs are stored already; before the start. Returns: the replications that
 * they hold */
int64_t sim_crew_find_done (SimCrew *crew);

/** Starts as many threads as the system gives; none is an error. */
bool sim_crew_start (SimCrew *crew, GError **error);

/**
 * sim_crew_take:
 * @patience: how long to wait for a chunk, in microseconds; negative: without end
 * @ret_is_over: (out): true if there will be no more
 *
 * Returns: (transfer full) (nullable): a finished chunk, to be given back
 */
SimChunk *sim_crew_take (SimCrew *crew, int64_t patience, bool *ret_is_over);
void sim_crew_give_back (SimCrew *crew, SimChunk *chunk);

/** Begins no more jobs and keeps @error, taken over, if @job is the lowest that failed.
 */
void sim_crew_fail (SimCrew *crew, int64_t job, GError *error);
/** Begins no more jobs. */
void sim_crew_stop (SimCrew *crew);
/** Returns: true if the caller asked to stop */
bool sim_crew_is_cancelled (const SimCrew *crew);
/** @ret_job: (out): the lowest that failed, INT64_MAX if none did. Returns: (transfer
 * none) (nullable): its error */
const GError *sim_crew_error (SimCrew *crew, int64_t *ret_job);

/* A crew that deals may deal to others, too. */

/** Returns: how many jobs were put into @jobs, @most at most; 0: there are no more */
int sim_crew_deal (SimCrew *crew, int64_t *jobs, int most);
/** Returns: how many jobs are not dealt yet */
int64_t sim_crew_left (SimCrew *crew);

/* A crew that waits. */

void sim_crew_give_jobs (SimCrew *crew, const int64_t *jobs, int n_jobs);
/** Returns: how many jobs it was given and has not begun */
int sim_crew_stock (SimCrew *crew);
/** No more jobs will come, and those above @last are not to be begun. */
void sim_crew_close (SimCrew *crew, int64_t last);
