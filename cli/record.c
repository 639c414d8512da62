/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records: what results remember of a scenario, its numbers and its variants. */
#include "cli/record.h"

#include "config.h"

#include <math.h>
#include <string.h>

#include "cli/facts.h"
#include "cli/metric.h"

char *
cli_record_number_text (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return NULL;
  g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
  if (g_ascii_strtod (buffer, NULL) != value)
    g_ascii_dtostr (buffer, sizeof buffer, value);
  return g_strdup (buffer);
}

/* The texts live as long as @texts. */
static char *
keep (GPtrArray *texts, char *text)
{
  g_ptr_array_add (texts, text);
  return text;
}

static const char *
status_word (ScenarioStatus status)
{
  static const char *const words[] = {
    [SCENARIO_STATUS_NONE] = NULL,
    [SCENARIO_STATUS_GUIDELINE] = "guideline",
    [SCENARIO_STATUS_SOURCE] = "source",
    [SCENARIO_STATUS_DERIVED] = "derived",
    [SCENARIO_STATUS_ASSUMPTION] = "assumption",
  };

  return words[status];
}

static GArray *
collect_parameters (const Scenario *scenario, GPtrArray *texts)
{
  GArray *parameters = g_array_new (FALSE, FALSE, sizeof (OutputParameter));

  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *from = &scenario->parameters[i];
      const OutputParameter parameter = {
        .address = from->address,
        .value = keep (texts, cli_record_number_text (from->value)),
        .unit = from->unit,
        .source = from->source,
        .status = status_word (from->status),
        .low = keep (texts, cli_record_number_text (from->low)),
        .high = keep (texts, cli_record_number_text (from->high)),
      };

      g_array_append_val (parameters, parameter);
    }
  return parameters;
}

static void
add_fact (GArray *facts, const char *key, const char *value)
{
  const OutputFact fact = { key, value };

  if (value != NULL)
    g_array_append_val (facts, fact);
}

static GArray *
collect_facts (const Scenario *scenario, const char *metric, GPtrArray *texts)
{
  GArray *facts = g_array_new (FALSE, FALSE, sizeof (OutputFact));
  double window = scenario->harvest.window_days;

  add_fact (facts, "title", scenario->title.en);
  add_fact (facts, "title.ja", scenario->title.ja);
  add_fact (facts, "purpose", scenario->purpose.en);
  add_fact (facts, "purpose.ja", scenario->purpose.ja);
  add_fact (facts, "start", keep (texts, scenario_date_text (scenario, 0)));
  add_fact (facts, "end", keep (texts, scenario_date_text (scenario, scenario->end)));
  add_fact (facts, "cohort-start",
            keep (texts, scenario_date_text (scenario, scenario->warm_up)));
  add_fact (facts, "warm-up",
            keep (texts, cli_record_number_text (sim_time_to_days (scenario->warm_up))));
  add_fact (facts, "metric", metric);
  if (isfinite (window))
    {
      /* On an axis of days since the injury, days counted by dates end a day later. */
      double end = window + (scenario->harvest.counts_dates ? 1 : 0);

      add_fact (facts, "window-days", keep (texts, cli_record_number_text (window)));
      add_fact (facts, "window-end", keep (texts, cli_record_number_text (end)));
    }
  /* Patients of a trace or a list are so many, not so many a year. */
  if (scenario->patients.arrivals.kind != SCENARIO_ARRIVALS_TRACE &&
      !scenario->has_initial)
    add_fact (facts, "cohort-years",
              keep (texts, cli_record_number_text (
                               sim_time_to_days (scenario->end - scenario->warm_up) /
                               SIM_DAYS_PER_YEAR)));
  return facts;
}

static GArray *
collect_variants (const CliExperiment *experiment)
{
  GArray *variants = g_array_new (FALSE, FALSE, sizeof (OutputVariant));

  for (size_t i = 0; i < model_study_variant_count (experiment->study); i++)
    {
      const ModelVariant *from = model_study_variant (experiment->study, i);
      const ScenarioRule *rule = &from->scenario->rules[from->rule];
      const char *settings =
          experiment->settings != NULL ? experiment->settings[i] : NULL;
      /* A rule's title would not tell its variants apart. */
      const OutputVariant variant = {
        .label = from->label,
        .title = settings == NULL ? rule->title.en : NULL,
        .title_ja = settings == NULL ? rule->title.ja : NULL,
        .settings = settings,
      };

      g_array_append_val (variants, variant);
    }
  return variants;
}

