/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stories: what happened to one patient of a traced replication, and why, in sentences.
 */
#include "output/story.h"

#include "output/decision-sentence.h"

#include <math.h>
#include <string.h>

#define MAX_NAMES 10

typedef struct
{
  SimTime at;
  int64_t order; /* of equal instants */
  char *text;
} Event;

typedef struct
{
  const SimTrace *trace;
  const SimCell *cells; /* the patient's row */
  OutputLanguage language;
  GArray *events;
  int64_t n_missed, n_overtaken;
  SimTime lists_end; /* the first decision without a list, or never */
} Story;

static const char *
in (const Story *story, const char *en, const char *ja)
{
  return story->language == OUTPUT_LANGUAGE_JA ? ja : en;
}

static void
clear_event (gpointer event)
{
  g_free (((Event *) event)->text);
}

static int
compare_events (const void *a, const void *b)
{
  const Event *one = a, *two = b;
  if (one->at != two->at)
    return one->at < two->at ? -1 : 1;
  return one->order < two->order ? -1 : one->order > two->order;
}

/* Takes @text over. */
static void
add (Story *story, SimTime at, char *text)
{
  const Event event = { at, story->events->len, text };
  g_array_append_val (story->events, event);
}

static double
number_of (const Story *story, const char *column)
{
  int index = sim_table_find_column (story->trace->patients, column);
  return index < 0 ? NAN : story->cells[index].number;
}

static const char *
text_of (const Story *story, const char *column)
{
  int index = sim_table_find_column (story->trace->patients, column);
  return index < 0 ? NULL : story->cells[index].text;
}

static void
add_at (Story *story, const char *column, const char *text)
{
  double days = number_of (story, column);
  if (!isnan (days))
    add (story, sim_time_from_days (days), g_strdup (text));
}

/* ---- Who ---- */

static void
append_fact (GString *text, const Story *story, const char *format, const char *value)
{
  g_autofree char *fact = output_phrase (story->language, format, "value", value, NULL);
  g_string_append_printf (text, "%s%s", text->len > 0 ? in (story, ", ", "、") : "",
                          fact);
}

static void
append_number (GString *text,
               const Story *story,
               const char *format,
               const char *column,
               int decimals)
{
  double value = number_of (story, column);
  if (isnan (value))
    return;
  g_autofree char *number = output_number (value, decimals);
  append_fact (text, story, format, number);
}

/* Returns: (transfer full): "male, 54 years old, AIS C at referral, site north" */
static char *
body_phrase (const Story *story)
{
  g_autoptr (GString) text = g_string_new (NULL);
  if (text_of (story, "sex") != NULL)
    append_fact (text, story, "{value}",
                 output_word (story->language, text_of (story, "sex")));
  double age = number_of (story, "age");
  if (!isnan (age))
    {
      g_autofree char *years = output_number (floor (age), 0);
      append_fact (text, story, in (story, "{value} years old", "{value}歳"), years);
    }
  append_number (text, story, "{value} kg", "weight", 1);
  append_number (text, story, "Hb {value} g/dL", "haemoglobin", 1);
  if (text_of (story, "grade_referral") != NULL)
    append_fact (text, story, in (story, "AIS {value} at referral", "紹介時AIS {value}"),
                 text_of (story, "grade_referral"));
  if (text_of (story, "site") != NULL)
    append_fact (text, story, in (story, "site {value}", "施設 {value}"),
                 text_of (story, "site"));
  return g_strdup (text->str);
}

/* ---- What happened ---- */

