/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check: what a scenario assumes, and whether its capacity can meet its demand. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "cli/language.h"
#include "cli/load.h"
#include "cli/scenario-file.h"
#include "cli/text-table.h"

static void
print_heading (const char *heading)
{
  printf ("\n%s\n", heading);
}

/* "0.95", "960", "1.2e+08": as short as exact. */
static char *
number_of (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.10g", value));
}

static void
add_number (
    CliTextTable *table, const char *label, double value, int decimals, const char *unit)
{
  cli_text_table_begin_row (table);
  cli_text_table_add_cell (table, g_strconcat ("  ", label, NULL));
  cli_text_table_add_cell (table, g_strdup_printf ("%.*f", decimals, value));
  cli_text_table_add_cell (table, g_strdup (unit));
}

static void
print_demand (const Scenario *scenario, const CliLoad *load)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrl");

  print_heading (_ ("Demand (means, before any loss while waiting)"));
  if (scenario->patients.arrivals.kind == SCENARIO_ARRIVALS_TRACE)
    add_number (table, _ ("patients of the trace"), (double) load->n_trace, 0,
                _ ("patients"));
  else
    add_number (table, _ ("referred"), load->referred_per_year, 1, _ ("a year"));
  add_number (table, _ ("screened inside the window"), 100 * load->within_window, 1, "%");
  add_number (table, _ ("of an eligible grade"), 100 * load->grade, 1, "%");
  add_number (table, _ ("past exclusions, cautions, dose, blood"), 100 * load->body, 1,
              "%");
  add_number (table, _ ("consenting"), 100 * load->consent, 1, "%");
  if (scenario->patients.arrivals.kind != SCENARIO_ARRIVALS_TRACE)
    add_number (table, _ ("eligible"), load->eligible_per_year, 1, _ ("a year"));
  cli_text_table_print (table, stdout);
}

/* One step of the gate's capacity. */
static void
add_capacity (CliTextTable *table,
              const Scenario *scenario,
              const CliLoad *load,
              SimTime from,
              int capacity)
{
  double starts = cli_load_starts_per_year (load, capacity);

  cli_text_table_begin_row (table);
  cli_text_table_add_cell (table, NULL);
  cli_text_table_add_cell (table, scenario_date_text (scenario, from));
  cli_text_table_add_cell (table, g_strdup_printf ("%d", capacity));
  cli_text_table_add_cell (table, g_strdup_printf ("%.1f", starts));
  if (capacity > 0 && !isnan (load->eligible_per_year))
    cli_text_table_add_cell (table,
                             g_strdup_printf ("%.2f", load->eligible_per_year / starts));
}

static void
print_capacity (const Scenario *scenario, const CliLoad *load)
{
  const ScenarioPlant *plant = &scenario->plant;

  if (plant->gate < 0)
    {
      print_heading (_ ("Capacity: the plant has no pool, so nothing is short"));
      return;
    }
  const ScenarioPool *gate = &plant->pools[plant->gate];
  g_autoptr (CliTextTable) table = cli_text_table_new ("llrrr");
  g_autofree char *heading = g_strdup_printf (
      _ ("Capacity (a batch holds one unit of '%s' for %.2f days in the mean)"), gate->id,
      load->line_days);

  print_heading (heading);
  if (!(load->line_days > 0))
    return;
  cli_text_table_add (table, "", _ ("from"), _ ("capacity"), _ ("starts a year"),
                      _ ("load"), NULL);
  add_capacity (table, scenario, load, 0, gate->capacity);
  for (size_t i = 0; i < gate->n_changes; i++)
    add_capacity (table, scenario, load, gate->changes[i].at, gate->changes[i].capacity);
  cli_text_table_print (table, stdout);
  printf (_ ("  load: eligible a year / starts a year; above 1 somebody must be lost\n"));
}

static void
print_requirements (const Scenario *scenario, const ScenarioSite *site)
{
  for (size_t i = 0; i < site->n_requirements; i++)
    {
      g_autofree char *date = scenario_date_text (scenario, site->requirements[i].from);

      printf (site->requirements[i].from == site->opens
                  ? _ ("      waits for requirement %s, met from %s\n")
                  : _ ("      requirement %s met from %s\n"),
              site->requirements[i].ref, date);
    }
}

static void
print_sites (const Scenario *scenario)
{
  if (!scenario->has_sites)
    return;
  print_heading (_ ("Sites"));
  for (size_t i = 0; i < scenario->n_sites; i++)
    {
      const ScenarioSite *site = &scenario->sites[i];
      g_autofree char *opens =
          site->opens == INT64_MIN ? NULL : scenario_date_text (scenario, site->opens);

      if (opens == NULL)
        printf (_ ("  %s: %.1f %% of the injured, open from the start\n"), site->id,
                100 * site->share);
      else
        printf (_ ("  %s: %.1f %% of the injured, opens %s\n"), site->id,
                100 * site->share, opens);
      print_requirements (scenario, site);
    }
}

static const char *
status_name (ScenarioStatus status)
{
  switch (status)
    {
    case SCENARIO_STATUS_GUIDELINE:
      return _ ("guideline");
    case SCENARIO_STATUS_SOURCE:
      return _ ("source");
    case SCENARIO_STATUS_DERIVED:
      return _ ("derived");
    case SCENARIO_STATUS_ASSUMPTION:
      return _ ("assumption");
    case SCENARIO_STATUS_NONE:
      break;
    }
  return _ ("unsourced");
}

