/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of charts of many variants: how they are called, parted and told apart. */
#include "tests/output/sample-results.h"
#include "tests/support/assert.h"

static char *
draw (const char *chart, const OutputChartData *data)
{
  return sample_draw_text (output_chart_find (chart, NULL), data, NULL);
}

/* As cli/changes.c labels and sets them; an address is the user's in any language. */
static void
changes_are_named_in_the_charts_language (void **state)
{
  (void) state;
  static const char *const charts[] = { "comparison", "fates", "equity" };
  g_autoptr (Sample) sample = sample_new ();
  OutputChartVariant variants[] = { sample->variants[0], sample->variants[1],
                                    sample->variants[2] };
  variants[0].label = "fcfs";
  variants[0].settings = "change=base;value=;end=;rule=fcfs";
  variants[1].label = "fcfs, no closures 0";
  variants[1].settings = "change=no closures;value=0;end=high;rule=fcfs";
  variants[2].label = "fcfs, stage:testing.value 7";
  variants[2].settings = "change=stage:testing.value;value=7;end=low;rule=fcfs";
  for (size_t i = 0; i < G_N_ELEMENTS (charts); i++)
    for (int language = 0; language < 2; language++)
      {
        OutputChartData data = sample_data (sample, NULL, (OutputLanguage) language);
        data.variants = variants;
        data.baseline = 0;
        g_autofree char *text = draw (charts[i], &data);
        bool is_ja = language == OUTPUT_LANGUAGE_JA;
        if ((strstr (text, "fcfs、休業なし 0\n") != NULL) != is_ja ||
            (strstr (text, "fcfs, no closures 0\n") != NULL) == is_ja ||
            strstr (text, is_ja ? "fcfs、stage:testing.value 7\n"
                                : "fcfs, stage:testing.value 7\n") == NULL)
          fail_msg ("%s, language %d: %s", charts[i], language, text);
        if (strcmp (charts[i], "fates") == 0)
          assert_non_null (strstr (text, is_ja ? " 条件\n" : " Variant\n"));
      }
}

static int
count (const char *text, const char *word)
{
  int n = 0;
  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

/* Twelve variants of four groups on A4 across: every page shows as many last groups as
 * first ones. */
static void
no_page_of_fates_breaks_a_variant (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartVariant variants[12];
  for (size_t v = 0; v < G_N_ELEMENTS (variants); v++)
    variants[v] = sample->variants[v % 3];
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  data.variants = variants;
  data.n_variants = G_N_ELEMENTS (variants);
  g_autofree char *text = draw ("fates", &data);
  g_auto (GStrv) pages = g_strsplit (text, "\npage ", -1);
  assert_true (g_strv_length (pages) > 1);
  for (char **page = pages; *page != NULL; page++)
    {
      assert_true (count (*page, " all patients\n") > 0);
      assert_int_equal (count (*page, " AIS C\n"), count (*page, " all patients\n"));
    }
}

static void
a_fate_that_nobody_met_is_not_in_the_legend (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  g_autofree char *some = draw ("fates", &data);
  assert_non_null (strstr (some, " Referred late\n"));
  for (int v = 0; v < 3; v++)
    for (size_t m = 0; m < sample->catalogue->n_metrics; m++)
      if (strcmp (sample->catalogue->metrics[m].name, "lost-late-referral") == 0)
        sample->estimates[v][m] = (SimEstimate){ 200, 0.0, 0.0, 0.0, 0.0 };
  g_autofree char *none = draw ("fates", &data);
  assert_null (strstr (none, " Referred late\n"));
  assert_non_null (strstr (none, " Recovered\n"));
}

static void
equity_shows_fourteen_variants_a_page (void **state)
{
  (void) state;
  g_autoptr (Sample) sample = sample_new ();
  OutputChartVariant variants[16];
  char names[16][4];
  for (size_t v = 0; v < G_N_ELEMENTS (variants); v++)
    {
      g_snprintf (names[v], sizeof names[v], "v%zu", v + 1);
      variants[v] = sample->variants[v % 3];
      variants[v].label = names[v];
    }
  OutputChartData data = sample_data (sample, NULL, OUTPUT_LANGUAGE_EN);
  data.variants = variants;
  data.n_variants = G_N_ELEMENTS (variants);
  g_autofree char *text = draw ("equity", &data);
  const char *second = strstr (text, " Variants 15 to 16 of 16\n");
  const char *first = strstr (text, " Variants 1 to 14 of 16\n");
  assert_true (first != NULL && second != NULL && first < second);
  assert_non_null (strstr (text, " v16\n"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (changes_are_named_in_the_charts_language),
    cmocka_unit_test (no_page_of_fates_breaks_a_variant),
    cmocka_unit_test (a_fate_that_nobody_met_is_not_in_the_legend),
    cmocka_unit_test (equity_shows_fourteen_variants_a_page),
  };
  return cmocka_run_group_tests_name ("chart-variants", tests, NULL, NULL);
}
