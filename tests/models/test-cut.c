/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run cut at a day, its state written as a list and continued from there, has the fates
 * of the uncut run.
 *
 * In each replication one history goes on to its end; the same history is stopped at a
 * midnight, what a planner knows of it then is written as a list, and a second scenario
 * starts from the list with other random numbers.  Given the state, both ends follow the
 * same law, so the difference of any count between them has mean 0.  Replications are
 * independent: z = (sum of differences) / root (sum of their squares).  The limit for
 * each of the m counts is the normal quantile of 1 - 0.01 / (2 m): one false alarm in a
 * hundred seeds, and the seed is fixed. */
#include "tests/support/assert.h"
#include "tests/support/replication.h"

#include "models/run.h"
#include "models/site.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum
{
  N_REPLICATIONS = 600,
  N_CONTINUED = 4,     /* ends of each list, averaged: less chance on that side */
  FIRST_CUT = 150,     /* the first of seven days: every weekday is cut at */
  LATER_DAYS = 40,     /* arrivals after the cut that are compared */
  BED_DAYS = 10,       /* kept after an infusion */
  LEAST_DIFFERENT = 30 /* replications in which a count differs, for the normal law */
};

/* Every part of a path, and few lines.  Blanks for start, end, seed, warm-up, opening of
 * a site after the cut, the variant's path and call-ahead, <initial> and the rule. */
#define FRAME                                                                            \
  "<scenario format='1' name='cut' start='%s' end='%s'>"                                 \
  "<experiment seed='%d' warm-up='%s'/>"                                                 \
  "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'>"     \
  "<closed on='2019-10-14'/></calendar>"                                                 \
  "<sites><transfer><uniform min='1' max='4'/></transfer>"                               \
  "<site id='north' share='0.55' calendar='weekdays' beds='14' draws-per-day='2' "       \
  "harvests-per-day='1' infusions-per-day='1'><transport lost='0.05' expires-days='3'>"  \
  "<triangular min='0.2' mode='0.5' max='1.5'/></transport>"                             \
  "<rehabilitation after-days='10'/></site>"                                             \
  "<site id='south' share='0.3' calendar='weekdays' harvests-per-day='1'>"               \
  "<transport lost='0.05'><uniform min='0.1' max='1.6'/></transport></site>"             \
  "<site id='late' share='0.15' calendar='weekdays' open-from='%s'/></sites>"            \
  "<patients><arrivals per-year='190'><season month='10' factor='1.3'/></arrivals>"      \
  "<sex female='0.3'/><grades A='0.3' B='0.3' C='0.4'/>"                                 \
  "<age><normal mean='60' sd='15' min='18' max='90'/></age>"                             \
  "<weight sex='male'><normal mean='62' sd='10' min='40' max='100'/></weight>"           \
  "<weight sex='female'><normal mean='52' sd='8' min='40' max='90'/></weight>"           \
  "<haemoglobin><normal mean='12' sd='1.3' min='8' max='16'/></haemoglobin>"             \
  "<referral><gamma mean='7' sd='4'/></referral></patients>"                             \
  "<eligibility grades='A B C'><screening><uniform min='1' max='4'/></screening>"        \
  "<consent probability='0.9'/><exclusion id='infection' probability='0.05'/>"           \
  "<caution id='anaemia' max-haemoglobin='10.5' accept='0.5'/></eligibility>"            \
  "<attrition><hazard id='withdrawn' per-day='0.004'/><hazard id='died' "                \
  "per-day='0.002'/></attrition>"                                                        \
  "<natural-course><improves from='A' to='B' per-day='0.01' until-day='56'/>"            \
  "<improves from='B' to='C' per-day='0.015' until-day='56'/>"                           \
  "<improves from='C' to='D' per-day='0.015' until-day='180'/></natural-course>"         \
  "%s"                                                                                   \
  "<plant gate='line' call-ahead-days='%s'><intake calendar='weekdays' per-day='1'/>"    \
  "<pool id='line' capacity='4'/><pool id='suite' capacity='1'/>"                        \
  "<pool id='lab' capacity='2'/>"                                                        \
  "<stage id='primary' uses='line' serum='0.4'><gamma mean='6' sd='3'/>"                 \
  "<fail probability='0.08'/></stage>"                                                   \
  "<stage id='passage' uses='line' serum='0.7'><empirical><value weight='3'>5</value>"   \
  "<value weight='2'>7.5</value><value weight='1'>12</value></empirical>"                \
  "<fail probability='0.05'/></stage>"                                                   \
  "<stage id='fill' uses='line suite' serum='1' calendar='weekdays'>"                    \
  "<uniform min='0.1' max='1.5'/></stage>"                                               \
  "<stage id='testing' uses='lab'><weibull shape='3' scale='7'/>"                        \
  "<fail probability='0.05'/></stage>"                                                   \
  "<yield><lognormal mean='1.2e8' sd='0.5e8'/></yield>"                                  \
  "<dose min='0.5e8' max='2e8' per-kg='3.34e6'/><remake attempts='2' blood='0.5'/>"      \
  "</plant>"                                                                             \
  "<infusion grades='A B C' expires-days='6' latest-day='70' stopped='0.01'>"            \
  "<transport><uniform min='0.5' max='3'/></transport></infusion>%s"                     \
  "<allocation>%s</allocation></scenario>"

