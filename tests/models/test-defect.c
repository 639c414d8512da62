/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A defect of ours: conservation finds it, and the experiment stops with its name. */
#include "tests/support/study.h"

#include "scenarios/reader.h"
#include "sim/error.h"
#include "sim/pool.h"

/* The linker puts this in the place of the true one (meson.build): at its sixth call, one
 * a replication, a unit is held by nobody. */
int __real_sim_pool_held_count (const SimPool *pool);
int __wrap_sim_pool_held_count (const SimPool *pool);

#define DEFECT 5

static int n_calls;

int
__wrap_sim_pool_held_count (const SimPool *pool)
{
  return __real_sim_pool_held_count (pool) + (n_calls++ == DEFECT);
}

static const char scenario_text[] =
    "<scenario format='1' name='x' start='2019-01-01' end='2020-01-01'>"
    "<patients><arrivals per-year='100'/></patients>"
    "<plant><pool id='line' capacity='7'/><stage id='s' uses='line'>"
    "<constant value='10'/></stage></plant></scenario>";

static void
a_broken_law_stops_the_experiment_with_what_repeats_it (void **state)
{
  (void) state;
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = scenario_read_memory ("x", scenario_text, -1, &error);
  assert_non_null (scenario);
  g_autoptr (TestStudy) test = test_study_new (scenario, NULL, 77);
  const SimExperiment experiment = {
    .catalogue = test->catalogue,
    .n_variants = 1,
    .end_replication = 100,
    .n_threads = 1,
    .worker_new = test_study_worker_new,
    .worker_free = model_study_worker_free,
    .run = model_study_run,
    .sink = test_study_keep,
    .data = test,
  };

  assert_false (sim_experiment_run (&experiment, &error));
  assert_true (g_error_matches (error, SIM_ERROR, SIM_ERROR_CONSERVATION));
  assert_string_equal (error->message,
                       "replication 5 of rule 'referral' with seed 77: conservation is "
                       "broken, a defect of day31: a unit of a pool was not given back");
  /* It did not go on behind it. */
  assert_int_equal (n_calls, DEFECT + 1);
}

int
main (void)
{
  scenario_reader_init ();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (a_broken_law_stops_the_experiment_with_what_repeats_it),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
