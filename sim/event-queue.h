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
 * Events are values.  The next few stand sorted, so that taking one out costs nothing
 * and a new one passes those that come after it; the others are in a heap and move up a
 * dozen at a time.  Events that are scheduled in the order of their times anyway
 * (arrivals, deadlines) may go into a lane, a ring beside both, and cost O(1); the total
 * order is the same.  Scheduling allocates only when an array grows.
 * Other events are not removed: a subject that has moved on bumps its @stamp, and whoever
 * pops an event whose stamp is old drops it.  An event of a lane may be withdrawn, at
 * O(1). schedule and pop cost O(log n). */

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

#define SIM_EVENT_LANES 2 /* sim_event_queue_find_head() compares the two */

/* A ring of events in their order, at places that are numbered from 0 on: the event of a
 * place lies at its last bits.  The first one has not been withdrawn. */
typedef struct
{
  SimEvent *events;
  uint64_t first;  /* place */
  size_t length;   /* withdrawn ones included */
  size_t capacity; /* a power of 2, or 0 */
} SimEventLane;

/* The place of an event that is in no lane; no ring gets so far. */
#define SIM_EVENT_NO_PLACE UINT64_MAX
/* The kind of a withdrawn event. */
#define SIM_EVENT_WITHDRAWN UINT32_MAX

/* The nearest events: at most so many are sorted; they wander through their array. */
#define SIM_EVENT_NEAR       32
#define SIM_EVENT_NEAR_SPACE (4 * SIM_EVENT_NEAR)

/* The members are the queue's own.  They are visible so that schedule and pop are inlined
 * into the run's loop, a tenth faster than calls with few events (tests/bench). */
typedef struct SimEventQueue
{
  uint64_t sequence; /* of the next event */
  /* near[first] to near[end - 1] ascend, and none is later than one of the heap.  They
   * may be none while the heap has some, but only until somebody looks for the next. */
  size_t first, end;
  size_t length;   /* of the heap */
  size_t capacity; /* of the heap */
  /* The heap: no event is later than those at 4 i + 1 to 4 i + 4.  events[1] begins a
   * cache line. */
  SimEvent *events;
  gpointer memory;                        /* what events lies in */
  const SimEvent *heads[SIM_EVENT_LANES]; /* of the lanes; &never of an empty one */
  const SimEvent *head;                   /* the first of them */
  int head_lane;                          /* whose it is */
  SimEventLane lanes[SIM_EVENT_LANES];
  SimEvent never;
  SimEvent near[SIM_EVENT_NEAR_SPACE];
} SimEventQueue;

SimEventQueue *sim_event_queue_new (void);
void sim_event_queue_free (SimEventQueue *queue);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimEventQueue, sim_event_queue_free)

/** Empties the queue and restarts sequence numbers; keeps the memory. */
void sim_event_queue_reset (SimEventQueue *queue);

/* For the functions below: makes room on both sides of the near events, and moves the
 * later half of them into the heap where they are too many; moves the first of the heap
 * to the near events, who are none; puts @event into the heap. */
void sim_event_queue_make_room (SimEventQueue *queue);
void sim_event_queue_refill (SimEventQueue *queue);
void sim_event_queue_push (SimEventQueue *queue, const SimEvent *event);
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

/* Whether @event leaves before @other; by the time nearly always. */
static inline bool
sim_event_passes (const SimEvent *event, const SimEvent *other)
{
  return event->time < other->time ||
         (event->time == other->time && event->order < other->order);
}

/* Member by member: an event that was just made is still in registers, and a processor
 * waits long for one that was stored in parts to be loaded whole. */
static inline void
sim_event_write (SimEvent *place, const SimEvent *event)
{
  place->time = event->time;
  place->order = event->order;
  place->subject = event->subject;
  place->stamp = event->stamp;
  place->kind = event->kind;
  place->detail = event->detail;
}

/* Puts @event among the near events, or into the heap. */
static inline void
sim_event_queue_insert (SimEventQueue *queue, SimEvent event)
{
  size_t n = queue->end - queue->first;
  bool is_last = n == 0 || !sim_event_passes (&event, &queue->near[queue->end - 1]);
  if (is_last && (queue->length > 0 || n == SIM_EVENT_NEAR))
    {
      SimEvent pushed; /* only what has an address must be in memory */
      sim_event_write (&pushed, &event);
      sim_event_queue_push (queue, &pushed);
      return;
    }
  if (G_UNLIKELY (n == SIM_EVENT_NEAR || queue->first == 0 ||
                  queue->end == SIM_EVENT_NEAR_SPACE))
    {
      sim_event_queue_make_room (queue);
      /* It may have become the last. */
      sim_event_queue_insert (queue, event);
      return;
    }
  SimEvent *near = queue->near;
  if (is_last)
    {
      sim_event_write (&near[queue->end++], &event);
      return;
    }
  /* The shorter way round: both end at the middle one at the latest. */
  size_t place = queue->first + n / 2;
  if (sim_event_passes (&event, &near[place]))
    for (place = --queue->first; !sim_event_passes (&event, &near[place + 1]); place++)
      near[place] = near[place + 1];
  else
    for (place = queue->end++; sim_event_passes (&event, &near[place - 1]); place--)
      near[place] = near[place - 1];
  sim_event_write (&near[place], &event);
}

