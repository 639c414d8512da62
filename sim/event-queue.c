/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The event queue: its memory and its invariant; the rest is inline in the header. */
#include "sim/event-queue.h"

#include <string.h>

#define FIRST_CAPACITY 61 /* with the three unused places in front: 2 kB */
#define CACHE_LINES    128
#define FIRST_LANE     64 /* a power of 2 */

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

SimEventQueue *
sim_event_queue_new (void)
{
  SimEventQueue *queue = g_new0 (SimEventQueue, 1);
  move_to (queue, FIRST_CAPACITY);
  queue->never = (SimEvent){ .time = SIM_TIME_NEVER, .order = UINT64_MAX };
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    queue->heads[lane] = &queue->never;
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
  queue->length = 0;
  queue->sequence = 0;
  queue->has_hole = false;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    {
      queue->lanes[lane].first = queue->lanes[lane].length = 0;
      queue->heads[lane] = &queue->never;
    }
}

void
sim_event_queue_grow (SimEventQueue *queue)
{
  g_assert (queue->capacity <= SIZE_MAX / 4 / sizeof (SimEvent));
  move_to (queue, 2 * queue->capacity + SIM_EVENT_FAN - 1);
}

void
sim_event_queue_grow_lane (SimEventQueue *queue, int lane)
{
  SimEventLane *ring = &queue->lanes[lane];
  size_t capacity = ring->capacity == 0 ? FIRST_LANE : 2 * ring->capacity;
  g_assert (capacity <= SIZE_MAX / 2 / sizeof (SimEvent));
  SimEvent *events = g_new (SimEvent, capacity);
  for (size_t i = 0; i < ring->length; i++)
    events[i] = ring->events[(ring->first + i) & (ring->capacity - 1)];
  g_free (ring->events);
  ring->events = events;
  ring->first = 0;
  ring->capacity = capacity;
  queue->heads[lane] = ring->length > 0 ? &events[0] : &queue->never;
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
  return queue->heads[lane] ==
         (ring->length > 0 ? &ring->events[ring->first] : &queue->never);
}

bool
sim_event_queue_check (const SimEventQueue *queue)
{
  if (queue->length > queue->capacity || (queue->has_hole && queue->length == 0))
    return false;
  for (int lane = 0; lane < SIM_EVENT_LANES; lane++)
    if (!check_lane (queue, lane))
      return false;
  size_t top = queue->has_hole ? SIM_EVENT_FAN : 0;
  for (size_t place = top + 1; place < queue->length; place++)
    {
      size_t parent = (place - 1) / SIM_EVENT_FAN;
      if (sim_event_key (&queue->events[place]) < sim_event_key (&queue->events[parent]))
        return false;
    }
  return true;
}
