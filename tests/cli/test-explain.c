/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of explain: who got a line, and why, told to the one who waited. */
#include "tests/cli/program.h"

/* In the order of injury: d, b, c, a.  Referred on: d 4, b 4, c 2, a 3. */
static const char patients[] = "id,injured,referred,grade\n"
                               "a,3,0,C\n"
                               "b,1,3,A\n"
                               "c,2,0,B\n"
                               "d,0,4,A\n";

/* One line from 2019-05-11 (day 5) on, a culture of a day: a booking a day. */
static const char scenario[] =
    "<scenario format='1' name='told' start='2019-05-06' end='2020-05-06'>"
    "<patients><arrivals><trace href='patients.csv'/></arrivals></patients>"
    "<harvest window='31' count='elapsed'/>"
    "<plant gate='line'><pool id='line' capacity='0'>"
    "<change on='2019-05-11' capacity='1'/></pool>"
    "<stage id='culture' uses='line'><constant value='1'/></stage></plant>"
    "<allocation use='a-first'>"
    "<rule id='a-first'><first grade='A'/><order by='referral'/></rule>"
    "<rule id='a-only'><only grade='A'/><order by='referral'/></rule>"
    "</allocation></scenario>";

/* Runs the scenario under @rule into DIRECTORY results. */
static void
simulate (const char *folder, const char *rule)
{
  program_write_file (folder, "told.xml", scenario);
  program_write_file (folder, "patients.csv", patients);
  g_autofree char *arguments = g_strdup_printf (
      "run told.xml --rule %s --replications 2 --output results --format svg --quiet",
      rule);
  g_auto (ProgramResult) result = program_run (folder, NULL, arguments);
  if (result.status != 0)
    fail_msg ("%s", result.err);
}

/* Day 5: the list by referral is c, a, d, b; A goes first, so d at rank 3 gets the line.
 * Day 6: b.  Day 7: c, referred on day 2, before a, referred on day 3.  Day 8: a. */
static void
a_story_names_rank_winner_and_reason (void **state)
{
  simulate (*state, "a-first");
  g_auto (ProgramResult) result =
      program_run (*state, "LANGUAGE=en", "explain results a");
  assert_int_equal (result.status, 0);
  assert_string_equal (result.err, "");
  assert_holds (result.out, "rule a-first, replication 0");
  assert_holds (result.out, "Patient a: AIS C at referral.");
  assert_holds (result.out,
                "2019-05-09 00:00  day   0.0  Eligible; waits for a line. The "
                "window closes on 2019-06-09 00:00, in 31.0 days.");
  assert_holds (
      result.out,
      "2019-05-11 00:00  day   2.0  Rank 2 of 4 waiting, 4 of whom could be "
      "booked: patient d (AIS A), rank 3, got the line. Why: the line was due to "
      "the group that goes first, to which this patient did not belong.");
  assert_holds (result.out, "2019-05-12 00:00  day   3.0  Rank 2 of 3 waiting, 3 of whom "
                            "could be booked: patient b (AIS A), rank 3");
  assert_holds (
      result.out,
      "2019-05-13 00:00  day   4.0  Rank 2 of 2 waiting, 2 of whom could be "
      "booked: patient c (AIS B), rank 1, got the line. Why: referred 2019-05-08 "
      "00:00 goes before referred 2019-05-09 00:00.");
  assert_holds (result.out, "2019-05-14 00:00  day   5.0  Booked as AIS C: rank 1 of 1 "
                            "waiting, 1 of whom could be booked (referred 2019-05-09 "
                            "00:00); nobody else could have been booked.");
  assert_holds (result.out, "Stage 'culture' on line 1, until 2019-05-15 00:00.");
  assert_holds (result.out, "2019-05-15 00:00  day   6.0  Infused, as AIS C.");
  assert_holds (result.out, "lines given to others: 3; of them to patients of a lower "
                            "rank: 2.");
  /* The winner's own story names the next in line: b, A as well. */
  g_auto (ProgramResult) winner = program_run (*state, NULL, "explain results d");
  assert_holds (winner.out, "the line was due to the group that goes first; next would "
                            "have been patient b (referred 2019-05-10 00:00).");
}

