/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Summary: what became of the patients, on a terminal, for a planner without the manual.
 */
#include "cli/summary.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/forecast.h"
#include "cli/inputs.h"
#include "cli/language.h"
#include "cli/text-table.h"
#include "sim/confidence.h"

/* How a metric is shown. */
typedef enum
{
  FORM_NUMBER,  /* as it is, one place behind the point */
  FORM_PERCENT, /* a share, as per cent */
  FORM_LARGE,   /* as it is, no places */
  FORM_MILLION, /* in millions */
} Form;

typedef struct
{
  const char *metric; /* its name; ends in ':' where an id of the user's follows */
  const char *label;  /* msgid; where an id follows, a format with a place for it */
  Form form;
} Row;

static const Row patient_rows[] = {
  { "referred", N_ ("referred"), FORM_NUMBER },
  { "eligible", N_ ("eligible"), FORM_NUMBER },
  { "booked", N_ ("booked"), FORM_NUMBER },
  { "harvested", N_ ("harvested"), FORM_NUMBER },
  { "released", N_ ("product released"), FORM_NUMBER },
  { "infused", N_ ("infused"), FORM_NUMBER },
  /* xgettext:no-c-format */
  { "infused-of-referred", N_ ("infused, % of the referred"), FORM_PERCENT },
  /* xgettext:no-c-format */
  { "infused-share", N_ ("infused, % of the eligible"), FORM_PERCENT },
};

static const Row early_loss_rows[] = {
  { "lost-no-site", N_ ("no site open"), FORM_NUMBER },
  { "lost-late-referral", N_ ("referred or screened too late"), FORM_NUMBER },
  { "lost-excluded-grade", N_ ("grade not eligible"), FORM_NUMBER },
  { "lost-excluded-dose", N_ ("too light for a dose"), FORM_NUMBER },
  { "lost-excluded-blood", N_ ("blood cannot be given"), FORM_NUMBER },
  { "lost-excluded-", N_ ("excluded: %s"), FORM_NUMBER },
  { "lost-declined", N_ ("no consent"), FORM_NUMBER },
};

static const Row late_loss_rows[] = {
  { "lost-window", N_ ("window closed"), FORM_NUMBER },
  { "lost-window-line", N_ ("  for want of a line"), FORM_NUMBER },
  { "lost-window-blood", N_ ("  by the blood draws"), FORM_NUMBER },
  { "lost-window-site", N_ ("  by the site (hours, slots, bed)"), FORM_NUMBER },
  { "lost-window-transport", N_ ("  by transport or intake"), FORM_NUMBER },
  { "lost-window-latest", N_ ("  by the protocol's last day"), FORM_NUMBER },
  { "lost-window-deferral", N_ ("  by a deferred harvest"), FORM_NUMBER },
  { "lost-window-rule", N_ ("  by the rule"), FORM_NUMBER },
  { "lost-recovered-waiting", N_ ("recovered while waiting"), FORM_NUMBER },
  { "lost-blood", N_ ("blood total not reached"), FORM_NUMBER },
  { "lost-marrow", N_ ("marrow lost or expired"), FORM_NUMBER },
  { "lost-culture", N_ ("culture failed"), FORM_NUMBER },
  { "lost-specification", N_ ("out of specification"), FORM_NUMBER },
  { "lost-recovered", N_ ("recovered before infusion"), FORM_NUMBER },
  { "lost-expired", N_ ("product expired"), FORM_NUMBER },
  { "lost-too-late", N_ ("past the protocol's last day"), FORM_NUMBER },
  { "lost-infusion-stopped", N_ ("infusion stopped"), FORM_NUMBER },
  { "lost-unresolved", N_ ("unresolved at the end"), FORM_NUMBER },
};

static const Row time_rows[] = {
  { "wait", N_ ("eligible to booking, mean"), FORM_NUMBER },
  { "wait.p50", N_ ("  half of them within"), FORM_NUMBER },
  { "wait.p90", N_ ("  nine in ten within"), FORM_NUMBER },
  { "harvest-day", N_ ("injury to harvest, mean"), FORM_NUMBER },
  { "harvest-day.p90", N_ ("  nine in ten within"), FORM_NUMBER },
  { "vein-to-vein", N_ ("harvest to infusion, mean"), FORM_NUMBER },
  { "infusion-day", N_ ("injury to infusion, mean"), FORM_NUMBER },
  { "infusion-day.p90", N_ ("  nine in ten within"), FORM_NUMBER },
};

