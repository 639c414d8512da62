/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Working calendars: open hours on weekdays, less closures. */
#pragma once

#include "sim/time.h"

#include <glib.h>
#include <stddef.h>

/* Contract: a calendar is immutable after sim_calendar_new and may be shared by threads.
 * It is open on every working day in [opens, closes).  A working day is one whose weekday
 * is in the mask and that no closure covers.  Questions cost constant time while the next
 * working day is near, and logarithmic time in the closures otherwise.
 * Every function takes NULL for a calendar that is always open, whose days open at
 * midnight. */

typedef struct SimCalendar SimCalendar;

typedef struct
{
  int64_t first; /* day number, included */
  int64_t last;  /* day number, included */
} SimDaySpan;

/**
 * sim_calendar_new:
 * @weekdays: bit 0 Monday to bit 6 Sunday
 * @opens: seconds after midnight, 0 to 86399
 * @closes: seconds after midnight, greater than @opens, at most 86400
 * @start_epoch_day: epoch day of day number 0
 * @closures: closed days in any order, they may overlap; copied
 *
 * Errors: SIM_ERROR_NEVER_OPEN when @weekdays is empty.
 * Returns: (transfer full): the calendar, or NULL with @error set
 */
SimCalendar *sim_calendar_new (unsigned weekdays,
                               SimTime opens,
                               SimTime closes,
                               int64_t start_epoch_day,
                               const SimDaySpan *closures,
                               size_t n_closures,
                               GError **error);
void sim_calendar_free (SimCalendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimCalendar, sim_calendar_free)

bool sim_calendar_is_working_day (const SimCalendar *calendar, int64_t day);
bool sim_calendar_is_open (const SimCalendar *calendar, SimTime time);

/** Returns: the first working day at or after @day (there always is one: closures end) */
int64_t sim_calendar_next_working_day (const SimCalendar *calendar, int64_t day);

/** Returns: the instant at which working day @day opens (not checked to be a working day)
 */
SimTime sim_calendar_opening (const SimCalendar *calendar, int64_t day);
/** Returns: the instant at which working day @day closes */
SimTime sim_calendar_closing (const SimCalendar *calendar, int64_t day);

/** Returns: the first open instant at or after @after */
SimTime sim_calendar_next_open (const SimCalendar *calendar, SimTime after);
/** Returns: @time if the calendar is open then, else when it last closed; no earlier than
 * @not_before.  Linear in the days between. */
SimTime
sim_calendar_last_open (const SimCalendar *calendar, SimTime time, SimTime not_before);
