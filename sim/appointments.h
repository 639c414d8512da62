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

typedef struct SimAppointments SimAppointments;

/** @calendar: (transfer none) (nullable): must outlive the appointments */
SimAppointments *sim_appointments_new (const SimCalendar *calendar, int per_day);
void sim_appointments_free (SimAppointments *appointments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimAppointments, sim_appointments_free)

/** Forgets all bookings, for a new replication that begins on @first_day. */
void sim_appointments_reset (SimAppointments *appointments, int64_t first_day);
/** Days before @day need not be remembered any more. */
void sim_appointments_forget (SimAppointments *appointments, int64_t day);

bool sim_appointments_has_room (const SimAppointments *appointments, int64_t day);
/** Returns: the first working day at or after @day with a free place, or INT64_MAX when
 * there never is one (per_day 0) */
int64_t sim_appointments_next_day (const SimAppointments *appointments, int64_t day);
void sim_appointments_take (SimAppointments *appointments, int64_t day);
void sim_appointments_give_back (SimAppointments *appointments, int64_t day);
/** Returns: places taken from the last forgotten day on, for the conservation check */
int64_t sim_appointments_taken (const SimAppointments *appointments);
