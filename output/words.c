/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words: the texts of charts and reports in English and Japanese, numbers and dates. */
#include "output/words.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "output/report-words.h"

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
  { "Patients from illness or injury to infusion",
    "発症または受傷から本品投与までの経過（症例別）" },
  { "Culture lines and their patients", "培養ラインの使用状況（ライン別）" },
  { "Infusions by month", "月別の本品投与数" },
  /* axes and columns */
  { "Days since injury (day 0: the date of the injury)",
    "受傷からの日数（日、受傷日を0とする）" },
  { "Days since injury (elapsed)", "受傷からの経過日数（日）" },
  { "Days since illness or injury (day 0: its date)",
    "発症または受傷からの日数（日、その日を0とする）" },
  { "Days since illness or injury (elapsed)", "発症または受傷からの経過日数（日）" },
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
  { "Injury, referral", "受傷、紹介" },
  { "Illness or injury, referral", "発症または受傷、紹介" },
  { "Between phases", "次の段階まで" },
  { "Waiting", "待機" },
  { "Booked", "予約済み" },
  { "Open booking", "予約（採取待ち）" },
  { "Marrow on its way", "骨髄液の輸送" },
  { "Product on its way", "本品の輸送・投与待ち" },
  { "Culture: {stage}", "培養：{stage}" },
  { "Blood draws", "末梢血採取" },
  { "Marrow harvest", "骨髄液採取" },
  { "Harvest", "採取" },
  { "Release", "出荷" },
  { "Lost", "投与に至らず" },
  { "End of day {day}", "{day}日目の終わり" },
  { "Day {day}", "{day}日目" },
  { "Held between stages", "工程間の待ち" },
  { "Batch", "バッチ" },
  { "Idle", "空き" },
  { "Closed", "閉鎖" },
  { "Out of order", "停止（故障・保守）" },
  { "AIS {grade}", "AIS {grade}" },
  { "Capacity (starts a month)", "製造能力（開始可能数／月）" },
  /* notes and small print */
  { "{shown} of {all} patients, the first by injury",
    "全{all}例のうち受傷順に最初の{shown}例を表示" },
  { "{shown} of {all} patients, the first by illness or injury",
    "全{all}例のうち発症または受傷の順に最初の{shown}例を表示" },
  { "{shown} of {all} patients, as selected",
    "全{all}例のうち指定された{shown}例を表示" },
  { "Patients {first} to {last} of {all}", "全{all}例のうち{first}～{last}例目" },
  { "Lines {first} to {last} of {all}", "全{all}ラインのうち{first}～{last}" },
  { "Numbers in bars are patients; thin lines in them part the stages of culture.",
    "棒の中の数字は症例番号、細い線は培養工程の境を示す。" },
  { "More than {n} bars: those that begin less than {gap} pt behind another are left "
    "out.",
    "棒が{n}本を超えるため、直前の棒から{gap}pt未満で始まる棒は省いた。" },
  { "No batch took a line.", "ラインを使用したバッチはない。" },
  { "{from} to {to}", "{from}から{to}まで" },
  { "± half of the {level} % confidence interval of the mean over {n} replications.",
    "±：{n}回の反復による平均の{level}％信頼区間の半幅。" },
  { "Bands: {level} % confidence intervals of the mean over {n} replications.",
    "帯：{n}回の反復による平均の{level}％信頼区間。" },
  { "Whiskers: {level} % confidence intervals of the paired differences over {n} "
    "replications, simultaneous over all changes.",
    "ひげ：{n}回の反復における対応のある差の{level}"
    "％信頼区間（全変更の同時信頼区間）。" },
  { "Whiskers: {level} % confidence intervals of the paired differences over {n} "
    "replications, each by itself.",
    "ひげ：{n}回の反復における対応のある差の{level}％信頼区間（変更ごと）。" },
  { "Whiskers: {level} % confidence intervals over {n} replications.",
    "ひげ：{n}回の反復による{level}％信頼区間。" },
  { "One replication: no confidence interval can be given.",
    "反復が1回のため、信頼区間は示せない。" },
  { "Capacity: lines available x 30.4 days / mean line time a batch ({days} days).",
    "製造能力：使用可能なライン数×30.4日÷1バッチあたりの平均ライン使用日数（{days}"
    "日）。" },
  { "Part of a month", "月の一部" },
  { "Shaded: a month of which only a part is simulated; what is counted, and the "
    "capacity, are of that part.",
    "網かけ：一部の日だけを計算した月。数と製造能力はその日数分のみ。" },

  { "scenario {name}", "シナリオ {name}" },
  { "rule {rule}", "配分ルール {rule}" },
  { "seed {seed}", "乱数の種 {seed}" },
  { "{n} replications", "反復{n}回" },
  { "1 replication", "反復1回" },
  { "replication {r} of {n}", "{n}回の反復のうち第{r}回" },
  { "page {page} of {pages}, cut from {wanted}",
    "{page}／{pages}ページ（全{wanted}のうち）" },
  { "page {page} of {pages}", "{page}／{pages}ページ" },
  { "There is nothing to draw: these results hold no such data.",
    "表示できるデータがありません。" },
  { "No patient falls into the period or selection.", "該当する症例がありません。" },
  { "Rule: {rule}", "配分ルール：{rule}" },
  /* the other charts */
  { "lost: {fate}", "投与に至らず：{fate}" },
  { "{metric}, median", "{metric}（中央値）" },
  { "{metric}, 90 % quantile", "{metric}（90％点）" },
  { "all patients", "全症例" },
  { "site {name}", "施設 {name}" },
  { "age {name}", "{name}" },
  { "0-17", "0〜17歳" },
  { "18-64", "18〜64歳" },
  { "65+", "65歳以上" },
  { "female", "女性" },
  { "male", "男性" },
  { "Patients waiting for a booking", "予約を待つ症例数" },
  { "Patients waiting (average of the month)", "待機中の症例数（月平均、例）" },
  { "Use of the plant", "製造設備の稼働率" },
  { "In use, of the units available (%)", "使用可能な設備のうち使用中の割合（％）" },
  { "Wait for a booking", "予約までの待機日数" },
  { "Days from eligibility to the first booking",
    "適格判定から最初の予約までの日数（日）" },
  { "Booked within so many days, of the eligible (%)",
    "適格例のうちその日数以内に予約された割合（％）" },
  { "The rest of each curve up to 100 % was never booked. Whiskers: {level} % intervals "
    "over {n} replications.",
    "各曲線と100％との差は予約に至らなかった症例。ひげ：{n}回の反復による{level}"
    "％信頼区間。" },
  { "Day of the harvest", "骨髄液採取の時期" },
  { "Days since injury", "受傷からの日数（日）" },
  { "Days since illness or injury", "発症または受傷からの日数（日）" },
  { "What became of the referred", "紹介された症例の転帰" },
  { "Share of the referred (%)", "紹介例に占める割合（％）" },
  { "Group", "群" },
  { "Rule", "ルール" },
  { "Infused (%)", "投与（％）" },
  { "Infused", "本品投与" },
  { "Window closed", "採取期限切れ" },
  { "Referred late", "紹介遅れ" },
  { "Not eligible", "対象外・同意なし・施設なし" },
  { "Recovered", "回復" },
  { "Production failed", "採血・骨髄液・培養・規格" },
  { "Not infused in time", "投与期限切れ・中止" },
  { "Withdrew, died or other", "撤回・死亡ほか" },
  { "Brackets: {level} % intervals over {n} replications; shares that round to 0 % are "
    "not labelled.",
    "括弧内：{n}回の反復による{level}"
    "％信頼区間。0％に丸められる割合には数字を付けない。" },
  { "Chance of a harvest by day of referral", "紹介日別の骨髄液採取の見込み" },
  { "Day of referral (since injury)", "紹介日（受傷からの日数、日）" },
  { "Day of referral (since illness or injury)",
    "紹介日（発症または受傷からの日数、日）" },
  { "Harvested within the window, of the referred that day (%)",
    "その日に紹介された症例のうち期限内に採取された割合（％）" },
  { "Bands: {level} % Wilson intervals of all patients of {n} replications, as if each "
    "were independent.",
    "帯：{n}回の反復の全症例を互いに独立とみなしたWilsonの{level}％信頼区間。" },
  { "On no day of referral are there patients enough.",
    "どの紹介日も症例が少なく、割合を示せません。" },
  { "No patient came as far as this chart shows.",
    "この図が示す段階に至った症例はありません。" },
  { "Each bar stands for {n} days.", "棒1本は{n}日分を表す。" },
  { "No eligible patient's window closed.", "採取期限が切れた適格例はない。" },
  { "Uncertain inputs were drawn {draws} times; intervals are taken over these draws.",
    "不確かな入力を{draws}回抽出し、区間はその抽出にわたって求めた。" },
  { "Left out: days with too few patients to know the share within 35 points.",
    "症例が少なく割合を35ポイント以内の幅で推定できない日は省いた。" },
  { "The block right of the days has the area of all {lost} eligible patients a "
    "replication whose window closed ({level} % confidence interval {low} to {high}).",
    "右端の面積は採取期限が切れた適格例（1反復あたり{lost}例、{level}％信頼区間{low}～"
    "{high}）を表す。" },
  { "Bars: means of {n} replications, without intervals.",
    "棒：{n}回の反復の平均（信頼区間は示さない）。" },
  { "The block right of the days has the area of all {lost} eligible patients a "
    "replication whose window closed.",
    "右端の面積は採取期限が切れた適格例（1反復あたり{lost}例）を表す。" },
  { "window closed", "期限切れ" },
  { "Patients a replication and day", "1反復1日あたりの症例数（例）" },
  { "{rule}, {change} {value}", "{rule}、{change} {value}" },
  { "Differences from the baseline", "基準との差" },
  { "percentage points", "ポイント" },
  { "Paired differences from {baseline} on the same {n} replications. Whiskers: {level} "
    "% intervals, simultaneous for primary measures.",
    "{baseline}との、同じ{n}回の反復における対応のある差。ひげ：{level}"
    "％信頼区間（主要指標は同時信頼区間）。" },
  { "Paired differences from {baseline}. One replication: no interval can be given.",
    "{baseline}との対応のある差。反復が1回のため、信頼区間は示せない。" },
  { "Paired differences from {baseline}.", "{baseline}との対応のある差。" },
  { "No difference can be told: under one of the two, nobody came as far.",
    "差なし：一方または両方でこの段階に至った症例がない。" },
  { "There is nothing to compare: these results hold none of the measures shown here.",
    "この図が示す指標が結果にないため、比較できない。" },
  { "primary measure", "主要指標" },
  { "exploratory", "探索的指標" },
  { "Who is treated, by group", "群別の投与割合" },
  { "Infused, of the referred (%)", "紹介例に占める投与の割合（％）" },
  { "Groups {first} to {last} of {all}", "全{all}群のうち{first}～{last}" },
  { "Response to what was varied", "条件を変えたときの応答" },
  { "What the result hangs on", "結果を左右する条件" },
  { "Change", "変更" },
  /* what sensitivity changes: the planner's standard list */
  { "one more {pool}", "{pool}を1単位増" },
  { "referral a day earlier", "紹介を1日早く" },
  { "one more draw a day", "1日の採血枠を1増" },
  { "one more harvest a day", "1日の採取枠を1増" },
  { "one more infusion a day", "1日の投与枠を1増" },
  { "one more bed", "病床を1床増" },
  { "one more intake a day", "1日の受け入れを1増" },
  { "one more site", "施設を1か所増" },
  { "call-ahead", "先行予約の日数" },
  { "no closures", "休業なし" },
  { "Effect on {metric}, {group} ({unit})", "{metric}（{group}）への影響（{unit}）" },
  { "Lower value", "小さい値" },
  { "Higher value", "大きい値" },
  { "Forecast for the patients of today", "現在の症例の見通し" },
  { "Injury to today", "受傷から今日まで" },
  { "Illness or injury to today", "発症または受傷から今日まで" },
  { "End of the window", "採取期限" },
  { "Harvest: 10 to 90 % of those with one, mark at the median",
    "骨髄液採取：採取に至った反復の10～90％、記号は中央値" },
  { "Infusion: 10 to 90 % of those with one, mark at the median",
    "本品投与：投与に至った反復の10～90％、記号は中央値" },
  { "A chance is the share of {n} replications in which it came to a harvest, to an "
    "infusion; the bars are of those replications alone.",
    "見込みは、{n}回の反復のうち採取、投与に至った割合。帯はそれらの反復だけによる。" },
  { "One replication: a single history, from which neither chances nor ranges can be "
    "told.",
    "反復が1回のため、1つの経過のみを示す。見込みや幅は示せない。" },
  { "Chance of harvest", "採取の見込み" },
  { "Chance of infusion", "投与の見込み" },
  { "{shown} of {all} rows", "全{all}行のうち{shown}行を表示" },
  { "Variants {first} to {last} of {all}", "全{all}条件のうち{first}～{last}" },
  { "{shown} of {all} lines", "全{all}本のうち{shown}本を表示" },
  { "{shown} of {all} measures", "全{all}指標のうち{shown}指標を表示" },
  { "The greatest {shown} of {all} changes",
    "全{all}件の変更のうち影響の大きい{shown}件を表示" },
  { "{value} ({low} to {high})", "{value}（{low}～{high}）" },
  { "Difference ({unit})", "差（{unit}）" },
  { "Most likely fate", "最も多い転帰" },
};