static void
add_marks (Story *story, int64_t patient)
{
  const SimTrace *trace = story->trace;
  int draw = sim_trace_find_mark_kind (trace, "draw");
  int harvest = sim_trace_find_mark_kind (trace, "harvest");
  int release = sim_trace_find_mark_kind (trace, "release");
  int infusion = sim_trace_find_mark_kind (trace, "infusion");
  for (guint i = 0; i < trace->marks->len; i++)
    {
      const SimTraceMark *mark = &g_array_index (trace->marks, SimTraceMark, i);
      if (mark->patient != patient)
        continue;
      g_autofree char *ordinal = g_strdup_printf ("%d", mark->ordinal);
      g_autofree char *dose =
          g_strdup_printf ("%.2fe8", number_of (story, "dose_cells") / 1e8);
      const char *grade = text_of (story, "grade_infusion");
      if (mark->kind == draw)
        add (story, mark->at,
             output_phrase (story->language,
                            in (story, "Blood draw {n}.", "末梢血採取（{n}回目）。"), "n",
                            ordinal, NULL));
      else if (mark->kind == harvest)
        add (story, mark->at, g_strdup (in (story, "Marrow harvested.", "骨髄液採取。")));
      else if (mark->kind == release && number_of (story, "dose_cells") > 0)
        add (story, mark->at,
             output_phrase (story->language,
                            in (story, "Product released: {dose} cells.",
                                "本品を出荷（{dose}個）。"),
                            "dose", dose, NULL));
      else if (mark->kind == release)
        add (story, mark->at, g_strdup (in (story, "Product released.", "本品を出荷。")));
      else if (mark->kind == infusion)
        add (story, mark->at,
             output_phrase (story->language,
                            grade != NULL ? in (story, "Infused, as AIS {grade}.",
                                                "本品投与（AIS {grade}）。")
                                          : in (story, "Infused.", "本品投与。"),
                            "grade", grade, NULL));
    }
}

static void
add_stage (Story *story, const SimTraceSpan *span)
{
  const SimTrace *trace = story->trace;
  g_autofree char *end = output_decision_stamp (trace, span->end);
  g_autofree char *unit =
      span->lane < 0 ? NULL : g_strdup_printf ("%d", trace->lanes[span->lane].unit);
  add (story, span->begin,
       output_phrase (story->language,
                      unit != NULL
                          ? in (story, "Stage '{stage}' on {pool} {unit}, until {end}.",
                                "工程「{stage}」（{pool} {unit}）、{end}まで。")
                          : in (story, "Stage '{stage}', until {end}.",
                                "工程「{stage}」、{end}まで。"),
                      "stage", trace->span_kinds[span->kind].label, "pool",
                      unit != NULL ? trace->lanes[span->lane].pool : NULL, "unit", unit,
                      "end", end, NULL));
}

static void
add_spans (Story *story, int64_t patient)
{
  const SimTrace *trace = story->trace;
  int waiting = sim_trace_find_span_kind (trace, "waiting");
  double booked = number_of (story, "booked");
  for (guint i = 0; i < trace->spans->len; i++)
    {
      const SimTraceSpan *span = &g_array_index (trace->spans, SimTraceSpan, i);
      if (span->patient != patient)
        continue;
      if (span->kind == waiting && sim_time_to_days (span->begin) > booked)
        add (story, span->begin,
             g_strdup (in (story, "The batch was lost; waits again, for a remake.",
                           "バッチを失い、再製造のため再び待機。")));
      if (g_str_has_prefix (trace->span_kinds[span->kind].id, "stage:"))
        add_stage (story, span);
    }
}