typedef struct
{
  const char *path, *call_ahead, *rule;
} Variant;

/* Draws from the booking on, lines booked ahead, A first, some days more for a third. */
static const Variant by_booking = {
  "<harvest window='31' count='dates' tolerance-days='5' tolerance-share='0.3'>"
  "<deferral probability='0.1'/></harvest>"
  "<blood total-ml='960' draws='5' per-kg-ml='5' max-draw-ml='250' min-interval-days='3' "
  "min-haemoglobin='10' haemoglobin-per-day='0.05' start='booking'>"
  "<draw day='-6'/><draw day='-2'/><draw day='5'/><draw day='9'/><draw day='14'/>"
  "<deferral probability='0.1'/></blood>",
  "8", "<rule id='a-first'><first grade='A'/><order by='deadline'/></rule>"
};

/* Draws from eligibility on, free lines alone, points that change while waiting. */
static const Variant by_eligibility = {
  "<harvest window='31' count='elapsed'><deferral probability='0.1'/></harvest>"
  "<blood total-ml='900' draws='5' per-kg-ml='5' max-draw-ml='250' min-interval-days='3' "
  "min-haemoglobin='10' haemoglobin-per-day='0.05' start='eligible'>"
  "<draw day='-6'/><draw day='-2'/><draw day='5'/><draw day='9'/>"
  "<deferral probability='0.1'/></blood>",
  "0",
  "<rule id='points'><points of='grade' A='8' B='4' C='0'/>"
  "<points of='waited' per-day='1'/><points of='remake' weight='5'/>"
  "<points of='slack' per-day='-0.5'/><order by='grade-at-referral'/></rule>"
};

/* ---- Scenarios ---- */

static char *
date_of (int day)
{
  SimDate date;
  char text[11];
  assert_true (sim_date_parse (TEST_START, &date));
  sim_date_format (sim_date_from_epoch_day (sim_date_to_epoch_day (date) + day), text);
  return g_strdup (text);
}

static Scenario *
scenario_of (const Variant *variant,
             int start,
             int end,
             const char *warm_up,
             int opening,
             int seed,
             const char *list)
{
  g_autofree char *first = date_of (start);
  g_autofree char *last = date_of (end);
  g_autofree char *opens = date_of (opening);
  g_autofree char *xml = g_strdup_printf (
      FRAME, first, last, seed, warm_up, opens, variant->path, variant->call_ahead,
      list != NULL ? "<initial href='patients.csv'/>" : "", variant->rule);
  return test_scenario (xml, list);
}

/* ---- The list ---- */

#define HEADER                                                                           \
  "id,injured,referred,transferred,eligible,grade,graded,grade_referral,sex,age,weight," \
  "haemoglobin,haemoglobin_first,site,tolerant,booked,planned_harvest,planned_intake,"   \
  "draw1,draw2,draw3,draw4,draw5,blood_ml,remakes,last_draw,harvested,arrived,cultured," \
  "stage,"                                                                               \
  "stage_began,queued,line,released,planned_infusion,infused\n"

/* A history that was stopped at the cut. */
typedef struct
{
  ModelRun *run;
  SimTime now;
  GString *list;
  bool is_first; /* cell of the row */
} Writer;

