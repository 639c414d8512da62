/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes: one at a time against the base, as variants of a scenario. */
#include "cli/changes.h"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cli/command.h"
#include "scenarios/edit.h"
#include "scenarios/reader.h"

/* Ours: as far as a week's more notice changes a plan. */
#define CALL_AHEAD_MORE_DAYS 7.0

struct CliChanges
{
  const Scenario *base;
  int rule;
  GPtrArray *scenarios; /* of the variants but the base */
  GPtrArray *labels, *settings;
  GArray *variants;
  size_t n_standard;
};

static void
free_scenario (gpointer data)
{
  scenario_free (data);
}

void
cli_changes_free (CliChanges *changes)
{
  if (changes == NULL)
    return;
  g_array_unref (changes->variants);
  g_ptr_array_unref (changes->settings);
  g_ptr_array_unref (changes->labels);
  g_ptr_array_unref (changes->scenarios);
  g_free (changes);
}

const ModelVariant *
cli_changes_variants (const CliChanges *changes, size_t *ret_n)
{
  *ret_n = changes->variants->len;
  return (const ModelVariant *) (void *) changes->variants->data;
}

const char *const *
cli_changes_settings (const CliChanges *changes)
{
  return (const char *const *) (void *) changes->settings->pdata;
}

bool
cli_changes_is_standard (const CliChanges *changes, size_t variant)
{
  return variant > 0 && variant <= changes->n_standard;
}

static char *
number_text (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* 12 digits, so that 8.5 - 1 and 0.1 + 0.2 are what a reader expects. */
  return g_strdup (g_ascii_formatd (text, sizeof text, "%.12g", value));
}

static void
add_variant (CliChanges *changes,
             const Scenario *scenario,
             const char *name,
             const char *value,
             bool is_high)
{
  const char *rule = changes->base->rules[changes->rule].id;
  bool is_base = scenario == changes->base;
  char *label =
      is_base ? g_strdup (rule) : g_strdup_printf ("%s, %s %s", rule, name, value);
  const ModelVariant variant = { .label = label,
                                 .scenario = scenario,
                                 .rule = changes->rule };

  g_array_append_val (changes->variants, variant);
  g_ptr_array_add (changes->labels, label);
  g_ptr_array_add (changes->settings,
                   g_strdup_printf ("change=%s;value=%s;end=%s;rule=%s", name, value,
                                    is_base   ? ""
                                    : is_high ? "high"
                                              : "low",
                                    rule));
}

/* Takes over @scenario, NULL where @error says why it is refused, and frees @error. */
static void
take (CliChanges *changes,
      Scenario *scenario,
      GError *error,
      const char *name,
      const char *value,
      bool is_high)
{
  if (scenario == NULL)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("left out, the scenario refuses '%s': %s"), name, error->message);
      cli_warn (text);
      g_error_free (error);
      return;
    }
  g_ptr_array_add (changes->scenarios, scenario);
  add_variant (changes, scenario, name, value, is_high);
}

/* ---- The planner's standard list ---- */

static void
add_pools (CliChanges *changes)
{
  const ScenarioPlant *plant = &changes->base->plant;

  for (size_t i = 0; i < plant->n_pools; i++)
    {
      g_autofree char *address = g_strconcat ("pool:", plant->pools[i].id, NULL);
      g_autofree char *name = g_strconcat ("one more ", plant->pools[i].id, NULL);
      g_autofree char *value = g_strdup_printf ("%d", plant->pools[i].capacity + 1);
      GError *error = NULL;
      Scenario *copy = scenario_with (changes->base, address, value, &error);

      take (changes, copy, error, name, value, true);
    }
}

/* Several numbers move together: those whose addresses begin and end so. */
static void
add_shift (CliChanges *changes,
           const char *beginning,
           const char *const *endings,
           double step,
           const char *name)
{
  const Scenario *base = changes->base;
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (ScenarioChange));
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (size_t i = 0; i < base->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &base->parameters[i];
      bool is_meant = false;

      if (!g_str_has_prefix (parameter->address, beginning))
        continue;
      for (const char *const *ending = endings; *ending != NULL; ending++)
        is_meant |= g_str_has_suffix (parameter->address, *ending);
      if (!is_meant)
        continue;
      ScenarioChange change = { parameter->address,
                                number_text (fmax (0, parameter->value + step)) };
      g_ptr_array_add (texts, (char *) change.value);
      g_array_append_val (parts, change);
    }
  if (parts->len == 0)
    return;
  const ScenarioChange *all = (const ScenarioChange *) (void *) parts->data;
  GError *error = NULL;
  Scenario *copy = scenario_with_all (base, all, parts->len, &error);
  /* One number can be named; of several, the step. */
  g_autofree char *steps = g_strdup_printf ("%+g", step);
  take (changes, copy, error, name, parts->len == 1 ? all[0].value : steps, step > 0);
}

