/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands: the table of what day31 offers, exit statuses, and the parsing they share. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/closest.h"
#include "cli/interrupt.h"
#include "scenarios/scenario.h"
#include "sim/error.h"

const CliCommand *const *
cli_commands (void)
{
  static const CliCommand *const commands[] = {
    &cli_new,         &cli_run,   &cli_compare, &cli_sweep, &cli_size,
    &cli_sensitivity, &cli_check, &cli_explain, &cli_plot,  &cli_report_command,
    &cli_merge,       &cli_list,  &cli_verify,  NULL,
  };

  return commands;
}

static void
print_help (const CliCommand *command, GOptionContext *context)
{
  g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

  fputs (help, stdout);
  if (command->details != NULL)
    printf ("%s\n", _ (command->details));
}

/* How many files were given, and whether that is what the command wants. */
static bool
check_files (const CliCommand *command, char **files, CliStatus *ret_status)
{
  int n_files = (int) g_strv_length (files);

  if (n_files < command->min_files)
    {
      *ret_status = cli_wrong_usage (command, _ ("expected %s"), command->arguments);
      return false;
    }
  if (n_files > command->max_files)
    {
      *ret_status = cli_wrong_usage (command,
                                     command->max_files == 0
                                         ? _ ("expected no argument, found '%s'")
                                         : _ ("unexpected argument '%s'"),
                                     files[command->max_files]);
      return false;
    }
  return true;
}

static bool
takes_value (const GOptionEntry *entries, char short_name)
{
  for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
    if (entry->short_name == short_name)
      return entry->arg != G_OPTION_ARG_NONE;
  return false;
}

/* GLib wants a short option and its value apart; people also write "-j4". */
static GPtrArray *
part_short_options (const GOptionEntry *entries, int argc, char **argv)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  bool are_options = true;

  for (int i = 0; i < argc; i++)
    {
      const char *argument = argv[i];

      are_options = are_options && strcmp (argument, "--") != 0;
      if (i > 0 && are_options && argument[0] == '-' && g_ascii_isalpha (argument[1]) &&
          argument[2] != '\0' && takes_value (entries, argument[1]))
        {
          g_ptr_array_add (parts, g_strndup (argument, 2));
          argument += 2;
        }
      g_ptr_array_add (parts, g_strdup (argument));
    }
  g_ptr_array_add (parts, NULL);
  return parts;
}

/* What is wrong with the options, said in our words: GLib's are neither whole nor,
 * without its catalogues, Japanese. */
typedef struct
{
  const GOptionEntry *lists[2]; /* each ends with a NULL name */
  char **parts;
} Options;

/* Returns: (transfer none): the entry that an argument names, "-n", "--seed" or
 * "--seed=1"; NULL if there is none */
static const GOptionEntry *
find_entry (const Options *options, const char *argument)
{
  bool is_long = g_str_has_prefix (argument, "--");
  size_t length = is_long ? strcspn (argument + 2, "=") : 1;

  for (size_t l = 0; l < G_N_ELEMENTS (options->lists); l++)
    for (const GOptionEntry *entry = options->lists[l]; entry->long_name != NULL; entry++)
      if (is_long ? strlen (entry->long_name) == length &&
                        strncmp (entry->long_name, argument + 2, length) == 0
                  : entry->short_name != '\0' && argument[1] == entry->short_name &&
                        argument[2] == '\0')
        return entry;
  return NULL;
}

/* Returns: (transfer full): that there is no such option, and which was meant */
static char *
describe_unknown (const Options *options, const char *argument)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *typed = g_strndup (argument + strspn (argument, "-"),
                                      strcspn (argument + strspn (argument, "-"), "="));

  for (size_t l = 0; l < G_N_ELEMENTS (options->lists); l++)
    for (const GOptionEntry *entry = options->lists[l]; entry->long_name != NULL; entry++)
      if (*entry->long_name != '\0')
        g_ptr_array_add (names, (gpointer) entry->long_name);
  const char *meant = cli_closest (typed, (const char *const *) names->pdata, names->len);
  return meant != NULL ? g_strdup_printf (_ ("unknown option '%s'; did you mean '--%s'?"),
                                          argument, meant)
                       : g_strdup_printf (_ ("unknown option '%s'"), argument);
}

/* Returns: (transfer full) (nullable): what is wrong with the value of an option; NULL if
 * nothing is */
