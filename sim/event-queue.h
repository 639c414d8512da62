/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event queue: what happens next, in one total order. */
#pragma once

#include "sim/time.h"

#include <glib.h>

/* Contract (the order at one instant, DESIGN section 3).  Events leave in the order of
 * (time, phase, sequence): earlier time first; at one time the lower phase first; in one
 * phase in the order of scheduling.  An event scheduled for the present instant with a
 * lower phase than the present one therefore still runs before all others that remain:
 * phases repeat until nothing more happens, and only then come expiry and observation.
 *
 * Events are values in one array heap; scheduling allocates only when the array grows.
 * Events are not removed: a subject that has moved on bumps its @stamp, and whoever pops an
 * event whose stamp is old drops it.  schedule and pop cost O(log n). */

typedef enum
{
  SIM_PHASE_CALENDAR,    /* calendars and capacity */
  SIM_PHASE_COMPLETION,  /* stages, transports, testing */
  SIM_PHASE_ARRIVAL,     /* injuries, referrals, eligibility */
  SIM_PHASE_CHANGE,      /* grade changes and attrition */
  SIM_PHASE_APPOINTMENT, /* draws, harvests, infusions */
  SIM_PHASE_ALLOCATE,    /* allocation and stage starts */
  SIM_PHASE_EXPIRY,      /* window, marrow */
  SIM_PHASE_OBSERVE,     /* observation */
} SimPhase;

typedef struct
{
  SimTime time;
  uint64_t order; /* phase in the top 8 bits, sequence number below */
  uint32_t subject;
  uint32_t stamp;
  uint32_t kind;
  uint32_t detail;
} SimEvent;

static inline SimPhase
sim_event_phase (const SimEvent *event)
{
  return (SimPhase) (event->order >> 56);
}

typedef struct SimEventQueue SimEventQueue;

SimEventQueue *sim_event_queue_new (void);
void sim_event_queue_free (SimEventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimEventQueue, sim_event_queue_free)

/** Empties the queue and restarts sequence numbers; keeps the memory. */
void sim_event_queue_reset (SimEventQueue *queue);

/**
 * sim_event_queue_schedule:
 * @time: when; SIM_TIME_NEVER is allowed and schedules nothing
 * @kind: the caller's own number of what happens
 * @subject: the caller's own number of to whom
 * @stamp: the subject's stamp, to recognise an event that no longer holds
 * @detail: anything
 */
void sim_event_queue_schedule (SimEventQueue *queue,
                               SimTime time,
                               SimPhase phase,
                               uint32_t kind,
                               uint32_t subject,
                               uint32_t stamp,
                               uint32_t detail);

/** Returns: (transfer none) (nullable): the next event, valid until the next change */
const SimEvent *sim_event_queue_peek (const SimEventQueue *queue);
/** Takes the next event out into @ret_event. Returns: false when the queue is empty */
bool sim_event_queue_pop (SimEventQueue *queue, SimEvent *ret_event);
size_t sim_event_queue_length (const SimEventQueue *queue);
