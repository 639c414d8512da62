/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The traced replication: what happened to whom, told as it happens. */
#include "models/trace.h"

#include "models/rule.h"

#include <math.h>

/* The Guideline infuses 0.7 to 1.0 mL of product a minute; ours: the middle of the two.
 */
#define INFUSION_ML_PER_MINUTE 0.85

static const SimTableColumn patient_columns[] = {
  { "patient", SIM_TABLE_TEXT },
  { "site", SIM_TABLE_TEXT },
  { "sex", SIM_TABLE_TEXT },
  { "age", 1 },
  { "weight", 1 },
  { "haemoglobin", 2 },
  { "grade_referral", SIM_TABLE_TEXT },
  { "grade_booking", SIM_TABLE_TEXT },
  { "grade_infusion", SIM_TABLE_TEXT },
  { "grade_outcome", SIM_TABLE_TEXT },
  { "injured", 4 },
  { "referred", 4 },
  { "eligible", 4 },
  { "booked", 4 },
  { "draw1", 4 },
  { "draw2", 4 },
  { "draw3", 4 },
  { "draw4", 4 },
  { "draw5", 4 },
  { "draws", 0 },
  { "blood_ml", 1 },
  { "harvested", 4 },
  { "cultured", 4 },
  { "line", 0 },
  { "released", 4 },
  { "infused", 4 },
  { "infusion_minutes", 1 },
  { "dose_cells", 0 },
  { "left", 4 },
  { "fate", SIM_TABLE_TEXT },
  { "_deadline", 4 },
  { "_group", SIM_TABLE_TEXT },
  { "_number", 0 },
  { "_cohort", 0 },
};

static const SimTableColumn decision_columns[] = {
  { "time", 4 },
  { "bookable", 0 },
  { "waiting", 0 },
  { "feasible", 0 },
  { "patient", SIM_TABLE_TEXT },
  { "grade", SIM_TABLE_TEXT },
  { "slack", 4 },
  { "keys", SIM_TABLE_TEXT },
  { "runner_up", SIM_TABLE_TEXT },
  { "runner_up_keys", SIM_TABLE_TEXT },
  { "reason", SIM_TABLE_TEXT },
};

static const SimTableColumn ranking_columns[] = {
  { "decision", 0 },           { "rank", 0 },  { "patient", SIM_TABLE_TEXT },
  { "grade", SIM_TABLE_TEXT }, { "slack", 4 }, { "obstacle", SIM_TABLE_TEXT },
  { "keys", SIM_TABLE_TEXT },
};

void
model_trace_start (ModelRun *run)
{
  static const struct
  {
    const char *id, *label;
  } spans[MODEL_N_SPANS] = {
    { "waiting", "waiting" },  { "booked", "booked" }, { "marrow", "marrow" },
    { "product", "product" },  { "down", "down" },     { "closed", "closed" },
    { "bed", "rehabilitation" },
  },
    marks[] = {
      { "injury", "injury" },   { "referral", "referral" }, { "draw", "blood draw" },
      { "harvest", "harvest" }, { "release", "release" },   { "infusion", "infusion" },
      { "fate", "end" },
    };
  const Scenario *scenario = run->scenario;
  SimTrace *trace = run->trace;
  trace->start_epoch_day = scenario->start_epoch_day;
  trace->end = scenario->end;
  for (size_t i = 0; i < G_N_ELEMENTS (spans); i++)
    sim_trace_add_span_kind (trace, spans[i].id, spans[i].label, false);
  for (size_t i = 0; i < scenario->plant.n_stages; i++)
    {
      g_autofree char *id = g_strconcat ("stage:", scenario->plant.stages[i].id, NULL);
      sim_trace_add_span_kind (trace, id, scenario->plant.stages[i].id, true);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (marks); i++)
    sim_trace_add_mark_kind (trace, marks[i].id, marks[i].label, false);
  for (size_t i = 0; i < scenario->plant.n_pools; i++)
    {
      ModelPool *pool = &run->pools[i];
      pool->first_lane = -1;
      if ((int) i != run->gate)
        continue;
      for (int unit = 0; unit < pool->n_units; unit++)
        {
          int lane = sim_trace_add_lane (trace, pool->data->id, unit + 1, true);
          if (unit == 0)
            pool->first_lane = lane;
        }
    }
  trace->patients = sim_table_new (patient_columns, G_N_ELEMENTS (patient_columns));
  trace->decisions = sim_table_new (decision_columns, G_N_ELEMENTS (decision_columns));
  trace->rankings = sim_table_new (ranking_columns, G_N_ELEMENTS (ranking_columns));
}

