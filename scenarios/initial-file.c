/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the list of patients who are in the system when the scenario starts. */
#include "scenarios/reading.h"

void
scenario_read_initial (ScenarioReading *reading, const xmlNode *root)
{
  xmlNode *node = scenario_child (reading, root, "initial");
  if (node == NULL)
    return;
  reading->scenario->has_initial = true;
  g_free (scenario_text (reading, node, "href"));
}
