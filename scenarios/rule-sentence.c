/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule sentences: what an allocation rule does, told from its data. */
#include "scenarios/rule-sentence.h"

#include <math.h>
#include <string.h>

/* A text under way.  Places {1} and {2} of a phrase are filled, since the two languages
 * put them in different orders. */
typedef struct
{
  const Scenario *scenario;
  ScenarioLanguage language;
  GString *text;
} Telling;

static const char *
choose (const Telling *telling, const char *en, const char *ja)
{
  return telling->language == SCENARIO_LANGUAGE_JA ? ja : en;
}

static void
say (Telling *telling, const char *en, const char *ja, const char *one, const char *two)
{
  for (const char *at = choose (telling, en, ja); *at != '\0'; at++)
    if (at[0] == '{' && (at[1] == '1' || at[1] == '2') && at[2] == '}')
      {
        g_string_append (telling->text, at[1] == '1' ? one : two);
        at += 2;
      }
    else
      g_string_append_c (telling->text, *at);
}

/* Returns: (transfer full): the shortest form that reads back */
static char *
number (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup (g_ascii_formatd (text, sizeof text, "%.10g", value));
}

static char *
whole (int64_t value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* ---- Groups ---- */

static char *
grade_list (const Telling *telling, unsigned grades)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    if (grades >> g & 1)
      g_string_append_printf (list, "%s%s",
                              list->len == 0           ? ""
                              : grades >> (g + 1) != 0 ? choose (telling, ", ", "・")
                                                       : choose (telling, " or ", "・"),
                              scenario_grade_name ((ScenarioGrade) g));
  return g_strdup (list->str);
}

static void
tell_ages (Telling *telling, const ScenarioGroup *group)
{
  g_autofree char *least = number (group->min_age);
  g_autofree char *most = number (group->max_age);
  if (!isnan (group->min_age) && !isnan (group->max_age))
    say (telling, " aged {1} to {2}", "{1}歳から{2}歳の", least, most);
  else if (!isnan (group->min_age))
    say (telling, " aged {1} or more", "{1}歳以上の", least, NULL);
  else if (!isnan (group->max_age))
    say (telling, " aged {1} or less", "{1}歳以下の", most, NULL);
}

static void
tell_conditions (Telling *telling, const ScenarioGroup *group)
{
  if (group->sex >= 0 && telling->language == SCENARIO_LANGUAGE_EN)
    g_string_append_printf (telling->text, "%s ",
                            scenario_sex_name ((ScenarioSex) group->sex));
  say (telling, "patients", "", NULL, NULL);
  if (group->grades != 0)
    {
      g_autofree char *grades = grade_list (telling, group->grades);
      say (telling, " of AIS {1}", "AIS {1}の", grades, NULL);
    }
  if (group->site >= 0)
    say (telling, " of the site '{1}'", "施設「{1}」の",
         telling->scenario->sites[group->site].id, NULL);
  tell_ages (telling, group);
  if (!isnan (group->waited_over_days))
    {
      g_autofree char *days = number (group->waited_over_days);
      say (telling, " who have waited for more than {1} days", "{1}日を超えて待つ", days,
           NULL);
    }
  if (group->remake >= 0)
    say (telling,
         group->remake == 1 ? " whose product must be made again"
                            : " whose product is made for the first time",
         group->remake == 1 ? "再製造を要する" : "初回製造の", NULL, NULL);
  if (group->sex >= 0)
    say (telling, "", group->sex == SCENARIO_SEX_FEMALE ? "女性" : "男性", NULL, NULL);
  say (telling, "", "症例", NULL, NULL);
}

/* Returns: (transfer full): whom @group means */
static char *
group_phrase (const Telling *telling, const ScenarioGroup *group)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Telling inner = { telling->scenario, telling->language, text };
  if (group->id != NULL)
    say (&inner, "the group '{1}' (", "群「{1}」（", group->id, NULL);
  tell_conditions (&inner, group);
  if (group->id != NULL)
    say (&inner, ")", "）", NULL, NULL);
  return g_strdup (text->str);
}

/* ---- Filters and reserves ---- */

static void
tell_filters (Telling *telling, const ScenarioPhase *phase)
{
  for (size_t i = 0; i < phase->n_only; i++)
    {
      g_autofree char *group = group_phrase (telling, &phase->only[i]);
      say (telling, "Nobody but {1} is booked, even if lines stand idle. ",
           "{1}だけを予約し、該当者がいなければラインは空けておく。", group, NULL);
    }
  for (size_t i = 0; i < phase->n_protects; i++)
    {
      g_autofree char *group = group_phrase (telling, &phase->protects[i].group);
      g_autofree char *lines = whole (phase->protects[i].lines);
      say (telling,
           "The last {2} bookable lines are kept for {1}: others are booked only while "
           "more are bookable. ",
           "予約可能なラインの最後の{2}本は{1}"
           "のために残し、他の症例はそれより多いときに限り"
           "予約する。",
           group, lines);
    }
}

