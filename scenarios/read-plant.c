/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the manufacturing facility: intake, pools, stages, yield, dose, remake. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- Pools ---- */

static void
read_capacity_changes (ScenarioReading *reading, const xmlNode *node, ScenarioPool *pool)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (ScenarioCapacityChange));
  SimTime last = 0;
  bool has_units = pool->capacity > 0;
  SCENARIO_FOR_EACH (reading, child, node, "change")
  {
    ScenarioCapacityChange change = { .capacity = (int) scenario_whole (reading, child,
                                                                        "capacity", 0) };
    has_units = has_units || change.capacity > 0;
    if (scenario_change_day (reading, child, changes->len == 0, &last))
      {
        change.at = last;
        g_array_append_val (changes, change);
      }
  }
  if (!has_units)
    scenario_mistake (
        reading, node,
        _ ("expected a capacity above 0, or a <change> that raises it, found 0"));
  pool->n_changes = changes->len;
  pool->changes = (ScenarioCapacityChange *) (void *) g_array_free (
      g_steal_pointer (&changes), FALSE);
}

static ScenarioPool
read_pool (ScenarioReading *reading, xmlNode *node, size_t index)
{
  ScenarioPool pool = { .line = scenario_line (node) };
  pool.id = scenario_id (reading, node, reading->pools, N_ ("pool"), index);
  pool.capacity = (int) scenario_whole (reading, node, "capacity", 0);
  read_capacity_changes (reading, node, &pool);
  xmlNode *downtime = scenario_child (reading, node, "downtime");
  if (downtime != NULL)
    {
      xmlNode *every = scenario_child (reading, downtime, "every");
      xmlNode *lasts = scenario_child (reading, downtime, "lasts");
      if (every != NULL)
        pool.down_every =
            scenario_distribution (reading, every, SCENARIO_MEASURE_INTERVAL);
      if (lasts != NULL)
        pool.down_lasts =
            scenario_distribution (reading, lasts, SCENARIO_MEASURE_DURATION);
    }
  return pool;
}

static void
read_pools (ScenarioReading *reading, const xmlNode *node)
{
  ScenarioPlant *plant = &reading->scenario->plant;
  g_autoptr (GArray) pools = g_array_new (FALSE, TRUE, sizeof (ScenarioPool));
  SCENARIO_FOR_EACH (reading, child, node, "pool")
  {
    if (pools->len == SCENARIO_MAX_POOLS)
      scenario_mistake (reading, child, _ ("expected at most %d pools, found more"),
                        SCENARIO_MAX_POOLS);
    ScenarioPool pool = read_pool (reading, child, pools->len);
    g_array_append_val (pools, pool);
  }
  plant->n_pools = pools->len;
  plant->pools = (ScenarioPool *) (void *) g_array_free (g_steal_pointer (&pools), FALSE);
}

/* Every unit that can go down is a state of its own and two events a cycle. */
static void
check_downtimes (ScenarioReading *reading, const xmlNode *node)
{
  const ScenarioPlant *plant = &reading->scenario->plant;
  double days = sim_time_to_days (reading->scenario->end);
  double expected = 0;
  int64_t n_units = 0;
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      const ScenarioPool *pool = &plant->pools[i];
      int most = pool->capacity;
      if (pool->down_every == NULL || pool->down_lasts == NULL)
        continue;
      for (size_t c = 0; c < pool->n_changes; c++)
        most = MAX (most, pool->changes[c].capacity);
      n_units += most;
      expected += most * days /
                  (sim_distribution_mean (pool->down_every) +
                   sim_distribution_mean (pool->down_lasts));
    }
  if (n_units > SCENARIO_MAX_DOWNTIME_UNITS)
    scenario_mistake (reading, node,
                      _ ("expected at most %d units with downtime in all pools together, "
                         "found %" PRId64),
                      SCENARIO_MAX_DOWNTIME_UNITS, n_units);
  if (expected > SCENARIO_MAX_EXPECTED_DOWNTIMES)
    scenario_mistake (
        reading, node,
        _ ("expected at most %g downtimes from start to end, found a mean of %g"),
        SCENARIO_MAX_EXPECTED_DOWNTIMES, expected);
}