/* What a comparison is about where the scenario does not say: who of the referred is
 * treated, and what is wasted (DESIGN section 4). */
static const ScenarioMetricName default_primary[] = {
  { (char *) "infused-of-referred", (char *) "all" },
  { (char *) "infused-of-referred", (char *) "A" },
  { (char *) "infused-of-referred", (char *) "B" },
  { (char *) "infused-of-referred", (char *) "C" },
  { (char *) "wasted-products", (char *) "all" },
};

static GArray *
collect_primary (const CliExperiment *experiment, const SimCatalogue *catalogue)
{
  const Scenario *scenario = experiment->scenario;
  /* Who asks of many changes which does most asks it of one measure. */
  if (experiment->metric != NULL && experiment->baseline >= 0)
    {
      int metric = cli_metric_find (catalogue, experiment->metric);
      GArray *one = g_array_new (FALSE, FALSE, sizeof (int));

      g_array_append_val (one, metric);
      return one;
    }
  bool is_default = scenario->n_primary == 0 && experiment->baseline >= 0;
  const ScenarioMetricName *names = is_default ? default_primary : scenario->primary;
  size_t n = is_default ? G_N_ELEMENTS (default_primary) : scenario->n_primary;
  GArray *primary = g_array_new (FALSE, FALSE, sizeof (int));

  for (size_t i = 0; i < n; i++)
    {
      int metric = sim_catalogue_find_metric (catalogue, names[i].metric, names[i].group);

      if (metric >= 0)
        g_array_append_val (primary, metric);
    }
  return primary;
}

char *
cli_record_directory (const char *output,
                      const char *scenario,
                      const char *command,
                      SimShard shard)
{
  if (output != NULL)
    return g_strdup (output);
  g_autofree char *whole = strcmp (command, "run") == 0
                               ? g_strdup (scenario)
                               : g_strconcat (scenario, "-", command, NULL);
  return shard.count == 1
             ? g_steal_pointer (&whole)
             : g_strdup_printf ("%s-shard-%d-of-%d", whole, shard.number, shard.count);
}

OutputStore *
cli_record_new_store (const CliExperiment *experiment,
                      const char *directory,
                      int64_t replications,
                      OutputStoreStart *ret_start,
                      GError **error)
{
  const Scenario *scenario = experiment->scenario;
  const SimCatalogue *catalogue = model_study_catalogue (experiment->study);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) parameters = collect_parameters (scenario, texts);
  g_autoptr (GArray) facts = collect_facts (scenario, experiment->metric, texts);
  cli_facts_add_model (scenario, experiment->study, texts, facts);
  g_autoptr (GArray) variants = collect_variants (experiment);
  g_autoptr (GArray) primary = collect_primary (experiment, catalogue);
  bool is_search = experiment->question != NULL && experiment->answer == NULL;
  const OutputRun run = {
    .command = experiment->command,
    .version = PACKAGE_VERSION,
    .scenario = scenario->name,
    .digest = scenario->digest,
    .seed = cli_options_seed (experiment->options, scenario),
    .replications = replications,
    .shard = experiment->options->shard,
    .n_traced = is_search ? 0 : experiment->options->traced,
    .confidence = scenario->confidence,
    .baseline = experiment->baseline,
    .primary = (const int *) (void *) primary->data,
    .n_primary = primary->len,
    .variants = (const OutputVariant *) (void *) variants->data,
    .n_variants = variants->len,
    .parameters = (const OutputParameter *) (void *) parameters->data,
    .n_parameters = parameters->len,
    .facts = (const OutputFact *) (void *) facts->data,
    .n_facts = facts->len,
    .question = experiment->question,
    .answer = experiment->answer,
  };

  return output_store_new (directory, &run, catalogue,
                           experiment->options->is_forced ? OUTPUT_STORE_FORCE
                                                          : OUTPUT_STORE_CAREFUL,
                           ret_start, error);
}
