/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Working calendars: open hours on weekdays, less closures. */
#include "sim/calendar.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "sim/error.h"

#define ALL_WEEKDAYS 0x7fu
/* Closures of these days are found by one bit, others by bisection; 2 kB a calendar. */
#define FIRST_MAPPED_DAY (-1024)
#define MAPPED_DAYS      16384

struct SimCalendar
{
  unsigned weekdays;
  SimTime opens;
  SimTime closes;
  int64_t start_weekday; /* of day 0, 0 Monday to 6 Sunday */
  SimDaySpan *closures;  /* ascending, disjoint, not even touching */
  size_t n_closures;
  uint64_t map[MAPPED_DAYS / 64]; /* bit set: closed by a closure */
};

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  int64_t first = ((const SimDaySpan *) a)->first;
  int64_t other = ((const SimDaySpan *) b)->first;
  return (first > other) - (first < other);
}

/* Sorts the closures and joins those that overlap or touch. */
static void
merge_closures (SimCalendar *calendar)
{
  SimDaySpan *spans = calendar->closures;
  if (calendar->n_closures > 1)
    qsort (spans, calendar->n_closures, sizeof *spans, compare_spans);
  size_t n = 0;
  for (size_t i = 0; i < calendar->n_closures; i++)
    {
      if (spans[i].last < spans[i].first)
        continue;
      if (n > 0 && spans[i].first <= spans[n - 1].last + 1)
        spans[n - 1].last = MAX (spans[n - 1].last, spans[i].last);
      else
        spans[n++] = spans[i];
    }
  calendar->n_closures = n;
}

static void
map_closures (SimCalendar *calendar)
{
  for (size_t i = 0; i < calendar->n_closures; i++)
    {
      int64_t first = MAX (calendar->closures[i].first, FIRST_MAPPED_DAY);
      int64_t last = MIN (calendar->closures[i].last, FIRST_MAPPED_DAY + MAPPED_DAYS - 1);
      for (int64_t day = first; day <= last; day++)
        {
          uint64_t bit = (uint64_t) (day - FIRST_MAPPED_DAY);
          calendar->map[bit / 64] |= UINT64_C (1) << (bit % 64);
        }
    }
}

SimCalendar *
sim_calendar_new (unsigned weekdays,
                  SimTime opens,
                  SimTime closes,
                  int64_t start_epoch_day,
                  const SimDaySpan *closures,
                  size_t n_closures,
                  GError **error)
{
  g_return_val_if_fail (0 <= opens && opens < closes && closes <= SIM_DAY, NULL);
  g_return_val_if_fail (closures != NULL || n_closures == 0, NULL);
  if ((weekdays & ALL_WEEKDAYS) == 0)
    {
      g_set_error_literal (error, SIM_ERROR, SIM_ERROR_NEVER_OPEN,
                           _ ("expected at least one working weekday, found none"));
      return NULL;
    }
  SimCalendar *calendar = g_new0 (SimCalendar, 1);
  calendar->weekdays = weekdays & ALL_WEEKDAYS;
  calendar->opens = opens;
  calendar->closes = closes;
  calendar->start_weekday = sim_epoch_day_weekday (start_epoch_day);
  calendar->closures = g_memdup2 (closures, n_closures * sizeof *closures);
  calendar->n_closures = n_closures;
  merge_closures (calendar);
  map_closures (calendar);
  return calendar;
}

void
sim_calendar_free (SimCalendar *calendar)
{
  if (calendar == NULL)
    return;
  g_free (calendar->closures);
  g_free (calendar);
}

/* The closure that covers @day, or NULL. */
static const SimDaySpan *
find_closure (const SimCalendar *calendar, int64_t day)
{
  size_t low = 0;
  size_t high = calendar->n_closures;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;
      if (calendar->closures[middle].last < day)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == calendar->n_closures || day < calendar->closures[low].first)
    return NULL;
  return &calendar->closures[low];
}

static bool
is_closed (const SimCalendar *calendar, int64_t day)
{
  if (calendar->n_closures == 0)
    return false;
  uint64_t bit = (uint64_t) day - (uint64_t) (int64_t) FIRST_MAPPED_DAY;
  if (bit < MAPPED_DAYS)
    return calendar->map[bit / 64] >> (bit % 64) & 1;
  return find_closure (calendar, day) != NULL;
}

static unsigned
weekday_of (const SimCalendar *calendar, int64_t day)
{
  int64_t weekday = (day + calendar->start_weekday) % 7;
  return (unsigned) (weekday < 0 ? weekday + 7 : weekday);
}

bool
sim_calendar_is_working_day (const SimCalendar *calendar, int64_t day)
{
  if (calendar == NULL)
    return true;
  return (calendar->weekdays >> weekday_of (calendar, day) & 1) &&
         !is_closed (calendar, day);
}

bool
sim_calendar_is_open (const SimCalendar *calendar, SimTime time)
{
  if (calendar == NULL)
    return true;
  int64_t day = sim_time_day (time);
  SimTime of_day = time - day * SIM_DAY;
  return calendar->opens <= of_day && of_day < calendar->closes &&
         sim_calendar_is_working_day (calendar, day);
}

int64_t
sim_calendar_next_working_day (const SimCalendar *calendar, int64_t day)
{
  if (calendar == NULL)
    return day;
  unsigned weekday = weekday_of (calendar, day);
  for (;;)
    {
      if (!(calendar->weekdays >> weekday & 1))
        {
          day++;
          weekday = weekday == 6 ? 0 : weekday + 1;
        }
      else if (is_closed (calendar, day))
        {
          day = find_closure (calendar, day)->last + 1;
          weekday = weekday_of (calendar, day);
        }
      else
        return day;
    }
}

SimTime
sim_calendar_opening (const SimCalendar *calendar, int64_t day)
{
  return day * SIM_DAY + (calendar != NULL ? calendar->opens : 0);
}

SimTime
sim_calendar_closing (const SimCalendar *calendar, int64_t day)
{
  return day * SIM_DAY + (calendar != NULL ? calendar->closes : SIM_DAY);
}

SimTime
sim_calendar_next_open (const SimCalendar *calendar, SimTime after)
{
  if (calendar == NULL || after == SIM_TIME_NEVER)
    return after;
  int64_t day = sim_time_day (after);
  if (after - day * SIM_DAY >= calendar->closes)
    day++;
  int64_t working = sim_calendar_next_working_day (calendar, day);
  return MAX (after, sim_calendar_opening (calendar, working));
}

SimTime
sim_calendar_last_open (const SimCalendar *calendar, SimTime time, SimTime not_before)
{
  if (calendar == NULL || sim_calendar_is_open (calendar, time))
    return MAX (time, not_before);
  for (int64_t day = sim_time_day (time); day >= sim_time_day (not_before); day--)
    if (sim_calendar_is_working_day (calendar, day) &&
        sim_calendar_closing (calendar, day) <= time)
      return MAX (sim_calendar_closing (calendar, day), not_before);
  return not_before;
}
