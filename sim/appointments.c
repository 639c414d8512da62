/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Appointments: so many places a working day. */
#include "sim/appointments.h"

#include <string.h>

#define FIRST_CAPACITY 64 /* days; a power of 2 */

SimAppointments *
sim_appointments_new (const SimCalendar *calendar, int per_day)
{
  g_return_val_if_fail (per_day >= 0 || per_day == SIM_UNLIMITED, NULL);
  SimAppointments *appointments = g_new0 (SimAppointments, 1);
  appointments->calendar = calendar;
  appointments->per_day = per_day;
  appointments->capacity = FIRST_CAPACITY;
  appointments->counts = g_new0 (int32_t, FIRST_CAPACITY);
  return appointments;
}

void
sim_appointments_free (SimAppointments *appointments)
{
  if (appointments == NULL)
    return;
  g_free (appointments->counts);
  g_free (appointments);
}

void
sim_appointments_reset (SimAppointments *appointments, int64_t first_day)
{
  g_return_if_fail (appointments != NULL);
  memset (appointments->counts, 0, (size_t) appointments->capacity * sizeof (int32_t));
  appointments->first = first_day;
  appointments->taken = 0;
}

static int32_t *
count_of (const SimAppointments *appointments, int64_t day)
{
  return &appointments->counts[day & (appointments->capacity - 1)];
}

void
sim_appointments_forget (SimAppointments *appointments, int64_t day)
{
  g_return_if_fail (appointments != NULL);
  if (day <= appointments->first)
    return;
  int64_t end = MIN (day, appointments->first + appointments->capacity);
  if (appointments->taken == 0)
    end = appointments->first; /* nothing to forget */
  for (int64_t old = appointments->first; old < end; old++)
    {
      appointments->taken -= *count_of (appointments, old);
      *count_of (appointments, old) = 0;
    }
  appointments->first = day;
}

static bool
has_place (const SimAppointments *appointments, int64_t day)
{
  if (appointments->per_day == SIM_UNLIMITED)
    return true;
  if (day - appointments->first >= appointments->capacity)
    return appointments->per_day > 0;
  return *count_of (appointments, day) < appointments->per_day;
}

bool
sim_appointments_has_room (const SimAppointments *appointments, int64_t day)
{
  g_return_val_if_fail (day >= appointments->first, false);
  return has_place (appointments, day) &&
         sim_calendar_is_working_day (appointments->calendar, day);
}

int64_t
sim_appointments_find_day (const SimAppointments *appointments, int64_t day)
{
  g_return_val_if_fail (day >= appointments->first, INT64_MAX);
  if (appointments->per_day == 0)
    return INT64_MAX;
  int64_t next = sim_calendar_next_working_day (appointments->calendar, day);
  while (!has_place (appointments, next))
    next = sim_calendar_next_working_day (appointments->calendar, next + 1);
  return next;
}

/* Makes the ring long enough for @day. */
static void
reach (SimAppointments *appointments, int64_t day)
{
  int64_t capacity = appointments->capacity;
  while (day - appointments->first >= capacity)
    capacity *= 2;
  int32_t *counts = g_new0 (int32_t, capacity);
  for (int64_t i = 0; i < appointments->capacity; i++)
    {
      int64_t old = appointments->first + i;
      counts[old & (capacity - 1)] = *count_of (appointments, old);
    }
  g_free (appointments->counts);
  appointments->counts = counts;
  appointments->capacity = capacity;
}

void
sim_appointments_take (SimAppointments *appointments, int64_t day)
{
  g_return_if_fail (day >= appointments->first);
  if (day - appointments->first >= appointments->capacity)
    reach (appointments, day);
  g_assert (has_place (appointments, day));
  ++*count_of (appointments, day);
  appointments->taken++;
}

void
sim_appointments_give_back (SimAppointments *appointments, int64_t day)
{
  if (day < appointments->first)
    return;
  g_assert (day - appointments->first < appointments->capacity);
  g_assert (*count_of (appointments, day) > 0);
  --*count_of (appointments, day);
  appointments->taken--;
}

int64_t
sim_appointments_taken (const SimAppointments *appointments)
{
  return appointments->taken;
}
