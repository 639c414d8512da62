/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptions: what was run and what its numbers mean, as rows of a store. */
#include "output/description.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <string.h>

const char *const output_description_schema =
    "CREATE TABLE header (key TEXT PRIMARY KEY, value TEXT, checksum INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE variant (variant INTEGER PRIMARY KEY, label TEXT, title TEXT,"
    " title_ja TEXT, settings TEXT, checksum INTEGER NOT NULL) STRICT;"
    "CREATE TABLE parameter (place INTEGER PRIMARY KEY, address TEXT, value TEXT,"
    " unit TEXT, source TEXT, status TEXT, low TEXT, high TEXT,"
    " checksum INTEGER NOT NULL) STRICT;"
    "CREATE TABLE fact (place INTEGER PRIMARY KEY, key TEXT, value TEXT,"
    " checksum INTEGER NOT NULL) STRICT;"
    "CREATE TABLE metric (metric INTEGER PRIMARY KEY, name TEXT, \"group\" TEXT,"
    " unit TEXT, summary TEXT, kind INTEGER, \"column\" INTEGER, denominator INTEGER,"
    " histogram INTEGER, probability TEXT, checksum INTEGER NOT NULL) STRICT;"
    "CREATE TABLE series (series INTEGER PRIMARY KEY, name TEXT, \"group\" TEXT,"
    " unit TEXT, axis TEXT, kind INTEGER, points INTEGER,"
    " checksum INTEGER NOT NULL) STRICT;";

/* A copy of @text (nullable) that lives with the description. */
static const char *
keep_text (OutputDescription *description, const char *text)
{
  return text ? g_string_chunk_insert_const (description->texts, text) : NULL;
}

static OutputVariant
keep_variant (OutputDescription *description, const OutputVariant *variant)
{
  return (OutputVariant){
    keep_text (description, variant->label),
    keep_text (description, variant->title),
    keep_text (description, variant->title_ja),
    keep_text (description, variant->settings),
  };
}

OutputDescription *
output_description_new (const OutputRun *run)
{
  OutputDescription *description = g_new0 (OutputDescription, 1);
  description->texts = g_string_chunk_new (1024);
  description->arrays = g_ptr_array_new_with_free_func (g_free);
  if (!run)
    return description;
  OutputRun *copy = &description->run;
  *copy = *run;
  copy->command = keep_text (description, run->command);
  copy->version = keep_text (description, run->version);
  copy->scenario = keep_text (description, run->scenario);
  copy->digest = keep_text (description, run->digest);
  copy->question = keep_text (description, run->question);
  copy->answer = keep_text (description, run->answer);
  int *primary = g_new0 (int, run->n_primary + 1);
  OutputVariant *variants = g_new0 (OutputVariant, run->n_variants + 1);
  OutputParameter *parameters = g_new0 (OutputParameter, run->n_parameters + 1);
  OutputFact *facts = g_new0 (OutputFact, run->n_facts + 1);
  for (size_t i = 0; i < run->n_primary; i++)
    primary[i] = run->primary[i];
  for (size_t i = 0; i < run->n_variants; i++)
    variants[i] = keep_variant (description, &run->variants[i]);
  for (size_t i = 0; i < run->n_parameters; i++)
    {
      const OutputParameter *from = run->parameters + i;
      parameters[i] = (OutputParameter){
        keep_text (description, from->address), keep_text (description, from->value),
        keep_text (description, from->unit),    keep_text (description, from->source),
        keep_text (description, from->status),  keep_text (description, from->low),
        keep_text (description, from->high),
      };
    }
  for (size_t i = 0; i < run->n_facts; i++)
    facts[i] = (OutputFact){ keep_text (description, run->facts[i].key),
                             keep_text (description, run->facts[i].value) };
  g_ptr_array_add (description->arrays, primary);
  g_ptr_array_add (description->arrays, variants);
  g_ptr_array_add (description->arrays, parameters);
  g_ptr_array_add (description->arrays, facts);
  copy->primary = primary;
  copy->variants = variants;
  copy->parameters = parameters;
  copy->facts = facts;
  return description;
}