static const struct
{
  const char *fate, *en, *ja;
} ends[] = {
  { "no-site", "No site was open to take the patient.",
    "受け入れる施設がありませんでした。" },
  { "late-referral", "The window had closed when screening was over.",
    "適格性の確認が済んだときには採取期限を過ぎていました。" },
  { "excluded-grade", "Not eligible: the grade is not covered.",
    "対象外の重症度のため不適格。" },
  { "excluded-dose", "Not eligible: no dose exists for this weight.",
    "この体重に合う用量がないため不適格。" },
  { "excluded-blood", "Not eligible: the blood needed could never be drawn.",
    "必要な採血ができる見込みがないため不適格。" },
  { "declined", "The patient did not consent.", "同意が得られませんでした。" },
  { "window-line", "The window closed: no line was to be had.",
    "採取期限切れ：ラインがありませんでした。" },
  { "window-blood", "The window closed: the blood could not be drawn in time.",
    "採取期限切れ：採血が間に合いませんでした。" },
  { "window-site", "The window closed: the site had no day, slot or bed in time.",
    "採取期限切れ：施設の日程・枠・病床が合いませんでした。" },
  { "window-transport", "The window closed: the marrow could not reach an intake day.",
    "採取期限切れ：受入日に間に合いませんでした。" },
  { "window-latest", "The window closed: the infusion would have come too late.",
    "採取期限切れ：投与が最終日を過ぎる見込みでした。" },
  { "window-deferral", "The window closed after the harvest was deferred.",
    "採取期限切れ：採取が延期されました。" },
  { "window-rule",
    "The window closed: the rule barred the patient though all else was "
    "there.",
    "採取期限切れ：他の条件は揃っていたが、ルールにより予約できませんでした。" },
  { "recovered-waiting", "Recovered to a grade that is not eligible, while waiting.",
    "待機中に対象外の重症度まで回復しました。" },
  { "blood", "The blood total could not be reached in the draws allowed.",
    "許された回数では必要な採血量に達しませんでした。" },
  { "marrow", "The marrow was lost or expired.",
    "骨髄液が失われたか使用期限を過ぎました。" },
  { "culture", "The culture failed.", "培養に失敗しました。" },
  { "specification", "The yield was below the least dose.",
    "収量が最小用量に届きませんでした。" },
  { "recovered", "Recovered to a grade that is not covered: the product is wasted.",
    "投与直前の判定で対象外の重症度まで回復しており、本品は使われませんでした。" },
  { "expired", "The product expired before it could be infused.",
    "投与前に本品の使用期限を過ぎました。" },
  { "too-late", "The protocol's last day for an infusion had passed.",
    "実施計画書の投与最終日を過ぎました。" },
  { "infusion-stopped", "The infusion was stopped.", "投与が中止されました。" },
  { "unresolved", "Unresolved when the replication was ended.",
    "反復の打ち切りまでに転帰が決まりませんでした。" },
};

static void
add_end (Story *story)
{
  const char *fate = text_of (story, "fate");
  double left = number_of (story, "left");
  if (fate == NULL || isnan (left) || strcmp (fate, "infused") == 0)
    return;
  for (size_t i = 0; i < G_N_ELEMENTS (ends); i++)
    if (strcmp (ends[i].fate, fate) == 0)
      {
        add (story, sim_time_from_days (left),
             output_phrase (story->language,
                            in (story, "{text} (fate: {fate})", "{text}（転帰：{fate}）"),
                            "text", in (story, ends[i].en, ends[i].ja), "fate", fate,
                            NULL));
        return;
      }
  add (story, sim_time_from_days (left),
       output_phrase (
           story->language,
           in (story, "Left: {word} (fate: {fate})", "離脱：{word}（転帰：{fate}）"),
           "word", output_word_fate (story->language, fate), "fate", fate, NULL));
}

static void
add_eligible (Story *story)
{
  double eligible = number_of (story, "eligible");
  double deadline = number_of (story, "_deadline");
  if (isnan (eligible))
    return;
  if (isnan (deadline))
    {
      add_at (story, "eligible",
              in (story, "Eligible; waits for a line.", "適格。待機開始。"));
      return;
    }
  g_autofree char *slack = output_number (deadline - eligible, 1);
  g_autofree char *stamp =
      output_decision_stamp (story->trace, sim_time_from_days (deadline));
  add (story, sim_time_from_days (eligible),
       output_phrase (story->language,
                      in (story,
                          "Eligible; waits for a line. The window closes on {stamp}, in "
                          "{slack} days.",
                          "適格。待機開始。採取期限は{stamp}（残り{slack}日）。"),
                      "stamp", stamp, "slack", slack, NULL));
}

/* ---- Decisions ---- */

static int64_t
integer_of (double value)
{
  return isnan (value) ? -1 : (int64_t) value;
}

static const SimCell *
cell_of (const SimTable *table, size_t row, const char *column)
{
  return sim_table_row (table, row) + sim_table_find_column (table, column);
}

/* Fills in what the table of decisions holds. */
static OutputDecision
read_decision (const SimTable *table, size_t row)
{
  return (OutputDecision){
    .at = sim_time_from_days (cell_of (table, row, "time")->number),
    .bookable = integer_of (cell_of (table, row, "bookable")->number),
    .waiting = integer_of (cell_of (table, row, "waiting")->number),
    .feasible = integer_of (cell_of (table, row, "feasible")->number),
    .reason = cell_of (table, row, "reason")->text,
    .chosen = cell_of (table, row, "patient")->text,
    .grade = cell_of (table, row, "grade")->text,
    .keys = cell_of (table, row, "keys")->text,
    .runner_up = cell_of (table, row, "runner_up")->text,
    .runner_up_keys = cell_of (table, row, "runner_up_keys")->text,
  };
}