/* Finds the first of the lanes' heads, one of which has changed. */
static inline void
sim_event_queue_find_head (SimEventQueue *queue)
{
  bool is_second = sim_event_passes (queue->heads[1], queue->heads[0]);
  queue->head_lane = is_second;
  queue->head = queue->heads[is_second];
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
 *
 * Returns: the event's place in the lane, for sim_event_queue_withdraw(), or
 * SIM_EVENT_NO_PLACE
 */
static inline uint64_t
sim_event_queue_schedule_in_order (SimEventQueue *queue,
                                   int lane,
                                   SimTime time,
                                   SimPhase phase,
                                   uint32_t kind,
                                   uint32_t subject,
                                   uint32_t stamp)
{
  if (time == SIM_TIME_NEVER)
    return SIM_EVENT_NO_PLACE;
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
      return SIM_EVENT_NO_PLACE;
    }
  if (G_UNLIKELY (ring->length == ring->capacity))
    sim_event_queue_grow_lane (queue, lane);
  mask = ring->capacity - 1;
  uint64_t place = ring->first + ring->length;
  sim_event_write (&ring->events[place & mask], &event);
  if (ring->length++ == 0)
    {
      queue->heads[lane] = &ring->events[place & mask];
      sim_event_queue_find_head (queue);
    }
  return place;
}

/* The head of @lane has gone; those withdrawn behind it go, too. */
static inline void
sim_event_queue_pass_head (SimEventQueue *queue, int lane)
{
  SimEventLane *ring = &queue->lanes[lane];
  const size_t mask = ring->capacity - 1;
  do
    {
      ring->first++;
      ring->length--;
    }
  while (ring->length > 0 &&
         ring->events[ring->first & mask].kind == SIM_EVENT_WITHDRAWN);
  queue->heads[lane] =
      ring->length > 0 ? &ring->events[ring->first & mask] : &queue->never;
  sim_event_queue_find_head (queue);
}

/**
 * sim_event_queue_withdraw:
 * @place: of an event in @lane; of one that has left it, or SIM_EVENT_NO_PLACE: nothing
 * happens
 *
 * Removes an event that nobody would heed any more; constant time on average.
 */
static inline void
sim_event_queue_withdraw (SimEventQueue *queue, int lane, uint64_t place)
{
  SimEventLane *ring = &queue->lanes[lane];
  if (place - ring->first >= ring->length)
    return;
  if (place == ring->first)
    sim_event_queue_pass_head (queue, lane);
  else
    ring->events[place & (ring->capacity - 1)].kind = SIM_EVENT_WITHDRAWN;
}

/** Returns: (transfer none): the next event, valid until the next change; one at
 * SIM_TIME_NEVER when there is none */
static inline const SimEvent *
sim_event_queue_peek (SimEventQueue *queue)
{
  if (G_UNLIKELY (queue->first == queue->end && queue->length > 0))
    sim_event_queue_refill (queue);
  const SimEvent *next =
      G_LIKELY (queue->first < queue->end) ? &queue->near[queue->first] : &queue->never;
  return sim_event_passes (queue->head, next) ? queue->head : next;
}

/** Takes @next out, which sim_event_queue_peek() has just given. */
static inline void
sim_event_queue_take (SimEventQueue *queue, const SimEvent *next, SimEvent *ret_event)
{
  *ret_event = *next;
  if (next != queue->head)
    {
      queue->first++;
      return;
    }
  sim_event_queue_pass_head (queue, queue->head_lane);
}

/** Takes the next event out into @ret_event. Returns: false when the queue is empty */
static inline bool
sim_event_queue_pop (SimEventQueue *queue, SimEvent *ret_event)
{
  const SimEvent *next = sim_event_queue_peek (queue);
  if (next->time == SIM_TIME_NEVER)
    return false;
  sim_event_queue_take (queue, next, ret_event);
  return true;
}

/** Returns: how many events are still to come; costs a look at every event of a lane */
size_t sim_event_queue_length (const SimEventQueue *queue);
