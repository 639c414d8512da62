/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the reader of scenarios; what is accepted must survive its own values. */
#include "tests/fuzz/target.h"

#include <math.h>
#include <string.h>

#include "cli/load.h"
#include "scenarios/reader.h"
#include "scenarios/rule-sentence.h"

/* So many parameters of an accepted scenario are written back; each is a whole reading.
 */
#define WRITTEN_BACK 3

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  static const char *const beside[] = { "rules.xml", "table6.csv", "today.csv",
                                        "trial-protocol.csv" };
  (void) argc;
  (void) argv;
  scenario_reader_init ();
  for (size_t i = 0; i < G_N_ELEMENTS (beside); i++)
    {
      g_autofree char *source = g_build_filename ("scenarios", beside[i], NULL);
      fuzz_copy (source, beside[i]);
    }
  return 0;
}

/* What says a mistake must say where. */
static void
check_refusal (const GError *error)
{
  FUZZ_EXPECT (error != NULL && error->domain == SCENARIO_ERROR);
  FUZZ_EXPECT (g_utf8_validate (error->message, -1, NULL));
  FUZZ_EXPECT (strstr (error->message, "scenario.xml") != NULL);
}

/* A number put back as it stands is the scenario that it was. */
static void
write_back (const Scenario *scenario, const ScenarioParameter *parameter)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GError) error = NULL;
  g_ascii_dtostr (text, sizeof text, parameter->value);
  g_autoptr (Scenario) copy = scenario_with (scenario, parameter->address, text, &error);
  /* A number that the schema wants written in another way may be refused, no more. */
  FUZZ_EXPECT (copy != NULL || error != NULL);
  if (copy != NULL)
    FUZZ_EXPECT (copy->n_parameters == scenario->n_parameters &&
                 copy->end == scenario->end);
}

static void
look_at (const Scenario *scenario)
{
  FUZZ_EXPECT (scenario->n_rules > 0 && scenario->n_sites > 0 && scenario->end > 0);
  CliLoad load = cli_load_of (scenario);
  FUZZ_EXPECT (load.consent >= 0 && load.consent <= 1);
  for (size_t i = 0; i < scenario->n_rules; i++)
    {
      g_free (
          scenario_rule_sentence (scenario, &scenario->rules[i], SCENARIO_LANGUAGE_EN));
      g_free (
          scenario_rule_sentence (scenario, &scenario->rules[i], SCENARIO_LANGUAGE_JA));
    }
  for (size_t i = 0; i < scenario->n_parameters; i++)
    {
      FUZZ_EXPECT (isfinite (scenario->parameters[i].value));
      if (i % (scenario->n_parameters / WRITTEN_BACK + 1) == 0)
        write_back (scenario, &scenario->parameters[i]);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = fuzz_path ("scenario.xml");
  g_autoptr (GError) error = NULL;
  fuzz_write ("scenario.xml", data, size);
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  if (scenario == NULL)
    check_refusal (error);
  else
    look_at (scenario);
  return 0;
}
