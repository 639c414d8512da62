/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads who is injured when: arrivals, bodies, referral, the resampled profile. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- Arrivals ---- */

static void
read_seasons (ScenarioReading *reading, const xmlNode *node, ScenarioArrivals *arrivals)
{
  bool is_given[12] = { false };
  for (size_t i = 0; i < G_N_ELEMENTS (arrivals->season); i++)
    arrivals->season[i] = 1;
  SCENARIO_FOR_EACH (reading, season, node, "season")
  {
    int64_t month = scenario_whole (reading, season, "month", 1);
    if (month < 1 || month > 12)
      continue;
    if (is_given[month - 1])
      scenario_mistake (reading, season, _ ("expected each month once, found %d twice"),
                        (int) month);
    is_given[month - 1] = true;
    arrivals->season[month - 1] = scenario_number (reading, season, "factor", 1);
  }
}

static void
read_rate_changes (ScenarioReading *reading,
                   const xmlNode *node,
                   ScenarioArrivals *arrivals)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, TRUE, sizeof (ScenarioRateChange));
  SimTime last = 0;
  SCENARIO_FOR_EACH (reading, child, node, "change")
  {
    ScenarioRateChange change = { .per_year =
                                      scenario_number (reading, child, "per-year", 0) };
    if (scenario_change_day (reading, child, changes->len == 0, &last))
      {
        change.at = last;
        g_array_append_val (changes, change);
      }
  }
  arrivals->n_changes = changes->len;
  arrivals->changes =
      (ScenarioRateChange *) (void *) g_array_free (g_steal_pointer (&changes), FALSE);
}

/* The mean number of arrivals from start to end. */
static double
expected_arrivals (const Scenario *scenario)
{
  const ScenarioArrivals *arrivals = &scenario->patients.arrivals;
  if (arrivals->kind == SCENARIO_ARRIVALS_TRACE)
    return (double) arrivals->n_trace;
  if (arrivals->kind == SCENARIO_ARRIVALS_RENEWAL)
    return arrivals->interval == NULL ? 0
                                      : sim_time_to_days (scenario->end) /
                                            sim_distribution_mean (arrivals->interval);
  double sum = 0;
  double per_year = arrivals->per_year;
  size_t change = 0;
  for (int64_t day = 0; day * SIM_DAY < scenario->end; day++)
    {
      while (change < arrivals->n_changes &&
             arrivals->changes[change].at <= day * SIM_DAY)
        per_year = arrivals->changes[change++].per_year;
      SimDate date = sim_date_from_epoch_day (scenario->start_epoch_day + day);
      sum += per_year * arrivals->season[date.month - 1] / SIM_DAYS_PER_YEAR;
    }
  return sum;
}

static gint
compare_injuries (gconstpointer a, gconstpointer b)
{
  const ScenarioTraceRow *left = a;
  const ScenarioTraceRow *right = b;
  if (left->injured != right->injured)
    return left->injured < right->injured ? -1 : 1;
  return left->line < right->line ? -1 : left->line > right->line;
}

