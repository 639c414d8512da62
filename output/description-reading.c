/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Descriptions read again: nothing in a store is believed before it is checked. */
#include "output/description.h"

#include <glib/gi18n.h>
#include <math.h>

#include "output/blocks.h"
#include "output/error.h"

/* What reading a description needs at every step. */
typedef struct
{
  OutputDatabase *database;
  OutputDescription *description;
  GHashTable *header; /* key to value, in the description's texts */
} Reader;

static const char *
keep_text (Reader *reader, sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  return text ? g_string_chunk_insert_const (reader->description->texts, text) : NULL;
}

static bool
read_header (Reader *reader, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = output_database_prepare (
      reader->database, "SELECT key, value, checksum FROM header", error);
  bool is_row = statement != NULL;
  while (is_row)
    {
      if (!output_database_next (reader->database, statement, &is_row, error))
        return false;
      if (is_row)
        g_hash_table_insert (reader->header, (gpointer) keep_text (reader, statement, 0),
                             (gpointer) keep_text (reader, statement, 1));
    }
  return statement != NULL;
}

static bool
get_text (Reader *reader, const char *key, const char **ret_text, GError **error)
{
  *ret_text = g_hash_table_lookup (reader->header, key);
  if (*ret_text)
    return true;
  g_autofree char *what = g_strdup_printf ("its header lacks '%s'", key);
  output_database_set_damaged (reader->database, what, error);
  return false;
}

static bool
get_integer (Reader *reader,
             const char *key,
             int64_t least,
             int64_t greatest,
             int64_t *ret_value,
             GError **error)
{
  const char *text;
  if (!get_text (reader, key, &text, error))
    return false;
  if (g_ascii_string_to_signed (text, 10, least, greatest, ret_value, NULL))
    return true;
  g_autofree char *what = g_strdup_printf ("its header has '%s' for '%s'", text, key);
  output_database_set_damaged (reader->database, what, error);
  return false;
}

/* An array of @n elements of @size bytes, all zero, that lives with the description. */
static void *
new_array (Reader *reader, int64_t n, size_t size)
{
  void *array = g_malloc0_n ((gsize) n + 1, size);
  g_ptr_array_add (reader->description->arrays, array);
  return array;
}

typedef bool (*RowFunc) (Reader *reader,
                         sqlite3_stmt *statement,
                         int64_t place,
                         void *into);

/* Reads the rows of @sql, whose places must be 0 to @n - 1, in their order. */
static bool
read_rows (Reader *reader,
           const char *sql,
           int64_t n,
           RowFunc read_row,
           void *into,
           GError **error)
{
  g_autoptr (sqlite3_stmt) statement =
      output_database_prepare (reader->database, sql, error);
  if (!statement)
    return false;
  for (int64_t place = 0; place <= n; place++)
    {
      bool is_row;
      if (!output_database_next (reader->database, statement, &is_row, error))
        return false;
      bool is_expected = is_row == (place < n);
      if (is_expected && is_row)
        is_expected = sqlite3_column_int64 (statement, 0) == place &&
                      read_row (reader, statement, place, into);
      if (!is_expected)
        {
          output_database_set_damaged (reader->database, _ ("its description has gaps"),
                                       error);
          return false;
        }
    }
  return true;
}

static bool
read_variant (Reader *reader, sqlite3_stmt *statement, int64_t place, void *into)
{
  OutputVariant *variant = (OutputVariant *) into + place;
  *variant = (OutputVariant){
    keep_text (reader, statement, 1),
    keep_text (reader, statement, 2),
    keep_text (reader, statement, 3),
    keep_text (reader, statement, 4),
  };
  return variant->label != NULL;
}

static bool
read_parameter (Reader *reader, sqlite3_stmt *statement, int64_t place, void *into)
{
  OutputParameter *parameter = (OutputParameter *) into + place;
  *parameter = (OutputParameter){
    keep_text (reader, statement, 1), keep_text (reader, statement, 2),
    keep_text (reader, statement, 3), keep_text (reader, statement, 4),
    keep_text (reader, statement, 5), keep_text (reader, statement, 6),
    keep_text (reader, statement, 7),
  };
  return parameter->address && parameter->value;
}

static bool
read_fact (Reader *reader, sqlite3_stmt *statement, int64_t place, void *into)
{
  OutputFact *fact = (OutputFact *) into + place;
  *fact =
      (OutputFact){ keep_text (reader, statement, 1), keep_text (reader, statement, 2) };
  return fact->key && fact->value;
}