static void
write_text (Writer *writer, const char *text)
{
  if (!writer->is_first)
    g_string_append_c (writer->list, ',');
  writer->is_first = false;
  g_string_append (writer->list, text);
}

static void
write_time (Writer *writer, bool is_known, SimTime time)
{
  if (!is_known || time == SIM_TIME_NEVER)
    {
      write_text (writer, "");
      return;
    }
  int64_t second = time - sim_time_day (time) * SIM_DAY;
  g_autofree char *date = date_of ((int) sim_time_day (time));
  g_autofree char *text =
      g_strdup_printf ("%s %02d:%02d:%02d", date, (int) (second / SIM_HOUR),
                       (int) (second / SIM_MINUTE % 60), (int) (second % 60));
  write_text (writer, text);
}

static void
write_number (Writer *writer, bool is_known, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "";
  if (is_known)
    g_ascii_dtostr (text, sizeof text, value);
  write_text (writer, text);
}

static void
write_grade (Writer *writer, uint8_t grade)
{
  write_text (writer, scenario_grade_name ((ScenarioGrade) grade));
}

/* When a patient whose own site was closed reached, or will reach, the present one: it
 * was arranged at the referral. */
static SimTime
transferred_at (const ModelRun *run, const ModelPatient *patient)
{
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_ARRIVAL, 0);
  int site = model_site_draw (run, sim_uniform (block.word[3]));
  if (run->scenario->sites[site].opens <= patient->referred)
    return SIM_TIME_NEVER;
  block = model_run_block (run, patient, MODEL_PURPOSE_TRANSFER, 0);
  return patient->referred + model_run_duration (run->scenario->transfer, block.word[1]);
}

/* When the marrow came to the plant, if it has: whoever received it knows. */
static SimTime
arrived_at (const Writer *writer, const ModelPatient *patient)
{
  if (patient->state != MODEL_STATE_MARROW)
    return SIM_TIME_NEVER;
  const ScenarioSite *site = &writer->run->scenario->sites[patient->site];
  SimBlock block = model_run_block (writer->run, patient, MODEL_PURPOSE_MARROW,
                                    (uint64_t) patient->batch);
  SimTime at = patient->harvested + model_run_duration (site->transport, block.word[0]);
  return at <= writer->now ? at : SIM_TIME_NEVER;
}

/* The batches that wait stand in order: a second apart, up to now. */
static SimTime
queued_at (const Writer *writer, const ModelPatient *patient)
{
  int place = 0;
  while (writer->run->queueing[place] != (int32_t) model_run_slot (writer->run, patient))
    place++;
  return writer->now - writer->run->n_queueing + place;
}

static void
write_draws (Writer *writer, const ModelPatient *patient)
{
  int n = 0;
  for (int i = 0; i < patient->draws; i++, n++)
    write_time (writer, true, patient->drawn_at[i]);
  for (int i = patient->first_planned; i < patient->n_planned; i++, n++)
    write_time (writer, true, patient->planned_draw[i]);
  if (patient->has_next_draw)
    {
      write_time (writer, true, patient->next_draw);
      n++;
    }
  for (; n < SCENARIO_MAX_DRAWS; n++)
    write_text (writer, "");
}

static void
write_manufacture (Writer *writer, const ModelPatient *patient)
{
  const Scenario *scenario = writer->run->scenario;
  bool is_harvested = patient->state >= MODEL_STATE_MARROW;
  bool is_queueing = patient->state == MODEL_STATE_QUEUEING;
  bool is_in_plant = is_queueing || patient->state == MODEL_STATE_CULTURE;
  bool is_on_line = is_in_plant && (patient->held >> writer->run->gate & 1) != 0;
  bool is_product = patient->state == MODEL_STATE_PRODUCT;
  write_time (writer, is_harvested, patient->harvested);
  write_time (writer, true, arrived_at (writer, patient));
  write_time (writer, is_in_plant || is_product, patient->cultured);
  write_text (writer, is_in_plant ? scenario->plant.stages[patient->stage].id : "");
  write_time (writer, is_in_plant && !is_queueing, patient->stage_began);
  write_time (writer, is_queueing, is_queueing ? queued_at (writer, patient) : 0);
  write_number (writer, is_on_line, patient->line + 1);
  write_time (writer, is_product, patient->released);
  write_time (writer, is_product && patient->infusion_day != INT64_MAX,
              patient->infusion_at);
  write_text (writer, ""); /* infused */
}

