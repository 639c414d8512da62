/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sites: working days, places a day, beds. */
#pragma once

#include "models/run.h"

/* Contract: with a calendar an appointment is at the opening of a working day; without
 * one it is at the exact instant wanted, then in steps of 24 h. */

void model_site_init (ModelRun *run);
void model_site_clear (ModelRun *run);
void model_site_start (ModelRun *run);
/** Appointments before today need not be remembered: memory stays that of the plans. */
void model_site_forget_past (ModelRun *run);

/* For model_site_next_appointment(), where there are hours or limits. */
SimTime model_site_find_appointment (const ModelSite *site,
                                     const SimAppointments *places,
                                     SimTime earliest);
/** Returns: the first instant at or after @earliest with a place, or SIM_TIME_NEVER */
static inline SimTime
model_site_next_appointment (const ModelSite *site,
                             const SimAppointments *places,
                             SimTime earliest)
{
  if (site->site->calendar == NULL && places->per_day == SIM_UNLIMITED)
    return earliest;
  return model_site_find_appointment (site, places, earliest);
}

/** Returns: the first instant from the day after @instant on */
SimTime model_site_next_day_appointment (const ModelSite *site,
                                         const SimAppointments *places,
                                         SimTime instant);
/** The instant from which an appointment on a given date may be: its midnight with a
 * calendar, @instant itself without. */
SimTime model_site_from_date (const ModelSite *site, SimTime instant);

/** Returns: a site drawn by share, open or not; logarithmic in the sites */
int model_site_draw (const ModelRun *run, double u);

static inline bool
model_site_has_bed (const ModelSite *site)
{
  return site->site->beds < 0 || site->beds_used < site->site->beds;
}

void model_site_take_bed (ModelRun *run, ModelPatient *patient);
/** Frees the patient's bed now. */
void model_site_free_bed (ModelRun *run, ModelPatient *patient);
/** After the infusion: frees the bed now, or when rehabilitation takes the patient over.
 */
void model_site_keep_bed (ModelRun *run, ModelPatient *patient);
void model_site_bed_event (ModelRun *run, uint32_t site);
