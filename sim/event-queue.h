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
 * Events are not removed: a subject that has moved on bumps its @stamp, and whoever pops
 * an event whose stamp is old drops it.  schedule and pop cost O(log n). */

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

/* Four events of 32 bytes fill two cache lines; they begin at one (see events below). */
#define SIM_EVENT_FAN 4

/* The members are the queue's own.  They are visible so that schedule and pop are inlined
 * into the run's loop, a tenth faster than calls with few events (tests/bench). */
typedef struct SimEventQueue
{
  /* A heap: no event is later than those at 4 i + 1 to 4 i + 4.  events[1] begins a cache
   * line.  While has_hole, events[0] is the event popped last, and stands for nothing:
   * the next event scheduled takes its place, which saves the repair of the heap between.
   */
  SimEvent *events;
  size_t length; /* with the hole */
  size_t capacity;
  uint64_t sequence; /* of the next event */
  bool has_hole;
  gpointer memory; /* what events lies in */
} SimEventQueue;

SimEventQueue *sim_event_queue_new (void);
void sim_event_queue_free (SimEventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimEventQueue, sim_event_queue_free)

/** Empties the queue and restarts sequence numbers; keeps the memory. */
void sim_event_queue_reset (SimEventQueue *queue);

/** Makes room for one event more; for sim_event_queue_schedule() only. */
void sim_event_queue_grow (SimEventQueue *queue);

/** Returns: whether every event is where the heap's order wants it, for tests */
bool sim_event_queue_check (const SimEventQueue *queue);

/* Time and order as one number: one comparison without a branch to mispredict. */
__extension__ typedef __int128 SimEventKey;
__extension__ typedef unsigned __int128 SimEventKeyBits;

static inline SimEventKey
sim_event_key (const SimEvent *event)
{
  return (SimEventKey) ((SimEventKeyBits) (uint64_t) event->time << 64 | event->order);
}

/* The place among the @n events (1 to 4) from @child on that leaves first. */
static inline size_t
sim_event_queue_first_child (const SimEvent *events, size_t child, size_t n)
{
  size_t first = child;
  for (size_t i = child + 1; i < child + n; i++)
    if (sim_event_key (&events[i]) < sim_event_key (&events[first]))
      first = i;
  return first;
}

/* Beyond this place the heap no longer fits the nearest cache. */
#define SIM_EVENT_NEAR 4096

/* Puts @event into the heap of @length events whose root is free.  The first of four is
 * found in two rounds without branches: a quarter faster than one by one. */
static inline void
sim_event_queue_fill_root (SimEvent *events, size_t length, SimEvent event)
{
  SimEventKey key = sim_event_key (&event);
  size_t place = 0;
  size_t child = 1;
  while (child + SIM_EVENT_FAN <= length)
    {
      /* Without branches nothing is guessed, so nothing is read ahead: ask for it. */
      if (G_UNLIKELY (child > SIM_EVENT_NEAR))
        for (int i = 0; i < SIM_EVENT_FAN * SIM_EVENT_FAN; i += 2)
          __builtin_prefetch (&events[SIM_EVENT_FAN * child + 1 + i]);
      SimEventKey key_0 = sim_event_key (&events[child]);
      SimEventKey key_1 = sim_event_key (&events[child + 1]);
      SimEventKey key_2 = sim_event_key (&events[child + 2]);
      SimEventKey key_3 = sim_event_key (&events[child + 3]);
      bool is_1 = key_1 < key_0;
      bool is_3 = key_3 < key_2;
      SimEventKey left = is_1 ? key_1 : key_0;
      SimEventKey right = is_3 ? key_3 : key_2;
      bool is_right = right < left;
      if (key < (is_right ? right : left))
        {
          events[place] = event;
          return;
        }
      size_t first = is_right ? child + 2 + is_3 : child + is_1;
      events[place] = events[first];
      place = first;
      child = SIM_EVENT_FAN * place + 1;
    }
  if (child < length)
    {
      size_t first = sim_event_queue_first_child (events, child, length - child);
      if (sim_event_key (&events[first]) < key)
        {
          events[place] = events[first];
          place = first;
        }
    }
  events[place] = event;
}

/**
 * sim_event_queue_schedule:
 * @time: when; SIM_TIME_NEVER is allowed and schedules nothing
 * @kind: the caller's own number of what happens
 * @subject: the caller's own number of to whom
 * @stamp: the subject's stamp, to recognise an event that no longer holds
 * @detail: anything
 */
static inline void
sim_event_queue_schedule (SimEventQueue *queue,
                          SimTime time,
                          SimPhase phase,
                          uint32_t kind,
                          uint32_t subject,
                          uint32_t stamp,
                          uint32_t detail)
{
  if (time == SIM_TIME_NEVER)
    return;
  SimEvent event = {
    .time = time,
    .order = (uint64_t) phase << 56 | queue->sequence++,
    .subject = subject,
    .stamp = stamp,
    .kind = kind,
    .detail = detail,
  };
  if (queue->has_hole)
    {
      queue->has_hole = false;
      sim_event_queue_fill_root (queue->events, queue->length, event);
      return;
    }
  if (G_UNLIKELY (queue->length == queue->capacity))
    sim_event_queue_grow (queue);
  SimEvent *events = queue->events;
  SimEventKey key = sim_event_key (&event);
  size_t place = queue->length++;
  while (place > 0)
    {
      size_t parent = (place - 1) / SIM_EVENT_FAN;
      if (sim_event_key (&events[parent]) < key)
        break;
      events[place] = events[parent];
      place = parent;
    }
  events[place] = event;
}

/** Returns: (transfer none) (nullable): the next event, valid until the next change */
static inline const SimEvent *
sim_event_queue_peek (const SimEventQueue *queue)
{
  const SimEvent *events = queue->events;
  if (!queue->has_hole)
    return queue->length > 0 ? &events[0] : NULL;
  size_t n = MIN (queue->length - 1, SIM_EVENT_FAN);
  return n > 0 ? &events[sim_event_queue_first_child (events, 1, n)] : NULL;
}

/** Takes the next event out into @ret_event. Returns: false when the queue is empty */
static inline bool
sim_event_queue_pop (SimEventQueue *queue, SimEvent *ret_event)
{
  SimEvent *events = queue->events;
  if (queue->has_hole)
    {
      queue->has_hole = false;
      queue->length--;
      if (queue->length > 0)
        sim_event_queue_fill_root (events, queue->length, events[queue->length]);
    }
  if (queue->length == 0)
    return false;
  *ret_event = events[0];
  queue->has_hole = true;
  return true;
}

/** Returns: how many events are still to come */
static inline size_t
sim_event_queue_length (const SimEventQueue *queue)
{
  return queue->length - queue->has_hole;
}