/* A source that stands above already is not repeated: one element, several numbers. */
static void
add_parameter (CliTextTable *table,
               const ScenarioParameter *parameter,
               const char *source_above)
{
  g_autofree char *low = number_of (parameter->low);
  g_autofree char *high = number_of (parameter->high);
  bool is_repeated =
      parameter->source != NULL && g_strcmp0 (parameter->source, source_above) == 0;

  cli_text_table_begin_row (table);
  cli_text_table_add_cell (table, g_strconcat ("  ", parameter->address, NULL));
  cli_text_table_add_cell (table, number_of (parameter->value));
  cli_text_table_add_cell (table, g_strdup (cli_language_unit (parameter->unit)));
  cli_text_table_add_cell (table,
                           isnan (parameter->low)
                               ? NULL
                               : g_strdup_printf (_ ("plausible %s to %s"), low, high));
  cli_text_table_add_cell (table, g_strdup (is_repeated ? "\"" : parameter->source));
}

static void
print_parameters_of (const Scenario *scenario, ScenarioStatus status, const char *heading)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrlll");
  const char *source_above = NULL;
  size_t n = 0;

  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &scenario->parameters[i];

      if (parameter->status != status)
        continue;
      n++;
      add_parameter (table, parameter, source_above);
      source_above = parameter->source;
    }
  if (n == 0)
    return;
  print_heading (heading);
  cli_text_table_print (table, stdout);
}

static void
print_parameters (const Scenario *scenario)
{
  size_t n[SCENARIO_STATUS_ASSUMPTION + 1] = { 0 };

  for (size_t i = 0; i < scenario->n_parameters; i++)
    n[scenario->parameters[i].status]++;
  print_heading (_ ("Where the numbers come from"));
  for (int status = SCENARIO_STATUS_GUIDELINE; status <= SCENARIO_STATUS_ASSUMPTION;
       status++)
    printf ("  %s: %zu\n", status_name ((ScenarioStatus) status), n[status]);
  printf ("  %s: %zu\n", status_name (SCENARIO_STATUS_NONE), n[0]);
  print_parameters_of (scenario, SCENARIO_STATUS_ASSUMPTION,
                       C_ ("heading of the numbers that are assumed", "Assumptions"));
  print_parameters_of (scenario, SCENARIO_STATUS_NONE,
                       _ ("Unsourced numbers (no status declared)"));
}

/* What <inputs> draws anew, or would. */
static void
print_uncertain (const Scenario *scenario)
{
  const ScenarioProfile *profile = scenario->patients.profile;
  bool has_effect = scenario->outcome != NULL && scenario->outcome->is_dirichlet;
  bool has_rows = profile != NULL && profile->resamples_inputs;
  bool is_drawn = scenario->input_draws > 0;

  if (!has_effect && !has_rows && !is_drawn)
    return;
  print_heading (_ ("Uncertain inputs"));
  if (is_drawn)
    printf (_ ("  %" PRId64 " draws of %" PRId64 " replications each\n"),
            scenario->input_draws, scenario->input_replications);
  if (has_effect)
    puts (is_drawn
              ? _ ("  observed effect: shares drawn anew for each draw")
              : _ ("  observed effect: shares taken as observed; <inputs> would draw "
                   "them anew"));
  if (has_rows)
    puts (is_drawn ? _ ("  profile: as many rows redrawn for each draw")
                   : _ ("  profile: its rows as they are; <inputs> would redraw them"));
  if (is_drawn && !has_effect && !has_rows)
    puts (_ ("  nothing is drawn: no outcome has uncertainty=\"dirichlet\", no profile "
             "resample=\"inputs\""));
}

static void
print_title (const Scenario *scenario)
{
  g_autofree char *start = scenario_date_text (scenario, 0);
  g_autofree char *end = scenario_date_text (scenario, scenario->end);

  const char *title = cli_language_choose (scenario->title.en, scenario->title.ja);
  const char *purpose = cli_language_choose (scenario->purpose.en, scenario->purpose.ja);

  printf ("%s: %s\n", scenario->name, title != NULL ? title : "");
  if (purpose != NULL)
    printf ("%s\n", purpose);
  printf (_ ("%s until %s, %.2f years; rule %s of %zu; %" PRId64
             " replications, seed %" PRIu64 "\n"),
          start, end, sim_time_to_days (scenario->end) / SIM_DAYS_PER_YEAR,
          scenario->rules[scenario->use].id, scenario->n_rules,
          scenario->input_draws > 0 ? scenario->input_draws * scenario->input_replications
                                    : scenario->replications,
          scenario->seed);
}

static CliStatus
run_check (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *rules_path = NULL;
  const GOptionEntry entries[] = {
    CLI_OPTION_RULES_FILE (&rules_path),
    { 0 },
  };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status))
    return status;
  g_autoptr (Scenario) scenario = cli_scenario_read (files[0], rules_path, &error);
  if (scenario == NULL)
    return cli_report_error (error);
  CliLoad load = cli_load_of (scenario);

  print_title (scenario);
  print_demand (scenario, &load);
  print_capacity (scenario, &load);
  print_sites (scenario);
  print_uncertain (scenario);
  print_parameters (scenario);
  return CLI_DONE;
}

const CliCommand cli_check = {
  .name = "check",
  .arguments = "SCENARIO",
  .summary = N_ ("validate a scenario; show load, capacity, sites and assumptions"),
  .details = N_ ("The load is arithmetic on means, without waiting and closures: what a\n"
                 "simulation adds to it, 'day31 run' shows."),
  .min_files = 1,
  .max_files = 1,
  .run = run_check,
};
