/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benchmark of size: what a patient costs as the queue, the lines, the sites grow. */
#include "models/study.h"
#include "scenarios/reader.h"
#include "tests/bench/clock.h"
#include "tests/bench/size-chart.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Shortest time measured, and how often each is measured: the fastest counts. */
#define LEAST_PATIENTS 40000
#define ROUNDS         3
#define LEAST_DAYS     200

typedef enum
{
  SIZE_LINES,   /* the small model, lines and injuries grown alike */
  SIZE_WAITING, /* eight lines, so many patients wait, nearly all in vain */
  SIZE_SITES,   /* a hundred lines, sites with calendars and a harvest a day */
  SIZE_AHEAD,   /* as the first, booked up to eight days before a line is free */
  N_SIZES,
} Size;

static const struct
{
  const char *label;
  int first, last;
} sizes[N_SIZES] = {
  { "lines", 1, 10000 },
  { "waiting patients", 10, 100000 },
  { "sites", 1, 1000 },
  { "lines, booked 8 days ahead", 1, 10000 },
};

#define WAIT_DAYS  100
#define AHEAD_DAYS 8

/* Injuries a day: as many for a line as in the small model, or what keeps @n waiting. */
static double
rate_of (Size size, int n)
{
  switch (size)
    {
    case SIZE_LINES:
    case SIZE_AHEAD:
      return 0.05 * n;
    case SIZE_WAITING:
      return (double) n / WAIT_DAYS;
    default:
      return 0.05 * 100;
    }
}

static void
append_sites (GString *xml, int n)
{
  g_string_append (xml, "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00'"
                        " closes='17:00'/><sites>");
  for (int i = 0; i < n; i++)
    g_string_append_printf (
        xml, "<site id='s%d' share='%.15f' calendar='weekdays' harvests-per-day='10'/>",
        i, 1.0 / n);
  g_string_append (xml, "</sites>");
}

static Scenario *
make_scenario (Size size, int n, int days, GError **error)
{
  int lines = size == SIZE_WAITING ? 8 : size == SIZE_SITES ? 100 : n;
  g_autoptr (GString) xml = g_string_new (NULL);
  int years = days / 365;
  int months = days % 365 / 31;
  g_string_append_printf (xml,
                          "<scenario format='1' name='size' start='2020-01-01' "
                          "end='%04d-%02d-01'><experiment replications='1'/>",
                          2020 + years, 1 + months);
  if (size == SIZE_SITES)
    append_sites (xml, n);
  g_string_append_printf (
      xml,
      "<patients><arrivals per-year='%.6f'/><grades A='0.45' B='0.15' C='0.40'/>"
      "<referral><exponential mean='5'/></referral></patients>"
      "<harvest window='%d' count='elapsed'/>"
      "<plant gate='line' call-ahead-days='%d'><pool id='line' capacity='%d'/>"
      "<stage id='culture' uses='line'><gamma mean='28' sd='2.8'/></stage></plant>"
      "<allocation use='ais-a-first'><rule id='ais-a-first'><first grade='A'/>"
      "<order by='deadline'/></rule></allocation></scenario>",
      rate_of (size, n) * 365.25, size == SIZE_WAITING ? WAIT_DAYS : 31,
      size == SIZE_AHEAD ? AHEAD_DAYS : 0, lines);
  return scenario_read_memory ("size", xml->str, -1, error);
}

/* Seconds of one replication of the study divided by its injured; NAN on failure. */
static double
time_patient (ModelStudy *study, int64_t replications, GError **error)
{
  const SimCatalogue *catalogue = model_study_catalogue (study);
  int column =
      catalogue->metrics[sim_catalogue_find_metric (catalogue, "injured", "all")].column;
  gpointer worker = model_study_worker_new (study);
  SimRecord record;
  sim_record_init (&record, catalogue);
  double patients = 0.0;
  bool is_good = true;
  double begin = bench_seconds ();
  for (int64_t i = 0; is_good && i < replications; i++)
    {
      sim_record_reset (&record, catalogue);
      is_good = model_study_run (worker, 0, i, false, &record, error);
      patients += record.columns[column];
    }
  double seconds = bench_seconds () - begin;
  sim_record_clear (&record, catalogue);
  model_study_worker_free (worker);
  return is_good ? seconds / patients : NAN;
}

static double
measure (Size size, int n, GError **error)
{
  double patients = rate_of (size, n) * LEAST_DAYS;
  int days = LEAST_DAYS;
  int64_t replications = 1;
  if (patients < LEAST_PATIENTS)
    {
      days = (int) fmin (LEAST_DAYS * LEAST_PATIENTS / patients, 3650);
      replications = (int64_t) ceil (LEAST_PATIENTS / (rate_of (size, n) * days));
    }
  g_autoptr (Scenario) scenario = make_scenario (size, n, days, error);
  if (scenario == NULL)
    return NAN;
  ModelVariant variant = { .label = "ais-a-first", .scenario = scenario, .rule = 0 };
  g_autoptr (ModelStudy) study = model_study_new (&variant, 1, 1);
  double best = HUGE_VAL;
  for (int round = 0; round < ROUNDS; round++)
    {
      double seconds = time_patient (study, replications, error);
      if (isnan (seconds))
        return NAN;
      best = fmin (best, seconds);
      if (best * patients > 2.0)
        break;
    }
  return best;
}

/* Measures one kind of size by powers of ten, up to @most. */
static bool
measure_size (Size size, int most, SizeChartSeries *series, GError **error)
{
  *series = (SizeChartSeries){ .label = sizes[size].label };
  for (int n = sizes[size].first; n <= MIN (sizes[size].last, most); n *= 10)
    {
      double seconds = measure (size, n, error);
      if (isnan (seconds))
        return false;
      printf ("%-28s %8d %16.0f\n", sizes[size].label, n, 1e9 * seconds);
      fflush (stdout);
      series->log_n[series->n] = log10 (n);
      series->ns[series->n++] = 1e9 * seconds;
    }
  return true;
}

/* Arguments: the greatest size, and a PNG file for the chart. */
int
main (int argc, char **argv)
{
  gsl_set_error_handler_off ();
  scenario_reader_init ();
  int most = argc > 1 ? atoi (argv[1]) : 100000;
  SizeChartSeries series[N_SIZES];
  g_autoptr (GError) error = NULL;
  printf ("%-28s %8s %16s\n", "size", "n", "ns a patient");
  bool is_good = true;
  for (int size = 0; is_good && size < N_SIZES; size++)
    is_good = measure_size ((Size) size, most, &series[size], &error);
  if (is_good && argc > 2)
    is_good = size_chart_write (argv[2], series, N_SIZES, &error);
  if (is_good)
    return EXIT_SUCCESS;
  fprintf (stderr, "%s\n", error->message);
  return EXIT_FAILURE;
}
