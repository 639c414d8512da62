/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures: what is counted of patients and levels, as columns of the results. */
#include "models/measures.h"

#include "models/run.h"
#include "models/rule.h"

#include <gsl/gsl_cdf.h>
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
      return scenario->infusion.grades != 0 && scenario->n_improvements > 0;
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
  { "wait", "from eligibility to the first booking", MODEL_COLUMN_WAIT,
    MODEL_COLUMN_BOOKED },
  { "harvest-day", "day of the harvest since the injury", MODEL_COLUMN_HARVEST_DAY,
    MODEL_COLUMN_HARVESTED },
  { "infusion-day", "day of the infusion since the injury", MODEL_COLUMN_INFUSION_DAY,
    MODEL_COLUMN_INFUSED },
  { "vein-to-vein", "from the harvest to the infusion", MODEL_COLUMN_VEIN_TO_VEIN,
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
    { "injured", "patients injured", MODEL_COLUMN_INJURED },
    { "referred", "patients referred", MODEL_COLUMN_REFERRED },
    { "eligible", "patients found eligible", MODEL_COLUMN_ELIGIBLE },
    { "booked", "patients who got a booking", MODEL_COLUMN_BOOKED },
    { "harvested", "patients whose marrow was harvested", MODEL_COLUMN_HARVESTED },
    { "released", "patients whose product was released", MODEL_COLUMN_RELEASED },
    { "infused", "patients infused", MODEL_COLUMN_INFUSED },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    add_mean (cell, counts[i].name, "patients", counts[i].summary, counts[i].column);
  if (isfinite (cell->scenario->harvest.window_days))
    add_mean (cell, "lost-window", "patients",
              "eligible patients whose window closed before a booking or a harvest",
              MODEL_COLUMN_LOST_WINDOW);
  for (int fate = MODEL_FATE_INFUSED + 1; fate < model_fate_count (cell->scenario);
       fate++)
    if (fate_exists (cell->scenario, fate))
      {
        g_autofree char *fate_name = model_fate_name (cell->scenario, fate);
        g_autofree char *name = g_strconcat ("lost-", fate_name, NULL);
        add_mean (cell, name, "patients", "patients whose path ended so",
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
             "share of the infused at least one grade better on the outcome day",
             MODEL_COLUMN_IMPROVED, infused);
  add_ratio (cell, "improved-two", "1",
             "share of the infused at least two grades better on the outcome day",
             MODEL_COLUMN_IMPROVED_TWO, infused);
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    {
      g_autofree char *name = g_strdup_printf ("grade-%s-at-outcome",
                                               scenario_grade_name ((ScenarioGrade) g));
      add_ratio (cell, name, "1", "share of the infused of that grade on the outcome day",
                 MODEL_COLUMN_OUTCOME_GRADE + g, infused);
    }
  add_ratio (cell, "improved-natural", "1",
             "share of the same patients better had they not been treated",
             MODEL_COLUMN_IMPROVED_NATURAL, infused);
  add_ratio (cell, "benefit", "1", "improved less improved-natural", MODEL_COLUMN_BENEFIT,
             infused);
  for (int i = 0; i < cell->measures->n_scores; i++)
    {
      g_autofree char *name = g_strconcat ("score:", cell->measures->score_ids[i], NULL);
      int column = cell->measures->column_score + 2 * i;
      add_ratio (cell, name, "points", "mean change of the score of the infused", column,
                 column + 1);
    }
  static const int denominators[] = { [SCENARIO_AT_DRAW] = MODEL_COLUMN_DRAWN_PATIENTS,
                                      [SCENARIO_AT_HARVEST] = MODEL_COLUMN_HARVESTED,
                                      [SCENARIO_AT_INFUSION] = MODEL_COLUMN_INFUSED };
  for (size_t i = 0; i < outcome->n_events; i++)
    {
      g_autofree char *name = g_strconcat ("adverse:", outcome->events[i].id, NULL);
      add_ratio (
          cell, name, "1", "share of the patients with that procedure who had the event",
          cell->measures->column_event + (int) i, denominators[outcome->events[i].at]);
    }
}

static void
add_cell (ModelMeasures *measures, const Scenario *scenario, const char *group, int index)
{
  Cell cell = { measures, scenario, group, index * measures->stride, index };
  add_counts (&cell);
  add_ratio (&cell, "infused-share", "1", "infused of the eligible", MODEL_COLUMN_INFUSED,
             MODEL_COLUMN_ELIGIBLE);
  add_ratio (&cell, "infused-of-referred", "1", "infused of the referred",
             MODEL_COLUMN_INFUSED, MODEL_COLUMN_REFERRED);
  add_times (&cell);
  add_ratio (&cell, "booked-by.7", "1", "share of the eligible booked within 7 days",
             MODEL_COLUMN_BOOKED_7, MODEL_COLUMN_ELIGIBLE);
  add_ratio (&cell, "booked-by.14", "1", "share of the eligible booked within 14 days",
             MODEL_COLUMN_BOOKED_14, MODEL_COLUMN_ELIGIBLE);
  add_ratio (&cell, "booked-by.21", "1", "share of the eligible booked within 21 days",
             MODEL_COLUMN_BOOKED_21, MODEL_COLUMN_ELIGIBLE);
  add_mean (&cell, "wasted-products", "products", "products released and not infused",
            MODEL_COLUMN_WASTED_PRODUCTS);
  if (scenario->plant.gate >= 0)
    add_mean (&cell, "wasted-line-days", "line-days",
              "line time of batches without infusion", MODEL_COLUMN_WASTED_LINE);
  if (scenario->blood != NULL)
    add_mean (&cell, "blood-in-vain", "mL", "blood drawn from patients never infused",
              MODEL_COLUMN_BLOOD_IN_VAIN);
  add_mean (&cell, "harvests-in-vain", "harvests", "harvests that led to no infusion",
            MODEL_COLUMN_HARVESTS_IN_VAIN);
  if (scenario->blood != NULL)
    add_ratio (&cell, "draws", "draws", "blood draws of a harvested patient",
               MODEL_COLUMN_DRAWS, MODEL_COLUMN_HARVESTED);
  if (scenario->n_costs > 0)
    add_mean (&cell, "cost", scenario->costs[0].currency, "declared costs",
              MODEL_COLUMN_COST);
  add_outcome (&cell);
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
              "infusions of everybody in the measured period",
              global + MODEL_GLOBAL_INFUSED_PER_YEAR);
  add_global (measures, "waiting", "patients", "time-average number waiting",
              global + MODEL_GLOBAL_WAITING);
  add_global (measures, "waiting-max", "patients", "greatest number waiting",
              global + MODEL_GLOBAL_WAITING_MAX);
  Cell cell = { measures, scenario, "all", 0, 0 };
  for (size_t i = 0; i < plant->n_pools; i++)
    {
      g_autofree char *name = g_strconcat ("utilisation:", plant->pools[i].id, NULL);
      int column = measures->column_pools + 2 * (int) i;
      add_ratio (&cell, name, "1", "units in use of the units available", column,
                 column + 1);
    }
  if (plant->gate < 0)
    return;
  g_autofree char *reserved =
      g_strconcat ("reserved:", plant->pools[plant->gate].id, NULL);
  g_autofree char *idle =
      g_strconcat ("idle-while-waiting:", plant->pools[plant->gate].id, NULL);
  add_global (measures, reserved, "units",
              "time-average number of free lines under open bookings",
              global + MODEL_GLOBAL_RESERVED);
  add_global (measures, idle, "units",
              "time-average number of free lines not reserved while anybody waits",
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
  measures->month_of_day = g_new (int16_t, measures->n_days);
  for (int month = 0; month < measures->n_months; month++)
    for (int64_t day = measures->month_starts[month];
         day < measures->month_starts[month + 1]; day++)
      measures->month_of_day[day] = (int16_t) month;
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
  ModelMeasures *measures = g_new0 (ModelMeasures, 1);
  measures->catalogue = sim_catalogue_new ();
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
  for (int i = 0; i < n_columns; i++)
    sim_catalogue_add_column (measures->catalogue);
  for (int i = 0; i < cells * MODEL_N_TIMES; i++)
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
  g_free (measures->month_starts);
  g_free (measures->month_of_day);
  g_free (measures);
}

/* --- counting -------------------------------------------------------------------------
 */

void
model_measures_count_monthly (ModelRun *run, const ModelPatient *patient, int what)
{
  const ModelMeasures *measures = run->measures;
  if (run->now < 0 || run->now >= run->scenario->end)
    return;
  int month = measures->month_of_day[run->now / SIM_DAY];
  double *series = run->record->series + measures->series_monthly +
                   what * measures->n_monthly_groups * measures->n_months;
  series[month] += 1.0;
  if (patient->grade_referral + 1 < measures->n_monthly_groups)
    series[(patient->grade_referral + 1) * measures->n_months + month] += 1.0;
}

/* What a patient adds to each of its cells: computed once, added to all. */
typedef struct
{
  int n;
  int columns[64];
  double values[64];
  SimTime times[MODEL_N_TIMES]; /* -1: never happened */
} Tally;

static inline void
add (Tally *tally, int column, double value)
{
  tally->columns[tally->n] = column;
  tally->values[tally->n++] = value;
}

static double
cost_of (const Scenario *scenario, const ModelPatient *patient)
{
  double cost = 0.0;
  for (size_t i = 0; i < scenario->n_costs; i++)
    {
      double n = 0.0;
      switch (scenario->costs[i].per)
        {
        case SCENARIO_COST_PRODUCT:
          n = patient->released != SIM_TIME_NEVER;
          break;
        case SCENARIO_COST_HARVEST:
          n = patient->harvests;
          break;
        case SCENARIO_COST_DRAW:
          n = patient->draws_all;
          break;
        case SCENARIO_COST_LINE_DAY:
          n = sim_time_to_days (patient->line_time);
          break;
        }
      cost += n * scenario->costs[i].amount;
    }
  return cost;
}

/* Whether the patient belongs to the metric group @index: by the grade at referral. */
static bool
is_in_own_group (const ModelRun *run, const ModelPatient *patient, size_t index)
{
  const ScenarioGroup *group = &run->scenario->groups[index];
  if (group->grades != 0 && !(group->grades >> patient->grade_referral & 1))
    return false;
  if ((group->site >= 0 && group->site != patient->site) ||
      (group->sex >= 0 && group->sex != patient->sex))
    return false;
  SimTime at = patient->referred == SIM_TIME_NEVER ? patient->injured : patient->referred;
  double age = model_patient_age_at (patient, at);
  return (isnan (group->min_age) || age >= group->min_age) &&
         (isnan (group->max_age) || age <= group->max_age);
}

static void
add_to_cell (ModelRun *run, const Tally *tally, int cell)
{
  double *columns = run->record->columns + cell * run->measures->stride;
  for (int i = 0; i < tally->n; i++)
    columns[tally->columns[i]] += tally->values[i];
  SimHistogram *histograms = run->record->histograms + cell * MODEL_N_TIMES;
  for (int t = 0; t < MODEL_N_TIMES; t++)
    if (tally->times[t] >= 0)
      sim_histogram_add (&histograms[t], tally->times[t]);
}

static void
tally_outcome (ModelRun *run, const ModelPatient *patient, Tally *tally)
{
  const ScenarioOutcome *outcome = run->scenario->outcome;
  if (patient->grade_outcome == MODEL_GRADE_NONE)
    return;
  int steps = patient->grade_outcome - patient->grade_infusion;
  add (tally, MODEL_COLUMN_IMPROVED, steps >= 1);
  add (tally, MODEL_COLUMN_IMPROVED_TWO, steps >= 2);
  add (tally, MODEL_COLUMN_IMPROVED_NATURAL, patient->natural_steps >= 1);
  add (tally, MODEL_COLUMN_BENEFIT, (steps >= 1) - (patient->natural_steps >= 1));
  add (tally, MODEL_COLUMN_OUTCOME_GRADE + patient->grade_outcome, 1.0);
  for (size_t i = 0; i < outcome->n_scores && tally->n + 2 < 48; i++)
    {
      const ScenarioScore *score = &outcome->scores[i];
      if (score->grade != (ScenarioGrade) patient->grade_infusion)
        continue;
      int id = 0;
      while (strcmp (run->measures->score_ids[id], score->id) != 0)
        id++;
      double u = model_run_uniform_of (run, patient, MODEL_PURPOSE_SCORE, (uint64_t) id);
      add (tally, run->measures->column_score + 2 * id,
           score->mean + score->sd * gsl_cdf_ugaussian_Pinv (u));
      add (tally, run->measures->column_score + 2 * id + 1, 1.0);
    }
}

static void
tally_path (const ModelPatient *patient, int fate, Tally *tally)
{
  bool is_infused = fate == MODEL_FATE_INFUSED;
  add (tally, MODEL_COLUMN_INJURED, 1.0);
  add (tally, MODEL_COLUMN_FATES + fate, 1.0);
  if (fate >= MODEL_FATE_WINDOW_LINE && fate <= MODEL_FATE_WINDOW_RULE)
    add (tally, MODEL_COLUMN_LOST_WINDOW, 1.0);
  if (patient->referred != SIM_TIME_NEVER)
    add (tally, MODEL_COLUMN_REFERRED, 1.0);
  if (patient->eligible != SIM_TIME_NEVER)
    add (tally, MODEL_COLUMN_ELIGIBLE, 1.0);
  if (patient->booked != SIM_TIME_NEVER)
    {
      SimTime wait = patient->booked - patient->eligible;
      tally->times[MODEL_TIME_WAIT] = wait;
      add (tally, MODEL_COLUMN_BOOKED, 1.0);
      add (tally, MODEL_COLUMN_WAIT, (double) wait);
      add (tally, MODEL_COLUMN_BOOKED_7, wait <= 7 * SIM_DAY);
      add (tally, MODEL_COLUMN_BOOKED_14, wait <= 14 * SIM_DAY);
      add (tally, MODEL_COLUMN_BOOKED_21, wait <= 21 * SIM_DAY);
    }
  if (patient->harvests > 0)
    {
      add (tally, MODEL_COLUMN_HARVESTED, 1.0);
      add (tally, MODEL_COLUMN_DRAWS, patient->draws_all);
      add (tally, MODEL_COLUMN_HARVESTS_IN_VAIN, patient->harvests - is_infused);
      SimTime day = patient->last_harvest - patient->injured;
      tally->times[MODEL_TIME_HARVEST_DAY] = day;
      add (tally, MODEL_COLUMN_HARVEST_DAY, (double) day);
      SimTime wasted = is_infused ? patient->wasted_line : patient->line_time;
      add (tally, MODEL_COLUMN_WASTED_LINE, (double) wasted);
    }
  if (patient->draws_all > 0)
    {
      add (tally, MODEL_COLUMN_DRAWN_PATIENTS, 1.0);
      if (!is_infused)
        add (tally, MODEL_COLUMN_BLOOD_IN_VAIN, patient->blood_taken_ml);
    }
  if (patient->released != SIM_TIME_NEVER)
    {
      add (tally, MODEL_COLUMN_RELEASED, 1.0);
      add (tally, MODEL_COLUMN_WASTED_PRODUCTS, !is_infused);
    }
  if (is_infused)
    {
      SimTime day = patient->infused - patient->injured;
      SimTime lead = patient->infused - patient->harvested;
      tally->times[MODEL_TIME_INFUSION_DAY] = day;
      tally->times[MODEL_TIME_VEIN_TO_VEIN] = lead;
      add (tally, MODEL_COLUMN_INFUSED, 1.0);
      add (tally, MODEL_COLUMN_INFUSION_DAY, (double) day);
      add (tally, MODEL_COLUMN_VEIN_TO_VEIN, (double) lead);
    }
}

/* The chart `latest-referral`: who could be harvested, by the day of referral. */
static void
count_chance (ModelRun *run, const ModelPatient *patient, int fate)
{
  const ModelMeasures *measures = run->measures;
  if (measures->n_chance_days == 0 || patient->referred == SIM_TIME_NEVER ||
      (patient->eligible == SIM_TIME_NEVER && fate != MODEL_FATE_LATE_REFERRAL))
    return;
  int64_t day = (patient->referred - patient->injured) / SIM_DAY;
  if (day >= measures->n_chance_days)
    return;
  for (int i = 0; i < 2; i++)
    {
      int group = i == 0 ? 0 : patient->grade_referral + 1;
      if (group >= measures->n_monthly_groups)
        return;
      size_t point = (size_t) (measures->series_chance + group * measures->n_chance_days +
                               (int) day);
      run->record->series[point] += patient->harvests > 0;
      run->record->series_base[point] += 1.0;
    }
}

void
model_measures_count (ModelRun *run, const ModelPatient *patient, int fate)
{
  const ModelMeasures *measures = run->measures;
  const Scenario *scenario = run->scenario;
  Tally tally;
  tally.n = 0;
  for (int t = 0; t < MODEL_N_TIMES; t++)
    tally.times[t] = -1;
  tally_path (patient, fate, &tally);
  if (scenario->n_costs > 0)
    add (&tally, MODEL_COLUMN_COST, cost_of (scenario, patient));
  if (scenario->outcome != NULL)
    {
      tally_outcome (run, patient, &tally);
      for (int i = 0; i < measures->n_events && tally.n < 64; i++)
        if (patient->adverse >> i & 1)
          add (&tally, measures->column_event + i, 1.0);
    }
  add_to_cell (run, &tally, MODEL_CELL_GRADE + patient->grade_referral);
  if (measures->cell_site >= 0)
    add_to_cell (run, &tally, measures->cell_site + patient->site);
  if (measures->cell_sex >= 0 && patient->sex >= 0)
    add_to_cell (run, &tally, measures->cell_sex + patient->sex);
  if (measures->cell_age >= 0 && !isnan (patient->age))
    {
      double age = floor (patient->age);
      add_to_cell (run, &tally, measures->cell_age + (age >= 18.0) + (age >= 65.0));
    }
  for (size_t i = 0; i < scenario->n_groups; i++)
    if (is_in_own_group (run, patient, i))
      add_to_cell (run, &tally, measures->cell_own + (int) i);
  count_chance (run, patient, fate);
}

void
model_measures_month (ModelRun *run, int month)
{
  const ModelMeasures *measures = run->measures;
  double *series = run->record->series + measures->series_levels + month;
  double seconds =
      (double) ((measures->month_starts[month + 1] - measures->month_starts[month]) *
                SIM_DAY);
  sim_level_integrate (&run->level_waiting, run->now);
  *series = (double) (run->level_waiting.integral - run->waiting_at_month) / seconds;
  run->waiting_at_month = run->level_waiting.integral;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      sim_pool_integrate (pool->pool, run->now);
      int64_t in_use = sim_pool_integral_in_use (pool->pool);
      int64_t available = sim_pool_integral_available (pool->pool);
      series += measures->n_months;
      *series = (double) (in_use - pool->in_use_at_month) / seconds;
      series += measures->n_months;
      *series = (double) (available - pool->available_at_month) / seconds;
      pool->in_use_at_month = in_use;
      pool->available_at_month = available;
    }
}

