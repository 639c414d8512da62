/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what must hold of every patient in scenarios made at random. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "sim/calendar.h"
#include "sim/stream.h"

#include <stdlib.h>
#include <string.h>

/* A scenario with limits everywhere, drawn from the numbers of one block stream; what is
 * checked below is known to the generator. */
typedef struct
{
  int draws_per_day, harvests_per_day, infusions_per_day, beds, intake_per_day;
  int lines, suites;
  int min_interval;
  double window, stay, expires, product_expires, latest;
  double min_haemoglobin, per_day, volume;
  double serum;
  bool starts_eligible, counts_dates, has_downtime;
  char *xml;
} Made;

static const char *const rules[] = {
  "<rule id='r'><order by='referral'/></rule>",
  "<rule id='r'><first grade='A'/><order by='deadline'/></rule>",
  "<rule id='r'><reserve grade='A' share='0.6' kind='hard' over='10'/>"
  "<order by='lottery'/></rule>",
  "<rule id='r'><phase until-infused='20'><only grade='A B'/><order by='age'/></phase>"
  "<phase><protect grade='A' lines='1'/><points of='waited' per-day='1'/>"
  "<points of='grade' A='5'/></phase></rule>",
  "<rule id='r'><phase until-backlog='6'><only waited-over='1'/><order by='grade'/>"
  "</phase><phase><order by='remake'/><order by='injury' direction='descending'/>"
  "</phase></rule>",
};

static int
pick (SimStreamKey key, uint64_t *index, int least, int greatest)
{
  SimBlock block = sim_stream_block (key, 0, 0, (*index)++);
  return least + (int) (block.word[0] % (uint64_t) (greatest - least + 1));
}

