/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of reports in Japanese. */
#include "output/report-words.h"

#include <string.h>

static const struct
{
  const char *en;
  const char *ja;
} words[] = {
  { "Purpose", "目的" },
  { "To be written by the author.", "著者が記入してください。" },
  { "scenario {name} · seed {seed} · 1 replication · day31 {version}",
    "シナリオ {name}・乱数の種 {seed}・反復1回・day31 {version}" },
  { "scenario {name} · seed {seed} · {n} replications · day31 {version}",
    "シナリオ {name}・乱数の種 {seed}・反復{n}回・day31 {version}" },
  { "Simulated from {from} to {to}, {n} times, seed {seed}, by day31 {version}; scenario "
    "{name}, SHA-256 {digest}.",
    "{from}から{to}までをday31 {version}で{n}回反復しました（乱数の種 {seed}、シナリオ "
    "{name}、SHA-256 {digest}）。" },
  { "This is a simulation. It shows what follows from the assumptions below; it "
    "foretells nothing that they leave out.",
    "本報告書はシミュレーションによるものです。以下の前提から導かれる結果を示し、前提にな"
    "いことは予測しません。" },
  { "The scenario has {all} numbers: {guideline} from the Guideline, {source} from other "
    "sources, {derived} derived from them, {assumption} assumed, {none} undeclared.",
    "シナリオの数値は{all}個で、内訳は最適使用推進ガイドラインによるもの{guideline}"
    "個、その他の出典によるもの{source}個、それらから算出したもの{derived}個、仮定{"
    "assumption}個、区分の記載がないもの{none}個です。" },
  { "Numbers have the names by which 'day31 sweep --vary' takes them; ranges are those "
    "in which the scenario holds them plausible; sources are in the words of the "
    "scenario.",
    "項目は「day31 sweep "
    "--"
    "vary」で指定する名称、範囲はシナリオが妥当とする範囲、出典はシナリオの記載（原文のま"
    "ま）です。" },
  { "{low} to {high}", "{low}～{high}" },
  { "{number} ({law})", "{number}（{law}）" },
  { "empirical", "経験分布" },
  { "beta", "ベータ分布" },
  { "normal", "正規分布" },
  { "weibull", "ワイブル分布" },
  { "lognormal", "対数正規分布" },
  { "gamma", "ガンマ分布" },
  { "exponential", "指数分布" },
  { "triangular", "三角分布" },
  { "uniform", "一様分布" },
  { "Number", "項目" },
  { "Value", "値" },
  { "Range", "範囲" },
  { "Status", "区分" },
  { "Source", "出典" },
  { "Assumptions", "前提" },
  { "undeclared", "記載なし" },
  { "as above", "同上" },
  { "guideline", "ガイドライン" },
  { "source", "出典あり" },
  { "derived", "算出" },
  { "assumption", "仮定" },
  { "Results", "結果" },
  { "Measure", "指標" },
  { "{metric}, {group} ({unit})", "{metric}、{group}（{unit}）" },
  { "{metric} ({unit})", "{metric}（{unit}）" },
  { "{unit}", "{unit}" },
  { "million {unit}", "百万{unit}" },
  { ", ", "、" },
  { "In brackets: {level} % confidence intervals over {n} replications. Counts are means "
    "of a replication.",
    "括弧内は{n}回の反復による{level}％信頼区間です。人数などは1反復あたりの平均です。" },
  { "What is said of improvement rests on a treatment effect that the scenario declares "
    "from a trial without a control group; it is no evidence of that effect.",
    "改善に関する数値は、シナリオが対照群のない治験の成績から仮定した治療効果によるもので"
    "、その効果を示す証拠ではありません。" },
  { "The other variants are in summary.csv.", "その他の条件はsummary.csvにあります。" },
  { "Comparison", "比較" },
  { "Variant", "条件" },
  { "Differences from '{baseline}'", "「{baseline}」との差" },
  { "Every variant was simulated for the same patients with the same luck as the "
    "baseline, '{baseline}'; differences are taken replication by replication.",
    "どの条件も基準「{baseline}"
    "」と同じ症例・同じ乱数で計算し、差は反復ごとに対応をとって求めました。" },
  { "Primary measures have simultaneous intervals (Bonferroni), over all variants and "
    "primary measures; all others are exploratory.",
    "主要指標の信頼区間は、すべての条件と主要指標にわたる同時信頼区間（Bonferroni）です。"
    "その他の指標は探索的なものです。" },
  { "All differences, and the p values of primary measures adjusted by Holm's method, "
    "are in comparison.csv.",
    "すべての差と、Holm法で調整した主要指標のp値は、comparison.csvにあります。" },
  { "Measures", "指標の一覧" },
  { "Name in tables", "表での名称" },
  { "What it is", "内容" },
  { "Unit", "単位" },
  { "Estimate and interval", "推定と区間" },
  { "mean, Student-t", "平均、Studentのt" },
  { "ratio of sums, jackknife", "合計の比、ジャックナイフ" },
  { "pooled quantile, jackknife", "全反復の分位点、ジャックナイフ" },
  { "Queue", "待ち行列" },
  { "Model", "モデル" },
  { "Closed form", "理論値" },
  { "Simulated", "計算値" },
  { "z", "z" },
  { "Verdict", "判定" },
  { "the {n} of the section Results", "「結果」に示す{n}条件" },
  { "Appendix: the program against textbook queues", "付録：理論解による検証" },
  { "Left out here: 'day31 verify' prints the table.",
    "ここでは省きました。表は「day31 verify」で表示できます。" },
  { "agrees", "一致" },
  { "DIFFERS", "不一致" },
  { "day31 {version}: {n} of {all} cases agree with their closed form within {limit} "
    "standard errors. z is the difference in standard errors.",
    "day31 "
    "{version}：{all}例のうち{n}例が標準誤差の{limit}"
    "倍以内で理論値と一致しました。zは標準誤差を単位とした差です。" },
  { "Injury (day 0)", "受傷日（0日）" },
  { "Illness or injury (day 0)", "発症または受傷（0日）" },
  { "Referral to an open site", "施設への紹介" },
  { "Screening", "適格性の確認" },
  { "Waiting for a line", "ラインの予約待ち" },
  { "Blood draws, marrow harvest", "末梢血採取・骨髄液採取" },
  { "Release of the product", "本品の出荷" },
  { "Second judgement, infusion", "投与直前の判定・本品投与" },
  { "Follow-up", "経過観察" },
  { "{stage} (uses {pools})", "{stage}（使用：{pools}）" },
  { "Beside each box: how many patients of a replication pass it, on average; at the "
    "right: who leaves there, and how many. Rule: {rule}.",
    "箱の右は1反復でそこを通る症例数の平均、右端はそこで離れる症例の転帰と数です。配分ル"
    "ールは{rule}です。" },
  { "At any time from eligibility to infusion: {attrition}.",
    "適格判定から投与までのいずれかの時点：{attrition}。" },
  { "The scenario declares a treatment effect; it is taken from a trial without a "
    "control group.",
    "このシナリオは治療効果を仮定しています。その値は対照群のない治験によるものです。" },
  { "No treatment effect is claimed.", "治療効果は仮定していません。" },
  { "Allocation rules", "配分ルール" },
  { "Title", "名称" },
  { "Who is booked when a line is free", "空いたラインに予約する症例" },
  { "{n} measures, over the patients whose day 0 is in the measured period; the section "
    "Measures says of each what it is, its unit and how its interval is found.",
    "0日が測定期間にある症例についての{n}"
    "個の指標です。内容・単位・区間の求め方は「指標の一覧」にあります。" },
  { "Comparison of these variants on the same patients: {variants}. Why these: to be "
    "written by the author.",
    "同じ症例での条件の比較です：{variants}。選んだ理由は著者が記入してください。" },
  { "One variant: {variants}. Why this: to be written by the author.",
    "単独の条件です：{variants}。選んだ理由は著者が記入してください。" },
  { "Purpose of the model", "モデルの目的" },
  { "Model outputs", "モデルの出力" },
  { "Experimentation aims", "実験の目的" },
  { "The variants differ by their rule alone, item 2.4.",
    "条件の違いは配分ルールのみです（2.4）。" },
  { "Each variant of item 1.3 is named by what it changes: a rule, or numbers of the "
    "section Assumptions.",
    "1.3の各条件の名称が、変えるもの（配分ルールまたは「前提」の数値）を示します。" },
  { "There is one variant only.", "条件は一つだけです。" },
  { "Model overview diagram", "モデルの概念図" },
  { "Section Model.", "「モデル」の図を参照してください。" },
  { "Section Model, Allocation rules.",
    "「モデル」の「配分ルール」を参照してください。" },
  { "Base model logic", "基本モデルの論理" },
  { "A patient falls ill or is injured (day 0), is referred, waits for a manufacturing "
    "line, is harvested, and is infused with the product made from that, unless the "
    "window closes or something fails.",
    "発症または受傷（0日）した症例は、紹介ののち製造ラインを待ち、採取を受け、それから製"
    "造された製品の投与を受けます。ただし期限や製造などの失敗により投与に至らないことがあ"
    "ります。" },
  { "An injured patient is referred, screened, waits for a manufacturing line, gives "
    "blood and marrow, and is infused with the product made from them, unless the window "
    "closes, the grade changes or something fails.",
    "受傷した症例は、紹介・適格性の確認ののち製造ラインを待ち、末梢血採取と骨髄液採取を受"
    "け、それから製造された本品の投与を受けます。ただし採取期限、重症度の変化、製造などの"
    "失敗により投与に至らないことがあります。" },
  { "Scenario logic", "シナリオの論理" },
  { "Algorithms", "アルゴリズム" },
  { "Entities", "実体" },
  { "Patients with sex, age, weight, haemoglobin, grade and site, drawn at the injury; "
    "batches, one patient's product each.",
    "性別・年齢・体重・ヘモグロビン・重症度・施設をもつ症例（受傷時に決まります）と、症例"
    "ごとの製造バッチ。" },
  { "Patients with what the assumptions give them, drawn at day 0; batches, one "
    "patient's product each.",
    "前提に示す属性をもつ症例（0日に決まります）と、症例ごとの製造バッチ。" },
  { "Activities", "活動" },
  { "Those of the diagram, in its order; a failed batch may return its patient to "
    "waiting where remakes are allowed.",
    "図のとおりの順です。再製造が許される場合、製造に失敗した症例は待機に戻ることがありま"
    "す。" },
  { "Resources", "資源" },
  { "Pools: {pools}. Sites: {sites}, with their slots and beds where the assumptions "
    "name them.",
    "設備：{pools}。施設：{sites}（枠と病床は前提に記載がある場合）。" },
  { "Queues", "待ち行列の規律" },
  { "Patients wait for a line without limit of number, in the order of the rule, judged "
    "anew at each booking; they leave when the window of {window} days closes, by "
    "recovery or by attrition. Batches wait for a stage first come, first served.",
    "症例は人数の制限なく配分ルールの順（予約のたびに判定し直します）でラインを待ち、{"
    "window}日の採取期限・回復・脱落により離れます。バッチは到着順に工程を待ちます。" },
  { "Patients wait for a line without limit of number or time, in the order of the rule, "
    "judged anew at each booking; they leave by attrition. Batches wait for a stage "
    "first come, first served.",
    "症例は人数と期間の制限なく配分ルールの順（予約のたびに判定し直します）でラインを待ち"
    "、脱落により離れます。バッチは到着順に工程を待ちます。" },
  { "Entry and exit points", "入口と出口" },
  { "Patients come as a list names them, and leave by exactly one fate each.",
    "症例は一覧のとおりに現れ、それぞれただ一つの転帰で終わります。" },
  { "Patients come at intervals drawn from one distribution, and leave by exactly one "
    "fate each.",
    "症例は一つの分布による間隔で現れ、それぞれただ一つの転帰で終わります。" },
  { "Patients come as a Poisson process with the rates, steps and seasons of the "
    "assumptions, and leave by exactly one fate each.",
    "症例は前提に示す頻度・変化・季節性のPoisson過程で現れ、それぞれただ一つの転帰で終わ"
    "ります。" },
  { "Data sources", "データの出典" },
  { "{n} of {all} numbers say where they come from; see the section Assumptions.",
    "{all}個の数値のうち{n}個に出典の記載があります（「前提」を参照）。" },
  { "Pre-processing", "前処理" },
  { "Input parameters", "入力の数値" },
  { "All of them, with their distributions: section Assumptions.",
    "すべて、その分布とともに「前提」に示します。" },
  { "{n} of {all} numbers are marked as assumed in the section Assumptions.",
    "{all}個の数値のうち{n}個が仮定です（「前提」を参照）。" },
  { "Initialisation", "初期状態" },
  { "Terminating. Starts from {initial} patients of a list; warm-up {days} days.",
    "終端型です。一覧の{initial}例から始めます。助走期間は{days}日です。" },
  { "Terminating. Starts empty; warm-up {days} days.",
    "終端型です。空の状態から始めます。助走期間は{days}日です。" },
  { "Run length", "実行期間" },
  { "From {from} to {to}, and on until every patient of the measured period has a fate; "
    "time in whole seconds.",
    "{from}から{to}"
    "まで、さらに測定期間の全症例の転帰が決まるまでです。時間の単位は秒です。" },
  { "Estimation approach", "推定の方法" },
  { "{n} independent replications over {draws} draws of the uncertain inputs; {level} % "
    "intervals over the draws.",
    "不確かな入力の{draws}組にわたる{n}回の独立な反復です。{level}"
    "％信頼区間は組について求めました。" },
  { "{n} independent replications; {level} % intervals.",
    "{n}回の独立な反復です。区間は{level}％信頼区間です。" },
  { "Half-width reached for the primary measures, of the variant where it is greatest: "
    "{widths}.",
    "主要指標で達した区間の半幅（最も広い条件のもの）：{widths}。" },
  { "Software", "ソフトウェア" },
  { "day31 {version}, in C17; libraries and system: run.json, block environment.",
    "day31 "
    "{version}（C17）です。ライブラリと計算環境はrun.jsonのenvironmentにあります。" },
  { "Random sampling", "乱数" },
  { "Philox4x64-10, seed {seed}, a stream for each patient and purpose, so that variants "
    "meet the same patients with the same luck.",
    "Philox4x64-10（種 "
    "{seed}"
    "）です。症例と用途ごとに独立の乱数列をもち、どの条件も同じ症例・同じ乱数となります"
    "。" },
  { "Model execution", "モデルの実行" },
  { "Event scheduling. At one instant: calendars, completions, arrivals, changes of "
    "grade, appointments, allocation, then expiry; ties in the order of scheduling. "
    "Replications may run in parallel; results do not depend on it.",
    "事象スケジューリング方式です。同じ時刻では、暦、完了、到着、重症度の変化、採取・投与"
    "、配分、期限切れの順とし、同順位は登録順とします。反復は並列に計算できますが、結果は"
    "それによりません。" },
  { "System specification", "計算環境" },
  { "Run time and threads: run.json, block environment.",
    "計算時間とスレッド数はrun.jsonのenvironmentにあります。" },
  { "Code access", "プログラムの入手" },
  { "day31 {version}, GPL-3.0-or-later; scenario SHA-256 {digest}. Where to get them: to "
    "be written by the author.",
    "day31 "
    "{version}（GPL-3.0-or-later）、シナリオのSHA-256は{digest}"
    "です。入手先は著者が記入してください。" },
  { "Item", "項目" },
  { "Answer", "記載" },
  { "Reporting guideline STRESS-DES", "報告指針 STRESS-DES" },
  { "No.", "番号" },
  { "from eligibility to the first booking", "適格判定から最初の予約まで" },
  { "day of the harvest since the injury", "採取日（受傷からの日数）" },
  { "day of the infusion since the injury", "投与日（受傷からの日数）" },
  { "from the harvest to the infusion", "採取から投与まで" },
  { "patients injured", "受傷した症例" },
  { "patients referred", "紹介された症例" },
  { "patients found eligible", "適格とされた症例" },
  { "patients who got a booking", "予約された症例" },
  { "patients whose marrow was harvested", "骨髄液を採取した症例" },
  { "patients whose product was released", "本品が出荷された症例" },
  { "patients infused", "本品を投与した症例" },
  { "eligible patients whose window closed before a booking or a harvest",
    "予約または採取の前に期限が切れた適格例" },
  { "patients whose path ended so", "この転帰で終わった症例" },
  { "share of the infused at least one grade better on the outcome day",
    "投与例のうち判定日に1段階以上改善した割合" },
  { "share of the infused at least two grades better on the outcome day",
    "投与例のうち判定日に2段階以上改善した割合" },
  { "share of the infused of that grade on the outcome day",
    "投与例のうち判定日にそのAISである割合" },
  { "share of the same patients better had they not been treated",
    "同じ症例が投与を受けない場合に改善する割合" },
  { "improved less improved-natural", "improvedからimproved-naturalを引いた差" },
  { "mean change of the score of the infused", "投与例の得点の平均変化量" },
  { "share of the patients with that procedure who had the event",
    "その処置を受けた症例のうち事象のあった割合" },
  { "infused of the eligible", "適格例に占める投与の割合" },
  { "infused of the referred", "紹介例に占める投与の割合" },
  { "share of the eligible booked within 7 days", "適格例のうち7日以内に予約された割合" },
  { "share of the eligible booked within 14 days",
    "適格例のうち14日以内に予約された割合" },
  { "share of the eligible booked within 21 days",
    "適格例のうち21日以内に予約された割合" },
  { "products released and not infused", "出荷されたが投与されなかった本品" },
  { "line time of batches without infusion", "投与に至らなかったバッチのライン使用日数" },
  { "blood drawn from patients never infused", "投与に至らなかった症例の採血量" },
  { "harvests that led to no infusion", "投与に至らなかった採取" },
  { "blood draws of a harvested patient", "採取した症例の採血回数" },
  { "declared costs", "シナリオに示された費用" },
  { "infusions of everybody in the measured period", "測定期間の全投与数" },
  { "time-average number waiting", "待機中の症例数（時間平均）" },
  { "greatest number waiting", "待機中の症例数の最大" },
  { "units in use of the units available", "使用可能な数に占める使用中の割合" },
  { "time-average number of free lines under open bookings",
    "予約のために空いているラインの数（時間平均）" },
  { "time-average number of free lines not reserved while anybody waits",
    "待つ症例があるときに予約のない空きラインの数（時間平均）" },
};

const char *
output_report_word (const char *msgid)
{
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp (words[i].en, msgid) == 0)
      return words[i].ja;
  return NULL;
}
