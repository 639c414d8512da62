/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow: headings, paragraphs, tables and figures down the pages of a document. */
#include "output/flow.h"

#include <string.h>

#define MARGIN       50.0
#define TEXT_SIZE    9.0
#define TABLE_SIZE   7.0
#define NOTE_SIZE    7.5
#define FOOTER_SIZE  6.5
#define CELL_GAP     6.0
#define ROW_GAP      2.5
#define KEEP_HEIGHT  70.0 /* a heading asks for so much below it */
#define HEADING_GAP  4.0  /* below a heading */
#define LONGEST_CELL 1200 /* characters */

struct OutputFlow
{
  OutputCanvas *canvas;
  char *footer;
  int n_pages;
  int page; /* from 1 */
  double y;
  double bottom;
  int section; /* the outline's last entry of level 1 */
};

OutputFlow *
output_flow_new (OutputCanvas *canvas, const char *footer, int n_pages)
{
  OutputFlow *flow = g_new0 (OutputFlow, 1);
  flow->canvas = canvas;
  flow->footer = g_strdup (footer);
  flow->n_pages = n_pages;
  flow->page = 1;
  flow->y = MARGIN;
  flow->bottom = OUTPUT_FLOW_HEIGHT - MARGIN - FOOTER_SIZE * 2.5;
  return flow;
}

void
output_flow_free (OutputFlow *flow)
{
  if (flow == NULL)
    return;
  g_free (flow->footer);
  g_free (flow);
}

OutputCanvas *
output_flow_canvas (const OutputFlow *flow)
{
  return flow->canvas;
}

double
output_flow_width (G_GNUC_UNUSED const OutputFlow *flow)
{
  return OUTPUT_FLOW_WIDTH - 2.0 * MARGIN;
}

static void
draw_footer (OutputFlow *flow)
{
  OutputLanguage language = output_canvas_language (flow->canvas);
  OutputTextStyle style = { .size = FOOTER_SIZE, .colour = OUTPUT_SMALL };
  double y = OUTPUT_FLOW_HEIGHT - MARGIN - FOOTER_SIZE;
  style.ellipsis = output_flow_width (flow) * 0.8;
  output_text_draw (flow->canvas, MARGIN, y, flow->footer, &style);
  g_autofree char *page = g_strdup_printf ("%d", flow->page);
  g_autofree char *pages = g_strdup_printf ("%d", flow->n_pages);
  g_autofree char *number = output_phrase (language, "page {page} of {pages}", "page",
                                           page, "pages", pages, NULL);
  style.ellipsis = 0.0;
  style.across = OUTPUT_ALIGN_END;
  output_text_draw (flow->canvas, OUTPUT_FLOW_WIDTH - MARGIN, y, number, &style);
}

static void
turn_page (OutputFlow *flow)
{
  draw_footer (flow);
  output_canvas_next_page (flow->canvas, OUTPUT_FLOW_WIDTH, OUTPUT_FLOW_HEIGHT);
  flow->page++;
  flow->y = MARGIN;
}

int
output_flow_end (OutputFlow *flow)
{
  draw_footer (flow);
  return flow->page;
}

void
output_flow_break (OutputFlow *flow)
{
  if (flow->y > MARGIN)
    turn_page (flow);
}

OutputRect
output_flow_room (OutputFlow *flow, double height)
{
  if (flow->y + height > flow->bottom)
    output_flow_break (flow);
  OutputRect room = { MARGIN, flow->y, output_flow_width (flow), height };
  flow->y += height;
  return room;
}

double
output_flow_left (const OutputFlow *flow)
{
  return flow->bottom - flow->y;
}

void
output_flow_give_back (OutputFlow *flow, double height)
{
  flow->y -= height;
}

static OutputWeight
strong (const OutputFlow *flow)
{
  /* The Japanese fonts have no bold. */
  return output_canvas_language (flow->canvas) == OUTPUT_LANGUAGE_JA
             ? OUTPUT_WEIGHT_NORMAL
             : OUTPUT_WEIGHT_BOLD;
}

/* Draws @text as wide as the page, and asks for @keep more below it. */
static void
draw_text (OutputFlow *flow, const char *text, OutputTextStyle style, double keep)
{
  style.wrap = output_flow_width (flow);
  double height = output_text_measure (flow->canvas, text, &style).height;
  if (flow->y + height + keep > flow->bottom)
    output_flow_break (flow);
  output_text_draw (flow->canvas, MARGIN, flow->y, text, &style);
  flow->y += height;
}

void
output_flow_title (OutputFlow *flow, const char *text)
{
  const OutputTextStyle style = { .size = 18.0,
                                  .weight = strong (flow),
                                  .colour = OUTPUT_INK };
  draw_text (flow, text, style, KEEP_HEIGHT);
  flow->y += 8.0;
}