void
model_trace_add_mark (ModelRun *run,
                      const ModelPatient *patient,
                      ModelMark kind,
                      int ordinal)
{
  SimTraceMark mark = { patient->number, (int32_t) kind, ordinal, run->now };
  g_array_append_val (run->trace->marks, mark);
}

void
model_trace_mark_at (
    ModelRun *run, const ModelPatient *patient, ModelMark kind, int ordinal, SimTime time)
{
  if (run->trace == NULL)
    return;
  SimTraceMark mark = { patient->number, (int32_t) kind, ordinal, time };
  g_array_append_val (run->trace->marks, mark);
}

void
model_trace_add_span (ModelRun *run,
                      const ModelPatient *patient,
                      int kind,
                      int pool,
                      int unit,
                      SimTime begin,
                      SimTime end)
{
  if (end <= begin)
    return;
  SimTraceSpan span = { .patient = patient != NULL ? patient->number : -1,
                        .lane = -1,
                        .kind = kind,
                        .begin = begin,
                        .end = end };
  if (pool >= 0 && unit >= 0 && run->pools[pool].first_lane >= 0)
    span.lane = run->pools[pool].first_lane + unit;
  g_array_append_val (run->trace->spans, span);
}

static double
days_or_blank (SimTime time)
{
  return time == SIM_TIME_NEVER ? NAN : sim_time_to_days (time);
}

static const char *
grade_or_blank (uint8_t grade)
{
  return grade < SCENARIO_N_GRADES ? scenario_grade_name ((ScenarioGrade) grade) : NULL;
}

/* The patient's name in tables: the id of a trace, else the number. */
static const char *
patient_name (const ModelRun *run, SimTable *table, const ModelPatient *patient)
{
  const ScenarioArrivals *arrivals = &run->scenario->patients.arrivals;
  if (arrivals->kind == SCENARIO_ARRIVALS_TRACE && patient->row >= 0)
    return sim_table_intern (table, arrivals->trace[patient->row].id);
  char number[32];
  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, patient->number);
  return sim_table_intern (table, number);
}

void
model_trace_add_patient (ModelRun *run, const ModelPatient *patient, int fate)
{
  const Scenario *scenario = run->scenario;
  SimTable *table = run->trace->patients;
  SimCell *row = sim_table_add_row (table);
  int c = 0;
  row[c++].text = patient_name (run, table, patient);
  row[c++].text = scenario->has_sites
                      ? sim_table_intern (table, scenario->sites[patient->site].id)
                      : NULL;
  row[c++].text =
      patient->sex < 0 ? NULL : scenario_sex_name ((ScenarioSex) patient->sex);
  row[c++].number = patient->age;
  row[c++].number = patient->weight;
  row[c++].number = patient->haemoglobin_first;
  row[c++].text = patient->referred == SIM_TIME_NEVER
                      ? NULL
                      : grade_or_blank (patient->grade_referral);
  row[c++].text = grade_or_blank (patient->grade_booking);
  row[c++].text = grade_or_blank (patient->grade_infusion);
  row[c++].text = grade_or_blank (patient->grade_outcome);
  row[c++].number = sim_time_to_days (patient->injured);
  row[c++].number = days_or_blank (patient->referred);
  row[c++].number = days_or_blank (patient->eligible);
  row[c++].number = days_or_blank (patient->booked);
  for (int i = 0; i < SCENARIO_MAX_DRAWS; i++)
    row[c++].number = i < patient->draws ? sim_time_to_days (patient->drawn_at[i]) : NAN;
  row[c++].number = scenario->blood != NULL ? (double) patient->draws_all : NAN;
  row[c++].number = scenario->blood != NULL ? patient->blood_taken_ml : NAN;
  row[c++].number = days_or_blank (patient->harvested);
  row[c++].number = days_or_blank (patient->cultured);
  /* Of the last batch, like the times around it: one that is still to be made has none.
   */
  row[c++].number = patient->line >= 0 && patient->cultured != SIM_TIME_NEVER
                        ? (double) patient->line + 1.0
                        : NAN;
  row[c++].number = days_or_blank (patient->released);
  row[c++].number = days_or_blank (patient->infused);
  row[c++].number = patient->infused == SIM_TIME_NEVER
                        ? NAN
                        : scenario->plant.dose_volume_ml / INFUSION_ML_PER_MINUTE;
  row[c++].number = patient->released == SIM_TIME_NEVER ? NAN : patient->dose;
  row[c++].number = fate < 0 ? NAN : sim_time_to_days (run->now);
  if (fate >= 0)
    {
      g_autofree char *name = model_fate_name (scenario, fate);
      row[c].text = sim_table_intern (table, name);
    }
  c++;
  row[c++].number = days_or_blank (patient->deadline);
  row[c++].text = grade_or_blank (patient->grade_referral);
  row[c++].number = (double) patient->number;
  row[c++].number = patient->is_cohort;
}

