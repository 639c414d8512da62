/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue of the terminal and the words of charts and report agree. */
#include "output/words.h"

#include "tests/support/assert.h"

#include <string.h>

#define MAGIC 0x950412de /* GNU gettext manual, "The Format of GNU MO Files" */

/* A catalogue as msgfmt writes it: two tables of lengths and offsets. */
typedef struct
{
  char *bytes;
  guint32 n, msgids, msgstrs;
} Catalogue;

static guint32
word_at (const Catalogue *catalogue, gsize offset)
{
  guint32 word;

  memcpy (&word, catalogue->bytes + offset, sizeof word);
  return word;
}

static int
open_catalogue (void **state)
{
  Catalogue *catalogue = g_new0 (Catalogue, 1);
  g_autofree char *path = g_build_filename (g_getenv ("DAY31_BUILD_DIR"), "po", "ja",
                                            "LC_MESSAGES", "day31.mo", NULL);

  assert_true (g_file_get_contents (path, &catalogue->bytes, NULL, NULL));
  assert_int_equal (word_at (catalogue, 0), MAGIC);
  catalogue->n = word_at (catalogue, 8);
  catalogue->msgids = word_at (catalogue, 12);
  catalogue->msgstrs = word_at (catalogue, 16);
  *state = catalogue;
  return 0;
}

static int
close_catalogue (void **state)
{
  Catalogue *catalogue = *state;

  g_free (catalogue->bytes);
  g_free (catalogue);
  return 0;
}

static const char *
text_at (const Catalogue *catalogue, guint32 table, guint32 i)
{
  return catalogue->bytes + word_at (catalogue, table + 8 * (gsize) i + 4);
}

static void
the_same_english_is_the_same_japanese (void **state)
{
  const Catalogue *catalogue = *state;
  int n_both = 0;

  for (guint32 i = 0; i < catalogue->n; i++)
    {
      const char *msgid = text_at (catalogue, catalogue->msgids, i);

      if (!output_word_is_known (OUTPUT_LANGUAGE_JA, msgid))
        continue;
      n_both++;
      assert_string_equal (text_at (catalogue, catalogue->msgstrs, i),
                           output_word (OUTPUT_LANGUAGE_JA, msgid));
    }
  /* "guideline", "assumption" and "agrees" at the least are in both. */
  assert_true (n_both >= 3);
}

/* What the guideline calls them (its Table 6 and section 5). */
static void
terms_are_the_guidelines (void **state)
{
  const Catalogue *catalogue = *state;
  static const char *const terms[][2] = {
    { "harvested", "骨髄液採取" },
    { "infused", "本品投与" },
    { "guideline", "ガイドライン" },
  };

  for (size_t t = 0; t < G_N_ELEMENTS (terms); t++)
    {
      bool is_found = false;

      for (guint32 i = 0; i < catalogue->n; i++)
        if (strcmp (text_at (catalogue, catalogue->msgids, i), terms[t][0]) == 0)
          {
            assert_string_equal (text_at (catalogue, catalogue->msgstrs, i), terms[t][1]);
            is_found = true;
          }
      assert_true (is_found);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_same_english_is_the_same_japanese),
    cmocka_unit_test (terms_are_the_guidelines),
  };

  return cmocka_run_group_tests_name ("cli-terms", tests, open_catalogue,
                                      close_catalogue);
}
