/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what becomes of a patient: eligibility, attrition, natural course, harvest,
 * blood. */
#include "scenarios/metric-name.h"
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* ---- Harvest and blood ---- */

static double
read_deferral (ScenarioReading *reading, const xmlNode *parent)
{
  xmlNode *node = scenario_child (reading, parent, "deferral");
  return node == NULL ? 0 : scenario_number (reading, node, "probability", 0);
}

static void
read_harvest (ScenarioReading *reading, const xmlNode *root)
{
  static const char *const countings[] = { "dates", "elapsed", NULL };
  ScenarioHarvest *harvest = &reading->scenario->harvest;
  harvest->window_days = HUGE_VAL;
  xmlNode *node = scenario_child (reading, root, "harvest");
  if (node == NULL)
    return;
  harvest->window_days = scenario_number (reading, node, "window", HUGE_VAL);
  harvest->counts_dates = scenario_choice (reading, node, "count", countings, 0) == 0;
  harvest->tolerance_days = scenario_number (reading, node, "tolerance-days", 0);
  harvest->tolerance_share = scenario_number (reading, node, "tolerance-share", 0);
  harvest->deferral = read_deferral (reading, node);
  if (scenario_has (node, "tolerance-days") != scenario_has (node, "tolerance-share"))
    scenario_mistake (
        reading, node,
        _ ("expected tolerance-days and tolerance-share together, found one"));
  if (harvest->counts_dates &&
      (harvest->window_days != floor (harvest->window_days) ||
       harvest->tolerance_days != floor (harvest->tolerance_days)))
    scenario_mistake (reading, node,
                      _ ("expected whole days where count is dates, found window %g and "
                         "tolerance-days %g"),
                      harvest->window_days, harvest->tolerance_days);
}

static void
read_draws (ScenarioReading *reading, const xmlNode *node, ScenarioBlood *blood)
{
  SCENARIO_FOR_EACH (reading, draw, node, "draw")
  {
    double day = scenario_number (reading, draw, "day", NAN);
    if (blood->n_draws == blood->max_draws)
      {
        scenario_mistake (
            reading, draw,
            _ ("expected no more draws than the attribute draws of <blood> (%d), found "
               "one more"),
            blood->max_draws);
        return;
      }
    double before =
        blood->n_draws == 0 ? -HUGE_VAL : blood->draw_days[blood->n_draws - 1];
    if (isnan (day))
      continue;
    if (day <= before)
      scenario_mistake (
          reading, draw,
          _ ("expected draws in the order of their days, found %g after %g"), day,
          before);
    else if (day - before < blood->min_interval_days)
      scenario_warning (
          reading, draw,
          _ ("%g days after the draw before it, less than min-interval-days %g: it "
             "is put off"),
          day - before, blood->min_interval_days);
    blood->draw_days[blood->n_draws++] = day;
  }
}

static void
read_blood (ScenarioReading *reading, const xmlNode *root)
{
  static const char *const starts[] = { "booking", "eligible", NULL };
  xmlNode *node = scenario_child (reading, root, "blood");
  if (node == NULL)
    return;
  ScenarioBlood *blood = g_new0 (ScenarioBlood, 1);
  reading->scenario->blood = blood;
  blood->total_ml = scenario_number (reading, node, "total-ml", 1);
  blood->max_draws = (int) scenario_whole (reading, node, "draws", SCENARIO_MAX_DRAWS);
  blood->max_draws = CLAMP (blood->max_draws, 1, SCENARIO_MAX_DRAWS);
  blood->per_kg_ml = scenario_number (reading, node, "per-kg-ml", HUGE_VAL);
  blood->max_draw_ml = scenario_number (reading, node, "max-draw-ml", HUGE_VAL);
  blood->min_interval_days = scenario_number (reading, node, "min-interval-days", 0);
  blood->min_haemoglobin = scenario_number (reading, node, "min-haemoglobin", -HUGE_VAL);
  blood->haemoglobin_per_day = scenario_number (reading, node, "haemoglobin-per-day", 0);
  blood->starts_eligible = scenario_choice (reading, node, "start", starts, 0) == 1;
  read_draws (reading, node, blood);
  blood->deferral = read_deferral (reading, node);
  if (blood->max_draw_ml * blood->max_draws < blood->total_ml)
    scenario_warning (
        reading, node,
        _ ("%d draws of at most %g mL never reach %g mL: nobody can be treated"),
        blood->max_draws, blood->max_draw_ml, blood->total_ml);
}

