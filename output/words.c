/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: the texts of charts and reports in English and Japanese, numbers and dates. */
#include "output/words.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

typedef struct
{
  const char *en;
  const char *ja;
} Word;

/* Terms of the Guideline where it has them: 骨髄液採取, 末梢血採取, 本品投与, 受傷日,
 * 供給当初, 症例.  Sorted by use, not by letter: the table is searched from its start, a
 * few hundred times a picture. */
static const Word words[] = {
  /* headings */
  { "Patients from injury to infusion", "受傷から本品投与までの経過（症例別）" },
  { "Culture lines and their patients", "培養ラインの使用状況（ライン別）" },
  { "Infusions by month", "月別の本品投与数" },
  /* axes and columns */
  { "Days since injury (day 0: the date of the injury)",
    "受傷からの日数（日、受傷日を0とする）" },
  { "Days since injury (elapsed)", "受傷からの経過日数（日）" },
  { "Date", "年月日" },
  { "Month", "月" },
  { "Patients a month", "1か月あたりの症例数（例／月）" },
  { "Patient", "症例" },
  { "AIS", "AIS" },
  { "Infusion", "本品投与" },
  { "Harvest day", "採取日" },
  { "Infusion day", "投与日" },
  { "Fate", "転帰" },
  { "Line", "ライン" },
  { "In use", "使用率" },
  /* legends */
  { "Referral and screening", "紹介・適格性の確認" },
  { "Waiting", "待機" },
  { "Booked", "予約済み" },
  { "Open booking", "予約（採取待ち）" },
  { "Marrow on its way", "骨髄液の輸送" },
  { "Product on its way", "本品の輸送・投与待ち" },
  { "Culture: {stage}", "培養：{stage}" },
  { "Culture", "培養" },
  { "Blood draws", "末梢血採取" },
  { "Marrow harvest", "骨髄液採取" },
  { "Release", "出荷" },
  { "Lost", "投与に至らず" },
  { "End of day {day}", "{day}日目の終わり" },
  { "Day {day}", "{day}日目" },
  { "Held between stages", "工程間の待ち" },
  { "Idle", "空き" },
  { "Closed", "閉鎖" },
  { "Out of order", "停止（故障・保守）" },
  { "AIS {grade}", "AIS {grade}" },
  { "All grades", "全症例" },
  { "Capacity (starts a month)", "製造能力（開始可能数／月）" },
  /* notes and small print */
  { "{shown} of {all} patients, the first by injury",
    "全{all}例のうち受傷順に最初の{shown}例を表示" },
  { "{shown} of {all} patients, as selected",
    "全{all}例のうち指定された{shown}例を表示" },
  { "Patients {first} to {last} of {all}", "全{all}例のうち{first}～{last}例目" },
  { "Lines {first} to {last} of {all}", "全{all}ラインのうち{first}～{last}" },
  { "Numbers in bars are patients; thin lines in them part the stages of culture.",
    "棒の中の数字は症例番号、細い線は培養工程の境を示す。" },
  { "{from} to {to}", "{from}から{to}まで" },
  { "Bands: {level} % confidence intervals of the mean over {n} replications.",
    "帯：{n}回の反復による平均の{level}％信頼区間。" },
  { "Whiskers: {level} % confidence intervals over {n} replications.",
    "ひげ：{n}回の反復による{level}％信頼区間。" },
  { "One replication: no confidence interval can be given.",
    "反復が1回のため、信頼区間は示せない。" },
  { "Capacity: lines available x 30.4 days / mean line time a batch ({days} days).",
    "製造能力：使用可能なライン数×30.4日÷1バッチあたりの平均ライン使用日数（{days}"
    "日）。" },

  { "Circled numbers are blood draws; figures below the marks are days since injury.",
    "丸数字は末梢血採取、印の下の数字は受傷からの日数。" },
  { "Circled numbers are blood draws.", "丸数字は末梢血採取。" },
  { "scenario {name}", "シナリオ {name}" },
  { "rule {rule}", "配分ルール {rule}" },
  { "seed {seed}", "乱数の種 {seed}" },
  { "{n} replications", "反復{n}回" },
  { "1 replication", "反復1回" },
  { "replication {r} of {n}", "{n}回の反復のうち第{r}回" },
  { "page {page} of {pages}", "{page}／{pages}ページ" },
  { "There is nothing to draw: these results hold no such data.",
    "表示できるデータがありません。" },
  { "No patient falls into the period or selection.", "該当する症例がありません。" },
  { "Rule: {rule}", "配分ルール：{rule}" },
};

