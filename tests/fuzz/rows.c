/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes the rows of a store, with checksums that fit: sense is looked for behind them.
 */
#include "tests/fuzz/store-reader.h"
#include "tests/fuzz/target.h"

#include <glib/gstdio.h>
#include <string.h>

#include "output/database.h"

/* An input is a cell and its new content: table, row and column in a byte each, then the
 * bytes of a text or blob, or the digits of an integer. */

static const struct
{
  const char *name;
  const char *columns; /* but for the checksum; letters tell their kinds */
  const char *kinds;   /* i t b */
} tables[] = {
  { "header", "key, value", "tt" },
  { "variant", "variant, label, title, title_ja, settings", "itttt" },
  { "parameter", "place, address, value, unit, source, status, low, high", "ittttttt" },
  { "fact", "place, key, value", "itt" },
  { "metric",
    "metric, name, \"group\", unit, summary, kind, \"column\", denominator, histogram, "
    "probability",
    "ittttiiiit" },
  { "series", "series, name, \"group\", unit, axis, kind, points", "ittttii" },
  { "replication", "id, packed", "ib" },
  { "block", "id, count, traced, histograms, series", "iiibb" },
  { "trace", "id, frame, patients, decisions", "ibbb" },
  { "ranking", "id, packed", "ib" },
  { "file", "name", "t" },
};

#define MOST_COLUMNS 10

/* Made once for all inputs. */
static GBytes *whole;

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  (void) argc;
  (void) argv;
  whole = fuzz_store_new ();
  return 0;
}

static OutputValue
value_of (sqlite3_stmt *statement, int column, char kind)
{
  if (sqlite3_column_type (statement, column) == SQLITE_NULL)
    return (OutputValue){ .bytes = NULL };
  if (kind == 'i')
    return output_value_integer (sqlite3_column_int64 (statement, column));
  const void *bytes = kind == 't' ? (const void *) sqlite3_column_text (statement, column)
                                  : sqlite3_column_blob (statement, column);
  return (OutputValue){ .is_text = kind == 't',
                        .bytes = bytes != NULL ? bytes : "",
                        .length = (size_t) sqlite3_column_bytes (statement, column) };
}

/* What the input has behind the three bytes that choose the cell. */
static OutputValue
value_from (const uint8_t *data, size_t size, char kind)
{
  char digits[24];
  if (kind != 'i')
    return (OutputValue){ .is_text = kind == 't',
                          .bytes = size > 0 ? (const void *) data : "",
                          .length = size };
  size = MIN (size, sizeof digits - 1);
  memcpy (digits, data, size);
  digits[size] = '\0';
  return output_value_integer (g_ascii_strtoll (digits, NULL, 10));
}

/* Writes the row anew, in its place, with the checksum that the program would give it. */
static void
change_row (OutputDatabase *database,
            size_t table,
            sqlite3_stmt *row,
            const uint8_t *data,
            size_t size)
{
  int n_columns = (int) strlen (tables[table].kinds);
  OutputValue values[MOST_COLUMNS];
  OutputValue first = value_of (row, 0, tables[table].kinds[0]);
  int changed = data[2] % n_columns;
  for (int i = 0; i < n_columns; i++)
    values[i] = i == changed ? value_from (data + 3, size - 3, tables[table].kinds[i])
                             : value_of (row, i, tables[table].kinds[i]);
  g_autoptr (GString) remove = g_string_new (NULL);
  const char *comma = strchr (tables[table].columns, ',');
  g_string_append_printf (remove, "DELETE FROM %s WHERE %.*s = ?", tables[table].name,
                          comma != NULL ? (int) (comma - tables[table].columns)
                                        : (int) strlen (tables[table].columns),
                          tables[table].columns);
  g_autoptr (GString) insert = g_string_new (NULL);
  g_string_append_printf (insert, "INSERT OR REPLACE INTO %s (%s, checksum) VALUES (?",
                          tables[table].name, tables[table].columns);
  for (int i = 0; i < n_columns; i++)
    g_string_append (insert, ", ?");
  g_string_append_c (insert, ')');
  g_autoptr (sqlite3_stmt) removing =
      output_database_prepare (database, remove->str, NULL);
  g_autoptr (sqlite3_stmt) inserting =
      output_database_prepare (database, insert->str, NULL);
  FUZZ_EXPECT (removing != NULL && inserting != NULL);
  if (first.is_integer)
    sqlite3_bind_int64 (removing, 1, first.integer);
  else
    sqlite3_bind_text (removing, 1, first.bytes, (int) first.length, SQLITE_STATIC);
  sqlite3_step (removing);
  /* What STRICT refuses is no row. */
  output_database_insert (database, inserting, values, n_columns, NULL);
}

static void
change (const char *path, const uint8_t *data, size_t size)
{
  size_t table = data[0] % G_N_ELEMENTS (tables);
  g_autofree char *select =
      g_strdup_printf ("SELECT %s FROM %s LIMIT 1 OFFSET %d", tables[table].columns,
                       tables[table].name, data[1]);
  g_autoptr (OutputDatabase) database =
      output_database_new (path, OUTPUT_DATABASE_WRITE, NULL);
  FUZZ_EXPECT (database != NULL);
  FUZZ_EXPECT (output_database_execute (
      database, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", NULL));
  g_autoptr (sqlite3_stmt) row = output_database_prepare (database, select, NULL);
  FUZZ_EXPECT (row != NULL);
  if (sqlite3_step (row) == SQLITE_ROW)
    change_row (database, table, row, data, size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  gsize n_bytes;
  const void *bytes = g_bytes_get_data (whole, &n_bytes);
  g_autofree char *path = fuzz_path ("results/results.sqlite");

  if (size < 3)
    return 0;
  fuzz_write ("results/results.sqlite", bytes, n_bytes);
  change (path, data, size);
  fuzz_store_read ();
  return 0;
}
