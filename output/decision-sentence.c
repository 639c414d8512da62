/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Decision sentences: who got a line, seen by one who waited. */
#include "output/decision-sentence.h"

#include <string.h>

/* Beyond this a deadline means that there is none. */
#define MAX_DAYS 3e6

static const char *
in (OutputLanguage language, const char *en, const char *ja)
{
  return language == OUTPUT_LANGUAGE_JA ? ja : en;
}

static char *
whole (int64_t value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

char *
output_decision_stamp (const SimTrace *trace, SimTime at)
{
  char date[11];
  /* To the nearest minute: a window's last second is told as the midnight it is. */
  SimTime near = at + SIM_MINUTE / 2;
  int64_t day = sim_time_day (near);
  int minutes = (int) ((near - day * SIM_DAY) / SIM_MINUTE);
  sim_date_format (sim_date_from_epoch_day (trace->start_epoch_day + day), date);
  return g_strdup_printf ("%s %02d:%02d", date, minutes / 60, minutes % 60);
}

/* ---- Keys ---- */

static const struct
{
  const char *key, *en, *ja;
  bool is_instant;
} key_words[] = {
  { "points", "points", "点数", false },
  { "grade", "grade", "重症度", false },
  { "grade-at-referral", "grade at referral", "紹介時の重症度", false },
  { "referral", "referred", "紹介", true },
  { "eligible", "eligible since", "適格判定", true },
  { "injury", "injured", "受傷", true },
  { "deadline", "end of the window", "採取期限", true },
  { "age", "age", "年齢", false },
  { "lottery", "lot", "くじ", false },
  { "remake", "remake", "再製造", false },
};

/* Returns: (transfer full): "referred 2019-05-01 09:00" from "referral=0.375" */
static char *
key_phrase (const SimTrace *trace, const char *pair, OutputLanguage language)
{
  g_auto (GStrv) parts = g_strsplit (pair, "=", 2);
  if (parts[0] == NULL || parts[1] == NULL)
    return g_strdup (pair);
  for (size_t i = 0; i < G_N_ELEMENTS (key_words); i++)
    if (strcmp (key_words[i].key, parts[0]) == 0)
      {
        const char *word = in (language, key_words[i].en, key_words[i].ja);
        double days = g_ascii_strtod (parts[1], NULL);
        if (!key_words[i].is_instant)
          return g_strdup_printf ("%s %s", word, parts[1]);
        if (!(days < MAX_DAYS))
          return g_strdup_printf ("%s %s", word, in (language, "never", "なし"));
        g_autofree char *stamp = output_decision_stamp (trace, sim_time_from_days (days));
        return g_strdup_printf ("%s %s", word, stamp);
      }
  return g_strdup (pair);
}

/* Returns: (transfer full): all of @keys in words */
static char *
keys_phrase (const SimTrace *trace, const char *keys, OutputLanguage language)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) pairs = g_strsplit (keys != NULL ? keys : "", ";", -1);
  for (char **pair = pairs; *pair != NULL; pair++)
    {
      g_autofree char *phrase = key_phrase (trace, *pair, language);
      g_string_append_printf (text, "%s%s", pair > pairs ? in (language, ", ", "、") : "",
                              phrase);
    }
  return g_strdup (text->str);
}

/* Returns: (transfer full): the first key in which the two differ */
static char *
difference_phrase (const SimTrace *trace,
                   const char *before,
                   const char *behind,
                   OutputLanguage language)
{
  g_auto (GStrv) first = g_strsplit (before != NULL ? before : "", ";", -1);
  g_auto (GStrv) second = g_strsplit (behind != NULL ? behind : "", ";", -1);
  for (int i = 0; first[i] != NULL && second[i] != NULL; i++)
    if (strcmp (first[i], second[i]) != 0)
      {
        g_autofree char *one = key_phrase (trace, first[i], language);
        g_autofree char *two = key_phrase (trace, second[i], language);
        return output_phrase (
            language, in (language, "{one} goes before {two}", "{one}が{two}より先です"),
            "one", one, "two", two, NULL);
      }
  return g_strdup (in (language, "equal in every key as printed, the rest decided",
                       "表示の桁までは同順位のため、残る差で決まりました"));
}

/* ---- Reasons and obstacles ---- */

/* Returns: (transfer full) (nullable): to whom the line was due before any order */
static char *
due_phrase (const OutputDecision *decision, OutputLanguage language)
{
  if (strcmp (decision->reason, "first") == 0)
    return g_strdup (in (language, "the line was due to the group that goes first",
                         "ラインは最優先の群の番です"));
  if (g_str_has_prefix (decision->reason, "reserve:"))
    return output_phrase (language,
                          in (language, "the line was due to reserve {n} of the rule",
                              "ラインはルールの確保枠{n}の番です"),
                          "n", decision->reason + strlen ("reserve:"), NULL);
  if (strcmp (decision->reason, "only") == 0)
    return g_strdup (in (language, "the rule books nobody but one group now",
                         "ルールは現在一つの群だけを予約します"));
  return NULL;
}