static const Row plant_rows[] = {
  { "infused-per-year", N_ ("infused a year"), FORM_NUMBER },
  { "waiting", N_ ("waiting for a booking, on average"), FORM_NUMBER },
  { "waiting-max", N_ ("waiting for a booking, at most"), FORM_NUMBER },
  { "utilisation:", N_ ("in use, %% of the time: %s"), FORM_PERCENT },
  { "reserved:", N_ ("kept free for open bookings: %s"), FORM_NUMBER },
  { "idle-while-waiting:", N_ ("idle while somebody waits: %s"), FORM_NUMBER },
};

static const Row waste_rows[] = {
  { "wasted-products", N_ ("products made and not infused"), FORM_NUMBER },
  { "wasted-line-days", N_ ("line-days without an infusion"), FORM_NUMBER },
  { "harvests-in-vain", N_ ("harvests in vain"), FORM_NUMBER },
  { "blood-in-vain", N_ ("blood given in vain, mL"), FORM_LARGE },
};

static const Row outcome_rows[] = {
  { "improved", N_ ("improved by a grade or more, %"), FORM_PERCENT },
  { "improved-natural", N_ ("  the same patients untreated, %"), FORM_PERCENT },
  { "benefit", N_ ("  difference, percentage points"), FORM_PERCENT },
  { "improved-two", N_ ("improved by two grades or more, %"), FORM_PERCENT },
};

/* What the printing functions share. */
typedef struct
{
  const SimCatalogue *catalogue;
  const SimEstimate *estimates;
  GPtrArray *groups; /* of const char *, the columns */
  CliTextTable *table;
} Summary;

static const SimEstimate *
find (const Summary *summary, const char *metric, const char *group)
{
  int index = sim_catalogue_find_metric (summary->catalogue, metric, group);

  return index >= 0 ? &summary->estimates[index] : NULL;
}

/* True if the metric says anything in some column; a loss that never happens does not. */
static bool
is_worth_a_row (const Summary *summary, const char *metric)
{
  bool is_loss = g_str_has_prefix (metric, "lost-");

  for (guint g = 0; g < summary->groups->len; g++)
    {
      const SimEstimate *estimate =
          find (summary, metric, g_ptr_array_index (summary->groups, g));

      if (estimate != NULL && !isnan (estimate->mean) && (!is_loss || estimate->mean > 0))
        return true;
    }
  return false;
}

static void
add_estimate (const Summary *summary, const SimEstimate *estimate, Form form)
{
  double scale = form == FORM_PERCENT ? 100 : form == FORM_MILLION ? 1e-6 : 1;
  int places = form == FORM_LARGE ? 0 : 1;

  if (estimate == NULL || isnan (estimate->mean))
    {
      cli_text_table_add_cell (summary->table, NULL);
      cli_text_table_add_cell (summary->table, NULL);
      return;
    }
  cli_text_table_add_cell (summary->table,
                           g_strdup_printf ("%.*f", places, scale * estimate->mean));
  /* Half the interval's width: all intervals here are symmetrical. */
  cli_text_table_add_cell (
      summary->table,
      isnan (estimate->low)
          ? NULL
          : g_strdup_printf ("±%.*f", places,
                             scale * (estimate->high - estimate->low) / 2));
}

static void
add_row (const Summary *summary, const char *metric, const char *label, Form form)
{
  cli_text_table_begin_row (summary->table);
  cli_text_table_add_cell (summary->table, g_strconcat ("  ", label, NULL));
  for (guint g = 0; g < summary->groups->len; g++)
    add_estimate (summary, find (summary, metric, g_ptr_array_index (summary->groups, g)),
                  form);
}

static bool
is_known (const Row *rows, size_t n_rows, const char *metric)
{
  for (size_t i = 0; i < n_rows; i++)
    if (strcmp (rows[i].metric, metric) == 0)
      return true;
  return false;
}

/* True if @metric is one of the user's ids behind @row's prefix, and no row of its own.
 */
static bool
is_of_prefix (const Row *row, const SimMetric *metric)
{
  return strcmp (metric->group, "all") == 0 &&
         g_str_has_prefix (metric->name, row->metric) &&
         !is_known (early_loss_rows, G_N_ELEMENTS (early_loss_rows), metric->name);
}

