/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures: what is counted of patients and levels, as columns of the results. */
#include "models/measures.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const char *const built_in_fates[MODEL_N_BUILT_IN_FATES] = {
  [MODEL_FATE_INFUSED] = "infused",
  [MODEL_FATE_NO_SITE] = "no-site",
  [MODEL_FATE_LATE_REFERRAL] = "late-referral",
  [MODEL_FATE_EXCLUDED_GRADE] = "excluded-grade",
  [MODEL_FATE_EXCLUDED_DOSE] = "excluded-dose",
  [MODEL_FATE_EXCLUDED_BLOOD] = "excluded-blood",
  [MODEL_FATE_DECLINED] = "declined",
  [MODEL_FATE_WINDOW_LINE] = "window-line",
  [MODEL_FATE_WINDOW_BLOOD] = "window-blood",
  [MODEL_FATE_WINDOW_SITE] = "window-site",
  [MODEL_FATE_WINDOW_TRANSPORT] = "window-transport",
  [MODEL_FATE_WINDOW_LATEST] = "window-latest",
  [MODEL_FATE_WINDOW_DEFERRAL] = "window-deferral",
  [MODEL_FATE_WINDOW_RULE] = "window-rule",
  [MODEL_FATE_RECOVERED_WAITING] = "recovered-waiting",
  [MODEL_FATE_BLOOD] = "blood",
  [MODEL_FATE_MARROW] = "marrow",
  [MODEL_FATE_CULTURE] = "culture",
  [MODEL_FATE_SPECIFICATION] = "specification",
  [MODEL_FATE_RECOVERED] = "recovered",
  [MODEL_FATE_EXPIRED] = "expired",
  [MODEL_FATE_TOO_LATE] = "too-late",
  [MODEL_FATE_INFUSION_STOPPED] = "infusion-stopped",
  [MODEL_FATE_UNRESOLVED] = "unresolved",
};

int
model_fate_count (const Scenario *scenario)
{
  return MODEL_N_BUILT_IN_FATES + (int) scenario->eligibility.n_conditions +
         (int) scenario->n_hazards;
}

char *
model_fate_name (const Scenario *scenario, int fate)
{
  if (fate < MODEL_N_BUILT_IN_FATES)
    return g_strdup (built_in_fates[fate]);
  fate -= MODEL_N_BUILT_IN_FATES;
  int n_conditions = (int) scenario->eligibility.n_conditions;
  if (fate < n_conditions)
    return g_strconcat ("excluded-", scenario->eligibility.conditions[fate].id, NULL);
  return g_strdup (scenario->hazards[fate - n_conditions].id);
}

bool
model_fate_is_after_eligibility (const Scenario *scenario, int fate)
{
  if (fate >= MODEL_N_BUILT_IN_FATES)
    return fate >= MODEL_N_BUILT_IN_FATES + (int) scenario->eligibility.n_conditions;
  return fate == MODEL_FATE_INFUSED || fate >= MODEL_FATE_WINDOW_LINE;
}

/* What is known of the patients, by the scenario's distributions or by a trace. */
typedef struct
{
  int n_grades; /* 0, or all up to C, or up to the greatest that occurs */
  bool has_sex, has_age;
} Known;

static Known
find_known (const Scenario *scenario)
{
  const ScenarioPatients *patients = &scenario->patients;
  const ScenarioArrivals *arrivals = &patients->arrivals;
  Known known = { .has_sex = patients->has_sex, .has_age = patients->age != NULL };
  int greatest = patients->has_grades ? SCENARIO_GRADE_C : -1;
  for (int g = SCENARIO_GRADE_D; g < SCENARIO_N_GRADES; g++)
    if (patients->has_grades && patients->grades[g] > 0.0)
      greatest = g;
  if (arrivals->kind == SCENARIO_ARRIVALS_TRACE)
    for (size_t i = 0; i < arrivals->n_trace; i++)
      {
        const ScenarioTraceRow *row = &arrivals->trace[i];
        if (row->grade >= 0)
          greatest = MAX (greatest, MAX (row->grade, SCENARIO_GRADE_C));
        known.has_sex |= row->sex >= 0;
        known.has_age |= !isnan (row->age);
      }
  for (size_t i = 0; i < scenario->n_initial; i++)
    {
      const ScenarioInitialRow *row = &scenario->initial[i];
      if (row->grade >= 0)
        greatest = MAX (greatest, MAX (row->grade, SCENARIO_GRADE_C));
      known.has_sex |= row->sex >= 0;
      known.has_age |= !isnan (row->age);
    }
  known.n_grades = greatest + 1;
  return known;
}