/* Sums of times in days, the cell `all`, and each cell's own quantiles. */
static void
finish_cell (ModelRun *run, int cell)
{
  double *columns = run->record->columns + cell * run->measures->stride;
  const SimHistogram *histograms = run->record->histograms + cell * MODEL_N_TIMES;
  static const int sums[] = { MODEL_COLUMN_WAIT, MODEL_COLUMN_HARVEST_DAY,
                              MODEL_COLUMN_INFUSION_DAY, MODEL_COLUMN_VEIN_TO_VEIN,
                              MODEL_COLUMN_WASTED_LINE };
  for (size_t i = 0; i < G_N_ELEMENTS (sums); i++)
    columns[sums[i]] /= (double) SIM_DAY;
  for (int t = 0; t < MODEL_N_TIMES; t++)
    {
      columns[MODEL_COLUMN_QUANTILES + 2 * t] =
          sim_histogram_quantile (&histograms[t], 0.5);
      columns[MODEL_COLUMN_QUANTILES + 2 * t + 1] =
          sim_histogram_quantile (&histograms[t], 0.9);
    }
}

void
model_measures_finish (ModelRun *run)
{
  const ModelMeasures *measures = run->measures;
  SimRecord *record = run->record;
  for (int g = 0; g < MODEL_N_GRADES; g++)
    {
      int cell = MODEL_CELL_GRADE + g;
      const double *columns = record->columns + cell * measures->stride;
      if (columns[MODEL_COLUMN_INJURED] <= 0.0)
        continue;
      for (int i = 0; i < measures->stride; i++)
        record->columns[i] += columns[i];
      for (int t = 0; t < MODEL_N_TIMES; t++)
        sim_histogram_merge (&record->histograms[t],
                             &record->histograms[cell * MODEL_N_TIMES + t]);
    }
  for (int cell = 0; cell < measures->n_cells; cell++)
    finish_cell (run, cell);

  double seconds = (double) (run->scenario->end - run->scenario->warm_up);
  double *global = record->columns + measures->column_global;
  global[MODEL_GLOBAL_INFUSED_PER_YEAR] =
      (double) run->infused_in_period / (seconds / (double) SIM_DAY / SIM_DAYS_PER_YEAR);
  global[MODEL_GLOBAL_WAITING] =
      (double) (run->waiting_at_end - run->waiting_at_warm_up) / seconds;
  global[MODEL_GLOBAL_WAITING_MAX] = (double) run->waiting_max;
  global[MODEL_GLOBAL_RESERVED] =
      (double) (run->reserved_at_end - run->reserved_at_warm_up) / seconds;
  global[MODEL_GLOBAL_IDLE] =
      (double) (run->idle_at_end - run->idle_at_warm_up) / seconds;
  double *pools = record->columns + measures->column_pools;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      const ModelPool *pool = &run->pools[i];
      pools[2 * i] = (double) (pool->in_use_at_end - pool->in_use_at_warm_up);
      pools[2 * i + 1] = (double) (pool->available_at_end - pool->available_at_warm_up);
    }
}