static bool
is_index (int64_t value, size_t n)
{
  return value >= 0 && value < (int64_t) n;
}

static bool
read_metric (Reader *reader, sqlite3_stmt *statement, int64_t place, void *into)
{
  (void) place;
  SimCatalogue *catalogue = into;
  int64_t kind = sqlite3_column_int64 (statement, 5);
  int64_t column = sqlite3_column_int64 (statement, 6);
  int64_t denominator = sqlite3_column_int64 (statement, 7);
  int64_t histogram = sqlite3_column_int64 (statement, 8);
  const char *probability = keep_text (reader, statement, 9);
  SimMetric metric = {
    .name = (char *) keep_text (reader, statement, 1),
    .group = (char *) keep_text (reader, statement, 2),
    .unit = (char *) keep_text (reader, statement, 3),
    .summary = (char *) keep_text (reader, statement, 4),
    .kind = (SimMetricKind) kind,
    .column = (int) column,
    .denominator = (int) denominator,
    .histogram = (int) histogram,
    .probability = probability ? g_ascii_strtod (probability, NULL) : NAN,
  };
  if (!metric.name || !metric.group || !metric.unit || !metric.summary || !probability ||
      kind < SIM_METRIC_MEAN || kind > SIM_METRIC_QUANTILE ||
      !is_index (column, catalogue->n_columns) ||
      (kind == SIM_METRIC_RATIO && !is_index (denominator, catalogue->n_columns)) ||
      (kind == SIM_METRIC_QUANTILE && !is_index (histogram, catalogue->n_histograms)))
    return false;
  sim_catalogue_add_metric (catalogue, &metric);
  return true;
}

static bool
read_series (Reader *reader, sqlite3_stmt *statement, int64_t place, void *into)
{
  (void) place;
  SimCatalogue *catalogue = into;
  int64_t kind = sqlite3_column_int64 (statement, 5);
  int64_t n_points = sqlite3_column_int64 (statement, 6);
  SimSeries series = {
    .name = (char *) keep_text (reader, statement, 1),
    .group = (char *) keep_text (reader, statement, 2),
    .unit = (char *) keep_text (reader, statement, 3),
    .axis = (char *) keep_text (reader, statement, 4),
    .kind = (SimSeriesKind) kind,
    .n_points = (size_t) n_points,
  };
  if (!series.name || !series.group || !series.unit || !series.axis || n_points < 0 ||
      n_points > OUTPUT_MAX_CATALOGUE || kind < SIM_SERIES_MEAN ||
      kind > SIM_SERIES_SHARE)
    return false;
  sim_catalogue_add_series (catalogue, &series);
  return true;
}

static bool
read_primary (Reader *reader, const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  guint n_words = text[0] ? g_strv_length (words) : 0;
  int *primary = new_array (reader, n_words, sizeof *primary);
  for (guint i = 0; i < n_words; i++)
    {
      gint64 metric;
      int64_t last = (int64_t) reader->description->catalogue->n_metrics - 1;
      if (!g_ascii_string_to_signed (words[i], 10, 0, last, &metric, NULL))
        {
          output_database_set_damaged (
              reader->database, "a primary measure is not in its catalogue", error);
          return false;
        }
      primary[i] = (int) metric;
    }
  reader->description->run.primary = primary;
  reader->description->run.n_primary = n_words;
  return true;
}

static bool
read_catalogue (Reader *reader, GError **error)
{
  int64_t n_metrics, n_series, n_columns, n_histograms, n_points, draw;
  const int64_t most = OUTPUT_MAX_CATALOGUE;
  if (!get_integer (reader, "metrics", 0, most, &n_metrics, error) ||
      !get_integer (reader, "series", 0, most, &n_series, error) ||
      !get_integer (reader, "columns", 0, most, &n_columns, error) ||
      !get_integer (reader, "histograms", 0, most, &n_histograms, error) ||
      !get_integer (reader, "points", 0, most, &n_points, error) ||
      !get_integer (reader, "draw", 0, OUTPUT_MAX_REPLICATIONS, &draw, error))
    return false;
  SimCatalogue *catalogue = sim_catalogue_new ();
  catalogue->draw_replications = draw;
  reader->description->catalogue = catalogue;
  for (int64_t i = 0; i < n_columns; i++)
    sim_catalogue_add_column (catalogue);
  for (int64_t i = 0; i < n_histograms; i++)
    sim_catalogue_add_histogram (catalogue);
  if (!read_rows (reader, "SELECT * FROM metric ORDER BY metric", n_metrics, read_metric,
                  catalogue, error) ||
      !read_rows (reader, "SELECT * FROM series ORDER BY series", n_series, read_series,
                  catalogue, error))
    return false;
  if ((int64_t) catalogue->n_points == n_points)
    return true;
  output_database_set_damaged (reader->database, _ ("its series have other lengths"),
                               error);
  return false;
}

