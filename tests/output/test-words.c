/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of words: numbers, phrases, the Guideline's terms. */
#include "output/words.h"

#include "tests/support/assert.h"

static void
numbers_need_no_locale (void **state)
{
  (void) state;
  static const struct
  {
    double value;
    int decimals;
    const char *text;
  } cases[] = {
    { 0.5, 1, "0.5" },          { 1234.0, 0, "1234" },     { 12345.0, 0, "12,345" },
    { 1e6, 2, "1,000,000.00" }, { -3.25, 2, "−3.25" },     { -0.001, 1, "0.0" },
    { (double) NAN, 2, "–" },   { 99999.6, 0, "100,000" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = output_number (cases[i].value, cases[i].decimals);
      assert_string_equal (text, cases[i].text);
    }
}

static void
phrases_fill_their_places_in_either_language (void **state)
{
  (void) state;
  const char *msgid = "replication {r} of {n}";
  g_autofree char *en =
      output_phrase (OUTPUT_LANGUAGE_EN, msgid, "r", "3", "n", "200", NULL);
  g_autofree char *ja =
      output_phrase (OUTPUT_LANGUAGE_JA, msgid, "r", "3", "n", "200", NULL);
  assert_string_equal (en, "replication 3 of 200");
  assert_string_equal (ja, "200回の反復のうち第3回");
}

static void
terms_are_the_guidelines (void **state)
{
  (void) state;
  assert_string_equal (output_word (OUTPUT_LANGUAGE_JA, "Marrow harvest"), "骨髄液採取");
  assert_string_equal (output_word (OUTPUT_LANGUAGE_JA, "Blood draws"), "末梢血採取");
  assert_string_equal (output_word (OUTPUT_LANGUAGE_JA, "Infusion"), "本品投与");
  assert_string_equal (output_word (OUTPUT_LANGUAGE_JA, "no such text"), "no such text");
  g_autofree char *open_band = output_word_group (OUTPUT_LANGUAGE_JA, "age:65+");
  g_autofree char *band = output_word_group (OUTPUT_LANGUAGE_JA, "age:0-17");
  g_autofree char *english = output_word_group (OUTPUT_LANGUAGE_EN, "age:65+");
  assert_string_equal (open_band, "65歳以上");
  assert_string_equal (band, "0〜17歳");
  assert_string_equal (english, "age 65+");
  assert_string_equal (output_word_fate (OUTPUT_LANGUAGE_EN, "window-line"),
                       "window: no line");
  assert_string_equal (output_word_fate (OUTPUT_LANGUAGE_EN, "my-hazard"), "my-hazard");
}

/* What the Guideline names has the Guideline's name; anything else is named by its id. */
static void
measures_of_outcome_have_names_in_either_language (void **state)
{
  (void) state;
  static const char *const cases[][3] = {
    { "adverse:erythema", "adverse event (erythema)", "有害事象：紅斑" },
    { "adverse:rash", "adverse event (rash)", "有害事象 (rash)" },
    { "score:light-touch", "change of score (light-touch)", "表在触覚得点の変化" },
    { "grade-D-at-outcome", "AIS D on the outcome day", "評価日にAIS D" },
    { "benefit", "improved beyond untreated", "改善の上乗せ" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *en = output_word_metric (OUTPUT_LANGUAGE_EN, cases[i][0]);
      g_autofree char *ja = output_word_metric (OUTPUT_LANGUAGE_JA, cases[i][0]);
      assert_string_equal (en, cases[i][1]);
      assert_string_equal (ja, cases[i][2]);
    }
}

/* A pool of the user's may have any name; addresses of numbers stay what they are. */
static void
changes_have_names_in_either_language (void **state)
{
  (void) state;
  static const char *const cases[][2] = {
    { "one more line", "lineを1単位増" },
    { "one more bed", "病床を1床増" },
    { "referral a day earlier", "紹介を1日早く" },
    { "call-ahead", "先行予約の日数" },
    { "stage:testing.value", "stage:testing.value" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *en = output_word_change (OUTPUT_LANGUAGE_EN, cases[i][0]);
      g_autofree char *ja = output_word_change (OUTPUT_LANGUAGE_JA, cases[i][0]);
      assert_string_equal (en, cases[i][0]);
      assert_string_equal (ja, cases[i][1]);
    }
}

static void
languages_are_two (void **state)
{
  (void) state;
  OutputLanguage language = OUTPUT_LANGUAGE_EN;
  assert_true (output_language_parse ("ja", &language));
  assert_int_equal (language, OUTPUT_LANGUAGE_JA);
  assert_false (output_language_parse ("fr", &language));
  assert_int_equal (language, OUTPUT_LANGUAGE_JA);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (numbers_need_no_locale),
    cmocka_unit_test (phrases_fill_their_places_in_either_language),
    cmocka_unit_test (terms_are_the_guidelines),
    cmocka_unit_test (measures_of_outcome_have_names_in_either_language),
    cmocka_unit_test (changes_have_names_in_either_language),
    cmocka_unit_test (languages_are_two),
  };
  return cmocka_run_group_tests_name ("words", tests, NULL, NULL);
}