void
output_flow_heading (OutputFlow *flow, int level, const char *text)
{
  const OutputTextStyle style = { .size = level == 1 ? 13.0 : 10.5,
                                  .weight = strong (flow),
                                  .colour = OUTPUT_INK };
  if (flow->y > MARGIN)
    flow->y += level == 1 ? 14.0 : 9.0;
  draw_text (flow, text, style, HEADING_GAP + KEEP_HEIGHT);
  flow->y += HEADING_GAP;
  int entry = output_canvas_outline (flow->canvas, level == 1 ? 0 : flow->section, text);
  if (level == 1)
    flow->section = entry;
}

/* Paragraph by line, so that a long text may go on over the page. */
static void
draw_paragraphs (OutputFlow *flow, const char *text, OutputTextStyle style, double gap)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      draw_text (flow, *line, style, 0.0);
  flow->y += gap;
}

void
output_flow_paragraph (OutputFlow *flow, const char *text)
{
  draw_paragraphs (flow, text,
                   (OutputTextStyle){ .size = TEXT_SIZE, .colour = OUTPUT_INK }, 5.0);
}

void
output_flow_note (OutputFlow *flow, const char *text)
{
  draw_paragraphs (flow, text,
                   (OutputTextStyle){ .size = NOTE_SIZE, .colour = OUTPUT_SMALL }, 5.0);
}

/* One row of texts; draws where @is_drawn. Returns: its height */
static double
lay_row (OutputFlow *flow,
         const OutputFlowColumn *columns,
         size_t n_columns,
         const char *const *cells,
         OutputWeight weight,
         bool is_drawn)
{
  static const double shares[] = { 0.0, 0.5, 1.0 };
  double x = MARGIN, height = 0.0;
  for (size_t c = 0; c < n_columns; c++)
    {
      double width = columns[c].share * output_flow_width (flow) - CELL_GAP;
      const OutputTextStyle style = { .size = TABLE_SIZE,
                                      .weight = weight,
                                      .colour = OUTPUT_INK,
                                      .across = columns[c].across,
                                      .wrap = width };
      const char *text = cells[c] != NULL ? cells[c] : "";
      g_autofree char *cut = NULL;
      if (g_utf8_strlen (text, -1) > LONGEST_CELL)
        {
          g_autofree char *head = g_utf8_substring (text, 0, LONGEST_CELL);
          text = cut = g_strconcat (head, "…", NULL);
        }
      if (*text != '\0')
        height = MAX (height, output_text_measure (flow->canvas, text, &style).height);
      if (is_drawn)
        output_text_draw (flow->canvas, x + shares[style.across] * width, flow->y, text,
                          &style);
      x += columns[c].share * output_flow_width (flow);
    }
  return height;
}

static void
draw_rule (OutputFlow *flow, OutputColour colour, double width)
{
  const OutputStroke stroke = { colour, width, OUTPUT_DASH_SOLID };
  output_canvas_line (flow->canvas, MARGIN, flow->y, OUTPUT_FLOW_WIDTH - MARGIN, flow->y,
                      &stroke);
  flow->y += ROW_GAP;
}

/* The head of a table: draws where @is_drawn. Returns: its height with its rules */
static double
lay_head (OutputFlow *flow,
          const OutputFlowColumn *columns,
          size_t n_columns,
          bool is_drawn)
{
  g_autofree const char **titles = g_new (const char *, n_columns);
  for (size_t c = 0; c < n_columns; c++)
    titles[c] = columns[c].title;
  if (is_drawn)
    draw_rule (flow, OUTPUT_INK, 0.8);
  double height = lay_row (flow, columns, n_columns, titles, strong (flow), is_drawn);
  if (is_drawn)
    {
      flow->y += height + ROW_GAP;
      draw_rule (flow, OUTPUT_INK, 0.5);
    }
  return height + 3.0 * ROW_GAP;
}

void
output_flow_table (OutputFlow *flow,
                   const OutputFlowColumn *columns,
                   size_t n_columns,
                   const char *const *cells,
                   size_t n_rows)
{
  /* A head never stands without a row below it; a heading asked for KEEP_HEIGHT, so that
   * heads and rows of the usual size stay with theirs. */
  double first = lay_head (flow, columns, n_columns, false);
  if (n_rows > 0)
    first +=
        lay_row (flow, columns, n_columns, cells, OUTPUT_WEIGHT_NORMAL, false) + ROW_GAP;
  if (flow->y + first > flow->bottom)
    output_flow_break (flow);
  lay_head (flow, columns, n_columns, true);
  for (size_t r = 0; r < n_rows; r++)
    {
      const char *const *row = cells + r * n_columns;
      double height =
          lay_row (flow, columns, n_columns, row, OUTPUT_WEIGHT_NORMAL, false);
      if (flow->y + height + ROW_GAP > flow->bottom)
        {
          turn_page (flow);
          lay_head (flow, columns, n_columns, true);
        }
      lay_row (flow, columns, n_columns, row, OUTPUT_WEIGHT_NORMAL, true);
      flow->y += height + ROW_GAP;
      draw_rule (flow, OUTPUT_GRID, 0.4);
    }
  flow->y += 6.0;
}
