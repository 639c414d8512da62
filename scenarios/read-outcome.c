/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what comes of the product: infusion, outcome, costs. */
#include "scenarios/reading.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static void
read_infusion (ScenarioReading *reading, const xmlNode *root)
{
  ScenarioInfusion *infusion = &reading->scenario->infusion;
  infusion->expires_days = infusion->latest_day = HUGE_VAL;
  xmlNode *node = scenario_child (reading, root, "infusion");
  if (node == NULL)
    return;
  infusion->has_infusion = true;
  infusion->grades = scenario_grades (reading, node, "grades");
  infusion->expires_days = scenario_number (reading, node, "expires-days", HUGE_VAL);
  infusion->latest_day = scenario_number (reading, node, "latest-day", HUGE_VAL);
  infusion->stopped = scenario_number (reading, node, "stopped", 0);
  xmlNode *transport = scenario_child (reading, node, "transport");
  if (transport != NULL)
    infusion->transport =
        scenario_distribution (reading, transport, SCENARIO_MEASURE_DURATION);
}

static void
read_observed (ScenarioReading *reading, const xmlNode *node, ScenarioOutcome *outcome)
{
  SCENARIO_FOR_EACH (reading, child, node, "observed")
  {
    int grade = scenario_grade (reading, child, "grade");
    int n = (int) scenario_whole (reading, child, "n", 1);
    int one = (int) scenario_whole (reading, child, "one-or-more", 0);
    int two = (int) scenario_whole (reading, child, "two-or-more", 0);
    if (grade < 0)
      continue;
    if (outcome->has_observed[grade])
      scenario_mistake (reading, child, _ ("expected each grade once, found '%s' again"),
                        scenario_grade_name ((ScenarioGrade) grade));
    if (two > one || one > n)
      scenario_mistake (
          reading, child,
          _ ("expected two-or-more <= one-or-more <= n, found %d, %d and %d"), two, one,
          n);
    outcome->has_effect = true;
    outcome->has_observed[grade] = true;
    outcome->n[grade] = n;
    outcome->one_or_more[grade] = one;
    outcome->two_or_more[grade] = two;
  }
}

static void
read_scores (ScenarioReading *reading, const xmlNode *node, ScenarioOutcome *outcome)
{
  /* A score is one by its id and grade. */
  g_autoptr (GHashTable) keys =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) scores = g_array_new (FALSE, TRUE, sizeof (ScenarioScore));
  SCENARIO_FOR_EACH (reading, child, node, "score")
  {
    if (scores->len == SCENARIO_MAX_SCORES)
      scenario_mistake (reading, child, _ ("expected at most %d scores, found more"),
                        SCENARIO_MAX_SCORES);
    ScenarioScore score = { .id = scenario_text (reading, child, "id") };
    int grade = scenario_grade (reading, child, "grade");
    score.n = (int) scenario_whole (reading, child, "n", 1);
    score.mean = scenario_number (reading, child, "mean", 0);
    score.sd = scenario_number (reading, child, "sd", 0);
    if (score.id == NULL || grade < 0)
      {
        g_free (score.id);
        continue;
      }
    score.grade = (ScenarioGrade) grade;
    char *key = g_strdup_printf ("%s:%d", score.id, grade);
    if (!g_hash_table_add (keys, key))
      scenario_mistake (reading, child,
                        _ ("expected each score once a grade, found '%s' of '%s' again"),
                        score.id, scenario_grade_name (score.grade));
    g_array_append_val (scores, score);
  }
  outcome->n_scores = scores->len;
  outcome->scores =
      (ScenarioScore *) (void *) g_array_free (g_steal_pointer (&scores), FALSE);
}

static void
read_events (ScenarioReading *reading, const xmlNode *node, ScenarioOutcome *outcome)
{
  static const char *const procedures[] = { "draw", "harvest", "infusion", NULL };
  g_autoptr (GHashTable) ids =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) events = g_array_new (FALSE, TRUE, sizeof (ScenarioAdverseEvent));
  SCENARIO_FOR_EACH (reading, child, node, "adverse-event")
  {
    if (events->len == SCENARIO_MAX_ADVERSE_EVENTS)
      scenario_mistake (reading, child,
                        _ ("expected at most %d adverse events, found more"),
                        SCENARIO_MAX_ADVERSE_EVENTS);
    ScenarioAdverseEvent event = {
      .id = scenario_id (reading, child, ids, N_ ("adverse event"), events->len)
    };
    event.at = (ScenarioProcedure) scenario_choice (reading, child, "at", procedures, 0);
    event.n = (int) scenario_whole (reading, child, "n", 0);
    event.of = (int) scenario_whole (reading, child, "of", 1);
    if (event.n > event.of)
      scenario_mistake (reading, child, _ ("expected n not above of, found %d and %d"),
                        event.n, event.of);
    g_array_append_val (events, event);
  }
  outcome->n_events = events->len;
  outcome->events =
      (ScenarioAdverseEvent *) (void *) g_array_free (g_steal_pointer (&events), FALSE);
}

static void
read_outcome (ScenarioReading *reading, const xmlNode *root)
{
  static const char *const uncertainties[] = { "none", "dirichlet", NULL };
  xmlNode *node = scenario_child (reading, root, "outcome");
  if (node == NULL)
    return;
  ScenarioOutcome *outcome = g_new0 (ScenarioOutcome, 1);
  reading->scenario->outcome = outcome;
  outcome->day = scenario_number (reading, node, "day", 1);
  outcome->is_dirichlet =
      scenario_choice (reading, node, "uncertainty", uncertainties, 0) == 1;
  read_observed (reading, node, outcome);
  read_scores (reading, node, outcome);
  read_events (reading, node, outcome);
  if (outcome->is_dirichlet && !outcome->has_effect)
    scenario_mistake (
        reading, node,
        _ ("expected <observed> for uncertainty=\"dirichlet\", found none"));
}

static void
read_costs (ScenarioReading *reading, const xmlNode *root)
{
  static const char *const objects[] = { "product", "harvest", "draw", "line-day", NULL };
  Scenario *scenario = reading->scenario;
  bool is_given[4] = { false };
  g_autoptr (GArray) costs = g_array_new (FALSE, TRUE, sizeof (ScenarioCost));
  SCENARIO_FOR_EACH (reading, node, root, "cost")
  {
    int per = scenario_choice (reading, node, "per", objects, -1);
    ScenarioCost cost = { .amount = scenario_number (reading, node, "amount", 0),
                          .currency = scenario_text (reading, node, "currency") };
    if (per < 0 || cost.currency == NULL)
      {
        g_free (cost.currency);
        continue;
      }
    cost.per = (ScenarioCostPer) per;
    if (is_given[per])
      scenario_mistake (reading, node, _ ("expected each cost once, found '%s' again"),
                        objects[per]);
    is_given[per] = true;
    const char *currency =
        costs->len == 0 ? cost.currency : g_array_index (costs, ScenarioCost, 0).currency;
    if (strcmp (currency, cost.currency) != 0)
      scenario_mistake (reading, node,
                        _ ("expected one currency for all costs, found '%s' beside '%s'"),
                        cost.currency, currency);
    g_array_append_val (costs, cost);
  }
  scenario->n_costs = costs->len;
  scenario->costs =
      (ScenarioCost *) (void *) g_array_free (g_steal_pointer (&costs), FALSE);
}

void
scenario_read_outcome (ScenarioReading *reading, const xmlNode *root)
{
  read_infusion (reading, root);
  read_outcome (reading, root);
  read_costs (reading, root);
}