void
output_description_free (OutputDescription *description)
{
  if (!description)
    return;
  sim_catalogue_free (description->catalogue);
  g_string_chunk_free (description->texts);
  g_ptr_array_unref (description->arrays);
  g_free (description);
}

/* Writing. */

bool
output_description_set (OutputDatabase *database,
                        const char *key,
                        const char *value,
                        GError **error)
{
  OutputValue values[] = { output_value_text (key), output_value_text (value) };
  return output_database_insert_once (database,
                                      "INSERT OR REPLACE INTO header VALUES (?, ?, ?)",
                                      values, G_N_ELEMENTS (values), error);
}

static bool
set_integer (OutputDatabase *database, const char *key, int64_t value, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  return output_description_set (database, key, text, error);
}

static bool
write_header (const OutputRun *run,
              const SimCatalogue *catalogue,
              OutputDatabase *database,
              GError **error)
{
  char confidence[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_dtostr (confidence, sizeof confidence, run->confidence);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, run->seed);
  g_autoptr (GString) primary = g_string_new (NULL);
  for (size_t i = 0; i < run->n_primary; i++)
    g_string_append_printf (primary, i > 0 ? " %d" : "%d", run->primary[i]);
  const struct
  {
    const char *key;
    const char *value;
  } texts[] = {
    { "format", OUTPUT_FORMAT },
    { "state", "unfinished" },
    { "command", run->command },
    { "version", run->version },
    { "scenario", run->scenario },
    { "digest", run->digest },
    { "seed", seed },
    { "confidence", confidence },
    { "primary", primary->str },
    { "question", run->question },
    { "answer", run->answer },
  };
  const struct
  {
    const char *key;
    int64_t value;
  } integers[] = {
    { "replications", run->replications },
    { "shard", run->shard.number },
    { "shards", run->shard.count },
    { "traced", run->n_traced },
    { "baseline", run->baseline },
    { "variants", (int64_t) run->n_variants },
    { "parameters", (int64_t) run->n_parameters },
    { "facts", (int64_t) run->n_facts },
    { "metrics", (int64_t) catalogue->n_metrics },
    { "series", (int64_t) catalogue->n_series },
    { "columns", (int64_t) catalogue->n_columns },
    { "histograms", (int64_t) catalogue->n_histograms },
    { "points", (int64_t) catalogue->n_points },
    { "draw", catalogue->draw_replications },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].value &&
        !output_description_set (database, texts[i].key, texts[i].value, error))
      return false;
  for (size_t i = 0; i < G_N_ELEMENTS (integers); i++)
    if (!set_integer (database, integers[i].key, integers[i].value, error))
      return false;
  return true;
}

static bool
write_variant (OutputDatabase *database,
               size_t number,
               const OutputVariant *variant,
               GError **error)
{
  OutputValue values[] = {
    output_value_integer ((int64_t) number), output_value_text (variant->label),
    output_value_text (variant->title),      output_value_text (variant->title_ja),
    output_value_text (variant->settings),
  };
  return output_database_insert_once (database,
                                      "INSERT INTO variant VALUES (?, ?, ?, ?, ?, ?)",
                                      values, G_N_ELEMENTS (values), error);
}

bool
output_description_add_variant (OutputDatabase *database,
                                size_t n_variants,
                                const OutputVariant *variant,
                                GError **error)
{
  return write_variant (database, n_variants, variant, error) &&
         set_integer (database, "variants", (int64_t) n_variants + 1, error);
}

void
output_description_append (OutputDescription *description, const OutputVariant *variant)
{
  OutputRun *run = &description->run;
  OutputVariant *variants = g_new0 (OutputVariant, run->n_variants + 2);
  for (size_t i = 0; i < run->n_variants; i++)
    variants[i] = run->variants[i];
  variants[run->n_variants++] = keep_variant (description, variant);
  g_ptr_array_add (description->arrays, variants);
  run->variants = variants;
}