/* Numbers are formatted by GLib: the locale of tests is C. */
static Made
make_scenario (uint64_t seed)
{
  SimStreamKey key = { 31, seed };
  uint64_t i = 0;
  Made made = { .draws_per_day = pick (key, &i, 2, 6),
                .harvests_per_day = pick (key, &i, 1, 3),
                .infusions_per_day = pick (key, &i, 1, 3),
                .beds = pick (key, &i, 6, 30),
                .intake_per_day = pick (key, &i, 1, 3),
                .lines = pick (key, &i, 3, 9),
                .suites = pick (key, &i, 1, 2),
                .min_interval = pick (key, &i, 1, 3),
                .window = pick (key, &i, 18, 31),
                .stay = pick (key, &i, 0, 10),
                .expires = pick (key, &i, 3, 5),
                .product_expires = pick (key, &i, 4, 30),
                .latest = pick (key, &i, 48, 60),
                .min_haemoglobin = pick (key, &i, 9, 11),
                .per_day = pick (key, &i, 3, 8) / 100.0,
                .volume = pick (key, &i, 200, 300),
                .serum = pick (key, &i, 2, 5) / 10.0,
                .starts_eligible = pick (key, &i, 0, 1),
                .counts_dates = pick (key, &i, 0, 1),
                .has_downtime = pick (key, &i, 0, 1) };
  GString *xml = g_string_new (NULL);
  g_string_append_printf (
      xml,
      "<scenario format='1' name='made' start='2019-05-06' end='2020-05-06'>"
      "<experiment seed='%d' drain='400'/>"
      "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'>"
      "<closed from='2019-12-28' through='2020-01-05'/></calendar>"
      "<sites><transfer><constant value='2'/></transfer>"
      "<site id='ward' share='0.6' calendar='weekdays' beds='%d' draws-per-day='%d'"
      " harvests-per-day='%d' infusions-per-day='%d'>"
      "<transport lost='0.02' expires-days='%g'>"
      "<triangular min='0.1' mode='0.3' max='2'/></transport>"
      "<rehabilitation after-days='%g'/></site>"
      "<site id='late' share='0.4' open-from='2019-07-01'/></sites>",
      (int) seed, made.beds, made.draws_per_day, made.harvests_per_day,
      made.infusions_per_day, made.expires, made.stay);
  g_string_append_printf (
      xml,
      "<patients><arrivals per-year='%d'/><grades A='0.4' B='0.2' C='0.4'/>"
      "<age><normal mean='50' sd='20' min='0' max='95'/></age>"
      "<weight><normal mean='60' sd='12' min='20' max='120'/></weight>"
      "<haemoglobin><normal mean='12.5' sd='1.5' min='7' max='17'/></haemoglobin>"
      "<referral><lognormal mean='7' sd='4'/></referral></patients>"
      "<eligibility grades='A B C'><screening><uniform min='0.5' max='3'/></screening>"
      "</eligibility><attrition><hazard id='died' per-day='0.004'/></attrition>"
      "<natural-course><improves from='A' to='B' per-day='0.01' until-day='56'/>"
      "<improves from='C' to='D' per-day='0.01'/></natural-course>"
      "<harvest window='%g' count='%s'><deferral probability='0.15'/></harvest>"
      "<blood total-ml='960' draws='5' per-kg-ml='5' max-draw-ml='%g'"
      " min-interval-days='%d' min-haemoglobin='%g' haemoglobin-per-day='%g'"
      " start='%s'><draw day='-7'/><draw day='-4'/><draw day='3'/><draw day='7'/>"
      "<deferral probability='0.15'/></blood>",
      pick (key, &i, 80, 250), made.window, made.counts_dates ? "dates" : "elapsed",
      made.volume, made.min_interval, made.min_haemoglobin, made.per_day,
      made.starts_eligible ? "eligible" : "booking");
  g_string_append_printf (
      xml,
      "<plant gate='line' call-ahead-days='%d'>"
      "<intake calendar='weekdays' per-day='%d'/><pool id='line' capacity='%d'>%s</pool>"
      "<pool id='suite' capacity='%d'/>"
      "<stage id='culture' uses='line' serum='%g'><gamma mean='9' sd='4'/>"
      "<fail probability='0.1'/></stage>"
      "<stage id='fill' uses='line suite' serum='1' calendar='weekdays'>"
      "<constant value='0.25'/></stage>"
      "<stage id='testing' uses='suite'><uniform min='1' max='5'/></stage>"
      "<yield><lognormal mean='1.0e8' sd='0.4e8'/></yield>"
      "<dose min='0.5e8' max='2.0e8' per-kg='3.34e6'/>"
      "<remake attempts='%d' blood='%g'/></plant>"
      "<infusion grades='A B C' expires-days='%g' latest-day='%g' stopped='0.02'>"
      "<transport><uniform min='0.2' max='3'/></transport></infusion>"
      "<allocation use='r'>%s</allocation></scenario>",
      pick (key, &i, 0, 10), made.intake_per_day, made.lines,
      made.has_downtime ? "<downtime><every><exponential mean='40'/></every>"
                          "<lasts><uniform min='0.5' max='6'/></lasts></downtime>"
                        : "",
      made.suites, made.serum, pick (key, &i, 0, 2), pick (key, &i, 1, 4) / 4.0,
      made.product_expires, made.latest, rules[seed % G_N_ELEMENTS (rules)]);
  made.xml = g_string_free (xml, FALSE);
  return made;
}

/* What a run left, with one row of patients.csv by name. */
typedef struct
{
  const Made *made;
  const TestRun *run;
  const SimTable *table;
  const SimCalendar *calendar; /* of the ward and the filling */
  const SimCell *cells;
} Look;

static double
number_of (const Look *look, const char *column)
{
  int index = sim_table_find_column (look->table, column);
  assert_true (index >= 0);
  return look->cells[index].number;
}

static const char *
text_of (const Look *look, const char *column)
{
  const char *text = look->cells[sim_table_find_column (look->table, column)].text;
  return text != NULL ? text : "";
}

static bool
is_ward (const Look *look)
{
  return strcmp (text_of (look, "site"), "ward") == 0;
}

static SimTime
seconds (double day)
{
  return (SimTime) llround (day * (double) SIM_DAY);
}

/* The ward's appointments are at nine on its working days. */
static void
assert_is_opening (const Look *look, SimTime at)
{
  int64_t day = sim_time_day (at);
  assert_true (sim_calendar_is_working_day (look->calendar, day));
  assert_int_equal (at, sim_calendar_opening (look->calendar, day));
}

/* The draws that the row shows, which are those of the last batch. */
static int
draws_of (const Look *look, SimTime draws[5])
{
  static const char *const columns[] = { "draw1", "draw2", "draw3", "draw4", "draw5" };
  int n = 0;
  for (int i = 0; i < 5; i++)
    {
      double day = number_of (look, columns[i]);
      if (!isnan (day))
        draws[n++] = seconds (day);
    }
  return n;
}