static bool
read_inputs (Reader *reader, GError **error)
{
  OutputRun *run = &reader->description->run;
  int64_t n_variants, n_parameters, n_facts, baseline;
  if (!get_integer (reader, "variants", 1, OUTPUT_MAX_INPUTS, &n_variants, error) ||
      !get_integer (reader, "parameters", 0, OUTPUT_MAX_INPUTS, &n_parameters, error) ||
      !get_integer (reader, "facts", 0, OUTPUT_MAX_INPUTS, &n_facts, error) ||
      !get_integer (reader, "baseline", -1, n_variants - 1, &baseline, error))
    return false;
  OutputVariant *variants = new_array (reader, n_variants, sizeof *variants);
  OutputParameter *parameters = new_array (reader, n_parameters, sizeof *parameters);
  OutputFact *facts = new_array (reader, n_facts, sizeof *facts);
  run->baseline = (int) baseline;
  run->variants = variants;
  run->n_variants = (size_t) n_variants;
  run->parameters = parameters;
  run->n_parameters = (size_t) n_parameters;
  run->facts = facts;
  run->n_facts = (size_t) n_facts;
  return read_rows (reader, "SELECT * FROM variant ORDER BY variant", n_variants,
                    read_variant, variants, error) &&
         read_rows (reader, "SELECT * FROM parameter ORDER BY place", n_parameters,
                    read_parameter, parameters, error) &&
         read_rows (reader, "SELECT * FROM fact ORDER BY place", n_facts, read_fact,
                    facts, error);
}

static bool
read_numbers (Reader *reader, GError **error)
{
  OutputRun *run = &reader->description->run;
  const char *seed, *confidence, *primary, *state;
  int64_t shard, shards;
  if (!get_text (reader, "command", &run->command, error) ||
      !get_text (reader, "version", &run->version, error) ||
      !get_text (reader, "scenario", &run->scenario, error) ||
      !get_text (reader, "digest", &run->digest, error) ||
      !get_text (reader, "state", &state, error) ||
      !get_text (reader, "seed", &seed, error) ||
      !get_text (reader, "confidence", &confidence, error) ||
      !get_text (reader, "primary", &primary, error) ||
      !get_integer (reader, "replications", 0, OUTPUT_MAX_REPLICATIONS,
                    &run->replications, error) ||
      !get_integer (reader, "shards", 1, SIM_SHARD_MOST, &shards, error) ||
      !get_integer (reader, "shard", 1, shards, &shard, error) ||
      !get_integer (reader, "traced", 0, INT64_MAX, &run->n_traced, error) ||
      !read_primary (reader, primary, error))
    return false;
  run->question = g_hash_table_lookup (reader->header, "question");
  run->answer = g_hash_table_lookup (reader->header, "answer");
  run->shard = (SimShard){ (int) shard, (int) shards };
  run->confidence = g_ascii_strtod (confidence, NULL);
  reader->description->is_finished = g_str_equal (state, "finished");
  if (g_ascii_string_to_unsigned (seed, 10, 0, UINT64_MAX, &run->seed, NULL) &&
      run->confidence > 0 && run->confidence < 1)
    return true;
  output_database_set_damaged (reader->database, _ ("its header has impossible numbers"),
                               error);
  return false;
}

OutputDescription *
output_description_read (OutputDatabase *database, GError **error)
{
  g_autoptr (OutputDescription) description = output_description_new (NULL);
  g_autoptr (GHashTable) header = g_hash_table_new (g_str_hash, g_str_equal);
  Reader reader = { database, description, header };
  const char *format;
  if (!read_header (&reader, error) || !get_text (&reader, "format", &format, error))
    return NULL;
  if (!g_str_equal (format, OUTPUT_FORMAT))
    {
      g_set_error (error, OUTPUT_ERROR, OUTPUT_ERROR_READ,
                   _ ("%s: expected results of format %s, found '%s'; simulate them "
                      "again, into another directory or with --force"),
                   output_database_path (database), OUTPUT_FORMAT, format);
      return NULL;
    }
  if (!read_catalogue (&reader, error) || !read_inputs (&reader, error) ||
      !read_numbers (&reader, error))
    return NULL;
  return g_steal_pointer (&description);
}