/* The whole distribution moves where it is made of days; by its mean where it has one. */
static void
add_referral (CliChanges *changes)
{
  static const char *const mean[] = { "referral.mean", NULL };
  static const char *const days[] = { "referral.value", "referral.min", "referral.mode",
                                      "referral.max", NULL };
  size_t before = changes->variants->len;

  if (changes->base->patients.referral == NULL)
    return;
  add_shift (changes, "referral.mean", mean, -1, "referral a day earlier");
  if (changes->variants->len == before)
    add_shift (changes, "referral.", days, -1, "referral a day earlier");
}

static void
add_slots (CliChanges *changes)
{
  static const struct
  {
    const char *beginning, *ending, *name;
  } slots[] = {
    { "site:", ".draws-per-day", "one more draw a day" },
    { "site:", ".harvests-per-day", "one more harvest a day" },
    { "site:", ".infusions-per-day", "one more infusion a day" },
    { "site:", ".beds", "one more bed" },
    { "plant.intake.", ".per-day", "one more intake a day" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      const char *const endings[] = { slots[i].ending, NULL };

      add_shift (changes, slots[i].beginning, endings, 1, slots[i].name);
    }
}

static void
add_edit (CliChanges *changes,
          ScenarioEdit edit,
          double number,
          const char *name,
          const char *value,
          bool is_high)
{
  GError *error = NULL;

  if (!scenario_edit_is_possible (changes->base, edit))
    return;
  Scenario *copy = scenario_edit (changes->base, edit, number, &error);
  take (changes, copy, error, name, value, is_high);
}

static void
add_call_ahead (CliChanges *changes)
{
  double days = changes->base->plant.call_ahead_days;
  g_autofree char *more = number_text (days + CALL_AHEAD_MORE_DAYS);

  if (days > 0)
    add_edit (changes, SCENARIO_EDIT_CALL_AHEAD, 0, "call-ahead", "0", false);
  add_edit (changes, SCENARIO_EDIT_CALL_AHEAD, days + CALL_AHEAD_MORE_DAYS, "call-ahead",
            more, true);
}

/* ---- The ranges that the scenario declares ---- */

static void
add_ends (CliChanges *changes)
{
  const Scenario *base = changes->base;

  for (size_t i = 0; i < base->n_parameters; i++)
    {
      const ScenarioParameter *parameter = &base->parameters[i];
      const double ends[] = { parameter->low, parameter->high };

      for (int k = 0; k < 2; k++)
        {
          if (isnan (ends[k]) || ends[k] == parameter->value)
            continue;
          g_autofree char *value = number_text (ends[k]);
          GError *error = NULL;
          Scenario *copy = scenario_with (base, parameter->address, value, &error);

          take (changes, copy, error, parameter->address, value, k == 1);
        }
    }
}

CliChanges *
cli_changes_new (const Scenario *scenario, int rule)
{
  CliChanges *changes = g_new0 (CliChanges, 1);

  changes->base = scenario;
  changes->rule = rule;
  changes->scenarios = g_ptr_array_new_with_free_func (free_scenario);
  changes->labels = g_ptr_array_new_with_free_func (g_free);
  changes->settings = g_ptr_array_new_with_free_func (g_free);
  changes->variants = g_array_new (FALSE, FALSE, sizeof (ModelVariant));
  add_variant (changes, scenario, CLI_CHANGES_BASE, "", false);
  add_pools (changes);
  add_referral (changes);
  add_slots (changes);
  add_edit (changes, SCENARIO_EDIT_ONE_SITE_MORE, 0, "one more site", "+1", true);
  add_call_ahead (changes);
  add_edit (changes, SCENARIO_EDIT_NO_CLOSURES, 0, "no closures", "0", true);
  changes->n_standard = changes->variants->len - 1;
  add_ends (changes);
  return changes;
}