/* Where the row shows all draws: volumes, haemoglobin before each, serum at the start. */
static void
check_blood (const Look *look)
{
  SimTime draws[5];
  int n = draws_of (look, draws);
  if (n == 0 || n != (int) number_of (look, "draws"))
    return;
  const Made *made = look->made;
  double weight = number_of (look, "weight"), first = number_of (look, "haemoglobin");
  double haemoglobin = first, drawn = 0.0, at_culture = 0.0;
  double cultured = number_of (look, "cultured");
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        haemoglobin =
            fmin (first, haemoglobin +
                             made->per_day * sim_time_to_days (draws[i] - draws[i - 1]));
      assert_true (haemoglobin >= made->min_haemoglobin - 1e-9);
      double volume = fmin (fmin (made->volume, 5.0 * weight), 960.0 - drawn);
      haemoglobin -= haemoglobin * volume / (70.0 * weight);
      drawn += volume;
      if (!isnan (cultured) && draws[i] <= seconds (cultured))
        at_culture += volume;
    }
  assert_near (number_of (look, "blood_ml"), drawn, 1e-6);
  if (!isnan (cultured))
    assert_true (at_culture >= made->serum * 960.0 - 1e-3);
  if (strcmp (text_of (look, "fate"), "infused") == 0)
    assert_near (drawn, 960.0, 1e-3);
}

static void
check_patient (const Look *look)
{
  const Made *made = look->made;
  double injured = number_of (look, "injured");
  double harvested = number_of (look, "harvested");
  double cultured = number_of (look, "cultured");
  double infused = number_of (look, "infused");
  check_blood (look);
  if (!isnan (harvested))
    {
      SimTime closing =
          seconds ((made->counts_dates ? floor (injured) + 1.0 : injured) + made->window);
      assert_true (made->counts_dates ? seconds (harvested) < closing
                                      : seconds (harvested) <= closing);
    }
  if (!isnan (cultured) && is_ward (look))
    assert_true ((double) (seconds (cultured) - seconds (harvested)) <=
                 made->expires * (double) SIM_DAY);
  if (isnan (infused))
    return;
  assert_true (infused - number_of (look, "released") <= made->product_expires + 1e-9);
  assert_true (infused - injured <= made->latest + 1e-9);
  assert_true (strcmp (text_of (look, "grade_infusion"), "D") < 0);
  double dose = number_of (look, "dose_cells");
  assert_true (dose >= 0.5e8 && dose <= 2.0e8 &&
               dose <= 3.34e6 * number_of (look, "weight") + 1e-3);
}

#define MAX_DAYS 2000

/* Every draw, harvest and infusion of the ward, of all batches: at the opening of a
 * working day, no more a day than it has places; draws an interval and a date apart. */
static void
check_appointments (Look *look)
{
  static const char *const kinds[] = { "draw", "harvest", "infusion" };
  const SimTrace *trace = test_run_trace (look->run);
  const int limits[] = { look->made->draws_per_day, look->made->harvests_per_day,
                         look->made->infusions_per_day };
  size_t n_rows = sim_table_row_count (look->table);
  for (int k = 0; k < 3; k++)
    {
      int kind = sim_trace_find_mark_kind (trace, kinds[k]);
      int counts[MAX_DAYS] = { 0 };
      g_autofree SimTime *last = g_new (SimTime, n_rows + 1);
      for (size_t i = 0; i <= n_rows; i++)
        last[i] = INT64_MIN / 2;
      for (guint i = 0; i < trace->marks->len; i++)
        {
          const SimTraceMark *mark = &g_array_index (trace->marks, SimTraceMark, i);
          if (mark->kind != kind)
            continue;
          /* Rows are sorted by the patient's number, and nobody is missing. */
          look->cells = sim_table_row (look->table, (size_t) mark->patient - 1);
          assert_near (number_of (look, "_number"), (double) mark->patient, 0.0);
          if (k == 0)
            {
              SimTime *before = &last[mark->patient];
              assert_true (mark->at - *before >= look->made->min_interval * SIM_DAY);
              assert_true (sim_time_day (mark->at) > sim_time_day (*before));
              *before = mark->at;
            }
          if (!is_ward (look))
            continue;
          assert_is_opening (look, mark->at);
          int64_t day = sim_time_day (mark->at);
          assert_true (day >= 0 && day < MAX_DAYS);
          assert_true (++counts[day] <= limits[k]);
        }
    }
}

/* So many more or fewer of something at an instant. */
typedef struct
{
  SimTime at;
  int change;
} Step;