void
scenario_read_collection (ScenarioReading *reading, const xmlNode *root)
{
  read_harvest (reading, root);
  read_blood (reading, root);
}

/* ---- Eligibility ---- */

/* Exclusions, cautions and hazards are one kind: their ids are fates. */
static char *
read_fate_id (ScenarioReading *reading, const xmlNode *node, GHashTable *fates)
{
  if (g_hash_table_size (fates) == SCENARIO_MAX_FATES)
    scenario_mistake (
        reading, node,
        _ ("expected at most %d exclusions, cautions and hazards in all, found more"),
        SCENARIO_MAX_FATES);
  char *id = scenario_id (reading, node, fates, N_ ("exclusion, caution or hazard"), 0);
  g_autofree char *excluded = g_strconcat ("excluded-", id, NULL);
  if (scenario_is_fate (id) || scenario_is_fate (excluded))
    scenario_mistake (reading, node,
                      _ ("expected an id that is no fate of the program, found '%s'"),
                      id);
  return id;
}

static void
check_limits (ScenarioReading *reading,
              const xmlNode *node,
              const char *name,
              double least,
              double most)
{
  if (least > most)
    scenario_mistake (reading, node,
                      _ ("expected min-%s not above max-%s, found %g and %g"), name, name,
                      least, most);
}

static ScenarioCondition
read_condition (ScenarioReading *reading,
                const xmlNode *node,
                bool is_caution,
                GHashTable *fates)
{
  static const char *const limits[] = {
    "min-age", "max-age", "min-weight", "max-weight", "min-haemoglobin", "max-haemoglobin"
  };
  ScenarioCondition condition = { .is_caution = is_caution,
                                  .line = scenario_line (node) };
  condition.id = read_fate_id (reading, node, fates);
  condition.probability = scenario_number (reading, node, "probability", NAN);
  condition.min_age = scenario_number (reading, node, "min-age", NAN);
  condition.max_age = scenario_number (reading, node, "max-age", NAN);
  condition.min_weight = scenario_number (reading, node, "min-weight", NAN);
  condition.max_weight = scenario_number (reading, node, "max-weight", NAN);
  condition.min_haemoglobin = scenario_number (reading, node, "min-haemoglobin", NAN);
  condition.max_haemoglobin = scenario_number (reading, node, "max-haemoglobin", NAN);
  condition.accept = is_caution ? scenario_number (reading, node, "accept", 0) : 0;
  size_t n_limits = 0;
  for (size_t i = 0; i < G_N_ELEMENTS (limits); i++)
    n_limits += scenario_has (node, limits[i]);
  if (scenario_has (node, "probability") == (n_limits > 0))
    scenario_mistake (reading, node,
                      n_limits > 0
                          ? _ ("expected either probability or limits of age, weight or "
                               "haemoglobin, found both")
                          : _ ("expected either probability or limits of age, weight or "
                               "haemoglobin, found neither"));
  check_limits (reading, node, "age", condition.min_age, condition.max_age);
  check_limits (reading, node, "weight", condition.min_weight, condition.max_weight);
  check_limits (reading, node, "haemoglobin", condition.min_haemoglobin,
                condition.max_haemoglobin);
  return condition;
}

