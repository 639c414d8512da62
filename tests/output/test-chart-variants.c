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

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (changes_are_named_in_the_charts_language),
  };
  return cmocka_run_group_tests_name ("chart-variants", tests, NULL, NULL);
}
