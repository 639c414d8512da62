/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the path of patients: what is accepted is simulated, and nothing may be lost. */
#include "tests/fuzz/simulate.h"
#include "tests/fuzz/target.h"

#include "scenarios/reader.h"

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  (void) argc;
  (void) argv;
  scenario_reader_init ();
  return 0;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (Scenario) scenario =
      scenario_read_memory ("x", (const char *) data, (gssize) size, NULL);
  if (scenario != NULL)
    fuzz_simulate (scenario, scenario->use);
  return 0;
}