/* Rankings stand by decision, each in order of rank: [begin, end) is one of them. */
static void
add_decision (Story *story, size_t begin, size_t end, const char *name)
{
  const SimTable *rankings = story->trace->rankings;
  double number = cell_of (rankings, begin, "decision")->number;
  OutputDecision decision = read_decision (story->trace->decisions, (size_t) number - 1);
  for (size_t row = begin; row < end; row++)
    {
      const char *patient = cell_of (rankings, row, "patient")->text;
      int64_t rank = integer_of (cell_of (rankings, row, "rank")->number);
      if (strcmp (patient, decision.chosen) == 0)
        decision.chosen_rank = rank;
      if (strcmp (patient, name) != 0)
        continue;
      decision.rank = rank;
      decision.own_keys = cell_of (rankings, row, "keys")->text;
      decision.obstacle = cell_of (rankings, row, "obstacle")->text;
    }
  if (decision.rank == 0)
    return;
  if (strcmp (decision.chosen, name) == 0)
    {
      add (story, decision.at,
           output_decision_booked (story->trace, &decision, story->language));
      return;
    }
  story->n_missed++;
  story->n_overtaken += decision.chosen_rank > decision.rank;
  add (story, decision.at,
       output_decision_missed (story->trace, &decision, story->language));
}

static void
add_decisions (Story *story, const char *name)
{
  const SimTable *rankings = story->trace->rankings;
  if (rankings == NULL || story->trace->decisions == NULL)
    return;
  size_t n_rows = sim_table_row_count (rankings);
  size_t n_decisions = sim_table_row_count (story->trace->decisions);
  int column = sim_table_find_column (rankings, "decision");
  double last = 0;
  for (size_t begin = 0, end; begin < n_rows; begin = end)
    {
      double decision = sim_table_row (rankings, begin)[column].number;
      for (end = begin + 1; end < n_rows; end++)
        if (sim_table_row (rankings, end)[column].number != decision)
          break;
      if (decision >= 1 && decision <= (double) n_decisions)
        {
          add_decision (story, begin, end, name);
          last = decision;
        }
    }
  if (last < (double) n_decisions)
    story->lists_end = read_decision (story->trace->decisions, (size_t) last).at;
}

/* ---- The whole ---- */

/* Whether the patient still waited when lists were no longer kept. */
static bool
outlasts_lists (const Story *story)
{
  double booked = number_of (story, "booked");
  if (!isnan (booked))
    return sim_time_from_days (booked) >= story->lists_end;
  return text_of (story, "fate") == NULL || story->events->len == 0 ||
         g_array_index (story->events, Event, story->events->len - 1).at >=
             story->lists_end;
}

static void
append_closing (const Story *story, GString *text)
{
  g_autofree char *missed = g_strdup_printf ("%" G_GINT64_FORMAT, story->n_missed);
  g_autofree char *overtaken = g_strdup_printf ("%" G_GINT64_FORMAT, story->n_overtaken);
  if (story->lists_end != SIM_TIME_NEVER && outlasts_lists (story))
    {
      g_autofree char *stamp = output_decision_stamp (story->trace, story->lists_end);
      g_autofree char *line = output_phrase (
          story->language,
          in (story,
              "Who waited, and in which rank, is not kept from {stamp} on: the lists "
              "were too long. Lines given from then on are not told here.",
              "{stamp}以降は、待機者とその順位を記録していない（一覧が長すぎるため）。"
              "それ以降に割り当てられたラインはここに示さない。"),
          "stamp", stamp, NULL);
      g_string_append_printf (text, "%s\n", line);
    }
  else if (!isnan (number_of (story, "eligible")))
    {
      g_autofree char *line = output_phrase (
          story->language,
          story->n_missed == 0
              ? in (story, "No line went to anybody else while this patient waited.",
                    "待機中に他の症例に回ったラインはありません。")
              : in (story,
                    "While this patient waited, lines given to others: {missed}; of them "
                    "to patients of a lower rank: {overtaken}.",
                    "待機中に他の症例に回ったライン：{missed}、うち順位が下の症例に：{"
                    "overtaken}。"),
          "missed", missed, "overtaken", overtaken, NULL);
      g_string_append_printf (text, "%s\n", line);
    }
  if (text_of (story, "grade_outcome") != NULL)
    {
      g_autofree char *line = output_phrase (
          story->language,
          in (story, "On the outcome day: AIS {grade}.", "評価日の重症度：AIS {grade}。"),
          "grade", text_of (story, "grade_outcome"), NULL);
      g_string_append_printf (text, "%s\n", line);
    }
  if (text_of (story, "fate") == NULL)
    g_string_append_printf (text, "%s\n",
                            in (story, "Still in the system when the replication ended.",
                                "反復の終了時にまだ経過の途中。"));
}