static double
slack_of (const ModelRun *run, const ModelPatient *patient)
{
  return patient->deadline == SIM_TIME_NEVER
             ? NAN
             : sim_time_to_days (patient->deadline - run->now);
}

static const char *
keys_of (ModelRun *run, SimTable *table, const ModelPatient *patient)
{
  g_autofree char *keys = model_rule_describe_keys (run, patient);
  return sim_table_intern (table, keys);
}

static void
add_rankings (ModelRun *run, const uint8_t *obstacle_of)
{
  static const char *const obstacles[] = { NULL,   "site",   "blood",    "transport",
                                           "line", "latest", "deferral", "rule" };
  SimTable *table = run->trace->rankings;
  ModelWaitingPlace place;
  int rank = 0;
  for (int32_t slot = model_waiting_list_first (run->waiting, 0, &place); slot >= 0;
       slot = model_waiting_list_next (run->waiting, &place))
    {
      const ModelPatient *patient = &run->patients[slot];
      SimCell *row = sim_table_add_row (table);
      row[0].number = (double) run->n_decisions;
      row[1].number = ++rank;
      row[2].text = patient_name (run, table, patient);
      row[3].text = grade_or_blank (patient->grade_known);
      row[4].number = slack_of (run, patient);
      row[5].text = obstacles[obstacle_of[rank - 1]];
      row[6].text = keys_of (run, table, patient);
    }
}

void
model_trace_decision (ModelRun *run, const ModelDecision *decision)
{
  if (run->trace == NULL)
    return;
  run->n_decisions++;
  SimTable *table = run->trace->decisions;
  SimCell *row = sim_table_add_row (table);
  row[0].number = sim_time_to_days (run->now);
  row[1].number = decision->bookable == G_MAXINT ? NAN : (double) decision->bookable;
  row[2].number = (double) decision->waiting;
  row[3].number = decision->feasible;
  row[4].text = patient_name (run, table, decision->patient);
  row[5].text = grade_or_blank (decision->patient->grade_known);
  row[6].number = slack_of (run, decision->patient);
  row[7].text = keys_of (run, table, decision->patient);
  if (decision->runner_up != NULL)
    {
      row[8].text = patient_name (run, table, decision->runner_up);
      row[9].text = keys_of (run, table, decision->runner_up);
    }
  row[10].text = sim_table_intern (table, decision->reason);
  run->n_ranked += decision->waiting;
  if (run->n_ranked <= MODEL_TRACE_MOST_RANKED)
    add_rankings (run, decision->obstacles);
}

void
model_trace_add_state (ModelRun *run, const ModelPatient *patient)
{
  int kind, line = -1;
  SimTime begin;
  switch (patient->state)
    {
    case MODEL_STATE_WAITING:
      kind = MODEL_SPAN_WAITING;
      begin = patient->wait_began;
      break;
    case MODEL_STATE_BOOKED:
      kind = MODEL_SPAN_BOOKED;
      begin = patient->booked_at;
      break;
    case MODEL_STATE_MARROW:
    case MODEL_STATE_QUEUEING:
      if (patient->cultured != SIM_TIME_NEVER || patient->harvested == SIM_TIME_NEVER)
        return;
      kind = MODEL_SPAN_MARROW;
      begin = patient->harvested;
      break;
    case MODEL_STATE_CULTURE:
      kind = MODEL_N_SPANS + patient->stage;
      line = patient->line_since == SIM_TIME_NEVER ? -1 : patient->line;
      begin = patient->stage_began;
      break;
    case MODEL_STATE_PRODUCT:
      kind = MODEL_SPAN_PRODUCT;
      begin = patient->released;
      break;
    default:
      return;
    }
  model_trace_add_span (run, patient, kind, run->gate, line, begin, run->now);
}

void
model_trace_finish (ModelRun *run)
{
  if (run->trace == NULL)
    return;
  for (int slot = 0; slot < run->n_patients; slot++)
    {
      const ModelPatient *patient = &run->patients[slot];
      if (patient->state == MODEL_STATE_ABSENT)
        continue;
      /* Shown up to the end. */
      model_trace_end_state (run, patient);
      model_trace_patient (run, patient, -1);
    }
  for (size_t i = 0; i < run->scenario->plant.n_pools; i++)
    for (int unit = 0; unit < run->pools[i].n_units; unit++)
      if (run->pools[i].closed_since[unit] != SIM_TIME_NEVER)
        model_trace_span (run, NULL, MODEL_SPAN_CLOSED, (int) i, unit,
                          run->pools[i].closed_since[unit], run->now);
  int number = sim_table_find_column (run->trace->patients, "_number");
  sim_table_sort (run->trace->patients, (size_t) number);
}
