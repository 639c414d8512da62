/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated time in whole seconds, and the civil calendar behind it. */
#pragma once

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* Contract: a SimTime counts seconds from midnight of the scenario's first day; it may be
 * negative.  Days have 86,400 seconds (no daylight saving, no leap seconds).  A day
 * number counts days from the scenario's first day; an epoch day counts from 1970-01-01.
 * Intervals are half-open, [begin, end). */

typedef int64_t SimTime;

#define SIM_SECOND ((SimTime) 1)
#define SIM_MINUTE ((SimTime) 60)
#define SIM_HOUR   ((SimTime) 3600)
#define SIM_DAY    ((SimTime) 86400)
/* A year is 365.25 days (DESIGN section 3). */
#define SIM_DAYS_PER_YEAR 365.25
/* The longest duration, about 274 million years: its seconds are exact in a double. */
#define SIM_MAX_DAYS 1e11
/* An instant that never comes. */
#define SIM_TIME_NEVER INT64_MAX

typedef struct
{
  int year;
  int month; /* 1..12 */
  int day;   /* 1..31 */
} SimDate;

/**
 * sim_time_from_seconds:
 * @seconds: below 2^53, where the rest is exact, so that halves are seen as halves
 *
 * Returns: the nearest whole number of seconds, halves away from zero
 */
static inline SimTime
sim_time_from_seconds (double seconds)
{
  /* The largest double below a half: what is less than half a second must not reach the
   * next one by the rounding of the sum; a half does. */
  return (SimTime) (seconds + copysign (0x1.fffffffffffffp-2, seconds));
}

/**
 * sim_time_from_days:
 * @days: a duration in decimal days; not NaN
 *
 * Returns: the nearest whole number of seconds, halves away from zero; what lies beyond
 * +-SIM_MAX_DAYS is taken for that
 */
static inline SimTime
sim_time_from_days (double days)
{
  double bounded = days > SIM_MAX_DAYS    ? SIM_MAX_DAYS
                   : days < -SIM_MAX_DAYS ? -SIM_MAX_DAYS
                                          : days;
  return sim_time_from_seconds (bounded * (double) SIM_DAY);
}

/**
 * sim_time_to_days:
 * @time: a time or duration in seconds
 *
 * Returns: the same in decimal days
 */
static inline double
sim_time_to_days (SimTime time)
{
  return (double) time / (double) SIM_DAY;
}

/**
 * sim_time_day:
 * @time: an instant
 *
 * Returns: the number of the day that contains @time (floor, also before day 0)
 */
static inline int64_t
sim_time_day (SimTime time)
{
  int64_t day = time / SIM_DAY;
  return time % SIM_DAY < 0 ? day - 1 : day;
}

/**
 * sim_date_is_valid:
 * Returns: true if @date exists in the proleptic Gregorian calendar, years 1 to 9999
 */
bool sim_date_is_valid (SimDate date);

/**
 * sim_date_parse:
 * @text: "YYYY-MM-DD", nothing before or behind
 * @ret_date: (out): the date
 *
 * Returns: false, @ret_date untouched, unless @text is a date that exists
 */
bool sim_date_parse (const char *text, SimDate *ret_date);

/**
 * sim_date_to_epoch_day:
 * Returns: days from 1970-01-01 to @date
 *
 * Source: days-from-civil arithmetic of the proleptic Gregorian calendar.
 */
int64_t sim_date_to_epoch_day (SimDate date);

/** sim_date_from_epoch_day: the inverse of sim_date_to_epoch_day(). */
SimDate sim_date_from_epoch_day (int64_t epoch_day);

/**
 * sim_epoch_day_weekday:
 * Returns: 0 for Monday to 6 for Sunday
 */
int sim_epoch_day_weekday (int64_t epoch_day);

/**
 * sim_date_format:
 * @buffer: (out): at least 11 bytes, gets "YYYY-MM-DD"
 */
void sim_date_format (SimDate date, char buffer[11]);
