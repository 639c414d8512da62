/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contrasts on a terminal: what each rule does, and who gains and who loses by it. */
#include "cli/contrast.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/chart-source.h"
#include "cli/language.h"
#include "cli/text-table.h"
#include "output/sentences.h"

typedef struct
{
  const OutputRun *run;
  const SimCatalogue *catalogue;
  double years;
  OutputLanguage language;
  SimEstimate *estimates; /* of one variant */
} Contrast;

static const char *const grades[] = { "all", "A", "B", "C", "D", "E" };

static const char *
title_of (const Contrast *contrast, int variant)
{
  const OutputVariant *from = &contrast->run->variants[variant];
  const char *title =
      contrast->language == OUTPUT_LANGUAGE_JA ? from->title_ja : from->title;

  return title != NULL ? title : from->label;
}

static double
a_year (const Contrast *contrast, double count)
{
  return contrast->years > 0 ? count / contrast->years : count;
}

/* ---- A row a rule ---- */

static void
add_estimate (CliTextTable *table,
              const Contrast *contrast,
              const char *metric,
              const char *group)
{
  int i = sim_catalogue_find_metric (contrast->catalogue, metric, group);
  const SimEstimate *estimate = i >= 0 ? &contrast->estimates[i] : NULL;

  if (estimate == NULL || isnan (estimate->mean))
    {
      cli_text_table_add_cell (table, NULL);
      cli_text_table_add_cell (table, NULL);
      return;
    }
  double half = a_year (contrast, (estimate->high - estimate->low) / 2);
  cli_text_table_add_cell (table,
                           g_strdup_printf ("%.1f", a_year (contrast, estimate->mean)));
  cli_text_table_add_cell (table, isnan (half) ? NULL : g_strdup_printf ("±%.1f", half));
}

static bool
has_group (const Contrast *contrast, const char *group)
{
  int i = sim_catalogue_find_metric (contrast->catalogue, "referred", group);

  return i >= 0 && contrast->estimates[i].mean > 0;
}

static bool
print_rules (Contrast *contrast, const SimResults *results, GError **error)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrlrlrlrlrlrlrl");

  for (int v = 0; v < results->n_variants; v++)
    {
      if (!sim_confidence_estimate (results, v, contrast->run->confidence,
                                    contrast->estimates, error))
        return false;
      for (int is_row = v > 0; is_row < 2; is_row++)
        {
          cli_text_table_begin_row (table);
          cli_text_table_add_cell (
              table, !is_row ? NULL
                     : v == contrast->run->baseline
                         ? g_strdup_printf (_ ("  %s (baseline)"),
                                            contrast->run->variants[v].label)
                         : g_strconcat ("  ", contrast->run->variants[v].label, NULL));
          for (size_t g = 0; g < G_N_ELEMENTS (grades); g++)
            if (g > 0 && !has_group (contrast, grades[g]))
              continue;
            else if (is_row)
              add_estimate (table, contrast, "infused", grades[g]);
            else
              {
                cli_text_table_add_cell (table,
                                         g_strdup (g == 0 ? _ ("all") : grades[g]));
                cli_text_table_add_cell (table, NULL);
              }
          if (is_row)
            add_estimate (table, contrast, "wasted-products", "all");
          else
            cli_text_table_add_cell (table, g_strdup (_ ("wasted")));
        }
    }
  puts (contrast->years > 0 ? _ ("Treated of each year's injured, by grade at referral, "
                                 "and products wasted")
                            : _ ("Treated, by grade at referral, and products wasted"));
  cli_text_table_print (table, stdout);
  return true;
}

/* ---- Who gains and who loses ---- */

static char *
signed_number (double value, int decimals)
{
  g_autofree char *text = output_number (fabs (value), decimals);
  const char *sign = strspn (text, "0.") == strlen (text) ? "" : value < 0 ? "−" : "+";

  return g_strconcat (sign, text, NULL);
}

/* Two cells: the difference, and the interval that it never stands without. */
static void
add_difference (CliTextTable *table, const SimDifference *difference, double scale)
{
  if (difference == NULL || isnan (difference->low) || isnan (difference->difference))
    {
      cli_text_table_add_cell (table, NULL);
      cli_text_table_add_cell (table, NULL);
      return;
    }
  double low = difference->low * scale;
  double high = difference->high * scale;
  int decimals = output_difference_decimals (low, high);
  g_autofree char *first = signed_number (low, decimals);
  g_autofree char *last = signed_number (high, decimals);

  cli_text_table_add_cell (table,
                           signed_number (difference->difference * scale, decimals));
  cli_text_table_add_cell (table, g_strdup_printf ("[%s, %s]", first, last));
}

static void
add_p (CliTextTable *table, const SimDifference *difference)
{
  bool has_p =
      difference != NULL && difference->is_primary && !isnan (difference->p_holm);

  cli_text_table_add_cell (table, !has_p ? NULL
                                  : difference->p_holm < 0.001
                                      ? g_strdup ("<0.001")
                                      : g_strdup_printf ("%.3f", difference->p_holm));
}

static const SimDifference *
find (const Contrast *contrast,
      const SimDifference *differences,
      const char *metric,
      const char *group)
{
  int i = sim_catalogue_find_metric (contrast->catalogue, metric, group);

  return i >= 0 ? &differences[i] : NULL;
}

