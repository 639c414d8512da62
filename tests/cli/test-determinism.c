/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Same scenario, seed and version: same bytes, whatever the threads, locale and folder.
 */
#include "tests/cli/program.h"

#include <json-glib/json-glib.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct
{
  const char *scenario; /* of the source tree */
  const char *options;
} Sample;

static const Sample samples[] = {
  { "scenarios/early-supply.xml", "--replications 10 --trace 2" },
  { "scenarios/table6.xml", "--replications 5" },
  { "scenarios/small-model.xml", "--replications 6" },
};

/* Another way to run the same. */
typedef struct
{
  const char *name;
  const char *options;
  const char *environment;
} Manner;

static const Manner manners[] = {
  { "one-thread", "--threads 1", NULL },
  { "two-threads", "--threads 2", NULL },
  { "japanese", "--threads 1", "LANGUAGE=ja TZ=Asia/Tokyo" },
  { "another-locale", "--threads 2", "LC_ALL=C" },
};

/* run.json without the block that alone may differ. */
static GBytes *
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

static void
append_row (GString *text, sqlite3_stmt *statement)
{
  for (int c = 0; c < sqlite3_column_count (statement); c++)
    {
      const guchar *value = sqlite3_column_blob (statement, c);
      int length = sqlite3_column_bytes (statement, c);

      g_string_append_printf (text, "|%d:", sqlite3_column_type (statement, c));
      for (int i = 0; i < length; i++)
        g_string_append_printf (text, "%02x", value[i]);
    }
  g_string_append_c (text, '\n');
}

/* The rows of all tables, ordered by all of their columns. */
static GBytes *
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

static GBytes *
read_plain (const char *path)
{
  char *text;
  gsize length;

  assert_true (g_file_get_contents (path, &text, &length, NULL));
  return g_bytes_new_take (text, length);
}

static void
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

/* Runs @sample in @manner, in a folder of its own.
 * Returns: all that it left: name (char *) -> GBytes */
static GHashTable *
run_sample (const Sample *sample, const Manner *manner)
{
  GHashTable *texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                             (GDestroyNotify) g_bytes_unref);
  g_autofree char *folder = g_dir_make_tmp ("day31-XXXXXX", NULL);
  g_autofree char *output = g_build_filename (folder, "results", NULL);
  g_autofree char *arguments =
      g_strdup_printf ("run @%s %s %s --quiet --output results", sample->scenario,
                       sample->options, manner->options);
  g_auto (ProgramResult) result = program_run (folder, manner->environment, arguments);

  if (result.status != 0)
    fail_msg ("day31 %s: status %d\n%s", arguments, result.status, result.err);
  assert_only_warnings (result.err);
  read_folder (texts, output, "");
  program_remove_tree (folder);
  return texts;
}

static void
assert_same (GHashTable *texts,
             GHashTable *others,
             const Sample *sample,
             const Manner *manner)
{
  GHashTableIter iter;
  gpointer name, text;

  assert_int_equal (g_hash_table_size (texts), g_hash_table_size (others));
  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      GBytes *other = g_hash_table_lookup (others, name);

      if (other == NULL || !g_bytes_equal (text, other))
        fail_msg ("%s: %s differs when run as %s", sample->scenario, (char *) name,
                  manner->name);
    }
}

static void
results_do_not_depend_on_the_manner_of_running (void **state)
{
  (void) state;
  for (size_t s = 0; s < G_N_ELEMENTS (samples); s++)
    {
      g_autoptr (GHashTable) texts = run_sample (&samples[s], &manners[0]);

      /* Or the comparison would be of little. */
      assert_true (g_hash_table_contains (texts, "summary.csv"));
      assert_true (g_hash_table_contains (texts, "patients.csv"));
      assert_true (g_hash_table_contains (texts, "run.json"));
      assert_true (g_hash_table_contains (texts, "results.sqlite"));
      assert_true (g_hash_table_contains (texts, "charts/gantt-patients.png"));
      assert_true (g_hash_table_contains (texts, "charts/gantt-lines.pdf"));
      assert_true (g_hash_table_contains (texts, "charts/throughput.svg"));
      for (size_t m = 1; m < G_N_ELEMENTS (manners); m++)
        {
          g_autoptr (GHashTable) others = run_sample (&samples[s], &manners[m]);

          assert_same (texts, others, &samples[s], &manners[m]);
        }
    }
}

/* Or equal bytes would say nothing. */
static void
another_seed_gives_other_results (void **state)
{
  const Manner manner = { "another seed", "--threads 2 --seed 4", NULL };
  g_autoptr (GHashTable) texts = run_sample (&samples[0], &manners[0]);
  g_autoptr (GHashTable) others = run_sample (&samples[0], &manner);

  (void) state;
  assert_false (g_bytes_equal (g_hash_table_lookup (texts, "replications.csv"),
                               g_hash_table_lookup (others, "replications.csv")));
}

/* The first replications of a long run are those of a short one. */
static void
more_replications_leave_the_first_ones_alone (void **state)
{
  const Sample longer = { "scenarios/early-supply.xml", "--replications 14 --trace 2" };
  g_autoptr (GHashTable) few = run_sample (&samples[0], &manners[0]);
  g_autoptr (GHashTable) many = run_sample (&longer, &manners[1]);
  gsize length_few, length_many;
  const char *text_few =
      g_bytes_get_data (g_hash_table_lookup (few, "replications.csv"), &length_few);
  const char *text_many =
      g_bytes_get_data (g_hash_table_lookup (many, "replications.csv"), &length_many);

  (void) state;
  assert_true (length_many > length_few);
  assert_memory_equal (text_few, text_many, length_few);
  assert_true (g_bytes_equal (g_hash_table_lookup (few, "patients.csv"),
                              g_hash_table_lookup (many, "patients.csv")));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (results_do_not_depend_on_the_manner_of_running),
    cmocka_unit_test (another_seed_gives_other_results),
    cmocka_unit_test (more_replications_leave_the_first_ones_alone),
  };

  return cmocka_run_group_tests_name ("determinism", tests, NULL, NULL);
}