/* What is given back at an instant can be taken there. */
static int
compare_steps (const void *a, const void *b)
{
  const Step *x = a, *y = b;
  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  return x->change - y->change;
}

static void
assert_never_more_than (GArray *steps, int limit)
{
  if (steps->len > 1)
    qsort (steps->data, steps->len, sizeof (Step), compare_steps);
  int level = 0;
  for (guint i = 0; i < steps->len; i++)
    {
      level += g_array_index (steps, Step, i).change;
      assert_true (level <= limit);
    }
}

static void
add_steps (GArray *steps, SimTime begin, SimTime end)
{
  Step both[] = { { begin, 1 }, { end, -1 } };
  if (end > begin)
    g_array_append_vals (steps, both, 2);
}

/* No line does two things at once, suites are not overdrawn, filling keeps its hours. */
static void
check_units (const Look *look)
{
  const SimTrace *trace = test_run_trace (look->run);
  int culture = sim_trace_find_span_kind (trace, "stage:culture");
  int fill = sim_trace_find_span_kind (trace, "stage:fill");
  int testing = sim_trace_find_span_kind (trace, "stage:testing");
  g_autoptr (GArray) suites = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) (void (*) (void)) g_array_unref);
  assert_int_equal (trace->n_lanes, look->made->lines);
  for (size_t i = 0; i < trace->n_lanes; i++)
    g_ptr_array_add (lines, g_array_new (FALSE, FALSE, sizeof (Step)));
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      assert_true (span->begin < span->end);
      if (span->kind == culture || span->kind == fill)
        {
          assert_true (span->lane >= 0 && (size_t) span->lane < trace->n_lanes);
          add_steps (g_ptr_array_index (lines, span->lane), span->begin, span->end);
        }
      if (span->kind == fill || span->kind == testing)
        add_steps (suites, span->begin, span->end);
      if (span->kind == fill)
        assert_true (sim_calendar_is_open (look->calendar, span->begin));
    }
  for (guint i = 0; i < lines->len; i++)
    assert_never_more_than (g_ptr_array_index (lines, i), 1);
  assert_never_more_than (suites, look->made->suites);
}

/* Beds of the ward, from the first booking to the end or rehabilitation. */
static void
check_beds (Look *look)
{
  g_autoptr (GArray) beds = g_array_new (FALSE, FALSE, sizeof (Step));
  for (size_t row = 0; row < sim_table_row_count (look->table); row++)
    {
      look->cells = sim_table_row (look->table, row);
      double booked = number_of (look, "booked"), left = number_of (look, "left");
      if (isnan (booked) || !is_ward (look))
        continue;
      if (!isnan (number_of (look, "infused")))
        left += look->made->stay;
      add_steps (beds, seconds (booked), isnan (left) ? SIM_TIME_NEVER : seconds (left));
    }
  assert_never_more_than (beds, look->made->beds);
}

static void
what_must_hold_holds_in_scenarios_made_at_random (void **state)
{
  (void) state;
  static const SimDaySpan new_year[] = { { 236, 244 } }; /* 2019-12-28 to 2020-01-05 */
  g_autoptr (SimCalendar) calendar = sim_calendar_new (
      0x1f, 9 * SIM_HOUR, 17 * SIM_HOUR, sim_date_to_epoch_day ((SimDate){ 2019, 5, 6 }),
      new_year, 1, NULL);
  double n_infused = 0.0, n_lost = 0.0;
  for (uint64_t seed = 0; seed < 60; seed++)
    {
      Made made = make_scenario (seed);
      g_autoptr (TestRun) run = test_run (made.xml, NULL);
      g_free (made.xml);
      Look look = { .made = &made,
                    .run = run,
                    .table = test_run_trace (run)->patients,
                    .calendar = calendar };
      for (size_t row = 0; row < sim_table_row_count (look.table); row++)
        {
          look.cells = sim_table_row (look.table, row);
          check_patient (&look);
        }
      check_appointments (&look);
      check_units (&look);
      check_beds (&look);
      n_infused += test_metric (run, "infused", "all");
      n_lost += test_metric (run, "injured", "all") - test_metric (run, "infused", "all");
    }
  assert_true (n_infused > 600.0 && n_lost > 600.0);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_must_hold_holds_in_scenarios_made_at_random),
  };
  return cmocka_run_group_tests_name ("models/properties", tests, NULL, NULL);
}