static void
write_patient (Writer *writer, const ModelPatient *patient)
{
  const Scenario *scenario = writer->run->scenario;
  bool is_eligible = patient->eligible != SIM_TIME_NEVER;
  bool is_waiting = patient->state == MODEL_STATE_WAITING;
  bool is_tolerant = patient->window_last > patient->deadline;
  writer->is_first = true;
  write_number (writer, true, (double) patient->number);
  write_time (writer, true, patient->injured);
  write_time (writer, true, patient->referred);
  write_time (writer, !is_eligible, transferred_at (writer->run, patient));
  write_time (writer, true, patient->eligible);
  /* Judged at the referral, while waiting every day, and not again after the booking. */
  write_grade (writer, patient->grade_known);
  write_time (writer, !is_waiting, is_eligible ? patient->booked_at : patient->referred);
  write_grade (writer, patient->grade_referral);
  write_text (writer, scenario_sex_name ((ScenarioSex) patient->sex));
  write_number (writer, true, patient->age);
  write_number (writer, true, patient->weight);
  write_number (writer, true,
                model_patient_haemoglobin_at (patient, scenario->blood, writer->now));
  write_number (writer, true, patient->haemoglobin_first);
  write_text (writer, scenario->sites[patient->site].id);
  write_text (writer,
              scenario->harvest.tolerance_days > 0.0 && is_tolerant ? "yes" : "no");
  write_time (writer, true, patient->booked);
  write_time (writer, patient->state == MODEL_STATE_BOOKED, patient->harvest_at);
  bool has_intake_day = patient->intake_day != INT64_MAX;
  write_time (writer, has_intake_day, has_intake_day ? patient->intake_day * SIM_DAY : 0);
  write_draws (writer, patient);
  write_number (writer, is_eligible && (patient->draws > 0 || patient->batch > 0),
                patient->blood_ml);
  write_number (writer, true, patient->batch);
  write_time (writer, patient->batch > 0 && patient->draws == 0, patient->last_draw);
  write_manufacture (writer, patient);
  g_string_append_c (writer->list, '\n');
}

/* ---- Ends ---- */

/* What became of a patient; days since the cut, NaN: never. */
typedef struct
{
  const char *fate;
  double harvested, infused, left;
} End;

static End
end_of (const TestRun *run, const char *patient, double cut)
{
  return (End){ test_text (run, patient, "fate"),
                test_day (run, patient, "harvested") - cut,
                test_day (run, patient, "infused") - cut,
                test_day (run, patient, "left") - cut };
}

/* The groups compared. */
typedef enum
{
  GROUP_ALL,
  GROUP_GRADE, /* A, B, C */
  GROUP_SCREENING = GROUP_GRADE + 3,
  GROUP_WAITING,
  GROUP_BOOKED,
  GROUP_MARROW,
  GROUP_QUEUEING,
  GROUP_PRIMARY,
  GROUP_PASSAGE,
  GROUP_FILL,
  GROUP_TESTING,
  GROUP_PRODUCT,
  GROUP_REMAKE, /* a batch was lost before the cut */
  GROUP_UNREFERRED,
  GROUP_LATER, /* injured after the cut */
  N_GROUPS,
} Group;

static const char *const group_names[N_GROUPS] = {
  "all",     "A",       "B",        "C",          "screening", "waiting",
  "booked",  "marrow",  "queueing", "primary",    "passage",   "fill",
  "testing", "product", "a remake", "unreferred", "later"
};

static Group
state_group (const ModelPatient *patient)
{
  switch ((ModelState) patient->state)
    {
    case MODEL_STATE_WAITING:
      return GROUP_WAITING;
    case MODEL_STATE_BOOKED:
      return GROUP_BOOKED;
    case MODEL_STATE_MARROW:
      return GROUP_MARROW;
    case MODEL_STATE_QUEUEING:
      return GROUP_QUEUEING;
    case MODEL_STATE_CULTURE:
      return (Group) (GROUP_PRIMARY + patient->stage);
    case MODEL_STATE_PRODUCT:
      return GROUP_PRODUCT;
    default:
      return GROUP_SCREENING;
    }
}

