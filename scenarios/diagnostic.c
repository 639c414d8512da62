/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mistakes in a scenario: collected, put in file order, and told all at once. */
#include "scenarios/diagnostic.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  int file;
  int line;
  char *text;
} Mistake;

struct ScenarioDiagnostics
{
  Mistake kept[SCENARIO_MAX_MISTAKES];
  size_t n_kept;
  size_t count;
  bool is_cut;
};

ScenarioDiagnostics *
scenario_diagnostics_new (void)
{
  return g_new0 (ScenarioDiagnostics, 1);
}

void
scenario_diagnostics_free (ScenarioDiagnostics *diagnostics)
{
  if (diagnostics == NULL)
    return;
  for (size_t i = 0; i < diagnostics->n_kept; i++)
    g_free (diagnostics->kept[i].text);
  g_free (diagnostics);
}

void
scenario_diagnostics_add (ScenarioDiagnostics *diagnostics,
                          int file,
                          int line,
                          char *text)
{
  g_return_if_fail (diagnostics != NULL && text != NULL);

  diagnostics->count++;
  size_t place = diagnostics->n_kept;
  while (place > 0 && (diagnostics->kept[place - 1].file > file ||
                       (diagnostics->kept[place - 1].file == file &&
                        diagnostics->kept[place - 1].line > line)))
    place--;
  if (place == SCENARIO_MAX_MISTAKES)
    {
      g_free (text);
      return;
    }
  if (diagnostics->n_kept == SCENARIO_MAX_MISTAKES)
    g_free (diagnostics->kept[--diagnostics->n_kept].text);
  memmove (&diagnostics->kept[place + 1], &diagnostics->kept[place],
           (diagnostics->n_kept - place) * sizeof (Mistake));
  diagnostics->kept[place] = (Mistake){ file, line, text };
  diagnostics->n_kept++;
}

bool
scenario_diagnostics_skip (ScenarioDiagnostics *diagnostics, int file, int line)
{
  const Mistake *last = &diagnostics->kept[SCENARIO_MAX_MISTAKES - 1];
  if (diagnostics->n_kept < SCENARIO_MAX_MISTAKES || file < last->file ||
      (file == last->file && line < last->line))
    return false;
  diagnostics->count++;
  return true;
}

void
scenario_diagnostics_cut (ScenarioDiagnostics *diagnostics)
{
  diagnostics->is_cut = true;
}

size_t
scenario_diagnostics_count (const ScenarioDiagnostics *diagnostics)
{
  return diagnostics->count;
}

char *
scenario_diagnostics_text (const ScenarioDiagnostics *diagnostics)
{
  GString *text = g_string_new (NULL);
  for (size_t i = 0; i < diagnostics->n_kept; i++)
    {
      /* What is quoted may be of other bytes, or cut amid a letter. */
      g_autofree char *valid = g_utf8_make_valid (diagnostics->kept[i].text, -1);
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, valid);
    }
  size_t more = diagnostics->count - diagnostics->n_kept;
  if (more > 0)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (
          text, diagnostics->is_cut ? _ ("and at least %zu more") : _ ("and %zu more"),
          more);
    }
  return g_string_free (text, FALSE);
}
