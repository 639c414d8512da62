/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures: what is counted of patients and levels, as columns of the results. */
#include "models/measures.h"

#include "models/attributes.h"
#include "models/metrics.h"

#include <math.h>
#include <string.h>

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
  return 1 + model_attributes_find (scenario).n_grades;
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

/* A fate that one variant knows has its column in the tables of all. */
static bool *
find_fates (const Scenario *const *scenarios, size_t n_scenarios)
{
  int n_fates = model_fate_count (scenarios[0]);
  bool *has_fate = g_new0 (bool, n_fates);
  for (int fate = 0; fate < n_fates; fate++)
    for (size_t i = 0; i < n_scenarios; i++)
      has_fate[fate] |= model_fate_can_occur (scenarios[i], fate);
  return has_fate;
}

/* The layout of one cell. */
static void
place_columns (ModelMeasures *measures, const Scenario *scenario)
{
  measures->n_fates = model_fate_count (scenario);
  collect_scores (measures, scenario->outcome);
  measures->n_events = scenario->outcome != NULL ? (int) scenario->outcome->n_events : 0;
  measures->column_score = MODEL_COLUMN_FATES + measures->n_fates;
  measures->column_event = measures->column_score + 2 * measures->n_scores;
  measures->stride = measures->column_event + measures->n_events;
}

/* One cell a group. */
static void
place_cells (ModelMeasures *measures, const Scenario *scenario)
{
  int cells = MODEL_CELL_GRADE + MODEL_N_GRADES;
  measures->cell_site = measures->cell_sex = measures->cell_age = -1;
  if (scenario->has_sites)
    {
      measures->cell_site = cells;
      measures->n_sites = (int) scenario->n_sites;
      cells += (int) scenario->n_sites;
    }
  ModelAttributes known = model_attributes_find (scenario);
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
}

/* What belongs to no cell (levels, pools, listed patients) follows the cells; then the
 * record is as wide as it will be. */
static void
place_others (ModelMeasures *measures, const Scenario *scenario)
{
  int cells = measures->n_cells;
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
}

static void
add_all_metrics (ModelMeasures *measures, const Scenario *scenario)
{
  model_metrics_add_cell (measures, scenario, "all", MODEL_CELL_ALL);
  model_metrics_add_globals (measures, scenario);
  int n_groups = count_monthly_groups (scenario) - 1;
  for (int g = 0; g < n_groups; g++)
    model_metrics_add_cell (measures, scenario, scenario_grade_name ((ScenarioGrade) g),
                            MODEL_CELL_GRADE + g);
  for (size_t i = 0; measures->cell_site >= 0 && i < scenario->n_sites; i++)
    {
      g_autofree char *group = g_strconcat ("site:", scenario->sites[i].id, NULL);
      model_metrics_add_cell (measures, scenario, group, measures->cell_site + (int) i);
    }
  for (int sex = 0; measures->cell_sex >= 0 && sex < SCENARIO_N_SEXES; sex++)
    {
      g_autofree char *group =
          g_strconcat ("sex:", scenario_sex_name ((ScenarioSex) sex), NULL);
      model_metrics_add_cell (measures, scenario, group, measures->cell_sex + sex);
    }
  static const char *const bands[MODEL_N_AGE_BANDS] = { "age:0-17", "age:18-64",
                                                        "age:65+" };
  for (int band = 0; measures->cell_age >= 0 && band < MODEL_N_AGE_BANDS; band++)
    model_metrics_add_cell (measures, scenario, bands[band], measures->cell_age + band);
  for (size_t i = 0; i < scenario->n_groups; i++)
    model_metrics_add_cell (measures, scenario, scenario->groups[i].id,
                            measures->cell_own + (int) i);
  for (int i = 0; i < measures->n_listed; i++)
    model_metrics_add_listed (measures, scenario, i);
}

ModelMeasures *
model_measures_new (const Scenario *scenario)
{
  return model_measures_new_for (&scenario, 1);
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
  place_columns (measures, scenario);
  place_cells (measures, scenario);
  place_others (measures, scenario);
  add_all_metrics (measures, scenario);
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
