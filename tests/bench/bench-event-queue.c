/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benchmark of sim/event-queue.h: nanoseconds a hold, by number of pending events. */
#include "sim/event-queue.h"
#include "sim/stream.h"
#include "tests/bench/clock.h"

#include <math.h>
#include <stdio.h>

/* Drawn beforehand, so that no logarithm is timed; more than fit the queue's pattern. */
#define INCREMENTS (1 << 16)
#define HOLDS      4000000
#define REPEATS    5

static void
fill_increments (SimTime *increments)
{
  for (uint64_t i = 0; i < INCREMENTS; i++)
    {
      SimBlock block = sim_stream_block ((SimStreamKey){ 1, 0 }, i, 0, 0);
      increments[i] = sim_time_from_days (-28 * log (sim_uniform (block.word[0])));
    }
}

/* One hold: take the next event out, schedule it again an exponential time later. */
static double
time_holds (size_t pending, const SimTime *increments)
{
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  for (size_t i = 0; i < pending; i++)
    sim_event_queue_schedule (queue, increments[i % INCREMENTS], SIM_PHASE_COMPLETION, 0,
                              (uint32_t) i, 0, 0);
  double best = HUGE_VAL;
  for (int repeat = 0; repeat < REPEATS; repeat++)
    {
      double begin = bench_seconds ();
      for (size_t i = 0; i < HOLDS; i++)
        {
          SimEvent event;
          if (!sim_event_queue_pop (queue, &event))
            return NAN;
          sim_event_queue_schedule (queue, event.time + increments[i % INCREMENTS],
                                    SIM_PHASE_COMPLETION, 0, event.subject, 0, 0);
        }
      best = fmin (best, (bench_seconds () - begin) / HOLDS);
    }
  return 1e9 * best;
}

int
main (void)
{
  static const size_t pending[] = { 10, 100, 10000, 1000000 };
  g_autofree SimTime *increments = g_new (SimTime, INCREMENTS);
  fill_increments (increments);
  printf ("%10s %12s\n", "pending", "ns a hold");
  for (size_t i = 0; i < G_N_ELEMENTS (pending); i++)
    printf ("%10zu %12.1f\n", pending[i], time_holds (pending[i], increments));
  return 0;
}
