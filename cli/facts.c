/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts: what results remember of the model's shape, for the report. */
#include "cli/facts.h"

#include <inttypes.h>
#include <string.h>

#include "scenarios/rule-sentence.h"
#include "sim/distribution.h"

/* Takes over @key and @value. */
static void
add (GArray *facts, GPtrArray *texts, char *key, char *value)
{
  const OutputFact fact = { key, value };

  g_ptr_array_add (texts, key);
  g_ptr_array_add (texts, value);
  g_array_append_val (facts, fact);
}

static void
add_count (GArray *facts, GPtrArray *texts, const char *key, int64_t count)
{
  add (facts, texts, g_strdup (key), g_strdup_printf ("%" PRId64, count));
}

static void
add_stages (const ScenarioPlant *plant, GPtrArray *texts, GArray *facts)
{
  for (size_t i = 0; i < plant->n_stages; i++)
    {
      g_autoptr (GString) pools = g_string_new ("");

      for (size_t p = 0; p < plant->n_pools; p++)
        if ((plant->stages[i].uses >> p & 1) != 0)
          g_string_append_printf (pools, "%s%s", pools->len > 0 ? " " : "",
                                  plant->pools[p].id);
      add (facts, texts, g_strconcat ("stage.", plant->stages[i].id, NULL),
           g_strdup (pools->str));
    }
}

/* Returns: whether an element of that name is a distribution that spreads */
static bool
is_spread (const char *element)
{
  size_t n_names;
  const SimDistributionName *names = sim_distribution_names (&n_names);

  for (size_t i = 0; i < n_names; i++)
    if (strcmp (names[i].name, element) == 0)
      return names[i].kind != SIM_DISTRIBUTION_CONSTANT;
  return false;
}

/* The distribution that a number is a part of, by the number's address. */
static void
add_laws (const Scenario *scenario, GPtrArray *texts, GArray *facts)
{
  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &scenario->parameters[i];

      if (is_spread (parameter->element))
        add (facts, texts, g_strconcat ("law.", parameter->address, NULL),
             g_strdup (parameter->element));
    }
}

static bool
has_fact (const GArray *facts, const char *key)
{
  for (guint i = 0; i < facts->len; i++)
    if (strcmp (g_array_index (facts, OutputFact, i).key, key) == 0)
      return true;
  return false;
}

static void
add_rules (const ModelStudy *study, GPtrArray *texts, GArray *facts)
{
  for (size_t i = 0; i < model_study_variant_count (study); i++)
    {
      const ModelVariant *variant = model_study_variant (study, i);
      const ScenarioRule *rule = &variant->scenario->rules[variant->rule];
      g_autofree char *key = g_strconcat ("rule.", rule->id, NULL);

      if (has_fact (facts, key))
        continue;
      add (facts, texts, g_strdup (key),
           scenario_rule_sentence (variant->scenario, rule, SCENARIO_LANGUAGE_EN));
      add (facts, texts, g_strconcat (key, ".ja", NULL),
           scenario_rule_sentence (variant->scenario, rule, SCENARIO_LANGUAGE_JA));
    }
}

void
cli_facts_add_model (const Scenario *scenario,
                     const ModelStudy *study,
                     GPtrArray *texts,
                     GArray *facts)
{
  static const char *const arrivals[] = {
    [SCENARIO_ARRIVALS_POISSON] = "poisson",
    [SCENARIO_ARRIVALS_RENEWAL] = "renewal",
    [SCENARIO_ARRIVALS_TRACE] = "trace",
  };
  bool has_effect = scenario->outcome != NULL && scenario->outcome->has_effect;

  add (facts, texts, g_strdup ("arrivals"),
       g_strdup (arrivals[scenario->patients.arrivals.kind]));
  add_count (facts, texts, "sites", (int64_t) scenario->n_sites);
  add (facts, texts, g_strdup ("effect"), g_strdup (has_effect ? "declared" : "none"));
  if (scenario->blood != NULL)
    add (facts, texts, g_strdup ("draw-start"),
         g_strdup (scenario->blood->starts_eligible ? "eligible" : "booking"));
  if (scenario->input_draws > 0)
    add_count (facts, texts, "input-draws", scenario->input_draws);
  if (scenario->has_initial)
    add_count (facts, texts, "initial-patients", (int64_t) scenario->n_initial);
  add_stages (&scenario->plant, texts, facts);
  add_laws (scenario, texts, facts);
  add_rules (study, texts, facts);
}