/* Days by which a harvest, an infusion and the end are counted: about deciles. */
static const double days[] = { 1, 2, 3, 5, 7, 10, 14, 18, 23, 28, 35, 45 };

enum
{
  MOST_FATES = 40,
  N_DAYS = G_N_ELEMENTS (days),
  N_COUNTS = MOST_FATES + 3 * N_DAYS
};

/* The sums of differences, continued less uncut. */
typedef struct
{
  int64_t patients; /* in the uncut runs */
  double now[N_COUNTS], sum[N_COUNTS], squares[N_COUNTS], uncut[N_COUNTS];
  int64_t different[N_COUNTS];
} Cell;

typedef struct
{
  Cell cells[N_GROUPS];
  char *fates[MOST_FATES];
  int n_fates;
} Comparison;

static int
fate_index (Comparison *comparison, const char *fate)
{
  int i = 0;
  while (i < comparison->n_fates && strcmp (comparison->fates[i], fate) != 0)
    i++;
  assert_in_range (i, 0, MOST_FATES - 1);
  if (i == comparison->n_fates)
    comparison->fates[comparison->n_fates++] = g_strdup (fate);
  return i;
}

static void
count_days (Cell *cell, int first, double day, double weight)
{
  for (int i = 0; i < N_DAYS; i++)
    {
      bool is_by = day > 0.0 && day <= days[i];
      cell->now[first + i] += is_by ? weight : 0.0;
      cell->uncut[first + i] += is_by && weight < 0.0;
    }
}

static void
count_end (Comparison *comparison, Group group, const End *end, bool is_uncut)
{
  Cell *cell = &comparison->cells[group];
  double weight = is_uncut ? -1.0 : 1.0 / N_CONTINUED;
  int fate = fate_index (comparison, end->fate);
  cell->patients += is_uncut;
  cell->now[fate] += weight;
  cell->uncut[fate] += is_uncut;
  count_days (cell, MOST_FATES, end->harvested, weight);
  count_days (cell, MOST_FATES + N_DAYS, end->infused, weight);
  count_days (cell, MOST_FATES + 2 * N_DAYS, end->left, weight);
}

static void
end_replication (Comparison *comparison)
{
  for (int g = 0; g < N_GROUPS; g++)
    for (int i = 0; i < N_COUNTS; i++)
      {
        Cell *cell = &comparison->cells[g];
        cell->sum[i] += cell->now[i];
        cell->squares[i] += cell->now[i] * cell->now[i];
        cell->different[i] += cell->now[i] != 0.0;
        cell->now[i] = 0.0;
      }
}

static char *
count_name (const Comparison *comparison, int count)
{
  static const char *const what[] = { "harvested", "infused", "left" };
  if (count < MOST_FATES)
    return g_strdup (comparison->fates[count]);
  count -= MOST_FATES;
  return g_strdup_printf ("%s by day %g", what[count / N_DAYS], days[count % N_DAYS]);
}

/* ---- One replication ---- */

/* Patients who are not on the list: not referred at the cut, and injured soon after. */
static void
count_unlisted (Comparison *comparison, const TestRun *run, double cut, bool is_uncut)
{
  const SimTable *table = test_run_trace (run)->patients;
  int name = sim_table_find_column (table, "patient");
  int injured_at = sim_table_find_column (table, "injured");
  int referred_at = sim_table_find_column (table, "referred");
  for (size_t r = 0; r < sim_table_row_count (table); r++)
    {
      const SimCell *row = sim_table_row (table, r);
      double injured = row[injured_at].number - cut;
      double referred = row[referred_at].number - cut;
      End end = end_of (run, row[name].text, cut);
      if (end.fate[0] == '\0')
        continue;
      if (injured >= 0.0 && injured < LATER_DAYS)
        count_end (comparison, GROUP_LATER, &end, is_uncut);
      else if (injured < 0.0 && referred > 0.0)
        count_end (comparison, GROUP_UNREFERRED, &end, is_uncut);
    }
}