static void
read_eligibility (ScenarioReading *reading, const xmlNode *root, GHashTable *fates)
{
  Scenario *scenario = reading->scenario;
  ScenarioEligibility *eligibility = &scenario->eligibility;
  eligibility->grades = SCENARIO_GRADE_BIT (SCENARIO_N_GRADES) - 1;
  eligibility->consent = 1;
  xmlNode *node = scenario_child (reading, root, "eligibility");
  if (node == NULL)
    return;
  scenario->has_eligibility = true;
  unsigned grades = scenario_grades (reading, node, "grades");
  if (grades != 0)
    eligibility->grades = grades;
  xmlNode *screening = scenario_child (reading, node, "screening");
  if (screening != NULL)
    eligibility->screening =
        scenario_distribution (reading, screening, SCENARIO_MEASURE_DURATION);
  xmlNode *consent = scenario_child (reading, node, "consent");
  if (consent != NULL)
    eligibility->consent = scenario_number (reading, consent, "probability", 1);
  g_autoptr (GArray) conditions = g_array_new (FALSE, TRUE, sizeof (ScenarioCondition));
  SCENARIO_FOR_EACH (reading, child, node, "exclusion")
  {
    ScenarioCondition condition = read_condition (reading, child, false, fates);
    g_array_append_val (conditions, condition);
  }
  SCENARIO_FOR_EACH (reading, child, node, "caution")
  {
    ScenarioCondition condition = read_condition (reading, child, true, fates);
    g_array_append_val (conditions, condition);
  }
  eligibility->n_conditions = conditions->len;
  eligibility->conditions =
      (ScenarioCondition *) (void *) g_array_free (g_steal_pointer (&conditions), FALSE);
}

/* ---- Attrition and natural course ---- */

static void
read_attrition (ScenarioReading *reading, const xmlNode *root, GHashTable *fates)
{
  Scenario *scenario = reading->scenario;
  xmlNode *node = scenario_child (reading, root, "attrition");
  if (node == NULL)
    return;
  g_autoptr (GArray) hazards = g_array_new (FALSE, TRUE, sizeof (ScenarioHazard));
  SCENARIO_FOR_EACH (reading, child, node, "hazard")
  {
    ScenarioHazard hazard = { read_fate_id (reading, child, fates),
                              scenario_number (reading, child, "per-day", 0) };
    g_array_append_val (hazards, hazard);
  }
  scenario->n_hazards = hazards->len;
  scenario->hazards =
      (ScenarioHazard *) (void *) g_array_free (g_steal_pointer (&hazards), FALSE);
}

static void
read_natural_course (ScenarioReading *reading, const xmlNode *root)
{
  Scenario *scenario = reading->scenario;
  xmlNode *node = scenario_child (reading, root, "natural-course");
  if (node == NULL)
    return;
  bool is_given[SCENARIO_N_GRADES][SCENARIO_N_GRADES] = { { false } };
  g_autoptr (GArray) improvements =
      g_array_new (FALSE, TRUE, sizeof (ScenarioImprovement));
  SCENARIO_FOR_EACH (reading, child, node, "improves")
  {
    int from = scenario_grade (reading, child, "from");
    int to = scenario_grade (reading, child, "to");
    if (from < 0 || to < 0)
      {
        scenario_number (reading, child, "per-day", 0);
        scenario_number (reading, child, "until-day", 0);
        continue;
      }
    if (to <= from)
      scenario_mistake (reading, child,
                        _ ("expected a better grade than '%s' in to, found '%s'"),
                        scenario_grade_name ((ScenarioGrade) from),
                        scenario_grade_name ((ScenarioGrade) to));
    ScenarioImprovement improvement = { (ScenarioGrade) from, (ScenarioGrade) to,
                                        scenario_number (reading, child, "per-day", 0),
                                        scenario_number (reading, child, "until-day",
                                                         HUGE_VAL) };
    if (is_given[from][to])
      scenario_mistake (
          reading, child, _ ("expected each step once, found '%s' to '%s' again"),
          scenario_grade_name (improvement.from), scenario_grade_name (improvement.to));
    is_given[from][to] = true;
    g_array_append_val (improvements, improvement);
  }
  scenario->n_improvements = improvements->len;
  scenario->improvements = (ScenarioImprovement *) (void *) g_array_free (
      g_steal_pointer (&improvements), FALSE);
}

void
scenario_read_course (ScenarioReading *reading, const xmlNode *root)
{
  g_autoptr (GHashTable) fates =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  read_eligibility (reading, root, fates);
  read_attrition (reading, root, fates);
  read_natural_course (reading, root);
}
