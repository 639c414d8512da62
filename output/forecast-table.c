/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of forecast.csv: what becomes of each patient of today's list. */
#include "output/forecast-table.h"

#include <math.h>
#include <string.h>

#include "output/identifiers.h"
#include "output/table-file.h"
#include "sim/confidence.h"

#define GROUP "patient:"
#define LOST  "lost-"

/* Columns with the metric that fills them; fates are found by their chances. */
static const struct
{
  SimTableColumn column;
  const char *metric;
} columns[] = {
  { { "rule", SIM_TABLE_TEXT }, NULL },
  { { "id", SIM_TABLE_TEXT }, NULL },
  { { "harvest_chance", 4 }, "harvested" },
  { { "infusion_chance", 4 }, "infused" },
  { { "harvest_p10", 2 }, "harvest-day.p10" },
  { { "harvest_p50", 2 }, "harvest-day.p50" },
  { { "harvest_p90", 2 }, "harvest-day.p90" },
  { { "infusion_p10", 2 }, "infusion-day.p10" },
  { { "infusion_p50", 2 }, "infusion-day.p50" },
  { { "infusion_p90", 2 }, "infusion-day.p90" },
  { { "fate1", SIM_TABLE_TEXT }, NULL },
  { { "fate1_chance", 4 }, NULL },
  { { "fate2", SIM_TABLE_TEXT }, NULL },
  { { "fate2_chance", 4 }, NULL },
  { { "next_decision", 2 }, "decision-day.p50" },
  { { "_injured", 4 }, "injury" },
};

enum
{
  COLUMN_RULE = 0,
  COLUMN_ID = 1,
  COLUMN_FATE1 = 10,
};

bool
output_forecast_is_single (const SimMetric *metric)
{
  return g_str_has_prefix (metric->group, GROUP);
}

bool
output_forecast_is (const SimCatalogue *catalogue)
{
  for (size_t m = 0; m < catalogue->n_metrics; m++)
    if (output_forecast_is_single (&catalogue->metrics[m]))
      return true;
  return false;
}

/* The fate that a metric is the chance of; NULL if it is of none. */
static const char *
fate_of (const SimMetric *metric)
{
  if (strcmp (metric->name, "infused") == 0)
    return metric->name;
  return g_str_has_prefix (metric->name, LOST) ? metric->name + strlen (LOST) : NULL;
}

/* The two most frequent fates; of equal ones the first in the catalogue. */
static void
note_fate (SimTable *table, SimCell *row, const char *fate, double chance)
{
  SimCell *first = row + COLUMN_FATE1, *second = row + COLUMN_FATE1 + 2;
  if (!(chance > 0.0))
    return;
  fate = sim_table_intern (table, fate);
  if (isnan (first[1].number) || chance > first[1].number)
    {
      second[0] = first[0];
      second[1] = first[1];
      first[0].text = fate;
      first[1].number = chance;
    }
  else if (isnan (second[1].number) || chance > second[1].number)
    {
      second[0].text = fate;
      second[1].number = chance;
    }
}

static void
add_rows (SimTable *table,
          const char *label,
          char *const *identifiers,
          const SimCatalogue *catalogue,
          const SimEstimate *estimates)
{
  const char *group = NULL;
  SimCell *row = NULL;
  for (size_t m = 0; m < catalogue->n_metrics; m++)
    {
      const SimMetric *metric = &catalogue->metrics[m];
      if (!output_forecast_is_single (metric))
        continue;
      if (group == NULL || strcmp (group, metric->group) != 0)
        {
          group = metric->group;
          row = sim_table_add_row (table);
          row[COLUMN_RULE].text = sim_table_intern (table, label);
          g_autofree char *id = output_identifiers_name (
              identifiers, g_ascii_strtoll (group + strlen (GROUP), NULL, 10));
          row[COLUMN_ID].text = sim_table_intern (table, id);
        }
      for (size_t c = 0; c < G_N_ELEMENTS (columns); c++)
        if (columns[c].metric != NULL && strcmp (columns[c].metric, metric->name) == 0)
          row[c].number = estimates[m].mean;
      const char *fate = fate_of (metric);
      if (fate != NULL)
        note_fate (table, row, fate, estimates[m].mean);
    }
}

SimTable *
output_forecast_table (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  const SimCatalogue *catalogue = output_store_catalogue (store);
  SimTableColumn own[G_N_ELEMENTS (columns)];
  for (size_t c = 0; c < G_N_ELEMENTS (columns); c++)
    own[c] = columns[c].column;
  g_autoptr (SimTable) table = sim_table_new (own, G_N_ELEMENTS (own));
  g_autoptr (SimResults) results = output_store_results (store);
  g_auto (GStrv) identifiers = output_identifiers_read (output_store_directory (store));
  g_autofree SimEstimate *estimates = g_new0 (SimEstimate, catalogue->n_metrics);
  for (size_t v = 0; v < run->n_variants; v++)
    {
      if (!sim_confidence_estimate (results, (int) v, run->confidence, estimates, error))
        return NULL;
      add_rows (table, run->variants[v].label, identifiers, catalogue, estimates);
    }
  return g_steal_pointer (&table);
}

void
output_forecast_hide_identifiers (SimTable *table)
{
  const char *rule = NULL;
  int64_t number = 0;
  for (size_t r = 0; r < sim_table_row_count (table); r++)
    {
      const char *own = sim_table_row (table, r)[COLUMN_RULE].text;
      number = g_strcmp0 (own, rule) == 0 ? number + 1 : 1;
      rule = own;
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
      sim_table_set_text (table, r, COLUMN_ID, text);
    }
}

bool
output_forecast_write (OutputStore *store, GError **error)
{
  g_autoptr (SimTable) table = output_forecast_table (store, error);
  if (table == NULL)
    return false;
  g_autoptr (OutputCsv) csv = output_table_file_new (store, "forecast", error);
  if (csv == NULL)
    return false;
  /* The last column is for the chart. */
  size_t n_columns = G_N_ELEMENTS (columns) - 1;
  for (size_t c = 0; c < n_columns; c++)
    output_csv_text (csv, columns[c].column.name);
  output_csv_end_row (csv);
  for (size_t r = 0; r < sim_table_row_count (table); r++)
    {
      const SimCell *row = sim_table_row (table, r);
      for (size_t c = 0; c < n_columns; c++)
        if (columns[c].column.decimals == SIM_TABLE_TEXT)
          output_csv_text (csv, row[c].text);
        else
          output_csv_fixed (csv, row[c].number, columns[c].column.decimals);
      output_csv_end_row (csv);
    }
  return output_csv_commit (csv, error);
}

char *
output_forecast_chance (double chance)
{
  double percent = round (100.0 * chance);

  if (!isfinite (chance))
    return g_strdup ("–");
  if (percent <= 0.0 && chance > 0.0)
    return g_strdup ("<1 %");
  if (percent >= 100.0 && chance < 1.0)
    return g_strdup (">99 %");
  return g_strdup_printf ("%d %%", (int) percent);
}
