/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication of whatever scenario a fuzzer has found to be valid. */
#include "tests/fuzz/simulate.h"

#include <math.h>
#include <string.h>

#include "models/run.h"
#include "tests/fuzz/target.h"

/* What a replication may be expected to hold, so that it ends in a moment. */
#define MOST_PATIENTS 300.0
#define MOST_UNITS    2000.0
#define MOST_CYCLES   20000.0
#define MOST_DAYS     20000.0

static double
days_in_all (const Scenario *scenario)
{
  return sim_time_to_days (scenario->end + scenario->drain);
}

static double
patients_of (const Scenario *scenario)
{
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  double most = arrivals->per_year;
  double factor = 0;

  if (arrivals->kind == SCENARIO_ARRIVALS_TRACE)
    return (double) arrivals->n_trace;
  if (arrivals->kind == SCENARIO_ARRIVALS_RENEWAL)
    return days_in_all (scenario) / sim_distribution_mean (arrivals->interval);
  for (size_t i = 0; i < arrivals->n_changes; i++)
    most = MAX (most, arrivals->changes[i].per_year);
  for (size_t i = 0; i < G_N_ELEMENTS (arrivals->season); i++)
    factor = MAX (factor, arrivals->season[i]);
  return days_in_all (scenario) / SIM_DAYS_PER_YEAR * most * factor;
}

/* Counts the units of all pools, and how often they may go down. */
static double
units_of (const Scenario *scenario, double *ret_cycles)
{
  double units = 0;

  *ret_cycles = 0;
  for (size_t i = 0; i < scenario->plant.n_pools; i++)
    {
      const ScenarioPool *pool = &scenario->plant.pools[i];
      int most = pool->capacity;

      for (size_t c = 0; c < pool->n_changes; c++)
        most = MAX (most, pool->changes[c].capacity);
      units += most;
      if (pool->down_every != NULL)
        *ret_cycles +=
            most * days_in_all (scenario) / sim_distribution_mean (pool->down_every);
    }
  return units;
}

static bool
is_short (const Scenario *scenario)
{
  double cycles;

  return days_in_all (scenario) <= MOST_DAYS && patients_of (scenario) <= MOST_PATIENTS &&
         units_of (scenario, &cycles) <= MOST_UNITS && cycles <= MOST_CYCLES;
}

void
fuzz_simulate (const Scenario *scenario, int rule)
{
  if (!is_short (scenario))
    return;
  g_autoptr (GError) error = NULL;
  ModelMeasures *measures = model_measures_new (scenario);
  SimRecord record;
  sim_record_init (&record, measures->catalogue);
  ModelRun *run = model_run_new (scenario, rule, measures);
  bool is_done = model_run_replicate (run, scenario->seed, 0, true, &record, &error);
  FUZZ_EXPECT (is_done == (error == NULL));
  if (is_done)
    FUZZ_EXPECT (record.trace != NULL);
  else if (error->domain != SIM_ERROR ||
           (error->code != SIM_ERROR_ENDLESS && error->code != SIM_ERROR_DEADLOCK))
    fuzz_fail (__FILE__, __LINE__, error->message);
  model_run_free (run);
  sim_record_clear (&record, measures->catalogue);
  model_measures_free (measures);
}
