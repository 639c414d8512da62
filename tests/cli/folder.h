/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results directories in tests: all that two of them must have in common. */
#pragma once

#include "tests/cli/program.h"

#include <json-glib/json-glib.h>
#include <sqlite3.h>

/* run.json without the block that alone may differ. */
static inline GBytes *
read_json (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  JsonObject *root;
  gsize length;

  assert_true (json_parser_load_from_file (parser, path, NULL));
  root = json_node_get_object (json_parser_get_root (parser));
  assert_true (json_object_has_member (root, "environment"));
  json_object_remove_member (root, "environment");
  json_generator_set_root (generator, json_parser_get_root (parser));
  char *text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}

static inline void
append_row (GString *text, sqlite3_stmt *statement)
{
  for (int c = 0; c < sqlite3_column_count (statement); c++)
    {
      const char *value = sqlite3_column_blob (statement, c);
      int length = sqlite3_column_bytes (statement, c);

      g_string_append_printf (text, "|%d:%d:", sqlite3_column_type (statement, c),
                              length);
      if (length > 0)
        g_string_append_len (text, value, length);
    }
  g_string_append_c (text, '\n');
}

/* The rows of all tables, ordered by all of their columns. */
static inline GBytes *
read_store (const char *path)
{
  sqlite3 *store = NULL;
  sqlite3_stmt *tables = NULL;
  GString *text = g_string_new (NULL);

  assert_int_equal (sqlite3_open_v2 (path, &store, SQLITE_OPEN_READONLY, NULL),
                    SQLITE_OK);
  assert_int_equal (
      sqlite3_prepare_v2 (store,
                          "SELECT t.name, (SELECT group_concat(c.cid + 1, ',') FROM "
                          "pragma_table_info(t.name) AS c) FROM sqlite_master AS t WHERE "
                          "t.type = 'table' ORDER BY t.name",
                          -1, &tables, NULL),
      SQLITE_OK);
  while (sqlite3_step (tables) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (tables, 0);
      g_autofree char *query =
          g_strdup_printf ("SELECT * FROM \"%s\" ORDER BY %s", name,
                           (const char *) sqlite3_column_text (tables, 1));
      sqlite3_stmt *rows = NULL;

      g_string_append_printf (text, "%s\n", name);
      assert_int_equal (sqlite3_prepare_v2 (store, query, -1, &rows, NULL), SQLITE_OK);
      while (sqlite3_step (rows) == SQLITE_ROW)
        append_row (text, rows);
      sqlite3_finalize (rows);
    }
  sqlite3_finalize (tables);
  sqlite3_close (store);
  return g_string_free_to_bytes (text);
}

static inline GBytes *
read_plain (const char *path)
{
  char *text;
  gsize length;

  assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

static inline void
read_folder (GHashTable *texts, const char *root, const char *below)
{
  g_autofree char *folder = g_build_filename (root, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  assert_non_null (dir);
  for (const char *entry; (entry = g_dir_read_name (dir)) != NULL;)
    {
      char *name = g_build_filename (below, entry, NULL);
      g_autofree char *path = g_build_filename (root, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          read_folder (texts, root, name);
          g_free (name);
        }
      else if (g_str_has_suffix (name, ".json"))
        g_hash_table_insert (texts, name, read_json (path));
      else if (g_str_has_suffix (name, ".sqlite"))
        g_hash_table_insert (texts, name, read_store (path));
      else
        g_hash_table_insert (texts, name, read_plain (path));
    }
}

/* Returns: (transfer full): name (char *) -> content (GBytes) of every file in @path */
static inline GHashTable *
read_results (const char *path)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_bytes_unref);

  read_folder (texts, path, "");
  return texts;
}

/* Fails with @what unless both hold the same. */
static inline void
assert_same_results (GHashTable *texts, GHashTable *others, const char *what)
{
  GHashTableIter iter;
  gpointer name, text;

  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      GBytes *other = g_hash_table_lookup (others, name);

      if (other == NULL || !g_bytes_equal (text, other))
        fail_msg ("%s: %s differs", what, (char *) name);
    }
  assert_int_equal (g_hash_table_size (texts), g_hash_table_size (others));
}
