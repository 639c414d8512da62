/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the sentences that explain rules: every clause of the language is told. */
#include "tests/support/assert.h"

#include "scenarios/reader.h"
#include "scenarios/rule-sentence.h"

#include <string.h>

/* Returns: (transfer full): the sentence of the one rule with @content */
static char *
sentence_of (const char *content, ScenarioLanguage language)
{
  g_autofree char *xml = g_strconcat (
      "<scenario format='1' name='test' start='2020-01-01' end='2021-01-01'>"
      "<group id='cohort' grade='A' min-age='20' max-age='70'/>"
      "<sites><site id='north' share='0.5'/><site id='south' share='0.5'/></sites>"
      "<patients><arrivals per-year='10'/><sex female='0.5'/>"
      "<grades A='0.5' B='0.25' C='0.25'/><age><constant value='50'/></age></patients>"
      "<harvest window='31'/>"
      "<plant gate='line'><pool id='line' capacity='1'/>"
      "<stage id='s' uses='line'><constant value='1'/></stage></plant>"
      "<allocation use='r'><rule id='r'>",
      content, "</rule></allocation></scenario>", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = scenario_read_memory ("test.xml", xml, -1, &error);
  if (scenario == NULL)
    fail_msg ("%s", error->message);
  return scenario_rule_sentence (scenario, &scenario->rules[0], language);
}

static const struct
{
  const char *content, *en, *ja;
} cases[] = {
  { "<order by='referral'/>", "The patient referred earlier goes first.",
    "紹介の早い症例から順に予約する。" },
  { "<order by='grade' direction='descending'/><order by='age'/>",
    "The patient of the milder grade, as it is now, goes first; at a tie, the younger "
    "patient.",
    "現在の重症度が低い症例から、同順位なら年齢の低い症例から順に予約する。" },
  { "<only grade='A B'/><order by='deadline'/>",
    "Nobody but patients of AIS A or B is booked, even if lines stand idle. The patient "
    "whose window closes sooner goes first.",
    "AIS A・Bの症例だけを予約し、該当者がいなければラインは空けておく。"
    "採取期限の近い症例から順に予約する。" },
  { "<protect grade='A' lines='2'/><order by='injury'/>",
    "The last 2 bookable lines are kept for patients of AIS A: others are booked only "
    "while more are bookable. The patient injured earlier goes first.",
    "予約可能なラインの最後の2本はAIS "
    "Aの症例のために残し、他の症例はそれより多いときに限り"
    "予約する。受傷の早い症例から順に予約する。" },
  { "<first group='cohort'/><reserve site='south' share='0.3' kind='hard' over='20'/>"
    "<order by='lottery' A='3'/>",
    "While the group 'cohort' (patients of AIS A aged 20 to 70) can be booked, they go "
    "before all others. Next in turn: 30 % of the bookings, taken over the last 20, are "
    "reserved for patients of the site 'south'; a line that none of them can use stays "
    "idle. The patient with the lower lot, drawn once for all, weighted 3 for AIS A and "
    "1 otherwise, goes first.",
    "予約できる群「cohort」（AIS Aの20歳から70歳の症例）がいる間は、"
    "他のすべての症例より先に予約する。次に、予約の30 %（直近20件で数える）を"
    "施設「south」の症例に確保する。該当者がいなければラインは空けておく。"
    "くじ（1例に1回）の順位が上の症例（重み：AIS Aは3、他は1）から順に予約する。" },
  { "<reserve sex='female' waited-over='7' remake='true' share='0.25' kind='soft'/>"
    "<order by='remake'/>",
    "25 % of the bookings are reserved for female patients who have waited for more than "
    "7 days whose product must be made again; a line that none of them can use goes to "
    "the others. The patient whose product must be made again goes first.",
    "予約の25 %を7日を超えて待つ再製造を要する女性症例に確保する。"
    "該当者がいなければ他の症例に回す。再製造を要する症例から順に予約する。" },
  { "<points of='grade' A='40' B='20'/><points of='waited' per-day='1'/>"
    "<points of='slack' per-day='-0.5'/><points of='age' per-year='-0.1'/>"
    "<points of='site' site='north' weight='5'/><points of='remake' weight='10'/>"
    "<points of='benefit' weight='2'/><order by='eligible'/>",
    "The highest score goes first: 40 for AIS A, 20 for AIS B; plus 1 for each day "
    "waited; plus -0.5 for each day left in the window; plus -0.1 for each year of age; "
    "plus 5 at the site 'north'; plus 10 if the product must be made again; plus 2 times "
    "the expected benefit. At equal scores, the patient found eligible earlier goes "
    "first.",
    "点数の高い症例から予約する。点数：AIS Aは40、AIS Bは20、加えて待機1日につき1、"
    "加えて期限まで1日につき-0.5、加えて年齢1歳につき-0.1、加えて施設「north」なら5、"
    "加えて再製造なら10、加えて期待される便益の2倍。"
    "同点なら適格判定の早い症例から順に予約する。" },
  { "<phase until='2020-05-01'><only grade='A'/><order by='deadline'/></phase>"
    "<phase until-infused='90'><order by='referral'/></phase>"
    "<phase until-capacity='4'><order by='referral'/></phase>"
    "<phase until-backlog='10'><order by='referral'/></phase>"
    "<phase><order by='grade-at-referral'/></phase>",
    "Before 2020-05-01: Nobody but patients of AIS A is booked, even if lines stand "
    "idle. The patient whose window closes sooner goes first. After that, until 90 "
    "patients have been infused: The patient referred earlier goes first. After that, "
    "until the pool 'line' has 4 units: The patient referred earlier goes first. After "
    "that, until 10 patients wait at once: The patient referred earlier goes first. "
    "After that: The patient of the more severe grade at referral goes first.",
    "2020-05-01より前：AIS Aの症例だけを予約し、該当者がいなければラインは空けておく。"
    "採取期限の近い症例から順に予約する。その後、90例への投与が済むまで："
    "紹介の早い症例から順に予約する。その後、プール「line」が4になるまで："
    "紹介の早い症例から順に予約する。その後、待機が10例に達するまで："
    "紹介の早い症例から順に予約する。その後：紹介時の重症度が高い症例から順に予約する"
    "。" },
};

static void
every_clause_is_told_in_both_languages (void **state)
{
  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *en = sentence_of (cases[i].content, SCENARIO_LANGUAGE_EN);
      g_autofree char *ja = sentence_of (cases[i].content, SCENARIO_LANGUAGE_JA);
      assert_string_equal (en, cases[i].en);
      assert_string_equal (ja, cases[i].ja);
    }
}

/* Rules that differ must not be told alike. */
static void
shipped_rules_have_sentences_of_their_own (void **state)
{
  (void) state;
  g_autofree char *path = g_build_filename (g_getenv ("DAY31_SOURCE_DIR"), "scenarios",
                                            "early-supply.xml", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Scenario) scenario = scenario_read (path, NULL, &error);
  assert_non_null (scenario);
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (size_t i = 0; i < scenario->n_rules; i++)
    for (int language = 0; language < 2; language++)
      {
        char *sentence = scenario_rule_sentence (scenario, &scenario->rules[i],
                                                 (ScenarioLanguage) language);
        assert_true (g_hash_table_add (seen, sentence));
      }
  assert_int_equal (g_hash_table_size (seen), 2 * scenario->n_rules);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (every_clause_is_told_in_both_languages),
    cmocka_unit_test (shipped_rules_have_sentences_of_their_own),
  };
  return cmocka_run_group_tests_name ("rule-sentence", tests, NULL, NULL);
}