static const Word fates[] = {
  { "infused", "本品投与" },
  { "no-site", "施設なし" },
  { "excluded-grade", "対象外（AIS）" },
  { "excluded-dose", "対象外（用量）" },
  { "excluded-blood", "対象外（採血量）" },
  { "declined", "同意なし" },
  { "late-referral", "紹介遅れ" },
  { "window", "採取期限切れ" },
  { "window-line", "期限切れ（ライン）" },
  { "window-blood", "期限切れ（採血）" },
  { "window-site", "期限切れ（施設）" },
  { "window-transport", "期限切れ（輸送）" },
  { "window-latest", "期限切れ（投与期限）" },
  { "window-deferral", "期限切れ（採取延期）" },
  { "window-rule", "期限切れ（ルール）" },
  { "recovered-waiting", "待機中に回復" },
  { "recovered", "投与前に回復" },
  { "blood", "採血不能" },
  { "marrow", "骨髄液の損失" },
  { "culture", "培養不成功" },
  { "specification", "規格不適合" },
  { "expired", "本品の期限切れ" },
  { "too-late", "投与期限超過" },
  { "infusion-stopped", "投与中止" },
  { "withdrawn", "撤回" },
  { "died", "死亡" },
};

/* English short forms, where the id itself does not read well. */
static const Word fates_en[] = {
  { "no-site", "no site" },
  { "excluded-grade", "excluded: grade" },
  { "excluded-dose", "excluded: dose" },
  { "excluded-blood", "excluded: blood" },
  { "late-referral", "referred late" },
  { "window", "window closed" },
  { "window-line", "window: no line" },
  { "window-blood", "window: blood" },
  { "window-site", "window: site" },
  { "window-transport", "window: transport" },
  { "window-latest", "window: latest day" },
  { "window-deferral", "window: deferred" },
  { "window-rule", "window: rule" },
  { "recovered-waiting", "recovered, waiting" },
  { "marrow", "marrow lost" },
  { "culture", "culture failed" },
  { "specification", "out of specification" },
  { "too-late", "too late" },
  { "infusion-stopped", "infusion stopped" },
};

static const char *
find (const Word *table, size_t n, const char *en)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (table[i].en, en) == 0)
      return table[i].ja;
  return NULL;
}

bool
output_language_parse (const char *text, OutputLanguage *ret_language)
{
  if (g_strcmp0 (text, "en") == 0)
    *ret_language = OUTPUT_LANGUAGE_EN;
  else if (g_strcmp0 (text, "ja") == 0)
    *ret_language = OUTPUT_LANGUAGE_JA;
  else
    return false;
  return true;
}

const char *
output_language_code (OutputLanguage language)
{
  return language == OUTPUT_LANGUAGE_JA ? "ja" : "en";
}

const char *
output_word (OutputLanguage language, const char *msgid)
{
  if (language != OUTPUT_LANGUAGE_JA || msgid == NULL)
    return msgid;
  const char *ja = find (words, G_N_ELEMENTS (words), msgid);
  return ja != NULL ? ja : msgid;
}

bool
output_word_is_known (OutputLanguage language, const char *msgid)
{
  return language != OUTPUT_LANGUAGE_JA ||
         find (words, G_N_ELEMENTS (words), msgid) != NULL;
}

char *
output_phrase (OutputLanguage language, const char *msgid, ...)
{
  g_autoptr (GString) text = g_string_new (output_word (language, msgid));
  va_list places;
  va_start (places, msgid);
  for (;;)
    {
      const char *name = va_arg (places, const char *);
      if (name == NULL)
        break;
      const char *value = va_arg (places, const char *);
      g_autofree char *place = g_strdup_printf ("{%s}", name);
      g_string_replace (text, place, value != NULL ? value : "", 0);
    }
  va_end (places);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const char *
output_word_fate (OutputLanguage language, const char *fate)
{
  if (fate == NULL)
    return "";
  const char *word = language == OUTPUT_LANGUAGE_JA
                         ? find (fates, G_N_ELEMENTS (fates), fate)
                         : find (fates_en, G_N_ELEMENTS (fates_en), fate);
  return word != NULL ? word : fate;
}

char *
output_number (double value, int decimals)
{
  if (!isfinite (value))
    return g_strdup ("–");
  char format[] = "%.0f";
  format[2] = (char) ('0' + CLAMP (decimals, 0, 9));
  char digits[400];
  g_ascii_formatd (digits, sizeof digits, format, value);
  const char *sign = digits[0] == '-' ? "−" : "";
  const char *start = digits + (digits[0] == '-' ? 1 : 0);
  if (strspn (start, "0.") == strlen (start))
    sign = ""; /* no minus before a zero that rounding made */
  size_t whole = strcspn (start, ".");
  g_autoptr (GString) text = g_string_new (sign);
  for (size_t i = 0; i < whole; i++)
    {
      if (whole > 4 && i > 0 && (whole - i) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, start[i]);
    }
  g_string_append (text, start + whole);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
output_date (OutputLanguage language, int64_t epoch_day)
{
  SimDate date = sim_date_from_epoch_day (epoch_day);
  if (language == OUTPUT_LANGUAGE_JA)
    return g_strdup_printf ("%d年%d月%d日", date.year, date.month, date.day);
  char text[11];
  sim_date_format (date, text);
  return g_strdup (text);
}
