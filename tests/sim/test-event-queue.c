/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sim/event-queue.h. */
#include "tests/support/assert.h"

#include "sim/event-queue.h"
#include "sim/stream.h"

static void
put (SimEventQueue *queue, SimTime time, SimPhase phase, uint32_t subject)
{
  sim_event_queue_schedule (queue, time, phase, 0, subject, 0, 0);
}

static void
earlier_times_leave_first (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  put (queue, 30, SIM_PHASE_CALENDAR, 3);
  put (queue, -10, SIM_PHASE_OBSERVE, 1);
  put (queue, 20, SIM_PHASE_EXPIRY, 2);
  SimEvent event = { 0 };
  for (uint32_t subject = 1; subject <= 3; subject++)
    {
      assert_true (sim_event_queue_pop (queue, &event));
      assert_int_equal (event.subject, subject);
    }
  assert_false (sim_event_queue_pop (queue, &event));
  assert_int_equal (event.subject, 3);
}

static void
phases_order_one_instant (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  for (int phase = SIM_PHASE_OBSERVE; phase >= SIM_PHASE_CALENDAR; phase--)
    put (queue, 5, (SimPhase) phase, (uint32_t) phase);
  SimEvent event = { 0 };
  for (int phase = SIM_PHASE_CALENDAR; phase <= SIM_PHASE_OBSERVE; phase++)
    {
      assert_true (sim_event_queue_pop (queue, &event));
      assert_int_equal (sim_event_phase (&event), phase);
      assert_int_equal (event.subject, phase);
    }
}

static void
equal_time_and_phase_leave_in_order_of_scheduling (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  for (uint32_t i = 0; i < 1000; i++)
    put (queue, 7, SIM_PHASE_CHANGE, i);
  SimEvent event = { 0 };
  for (uint32_t i = 0; i < 1000; i++)
    {
      assert_true (sim_event_queue_pop (queue, &event));
      assert_int_equal (event.subject, i);
    }
}

static void
earlier_phase_scheduled_now_runs_before_what_remains (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  put (queue, 9, SIM_PHASE_COMPLETION, 1);
  put (queue, 9, SIM_PHASE_ALLOCATE, 2);
  put (queue, 9, SIM_PHASE_EXPIRY, 4);
  SimEvent event = { 0 };
  assert_true (sim_event_queue_pop (queue, &event));
  assert_true (sim_event_queue_pop (queue, &event));
  assert_int_equal (event.subject, 2);
  put (queue, 9, SIM_PHASE_COMPLETION, 3);
  assert_true (sim_event_queue_pop (queue, &event));
  assert_int_equal (event.subject, 3);
  assert_true (sim_event_queue_pop (queue, &event));
  assert_int_equal (event.subject, 4);
}

static void
all_members_come_back (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  sim_event_queue_schedule (queue, 11, SIM_PHASE_ARRIVAL, 1, 0xfffffffe, 3, 4);
  SimEvent event = { 0 };
  assert_true (sim_event_queue_pop (queue, &event));
  assert_int_equal (event.time, 11);
  assert_int_equal (event.kind, 1);
  assert_int_equal (event.subject, 0xfffffffe);
  assert_int_equal (event.stamp, 3);
  assert_int_equal (event.detail, 4);
  assert_int_equal (sim_event_phase (&event), SIM_PHASE_ARRIVAL);
}

static void
never_schedules_nothing (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  put (queue, SIM_TIME_NEVER, SIM_PHASE_CHANGE, 1);
  assert_int_equal (sim_event_queue_length (queue), 0);
  assert_true (sim_event_queue_peek (queue)->time == SIM_TIME_NEVER);
}

static void
peek_shows_what_pop_gives (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  for (uint32_t i = 0; i < 40; i++)
    put (queue, (SimTime) (i * 17 % 40), SIM_PHASE_CHANGE, i);
  SimEvent event = { 0 };
  for (size_t left = 40; left > 0; left--)
    {
      assert_int_equal (sim_event_queue_length (queue), left);
      SimTime next = sim_event_queue_peek (queue)->time;
      assert_true (sim_event_queue_pop (queue, &event));
      assert_int_equal (event.time, next);
      assert_int_equal (event.time, 40 - (SimTime) left);
    }
  assert_true (sim_event_queue_peek (queue)->time == SIM_TIME_NEVER);
}

static void
reset_empties_and_restarts_the_sequence (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  SimEvent first = { 0 }, again = { .order = 1 };
  put (queue, 1, SIM_PHASE_CHANGE, 1);
  put (queue, 2, SIM_PHASE_CHANGE, 2);
  assert_true (sim_event_queue_pop (queue, &first));
  sim_event_queue_reset (queue);
  assert_int_equal (sim_event_queue_length (queue), 0);
  assert_true (sim_event_queue_peek (queue)->time == SIM_TIME_NEVER);
  assert_false (sim_event_queue_pop (queue, &again));
  put (queue, 1, SIM_PHASE_CHANGE, 1);
  assert_true (sim_event_queue_pop (queue, &again));
  assert_true (first.order == again.order);
}