static void
add_group (CliTextTable *table,
           const Contrast *contrast,
           const SimDifference *differences,
           const char *group)
{
  const SimDifference *count = find (contrast, differences, "infused", group);
  const SimDifference *share = find (contrast, differences, "infused-of-referred", group);

  /* Nobody of that group is referred. */
  if (count == NULL || share == NULL || isnan (share->difference))
    return;
  cli_text_table_begin_row (table);
  cli_text_table_add_cell (
      table, g_strconcat ("  ", strcmp (group, "all") == 0 ? _ ("all") : group, NULL));
  add_difference (table, count, a_year (contrast, 1));
  add_difference (table, share, 100);
  add_p (table, share);
}

static bool
is_grade (const char *group)
{
  return strlen (group) == 1 && *group >= 'A' && *group <= 'E';
}

/* The places of groups on the terminal: everybody, grades, ages, sites, the user's own.
 */
static int
rank_of (const char *group)
{
  if (strcmp (group, "all") == 0)
    return 0;
  if (is_grade (group))
    return 1;
  if (g_str_has_prefix (group, "age:"))
    return 2;
  if (g_str_has_prefix (group, "site:"))
    return 3;
  return strchr (group, ':') == NULL ? 4 : -1;
}

static void
print_gains (const Contrast *contrast, const SimDifference *differences)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrlrlr");

  /* xgettext:no-c-format */
  const char *share = _ ("of the referred, % points");
  cli_text_table_add (table, "",
                      contrast->years > 0 ? _ ("treated a year") : _ ("treated"), "",
                      share, "", _ ("p (Holm)"), NULL);
  for (int rank = 0; rank <= 4; rank++)
    for (size_t i = 0; i < contrast->catalogue->n_metrics; i++)
      {
        const SimMetric *metric = &contrast->catalogue->metrics[i];

        if (strcmp (metric->name, "infused") == 0 && rank_of (metric->group) == rank)
          add_group (table, contrast, differences, metric->group);
      }
  const SimDifference *waste = find (contrast, differences, "wasted-products", "all");
  cli_text_table_begin_row (table);
  cli_text_table_add_cell (table, g_strconcat ("  ", _ ("products wasted"), NULL));
  add_difference (table, waste, a_year (contrast, 1));
  cli_text_table_add_cell (table, NULL);
  cli_text_table_add_cell (table, NULL);
  add_p (table, waste);
  cli_text_table_print (table, stdout);
}

static void
print_against (const Contrast *contrast, int variant, const SimDifference *differences)
{
  const OutputComparison comparison = {
    .label = title_of (contrast, variant),
    .baseline = title_of (contrast, contrast->run->baseline),
    .catalogue = contrast->catalogue,
    .differences = differences,
    .years = contrast->years,
    .level = contrast->run->confidence,
  };
  g_autofree char *sentence =
      output_sentence_comparison (contrast->language, &comparison);

  printf (_ ("\n%s against %s\n"), contrast->run->variants[variant].label,
          contrast->run->variants[contrast->run->baseline].label);
  printf ("%s\n", sentence);
  if (differences[0].replications > 1)
    print_gains (contrast, differences);
}

static void
print_explanation (const Contrast *contrast, int n_others)
{
  const OutputRun *run = contrast->run;

  const char *form = contrast->catalogue->draw_replications > 1
                         ? _ ("\n± and [ ]: %g %% confidence intervals over draws of the "
                              "uncertain inputs; "
                              "differences are\npaired, on the same patients.\n")
                         : _ ("\n± and [ ]: %g %% confidence intervals over "
                              "replications; differences are "
                              "paired, on the same patients.\n");

  printf (form, 100 * run->confidence);
  if (run->n_primary > 0)
    printf (
        _ ("Rows with p are primary measures: their intervals hold together for all %d "
           "of them, and p is\n"
           "adjusted (Holm).  All else is exploratory.\n"),
        n_others * (int) run->n_primary);
}

bool
cli_contrast_print (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  const char *years = cli_find_fact (run, "cohort-years");
  const SimCatalogue *catalogue = output_store_catalogue (store);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, catalogue->n_metrics);
  g_autofree SimDifference *differences =
      g_new (SimDifference, run->n_variants * catalogue->n_metrics);
  g_autofree int *others = g_new (int, run->n_variants);
  Contrast contrast = {
    .run = run,
    .catalogue = catalogue,
    .years = years != NULL ? g_ascii_strtod (years, NULL) : 0,
    .language = cli_language_of_terminal (),
    .estimates = estimates,
  };
  int n_others = 0;

  for (int v = 0; v < results->n_variants; v++)
    if (v != run->baseline)
      others[n_others++] = v;
  if (!sim_comparison_paired (results, run->baseline, others, n_others, run->primary,
                              (int) run->n_primary, run->confidence, differences, error))
    return false;
  printf (_ ("%s: %d rules on the same patients, %" PRId64 " replications, seed %" PRIu64
             "\n\n"),
          run->scenario, results->n_variants, results->n_replications, run->seed);
  if (!print_rules (&contrast, results, error))
    return false;
  for (int i = 0; i < n_others; i++)
    print_against (&contrast, others[i], differences + (size_t) i * catalogue->n_metrics);
  print_explanation (&contrast, n_others);
  return true;
}
