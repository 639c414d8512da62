/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of models/oracles.h: the simulator against textbook queues. */
#include "tests/support/assert.h"

#include "models/oracles.h"
#include "scenarios/reader.h"

#include <string.h>

#define N_THREADS 2

/* What DOMAIN section 5 prints, and arithmetic on it, to 6 decimals. */
static const struct
{
  const char *scenario;
  const char *metric;
  const char *group;
  double expected;
} goldens[] = {
  { "erlang-b-5-gamma", "infused-share", "all", 1 - 0.110054 },
  { "erlang-b-8-constant", "infused-share", "all", 1 - 0.224278 },
  { "erlang-c-5", "wait", "all", 0.236152 / 2 },
  { "erlang-c-8", "wait", "all", 0.635316 },
  { "priority-5", "wait", "A", 0.145819 },
  { "priority-5", "wait", "C", 0.729095 },
  { "priority-5", "wait", "all", 0.554113 },
  { "manual-100", "infused-share", "all", 1 - 0.131118 },
  { "manual-150", "infused-share", "all", 1 - 0.337302 },
  /* Half of those who get a line leave in culture: (1 - abandoning) / 2, and the number
   * waiting is abandoning x lambda / theta. */
  { "erlang-a-1", "infused-share", "all", (1 - 0.313035) / 2 },
  { "erlang-a-1", "waiting", "all", 0.313035 * 2 },
  { "erlang-a-5", "infused-share", "all", (1 - 0.146132) / 2 },
  { "mg-infinity-gamma", "utilisation:line", "all", 0.25 },
  { "mg-infinity-table6", "utilisation:line", "all", 249 * 370.0 / 13 / 365 / 100 },
};

static size_t
find_oracle (const char *scenario, const char *metric, const char *group)
{
  size_t n = model_oracle_count ();
  for (size_t i = 0; i < n; i++)
    {
      const ModelOracle *oracle = model_oracle (i);
      if (strcmp (oracle->scenario, scenario) == 0 &&
          strcmp (oracle->metric, metric) == 0 && strcmp (oracle->group, group) == 0)
        return i;
    }
  fail_msg ("no case %s %s:%s", scenario, metric, group);
  return n;
}

static void
closed_forms_have_their_golden_values (G_GNUC_UNUSED void **state)
{
  for (size_t i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      size_t oracle =
          find_oracle (goldens[i].scenario, goldens[i].metric, goldens[i].group);
      g_autoptr (GError) error = NULL;
      g_autoptr (Scenario) scenario = model_oracle_scenario (oracle, &error);
      assert_null (error);
      /* Twice the rounding to 6 decimals, for the factors of 2 above. */
      assert_near (model_oracle_expected (oracle, scenario), goldens[i].expected, 1e-6);
    }
}

static void
embedded_scenarios_are_those_of_the_folder (G_GNUC_UNUSED void **state)
{
  for (size_t i = 0; i < model_oracle_count (); i += model_oracles_together (i))
    {
      g_autofree char *name = g_strconcat (model_oracle (i)->scenario, ".xml", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"),
                                                "scenarios", "queueing", name, NULL);
      g_autoptr (Scenario) embedded = model_oracle_scenario (i, NULL);
      g_autoptr (Scenario) file = scenario_read (path, NULL, NULL);
      assert_non_null (embedded);
      assert_non_null (file);
      assert_string_equal (embedded->name, file->name);
      assert_int_equal (embedded->seed, file->seed);
      assert_int_equal (embedded->replications, file->replications);
      assert_near (model_oracle_expected (i, embedded), model_oracle_expected (i, file),
                   0);
    }
}

static void
verdict_depends_on_standard_errors (G_GNUC_UNUSED void **state)
{
  ModelOracleVerdict verdict = model_oracle_judge (0.5, 0.53, 0.01);
  assert_near (verdict.z, 3, 1e-12);
  assert_true (verdict.is_met);
  assert_true (model_oracle_judge (0.5, 0.5 - 0.0399, 0.01).is_met);
  assert_false (model_oracle_judge (0.5, 0.5 - 0.0401, 0.01).is_met);
  /* Nothing varies: met only where equal. */
  assert_true (model_oracle_judge (0, 0, 0).is_met);
  assert_false (model_oracle_judge (0, 1e-9, 0).is_met);
  assert_false (model_oracle_judge (0.5, NAN, NAN).is_met);
}

static void
simulator_agrees_with_every_closed_form (G_GNUC_UNUSED void **state)
{
  size_t n_missed = 0;
  size_t n_together;
  for (size_t first = 0; first < model_oracle_count (); first += n_together)
    {
      n_together = model_oracles_together (first);
      g_autofree ModelOracleVerdict *verdicts = g_new (ModelOracleVerdict, n_together);
      g_autoptr (GError) error = NULL;
      if (!model_oracles_run (first, N_THREADS, NULL, NULL, verdicts, &error))
        fail_msg ("%s: %s", model_oracle (first)->scenario, error->message);
      for (size_t i = 0; i < n_together; i++)
        {
          const ModelOracle *oracle = model_oracle (first + i);
          const ModelOracleVerdict *verdict = &verdicts[i];
          print_message ("# %-22s %s:%s expected %.6f, is %.6f +- %.6f, z %.2f\n",
                         oracle->scenario, oracle->metric, oracle->group,
                         verdict->expected, verdict->estimate, verdict->error,
                         verdict->z);
          /* An oracle that could not tell 8 per cent (4 errors) apart would prove little.
           */
          assert_true (verdict->error <= 0.03 * verdict->expected);
          n_missed += !verdict->is_met;
        }
    }
  assert_int_equal (n_missed, 0);
}

int
main (void)
{
  scenario_reader_init ();
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (closed_forms_have_their_golden_values),
    cmocka_unit_test (embedded_scenarios_are_those_of_the_folder),
    cmocka_unit_test (verdict_depends_on_standard_errors),
    cmocka_unit_test (simulator_agrees_with_every_closed_form),
  };
  return cmocka_run_group_tests_name ("models-oracles", tests, NULL, NULL);
}
