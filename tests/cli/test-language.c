/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal speaks the language of the locale; statuses and files do not hear it. */
#include "tests/cli/program.h"

#define ENGLISH  "LC_ALL=C.UTF-8 LANGUAGE=en"
#define JAPANESE "LC_ALL=C.UTF-8 LANGUAGE=ja"

/* A command line that writes no files, and what it says in Japanese. */
typedef struct
{
  const char *arguments;
  const char *out; /* (nullable): in standard output */
  const char *err; /* (nullable): in standard error */
} Saying;

static const Saying sayings[] = {
  { "--help", "シナリオを1つのルールで計算し", NULL },
  { "run --help", "結果をこのフォルダーに書く", NULL },
  { "compare --help", "対応のある差", NULL },
  { "sweep --help", "応答の表と図を示す", NULL },
  { "size --help", "最小の能力", NULL },
  { "sensitivity --help", "何が制約になっているか", NULL },
  { "check --help", "負荷・能力・施設・仮定", NULL },
  { "explain --help", "判断ごとの理由", NULL },
  { "plot --help", "図を描き直す", NULL },
  { "report --help", "報告書", NULL },
  { "list --help", "ルールの一覧", NULL },
  { "verify --help", "理論値の分かっている待ち行列", NULL },
  { "check @scenarios/early-supply.xml", "能力（1バッチは「line」を1単位", NULL },
  { "list rules @scenarios/early-supply.xml", "予約する。", NULL },
  { "list parameters @scenarios/early-supply.xml", "区分          出典\n", NULL },
  { "simulate", NULL,
    "コマンド「simulate」はありません。使えるコマンド：new, run, compare" },
  { "run", NULL, "SCENARIO が必要です" },
  { "run a.xml --seed x", NULL, "--seed：0～18446744073709551615 の整数が必要です" },
  { "run @scenarios/early-supply.xml --rule nobody", NULL,
    "ルール「nobody」はありません。使えるルール：" },
  { "check @tests/scenarios/invalid/calendar-unknown.xml", NULL,
    "暦「weekday」はありません。使える暦：night, weekdays" },
  { "check @tests/scenarios/invalid/blood-draws-six.xml", NULL,
    "draws には1～5 の整数が必要ですが、「6」とあります" },
  { "plot absent", NULL,
    "absent：「day31 run」などが書いた結果のフォルダーが必要ですが、ありません" },
  { "run a.xml --replicatons 3", NULL,
    "オプション「--replicatons」はありません。「--replications」のことですか" },
  { "run a.xml -n abc", NULL, "-n：整数が必要ですが、「abc」です" },
};

static void
the_terminal_follows_the_locale (void **state)
{
  (void) state;
  for (size_t i = 0; i < G_N_ELEMENTS (sayings); i++)
    {
      const Saying *saying = &sayings[i];
      g_auto (ProgramResult) japanese = program_run ("/", JAPANESE, saying->arguments);
      g_auto (ProgramResult) english = program_run ("/", ENGLISH, saying->arguments);

      assert_int_equal (japanese.status, english.status);
      if (saying->out != NULL)
        assert_holds (japanese.out, saying->out);
      if (saying->err != NULL)
        assert_holds (japanese.err, saying->err);
      if (saying->out != NULL)
        assert_null (strstr (english.out, saying->out));
      if (saying->err != NULL)
        assert_null (strstr (english.err, saying->err));
    }
}

/* gettext and GLib leave the locale "C" alone: so do the sentences that are our own. */
static void
a_terminal_is_of_one_language (void **state)
{
  g_auto (ProgramResult) result = program_run (NULL, "LC_ALL=C LANGUAGE=ja",
                                               "list rules @scenarios/early-supply.xml");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "the rule that 'run' follows");
  assert_null (strstr (result.out, "予約"));
}

static void
an_option_goes_before_the_locale (void **state)
{
  g_auto (ProgramResult) result =
      program_run (NULL, JAPANESE, "list rules @scenarios/early-supply.xml --lang en");

  (void) state;
  assert_int_equal (result.status, 0);
  assert_holds (result.out, "the rule that 'run' follows");
}

/* A command line that writes files: what it says, and that its files do not hear it. */
static const Saying writings[] = {
  { "run @scenarios/early-supply.xml -n 2", "適格例に占める投与の割合", NULL },
  { "run @scenarios/today.xml -n 4 --format svg", "の終わりです。採取の見込みは", NULL },
  { "compare @scenarios/early-supply.xml -n 2 --format svg --rules fcfs,ais-a-first "
    "--bound",
    "同じ症例で2つのルール", NULL },
  { "sweep @scenarios/small-model.xml -n 4 --format svg --vary pool:line=7,8",
    "どの行も同じ4回の反復", NULL },
  { "size @scenarios/small-model.xml -n 20 --format svg --target infused-share:all>=0.5",
    "の最小の能力", "探索で" },
  { "sensitivity @scenarios/small-model.xml -n 2 --format svg", "lineを1単位増", NULL },
};