static void
read_arrivals (ScenarioReading *reading, const xmlNode *patients)
{
  ScenarioArrivals *arrivals = &reading->scenario->patients.arrivals;
  for (size_t i = 0; i < G_N_ELEMENTS (arrivals->season); i++)
    arrivals->season[i] = 1;
  xmlNode *node = scenario_child (reading, patients, "arrivals");
  if (node == NULL)
    return;
  arrivals->line = scenario_line (node);
  bool has_rate = scenario_has (node, "per-year");
  xmlNode *interval = scenario_child (reading, node, "interval");
  xmlNode *trace = scenario_child (reading, node, "trace");
  if (has_rate + (interval != NULL) + (trace != NULL) != 1)
    {
      scenario_mistake (
          reading, node,
          has_rate || interval != NULL || trace != NULL
              ? _ ("expected one of per-year, <interval> and <trace>, found several")
              : _ ("expected one of per-year, <interval> and <trace>, found none"));
      return;
    }
  if (interval != NULL)
    {
      arrivals->kind = SCENARIO_ARRIVALS_RENEWAL;
      arrivals->interval =
          scenario_distribution (reading, interval, SCENARIO_MEASURE_INTERVAL);
    }
  else if (trace != NULL)
    {
      arrivals->kind = SCENARIO_ARRIVALS_TRACE;
      GArray *rows = scenario_read_trace (reading, trace, false);
      /* Ties keep the order of the file: the comparison ends with the line. */
      g_array_sort (rows, compare_injuries);
      arrivals->n_trace = rows->len;
      arrivals->trace = (ScenarioTraceRow *) (void *) g_array_free (rows, FALSE);
    }
  else
    {
      arrivals->kind = SCENARIO_ARRIVALS_POISSON;
      arrivals->per_year = scenario_number (reading, node, "per-year", 0);
      read_seasons (reading, node, arrivals);
      read_rate_changes (reading, node, arrivals);
    }
  double expected = expected_arrivals (reading->scenario);
  if (expected > SCENARIO_MAX_EXPECTED_ARRIVALS)
    scenario_mistake (
        reading, node,
        _ ("expected at most %g arrivals from start to end, found a mean of %g"),
        SCENARIO_MAX_EXPECTED_ARRIVALS, expected);
  else if (arrivals->kind != SCENARIO_ARRIVALS_TRACE &&
           !isfinite (reading->scenario->harvest.window_days) &&
           expected * (1 + sim_time_to_days (reading->scenario->drain) /
                               sim_time_to_days (reading->scenario->end)) >
               SCENARIO_MAX_EXPECTED_ARRIVALS)
    scenario_warning (reading, node,
                      _ ("without a window patients may wait until the drain of %g days "
                         "ends, with up to %g arrivals"),
                      sim_time_to_days (reading->scenario->drain),
                      expected * (1 + sim_time_to_days (reading->scenario->drain) /
                                          sim_time_to_days (reading->scenario->end)));
  else if (expected == 0 && arrivals->kind == SCENARIO_ARRIVALS_POISSON &&
           scenario_child (reading, xmlDocGetRootElement (node->doc), "initial") == NULL)
    scenario_warning (reading, node, _ ("nobody arrives: the rate is 0 all the time"));
}

/* ---- Bodies ---- */

static void
read_by_sex (ScenarioReading *reading,
             const xmlNode *patients,
             const char *name,
             SimDistribution **targets)
{
  static const char *const sexes[] = { "male", "female", NULL };
  xmlNode *last = NULL;
  bool has_common = false;
  SCENARIO_FOR_EACH (reading, node, patients, name)
  {
    int sex = scenario_choice (reading, node, "sex", sexes, -1);
    bool is_double = sex < 0 ? last != NULL : has_common || targets[sex] != NULL;
    last = node;
    SimDistribution *distribution =
        scenario_distribution (reading, node, SCENARIO_MEASURE_BODY);
    if (is_double)
      {
        scenario_mistake (reading, node,
                          _ ("expected one <%s>, or one for each sex, found another"),
                          name);
        sim_distribution_free (distribution);
        continue;
      }
    has_common = sex < 0;
    if (sex >= 0)
      targets[sex] = distribution;
    else
      /* One object for both sexes; scenario_free() knows. */
      targets[SCENARIO_SEX_MALE] = targets[SCENARIO_SEX_FEMALE] = distribution;
  }
  if (last == NULL || has_common)
    return;
  if (targets[SCENARIO_SEX_MALE] == NULL || targets[SCENARIO_SEX_FEMALE] == NULL)
    scenario_mistake (reading, last,
                      _ ("expected <%s> for both sexes, found one of them"), name);
  else if (!reading->scenario->patients.has_sex &&
           !reading->has_trace_column[SCENARIO_COLUMN_SEX])
    scenario_mistake (reading, last,
                      _ ("expected <sex> beside a <%s> for each sex, found none"), name);
}

static void
read_grades (ScenarioReading *reading, const xmlNode *patients)
{
  ScenarioPatients *read = &reading->scenario->patients;
  xmlNode *node = scenario_child (reading, patients, "grades");
  if (node == NULL)
    return;
  read->has_grades = true;
  double sum = 0;
  for (int grade = 0; grade < SCENARIO_N_GRADES; grade++)
    {
      read->grades[grade] =
          scenario_number (reading, node, scenario_grade_name ((ScenarioGrade) grade), 0);
      sum += read->grades[grade];
    }
  if (fabs (sum - 1) > 1e-6)
    scenario_mistake (reading, node, _ ("expected shares that sum to 1, found %.9g"),
                      sum);
}