/* Whether a fate can occur in this scenario at all. */
static bool
fate_exists (const Scenario *scenario, int fate)
{
  bool has_transport = false, has_expiry = false, has_opening = false, has_lost = false;
  for (size_t i = 0; i < scenario->n_sites; i++)
    {
      has_transport |= scenario->sites[i].has_transport;
      has_expiry |= !isnan (scenario->sites[i].transport_expires_days);
      has_lost |= scenario->sites[i].transport_lost > 0.0;
      has_opening |= scenario->sites[i].opens != INT64_MIN;
    }
  bool has_window = isfinite (scenario->harvest.window_days);
  bool has_failure = false;
  for (size_t i = 0; i < scenario->plant.n_stages; i++)
    has_failure |= scenario->plant.stages[i].fail > 0.0;
  switch (fate)
    {
    case MODEL_FATE_NO_SITE:
      return has_opening;
    case MODEL_FATE_LATE_REFERRAL:
    case MODEL_FATE_WINDOW_LINE:
    case MODEL_FATE_WINDOW_RULE:
      return has_window;
    case MODEL_FATE_EXCLUDED_GRADE:
      return scenario->has_eligibility && find_known (scenario).n_grades > 0;
    case MODEL_FATE_EXCLUDED_DOSE:
      return scenario->plant.has_dose;
    case MODEL_FATE_EXCLUDED_BLOOD:
    case MODEL_FATE_BLOOD:
      return scenario->blood != NULL;
    case MODEL_FATE_DECLINED:
      return scenario->eligibility.consent < 1.0;
    case MODEL_FATE_WINDOW_BLOOD:
      return has_window && scenario->blood != NULL;
    case MODEL_FATE_WINDOW_SITE:
      return has_window && scenario->has_sites;
    case MODEL_FATE_WINDOW_TRANSPORT:
      return has_window && (scenario->plant.has_intake || has_expiry);
    case MODEL_FATE_WINDOW_LATEST:
      return has_window && isfinite (scenario->infusion.latest_day);
    case MODEL_FATE_WINDOW_DEFERRAL:
      return has_window && scenario->harvest.deferral > 0.0;
    case MODEL_FATE_RECOVERED_WAITING:
      return scenario->n_improvements > 0 && scenario->has_eligibility;
    case MODEL_FATE_MARROW:
      return has_transport && (has_lost || has_expiry);
    case MODEL_FATE_CULTURE:
      return has_failure;
    case MODEL_FATE_SPECIFICATION:
      return scenario->plant.yield != NULL && scenario->plant.has_dose;
    case MODEL_FATE_RECOVERED:
      return scenario->infusion.grades != 0 && find_known (scenario).n_grades > 0 &&
             (scenario->n_improvements > 0 || !scenario->has_eligibility ||
              (scenario->eligibility.grades & ~scenario->infusion.grades) != 0);
    case MODEL_FATE_EXPIRED:
      return isfinite (scenario->infusion.expires_days);
    case MODEL_FATE_TOO_LATE:
      return isfinite (scenario->infusion.latest_day);
    case MODEL_FATE_INFUSION_STOPPED:
      return scenario->infusion.stopped > 0.0;
    default:
      return true;
    }
}

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

static void
add_cell (ModelMeasures *measures, const Scenario *scenario, const char *group, int index)
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

/* What becomes of one patient of the list. */
static void
add_listed (ModelMeasures *measures, const Scenario *scenario, int index)
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

static void
add_globals (ModelMeasures *measures, const Scenario *scenario)
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

static void
add_months (ModelMeasures *measures, const Scenario *scenario)
{
  measures->n_days = sim_time_day (scenario->end - SIM_SECOND) + 1;
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (int64_t));
  SimDate date = scenario->start_date;
  date.day = 1;
  for (;;)
    {
      int64_t day = sim_date_to_epoch_day (date) - scenario->start_epoch_day;
      int64_t start = MAX (day, 0);
      if (day >= measures->n_days)
        {
          g_array_append_val (starts, measures->n_days);
          break;
        }
      g_array_append_val (starts, start);
      date.year += date.month == 12;
      date.month = date.month % 12 + 1;
    }
  measures->n_months = (int) starts->len - 1;
  measures->month_starts =
      (int64_t *) (gpointer) g_array_free (g_steal_pointer (&starts), FALSE);
}

