/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables: run.json, what was run and with what numbers. */
#include "output/tables.h"

#include <string.h>

#include "output/json.h"

static void
write_variants (OutputJson *json, const OutputRun *run)
{
  output_json_begin_array (json, "variants");
  for (size_t i = 0; i < run->n_variants; i++)
    {
      output_json_begin_object (json, NULL);
      output_json_text (json, "rule", run->variants[i].label);
      output_json_text (json, "title", run->variants[i].title);
      output_json_text (json, "title.ja", run->variants[i].title_ja);
      output_json_text (json, "settings", run->variants[i].settings);
      output_json_end_object (json);
    }
  output_json_end_array (json);
}

static void
write_primary (OutputJson *json, const OutputRun *run, const SimCatalogue *catalogue)
{
  output_json_begin_array (json, "primary");
  for (size_t i = 0; i < run->n_primary; i++)
    {
      const SimMetric *metric = catalogue->metrics + run->primary[i];
      g_autofree char *name = g_strconcat (metric->name, ":", metric->group, NULL);
      output_json_text (json, NULL, name);
    }
  output_json_end_array (json);
}

static void
write_parameters (OutputJson *json, const OutputRun *run)
{
  output_json_begin_array (json, "parameters");
  for (size_t i = 0; i < run->n_parameters; i++)
    {
      const OutputParameter *parameter = run->parameters + i;
      output_json_begin_object (json, NULL);
      output_json_text (json, "address", parameter->address);
      output_json_text (json, "value", parameter->value);
      output_json_text (json, "unit", parameter->unit);
      output_json_text (json, "source", parameter->source);
      output_json_text (json, "status", parameter->status);
      output_json_text (json, "low", parameter->low);
      output_json_text (json, "high", parameter->high);
      output_json_end_object (json);
    }
  output_json_end_array (json);
}

static void
write_facts (OutputJson *json, const OutputFact *facts, size_t n_facts)
{
  for (size_t i = 0; i < n_facts; i++)
    output_json_text (json, facts[i].key, facts[i].value);
}

bool
output_tables_write_run (OutputStore *store,
                         const OutputEnvironment *environment,
                         GError **error)
{
  const OutputRun *run = output_store_run (store);
  g_autoptr (OutputJson) json = output_json_new ();
  output_json_text (json, "program", "day31");
  output_json_text (json, "version", run->version);
  output_json_text (json, "command", run->command);
  output_json_begin_object (json, "scenario");
  output_json_text (json, "name", run->scenario);
  output_json_text (json, "digest", run->digest);
  write_facts (json, run->facts, run->n_facts);
  output_json_end_object (json);
  output_json_unsigned (json, "seed", run->seed);
  output_json_integer (json, "replications", run->replications);
  if (output_run_is_shard (run))
    {
      output_json_integer (json, "shard", run->shard.number);
      output_json_integer (json, "shards", run->shard.count);
    }
  output_json_integer (json, "traced", MIN (run->n_traced, run->replications));
  output_json_number (json, "confidence", run->confidence);
  output_json_text (json, "baseline",
                    run->baseline >= 0 ? run->variants[run->baseline].label : NULL);
  write_primary (json, run, output_store_catalogue (store));
  write_variants (json, run);
  write_parameters (json, run);
  output_json_begin_object (json, "environment");
  output_json_number (json, "seconds", environment->seconds);
  output_json_integer (json, "threads", environment->threads);
  write_facts (json, environment->facts, environment->n_facts);
  output_json_end_object (json);
  const char *text = output_json_end (json);
  g_autoptr (OutputAtomicFile) file = output_store_new_file (store, "run.json", error);
  if (!file)
    return false;
  output_atomic_file_write (file, text, strlen (text));
  return output_atomic_file_commit (file, error);
}
