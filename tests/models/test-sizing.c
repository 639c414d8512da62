/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizing: the least number of lines against the tables of Erlang B. */
#include "models/sizing.h"
#include "scenarios/reader.h"
#include "sim/queueing.h"
#include "tests/support/assert.h"

/* Three offered to a pool that nobody waits for: M/D/c/c, a year after a warm-up. */
static const char queue[] =
    "<scenario format='1' name='queue' start='2000-01-01' end='2002-01-01'>"
    "<experiment replications='40' seed='3' warm-up='30'/>"
    "<patients><arrivals per-year='1095.75'/></patients>"
    "<harvest window='0' count='elapsed'/>"
    "<plant gate='line'><pool id='line' capacity='%d'/>"
    "<stage id='culture' uses='line'><constant value='1'/></stage></plant></scenario>";

static Scenario *
read_queue (int capacity)
{
  g_autofree char *text = g_strdup_printf (queue, capacity);

  return scenario_read_memory ("queue.xml", text, -1, NULL);
}

static ModelSizingAnswer
size_it (int capacity, const char *metric, bool is_at_most, double bound, int n_threads)
{
  g_autoptr (Scenario) scenario = read_queue (capacity);
  assert_non_null (scenario);
  const ModelVariant variant = { .label = "queue", .scenario = scenario, .rule = 0 };
  g_autoptr (ModelStudy) study = model_study_new (&variant, 1, 3);
  const ModelTarget target = { sim_catalogue_find_metric (model_study_catalogue (study),
                                                          metric, "all"),
                               is_at_most, bound };
  const ModelSizing sizing = {
    .scenario = scenario,
    .seed = 3,
    .pool = "line",
    .targets = &target,
    .n_targets = 1,
    .confidence = 0.95,
    .replications = 40,
    .n_threads = n_threads,
  };
  ModelSizingAnswer answer;
  g_autoptr (GError) error = NULL;

  if (!model_sizing_search (&sizing, &answer, &error))
    fail_msg ("%s", error->message);
  return answer;
}

static int
least_by_erlang_b (double share)
{
  int servers = 1;

  while (1 - sim_queueing_erlang_b (servers, 3) < share)
    servers++;
  return servers;
}

static void
least_capacity_is_that_of_erlang_b (void **state)
{
  (void) state;
  /* 1 - B(c, 3) for c = 1 to 8: .250, .471, .654, .794, .890, .948, .978, .992: each
   * target lies well between two of them.  Searched from below and from above. */
  static const double targets[] = { 0.2, 0.6, 0.85, 0.93, 0.985 };
  static const int expected[] = { 1, 3, 5, 6, 8 };
  for (size_t i = 0; i < G_N_ELEMENTS (targets); i++)
    for (int capacity = 1; capacity <= 20; capacity += 19)
      {
        ModelSizingAnswer answer =
            size_it (capacity, "infused-share", false, targets[i], 1);

        assert_int_equal (least_by_erlang_b (targets[i]), expected[i]);
        assert_int_equal (answer.outcome, MODEL_SIZING_PROVED);
        assert_int_equal (answer.capacity, expected[i]);
      }
}

static void
upper_bound_is_met_from_below (void **state)
{
  (void) state;
  /* In use 3 (1 - B) of c: 0.534 of 5, 0.474 of 6. */
  ModelSizingAnswer answer = size_it (2, "utilisation:line", true, 0.5, 1);
  assert_int_equal (answer.outcome, MODEL_SIZING_PROVED);
  assert_int_equal (answer.capacity, 6);
}

static void
what_no_capacity_meets_is_recognised (void **state)
{
  (void) state;
  /* 1095.75 arrive a year, not 2000; with enough lines more of them change nothing. */
  ModelSizingAnswer answer = size_it (4, "infused-per-year", false, 2000, 1);
  assert_int_equal (answer.outcome, MODEL_SIZING_UNREACHABLE);
  assert_in_range (answer.capacity, 10, 64);
}

static void
bound_at_the_truth_is_not_claimed (void **state)
{
  (void) state;
  /* All are infused, 1.0, only once lines are so many that nobody ever finds none; the
   * mean of 1095.75 a year is the supremum of infused a year: met by chance at best. */
  ModelSizingAnswer answer = size_it (20, "infused-per-year", false, 1095.75, 1);
  assert_int_not_equal (answer.outcome, MODEL_SIZING_PROVED);
}

static void
threads_change_nothing (void **state)
{
  (void) state;
  ModelSizingAnswer one = size_it (2, "infused-share", false, 0.85, 1);
  ModelSizingAnswer three = size_it (2, "infused-share", false, 0.85, 3);
  assert_int_equal (one.capacity, three.capacity);
  assert_int_equal (one.replications, three.replications);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (least_capacity_is_that_of_erlang_b),
    cmocka_unit_test (upper_bound_is_met_from_below),
    cmocka_unit_test (what_no_capacity_meets_is_recognised),
    cmocka_unit_test (bound_at_the_truth_is_not_claimed),
    cmocka_unit_test (threads_change_nothing),
  };
  scenario_reader_init ();
  return cmocka_run_group_tests_name ("sizing", tests, NULL, NULL);
}
