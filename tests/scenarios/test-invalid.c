/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every invalid scenario of the corpus is refused with exactly its message. */
#include "tests/support/assert.h"

#include "scenarios/reader.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* tests/scenarios/invalid/NAME.xml each with NAME.expected.  With --update the messages
 * of today are written there; a human reads the difference. */

static bool
is_corpus_file (const char *name)
{
  return g_str_has_suffix (name, ".xml");
}

static char *
expected_name (const char *name)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (".xml"));
  return g_strconcat (stem, ".expected", NULL);
}

static char *
message_of (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = scenario_read (name, NULL, &error);
  if (scenario != NULL)
    return g_strdup ("accepted\n");
  return g_strconcat (error->message, "\n", NULL);
}

static void
refused_with_its_message (void **state)
{
  const char *name = *state;
  g_autofree char *expected_path = expected_name (name);
  g_autofree char *expected = NULL;
  g_autofree char *found = message_of (name);
  assert_true (g_file_get_contents (expected_path, &expected, NULL, NULL));
  assert_string_equal (found, expected);
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static int
update (const GPtrArray *names)
{
  for (unsigned i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = expected_name (name);
      g_autofree char *text = message_of (name);
      if (!g_file_set_contents (path, text, -1, NULL))
        return 1;
    }
  return 0;
}

int
main (int argc, char **argv)
{
  scenario_reader_init ();
  g_autofree char *folder =
      g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "tests/scenarios/invalid", NULL);
  if (chdir (folder) != 0)
    return 1;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (".", 0, NULL);
  for (const char *name = g_dir_read_name (dir); name != NULL;
       name = g_dir_read_name (dir))
    if (is_corpus_file (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  if (argc > 1 && strcmp (argv[1], "--update") == 0)
    return update (names);

  g_autofree struct CMUnitTest *tests = g_new0 (struct CMUnitTest, names->len);
  for (unsigned i = 0; i < names->len; i++)
    {
      tests[i].name = g_ptr_array_index (names, i);
      tests[i].test_func = refused_with_its_message;
      tests[i].initial_state = g_ptr_array_index (names, i);
    }
  return _cmocka_run_group_tests ("invalid", tests, names->len, NULL, NULL);
}
