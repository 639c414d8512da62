/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uncertain inputs on a terminal: how much of the spread is theirs. */
#include "cli/inputs.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "cli/text-table.h"
#include "output/sentences.h"
#include "sim/inputs.h"

/* Shown where the scenario names no primary measures. */
static const struct
{
  const char *metric, *group;
} usual[] = {
  { "infused-share", "all" }, { "infused-share", "A" },     { "infused-share", "B" },
  { "infused-share", "C" },   { "wasted-products", "all" }, { "harvest-day", "all" },
  { "benefit", "all" },
};

static void
add_row (CliTextTable *table,
         const SimMetric *metric,
         const SimEstimate *estimate,
         const SimInputEffect *effect)
{
  if (isnan (estimate->mean) || isnan (estimate->low) || isnan (effect->low))
    return;
  int places = output_difference_decimals (estimate->low, estimate->high);
  g_autofree char *name = g_strdup_printf ("  %s:%s", metric->name, metric->group);
  g_autofree char *mean = output_number (estimate->mean, places);
  g_autofree char *low = output_number (estimate->low, places);
  g_autofree char *high = output_number (estimate->high, places);
  g_autofree char *of_mean = g_strdup_printf (_ ("%s to %s"), low, high);
  g_autofree char *least = output_number (effect->low, places);
  g_autofree char *most = output_number (effect->high, places);
  g_autofree char *of_draws = g_strdup_printf (_ ("%s to %s"), least, most);
  g_autofree char *share = isnan (effect->share)
                               ? g_strdup ("–")
                               : g_strdup_printf ("%.0f", 100 * effect->share);

  cli_text_table_add (table, name, mean, of_mean, of_draws, share, NULL);
}

static void
print_table (const OutputRun *run,
             const SimCatalogue *catalogue,
             const SimEstimate *estimates,
             const SimInputEffect *effects)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrrrr");

  cli_text_table_add (table, "", _ ("mean"), _ ("of the mean"), _ ("over inputs"),
                      _ ("inputs' share, %"), NULL);
  for (size_t i = 0; i < run->n_primary; i++)
    add_row (table, &catalogue->metrics[run->primary[i]], &estimates[run->primary[i]],
             &effects[run->primary[i]]);
  for (size_t i = 0; run->n_primary == 0 && i < G_N_ELEMENTS (usual); i++)
    {
      int m = sim_catalogue_find_metric (catalogue, usual[i].metric, usual[i].group);

      if (m >= 0)
        add_row (table, &catalogue->metrics[m], &estimates[m], &effects[m]);
    }
  cli_text_table_print (table, stdout);
}

bool
cli_inputs_print (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  const SimCatalogue *catalogue = output_store_catalogue (store);

  if (catalogue->draw_replications == 0)
    return true;
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  g_autofree SimInputEffect *effects = g_new (SimInputEffect, catalogue->n_metrics);
  if (!sim_confidence_estimate (results, 0, run->confidence, estimates, error) ||
      !sim_inputs_estimate (results, 0, run->confidence, effects, error))
    return false;
  printf (_ ("\nUncertain inputs, drawn anew every %" PRId64
             " replications (inputs.csv has all measures)\n"),
          catalogue->draw_replications);
  print_table (run, catalogue, estimates, effects);
  printf (
      _ ("%g %% intervals.  'Over inputs' is where the result lies for inputs such as "
         "might be true; 'of\n"
         "the mean' is how well its middle is known; the share is the inputs' part of "
         "the variance of\n"
         "single replications.\n"),
      100 * run->confidence);
  return true;
}
