/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the audit: every decision agrees with the list that it was taken from. */
#include "scenarios/reader.h"
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include <math.h>
#include <string.h>

static const SimCell *
cell (const SimTable *table, size_t row, const char *column)
{
  int index = sim_table_find_column (table, column);
  assert_true (index >= 0);
  return sim_table_row (table, row) + index;
}

/* The rows [*begin, end) of the list at decision @number. Returns: end */
static size_t
list_end (const SimTable *rankings, size_t begin, double number)
{
  size_t end = begin;
  while (end < sim_table_row_count (rankings) &&
         cell (rankings, end, "decision")->number == number)
    end++;
  return end;
}

/* Decision @row of the bookings against its list. */
static void
assert_decision_agrees (const SimTrace *trace, size_t row, size_t begin, size_t end)
{
  const SimTable *decisions = trace->decisions, *rankings = trace->rankings;
  const char *patient = cell (decisions, row, "patient")->text;
  const char *runner_up = cell (decisions, row, "runner_up")->text;
  int n_feasible = 0, n_chosen = 0, n_runners = 0;
  assert_true (cell (decisions, row, "bookable")->number >= 1);
  assert_near (cell (decisions, row, "waiting")->number, (double) (end - begin), 0);
  for (size_t i = begin; i < end; i++)
    {
      const char *obstacle = cell (rankings, i, "obstacle")->text;
      const char *name = cell (rankings, i, "patient")->text;
      const char *keys = cell (rankings, i, "keys")->text;
      assert_near (cell (rankings, i, "rank")->number, (double) (i - begin + 1), 0);
      /* Who only the rule bars could have been booked otherwise. */
      n_feasible += obstacle == NULL || strcmp (obstacle, "rule") == 0;
      if (strcmp (name, patient) == 0)
        {
          n_chosen++;
          assert_null (obstacle);
          assert_string_equal (keys, cell (decisions, row, "keys")->text);
          assert_string_equal (cell (rankings, i, "grade")->text,
                               cell (decisions, row, "grade")->text);
          assert_near (cell (rankings, i, "slack")->number,
                       cell (decisions, row, "slack")->number, 0);
        }
      else if (runner_up != NULL && strcmp (name, runner_up) == 0)
        {
          n_runners++;
          assert_null (obstacle);
          assert_string_equal (keys, cell (decisions, row, "runner_up_keys")->text);
        }
    }
  assert_int_equal (n_chosen, 1);
  assert_int_equal (n_runners, runner_up != NULL);
  assert_near (cell (decisions, row, "feasible")->number, n_feasible, 0);
}

static void
every_decision_agrees_with_its_list (void **state)
{
  (void) state;
  static const char *const rules[] = { "ais-a-first", "ais-a-only", "protect-2",
                                       "reserve-70-hard", "points" };
  g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "scenarios",
                                            "early-supply.xml", NULL);
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, NULL);
  assert_non_null (scenario);
  for (size_t r = 0; r < G_N_ELEMENTS (rules); r++)
    {
      g_autoptr (TestRun) run = test_run_borrowed (scenario, rules[r], 0);
      const SimTrace *trace = test_run_trace (run);
      size_t begin = 0, n = sim_table_row_count (trace->decisions);
      assert_true (n > 50);
      for (size_t row = 0; row < n; row++)
        {
          size_t end = list_end (trace->rankings, begin, (double) row + 1);
          assert_decision_agrees (trace, row, begin, end);
          begin = end;
        }
      assert_int_equal (begin, sim_table_row_count (trace->rankings));
    }
}

/* Bookings ahead where time alone decides who can still be harvested: appointments are at
 * openings, and no site or intake has limits.  Whom the search passes over is then
 * remembered (models/harvest.h); the trace looks at everybody anew. */
static char *
make_ahead (bool has_blood, int lines)
{
  return g_strdup_printf (
      "<scenario format='1' name='ahead' start='2020-01-01' end='2021-07-01'>"
      "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'/>"
      "<sites><site id='near' share='0.5' calendar='weekdays'/>"
      "<site id='far' share='0.5' calendar='weekdays'><transport>"
      "<gamma mean='1.2' sd='0.3'/></transport></site></sites>"
      "<patients><arrivals per-year='%d'/><grades A='0.45' B='0.15' C='0.40'/>"
      "<referral><exponential mean='5'/></referral></patients><harvest window='31'/>%s"
      "<plant gate='line' call-ahead-days='12'><pool id='line' capacity='%d'/>"
      "<stage id='culture' uses='line'><gamma mean='28' sd='6'/></stage></plant>"
      "<allocation use='first'><rule id='first'><first grade='A'/>"
      "<order by='deadline'/></rule><rule id='only'><only grade='A'/>"
      "<order by='referral'/></rule></allocation></scenario>",
      30 * lines,
      has_blood ? "<blood total-ml='960' max-draw-ml='240' draws='5' start='booking' "
                  "min-interval-days='2'><draw day='-7'/><draw day='-2'/><draw day='5'/>"
                  "<draw day='10'/></blood>"
                : "",
      lines);
}

static void
who_is_booked_ahead_is_the_first_for_whom_there_is_a_day (void **state)
{
  (void) state;
  static const char *const rules[] = { "first", "only" };
  for (int kind = 0; kind < 4; kind++)
    {
      g_autofree char *xml = make_ahead (kind % 2 == 1, kind < 2 ? 3 : 20);
      g_autoptr (Scenario) scenario = scenario_read_memory ("ahead", xml, -1, NULL);
      assert_non_null (scenario);
      for (size_t r = 0; r < G_N_ELEMENTS (rules); r++)
        {
          g_autoptr (TestRun) run = test_run_borrowed (scenario, rules[r], 0);
          const SimTrace *trace = test_run_trace (run);
          size_t begin = 0, n = sim_table_row_count (trace->decisions);
          size_t n_passed = 0;
          assert_true (n > 30);
          for (size_t row = 0; row < n; row++)
            {
              size_t end = list_end (trace->rankings, begin, (double) row + 1);
              size_t i = begin;
              bool is_first_grade =
                  strcmp (cell (trace->decisions, row, "reason")->text, "first") == 0;
              /* A first group is sought before all others; it leads the list's order, or
               * nobody of it has a day. */
              while (i < end &&
                     (cell (trace->rankings, i, "obstacle")->text != NULL ||
                      (is_first_grade &&
                       strcmp (cell (trace->rankings, i, "grade")->text, "A") != 0)))
                i++;
              assert_true (i < end);
              assert_string_equal (cell (trace->rankings, i, "patient")->text,
                                   cell (trace->decisions, row, "patient")->text);
              n_passed += i - begin;
              begin = end;
            }
          /* Many were passed over, or nothing was tried here. */
          assert_true (n_passed > n);
        }
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_decision_agrees_with_its_list),
    cmocka_unit_test (who_is_booked_ahead_is_the_first_for_whom_there_is_a_day),
  };
  return cmocka_run_group_tests_name ("decisions", tests, NULL, NULL);
}
