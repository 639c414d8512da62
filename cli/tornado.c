/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tornado rows: the changes of a sensitivity run, read from its store. */
#include "cli/tornado.h"

#include <math.h>
#include <string.h>

#include "output/varied.h"

static OutputTornadoRow *
find_row (GArray *rows, const char *label)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (g_array_index (rows, OutputTornadoRow, i).label, label) == 0)
      return &g_array_index (rows, OutputTornadoRow, i);
  const SimDifference none = { .difference = NAN, .low = NAN, .high = NAN };
  const OutputTornadoRow row = { .label = label, .low = none, .high = none };
  g_array_append_val (rows, row);
  return &g_array_index (rows, OutputTornadoRow, rows->len - 1);
}

GArray *
cli_tornado_rows (const OutputRun *run,
                  const SimDifference *differences,
                  size_t n_metrics,
                  int metric,
                  GStringChunk *texts)
{
  GArray *rows = g_array_new (FALSE, TRUE, sizeof (OutputTornadoRow));

  for (size_t v = 1; v < run->n_variants; v++)
    {
      const char *settings = run->variants[v].settings;
      g_autofree char *name = output_varied_value (settings, "change");
      g_autofree char *value = output_varied_value (settings, "value");
      g_autofree char *end = output_varied_value (settings, "end");
      if (name == NULL || value == NULL || end == NULL)
        continue;
      const char *label = g_string_chunk_insert_const (texts, name);
      const char *tried = g_string_chunk_insert_const (texts, value);
      const SimDifference *difference =
          &differences[(v - 1) * n_metrics + (size_t) metric];
      OutputTornadoRow *row = find_row (rows, label);

      if (strcmp (end, "low") == 0)
        row->low = *difference, row->low_label = tried;
      else
        row->high = *difference, row->high_label = tried;
    }
  return rows;
}
