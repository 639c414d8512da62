/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Infusion: the product's way to the patient, and the second judgement. */
#include "models/infusion.h"

#include "models/allocation.h"
#include "models/counting.h"
#include "models/expectation.h"
#include "models/outcome.h"
#include "models/plant.h"
#include "models/site.h"
#include "models/trace.h"

#include <math.h>

SimTime
model_infusion_expected (const ModelRun *run,
                         const ModelPatient *patient,
                         const ModelPlan *plan)
{
  const ModelSite *site = &run->sites[patient->site];
  SimTime at = model_plant_expected_end (run, patient, plan);
  const SimDistribution *transport = run->scenario->infusion.transport;
  if (transport != NULL)
    at += sim_time_from_days (sim_distribution_mean (transport));
  return model_site_next_appointment (site, site->infusions, at);
}

void
model_infusion_release (ModelRun *run, ModelPatient *patient)
{
  patient->released = run->now;
  patient->state = MODEL_STATE_PRODUCT;
  model_trace_mark (run, patient, MODEL_MARK_RELEASE, 0);
  SimTime duration = 0;
  const SimDistribution *transport = run->scenario->infusion.transport;
  if (transport != NULL)
    {
      SimBlock block =
          model_run_block (run, patient, MODEL_PURPOSE_MARROW, (uint64_t) patient->batch);
      duration = model_run_duration (transport, block.word[3]);
    }
  if (duration > 0)
    model_run_schedule (run, run->now + duration, SIM_PHASE_COMPLETION,
                        MODEL_EVENT_PRODUCT_ARRIVES, patient);
  else
    model_infusion_arrives (run, patient);
}

/* The day that the patient's row gives, as the earliest; INT64_MIN if none. */
static SimTime
given_infusion (const ModelRun *run, const ModelPatient *patient)
{
  const ScenarioPatients *patients = &run->scenario->patients;
  const ModelSite *site = &run->sites[patient->site];
  if (patient->row < 0)
    return INT64_MIN;
  if (patients->arrivals.kind == SCENARIO_ARRIVALS_TRACE)
    {
      double day = patients->arrivals.trace[patient->row].infusion;
      if (!isnan (day))
        return model_site_from_date (site, patient->injured + sim_time_from_days (day));
    }
  else if (patients->profile != NULL && patients->profile->gives_lead)
    {
      const ScenarioTraceRow *row = &patients->profile->rows[patient->row];
      if (!isnan (row->infusion) && !isnan (row->harvest))
        return model_site_from_date (
            site, patient->harvested + sim_time_from_days (row->infusion - row->harvest));
    }
  return INT64_MIN;
}

static void
make_appointment (ModelRun *run, ModelPatient *patient, SimTime earliest)
{
  const ModelSite *site = &run->sites[patient->site];
  SimTime at = model_site_next_appointment (site, site->infusions, earliest);
  if (at == SIM_TIME_NEVER)
    return;
  patient->infusion_at = at;
  patient->infusion_day = sim_time_day (at);
  if (site->site->infusions_per_day >= 0)
    sim_appointments_take (site->infusions, patient->infusion_day);
  if (at > run->now)
    model_run_schedule (run, at, SIM_PHASE_APPOINTMENT, MODEL_EVENT_INFUSION, patient);
  else
    model_infusion_event (run, patient);
}

void
model_infusion_arrives (ModelRun *run, ModelPatient *patient)
{
  make_appointment (run, patient, MAX (run->now, given_infusion (run, patient)));
}

void
model_infusion_resume (ModelRun *run,
                       ModelPatient *patient,
                       const ScenarioInitialRow *row)
{
  patient->released = row->released;
  patient->state = MODEL_STATE_PRODUCT;
  model_trace_mark_at (run, patient, MODEL_MARK_RELEASE, 0, row->released);
  if (row->infused != SIM_TIME_NEVER)
    {
      patient->infused = row->infused;
      model_trace_mark_at (run, patient, MODEL_MARK_INFUSION, 0, row->infused);
      model_site_keep_bed (run, patient);
      model_run_leave (run, patient, MODEL_FATE_INFUSED);
      return;
    }
  if (row->planned_infusion != SIM_TIME_NEVER)
    {
      const ModelSite *site = &run->sites[patient->site];
      make_appointment (
          run, patient,
          MAX (run->now, model_site_from_date (site, row->planned_infusion)));
      return;
    }
  SimBlock block =
      model_run_block (run, patient, MODEL_PURPOSE_MARROW, (uint64_t) patient->batch);
  SimTime left = model_run_residual (run->scenario->infusion.transport,
                                     run->now - row->released, block.word[3]);
  model_run_schedule (run, run->now + left, SIM_PHASE_COMPLETION,
                      MODEL_EVENT_PRODUCT_ARRIVES, patient);
}

void
model_infusion_cancel (ModelRun *run, ModelPatient *patient)
{
  const ModelSite *site = &run->sites[patient->site];
  if (patient->infusion_day == INT64_MAX)
    return;
  if (patient->infused == SIM_TIME_NEVER && site->site->infusions_per_day >= 0 &&
      patient->infusion_at > run->now)
    {
      sim_appointments_give_back (site->infusions, patient->infusion_day);
      run->freed_version++;
      run->allocation_due = true;
    }
  patient->infusion_day = INT64_MAX;
}

bool
model_infusion_is_stopped (const ModelRun *run, const ModelPatient *patient)
{
  double stopped = run->scenario->infusion.stopped;
  if (stopped <= 0.0)
    return false;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_ATTRITION, 0);
  return sim_uniform (block.word[2]) < stopped;
}

/* Why the product is not infused after all; -1 if it is. */
static int
find_reason (ModelRun *run, const ModelPatient *patient)
{
  const ScenarioInfusion *infusion = &run->scenario->infusion;
  if (infusion->grades != 0 && patient->grade_infusion != MODEL_GRADE_NONE &&
      !(infusion->grades >> patient->grade_infusion & 1))
    return MODEL_FATE_RECOVERED;
  if (isfinite (infusion->expires_days) &&
      run->now > patient->released + sim_time_from_days (infusion->expires_days))
    return MODEL_FATE_EXPIRED;
  if (isfinite (infusion->latest_day) &&
      run->now > patient->injured + sim_time_from_days (infusion->latest_day))
    return MODEL_FATE_TOO_LATE;
  if (model_infusion_is_stopped (run, patient))
    return MODEL_FATE_INFUSION_STOPPED;
  return -1;
}

void
model_infusion_event (ModelRun *run, ModelPatient *patient)
{
  if (patient->state != MODEL_STATE_PRODUCT || patient->infusion_at != run->now)
    return;
  patient->grade_infusion = model_patient_grade_at (patient, run->now);
  int reason = find_reason (run, patient);
  if (reason >= 0)
    {
      model_run_leave (run, patient, reason);
      return;
    }
  patient->infused = run->now;
  run->infusions++;
  if (run->now >= run->scenario->warm_up && run->now < run->scenario->end)
    run->infused_in_period++;
  model_trace_mark (run, patient, MODEL_MARK_INFUSION, 0);
  model_counting_monthly (run, patient, MODEL_MONTHLY_INFUSED);
  if (run->scenario->outcome != NULL)
    {
      model_outcome_adverse (run, patient, SCENARIO_AT_INFUSION);
      model_outcome_follow_up (run, patient);
    }
  model_site_keep_bed (run, patient);
  if (run->rule->n_phases > 1)
    model_allocation_check_phase (run);
  model_run_leave (run, patient, MODEL_FATE_INFUSED);
}
