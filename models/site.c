/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sites: working days, places a day, beds. */
#include "models/site.h"

#include "models/trace.h"

#include <math.h>

void
model_site_init (ModelRun *run)
{
  const Scenario *scenario = run->scenario;
  run->sites = g_new0 (ModelSite, scenario->n_sites);
  run->site_shares = g_new (double, scenario->n_sites);
  double sum = 0.0;
  for (size_t i = 0; i < scenario->n_sites; i++)
    {
      const ScenarioSite *data = &scenario->sites[i];
      ModelSite *site = &run->sites[i];
      site->site = data;
      sum += data->share;
      run->site_shares[i] = sum;
      site->draws = sim_appointments_new (data->calendar, data->draws_per_day);
      site->harvests = sim_appointments_new (data->calendar, data->harvests_per_day);
      site->infusions = sim_appointments_new (data->calendar, data->infusions_per_day);
      if (data->transport != NULL)
        site->mean_transport =
            sim_time_from_days (sim_distribution_mean (data->transport));
    }
}

void
model_site_clear (ModelRun *run)
{
  for (size_t i = 0; run->sites != NULL && i < run->scenario->n_sites; i++)
    {
      sim_appointments_free (run->sites[i].draws);
      sim_appointments_free (run->sites[i].harvests);
      sim_appointments_free (run->sites[i].infusions);
    }
  g_clear_pointer (&run->sites, g_free);
  g_clear_pointer (&run->site_shares, g_free);
}

int
model_site_draw (const ModelRun *run, double u)
{
  /* The first site whose cumulative share is above u; sites without a share never are the
   * first.  Shares sum to 1 but for rounding: what is left goes to the last share. */
  const double *shares = run->site_shares;
  size_t n = run->scenario->n_sites;
  u = MIN (u, nextafter (shares[n - 1], 0.0));
  size_t low = 0, high = n - 1;
  while (low < high)
    {
      size_t middle = (low + high) / 2;
      if (shares[middle] > u)
        high = middle;
      else
        low = middle + 1;
    }
  return (int) low;
}

void
model_site_start (ModelRun *run)
{
  int64_t day = sim_time_day (run->now);
  for (size_t i = 0; i < run->scenario->n_sites; i++)
    {
      ModelSite *site = &run->sites[i];
      sim_appointments_reset (site->draws, day);
      sim_appointments_reset (site->harvests, day);
      sim_appointments_reset (site->infusions, day);
      site->beds_used = site->beds_rehabilitation = 0;
    }
}

void
model_site_forget_past (ModelRun *run)
{
  int64_t today = sim_time_day (run->now);
  for (size_t i = 0; i < run->scenario->n_sites; i++)
    {
      const ModelSite *site = &run->sites[i];
      sim_appointments_forget (site->draws, today);
      sim_appointments_forget (site->harvests, today);
      sim_appointments_forget (site->infusions, today);
    }
  if (run->intake != NULL)
    sim_appointments_forget (run->intake, today);
}

SimTime
model_site_find_appointment (const ModelSite *site,
                             const SimAppointments *places,
                             SimTime earliest)
{
  if (earliest == SIM_TIME_NEVER)
    return SIM_TIME_NEVER;
  const SimCalendar *calendar = site->site->calendar;
  int64_t day = sim_time_day (earliest);
  if (calendar == NULL)
    {
      int64_t next = sim_appointments_next_day (places, day);
      return next == INT64_MAX ? SIM_TIME_NEVER : earliest + (next - day) * SIM_DAY;
    }
  if (sim_calendar_opening (calendar, day) < earliest)
    day++;
  day = sim_appointments_next_day (places, day);
  return day == INT64_MAX ? SIM_TIME_NEVER : sim_calendar_opening (calendar, day);
}

SimTime
model_site_next_day_appointment (const ModelSite *site,
                                 const SimAppointments *places,
                                 SimTime instant)
{
  SimTime next = site->site->calendar == NULL ? instant + SIM_DAY
                                              : (sim_time_day (instant) + 1) * SIM_DAY;
  return model_site_next_appointment (site, places, next);
}

SimTime
model_site_from_date (const ModelSite *site, SimTime instant)
{
  return site->site->calendar == NULL ? instant : sim_time_day (instant) * SIM_DAY;
}

void
model_site_take_bed (ModelRun *run, ModelPatient *patient)
{
  if (patient->has_bed)
    return;
  patient->has_bed = true;
  run->sites[patient->site].beds_used++;
}

void
model_site_free_bed (ModelRun *run, ModelPatient *patient)
{
  if (!patient->has_bed)
    return;
  patient->has_bed = false;
  run->sites[patient->site].beds_used--;
  run->freed_version++;
  run->allocation_due = true;
}

void
model_site_keep_bed (ModelRun *run, ModelPatient *patient)
{
  ModelSite *site = &run->sites[patient->site];
  if (!patient->has_bed || !site->site->has_rehabilitation)
    {
      model_site_free_bed (run, patient);
      return;
    }
  SimTime until =
      patient->infused + sim_time_from_days (site->site->rehabilitation_after_days);
  if (until < run->now)
    {
      model_site_free_bed (run, patient);
      return;
    }
  patient->has_bed = false;
  site->beds_rehabilitation++;
  model_trace_span (run, patient, MODEL_SPAN_BED, -1, -1, patient->infused, until);
  sim_event_queue_schedule (run->queue, until, SIM_PHASE_COMPLETION, MODEL_EVENT_BED_FREE,
                            (uint32_t) patient->site, 0, 0);
}

void
model_site_bed_event (ModelRun *run, uint32_t site)
{
  run->sites[site].beds_used--;
  run->sites[site].beds_rehabilitation--;
  run->freed_version++;
  run->allocation_due = true;
}