/* What stands at the left of a metric's row: its label, with the id that it may be of. */
static char *
label_of (const Row *row, const char *metric, const char *id)
{
  if (id == NULL)
    return g_strdup (_ (row->label));
  /* The Guideline's exclusions have names; the user's own are told by their ids. */
  const char *fate = metric + (g_str_has_prefix (metric, "lost-") ? strlen ("lost-") : 0);
  const char *word = cli_language_fate (fate);
  return word != fate ? g_strdup (word) : g_strdup_printf (_ (row->label), id);
}

/* A heading, printed when its first row is. */
typedef struct
{
  const char *text;
  const char *form; /* (nullable): puts a note behind the text */
  bool is_printed;
} Heading;

static void
add_row_below (const Summary *summary,
               Heading *heading,
               const Row *row,
               const char *metric,
               const char *id)
{
  if (!is_worth_a_row (summary, metric))
    return;
  if (!heading->is_printed)
    {
      g_autofree char *line = heading->form != NULL
                                  ? g_strdup_printf (heading->form, heading->text)
                                  : g_strdup (heading->text);

      cli_text_table_add_line (summary->table, "");
      cli_text_table_add_line (summary->table, line);
    }
  heading->is_printed = true;
  g_autofree char *label = label_of (row, metric, id);
  add_row (summary, metric, label, row->form);
}

/* The rows that say anything, under their heading. */
static void
add_section (const Summary *summary,
             const char *text,
             const char *form,
             const Row *rows,
             size_t n_rows)
{
  Heading heading = { text, form, false };

  for (size_t i = 0; i < n_rows; i++)
    {
      size_t length = strlen (rows[i].metric);

      if (strchr (":-", rows[i].metric[length - 1]) == NULL)
        add_row_below (summary, &heading, &rows[i], rows[i].metric, NULL);
      else
        for (size_t m = 0; m < summary->catalogue->n_metrics; m++)
          if (is_of_prefix (&rows[i], &summary->catalogue->metrics[m]))
            add_row_below (summary, &heading, &rows[i],
                           summary->catalogue->metrics[m].name,
                           summary->catalogue->metrics[m].name + length);
    }
}

/* The scenario's own hazards: losses that no table here knows. */
static void
add_own_losses (const Summary *summary)
{
  for (size_t i = 0; i < summary->catalogue->n_metrics; i++)
    {
      const SimMetric *metric = &summary->catalogue->metrics[i];

      if (strcmp (metric->group, "all") != 0 || !g_str_has_prefix (metric->name, "lost-"))
        continue;
      if (g_str_has_prefix (metric->name, "lost-excluded-") ||
          is_known (early_loss_rows, G_N_ELEMENTS (early_loss_rows), metric->name) ||
          is_known (late_loss_rows, G_N_ELEMENTS (late_loss_rows), metric->name))
        continue;
      if (is_worth_a_row (summary, metric->name))
        add_row (summary, metric->name,
                 cli_language_fate (metric->name + strlen ("lost-")), FORM_NUMBER);
    }
}

/* Costs in their currency: millions where they would not fit a column otherwise. */
static void
add_cost (const Summary *summary)
{
  int metric = sim_catalogue_find_metric (summary->catalogue, "cost", "all");

  if (metric < 0 || !is_worth_a_row (summary, "cost"))
    return;
  bool is_million = summary->estimates[metric].mean >= 1e6;
  g_autofree char *label =
      g_strdup_printf (is_million ? _ ("cost, million %s") : _ ("cost, %s"),
                       output_word_unit (cli_language_of_terminal (),
                                         summary->catalogue->metrics[metric].unit));
  add_row (summary, "cost", label, is_million ? FORM_MILLION : FORM_LARGE);
}

/* "all", and the grades at referral that occur. */
static GPtrArray *
find_groups (const SimCatalogue *catalogue, const SimEstimate *estimates)
{
  static const char *const groups[] = { "all", "A", "B", "C", "D", "E" };
  GPtrArray *found = g_ptr_array_new ();

  for (size_t i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      int index = sim_catalogue_find_metric (catalogue, "injured", groups[i]);

      if (i == 0 || (index >= 0 && estimates[index].mean > 0))
        g_ptr_array_add (found, (gpointer) groups[i]);
    }
  return found;
}

static const char *
find_fact (const OutputRun *run, const char *key)
{
  for (size_t i = 0; i < run->n_facts; i++)
    if (strcmp (run->facts[i].key, key) == 0)
      return run->facts[i].value;
  return NULL;
}

