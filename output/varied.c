/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Varied: the table of an experiment whose variants differ in parameters. */
#include "output/varied.h"

#include <string.h>

#include "output/table-file.h"
#include "output/forecast-table.h"
#include "sim/confidence.h"

#define RULE "rule"

/* The columns behind those of the parameters, as in summary.csv. */
enum
{
  COLUMN_RULE,
  COLUMN_METRIC,
  COLUMN_GROUP,
  COLUMN_UNIT,
  COLUMN_REPLICATIONS,
  COLUMN_MEAN,
  COLUMN_SD,
  COLUMN_LOW,
  COLUMN_HIGH,
  N_COLUMNS,
};

static const SimTableColumn columns[N_COLUMNS] = {
  [COLUMN_RULE] = { RULE, SIM_TABLE_TEXT },
  [COLUMN_METRIC] = { "metric", SIM_TABLE_TEXT },
  [COLUMN_GROUP] = { "group", SIM_TABLE_TEXT },
  [COLUMN_UNIT] = { "unit", SIM_TABLE_TEXT },
  [COLUMN_REPLICATIONS] = { "replications", 0 },
  [COLUMN_MEAN] = { "mean", OUTPUT_CSV_DIGITS },
  [COLUMN_SD] = { "sd", OUTPUT_CSV_DIGITS },
  [COLUMN_LOW] = { "low", OUTPUT_CSV_DIGITS },
  [COLUMN_HIGH] = { "high", OUTPUT_CSV_DIGITS },
};

bool
output_varied_is (const OutputRun *run)
{
  for (size_t v = 0; v < run->n_variants; v++)
    if (run->variants[v].settings != NULL)
      return true;
  return false;
}

char *
output_varied_value (const char *settings, const char *address)
{
  size_t length = strlen (address);

  for (const char *at = settings; at != NULL && *at != '\0';)
    {
      size_t whole = strcspn (at, ";");

      if (whole > length && strncmp (at, address, length) == 0 && at[length] == '=')
        return g_strndup (at + length + 1, whole - length - 1);
      at += whole + (at[whole] == ';');
    }
  return NULL;
}

char *
output_varied_name (OutputLanguage language, const char *label, const char *settings)
{
  g_autofree char *change = output_varied_value (settings, "change");
  g_autofree char *value = output_varied_value (settings, "value");
  g_autofree char *end = output_varied_value (settings, "end");
  g_autofree char *rule = output_varied_value (settings, RULE);

  /* The base has no end: it is the rule alone. */
  if (change == NULL || value == NULL || rule == NULL || end == NULL || *end == '\0')
    return g_strdup (label);
  g_autofree char *what = output_word_change (language, change);
  return output_phrase (language, "{rule}, {change} {value}", "rule", rule, "change",
                        what, "value", value, NULL);
}

/* The addresses that variants name, in the order of first mention, without the rule. */
static GPtrArray *
collect_addresses (const OutputRun *run)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);

  for (size_t v = 0; v < run->n_variants; v++)
    {
      const char *settings = run->variants[v].settings;
      g_auto (GStrv) parts = g_strsplit (settings != NULL ? settings : "", ";", -1);

      for (char **part = parts; *part != NULL; part++)
        {
          char *equals = strchr (*part, '=');

          if (equals == NULL)
            continue;
          *equals = '\0';
          if (strcmp (*part, RULE) != 0 &&
              !g_ptr_array_find_with_equal_func (addresses, *part, g_str_equal, NULL))
            g_ptr_array_add (addresses, g_strdup (*part));
        }
    }
  return addresses;
}

static SimTable *
make_table (const GPtrArray *addresses)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (SimTableColumn));

  for (guint a = 0; a < addresses->len; a++)
    {
      const SimTableColumn column = { g_ptr_array_index (addresses, a), SIM_TABLE_TEXT };

      g_array_append_val (all, column);
    }
  g_array_append_vals (all, columns, N_COLUMNS);
  return sim_table_new ((const SimTableColumn *) (void *) all->data, all->len);
}

static void
add_row (SimTable *table,
         const GPtrArray *addresses,
         const OutputVariant *variant,
         const SimMetric *metric,
         const SimEstimate *estimate)
{
  SimCell *cells = sim_table_add_row (table);
  g_autofree char *rule = output_varied_value (variant->settings, RULE);

  for (guint a = 0; a < addresses->len; a++)
    {
      g_autofree char *value =
          output_varied_value (variant->settings, g_ptr_array_index (addresses, a));

      cells[a].text = sim_table_intern (table, value);
    }
  cells += addresses->len;
  cells[COLUMN_RULE].text =
      sim_table_intern (table, rule != NULL ? rule : variant->label);
  cells[COLUMN_METRIC].text = sim_table_intern (table, metric->name);
  cells[COLUMN_GROUP].text = sim_table_intern (table, metric->group);
  cells[COLUMN_UNIT].text = sim_table_intern (table, metric->unit);
  cells[COLUMN_REPLICATIONS].number = (double) estimate->replications;
  cells[COLUMN_MEAN].number = estimate->mean;
  cells[COLUMN_SD].number = estimate->sd;
  cells[COLUMN_LOW].number = estimate->low;
  cells[COLUMN_HIGH].number = estimate->high;
}

SimTable *
output_varied_table (const SimResults *results, const OutputRun *run, GError **error)
{
  const SimCatalogue *catalogue = results->catalogue;
  g_autoptr (GPtrArray) addresses = collect_addresses (run);
  g_autoptr (SimTable) table = make_table (addresses);
  g_autofree SimEstimate *estimates = g_new0 (SimEstimate, catalogue->n_metrics);

  for (size_t v = 0; v < run->n_variants; v++)
    {
      if (!sim_confidence_estimate (results, (int) v, run->confidence, estimates, error))
        return NULL;
      for (size_t m = 0; m < catalogue->n_metrics; m++)
        if (!output_forecast_is_single (&catalogue->metrics[m]))
          add_row (table, addresses, &run->variants[v], &catalogue->metrics[m],
                   &estimates[m]);
    }
  return g_steal_pointer (&table);
}

bool
output_varied_write (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autoptr (SimTable) table = output_varied_table (results, run, error);

  if (table == NULL)
    return false;
  g_autoptr (OutputCsv) csv = output_table_file_new (store, run->command, error);
  if (csv == NULL)
    return false;
  size_t n_columns = sim_table_column_count (table);
  for (size_t c = 0; c < n_columns; c++)
    output_csv_text (csv, sim_table_column (table, c)->name);
  output_csv_end_row (csv);
  for (size_t row = 0; row < sim_table_row_count (table); row++)
    {
      const SimCell *cells = sim_table_row (table, row);

      for (size_t c = 0; c < n_columns; c++)
        if (sim_table_column (table, c)->decimals == SIM_TABLE_TEXT)
          output_csv_text (csv, cells[c].text);
        else
          output_csv_number (csv, cells[c].number);
      output_csv_end_row (csv);
    }
  return output_csv_commit (csv, error);
}
