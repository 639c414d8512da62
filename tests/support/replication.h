/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One traced replication of a small scenario, and what it says of each patient. */
#pragma once

#include "models/measures.h"
#include "scenarios/scenario.h"
#include "sim/results.h"

/* Contract: whatever goes wrong fails the test that asked.  Days are those of
 * patients.csv: since the scenario's start, NaN where it never happened.  Patients are
 * named as in patients.csv: by the id of the trace, else by their number. */

/* The first day of test scenarios is a Monday, so days 5 and 6, 12 and 13 are weekends.
 */
#define TEST_START "2019-05-06"

/* The root element around @body. */
#define TEST_SCENARIO(body)                                                              \
  "<scenario format='1' name='test' start='" TEST_START "' end='2020-05-06'>" body       \
  "</scenario>"

/* Patients of a file that test_scenario() writes. */
#define TEST_PATIENTS                                                                    \
  "<patients><arrivals><trace href='patients.csv'/></arrivals></patients>"

/* A calendar of working days, 9 to 17, without holidays. */
#define TEST_WEEKDAYS                                                                    \
  "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'/>"

/* A window of 31 days as elapsed time. */
#define TEST_WINDOW "<harvest window='31' count='elapsed'/>"

/* 960 mL by draws of 4 mL/kg, at most 400 mL, on the days of the shipped scenarios. */
#define TEST_BLOOD(attributes, more)                                                     \
  "<blood total-ml='960' draws='5' per-kg-ml='4' max-draw-ml='400' " attributes ">"      \
  "<draw day='-7'/><draw day='-3'/><draw day='5'/><draw day='10'/><draw day='14'/>" more \
  "</blood>"

typedef struct TestRun TestRun;

/** @csv: (nullable): the text of patients.csv beside it. Returns: (transfer full) */
Scenario *test_scenario (const char *xml, const char *csv);

/** Runs replication 0 under @rule (NULL: the scenario's own); takes over @scenario. */
TestRun *test_run_of (Scenario *scenario, const char *rule);
/** The same from texts, in one step. */
TestRun *test_run (const char *xml, const char *csv);
/** Runs replication @replication of @scenario, which must outlive the run. */
TestRun *
test_run_borrowed (const Scenario *scenario, const char *rule, int64_t replication);
void test_run_free (TestRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestRun, test_run_free)

/** Runs a scenario that must fail. Returns: (transfer full): the error */
GError *test_run_error (const char *xml, const char *csv);

const SimTrace *test_run_trace (const TestRun *run);
const Scenario *test_run_scenario (const TestRun *run);

/** Returns: the number in @column of the patient's row */
double test_day (const TestRun *run, const char *patient, const char *column);
/** Returns: the text in @column of the patient's row, "" where it is blank */
const char *test_text (const TestRun *run, const char *patient, const char *column);
/** Returns: the value of @column in row @row of bookings.csv */
double test_booking_number (const TestRun *run, size_t row, const char *column);
const char *test_booking_text (const TestRun *run, size_t row, const char *column);
size_t test_booking_count (const TestRun *run);
/** Returns: the ids of the booked in the order of booking, joined by spaces */
const char *test_bookings (const TestRun *run);

/** Finds the @nth (from 0) span of @kind ("stage:culture") of the patient, in days.
 * @ret_unit: the line, from 1, or 0 */
bool test_span (const TestRun *run,
                const char *patient,
                const char *kind,
                int nth,
                double *ret_begin,
                double *ret_end,
                int *ret_unit);
/** Finds the same of nobody: of a unit that is closed or down. */
bool test_unit_span (const TestRun *run,
                     const char *kind,
                     int nth,
                     double *ret_begin,
                     double *ret_end,
                     int *ret_unit);

/** Returns: the metric of this one replication: a mean's column, or a ratio */
double test_metric (const TestRun *run, const char *name, const char *group);
/** Returns: point @point, from 0, of the series, as this one replication counted it */
double
test_series (const TestRun *run, const char *name, const char *group, size_t point);

/** Asserts that the patient's first span of @kind ("stage:culture") is from
 * @expected_begin to @expected_end, in days. */
void assert_stage (const TestRun *run,
                   const char *patient,
                   const char *kind,
                   double expected_begin,
                   double expected_end);

#define assert_text(value, expected) assert_string_equal ((value), (expected))
/* Days are whole seconds, printed with four decimals: half of the last is 4.3 s. */
#define assert_day(run, patient, column, expected)                                       \
  assert_near (test_day ((run), (patient), (column)), (expected), 1e-9)
#define assert_blank(run, patient, column)                                               \
  assert_true (isnan (test_day ((run), (patient), (column))))
#define assert_fate(run, patient, expected)                                              \
  assert_text (test_text ((run), (patient), "fate"), (expected))
