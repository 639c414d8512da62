/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests against Table 6 of the Guideline: the replay, and the bootstrap of its rows. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "models/run.h"
#include "scenarios/reader.h"

#define Z_LIMIT 4.0

static Scenario *
read_shipped (const char *name)
{
  GError *error = NULL;
  g_autofree char *path =
      g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "scenarios", name, NULL);
  scenario_reader_init ();
  Scenario *scenario = scenario_read (path, NULL, &error);
  if (error != NULL)
    print_error ("%s\n", error->message);
  assert_null (error);
  return scenario;
}

/* Guideline Table 6, typed in from it a second time: the harvest, up to five draws and
 * the infusion of cases 1 to 13, in days since the injury. */
static const struct
{
  int harvest, draws[5], infusion;
} table6[13] = {
  { 11, { 5, 8, 13, 15, 0 }, 47 },    { 19, { 12, 15, 22, 26, 29 }, 49 },
  { 23, { 12, 17, 26, 32, 0 }, 46 },  { 23, { 17, 20, 31, 35, 0 }, 49 },
  { 22, { 14, 19, 26, 30, 37 }, 54 }, { 25, { 17, 21, 28, 39, 0 }, 53 },
  { 16, { 9, 13, 20, 26, 0 }, 46 },   { 25, { 17, 22, 32, 39, 0 }, 51 },
  { 22, { 16, 20, 26, 33, 0 }, 51 },  { 21, { 14, 18, 30, 0, 0 }, 43 },
  { 21, { 15, 27, 34, 39, 0 }, 54 },  { 21, { 15, 18, 25, 30, 0 }, 51 },
  { 18, { 12, 15, 23, 29, 0 }, 43 },
};

static void
the_replay_returns_all_thirteen_rows (void **state)
{
  (void) state;
  static const char *const columns[] = { "draw1", "draw2", "draw3", "draw4", "draw5" };
  g_autoptr (TestRun) run = test_run_of (read_shipped ("table6.xml"), NULL);
  for (int i = 0; i < 13; i++)
    {
      char id[8];
      g_snprintf (id, sizeof id, "%d", i + 1);
      assert_fate (run, id, "infused");
      assert_day (run, id, "harvested", table6[i].harvest);
      assert_day (run, id, "infused", table6[i].infusion);
      assert_near (test_day (run, id, "blood_ml"), 960.0, 1e-9);
      for (int k = 0; k < 5; k++)
        if (table6[i].draws[k] > 0)
          assert_day (run, id, columns[k], table6[i].draws[k]);
        else
          assert_blank (run, id, columns[k]);
    }
  /* Guideline section 3: harvest day mean 20.5 (11 to 25), to the infusion 28.5. */
  assert_near (test_metric (run, "harvest-day", "all"), 20.5, 0.05);
  assert_near (test_metric (run, "vein-to-vein", "all"), 28.5, 0.05);
}

static void
the_bootstrap_returns_the_means_of_the_rows (void **state)
{
  (void) state;
  g_autoptr (Scenario) scenario = read_shipped ("table6-bootstrap.xml");
  double n = 0.0, harvest = 0.0, draws = 0.0, lead = 0.0;
  for (int replication = 0; replication < 20; replication++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, NULL, replication);
      double infused = test_metric (run, "infused", "all");
      assert_near (infused, test_metric (run, "injured", "all"), 0.0);
      n += infused;
      harvest += infused * test_metric (run, "harvest-day", "all");
      draws += infused * test_metric (run, "draws", "all");
      lead += infused * test_metric (run, "vein-to-vein", "all");
    }
  double mean[3] = { 0 }, square[3] = { 0 };
  for (int i = 0; i < 13; i++)
    {
      int n_draws = 0;
      for (int k = 0; k < 5; k++)
        n_draws += table6[i].draws[k] > 0;
      const double values[3] = { table6[i].harvest, n_draws,
                                 table6[i].infusion - table6[i].harvest };
      for (int v = 0; v < 3; v++)
        {
          mean[v] += values[v] / 13.0;
          square[v] += values[v] * values[v] / 13.0;
        }
    }
  assert_true (n > 1000.0);
  const double found[3] = { harvest / n, draws / n, lead / n };
  for (int v = 0; v < 3; v++)
    {
      double error = sqrt ((square[v] - mean[v] * mean[v]) / n);
      assert_near (found[v], mean[v], Z_LIMIT * error);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_replay_returns_all_thirteen_rows),
    cmocka_unit_test (the_bootstrap_returns_the_means_of_the_rows),
  };
  return cmocka_run_group_tests_name ("models/table6", tests, NULL, NULL);
}
