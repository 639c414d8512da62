/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of output/sentences.h. */
#include "tests/support/assert.h"

#include <string.h>

#include "output/sentences.h"

/* Metrics: infused by grade, products wasted. */
enum
{
  OF_A,
  OF_C,
  WASTED,
  N_METRICS
};

static SimCatalogue *
make_catalogue (void)
{
  static const struct
  {
    const char *name, *group;
  } names[] = { { "infused", "A" }, { "infused", "C" }, { "wasted-products", "all" } };
  SimCatalogue *catalogue = sim_catalogue_new ();
  sim_catalogue_add_column (catalogue);
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const SimMetric metric = { .name = (char *) names[i].name,
                                 .group = (char *) names[i].group,
                                 .kind = SIM_METRIC_MEAN };
      sim_catalogue_add_metric (catalogue, &metric);
    }
  return catalogue;
}

static char *
say (OutputLanguage language, const SimDifference *differences, double years)
{
  g_autoptr (SimCatalogue) catalogue = make_catalogue ();
  const OutputComparison comparison = { "A first",   "First come", catalogue,
                                        differences, years,        0.95 };
  return output_sentence_comparison (language, &comparison);
}

static SimDifference
between (double low, double high)
{
  return (SimDifference){
    .replications = 10, .difference = (low + high) / 2, .low = low, .high = high
  };
}

static void
clear_differences_are_more_or_fewer (G_GNUC_UNUSED void **state)
{
  /* Two years: everything is halved. */
  const SimDifference differences[] = { between (16, 20), between (-14, -11),
                                        between (-8, -4) };
  g_autofree char *en = say (OUTPUT_LANGUAGE_EN, differences, 2);
  assert_string_equal (en,
                       "“A first” treats 9.0 more A (8.0 to 10.0) and 6.2 fewer C (5.5 "
                       "to 7.0) a year than “First come” (95 % intervals), and wastes "
                       "3.0 fewer products (2.0 to 4.0).");
  g_autofree char *ja = say (OUTPUT_LANGUAGE_JA, differences, 2);
  assert_string_equal (
      ja, "「A first」は「First come」に比べ、年間でAIS Aの症例を9.0例多く（8.0"
          "～10.0）、AIS Cの症例を6.2例少なく（5.5～7.0）治療し、使用されない本"
          "品は3.0個少なくなります（2.0～4.0）。括弧内は95％信頼区間です。");
}

static void
unclear_differences_are_not_called_more (G_GNUC_UNUSED void **state)
{
  const SimDifference differences[] = { between (1, 3), between (-0.4, 1),
                                        between (0, 0) };
  g_autofree char *en = say (OUTPUT_LANGUAGE_EN, differences, 0);
  assert_string_equal (
      en,
      "“A first” treats 2.0 more A (1.0 to 3.0) in all than “First come” (95 % "
      "intervals). No clear difference: C (0.4 fewer to 1.0 more), wasted products (the "
      "same in every replication).");
  const SimDifference nothing[] = { between (-1, 3), between (-0.4, 1), between (-2, 1) };
  g_autofree char *none = say (OUTPUT_LANGUAGE_EN, nothing, 1);
  assert_string_equal (none,
                       "“A first” makes no clear difference from “First come” (a year, "
                       "95 % intervals): A (1.0 fewer to 3.0 more), C (0.4 fewer to "
                       "1.0 more), wasted products (2.0 fewer to 1.0 more).");
}

static void
waste_alone_may_be_clear (G_GNUC_UNUSED void **state)
{
  const SimDifference differences[] = { between (0, 0), between (-1, 1), between (2, 4) };
  g_autofree char *en = say (OUTPUT_LANGUAGE_EN, differences, 1);
  assert_string_equal (
      en, "“A first” wastes 3.0 more products (2.0 to 4.0) a year than “First "
          "come” (95 % intervals). No clear difference: A (the same in "
          "every replication), C (1.0 fewer to 1.0 more).");
}

static void
same_in_every_replication_is_said_so (G_GNUC_UNUSED void **state)
{
  const SimDifference differences[] = { between (0, 0), between (0, 0), between (0, 0) };
  g_autofree char *en = say (OUTPUT_LANGUAGE_EN, differences, 1);
  assert_string_equal (
      en, "“A first” treats and wastes the same as “First come” in every replication.");
}

static void
without_interval_nothing_is_said (G_GNUC_UNUSED void **state)
{
  SimDifference differences[] = { between (NAN, NAN), between (NAN, NAN),
                                  between (NAN, NAN) };
  for (int i = 0; i < N_METRICS; i++)
    differences[i].difference = 5;
  g_autofree char *en = say (OUTPUT_LANGUAGE_EN, differences, 1);
  assert_null (strstr (en, "5"));
  assert_non_null (strstr (en, "no interval"));
}

static void
places_keep_a_digit_of_the_width (G_GNUC_UNUSED void **state)
{
  assert_int_equal (output_difference_decimals (0, 20), 1);
  assert_int_equal (output_difference_decimals (1, 1.2), 1);
  assert_int_equal (output_difference_decimals (1, 1.1), 2);
  assert_int_equal (output_difference_decimals (0, 0.01), 3);
  assert_int_equal (output_difference_decimals (0, 0), 1);
  assert_int_equal (output_difference_decimals (NAN, 0), 1);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (clear_differences_are_more_or_fewer),
    cmocka_unit_test (unclear_differences_are_not_called_more),
    cmocka_unit_test (waste_alone_may_be_clear),
    cmocka_unit_test (same_in_every_replication_is_said_so),
    cmocka_unit_test (without_interval_nothing_is_said),
    cmocka_unit_test (places_keep_a_digit_of_the_width),
  };
  return cmocka_run_group_tests_name ("output-sentences", tests, NULL, NULL);
}