static void
print_title (const OutputRun *run, int variant, int64_t replications)
{
  const char *title =
      cli_language_choose (find_fact (run, "title"), find_fact (run, "title.ja"));

  printf ("%s: %s\n", run->scenario, title != NULL ? title : "");
  printf (_ ("rule %s, %" PRId64 " replications, seed %" PRIu64
             ", patients injured from %s until %s\n"),
          run->variants[variant].label, replications, run->seed,
          find_fact (run, "cohort-start"), find_fact (run, "end"));
}

static void
print_explanation (const OutputRun *run,
                   const SimCatalogue *catalogue,
                   int64_t replications)
{
  if (catalogue->draw_replications > 1)
    printf (
        _ ("\n± is half the %g %% confidence interval of the mean over the draws of the "
           "uncertain inputs.\n"),
        100 * run->confidence);
  else if (replications > 1)
    printf (_ ("\n± is half the %g %% confidence interval of the mean over the "
               "replications: how far\n"
               "chance in the simulation reaches, not how certain the scenario's numbers "
               "are.\n"),
            100 * run->confidence);
  else
    puts (
        _ ("\nOne replication is one possible history: it has no confidence interval."));
}

/* The columns of grades need not add up to "all": say why, where they do not. */
static void
print_other_grades (const Summary *summary)
{
  double others = 0;

  for (guint g = 0; g < summary->groups->len; g++)
    {
      const SimEstimate *estimate =
          find (summary, "referred", g_ptr_array_index (summary->groups, g));

      if (estimate != NULL)
        others += g == 0 ? estimate->mean : -estimate->mean;
    }
  /* Half of the last digit shown. */
  if (summary->groups->len > 1 && others > 0.05)
    printf (_ ("\n'all' includes %.1f patients of other grades at referral.\n"), others);
}

static void
add_header (const Summary *summary)
{
  cli_text_table_begin_row (summary->table);
  cli_text_table_add_cell (summary->table, NULL);
  for (guint g = 0; g < summary->groups->len; g++)
    {
      const char *group = g_ptr_array_index (summary->groups, g);

      cli_text_table_add_cell (summary->table, g_strdup (g == 0 ? _ ("all") : group));
      cli_text_table_add_cell (summary->table, NULL);
    }
}

static void
print_summary (const OutputRun *run,
               const SimCatalogue *catalogue,
               const SimEstimate *estimates,
               int64_t replications)
{
  g_autoptr (GPtrArray) groups = find_groups (catalogue, estimates);
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrlrlrlrlrlrl");
  const Summary summary = {
    .catalogue = catalogue, .estimates = estimates, .groups = groups, .table = table
  };
  const char *each =
      replications > 1 ? _ ("%s (patients, mean of a replication)") : _ ("%s (patients)");

  add_header (&summary);
  add_section (&summary, _ ("Patients, by grade at referral"), each, patient_rows,
               G_N_ELEMENTS (patient_rows));
  add_section (&summary, _ ("Lost before eligibility"), each, early_loss_rows,
               G_N_ELEMENTS (early_loss_rows));
  add_section (&summary, _ ("Lost after eligibility"), each, late_loss_rows,
               G_N_ELEMENTS (late_loss_rows));
  add_own_losses (&summary);
  add_section (&summary, _ ("Times"), _ ("%s (days)"), time_rows,
               G_N_ELEMENTS (time_rows));
  add_section (&summary, _ ("Plant"), _ ("%s (everybody, time average)"), plant_rows,
               G_N_ELEMENTS (plant_rows));
  add_section (&summary, _ ("Waste"),
               replications > 1 ? _ ("%s (mean of a replication)") : NULL, waste_rows,
               G_N_ELEMENTS (waste_rows));
  add_cost (&summary);
  add_section (&summary, _ ("Outcome of the infused"),
               _ ("%s (by the effect that the scenario declares)"), outcome_rows,
               G_N_ELEMENTS (outcome_rows));

  print_title (run, 0, replications);
  putchar ('\n');
  cli_text_table_print (table, stdout);
  print_other_grades (&summary);
  print_explanation (run, catalogue, replications);
}

bool
cli_summary_print (OutputStore *store, GError **error)
{
  const OutputRun *run = output_store_run (store);
  g_autoptr (SimResults) results = output_store_results (store);
  g_autofree SimEstimate *estimates = g_new (SimEstimate, results->catalogue->n_metrics);

  if (!sim_confidence_estimate (results, 0, run->confidence, estimates, error))
    return false;
  print_summary (run, results->catalogue, estimates, results->n_replications);
  return cli_inputs_print (store, error) && cli_forecast_print (store, error);
}
