/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the reader of the list of patients now in the system, and goes on from there. */
#include "tests/fuzz/simulate.h"
#include "tests/fuzz/target.h"

#include <string.h>

#include "scenarios/reader.h"

static const char scenario_text[] =
    "<scenario format='1' name='x' start='2020-06-15' end='2020-09-14'>"
    "<experiment drain='300'/>"
    "<calendar id='weekdays' days='Mon Tue Wed Thu Fri' opens='09:00' closes='17:00'/>"
    "<sites><site id='sapporo' share='0.7' calendar='weekdays' beds='20' "
    "draws-per-day='4' harvests-per-day='1'><transport expires-days='4'>"
    "<constant value='0.3'/></transport></site>"
    "<site id='second' share='0.3' calendar='weekdays'/></sites>"
    "<patients><arrivals per-year='50'/><sex female='0.25'/>"
    "<grades A='0.19' B='0.20' C='0.61'/><age><uniform min='20' max='90'/></age>"
    "<weight><uniform min='30' max='90'/></weight>"
    "<haemoglobin><uniform min='8' max='16'/></haemoglobin></patients>"
    "<eligibility grades='A B C'><screening><uniform min='1' max='3'/></screening>"
    "</eligibility>"
    "<harvest window='31' tolerance-days='5' tolerance-share='0.5'/>"
    "<blood total-ml='960' draws='5' max-draw-ml='250' min-interval-days='2' "
    "min-haemoglobin='9' haemoglobin-per-day='0.05'><draw day='-7'/><draw day='-2'/>"
    "<draw day='5'/><draw day='10'/></blood>"
    "<plant call-ahead-days='8'><intake calendar='weekdays' per-day='2'/>"
    "<pool id='line' capacity='7'/><pool id='suite' capacity='2'/>"
    "<stage id='primary' uses='line' serum='0.4'><gamma mean='7' sd='2'/></stage>"
    "<stage id='passage' uses='line' serum='0.7'><gamma mean='7.5' sd='2.5'/></stage>"
    "<stage id='fill' uses='line suite' calendar='weekdays'><constant value='0.25'/>"
    "</stage><stage id='testing' uses='line'><constant value='8'/>"
    "<fail probability='0.1'/></stage><remake attempts='1' blood='1'/></plant>"
    "<infusion grades='A B C' expires-days='60'><transport><constant value='1'/>"
    "</transport></infusion><initial href='list.csv'/></scenario>";

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
  g_autoptr (GError) error = NULL;
  fuzz_write ("list.csv", data, size);
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  if (scenario != NULL)
    {
      fuzz_simulate (scenario, scenario->use);
      scenario_use_pseudonyms (scenario);
    }
  else
    FUZZ_EXPECT (error->domain == SCENARIO_ERROR &&
                 g_utf8_validate (error->message, -1, NULL));
  return 0;
}
