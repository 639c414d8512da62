/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report's diagram: the path of a patient, with how many go on and how many leave. */
#include "output/report-private.h"

#include <math.h>
#include <string.h>

#define BOX_WIDTH  165.0
#define LEAST_ROW  22.0
#define ARROW      13.0
#define EXITS_AT   265.0 /* from the left margin */
#define NAME_SIZE  8.5
#define COUNT_SIZE 7.5

/* A station of the path; stages stand between harvest and release. */
typedef enum
{
  STEP_INJURY,
  STEP_REFERRAL,
  STEP_SCREENING,
  STEP_WAITING,
  STEP_HARVEST,
  STEP_RELEASE,
  STEP_INFUSION,
  STEP_FOLLOW_UP,
  N_STEPS,
} Step;

static const struct
{
  const char *name;  /* msgid */
  const char *count; /* metric: how many reach its end; NULL: not counted */
} steps[N_STEPS] = {
  [STEP_INJURY] = { "Injury (day 0)", "injured" },
  [STEP_REFERRAL] = { "Referral to an open site", "referred" },
  [STEP_SCREENING] = { "Screening", "eligible" },
  [STEP_WAITING] = { "Waiting for a line", "booked" },
  [STEP_HARVEST] = { "Blood draws, marrow harvest", "harvested" },
  [STEP_RELEASE] = { "Release of the product", "released" },
  [STEP_INFUSION] = { "Second judgement, infusion", "infused" },
  [STEP_FOLLOW_UP] = { "Follow-up", NULL },
};

/* Where fates leave; prefixes end in '-'.  Whatever is not named is attrition, from
 * eligibility to infusion. */
static const struct
{
  const char *fate;
  Step step;
} exits[] = {
  { "no-site", STEP_REFERRAL },     { "late-referral", STEP_SCREENING },
  { "excluded-", STEP_SCREENING },  { "declined", STEP_SCREENING },
  { "window-", STEP_WAITING },      { "recovered-waiting", STEP_WAITING },
  { "blood", STEP_HARVEST },        { "marrow", STEP_HARVEST },
  { "culture", STEP_RELEASE },      { "specification", STEP_RELEASE },
  { "recovered", STEP_INFUSION },   { "expired", STEP_INFUSION },
  { "too-late", STEP_INFUSION },    { "infusion-stopped", STEP_INFUSION },
  { "unresolved", STEP_FOLLOW_UP },
};

static Step
step_of (const char *fate)
{
  for (size_t i = 0; i < G_N_ELEMENTS (exits); i++)
    if (g_str_has_suffix (exits[i].fate, "-") ? g_str_has_prefix (fate, exits[i].fate)
                                              : strcmp (fate, exits[i].fate) == 0)
      return exits[i].step;
  return N_STEPS;
}

static const OutputChartVariant *
variant_shown (const OutputReportWriter *writer)
{
  const OutputChartData *data = writer->report->data;
  return &data->variants[data->baseline >= 0 ? data->baseline : 0];
}

/* A mean count; what happens does not become 0.0. */
static char *
count_number (double mean)
{
  return mean > 0.0 && mean < 0.05 ? g_strdup ("<0.1") : output_number (mean, 1);
}

/* Returns: (transfer full): "no consent 12.3 · ..." of those who leave at @step; "" for
 * nobody */
