/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appointments: so many places a working day. */
#pragma once

#include "sim/calendar.h"

/* Contract: places of day d exist if d is a working day of the calendar; each day has
 * per_day of them, or any number when per_day is SIM_UNLIMITED.  Only days from the day
 * of the last sim_appointments_forget() on are remembered, so that memory does not grow
 * with the length of a history: earlier days must not be asked about or booked, but
 * giving a place of such a day back is allowed and does nothing.  Constant time a day. */

#define SIM_UNLIMITED (-1)

/* The members are the appointments' own; they are visible so that a question about what
 * has no limits costs nothing.  Day d is counted at d modulo capacity, for the days from
 * first on; all other counts of the ring are 0. */
typedef struct SimAppointments
{
  const SimCalendar *calendar;
  int per_day;
  int64_t first; /* the earliest day remembered */
  int64_t taken; /* in all days remembered */
  int32_t *counts;
  int64_t capacity; /* a power of 2 */
} SimAppointments;

/** @calendar: (transfer none) (nullable): must outlive the appointments */
SimAppointments *sim_appointments_new (const SimCalendar *calendar, int per_day);
void sim_appointments_free (SimAppointments *appointments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimAppointments, sim_appointments_free)

/** Forgets all bookings, for a new replication that begins on @first_day. */
void sim_appointments_reset (SimAppointments *appointments, int64_t first_day);
/** Days before @day need not be remembered any more. */
void sim_appointments_forget (SimAppointments *appointments, int64_t day);

/* For sim_appointments_next_day() only. */
int64_t sim_appointments_find_day (const SimAppointments *appointments, int64_t day);

bool sim_appointments_has_room (const SimAppointments *appointments, int64_t day);
/** Returns: the first working day at or after @day with a free place, or INT64_MAX when
 * there never is one (per_day 0) */
static inline int64_t
sim_appointments_next_day (const SimAppointments *appointments, int64_t day)
{
  if (appointments->per_day == SIM_UNLIMITED && appointments->calendar == NULL)
    return day;
  return sim_appointments_find_day (appointments, day);
}

void sim_appointments_take (SimAppointments *appointments, int64_t day);
void sim_appointments_give_back (SimAppointments *appointments, int64_t day);
/** Returns: places taken from the last forgotten day on, for the conservation check */
int64_t sim_appointments_taken (const SimAppointments *appointments);
