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
  { "To be written by the author.", "著者が記入する。" },
  { "scenario {name} · seed {seed} · 1 replication · day31 {version}",
    "シナリオ {name}・乱数の種 {seed}・反復1回・day31 {version}" },
  { "scenario {name} · seed {seed} · {n} replications · day31 {version}",
    "シナリオ {name}・乱数の種 {seed}・反復{n}回・day31 {version}" },
  { "Simulated from {from} to {to}, {n} times, seed {seed}, by day31 "
    "{version}; scenario {name}, SHA-256 {digest}.",
    "{from}から{to}までをday31 {version}で{n}回反復した（乱数の種 "
    "{seed}、シナリオ {name}、SHA-256 {digest}）。" },
  { "This is a simulation. It shows what follows from the assumptions "
    "below; it foretells nothing that they leave out.",
    "本報告書はシミュレーションによる。以下の前提から導かれる結果を示す"
    "もので、前提にないことは予測しない。" },
  { "The scenario has {all} numbers: {guideline} from the Guideline, "
    "{source} from other sources, {derived} derived from them, "
    "{assumption} assumed, {none} undeclared.",
    "シナリオの数値は{all}個：最適使用推進ガイドラインによるもの"
    "{guideline}個、その他の出典によるもの{source}個、それらから算出し"
    "たもの{derived}個、仮定{assumption}個、区分の記載がないもの{none}"
    "個。" },
  { "{low} to {high}", "{low}～{high}" },
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
  { "In brackets: {level} % confidence intervals over {n} "
    "replications. Counts are means of a replication.",
    "括弧内は{n}回の反復による{level}％信頼区間。人数などは1反復あたり"
    "の平均。" },
  { "The other variants are in summary.csv.", "その他の条件はsummary.csvにある。" },
  { "Comparison", "比較" },
  { "Variant", "条件" },
  { "All differences are in comparison.csv.", "すべての差はcomparison.csvにある。" },
  { "Every variant was simulated for the same patients with the same "
    "luck as the baseline, '{baseline}'; differences are taken "
    "replication by replication.",
    "どの条件も基準「{baseline}」と同じ症例・同じ乱数で計算し、差は反復"
    "ごとに対応をとって求めた。" },
  { "Primary measures have simultaneous intervals (Bonferroni) and p "
    "values adjusted by Holm's method; all others are exploratory.",
    "主要指標には同時信頼区間（Bonferroni）とHolm法で調整したp値を"
    "用い、その他は探索的な指標とする。" },
  { "Measures", "指標の一覧" },
  { "Name in tables", "表での名称" },
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
  { "Appendix: the program against textbook queues", "付録：理論解による検証" },
  { "Left out here: 'day31 verify' prints the table.",
    "ここでは省いた。表は「day31 verify」で表示できる。" },
  { "agrees", "一致" },
  { "DIFFERS", "不一致" },
  { "day31 {version}: {n} of {all} cases agree with their closed form "
    "within {limit} standard errors. z is the difference in standard "
    "errors.",
    "day31 {version}：{all}例のうち{n}例が標準誤差の{limit}倍以内で理論"
    "値と一致した。zは標準誤差を単位とした差。" },
  { "Injury (day 0)", "受傷日（0日）" },
  { "Referral to an open site", "施設への紹介" },
  { "Screening", "適格性の確認" },
  { "Waiting for a line", "ラインの予約待ち" },
  { "Blood draws, marrow harvest", "末梢血採取・骨髄液採取" },
  { "Release of the product", "本品の出荷" },
  { "Second judgement, infusion", "投与直前の判定・本品投与" },
  { "Follow-up", "経過観察" },
  { "{stage} (uses {pools})", "{stage}（使用：{pools}）" },
  { "Beside each box: how many patients a replication pass it; at the "
    "right: who leaves there, and how many. Rule: {rule}.",
    "箱の右は1反復でそこを通る症例数、右端はそこで離れる症例の転帰と数"
    "。配分ルール：{rule}。" },
  { "At any time from eligibility to infusion: {attrition}.",
    "適格判定から投与までのいつでも：{attrition}。" },
  { "The scenario declares a treatment effect; it is taken from a "
    "trial without a control group.",
    "このシナリオは治療効果を仮定している。その値は対照群のない治験によ"
    "る。" },
  { "No treatment effect is claimed.", "治療効果は仮定していない。" },
  { "{n} measures, over the patients injured in the measured period; "
    "the section Measures names each with its unit and interval.",
    "測定期間に受傷した症例についての{n}個の指標。名称・単位・区間は「"
    "指標の一覧」にある。" },
  { "Comparison of these variants on the same patients: {variants}. "
    "Why these: to be written by the author.",
    "同じ症例での条件の比較：{variants}。選んだ理由は著者が記入する。" },
  { "One variant: {variants}. Why this: to be written by the author.",
    "単独の条件：{variants}。選んだ理由は著者が記入する。" },
  { "Purpose of the model", "モデルの目的" },
  { "Model outputs", "モデルの出力" },
  { "Experimentation aims", "実験の目的" },
  { "The variants differ by their rule alone, item 2.4.",
    "条件の違いは配分ルールのみ（2.4）。" },
  { "Model overview diagram", "モデルの概念図" },
  { "Section Model.", "「モデル」の図を参照。" },
  { "Base model logic", "基本モデルの論理" },
  { "A patient falls ill or is injured (day 0), is referred, waits for a manufacturing "
    "line, is harvested, and is infused with the product made from that, unless the "
    "window closes or something fails.",
    "発症または受傷（0日）した症例は紹介ののち製造ラインを待ち、採取を受け、それから製造"
    "された製品の投与を受ける。ただし期限や製造などの失敗により投与に至らないことがある"
    "。" },
  { "An injured patient is referred, screened, waits for a "
    "manufacturing line, gives blood and marrow, and is infused with "
    "the product made from them, unless the window closes, the grade "
    "changes or something fails.",
    "受傷した症例は紹介・適格性の確認ののち製造ラインを待ち、末梢血と骨"
    "髄液を採取され、それから製造された本品の投与を受ける。ただし採取期"
    "限、重症度の変化、製造などの失敗により投与に至らないことがある。" },
  { "Scenario logic", "シナリオの論理" },
  { "Algorithms", "アルゴリズム" },
  { "Entities", "実体" },
  { "Patients with sex, age, weight, haemoglobin, grade and site, "
    "drawn at the injury; batches, one patient's product each.",
    "性別・年齢・体重・ヘモグロビン・重症度・施設をもつ症例（受傷時に決"
    "まる）と、症例ごとの製造バッチ。" },
  { "Activities", "活動" },
  { "Those of the diagram, in its order; a failed batch may return its "
    "patient to waiting where remakes are allowed.",
    "図のとおりの順。再製造が許される場合、製造に失敗した症例は待機に戻"
    "ることがある。" },
  { "Resources", "資源" },
  { "Pools: {pools}. Sites: {sites}, with their slots and beds where "
    "the assumptions name them.",
    "設備：{pools}。施設：{sites}（枠と病床は前提に記載がある場合）。" },
  { "Queues", "待ち行列の規律" },
  { "Patients wait for a line without limit of number, in the order of "
    "the rule, judged anew at each booking; they leave when the window "
    "of {window} days closes, by recovery or by attrition. Batches "
    "wait for a stage first come, first served.",
    "症例は人数の制限なく配分ルールの順（予約のたびに判定し直す）でライ"
    "ンを待ち、{window}日の採取期限・回復・脱落により離れる。バッチは到"
    "着順に工程を待つ。" },
  { "Entry and exit points", "入口と出口" },
  { "Patients come as a list names them, and leave by exactly one fate "
    "each.",
    "症例は一覧のとおりに現れ、それぞれただ一つの転帰で終わる。" },
  { "Patients come at intervals drawn from one distribution, and leave "
    "by exactly one fate each.",
    "症例は一つの分布による間隔で現れ、それぞれただ一つの転帰で終わる。" },
  { "Patients come as a Poisson process with the rates, steps and "
    "seasons of the assumptions, and leave by exactly one fate each.",
    "症例は前提に示す頻度・変化・季節性のPoisson過程で現れ、それぞれた"
    "だ一つの転帰で終わる。" },
  { "Data sources", "データの出典" },
  { "{n} of {all} numbers say where they come from; see the section "
    "Assumptions.",
    "{all}個の数値のうち{n}個に出典がある（「前提」を参照）。" },
  { "Pre-processing", "前処理" },
  { "Input parameters", "入力の数値" },
  { "All of them: section Assumptions.", "すべて「前提」に示す。" },
  { "{n} of {all} numbers are marked as assumed in the section "
    "Assumptions.",
    "{all}個の数値のうち{n}個が仮定である（「前提」を参照）。" },
  { "Initialisation", "初期状態" },
  { "Terminating. Starts from {initial} patients of a list; warm-up "
    "{days} days.",
    "終端型。一覧の{initial}例から始める。助走期間{days}日。" },
  { "Terminating. Starts empty; warm-up {days} days.",
    "終端型。空の状態から始める。助走期間{days}日。" },
  { "Run length", "実行期間" },
  { "From {from} to {to}, and on until every patient of the measured "
    "period has a fate; time in whole seconds.",
    "{from}から{to}まで、さらに測定期間の全症例の転帰が決まるまで。時間"
    "の単位は秒。" },
  { "Estimation approach", "推定の方法" },
  { "{n} independent replications over {draws} draws of the uncertain "
    "inputs; {level} % intervals over the draws.",
    "不確かな入力の{draws}組にわたる{n}回の独立な反復。{level}％信頼区"
    "間は組について求めた。" },
  { "{n} independent replications; {level} % intervals.",
    "{n}回の独立な反復。{level}％信頼区間。" },
  { "Software", "ソフトウェア" },
  { "day31 {version}, in C17; libraries and system: run.json, block "
    "environment.",
    "day31 {version}（C17）。ライブラリと計算環境はrun.jsonの"
    "environmentにある。" },
  { "Random sampling", "乱数" },
  { "Philox4x64-10, seed {seed}, a stream for each patient and "
    "purpose, so that variants meet the same patients with the same "
    "luck.",
    "Philox4x64-10、種 {seed}。症例と用途ごとに独立の乱数列をもち、どの"
    "条件も同じ症例・同じ乱数となる。" },
  { "Model execution", "モデルの実行" },
  { "Event scheduling. At one instant: calendars, completions, "
    "arrivals, changes of grade, appointments, allocation, then "
    "expiry; ties in the order of scheduling. Replications may run in "
    "parallel; results do not depend on it.",
    "事象スケジューリング方式。同じ時刻では、暦、完了、到着、重症度の変"
    "化、採取・投与、配分、期限切れの順とし、同順位は登録順とする。反復"
    "は並列に計算できるが、結果はそれによらない。" },
  { "System specification", "計算環境" },
  { "Run time and threads: run.json, block environment.",
    "計算時間とスレッド数はrun.jsonのenvironmentにある。" },
  { "Code access", "プログラムの入手" },
  { "day31 {version}, GPL-3.0-or-later; scenario SHA-256 {digest}. "
    "Where to get them: to be written by the author.",
    "day31 {version}（GPL-3.0-or-later）、シナリオのSHA-256 {digest}。"
    "入手先は著者が記入する。" },
  { "Item", "項目" },
  { "Answer", "記載" },
  { "Reporting guideline STRESS-DES", "報告指針 STRESS-DES" },
};

const char *
output_report_word (const char *msgid)
{
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp (words[i].en, msgid) == 0)
      return words[i].ja;
  return NULL;
}