/* The slow and certain way: look through all of them. */
static guint
first_of (const GArray *events)
{
  guint first = 0;
  for (guint i = 1; i < events->len; i++)
    {
      const SimEvent *a = &g_array_index (events, SimEvent, i);
      const SimEvent *b = &g_array_index (events, SimEvent, first);
      if (a->time < b->time || (a->time == b->time && a->order < b->order))
        first = i;
    }
  return first;
}

static void
any_mixture_of_calls_agrees_with_a_plain_list (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (SimEvent));
  SimStreamKey key = { 1, 2 };
  uint64_t sequence = 0;
  for (uint32_t i = 0; i < 60000; i++)
    {
      SimBlock block = sim_stream_block (key, 0, 0, i);
      /* The queue first grows, then shrinks, over and over, to nothing and to hundreds.
       */
      bool puts = sim_uniform (block.word[0]) < (i / 2000 % 2 == 0 ? 0.6 : 0.4);
      if (puts)
        {
          /* Few distinct times and phases, so that ties are common. */
          SimEvent event = { .time = (SimTime) (block.word[1] % 50) - 20, .subject = i };
          uint64_t phase = block.word[2] % 8;
          event.order = phase << 56 | sequence++;
          put (queue, event.time, (SimPhase) phase, i);
          g_array_append_val (list, event);
        }
      else
        {
          SimEvent event = { 0 };
          assert_int_equal (sim_event_queue_pop (queue, &event), list->len > 0);
          if (list->len > 0)
            {
              guint first = first_of (list);
              assert_int_equal (event.subject,
                                g_array_index (list, SimEvent, first).subject);
              g_array_remove_index_fast (list, first);
            }
        }
      assert_int_equal (sim_event_queue_length (queue), list->len);
      const SimEvent *next = sim_event_queue_peek (queue);
      assert_int_equal (next->time<SIM_TIME_NEVER, list->len> 0);
      if (list->len > 0)
        assert_int_equal (next->subject,
                          g_array_index (list, SimEvent, first_of (list)).subject);
      if (i % 100 == 0)
        assert_true (sim_event_queue_check (queue));
    }
}

static void
steady_state_keeps_its_memory (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  for (uint32_t i = 0; i < 500; i++)
    put (queue, i, SIM_PHASE_CHANGE, i);
  gpointer memory = queue->memory;
  for (int i = 0; i < 10000; i++)
    {
      SimEvent event = { 0 };
      assert_true (sim_event_queue_pop (queue, &event));
      put (queue, event.time + 500, SIM_PHASE_CHANGE, event.subject);
    }
  sim_event_queue_reset (queue);
  assert_ptr_equal (queue->memory, memory);
}

/* The same pseudo-random events in a queue with lanes, where every second one is offered
 * to a lane whether it is in order or not, and in one without. */
static void
lanes_change_no_order (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) plain = sim_event_queue_new ();
  g_autoptr (SimEventQueue) laned = sim_event_queue_new ();
  SimTime now = 0;
  for (uint32_t i = 0; i < 20000; i++)
    {
      SimBlock block = sim_stream_block ((SimStreamKey){ 5, 0 }, i, 0, 0);
      SimTime time = now + (SimTime) (block.word[0] % 50);
      SimPhase phase = (SimPhase) (block.word[1] % (SIM_PHASE_OBSERVE + 1));
      put (plain, time, phase, i);
      if (i % 2 == 0)
        put (laned, time, phase, i);
      else
        sim_event_queue_schedule_in_order (laned, (int) (i / 2 % SIM_EVENT_LANES), time,
                                           phase, 0, i, 0);
      assert_int_equal (sim_event_queue_length (plain), sim_event_queue_length (laned));
      /* Shrinks now and then, so that lanes run empty and rings go round. */
      for (uint64_t pops = block.word[2] % 5 / 2; pops > 0; pops--)
        {
          SimEvent a = { 0 }, b = { 0 };
          bool is_there = sim_event_queue_pop (plain, &a);
          assert_int_equal (sim_event_queue_pop (laned, &b), is_there);
          assert_memory_equal (&a, &b, sizeof a);
          now = MAX (now, a.time);
        }
      if (i % 500 == 0)
        assert_true (sim_event_queue_check (laned));
    }
}

