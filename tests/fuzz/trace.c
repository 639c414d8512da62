/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the readers of CSV files: a trace, a profile, a column of values. */
#include "tests/fuzz/simulate.h"
#include "tests/fuzz/target.h"

#include <string.h>

#include "scenarios/reader.h"

#define HEAD                                                                             \
  "<scenario format='1' name='x' start='2019-05-06' end='2019-08-06'>"                   \
  "<experiment drain='200'/>"                                                            \
  "<sites><site id='first' share='0.5'/><site id='second' share='0.5'/></sites>"
#define BODY                                                                             \
  "<sex female='0.5'/><grades A='0.3' B='0.3' C='0.4'/>"                                 \
  "<age><uniform min='0' max='90'/></age>"                                               \
  "<weight><uniform min='30' max='90'/></weight>"                                        \
  "<haemoglobin><uniform min='8' max='16'/></haemoglobin>"
#define TAIL                                                                             \
  "<harvest window='31'/><blood total-ml='900' draws='5'><draw day='-3'/></blood>"       \
  "<plant><pool id='line' capacity='2'/><stage id='culture' uses='line'>"                \
  "<constant value='20'/></stage></plant></scenario>"

static const char *const scenarios[][2] = {
  { "trace.xml", HEAD "<patients><arrivals><trace href='table.csv'/></arrivals>" BODY
                      "</patients>" TAIL },
  { "profile.xml",
    HEAD "<patients><arrivals per-year='50'/>" BODY
         "<profile href='table.csv' gives='harvest draws lead'/></patients>" TAIL },
  { "column.xml",
    HEAD "<patients><arrivals per-year='50'/>" BODY
         "<referral><empirical href='table.csv' column='harvest'/></referral>"
         "</patients>" TAIL },
};

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  (void) argc;
  (void) argv;
  scenario_reader_init ();
  for (size_t i = 0; i < G_N_ELEMENTS (scenarios); i++)
    fuzz_write (scenarios[i][0], scenarios[i][1], strlen (scenarios[i][1]));
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  fuzz_write ("table.csv", data, size);
  for (size_t i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = fuzz_path (scenarios[i][0]);
      g_autoptr (GError) error = NULL;
      g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
      if (scenario != NULL)
        fuzz_simulate (scenario, scenario->use);
      else
        FUZZ_EXPECT (error->domain == SCENARIO_ERROR &&
                     g_utf8_validate (error->message, -1, NULL));
    }
  return 0;
}
