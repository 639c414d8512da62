/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ticks: round places on an axis of numbers or dates, with their labels. */
#include "output/ticks.h"

#include <math.h>

/* An axis shorter than this part of its values has no room for two doubles. */
#define LEAST_SPAN 1e-12

OutputTicks *
output_ticks_new (void)
{
  return g_new0 (OutputTicks, 1);
}

void
output_ticks_free (OutputTicks *ticks)
{
  if (ticks == NULL)
    return;
  for (size_t i = 0; i < ticks->n; i++)
    g_free (ticks->ticks[i].label);
  g_free (ticks->ticks);
  g_free (ticks);
}

void
output_ticks_add (OutputTicks *ticks, double value, const char *label)
{
  ticks->ticks = g_renew (OutputTick, ticks->ticks, ticks->n + 1);
  ticks->ticks[ticks->n++] = (OutputTick){ value, g_strdup (label) };
}

double
output_ticks_step (double span, int max_count, bool is_whole)
{
  if (!(span > LEAST_SPAN) || !isfinite (span))
    return 1.0;
  double least = span / MAX (max_count - 1, 1);
  double power = pow (10.0, floor (log10 (least)));
  double step = power * 10.0;
  static const double parts[] = { 1.0, 2.0, 5.0 };
  for (size_t i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] * power >= least * (1.0 - 1e-9))
      {
        step = parts[i] * power;
        break;
      }
  return is_whole && step < 1.0 ? 1.0 : step;
}

static OutputTicks *
number_ticks (double from,
              double to,
              int max_count,
              bool is_whole,
              double factor,
              const char *suffix)
{
  OutputTicks *ticks = output_ticks_new ();
  double step = output_ticks_step (to - from, max_count, is_whole);
  int decimals = (int) CLAMP (-floor (log10 (step * factor) + 1e-9), 0, 9);
  double first = ceil (from / step - 1e-9);
  double last = floor (to / step + 1e-9);
  for (double i = first; i <= last; i += 1.0)
    {
      g_autofree char *number = output_number (i * step * factor, decimals);
      g_autofree char *label = g_strconcat (number, suffix, NULL);
      output_ticks_add (ticks, i * step, label);
    }
  return ticks;
}

OutputTicks *
output_ticks_number (double from, double to, int max_count, bool is_whole)
{
  return number_ticks (from, to, max_count, is_whole, 1.0, "");
}

OutputTicks *
output_ticks_percent (double from, double to, int max_count)
{
  return number_ticks (from, to, max_count, false, 100.0, " %");
}

double
output_ticks_ceiling (double value, int max_count, bool is_whole)
{
  if (!(value > 0.0))
    return 1.0;
  double step = output_ticks_step (value, max_count, is_whole);
  return ceil (value / step - 1e-9) * step;
}

/* The kinds of date ticks, from fine to coarse. */
typedef enum
{
  EVERY_DAYS,
  EVERY_WEEKS,
  EVERY_MONTHS,
} DateUnit;

static const struct
{
  DateUnit unit;
  int count;
} date_steps[] = {
  { EVERY_DAYS, 1 },     { EVERY_DAYS, 2 },    { EVERY_WEEKS, 1 },
  { EVERY_WEEKS, 2 },    { EVERY_MONTHS, 1 },  { EVERY_MONTHS, 2 },
  { EVERY_MONTHS, 3 },   { EVERY_MONTHS, 6 },  { EVERY_MONTHS, 12 },
  { EVERY_MONTHS, 24 },  { EVERY_MONTHS, 60 }, { EVERY_MONTHS, 120 },
  { EVERY_MONTHS, 600 },
};

static char *
date_label (OutputLanguage language, DateUnit unit, int count, SimDate date)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  const char *month = months[date.month - 1];
  bool is_ja = language == OUTPUT_LANGUAGE_JA;
  if (unit != EVERY_MONTHS)
    return is_ja ? g_strdup_printf ("%d年%d月%d日", date.year, date.month, date.day)
                 : g_strdup_printf ("%d %s %d", date.day, month, date.year);
  if (count % 12 == 0)
    return g_strdup_printf (is_ja ? "%d年" : "%d", date.year);
  return is_ja ? g_strdup_printf ("%d年%d月", date.year, date.month)
               : g_strdup_printf ("%s %d", month, date.year);
}

/* The first multiple of the step at or after @epoch_day, or after the one given. */
static int64_t
date_at_or_after (DateUnit unit, int count, int64_t epoch_day)
{
  /* 1970-01-05 was a Monday. */
  int64_t length = unit == EVERY_WEEKS ? 7 * count : count;
  int64_t origin = unit == EVERY_WEEKS ? 4 : 0;
  if (unit != EVERY_MONTHS)
    {
      int64_t over = (epoch_day - origin) % length;
      over = over < 0 ? over + length : over;
      return over == 0 ? epoch_day : epoch_day + length - over;
    }
  SimDate date = sim_date_from_epoch_day (epoch_day);
  int month = date.year * 12 + date.month - 1 + (date.day > 1 ? 1 : 0);
  month = (month + count - 1) / count * count;
  return sim_date_to_epoch_day ((SimDate){ month / 12, month % 12 + 1, 1 });
}

OutputTicks *
output_ticks_date (OutputLanguage language,
                   int64_t start_epoch_day,
                   double from,
                   double to,
                   int max_count)
{
  for (size_t i = 0; i < G_N_ELEMENTS (date_steps); i++)
    {
      DateUnit unit = date_steps[i].unit;
      int count = date_steps[i].count;
      double days = unit == EVERY_DAYS    ? count
                    : unit == EVERY_WEEKS ? 7.0 * count
                                          : 28.0 * count;
      if ((to - from) / days > 20.0 * MAX (max_count, 1))
        continue; /* far too many: do not even list them */
      g_autoptr (OutputTicks) ticks = output_ticks_new ();
      int64_t day = start_epoch_day + (int64_t) ceil (from);
      for (;;)
        {
          day = date_at_or_after (unit, count, day);
          if ((double) (day - start_epoch_day) > to)
            break;
          g_autofree char *label =
              date_label (language, unit, count, sim_date_from_epoch_day (day));
          output_ticks_add (ticks, (double) (day - start_epoch_day), label);
          day++;
        }
      if (ticks->n <= (size_t) MAX (max_count, 1))
        return g_steal_pointer (&ticks);
    }
  return output_ticks_new ();
}
