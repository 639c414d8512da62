/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made-up traces and results for the tests of charts. */
#pragma once

#include "output/chart.h"

#include <math.h>

/* Table 6 of the Guideline: harvest, draws (0: none) and infusion, days since injury. */
static const double sample_table6[13][7] = {
  { 11, 5, 8, 13, 15, 0, 47 },    { 19, 12, 15, 22, 26, 29, 49 },
  { 23, 12, 17, 26, 32, 0, 46 },  { 23, 17, 20, 31, 35, 0, 49 },
  { 22, 14, 19, 26, 30, 37, 54 }, { 25, 17, 21, 28, 39, 0, 53 },
  { 16, 9, 13, 20, 26, 0, 46 },   { 25, 17, 22, 32, 39, 0, 51 },
  { 22, 16, 20, 26, 33, 0, 51 },  { 21, 14, 18, 30, 0, 0, 43 },
  { 21, 15, 27, 34, 39, 0, 54 },  { 21, 15, 18, 25, 30, 0, 51 },
  { 18, 12, 15, 23, 29, 0, 43 },
};

static const SimTableColumn sample_columns[] = {
  { "patient", SIM_TABLE_TEXT },
  { "grade_referral", SIM_TABLE_TEXT },
  { "injured", 4 },
  { "harvested", 4 },
  { "infused", 4 },
  { "left", 4 },
  { "fate", SIM_TABLE_TEXT },
  { "_deadline", 4 },
  { "_number", 0 },
};

static inline SimTrace *
sample_trace_new (int n_lines)
{
  SimTrace *trace = sim_trace_new ();
  trace->start_epoch_day = sim_date_to_epoch_day ((SimDate){ 2019, 5, 1 });
  static const char *const spans[][2] = {
    { "waiting", "waiting" }, { "booked", "booked" }, { "marrow", "marrow" },
    { "product", "product" }, { "down", "down" },     { "closed", "closed" },
    { "bed", "bed" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (spans); i++)
    sim_trace_add_span_kind (trace, spans[i][0], spans[i][1], false);
  static const char *const stages[] = { "primary", "passage", "fill", "testing" };
  for (size_t i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      g_autofree char *id = g_strconcat ("stage:", stages[i], NULL);
      sim_trace_add_span_kind (trace, id, stages[i], true);
    }
  static const char *const marks[] = { "injury",  "referral", "draw", "harvest",
                                       "release", "infusion", "fate" };
  for (size_t i = 0; i < G_N_ELEMENTS (marks); i++)
    sim_trace_add_mark_kind (trace, marks[i], marks[i], false);
  for (int i = 1; i <= n_lines; i++)
    sim_trace_add_lane (trace, "line", i, true);
  trace->patients = sim_table_new (sample_columns, G_N_ELEMENTS (sample_columns));
  return trace;
}

static inline void
sample_span (SimTrace *trace,
             int64_t patient,
             int lane,
             const char *kind,
             double begin,
             double end)
{
  SimTraceSpan span = { patient, lane, sim_trace_find_span_kind (trace, kind),
                        sim_time_from_days (begin), sim_time_from_days (end) };
  g_array_append_val (trace->spans, span);
}

static inline void
sample_mark (SimTrace *trace, int64_t patient, const char *kind, int ordinal, double at)
{
  SimTraceMark mark = { patient, sim_trace_find_mark_kind (trace, kind), ordinal,
                        sim_time_from_days (at) };
  g_array_append_val (trace->marks, mark);
}

static inline void
sample_row (SimTrace *trace,
            int64_t patient,
            const char *grade,
            double injured,
            double harvested,
            double infused,
            double left,
            const char *fate)
{
  const char *kept_grade = sim_table_intern (trace->patients, grade);
  const char *kept_fate = sim_table_intern (trace->patients, fate);
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, patient);
  const char *kept_name = sim_table_intern (trace->patients, name);
  SimCell *row = sim_table_add_row (trace->patients);
  row[0].text = kept_name;
  row[8].number = (double) patient;
  row[1].text = kept_grade;
  row[2].number = injured;
  row[3].number = harvested;
  row[4].number = infused;
  row[5].number = left;
  row[6].text = kept_fate;
  row[7].number = floor (injured) + 32.0; /* the midnight that ends day 31 */
}

