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
 * Events that are scheduled in the order of their times anyway (arrivals, deadlines) may
 * go into a lane, a ring beside the heap, and cost O(1); the total order is the same.
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

#define SIM_EVENT_LANES 2

/* A ring of events in their order. */
typedef struct
{
  SimEvent *events;
  size_t first;
  size_t length;
  size_t capacity; /* a power of 2, or 0 */
} SimEventLane;

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
  SimEventLane lanes[SIM_EVENT_LANES];
  const SimEvent *heads[SIM_EVENT_LANES]; /* of the lanes; &never of an empty one */
  SimEvent never;
} SimEventQueue;

SimEventQueue *sim_event_queue_new (void);
void sim_event_queue_free (SimEventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimEventQueue, sim_event_queue_free)

/** Empties the queue and restarts sequence numbers; keeps the memory. */
void sim_event_queue_reset (SimEventQueue *queue);

/** Makes room for one event more; for sim_event_queue_schedule() only. */
void sim_event_queue_grow (SimEventQueue *queue);
/** Makes room for one event more in @lane; for sim_event_queue_schedule_in_order(). */
void sim_event_queue_grow_lane (SimEventQueue *queue, int lane);

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

/* Puts @event into the heap. */
static inline void
sim_event_queue_insert (SimEventQueue *queue, SimEvent event)
{
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
  sim_event_queue_insert (queue, event);
}

/**
 * sim_event_queue_schedule_in_order:
 * @lane: 0 to SIM_EVENT_LANES - 1
 *
 * The same, at constant cost when the event comes after all others of its lane; otherwise
 * it goes into the heap.
 */
static inline void
sim_event_queue_schedule_in_order (SimEventQueue *queue,
                                   int lane,
                                   SimTime time,
                                   SimPhase phase,
                                   uint32_t kind,
                                   uint32_t subject,
                                   uint32_t stamp)
{
  if (time == SIM_TIME_NEVER)
    return;
  SimEvent event = {
    .time = time,
    .order = (uint64_t) phase << 56 | queue->sequence++,
    .subject = subject,
    .stamp = stamp,
    .kind = kind,
  };
  SimEventLane *ring = &queue->lanes[lane];
  size_t mask = ring->capacity - 1;
  if (ring->length > 0 &&
      sim_event_key (&event) <
          sim_event_key (&ring->events[(ring->first + ring->length - 1) & mask]))
    {
      sim_event_queue_insert (queue, event);
      return;
    }
  if (G_UNLIKELY (ring->length == ring->capacity))
    sim_event_queue_grow_lane (queue, lane);
  mask = ring->capacity - 1;
  ring->events[(ring->first + ring->length) & mask] = event;
  if (ring->length++ == 0)
    queue->heads[lane] = &ring->events[ring->first];
}

/** Returns: (transfer none) (nullable): the next event, valid until the next change */
static inline const SimEvent *
sim_event_queue_peek (const SimEventQueue *queue)
{
  const SimEvent *events = queue->events;
  const SimEvent *next = &queue->never;
  if (G_LIKELY (!queue->has_hole))
    {
      if (queue->length > 0)
        next = &events[0];
    }
  else if (queue->length > 1)
    {
      size_t n = MIN (queue->length - 1, SIM_EVENT_FAN);
      next = &events[sim_event_queue_first_child (events, 1, n)];
    }
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    if (sim_event_key (queue->heads[lane]) < sim_event_key (next))
      next = queue->heads[lane];
  return next != &queue->never ? next : NULL;
}

/** Takes @next out, which sim_event_queue_peek() has just given. */
static inline void
sim_event_queue_take (SimEventQueue *queue, const SimEvent *next, SimEvent *ret_event)
{
  *ret_event = *next;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    if (next == queue->heads[lane])
      {
        SimEventLane *ring = &queue->lanes[lane];
        ring->first = (ring->first + 1) & (ring->capacity - 1);
        bool is_empty = --ring->length == 0;
        queue->heads[lane] = is_empty ? &queue->never : &ring->events[ring->first];
        return;
      }
  if (queue->has_hole)
    {
      queue->length--;
      sim_event_queue_fill_root (queue->events, queue->length,
                                 queue->events[queue->length]);
    }
  queue->has_hole = true;
}

/** Takes the next event out into @ret_event. Returns: false when the queue is empty */
static inline bool
sim_event_queue_pop (SimEventQueue *queue, SimEvent *ret_event)
{
  const SimEvent *next = sim_event_queue_peek (queue);
  if (next == NULL)
    return false;
  sim_event_queue_take (queue, next, ret_event);
  return true;
}

/** Returns: how many events are still to come */
static inline size_t
sim_event_queue_length (const SimEventQueue *queue)
{
  size_t length = queue->length - queue->has_hole;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    length += queue->lanes[lane].length;
  return length;
}