void
model_measures_begin_period (ModelRun *run)
{
  sim_level_integrate (&run->level_waiting, run->now);
  sim_level_integrate (&run->level_reserved, run->now);
  sim_level_integrate (&run->level_idle, run->now);
  run->waiting_at_warm_up = run->level_waiting.integral;
  run->reserved_at_warm_up = run->level_reserved.integral;
  run->idle_at_warm_up = run->level_idle.integral;
  run->level_waiting.greatest = run->level_waiting.value;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      sim_pool_integrate (pool->pool, run->now);
      pool->in_use_at_warm_up = sim_pool_integral_in_use (pool->pool);
      pool->available_at_warm_up = sim_pool_integral_available (pool->pool);
    }
}

void
model_measures_end_period (ModelRun *run)
{
  sim_level_integrate (&run->level_waiting, run->now);
  sim_level_integrate (&run->level_reserved, run->now);
  sim_level_integrate (&run->level_idle, run->now);
  run->waiting_at_end = run->level_waiting.integral;
  run->reserved_at_end = run->level_reserved.integral;
  run->idle_at_end = run->level_idle.integral;
  run->waiting_max = run->level_waiting.greatest;
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      sim_pool_integrate (pool->pool, run->now);
      pool->in_use_at_end = sim_pool_integral_in_use (pool->pool);
      pool->available_at_end = sim_pool_integral_available (pool->pool);
    }
}
