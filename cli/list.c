/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list: the words that scenarios, options and results use. */
#include "cli/command.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "cli/language.h"
#include "cli/scenario-file.h"
#include "cli/text-table.h"
#include "models/study.h"
#include "output/chart.h"
#include "scenarios/reader.h"
#include "scenarios/rule-sentence.h"

#define EVERYTHING "everything"

/* Without a scenario, metrics are those of a scenario with a bit of everything. */
static const char everything[] =
    "<scenario format='1' name='" EVERYTHING "' start='2019-01-01' end='2020-01-01'>"
    "<sites><site id='ID' share='1' open-from='2019-02-01'>"
    "<transport lost='0.01' expires-days='4'><constant "
    "value='1'/></transport></site></sites>"
    "<patients><arrivals per-year='100'/><sex female='0.25'/>"
    "<grades A='0.4' B='0.2' C='0.4'/>"
    "<age><normal mean='60' sd='18' min='0' max='95'/></age>"
    "<weight><normal mean='60' sd='10' min='30' max='120'/></weight>"
    "<referral><exponential mean='5'/></referral></patients>"
    "<eligibility grades='A B C'><consent probability='0.95'/>"
    "<exclusion id='ID' probability='0.01'/></eligibility>"
    "<attrition><hazard id='HAZARD' per-day='0.002'/></attrition>"
    "<natural-course><improves from='C' to='D' per-day='0.01'/></natural-course>"
    "<harvest window='31'><deferral probability='0.05'/></harvest>"
    "<blood total-ml='960' draws='5' max-draw-ml='250'><draw day='-7'/><draw day='-3'/>"
    "<draw day='5'/><draw day='10'/><draw day='14'/></blood>"
    "<plant><intake per-day='2'/><pool id='line' capacity='8'/>"
    "<stage id='culture' uses='line'><constant value='28'/><fail "
    "probability='0.02'/></stage>"
    "<yield><lognormal mean='1.2e8' sd='0.3e8'/></yield>"
    "<dose min='0.5e8' max='2.0e8' per-kg='3.34e6'/></plant>"
    "<infusion grades='A B C' expires-days='60' latest-day='54' stopped='0.005'/>"
    "<outcome day='220'>"
    "<observed grade='A' n='6' one-or-more='5' two-or-more='2'/>"
    "<score id='ID' grade='A' n='6' mean='3.3' sd='3.1'/>"
    "<adverse-event id='ID' at='infusion' n='5' of='13'/></outcome>"
    "<cost per='product' amount='1' currency='JPY'/>"
    "</scenario>";

static CliStatus
list_charts (const Scenario *scenario, ScenarioLanguage language)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("ll");
  size_t n_charts;
  const OutputChart *charts = output_charts (&n_charts);

  (void) scenario;
  (void) language;
  cli_text_table_add (table, _ ("chart"), _ ("what it shows"), NULL);
  for (size_t i = 0; i < n_charts; i++)
    cli_text_table_add (table, charts[i].name, _ (charts[i].summary), NULL);
  cli_text_table_print (table, stdout);
  return CLI_DONE;
}

static CliStatus
list_distributions (const Scenario *scenario, ScenarioLanguage language)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lll");
  size_t n_names;
  const SimDistributionName *names = sim_distribution_names (&n_names);

  (void) scenario;
  (void) language;
  cli_text_table_add (table, _ ("element"), _ ("attributes"), _ ("what it is"), NULL);
  for (size_t i = 0; i < n_names; i++)
    cli_text_table_add (table, names[i].name, names[i].attributes, _ (names[i].summary),
                        NULL);
  cli_text_table_print (table, stdout);
  return CLI_DONE;
}

static CliStatus
list_rules (const Scenario *scenario, ScenarioLanguage language)
{
  const bool is_japanese = language == SCENARIO_LANGUAGE_JA;

  for (size_t i = 0; i < scenario->n_rules; i++)
    {
      const ScenarioRule *rule = &scenario->rules[i];
      const char *title = scenario_rule_title (rule, language);
      g_autofree char *sentence = scenario_rule_sentence (scenario, rule, language);

      printf ("%s %s%s%s\n    %s\n", (int) i == scenario->use ? "*" : " ", rule->id,
              *title != '\0' ? ": " : "", title, sentence);
    }
  puts (
      is_japanese
          ? "* run "
            "が従うルールです。順位はその時点の状態により、最後まで並べば症例番号の順です"
            "。"
          : "* the rule that 'run' follows.  Ranking is by the state of the moment; what "
            "still ties\n  goes by the patient's number.");
  return CLI_DONE;
}

static const char *
status_word (ScenarioStatus status)
{
  static const char *const words[] = {
    [SCENARIO_STATUS_NONE] = "",
    [SCENARIO_STATUS_GUIDELINE] = N_ ("guideline"),
    [SCENARIO_STATUS_SOURCE] = N_ ("source"),
    [SCENARIO_STATUS_DERIVED] = N_ ("derived"),
    [SCENARIO_STATUS_ASSUMPTION] = N_ ("assumption"),
  };

  return *words[status] != '\0' ? _ (words[status]) : "";
}