static void
count_listed (Comparison *comparison,
              const ModelPatient *patient,
              const End *end,
              bool is_uncut)
{
  count_end (comparison, GROUP_ALL, end, is_uncut);
  count_end (comparison, (Group) (GROUP_GRADE + patient->grade_known), end, is_uncut);
  count_end (comparison, state_group (patient), end, is_uncut);
  if (patient->batch > 0)
    count_end (comparison, GROUP_REMAKE, end, is_uncut);
}

/* Who was infused lately still has a bed. */
static int
write_beds (Writer *writer, const TestRun *uncut, double cut)
{
  const SimTable *table = test_run_trace (uncut)->patients;
  int infused_at = sim_table_find_column (table, "infused");
  int name = sim_table_find_column (table, "patient");
  int n = 0;
  for (size_t r = 0; r < sim_table_row_count (table); r++)
    {
      const SimCell *row = sim_table_row (table, r);
      double infused = row[infused_at].number;
      if (!(infused <= cut && infused + BED_DAYS > cut))
        continue;
      g_autofree char *fields = g_strdup ("");
      static const char *const columns[] = { "injured", "harvested", "released",
                                             "infused" };
      SimTime at[4];
      for (int i = 0; i < 4; i++)
        at[i] = sim_time_from_days (test_day (uncut, row[name].text, columns[i]));
      writer->is_first = true;
      write_text (writer, row[name].text);
      write_time (writer, true, at[0]);
      for (int i = 0; i < 11; i++)
        write_text (writer, "");
      write_text (writer, test_text (uncut, row[name].text, "site"));
      for (int i = 0; i < 12; i++)
        write_text (writer, "");
      write_time (writer, true, at[1]);
      for (int i = 0; i < 6; i++)
        write_text (writer, "");
      write_time (writer, true, at[2]);
      write_text (writer, "");
      write_time (writer, true, at[3]);
      g_string_append_c (writer->list, '\n');
      n++;
    }
  return n;
}

typedef struct
{
  const Variant *variant;
  int cut;
  Scenario *uncut, *stopped;
  ModelMeasures *measures;
  ModelRun *run; /* of stopped */
} Cut;

static void
cut_init (Cut *cut, const Variant *variant, int day)
{
  cut->variant = variant;
  cut->cut = day;
  /* A cohort of the last second: nobody whose fate the stopped run would wait for. */
  g_autofree char *warm_up = g_strdup_printf ("%.9f", day - 1.0 / 86400.0);
  cut->uncut = scenario_of (variant, 0, day + LATER_DAYS, "0", day + 20, 31, NULL);
  cut->stopped = scenario_of (variant, 0, day, warm_up, day + 20, 31, NULL);
  cut->measures = model_measures_new (cut->stopped);
  cut->run = model_run_new (cut->stopped, cut->stopped->use, cut->measures);
}

static void
cut_clear (Cut *cut)
{
  model_run_free (cut->run);
  model_measures_free (cut->measures);
  scenario_free (cut->uncut);
  scenario_free (cut->stopped);
}

/* One end of the list: its rows are the patients numbered from 1. */
static void
count_continued (Comparison *comparison,
                 const Scenario *scenario,
                 int replication,
                 const GPtrArray *listed)
{
  g_autoptr (TestRun) continued = test_run_borrowed (scenario, NULL, replication);
  for (guint i = 0; i < listed->len; i++)
    {
      char row[32];
      g_snprintf (row, sizeof row, "%u", i + 1);
      End end = end_of (continued, row, 0.0);
      count_listed (comparison, g_ptr_array_index (listed, i), &end, false);
    }
  count_unlisted (comparison, continued, 0.0, false);
}

