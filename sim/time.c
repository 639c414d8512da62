/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated time in whole seconds, and the civil calendar behind it. */
#include "sim/time.h"

#include <glib.h>

/* The Gregorian calendar repeats every 400 years, and so do its weekdays. */
#define DAYS_IN_400_YEARS 146097
/* Years are counted from 1 March here, so that a leap day ends its year. */
#define MARCH_FIRST_0000 (-719468) /* epoch day of 0000-03-01 */

static bool
is_leap_year (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
sim_date_is_valid (SimDate date)
{
  static const int lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12)
    return false;
  int length = lengths[date.month - 1] + (date.month == 2 && is_leap_year (date.year));
  return date.day >= 1 && date.day <= length;
}

/* Reads exactly @n digits. */
static bool
parse_digits (const char *text, int n, int *ret_number)
{
  int number = 0;
  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return false;
      number = 10 * number + (text[i] - '0');
    }
  *ret_number = number;
  return true;
}

bool
sim_date_parse (const char *text, SimDate *ret_date)
{
  g_return_val_if_fail (text != NULL, false);
  SimDate date;
  /* Each part is read only after the one before it: never past the end of the text. */
  if (!parse_digits (text, 4, &date.year) || text[4] != '-')
    return false;
  if (!parse_digits (text + 5, 2, &date.month) || text[7] != '-')
    return false;
  if (!parse_digits (text + 8, 2, &date.day) || text[10] != '\0')
    return false;
  if (!sim_date_is_valid (date))
    return false;
  *ret_date = date;
  return true;
}

int64_t
sim_date_to_epoch_day (SimDate date)
{
  int64_t year = date.year - (date.month <= 2);
  int64_t month = (date.month + 9) % 12; /* 0 March to 11 February */
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - 400 * era;
  /* From March on, months have 31 30 31 30 31 days over and over: 153 days in five. */
  int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
  int64_t day_of_era =
      365 * year_of_era + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return DAYS_IN_400_YEARS * era + day_of_era + MARCH_FIRST_0000;
}

SimDate
sim_date_from_epoch_day (int64_t epoch_day)
{
  int64_t day = epoch_day - MARCH_FIRST_0000;
  int64_t era = (day >= 0 ? day : day - (DAYS_IN_400_YEARS - 1)) / DAYS_IN_400_YEARS;
  int64_t day_of_era = day - DAYS_IN_400_YEARS * era;
  /* Take the leap days out: one in 1460 days, but for the centuries' and the last one's.
   */
  int64_t leaps = day_of_era / 1460 - day_of_era / 36524 + day_of_era / 146096;
  int64_t year_of_era = (day_of_era - leaps) / 365;
  int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t month = (5 * day_of_year + 2) / 153;
  SimDate date;
  date.day = (int) (day_of_year - (153 * month + 2) / 5 + 1);
  date.month = (int) (month < 10 ? month + 3 : month - 9);
  date.year = (int) (400 * era + year_of_era + (date.month <= 2));
  return date;
}

int
sim_epoch_day_weekday (int64_t epoch_day)
{
  /* 1970-01-01 was a Thursday. */
  int weekday = (int) ((epoch_day % 7 + 3) % 7);
  return weekday < 0 ? weekday + 7 : weekday;
}

void
sim_date_format (SimDate date, char buffer[11])
{
  g_return_if_fail (sim_date_is_valid (date));
  g_snprintf (buffer, 11, "%04d-%02d-%02d", date.year, date.month, date.day);
}