/* ---- Profile ---- */

static void
read_profile (ScenarioReading *reading, const xmlNode *patients)
{
  static const char *const resamplings[] = { "patient", "inputs", NULL };
  Scenario *scenario = reading->scenario;
  xmlNode *node = scenario_child (reading, patients, "profile");
  if (node == NULL)
    return;
  ScenarioProfile *profile = g_new0 (ScenarioProfile, 1);
  scenario->patients.profile = profile;
  profile->line = scenario_line (node);
  g_auto (GStrv) gives = scenario_words (reading, node, "gives");
  for (size_t i = 0; gives[i] != NULL; i++)
    {
      bool *flag = strcmp (gives[i], "harvest") == 0 ? &profile->gives_harvest
                   : strcmp (gives[i], "draws") == 0 ? &profile->gives_draws
                                                     : &profile->gives_lead;
      if (*flag)
        scenario_mistake (reading, node, _ ("expected each word once, found '%s' twice"),
                          gives[i]);
      *flag = true;
    }
  profile->resamples_inputs =
      scenario_choice (reading, node, "resample", resamplings, 0) == 1;
  int64_t left_out = scenario_whole (reading, node, "leave-out", 0);
  GArray *rows = scenario_read_trace (reading, node, true);
  if (left_out > (int64_t) rows->len && rows->len > 0)
    scenario_mistake (reading, node,
                      _ ("expected leave-out to be a row from 1 to %u, found %" PRId64),
                      rows->len, left_out);
  else if (left_out > 0 && rows->len > 0)
    {
      g_free (g_array_index (rows, ScenarioTraceRow, left_out - 1).id);
      g_array_remove_index (rows, (unsigned) (left_out - 1));
      if (rows->len == 0)
        scenario_mistake (reading, node,
                          _ ("expected a row beside the one left out, found none"));
    }
  profile->n_rows = rows->len;
  profile->rows = (ScenarioTraceRow *) (void *) g_array_free (rows, FALSE);
  for (size_t i = 0; i < profile->n_rows; i++)
    {
      const ScenarioTraceRow *row = &profile->rows[i];
      const char *missing = isnan (row->harvest)                           ? "harvest"
                            : profile->gives_draws && row->n_draws == 0    ? "draw1"
                            : profile->gives_lead && isnan (row->infusion) ? "infusion"
                                                                           : NULL;
      if (missing != NULL)
        scenario_mistake (
            reading, node,
            _ ("expected %s in every row of the file, found none at its line %d"),
            missing, row->line);
    }
  if (profile->gives_draws && scenario->blood == NULL)
    scenario_mistake (reading, node,
                      _ ("expected <blood> for the draws of the profile, found none"));
}

void
scenario_read_patients (ScenarioReading *reading, const xmlNode *root)
{
  ScenarioPatients *read = &reading->scenario->patients;
  xmlNode *patients = scenario_child (reading, root, "patients");
  if (patients == NULL)
    {
      for (size_t i = 0; i < G_N_ELEMENTS (read->arrivals.season); i++)
        read->arrivals.season[i] = 1;
      return;
    }
  xmlNode *sex = scenario_child (reading, patients, "sex");
  if (sex != NULL)
    {
      read->has_sex = true;
      read->female = scenario_number (reading, sex, "female", 0);
    }
  read_arrivals (reading, patients);
  read_grades (reading, patients);
  xmlNode *age = scenario_child (reading, patients, "age");
  if (age != NULL)
    read->age = scenario_distribution (reading, age, SCENARIO_MEASURE_BODY);
  read_by_sex (reading, patients, "weight", read->weight);
  read_by_sex (reading, patients, "haemoglobin", read->haemoglobin);
  xmlNode *referral = scenario_child (reading, patients, "referral");
  if (referral != NULL)
    read->referral = scenario_distribution (reading, referral, SCENARIO_MEASURE_DURATION);
  read_profile (reading, patients);
}