/* ---- Stages ---- */

/* Returns: the first pool named, -1 for none */
static int
read_uses (ScenarioReading *reading, const xmlNode *node, uint64_t *ret_uses)
{
  int first = -1;
  g_auto (GStrv) words = scenario_words (reading, node, "uses");
  for (size_t i = 0; words[i] != NULL; i++)
    {
      int index =
          (int) GPOINTER_TO_SIZE (g_hash_table_lookup (reading->pools, words[i])) - 1;
      if (index < 0)
        {
          scenario_mistake_unknown (reading, node, "uses", N_ ("pool"), words[i],
                                    reading->pools);
          continue;
        }
      /* More pools than bits have had their mistake. */
      if (index >= SCENARIO_MAX_POOLS)
        continue;
      if ((*ret_uses & (UINT64_C (1) << index)) != 0)
        scenario_mistake (reading, node, _ ("expected each pool once, found '%s' twice"),
                          words[i]);
      *ret_uses |= UINT64_C (1) << index;
      if (first < 0)
        first = index;
    }
  return first;
}

static ScenarioStage
read_stage (ScenarioReading *reading,
            xmlNode *node,
            GHashTable *ids,
            size_t index,
            int *ret_first)
{
  ScenarioStage stage = { .line = scenario_line (node) };
  stage.id = scenario_id (reading, node, ids, N_ ("stage"), index);
  *ret_first = read_uses (reading, node, &stage.uses);
  stage.serum = scenario_number (reading, node, "serum", 0);
  stage.calendar = scenario_read_calendar_of (reading, node);
  stage.duration = scenario_distribution (reading, node, SCENARIO_MEASURE_DURATION);
  xmlNode *fail = scenario_child (reading, node, "fail");
  if (fail != NULL)
    stage.fail = scenario_number (reading, fail, "probability", 0);
  if (stage.serum > 0 && reading->scenario->blood == NULL)
    scenario_mistake (reading, node,
                      _ ("expected <blood> for a stage that needs serum, found none"));
  return stage;
}

static int
read_stages (ScenarioReading *reading, const xmlNode *node)
{
  ScenarioPlant *plant = &reading->scenario->plant;
  int gate = -1;
  g_autoptr (GHashTable) ids =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) stages = g_array_new (FALSE, TRUE, sizeof (ScenarioStage));
  SCENARIO_FOR_EACH (reading, child, node, "stage")
  {
    if (stages->len == SCENARIO_MAX_STAGES)
      scenario_mistake (reading, child, _ ("expected at most %d stages, found more"),
                        SCENARIO_MAX_STAGES);
    int first;
    ScenarioStage stage = read_stage (reading, child, ids, stages->len, &first);
    if (stages->len == 0)
      gate = first;
    g_array_append_val (stages, stage);
  }
  plant->n_stages = stages->len;
  plant->stages =
      (ScenarioStage *) (void *) g_array_free (g_steal_pointer (&stages), FALSE);
  return gate;
}

/* The gate is used by one run of successive stages (DESIGN section 4). */
static void
check_gate (ScenarioReading *reading, xmlNode *node)
{
  const ScenarioPlant *plant = &reading->scenario->plant;
  const xmlNode *stage = scenario_child (reading, node, "stage");
  if (plant->gate < 0)
    {
      /* An unknown pool has had its mistake. */
      if (plant->n_pools == 0 || scenario_has (node, "gate") ||
          (stage != NULL && scenario_has (stage, "uses")))
        return;
      scenario_mistake (
          reading, node,
          stage == NULL ? _ ("expected <stage> that uses the pools, found none")
                        : _ ("expected gate to name a pool where the first stage uses "
                             "none, found no gate"));
      return;
    }
  if (plant->gate >= SCENARIO_MAX_POOLS)
    return;
  uint64_t bit = UINT64_C (1) << plant->gate;
  size_t n_runs = 0;
  for (size_t i = 0; i < plant->n_stages; i++)
    n_runs += (plant->stages[i].uses & bit) != 0 &&
              (i == 0 || (plant->stages[i - 1].uses & bit) == 0);
  const char *id = plant->pools[plant->gate].id;
  if (n_runs == 0)
    scenario_mistake (reading, node,
                      _ ("expected a stage that uses the gate '%s', found none"), id);
  else if (n_runs > 1)
    scenario_mistake (
        reading, node,
        _ ("expected the stages that use the gate '%s' one after the other, found "
           "others between them"),
        id);
}