static const Word fates[] = {
  { "infused", "本品投与" },
  { "no-site", "施設なし" },
  { "excluded-grade", "対象外（AIS）" },
  { "excluded-dose", "対象外（用量）" },
  { "excluded-blood", "対象外（採血量）" },
  { "excluded-hypersensitivity", "対象外（過敏症）" },
  { "excluded-malignancy", "対象外（悪性腫瘍）" },
  { "excluded-child", "対象外（小児）" },
  { "excluded-low-weight", "対象外（低体重）" },
  { "excluded-anaemia", "対象外（貧血）" },
  { "excluded-allergy", "対象外（アレルギー素因）" },
  { "excluded-hypercoagulability", "対象外（過凝固）" },
  { "excluded-infection", "対象外（感染症）" },
  { "excluded-poor-condition", "対象外（全身状態不良）" },
  { "excluded-intracranial-or-vascular", "対象外（頭蓋内・血管病変）" },
  { "excluded-spinal-disease", "対象外（脊椎疾患）" },
  { "excluded-blood-pressure", "対象外（血圧）" },
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
  { "unresolved", "未確定" },
};

/* English short forms, where the id itself does not read well. */
static const Word fates_en[] = {
  { "no-site", "no site" },
  { "excluded-grade", "excluded: grade" },
  { "excluded-dose", "excluded: dose" },
  { "excluded-blood", "excluded: blood" },
  { "excluded-hypersensitivity", "excluded: hypersensitivity" },
  { "excluded-malignancy", "excluded: malignancy" },
  { "excluded-child", "excluded: child" },
  { "excluded-low-weight", "excluded: low weight" },
  { "excluded-anaemia", "excluded: anaemia" },
  { "excluded-allergy", "excluded: allergy" },
  { "excluded-hypercoagulability", "excluded: hypercoagulability" },
  { "excluded-infection", "excluded: infection" },
  { "excluded-poor-condition", "excluded: poor condition" },
  { "excluded-intracranial-or-vascular", "excluded: intracranial" },
  { "excluded-spinal-disease", "excluded: spinal disease" },
  { "excluded-blood-pressure", "excluded: blood pressure" },
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

static const Word metrics[] = {
  { "injured", "受傷した症例" },
  { "referred", "紹介された症例" },
  { "eligible", "適格とされた症例" },
  { "booked", "予約された症例" },
  { "harvested", "骨髄液を採取した症例" },
  { "released", "出荷された症例" },
  { "infused", "本品を投与した症例" },
  { "infused-share", "適格例に占める投与の割合" },
  { "infused-of-referred", "紹介例に占める投与の割合" },
  { "infused-per-year", "年間の本品投与数" },
  { "wait", "予約までの待機" },
  { "booked-by.7", "7日以内に予約された割合" },
  { "booked-by.14", "14日以内に予約された割合" },
  { "booked-by.21", "21日以内に予約された割合" },
  { "harvest-day", "骨髄液採取日" },
  { "infusion-day", "本品投与日" },
  { "vein-to-vein", "採取から投与まで" },
  { "wasted-products", "使用されなかった本品" },
  { "wasted-line-days", "投与に至らなかったライン使用" },
  { "blood-in-vain", "投与に至らなかった採血量" },
  { "harvests-in-vain", "投与に至らなかった採取" },
  { "draws", "採血回数" },
  { "cost", "費用" },
  { "waiting", "待機中の症例" },
  { "waiting-max", "待機中の症例の最大" },
  { "improved", "1段階以上の改善" },
  { "improved-two", "2段階以上の改善" },
  { "improved-natural", "自然経過による改善" },
  { "benefit", "改善の上乗せ" },
  { "utilisation", "稼働率" },
  { "reserved", "予約中の空きライン" },
  { "idle-while-waiting", "待機者があるときの空きライン" },
  { "grade-A-at-outcome", "評価日にAIS A" },
  { "grade-B-at-outcome", "評価日にAIS B" },
  { "grade-C-at-outcome", "評価日にAIS C" },
  { "grade-D-at-outcome", "評価日にAIS D" },
  { "grade-E-at-outcome", "評価日にAIS E" },
  { "score", "得点の変化" },
  { "score:motor", "運動機能得点の変化" },
  { "score:light-touch", "表在触覚得点の変化" },
  { "score:pin-prick", "ピン痛覚得点の変化" },
  { "score:iscsci-92", "ISCSCI-92合計値の変化" },
  { "score:scim", "SCIM-Ⅲ合計値の変化" },
  { "adverse", "有害事象" },
  { "adverse:erythema", "有害事象：紅斑" },
  { "adverse:contact-dermatitis", "有害事象：接触皮膚炎" },
  { "adverse:muscle-spasticity", "有害事象：筋痙縮" },
  { "adverse:drug-induced-liver-injury", "有害事象：薬物性肝障害" },
  { "adverse:seborrhoeic-dermatitis", "有害事象：脂漏性皮膚炎" },
  { "adverse:subcutaneous-haemorrhage", "有害事象：皮下出血" },
  { "adverse:fall", "有害事象：転倒" },
  { "adverse:skin-exfoliation", "有害事象：皮膚剥脱" },
  { "adverse:excess-granulation", "有害事象：過剰肉芽組織" },
  { "adverse:catheter-site-injury", "有害事象：カテーテル・留置部位損傷" },
  { "adverse:anaemia", "有害事象：貧血（末梢血採取）" },
  { "adverse:puncture-pain", "有害事象：穿刺部痛（骨髄液採取）" },
};

static const Word metrics_en[] = {
  { "infused-share", "infused, of the eligible" },
  { "infused-of-referred", "infused, of the referred" },
  { "infused-per-year", "infused a year" },
  { "wait", "wait for a booking" },
  { "booked-by.7", "booked within 7 days" },
  { "booked-by.14", "booked within 14 days" },
  { "booked-by.21", "booked within 21 days" },
  { "harvest-day", "day of harvest" },
  { "infusion-day", "day of infusion" },
  { "vein-to-vein", "harvest to infusion" },
  { "wasted-products", "wasted products" },
  { "wasted-line-days", "wasted line days" },
  { "blood-in-vain", "blood drawn in vain" },
  { "harvests-in-vain", "harvests in vain" },
  { "waiting-max", "most waiting" },
  { "improved-two", "improved by two" },
  { "improved-natural", "improved untreated" },
  { "idle-while-waiting", "idle while waiting" },
  { "improved", "improved by one or more" },
  { "benefit", "improved beyond untreated" },
  { "grade-A-at-outcome", "AIS A on the outcome day" },
  { "grade-B-at-outcome", "AIS B on the outcome day" },
  { "grade-C-at-outcome", "AIS C on the outcome day" },
  { "grade-D-at-outcome", "AIS D on the outcome day" },
  { "grade-E-at-outcome", "AIS E on the outcome day" },
  { "score", "change of score" },
  { "adverse", "adverse event" },
};

static const Word units[] = {
  { "1", "％" },
  { "patients", "例" },
  { "patients a year", "例／年" },
  { "days", "日" },
  { "products", "製品" },
  { "line-days", "ライン日" },
  { "mL", "mL" },
  { "harvests", "回" },
  { "draws", "回" },
  { "units", "台" },
  { "points", "点" },
  { "percentage points", "ポイント" },
  { "JPY", "円" },
  { "years", "歳" },
  { "a day", "／日" },
  { "a year", "／年" },
  { "cells", "個" },
  { "cells/kg", "個/kg" },
  { "g/dL a day", "g/dL／日" },
  { "points a day", "点／日" },
  { "points a year", "点／年" },
};

static const char *
find (const Word *table, size_t n, const char *en)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp (table[i].en, en) == 0)
      return table[i].ja;
  return NULL;
}

