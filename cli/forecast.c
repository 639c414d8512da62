/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forecast on a terminal: what becomes of each patient of today's list. */
#include "cli/forecast.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/chart-source.h"
#include "cli/language.h"
#include "cli/text-table.h"
#include "output/forecast-table.h"

#define WARNING_DAYS 7.0

typedef struct
{
  const SimTable *table;
  int64_t start; /* epoch day */
} Forecast;

static double
number_at (const Forecast *forecast, size_t row, const char *name)
{
  int column = sim_table_find_column (forecast->table, name);
  return sim_table_row (forecast->table, row)[column].number;
}

static const char *
text_at (const Forecast *forecast, size_t row, const char *name)
{
  int column = sim_table_find_column (forecast->table, name);
  return sim_table_row (forecast->table, row)[column].text;
}

/* Month and day of @day since the start.  Quantiles lie anywhere in their bin of an hour:
 * its end is meant, where midnights are. */
static char *
date_of (const Forecast *forecast, double day)
{
  if (isnan (day))
    return g_strdup ("");
  char text[11];
  double hour = ceil (day * 24.0 - 1e-6);
  sim_date_format (
      sim_date_from_epoch_day (forecast->start + (int64_t) floor (hour / 24.0)), text);
  return g_strdup (text + strlen ("YYYY-"));
}

/* "06-22 (06-19 to 06-26)" of the columns NAME_p10, NAME_p50, NAME_p90. */
static char *
range_of (const Forecast *forecast, size_t row, const char *name)
{
  static const char *const suffixes[] = { "_p10", "_p50", "_p90" };
  char *dates[3];
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *column = g_strconcat (name, suffixes[i], NULL);
      dates[i] = date_of (forecast, number_at (forecast, row, "_injured") +
                                        number_at (forecast, row, column));
    }
  char *text = strcmp (dates[0], dates[2]) == 0
                   ? g_strdup (dates[1])
                   : g_strdup_printf (_ ("%s (%s to %s)"), dates[1], dates[0], dates[2]);
  for (int i = 0; i < 3; i++)
    g_free (dates[i]);
  return text;
}

static void
print_rule (const Forecast *forecast, const char *rule)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrlrllrl");
  cli_text_table_add (table, _ ("patient"), _ ("harvest"), _ ("on"), _ ("infusion"),
                      _ ("on"), _ ("most often"), "", _ ("next decision"), NULL);
  for (size_t r = 0; r < sim_table_row_count (forecast->table); r++)
    {
      if (strcmp (text_at (forecast, r, "rule"), rule) != 0)
        continue;
      cli_text_table_begin_row (table);
      cli_text_table_add_cell (table, g_strdup (text_at (forecast, r, "id")));
      cli_text_table_add_cell (
          table, output_forecast_chance (number_at (forecast, r, "harvest_chance")));
      cli_text_table_add_cell (table, range_of (forecast, r, "harvest"));
      cli_text_table_add_cell (
          table, output_forecast_chance (number_at (forecast, r, "infusion_chance")));
      cli_text_table_add_cell (table, range_of (forecast, r, "infusion"));
      cli_text_table_add_cell (
          table, g_strdup (cli_language_fate (text_at (forecast, r, "fate1"))));
      cli_text_table_add_cell (
          table, output_forecast_chance (number_at (forecast, r, "fate1_chance")));
      cli_text_table_add_cell (
          table, date_of (forecast, number_at (forecast, r, "_injured") +
                                        number_at (forecast, r, "next_decision")));
    }
  printf (_ ("\nForecast under rule '%s': chance, median day and 80 %% range\n"), rule);
  cli_text_table_print (table, stdout);
}

/* Those who are not harvested yet and whose window closes within a week. */
static void
print_closing (const Forecast *forecast, const char *rule, double window_end)
{
  for (size_t r = 0; r < sim_table_row_count (forecast->table); r++)
    {
      double injured = number_at (forecast, r, "_injured");
      double closes = injured + window_end;
      if (strcmp (text_at (forecast, r, "rule"), rule) != 0 || closes > WARNING_DAYS ||
          injured + number_at (forecast, r, "harvest_p90") < 0.0)
        continue;
      /* Midnight belongs to the day before it. */
      g_autofree char *date = date_of (forecast, ceil (closes) - 1.0);
      g_autofree char *chance =
          output_forecast_chance (number_at (forecast, r, "harvest_chance"));
      printf (_ ("%s: the window closes at the end of %s; chance of a harvest %s\n"),
              text_at (forecast, r, "id"), date, chance);
    }
}

bool
cli_forecast_print (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  if (!output_forecast_is (output_store_catalogue (store)))
    return true;
  g_autoptr (SimTable) table = output_forecast_table (store, error);
  if (table == NULL)
    return false;
  Forecast forecast = { .table = table };
  const char *start = cli_find_fact (run, "start");
  const char *window_end = cli_find_fact (run, "window-end");
  SimDate date;
  if (start != NULL && sim_date_parse (start, &date))
    forecast.start = sim_date_to_epoch_day (date);
  for (size_t v = 0; v < run->n_variants; v++)
    {
      print_rule (&forecast, run->variants[v].label);
      if (window_end != NULL)
        print_closing (&forecast, run->variants[v].label,
                       g_ascii_strtod (window_end, NULL));
    }
  printf (
      _ ("\nNext decision: the median day of the end of screening, of the booking of who "
         "waits, of the\n"
         "harvest of who is booked, else of the infusion; of the end, where it never "
         "comes.\n\n"));
  return true;
}