static CliStatus
list_parameters (const Scenario *scenario, ScenarioLanguage language)
{
  g_autoptr (CliTextTable) table = cli_text_table_new ("lrlll");

  (void) language;
  cli_text_table_add (table, _ ("address"), _ ("value"), _ ("unit"), _ ("status"),
                      C_ ("column", "source"), NULL);
  cli_text_table_add (table, "rule", scenario->rules[scenario->use].id, NULL);
  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &scenario->parameters[i];
      char value[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (value, sizeof value, "%.10g", parameter->value);
      cli_text_table_add (table, parameter->address, value,
                          cli_language_unit (parameter->unit),
                          status_word (parameter->status),
                          parameter->source != NULL ? parameter->source : "", NULL);
    }
  cli_text_table_print (table, stdout);
  return CLI_DONE;
}

/* Returns: (transfer full): the groups of the metric at @index, and where it stands again
 */
static char *
groups_of (const SimCatalogue *catalogue, size_t index)
{
  g_autoptr (GString) groups = g_string_new (NULL);

  for (size_t i = index; i < catalogue->n_metrics; i++)
    if (strcmp (catalogue->metrics[i].name, catalogue->metrics[index].name) == 0)
      g_string_append_printf (groups, "%s%s", groups->len > 0 ? " " : "",
                              catalogue->metrics[i].group);
  return g_strdup (groups->str);
}

static CliStatus
list_metrics (const Scenario *scenario, ScenarioLanguage language)
{
  const ModelVariant variant = { .label = "all",
                                 .scenario = scenario,
                                 .rule = scenario->use };
  g_autoptr (ModelStudy) study = model_study_new (&variant, 1, scenario->seed);
  const SimCatalogue *catalogue = model_study_catalogue (study);
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CliTextTable) table = cli_text_table_new ("llll");
  /* Most metrics are there for every group: the list of them is printed once. */
  g_autofree char *every = groups_of (catalogue, 0);

  (void) language;
  cli_text_table_add (table, _ ("metric"), _ ("groups"), _ ("unit"), _ ("what it is"),
                      NULL);
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    {
      const SimMetric *metric = &catalogue->metrics[i];

      if (!g_hash_table_add (done, metric->name))
        continue;
      g_autofree char *groups = groups_of (catalogue, i);
      cli_text_table_add (table, metric->name,
                          strcmp (groups, every) == 0 ? _ ("every") : groups,
                          cli_language_unit (metric->unit),
                          metric->summary != NULL ? _ (metric->summary) : "", NULL);
    }
  cli_text_table_print (table, stdout);
  printf (_ ("every group: %s\n"), every);
  if (strcmp (scenario->name, EVERYTHING) == 0)
    puts (
        _ ("ID and HAZARD stand for a scenario's own ids; its own <group>s come on top"));
  return CLI_DONE;
}

typedef struct
{
  const char *name;
  bool needs_scenario;
  bool takes_scenario;
  CliStatus (*list) (const Scenario *scenario, ScenarioLanguage language);
} Topic;

static const Topic topics[] = {
  { "charts", false, false, list_charts },
  { "distributions", false, false, list_distributions },
  { "metrics", false, true, list_metrics },
  { "parameters", true, true, list_parameters },
  { "rules", true, true, list_rules },
};

static const Topic *
find_topic (const CliCommand *command, const char *name)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (topics); i++)
    {
      if (strcmp (topics[i].name, name) == 0)
        return &topics[i];
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", topics[i].name);
    }
  cli_wrong_usage (command, _ ("expected one of %s, found '%s'"), known->str, name);
  return NULL;
}

static CliStatus
run_list (const CliCommand *command, int argc, char **argv)
{
  g_autofree char *rules_path = NULL;
  g_autofree char *language_text = NULL;
  const GOptionEntry entries[] = {
    CLI_OPTION_LANGUAGE (&language_text),
    CLI_OPTION_RULES_FILE (&rules_path),
    { 0 },
  };
  g_auto (GStrv) files = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = NULL;
  OutputLanguage language = OUTPUT_LANGUAGE_EN;
  CliStatus status;

  if (!cli_command_parse (command, entries, argc, argv, &files, &status) ||
      !cli_language_find (command, language_text, &language, &status))
    return status;
  const Topic *topic = find_topic (command, files[0]);
  if (topic == NULL)
    return CLI_WRONG_USAGE;
  if (topic->needs_scenario && files[1] == NULL)
    return cli_wrong_usage (command, _ ("%s: expected a scenario"), topic->name);
  if (!topic->takes_scenario && files[1] != NULL)
    return cli_wrong_usage (command, _ ("%s: unexpected argument '%s'"), topic->name,
                            files[1]);
  if (files[1] != NULL)
    scenario = cli_scenario_read (files[1], rules_path, &error);
  else
    scenario = scenario_read_memory (EVERYTHING, everything, -1, &error);
  if (scenario == NULL)
    return cli_report_error (error);
  return topic->list (scenario, language == OUTPUT_LANGUAGE_JA ? SCENARIO_LANGUAGE_JA
                                                               : SCENARIO_LANGUAGE_EN);
}

const CliCommand cli_list = {
  .name = "list",
  .arguments = "WHAT [SCENARIO]",
  .summary = N_ ("list charts, distributions, metrics, parameters or rules"),
  .details =
      N_ ("WHAT is distributions, metrics, parameters or rules; the last two need "
          "a SCENARIO,\n"
          "and with one metrics are those that it has.  Rules are told in sentences, in\n"
          "English or Japanese (--lang)."),
  .min_files = 1,
  .max_files = 2,
  .run = run_list,
};
