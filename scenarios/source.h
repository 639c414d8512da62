/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files a scenario is read from: confined to its folder, limited in size, digested.
 */
#pragma once

#include "scenarios/scenario.h"

#include <stdbool.h>

/* Contract: every byte that a scenario depends on passes through here, in the order of
 * reading, and into the digest.  Only regular files in or below the folder of the
 * scenario are read, links resolved.  A scenario and its changed copies share one
 * ScenarioSources, so that CSV files are read once. */

/* Limits of our own: DESIGN section 4 bounds a file, these bound what files add up to. */
#define SCENARIO_MAX_NODES    250000 /* elements, attributes, processing instructions */
#define SCENARIO_MAX_NAMES    1000   /* different ones of these, in one file */
#define SCENARIO_MAX_DEPTH    64     /* elements within elements, in one file */
#define SCENARIO_MAX_INCLUDES 256    /* inclusions, nested ones counted */

/* Where an element stands; elements point at it through their _private member. */
typedef struct
{
  int file;
  int line;
} ScenarioPlace;

typedef struct
{
  char *shown;    /* as messages name it: under the path that the caller gave */
  char *relative; /* to the scenario's folder */
  char *real;     /* resolved; NULL in memory */
  GBytes *bytes;  /* CSV files; NULL for XML, which is kept as a tree */
} ScenarioFile;

typedef struct
{
  gatomicrefcount references;
  char *folder;       /* resolved; NULL for a scenario in memory */
  char *shown_folder; /* "" or with a "/" at the end */
  GPtrArray *files;   /* of ScenarioFile, in the order of reading */
  GHashTable *csv;    /* "FILE HREF" to the number of a CSV file that was read */
  GPtrArray *places;  /* blocks of ScenarioPlace, one an XML file */
  GChecksum *checksum;
  size_t xml_bytes;
  size_t xml_nodes;
  int includes;
} ScenarioSources;

/** @path: of the main file; NULL for a scenario in memory
 * Errors: SCENARIO_ERROR_UNREADABLE: no such folder. */
ScenarioSources *scenario_sources_new (const char *path, GError **error);
ScenarioSources *scenario_sources_ref (ScenarioSources *sources);
void scenario_sources_unref (ScenarioSources *sources);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScenarioSources, scenario_sources_unref)

/**
 * scenario_sources_open:
 * @from: number of the file in which @href stands; -1: of the caller, not confined
 * @href: path relative to that file
 * @limit: most bytes
 * @ret_bytes: (out) (transfer full)
 * @ret_reason: (out) (transfer full): on failure, "expected ..., found ..."
 *
 * Reads a file and adds it to the list and the digest.
 * Returns: the number of the file, or -1
 */
int scenario_sources_open (ScenarioSources *sources,
                           int from,
                           const char *href,
                           size_t limit,
                           GBytes **ret_bytes,
                           char **ret_reason);

/** Keeps a reference to the bytes of @file, for changed copies of the scenario. */
void scenario_sources_keep (ScenarioSources *sources, int file, GBytes *bytes);

/** Adds bytes that came from memory as a file. Returns: the number of the file */
int
scenario_sources_add_memory (ScenarioSources *sources, const char *name, GBytes *bytes);

/** Returns: (transfer none): the file of that number */
const ScenarioFile *scenario_sources_file (const ScenarioSources *sources, int file);

/** Returns: (transfer full): the digest of all that was read so far, in hex */
char *scenario_sources_digest (const ScenarioSources *sources);
