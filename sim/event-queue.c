/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event queue: its heap, its memory and its invariant; the rest is inline in the
 * header. */
#include "sim/event-queue.h"

#include <string.h>

#define FIRST_CAPACITY 61 /* with the three unused places in front: 2 kB */
#define CACHE_LINES    128
#define FIRST_LANE     64 /* a power of 2 */
#define REFILL         12 /* events at a time; fewer than SIM_EVENT_NEAR */

/* From this place on the heap no longer fits the nearest cache. */
#define BEYOND_CACHE 4096

/* Gives the queue memory for @capacity events, events[1] at the beginning of a line. */
static void
move_to (SimEventQueue *queue, size_t capacity)
{
  const size_t unused = SIM_EVENT_FAN - 1;
  gpointer memory = g_aligned_alloc (capacity + unused, sizeof (SimEvent), CACHE_LINES);
  SimEvent *events = (SimEvent *) memory + unused;
  if (queue->length > 0)
    memcpy (events, queue->events, queue->length * sizeof (SimEvent));
  g_aligned_free (queue->memory);
  queue->memory = memory;
  queue->events = events;
  queue->capacity = capacity;
}

/* Where @n near events are put, in the middle of their space. */
static void
place_near (SimEventQueue *queue, size_t n)
{
  queue->first = (SIM_EVENT_NEAR_SPACE - n) / 2;
  queue->end = queue->first + n;
}

SimEventQueue *
sim_event_queue_new (void)
{
  SimEventQueue *queue = g_new0 (SimEventQueue, 1);
  move_to (queue, FIRST_CAPACITY);
  queue->never = (SimEvent){ .time = SIM_TIME_NEVER, .order = UINT64_MAX };
  sim_event_queue_reset (queue);
  return queue;
}

void
sim_event_queue_free (SimEventQueue *queue)
{
  if (queue == NULL)
    return;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    g_free (queue->lanes[lane].events);
  g_aligned_free (queue->memory);
  g_free (queue);
}

void
sim_event_queue_reset (SimEventQueue *queue)
{
  g_return_if_fail (queue != NULL);
  place_near (queue, 0);
  queue->length = 0;
  queue->sequence = 0;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    {
      queue->lanes[lane].first = queue->lanes[lane].length = 0;
      queue->heads[lane] = &queue->never;
    }
  sim_event_queue_find_head (queue);
}

void
sim_event_queue_push (SimEventQueue *queue, const SimEvent *event)
{
  if (G_UNLIKELY (queue->length == queue->capacity))
    {
      g_assert (queue->capacity <= SIZE_MAX / 4 / sizeof (SimEvent));
      move_to (queue, 2 * queue->capacity + SIM_EVENT_FAN - 1);
    }
  SimEvent *events = queue->events;
  SimEventKey key = sim_event_key (event);
  size_t place = queue->length++;
  while (place > 0)
    {
      size_t parent = (place - 1) / SIM_EVENT_FAN;
      if (sim_event_key (&events[parent]) < key)
        break;
      events[place] = events[parent];
      place = parent;
    }
  events[place] = *event;
}

/* The place among the @n events (1 to 4) from @child on that leaves first. */
static size_t
first_child (const SimEvent *events, size_t child, size_t n)
{
  size_t first = child;
  for (size_t i = child + 1; i < child + n; i++)
    if (sim_event_key (&events[i]) < sim_event_key (&events[first]))
      first = i;
  return first;
}

/* Puts @event into the heap of @length events whose root is free.  The first of four is
 * found in two rounds without branches: a quarter faster than one by one. */
static void
fill_root (SimEvent *events, size_t length, SimEvent event)
{
  SimEventKey key = sim_event_key (&event);
  size_t place = 0;
  size_t child = 1;
  while (child + SIM_EVENT_FAN <= length)
    {
      /* Without branches nothing is guessed, so nothing is read ahead: ask for it. */
      if (G_UNLIKELY (child > BEYOND_CACHE))
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
      size_t first = first_child (events, child, length - child);
      if (sim_event_key (&events[first]) < key)
        {
          events[place] = events[first];
          place = first;
        }
    }
  events[place] = event;
}