static int
add_series (ModelMeasures *measures,
            const char *name,
            const char *group,
            const char *unit,
            const char *axis,
            SimSeriesKind kind,
            int n_points)
{
  SimSeries series = { .name = (char *) name,
                       .group = (char *) group,
                       .unit = (char *) unit,
                       .axis = (char *) axis,
                       .kind = kind,
                       .n_points = (size_t) n_points };
  size_t index = sim_catalogue_add_series (measures->catalogue, &series);
  return (int) measures->catalogue->series[index].offset;
}

/* The groups of series: all, then A to C, or further if the scenario has such patients.
 */
static int
count_monthly_groups (const Scenario *scenario)
{
  return 1 + find_known (scenario).n_grades;
}

static const char *
series_group (int index)
{
  return index == 0 ? "all" : scenario_grade_name ((ScenarioGrade) (index - 1));
}

static void
add_all_series (ModelMeasures *measures, const Scenario *scenario)
{
  static const char *const monthly[MODEL_N_MONTHLY] = { "referred",  "eligible", "booked",
                                                        "harvested", "infused",  "lost" };
  add_months (measures, scenario);
  measures->n_monthly_groups = count_monthly_groups (scenario);
  for (int what = 0; what < MODEL_N_MONTHLY; what++)
    for (int group = 0; group < measures->n_monthly_groups; group++)
      {
        int offset =
            add_series (measures, monthly[what], series_group (group), "patients",
                        "month", SIM_SERIES_MEAN, measures->n_months);
        if (what == 0 && group == 0)
          measures->series_monthly = offset;
      }
  measures->series_levels = add_series (measures, "waiting", "all", "patients", "month",
                                        SIM_SERIES_MEAN, measures->n_months);
  for (size_t i = 0; i < scenario->plant.n_pools; i++)
    {
      const char *id = scenario->plant.pools[i].id;
      g_autofree char *in_use = g_strconcat ("in-use:", id, NULL);
      g_autofree char *capacity = g_strconcat ("capacity:", id, NULL);
      add_series (measures, in_use, "all", "units", "month", SIM_SERIES_MEAN,
                  measures->n_months);
      add_series (measures, capacity, "all", "units", "month", SIM_SERIES_MEAN,
                  measures->n_months);
    }
  if (!isfinite (scenario->harvest.window_days))
    return;
  measures->n_chance_days = (int) fmin (
      400.0,
      ceil (scenario->harvest.window_days + scenario->harvest.tolerance_days) + 2.0);
  for (int group = 0; group < measures->n_monthly_groups; group++)
    {
      int offset = add_series (measures, "harvest-chance", series_group (group), "1",
                               "referral-day", SIM_SERIES_SHARE, measures->n_chance_days);
      if (group == 0)
        measures->series_chance = offset;
    }
}

static void
collect_scores (ModelMeasures *measures, const ScenarioOutcome *outcome)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  for (size_t i = 0; outcome != NULL && i < outcome->n_scores; i++)
    {
      bool is_known = false;
      for (guint k = 0; k < ids->len; k++)
        is_known |= strcmp (g_ptr_array_index (ids, k), outcome->scores[i].id) == 0;
      if (!is_known)
        g_ptr_array_add (ids, outcome->scores[i].id);
    }
  measures->n_scores = (int) ids->len;
  measures->score_ids = g_new0 (char *, ids->len + 1);
  for (guint k = 0; k < ids->len; k++)
    measures->score_ids[k] = g_strdup (g_ptr_array_index (ids, k));
}

ModelMeasures *
model_measures_new (const Scenario *scenario)
{
  return model_measures_new_for (&scenario, 1);
}

/* A fate that one variant knows has its column in the tables of all. */
static bool *
find_fates (const Scenario *const *scenarios, size_t n_scenarios)
{
  int n_fates = model_fate_count (scenarios[0]);
  bool *has_fate = g_new0 (bool, n_fates);
  for (int fate = 0; fate < n_fates; fate++)
    for (size_t i = 0; i < n_scenarios; i++)
      has_fate[fate] |= fate_exists (scenarios[i], fate);
  return has_fate;
}

