/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plot: draws charts again from results, without simulating. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>

#include "cli/charts.h"
#include "cli/results.h"

typedef struct
{
  char **charts; /* NULL: all */
  char *formats;
  char *languages;
  char *from, *to; /* dates */
  char **patients; /* lists of ids */
  char *size;      /* "WIDTHxHEIGHT" */
} PlotOptions;

static void
plot_options_clear (PlotOptions *options)
{
  g_clear_pointer (&options->charts, g_strfreev);
  g_clear_pointer (&options->formats, g_free);
  g_clear_pointer (&options->languages, g_free);
  g_clear_pointer (&options->from, g_free);
  g_clear_pointer (&options->to, g_free);
  g_clear_pointer (&options->patients, g_strfreev);
  g_clear_pointer (&options->size, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlotOptions, plot_options_clear)

/* "--chart a,b --chart c" as one list, each name checked. */
static bool
parse_charts (const CliCommand *command, char **given, char ***ret_names)
{
  g_autofree char *joined = g_strjoinv (",", given);
  g_auto (GStrv) names = g_strsplit (joined, ",", -1);
  g_autoptr (GError) error = NULL;

  for (char **name = names; *name != NULL; name++)
    if (output_chart_find (*name, &error) == NULL)
      {
        cli_wrong_usage (command, "%s", error->message);
        return false;
      }
  *ret_names = g_steal_pointer (&names);
  return true;
}

/* @text as an epoch day; NULL leaves @ret_day alone. */
static bool
parse_date (const CliCommand *command,
            const char *option,
            const char *text,
            double *ret_day)
{
  SimDate date;

  if (text == NULL)
    return true;
  if (!sim_date_parse (text, &date))
    {
      cli_wrong_usage (command, _ ("%s: expected a date, YYYY-MM-DD, found '%s'"), option,
                       text);
      return false;
    }
  *ret_day = (double) sim_date_to_epoch_day (date);
  return true;
}

#define POINTS_PER_MM (72.0 / 25.4)

/* "210x148", in mm, as points; NULL leaves the size to the chart. */
static bool
parse_size (const CliCommand *command, const char *text, OutputChartOptions *options)
{
  char *end = NULL;

  if (text == NULL)
    return true;
  double width = g_ascii_strtod (text, &end);
  double height = *end == 'x' && end > text ? g_ascii_strtod (end + 1, &end) : 0;
  if (*end != '\0' || !(width > 0) || !(height > 0) || !isfinite (width * height))
    {
      cli_wrong_usage (
          command, _ ("--size: expected WIDTHxHEIGHT in mm, like 297x210, found '%s'"),
          text);
      return false;
    }
  options->width = width * POINTS_PER_MM;
  options->height = height * POINTS_PER_MM;
  return true;
}

static double
start_day (const OutputRun *run)
{
  SimDate date;

  for (size_t i = 0; i < run->n_facts; i++)
    if (g_strcmp0 (run->facts[i].key, "start") == 0 &&
        sim_date_parse (run->facts[i].value, &date))
      return (double) sim_date_to_epoch_day (date);
  return 0;
}

static CliStatus
plot (const char *directory,
      const char *const *names,
      const CliChartForm *form,
      OutputChartOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OutputStore) store = cli_results_open (directory, &error);
  int n_files = 0;

  if (store == NULL)
    return cli_report_error (error);
  options->from -= start_day (output_store_run (store));
  options->to -= start_day (output_store_run (store));
  if (!output_store_is_finished (store))
    cli_warn (_ ("the run is unfinished: the charts show what it has so far"));
  if (!cli_charts_draw (store, names, form, options, &n_files, &error))
    return cli_report_error (error);
  printf (ngettext ("%d file in %s/charts\n", "%d files in %s/charts\n",
                    (unsigned long) n_files),
          n_files, directory);
  return CLI_DONE;
}

static CliStatus
run_plot (const CliCommand *command, int argc, char **argv)
{
  g_auto (PlotOptions) options = { 0 };
  const GOptionEntry entries[] = {
    { "chart", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.charts,
      N_ ("Draw these (default: all)"), N_ ("LIST") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options.formats,
      N_ ("Draw as these (default: png,pdf,svg)"), N_ ("LIST") },
    { "lang", 0, 0, G_OPTION_ARG_STRING, &options.languages,
      N_ ("Label in en, ja or en,ja (default: en)"), N_ ("LIST") },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, N_ ("Show nothing before DATE"),
      N_ ("DATE") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, N_ ("Show nothing from DATE on"),
      N_ ("DATE") },
    { "patients", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.patients,
      N_ ("Show only these in gantt-patients, by their names in patients.csv"),
      N_ ("LIST") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options.size,
      N_ ("Make pages WIDTHxHEIGHT mm (default: as each chart needs)"), N_ ("SIZE") },
    { 0 },
  };
  g_auto (GStrv) files = NULL;
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) patients = NULL;
  OutputChartOptions chart_options = output_chart_options_default ();
  CliChartForm form;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status))
    return status;
  chart_options.from = NAN;
  chart_options.to = NAN;
  if ((options.charts != NULL && !parse_charts (command, options.charts, &names)) ||
      !cli_charts_parse_form (command, options.formats, options.languages, &form) ||
      !parse_date (command, "--from", options.from, &chart_options.from) ||
      !parse_date (command, "--to", options.to, &chart_options.to) ||
      !parse_size (command, options.size, &chart_options))
    return CLI_WRONG_USAGE;
  if (options.patients != NULL)
    {
      g_autofree char *joined = g_strjoinv (",", options.patients);

      patients = g_strsplit (joined, ",", -1);
      form.patients = (const char *const *) patients;
    }
  if (chart_options.from >= chart_options.to)
    return cli_wrong_usage (
        command, _ ("--from: expected a date before --to, found '%s'"), options.from);
  return plot (files[0], (const char *const *) names, &form, &chart_options);
}

const CliCommand cli_plot = {
  .name = "plot",
  .arguments = "RESULTS",
  .summary = N_ ("draw the charts of a results directory again, without simulating"),
  .details = N_ (
      "RESULTS is the directory that 'day31 run' wrote.  'day31 list charts' names the\n"
      "charts; names are separated by commas."),
  .min_files = 1,
  .max_files = 1,
  .run = run_plot,
};
