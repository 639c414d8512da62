/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metrics: the names, units and meanings under which counts are reported. */
#include "models/metrics.h"

#include "models/fates.h"

#include <glib/gi18n.h>
#include <math.h>

/* The metrics of one group, defined on the cell's columns. */
typedef struct
{
  ModelMeasures *measures;
  const Scenario *scenario;
  const char *group;
  int base; /* first column of the cell */
  int cell;
} Cell;

static void
add_mean (
    const Cell *cell, const char *name, const char *unit, const char *summary, int column)
{
  SimMetric metric = { .name = (char *) name,
                       .group = (char *) cell->group,
                       .unit = (char *) unit,
                       .summary = (char *) summary,
                       .kind = SIM_METRIC_MEAN,
                       .column = cell->base + column,
                       .denominator = -1,
                       .histogram = -1 };
  sim_catalogue_add_metric (cell->measures->catalogue, &metric);
}

static void
add_ratio (const Cell *cell,
           const char *name,
           const char *unit,
           const char *summary,
           int column,
           int denominator)
{
  SimMetric metric = { .name = (char *) name,
                       .group = (char *) cell->group,
                       .unit = (char *) unit,
                       .summary = (char *) summary,
                       .kind = SIM_METRIC_RATIO,
                       .column = cell->base + column,
                       .denominator = cell->base + denominator,
                       .histogram = -1 };
  sim_catalogue_add_metric (cell->measures->catalogue, &metric);
}

static const struct
{
  const char *name;
  const char *summary;
  int column, count;
} times[MODEL_N_TIMES] = {
  { "wait", N_ ("from eligibility to the first booking"), MODEL_COLUMN_WAIT,
    MODEL_COLUMN_BOOKED },
  { "harvest-day", N_ ("day of the harvest since the injury"), MODEL_COLUMN_HARVEST_DAY,
    MODEL_COLUMN_HARVESTED },
  { "infusion-day", N_ ("day of the infusion since the injury"),
    MODEL_COLUMN_INFUSION_DAY, MODEL_COLUMN_INFUSED },
  { "vein-to-vein", N_ ("from the harvest to the infusion"), MODEL_COLUMN_VEIN_TO_VEIN,
    MODEL_COLUMN_INFUSED },
};

static void
add_times (const Cell *cell)
{
  static const struct
  {
    const char *suffix;
    double probability;
  } quantiles[] = { { "p50", 0.5 }, { "p90", 0.9 } };
  for (int t = 0; t < MODEL_N_TIMES; t++)
    {
      add_ratio (cell, times[t].name, "days", times[t].summary, times[t].column,
                 times[t].count);
      for (int q = 0; q < 2; q++)
        {
          g_autofree char *name =
              g_strconcat (times[t].name, ".", quantiles[q].suffix, NULL);
          SimMetric metric = { .name = name,
                               .group = (char *) cell->group,
                               .unit = (char *) "days",
                               .summary = (char *) times[t].summary,
                               .kind = SIM_METRIC_QUANTILE,
                               .column = cell->base + MODEL_COLUMN_QUANTILES + 2 * t + q,
                               .denominator = -1,
                               .histogram = cell->cell * MODEL_N_TIMES + t,
                               .probability = quantiles[q].probability };
          sim_catalogue_add_metric (cell->measures->catalogue, &metric);
        }
    }
}