/* Under A only, c and a wait until their windows close: 31 days after days 2 and 3. */
static void
a_rule_that_bars_is_named (void **state)
{
  simulate (*state, "a-only");
  g_auto (ProgramResult) result =
      program_run (*state, "LANGUAGE=en", "explain results a");
  assert_holds (result.out, "Rank 2 of 4 waiting, 4 of whom could be booked: patient d "
                            "(AIS A), rank 3, got the line. Why: the rule barred this "
                            "patient, though all else was there.");
  assert_holds (result.out, "2019-06-09 00:00  day  31.0  The window closed: the rule "
                            "barred the patient though all else was there. (fate: "
                            "window-rule)");
}

static void
a_story_is_told_in_japanese_by_option_or_locale (void **state)
{
  simulate (*state, "a-first");
  g_auto (ProgramResult) option =
      program_run (*state, NULL, "explain results a --lang ja");
  g_auto (ProgramResult) locale =
      program_run (*state, "LC_ALL=C.UTF-8 LANGUAGE=ja", "explain results a");
  assert_holds (
      option.out,
      "待機2例中2位、うち予約可能2例：1位の症例c（AIS B）が予約されました。理由："
      "紹介 2019-05-08 00:00が紹介 2019-05-09 00:00より先です。");
  assert_string_equal (option.out, locale.out);
}

static void
what_is_not_there_is_wrong_usage_with_what_is (void **state)
{
  simulate (*state, "a-first");
  static const struct
  {
    const char *arguments;
    int status;
    const char *message;
  } cases[] = {
    { "explain results e", 2, "unknown patient 'e'; replication 0 has 4 patients: " },
    { "explain results a --rule a-only", 2, "rules here: a-first" },
    { "explain results a --replication 1", 2, "kept here: 0" },
    { "explain results a --lang fr", 2, "expected en or ja, found 'fr'" },
    { "explain results", 2, "" },
    { "explain absent a", 1, "absent" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (ProgramResult) result = program_run (*state, NULL, cases[i].arguments);
      assert_int_equal (result.status, cases[i].status);
      assert_holds (result.err, cases[i].message);
      assert_string_equal (result.out, "");
    }
}

/* 1,500 patients wait for a line that takes one every tenth of a day: the first 999 lists
 * have 1500 + 1499 + ... + 502 = 999,999 rows, the next one passes the million that is
 * kept.  It is 99.9 days after the start. */
static void
lists_too_long_to_keep_are_told_of (void **state)
{
  g_autoptr (GString) table = g_string_new ("id\n");

  for (int i = 1; i <= 1500; i++)
    g_string_append_printf (table, "p%d\n", i);
  program_write_file (*state, "patients.csv", table->str);
  program_write_file (
      *state, "long.xml",
      "<scenario format='1' name='long' start='2019-01-01' end='2020-01-01'>"
      "<patients><arrivals><trace href='patients.csv'/></arrivals></patients>"
      "<plant gate='line'><pool id='line' capacity='1'/>"
      "<stage id='culture' uses='line'><constant value='0.1'/></stage></plant>"
      "</scenario>");
  g_auto (ProgramResult) run = program_run (
      *state, NULL, "run long.xml -n 1 --output results --format svg --quiet");
  assert_int_equal (run.status, 0);
  g_auto (ProgramResult) early = program_run (*state, NULL, "explain results p999");
  g_auto (ProgramResult) late = program_run (*state, NULL, "explain results p1000");
  assert_int_equal (early.status, 0);
  assert_holds (early.out, "Booked");
  assert_null (strstr (early.out, "is not kept"));
  assert_int_equal (late.status, 0);
  assert_holds (late.out, "Who waited, and in which rank, is not kept from "
                          "2019-04-10 21:36 on: the lists were too long.");
  assert_null (strstr (late.out, "lines given to others"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    unit_test_in_folder (a_story_names_rank_winner_and_reason),
    unit_test_in_folder (a_rule_that_bars_is_named),
    unit_test_in_folder (a_story_is_told_in_japanese_by_option_or_locale),
    unit_test_in_folder (what_is_not_there_is_wrong_usage_with_what_is),
    unit_test_in_folder (lists_too_long_to_keep_are_told_of),
  };
  return cmocka_run_group_tests_name ("explain", tests, NULL, NULL);
}
