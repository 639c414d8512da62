/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page: title above, small print below, notes under the chart. */
#pragma once

#include "output/chart.h"
#include "output/text.h"

/** Draws heading and titles. Returns: the room between them and the small print */
OutputRect output_page_begin (OutputCanvas *canvas,
                              const OutputCaption *caption,
                              const char *heading);

/** Draws the small print. @page: from 0 */
void output_page_end (OutputCanvas *canvas,
                      const OutputCaption *caption,
                      OutputScope scope,
                      int page,
                      int n_pages,
                      int n_wanted);

/** Writes @note at the foot of @body, which shrinks by it; call it for the last note
 * first. */
void output_page_note (OutputCanvas *canvas, OutputRect *body, const char *note);

/** Says in the middle of @body that there is nothing to draw, with a msgid. */
void output_page_empty (OutputCanvas *canvas, OutputRect body, const char *msgid);

/** Says over what intervals are taken where inputs are uncertain; else nothing. */
void output_page_note_inputs (OutputCanvas *canvas,
                              OutputRect *body,
                              const OutputCaption *caption);

/** Writes the note on intervals: what they are, over how many replications, or that one
 * replication gives none. @msgid has {level} and {n}. */
void output_page_note_interval (OutputCanvas *canvas,
                                OutputRect *body,
                                const OutputCaption *caption,
                                const char *msgid);