static void
a_lane_takes_what_is_in_order (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  /* 200 ascending ones all stay in the ring; the earlier one behind them does not. */
  for (uint32_t i = 0; i < 200; i++)
    sim_event_queue_schedule_in_order (queue, 0, 10 + i / 2, SIM_PHASE_EXPIRY, 0, i, 0);
  sim_event_queue_schedule_in_order (queue, 0, 20, SIM_PHASE_EXPIRY, 0, 200, 0);
  sim_event_queue_schedule_in_order (queue, 0, SIM_TIME_NEVER, SIM_PHASE_EXPIRY, 0, 9, 0);
  assert_int_equal (queue->lanes[0].length, 200);
  assert_int_equal (sim_event_queue_length (queue), 201);
  assert_true (sim_event_queue_check (queue));
  sim_event_queue_reset (queue);
  assert_true (sim_event_queue_peek (queue)->time == SIM_TIME_NEVER);
}

/* The same pseudo-random events in a queue that withdraws a third of those in its lanes,
 * and in one where they are marked and passed over by whoever takes them. */
static void
withdrawn_events_never_leave (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) marked = sim_event_queue_new ();
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  const uint32_t n = 20000;
  g_autofree uint64_t *places = g_new (uint64_t, n);
  g_autofree bool *is_withdrawn = g_new0 (bool, n);
  SimTime now = 0;
  for (uint32_t i = 0; i < n; i++)
    {
      SimBlock block = sim_stream_block ((SimStreamKey){ 6, 0 }, i, 0, 0);
      SimTime time = now + (SimTime) (block.word[0] % 50);
      int lane = (int) (i % SIM_EVENT_LANES);
      sim_event_queue_schedule_in_order (marked, lane, time, SIM_PHASE_EXPIRY, 0, i, 0);
      places[i] = sim_event_queue_schedule_in_order (queue, lane, time, SIM_PHASE_EXPIRY,
                                                     0, i, 0);
      /* Any of the last hundred: in the lane, past it, never in it, withdrawn already. */
      uint32_t other = i - (uint32_t) (block.word[1] % MIN (i + 1, 100));
      if (block.word[2] % 3 == 0 && places[other] != SIM_EVENT_NO_PLACE)
        {
          sim_event_queue_withdraw (queue, (int) (other % SIM_EVENT_LANES),
                                    places[other]);
          is_withdrawn[other] = true;
        }
      sim_event_queue_withdraw (queue, lane, SIM_EVENT_NO_PLACE);
      for (uint64_t pops = block.word[3] % 5 / 2; pops > 0; pops--)
        {
          SimEvent a = { 0 }, b = { 0 };
          bool is_there;
          do
            is_there = sim_event_queue_pop (marked, &a);
          while (is_there && is_withdrawn[a.subject]);
          assert_int_equal (sim_event_queue_pop (queue, &b), is_there);
          if (is_there)
            assert_memory_equal (&a, &b, sizeof a);
          now = MAX (now, b.time);
        }
      if (i % 100 == 0)
        assert_true (sim_event_queue_check (queue));
    }
}

static void
withdrawn_events_do_not_count (void **state)
{
  (void) state;
  g_autoptr (SimEventQueue) queue = sim_event_queue_new ();
  uint64_t places[3];
  for (uint32_t i = 0; i < 3; i++)
    places[i] = sim_event_queue_schedule_in_order (queue, 1, 10 * (SimTime) i,
                                                   SIM_PHASE_EXPIRY, 0, i, 0);
  sim_event_queue_withdraw (queue, 1, places[1]);
  assert_int_equal (sim_event_queue_length (queue), 2);
  /* Behind the first comes nobody but the third. */
  sim_event_queue_withdraw (queue, 1, places[0]);
  assert_int_equal (sim_event_queue_peek (queue)->subject, 2);
  sim_event_queue_withdraw (queue, 1, places[2]);
  assert_int_equal (sim_event_queue_length (queue), 0);
  assert_true (sim_event_queue_check (queue));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (earlier_times_leave_first),
    cmocka_unit_test (phases_order_one_instant),
    cmocka_unit_test (equal_time_and_phase_leave_in_order_of_scheduling),
    cmocka_unit_test (earlier_phase_scheduled_now_runs_before_what_remains),
    cmocka_unit_test (all_members_come_back),
    cmocka_unit_test (never_schedules_nothing),
    cmocka_unit_test (peek_shows_what_pop_gives),
    cmocka_unit_test (reset_empties_and_restarts_the_sequence),
    cmocka_unit_test (any_mixture_of_calls_agrees_with_a_plain_list),
    cmocka_unit_test (steady_state_keeps_its_memory),
    cmocka_unit_test (lanes_change_no_order),
    cmocka_unit_test (a_lane_takes_what_is_in_order),
    cmocka_unit_test (withdrawn_events_never_leave),
    cmocka_unit_test (withdrawn_events_do_not_count),
  };
  return cmocka_run_group_tests_name ("sim/event-queue", tests, NULL, NULL);
}
