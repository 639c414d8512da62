/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Identifiers: what the patients of today's list are called. */
#include "output/identifiers.h"

#include <string.h>

#define FILE_NAME "forecast-ids.txt"

bool
output_identifiers_write (OutputStore *store,
                          const char *const *identifiers,
                          size_t n,
                          GError **error)
{
  g_autoptr (OutputAtomicFile) file = output_store_new_file (store, FILE_NAME, error);
  if (file == NULL)
    return false;
  for (size_t i = 0; i < n; i++)
    {
      output_atomic_file_write (file, identifiers[i], strlen (identifiers[i]));
      output_atomic_file_write (file, "\n", 1);
    }
  return output_atomic_file_commit (file, error);
}

char **
output_identifiers_read (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, FILE_NAME, NULL);
  g_autofree char *text = NULL;
  gsize length;
  if (!g_file_get_contents (path, &text, &length, NULL) ||
      !g_utf8_validate (text, (gssize) length, NULL))
    return g_new0 (char *, 1);
  if (length > 0 && text[length - 1] == '\n')
    text[length - 1] = '\0';
  return g_strsplit (text, "\n", -1);
}

char *
output_identifiers_name (char *const *identifiers, int64_t number)
{
  if (number >= 1 && number <= (int64_t) g_strv_length ((char **) identifiers))
    return g_strdup (identifiers[number - 1]);
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* Names the patients of @column, if @table has it. */
static void
apply_to (char *const *identifiers, SimTable *table, const char *column)
{
  int index = table != NULL ? sim_table_find_column (table, column) : -1;
  if (index < 0)
    return;
  for (size_t r = 0; r < sim_table_row_count (table); r++)
    {
      const char *text = sim_table_row (table, r)[index].text;
      guint64 number;
      if (text == NULL ||
          !g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &number, NULL))
        continue;
      g_autofree char *name = output_identifiers_name (identifiers, (int64_t) number);
      sim_table_set_text (table, r, (size_t) index, name);
    }
}

void
output_identifiers_apply (char *const *identifiers, SimTrace *trace)
{
  if (identifiers[0] == NULL)
    return;
  apply_to (identifiers, trace->patients, "patient");
  apply_to (identifiers, trace->decisions, "patient");
  apply_to (identifiers, trace->decisions, "runner_up");
  apply_to (identifiers, trace->rankings, "patient");
}