static void
replicate (Cut *cut, int replication, Comparison *comparison)
{
  g_autoptr (TestRun) uncut = test_run_borrowed (cut->uncut, NULL, replication);
  SimRecord record;
  GError *error = NULL;
  sim_record_init (&record, cut->measures->catalogue);
  assert_true (model_run_replicate (cut->run, cut->stopped->seed, replication, false,
                                    &record, &error));
  assert_int_equal (cut->run->now, cut->cut * SIM_DAY);

  Writer writer = { cut->run, cut->run->now, g_string_new (HEADER), true };
  g_autoptr (GPtrArray) listed = g_ptr_array_new ();
  for (int i = 0; i < cut->run->n_patients; i++)
    {
      ModelPatient *patient = &cut->run->patients[i];
      if (patient->state == MODEL_STATE_ABSENT || patient->referred == SIM_TIME_NEVER)
        continue;
      write_patient (&writer, patient);
      g_ptr_array_add (listed, patient);
    }
  write_beds (&writer, uncut, cut->cut);
  g_autoptr (Scenario) next = scenario_of (cut->variant, cut->cut, cut->cut + LATER_DAYS,
                                           "0", cut->cut + 20, 32, writer.list->str);
  for (guint i = 0; i < listed->len; i++)
    {
      const ModelPatient *patient = g_ptr_array_index (listed, i);
      char number[32];
      g_snprintf (number, sizeof number, "%d", (int) patient->number);
      End end = end_of (uncut, number, cut->cut);
      count_listed (comparison, patient, &end, true);
    }
  count_unlisted (comparison, uncut, cut->cut, true);
  for (int k = 0; k < N_CONTINUED; k++)
    count_continued (comparison, next, replication * N_CONTINUED + k, listed);
  end_replication (comparison);
  g_string_free (writer.list, TRUE);
  sim_record_clear (&record, cut->measures->catalogue);
}

/* ---- The verdict ---- */

static double
z_of (const Cell *cell, int count)
{
  return cell->sum[count] / sqrt (cell->squares[count]);
}

static void
judge (const Comparison *comparison)
{
  int m = 0, n_beyond = 0;
  for (int g = 0; g < N_GROUPS; g++)
    for (int i = 0; i < N_COUNTS; i++)
      m += comparison->cells[g].different[i] >= LEAST_DIFFERENT;
  double limit = gsl_cdf_ugaussian_Pinv (1.0 - 0.01 / (2.0 * m));
  for (int g = 0; g < N_GROUPS; g++)
    {
      const Cell *cell = &comparison->cells[g];
      for (int i = 0; i < N_COUNTS; i++)
        {
          if (cell->different[i] < LEAST_DIFFERENT)
            continue;
          double z = z_of (cell, i);
          if (fabs (z) < limit)
            continue;
          n_beyond++;
          g_autofree char *name = count_name (comparison, i);
          print_error ("%s, %s: %.4f of %lld uncut, %+.4f continued, z %+.2f\n",
                       group_names[g], name, cell->uncut[i] / (double) cell->patients,
                       (long long) cell->patients, cell->sum[i] / (double) cell->patients,
                       z);
        }
      /* What would have been found nine times in ten: limit + 1.28 standard errors. */
      int infused = fate_index ((Comparison *) comparison, "infused");
      double error = sqrt (cell->squares[infused]) / (double) cell->patients;
      print_message (
          "# %-10s %5.1f a list, infused %5.1f %%, a difference of %.2f points "
          "would be found\n",
          group_names[g], (double) cell->patients / N_REPLICATIONS,
          100.0 * cell->uncut[infused] / (double) cell->patients,
          100.0 * (limit + 1.2816) * error);
    }
  print_message ("# %d counts, limit %.2f\n", m, limit);
  assert_int_equal (n_beyond, 0);
}

static void
compare (const Variant *variant)
{
  Comparison *comparison = g_new0 (Comparison, 1);
  Cut cuts[7];
  for (int i = 0; i < 7; i++)
    cut_init (&cuts[i], variant, FIRST_CUT + i);
  for (int replication = 0; replication < N_REPLICATIONS; replication++)
    replicate (&cuts[replication % 7], replication, comparison);
  for (int i = 0; i < 7; i++)
    cut_clear (&cuts[i]);
  judge (comparison);
  for (int i = 0; i < comparison->n_fates; i++)
    g_free (comparison->fates[i]);
  g_free (comparison);
}

static void
cut_and_continued_draws_from_the_booking (void **state)
{
  (void) state;
  compare (&by_booking);
}

static void
cut_and_continued_draws_from_eligibility (void **state)
{
  (void) state;
  compare (&by_eligibility);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (cut_and_continued_draws_from_the_booking),
    cmocka_unit_test (cut_and_continued_draws_from_eligibility),
  };
  return cmocka_run_group_tests_name ("models/cut", tests, NULL, NULL);
}
