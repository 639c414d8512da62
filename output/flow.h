/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Flow: headings, paragraphs, tables and figures down the pages of a document. */
#pragma once

#include "output/text.h"

/* Contract: what does not fit on the page goes to the next; a heading stays with what
 * follows it, a row of a table with itself, and a table's head is repeated on every page.
 * Nothing is drawn outside the page: a row taller than a page is cut with "…". */

/* A4 upright, pt. */
#define OUTPUT_FLOW_WIDTH  595.28
#define OUTPUT_FLOW_HEIGHT 841.89

typedef struct OutputFlow OutputFlow;

/**
 * output_flow_new:
 * @canvas: (transfer none): must outlive the flow; its first page is empty
 * @footer: small print of every page; copied
 * @n_pages: for the pages' numbers; 0 where not yet known
 */
OutputFlow *output_flow_new (OutputCanvas *canvas, const char *footer, int n_pages);
void output_flow_free (OutputFlow *flow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OutputFlow, output_flow_free)

/** Ends the last page. Returns: how many pages there are */
int output_flow_end (OutputFlow *flow);

OutputCanvas *output_flow_canvas (const OutputFlow *flow);
/** Returns: the width between the margins, pt */
double output_flow_width (const OutputFlow *flow);

/** Begins a new page unless this one is still empty. */
void output_flow_break (OutputFlow *flow);

/** The title of the document. */
void output_flow_title (OutputFlow *flow, const char *text);
/** @level: 1 for a section, 2 for a part of one; both enter the outline */
void output_flow_heading (OutputFlow *flow, int level, const char *text);
void output_flow_paragraph (OutputFlow *flow, const char *text);
/** Small print: captions, notes. */
void output_flow_note (OutputFlow *flow, const char *text);

/** Returns: a rectangle of that height, as wide as the text; on a new page if this one
 * has no room for it */
OutputRect output_flow_room (OutputFlow *flow, double height);
/** Returns: the height left on this page, pt */
double output_flow_left (const OutputFlow *flow);
/** Gives back the last @height of a room, to be used for something else. */
void output_flow_give_back (OutputFlow *flow, double height);

typedef struct
{
  const char *title;
  double share; /* of the width; all shares sum to 1 */
  OutputAlign across;
} OutputFlowColumn;

/** @cells: @n_rows x @n_columns texts, row by row; NULL is blank */
void output_flow_table (OutputFlow *flow,
                        const OutputFlowColumn *columns,
                        size_t n_columns,
                        const char *const *cells,
                        size_t n_rows);