static const char *
find_japanese (const char *msgid)
{
  const char *ja = find (words, G_N_ELEMENTS (words), msgid);
  return ja != NULL ? ja : output_report_word (msgid);
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
  const char *ja = find_japanese (msgid);
  return ja != NULL ? ja : msgid;
}

bool
output_word_is_known (OutputLanguage language, const char *msgid)
{
  return language != OUTPUT_LANGUAGE_JA || find_japanese (msgid) != NULL;
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

/* A name before what qualifies it: ":line", ".p90". */
static const char *
metric_word (OutputLanguage language, const char *name)
{
  const char *word = language == OUTPUT_LANGUAGE_JA
                         ? find (metrics, G_N_ELEMENTS (metrics), name)
                         : find (metrics_en, G_N_ELEMENTS (metrics_en), name);
  return word != NULL ? word : name;
}

char *
output_word_metric (OutputLanguage language, const char *name)
{
  if (g_str_has_prefix (name, "lost-"))
    return output_phrase (language, "lost: {fate}", "fate",
                          output_word_fate (language, name + 5), NULL);
  const char *colon = strchr (name, ':');
  const char *whole = metric_word (language, name);
  if (colon != NULL && whole == name)
    {
      g_autofree char *stem = g_strndup (name, (size_t) (colon - name));
      return g_strdup_printf ("%s (%s)", metric_word (language, stem), colon + 1);
    }
  if (g_str_has_suffix (name, ".p50") || g_str_has_suffix (name, ".p90"))
    {
      g_autofree char *stem = g_strndup (name, strlen (name) - 4);
      return output_phrase (language,
                            g_str_has_suffix (name, ".p50") ? "{metric}, median"
                                                            : "{metric}, 90 % quantile",
                            "metric", metric_word (language, stem), NULL);
    }
  return g_strdup (metric_word (language, name));
}

char *
output_word_group (OutputLanguage language, const char *group)
{
  if (strcmp (group, "all") == 0)
    return g_strdup (output_word (language, "all patients"));
  if (group[0] >= 'A' && group[0] <= 'E' && group[1] == '\0')
    return g_strconcat ("AIS ", group, NULL);
  static const char *const kinds[][2] = { { "site:", "site {name}" },
                                          { "sex:", "{name}" },
                                          { "age:", "age {name}" } };
  for (size_t i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (group, kinds[i][0]))
      {
        const char *name = group + strlen (kinds[i][0]);
        return output_phrase (language, kinds[i][1], "name", output_word (language, name),
                              NULL);
      }
  return g_strdup (group);
}

char *
output_word_change (OutputLanguage language, const char *name)
{
  static const char one_more[] = "one more ";
  if (output_word_is_known (language, name) || !g_str_has_prefix (name, one_more))
    return g_strdup (output_word (language, name));
  return output_phrase (language, "one more {pool}", "pool", name + strlen (one_more),
                        NULL);
}

const char *
output_word_unit (OutputLanguage language, const char *unit)
{
  if (language != OUTPUT_LANGUAGE_JA)
    return strcmp (unit, "1") == 0 ? "%" : unit;
  const char *word = find (units, G_N_ELEMENTS (units), unit);
  return word != NULL ? word : unit;
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