static void
warn_of_unused_pools (ScenarioReading *reading, const xmlNode *node)
{
  const ScenarioPlant *plant = &reading->scenario->plant;
  uint64_t used = 0;
  for (size_t i = 0; i < plant->n_stages; i++)
    used |= plant->stages[i].uses;
  for (size_t i = 0; i < MIN (plant->n_pools, SCENARIO_MAX_POOLS); i++)
    if ((used & (UINT64_C (1) << i)) == 0 && (int) i != plant->gate)
      scenario_warning (reading, node, _ ("no stage uses the pool '%s'"),
                        plant->pools[i].id);
}

/* ---- Yield, dose, remake ---- */

static void
read_product (ScenarioReading *reading, const xmlNode *node)
{
  ScenarioPlant *plant = &reading->scenario->plant;
  plant->dose_max = plant->dose_per_kg = HUGE_VAL;
  plant->dose_volume_ml = NAN;
  xmlNode *yield = scenario_child (reading, node, "yield");
  if (yield != NULL)
    plant->yield = scenario_distribution (reading, yield, SCENARIO_MEASURE_BODY);
  xmlNode *dose = scenario_child (reading, node, "dose");
  if (dose != NULL)
    {
      plant->has_dose = true;
      plant->dose_min = scenario_number (reading, dose, "min", 0);
      plant->dose_max = scenario_number (reading, dose, "max", HUGE_VAL);
      plant->dose_per_kg = scenario_number (reading, dose, "per-kg", HUGE_VAL);
      plant->dose_volume_ml = scenario_number (reading, dose, "volume-ml", NAN);
      if (plant->dose_max < plant->dose_min)
        scenario_mistake (reading, dose,
                          _ ("expected max not below min, found %g and %g"),
                          plant->dose_max, plant->dose_min);
    }
  xmlNode *remake = scenario_child (reading, node, "remake");
  if (remake != NULL)
    {
      plant->remake_attempts = (int) scenario_whole (reading, remake, "attempts", 0);
      plant->remake_blood = scenario_number (reading, remake, "blood", 1);
    }
}

void
scenario_read_plant (ScenarioReading *reading, const xmlNode *root)
{
  ScenarioPlant *plant = &reading->scenario->plant;
  plant->gate = -1;
  plant->intake_per_day = -1;
  plant->dose_max = plant->dose_per_kg = HUGE_VAL;
  plant->dose_volume_ml = NAN;
  xmlNode *node = scenario_child (reading, root, "plant");
  if (node == NULL)
    return;
  plant->has_plant = true;
  plant->call_ahead_days = scenario_number (reading, node, "call-ahead-days", 0);
  xmlNode *intake = scenario_child (reading, node, "intake");
  if (intake != NULL)
    {
      plant->has_intake = true;
      plant->intake_calendar = scenario_read_calendar_of (reading, intake);
      plant->intake_per_day = (int) scenario_whole (reading, intake, "per-day", -1);
      if (!scenario_has (intake, "calendar") && !scenario_has (intake, "per-day"))
        scenario_mistake (reading, intake,
                          _ ("expected calendar or per-day, found neither"));
    }
  read_pools (reading, node);
  check_downtimes (reading, node);
  int first = read_stages (reading, node);
  plant->gate =
      scenario_has (node, "gate")
          ? scenario_reference (reading, node, "gate", reading->pools, N_ ("pool"))
          : first;
  check_gate (reading, node);
  warn_of_unused_pools (reading, node);
  read_product (reading, node);
}