static char *
exits_text (const OutputReportWriter *writer, Step step)
{
  const SimCatalogue *catalogue = writer->report->data->catalogue;
  g_autoptr (GString) text = g_string_new ("");
  for (size_t m = 0; m < catalogue->n_metrics; m++)
    {
      const SimMetric *metric = &catalogue->metrics[m];
      double mean = variant_shown (writer)->estimates[m].mean;
      /* lost-window is the sum of its kinds. */
      if (strcmp (metric->group, "all") != 0 ||
          !g_str_has_prefix (metric->name, "lost-") ||
          strcmp (metric->name, "lost-window") == 0 ||
          step_of (metric->name + 5) != step || !(mean > 0.0))
        continue;
      g_autofree char *number = count_number (mean);
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "",
                              output_word_fate (writer->language, metric->name + 5),
                              number);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
draw_box (const OutputReportWriter *writer, OutputRect row, const char *name)
{
  OutputCanvas *canvas = output_flow_canvas (writer->flow);
  const OutputFill fill = { .colour = OUTPUT_TRACK };
  const OutputStroke stroke = { OUTPUT_RULE, 0.8, OUTPUT_DASH_SOLID };
  const OutputTextStyle style = { .size = NAME_SIZE,
                                  .colour = OUTPUT_INK,
                                  .across = OUTPUT_ALIGN_MIDDLE,
                                  .down = OUTPUT_ALIGN_MIDDLE,
                                  .ellipsis = BOX_WIDTH - 8.0 };
  OutputRect box = { row.x, row.y, BOX_WIDTH, row.height };
  output_canvas_rectangle (canvas, box, &fill, &stroke);
  output_text_draw (canvas, box.x + box.width / 2.0, box.y + box.height / 2.0, name,
                    &style);
}

static void
draw_arrow (OutputCanvas *canvas, double x1, double y1, double x2, double y2)
{
  const OutputStroke stroke = { OUTPUT_RULE, 0.9, OUTPUT_DASH_SOLID };
  bool is_down = y2 > y1;
  const OutputPoint head[] = {
    { x2, y2 },
    { is_down ? x2 - 2.5 : x2 - 4.0, is_down ? y2 - 4.0 : y2 - 2.5 },
    { is_down ? x2 + 2.5 : x2 - 4.0, is_down ? y2 - 4.0 : y2 + 2.5 },
  };
  const OutputColour colour = OUTPUT_RULE;
  output_canvas_line (canvas, x1, y1, x2, y2, &stroke);
  output_canvas_path (canvas, head, G_N_ELEMENTS (head), &colour, NULL);
}

/* A row: box, those who go on, those who leave; an arrow to the next below. */
static void
draw_row (const OutputReportWriter *writer,
          const char *name,
          const char *count,
          const char *leaving,
          bool is_last)
{
  OutputCanvas *canvas = output_flow_canvas (writer->flow);
  OutputTextStyle style = { .size = COUNT_SIZE,
                            .colour = OUTPUT_INK,
                            .wrap = output_flow_width (writer->flow) - EXITS_AT };
  double height =
      *leaving != '\0' ? output_text_measure (canvas, leaving, &style).height : 0.0;
  OutputRect row = output_flow_room (writer->flow, MAX (LEAST_ROW, height + 2.0) +
                                                       (is_last ? 4.0 : ARROW));
  row.height -= is_last ? 4.0 : ARROW;
  double middle = row.y + row.height / 2.0;

  draw_box (writer, row, name);
  if (*leaving != '\0')
    {
      draw_arrow (canvas, row.x + BOX_WIDTH + 60.0, middle, row.x + EXITS_AT - 6.0,
                  middle);
      output_text_draw (canvas, row.x + EXITS_AT, middle - height / 2.0, leaving, &style);
    }
  style.wrap = 0.0;
  style.down = OUTPUT_ALIGN_MIDDLE;
  output_text_draw (canvas, row.x + BOX_WIDTH + 6.0, middle, count, &style);
  if (!is_last)
    draw_arrow (canvas, row.x + BOX_WIDTH / 2.0, row.y + row.height,
                row.x + BOX_WIDTH / 2.0, row.y + row.height + ARROW);
}

static char *
count_text (const OutputReportWriter *writer, Step step)
{
  const SimCatalogue *catalogue = writer->report->data->catalogue;
  int metric = steps[step].count != NULL
                   ? sim_catalogue_find_metric (catalogue, steps[step].count, "all")
                   : -1;
  return metric >= 0 ? count_number (variant_shown (writer)->estimates[metric].mean)
                     : g_strdup ("");
}

/* The catalogue holds only what can happen in this scenario. */
static bool
can_happen (const OutputReportWriter *writer, const char *metric)
{
  return sim_catalogue_find_metric (writer->report->data->catalogue, metric, "all") >= 0;
}

static const char *
step_name (const OutputReportWriter *writer, Step step)
{
  if (step == STEP_INJURY && !output_chart_is_of_injuries (writer->report->data))
    return "Illness or injury (day 0)";
  if (step == STEP_HARVEST && !output_report_has_blood (writer))
    return "Harvest";
  if (step == STEP_INFUSION && !can_happen (writer, "lost-recovered"))
    return "Infusion";
  return steps[step].name;
}

bool
output_report_has_blood (const OutputReportWriter *writer)
{
  return can_happen (writer, "draws");
}

static void
draw_step (const OutputReportWriter *writer, Step step)
{
  g_autofree char *count = count_text (writer, step);
  g_autofree char *leaving = exits_text (writer, step);
  draw_row (writer, output_word (writer->language, step_name (writer, step)), count,
            leaving, step == STEP_FOLLOW_UP);
}

/* The stages and the pools that they use, from the facts. */
static void
draw_stages (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  for (size_t i = 0; i < run->n_facts; i++)
    {
      if (!g_str_has_prefix (run->facts[i].key, "stage."))
        continue;
      g_autoptr (GString) pools = g_string_new (run->facts[i].value);
      g_string_replace (pools, " ", output_word (writer->language, ", "), 0);
      g_autofree char *name =
          pools->len > 0
              ? output_phrase (writer->language, "{stage} (uses {pools})", "pools",
                               pools->str, "stage", run->facts[i].key + 6, NULL)
              : g_strdup (run->facts[i].key + 6);
      draw_row (writer, name, "", "", false);
    }
}

/* The rule that a fact tells in the report's language, into @ret_id. Returns: whether it
 * does */
static bool
parse_rule (const OutputReportWriter *writer, const OutputFact *fact, char **ret_id)
{
  bool is_japanese = writer->language == OUTPUT_LANGUAGE_JA;
  if (!g_str_has_prefix (fact->key, "rule.") ||
      g_str_has_suffix (fact->key, ".ja") != is_japanese)
    return false;
  *ret_id = g_strndup (fact->key + 5, strlen (fact->key + 5) - (is_japanese ? 3 : 0));
  return true;
}

bool
output_report_has_rules (const OutputReportWriter *writer)
{
  const OutputRun *run = writer->report->run;
  for (size_t i = 0; i < run->n_facts; i++)
    {
      g_autofree char *id = NULL;
      if (parse_rule (writer, &run->facts[i], &id))
        return true;
    }
  return false;
}

static const char *
rule_title (const OutputReportWriter *writer, const char *id)
{
  const OutputRun *run = writer->report->run;
  for (size_t v = 0; v < run->n_variants; v++)
    if (strcmp (run->variants[v].label, id) == 0)
      return writer->language == OUTPUT_LANGUAGE_JA && run->variants[v].title_ja != NULL
                 ? run->variants[v].title_ja
                 : run->variants[v].title;
  return NULL;
}

static bool
has_titles (const OutputRun *run)
{
  for (size_t v = 0; v < run->n_variants; v++)
    if (run->variants[v].title != NULL)
      return true;
  return false;
}

void
output_report_write_rules (const OutputReportWriter *writer)
{
  OutputLanguage language = writer->language;
  const OutputRun *run = writer->report->run;
  /* Variants that are more than a rule have no titles. */
  bool is_titled = has_titles (run);
  size_t n_columns = 0;
  OutputFlowColumn columns[3];
  columns[n_columns++] = (OutputFlowColumn){ output_word (language, "Name in tables"),
                                             0.18, OUTPUT_ALIGN_START };
  if (is_titled)
    columns[n_columns++] =
        (OutputFlowColumn){ output_word (language, "Title"), 0.24, OUTPUT_ALIGN_START };
  columns[n_columns++] =
      (OutputFlowColumn){ output_word (language, "Who is booked when a line is free"),
                          is_titled ? 0.58 : 0.82, OUTPUT_ALIGN_START };
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  if (!output_report_has_rules (writer))
    return;
  for (size_t i = 0; i < run->n_facts; i++)
    {
      char *id = NULL;
      if (!parse_rule (writer, &run->facts[i], &id))
        continue;
      g_ptr_array_add (cells, id);
      if (is_titled)
        g_ptr_array_add (cells, g_strdup (rule_title (writer, id)));
      g_ptr_array_add (cells, g_strdup (run->facts[i].value));
    }
  output_flow_heading (writer->flow, 2, output_word (language, "Allocation rules"));
  output_flow_table (writer->flow, columns, n_columns, (const char *const *) cells->pdata,
                     cells->len / n_columns);
}

bool
output_report_has_effect (const OutputReportWriter *writer)
{
  return g_strcmp0 (output_report_fact (writer, "effect"), "declared") == 0;
}

void
output_report_write_model (const OutputReportWriter *writer)
{
  OutputLanguage language = writer->language;
  g_autofree char *attrition = exits_text (writer, N_STEPS);

  if (writer->report->data->n_variants == 0)
    return;
  output_flow_break (writer->flow);
  output_flow_heading (writer->flow, 1, output_word (language, "Model"));
  output_report_say (writer,
                     "Beside each box: how many patients of a replication pass it, on "
                     "average; at the right: who leaves there, and how many. Rule: "
                     "{rule}.",
                     "rule", variant_shown (writer)->label);
  for (int step = 0; step < N_STEPS; step++)
    {
      if (step == STEP_RELEASE)
        draw_stages (writer);
      draw_step (writer, (Step) step);
    }
  if (*attrition != '\0')
    output_report_say (writer, "At any time from eligibility to infusion: {attrition}.",
                       "attrition", attrition);
  output_flow_note (
      writer->flow,
      output_word (language,
                   output_report_has_effect (writer)
                       ? "The scenario declares a treatment effect; it is taken from a "
                         "trial without a control group."
                       : "No treatment effect is claimed."));
  output_report_write_rules (writer);
}
