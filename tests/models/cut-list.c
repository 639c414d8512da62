/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stopped run, written as the list of its patients. */
#include "tests/models/cut-list.h"

#include "tests/support/assert.h"

#include "models/site.h"

char *
cut_date (int day)
{
  SimDate date;
  char text[11];
  assert_true (sim_date_parse (TEST_START, &date));
  sim_date_format (sim_date_from_epoch_day (sim_date_to_epoch_day (date) + day), text);
  return g_strdup (text);
}

static void
write_text (CutWriter *writer, const char *text)
{
  if (!writer->is_first)
    g_string_append_c (writer->list, ',');
  writer->is_first = false;
  g_string_append (writer->list, text);
}

static void
write_time (CutWriter *writer, bool is_known, SimTime time)
{
  if (!is_known || time == SIM_TIME_NEVER)
    {
      write_text (writer, "");
      return;
    }
  int64_t second = time - sim_time_day (time) * SIM_DAY;
  g_autofree char *date = cut_date ((int) sim_time_day (time));
  g_autofree char *text =
      g_strdup_printf ("%s %02d:%02d:%02d", date, (int) (second / SIM_HOUR),
                       (int) (second / SIM_MINUTE % 60), (int) (second % 60));
  write_text (writer, text);
}

static void
write_number (CutWriter *writer, bool is_known, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE] = "";
  if (is_known)
    g_ascii_dtostr (text, sizeof text, value);
  write_text (writer, text);
}

static void
write_grade (CutWriter *writer, uint8_t grade)
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
arrived_at (const CutWriter *writer, const ModelPatient *patient)
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
queued_at (const CutWriter *writer, const ModelPatient *patient)
{
  int place = 0;
  while (writer->run->queueing[place] != (int32_t) model_run_slot (writer->run, patient))
    place++;
  return writer->now - writer->run->n_queueing + place;
}

static void
write_draws (CutWriter *writer, const ModelPatient *patient)
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
write_manufacture (CutWriter *writer, const ModelPatient *patient)
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

void
cut_write_patient (CutWriter *writer, const ModelPatient *patient)
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

int
cut_write_beds (CutWriter *writer, const TestRun *uncut, double cut)
{
  const SimTable *table = test_run_trace (uncut)->patients;
  int infused_at = sim_table_find_column (table, "infused");
  int name = sim_table_find_column (table, "patient");
  int n = 0;
  for (size_t r = 0; r < sim_table_row_count (table); r++)
    {
      const SimCell *row = sim_table_row (table, r);
      double infused = row[infused_at].number;
      if (!(infused <= cut && infused + CUT_BED_DAYS > cut))
        continue;
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