/* A patient who is harvested and infused: all spans and marks; days since the start. */
static inline void
sample_treated (SimTrace *trace,
                int64_t patient,
                const char *grade,
                int lane,
                double injured,
                double eligible,
                double booked,
                const double *draws,
                int n_draws,
                double harvest,
                double infusion)
{
  double begin = harvest + 0.3;
  double end = infusion - 1.5;
  double length = end - begin;
  sample_mark (trace, patient, "injury", 0, injured);
  sample_mark (trace, patient, "referral", 0, (injured + eligible) / 2.0);
  sample_span (trace, patient, -1, "waiting", eligible, booked);
  sample_span (trace, patient, -1, "booked", booked, harvest);
  sample_span (trace, patient, lane, "booked", booked, begin);
  sample_span (trace, patient, -1, "marrow", harvest, begin);
  sample_span (trace, patient, lane, "stage:primary", begin, begin + 0.32 * length);
  sample_span (trace, patient, lane, "stage:passage", begin + 0.32 * length,
               begin + 0.65 * length);
  sample_span (trace, patient, lane, "stage:fill", begin + 0.67 * length,
               begin + 0.68 * length);
  sample_span (trace, patient, lane, "stage:testing", begin + 0.68 * length, end);
  sample_span (trace, patient, -1, "product", end, infusion);
  for (int i = 0; i < n_draws; i++)
    sample_mark (trace, patient, "draw", i + 1, draws[i]);
  sample_mark (trace, patient, "harvest", 0, harvest);
  sample_mark (trace, patient, "release", 0, end);
  sample_mark (trace, patient, "infusion", 0, infusion);
  sample_row (trace, patient, grade, injured, harvest, infusion, infusion, "infused");
}

/* The 13 patients of Table 6, all injured on the start's date, a line for each. */
static inline SimTrace *
sample_table6_new (void)
{
  SimTrace *trace = sample_trace_new (13);
  static const char *const grades[] = { "A", "A", "B", "C", "A", "C", "A",
                                        "B", "C", "A", "C", "A", "C" };
  for (int i = 0; i < 13; i++)
    {
      int n = 0;
      while (n < 5 && sample_table6[i][1 + n] > 0.0)
        n++;
      double first = sample_table6[i][1];
      sample_treated (trace, i + 1, grades[i], i, 0.0, first - 3.0, first - 1.0,
                      &sample_table6[i][1], n, sample_table6[i][0], sample_table6[i][6]);
    }
  trace->end = 60 * SIM_DAY;
  return trace;
}

/* @n patients, one every 1.8 days, for @n_lines lines: the first free line within the
 * window, else lost; a closed line at first, and a failure now and then. */
static inline SimTrace *
sample_many_new (int n, int n_lines)
{
  static const char *const grades[] = { "A", "C", "B", "C", "C" };
  SimTrace *trace = sample_trace_new (n_lines);
  g_autofree double *free_at = g_new0 (double, (size_t) n_lines);
  free_at[n_lines - 1] = 120.0;
  sample_span (trace, -1, n_lines - 1, "closed", 0.0, 120.0);
  for (int i = 0; i < n; i++)
    {
      double injured = 1.8 * i + 0.3 * (i % 3);
      double eligible = injured + 5.0 + (i * 7) % 12;
      const char *grade = grades[(i * 3) % 5];
      if (i % 11 == 4)
        {
          sample_mark (trace, i + 1, "injury", 0, injured);
          sample_mark (trace, i + 1, "referral", 0, injured + 36.0);
          sample_row (trace, i + 1, grade, injured, NAN, NAN, injured + 37.0,
                      "late-referral");
          continue;
        }
      int lane = 0;
      for (int k = 1; k < n_lines; k++)
        if (free_at[k] < free_at[lane])
          lane = k;
      double booked = fmax (eligible, free_at[lane] - 8.0);
      double harvest = floor (fmax (booked + 7.0, free_at[lane])) + 0.375;
      if (harvest >= floor (injured) + 32.0)
        {
          double closed = floor (injured) + 32.0;
          sample_mark (trace, i + 1, "injury", 0, injured);
          sample_mark (trace, i + 1, "referral", 0, injured + 3.0);
          sample_span (trace, i + 1, -1, "waiting", eligible, closed);
          sample_row (trace, i + 1, grade, injured, NAN, NAN, closed, "window-line");
          continue;
        }
      double infusion = harvest + 25.0 + i % 8;
      double draws[5] = { harvest - 6.0, harvest - 3.0, harvest + 4.0, harvest + 9.0,
                          harvest + 13.0 };
      sample_treated (trace, i + 1, grade, lane, injured, eligible, booked, draws,
                      3 + i % 3, harvest, infusion);
      free_at[lane] = infusion - 1.5;
      if (i % 17 == 5)
        {
          sample_span (trace, -1, lane, "down", free_at[lane], free_at[lane] + 3.0);
          free_at[lane] += 3.0;
        }
    }
  trace->end = sim_time_from_days (1.8 * n);
  return trace;
}

