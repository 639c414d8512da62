/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare --bound: each rule's share of what perfect foresight could have reached. */
#include "cli/bound.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/text-table.h"

/* ---- Objectives ---- */

/* One "A:1" into @weights. */
static bool
parse_weight (const char *text, double *weights)
{
  char *end;

  if (text[0] < 'A' || text[0] >= 'A' + SCENARIO_N_GRADES || text[1] != ':')
    return false;
  double weight = g_ascii_strtod (text + 2, &end);
  if (end == text + 2 || *end != '\0' || !isfinite (weight) || weight < 0)
    return false;
  weights[text[0] - 'A'] = weight;
  return true;
}

bool
cli_bound_parse (const CliCommand *command, const char *text, CliBound *ret_bound)
{
  static const CliBound usual = { .objectives = { { { 1, 0, 0, 0, 0, 0 } },
                                                  { { 1, 1, 1, 1, 1, 1 } } },
                                  .labels = { "A:1 B:0 C:0", "all" },
                                  .n_objectives = 2 };
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autofree char *label = g_strjoinv (" ", parts);

  if (*text == '\0')
    {
      *ret_bound = usual;
      return true;
    }
  *ret_bound = (CliBound){ .n_objectives = 1 };
  for (char **part = parts; *part != NULL; part++)
    if (!parse_weight (*part, ret_bound->objectives[0].weights) ||
        strlen (label) >= sizeof ret_bound->labels[0])
      {
        cli_wrong_usage (command,
                         _ ("--bound: expected weights of grades like A:1,B:0.5,C:0, "
                            "found '%s'"),
                         text);
        return false;
      }
  g_strlcpy (ret_bound->labels[0], label, sizeof ret_bound->labels[0]);
  return true;
}

/* ---- What the rules reached ---- */

typedef struct
{
  int columns[MODEL_N_GRADES]; /* of the infused by grade; -1: none */
  int all;
  const ModelBoundObjective *objective;
  double *reached;
} Reading;

/* Whether every grade counts the same: then nobody need have a grade. */
static bool
is_even (const ModelBoundObjective *objective)
{
  for (int g = 1; g < MODEL_N_GRADES; g++)
    if (objective->weights[g] != objective->weights[0])
      return false;
  return true;
}

static bool
read_row (int64_t replication, const double *const *rows, gpointer data)
{
  const Reading *reading = data;
  double value = 0;

  if (is_even (reading->objective))
    value = reading->objective->weights[0] * rows[0][reading->all];
  else
    for (int g = 0; g < SCENARIO_N_GRADES; g++)
      if (reading->columns[g] >= 0)
        value += reading->objective->weights[g] * rows[0][reading->columns[g]];
  reading->reached[replication] = value;
  return true;
}

static int
column_of (const SimCatalogue *catalogue, const char *group)
{
  int metric = sim_catalogue_find_metric (catalogue, "infused", group);

  return metric < 0 ? -1 : catalogue->metrics[metric].column;
}

static double
mean_of (const double *values, int64_t n)
{
  double sum = 0;

  for (int64_t i = 0; i < n; i++)
    sum += values[i];
  return sum / (double) n;
}

/* Appends the row of @variant for one objective. */
static bool
add_row (GArray *rows,
         OutputStore *store,
         const SimResults *results,
         int variant,
         const ModelBoundObjective *objective,
         const char *label,
         const double *bounds,
         GError **error)
{
  const OutputRun *run = output_store_run (store);
  int64_t n = results->n_replications;
  g_autofree double *reached = g_new0 (double, n);
  Reading reading = { .all = column_of (results->catalogue, "all"),
                      .objective = objective,
                      .reached = reached };

  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    reading.columns[g] =
        column_of (results->catalogue, scenario_grade_name ((ScenarioGrade) g));
  if (!results->for_each_row (results, &variant, 1, read_row, &reading, error))
    return false;
  SimEstimate share = model_bound_share (
      reached, bounds, n, results->catalogue->draw_replications, run->confidence);
  const OutputBoundRow row = { .rule = run->variants[variant].label,
                               .objective = label,
                               .mean = mean_of (reached, n),
                               .bound = mean_of (bounds, n),
                               .share = share.mean,
                               .low = share.low,
                               .high = share.high };

  g_array_append_val (rows, row);
  return true;
}

GArray *
cli_bound_measure (const CliBound *bound,
                   const Scenario *scenario,
                   OutputStore *store,
                   GError **error)
{
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (OutputBoundRow));
  int64_t n = results->n_replications;
  g_autofree double *bounds = g_new0 (double, (size_t) n * bound->n_objectives);

  if (!model_bound_replications (scenario, run->seed, n, bound->objectives,
                                 bound->n_objectives, bounds, error))
    return NULL;
  for (size_t o = 0; o < bound->n_objectives; o++)
    for (int variant = 0; variant < (int) run->n_variants; variant++)
      if (!add_row (rows, store, results, variant, &bound->objectives[o],
                    bound->labels[o], bounds + o * (size_t) n, error))
        return NULL;
  return g_steal_pointer (&rows);
}

/* ---- On the terminal ---- */

static char *
number (double value, int decimals)
{
  return isfinite (value) ? g_strdup_printf ("%.*f", decimals, value) : NULL;
}

void
cli_bound_print (const GArray *rows)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("llrrrrr");

  puts (
      _ ("\nWhat perfect foresight could have reached at most, and each rule's share:"));
  cli_text_table_add (table, _ ("objective"), _ ("rule"), _ ("reached"), _ ("bound"),
                      _ ("share %"), _ ("low"), _ ("high"), NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const OutputBoundRow *row = &g_array_index (rows, OutputBoundRow, i);

      cli_text_table_begin_row (table);
      cli_text_table_add_cell (table, g_strdup (row->objective));
      cli_text_table_add_cell (table, g_strdup (row->rule));
      cli_text_table_add_cell (table, number (row->mean, 1));
      cli_text_table_add_cell (table, number (row->bound, 1));
      cli_text_table_add_cell (table, number (100 * row->share, 1));
      cli_text_table_add_cell (table, number (100 * row->low, 1));
      cli_text_table_add_cell (table, number (100 * row->high, 1));
    }
  cli_text_table_print (table, stdout);
  puts (
      _ ("Patients infused a replication, weighted by grade at referral.  The bound is "
         "not a\n"
         "rule: it knows every patient's future, and may interrupt and split the use of "
         "lines,\n"
         "has no limit of beds, places or other pools, and meets no deferral, serum, "
         "calendar\n"
         "or downtime in the plant.  A marrow without an expiry waits for a line at "
         "most 14\n"
         "days.  The true best lies between a rule's figure and the bound."));
}