static bool
write_inputs (const OutputRun *run, OutputDatabase *database, GError **error)
{
  for (size_t i = 0; i < run->n_variants; i++)
    if (!write_variant (database, i, run->variants + i, error))
      return false;
  for (size_t i = 0; i < run->n_parameters; i++)
    {
      const OutputParameter *parameter = run->parameters + i;
      OutputValue values[] = {
        output_value_integer ((int64_t) i),    output_value_text (parameter->address),
        output_value_text (parameter->value),  output_value_text (parameter->unit),
        output_value_text (parameter->source), output_value_text (parameter->status),
        output_value_text (parameter->low),    output_value_text (parameter->high),
      };
      if (!output_database_insert_once (
              database, "INSERT INTO parameter VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
              values, G_N_ELEMENTS (values), error))
        return false;
    }
  for (size_t i = 0; i < run->n_facts; i++)
    {
      OutputValue values[] = {
        output_value_integer ((int64_t) i),
        output_value_text (run->facts[i].key),
        output_value_text (run->facts[i].value),
      };
      if (!output_database_insert_once (database, "INSERT INTO fact VALUES (?, ?, ?, ?)",
                                        values, G_N_ELEMENTS (values), error))
        return false;
    }
  return true;
}

static bool
write_catalogue (const SimCatalogue *catalogue, OutputDatabase *database, GError **error)
{
  for (size_t i = 0; i < catalogue->n_metrics; i++)
    {
      const SimMetric *metric = catalogue->metrics + i;
      char probability[G_ASCII_DTOSTR_BUF_SIZE];
      g_ascii_dtostr (probability, sizeof probability, metric->probability);
      OutputValue values[] = {
        output_value_integer ((int64_t) i),
        output_value_text (metric->name),
        output_value_text (metric->group),
        output_value_text (metric->unit),
        output_value_text (metric->summary),
        output_value_integer (metric->kind),
        output_value_integer (metric->column),
        output_value_integer (metric->denominator),
        output_value_integer (metric->histogram),
        output_value_text (probability),
      };
      if (!output_database_insert_once (
              database, "INSERT INTO metric VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              values, G_N_ELEMENTS (values), error))
        return false;
    }
  for (size_t i = 0; i < catalogue->n_series; i++)
    {
      const SimSeries *series = catalogue->series + i;
      OutputValue values[] = {
        output_value_integer ((int64_t) i),
        output_value_text (series->name),
        output_value_text (series->group),
        output_value_text (series->unit),
        output_value_text (series->axis),
        output_value_integer (series->kind),
        output_value_integer ((int64_t) series->n_points),
      };
      if (!output_database_insert_once (
              database, "INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values,
              G_N_ELEMENTS (values), error))
        return false;
    }
  return true;
}

bool
output_description_write (const OutputRun *run,
                          const SimCatalogue *catalogue,
                          OutputDatabase *database,
                          GError **error)
{
  return output_database_execute (database,
                                  "DELETE FROM header; DELETE FROM variant;"
                                  "DELETE FROM parameter; DELETE FROM fact;"
                                  "DELETE FROM metric; DELETE FROM series;",
                                  error) &&
         write_header (run, catalogue, database, error) &&
         write_inputs (run, database, error) &&
         write_catalogue (catalogue, database, error);
}

/* Identity. */

static bool
is_same_catalogue (const SimCatalogue *a, const SimCatalogue *b)
{
  bool is_same = a->n_metrics == b->n_metrics && a->n_series == b->n_series &&
                 a->n_columns == b->n_columns && a->n_histograms == b->n_histograms &&
                 a->n_points == b->n_points &&
                 a->draw_replications == b->draw_replications;
  for (size_t i = 0; is_same && i < a->n_metrics; i++)
    is_same = g_str_equal (a->metrics[i].name, b->metrics[i].name) &&
              g_str_equal (a->metrics[i].group, b->metrics[i].group) &&
              a->metrics[i].column == b->metrics[i].column;
  for (size_t i = 0; is_same && i < a->n_series; i++)
    is_same = g_str_equal (a->series[i].name, b->series[i].name) &&
              g_str_equal (a->series[i].group, b->series[i].group) &&
              a->series[i].n_points == b->series[i].n_points;
  return is_same;
}

static bool
is_same_variants (const OutputRun *a, const OutputRun *b)
{
  bool is_same = a->n_variants == b->n_variants;
  for (size_t i = 0; is_same && i < a->n_variants; i++)
    is_same = g_strcmp0 (a->variants[i].label, b->variants[i].label) == 0 &&
              g_strcmp0 (a->variants[i].settings, b->variants[i].settings) == 0;
  return is_same;
}

/* What makes the variants of @found others than those of @wanted.  Of a search they are
 * known only when it is over; until then its question stands for them. */
static char *
find_difference_of_variants (const OutputRun *found, const OutputRun *wanted)
{
  bool is_same = g_strcmp0 (found->question, wanted->question) == 0;
  if (!is_same && found->question)
    return g_strdup_printf (_ ("the question '%s'"), found->question);
  if (is_same && (output_run_is_search (found) || output_run_is_search (wanted)))
    return NULL;
  return is_same && g_strcmp0 (found->answer, wanted->answer) == 0 &&
                 is_same_variants (found, wanted)
             ? NULL
             : g_strdup (_ ("other rules or parameters"));
}

static char *
shard_text (const OutputRun *run)
{
  return output_run_is_shard (run)
             ? g_strdup_printf ("shard %d of %d of %" G_GINT64_FORMAT " replications",
                                run->shard.number, run->shard.count, run->replications)
             : g_strdup ("the whole");
}

/* The shares of two runs; of the whole, the number of replications may change. */
static char *
find_difference_of_shards (const OutputRun *found, const OutputRun *wanted)
{
  g_autofree char *found_text = shard_text (found);
  g_autofree char *wanted_text = shard_text (wanted);
  return strcmp (found_text, wanted_text) != 0
             ? g_strdup_printf ("%s instead of %s", found_text, wanted_text)
             : NULL;
}

char *
output_description_find_stranger (const OutputRun *found,
                                  const SimCatalogue *found_catalogue,
                                  const OutputRun *wanted,
                                  const SimCatalogue *wanted_catalogue)
{
  if (strcmp (found->command, wanted->command) != 0)
    return g_strdup_printf (_ ("command '%s' instead of '%s'"), found->command,
                            wanted->command);
  if (strcmp (found->scenario, wanted->scenario) != 0)
    return g_strdup_printf (_ ("scenario '%s' instead of '%s'"), found->scenario,
                            wanted->scenario);
  if (strcmp (found->digest, wanted->digest) != 0)
    return g_strdup_printf (_ ("another content of scenario '%s'"), found->scenario);
  if (found->seed != wanted->seed)
    return g_strdup_printf (_ ("seed %" PRIu64 " instead of %" PRIu64), found->seed,
                            wanted->seed);
  if (strcmp (found->version, wanted->version) != 0)
    return g_strdup_printf (_ ("version %s instead of %s"), found->version,
                            wanted->version);
  char *difference = find_difference_of_variants (found, wanted);
  if (difference)
    return difference;
  if (!is_same_catalogue (found_catalogue, wanted_catalogue))
    return g_strdup (_ ("other metrics"));
  return NULL;
}

char *
output_description_find_difference (const OutputRun *found,
                                    const SimCatalogue *found_catalogue,
                                    const OutputRun *wanted,
                                    const SimCatalogue *wanted_catalogue)
{
  char *difference =
      output_description_find_stranger (found, found_catalogue, wanted, wanted_catalogue);
  return difference ? difference : find_difference_of_shards (found, wanted);
}