static char *
describe_value (const GOptionEntry *entry, const char *argument, const char *value)
{
  gint64 number;

  if (entry->arg == G_OPTION_ARG_NONE)
    return NULL;
  if (value == NULL)
    return g_strdup_printf (_ ("%s: expected a value, found none"), argument);
  if ((entry->arg != G_OPTION_ARG_INT && entry->arg != G_OPTION_ARG_INT64) ||
      g_ascii_string_to_signed (
          value, 10, entry->arg == G_OPTION_ARG_INT ? G_MININT : G_MININT64,
          entry->arg == G_OPTION_ARG_INT ? G_MAXINT : G_MAXINT64, &number, NULL))
    return NULL;
  g_autofree char *name = g_strndup (argument, strcspn (argument, "="));
  return g_strdup_printf (_ ("%s: expected a whole number, found '%s'"), name, value);
}

/* Returns: (transfer full) (nullable): the first mistake among the options; NULL where
 * only GLib knows it */
static char *
describe_mistake (const Options *options)
{
  for (char **part = options->parts + 1; *part != NULL; part++)
    {
      char *argument = *part;

      if (strcmp (argument, "--") == 0)
        break;
      if (argument[0] != '-' || argument[1] == '\0')
        continue;
      const GOptionEntry *entry = find_entry (options, argument);
      if (entry == NULL)
        return describe_unknown (options, argument);
      const char *value = strchr (argument, '=');
      bool is_within = value != NULL && argument[1] == '-';
      if (!is_within && entry->arg != G_OPTION_ARG_NONE && part[1] != NULL)
        value = *++part;
      else
        value = is_within ? value + 1 : NULL;
      char *mistake = describe_value (entry, argument, value);
      if (mistake != NULL)
        return mistake;
    }
  return NULL;
}

bool
cli_command_parse (const CliCommand *command,
                   const GOptionEntry *entries,
                   int argc,
                   char **argv,
                   char ***ret_files,
                   CliStatus *ret_status)
{
  gboolean wants_help = FALSE;
  g_auto (GStrv) files = NULL;
  const GOptionEntry shared[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, N_ ("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &files, NULL, NULL },
    { 0 },
  };
  g_autofree char *usage = g_strdup_printf ("%s", command->arguments);
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autofree char *program = g_strdup_printf ("day31 %s", command->name);
  g_autoptr (GPtrArray) parts = part_short_options (entries, argc, argv);
  int n_parts = (int) parts->len - 1;
  /* The parser takes out what it understood: of a copy, since @parts owns the text. */
  g_autofree char **arguments = g_memdup2 (parts->pdata, parts->len * sizeof (char *));
  g_autoptr (GError) error = NULL;

  /* Our own --help: GLib's would end the program before standard output is looked at. */
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, shared, GETTEXT_PACKAGE);
  arguments[0] = program;
  g_set_prgname (program);
  if (!g_option_context_parse (context, &n_parts, &arguments, &error))
    {
      const Options options = { { entries, shared }, (char **) parts->pdata };
      g_autofree char *mistake = describe_mistake (&options);

      *ret_status =
          cli_wrong_usage (command, "%s", mistake != NULL ? mistake : error->message);
      return false;
    }
  if (wants_help)
    {
      print_help (command, context);
      *ret_status = CLI_DONE;
      return false;
    }
  if (files == NULL)
    files = g_new0 (char *, 1);
  if (!check_files (command, files, ret_status))
    return false;
  *ret_files = g_steal_pointer (&files);
  return true;
}

CliStatus
cli_wrong_usage (const CliCommand *command, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  fprintf (stderr, "day31 %s: %s\n", command->name, message);
  fprintf (stderr, _ ("Try 'day31 %s --help'.\n"), command->name);
  return CLI_WRONG_USAGE;
}

CliStatus
cli_refuse_process (const CliCommand *command, int number, const char *message)
{
  /* A launcher that sees one process fail may end the others at once. */
  if (number > 0)
    g_usleep (G_USEC_PER_SEC);
  else
    cli_wrong_usage (command, "%s", message);
  return CLI_WRONG_USAGE;
}

static void
report_lines (const char *prefix, const char *message)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      fprintf (stderr, "day31: %s%s\n", prefix, *line);
}

void
cli_report (const char *message)
{
  report_lines ("", message);
}

void
cli_warn (const char *message)
{
  report_lines (_ ("warning: "), message);
}

CliStatus
cli_report_interruption (const char *message)
{
  cli_report (message);
  return atomic_load (cli_interrupt_flag ()) == SIGTERM ? CLI_TERMINATED
                                                        : CLI_INTERRUPTED;
}

CliStatus
cli_report_error (const GError *error)
{
  if (error->domain == SCENARIO_ERROR)
    {
      fprintf (stderr, "%s\n", error->message);
      return CLI_INVALID;
    }
  if (g_error_matches (error, SIM_ERROR, SIM_ERROR_CANCELLED))
    return cli_report_interruption (_ ("interrupted before the end"));
  cli_report (error->message);
  return CLI_FAILED;
}