static void
tell_reserve (Telling *telling, const ScenarioReserve *reserve, bool is_alone)
{
  g_autofree char *group = group_phrase (telling, &reserve->group);
  if (reserve->is_first)
    {
      say (telling, "While {1} can be booked, they go before all others. ",
           "予約できる{1}がいる間は、他のすべての症例より先に予約する。", group, NULL);
      return;
    }
  g_autofree char *share = number (reserve->share * 100.0);
  g_autofree char *over = whole (reserve->over);
  say (telling, is_alone ? "" : "Next in turn: ", is_alone ? "" : "次に、", NULL, NULL);
  say (telling, "{1} % of the bookings", "予約の{1} %", share, NULL);
  if (reserve->over > 0)
    say (telling, ", taken over the last {1},", "（直近{1}件で数える）", over, NULL);
  say (telling, " are reserved for {1}", "を{1}に確保する", group, NULL);
  if (reserve->is_hard)
    say (telling, "; a line that none of them can use stays idle. ",
         "。該当者がいなければラインは空けておく。", NULL, NULL);
  else
    say (telling, "; a line that none of them can use goes to the others. ",
         "。該当者がいなければ他の症例に回す。", NULL, NULL);
}

/* ---- Ranking ---- */

/* Returns: (transfer full): "40 for AIS A, 20 for B", zeros left out unless all are */
static char *
by_grade (const Telling *telling,
          const double values[SCENARIO_N_GRADES],
          double unless,
          const char *en,
          const char *ja)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Telling inner = { telling->scenario, telling->language, text };
  for (int g = 0; g < SCENARIO_N_GRADES; g++)
    if (values[g] != unless)
      {
        g_autofree char *value = number (values[g]);
        if (text->len > 0)
          say (&inner, ", ", "、", NULL, NULL);
        say (&inner, en, ja, value, scenario_grade_name ((ScenarioGrade) g));
      }
  if (text->len == 0)
    say (&inner, "the same for every grade", "どの重症度も同じ", NULL, NULL);
  return g_strdup (text->str);
}

static void
tell_points (Telling *telling, const ScenarioPoints *points)
{
  g_autofree char *slope = number (points->slope);
  g_autofree char *weight = number (points->weight);
  switch (points->of)
    {
    case SCENARIO_POINTS_GRADE:
      {
        g_autofree char *grades =
            by_grade (telling, points->grades, 0.0, "{1} for AIS {2}", "AIS {2}は{1}");
        say (telling, "{1}", "{1}", grades, NULL);
        return;
      }
    case SCENARIO_POINTS_WAITED:
      say (telling, "{1} for each day waited", "待機1日につき{1}", slope, NULL);
      return;
    case SCENARIO_POINTS_SLACK:
      say (telling, "{1} for each day left in the window", "期限まで1日につき{1}", slope,
           NULL);
      return;
    case SCENARIO_POINTS_AGE:
      say (telling, "{1} for each year of age", "年齢1歳につき{1}", slope, NULL);
      return;
    case SCENARIO_POINTS_SITE:
      say (telling, "{1} at the site '{2}'", "施設「{2}」なら{1}", weight,
           telling->scenario->sites[points->site].id);
      return;
    case SCENARIO_POINTS_REMAKE:
      say (telling, "{1} if the product must be made again", "再製造なら{1}", weight,
           NULL);
      return;
    case SCENARIO_POINTS_BENEFIT:
      say (telling, "{1} times the expected benefit", "期待される便益の{1}倍", weight,
           NULL);
      return;
    }
}

/* Whom an order puts first, and whom where it is turned round. */
static const struct
{
  const char *en, *ja, *en_turned, *ja_turned;
} order_phrases[] = {
  [SCENARIO_ORDER_GRADE] = { "the patient of the more severe grade, as it is now,",
                             "現在の重症度が高い症例",
                             "the patient of the milder grade, as it is now,",
                             "現在の重症度が低い症例" },
  [SCENARIO_ORDER_GRADE_AT_REFERRAL] = { "the patient of the more severe grade at "
                                         "referral",
                                         "紹介時の重症度が高い症例",
                                         "the patient of the milder grade at referral",
                                         "紹介時の重症度が低い症例" },
  [SCENARIO_ORDER_REFERRAL] = { "the patient referred earlier", "紹介の早い症例",
                                "the patient referred later", "紹介の遅い症例" },
  [SCENARIO_ORDER_ELIGIBLE] = { "the patient found eligible earlier",
                                "適格判定の早い症例", "the patient found eligible later",
                                "適格判定の遅い症例" },
  [SCENARIO_ORDER_INJURY] = { "the patient injured earlier", "受傷の早い症例",
                              "the patient injured later", "受傷の遅い症例" },
  [SCENARIO_ORDER_DEADLINE] = { "the patient whose window closes sooner",
                                "採取期限の近い症例",
                                "the patient whose window closes later",
                                "採取期限の遠い症例" },
  [SCENARIO_ORDER_AGE] = { "the younger patient", "年齢の低い症例", "the older patient",
                           "年齢の高い症例" },
  [SCENARIO_ORDER_LOTTERY] = { "the patient with the lower lot, drawn once for all,",
                               "くじ（1例に1回）の順位が上の症例",
                               "the patient with the higher lot, drawn once for all,",
                               "くじ（1例に1回）の順位が下の症例" },
  [SCENARIO_ORDER_REMAKE] = { "the patient whose product must be made again",
                              "再製造を要する症例",
                              "the patient whose product is made for the first time",
                              "初回製造の症例" },
};