static inline OutputCaption
sample_caption (OutputLanguage language)
{
  return (
      OutputCaption){ .title = "Early supply: about one hundred culture starts a year",
                      .title_ja = "供給当初：年間約100件の製造開始",
                      .scenario = "early-supply",
                      .rule = "guideline",
                      .seed = 20190501,
                      .replications = 200,
                      .confidence = 0.95,
                      .window_days = 31.0,
                      .version = "0.1.0",
                      .start_epoch_day = sim_date_to_epoch_day ((SimDate){ 2019, 5, 1 }),
                      .end_epoch_day = sim_date_to_epoch_day ((SimDate){ 2022, 5, 1 }),
                      .language = language };
}

/* A catalogue of monthly series for 36 months, and smooth points with intervals. */
#define SAMPLE_MONTHS 37

typedef struct
{
  SimCatalogue *catalogue;
  SimSeriesPoint *points;
  OutputChartVariant variant;
} SampleSeries;

static inline void
sample_series_add (
    SampleSeries *sample, const char *name, const char *group, double level, double swing)
{
  SimSeries series = { .name = (char *) name,
                       .group = (char *) group,
                       .unit = (char *) "patients",
                       .axis = (char *) "month",
                       .kind = SIM_SERIES_MEAN,
                       .n_points = SAMPLE_MONTHS };
  sim_catalogue_add_series (sample->catalogue, &series);
  sample->points = g_renew (SimSeriesPoint, sample->points, sample->catalogue->n_points);
  SimSeriesPoint *points = sample->points + sample->catalogue->n_points - SAMPLE_MONTHS;
  for (int i = 0; i < SAMPLE_MONTHS; i++)
    {
      double ramp = i < 2 ? 0.0 : i < 4 ? 0.5 * (i - 1) : 1.0;
      double mean = level * (swing > 0.0 ? ramp : 1.0) + swing * sin (i * 0.9) * ramp;
      double half = swing > 0.0 ? 0.06 * level + 0.1 : 0.0;
      points[i] = (SimSeriesPoint){ mean, fmax (0.0, mean - half), mean + half };
    }
}

static inline SampleSeries *
sample_series_new (void)
{
  SampleSeries *sample = g_new0 (SampleSeries, 1);
  sample->catalogue = sim_catalogue_new ();
  sample_series_add (sample, "infused", "all", 7.9, 0.35);
  sample_series_add (sample, "infused", "A", 2.5, 0.2);
  sample_series_add (sample, "infused", "B", 1.4, 0.15);
  sample_series_add (sample, "infused", "C", 4.0, 0.3);
  sample_series_add (sample, "harvested", "all", 8.3, 0.3);
  sample_series_add (sample, "waiting", "all", 9.4, 0.9);
  sample_series_add (sample, "in-use:line", "all", 6.3, 0.3);
  sample_series_add (sample, "capacity:line", "all", 7.0, 0.0);
  sample_series_add (sample, "in-use:suite", "all", 0.3, 0.05);
  sample_series_add (sample, "capacity:suite", "all", 2.0, 0.0);
  sample->variant =
      (OutputChartVariant){ .label = "guideline", .points = sample->points };
  return sample;
}

static inline void
sample_series_free (SampleSeries *sample)
{
  sim_catalogue_free (sample->catalogue);
  g_free (sample->points);
  g_free (sample);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SampleSeries, sample_series_free)
