/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Referral: the patient reaches a site that is open, by transfer where it must be. */
#include "models/referral.h"

#include "models/counting.h"
#include "models/eligibility.h"
#include "models/trace.h"

#include <math.h>

/* An open site drawn by share; -1 where none is open. */
static int
draw_open_site (const ModelRun *run, double u)
{
  const Scenario *scenario = run->scenario;
  double open_share = 0.0;
  int site = -1;
  for (size_t i = 0; i < scenario->n_sites; i++)
    if (scenario->sites[i].opens <= run->now)
      {
        open_share += scenario->sites[i].share;
        site = (int) i;
      }
  double left = u * open_share;
  for (size_t i = 0; i < scenario->n_sites; i++)
    if (scenario->sites[i].opens <= run->now && scenario->sites[i].share > 0.0)
      {
        site = (int) i;
        left -= scenario->sites[i].share;
        if (left < 0.0)
          break;
      }
  return site;
}

void
model_referral_event (ModelRun *run, ModelPatient *patient)
{
  const Scenario *scenario = run->scenario;
  patient->referred = run->now;
  patient->grade_referral = patient->grade_known =
      model_patient_grade_at (patient, run->now);
  model_trace_mark (run, patient, MODEL_MARK_REFERRAL, 0);
  model_counting_monthly (run, patient, MODEL_MONTHLY_REFERRED);
  if (!scenario->has_sites || scenario->sites[patient->site].opens <= run->now)
    {
      model_eligibility_screen (run, patient);
      return;
    }
  model_referral_transfer (run, patient);
}

void
model_referral_transfer (ModelRun *run, ModelPatient *patient)
{
  const Scenario *scenario = run->scenario;
  SimBlock block = model_run_block (run, patient, MODEL_PURPOSE_TRANSFER, 0);
  int site = draw_open_site (run, sim_uniform (block.word[0]));
  if (site < 0)
    {
      model_run_leave (run, patient, MODEL_FATE_NO_SITE);
      return;
    }
  patient->site = site;
  /* Who is on the list may be on the way already. */
  SimTime delay = model_run_residual (scenario->transfer, run->now - patient->referred,
                                      block.word[1]);
  if (delay == 0)
    model_eligibility_screen (run, patient);
  else
    model_run_schedule (run, run->now + delay, SIM_PHASE_ARRIVAL, MODEL_EVENT_TRANSFERRED,
                        patient);
}

void
model_referral_transferred (ModelRun *run, ModelPatient *patient)
{
  model_eligibility_screen (run, patient);
}