static void
collect (Story *story)
{
  int64_t number = integer_of (number_of (story, "_number"));
  add_at (story, "injured", in (story, "Injured.", "受傷。"));
  add_at (story, "referred", in (story, "Referred.", "紹介。"));
  add_eligible (story);
  add_decisions (story, text_of (story, "patient"));
  add_marks (story, number);
  add_spans (story, number);
  add_end (story);
  g_array_sort (story->events, compare_events);
}

char *
output_story_tell (const SimTrace *trace, size_t row, OutputLanguage language)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (Event));
  g_array_set_clear_func (events, clear_event);
  Story story = { .trace = trace,
                  .cells = sim_table_row (trace->patients, row),
                  .language = language,
                  .events = events,
                  .lists_end = SIM_TIME_NEVER };
  collect (&story);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *body = body_phrase (&story);
  g_autofree char *head = output_phrase (
      language,
      *body != '\0' ? in (&story, "Patient {name}: {body}.", "症例{name}：{body}。")
                    : in (&story, "Patient {name}.", "症例{name}。"),
      "name", text_of (&story, "patient"), "body", body, NULL);
  g_string_append_printf (text, "%s\n", head);
  double injured = number_of (&story, "injured");
  for (guint i = 0; i < events->len; i++)
    {
      const Event *event = &g_array_index (events, Event, i);
      g_autofree char *stamp = output_decision_stamp (trace, event->at);
      g_autofree char *days = output_number (sim_time_to_days (event->at) - injured, 1);
      g_autofree char *day = g_strdup_printf ("%5s", days);
      g_autofree char *line = output_phrase (
          language,
          in (&story, "{stamp}  day {day}  {text}\n", "{stamp}  {day}日  {text}\n"),
          "stamp", stamp, "day", day, "text", event->text, NULL);
      g_string_append (text, line);
    }
  append_closing (&story, text);
  return g_strdup (text->str);
}

int
output_story_find (const SimTrace *trace, const char *name)
{
  int column = sim_table_find_column (trace->patients, "patient");
  int number = sim_table_find_column (trace->patients, "_number");
  size_t n_rows = sim_table_row_count (trace->patients);
  for (size_t row = 0; row < n_rows; row++)
    if (g_strcmp0 (sim_table_row (trace->patients, row)[column].text, name) == 0)
      return (int) row;
  guint64 wanted;
  if (number < 0 || !g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT64, &wanted, NULL))
    return -1;
  for (size_t row = 0; row < n_rows; row++)
    if (sim_table_row (trace->patients, row)[number].number == (double) wanted)
      return (int) row;
  return -1;
}

char *
output_story_patients (const SimTrace *trace, OutputLanguage language)
{
  int column = sim_table_find_column (trace->patients, "patient");
  size_t n_rows = sim_table_row_count (trace->patients);
  g_autoptr (GString) names = g_string_new (NULL);
  for (size_t row = 0; row < MIN (n_rows, MAX_NAMES); row++)
    g_string_append_printf (names, "%s%s", row > 0 ? ", " : "",
                            sim_table_row (trace->patients, row)[column].text);
  if (n_rows > MAX_NAMES)
    g_string_append_printf (names, ", ... %s",
                            sim_table_row (trace->patients, n_rows - 1)[column].text);
  g_autofree char *count = g_strdup_printf ("%zu", n_rows);
  return output_phrase (language,
                        language == OUTPUT_LANGUAGE_JA ? "{count}例：{names}"
                                                       : "{count} patients: {names}",
                        "count", count, "names", names->str, NULL);
}
