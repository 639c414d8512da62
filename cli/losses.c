/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Losses: how the eligible who are not infused end, most first. */
#include "cli/losses.h"

#include "config.h"

#include <glib/gi18n.h>
#include <stdbool.h>
#include <string.h>

#include "cli/language.h"

/* Fates before eligibility, and the sum of the window's kinds, are no losses of their
 * own here. */
static bool
is_left_out (const char *name)
{
  static const char *const others[] = { "lost-window", "lost-no-site",
                                        "lost-late-referral", "lost-declined" };

  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    if (strcmp (name, others[i]) == 0)
      return true;
  return !g_str_has_prefix (name, "lost-") || g_str_has_prefix (name, "lost-excluded-");
}

char *
cli_losses_text (const SimCatalogue *catalogue,
                 const char *group,
                 const SimEstimate *estimates,
                 int most)
{
  int eligible = sim_catalogue_find_metric (catalogue, "eligible", group);
  g_autofree bool *is_told = g_new0 (bool, catalogue->n_metrics);
  g_autoptr (GString) text = g_string_new (NULL);

  if (eligible < 0 || !(estimates[eligible].mean > 0))
    return NULL;
  for (int n = 0; n < most; n++)
    {
      int greatest = -1;

      for (int m = 0; m < (int) catalogue->n_metrics; m++)
        if (!is_told[m] && strcmp (catalogue->metrics[m].group, group) == 0 &&
            !is_left_out (catalogue->metrics[m].name) && estimates[m].mean > 0 &&
            (greatest < 0 || estimates[m].mean > estimates[greatest].mean))
          greatest = m;
      if (greatest < 0)
        break;
      is_told[greatest] = true;
      if (text->len > 0)
        g_string_append (text, _ (", "));
      /* Translators: a fate and the share of the eligible that it takes. */
      g_string_append_printf (
          text, _ ("%s %.1f %%"),
          cli_language_fate (catalogue->metrics[greatest].name + strlen ("lost-")),
          100 * estimates[greatest].mean / estimates[eligible].mean);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
