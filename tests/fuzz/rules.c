/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the file of --rules-file: read beside a scenario, told, and followed. */
#include "tests/fuzz/simulate.h"
#include "tests/fuzz/target.h"

#include <string.h>

#include "scenarios/reader.h"
#include "scenarios/rule-sentence.h"

/* Small, but with all that a rule can ask for. */
static const char scenario_text[] =
    "<scenario format='1' name='x' start='2019-05-06' end='2019-08-06'>"
    "<experiment drain='200'/>"
    "<group id='young' max-age='40'/>"
    "<sites><site id='first' share='0.5'/><site id='second' share='0.5'/></sites>"
    "<patients><arrivals per-year='100'/><sex female='0.5'/>"
    "<grades A='0.3' B='0.3' C='0.4'/><age><uniform min='0' max='90'/></age></patients>"
    "<eligibility grades='A B C'/>"
    "<natural-course><improves from='A' to='B' per-day='0.01'/></natural-course>"
    "<harvest window='31'/>"
    "<plant call-ahead-days='3'><pool id='line' capacity='1'>"
    "<change on='2019-06-01' capacity='3'/></pool>"
    "<stage id='culture' uses='line'><exponential mean='12'/>"
    "<fail probability='0.2'/></stage><remake attempts='2'/></plant>"
    "<infusion grades='A B C'/>"
    "<outcome day='220'><observed grade='A' n='6' one-or-more='5' two-or-more='2'/>"
    "</outcome></scenario>";

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  (void) argc;
  (void) argv;
  scenario_reader_init ();
  fuzz_write ("scenario.xml", scenario_text, strlen (scenario_text));
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = fuzz_path ("scenario.xml");
  g_autofree char *rules_path = fuzz_path ("rules.xml");
  g_autoptr (GError) error = NULL;
  fuzz_write ("rules.xml", data, size);
  g_autoptr (Scenario) scenario = scenario_read (path, rules_path, &error);
  if (scenario == NULL)
    {
      FUZZ_EXPECT (error->domain == SCENARIO_ERROR &&
                   g_utf8_validate (error->message, -1, NULL));
      FUZZ_EXPECT (strstr (error->message, "rules.xml") != NULL);
      return 0;
    }
  for (size_t i = 0; i < scenario->n_rules; i++)
    {
      g_free (
          scenario_rule_sentence (scenario, &scenario->rules[i], SCENARIO_LANGUAGE_EN));
      g_free (
          scenario_rule_sentence (scenario, &scenario->rules[i], SCENARIO_LANGUAGE_JA));
      /* The first few: a file may hold 256. */
      if (i < 4)
        fuzz_simulate (scenario, (int) i);
    }
  return 0;
}