static const char *
obstacle_phrase (const char *obstacle, OutputLanguage language)
{
  static const struct
  {
    const char *obstacle, *en, *ja;
  } phrases[] = {
    { "site",
      "the site had no working day, no harvest slot or no bed left inside the window",
      "施設の診療日・採取枠・病床のいずれかが期限内にありませんでした" },
    { "blood", "the blood due before the harvest could not be drawn inside the window",
      "採取前に必要な採血が期限内にできませんでした" },
    { "transport", "no intake day of the plant could be reached inside the window",
      "期限内に製造施設の受入日に間に合いませんでした" },
    { "line", "no line was expected free for a harvest inside the window",
      "期限内の採取に合うラインがありませんでした" },
    { "latest", "the infusion would have come after the protocol's last day",
      "投与が実施計画書の最終日を過ぎる見込みでした" },
    { "deferral", "the harvest had been deferred past the window",
      "採取の延期により期限を過ぎました" },
    { "rule", "the rule barred this patient, though all else was there",
      "他の条件は揃っていたが、ルールにより予約できませんでした" },
  };
  for (size_t i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (strcmp (phrases[i].obstacle, obstacle) == 0)
      return in (language, phrases[i].en, phrases[i].ja);
  return obstacle;
}

/* ---- Sentences ---- */

char *
output_decision_booked (const SimTrace *trace,
                        const OutputDecision *decision,
                        OutputLanguage language)
{
  g_autofree char *rank = whole (decision->rank);
  g_autofree char *waiting = whole (decision->waiting);
  g_autofree char *feasible = whole (decision->feasible);
  g_autofree char *keys = keys_phrase (trace, decision->keys, language);
  g_autofree char *due = due_phrase (decision, language);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *head = output_phrase (
      language,
      in (language,
          "Booked{grade}: rank {rank} of {waiting} waiting, {feasible} of whom could be "
          "booked ({keys})",
          "予約{grade}：待機{waiting}例中{rank}位、うち予約可能{feasible}例（{keys}）"),
      "rank", rank, "waiting", waiting, "feasible", feasible, "keys", keys, "grade",
      decision->grade == NULL ? ""
                              : in (language, " as AIS {letter}", "（AIS {letter}）"),
      "letter", decision->grade, NULL);
  g_string_append (text, head);
  if (due != NULL)
    g_string_append_printf (text, "%s%s", in (language, "; ", "。"), due);
  if (decision->runner_up != NULL)
    {
      g_autofree char *next_keys =
          keys_phrase (trace, decision->runner_up_keys, language);
      g_autofree char *next =
          output_phrase (language,
                         in (language, "; next would have been patient {next} ({keys})",
                             "。次点は症例{next}（{keys}）"),
                         "next", decision->runner_up, "keys", next_keys, NULL);
      g_string_append (text, next);
    }
  else
    g_string_append (text, decision->feasible > 1
                               ? in (language, "; the rule allowed nobody else",
                                     "。他はルールにより予約できませんでした")
                               : in (language, "; nobody else could have been booked",
                                     "。他に予約できる症例はありませんでした"));
  g_string_append (text, in (language, ".", "。"));
  return g_strdup (text->str);
}

/* Returns: (transfer full): why not this patient */
static char *
why_missed (const SimTrace *trace,
            const OutputDecision *decision,
            OutputLanguage language)
{
  if (decision->obstacle != NULL)
    return g_strdup (obstacle_phrase (decision->obstacle, language));
  g_autofree char *due = due_phrase (decision, language);
  g_autofree char *difference =
      difference_phrase (trace, decision->keys, decision->own_keys, language);
  if (decision->chosen_rank > decision->rank)
    return output_phrase (language,
                          in (language, "{due}, to which this patient did not belong",
                              "{due}が、この症例は該当しませんでした"),
                          "due", due, NULL);
  if (due == NULL)
    return g_steal_pointer (&difference);
  return output_phrase (language,
                        in (language, "{due}; {difference}", "{due}。{difference}"),
                        "due", due, "difference", difference, NULL);
}

char *
output_decision_missed (const SimTrace *trace,
                        const OutputDecision *decision,
                        OutputLanguage language)
{
  g_autofree char *rank = whole (decision->rank);
  g_autofree char *waiting = whole (decision->waiting);
  g_autofree char *feasible = whole (decision->feasible);
  g_autofree char *chosen_rank = whole (decision->chosen_rank);
  g_autofree char *why = why_missed (trace, decision, language);
  return output_phrase (
      language,
      in (language,
          "Rank {rank} of {waiting} waiting, {feasible} of whom could be booked: patient "
          "{chosen}{grade}, rank {chosen-rank}, got the line. Why: {why}.",
          "待機{waiting}例中{rank}位、うち予約可能{feasible}例：{chosen-rank}位の症例{"
          "chosen}"
          "{grade}が予約されました。理由：{why}。"),
      "rank", rank, "waiting", waiting, "feasible", feasible, "chosen", decision->chosen,
      "chosen-rank", chosen_rank, "grade",
      decision->grade == NULL ? "" : in (language, " (AIS {letter})", "（AIS {letter}）"),
      "letter", decision->grade, "why", why, NULL);
}