/* Fails unless both folders hold the same files with the same bytes.  The store has its
 * own order of rows, run.json its environment; test-determinism.c reads them. */
static void
assert_same_files (const char *left, const char *right)
{
  g_autoptr (GDir) folder = g_dir_open (left, 0, NULL);
  int n_files = 0;

  assert_non_null (folder);
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
    {
      g_autofree char *one = g_build_filename (left, name, NULL);
      g_autofree char *other = g_build_filename (right, name, NULL);
      g_autofree char *bytes = NULL;
      g_autofree char *wanted = NULL;
      gsize length = 0, wanted_length = 0;

      n_files++;
      if (g_file_test (one, G_FILE_TEST_IS_DIR))
        {
          assert_same_files (one, other);
          continue;
        }
      if (strcmp (name, "run.json") == 0 || g_str_has_prefix (name, "results.sqlite"))
        continue;
      assert_true (g_file_get_contents (one, &wanted, &wanted_length, NULL));
      if (!g_file_get_contents (other, &bytes, &length, NULL) ||
          length != wanted_length || memcmp (bytes, wanted, length) != 0)
        fail_msg ("%s differs from %s", other, one);
    }
  assert_true (n_files > 0);
}

static void
files_do_not_hear_the_locale (void **state)
{
  for (size_t i = 0; i < G_N_ELEMENTS (writings); i++)
    {
      const Saying *writing = &writings[i];
      g_autofree char *english = g_strdup_printf ("%s/%zu-en", (char *) *state, i);
      g_autofree char *japanese = g_strdup_printf ("%s/%zu-ja", (char *) *state, i);
      g_autofree char *in_english =
          g_strdup_printf ("%s --output %s", writing->arguments, english);
      g_autofree char *in_japanese =
          g_strdup_printf ("%s --output %s", writing->arguments, japanese);
      g_auto (ProgramResult) first = program_run (NULL, ENGLISH, in_english);
      g_auto (ProgramResult) second = program_run (NULL, JAPANESE, in_japanese);

      assert_int_equal (first.status, 0);
      assert_int_equal (second.status, 0);
      assert_holds (second.out, writing->out);
      if (writing->err != NULL)
        assert_holds (second.err, writing->err);
      assert_same_files (english, japanese);
    }
}

/* What is told of results follows the locale; what is drawn of them again does not. */
static void
results_are_told_in_the_language_of_the_locale (void **state)
{
  static const Saying tellings[] = {
    { "explain results 1", "骨髄液採取", NULL },
    { "plot results --format svg", "個のファイルを書きました", NULL },
    { "report results --no-oracles", "ページ", NULL },
    { "explain results 99", NULL, "症例「99」はありません。反復 0 の13例" },
    { "plot results --chart forecast", NULL, "描くデータがありません" },
  };
  static const char *const made[] = { "charts/gantt-patients.svg", "report.pdf" };
  g_auto (ProgramResult) run = program_run (
      *state, ENGLISH, "run @scenarios/table6.xml --format svg --output results");

  assert_int_equal (run.status, 0);
  for (size_t i = 0; i < G_N_ELEMENTS (tellings); i++)
    {
      char *bytes[G_N_ELEMENTS (made)] = { NULL };
      gsize lengths[G_N_ELEMENTS (made)] = { 0 };
      g_auto (ProgramResult) english =
          program_run (*state, ENGLISH, tellings[i].arguments);

      for (size_t f = 0; f < G_N_ELEMENTS (made); f++)
        {
          g_autofree char *path = g_build_filename (*state, "results", made[f], NULL);
          g_file_get_contents (path, &bytes[f], &lengths[f], NULL);
        }
      g_auto (ProgramResult) japanese =
          program_run (*state, JAPANESE, tellings[i].arguments);

      assert_int_equal (japanese.status, english.status);
      if (tellings[i].out != NULL)
        assert_holds (japanese.out, tellings[i].out);
      if (tellings[i].err != NULL)
        assert_holds (japanese.err, tellings[i].err);
      for (size_t f = 0; f < G_N_ELEMENTS (made); f++)
        {
          g_autofree char *path = g_build_filename (*state, "results", made[f], NULL);
          g_autofree char *again = NULL;
          gsize length = 0;

          g_file_get_contents (path, &again, &length, NULL);
          assert_int_equal (length, lengths[f]);
          assert_true (length == 0 || memcmp (again, bytes[f], length) == 0);
        }
      for (size_t f = 0; f < G_N_ELEMENTS (made); f++)
        g_free (bytes[f]);
    }
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (the_terminal_follows_the_locale),
    cmocka_unit_test (a_terminal_is_of_one_language),
    cmocka_unit_test (an_option_goes_before_the_locale),
    unit_test_in_folder (files_do_not_hear_the_locale),
    unit_test_in_folder (results_are_told_in_the_language_of_the_locale),
  };

  return cmocka_run_group_tests_name ("cli-language", tests, NULL, NULL);
}
