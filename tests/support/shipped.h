/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenarios that come with the program, for tests. */
#pragma once

#include "scenarios/reader.h"
#include "tests/support/assert.h"

/* Returns: (transfer full): the path of @name, "table6.xml", in the source tree */
static inline char *
shipped_path (const char *name)
{
  return g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "scenarios", name, NULL);
}

/* Returns: (transfer full): the scenario @name, which must be readable */
static inline Scenario *
shipped_read (const char *name)
{
  g_autofree char *path = shipped_path (name);
  g_autoptr (GError) error = NULL;
  Scenario *scenario = scenario_read (path, NULL, &error);
  if (scenario == NULL)
    fail_msg ("%s: %s", name, error->message);
  return scenario;
}