static void
tell_order (Telling *telling, const ScenarioOrder *order)
{
  if (order->is_descending)
    say (telling, order_phrases[order->by].en_turned, order_phrases[order->by].ja_turned,
         NULL, NULL);
  else
    say (telling, order_phrases[order->by].en, order_phrases[order->by].ja, NULL, NULL);
  if (!order->is_weighted)
    return;
  g_autofree char *weights =
      by_grade (telling, order->weights, 1.0, "{1} for AIS {2}", "AIS {2}は{1}");
  say (telling, " weighted {1} and 1 otherwise,", "（重み：{1}、他は1）", weights, NULL);
}

static void
tell_ranking (Telling *telling, const ScenarioPhase *phase)
{
  if (phase->n_points > 0)
    {
      say (telling,
           "The highest score goes first: ", "点数の高い症例から予約する。点数：", NULL,
           NULL);
      for (size_t i = 0; i < phase->n_points; i++)
        {
          if (i > 0)
            say (telling, "; plus ", "、加えて", NULL, NULL);
          tell_points (telling, &phase->points[i]);
        }
      say (telling, ". ", "。", NULL, NULL);
    }
  bool is_tie = phase->n_points > 0;
  for (size_t i = 0; i < phase->n_orders; i++)
    {
      if (i > 0)
        say (telling, "; at a tie, ", "、同順位なら", NULL, NULL);
      else if (is_tie)
        say (telling, "At equal scores, ", "同点なら", NULL, NULL);
      size_t begin = telling->text->len;
      tell_order (telling, &phase->orders[i]);
      if (i == 0 && !is_tie)
        telling->text->str[begin] = g_ascii_toupper (telling->text->str[begin]);
      say (telling, i == 0 ? " goes first" : "", "から", NULL, NULL);
    }
  if (phase->n_orders > 0)
    say (telling, ". ", "順に予約する。", NULL, NULL);
}

/* ---- Phases ---- */

static void
tell_end (Telling *telling, const ScenarioPhase *phase)
{
  g_autofree char *count = whole (phase->count);
  g_autofree char *date = scenario_date_text (telling->scenario, phase->until);
  int gate = telling->scenario->plant.gate;
  switch (phase->end)
    {
    case SCENARIO_PHASE_UNTIL_DATE:
      say (telling, "before {1}: ", "{1}より前：", date, NULL);
      break;
    case SCENARIO_PHASE_UNTIL_INFUSED:
      say (telling, "until {1} patients have been infused: ", "{1}例への投与が済むまで：",
           count, NULL);
      break;
    case SCENARIO_PHASE_UNTIL_CAPACITY:
      say (telling,
           "until the pool '{2}' has {1} units: ", "プール「{2}」が{1}になるまで：",
           count, gate >= 0 ? telling->scenario->plant.pools[gate].id : "");
      break;
    case SCENARIO_PHASE_UNTIL_BACKLOG:
      say (telling, "until {1} patients wait at once: ", "待機が{1}例に達するまで：",
           count, NULL);
      break;
    case SCENARIO_PHASE_FOREVER:
      break;
    }
}

static void
tell_phase (Telling *telling, const ScenarioRule *rule, size_t index)
{
  const ScenarioPhase *phase = &rule->phases[index];
  bool has_end = phase->end != SCENARIO_PHASE_FOREVER && index + 1 < rule->n_phases;
  if (index > 0)
    say (telling,
         has_end ? "After that, " : "After that: ", has_end ? "その後、" : "その後：",
         NULL, NULL);
  size_t begin = telling->text->len;
  if (has_end)
    tell_end (telling, phase);
  if (index == 0 && has_end && telling->language == SCENARIO_LANGUAGE_EN)
    telling->text->str[begin] = g_ascii_toupper (telling->text->str[begin]);
  tell_filters (telling, phase);
  for (size_t i = 0; i < phase->n_reserves; i++)
    tell_reserve (telling, &phase->reserves[i], i == 0);
  tell_ranking (telling, phase);
}

char *
scenario_rule_sentence (const Scenario *scenario,
                        const ScenarioRule *rule,
                        ScenarioLanguage language)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Telling telling = { scenario, language, text };
  for (size_t i = 0; i < rule->n_phases; i++)
    tell_phase (&telling, rule, i);
  return g_strchomp (g_strdup (text->str));
}

const char *
scenario_rule_title (const ScenarioRule *rule, ScenarioLanguage language)
{
  if (language == SCENARIO_LANGUAGE_JA && rule->title.ja != NULL)
    return rule->title.ja;
  return rule->title.en != NULL ? rule->title.en : "";
}