ModelMeasures *
model_measures_new_for (const Scenario *const *scenarios, size_t n_scenarios)
{
  const Scenario *scenario = scenarios[0];
  ModelMeasures *measures = g_new0 (ModelMeasures, 1);
  measures->catalogue = sim_catalogue_new ();
  measures->has_fate = find_fates (scenarios, n_scenarios);
  if (scenario->input_draws > 0)
    measures->catalogue->draw_replications = scenario->input_replications;
  measures->n_fates = model_fate_count (scenario);
  collect_scores (measures, scenario->outcome);
  measures->n_events = scenario->outcome != NULL ? (int) scenario->outcome->n_events : 0;
  measures->column_score = MODEL_COLUMN_FATES + measures->n_fates;
  measures->column_event = measures->column_score + 2 * measures->n_scores;
  measures->stride = measures->column_event + measures->n_events;

  int cells = MODEL_CELL_GRADE + MODEL_N_GRADES;
  measures->cell_site = measures->cell_sex = measures->cell_age = -1;
  if (scenario->has_sites)
    {
      measures->cell_site = cells;
      measures->n_sites = (int) scenario->n_sites;
      cells += (int) scenario->n_sites;
    }
  Known known = find_known (scenario);
  if (known.has_sex)
    {
      measures->cell_sex = cells;
      cells += SCENARIO_N_SEXES;
    }
  if (known.has_age)
    {
      measures->cell_age = cells;
      cells += MODEL_N_AGE_BANDS;
    }
  measures->cell_own = cells;
  cells += (int) scenario->n_groups;
  measures->n_cells = cells;

  measures->column_global = cells * measures->stride;
  measures->column_pools = measures->column_global + MODEL_N_GLOBALS;
  int n_columns = measures->column_pools + 2 * (int) scenario->plant.n_pools;
  measures->n_listed = (int) scenario->n_initial;
  measures->column_listed = n_columns;
  measures->histogram_listed = cells * MODEL_N_TIMES;
  n_columns += measures->n_listed * (MODEL_LISTED_FATES + measures->n_fates);
  for (int i = 0; i < n_columns; i++)
    sim_catalogue_add_column (measures->catalogue);
  for (int i = 0; i < cells * MODEL_N_TIMES + measures->n_listed * MODEL_N_LISTED_TIMES;
       i++)
    sim_catalogue_add_histogram (measures->catalogue);

  add_cell (measures, scenario, "all", MODEL_CELL_ALL);
  add_globals (measures, scenario);
  int n_groups = count_monthly_groups (scenario) - 1;
  for (int g = 0; g < n_groups; g++)
    add_cell (measures, scenario, scenario_grade_name ((ScenarioGrade) g),
              MODEL_CELL_GRADE + g);
  for (size_t i = 0; measures->cell_site >= 0 && i < scenario->n_sites; i++)
    {
      g_autofree char *group = g_strconcat ("site:", scenario->sites[i].id, NULL);
      add_cell (measures, scenario, group, measures->cell_site + (int) i);
    }
  for (int sex = 0; measures->cell_sex >= 0 && sex < SCENARIO_N_SEXES; sex++)
    {
      g_autofree char *group =
          g_strconcat ("sex:", scenario_sex_name ((ScenarioSex) sex), NULL);
      add_cell (measures, scenario, group, measures->cell_sex + sex);
    }
  static const char *const bands[MODEL_N_AGE_BANDS] = { "age:0-17", "age:18-64",
                                                        "age:65+" };
  for (int band = 0; measures->cell_age >= 0 && band < MODEL_N_AGE_BANDS; band++)
    add_cell (measures, scenario, bands[band], measures->cell_age + band);
  for (size_t i = 0; i < scenario->n_groups; i++)
    add_cell (measures, scenario, scenario->groups[i].id, measures->cell_own + (int) i);
  for (int i = 0; i < measures->n_listed; i++)
    add_listed (measures, scenario, i);
  add_all_series (measures, scenario);
  return measures;
}

void
model_measures_free (ModelMeasures *measures)
{
  if (measures == NULL)
    return;
  sim_catalogue_free (measures->catalogue);
  g_strfreev (measures->score_ids);
  g_free (measures->has_fate);
  g_free (measures->month_starts);
  g_free (measures);
}