static void
add_counts (const Cell *cell)
{
  static const struct
  {
    const char *name, *summary;
    int column;
  } counts[] = {
    { "injured", N_ ("patients injured"), MODEL_COLUMN_INJURED },
    { "referred", N_ ("patients referred"), MODEL_COLUMN_REFERRED },
    { "eligible", N_ ("patients found eligible"), MODEL_COLUMN_ELIGIBLE },
    { "booked", N_ ("patients who got a booking"), MODEL_COLUMN_BOOKED },
    { "harvested", N_ ("patients whose marrow was harvested"), MODEL_COLUMN_HARVESTED },
    { "released", N_ ("patients whose product was released"), MODEL_COLUMN_RELEASED },
    { "infused", N_ ("patients infused"), MODEL_COLUMN_INFUSED },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    add_mean (cell, counts[i].name, "patients", counts[i].summary, counts[i].column);
  if (isfinite (cell->scenario->harvest.window_days))
    add_mean (cell, "lost-window", "patients",
              N_ ("eligible patients whose window closed before a booking or a harvest"),
              MODEL_COLUMN_LOST_WINDOW);
  for (int fate = MODEL_FATE_INFUSED + 1; fate < model_fate_count (cell->scenario);
       fate++)
    if (cell->measures->has_fate[fate])
      {
        g_autofree char *fate_name = model_fate_name (cell->scenario, fate);
        g_autofree char *name = g_strconcat ("lost-", fate_name, NULL);
        add_mean (cell, name, "patients", N_ ("patients whose path ended so"),
                  MODEL_COLUMN_FATES + fate);
      }
}

static void
add_outcome (const Cell *cell)
{
  const ScenarioOutcome *outcome = cell->scenario->outcome;
  if (outcome == NULL)
    return;
  const int infused = MODEL_COLUMN_INFUSED;
  add_ratio (cell, "improved", "1",
             N_ ("share of the infused at least one grade better on the outcome day"),
             MODEL_COLUMN_IMPROVED, infused);
  add_ratio (cell, "improved-two", "1",
             N_ ("share of the infused at least two grades better on the outcome day"),
             MODEL_COLUMN_IMPROVED_TWO, infused);
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    {
      g_autofree char *name = g_strdup_printf ("grade-%s-at-outcome",
                                               scenario_grade_name ((ScenarioGrade) g));
      add_ratio (cell, name, "1",
                 N_ ("share of the infused of that grade on the outcome day"),
                 MODEL_COLUMN_OUTCOME_GRADE + g, infused);
    }
  add_ratio (cell, "improved-natural", "1",
             N_ ("share of the same patients better had they not been treated"),
             MODEL_COLUMN_IMPROVED_NATURAL, infused);
  add_ratio (cell, "benefit", "1", N_ ("improved less improved-natural"),
             MODEL_COLUMN_BENEFIT, infused);
  for (int i = 0; i < cell->measures->n_scores; i++)
    {
      g_autofree char *name = g_strconcat ("score:", cell->measures->score_ids[i], NULL);
      int column = cell->measures->column_score + 2 * i;
      add_ratio (cell, name, "points", N_ ("mean change of the score of the infused"),
                 column, column + 1);
    }
  static const int denominators[] = { [SCENARIO_AT_DRAW] = MODEL_COLUMN_DRAWN_PATIENTS,
                                      [SCENARIO_AT_HARVEST] = MODEL_COLUMN_HARVESTED,
                                      [SCENARIO_AT_INFUSION] = MODEL_COLUMN_INFUSED };
  for (size_t i = 0; i < outcome->n_events; i++)
    {
      g_autofree char *name = g_strconcat ("adverse:", outcome->events[i].id, NULL);
      add_ratio (cell, name, "1",
                 N_ ("share of the patients with that procedure who had the event"),
                 cell->measures->column_event + (int) i,
                 denominators[outcome->events[i].at]);
    }
}

void
model_metrics_add_cell (ModelMeasures *measures,
                        const Scenario *scenario,
                        const char *group,
                        int index)
{
  Cell cell = { measures, scenario, group, index * measures->stride, index };
  add_counts (&cell);
  add_ratio (&cell, "infused-share", "1", N_ ("infused of the eligible"),
             MODEL_COLUMN_INFUSED, MODEL_COLUMN_ELIGIBLE);
  add_ratio (&cell, "infused-of-referred", "1", N_ ("infused of the referred"),
             MODEL_COLUMN_INFUSED, MODEL_COLUMN_REFERRED);
  add_times (&cell);
  add_ratio (&cell, "booked-by.7", "1", N_ ("share of the eligible booked within 7 days"),
             MODEL_COLUMN_BOOKED_7, MODEL_COLUMN_ELIGIBLE);
  add_ratio (&cell, "booked-by.14", "1",
             N_ ("share of the eligible booked within 14 days"), MODEL_COLUMN_BOOKED_14,
             MODEL_COLUMN_ELIGIBLE);
  add_ratio (&cell, "booked-by.21", "1",
             N_ ("share of the eligible booked within 21 days"), MODEL_COLUMN_BOOKED_21,
             MODEL_COLUMN_ELIGIBLE);
  add_mean (&cell, "wasted-products", "products",
            N_ ("products released and not infused"), MODEL_COLUMN_WASTED_PRODUCTS);
  if (scenario->plant.gate >= 0)
    add_mean (&cell, "wasted-line-days", "line-days",
              N_ ("line time of batches without infusion"), MODEL_COLUMN_WASTED_LINE);
  if (scenario->blood != NULL)
    add_mean (&cell, "blood-in-vain", "mL",
              N_ ("blood drawn from patients never infused"), MODEL_COLUMN_BLOOD_IN_VAIN);
  add_mean (&cell, "harvests-in-vain", "harvests",
            N_ ("harvests that led to no infusion"), MODEL_COLUMN_HARVESTS_IN_VAIN);
  if (scenario->blood != NULL)
    add_ratio (&cell, "draws", "draws", N_ ("blood draws of a harvested patient"),
               MODEL_COLUMN_DRAWS, MODEL_COLUMN_HARVESTED);
  if (scenario->n_costs > 0)
    add_mean (&cell, "cost", scenario->costs[0].currency, N_ ("declared costs"),
              MODEL_COLUMN_COST);
  add_outcome (&cell);
}

void
model_metrics_add_listed (ModelMeasures *measures, const Scenario *scenario, int index)
{
  static const struct
  {
    const char *name, *summary;
  } listed_times[MODEL_N_LISTED_TIMES] = {
    { "harvest-day", N_ ("day of the harvest since the injury") },
    { "infusion-day", N_ ("day of the infusion since the injury") },
    { "decision-day", N_ ("day of the patient's next decision since the injury") },
  };
  static const struct
  {
    const char *suffix;
    double probability;
  } quantiles[] = { { "p10", 0.1 }, { "p50", 0.5 }, { "p90", 0.9 } };
  g_autofree char *group = g_strdup_printf (MODEL_LISTED_GROUP "%d", index + 1);
  int stride = MODEL_LISTED_FATES + measures->n_fates;
  Cell cell = { measures, scenario, group, measures->column_listed + index * stride, 0 };
  add_mean (&cell, "harvested", "1", N_ ("chance of a harvest"), MODEL_LISTED_HARVESTED);
  add_mean (&cell, "injury", "days", N_ ("day of the injury since the start"),
            MODEL_LISTED_INJURED);
  for (int t = 0; t < MODEL_N_LISTED_TIMES; t++)
    for (int q = 0; q < 3; q++)
      {
        g_autofree char *name =
            g_strconcat (listed_times[t].name, ".", quantiles[q].suffix, NULL);
        SimMetric metric = { .name = name,
                             .group = group,
                             .unit = (char *) "days",
                             .summary = (char *) listed_times[t].summary,
                             .kind = SIM_METRIC_QUANTILE,
                             .column = cell.base + MODEL_LISTED_QUANTILES + 3 * t + q,
                             .denominator = -1,
                             .histogram = measures->histogram_listed +
                                          index * MODEL_N_LISTED_TIMES + t,
                             .probability = quantiles[q].probability };
        sim_catalogue_add_metric (measures->catalogue, &metric);
      }
  for (int fate = MODEL_FATE_INFUSED; fate < measures->n_fates; fate++)
    {
      g_autofree char *name = model_fate_name (scenario, fate);
      g_autofree char *metric = fate == MODEL_FATE_INFUSED
                                    ? g_strdup (name)
                                    : g_strconcat ("lost-", name, NULL);
      if (fate == MODEL_FATE_INFUSED || measures->has_fate[fate])
        add_mean (&cell, metric, "1", N_ ("chance that the path ends so"),
                  MODEL_LISTED_FATES + fate);
    }
}

static void
add_global (ModelMeasures *measures,
            const char *name,
            const char *unit,
            const char *summary,
            int column)
{
  Cell cell = { measures, NULL, "all", 0, 0 };
  add_mean (&cell, name, unit, summary, column);
}

void
model_metrics_add_globals (ModelMeasures *measures, const Scenario *scenario)
{
  const ScenarioPlant *plant = &scenario->plant;
  int global = measures->column_global;
  add_global (measures, "infused-per-year", "patients a year",
              N_ ("infusions of everybody in the measured period"),
              global + MODEL_GLOBAL_INFUSED_PER_YEAR);
  add_global (measures, "waiting", "patients", N_ ("time-average number waiting"),
              global + MODEL_GLOBAL_WAITING);
  add_global (measures, "waiting-max", "patients", N_ ("greatest number waiting"),
              global + MODEL_GLOBAL_WAITING_MAX);
  Cell cell = { measures, scenario, "all", 0, 0 };
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      g_autofree char *name = g_strconcat ("utilisation:", plant->pools[i].id, NULL);
      int column = measures->column_pools + 2 * (int) i;
      add_ratio (&cell, name, "1", N_ ("units in use of the units available"), column,
                 column + 1);
    }
  if (plant->gate < 0)
    return;
  g_autofree char *reserved =
      g_strconcat ("reserved:", plant->pools[plant->gate].id, NULL);
  g_autofree char *idle =
      g_strconcat ("idle-while-waiting:", plant->pools[plant->gate].id, NULL);
  add_global (measures, reserved, "units",
              N_ ("time-average number of free lines under open bookings"),
              global + MODEL_GLOBAL_RESERVED);
  add_global (measures, idle, "units",
              N_ ("time-average number of free lines not reserved while anybody waits"),
              global + MODEL_GLOBAL_IDLE);
}