void
sim_event_queue_make_room (SimEventQueue *queue)
{
  const SimEvent *from = queue->near + queue->first;
  size_t n = queue->end - queue->first;
  if (n == SIM_EVENT_NEAR)
    while (n > SIM_EVENT_NEAR / 2)
      sim_event_queue_push (queue, &from[--n]);
  place_near (queue, n);
  memmove (queue->near + queue->first, from, n * sizeof (SimEvent));
}

void
sim_event_queue_refill (SimEventQueue *queue)
{
  g_assert (queue->first == queue->end);
  place_near (queue, MIN (queue->length, REFILL));
  for (size_t i = queue->first; i < queue->end; i++)
    {
      queue->near[i] = queue->events[0];
      queue->length--;
      if (queue->length > 0)
        fill_root (queue->events, queue->length, queue->events[queue->length]);
    }
}

void
sim_event_queue_grow_lane (SimEventQueue *queue, int lane)
{
  SimEventLane *ring = &queue->lanes[lane];
  size_t capacity = ring->capacity == 0 ? FIRST_LANE : 2 * ring->capacity;
  g_assert (capacity <= SIZE_MAX / 2 / sizeof (SimEvent));
  SimEvent *events = g_new (SimEvent, capacity);
  for (uint64_t place = ring->first; place < ring->first + ring->length; place++)
    events[place & (capacity - 1)] = ring->events[place & (ring->capacity - 1)];
  g_free (ring->events);
  ring->events = events;
  ring->capacity = capacity;
  queue->heads[lane] =
      ring->length > 0 ? &events[ring->first & (capacity - 1)] : &queue->never;
  sim_event_queue_find_head (queue);
}

size_t
sim_event_queue_length (const SimEventQueue *queue)
{
  size_t length = queue->length + queue->end - queue->first;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    {
      const SimEventLane *ring = &queue->lanes[lane];
      for (uint64_t place = ring->first; place < ring->first + ring->length; place++)
        length += ring->events[place & (ring->capacity - 1)].kind != SIM_EVENT_WITHDRAWN;
    }
  return length;
}

static bool
check_lane (const SimEventQueue *queue, int lane)
{
  const SimEventLane *ring = &queue->lanes[lane];
  size_t mask = ring->capacity - 1;
  for (size_t i = 1; i < ring->length; i++)
    if (sim_event_key (&ring->events[(ring->first + i) & mask]) <
        sim_event_key (&ring->events[(ring->first + i - 1) & mask]))
      return false;
  if (ring->length == 0)
    return queue->heads[lane] == &queue->never;
  const SimEvent *head = &ring->events[ring->first & mask];
  return queue->heads[lane] == head && head->kind != SIM_EVENT_WITHDRAWN;
}

bool
sim_event_queue_check (const SimEventQueue *queue)
{
  if (queue->length > queue->capacity || queue->first > queue->end ||
      queue->end - queue->first > SIM_EVENT_NEAR || queue->end > SIM_EVENT_NEAR_SPACE)
    return false;
  for (size_t i = queue->first + 1; i < queue->end; i++)
    if (sim_event_key (&queue->near[i]) < sim_event_key (&queue->near[i - 1]))
      return false;
  if (queue->first < queue->end && queue->length > 0 &&
      sim_event_key (&queue->events[0]) < sim_event_key (&queue->near[queue->end - 1]))
    return false;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    if (!check_lane (queue, lane))
      return false;
  for (size_t place = 1; place < queue->length; place++)
    {
      size_t parent = (place - 1) / SIM_EVENT_FAN;
      if (sim_event_key (&queue->events[place]) < sim_event_key (&queue->events[parent]))
        return false;
    }
  return true;
}
